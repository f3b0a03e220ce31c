"""An invented report as its author wrote it: prose, the figures of its three tables, how each file is to be made.

A source is one TOML file of ``corpora/reports/sources``; the README there says what stands in it. What a table
prints is spelled out here once, so that every rendering prints the same and the tests know what is to be read.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from layouts import APPLICANTS, OUTCOMES, RESULTS_2019, RESULTS_2021

SOURCES = Path(__file__).parents[2] / "corpora" / "reports" / "sources"
TABLE_TWO = {
    "2021": {
        "reg": ("t2", "issued repealed effective"),
        "norm": ("t2", "issued repealed effective"),
        "license": ("t2", "decisions"),
        "punish": ("t2", "decisions"),
        "coerce": ("t2", "decisions"),
        "fee": ("t2", "amount"),
    },
    "2019": {
        "reg": ("t2o", "made published total"),
        "norm": ("t2o", "made published total"),
        "license": ("t2o", "prev delta decisions"),
        "service": ("t2o", "prev delta decisions"),
        "punish": ("t2o", "prev delta decisions"),
        "coerce": ("t2o", "prev delta decisions"),
        "fee": ("t2o", "prev delta"),
        "procure": ("t2o", "count amount"),
    },
}
"""Row of table two → prefix of its cell ids, and its columns in order."""
NOTHING = ("", "/", "-", "—", "无")
"""What a cell prints that says no number."""
_PRINTED = re.compile(r"(?P<number>[-+增减]?[0-9０-９,，.．]+)(?:元|件)?(?P<note>（.+）)?")
_PLAIN = str.maketrans("０１２３４５６７８９．增减", "0123456789.+-", ",，")


@dataclass(frozen=True)
class Line:
    """A paragraph of prose, or a sub-heading (``heading``) with its number as printed."""

    text: str
    heading: bool = False


@dataclass(frozen=True)
class Section:
    """``key`` is a section key of the package, "" for one outside the six."""

    key: str
    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Printed:
    """What a cell prints and what that says: a value or None, and the remark beside it."""

    text: str
    value: Decimal | None
    note: str = ""


@dataclass(frozen=True)
class Source:
    """A report before it is a file. ``html``, ``docx`` and ``pdf`` name the manner in which each is made."""

    name: str
    title: str
    agency: str
    year: int
    form: str
    intro: tuple[Line, ...]
    sections: tuple[Section, ...]
    cells: dict[str, Printed]
    labels: dict[str, str]
    subtotals: bool
    html: str
    docx: str
    pdf: str

    @property
    def has_blanks(self) -> bool:
        return any(not printed.text for printed in self.cells.values())


def load_all() -> list[Source]:
    """Every source, by file name."""
    return [load(path) for path in sorted(SOURCES.glob("*.toml"))]


def load(path: Path) -> Source:
    """One source. Fails where its table three does not balance or a printed cell belies its figure."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    form = data["form"]
    figures = {**_table_two(data["table2"], form), **_table_three(data["table3"], form, path.name)}
    figures |= _table_four(data["table4"])
    zero, printed = data.get("zero", "0"), data.get("printed", {})
    assert printed.keys() <= figures.keys(), f"{path.name}: no such cell among {sorted(printed)}"
    cells = {name: _cell(value, printed.get(name), zero, f"{path.name}: {name}") for name, value in figures.items()}
    return Source(
        name=path.stem,
        title=data["title"],
        agency=data["agency"],
        year=data["year"],
        form=form,
        intro=tuple(_lines(data["intro"])),
        sections=tuple(Section(one["key"], one["heading"], tuple(_lines(one["text"]))) for one in data["section"]),
        cells=cells,
        labels=data.get("labels", {}),
        subtotals=data.get("subtotals", False),
        html=data["html"],
        docx=data["docx"],
        pdf=data["pdf"],
    )


def _lines(text: str) -> Iterator[Line]:
    for line in filter(None, map(str.strip, text.splitlines())):
        yield Line(line.removeprefix("# "), line.startswith("# "))


def _cell(value: Decimal, printed: str | None, zero: str, place: str) -> Printed:
    """``printed`` as it is, else the figure, a zero as the report prints zeros."""
    if printed is None:
        printed = zero if value == 0 else str(value)
    if printed in NOTHING:
        assert value == 0, place
        return Printed(printed, None)
    shape = _PRINTED.fullmatch(printed)
    assert shape, f"{place} prints {printed}"
    assert Decimal(shape["number"].translate(_PLAIN)) == value, f"{place} prints {printed} for {value}"
    return Printed(printed, value, shape["note"] or "")


def _table_two(rows: dict[str, Any], form: str) -> dict[str, Decimal]:
    layout = TABLE_TWO[form]
    assert rows.keys() == layout.keys(), f"table two has {sorted(rows)}"
    figures = {}
    for row, (prefix, columns) in layout.items():
        values = rows[row] if isinstance(rows[row], list) else [rows[row]]
        for column, value in zip(columns.split(), values, strict=True):
            figures[f"{prefix}.{row}.{column}"] = Decimal(str(value))
    return figures


def _table_three(rows: dict[str, list[int]], form: str, name: str) -> dict[str, Decimal]:
    """Six columns a row as written; rows not written are zero, the sums follow from the rows."""
    results = [row for row, _ in (RESULTS_2021 if form == "2021" else RESULTS_2019)]
    known = {*results, "new", "carried_in", "carried_out"}
    assert rows.keys() <= known, f"{name}: table three has no {sorted(rows.keys() - known)}"
    table = {row: rows.get(row, [0] * 6) for row in ("new", "carried_in", *results, "carried_out")}
    table["total"] = [sum(column) for column in zip(*(table[row] for row in results), strict=True)]
    for index, column in enumerate(APPLICANTS[:-1]):
        left = table["new"][index] + table["carried_in"][index]
        right = table["total"][index] + table["carried_out"][index]
        sums = f"{left} received and carried in, {right} done or carried on"
        assert left == right, f"{name}: table three, {column}: {sums}"
    return {
        f"t3.{row}.{column}": Decimal(value)
        for row, values in table.items()
        for column, value in zip(APPLICANTS, [*values, sum(values)], strict=True)
    }


def _table_four(rows: dict[str, list[int]]) -> dict[str, Decimal]:
    return {
        f"t4.{row}.{outcome}": Decimal(value)
        for row in ("rev", "lit1", "lit2")
        for (outcome, _), value in zip(OUTCOMES, [*rows[row], sum(rows[row])], strict=True)
    }
