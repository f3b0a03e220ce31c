"""A fixed sample of the mutation harness (see tests/mutation), silence of what is unchanged, invariance of dress."""

from __future__ import annotations

from collections import Counter

import pytest

from mutation.figures import figures
from mutation.invariance import DIGITS, ENCODINGS, said, wrong
from mutation.judge import judge, record
from mutation.mutants import mutants
from mutation.operators import OPERATORS
from mutation.places import Places
from mutation.report import by, rate
from mutation.subjects import LAYOUTS, SCALED, WRITTEN, subject, subject_names
from nlp_extract import pipeline
from rendering import Source, load_all, render

SOURCES = load_all()
ROTATED = [f"{source.name}.{LAYOUTS[turn % len(LAYOUTS)]}" for turn, source in enumerate(SOURCES)]
SAMPLE = (*ROTATED[::3], f"hezhou_city_2024.{SCALED}", "yunling_city_2024.md")
EVERY = (*OPERATORS, "cells swapped", "row shifted", "wrong year")

# source and dress that are not yet read alike: the stage at fault
KNOWN = {
    ("fengxi_county_2022", "full width"): "statements: full-width digits change two labels",
    ("lanjiang_ecology_2024", "spaced"): "narrative: 删减 5 项 is no change of 目录 once it has a blank",
}


def test_a_sample_of_mutants_is_seen_at_its_place_and_told_once() -> None:
    chosen = [(one, mutant) for one in map(subject, SAMPLE) for mutant in mutants(one, each=1)]
    records = [record(one, mutant, judge(one, mutant)) for one, mutant in chosen]
    missed = [line for line in records if line["fate"] not in ("seen", "admissible")]
    assert {line["operator"] for line in records} == set(EVERY)
    assert len(records) >= 270
    assert rate(records) >= 0.99, missed
    assert min(rate(lines) for lines in by(records, "operator").values()) >= 0.97, missed
    assert sum(line["fate"] == "admissible" for line in records) <= 0.03 * len(records)
    loud = [line for line in records if line["severity"] in ("warning", "error")]
    assert len(loud) >= 0.75 * len(records)
    assert sum(line["loud"] == 1 for line in loud) >= 0.98 * len(loud)


def test_most_cells_and_nearly_half_of_the_prose_are_checkable() -> None:
    there, checkable = Counter[str](), Counter[str]()
    for name in SAMPLE:
        for figure in figures(subject(name)):
            there[figure.where] += 1
            checkable[figure.where] += bool(figure.rules)
    assert checkable["table 3"] >= 0.99 * there["table 3"]
    assert checkable["table 4"] >= 0.99 * there["table 4"]
    assert checkable["prose"] >= 0.45 * there["prose"]


def test_unchanged_reports_are_silent_in_every_layout() -> None:
    """No error, at most one warning in 50 reports."""
    names = [name for name in subject_names() if not name.startswith("real:") and not name.endswith("tabs.txt")]
    loud = Counter[str]()
    for name in names:
        found = pipeline.check(subject(name).report)
        loud.update(one.severity for one in found if one.severity in ("warning", "error"))
    assert len(names) >= 100
    assert loud["error"] == 0
    assert loud["warning"] * 50 <= len(names)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_wrong_report_says_the_same_in_every_encoding_and_form_of_digits(source: Source) -> None:
    known = {dress for name, dress in KNOWN if name == source.name}
    changed = wrong(source, 0)
    text = render(changed, "tabs.txt").decode("utf-8")
    expected = said(pipeline.extract_text(text))
    dresses = {**ENCODINGS, **DIGITS}
    different = {
        name for name, dress in dresses.items() if said(pipeline.extract_bytes(dress(text), "报告.txt")) != expected
    }
    assert different == known


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_wrong_report_says_the_same_in_every_layout(source: Source) -> None:
    changed = wrong(source, 1)
    expected = said(pipeline.extract_bytes(render(changed, "tabs.txt"), "报告.txt"))
    kinds = ["pipes.txt", "md", "html", *([] if source.has_blanks else ["spaces.txt"])]
    different = {
        kind for kind in kinds if said(pipeline.extract_bytes(render(changed, kind), f"报告.{kind}")) != expected
    }
    assert different == set()


def test_what_is_compared_are_findings() -> None:
    loud = Counter[int]()
    for source in SOURCES:
        for turn in (0, 1):
            found = said(pipeline.extract_bytes(render(wrong(source, turn), "tabs.txt"), "报告.txt"))
            loud[turn] += any(severity in ("warning", "error") for _, _, severity, *_ in found)
    assert loud[0] >= len(SOURCES) - 2
    assert loud[1] >= len(SOURCES) // 4


# ------------------------------------------------------------------ the harness itself


@pytest.mark.parametrize(
    ("operator", "printed", "changed"),
    [
        ("one more", "16件", ["17件"]),
        ("one more", "37.9%", ["38.0%"]),
        ("one more", "三次", ["四次"]),
        ("one less", "0", []),
        ("digits swapped", "121", ["211", "112"]),
        ("digits swapped", "10", []),
        ("digit lost", "105件", ["15件", "10件"]),
        ("digit doubled", "22（其中修订16件）", ["222（其中修订16件）"]),
        ("ten times", "0", []),
        ("ten times", "3.26万元", ["32.60万元"]),
        ("ten times", "1,624件", ["16240件"]),
        ("万 for 亿", "2.66 亿次", ["2.66 万次"]),
        ("万 for 亿", "12件", []),
    ],
)
def test_operators_change_a_number_as_it_is_printed(operator: str, printed: str, changed: list[str]) -> None:
    changes = [*OPERATORS[operator](printed)]
    assert [printed[: one.start] + one.new + printed[one.end :] for one in changes] == changed


def test_a_figure_of_a_page_is_changed_in_its_markup() -> None:
    source = "<p>共<!-- 12 -->受理<font>1</font><span>2</span>&nbsp;件</p><td>12</td>"
    text = "共受理12 件\n12"
    places = Places(source, text)
    assert places.replaced([(3, 5, "13")]) == "<p>共<!-- 12 -->受理<font>13</font><span></span>&nbsp;件</p><td>12</td>"
    assert places.replaced([(8, 10, "13")]) == "<p>共<!-- 12 -->受理<font>1</font><span>2</span>&nbsp;件</p><td>13</td>"


def test_a_change_that_nobody_tells_is_missed_and_one_in_a_figure_that_no_rule_vouches_for_is_not_made() -> None:
    one = subject("shibu_town_2022.txt")
    assert (WRITTEN / one.name).is_file()
    chosen = mutants(one, each=2)
    assert all(figure.rules for mutant in chosen for figure in mutant.figures)
    mutant = next(mutant for mutant in chosen if mutant.where == "table 3")
    assert judge(one, mutant).fate == "seen"
    deaf = type(one)(one.name, one.layout, one.source, one.encoding)
    object.__setattr__(deaf, "check", lambda report: one.outcomes)
    assert judge(deaf, mutant).fate != "seen"
