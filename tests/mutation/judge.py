"""One mutant through reader, stages and rules: is the change seen, where it was made, and told once?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal

from mutation.figures import Figure, families
from mutation.mutants import Mutant
from mutation.subjects import Subject
from nlp_extract.document import Span
from nlp_extract.errors import NlpExtractError
from nlp_extract.facts import Finding, Report
from nlp_extract.reconcile.rule import Outcome

Outcomes = tuple[Outcome, ...]
Fate = Literal["seen", "admissible", "missed", "unplaced", "refused"]
"""``unplaced``: the source could not be changed at that place, or its reader made another text of it; ``refused``:
the pipeline ended in an error of its own."""


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant. ``codes`` are the findings that name the figure, ``loud`` the number of new findings
    at warning or above, ``severity`` the highest of those that name the figure."""

    fate: Fate
    codes: tuple[str, ...] = ()
    severity: str = ""
    loud: int = 0
    messages: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {slot: getattr(self, slot) for slot in ("fate", "codes", "severity", "loud", "messages")}


def judge(subject: Subject, mutant: Mutant) -> Verdict:
    source = subject.places.replaced([(span.start, span.end, new) for span, new in mutant.edits])
    if source is None:
        return Verdict("unplaced")
    try:
        report = subject.read(source)
    except NlpExtractError as why:
        return Verdict("refused", messages=(str(why),))
    if report.document.text != _text_with(subject.report.document.text, mutant):
        return Verdict("unplaced", messages=("另读成其他文字",))
    outcomes = subject.check(report)
    spans = _moved(mutant)
    new = _new(outcomes, subject.outcomes)
    naming = [outcome for outcome in new if _names(outcome, mutant, report, spans)]
    allowed = families(frozenset().union(*(figure.rules for figure in mutant.figures)))
    right = [one.finding for one in naming if _is_of(one.finding, allowed)]
    loud = [one.finding for one in new if one.finding.severity in ("warning", "error")]
    messages = tuple(f"{one.code} {one.severity} {one.message}" for one in loud)
    if right:
        severity = next(level for level in ("error", "warning", "info") if level in {one.severity for one in right})
        return Verdict("seen", tuple(one.code for one in right), severity, len(loud), messages)
    if _still_vouched(outcomes, mutant, report, spans):
        return Verdict("admissible", loud=len(loud), messages=_readings(outcomes, mutant, report, spans))
    told = tuple(f"{one.finding.code} {one.finding.severity} {one.finding.message}" for one in new)
    return Verdict("missed", loud=len(loud), messages=told)


def _is_of(finding: Finding, allowed: frozenset[str]) -> bool:
    """Whether a finding is of one of the families, or one of them was folded into it (``同一原因：T3-03 …``)."""
    folded = finding.arithmetic.partition("同一原因：")[2]
    return finding.code.partition("-")[0] in allowed or any(f"{family}-" in folded for family in allowed)


def _text_with(text: str, mutant: Mutant) -> str:
    for span, new in sorted(mutant.edits, reverse=True):
        text = text[: span.start] + new + text[span.end :]
    return text


def _moved(mutant: Mutant) -> list[Span]:
    """Where the changed characters stand in the changed text."""
    spans, drift = [], 0
    for span, new in sorted(mutant.edits):
        spans.append(Span(span.start + drift, span.start + drift + len(new)))
        drift += len(new) - len(span)
    return spans


def _failing(outcomes: Outcomes) -> list[Outcome]:
    return [one for one in outcomes if one.finding.state in ("fail", "uncertain")]


def _new(outcomes: Outcomes, before: Outcomes) -> list[Outcome]:
    """Failures that the unchanged report does not have, or not as severe."""

    def sort(finding: Finding) -> tuple[str, str | None, tuple[str, ...], str | None]:
        return finding.code, finding.metric, finding.cells, finding.severity

    left = Counter(sort(one.finding) for one in _failing(before))
    new = []
    for outcome in _failing(outcomes):
        left[sort(outcome.finding)] -= 1
        if left[sort(outcome.finding)] < 0:
            new.append(outcome)
    return new


def _names(outcome: Outcome, mutant: Mutant, report: Report, spans: list[Span]) -> bool:
    """Whether an outcome points at a changed figure: its cell, a number that it weighed, its year."""
    if any(figure.key in outcome.finding.cells for figure in mutant.figures):
        return True
    if any(span.overlaps(report.quantities[index].span) for index in outcome.quantities for span in spans):
        return True
    if not mutant.figures[0].key.startswith("y"):
        return False
    sides = [side for side in (outcome.finding.left, outcome.finding.right) if side is not None]
    return any(mutant.edits[0][1] in side.value for side in sides)


def _still_vouched(outcomes: Outcomes, mutant: Mutant, report: Report, spans: list[Span]) -> bool:
    """Whether every rule that vouched for the figure passes with its changed value."""
    passing = {
        one.finding.code
        for one in outcomes
        if one.finding.state == "pass" and (_names(one, mutant, report, spans) or one.finding.code.startswith("CM"))
    }
    return all(figure.rules <= passing for figure in mutant.figures)


def _readings(outcomes: Outcomes, mutant: Mutant, report: Report, spans: list[Span]) -> tuple[str, ...]:
    return tuple(
        f"{one.finding.code} {one.finding.reading}"
        for one in outcomes
        if one.finding.state == "pass"
        and one.finding.code in frozenset().union(*(figure.rules for figure in mutant.figures))
        and _names(one, mutant, report, spans)
    )


def record(subject: Subject, mutant: Mutant, verdict: Verdict) -> dict[str, Any]:
    """One line of the results."""
    first: Figure = mutant.figures[0]
    return {
        "subject": subject.name,
        "layout": subject.layout,
        "mutant": mutant.key,
        "operator": mutant.operator,
        "where": mutant.where,
        "figure": first.key,
        "before": subject.report.document.text[max(0, first.span.start - 12) : first.span.end + 4],
        "after": mutant.edits[0][1],
        "rules": sorted(frozenset().union(*(figure.rules for figure in mutant.figures))),
        **verdict.as_dict(),
    }
