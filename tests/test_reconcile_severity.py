"""What rests on a vague number, another scope or period, or on a cell that was not plainly printed is never loud."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from nlp_extract.document import Tables
from nlp_extract.facts import Quantity, Report
from nlp_extract.reconcile import RULES
from nlp_extract.reconcile.context import Context
from nlp_extract.reconcile.engine import weigh
from nlp_extract.reconcile.examples import build
from nlp_extract.reconcile.rule import Outcome

FAILING = [pytest.param(notation, id=f"{rule.code}-{n}") for rule in RULES for n, notation in enumerate(rule.failing)]
KINDS = {"t2": "active_disclosure", "t3": "requests", "t4": "disputes"}


def loud(report: Report, previous: Report | None) -> Iterator[Outcome]:
    for outcome in weigh(RULES, report, previous):
        if outcome.finding.state in ("fail", "uncertain") and outcome.finding.severity != "info":
            yield outcome


def with_quantity(report: Report, index: int, new: Quantity) -> Report:
    return replace(
        report, quantities=tuple(new if place == index else one for place, one in enumerate(report.quantities))
    )


@pytest.mark.parametrize("notation", FAILING)
def test_a_vague_number_is_never_loud(notation: str) -> None:
    report, previous = build(notation)
    for index in {index for outcome in loud(report, previous) for index in outcome.quantities}:
        known = report.quantities[index]
        vague = replace(known, bound="~", low=known.value * 9 / 10, high=known.value * 11 / 10)
        found = [one for one in loud(with_quantity(report, index, vague), previous) if index in one.quantities]
        assert [one.finding.message for one in found if one.finding.cells == () or one.finding.kind != "table"] == []


@pytest.mark.parametrize("notation", FAILING)
@pytest.mark.parametrize("change", [{"period": "2019"}, {"scope": "unit:某乡"}], ids=["period", "scope"])
def test_numbers_of_several_scopes_or_periods_are_never_loud(notation: str, change: dict[str, str]) -> None:
    """One of several counts is another year's or another agency's; growth over a stated base is between two years."""
    report, previous = build(notation)
    counted = {
        index
        for outcome in loud(report, previous)
        if len([i for i in outcome.quantities if report.quantities[i].aspect == "value"]) > 1
        for index in outcome.quantities
        if report.quantities[index].aspect == "value" and outcome.finding.code not in ("NI-08", "CY-07")
    }
    for index in counted:
        other = with_quantity(report, index, replace(report.quantities[index], **change))
        assert [one.finding.message for one in loud(other, previous) if index in one.quantities] == []


@pytest.mark.parametrize("notation", FAILING)
def test_a_reconstructed_cell_is_never_loud(notation: str) -> None:
    report, previous = build(notation)
    for key in {key for outcome in loud(report, previous) for key in outcome.finding.cells}:
        found = loud(replace(report, tables=reconstructed(report.tables, key)), previous)
        own = Context(report).sheet.cells
        assert [one.finding.message for one in found if key in one.finding.cells and key in own] == []


def reconstructed(tables: Tables, key: str) -> Tables:
    cut = tuple(
        replace(
            table,
            cells=tuple(replace(cell, reading="reconstructed") if cell.id == key else cell for cell in table.cells),
        )
        for table in tables.tables
    )
    return replace(tables, tables=cut)


@pytest.mark.parametrize("notation", FAILING)
def test_a_damaged_table_is_never_loud(notation: str) -> None:
    report, previous = build(notation)
    for prefix, kind in KINDS.items():
        tables = tuple(replace(one, grade="damaged") if one.kind == kind else one for one in report.tables.tables)
        found = loud(replace(report, tables=replace(report.tables, tables=tables)), previous)
        own = {cell.id for table in report.tables.tables for cell in table.cells}
        resting = [one for one in found if any(key.startswith(prefix) and key in own for key in one.finding.cells)]
        assert [one.finding.message for one in resting] == []


@pytest.mark.parametrize("notation", [one for one in FAILING if str(one.id).startswith("CY")])
def test_a_damaged_table_of_last_year_is_never_loud(notation: str) -> None:
    report, previous = build(notation)
    assert previous is not None
    damaged = replace(
        previous,
        tables=replace(previous.tables, tables=tuple(replace(one, grade="damaged") for one in previous.tables.tables)),
    )
    found = [one for one in loud(report, damaged) if one.finding.kind == "cross-year" and one.finding.cells]
    assert [one.finding.message for one in found] == []
