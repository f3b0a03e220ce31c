"""The nine real reports: every known fault is found, nothing else is loud, no trap is fallen into, and it is fast."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import nlp_extract
from nlp_extract.facts import Finding, Report
from nlp_extract.reconcile import check, coverage

REPORTS = Path(__file__).parents[1].parent / "shared" / "reports"
GOLD = sorted((REPORTS / "gold").glob("*.json"))
LOUD = ("error", "warning")

pytestmark = pytest.mark.skipif(not GOLD, reason=f"needs {REPORTS}")


@cache
def report(name: str) -> Report:
    return nlp_extract.extract(next(REPORTS.glob(f"{name}.*")))


def known(path: Path) -> tuple[dict[str, Any], Report, Report | None]:
    gold = json.loads(path.read_text(encoding="utf-8"))
    earlier = gold.get("previous")
    return gold, report(gold["report"]), report(earlier) if earlier else None


def meets(gold: dict[str, Any], finding: Finding) -> bool:
    return finding.kind == gold["kind"] and (
        bool(set(gold["cells"]) & set(finding.cells)) or (bool(gold["metric"]) and gold["metric"] == finding.metric)
    )


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_what_a_careful_reader_would_say_and_nothing_louder(path: Path) -> None:
    gold, this, previous = known(path)
    found = [finding for finding in check(this, previous) if finding.state in ("fail", "uncertain")]
    faults = [one for one in gold["findings"] if one["verdict"] == "mismatch" and one["kind"] != "form"]
    for fault in faults:
        assert any(meets(fault, finding) for finding in found), fault
    alarms = [finding for finding in found if finding.severity in LOUD]
    assert len(alarms) == len(faults), [finding.message for finding in alarms]
    traps = [one for one in gold["findings"] if one["verdict"] == "trap"]
    assert not [finding.message for finding in alarms for trap in traps if meets(trap, finding)]


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_every_number_is_accounted_for(path: Path) -> None:
    _, this, previous = known(path)
    found = coverage(this, previous)
    count = len(found.checked) + len(found.not_assessable) + len(found.not_needed)
    assert count == len(this.quantities)


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_spans_are_facts_of_the_text(path: Path) -> None:
    _, this, previous = known(path)
    for finding in check(this, previous):
        for operand in (finding.left, finding.right):
            if operand is not None and operand.quantity is not None and operand.report == "this":
                assert operand.span == this.quantities[operand.quantity].span


def test_the_same_report_gives_the_same_findings() -> None:
    _, this, previous = known(GOLD[0])
    assert check(this, previous) == check(this, previous)
