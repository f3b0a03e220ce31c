"""Which figures stand in a report, and which of them some exact rule vouches for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from mutation.subjects import Subject
from nlp_extract.document import Cell, Span
from nlp_extract.reconcile import coverage

BOUNDING = frozenset((
    "T2-01", "T2-02", "T2-03", "T2-05", "T2-07", "T2-08", "X-01", "X-02", "X-04",
    "T3-04", "T3-05", "T3-07", "T3-08", "T3-09", "T3-10", "T4-04", "N2T-10",
    "NI-03", "NI-09", "NI-10", "NI-12", "NI-13", "NI-15", "NI-16",
    "PL-01", "PL-02", "PL-04", "PL-05", "PL-06", "PL-07", "PL-08", "CY-00", "CY-04", "CY-05", "CY-06", "CY-07",
))  # fmt: skip
"""Rules that pass for a range of values: they make no figure checkable (CM rules speak of form, see ``years``)."""
PROSE = frozenset(("N2T", "NI", "CY", "PL"))


@dataclass(frozen=True)
class Figure:
    """A number on the page. ``key`` is a cell id, ``q12`` (index of a quantity) or ``y345`` (offset of a year);
    ``span`` where its surface stands; ``rules`` the codes that vouch for it, none where it is not checkable."""

    key: str
    span: Span
    surface: str
    where: str
    rules: frozenset[str]


def families(codes: frozenset[str]) -> frozenset[str]:
    """T3 for T3-01; for the prose N2T, NI, CY and PL (a share over 100 %) stand for each other."""
    found = frozenset(code.partition("-")[0] for code in codes)
    return found | PROSE if found & PROSE else found


@lru_cache(maxsize=4)
def figures(subject: Subject) -> tuple[Figure, ...]:
    """All figures of a report: printed cells, numbers of the prose that have digits, years."""
    return (*_cells(subject), *_quantities(subject), *_years(subject))


def _cells(subject: Subject) -> Iterator[Figure]:
    vouched: dict[str, set[str]] = {}
    for outcome in _passes(subject):
        for key in outcome.cells:
            vouched.setdefault(key, set()).add(outcome.code)
    seen: set[str] = set()
    for cell in (cell for table in subject.report.tables.tables for cell in table.cells):
        if cell.span is None or cell.value is None or cell.id in seen:
            continue
        seen.add(cell.id)
        rules = vouched.get(cell.id, set()) if _is_plain(cell) else set()
        surface = subject.report.document.surface(cell.span)
        yield Figure(cell.id, cell.span, surface, f"table {cell.id[1]}", frozenset(rules))


def _is_plain(cell: Cell) -> bool:
    """Cells cut again by arithmetic (which may lean on the prose) cannot bear witness: nothing on them exceeds info."""
    return cell.reading == "printed"


def _passes(subject: Subject) -> Iterator[Passed]:
    """What the exact rules said yes to, on cells that are simply printed or blank."""
    cut = {key for key, cell in subject.report.tables.cells().items() if cell.reading in ("reconstructed", "displaced")}
    for outcome in subject.outcomes:
        code = outcome.finding.code
        if outcome.finding.state == "pass" and code not in BOUNDING and not code.startswith("CM"):
            cells = outcome.finding.cells
            if not code.startswith("N2T") or not cut.intersection(cells):
                yield Passed(code, cells, outcome.quantities)


@dataclass(frozen=True)
class Passed:
    """What an exact rule vouches for."""

    code: str
    cells: tuple[str, ...]
    quantities: tuple[int, ...]


def _quantities(subject: Subject) -> Iterator[Figure]:
    checked = frozenset(coverage(subject.report, subject.previous).checked)
    vouched: dict[int, set[str]] = {}
    for outcome in _passes(subject):
        for index in outcome.quantities:
            vouched.setdefault(index, set()).add(outcome.code)
    for index, quantity in enumerate(subject.report.quantities):
        exact = index in checked and quantity.bound == "="
        rules = vouched.get(index, set()) if exact else set()
        yield Figure(f"q{index}", quantity.span, quantity.text, "prose", frozenset(rules))


# 本报告数据的统计期限自2024年1月1日起 · 2024年，我局… · 2024年收到申请16件
_YEAR = re.compile(r"20[0-9]{2}(?=\s*年)")
_PERIOD = re.compile(r"(?:期限|时限|统计)[^。\n]{0,24}?(?P<year>20[0-9]{2})\s*年\s*1\s*月\s*1\s*日")
_OPENING = re.compile(r"(?:(?<=[。；])|^)\s*(?P<year>20[0-9]{2})\s*年(?:度)?[，,]", re.MULTILINE)


def _years(subject: Subject) -> Iterator[Figure]:
    """Years that a rule looks at: of the statistical period (CM-07), and those that open a sentence (CM-12)."""
    document, outline = subject.report.document, subject.report.outline
    passed = {outcome.finding.code for outcome in subject.outcomes if outcome.finding.state == "pass"}
    match = _PERIOD.search(document.text, 0, 4000)
    if match is not None:
        rules = frozenset({"CM-07", "CM-09"} & passed)
        yield Figure(f"y{match.start('year')}", Span(*match.span("year")), match["year"], "year of the period", rules)
    for section in outline.sections:
        if section.key not in ("overview", "problems", "other"):
            continue
        for match in _OPENING.finditer(document.text, section.body.start, section.body.end):
            if match["year"] == str(outline.year):
                rules = frozenset({"CM-12"} & passed)
                span = Span(*match.span("year"))
                yield Figure(f"y{span.start}", span, match["year"], "year of a sentence", rules)
