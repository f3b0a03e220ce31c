"""Whole drafts through reader, stages and rules: an admissible reading stays quiet, what is wrong is told once."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from drafts import FIVE, SIX, written
from nlp_extract import pipeline
from nlp_extract.facts import Finding, Report
from nlp_extract.reconcile import check

CASES = Path(__file__).parent / "cases" / "reconcile"
TRAPS = tomllib.loads((CASES / "draft_traps.toml").read_text(encoding="utf-8"))["draft"]
FAULTS = tomllib.loads((CASES / "draft_faults.toml").read_text(encoding="utf-8"))["draft"]


def read(draft: dict[str, Any]) -> tuple[Report, Report | None]:
    """The report of a draft, and last year's where it has one."""
    agency, year = draft.get("agency", "青石县住房和城乡建设局"), draft.get("year", 2024)
    text = written(
        draft["prose"],
        draft.get("cells", ""),
        agency,
        year,
        draft.get("five", FIVE),
        draft.get("six", SIX),
        draft.get("opening", ""),
    )
    if "previous_cells" not in draft:
        return pipeline.extract_text(text), None
    before = written(draft.get("previous_prose", ""), draft["previous_cells"], agency, year - 1)
    return pipeline.extract_text(text), pipeline.extract_text(before)


def loud(report: Report, previous: Report | None) -> list[Finding]:
    """What is said above info."""
    return [
        one
        for one in check(report, previous)
        if one.state in ("fail", "uncertain") and one.severity in ("warning", "error")
    ]


@pytest.mark.parametrize("draft", TRAPS, ids=lambda draft: draft["what"])
def test_an_admissible_reading_is_no_alarm(draft: dict[str, Any]) -> None:
    assert [f"{one.code} {one.message}" for one in loud(*read(draft))] == []


def points_at(finding: Finding, report: Report, place: str) -> bool:
    """Whether a finding names the cell, or has these words on one of its sides or under them."""
    if place in finding.cells:
        return True
    sides = [side for side in (finding.left, finding.right) if side is not None]
    return any(
        place in side.value
        or place in side.name
        or (side.span is not None and side.report == "this" and place in report.document.surface(side.span))
        for side in sides
    )


@pytest.mark.parametrize("draft", FAULTS, ids=lambda draft: draft["what"])
def test_a_fault_is_told_once_by_its_rule_at_its_place(draft: dict[str, Any]) -> None:
    report, previous = read(draft)
    own = [one for one in check(report, previous) if one.code == draft["code"] and one.state in ("fail", "uncertain")]
    assert [one.severity for one in own] == [draft["severity"]], [one.message for one in own]
    assert points_at(own[0], report, draft["at"]), own[0]
    found = [f"{one.code} {one.message}" for one in loud(report, previous)]
    assert len(found) == draft.get("findings", int(draft["severity"] != "info")), found


def test_there_are_enough_drafts() -> None:
    assert len(TRAPS) >= 60
    assert len(FAULTS) >= 40
