"""Sections, title, agency and year."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from nlp_extract.document import Document, Source, Span, Tables
from nlp_extract.errors import NotAReportError
from nlp_extract.lexicon.folding import folded
from nlp_extract.lexicon.headings import agencies, is_block, is_furniture, is_table_row, section_titles, subheading
from nlp_extract.lexicon.loader import load
from nlp_extract.patterns import Pattern
from nlp_extract.readers import read
from nlp_extract.segment import require_report, segment

CASES = Path(__file__).parent / "cases" / "sections"
SHARED = Path(__file__).parents[1].parent / "shared"


def cases(name: str) -> list[Any]:
    return [
        pytest.param(case, id=case.get("name", case["text"][:24]))
        for case in tomllib.loads((CASES / name).read_text("utf-8"))["case"]
    ]


def document(text: str) -> Document:
    return Document(text, Source("test", "text"))


@pytest.mark.parametrize("case", cases("headings.toml"))
def test_sections(case: dict[str, Any]) -> None:
    text = case["text"]
    outline = segment(document(text))
    assert [section.key for section in outline.sections] == case["keys"]
    for section, start in zip(outline.sections, case.get("starts", []), strict=False):
        assert text[section.body.start : section.body.end].lstrip("：。 \n").startswith(start.strip())
        if start.endswith("\n"):
            assert text[section.body.start : section.body.end].strip() == start.strip()


@pytest.mark.parametrize("case", cases("headings.toml"))
def test_sections_cover_the_text_in_order(case: dict[str, Any]) -> None:
    outline = segment(document(case["text"]))
    at = outline.preamble.end
    for section in outline.sections:
        assert at <= section.heading.start < section.heading.end <= section.body.start <= section.body.end
        assert folded(section.title) in folded(case["text"][section.heading.start : section.heading.end])
        at = section.body.end


@pytest.mark.parametrize("case", cases("identity.toml"))
def test_identity(case: dict[str, Any]) -> None:
    outline = segment(document(case["text"]))
    assert (outline.title, outline.agency, outline.year) == (case.get("title"), case.get("agency"), case.get("year"))


def test_require_report() -> None:
    nothing = document("关于召开会议的通知\n一、会议时间\n5月3日。")
    empty = Tables(None, ())
    with pytest.raises(NotAReportError, match="年度报告"):
        require_report(nothing, segment(nothing), empty)
    report = document("云门市2022年政府信息公开工作年度报告\n略。")
    require_report(report, segment(report), empty)


@pytest.mark.parametrize("path", sorted(SHARED.glob("reports/gold/*.json")), ids=lambda path: path.stem)
def test_real_reports(path: Path) -> None:
    gold = json.loads(path.read_text("utf-8"))
    outline = segment(read(next(one for one in (SHARED / "reports").glob(path.stem + ".*"))))
    assert [section.key for section in outline.sections] == gold["sections"]
    assert (outline.agency, outline.year) == (gold["agency"], gold["year"])


if not SHARED.exists():

    @pytest.mark.skip(reason="/shared with the real reports is not here")
    def test_shared_is_missing() -> None: ...


# ---- the lexicon's own examples


def test_examples_of_section_titles() -> None:
    for title, entry in zip(
        section_titles(),
        load(
            "sections.toml",
            "section",
            {"key": str, "title": str, "patterns": list, "examples": list, "counter_examples": list},
        ),
        strict=True,
    ):
        for example in [entry.data["title"], *entry.data["examples"]]:
            match = title.match(folded(example))
            assert match, (title.key, example)
            assert match.end() == len(folded(example)), (title.key, example)
        for example in entry.data["counter_examples"]:
            match = title.match(folded(example))
            assert match is None or match.end() < len(folded(example)), (title.key, example)
        for pattern in entry.data["patterns"]:
            alone = Pattern(pattern)
            assert any(alone.fullmatch(folded(example)) for example in entry.data["examples"]), (title.key, pattern)


@pytest.mark.parametrize(
    ("table", "accepts"),
    [
        ("not_heading", is_table_row),
        ("subheading", lambda text: (match := subheading(text)) is not None and match.end() == len(text)),
        ("block", is_block),
        ("furniture", is_furniture),
        ("agency", lambda text: bool(agencies(text))),
    ],
)
def test_examples_of_other_entries(table: str, accepts: Any) -> None:
    for entry in load("sections.toml", table, {"pattern": str, "examples": list, "counter_examples": list}):
        for example in entry.data["examples"]:
            assert accepts(folded(example)), (table, example)
        for example in entry.data["counter_examples"]:
            assert not accepts(folded(example)), (table, example)


def test_extra_section_belongs_to_no_statutory_one() -> None:
    text = "一、总体情况\n略。\n五、存在的主要问题及改进情况\n慢。\n六、平台建设情况\n好。\n"
    outline = segment(document(text))
    assert outline.sections[-1].body == Span(outline.sections[-1].heading.end, text.index("六、"))
