"""Word: the numbers it makes, merged cells, tracked changes, text boxes, fields, footnotes, content controls."""

# ruff: noqa: E501  (markup reads best unbroken)
from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from nlp_extract.document import Document
from nlp_extract.readers.docx import read
from nlp_extract.readers.numbering import chinese, letters, roman
from reader_files import W, archive, docx, p, tbl, tc, tr


def text(body: str, **parts: str) -> str:
    return read(docx(body, **parts), "报告.docx").text  # type: ignore[arg-type]


def cells(document: Document, grid: int = 0) -> list[tuple[int, int, int, int, str]]:
    found = document.grids[grid].cells
    return [(c.row, c.column, c.rowspan, c.colspan, document.surface(c.span)) for c in found]


def run(content: str) -> str:
    return f"<w:r><w:t xml:space='preserve'>{content}</w:t></w:r>"


def level(index: int, kind: str, pattern: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{pattern}"/></w:lvl>'


LISTS = (
    '<w:abstractNum w:abstractNumId="1">'
    + level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCountingThousand", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimalEnclosedCircleChinese", "%4")
    + level(4, "decimal", "%1.%3", "<w:isLgl/>")
    + "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="2">'
    + level(0, "bullet", "\uf06c")
    + level(1, "lowerRoman", "%2)")
    + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def item(content: str, level: int, number: int = 1) -> str:
    return p(content, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_numbers_that_word_makes() -> None:
    body = (
        item("总体情况", 0) + item("主动公开", 1) + item("2024年", 2) + item("网站", 2) + item("依申请公开", 1) + item("平台", 2)
        + item("甲", 3) + item("主动公开政府信息情况", 0) + item("条", 2) + item("法", 4) + item("点", 0, 2) + item("罗马", 1, 2)
        + item("重来", 2, 3) + item("续", 2, 3)
    )  # fmt: skip
    assert text(body, numbering=LISTS).split("\n\n") == [
        "一、总体情况", "（一）主动公开", "1. 2024年", "2. 网站", "（二）依申请公开", "1. 平台", "①甲", "二、主动公开政府信息情况",
        "1. 条", "2.1 法", "•点", "i)罗马", "1. 重来", "2. 续\n",
    ]  # fmt: skip


def test_numbers_come_through_styles_and_can_be_switched_off() -> None:
    styles = (
        '<w:style w:styleId="a"><w:name w:val="标题一"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="b"><w:name w:val="标题一甲"/><w:basedOn w:val="a"/></w:style>'
    )
    off = '<w:pStyle w:val="a"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = p("甲", '<w:pStyle w:val="b"/>') + p("乙", off) + p("丙", '<w:pStyle w:val="a"/>')
    assert text(body, numbering=LISTS, styles=styles) == "一、甲\n\n乙\n\n二、丙\n"


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (105, "一百〇五"), (110, "一百一十"), (2024, "二千〇二十四")],
)
def test_chinese_counting(number: int, written: str) -> None:
    assert chinese(number) == written


def test_letters_and_roman() -> None:
    assert [letters(number) for number in (1, 26, 27, 28)] == ["A", "Z", "AA", "BB"]
    assert [roman(number) for number in (4, 9, 14)] == ["IV", "IX", "XIV"]


def test_merged_cells_both_ways() -> None:
    start, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        tr(tc("第二十条第（一）项", '<w:gridSpan w:val="3"/>')),
        tr(tc("三、本年度办理结果", start), tc("（一）予以公开"), tc("7")),
        tr(tc("", go_on), tc("（二）部分公开", start), tc("")),
        tr(tc("", go_on), tc("", go_on), tc("9")),
        tr(tc("右"), properties='<w:gridBefore w:val="2"/>'),
    )
    assert cells(read(docx(tbl(*rows)), "表.docx")) == [
        (0, 0, 1, 3, "第二十条第（一）项"), (1, 0, 3, 1, "三、本年度办理结果"), (1, 1, 1, 1, "（一）予以公开"), (1, 2, 1, 1, "7"),
        (2, 1, 2, 1, "（二）部分公开"), (2, 2, 1, 1, ""), (3, 2, 1, 1, "9"), (4, 2, 1, 1, "右"),
    ]  # fmt: skip


def test_cells_with_several_paragraphs_tabs_and_breaks() -> None:
    first = f"<w:tc>{p('社会')}{p('公益')}<w:p><w:r><w:t>组织</w:t><w:br/><w:t>数量</w:t><w:tab/></w:r></w:p></w:tc>"
    document = read(docx(tbl(tr(first, tc("5")))), "表.docx")
    assert cells(document) == [(0, 0, 1, 1, "社会公益组织数量"), (0, 1, 1, 1, "5")]
    assert document.text == "社会公益组织数量\t5\n"


def test_tracked_changes_are_accepted() -> None:
    removed_mark = "<w:rPr><w:del w:id='9' w:author='x'/></w:rPr>"
    body = (
        f"<w:p>{run('公开')}<w:del><w:r><w:delText>12</w:delText></w:r></w:del><w:ins>{run('13')}</w:ins>{run('件')}</w:p>"
        f"<w:p><w:moveFrom>{run('旧处')}</w:moveFrom><w:moveTo>{run('新处')}</w:moveTo></w:p>"
        + p("前半", removed_mark)
        + p("后半")
        + tbl(tr(tc("删"), tc("1"), properties="<w:del/>"), tr(tc("留"), tc("2"), properties="<w:ins/>"))
    )
    assert text(body) == "公开13件\n\n新处\n\n前半后半\n\n留\t2\n"


