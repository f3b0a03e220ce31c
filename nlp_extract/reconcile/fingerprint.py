"""A finding's fingerprint: what it means, not where it stands.

Re-wrapping a draft, another file format or a new paragraph keeps it; a changed figure changes it. So a
waiver holds exactly as long as what was waived.
"""

from __future__ import annotations

import hashlib
import unicodedata

from nlp_extract.facts import Finding, Operand, Report

DIGITS = 12
"""Hexadecimal digits behind the code: 48 bits, for the few findings of one agency and year."""


def fingerprint(finding: Finding, report: Report) -> str:
    """``N2T-14-3f9a0c1d2e4b``, of rule, metric, both sides with their values, agency and year.

    A side counts by its cell, else by the metric it states, else by its name. A finding without sides and
    cells (a section is missing) is told apart by its message. Two findings of one meaning have one fingerprint.
    """
    sides = [_side(side, report) for side in (finding.left, finding.right)]
    told_apart = "" if any(sides) or finding.cells else finding.message
    parts = [
        finding.code,
        finding.metric or "",
        *sides,
        ",".join(sorted(finding.cells)),
        told_apart,
        report.outline.agency or "",
        str(report.outline.year or ""),
    ]
    meaning = "\x1f".join(_plain(part) for part in parts)
    return f"{finding.code}-{hashlib.sha256(meaning.encode('utf-8', 'surrogatepass')).hexdigest()[:DIGITS]}"


def _side(side: Operand | None, report: Report) -> str:
    if side is None:
        return ""
    what = side.cell or side.name
    if side.cell is None and side.quantity is not None and side.report == "this":
        quantity = report.quantities[side.quantity]
        what = quantity.head if quantity.metric == "other" else quantity.metric
    return f"{side.report}:{what}={side.value}"


def _plain(text: str) -> str:
    """Without blanks and in one form of width, which layouts change and meaning does not."""
    return "".join(unicodedata.normalize("NFKC", text).split())
