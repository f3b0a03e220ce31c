"""The prose in paragraphs, with the way back to every character."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp_extract.document import Document, Passage, Source
from nlp_extract.passages import passages
from nlp_extract.readers import read
from nlp_extract.segment import segment
from nlp_extract.tables import find_tables

CASES = tomllib.loads((Path(__file__).parent / "cases" / "sections" / "passages.toml").read_text("utf-8"))["case"]
SHARED = Path(__file__).parents[1].parent / "shared"


def of(document: Document) -> tuple[Passage, ...]:
    outline = segment(document)
    return passages(document, outline, find_tables(document, outline))


def assert_exact(document: Document, found: tuple[Passage, ...]) -> None:
    at = -1
    for passage in found:
        assert passage.text
        assert len(passage.text) == len(passage.offsets)
        assert all(
            document.text[offset] == character for offset, character in zip(passage.offsets, passage.text, strict=True)
        )
        assert all(left < right for left, right in zip(passage.offsets, passage.offsets[1:], strict=False))
        assert passage.offsets[0] > at
        at = passage.offsets[-1]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_cases(case: dict[str, Any]) -> None:
    document = Document(case["text"], Source("test", "text"))
    found = of(document)
    assert [[one.section, one.heading, one.text] for one in found] == case["passages"]
    assert_exact(document, found)


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "一、总体情况",
                "（一）主动公开",
                "（二）依申请公开方面。收到申请3件。",
                "- 3 -",
                "",
                "  ",
                "1.更新慢",
                "二是人手少；",
                "五、存在的主要问题及改进情况",
                "| 规章 | 0 | 0 | 0 |",
                "规章\t0\t0\t0",
                "　　缩进的段落没有句号",
                "abc",
                "def 12",
                "本年新收政府信息公开申请数量 1 0 0 0 0 0 1",
                "======",
            ]
        ),
        st.text(alphabet="公开信息一二（）0123456789。，；、\t 　ab|-", max_size=60),
    ),
    max_size=30,
)


@settings(max_examples=300, deadline=None)
@given(LINES)
def test_offsets_lead_back_for_any_text(lines: list[str]) -> None:
    document = Document("\n".join(lines), Source("test", "text"))
    assert_exact(document, of(document))


@settings(max_examples=60, deadline=None)
@given(st.integers(24, 44), st.integers(0, 5))
def test_wrapping_changes_nothing(width: int, seed: int) -> None:
    """A paragraph reads the same wrapped at any width."""
    words = (
        "全市坚持公开为常态不公开为例外的原则" * 3
        + f"主动公开政府信息{seed}万余条并通过网站公报和新媒体等多种渠道向社会发布" * 4
    )
    body = "（一）主动公开方面。" + words + "，" + words + "。"
    wrapped = "\n".join(body[start : start + width] for start in range(0, len(body), width))
    document = Document(f"一、总体情况\n{wrapped}\n五、存在的主要问题及改进情况\n更新慢。\n", Source("test", "text"))
    assert next(one for one in of(document) if one.section == "overview").text == body


@pytest.mark.parametrize("path", sorted((SHARED / "reports").glob("*.*")), ids=lambda path: path.name)
def test_real_reports(path: Path) -> None:
    document = read(path)
    found = of(document)
    assert_exact(document, found)
    assert {"overview", "problems", "other"} <= {passage.section for passage in found}
    tables = find_tables(document, segment(document))
    spans = [table.span for table in tables.tables]
    assert not any(span.start <= offset < span.end for passage in found for offset in passage.offsets for span in spans)


@pytest.mark.skipif(not SHARED.exists(), reason="/shared with the real reports is not here")
def test_wrapped_report_has_whole_paragraphs() -> None:
    found = of(read(SHARED / "reports" / "suqian_city_2023.md"))
    inside = [passage for passage in found if passage.section in ("overview", "problems", "other")]
    assert all(passage.text[-1] in "。！？；：" for passage in inside), [
        p.text[-20:] for p in inside if p.text[-1] not in "。！？；："
    ]
