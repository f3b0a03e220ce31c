"""The statutory tables two, three and four of a report, cell by cell.

values       what one cell prints
labels       row and column labels with their variants and misprints
headers      which columns stand under a header
flat, grid   text without structure, tables with structure → rows of raw cells
align        rows → cells by id
reconstruct  digits whose separators were lost
"""

from __future__ import annotations

from collections.abc import Iterator

from nlp_extract.document import Document, Grade, Outline, Span, Table, TableKind, Tables, UnalignedRow
from nlp_extract.lexicon.forms import KINDS, form
from nlp_extract.tables.align import Aligned, align
from nlp_extract.tables.flat import read_flat
from nlp_extract.tables.grid import read_grids
from nlp_extract.tables.hints import prose_hints
from nlp_extract.tables.rows import Draft

FARTHEST = 300_000
"""Characters that are searched for a table which is not in its section; reports have 5,000 to 60,000."""


def find_tables(document: Document, outline: Outline) -> Tables:
    """Tables two, three and four, always in this order, each with its grade; every cell by its id.

    A table whose structure the file keeps is read from its grid, else from the text of its section, else
    from wherever its labels stand. Values are those printed, whether or not the sums hold.
    """
    found = tuple(_table(document, outline, kind) for kind in KINDS)
    return Tables(_format(found), found)


def _table(document: Document, outline: Outline, kind: TableKind) -> Table:
    best: tuple[int, Draft, Aligned] | None = None
    hints = prose_hints(document.text) if kind == "active_disclosure" else {}
    for draft in _drafts(document, outline, kind):
        aligned = align(draft, hints)
        if best is None or len(aligned.cells) > best[0]:
            best = (len(aligned.cells), draft, aligned)
        if _grade(kind, aligned, draft) == "complete":
            break
    section = outline.section(kind)
    empty = Span(section.body.end, section.body.end) if section else Span(0, 0)
    if best is None or best[1].span is None:
        return Table(kind, empty, (), grade="not_in_text")
    _, draft, aligned = best
    unaligned = tuple(sorted((*draft.unaligned, *aligned.unaligned), key=lambda row: row.span))
    return Table(
        kind,
        _covering(draft.span or empty, unaligned),
        aligned.cells,
        unaligned,
        tuple(draft.variants),
        _grade(kind, aligned, draft),
        tuple(dict.fromkeys(draft.notes)),
    )


def _drafts(document: Document, outline: Outline, kind: TableKind) -> Iterator[Draft]:
    yield from read_grids(document, kind)
    section = outline.section(kind)
    own = read_flat(document.text, kind, section.body) if section else Draft()
    yield (
        own if own.rows or own.unaligned else read_flat(document.text, kind, Span(0, min(len(document.text), FARTHEST)))
    )


def _covering(span: Span, rows: tuple[UnalignedRow, ...]) -> Span:
    return Span(min([span.start, *(row.span.start for row in rows)]), max([span.end, *(row.span.end for row in rows)]))


def _grade(kind: TableKind, aligned: Aligned, draft: Draft) -> Grade:
    """complete: every cell that the form asks for; damaged: a row that could not be aligned; partial: rows missing."""
    if draft.unaligned or aligned.unaligned:
        return "damaged"
    if not aligned.cells:
        return "not_in_text"
    return "complete" if _is_complete(kind, {cell.id for cell in aligned.cells}) else "partial"


def _is_complete(kind: TableKind, ids: set[str]) -> bool:
    prefix = "t2o." if any(name.startswith("t2o.") for name in ids) else "t2."
    rows = {name.split(".", 1)[1].rsplit(".", 1)[0] for name in ids}
    for row in form(kind).rows:
        if kind == "active_disclosure":
            wanted = {
                f"{prefix}{row.name}.{column.split('.', 1)[1]}" for column in row.columns if column.startswith(prefix)
            }
        elif row.name.startswith("other"):
            if not ({"other.no_supplement", "other.no_payment", "other.misc"} <= rows or "other" in rows):
                return False
            continue
        else:
            wanted = {f"{form(kind).columns[0].name[:2]}.{row.name}.{column.short}" for column in form(kind).columns}
        if not wanted <= ids:
            return False
    return True


def _format(tables: tuple[Table, ...]) -> str | None:
    """2019 or 2021 by the labels of table two, else by 其他处理 of table three (one row in 2019, three in 2021)."""
    ids = {cell.id for table in tables for cell in table.cells}
    if any(name.startswith("t2o.") for name in ids):
        return "2019"
    if any(name.startswith("t2.") for name in ids):
        return "2021"
    if any(name.startswith(("t3.other.misc.", "t3.other.no_")) for name in ids):
        return "2021"
    return "2019" if "t3.other.sum" in ids else None
