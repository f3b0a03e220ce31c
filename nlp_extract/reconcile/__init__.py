"""Do the figures of a report agree? The rules, and the questions one asks of them."""

from __future__ import annotations

from nlp_extract.facts import Finding, Report
from nlp_extract.reconcile.catalogue import ENGLISH, RULES
from nlp_extract.reconcile.engine import Coverage, findings, run
from nlp_extract.reconcile.examination import Examination, Judged, Waiver, examine
from nlp_extract.reconcile.fingerprint import fingerprint
from nlp_extract.reconcile.rule import Rule
from nlp_extract.reconcile.selection import chosen, meant, nearest

__all__ = [
    "ENGLISH",
    "RULES",
    "Coverage",
    "Examination",
    "Judged",
    "Rule",
    "Waiver",
    "check",
    "chosen",
    "coverage",
    "examine",
    "find_rule",
    "fingerprint",
    "meant",
    "nearest",
]


def check(report: Report, previous: Report | None = None) -> tuple[Finding, ...]:
    """All findings on a report in all four states, in the order of the rules.

    ``previous`` is the report of the same agency for the year before; without it the rules across years
    stay silent or say what they could not check.
    """
    return findings(run(RULES, report, previous))


def coverage(report: Report, previous: Report | None = None) -> Coverage:
    """Which numbers of the prose were checked, could not be, or need not be, and why."""
    return examine(report, previous).coverage


def find_rule(name: str) -> Rule | None:
    """The rule of a code or a readable name (N2T-14, 规范性文件对表二)."""
    return next((rule for rule in RULES if name in (rule.code, rule.name)), None)
