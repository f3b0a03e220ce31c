"""What a rule is, and what it says of one place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from nlp_extract.facts import Finding, FindingKind, Operand, Severity, State

if TYPE_CHECKING:
    from nlp_extract.reconcile.context import Context

Ground = Literal["regulation", "format", "arithmetic", "practice"]
"""On what a rule rests: 《条例》 and its notices, the statutory form, plain arithmetic, or experience with reports."""

Certainty = Literal["certain", "likely", "possible"]
"""How sure the ground is: holds by definition; holds unless another reading applies; a hint."""

RANK: dict[Severity | None, int] = {None: 0, "info": 1, "warning": 2, "error": 3}

Repair = tuple[str, Decimal]
"""``("cell:t3.new.np", 553)`` or ``("quantity:7", 24)``: a value that would mend the failure."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finding with what the engine needs beyond it.

    ``quantities`` are indices of all quantities that were weighed; ``repairs`` the changes that would make
    the failure vanish: two failures that one change mends are one fault. ``doubts`` say in Chinese why the
    operands are not to be trusted; with a doubt nothing exceeds info.
    """

    finding: Finding
    quantities: tuple[int, ...] = ()
    repairs: frozenset[Repair] = frozenset()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``checks``, ``basis`` and ``advice`` are Chinese and end without a full stop.

    ``cap`` is the highest severity it may reach. ``run`` yields outcomes; a rule that has nothing to look
    at yields nothing. ``failing`` and ``passing`` are reports in miniature (see examples.py), two or more each.
    """

    code: str
    name: str
    kind: FindingKind
    ground: Ground
    certainty: Certainty
    cap: Severity
    checks: str
    basis: str
    advice: str
    run: Run = field(repr=False)
    failing: tuple[str, ...] = field(repr=False)
    passing: tuple[str, ...] = field(repr=False)

    def say(
        self,
        state: State,
        message: str,
        *,
        severity: Severity | None = None,
        metric: str | None = None,
        cells: Iterable[str] = (),
        left: Operand | None = None,
        right: Operand | None = None,
        arithmetic: str = "",
        reading: str = "",
        tried: Iterable[str] = (),
        quantities: Iterable[int] = (),
        repairs: Iterable[Repair] = (),
        doubts: Iterable[str] = (),
    ) -> Outcome:
        """An outcome of this rule. Without a severity a failure has the rule's cap, all else but a pass info."""
        default: Severity | None = {"pass": None, "fail": self.cap}.get(state, "info")
        chosen = severity if severity is not None and state != "pass" else default
        finding = Finding(
            code=self.code,
            name=self.name,
            kind=self.kind,
            state=state,
            severity=chosen,
            message=message,
            metric=metric,
            cells=tuple(dict.fromkeys(cells)),
            left=left,
            right=right,
            arithmetic=arithmetic,
            reading=reading,
            tried=tuple(tried),
            advice=self.advice if state in ("fail", "uncertain") else "",
        )
        return Outcome(finding, tuple(dict.fromkeys(quantities)), frozenset(repairs), tuple(doubts))


def weaker(one: Severity, other: Severity) -> Severity:
    return one if RANK[one] <= RANK[other] else other


Run = Callable[[Rule, "Context"], Iterable[Outcome]]
"""What a rule does: looks at a report and yields what it has to say."""