def test_text_boxes_are_read_once() -> None:
    box = "<w:txbxContent>" + p("框中一段") + tbl(tr(tc("甲"), tc("1"))) + "</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    document = read(docx(f"<w:p>{run('前')}<w:r>{both}</w:r>{run('后')}</w:p>" + p("下段")), "框.docx")
    assert document.text == "前后\n\n框中一段\n\n甲\t1\n\n下段\n"
    assert len(document.grids) == 1


def test_fields_show_their_result_and_contents_are_dropped() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    def instruction(content: str) -> str:
        return f"<w:r><w:instrText>{content}</w:instrText></w:r>"

    body = (
        f"<w:p>{run('共')}{mark('begin')}{instruction(' =SUM(A1) ')}{mark('separate')}{run('42')}{mark('end')}{run('件')}</w:p>"
        f"<w:p>{mark('begin')}{instruction(' TOC 1-3 ')}{mark('separate')}{run('一、总体情况 1')}</w:p><w:p>{run('二、 2')}{mark('end')}</w:p>"
        f"<w:p>{mark('begin')}{instruction('坏了的域')}</w:p>" + p("正文还在")
        + "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        f"<w:sdtContent>{p('目录')}</w:sdtContent></w:sdt>"
        "<w:p><w:fldSimple w:instr=' DATE '>" + run("2024年") + "</w:fldSimple></w:p>"
    )  # fmt: skip
    assert text(body) == "共42件\n\n正文还在\n\n2024年\n"


def test_footnotes_are_noted_and_not_in_the_text() -> None:
    notes = f'<w:footnote w:id="2">{p("不含乡镇数据3件。")}</w:footnote>'
    body = f'<w:p>{run("公开8件")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    document = read(docx(body, footnotes=notes), "注.docx")
    assert document.text == "公开8件\n"
    assert document.notes == ("脚注 1（未计入正文）：不含乡镇数据3件。",)


def test_content_controls_hyperlinks_hidden_text_and_symbols() -> None:
    row = f"<w:sdt><w:sdtContent>{tr(tc('规章'), '<w:sdt><w:sdtContent>' + tc('6') + '</w:sdtContent></w:sdt>')}</w:sdtContent></w:sdt>"
    body = (
        f"<w:sdt><w:sdtContent><w:p><w:hyperlink>{run('链接')}</w:hyperlink>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏99件</w:t></w:r><w:r><w:t>5</w:t><w:noBreakHyphen/><w:t>6</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        f"<w:tbl>{row}</w:tbl>"
    )
    assert text(body) == "链接5-6\n\n规章\t6\n"


def test_a_table_that_frames_the_page_is_unfolded() -> None:
    inner = tbl(tr(tc("规章"), tc("1")), tr(tc("文件"), tc("2")))
    frame = f"<w:tbl><w:tr><w:tc>{p('标题')}{inner}{p('尾')}</w:tc></w:tr></w:tbl>"
    document = read(docx(frame), "框.docx")
    assert document.text == "标题\n\n规章\t1\n文件\t2\n\n尾\n"


def test_pictures_are_noted() -> None:
    assert read(docx(p("正文") + "<w:p><w:r><w:drawing><w:blip/></w:drawing></w:r></w:p>"), "图.docx").notes == (
        "文件中有 1 幅图片，图片里的文字和表格没有读取",
    )


def test_the_strict_namespace_is_read() -> None:
    data = docx(p("严格格式") + tbl(tr(tc("甲", '<w:gridSpan w:val="2"/>')), tr(tc("乙"), tc("1"))))
    assert W.encode() not in data  # it is packed; unpack, rename, pack again
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        xml = file.read("word/document.xml")
    strict = xml.replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    document = read(archive({"word/document.xml": strict}), "严格.docx")
    assert cells(document)[0] == (0, 0, 1, 2, "甲")


def test_places_lead_back_to_paragraph_and_cell() -> None:
    document = read(docx(p("第一段") + p("") + p("第二段") + tbl(tr(tc("甲"), tc("1")))), "处.docx")
    assert document.place(document.text.index("第二段")).paragraph == 2
    place = document.place(document.text.index("1"))
    assert (place.table, place.row, place.cell) == (1, 1, 2)


def test_a_file_by_python_docx(tmp_path: Path) -> None:
    library = pytest.importorskip("docx")
    made = library.Document()
    made.add_paragraph("某局年度报告")
    for _ in range(2):
        made.add_paragraph("事项", style="List Number")
    table = made.add_table(rows=3, cols=3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "第二十条"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "组"
    table.cell(1, 1).text = "8"
    made.save(tmp_path / "报告.docx")
    document = read((tmp_path / "报告.docx").read_bytes(), "报告.docx")
    assert document.text.startswith("某局年度报告\n\n1. 事项\n\n2. 事项\n\n第二十条\n组\t8")
    assert cells(document)[:2] == [(0, 0, 1, 3, "第二十条"), (1, 0, 2, 1, "组")]
