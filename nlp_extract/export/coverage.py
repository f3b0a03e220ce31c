"""Which numbers of the prose were checked, which could not be, which need not be: each in exactly one class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from nlp_extract.document import Span
from nlp_extract.export.tongue import Tongue
from nlp_extract.reconcile import Examination

Class = Literal["checked", "not_assessable", "not_needed", "no_quantity"]
CLASSES: tuple[Class, ...] = ("checked", "not_assessable", "not_needed", "no_quantity")


@dataclass(frozen=True, slots=True)
class Covered:
    """A number of the prose: its class and, where it was not checked, why (no_quantity: the reason's id)."""

    span: Span
    text: str
    kind: Class
    metric: str | None
    why: str = ""


def covered(examination: Examination) -> tuple[Covered, ...]:
    """Every number of the prose in the order of the text, each once."""
    report, coverage = examination.report, examination.coverage
    told: dict[int, tuple[Class, str]] = dict.fromkeys(coverage.checked, ("checked", ""))
    told |= {index: ("not_assessable", why) for index, why in coverage.not_assessable}
    told |= {index: ("not_needed", why) for index, why in coverage.not_needed}
    numbers = [
        Covered(quantity.span, quantity.text, told[index][0], quantity.metric, told[index][1])
        for index, quantity in enumerate(report.quantities)
    ]
    numbers += [Covered(item.span, item.text, "no_quantity", None, item.reason) for item in report.dismissed]
    return tuple(sorted(numbers, key=lambda number: (number.span, number.metric or "")))


def coverage_lines(examination: Examination, tongue: Tongue) -> Iterator[str]:
    """Two lines for people: the counts, and why some need no check."""
    coverage, dismissed = examination.coverage, len(examination.report.dismissed)
    counts = (len(coverage.checked), len(coverage.not_assessable), len(coverage.not_needed), dismissed)
    yield tongue["numbers"].format(sum(counts), *counts)
    reasons = Counter(tongue.no_need(why) for _, why in coverage.not_needed)
    listed = tongue["comma"].join(f"{why} {count}" for why, count in reasons.most_common())
    space = "" if tongue.lang == "zh" else " "
    yield space.join([*([tongue["no need"].format(listed)] if listed else []), tongue["why not"]])
