"""Ruled tables over page breaks, joined into one, with what the break tore put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from nlp_extract.document import Place
from nlp_extract.patterns import Pattern
from nlp_extract.readers.lattice import clustered, nearest
from nlp_extract.readers.layout import Paragraph, Table, TableCell, join_lines, tidy
from nlp_extract.readers.pdf_page import Line, Page, Piece

OUTLINE = 8.0
"""Points. How far the sides of a table may shift from one page to the next."""
COLUMN = 0.02
"""Share of a table's width. Edges of two pages that lie so near are one."""

_ITEM = Pattern(
    r"^\s*(?:[（(]\s*[一二三四五六七八九十\d]{1,3}\s*[）)]|[一二三四五六七八九十]{1,3}\s*[、．.]|\d{1,2}\s*[、．.)）])"
)
"""A label that begins a row of its own: （三）不予公开, 1.属于国家秘密, 四、结转下年度继续办理."""
_VALUE = Pattern(r"^[\d\s,，.．%+\-—–/／０-９]*$")


@dataclass(slots=True)
class Cell:
    """A cell of a joined table with the pieces of text that it has on each page."""

    row: int
    column: int
    rowspan: int
    colspan: int
    lines: list[Line]
    page: int
    box: tuple[float, float, float, float]

    @property
    def text(self) -> str:
        return tidy(join_lines((tidy(line.text) for line in self.lines), wrapped=True))

    @property
    def is_value(self) -> bool:
        return _VALUE.fullmatch(self.text[:40]) is not None

    @property
    def end(self) -> int:
        return self.row + self.rowspan


@dataclass(slots=True)
class Ruled:
    """A table made of pieces on consecutive pages."""

    pieces: list[Piece] = field(default_factory=list)

    def goes_on(self, piece: Piece) -> bool:
        """Whether ``piece``, first on the next page, continues this table, last on its page."""
        left, _, right, _ = self.pieces[-1].lattice.box
        other_left, _, other_right, _ = piece.lattice.box
        adjacent = piece.page == self.pieces[-1].page + 1
        return adjacent and abs(left - other_left) <= OUTLINE and abs(right - other_right) <= OUTLINE

    def block(self) -> list[Table | Paragraph]:
        """The table; the lines in it where it has but one column (a frame around text)."""
        cells = self._joined()
        if max(cell.column + cell.colspan for cell in cells) < 2:
            return [_paragraph(line) for cell in cells for line in cell.lines]
        return [Table([_table_cell(cell) for cell in cells])]

    def _joined(self) -> list[Cell]:
        cells: list[Cell] = []
        for piece, edges in zip(self.pieces, _columns(self.pieces), strict=True):
            rows = max((cell.end for cell in cells), default=0)
            fresh = _without_repeated_head(cells, _cells_of(piece, edges))
            first = min((cell.row for cell in fresh), default=0)
            for cell in fresh:
                cell.row += rows - first
            cells = _mended(cells, fresh, rows)
        return cells


def joined_tables(pages: Sequence[Page]) -> list[Line | Ruled]:
    """What stands on the pages in order, tables over page breaks as one."""
    flow: list[Line | Ruled] = []
    for page in pages:
        for index, item in enumerate(page.items):
            last = flow[-1] if flow else None
            if isinstance(item, Line):
                flow.append(item)
            elif index == 0 and isinstance(last, Ruled) and last.goes_on(item):
                last.pieces.append(item)
            else:
                flow.append(Ruled([item]))
    return flow


def _columns(pieces: Sequence[Piece]) -> list[list[int]]:
    """For each piece the column of the whole table that each of its edges is.

    Pieces with as many columns correspond edge by edge; others by where the edges lie in the width.
    """
    if len({len(piece.lattice.xs) for piece in pieces}) == 1:
        return [list(range(len(piece.lattice.xs))) for piece in pieces]
    shares = [_shares(piece) for piece in pieces]
    edges = clustered((share for piece in shares for share in piece), COLUMN)
    return [[nearest(edges, share) for share in piece] for piece in shares]


def _shares(piece: Piece) -> list[float]:
    xs = piece.lattice.xs
    return [(x - xs[0]) / (xs[-1] - xs[0]) for x in xs]


def _cells_of(piece: Piece, edges: Sequence[int]) -> list[Cell]:
    cells = []
    for box, lines in zip(piece.lattice.cells, piece.lines, strict=True):
        left, right = edges[box.column], edges[box.column + box.colspan]
        place = piece.lattice.box_of(box)
        cells.append(Cell(box.row, left, box.rowspan, max(right - left, 1), list(lines), piece.page, place))
    return cells


