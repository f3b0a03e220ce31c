"""Which columns a row has, told by the header labels above it (domain A.3–A.6)."""

from __future__ import annotations

from dataclasses import dataclass

from nlp_extract.document import Span
from nlp_extract.lexicon.forms import Form, Label


@dataclass(frozen=True, slots=True)
class Mark:
    """A label in its place in the text. ``printed`` is what stands there; ``complete`` as in Hit."""

    label: Label
    span: Span
    printed: str
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Header:
    """Columns from left to right; ``trusted`` is False where the form's order had to be assumed."""

    columns: tuple[Label, ...]
    trusted: bool
    note: str = ""


BROKEN_HEADER = "表头文字被拆散，列序按规定格式认定"
NO_HEADER = "正文中没有表头，列序按规定格式认定"


def disclosure_columns(row: Label, marks: list[Mark], form: Form) -> tuple[Label, ...]:
    """Columns of a row of table two under the nearest header run.

    处理决定数量 belongs to the form of 2019 only beside 上一年项目数量 or 本年增/减; alone it is the
    short form of 本年处理决定数量.
    """
    names = [mark.label.name for mark in marks]
    old = {"t2o.prev", "t2o.delta"} & set(names)
    swap = {"t2.decisions": "t2o.decisions"} if old else {"t2o.decisions": "t2.decisions"}
    ordered = dict.fromkeys(swap.get(name, name) for name in names)
    return tuple(form.column(name) for name in ordered if name in row.columns)


def applicant_columns(marks: list[Mark], form: Form, text: str) -> Header:
    """Columns of table three. In a header of several rows what stands below 申请人情况 or 法人或其他组织 takes the
    place of these, and 总计 is printed before it though its column comes after (domain A.5)."""
    marks = _nearest(marks, text)
    start_of = {mark.label.name: mark.span.start for mark in reversed(marks)}
    spanning = start_of.get("organisations")
    columns: dict[str, Mark] = {}
    for mark in marks:
        if mark.label.kind == "column":
            columns.setdefault(mark.label.name, mark)
    if not columns:
        return Header(form.columns, False, NO_HEADER)
    if not all(mark.complete for mark in columns.values()):
        everything = len(columns) == len(form.columns)
        return Header(form.columns if everything else (), False, BROKEN_HEADER)

    above = start_of.get("applicants")
    person, total = start_of.get("t3.np"), start_of.get("t3.sum")
    below = (
        spanning is not None
        and above is not None
        and _stands_between(above, total, person)
        and "\n" in text[total:person]
    )

    def position(mark: Mark) -> tuple[int, int, int]:
        own = mark.span.start
        if spanning is not None and mark.label.group and own > spanning:
            own = spanning
        if below and mark.label.name != "t3.sum":
            return above or 0, own, mark.span.start
        return own, own, mark.span.start

    return Header(tuple(mark.label for mark in sorted(columns.values(), key=position)), True)


def _nearest(marks: list[Mark], text: str) -> list[Mark]:
    """The marks of the header itself: those from the line of the last 申请人情况 on, where that is printed. Other
    tables and prose above may use the same words (其他对外管理服务事项)."""
    above = [mark.span.start for mark in marks if mark.label.name == "applicants"]
    start = text.rfind("\n", 0, above[-1]) + 1 if above else 0
    return [mark for mark in marks if mark.span.start >= start]


def _stands_between(start: int, middle: int | None, end: int | None) -> bool:
    return middle is not None and end is not None and start < middle < end


def dispute_columns(marks: list[Mark], form: Form) -> tuple[tuple[tuple[Label, Label], ...], str]:
    """The fifteen (procedure, outcome) columns of table four, and a remark where their order was assumed.

    The outcomes of 行政复议 are printed first even where its column comes last, since those of 行政诉讼 stand
    one row lower. Outcomes may be permuted; torn ones (结果 / 维持) are taken in the form's order.
    """
    outcomes = [mark for mark in marks if mark.label.kind == "column"]
    sets = [tuple(mark.label for mark in outcomes[start : start + 5]) for start in range(0, len(outcomes), 5)]
    whole = len(sets) == 3 and all(mark.complete for mark in outcomes) and all(len(set(one)) == 5 for one in sets)
    rows = {mark.label.name: mark.span.start for mark in reversed(marks) if mark.label.kind == "row"}
    suits = (
        sorted(("lit1", "lit2"), key=lambda name: rows.get(name, 0))
        if {"lit1", "lit2"} <= rows.keys()
        else ["lit1", "lit2"]
    )
    litigation = next((mark.span.start for mark in marks if mark.label.name == "litigation"), None)
    procedures = (
        [*suits, "rev"] if litigation is not None and rows.get("rev", litigation) > litigation else ["rev", *suits]
    )
    if not whole:
        return tuple((form.row(name), column) for name in procedures for column in form.columns), BROKEN_HEADER
    of = dict(zip(["rev", *suits], sets, strict=True))
    note = "" if rows else "表四表头没有写明复议、诉讼类别，按规定格式的次序认定"
    return tuple((form.row(name), column) for name in procedures for column in of[name]), note
