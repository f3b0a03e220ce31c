"""Tables whose structure the file keeps: grids made by hand, as the readers make them."""

from __future__ import annotations

from dataclasses import replace

import pytest

import layouts
from layouts import Box, Rows
from nlp_extract.document import Document, Grid, GridCell, Span
from tables_help import differences, figures, read

TABLES = ("disclosure", "requests", "disputes")


def rows_of(values: dict[str, str], form: str = "2021") -> dict[str, Rows]:
    return {
        "disclosure": layouts.disclosure(values, form),
        "requests": layouts.requests(values, form),
        "disputes": layouts.disputes(values),
    }


def joined(*documents: Document) -> Document:
    """One document of several: texts and grids one behind the other."""
    text, grids = "", []
    for one in documents:
        for grid in one.grids:
            cells = tuple(replace(cell, span=moved(cell.span, len(text))) for cell in grid.cells)
            grids.append(replace(grid, span=moved(grid.span, len(text)), cells=cells))
        text += one.text
    return replace(documents[0], text=text, grids=tuple(grids))


def moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def whole(values: dict[str, str], form: str = "2021", **changed: Rows) -> Document:
    rows = rows_of(values, form) | changed
    heads = (
        "二、主动公开政府信息情况\n",
        "三、收到和处理政府信息公开申请情况\n",
        "四、政府信息公开行政复议、行政诉讼情况\n",
    )
    parts = [layouts.grid_document(head, rows[name]) for head, name in zip(heads, TABLES, strict=True)]
    return joined(*parts)


@pytest.mark.parametrize("form", ["2021", "2019"])
@pytest.mark.parametrize("seed", range(5))
def test_every_cell(form: str, seed: int) -> None:
    values = figures(seed, form)
    document = whole(values, form)
    tables = read(document)
    assert differences(tables, values) == []
    assert tables.format == form
    assert [one.grade for one in tables.tables] == ["complete"] * 3
    for one, grid in zip(tables.tables, document.grids, strict=True):
        assert one.span == grid.span
        assert all(document.surface(cell.span) == cell.raw for cell in one.cells if cell.span)


def test_blank_cells_are_none_and_not_zero() -> None:
    values = {name: raw if int(float(raw)) else "" for name, raw in figures(2).items()}
    tables = read(whole(values))
    assert differences(tables, values) == []
    assert {cell.reading for cell in tables.cells().values() if not values[cell.id]} == {"blank"}


def test_columns_are_told_by_the_header_above_them() -> None:
    """总计 first and two organisations exchanged, in the first, merged and the third header row."""
    values = figures(4)
    rows = [list(row) for row in layouts.requests(values)]
    rows[1] = [Box("总计", 1, 2), Box("自然人", 1, 2), Box("法人或其他组织", 5)]
    rows[2][0], rows[2][3] = rows[2][3], rows[2][0]
    for row in rows[3:]:
        numbers = row[-7:]
        numbers[1], numbers[4] = numbers[4], numbers[1]
        row[-7:] = [numbers[-1], *numbers[:-1]]
    assert differences(read(whole(values, requests=rows)), values) == []


def test_procedures_and_outcomes_in_another_order() -> None:
    values = figures(6)
    heads = [Box(label) for _, label in layouts.OUTCOMES]
    order = ("lit2", "lit1", "rev")
    rows = [
        [Box("行政诉讼", 10), Box("行政复议", 5)],
        [
            Box("复议后起诉", 5),
            Box("未经复议直接起诉", 5),
            *(Box(label, 1, 2) for _, label in reversed(layouts.OUTCOMES)),
        ],
        [*heads, *heads],
        [
            Box(values[f"t4.{name}.{column}"])
            for name in order
            for column, _ in (reversed(layouts.OUTCOMES) if name == "rev" else layouts.OUTCOMES)
        ],
    ]
    assert differences(read(whole(values, disputes=rows)), values) == []


def test_a_table_may_lie_in_several_grids() -> None:
    """One grid a clause of article 20; table three broken over a page, its second half without a header."""
    values = figures(8)
    disclosure, requests = layouts.disclosure(values), layouts.requests(values)
    clauses = [disclosure[0:4], disclosure[4:7], disclosure[7:11], disclosure[11:14]]
    parts = [
        layouts.grid_document("二、主动公开政府信息情况\n" if index == 0 else "\n", rows)
        for index, rows in enumerate(clauses)
    ]
    tables = read(joined(*parts))
    expected = {name: raw for name, raw in values.items() if name.startswith("t2.")}
    assert differences(tables, expected) == []
    pages = [
        layouts.grid_document("三、收到和处理政府信息公开申请情况\n", requests[:15]),
        layouts.grid_document("\n", requests[26:]),
    ]
    found = read(joined(*pages)).cells()
    assert {cell.value for name, cell in found.items() if name.startswith("t3.carried_out")} == {
        cell.value for name, cell in read(whole(values)).cells().items() if name.startswith("t3.carried_out")
    }


def test_foreign_subtotal_and_misprinted_rows() -> None:
    values = figures(9)
    rows = [list(row) for row in layouts.requests(values)]
    at = next(index for index, row in enumerate(rows) if any("已获取信息" in box.text for box in row))
    rows[at - 4][0] = replace(rows[at - 4][0], rowspan=7)
    rows[5][0] = replace(rows[5][0], rowspan=24)
    rows.insert(at + 1, [Box("6.无法联系到申请人"), *(Box("4") for _ in range(7))])
    rows.insert(at + 2, [Box("小计"), *(Box("9") for _ in range(7))])
    rows = [
        [replace(box, text=box.text.replace("法律行政法规禁止公开", "法律行政止公开")) for box in row] for row in rows
    ]
    tables = read(whole(values, requests=rows))
    assert differences(tables, values) == []
    three = tables.tables[1]
    assert [row.reason for row in three.unaligned] == ["没有认出的行标签“6.无法联系到申请人”"]
    assert [(variant.printed, variant.canonical) for variant in three.variants] == [
        ("2.其他法律行政止公开", "2.其他法律行政法规禁止公开")
    ]
    assert three.grade == "damaged"


def test_wrong_spans_fall_back_on_the_text() -> None:
    """colspan lost in the header: the grid's columns do not fit; the labels in the text still do."""
    values = figures(10)
    rows = [
        [replace(box, colspan=1) if number < 3 else box for box in row]
        for number, row in enumerate(layouts.requests(values))
    ]
    assert differences(read(whole(values, requests=rows)), values) == []


def test_a_grid_of_something_else_is_left_alone() -> None:
    rows = [[Box("序号"), Box("单位"), Box("件数")], [Box("1"), Box("青石县"), Box("12")]]
    assert [one.grade for one in read(layouts.grid_document("一、总体情况\n", rows)).tables] == ["not_in_text"] * 3


def test_cells_of_hostile_grids() -> None:
    """A grid whose cells overlap and leave holes is read without complaint."""
    text = "规章\t1\t行政许可\n本年制发件数\t0\n"
    cells = (
        GridCell(Span(0, 2), 0, 0, 3, 3),
        GridCell(Span(3, 4), 0, 1),
        GridCell(Span(5, 9), 1, 1, 9, 9),
        GridCell(Span(10, 16), 7, 7),
    )
    document = Document(text, layouts.Source("test", "html"), grids=(Grid(Span(0, len(text)), 2, 2, cells),))
    assert len(read(document).tables) == 3
