"""Every rule keeps its promise: failing examples fail, passing ones pass, traps stay quiet, faults are told once."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from nlp_extract.errors import KnowledgeError
from nlp_extract.facts import Finding
from nlp_extract.lexicon.loader import Entry, builtin
from nlp_extract.reconcile import RULES, Rule, check, coverage, find_rule
from nlp_extract.reconcile.catalogue import MODULES, _rule
from nlp_extract.reconcile.context import Context
from nlp_extract.reconcile.examples import build, every_cell
from nlp_extract.reconcile.knowledge import COMPARISONS, WORDS, _readings
from nlp_extract.reconcile.rule import RANK
from nlp_extract.reconcile.sheet import GROUPS, ORGANISATIONS, parse

CASES = Path(__file__).parent / "cases" / "reconcile"
TRAPS = tomllib.loads((CASES / "traps.toml").read_text(encoding="utf-8"))["trap"]
FAULTS = tomllib.loads((CASES / "faults.toml").read_text(encoding="utf-8"))["fault"]
BAD = ("fail", "uncertain")

FAILING = [
    pytest.param(rule, notation, id=f"{rule.code}-{n}") for rule in RULES for n, notation in enumerate(rule.failing)
]
PASSING = [
    pytest.param(rule, notation, id=f"{rule.code}-{n}") for rule in RULES for n, notation in enumerate(rule.passing)
]


def alone(rule: Rule, notation: str) -> list[Finding]:
    """What one rule says of an example."""
    report, previous = build(notation)
    context = Context(report, Context(previous) if previous is not None else None)
    return [outcome.finding for outcome in rule.run(rule, context)]


def loud(notation: str) -> list[Finding]:
    return [finding for finding in check(*build(notation)) if finding.state in BAD and finding.severity != "info"]


@pytest.mark.parametrize(("rule", "notation"), FAILING)
def test_failing_examples_fail(rule: Rule, notation: str) -> None:
    found = [finding for finding in alone(rule, notation) if finding.state in BAD]
    assert found
    for finding in found:
        assert finding.code == rule.code
        assert finding.severity is not None
        assert RANK[finding.severity] <= RANK[rule.cap]
        assert finding.message
        assert finding.advice
        assert finding.left is not None


@pytest.mark.parametrize(("rule", "notation"), PASSING)
def test_passing_examples_pass(rule: Rule, notation: str) -> None:
    states = [finding.state for finding in alone(rule, notation)]
    assert "pass" in states
    assert not set(BAD) & set(states)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_says_what_it_is(rule: Rule) -> None:
    assert len(rule.failing) >= 2
    assert len(rule.passing) >= 2
    assert find_rule(rule.code) is rule
    assert find_rule(rule.name) is rule
    assert not rule.checks.endswith("。")
    assert len({one.code for one in RULES}) == len({one.name for one in RULES}) == len(RULES)


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap["what"])
def test_a_trap_says_nothing_above_info(trap: dict[str, Any]) -> None:
    assert [finding.message for finding in loud(trap["report"])] == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["what"])
def test_a_fault_is_told_once_and_at_its_place(fault: dict[str, Any]) -> None:
    found = loud(fault["report"])
    said = [(finding.code, finding.message) for finding in found]
    assert len(found) == fault.get("findings", 1), said
    own = [finding for finding in found if finding.code == fault["code"]]
    assert own, said
    assert own[0].severity == fault["severity"]
    if "cells" in fault:
        assert any(
            set(fault["cells"]) <= set(finding.cells) or set(fault["cells"]) & set(finding.cells) for finding in own
        )
    if "metric" in fault:
        assert own[0].metric == fault["metric"]


def test_enough_cases() -> None:
    assert len(TRAPS) >= 30
    assert len(FAULTS) >= 25


# ------------------------------------------------------------------ knowledge


def test_the_readings_name_cells_and_metrics_that_exist() -> None:
    known = {key for table in ("t2", "t3", "t4") for key in every_cell(table)}
    known |= {f"t3.{group}.{column}" for group in GROUPS for column in ("np", "sum", *ORGANISATIONS)}
    known |= {"t3.new.org", "t3.carried_in.org", "t3.total.org"}
    metrics = {entry["id"] for entry in tomllib.loads(builtin("metrics.toml"))["metric"]}
    codes = {rule.code for rule in RULES}
    for comparison in COMPARISONS:
        assert comparison.metric in metrics
        assert comparison.code in codes
        for reading in comparison.readings:
            assert {atom for _, atom, _ in parse(reading.cells)} <= known, reading


def test_the_last_comparison_of_a_metric_asks_for_no_words() -> None:
    """Else a quantity could fall through all of them."""
    last = {comparison.metric: comparison for comparison in COMPARISONS}
    assert [comparison.metric for comparison in last.values() if comparison.words] == []


def test_the_fee_of_section_six_is_compared_with_no_cell() -> None:
    assert not [one for one in COMPARISONS if one.metric.startswith("info_fee.")]
    assert not [one for one in COMPARISONS if one.metric == "policy_docs.total"]


def test_every_list_of_words_is_used_and_filled() -> None:
    assert all(words for words in WORDS.values())


@pytest.mark.parametrize(
    "data",
    [
        {"readings": ["没有冒号"]},
        {"readings": ["名称:"]},
        {"readings": ["名称: x3.new.sum"]},
        {"readings": ["名称: t3.new.sum*万"]},
        {},
    ],
)
def test_a_malformed_reading_is_named_with_file_and_line(data: dict[str, Any]) -> None:
    with pytest.raises(KnowledgeError) as caught:
        _readings(Entry("readings.toml", 12, data))
    assert caught.value.file == "readings.toml"
    assert "12" in caught.value.place


@pytest.mark.parametrize(
    "change", [{"code": "T9-99"}, {"cap": "fatal"}, {"kind": "prose"}, {"failing": ["一例"]}, {"passing": []}]
)
def test_a_malformed_rule_is_named_with_file_and_line(change: dict[str, Any]) -> None:
    entry = tomllib.loads(builtin("rules/tables.toml"))["rule"][0]
    with pytest.raises(KnowledgeError) as caught:
        _rule(Entry("rules/tables.toml", 7, {**entry, **change}), MODULES["tables"])
    assert "7" in caught.value.place


# ------------------------------------------------------------------ coverage


@pytest.mark.parametrize("case", [*TRAPS, *FAULTS], ids=lambda case: case["what"])
def test_every_number_is_in_exactly_one_class(case: dict[str, Any]) -> None:
    report, previous = build(case["report"])
    found = coverage(report, previous)
    classes = [*found.checked, *(index for index, _ in found.not_assessable), *(index for index, _ in found.not_needed)]
    assert sorted(classes) == list(range(len(report.quantities)))
    assert all(reason for _, reason in (*found.not_assessable, *found.not_needed))