def _without_repeated_head(cells: Sequence[Cell], fresh: list[Cell]) -> list[Cell]:
    """The cells of a new page without the heading rows that are printed again on it."""
    rows = max((cell.end for cell in fresh), default=0)
    head = 0
    for row in range(rows):
        here, above = _row(fresh, row), _row(cells, row)
        if here != above or all(_VALUE.fullmatch(text[:40]) for *_, text in here):
            break
        head = row + 1
    if any(cell.row < head < cell.end for cell in fresh):  # a head ends where all its cells end
        return fresh
    return [cell for cell in fresh if cell.row >= head]


def _row(cells: Sequence[Cell], row: int) -> list[tuple[int, int, int, str]]:
    return [(cell.column, cell.colspan, cell.rowspan, cell.text) for cell in cells if cell.row == row]


def _mended(above: list[Cell], below: list[Cell], rows: int) -> list[Cell]:
    """The cells of both pages as one table; cells that the break at row ``rows`` tore are one again."""
    last = {(cell.column, cell.colspan): cell for cell in above if cell.end == rows}
    pairs = [(last[key], cell) for cell in below if cell.row == rows and (key := (cell.column, cell.colspan)) in last]
    torn, in_head = _is_torn(pairs), _is_in_head(above, below, rows)
    kept = list(below)
    for upper, lower in pairs:
        if torn or _is_one(upper, lower, above, below, in_head):
            upper.lines = upper.lines + lower.lines
            upper.rowspan += lower.rowspan - torn
            kept = [cell for cell in kept if cell is not lower]
    for cell in kept:
        cell.row -= torn
    return above + kept


def _is_torn(pairs: Sequence[tuple[Cell, Cell]]) -> bool:
    """Whether the break went through a row: its label goes on below, its values stand on one side only."""
    goes_on = any(
        upper.text and lower.text and not upper.is_value and not lower.is_value and not _ITEM.search(lower.text)
        for upper, lower in pairs
        if upper.rowspan == lower.rowspan == 1
    )
    values = [(upper, lower) for upper, lower in pairs if upper.is_value and lower.is_value]
    one_side = not any(lower.text for _, lower in values) or not any(upper.text for upper, _ in values)
    return goes_on and bool(values) and one_side


def _is_in_head(above: Sequence[Cell], below: Sequence[Cell], rows: int) -> bool:
    """Whether the break went between two rows of column heads: 自然 | 人 beside 法人或其他组织 over 商业企业, ….

    There are no values next to it, and not the same cells above it as below.
    """
    upper = [cell for cell in above if cell.end == rows]
    lower = [cell for cell in below if cell.row == rows]
    values = any(cell.text and cell.is_value for cell in (*upper, *lower))
    return not values and _spread(upper) != _spread(lower)


def _spread(cells: Sequence[Cell]) -> set[tuple[int, int]]:
    return {(cell.column, cell.colspan) for cell in cells}


def _is_one(upper: Cell, lower: Cell, above: Sequence[Cell], below: Sequence[Cell], in_head: bool) -> bool:
    """Whether a label over several rows was torn: （四）无 | 法提供, or its words stand on one page only."""
    if (upper.is_value and upper.text) or (lower.is_value and lower.text):
        return False
    if upper.text and lower.text:
        return (in_head or max(upper.rowspan, lower.rowspan) > 1) and not _ITEM.search(lower.text)
    return (bool(lower.text) or _heads(lower, below)) and (bool(upper.text) or _heads(upper, above))


def _heads(blank: Cell, cells: Sequence[Cell]) -> bool:
    """Whether an empty cell is that of a group: it spans rows, or a label stands to its right."""
    right = blank.column + blank.colspan
    beside = (cell for cell in cells if cell.column == right and cell.row <= blank.row < cell.end)
    return blank.rowspan > 1 or any(cell.text and not cell.is_value for cell in beside)


def _paragraph(line: Line, wraps: bool = False) -> Paragraph:
    return Paragraph(line.text, Place(page=line.page, box=line.box), wraps=wraps)


def _table_cell(cell: Cell) -> TableCell:
    left, top, right, bottom = (round(side, 1) for side in cell.box)
    place = Place(page=cell.page, box=(left, top, right, bottom))
    content: list[Table | Paragraph] = [_paragraph(line, wraps=line is not cell.lines[-1]) for line in cell.lines]
    return TableCell(cell.row, cell.column, cell.rowspan, cell.colspan, content, place, cell.text)
