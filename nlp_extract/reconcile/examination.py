"""What became of one report: each finding with its fingerprint and the waiver that covers it, and the coverage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nlp_extract.facts import Finding, Report
from nlp_extract.reconcile.catalogue import RULES
from nlp_extract.reconcile.engine import Coverage, cover, findings, once, weigh
from nlp_extract.reconcile.fingerprint import fingerprint


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that an agency has looked at and accepts: why, by whom and since when (ISO date)."""

    fingerprint: str
    reason: str
    by: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding with its fingerprint and, where one covers it, its waiver."""

    finding: Finding
    fingerprint: str
    waiver: Waiver | None = None

    @property
    def open(self) -> bool:
        """Whether it says that something is (or may be) wrong, and nobody has waived it."""
        return self.finding.state in ("fail", "uncertain") and self.waiver is None


@dataclass(frozen=True, slots=True)
class Examination:
    """All that was found on ``report``; ``left_out`` are codes of rules that were not wanted."""

    report: Report
    previous: Report | None
    judged: tuple[Judged, ...]
    coverage: Coverage
    left_out: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(one.finding for one in self.judged)

    @property
    def waived(self) -> tuple[Judged, ...]:
        return tuple(one for one in self.judged if one.waiver is not None)


def examine(
    report: Report,
    previous: Report | None = None,
    *,
    codes: frozenset[str] | None = None,
    waivers: Iterable[Waiver] = (),
) -> Examination:
    """The rules of ``codes`` (None: all) on a report, beside last year's where that is given."""
    everything = weigh(RULES, report, previous)
    outcomes = once(one for one in everything if codes is None or one.finding.code in codes)
    unheard = [one for one in everything if codes is not None and one.finding.code not in codes]
    by_print = {waiver.fingerprint: waiver for waiver in waivers}
    judged = tuple(_judge(finding, report, by_print) for finding in findings(outcomes))
    left_out = () if codes is None else tuple(rule.code for rule in RULES if rule.code not in codes)
    return Examination(report, previous, judged, cover(report, outcomes, unheard), left_out)


def _judge(finding: Finding, report: Report, waivers: dict[str, Waiver]) -> Judged:
    known = fingerprint(finding, report)
    return Judged(finding, known, waivers.get(known) if finding.state in ("fail", "uncertain") else None)
