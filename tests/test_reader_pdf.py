"""PDF: tables over page breaks, torn labels, page furniture, radicals, pictures; and the two real files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nlp_extract.document import Document, Place
from nlp_extract.errors import DamagedFileError
from nlp_extract.readers.lattice import Rule, lattices, merged
from nlp_extract.readers.pdf import read
from nlp_extract.readers.radicals import restore
from reader_files import PdfPage, pdf

XS = (70, 95, 150, 300, 360, 420)


def cells(document: Document, grid: int = 0) -> dict[tuple[int, int], tuple[str, int, int]]:
    found = document.grids[grid].cells
    return {(c.row, c.column): (document.surface(c.span), c.rowspan, c.colspan) for c in found}


def filler(page: PdfPage, top: float = 100, lines: int = 6) -> PdfPage:
    for line in range(lines):
        page.text(70, top + line * 20, "某区认真落实各项公开要求持续提升服务群众能力和水平推进工作有序开展再")
    return page


def test_white_backgrounds_behind_lines_are_no_table() -> None:
    page = PdfPage()
    for line in range(8):
        page.fill(70, 100 + line * 27, 450, 27)
    document = read(pdf(filler(page)), "背景.pdf")
    assert document.grids == ()
    assert document.text.count("某区认真落实") == 6


def test_paragraphs_wrap_and_end() -> None:
    page = PdfPage()
    page.text(94, 100, "一是全年主动公开各类政府信息一百余条，全市共办理行政复议案件134")
    page.text(70, 120, "件，其中维持的有一百件，纠正的有三十件，其余的尚在审理之中还没有结果")
    page.text(70, 140, "特此说明。")
    page.text(94, 160, "二是本段另起一行。")
    filler(page, 200)
    text = read(pdf(page), "段落.pdf").text
    assert "案件134\n件，其中" in text
    assert "结果\n特此说明。\n\n二是" in text


def test_an_indented_line_begins_a_paragraph_even_after_a_full_one() -> None:
    page = filler(PdfPage(), 100, 3).text(94, 160, "二是加强培训。")
    assert "有序开展再\n\n二是加强培训。" in read(pdf(filler(page, 300)), "缩进.pdf").text


def test_a_slanting_watermark_is_dropped() -> None:
    page = filler(PdfPage()).grid((70, 200, 500), (380, 460), [["规章", "1"]])
    page.text(250, 440, "内部资料", 20)
    page.commands[-1] = page.commands[-1].replace("1 0 0 1", "0.7 0.7 -0.7 0.7")
    assert not set("内部资料") & set(read(pdf(page), "水印.pdf").text)


def test_turned_text_is_a_label_in_a_table_and_a_stamp_outside() -> None:
    page = filler(PdfPage()).grid((70, 200, 500), (380, 460), [["", "1"]])
    for x, y, text, turn in (
        (100, 440, "规章", "0 1 -1 0"),
        (150, 385, "制发", "0 -1 1 0"),
        (540, 440, "盖印", "0 1 -1 0"),
    ):
        page.text(x, y, text)
        page.commands[-1] = page.commands[-1].replace("1 0 0 1", turn)
    text = read(pdf(page), "转.pdf").text
    assert "规章" in text
    assert "制发" in text
    assert "印" not in text


def test_page_numbers_and_running_heads_are_dropped() -> None:
    pages = []
    for number, mark in ((1, "- 1 -"), (2, "第 2 页 共 3 页"), (3, "— 3 —")):
        page = filler(PdfPage().text(70, 40, "某区政府信息公开年报"), 100 + number)
        pages.append(page.text(280, 800, mark))
    text = read(pdf(*pages), "页码.pdf").text
    assert "年报" not in text
    assert not any(character.isdigit() for character in text)


def test_a_number_at_the_end_of_the_body_is_kept() -> None:
    page = filler(PdfPage(), 100, 4).text(70, 500, "95")
    assert "95" in read(pdf(page), "数.pdf").text


def test_a_table_over_a_page_break_is_one_grid() -> None:
    first = filler(PdfPage()).grid(
        (70, 200, 300, 420),
        (700, 720, 740, 760),
        [["信息内容", "制发", "废止"], ["规章", "1", "2"], ["文件", "3", "4"]],
    )
    second = PdfPage().grid((70, 200, 420), (80, 100, 120), [["信息内容", "决定数量"], ["许可", "550"]])
    document = read(pdf(first.text(290, 810, "- 1 -"), filler(second, 200)), "跨页.pdf")
    assert len(document.grids) == 1
    table = cells(document)
    assert table[3, 0] == ("信息内容", 1, 1)
    assert table[4, 1] == ("550", 1, 2)
    place = document.place(next(c.span.start for c in document.grids[0].cells if document.surface(c.span) == "550"))
    assert (place.page, place.table, place.row, place.cell) == (2, 1, 5, 2)
    assert place.box is not None


def torn(lower: list[list[str]], upper_label: str = "（四）无") -> Document:
    """Rows of table three, broken inside the group （四）无法提供; the left label is written downwards."""
    first, second = filler(PdfPage()), PdfPage()
    for page, ys, rows in (
        (first, (700, 730, 760), [["1.不掌握", "746", "9"], ["2.没有现成", "5", "6"]]),
        (second, (80, 110, 140, 170), lower),
    ):
        page.grid((*XS[2:5], 420), ys, rows)
        for x in (70, 95):
            page.line(x, ys[0], x, ys[-1])
        for y in (ys[0], ys[-1]):
            page.line(70, y, 150, y)
    for index, character in enumerate("三、本"):
        first.text(76, 702 + index * 12, character, 9)
    for index, character in enumerate("年度"):
        second.text(76, 82 + index * 12, character, 9)
    first.text(97, 715, upper_label, 9)
    second.text(97, 82, "法提供", 9)
    second.line(95, 110, 150, 110)
    second.text(97, 112, "（五）不予处理", 7)
    return read(pdf(first, filler(second, 250)), "断行.pdf")


def test_labels_torn_by_the_break_are_joined_and_exploded_ones_put_together() -> None:
    table = cells(torn([["3.补正后", "1", "2"], ["1.信访", "3", "4"], ["2.重复", "5", "6"]]))
    assert table[0, 0] == ("三、本年度", 5, 1)
    assert table[0, 1] == ("（四）无法提供", 3, 1)
    assert table[3, 1] == ("（五）不予处理", 2, 1)
    assert table[2, 2] == ("3.补正后", 1, 1)
    assert table[4, 4] == ("6", 1, 1)


def test_a_row_torn_by_the_break_is_one_row() -> None:
    table = cells(torn([["另行制作", "", ""], ["1.信访", "3", "4"], ["2.重复", "5", "6"]]))
    assert table[1, 2] == ("2.没有现成另行制作", 1, 1)
    assert table[1, 3] == ("5", 1, 1)
    assert table[2, 2] == ("1.信访", 1, 1)


def test_blank_values_below_a_header_stay_apart() -> None:
    first = filler(PdfPage()).grid((70, 200, 300, 420), (720, 740), [["项目", "自然人", "总计"]])
    second = PdfPage().grid((70, 200, 300, 420), (80, 100, 120), [["一、新收", "", "3"], ["二、结转", "", ""]])
    table = cells(read(pdf(first, filler(second, 200)), "空格.pdf"))
    assert table[0, 1] == ("自然人", 1, 1)
    assert table[1, 1] == ("", 1, 1)
    assert table[2, 2] == ("", 1, 1)


def test_head_rows_printed_again_are_dropped() -> None:
    head = ["项目", "自然人", "总计"]
    first = filler(PdfPage()).grid((70, 200, 300, 420), (700, 720, 740), [head, ["一、新收", "3", "3"]])
    second = PdfPage().grid((70, 200, 300, 420), (80, 100, 120), [head, ["二、结转", "0", "0"]])
    document = read(pdf(first, filler(second, 200)), "表头.pdf")
    assert document.text.count("自然人") == 1
    assert cells(document)[2, 0][0] == "二、结转"


def test_tables_with_text_between_stay_two() -> None:
    first = filler(PdfPage()).grid((70, 200, 420), (700, 720), [["项目", "3"]])
    second = (
        PdfPage().text(70, 78, "三、收到和处理政府信息公开申请情况").grid((70, 200, 420), (100, 120), [["申请", "4"]])
    )
    assert len(read(pdf(first, filler(second, 200)), "两表.pdf").grids) == 2


def test_a_number_wrapped_in_a_narrow_cell_is_one_number() -> None:
    page = filler(PdfPage()).grid((70, 200, 240), (300, 340), [["行政处罚", "3985\n758"]])
    assert cells(read(pdf(page), "窄.pdf"))[0, 1][0] == "3985758"


def test_radicals_become_characters() -> None:
    assert restore("⼈⺠政府⻓⻅⻚⾏⽹㎡10³") == "人民政府长见页行网㎡10³"
    text = read(pdf(filler(PdfPage().text(70, 60, "某区⼈⺠政府信息公开"))), "部首.pdf").text
    assert "人民政府" in text


def test_no_text_layer_is_an_error_and_a_pictured_page_a_note() -> None:
    scan = PdfPage().picture(0, 0, 595, 842)
    with pytest.raises(DamagedFileError, match="没有文字层"):
        read(pdf(scan, scan), "扫描.pdf")
    document = read(pdf(filler(PdfPage()), scan), "夹图.pdf")
    assert document.notes == ("第 2 页是图片，没有文字层，其中的文字和表格没有读取",)


def test_characters_drawn_twice_count_once() -> None:
    page = filler(PdfPage()).text(70, 60, "一、总体情况").text(70.4, 60, "一、总体情况")
    assert "一、总体情况" in read(pdf(page), "粗体.pdf").text.splitlines()


def test_an_open_frame_is_closed() -> None:
    rules = merged([Rule(20, 50, 100), Rule(40, 0, 100)]), merged([Rule(0, 0, 60), Rule(50, 0, 60), Rule(100, 0, 60)])
    (table,) = lattices(*rules)
    assert [(cell.row, cell.column, cell.rowspan, cell.colspan) for cell in table.cells] == [
        (0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1), (2, 0, 1, 1), (2, 1, 1, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("report", ["hongze_district_2023", "huaian_city_2024"])
def test_real_tables_are_complete(shared: Path, report: str) -> None:
    document = read((shared / "reports" / f"{report}.pdf").read_bytes(), f"{report}.pdf")
    gold = json.loads((shared / "reports" / "gold" / f"{report}.json").read_text(encoding="utf-8"))["cells"]
    two, three, four = document.grids
    assert [(grid.columns, grid.rows) for grid in (two, four)] == [(4, 14), (15, 4)]
    ids = [line.split("\t")[0] for line in (shared / "spec" / "cells.tsv").read_text(encoding="utf-8").splitlines()]
    printed = [document.surface(c.span) for c in three.cells if c.row >= 3 and c.column >= 3]
    assert printed == [str(gold[key]) for key in ids if key.startswith("t3.") and key in gold]
    printed = [document.surface(c.span) for c in four.cells if c.row == 3]
    assert printed == [str(gold[key]) for key in ids if key.startswith("t4.")]
    labels = {document.surface(c.span): c.rowspan for c in three.cells if c.column == 1}
    assert labels["（四）无法提供"] == 3
    assert "- 3 -" not in document.text
    assert document.place(three.cells[-1].span.start).page == 5 if report.startswith("huaian") else 4
    assert isinstance(document.place(0), Place)
    assert document.place(0).page == 1


@pytest.mark.parametrize("style", ["thin fills", "boxes", "polylines", "white"])
def test_lines_are_drawn_in_many_ways(style: str) -> None:
    page = filler(PdfPage())
    for row, y in enumerate((300, 320)):
        for column, x in enumerate((70, 200)):
            page.text(x + 4, y + 4, f"{'甲乙'[row]}{'项数'[column]}", 9)
            left, low = x, 842 - y - 20
            if style == "thin fills":  # as Word prints them
                for box in ((x, y, 130, 0.5), (x, y + 20, 130, 0.5), (x, y, 0.5, 20), (x + 130, y, 0.5, 20)):
                    page.fill(*box, "0 0 0")
            elif style == "boxes":  # as Excel and LibreOffice do
                page.commands.append(f"0.5 w {left} {low} 130 20 re S")
            elif style == "polylines":
                page.commands.append(f"0.5 w {left} {low} m {left + 130} {low} l {left + 130} {low + 20} l S")
                page.commands.append(f"0.5 w {left} {low} m {left} {low + 20} l {left + 130} {low + 20} l S")
            else:
                page.commands.append(f"1 1 1 RG 0.5 w {left} {low} 130 20 re S 0 0 0 RG")
    document = read(pdf(page), "线.pdf")
    if style == "white":
        assert document.grids == ()
    else:
        assert [document.surface(c.span) for c in document.grids[0].cells] == ["甲项", "甲数", "乙项", "乙数"]
