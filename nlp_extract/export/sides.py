"""Where a finding points: its place in the file, and its two sides with the documents they stand in."""

from __future__ import annotations

from collections.abc import Iterator

from nlp_extract.document import Document, Place, Span
from nlp_extract.export.tongue import Tongue
from nlp_extract.facts import Finding, Operand, Report
from nlp_extract.reconcile import Examination


def sides(finding: Finding) -> tuple[Operand, ...]:
    """The operands that there are."""
    return tuple(side for side in (finding.left, finding.right) if side is not None)


def home(side: Operand, examination: Examination) -> Document:
    """The document that an operand stands in: this report's, or last year's."""
    last = side.report == "previous" and examination.previous is not None
    return examination.previous.document if last and examination.previous else examination.report.document


def anchor(finding: Finding, report: Report) -> Span | None:
    """Where a finding points in its report: its first side that has a place, else its first such cell."""
    return next(_spans(finding, report), None)


def _spans(finding: Finding, report: Report) -> Iterator[Span]:
    for side in sides(finding):
        if side.span is not None and side.report == "this":
            yield side.span
    cells = report.tables.cells() if finding.cells else {}
    for name in finding.cells:
        cell = cells.get(name)
        if cell is not None and cell.span is not None:
            yield cell.span


def location(file: str, place: Place | None, tongue: Tongue) -> str:
    """``file:13:45`` as editors jump to it; without lines ``file:第2页``, without a place ``file:1:1``."""
    if place is None:
        return f"{file}:1:1"
    if place.line is not None:
        return f"{file}:{place.line}:{place.column or 1}"
    return f"{file}:{tongue.place(place)}"
