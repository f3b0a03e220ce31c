"""Tables from flattened text, in every layout of domain A.8."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import layouts
from layouts import Box, Rows
from nlp_extract.document import Document, Source, Span
from tables_help import differences, figures, printed, read, report, table

CASES = tomllib.loads((Path(__file__).parent / "cases" / "tables" / "renderings.toml").read_text("utf-8"))["case"]
WITH_BORDERS: dict[str, Callable[[Rows], str]] = {
    "tabs": layouts.tabs,
    "tabs, leading ones lost": partial(layouts.tabs, lose_leading=True),
    "trailing pipes": layouts.trailing_pipes,
    "row pipes": layouts.row_pipes,
    "markdown": layouts.markdown,
    "pipes on lines": layouts.pipe_lines,
}
WITHOUT_BORDERS: dict[str, Callable[[Rows], str]] = {
    "blank lines": layouts.blank_lines,
    "spaces": layouts.spaces,
    "broken labels": layouts.broken_labels,
    "values above labels": layouts.values_above,
}
EVERY = {**WITH_BORDERS, **WITHOUT_BORDERS}


def named(found: dict[str, Callable[[Rows], str]]) -> Any:
    return pytest.mark.parametrize("layout", found.values(), ids=found.keys())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_renderings(case: dict[str, Any]) -> None:
    found = table(case["text"], case["kind"])
    cells = {cell.id: cell for cell in found.cells}
    assert {name: cells[name].value if name in cells else "absent" for name in case["cells"]} == {
        name: printed(raw) for name, raw in case["cells"].items()
    }
    assert not set(case.get("absent", ())) & cells.keys()
    assert len(found.unaligned) == case.get("unaligned", 0)
    assert [variant.printed for variant in found.variants] == case.get("variants", [])
    for name, reading in case.get("readings", {}).items():
        assert cells[name].reading == reading, name
    for name, note in case.get("notes", {}).items():
        assert cells[name].note == note
    assert case.get("grade", found.grade) == found.grade


@named(EVERY)
@pytest.mark.parametrize("form", ["2021", "2019"])
@pytest.mark.parametrize("seed", range(6))
def test_every_cell_in_every_layout(layout: Callable[[Rows], str], form: str, seed: int) -> None:
    values = figures(seed, form)
    tables = read(report(values, layout, form))
    assert differences(tables, values) == []
    assert len(tables.cells()) == len(values)
    assert tables.format == form
    assert [one.grade for one in tables.tables] == ["complete"] * 3


@named(WITH_BORDERS)
@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10_000), share=st.sampled_from([0.3, 0.8, 1.0]), mark=st.sampled_from(["", "/", "-", "—", "无"])
)
def test_blanks_keep_their_place(layout: Callable[[Rows], str], seed: int, share: float, mark: str) -> None:
    """A zero that is left blank, or printed as a mark, is no value; all others stay where they are."""
    values = figures(seed)
    blank = {
        name
        for index, (name, raw) in enumerate(values.items())
        if raw == "0" and (index * 7919 + seed) % 100 < share * 100
    }
    shown = {name: mark if name in blank else raw for name, raw in values.items()}
    expected = {name: "" if name in blank else raw for name, raw in values.items()}
    tables = read(report(shown, layout))
    lost = {name for name, _, found in differences(tables, expected) if found == "absent"}
    assert [one for one in differences(tables, expected) if one[0] not in lost] == []
    if "lost" not in str(layout) and mark:
        assert not lost
    assert all(cell.reading == "blank" for cell in tables.cells().values() if cell.id in blank)


@named(WITHOUT_BORDERS)
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_where_blanks_leave_no_trace_nothing_is_guessed(layout: Callable[[Rows], str], seed: int) -> None:
    values = {name: "" if raw == "0" else raw for name, raw in figures(seed).items()}
    wrong = [one for one in differences(read(report(values, layout)), values) if one[2] not in ("absent", "None")]
    assert wrong == []


@named(EVERY)
def test_only_persons_apply_and_the_other_columns_are_blank(layout: Callable[[Rows], str]) -> None:
    values = figures(3)
    for name in [name for name in values if name.startswith("t3.")]:
        column = name.rsplit(".", 1)[1]
        values[name] = (
            values[name.replace("." + column, ".np")] if column == "sum" else values[name] if column == "np" else ""
        )
    assert differences(read(report(values, layout)), values) == []


def permuted(rows: Rows) -> Rows:
    """商业企业 and 法律服务机构 change places."""
    rows = [list(row) for row in rows]
    rows[2][0], rows[2][3] = rows[2][3], rows[2][0]
    for row in rows[3:]:
        row[-6], row[-3] = row[-3], row[-6]
    return rows


def sum_first(rows: Rows) -> Rows:
    """One head row, 总计 before 自然人."""
    heads = ["总计", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    return [[Box("申请人情况", 3), *map(Box, heads)], *([*row[:-7], row[-1], *row[-7:-1]] for row in rows[3:])]


@named({name: EVERY[name] for name in ("tabs", "row pipes", "markdown", "spaces")})
def test_a_sum_in_front_on_the_line_of_the_persons_is_in_front(layout: Callable[[Rows], str]) -> None:
    """In the form 总计 is printed before 自然人 though it comes last; on one line with it, it does come first."""
    values = figures(23)
    rows = [list(row) for row in layouts.requests(values)]
    rows[1] = [Box("总计", 1, 2), Box("自然人", 1, 2), Box("法人或其他组织", 5)]
    rows[3:] = [[*row[:-7], row[-1], *row[-7:-1]] for row in rows[3:]]
    assert differences(read(report(values, layout, requests=rows)), values) == []


def without_research(rows: Rows) -> Rows:
    rows = [list(row) for row in rows]
    del rows[2][1]
    rows[1][1], rows[0][1] = Box("法人或其他组织", 4), Box("申请人情况", 6)
    for row in rows[3:]:
        del row[-5]
    return rows


@named(EVERY)
def test_columns_follow_the_header(layout: Callable[[Rows], str]) -> None:
    values = figures(11)
    rows = layouts.requests(values)
    assert differences(read(report(values, layout, requests=permuted(rows))), values) == []
    assert differences(read(report(values, layout, requests=sum_first(rows))), values) == []
    less = {name: raw for name, raw in values.items() if not name.endswith(".research")}
    tables = read(report(values, layout, requests=without_research(rows)))
    assert differences(tables, less) == []
    assert tables.tables[1].grade == "partial"


@named({**WITH_BORDERS, "blank lines": layouts.blank_lines, "spaces": layouts.spaces})
def test_without_header_only_rows_that_add_up_are_believed(layout: Callable[[Rows], str]) -> None:
    values = figures(5)
    tables = read(report(values, layout, requests=layouts.requests(values)[3:]))
    assert differences(tables, values) == []
    assert "没有表头" in tables.tables[1].notes[0]
    values["t3.granted.np"] = str(int(values["t3.granted.np"]) + 1)
    tables = read(report(values, layout, requests=layouts.requests(values)[3:]))
    assert "t3.granted.np" not in tables.cells()
    assert tables.tables[1].grade == "damaged"


@named(EVERY)
def test_values_are_taken_as_printed_where_the_sums_fail(layout: Callable[[Rows], str]) -> None:
    values = figures(7)
    values |= {"t3.granted.sum": "9999", "t4.rev.total": "77", "t3.new.np": "12345"}
    assert differences(read(report(values, layout)), values) == []


@named({**WITH_BORDERS, "blank lines": layouts.blank_lines, "spaces": layouts.spaces})
def test_misprinted_labels_are_read_and_reported(layout: Callable[[Rows], str]) -> None:
    values = figures(13)
    slips = {
        "其他法律行政法规禁止公开": "其他法律行政止公开",
        "三类内部事务": "三类内容事务",
        "信访举报": "信仿举报",
        "尚未审结": "尚末审结",
        "本年废止件数": "本年度止件数",
    }

    def slip(rows: Rows) -> Rows:
        def wrong(box: Box) -> Box:
            text = box.text
            for right, misprint in slips.items():
                text = text.replace(right, misprint)
            return replace(box, text=text)

        return [[wrong(box) for box in row] for row in rows]

    tables = read(
        report(
            values,
            layout,
            disclosure=slip(layouts.disclosure(values)),
            requests=slip(layouts.requests(values)),
            disputes=slip(layouts.disputes(values)),
        )
    )
    assert differences(tables, values) == []
    variants = [variant for one in tables.tables for variant in one.variants]
    assert {variant.canonical for variant in variants} == {
        "本年废止件数",
        "2.其他法律行政法规禁止公开",
        "5.属于三类内部事务信息",
        "1.信访举报投诉类申请",
        "尚未审结",
    }
    repealed = next(variant for variant in variants if variant.printed == "本年度止件数")
    assert set(repealed.cells) == {"t2.reg.repealed", "t2.norm.repealed"}
    law = next(variant for variant in variants if "止公开" in variant.printed)
    assert "t3.denied.law.np" in law.cells


@pytest.mark.parametrize(
    "printed_label", ["(一) 予以公开", "（一）予 以 公 开", "一、 予以公开", "予以公开", "（一）  予以公开："]
)
def test_spacing_brackets_and_numbers_are_no_misprint(printed_label: str) -> None:
    found = table(
        f"自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计\n一、本年新收政府信息公开申请数量\t1\t0\t0\t0\t0\t0\t1\n{printed_label}\t1\t0\t0\t0\t0\t0\t1\n（二）部分公开\t0\t0\t0\t0\t0\t0\t0",
        "requests",
    )
    assert {cell.id: cell.value for cell in found.cells}["t3.granted.np"] == 1
    assert found.variants == ()


@named({**WITH_BORDERS, "blank lines": layouts.blank_lines, "spaces": layouts.spaces})
def test_subtotals_prose_and_foreign_rows(layout: Callable[[Rows], str]) -> None:
    values = figures(17)
    rows = [list(row) for row in layouts.requests(values)]
    at = next(index for index, row in enumerate(rows) if any("行政查询" in box.text for box in row))
    rows.insert(at + 1, [Box("小计"), *(Box("9") for _ in range(7))])
    at = next(index for index, row in enumerate(rows) if any("已获取信息" in box.text for box in row))
    rows.insert(at + 1, [Box("6.无法联系到申请人"), *(Box("4") for _ in range(7))])
    document = report(values, layout, requests=rows)
    text = document.text.replace(
        "二、主动公开政府信息情况\n",
        "二、主动公开政府信息情况\n本机关制发行政规范性文件3件，行政许可12件。如下表。\n单位：件\n",
    )
    text = text.replace("三、收到和处理", "注：行政许可共12件，其中本级3件。\n三、收到和处理", 1).replace(
        "\n四、政府信息公开行政复议", "\n说明：予以公开5件，重复申请2件，其他3件。\n四、政府信息公开行政复议", 1
    )
    text = text.replace("\n五、存在", "\n以上行政复议总计2件，结果维持1件。\n五、存在", 1)
    tables = read(Document(text, Source("test", "text")))
    assert differences(tables, values) == []
    assert [row.reason for one in tables.tables for row in one.unaligned] == ["没有认出的行标签“6.无法联系到申请人”"]
    for words in ("注：行政许可共12件", "说明：予以公开", "以上行政复议", "如下表"):
        assert not any(one.span.contains(Span(text.index(words), text.index(words) + 4)) for one in tables.tables)


def test_tables_are_found_where_their_sections_are_missing() -> None:
    values = figures(19)
    text = report(values, layouts.trailing_pipes).text
    for heading in (
        "二、主动公开政府信息情况\n",
        "三、收到和处理政府信息公开申请情况\n",
        "四、政府信息公开行政复议、行政诉讼情况\n",
    ):
        text = text.replace(heading, "")
    assert differences(read(Document(text, Source("test", "text"))), values) == []


def test_headings_without_tables() -> None:
    tables = read(
        Document(
            "一、总体情况\n全年行政许可3件。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n",
            Source("test", "text"),
        )
    )
    assert [one.grade for one in tables.tables] == ["not_in_text"] * 3
    assert [len(one.span) for one in tables.tables] == [0, 0, 0]
    assert tables.format is None


def test_text_copied_column_by_column_is_not_trusted() -> None:
    """Labels and values of a PDF that were copied apart: no value may be given to a wrong label."""
    found = table(
        "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计\n"
        "一、本年新收政府信息公开申请数量\n二、上年结转政府信息公开申请数量\n（一）予以公开\n\n"
        "5\n0\n3\n\n0\n0\n0\n\n0\n0\n0\n0\n0\n0\n",
        "requests",
    )
    assert found.cells == ()
    assert len(found.unaligned) == 3
    assert found.grade == "damaged"


def test_a_label_in_the_prose_before_is_no_row() -> None:
    """The table lacks 规章; last year's figure in the text before it is not taken for this row."""
    head = "信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n"
    found = table(
        f"{head}规章\t3\t0\t9\n以上是上年的数字。\n{head}行政规范性文件\t1\t2\t8\n信息内容\t本年处理决定数量\n行政许可\t4",
        "active_disclosure",
    )
    assert {cell.id for cell in found.cells} == {
        "t2.norm.issued",
        "t2.norm.repealed",
        "t2.norm.effective",
        "t2.license.decisions",
    }


@named(EVERY)
@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_spans_hold_what_is_printed(layout: Callable[[Rows], str], seed: int) -> None:
    document = report(figures(seed), layout)
    for one in read(document).tables:
        for cell in one.cells:
            assert cell.span is not None
            assert document.surface(cell.span) == cell.raw
            assert one.span.contains(cell.span)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="规章行政许可本年制发件数一、（）予以公开总计其他结果维持0123456789|\t\n 。/-", max_size=200))
def test_any_text_is_read_without_complaint(text: str) -> None:
    document = Document("二、主动公开政府信息情况\n" + text, Source("test", "text"))
    for one in read(document).tables:
        assert all(cell.span is None or document.surface(cell.span) == cell.raw for cell in one.cells)
