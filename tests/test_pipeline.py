"""From file to Report: every fact is where it says, and the three doors lead to the same room."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

import nlp_extract
from conftest import CORPUS, SHARED
from nlp_extract.facts import Dismissed, Quantity, Report, Statement

PATHS = sorted([*CORPUS.glob("*.*"), *(SHARED / "reports").glob("*.*")])


@pytest.fixture(scope="module", params=PATHS, ids=lambda path: path.name)
def report(request: pytest.FixtureRequest) -> Report:
    path: Path = request.param
    return nlp_extract.extract(path)


def squash(text: str) -> str:
    return "".join(text.split())


def test_every_fact_stands_where_it_says(report: Report) -> None:
    surface = report.document.surface
    said: list[Quantity | Dismissed | Statement] = [*report.quantities, *report.dismissed, *report.statements]
    for item in said:
        assert squash(surface(item.span)) == squash(item.text)
    for cell in report.tables.cells().values():
        if cell.span is not None:
            assert squash(surface(cell.span)) == squash(cell.raw)


def test_every_number_is_in_its_sentence_and_in_no_table(report: Report) -> None:
    for quantity in report.quantities:
        assert quantity.sentence.contains(quantity.span), quantity
        assert not any(quantity.span.overlaps(table.span) for table in report.tables.tables), quantity


def test_every_value_is_within_its_bounds(report: Report) -> None:
    for quantity in report.quantities:
        assert quantity.low <= quantity.value, quantity
        assert quantity.high is None or quantity.value <= quantity.high, quantity


def test_answers_point_at_problems(report: Report) -> None:
    for statement in report.statements:
        assert all(report.statements[index].label == "problem" for index in statement.answers)


def test_statements_do_not_overlap(report: Report) -> None:
    spans = [statement.span for statement in report.statements]
    assert all(before.end <= after.start for before, after in pairwise(spans))
    section = report.outline.section("problems")
    assert section is not None
    assert all(section.body.contains(span) for span in spans)


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.*")), ids=lambda path: path.name)
def test_three_doors_lead_to_one_room(path: Path) -> None:
    by_path = nlp_extract.extract(path)
    by_bytes = nlp_extract.extract_bytes(path.read_bytes())
    by_text = nlp_extract.extract_text(path.read_text(encoding="utf-8"))
    for other in (by_bytes, by_text):
        assert replace(other, document=by_path.document) == by_path


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.*")), ids=lambda path: path.name)
def test_the_invented_reports_are_complete_and_quiet(path: Path) -> None:
    report = nlp_extract.extract(path)
    assert len(report.outline.sections) == 6
    assert [table.grade for table in report.tables.tables] == ["complete"] * 3
    assert sum(len(table.cells) for table in report.tables.tables) == 200
    loud = [finding for finding in nlp_extract.check(report) if finding.severity in ("error", "warning")]
    assert loud == []


def test_numbers_said_in_prose_are_found() -> None:
    report = nlp_extract.extract(CORPUS / "qingping_water_2023.txt")
    said = {(quantity.metric, str(quantity.value.normalize()), quantity.aspect) for quantity in report.quantities}
    assert said >= {
        ("requests.received", "3E+1", "value"),
        ("requests.granted", "5E+1", "share"),
        ("policy_docs.normative.effective", "14", "value"),
        ("training.participants", "85", "value"),
    }
