"""From the blocks that a reader finds to a Document: text, grids and the way back to the file.

A reader yields paragraphs and tables in reading order, cells with nested content. ``unfold`` tells
data tables from tables that only lay out the page and turns the latter into what they hold;
``compose`` writes the text: a paragraph a line, a blank line between paragraphs, and every data
table row by row with tabs between cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import attrgetter

from nlp_extract.document import Anchor, Document, Grid, GridCell, Place, Source, Span
from nlp_extract.errors import EmptyFileError
from nlp_extract.patterns import Pattern
from nlp_extract.readers.limits import Limits, exceeded
from nlp_extract.readers.radicals import restore

LONGEST_CELL = 300
"""Characters. A cell of a data table holds a label, a number or a remark; the longest label of the
statutory form has 44. A cell longer than this is a piece of the page that a table lays out."""

PROSE = 25
"""Characters. Of paragraphs so long a cell of a data table has one at most."""
NOWHERE = Place()
"""The place of a block that has not been numbered."""

_INVISIBLE = Pattern(r"[\p{Cc}\p{Cs}\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u2064\uFEFF--[\t\n\r\f\v]]+")
_BLANKS_WITH_BREAK = Pattern(r"(?<=[\p{Han}\p{P}])[^\S\n]*\n\s*(?=[\p{Han}\p{P}])")
"""A line break of the source inside Chinese text (政府⏎信息) says nothing."""
_BLANKS = Pattern(r"[\s\u3000]+")


@dataclass(slots=True)
class Paragraph:
    """One paragraph. ``wraps``: it is only a line of one that goes on (PDF)."""

    text: str
    place: Place = NOWHERE
    origin: object = None
    """Where the reader found it (an element of the page), for its own use."""
    linked: float = 0.0
    """Share of the text that is a link, 0 to 1."""
    wraps: bool = False


@dataclass(slots=True)
class TableCell:
    """A cell at ``row`` and ``column`` (from 0) with what stands in it."""

    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    content: list[Paragraph | Table] = field(default_factory=list)
    place: Place = NOWHERE
    text: str = ""
    """The content in one line; filled by ``unfold`` (or by a reader that has plain cells)."""


@dataclass(slots=True)
class Table:
    """A table as its file draws it."""

    cells: list[TableCell] = field(default_factory=list)
    origin: object = None

    @property
    def rows(self) -> int:
        return max((cell.row + cell.rowspan for cell in self.cells), default=0)

    @property
    def columns(self) -> int:
        return max((cell.column + cell.colspan for cell in self.cells), default=0)


Block = Paragraph | Table


def tidy(text: str) -> str:
    """``text`` in one line as it reads: radicals restored, nothing invisible, single blanks.

    "政府\\n  信息" → "政府信息", "20\\xa0件" → "20 件", "\\u3000\\u3000一、" → "一、"
    """
    text = _INVISIBLE.sub("", restore(text))
    if "\n" in text:
        text = _BLANKS_WITH_BREAK.sub("", text)
    return _BLANKS.sub(" ", text).strip()


def join_lines(lines: Iterable[str], *, wrapped: bool = False) -> str:
    """The lines of a cell as one: "社会", "公益" → "社会公益"; "Web", "site" → "Web site".

    ``wrapped``: the lines were only broken for want of width, so a number goes on ("3985", "758").
    """
    joined = ""
    for line in filter(None, lines):
        apart = joined and joined[-1].isascii() and line[0].isascii() and joined[-1].isalnum() and line[0].isalnum()
        goes_on = wrapped and joined and joined[-1].isdigit() and line[0].isdigit()
        joined += (" " if apart and not goes_on else "") + line
    return joined


def unfold(blocks: Iterable[Block], name: str, limits: Limits, depth: int = 1) -> Iterator[Block]:
    """The blocks with every layout table replaced by its content; data tables get their cells' text.

    Raises LimitError where tables nest deeper than ``limits.table_depth``.
    """
    if depth > limits.table_depth:
        raise exceeded(name, "表格嵌套层数", limits.table_depth)
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
            continue
        for cell in block.cells:
            cell.content = list(unfold(cell.content, name, limits, depth + 1))
            cell.text = cell.text or join_lines(_lines(cell.content))
        rest = _spilled(block)
        if _is_data(block):
            yield block
        else:
            for cell in block.cells:
                yield from cell.content
        yield from rest


def compose(blocks: Iterable[Block], source: Source, limits: Limits, notes: Iterable[str] = ()) -> Document:
    """The Document of unfolded blocks. Raises EmptyFileError without text, LimitError past a limit."""
    writer = _Writer(source.name, limits)
    for block in blocks:
        if isinstance(block, Paragraph):
            writer.paragraph(block)
        else:
            writer.table(block)
    text = "".join(writer.parts)
    if not text.strip():
        raise EmptyFileError("文件里没有文字", file=source.name, remedy="请确认文件内容，或改用另一种格式的文件")
    return Document(text, source, tuple(writer.grids), tuple(writer.anchors), tuple(dict.fromkeys(notes)))


class _Writer:
    """Appends blocks to the text and keeps count of offsets and limits."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name, self.limits = name, limits
        self.parts: list[str] = []
        self.anchors: list[Anchor] = []
        self.grids: list[Grid] = []
        self.length = 0
        self._wraps = True  # no blank line before the first block

    def paragraph(self, block: Paragraph) -> None:
        text = tidy(block.text)
        if text:
            self._begin(wraps=self._wraps)
            self._wraps = block.wraps
            self._write(text, block.place)
            self._write("\n")

    def table(self, block: Table) -> None:
        self._check(block)
        self._begin(wraps=self._wraps)
        start, placed = self.length, []
        cells = sorted(block.cells, key=attrgetter("row", "column"))
        for row, group in groupby(cells, key=attrgetter("row")):
            for index, cell in enumerate(group):
                self._write("\t" if index else "\n" if row > cells[0].row else "")
                begin = self.length
                self._write(tidy(cell.text), cell.place)
                span = Span(begin, self.length)
                placed.append(GridCell(span, row, cell.column, cell.rowspan, cell.colspan))
        self.grids.append(Grid(Span(start, self.length), block.rows, block.columns, tuple(placed)))
        self._write("\n")
        self._wraps = False

    def _begin(self, wraps: bool) -> None:
        self._write("" if wraps else "\n")

    def _check(self, block: Table) -> None:
        place = f"第 {len(self.grids) + 1} 个表格"
        if len(self.grids) >= self.limits.tables:
            raise exceeded(self.name, "表格个数", self.limits.tables)
        if block.rows > self.limits.rows:
            raise exceeded(self.name, "表格行数", self.limits.rows, place)
        if block.columns > self.limits.columns:
            raise exceeded(self.name, "表格列数", self.limits.columns, place)

    def _write(self, text: str, place: Place | None = None) -> None:
        if place is not None:
            self.anchors.append(Anchor(self.length, place))
        self.parts.append(text)
        self.length += len(text)
        if self.length > self.limits.characters:
            raise exceeded(self.name, "文字数", f"{self.limits.characters} 字")


def numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with their places: the number of the paragraph (or page, if known), or of table, row and cell."""
    paragraphs = tables = 0
    for block in blocks:
        if isinstance(block, Paragraph):
            paragraphs += 1
            block.place = block.place if block.place.page else Place(paragraph=paragraphs)
        else:
            tables += 1
            for cell in block.cells:
                cell.place = replace(cell.place, table=tables, row=cell.row + 1, cell=cell.column + 1)
        yield block


def _lines(content: Iterable[Block]) -> Iterator[str]:
    for block in content:
        if isinstance(block, Paragraph):
            yield tidy(block.text)
        else:
            yield from (cell.text for cell in block.cells)


def _is_data(table: Table) -> bool:
    """Whether a table says something by rows and columns, or only lays out the page."""
    if table.columns < 2 or not any(cell.text for cell in table.cells):
        return False
    long = sum(len(cell.text) for cell in table.cells if len(cell.text) > LONGEST_CELL)
    if 2 * long > sum(len(cell.text) for cell in table.cells):
        return False
    return not any(_is_page(cell) for cell in table.cells)


def _is_page(cell: TableCell) -> bool:
    """Whether a cell holds what a page holds: a table in its own right, or paragraphs of prose."""
    tables = (block for block in cell.content if isinstance(block, Table))
    prose = sum(isinstance(block, Paragraph) and not block.wraps and len(block.text) >= PROSE for block in cell.content)
    return prose > 1 or any(table.rows > 1 and table.columns > 1 for table in tables)


def _spilled(table: Table) -> list[Block]:
    """What a table swallowed because its end was not marked, taken out of its last cell.

    ``<td>0<p>四、政府信息公开行政复议、行政诉讼情况</p>…`` without ``</td></table>``.
    """
    *others, last = table.cells or [TableCell(0, 0)]
    if len(others) < 5 or len(last.text) <= LONGEST_CELL or any(len(cell.text) > LONGEST_CELL for cell in others):
        return []
    first, *rest = last.content
    if not isinstance(first, Paragraph) or len(first.text) > LONGEST_CELL:
        first, rest = Paragraph(""), last.content
    last.content, last.text = [first], tidy(first.text)
    return rest
