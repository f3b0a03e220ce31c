"""Table four as text: three headers side by side over one row of fifteen values."""

from __future__ import annotations

from itertools import islice

from nlp_extract.document import LabelVariant, Span
from nlp_extract.lexicon.folding import Folded
from nlp_extract.lexicon.forms import form
from nlp_extract.patterns import Pattern
from nlp_extract.tables.groups import Group, read_groups
from nlp_extract.tables.headers import BROKEN_HEADER, dispute_columns
from nlp_extract.tables.labels import Hit, is_misprint
from nlp_extract.tables.marks import marks_of, misread
from nlp_extract.tables.rows import Draft, RawRow, targets
from nlp_extract.tables.values import tokens

_HEADER_REST = Pattern(r"[ \t]*\|?(?:[ \t]*\n+[ \t]*\|{2,}(?=[ \t]*\n))?")
_NUMBER = r"[0-9０-９]{1,6}"
_FIFTEEN = Pattern(rf"(?m)^[ \t|]*{_NUMBER}(?:[ \t|]+{_NUMBER}){{14}}[ \t|]*$")
PROCEDURES = ("rev", "lit1", "lit2")
_BLANK_FIRST = Pattern(r"(?:\s*\n)?[ \t]*\|[ \t]*\n[ \t]*(?:\||[^|\n]*\S[^|\n]*\|)")


def read_disputes(work: str, lines: Folded, hits: list[Hit]) -> Draft:
    """Table four as one row of fifteen; a Draft without rows where the text has it otherwise."""
    draft = Draft()
    head = _header_run(work, lines, hits)
    known = form("disputes")
    named = {label.name for hit in head if (label := hit.of("row"))}
    columns = sum(hit.of("column") is not None for hit in head)
    if columns < 5 or (columns < 11 and not {"lit1", "lit2"} <= named):
        return draft
    _, marks = marks_of(work, lines, head, [])
    _, torn = misread(work, [], marks, Span(marks[0].span.start, marks[-1].span.end), known)
    marks = sorted([*marks, *torn], key=lambda mark: mark.span)
    groups = read_groups(work, _values_start(work, marks[-1].span.end), len(work), 15)
    pairs, note = dispute_columns(marks, known)
    group = groups[0] if groups else Group(())
    span = Span(marks[0].span.start, group.span.end if group.span else marks[-1].span.end)
    draft.cover(span)
    if note:
        draft.notes.append(note)
    cells = tuple(targets(row, (column,))[0] for row, column in pairs)
    draft.rows.append(RawRow(cells, group.slots, span))
    draft.variants += [
        LabelVariant(mark.printed, mark.label.label, mark.span, ())
        for mark in marks
        if mark.complete and is_misprint(mark.label, mark.printed)
    ]
    return draft


def bare_disputes(work: str, zone: Span) -> Draft:
    """Table four whose header is torn beyond recognition: the one line of nothing but fifteen numbers, which no other
    table has. The order is that of the form, and only sums that hold make it believed. Without one, no rows."""
    found = list(islice(_FIFTEEN.finditer(work, zone.start, zone.end), 2))
    draft = Draft()
    if len(found) == 1:
        known, span = form("disputes"), Span(found[0].start(), found[0].end())
        cells = tuple(targets(known.row(name), (column,))[0] for name in PROCEDURES for column in known.columns)
        draft.rows.append(RawRow(cells, tuple(tokens(found[0].group(), span.start)), span))
        draft.notes.append(BROKEN_HEADER)
        draft.assumed = True
        draft.cover(span)
    return draft


def _values_start(work: str, header_end: int) -> int:
    """Where the row of values begins: behind what the header row leaves over (``||``). A first cell that is blank
    and closed by its own pipe must not be taken for the border of the row, so such a row begins before it."""
    border = _HEADER_REST.match(work, header_end)
    start = border.end() if border else header_end
    return start if _BLANK_FIRST.match(work, start) is None else start - 1


def _header_run(work: str, lines: Folded, hits: list[Hit]) -> list[Hit]:
    """The labels of the header: the longest run that neither a full stop nor a value interrupts."""
    runs: list[list[Hit]] = [[]]
    for hit in hits:
        if runs[-1]:
            end, start = lines.offsets[runs[-1][-1].end - 1] + 1, lines.offsets[hit.start]
            if "。" in work[end:start] or tokens(work[end:start], end):
                runs.append([])
        runs[-1].append(hit)
    return max(runs, key=lambda run: sum(hit.of("column") is not None for hit in run))
