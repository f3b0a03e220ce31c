"""HTML: the report out of many kinds of site, and tables as real pages write them."""

# ruff: noqa: E501  (markup reads best unbroken)
from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp_extract.document import Document
from nlp_extract.errors import EmptyFileError
from nlp_extract.lexicon.loader import load
from nlp_extract.readers.html import RawCell, place_cells, read
from nlp_extract.readers.page import FILE, is_tool, wordings

PAGES = Path(__file__).parent / "cases" / "pages"

BODY = """
<p>　　本报告根据《中华人民共和国政府信息公开条例》的要求编制，所列数据的统计期限自2024年1月1日起至12月31日止。</p>
<p><b>一、总体情况</b></p>
<p>（一）主动公开。全年公开信息<span>1</span><font>36</font>条，<a href="/x.html">网站专栏</a>更新及时。</p>
<p>二、主动公开政府信息情况</p>
<table border="1"><tr><td colspan=2>第二十条第（一）项</td></tr><tr><td>信息<br>内容</td><td><p>本年</p><p>制发件数</p></td></tr>
<tr><td>规章</td><td>&nbsp;3&nbsp;</td></tr></table>
<p>六、其他需要报告的事项</p><p>无收费情况。</p><p>某县某局</p><p>2025年1月8日</p>
"""
REPORT = """某县某局2024年政府信息公开工作年度报告

本报告根据《中华人民共和国政府信息公开条例》的要求编制，所列数据的统计期限自2024年1月1日起至12月31日止。

一、总体情况

（一）主动公开。全年公开信息136条，网站专栏更新及时。

二、主动公开政府信息情况

第二十条第（一）项
信息内容	本年制发件数
规章	3

六、其他需要报告的事项

无收费情况。

某县某局

2025年1月8日
"""


def page(text: str) -> Document:
    return read(text.encode(), "网页.html")


def cells(document: Document, grid: int = 0) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.column, c.rowspan, c.colspan, document.surface(c.span)) for c in document.grids[grid].cells]


@pytest.mark.parametrize("layout", sorted(path.name for path in PAGES.glob("*.html")))
def test_the_report_is_cut_out_of_the_site(layout: str) -> None:
    template = (PAGES / layout).read_text(encoding="utf-8")
    assert "{body}" in template
    document = page(template.replace("{body}", BODY))
    assert document.text == REPORT
    assert cells(document) == [(0, 0, 1, 2, "第二十条第（一）项"), (1, 0, 1, 1, "信息内容"), (1, 1, 1, 1, "本年制发件数"), (2, 0, 1, 1, "规章"), (2, 1, 1, 1, "3")]  # fmt: skip


def test_a_page_that_is_no_report_is_read_whole() -> None:
    assert page("<p>通知</p><p>浏览次数：8</p><p>请参加会议。</p>").text == "通知\n\n请参加会议。\n"


@pytest.mark.parametrize("table", ["line", "marker"])
def test_every_wording_hits_its_examples_and_no_counter_example(table: str) -> None:
    fields = {"id": str, "pattern": str, "examples": list}
    more = {"where": str, "shortest": int, "longest": int, "counter": list}
    for entry, wording in zip(load(FILE, table, fields, more), wordings(table), strict=True):
        squeeze = " " if table == "marker" else ""
        for example in entry.data["examples"]:
            assert wording.hits(example.replace(squeeze, "") if squeeze else example), (wording.id, example)
        for counter in entry.data.get("counter", []):
            assert not wording.hits(counter), (wording.id, counter)


def test_tools_are_named_by_whole_words() -> None:
    assert is_tool("share-box")
    assert is_tool("topNav clearfix")
    assert not is_tool("content-sharing navigate TRS_Editor")


def test_inline_elements_join_and_blocks_break() -> None:
    document = page(
        "<p>20</font><span>23</span>年<b>1</b>2件</p><div>甲<div>乙</div>丙</div><p>a<br>b</p>政府\n   信息 公开"
    )
    assert document.text == "2023年12件\n\n甲\n\n乙\n\n丙\n\na\n\nb\n\n政府信息 公开\n"


def test_comments_scripts_and_invisible_characters() -> None:
    text = "<p>主<!-- 12 -->动<script>var a=1;</script>公\u200b开<style>p{}</style>&shy;信息&#0;</p><p style='display:none'>藏</p>"
    assert page(text).text.strip().replace("\ufffd", "") == "主动公开信息"


def test_spans_merge_and_wrong_spans_are_capped() -> None:
    text = """<table><tr><td colspan=100000>头</td></tr><tr><td rowspan="abc">甲</td><td rowspan="2px">乙</td><td>1</td></tr>
    <tr><td>丙</td><td rowspan=99>2</td></tr><tr><td rowspan=0 colspan="0">丁</td><td>3</td></tr></table>"""
    assert cells(page(text)) == [
        (0, 0, 1, 3, "头"), (1, 0, 1, 1, "甲"), (1, 1, 2, 1, "乙"), (1, 2, 1, 1, "1"),
        (2, 0, 1, 1, "丙"), (2, 2, 2, 1, "2"), (3, 0, 1, 1, "丁"), (3, 1, 1, 1, "3"),
    ]  # fmt: skip


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 70)), min_size=1, max_size=6), min_size=1, max_size=8)
)
@settings(max_examples=200, deadline=None)
def test_cells_never_overlap_nor_leave_the_table(rows: list[list[tuple[int, int]]]) -> None:
    placed = place_cells([[RawCell(down, across) for down, across in row] for row in rows])
    assert len(placed) == sum(map(len, rows))
    seen = set()
    for cell in placed:
        assert cell.row + cell.rowspan <= len(rows)
        for row in range(cell.row, cell.row + cell.rowspan):
            for column in range(cell.column, cell.column + cell.colspan):
                assert (row, column) not in seen
                seen.add((row, column))


