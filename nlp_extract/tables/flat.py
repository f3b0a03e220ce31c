"""Flattened text → rows of raw cells: tabs, pipes, Markdown, one cell a line, one row a line, or nothing between.

The labels of the form are found first, in their order, whatever separates the cells; what stands between
two labels are the values of a row (domain A.8, R1–R8).
"""

from __future__ import annotations

from nlp_extract.document import LabelVariant, Span, TableKind, UnalignedRow
from nlp_extract.lexicon.folding import Folded, fold
from nlp_extract.lexicon.forms import Form, Label, form
from nlp_extract.patterns import Pattern
from nlp_extract.tables.broken import broken_labels, with_broken
from nlp_extract.tables.flat_disputes import bare_disputes, read_disputes
from nlp_extract.tables.groups import Group, read_groups
from nlp_extract.tables.headers import NO_HEADER, Mark, applicant_columns, disclosure_columns
from nlp_extract.tables.labels import Hit, find_labels, is_misprint
from nlp_extract.tables.marks import blank_out, chain, marks_of, misread
from nlp_extract.tables.rows import Draft, RawRow, targets

_NO_ROW = Pattern(
    r"(?m)^[ \t\u3000]*(?:[-—–－]+[ ]*\d{1,3}[ ]*[-—–－]+|第[ ]*\d+[ ]*页.{0,12}|[Pp](?:age)?[.]?[ ]*\d{1,3})[ \t]*$"
    r"|^(?=[ \t:|-]*---)[ \t:|-]*+$"
)
"""Lines inside a table that are none of its rows: ``- 4 -``, ``第 4 页``, ``|---|---|``."""


def read_flat(text: str, kind: TableKind, zone: Span) -> Draft:
    """The table of this kind in ``text[zone]``; a Draft without rows where there is none."""
    work = text[: zone.start] + _NO_ROW.sub(lambda match: " " * len(match.group()), text[zone.start : zone.end])
    broken = broken_labels(work, zone, kind)
    for one in broken:
        rest = "".join([character if character.isspace() else " " for character in work[one.rest.start : one.rest.end]])
        work = work[: one.rest.start] + rest + work[one.rest.end :]
    lines = fold(work, zone.start)
    hits = with_broken(find_labels(kind, lines.text), lines, broken)
    if kind == "disputes":
        draft = read_disputes(work, lines, hits) if hits else Draft()
        if draft.rows:
            return draft
        bare = bare_disputes(work, zone)
        if bare.rows:
            return bare
    best = chain(work, lines, hits)
    return _read_rows(work, lines, hits, best, form(kind)) if best else Draft()


def _read_rows(work: str, lines: Folded, hits: list[Hit], best: list[Hit], known: Form) -> Draft:
    draft = Draft(side=_usual_side(work[lines.offsets[0] :]))
    start = max(work.rfind("。", 0, lines.offsets[best[0].start]) + 1, lines.offsets[0])
    inside = [hit for hit in hits if lines.offsets[hit.start] >= start]
    rows, others = marks_of(work, lines, inside, best)
    new_rows, new_columns = misread(work, rows, others, Span(start, rows[-1].span.end), known)
    rows, idle = _idle_group(sorted([*rows, *new_rows], key=lambda mark: mark.span))
    others = sorted([*others, *new_columns], key=lambda mark: mark.span)
    headers = [mark for mark in others if mark.label.kind in ("column", "group") and not mark.label.skip]
    skipped = [mark for mark in others if mark.label.skip and mark.span > rows[0].span]
    columns = _columns(work, rows, headers, known, draft)
    wanted = {span: len(labels) for span, labels in columns.items()}
    header_end = max((mark.span.end for mark in headers if mark.span < rows[0].span), default=start)
    anchors = sorted([*rows, *skipped], key=lambda mark: mark.span)
    covered = sorted([mark for mark in [*headers, *idle] if mark.span < rows[-1].span], key=lambda mark: mark.span)
    values = _attach(blank_out(work, covered), anchors, wanted, header_end, draft)
    scrambled = bool(draft.unaligned) or any(group.filled > wanted.get(span, 99) > 0 for span, group in values.items())
    for mark in rows:
        _add_row(draft, mark, columns[mark.span], values.get(mark.span), scrambled)
    for mark in rows + [mark for mark in headers if mark.label.kind == "column"]:
        _note_variant(draft, mark, rows, columns)
    for mark in headers:
        if start <= mark.span.start < rows[-1].span.start:
            draft.cover(mark.span)
    return draft


def _usual_side(text: str) -> str:
    """Tabs and Markdown keep the places that a merged label covers in front of the values; a cell a line with
    pipes has them at the end of the row (``||``)."""
    if "\t" in text:
        return "right"
    rows = sum(line.count("|") > 2 and any(mark.isalnum() for mark in line) for line in text.split("\n"))
    left_over = sum(line.rstrip().endswith("||") and any(mark.isalnum() for mark in line) for line in text.split("\n"))
    return "right" if rows > 8 and left_over * 2 < rows else "left"


