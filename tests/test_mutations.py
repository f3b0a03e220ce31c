"""One number changed by hand in a report that agrees: the finding appears, and it was not there before."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import nlp_extract
from conftest import CORPUS, SHARED
from nlp_extract.facts import Finding

CASES = tomllib.loads((Path(__file__).parent / "cases" / "mutations.toml").read_text(encoding="utf-8"))["mutation"]
LOUD = ("error", "warning")

Loud = Callable[[str], list[Finding]]


def path_of(report: str) -> Path:
    if not report.startswith("shared:"):
        return CORPUS / report
    path = SHARED / "reports" / report.removeprefix("shared:")
    if not path.is_file():
        pytest.skip(f"needs {path}")
    return path


def loud(text: str, name: str) -> list[Finding]:
    report = nlp_extract.extract_text(text, name)
    return [
        finding
        for finding in nlp_extract.check(report)
        if finding.severity in LOUD and finding.state in ("fail", "uncertain")
    ]


@cache
def loud_unchanged(report: str) -> list[Finding]:
    path = path_of(report)
    return loud(path.read_text(encoding="utf-8"), path.name)


def changed(case: dict[str, Any]) -> str:
    text = path_of(case["report"]).read_text(encoding="utf-8")
    assert text.count(case["before"]) == 1, f"{case['before']!r} must stand there once"
    pairs = zip(case["before"].split(), case["after"].split(), strict=True)
    assert sum(before != after for before, after in pairs) == 1
    return text.replace(case["before"], case["after"])


def meets(finding: Finding, case: dict[str, Any]) -> bool:
    return finding.severity in case["severity"] and (
        bool(set(case.get("cells", ())) & set(finding.cells)) or finding.metric in case.get("metrics", ())
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_changed_number_is_found(case: dict[str, Any]) -> None:
    known = {(finding.code, finding.message) for finding in loud_unchanged(case["report"])}
    found = loud(changed(case), path_of(case["report"]).name)
    new = [finding for finding in found if (finding.code, finding.message) not in known]
    told = [(finding.code, finding.severity, finding.metric, finding.cells, finding.message) for finding in new]
    assert any(meets(finding, case) for finding in new), told
    assert len(new) <= case.get("findings", 1), told


def test_there_are_cases_of_every_report_in_prose_and_table() -> None:
    assert len(CASES) >= 12
    for path in CORPUS.glob("*.*"):
        places = {case["where"] for case in CASES if case["report"] == path.name}
        assert places == {"prose", "table"}, path.name


@pytest.mark.parametrize("report", [path.name for path in sorted(CORPUS.glob("*.*"))])
def test_the_unchanged_report_is_quiet(report: str) -> None:
    assert loud_unchanged(report) == []


def test_the_real_report_without_a_fault_is_quiet() -> None:
    assert loud_unchanged("shared:changning_hrss_2024.txt") == []


def test_the_real_report_with_a_fault_shows_it_and_nothing_else() -> None:
    (finding,) = loud_unchanged("shared:shanghai_hrss_2024.txt")
    assert finding.left is not None
    assert finding.right is not None
    assert (finding.severity, finding.cells, finding.left.value, finding.right.value) == (
        "warning", ("t2.norm.issued",), "24", "25",
    )  # fmt: skip
