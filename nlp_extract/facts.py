"""What the program claims of a report: quantities, statements and findings, each with its evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from nlp_extract.document import Document, Outline, Span, Tables

Bound = Literal["=", "~", ">=", "<="]
Aspect = Literal["value", "share", "change"]
Label = Literal["problem", "remedy", "other"]
Tense = Literal["done", "planned"]
State = Literal["pass", "fail", "uncertain", "not_assessable"]
Severity = Literal["error", "warning", "info"]
FindingKind = Literal["table", "narrative-table", "narrative", "cross-year", "form"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of the prose that counts or measures something.

    ``value`` has its multiplier applied (2.66 亿 → 266000000; 46.5% → 46.5). ``low`` and ``high``
    bound the true value (700余 → 700 to 799; 2.66亿 → ±0.005亿); ``high`` None is unbounded.
    ``unit`` is as printed, without the multiplier. ``metric`` is an id of ``lexicon/metrics.toml``,
    "other" where none fits, and then ``head`` is the noun counted. ``period``: report, prior,
    cumulative, or digits; ``scope``: self, region or unit:NAME. ``pattern`` is the id of the lexicon
    entry or rule that linked it.
    """

    span: Span
    text: str
    value: Decimal
    low: Decimal
    high: Decimal | None
    unit: str
    bound: Bound
    aspect: Aspect
    metric: str
    period: str
    scope: str
    section: str
    head: str
    pattern: str
    direction: int = 0
    """+1 or -1 for a change that rises or falls, else 0."""
    sentence: Span = field(default=Span(0, 0))
    """The sentence it stands in."""


@dataclass(frozen=True, slots=True)
class Dismissed:
    """A number of the prose that is no quantity, with the reason (date, document-number, …)."""

    span: Span
    text: str
    reason: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of section five. ``answers`` are indices into the report's statements."""

    span: Span
    text: str
    label: Label
    topic: str
    probability: float
    tense: Tense | None = None
    answers: tuple[int, ...] = ()
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was read out of one document."""

    document: Document
    outline: Outline
    tables: Tables
    quantities: tuple[Quantity, ...]
    dismissed: tuple[Dismissed, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Operand:
    """One side of a comparison: what it is called, its value as text, where it stands.

    ``name`` is Chinese, for people; ``cell`` a cell id and ``quantity`` an index into
    ``Report.quantities`` where it is one of these. ``report`` is "previous" where the operand comes
    from last year's report.
    """

    name: str
    value: str
    span: Span | None = None
    cell: str | None = None
    quantity: int | None = None
    report: Literal["this", "previous"] = "this"


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one rule on one place.

    ``state`` fail: the two sides do not agree; uncertain: they differ, but the reading is in doubt;
    pass; not_assessable: something needed is missing. ``severity`` is None for a pass.
    ``arithmetic`` shows the sum ("553 + 15 + … = 579 ≠ 580"); ``reading`` names the reading that
    passed, ``tried`` all that were tried, in order.
    """

    code: str
    name: str
    kind: FindingKind
    state: State
    severity: Severity | None
    message: str
    metric: str | None = None
    cells: tuple[str, ...] = ()
    left: Operand | None = None
    right: Operand | None = None
    arithmetic: str = ""
    reading: str = ""
    tried: tuple[str, ...] = ()
    advice: str = ""
