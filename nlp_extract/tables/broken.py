"""Row labels broken around their values: ``2.没有现成`` ⏎ ``2 0 0 0 0 0 2`` ⏎ ``信息需要另行制作`` (domain A.8, R5).

The reader of flat text takes a label from its beginning. Where the piece above the values is too short to tell, the
pieces above and below must be put together.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nlp_extract.document import Span, TableKind
from nlp_extract.lexicon.folding import Folded, folded
from nlp_extract.lexicon.forms import Label, form
from nlp_extract.patterns import Pattern
from nlp_extract.tables.labels import LONGEST_LABEL, Hit, strip_number

MOST_PIECES = 3
"""Lines of a label above its values, and below them."""
LONGEST_LINE = 400
_DIGITS = "0123456789０１２３４５６７８９"
_BORDERS = " \t|"
_VALUE = Pattern(r"[ \t|][0-9０-９]|[0-9０-９][ \t|]|^[0-9０-９]+$")


@dataclass(frozen=True, slots=True)
class Broken:
    """A label whose first piece ends before its values, and the rest of it behind them."""

    label: Label
    head: Span
    rest: Span


def broken_labels(work: str, zone: Span, kind: TableKind) -> list[Broken]:
    """Every row label in ``work[zone]`` that is whole only over its values."""
    lines = [Span(start, start + len(line)) for start, line in _lines(work, zone) if line.strip()]
    found = []
    for index, line in enumerate(lines):
        text = work[line.start : line.end]
        label = text.rstrip(_DIGITS + ",，.．" + _BORDERS) if len(text) <= LONGEST_LINE else text
        values = text[len(label) :].replace("|", " ").split()
        if len(values) > 1 and values[0][0] in _DIGITS:
            found += list(_around(work, lines, index, Span(line.start, line.start + len(label)), kind))[:1]
    return found


def _around(work: str, lines: list[Span], index: int, own: Span, kind: TableKind) -> Iterator[Broken]:
    """The label made of up to ``MOST_PIECES`` lines above, what stands before the values, and the lines below."""
    below: list[str] = []
    for after in lines[index + 1 : index + 1 + MOST_PIECES]:
        piece = work[after.start : after.end]
        if _VALUE.search(piece.strip()):
            return
        below.append(folded(piece))
        above = folded(work[own.start : own.end])
        for up in range(MOST_PIECES + 1):
            if up:
                before = lines[index - up] if index >= up else None
                if before is None or _VALUE.search(work[before.start : before.end].strip()):
                    break
                above = folded(work[before.start : before.end]) + above
            if len(above) > LONGEST_LABEL:
                break
            label = _rows(kind).get(strip_number(above) + "".join(below))
            if label is not None and above:
                start = lines[index - up].start
                yield Broken(label, Span(start, max(own.end, start)), Span(lines[index + 1].start, after.end))
                return


@cache
def _rows(kind: TableKind) -> dict[str, Label]:
    """Row labels by their wordings."""
    return {wording: label for label in form(kind).rows for wording in label.wordings}


def _lines(work: str, zone: Span) -> Iterator[tuple[int, str]]:
    at = zone.start
    for line in work[zone.start : zone.end].split("\n"):
        yield at, line
        at += len(line) + 1


def with_broken(hits: list[Hit], lines: Folded, found: list[Broken]) -> list[Hit]:
    """``hits`` with the broken labels in the place of whatever was taken for a label in their first pieces."""
    made = []
    for one in found:
        start, end = (bisect_left(lines.offsets, offset) for offset in (one.head.start, one.head.end))
        number = len(lines.text[start:end]) - len(strip_number(lines.text[start:end]))
        made.append(Hit((one.label,), start, start + number, end, True))
    kept = [hit for hit in hits if not any(hit.start < one.end and one.start < hit.end for one in made)]
    return sorted([*kept, *made], key=lambda hit: hit.start)
