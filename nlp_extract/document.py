"""What a report says: its text, where each piece came from, its sections and its tables.

One coordinate system holds for everything: offsets into ``Document.text``. For every span of every
fact, ``document.text[span.start:span.end]`` is its surface. ``Document.place`` leads from an offset
back to the source (line, page and box, paragraph, table row and column).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

SECTION_KEYS = ("overview", "active_disclosure", "requests", "disputes", "problems", "other")
"""The six statutory sections in their order (国办公开办函〔2021〕30号)."""

Reading = Literal["printed", "blank", "reconstructed", "displaced"]
"""How a cell's value was read: as printed; nothing printed; cut again by arithmetic where the
separators were lost; taken from a shifted row."""

Grade = Literal["complete", "partial", "not_in_text", "damaged"]
"""How much of a table the text still holds."""

TableKind = Literal["active_disclosure", "requests", "disputes"]
"""Tables two, three and four; named as the sections they stand in."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``start`` to ``end`` (excluded) of ``Document.text``."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the source file; what does not apply is None. Counts start at 1."""

    line: int | None = None
    column: int | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    """Left, top, right, bottom on the page, in points."""
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    cell: int | None = None
    """Column of the table."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """From offset ``start`` on (to the next anchor) the text comes from ``place``."""

    start: int
    place: Place


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of a table whose structure the file keeps (HTML, Word, ruled PDF)."""

    span: Span
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A rectangle of ``rows`` × ``columns``; ``span`` covers its text in ``Document.text``,
    where cells are separated by tabs and rows by line breaks."""

    span: Span
    rows: int
    columns: int
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """The file that a document was read from. ``kind``: txt, md, html, docx, pdf, or text for a string."""

    name: str
    kind: str
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A report as text, with the tables whose structure its file keeps and the way back to the file.

    ``notes`` are sentences for the user on what the reader found amiss (a page that is an image, …).
    """

    text: str
    source: Source
    grids: tuple[Grid, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    notes: tuple[str, ...] = ()
    _line_starts: tuple[int, ...] = field(default=(), repr=False, compare=False)

    def __post_init__(self) -> None:
        starts = [0]
        starts.extend(index + 1 for index, character in enumerate(self.text) if character == "\n")
        object.__setattr__(self, "_line_starts", tuple(starts))

    def surface(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def place(self, offset: int) -> Place:
        """Where the character at ``offset`` stands: the anchor's place, else line and column."""
        index = bisect_right(self.anchors, offset, key=lambda anchor: anchor.start) - 1
        if index >= 0:
            return self.anchors[index].place
        line = bisect_right(self._line_starts, offset) - 1
        return Place(line=line + 1, column=offset - self._line_starts[line] + 1)

    def lines(self, start: int = 0, end: int | None = None) -> Iterator[Span]:
        """The lines between two offsets, without their line breaks."""
        end = len(self.text) if end is None else end
        index = bisect_right(self._line_starts, start) - 1
        while index < len(self._line_starts) and self._line_starts[index] < end:
            stop = self._line_starts[index + 1] - 1 if index + 1 < len(self._line_starts) else len(self.text)
            yield Span(max(self._line_starts[index], start), min(stop, end))
            index += 1


@dataclass(frozen=True, slots=True)
class Section:
    """One statutory section: ``heading`` is the heading itself, ``body`` what follows up to the next."""

    key: str
    title: str
    heading: Span
    body: Span


@dataclass(frozen=True, slots=True)
class Outline:
    """What the text says of itself: title, agency, year of the report, and its sections in order.

    ``preamble`` is what stands before the first section (title, introduction).
    """

    title: str | None
    agency: str | None
    year: int | None
    preamble: Span
    sections: tuple[Section, ...]

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a statutory table.

    ``id`` is one of the ids of ``lexicon/tables.toml`` (t3.new.np); ``raw`` what is printed, and
    ``span`` where (None where nothing is printed at all); ``value`` None for a blank, ``/`` or ``-``;
    ``note`` a remark inside the cell (``22（其中修订16件）`` → ``（其中修订16件）``).
    """

    id: str
    value: Decimal | None
    raw: str
    span: Span | None
    row_label: str
    column_label: str
    reading: Reading = "printed"
    note: str = ""


@dataclass(frozen=True, slots=True)
class UnalignedRow:
    """A row of a table that could not be aligned with the form: kept as printed, and reported."""

    span: Span
    raw: str
    reason: str


@dataclass(frozen=True, slots=True)
class LabelVariant:
    """A row or column label that departs from the form (本年度止件数 for 本年废止件数)."""

    printed: str
    canonical: str
    span: Span
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Table two, three or four. ``span`` covers it in the text (empty where it is not in the text)."""

    kind: TableKind
    span: Span
    cells: tuple[Cell, ...]
    unaligned: tuple[UnalignedRow, ...] = ()
    variants: tuple[LabelVariant, ...] = ()
    grade: Grade = "complete"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tables:
    """The statutory tables of a report; ``format`` is "2019" or "2021", None where no label tells."""

    format: str | None
    tables: tuple[Table, ...]

    def cells(self) -> dict[str, Cell]:
        """All cells by id."""
        return {cell.id: cell for table in self.tables for cell in table.cells}

    def table(self, kind: TableKind) -> Table | None:
        return next((table for table in self.tables if table.kind == kind), None)


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of prose as it reads, with the line breaks that only wrap it taken out.

    ``offsets[i]`` is the place of ``text[i]`` in ``Document.text``; ``section`` a key of SECTION_KEYS
    or "preamble"; ``heading`` the nearest sub-heading above it ("（二）依申请公开"), or "".
    """

    text: str
    offsets: tuple[int, ...]
    section: str
    heading: str = ""

    def span(self, start: int, end: int) -> Span:
        """The span in ``Document.text`` of ``text[start:end]`` (which must not be empty)."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)