def _idle_group(rows: list[Mark]) -> tuple[list[Mark], list[Mark]]:
    """（六）其他处理 is a row in the form of 2019 and in single-row tables, a group where its three rows follow."""
    split = any(mark.label.name.startswith("other.") for mark in rows)
    idle = [mark for mark in rows if split and mark.label.name == "other"]
    return [mark for mark in rows if mark not in idle], idle


def _columns(
    work: str, rows: list[Mark], headers: list[Mark], known: Form, draft: Draft
) -> dict[Span, tuple[Label, ...]]:
    """The columns of every row, by the row label's place."""
    heads = [mark for mark in headers if mark.label.kind == "column"]
    if known.kind == "requests":
        header = applicant_columns([mark for mark in headers if mark.span < rows[0].span], known, work)
        draft.assumed = header.note == NO_HEADER
        if header.note:
            draft.notes.append(header.note)
        return {mark.span: header.columns for mark in rows}
    if known.kind == "disputes":
        outcomes = tuple(dict.fromkeys(mark.label for mark in heads if mark.span < rows[0].span))
        return {mark.span: outcomes for mark in rows}
    found: dict[Span, tuple[Label, ...]] = {}
    before, run = 0, list[Mark]()
    for mark in rows:
        run = [head for head in heads if before <= head.span.start < mark.span.start] or run
        before = mark.span.end
        found[mark.span] = disclosure_columns(mark.label, run, known)
    return found


def _attach(work: str, anchors: list[Mark], wanted: dict[Span, int], start: int, draft: Draft) -> dict[Span, Group]:
    """Which values belong to which label.

    Values on the label's line, or a cell a line behind it, are its own. A whole line of values on a line of its
    own may stand below or above its label (PDF rows whose label has two lines): between two labels with values of
    their own, as many such lines as labels are taken in order, and any other number is reported.
    """
    values: dict[Span, Group] = {}
    labels: list[Mark] = []
    loose = [group for group in _lead(work, anchors[0], wanted, start) if group.one_line]
    for index, mark in enumerate(anchors):
        below = anchors[index + 1].span.start if index + 1 < len(anchors) else len(work)
        groups = read_groups(work, mark.span.end, below, wanted.get(mark.span, 0))
        if index + 1 == len(anchors):
            groups = groups[:1]
        if groups and _is_own(work, mark, groups[0]):
            _settle(labels, loose, values, draft)
            labels, loose = [], []
            values[mark.span] = groups.pop(0)
        else:
            labels.append(mark)
        loose += groups
    _settle(labels, loose, values, draft)
    return values


def _lead(work: str, first: Mark, wanted: dict[Span, int], start: int) -> list[Group]:
    """Whole lines of values between the header and the first label."""
    count = wanted.get(first.span, 0)
    groups = read_groups(work, min(start, first.span.start), first.span.start, count)
    return [group for group in groups if group.filled == count]


def _is_own(work: str, mark: Mark, group: Group) -> bool:
    span = group.span
    return span is None or not group.one_line or "\n" not in work[mark.span.end : span.start]


def _settle(labels: list[Mark], groups: list[Group], values: dict[Span, Group], draft: Draft) -> None:
    """Pairs labels and lines of values where their numbers agree; otherwise no line can be told to be whose."""
    if len(labels) == len(groups):
        values.update((mark.span, group) for mark, group in zip(labels, groups, strict=True))
        return
    for group in groups:
        if group.span:
            words = group.text.strip()
            raw = " ".join([words, *(slot.raw for slot in group.slots if slot.filled)]).strip()
            reason = f"没有认出的行标签“{words}”" if words else "数值旁没有行标签，或有几个行标签而无法认定属于哪一个"
            draft.unaligned.append(UnalignedRow(group.span, raw, reason))
            draft.cover(group.span)


def _add_row(draft: Draft, mark: Mark, columns: tuple[Label, ...], group: Group | None, scrambled: bool) -> None:
    """Adds a row. A label with nothing behind it is a blank row, but not where other values of the table
    have no label: then the order of the text is lost (a PDF copied column by column)."""
    values = group.span if group else None
    span = Span(mark.span.start, max(mark.span.end, values.end)) if values else mark.span
    draft.cover(span)
    if group is None and scrambled:
        draft.unaligned.append(UnalignedRow(span, mark.printed, "标签后没有数值，而表中另有找不到标签的数值"))
    elif columns:
        draft.rows.append(RawRow(targets(mark.label, columns, mark.label.label), group.slots if group else (), span))
    elif group and values:
        raw = " ".join([mark.printed, *(slot.raw for slot in group.slots if slot.filled)])
        draft.unaligned.append(UnalignedRow(span, raw, "行的上方没有可以认出的列标题"))


def _note_variant(draft: Draft, mark: Mark, rows: list[Mark], columns: dict[Span, tuple[Label, ...]]) -> None:
    if not is_misprint(mark.label, mark.printed):
        return
    if mark.label.kind == "row":
        cells = tuple(target.id for target in targets(mark.label, columns[mark.span]))
    else:
        following = [row for row in rows if row.span > mark.span and mark.label in columns[row.span]]
        cells = tuple(target.id for row in following for target in targets(row.label, (mark.label,)))
    draft.variants.append(LabelVariant(mark.printed, mark.label.label, mark.span, cells))
