"""Runs the rules on a report: caps what is doubtful, and tells each fault once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from nlp_extract.facts import Finding, Report, Severity
from nlp_extract.reconcile.context import Context
from nlp_extract.reconcile.evenness import uneven
from nlp_extract.reconcile.rule import RANK, Outcome, Repair, Rule, weaker

KIND_ORDER = ("table", "narrative-table", "narrative", "cross-year", "form")
AT_LENGTH = 400
"""Arithmetic that was folded in is cut at so many characters."""


def run(rules: Iterable[Rule], report: Report, previous: Report | None = None) -> tuple[Outcome, ...]:
    """What the rules say of a report, in their order, each fault once."""
    return once(weigh(rules, report, previous))


def weigh(rules: Iterable[Rule], report: Report, previous: Report | None = None) -> tuple[Outcome, ...]:
    """Everything the rules say, in their order. A bug in a rule is an exception, never a finding.

    Later rules build on what earlier ones found: whoever wants to hear some of them still runs them all.
    """
    context = Context(report, Context(previous) if previous is not None else None)
    return tuple(_capped(rule, outcome, context) for rule in rules for outcome in rule.run(rule, context))


def once(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """The same with each fault told once, by the most telling of the outcomes given."""
    return tuple(_folded(list(outcomes)))


def _capped(rule: Rule, outcome: Outcome, context: Context) -> Outcome:
    """No severity above the rule's cap; with a doubt, or on a cell that was not plainly printed, only info."""
    finding = outcome.finding
    if finding.severity is None or finding.state == "not_assessable":
        return outcome
    doubts = list(outcome.doubts)
    if context.sheet.doubtful(finding.cells):
        doubts.append("所涉单元格是从粘连或错位的文字中还原的")
    if finding.kind != "table" and finding.state == "fail" and context.faulty.intersection(finding.cells):
        doubts.append("所对照的单元格本身合计不符，先改正表格")
    before = context.previous if finding.kind == "cross-year" and finding.state == "fail" else None
    if before is not None and not doubts and before.sheet.doubtful(finding.cells):
        doubts.append("上年报告该处的读取不可靠")
    if not doubts and finding.state == "fail" and finding.severity != "info":
        doubts += uneven(finding.code, finding.kind, outcome.quantities, context)
    severity: Severity = weaker(finding.severity, rule.cap)
    if doubts:
        capped = replace(
            finding, severity="info", state="uncertain", message=f"{finding.message}（存疑：{'；'.join(doubts)}）"
        )
        return replace(outcome, finding=capped, doubts=tuple(doubts))
    return replace(outcome, finding=replace(finding, severity=severity))


def _folded(outcomes: list[Outcome]) -> list[Outcome]:
    """Failures that one and the same correction mends become one finding, the most telling of them."""
    leader: dict[int, int] = {}
    by_repair: dict[Repair, int] = {}
    for place, outcome in enumerate(outcomes):
        if outcome.finding.state not in ("fail", "uncertain"):
            continue
        for repair in sorted(outcome.repairs):
            other = by_repair.setdefault(repair, place)
            if other != place:
                _join(leader, other, place)
    groups: dict[int, list[int]] = {}
    for place in leader:
        groups.setdefault(_root(leader, place), []).append(place)
    told, silent = dict[int, Outcome](), set[int]()
    for places in groups.values():
        members = sorted(
            dict.fromkeys((*places, _root(leader, places[0]))), key=lambda place: _weight(outcomes[place], place)
        )
        told[members[0]] = _with(outcomes[members[0]], [outcomes[place] for place in members[1:]])
        silent.update(members[1:])
    return [told.get(place, outcome) for place, outcome in enumerate(outcomes) if place not in silent]


def _root(leader: dict[int, int], place: int) -> int:
    while leader.get(place, place) != place:
        place = leader[place]
    return place


def _join(leader: dict[int, int], one: int, other: int) -> None:
    low, high = sorted((_root(leader, one), _root(leader, other)))
    leader.setdefault(low, low)
    leader[high] = low


def _weight(outcome: Outcome, place: int) -> tuple[int, int, int]:
    return (-RANK[outcome.finding.severity], KIND_ORDER.index(outcome.finding.kind), place)


def _with(outcome: Outcome, others: list[Outcome]) -> Outcome:
    """The outcome with the other failures of the same fault noted in its arithmetic."""
    if not others:
        return outcome
    notes = "；".join(f"{other.finding.code} {other.finding.arithmetic or other.finding.message}" for other in others)
    finding = outcome.finding
    return replace(
        outcome,
        finding=replace(
            finding,
            message=f"{finding.message}；另有 {len(others)} 处因同一原因不符",
            arithmetic=f"{finding.arithmetic}；同一原因：{notes[:AT_LENGTH]}",
        ),
        quantities=tuple(dict.fromkeys((*outcome.quantities, *(q for other in others for q in other.quantities)))),
    )


@dataclass(frozen=True, slots=True)
class Coverage:
    """Each number of the prose in exactly one class: index and, where it was not checked, why (Chinese)."""

    checked: tuple[int, ...]
    not_assessable: tuple[tuple[int, str], ...]
    not_needed: tuple[tuple[int, str], ...]


NOT_HEARD = "本可核对，相应的规则未选用"


def cover(report: Report, outcomes: Iterable[Outcome], unheard: Iterable[Outcome] = ()) -> Coverage:
    """Which numbers of the prose were checked, which could not be, and which need not be.

    ``unheard`` are outcomes of rules that were not wanted: their numbers could have been checked.
    """
    skipped = {index for outcome in unheard for index in outcome.quantities}
    checked: set[int] = set()
    unable: dict[int, str] = {}
    for outcome in outcomes:
        if outcome.finding.state == "not_assessable":
            for index in outcome.quantities:
                unable.setdefault(index, outcome.finding.message)
        else:
            checked.update(outcome.quantities)
    indices = range(len(report.quantities))
    return Coverage(
        checked=tuple(index for index in indices if index in checked),
        not_assessable=tuple((index, unable[index]) for index in indices if index not in checked and index in unable),
        not_needed=tuple(
            (index, NOT_HEARD if index in skipped else _why_not(report, index))
            for index in indices
            if index not in checked and index not in unable
        ),
    )


def _why_not(report: Report, index: int) -> str:
    quantity = report.quantities[index]
    if quantity.metric == "other":
        return "业务数字，表格没有对应栏"
    if quantity.scope.startswith("unit:"):
        return "所辖一个机关的数，表格没有单列"
    if quantity.bound != "=":
        return "约数，没有可比的数"
    if quantity.aspect == "change":
        return "增减幅度，没有可比的基数"
    return "表格没有对应栏，正文也没有可比的数"


def findings(outcomes: Iterable[Outcome]) -> tuple[Finding, ...]:
    return tuple(outcome.finding for outcome in outcomes)
