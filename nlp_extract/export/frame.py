"""The quantities of a report as a table of pandas or polars, whichever is installed."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Literal

from nlp_extract.facts import Quantity, Report
from nlp_extract.lexicon.metric_names import metric_name

Library = Literal["pandas", "polars"]
COLUMNS = ("text", "value", "low", "high", "unit", "bound", "aspect", "direction", "metric", "name", "period", "scope",
           "section", "head", "pattern", "start", "end", "line", "column", "sentence")  # fmt: skip


def quantities_frame(report: Report, library: Library | None = None) -> Any:
    """A ``DataFrame`` with a row a quantity, in the order of the text, and the columns COLUMNS.

    ``value``, ``low`` and ``high`` are floats (exact for counts; ``report.quantities`` has the Decimals), missing
    where unbounded; ``name`` is the metric in Chinese, ``sentence`` the text around. Without ``library`` pandas is
    taken, else polars. Raises ImportError, naming what to install, where neither (or not the one asked for) is there.
    """
    made = _library(library)
    rows = [_row(report, quantity) for quantity in report.quantities]
    return made.DataFrame({column: [row[column] for row in rows] for column in COLUMNS})


def _library(wanted: Library | None) -> Any:
    for name in (wanted,) if wanted else ("pandas", "polars"):
        try:
            return import_module(name)
        except ImportError:
            continue
    named = wanted or "pandas 或 polars"
    raise ImportError(f"没有安装 {named}。处理办法：pip install {wanted or 'pandas'}", name=wanted or "pandas")


def _row(report: Report, quantity: Quantity) -> dict[str, str | int | float | None]:
    place = report.document.place(quantity.span.start)
    return {
        "text": quantity.text,
        "value": float(quantity.value),
        "low": float(quantity.low),
        "high": None if quantity.high is None else float(quantity.high),
        "unit": quantity.unit,
        "bound": quantity.bound,
        "aspect": quantity.aspect,
        "direction": quantity.direction,
        "metric": quantity.metric,
        "name": metric_name(quantity.metric),
        "period": quantity.period,
        "scope": quantity.scope,
        "section": quantity.section,
        "head": quantity.head,
        "pattern": quantity.pattern,
        "start": quantity.span.start,
        "end": quantity.span.end,
        "line": place.line,
        "column": place.column,
        "sentence": report.document.surface(quantity.sentence),
    }
