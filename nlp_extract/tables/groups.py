"""What stands between two labels: places with values, blanks, and text that no label claims."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from nlp_extract.document import Span
from nlp_extract.patterns import Pattern
from nlp_extract.tables.marks import han
from nlp_extract.tables.values import EMPTY, Slot, tokens

_ROW_OF_PIPES = Pattern(r"\|[^|\n\w]*+\w[^|\n]*+\|")


@dataclass(frozen=True, slots=True)
class Group:
    """Values that stand together; ``text`` is what was printed right before them without being a known label,
    ``one_line`` whether several values are one line of the text."""

    slots: tuple[Slot, ...]
    text: str = ""
    one_line: bool = False

    @property
    def filled(self) -> int:
        return sum(slot.filled for slot in self.slots)

    @property
    def span(self) -> Span | None:
        filled = [slot.span for slot in self.slots if slot.span]
        return Span(filled[0].start, filled[-1].end) if filled else None


@dataclass(slots=True)
class _Run:
    """Lines of places with the foreign text in front of them."""

    text: str = ""
    lines: list[list[Slot]] = field(default_factory=lambda: [[]])
    filled: bool = False


def read_groups(work: str, start: int, end: int, wanted: int) -> list[Group]:
    """The groups of values in ``work[start:end]``. A group of blanks only counts where there is no other."""
    runs = [_Run()]
    for item in _items(work, start, end):
        run = runs[-1]
        if isinstance(item, Slot):
            run.lines[-1].append(item)
            run.filled = run.filled or item.filled
        elif item == "\n":
            run.lines.append([])
        elif run.filled:
            runs.append(_Run(item))
        elif not run.text:
            run.text = item
    groups: list[Group] = []
    bordered = "\t" in work[start:end].split("\n", 1)[0]
    for run in runs:
        if bordered and len(run.lines[0]) >= wanted > 0:
            run.lines[1:] = [line for line in run.lines[1:] if not _is_page_number(line)]
        lines = [line for line in run.lines if any(slot.filled for slot in line)]
        if wanted > 1 and any(sum(slot.filled for slot in line) == wanted for line in lines):
            groups += [_group(line, run.text, work) for line in lines]
        elif lines or len(runs) == 1:
            groups.append(_group([slot for line in run.lines for slot in line], run.text, work))
    return [group for group in groups if group.slots]


def _is_page_number(line: list[Slot]) -> bool:
    """A number on a line of its own, below a row that has all its places: no value of that row."""
    return len(line) == 1 and len(line[0].digits) in (1, 2, 3)


def _group(slots: list[Slot], text: str, work: str) -> Group:
    group = Group(tuple(slots), text)
    span = group.span
    return replace(group, one_line=span is not None and group.filled > 1 and "\n" not in work[span.start : span.end])


def _items(work: str, start: int, end: int) -> list[Slot | str]:
    """Places, line breaks and foreign text between two labels, in order. The first piece is the label's own cell."""
    piece = work[start:end]
    found: list[Slot | str] = []
    if "|" in piece and piece.split("\n", 1)[0].count("|") < 2 and not _ROW_OF_PIPES.search(piece):
        cells = _split(piece, "|", start)
        for index, (at, cell) in enumerate(cells):
            found += _cell_items(cell, at, blank=0 < index < len(cells) - 1)
        return found
    for number, (at, line) in enumerate(_split(piece, "\n", start)):
        border = "\t" if "\t" in line else "|"
        if border in line and (number == 0 or tokens(line, at)):
            found += _row_items(line, at, border, label=number == 0)
        else:
            found += _cell_items(line.replace("|", " "), at, blank=False)
        found.append("\n")
    return found


def _row_items(line: str, start: int, border: str, label: bool) -> list[Slot | str]:
    """The places of a line. Behind a label its first piece is the label's; pipes also stand at both ends."""
    cells = _split(line, border, start)
    first = 1 if label or (border == "|" and not cells[0][1].strip()) else 0
    last = len(cells) - 1 if border == "|" and not cells[-1][1].strip() else len(cells)
    found: list[Slot | str] = []
    for index, (at, cell) in enumerate(cells[:last]):
        found += _cell_items(cell, at, blank=index >= first)
    return found


def _cell_items(cell: str, start: int, blank: bool) -> list[Slot | str]:
    values = tokens(cell, start)
    if values:
        before = cell[: values[0].span.start - start] if values[0].span else ""
        return [before, *values] if len(han(before)) >= 3 else list(values)
    if len(han(cell)) >= 2:
        return [cell]
    return [EMPTY] if blank else []


def _split(text: str, mark: str, start: int) -> list[tuple[int, str]]:
    pieces, at = [], 0
    for piece in text.split(mark):
        pieces.append((start + at, piece))
        at += len(piece) + 1
    return pieces
