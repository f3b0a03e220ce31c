"""Digits whose separators were lost."""

from __future__ import annotations

from decimal import Decimal
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import layouts
from nlp_extract.document import Document, Source
from nlp_extract.tables.reconstruct import Identity, cuts, settle
from tables_help import figures, printed, read, report, table

SEVEN = [Identity((0, 1, 2, 3, 4, 5), 6)]


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("801000081", [(80, 1, 0, 0, 0, 0, 81)]),
        ("0000000", [(0, 0, 0, 0, 0, 0, 0)]),
        ("191000020", [(1, 9, 10, 0, 0, 0, 20), (19, 1, 0, 0, 0, 0, 20)]),
        ("1234567", []),
        ("10000", []),
    ],
)
def test_cuts_of_a_row(digits: str, expected: list[tuple[int, ...]]) -> None:
    assert sorted(cuts([digits], 7, SEVEN)) == sorted(expected)


def test_borders_that_are_left_are_kept() -> None:
    assert cuts(["191", "000020"], 7, SEVEN) == [(19, 1, 0, 0, 0, 0, 20)]


def test_no_number_has_a_leading_zero() -> None:
    assert cuts(["0100"], 3, []) == [(0, 10, 0)]


def test_hostile_digits_end_soon() -> None:
    started = perf_counter()
    assert cuts(["1" * 60], 15, []) == []
    assert cuts(["1" * 100_000], 7, SEVEN) == []
    assert perf_counter() - started < 2


def test_columns_decide_what_a_row_leaves_open() -> None:
    fixed = {
        "new": (20, 1, 21),
        "carried_in": (0, 0, 0),
        "total": (20, 1, 21),
        "carried_out": (0, 0, 0),
        "b": (1, 0, 1),
    }
    open_rows = {"a": [(19, 1, 20), (1, 19, 20)]}
    assert settle(open_rows, fixed, ["a", "b"]) == {"a": (19, 1, 20)}
    assert settle(open_rows, {}, ["a"]) == {}
    both = {"a": [(1, 2, 3), (2, 1, 3)], "b": [(2, 1, 3), (1, 2, 3)]}
    assert settle(both, {"total": (3, 3, 6)}, ["a", "b"]) == {}


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), form=st.sampled_from(["2021", "2019"]))
def test_glued_tables_are_never_read_wrongly(seed: int, form: str) -> None:
    """What comes out is right, or the row is reported; most of it comes out."""
    values = figures(seed, form)
    document = report(values, layouts.glued, form)
    tables = read(document)
    cells = tables.cells()
    assert all(cell.value == printed(values[name]) for name, cell in cells.items())
    assert all(cell.span and document.surface(cell.span) == cell.raw for cell in cells.values())
    assert {cell.reading for name, cell in cells.items() if name.startswith("t3.")} <= {"reconstructed"}
    named = {name.rsplit(".", 1)[0] for name in values} - {name.rsplit(".", 1)[0] for name in cells}
    assert bool(named) == any(one.unaligned for one in tables.tables)
    assert len(cells) > 0.6 * len(values)


def test_prose_may_settle_a_row_but_only_what_it_says() -> None:
    """77132470 for three columns: the prose gives the first; the other two stay open and are not guessed."""
    text = (
        "一、总体情况\n更新本年度制发的规范性文件77件。\n二、主动公开政府信息情况第二十条第（一）项信息内容"
        "本年制发件数本年废止件数现行有效件数规章000行政规范性文件77132470第二十条第（五）项信息内容"
        "本年处理决定数量行政许可2629"
    )
    two = read(Document(text, Source("test", "text"))).tables[0]
    cells = {cell.id: cell.value for cell in two.cells}
    assert cells["t2.norm.issued"] == 77
    assert "t2.norm.repealed" not in cells
    assert cells["t2.license.decisions"] == 2629
    assert [row.raw for row in two.unaligned] == ["行政规范性文件 77132470"]
    assert two.grade == "damaged"


def test_large_numbers_with_separators_are_not_cut() -> None:
    found = table(
        "信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n行政规范性文件\t1000\t20005\t300001\n信息内容\t本年处理决定数量\n行政许可\t11398889",
        "active_disclosure",
    )
    assert {cell.id: cell.value for cell in found.cells} == {
        "t2.norm.issued": Decimal(1000),
        "t2.norm.repealed": Decimal(20005),
        "t2.norm.effective": Decimal(300001),
        "t2.license.decisions": Decimal(11398889),
    }
    assert {cell.reading for cell in found.cells} == {"printed"}
