"""Tables whose structure the file keeps (HTML, Word, ruled PDF) → rows of raw cells.

Merged cells are spread over what they cover; a value's column is told by the header cells above it and its
row by the label to its left, so neither the number of label columns nor a page break matters.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from nlp_extract.document import Document, Grid, GridCell, LabelVariant, Span, TableKind, UnalignedRow
from nlp_extract.lexicon.folding import folded
from nlp_extract.lexicon.forms import KINDS, Form, Label, form
from nlp_extract.tables.headers import Mark, disclosure_columns
from nlp_extract.tables.labels import find_labels, fuzzy, in_cell, is_misprint
from nlp_extract.tables.rows import Draft, RawRow, targets
from nlp_extract.tables.values import EMPTY, Slot, tokens

NO_COLUMNS = "行的上方没有可以认出的列标题"


@dataclass(frozen=True, slots=True, eq=False)
class _Cell:
    """A cell with what its text is in the form: a label (fuzzily read where ``misread``) or a value."""

    cell: GridCell
    text: str
    label: dict[str, Label]
    complete: bool = True

    def of(self, kind: str) -> Label | None:
        return self.label.get(kind)

    @property
    def slot(self) -> Slot:
        """The value that the cell prints; any other text is kept as it is."""
        text = self.text.strip()
        if not text:
            return EMPTY
        start = self.cell.span.start + self.text.index(text)
        return Slot(text, Span(start, start + len(text)))


@dataclass(slots=True)
class _Columns:
    """What stands above each column of the grid: the nearest column label, and the procedure of table four."""

    label: dict[int, _Cell] = field(default_factory=dict)
    procedure: dict[int, Label] = field(default_factory=dict)
    width: int = 0


def read_grids(document: Document, kind: TableKind) -> Iterator[Draft]:
    """The table of this kind from the document's grids: one Draft, or none. A table may lie in several
    grids (one a clause of article 20, or one a page); a grid without header continues the one before."""
    draft = Draft()
    above = _Columns()
    for grid in document.grids:
        if _kind(folded(document.surface(grid.span))) != kind:
            continue
        cells = _read(document, grid, kind)
        matrix = {(row, column): cell for cell in cells for row, column in _covered(cell.cell)}
        if grid.columns != above.width:
            above = _Columns(width=grid.columns)
        if kind == "disputes" and _wide(draft, grid, matrix):
            draft.cover(grid.span)
            continue
        above = _rows(draft, grid, matrix, kind, above)
        draft.cover(grid.span)
    if draft.rows or draft.unaligned:
        yield draft


def _covered(cell: GridCell) -> Iterator[tuple[int, int]]:
    for row in range(cell.row, cell.row + cell.rowspan):
        for column in range(cell.column, cell.column + cell.colspan):
            yield row, column


def _read(document: Document, grid: Grid, kind: TableKind) -> list[_Cell]:
    return [_cell(document.surface(cell.span), cell, kind) for cell in grid.cells]


def _cell(text: str, cell: GridCell, kind: TableKind) -> _Cell:
    if not any("一" <= character <= "鿿" for character in text):
        return _Cell(cell, text, {})
    hit = in_cell(kind, text)
    if hit:
        return _Cell(cell, text, {label.kind: label for label in reversed(hit.labels)}, hit.complete)
    label = fuzzy((*form(kind).rows, *form(kind).columns), text)
    return _Cell(cell, text, {label.kind: label} if label else {})


def _kind(text: str) -> TableKind | None:
    """Which statutory table a grid belongs to: the one with most of its labels in it, at least two."""
    scores = {kind: len(find_labels(kind, text)) for kind in KINDS}
    best = max(KINDS, key=lambda kind: scores[kind])
    return best if scores[best] >= 2 else None


# ---- a label, then its values


def _rows(draft: Draft, grid: Grid, matrix: dict[tuple[int, int], _Cell], kind: TableKind, above: _Columns) -> _Columns:
    known = form(kind)
    in_header = not above.label
    for row in range(grid.rows):
        cells = [matrix[row, column] for column in range(grid.columns) if (row, column) in matrix]
        label = _row_label(cells)
        if label is None:
            heads = [cell for cell in cells if cell.of("column")]
            if heads and not in_header:
                above = _Columns(width=grid.columns)
            in_header = in_header or bool(heads)
            for cell in heads:
                for column in range(cell.cell.column, cell.cell.column + cell.cell.colspan):
                    above.label[column] = cell
            _report_foreign(draft, cells, heads)
            continue
        in_header = False
        if not label.label["row"].skip:
            _add(draft, label, matrix, row, known, above)
    return above


def _row_label(cells: list[_Cell]) -> _Cell | None:
    """The rightmost row label of a row that has only values to its right."""
    labelled = [cell for cell in cells if cell.of("row") or (cell.of("group") and cell.label["group"].skip)]
    if not labelled:
        return None
    label = labelled[-1]
    behind = [cell for cell in cells if cell.cell.column >= label.cell.column + label.cell.colspan]
    if not behind or any(cell.label for cell in behind):
        return None
    if label.of("row") is None:
        label.label["row"] = label.label["group"]
    return label


def _add(
    draft: Draft, label: _Cell, matrix: dict[tuple[int, int], _Cell], row: int, known: Form, above: _Columns
) -> None:
    name = label.label["row"]
    start = label.cell.column + label.cell.colspan
    if known.kind == "active_disclosure":
        heads = [Mark(cell.label["column"], cell.cell.span, cell.text) for _, cell in sorted(above.label.items())]
        columns = disclosure_columns(name, heads, known)
        swapped = {column.short: column for column in columns}
        order = {
            index: swapped[cell.label["column"].short]
            for index, cell in sorted(above.label.items())
            if cell.label["column"].short in swapped
        }
    else:
        order = {
            index: cell.label["column"]
            for index, cell in sorted(above.label.items())
            if cell.label["column"].name in name.columns
        }
    places: dict[Label, Slot] = {}
    for index, column in order.items():
        cell = matrix.get((row, index))
        if index >= start and column not in places:
            places[column] = cell.slot if cell else EMPTY
    behind = [cell for (at, column), cell in matrix.items() if at == row and column >= start and cell.slot.filled]
    span = Span(label.cell.span.start, max([label.cell.span.end, *(cell.cell.span.end for cell in behind)]))
    if not places or any(cell.slot not in places.values() for cell in behind):
        if behind:
            raw = " ".join([label.text.strip(), *(cell.text.strip() for cell in dict.fromkeys(behind))])
            draft.unaligned.append(UnalignedRow(span, raw, NO_COLUMNS))
        return
    draft.rows.append(RawRow(targets(name, tuple(places), name.label), tuple(places.values()), span, fixed=True))
    _note_variant(draft, label, name, tuple(target.id for target in draft.rows[-1].targets))
    for index, column in order.items():
        head = above.label[index]
        _note_variant(draft, head, head.label["column"], tuple(target.id for target in targets(name, (column,))))


def _note_variant(draft: Draft, cell: _Cell, label: Label, ids: tuple[str, ...]) -> None:
    """Adds a misprinted label; one column head that stands over several rows is one variant with all its cells."""
    printed = " ".join(cell.text.split())
    if not is_misprint(label, printed):
        return
    for index, known in enumerate(draft.variants):
        if known.span == cell.cell.span:
            draft.variants[index] = LabelVariant(
                printed, label.label, known.span, tuple(dict.fromkeys((*known.cells, *ids)))
            )
            return
    draft.variants.append(LabelVariant(printed, label.label, cell.cell.span, ids))


def _report_foreign(draft: Draft, cells: list[_Cell], heads: list[_Cell]) -> None:
    """A row with a label that no form knows, and numbers: kept and reported."""
    values = [
        cell for cell in cells if cell.slot.filled and tokens(cell.text, 0) and not cell.label and not _han(cell.text)
    ]
    words = [cell for cell in cells if _han(cell.text) and not cell.of("group")]
    if values and words and not heads and draft.rows:
        span = Span(cells[0].cell.span.start, cells[-1].cell.span.end)
        raw = " ".join(cell.text.strip() for cell in dict.fromkeys(cells) if cell.text.strip())
        draft.unaligned.append(UnalignedRow(span, raw, f"没有认出的行标签“{words[-1].text.strip()}”"))


def _han(text: str) -> bool:
    return sum("一" <= character <= "鿿" for character in text) >= 2


# ---- table four: three headers side by side over one row of values


def _wide(draft: Draft, grid: Grid, matrix: dict[tuple[int, int], _Cell]) -> bool:
    """Adds table four's row of fifteen values; False where the grid has another shape."""
    procedure: dict[int, Label] = {}
    outcome: dict[int, _Cell] = {}
    for row in range(grid.rows):
        cells = {column: matrix[row, column] for column in range(grid.columns) if (row, column) in matrix}
        values = [column for column, cell in cells.items() if column in outcome and not cell.label]
        if values and not any(cell.label for cell in cells.values()):
            return _add_wide(draft, cells, procedure, outcome)
        for column, cell in cells.items():
            if cell.of("row"):
                procedure[column] = cell.label["row"]
            if cell.of("column"):
                outcome[column] = cell
    return False


def _add_wide(draft: Draft, cells: dict[int, _Cell], procedure: dict[int, Label], outcome: dict[int, _Cell]) -> bool:
    pairs = {
        column: (procedure[column], head.label["column"])
        for column, head in sorted(outcome.items())
        if column in procedure
    }
    if len(pairs) != 15 or len(set(pairs.values())) != 15:
        return False
    slots = tuple(cells[column].slot if column in cells else EMPTY for column in pairs)
    filled = [cell.cell.span for cell in cells.values()]
    row = tuple(targets(label, (column,))[0] for label, column in pairs.values())
    draft.rows.append(RawRow(row, slots, Span(min(filled).start, max(filled).end), fixed=True))
    for column, (label, _) in pairs.items():
        head = outcome[column]
        _note_variant(draft, head, head.label["column"], (targets(label, (head.label["column"],))[0].id,))
    return True
