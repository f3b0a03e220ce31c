"""Two years of section five: what returns, what was promised, what was copied."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp_extract.document import Span
from nlp_extract.facts import Label, Statement, Tense
from nlp_extract.reconcile import check
from nlp_extract.reconcile.examples import build
from nlp_extract.reconcile.repetition import promises, repeated_problems, reuse


def said(text: str, label: Label = "problem", topic: str = "none", tense: Tense | None = None) -> Statement:
    return Statement(Span(0, len(text)), text, label, topic, 1.0, tense)


def plan(text: str) -> Statement:
    return said(text, "remedy", "none", "planned")


@pytest.mark.parametrize(
    ("before", "now", "topic", "other", "same"),
    [
        ("依申请公开答复规范性有待提升；", "少数股室答复文书规范性不够。", "application", "application", True),
        ("政策解读形式较为单一。", "解读形式仍需丰富。", "interpretation", "interpretation", True),
        ("政策解读形式较为单一。", "政策解读专业术语偏多。", "interpretation", "interpretation", False),
        ("政务公开工作有待加强。", "信息公开水平有待提高。", "capacity", "capacity", True),
        ("政务公开工作有待加强。", "信息公开水平有待提高。", "capacity", "awareness", False),
        ("联络员变动频繁，业务生疏。", "联络员变动频繁，业务生疏。", "capacity", "coordination", True),
        ("联络员变动频繁。", "联络员会议没有开。", "capacity", "coordination", False),
    ],
)
def test_when_two_problems_are_one(before: str, now: str, topic: str, other: str, same: bool) -> None:
    found = repeated_problems([said(now, topic=other)], [said(before, topic=topic)])
    assert bool(found) is same


def test_only_problems_return() -> None:
    text = "联络员变动频繁，业务生疏。"
    assert not repeated_problems([plan(text)], [said(text)])
    assert not repeated_problems([said(text)], [plan(text)])


@pytest.mark.parametrize(
    ("prose", "now", "fate"),
    [
        (["十月，镇里给六个社区的触摸屏换了新主板。"], [], "reported"),
        ([], [said("社区触摸屏已经更换新主板。", "remedy", "platform", "done")], "reported"),
        ([], [plan("继续推进社区触摸屏更换新主板。")], "promised again"),
        (["全年受理申请三件，均按期答复。"], [plan("请律师审查答复文书。")], "not mentioned"),
        (["社区"], [], "not mentioned"),
    ],
)
def test_what_became_of_a_promise(prose: list[str], now: list[Statement], fate: str) -> None:
    (found,) = promises(now, [plan("下一步，为社区触摸屏更换新主板。")], prose)
    assert found.fate == fate
    assert bool(found.evidence) is (fate != "not mentioned")


def test_what_was_done_was_no_promise() -> None:
    assert promises([], [said("已为社区触摸屏更换新主板。", "remedy", "platform", "done")], []) == ()


def test_copied_text() -> None:
    first, second = "检索功能不认同义词，换个说法便查不到结果。", "附件错挂三次，均由来电人指出才更换。"
    statements = [said(first), said(second)]
    share, copied = reuse(first + second, first + "联络员变动频繁，业务生疏，交接没有手续。", statements)
    assert copied == (statements[0],) and 0.5 < share < 0.6
    assert reuse(first, first, statements[:1]) == (1.0, (statements[0],))
    assert reuse(first.replace("检索", "查询"), first, [])[0] < 1.0
    assert reuse("2024年3件", "2023年5件", []) == (0.0, ())


@given(st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_any_text_is_looked_at(now: str, before: str, prose: list[str]) -> None:
    share, _ = reuse(now, before, [said(now)])
    assert 0.0 <= share <= 1.0
    assert len(promises([plan(now)], [plan(before)], prose)) == 1
    repeated_problems([said(now)], [said(before)])


LAST = """
===
# problems
! problem capacity 联络员多为兼职，业务生疏；
! remedy platform 明年完成门户适老化改造。
"""


def test_check_tells_of_both_years_and_never_above_info() -> None:
    this = "# problems\n! problem capacity 股室联络员仍多为兼职。" + LAST
    told = {finding.code: finding for finding in check(*build(this)) if finding.code in ("CY-08", "CY-10")}
    assert {code: finding.state for code, finding in told.items()} == {"CY-08": "fail", "CY-10": "fail"}
    assert "联络员" in told["CY-10"].message and "适老化" in told["CY-08"].message
    assert {finding.severity for finding in told.values()} == {"info"}


def test_without_last_year_nothing_is_said() -> None:
    report, _ = build("# problems\n! problem capacity 股室联络员仍多为兼职。")
    assert not [one for one in check(report) if one.code in ("CY-08", "CY-10", "CY-11")]
    same = "# problems\n! problem capacity 联络员兼职。\n"
    this, far = build(f"@year 2024\n{same}===\n@year 2020\n{same}")
    assert not [one for one in check(this, far) if one.code in ("CY-08", "CY-10", "CY-11")]
