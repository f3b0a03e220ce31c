"""Labels in their places: which of the wordings found in a text are the rows and heads of one table."""

from __future__ import annotations

from itertools import islice

from nlp_extract.document import Span
from nlp_extract.lexicon.folding import Folded
from nlp_extract.lexicon.forms import Form, Label
from nlp_extract.patterns import Pattern
from nlp_extract.tables.headers import Mark
from nlp_extract.tables.labels import Hit, fuzzy

_CELL_END = Pattern(r"[\n\t|]|\s{2,}|[0-9０-９]|\s[-—/／无](?:\s|$)")
_CHUNK = Pattern(r"[^\s|0-9０-９]+(?: [^\s|0-9０-９]+)*")
_HAN = Pattern(r"\p{Han}")
_CELL_LIKE_AFTER = Pattern(r"[ \u00a0]*(?:$|[\n\t|0-9０-９/／—－-]|\s)")
_CELL_LIKE_BEFORE = Pattern(r"(?:^|[\n\t|0-9０-９\s])$")
_VALUE_NEXT = Pattern(r"[\s|]*(?:[0-9０-９]|[/／—－-](?=[\s|]))")
_COUNTED = Pattern(r"[ \u00a0]*[0-9０-９][0-9０-９,，.．]*[ \u00a0]*(?:[条项个次份宗起万亿元年月日号期]|件[^\s|])")


MOST_CHUNKS = 2_000
"""Pieces of text that are compared with the labels in search of misprints; a real table has a few dozen."""


LONGEST_CELL = 200
"""Characters behind a label that may still belong to its cell."""


def chain(work: str, lines: Folded, hits: list[Hit]) -> list[Hit]:
    """The row labels of one table: the best run in the form's order that no full stop interrupts.

    This is what keeps prose (行政许可3件。), headers (其他, 总计) and repeated words out.
    """
    ends = {lines.offsets[hit.end - 1] + 1 for hit in hits}
    rows = [hit for hit in hits if _may_be_row(work, lines, hit)]
    in_cell = [_cell_like(work, lines.span(hit.start, hit.end), ends) for hit in rows]
    best: dict[int, tuple[int, int]] = {}  # order of the last row → (score, index of its hit), since the last full stop
    back: list[int] = []
    top = (0, -1)
    for index, hit in enumerate(rows):
        if index and "。" in lines.text[rows[index - 1].end : hit.start]:
            best.clear()
        weight = 1 + 6 * in_cell[index] + 2 * hit.complete + 2 * hit.numbered
        before = max((found for order, found in best.items() if order < _order(hit)), default=(0, -1))
        back.append(before[1])
        best[_order(hit)] = max(best.get(_order(hit), (0, -1)), (before[0] + weight, index))
        top = max(top, (before[0] + weight, -index))
    at = -top[1] if top[0] else -1
    found: list[int] = []
    while at >= 0:
        found.append(at)
        at = back[at]
    telling = sum(len(rows[index].labels) == 1 for index in found)
    if telling < 2 or sum(in_cell[index] for index in found) * 2 < len(found):
        return []
    return [rows[index] for index in reversed(found)]


def _may_be_row(work: str, lines: Folded, hit: Hit) -> bool:
    """其他 and 总计 are rows and heads: without a number they are a row only where a value follows."""
    if hit.of("column") is None or hit.numbered:
        return hit.of("row") is not None
    return hit.of("row") is not None and _VALUE_NEXT.match(work, lines.offsets[hit.end - 1] + 1) is not None


def _order(hit: Hit) -> int:
    label = hit.of("row")
    return label.order if label else -1


def _cell_like(work: str, span: Span, ends: set[int]) -> bool:
    """Whether the label fills a cell: a border or another label (glued tables) before it, a border or a bare value
    after it."""
    if not _CELL_LIKE_BEFORE.search(work[max(0, span.start - 1) : span.start]) and span.start not in ends:
        return False
    after = work[span.end : span.end + 40]
    return _CELL_LIKE_AFTER.match(after) is not None and _COUNTED.match(after) is None


def _mark(work: str, lines: Folded, hit: Hit, label: Label, stop: int) -> Mark:
    span = lines.span(hit.start, hit.end)
    stop = max(span.end, min(stop, span.end + LONGEST_CELL))
    end = _CELL_END.search(work, span.end, stop)
    printed = work[span.start : end.start() if end else stop].strip()
    return Mark(label, span, " ".join(printed.split()), hit.complete)


def marks_of(work: str, lines: Folded, hits: list[Hit], chain: list[Hit]) -> tuple[list[Mark], list[Mark]]:
    """(row marks of the chain, all other marks of the table's hits), each in the order of the text."""
    chosen = set(map(id, chain))
    rows, others = [], []
    for index, hit in enumerate(hits):
        stop = lines.offsets[hits[index + 1].start] if index + 1 < len(hits) else len(work)
        row = hit.of("row")
        if id(hit) in chosen and row:
            rows.append(_mark(work, lines, hit, row, stop))
            continue
        label = hit.of("column") or hit.of("group") or row
        if label:
            others.append(_mark(work, lines, hit, label, stop))
    return rows, others


def misread(work: str, rows: list[Mark], others: list[Mark], zone: Span, known: Form) -> tuple[list[Mark], list[Mark]]:
    """Rows and columns whose label is misprinted (其他法律行政止公开, 本年度止件数), found in what no label claims."""
    unclaimed = blank_out(work, sorted([*rows, *others], key=lambda mark: mark.span))
    missing = {label.name for label in known.rows} - {mark.label.name for mark in rows}
    new_rows: list[Mark] = []
    new_columns: list[Mark] = []
    for chunk in islice(_CHUNK.finditer(unclaimed, zone.start, zone.end), MOST_CHUNKS):
        printed = chunk.group().strip(".、．")
        label = fuzzy((*known.rows, *known.columns), printed) if len(han(printed)) >= 3 else None
        if label is None:
            continue
        at = chunk.start() + chunk.group().index(printed)
        mark = Mark(label, Span(at, at + len(printed)), printed)
        if label.kind == "column":
            new_columns.append(mark)
        elif label.name in missing and _fits(mark, rows):
            new_rows.append(mark)
    return new_rows, new_columns


def _fits(mark: Mark, rows: list[Mark]) -> bool:
    return all((row.label.order < mark.label.order) == (row.span < mark.span) for row in rows)


def han(text: str) -> str:
    return "".join(match.group() for match in _HAN.finditer(text))


def blank_out(work: str, marks: list[Mark]) -> str:
    pieces, at = [], 0
    for mark in marks:
        if mark.span.start >= at and not mark.label.skip:
            pieces += [work[at : mark.span.start], " " * len(mark.span)]
            at = mark.span.end
    return "".join([*pieces, work[at:]])