def test_unclosed_cells_and_rows() -> None:
    document = page("<table><tr><td>甲<td>1<tr><td>乙<td>2</table><p>后</p>")
    assert document.text == "甲\t1\n乙\t2\n\n后\n"


def test_an_unclosed_table_does_not_swallow_the_report() -> None:
    rows = "<tr><td>信息内容<td>处理决定数量" + "".join(f"<tr><td>行{row}<td>{row}" for row in range(1, 4))
    rest = "<p>四、政府信息公开行政复议、行政诉讼情况</p>" + "<p>本年度办理情况良好，各项工作有序推进。</p>" * 20
    document = page(f"<table>{rows}{rest}<table><tr><td>维持<td>5<tr><td>纠正<td>6</table><p>末段</p>")
    assert cells(document)[-1] == (3, 1, 1, 1, "3")
    assert cells(document, 1) == [(0, 0, 1, 1, "维持"), (0, 1, 1, 1, "5"), (1, 0, 1, 1, "纠正"), (1, 1, 1, 1, "6")]
    assert document.text.endswith("末段\n")


def test_a_table_not_closed_before_the_next() -> None:
    document = page(
        "<table><tr><td>甲</td><td>1</td></tr><p>中段</p><table><tr><td>乙</td><td>2</td></tr></table><p>尾</p>"
    )
    assert document.text == "甲\t1\n\n中段\n\n乙\t2\n\n尾\n"


def test_nested_tables() -> None:
    layout = "<table><tr><td>左栏</td><td><table><tr><td>规章</td><td>1</td></tr><tr><td>文件</td><td>2</td></tr></table></td></tr></table>"
    assert page(layout).text == "左栏\n\n规章\t1\n文件\t2\n"
    inner = "<table><tr><td>7</td></tr></table>"
    data = f"<table><tr><td>项目</td><td>数量</td></tr><tr><td>许可</td><td>{inner}</td></tr></table>"
    assert page(data).text == "项目\t数量\n许可\t7\n"


def test_a_table_with_prose_in_its_cells_lays_out_the_page() -> None:
    prose = "<p>本年度各单位认真落实公开要求，及时回应群众关切的问题。</p>" * 2
    document = page(f"<table><tr><td>目录</td><td>{prose}</td></tr></table>")
    assert document.grids == ()
    assert document.text.startswith("目录\n\n本年度")


def test_numbered_lists_and_preformatted_text() -> None:
    document = page(
        "<ol start=3><li>培训不足</li><li><p>二是更新慢</p></li></ol><ul><li>点</li></ul><pre>第一行\n第二行</pre>"
    )
    assert document.text == "3. 培训不足\n\n二是更新慢\n\n点\n\n第一行\n\n第二行\n"


def test_pictures_in_the_report_are_noted() -> None:
    text = (
        "<p>三、收到和处理政府信息公开申请情况</p><img src=a.png><img src=b.gif width=16><p>六、其他需要报告的事项</p>"
    )
    assert page(text).notes == ("正文有 1 幅图片，图片里的文字和表格没有读取",)


def test_places_lead_back_to_paragraph_and_cell() -> None:
    document = page("<p>甲</p><p>乙</p><table><tr><td>丙</td><td>4</td></tr></table>")
    assert document.place(document.text.index("乙")).paragraph == 2
    place = document.place(document.text.index("4"))
    assert (place.table, place.row, place.cell) == (1, 1, 2)


def test_encodings_of_pages() -> None:
    text = "<html><head><meta http-equiv=Content-Type content='text/html; charset={}'></head><body><p>某县政府信息公开㐀镕</p>"
    for declared, encoding in (("gb2312", "gb18030"), ("GBK", "gb18030"), ("utf-8", "utf-8"), ("gb2312", "utf-8")):
        document = read(text.format(declared).encode(encoding), "页.htm")
        assert (document.text, document.source.encoding) == ("某县政府信息公开㐀镕\n", encoding)
    assert page("<p>没有声明的政府信息公开</p>").text == "没有声明的政府信息公开\n"


def test_a_broken_byte_is_noted() -> None:
    data = ("<meta charset=utf-8><p>" + "政府信息公开" * 500).encode() + b"\xff</p>\x00"
    document = read(data, "页.html")
    assert document.text.count("\ufffd") == 1
    assert "1 处字节" in document.notes[0]


def test_a_page_without_text() -> None:
    with pytest.raises(EmptyFileError):
        page("<html><body><script>1</script></body></html>")
    with pytest.raises(EmptyFileError):
        page("   ")


def test_the_real_page_is_complete(shared: Path) -> None:
    document = read((shared / "reports" / "shuyang_drc_2023.html").read_bytes(), "shuyang.html")
    gold = json.loads((shared / "reports" / "gold" / "shuyang_drc_2023.json").read_text(encoding="utf-8"))["cells"]
    ids = [line.split("\t")[0] for line in (shared / "spec" / "cells.tsv").read_text(encoding="utf-8").splitlines()]
    _, three, four = document.grids
    printed = [document.surface(c.span) for c in three.cells if c.row >= 3 and c.column >= 3]
    assert printed == [
        "" if gold[key] is None else str(gold[key]) for key in ids if key.startswith("t3.") and key in gold
    ]
    printed = [document.surface(c.span) for c in four.cells if c.row == 3]
    assert printed == [str(gold[key]) for key in ids if key.startswith("t4.")]
    assert document.text.startswith("沭阳县发展和改革局2023年政府信息公开年度报告\n")
    assert "无障碍" not in document.text
    assert document.text.endswith("2024年1月17日\n")
