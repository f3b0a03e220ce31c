"""The invented reports are what they should be: consistent, varied, long enough; and ``check`` is silent on them."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

import nlp_extract
from rendering import Source, load, load_all, render
from rendering.source import SOURCES as FOLDER

SOURCES = load_all()
FAILURES = tomllib.loads((Path(__file__).parent / "cases" / "known_failure" / "renderings.toml").read_text("utf-8"))
LOUD = {one["source"]: one["why"] for one in FAILURES["silence"]}


def prose(source: Source) -> str:
    lines = [*source.intro, *(line for section in source.sections for line in section.lines)]
    return "".join(line.text for line in lines)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            source,
            id=source.name,
            marks=[pytest.mark.xfail(reason=LOUD[source.name], strict=True)] if source.name in LOUD else [],
        )
        for source in SOURCES
    ],
)
def test_check_is_silent_on_a_consistent_report(source: Source) -> None:
    report = nlp_extract.extract_text(render(source, "tabs.txt").decode("utf-8"), source.name)
    loud = [one for one in nlp_extract.check(report) if one.severity in ("error", "warning")]
    assert [(one.code, one.message) for one in loud] == []


def test_known_failures_name_reports_that_are_there() -> None:
    assert LOUD.keys() <= {source.name for source in SOURCES}


def test_there_are_reports_of_every_sort() -> None:
    assert len(SOURCES) >= 24
    assert Counter(source.form for source in SOURCES)["2019"] >= 4
    assert {source.year for source in SOURCES} >= set(range(2019, 2025))
    for manner, count in (("html", 4), ("docx", 5), ("pdf", 4)):
        assert len({getattr(source, manner) for source in SOURCES}) == count
    assert sum(source.has_blanks for source in SOURCES) >= 2
    assert sum(source.subtotals for source in SOURCES) >= 2
    assert sum(bool(source.labels) for source in SOURCES) >= 4
    assert len({heading for source in SOURCES for heading in (one.heading for one in source.sections)}) >= 20
    printed = "".join(cell.text for source in SOURCES for cell in source.cells.values())
    assert all(mark in printed for mark in ("/", "—", "-", "（", "，", ",", "增", "减", "+", "５", "元"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_prose_is_as_long_as_a_report(source: Source) -> None:
    assert 950 <= len(prose(source)) <= 3500


def test_no_paragraph_stands_in_two_reports() -> None:
    """Fixed phrases apart, every report has words of its own."""
    lines = Counter(
        line.text for source in SOURCES for one in source.sections for line in one.lines if len(line.text) > 60
    )
    assert [line for line, count in lines.items() if count > 1] == []


def test_a_source_that_does_not_balance_is_refused(tmp_path: Path) -> None:
    text = (FOLDER / "qinglan_transport_2023.toml").read_text(encoding="utf-8")
    path = tmp_path / "unbalanced.toml"
    path.write_text(text.replace("new = [34,", "new = [35,"), encoding="utf-8")
    with pytest.raises(AssertionError, match=r"table three, np: 38 received and carried in, 37 done or carried on"):
        load(path)


def test_a_cell_that_prints_another_figure_is_refused(tmp_path: Path) -> None:
    text = (FOLDER / "pinghe_emergency_2023.toml").read_text(encoding="utf-8")
    path = tmp_path / "astray.toml"
    path.write_text(text.replace('"4（其中修订2件）"', '"5（其中修订2件）"'), encoding="utf-8")
    with pytest.raises(AssertionError, match=r"t2\.norm\.issued prints 5（其中修订2件） for 4"):
        load(path)
