"""The same report in another dress: layouts, encodings, forms of digits. What ``check`` says must not change.

Reports that agree say little; so each source is also made wrong in one figure of a table and one of the prose, and
the findings on the wrong report are what is compared.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from mutation.operators import NUMBER
from nlp_extract import pipeline
from nlp_extract.document import Span
from nlp_extract.facts import Report
from rendering.as_text import HALF
from rendering.source import Line, Printed, Source

Said = tuple[str, str, str | None, str | None, tuple[str, ...], str, str]
"""Code, state, severity, metric, cells, and the values of both sides."""

Dress = Callable[[str], bytes]

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_COUNTED = re.compile(r"(?<![0-9.])([1-9][0-9]*)\s?[件条]")


def said(report: Report) -> list[Said]:
    """What ``check`` says of a report, without the words and the places, its marks at half width."""
    return sorted(
        (
            (
                finding.code,
                finding.state,
                finding.severity,
                finding.metric,
                finding.cells,
                finding.left.value.translate(HALF) if finding.left else "",
                finding.right.value.translate(HALF) if finding.right else "",
            )
            for finding in pipeline.check(report)
        ),
        key=str,
    )


def wrong(source: Source, turn: int) -> Source:
    """The source with one figure more than it should be: by turns a cell of table three and a number of the prose."""
    rng = random.Random(f"{source.name}|{turn}")
    return _wrong_cell(source, rng) if turn % 2 == 0 else _wrong_prose(source, rng)


def _wrong_cell(source: Source, rng: random.Random) -> Source:
    plain = [
        name
        for name, printed in source.cells.items()
        if name.startswith(("t3.", "t4.")) and re.fullmatch("[0-9]+", printed.text)
    ]
    if not plain:  # a report that prints a dash for every zero
        return _wrong_prose(source, rng)
    name = rng.choice(plain)
    value = (source.cells[name].value or Decimal(0)) + 1
    return replace(source, cells=source.cells | {name: Printed(str(value), value)})


def _wrong_prose(source: Source, rng: random.Random) -> Source:
    """One count of 件 or 条 in section one."""
    places = [
        (number, match)
        for number, line in enumerate(source.sections[0].lines)
        for match in _COUNTED.finditer(line.text)
    ]
    number, match = rng.choice(places)
    lines = list(source.sections[0].lines)
    text = f"{lines[number].text[: match.start(1)]}{int(match[1]) + 1}{lines[number].text[match.end(1) :]}"
    lines[number] = Line(text, lines[number].heading)
    return replace(source, sections=(replace(source.sections[0], lines=tuple(lines)), *source.sections[1:]))


# ------------------------------------------------------------------ encodings, forms of digits

ENCODINGS: dict[str, Dress] = {
    "GBK": lambda text: text.encode("gb18030"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-8 with mark": lambda text: text.encode("utf-8-sig"),
    "CRLF": lambda text: text.replace("\n", "\r\n").encode("utf-8"),
    "CRLF in GBK": lambda text: text.replace("\n", "\r\n").encode("gb18030"),
}


def full_width(text: str) -> bytes:
    """All digits of the report at full width."""
    return text.translate(_FULL_WIDTH).encode("utf-8")


def thousands(text: str) -> bytes:
    """1624件 → 1,624件, in prose and tables."""
    return _rewritten(text, lambda digits: f"{int(digits):,}" if digits.isdigit() and int(digits) >= 1000 else digits)


def spaced(text: str) -> bytes:
    """16件 → `` 16 件``, in the prose and in the cells."""
    return _rewritten(text, lambda digits: f" {digits} ")


DIGITS: dict[str, Dress] = {"full width": full_width, "thousands": thousands, "spaced": spaced}


def _rewritten(text: str, write: Callable[[str], str]) -> bytes:
    """The text with the numbers of quantities and cells written in another way."""
    report = pipeline.extract_text(text)
    cells = [cell.span for table in report.tables.tables for cell in table.cells if cell.span is not None]
    spans: set[Span] = {*cells, *(quantity.span for quantity in report.quantities)}
    for span in sorted(spans, reverse=True):
        match = NUMBER.search(text, span.start, span.end)
        if match is not None:
            text = f"{text[: match.start()]}{write(match.group())}{text[match.end() :]}"
    return text.encode("utf-8")
