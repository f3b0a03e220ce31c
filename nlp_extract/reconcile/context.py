"""One report as the rules look at it: its sheet, its quantities by metric, the words around a number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from nlp_extract.document import Span
from nlp_extract.facts import Operand, Quantity, Report
from nlp_extract.lexicon.metric_names import metric_name
from nlp_extract.reconcile.diagnosis import Fault, diagnose, residual
from nlp_extract.reconcile.knowledge import BY_METRIC, WORDS, Comparison
from nlp_extract.reconcile.parts import PartList, part_lists
from nlp_extract.reconcile.plain import squeeze
from nlp_extract.reconcile.sheet import TABLE_FOUR, Amount, Sheet, show

SENTENCE_ENDS = "。！？!?"
ITEM_ENDS = "，,、；;。：:（）()"
WINDOW = 400
"""No sentence is followed further than this many characters: hostile text has no full stops."""


@dataclass(eq=False)
class Context:
    """A report, last year's report where it is at hand, and what several rules need of them.

    ``agreed`` collects the indices of quantities that agree with a table, as the rules go along; ``memo`` keeps what
    two rules of one module both need.
    """

    report: Report
    previous: Context | None = None
    agreed: set[int] = field(default_factory=set)
    memo: dict[str, Any] = field(default_factory=dict)
    _items: dict[int, str] = field(default_factory=dict)
    _gaps: dict[int, str] = field(default_factory=dict)

    @cached_property
    def text(self) -> str:
        return self.report.document.text

    @cached_property
    def sheet(self) -> Sheet:
        return Sheet(self.report.tables)

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """The faults of table three, each once."""
        printed = frozenset(key for key, cell in self.sheet.cells.items() if cell.value is not None)
        return diagnose(self.sheet.three, self.sheet.values, printed)

    @cached_property
    def faulty(self) -> frozenset[str]:
        """Cells that table three or four itself shows to be wrong: what rests on them is not to be trusted."""
        three = (cell for fault in self.faults for cell, _ in (*fault.repairs, *fault.also))
        four = (cell for block in TABLE_FOUR if residual(block, self.sheet.values) for cell in block.cells)
        return frozenset((*three, *four))

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        return self.report.quantities

    @cached_property
    def by_metric(self) -> dict[str, list[int]]:
        """Indices of the quantities of a metric, in the order of the text."""
        found: dict[str, list[int]] = {}
        for index, quantity in enumerate(self.quantities):
            found.setdefault(quantity.metric, []).append(index)
        return found

    @cached_property
    def compared(self) -> dict[str, list[tuple[int, Comparison]]]:
        """By rule code: the quantities that a table may speak of, each with its comparison.

        The first comparison of the metric whose words stand in the quantity's item is taken; a zero in
        place of requests has a rule of its own.
        """
        found: dict[str, list[tuple[int, Comparison]]] = {}
        for index, quantity in enumerate(self.quantities):
            candidates = BY_METRIC.get(quantity.metric, ()) if quantity.aspect == "value" else ()
            item, before = (self.item(index), self.before(index)) if len(candidates) > 1 else ("", "")
            chosen = next((one for one in candidates if one.speaks_of(item, before)), None)
            if chosen is not None:
                zero = quantity.value == 0 and chosen.code == "N2T-01"
                found.setdefault("N2T-21" if zero else chosen.code, []).append((index, chosen))
        return found

    @cached_property
    def comparisons(self) -> dict[int, tuple[str, Comparison]]:
        """By quantity: the code of the rule that holds it against a table, and with what."""
        return {index: (code, one) for code, pairs in self.compared.items() for index, one in pairs}

    @cached_property
    def within(self) -> frozenset[int]:
        """Numbers announced as part of the one before them, which counts the same: 4件（其中修订2件、废止1件）."""
        found: dict[int, Decimal] = {}
        for index in range(1, len(self.quantities)):
            before, quantity = self.quantities[index - 1], self.quantities[index]
            if before.metric != quantity.metric:
                continue
            gap = self.between(index - 1, index)
            whole = found.get(index - 1)
            if gap.lstrip("，,；;（(").startswith(WORDS["parts.within"]) and quantity.low <= before.value:
                found[index] = before.value
            elif whole is not None and quantity.low <= whole and gap[:1] in tuple("，,、") and not _closes(gap):
                found[index] = whole
        return frozenset(found)

    def other_count(self, index: int, comparison: Comparison) -> str | None:
        """The word around a number by which it counts something else than the table (备案 is not 办理)."""
        item, lead = self.item(index), self.lead(index)
        word = next((word for word in comparison.soft if word in item), None)
        return word or next((word for word in comparison.soft_lead if word in lead), None)

    def is_renamed(self, index: int) -> bool:
        """Whether words around a number make it what another rule speaks of (上年转结0件, one of many reasons)."""
        candidates = BY_METRIC.get(self.quantities[index].metric)
        own = self.comparisons.get(index)
        return candidates is not None and own is not None and own[1].code != candidates[-1].code

    def is_aside(self, index: int) -> bool:
        """Whether words around a number make it another count than its metric's."""
        candidates = BY_METRIC.get(self.quantities[index].metric)
        if candidates is None:
            return False
        return self.is_renamed(index) or self.other_count(index, candidates[-1]) is not None

    def is_added_up(self, index: int) -> bool:
        """Whether the sentence goes on to a sum that covers this number: 收到网上申请105件，快递17件，合计122件."""
        quantity, numbers = self.quantities[index], self.sentence_numbers
        for other in range(index + 1, min(len(numbers), index + 8)):
            if numbers[other] != numbers[index]:
                return False
            known = self.quantities[other]
            summed = self.before(other).lstrip("，,、；;").startswith(("合计", "共计", "总计"))
            if summed and known.unit == quantity.unit and known.value >= quantity.value:
                return True
        return False

    def table_values(self, index: int) -> Iterator[Decimal]:
        """What the tables say a quantity should be, by each admissible reading."""
        own = self.comparisons.get(index)
        readings = () if own is None else own[1].readings
        amounts = (self.sheet.amount(one.cells) for one in readings if not one.weak)
        yield from (amount.value for amount in amounts if amount is not None)

    @cached_property
    def part_lists(self) -> tuple[PartList, ...]:
        """Totals with their parts."""
        return tuple(part_lists(self))

    @cached_property
    def listed(self) -> frozenset[int]:
        """Quantities that a list names as parts of a total."""
        return frozenset(part for parts in self.part_lists for part in parts.parts)

    @cached_property
    def year(self) -> int | None:
        return self.report.outline.year

    @cached_property
    def agency(self) -> str:
        return "".join((self.report.outline.agency or "").split())

    @cached_property
    def prose(self) -> str:
        """The text without blanks and without the tables: what phrases are looked for in."""
        pieces, start = [], 0
        for table in sorted(self.report.tables.tables, key=lambda table: table.span):
            pieces.append(self.text[start : max(start, table.span.start)])
            start = max(start, table.span.end)
        pieces.append(self.text[start:])
        return squeeze("".join(pieces))

    @cached_property
    def is_government(self) -> bool:
        """Whether the agency is a government (or an area's administration), not one of its departments."""
        name = self.agency
        if not name or name.endswith(WORDS["agency.department"]):
            return False
        return name.endswith(WORDS["agency.government"])

    @cached_property
    def covers_region(self) -> bool:
        """Whether the tables cover the region: a government's do, and where the introduction says so."""
        opening = self.text[: self.report.outline.preamble.end][:3000]
        return self.is_government or any(word in opening for word in WORDS["scope.collected"])

    @cached_property
    def sentences(self) -> dict[Span, list[int]]:
        """Indices of the quantities of each sentence."""
        found: dict[Span, list[int]] = {}
        for index in range(len(self.quantities)):
            found.setdefault(self.sentence(index), []).append(index)
        return found

    @cached_property
    def sentence_numbers(self) -> list[int]:
        """Of each quantity the number of its sentence, counted from the first that has one."""
        numbers: dict[Span, int] = {}
        return [numbers.setdefault(self.sentence(index), len(numbers)) for index in range(len(self.quantities))]

    @cached_property
    def _spans(self) -> list[Span]:
        return [self._sentence(quantity) for quantity in self.quantities]

    def sentence(self, index: int) -> Span:
        return self._spans[index]

    def _sentence(self, quantity: Quantity) -> Span:
        if len(quantity.sentence):
            return quantity.sentence
        low = max(0, quantity.span.start - WINDOW)
        start = max(self.text.rfind(mark, low, quantity.span.start) for mark in SENTENCE_ENDS)
        stops = [self.text.find(mark, quantity.span.end, quantity.span.end + WINDOW) for mark in SENTENCE_ENDS]
        stop = min((end for end in stops if end >= 0), default=min(len(self.text), quantity.span.end + WINDOW))
        return Span(start + 1 if start >= 0 else low, stop)

    def sentence_text(self, index: int) -> str:
        """The sentence of a quantity, without blanks."""
        span = self.sentence(index)
        return squeeze(self.text[span.start : min(span.end, span.start + 4 * WINDOW)])

    def lead(self, index: int) -> str:
        """The sentence up to the end of the quantity's own clause."""
        span, quantity = self.sentence(index), self.quantities[index]
        return squeeze(self.text[max(span.start, quantity.span.start - WINDOW) : self._clause_end(index)])

    def item(self, index: int) -> str:
        """The quantity's own item in a list: from the mark before it to the mark behind it."""
        found = self._items.get(index)
        if found is None:
            found = self._items[index] = squeeze(self.text[self._item_start(index) : self._clause_end(index)])
        return found

    def before(self, index: int) -> str:
        """The quantity's own item, up to the number."""
        return squeeze(self.text[self._item_start(index) : self.quantities[index].span.start])

    def _item_start(self, index: int) -> int:
        quantity = self.quantities[index]
        low = max(self.sentence(index).start, quantity.span.start - 60)  # a line break within is a soft wrap
        start = max(self.text.rfind(mark, low, quantity.span.start) + 1 for mark in ITEM_ENDS)
        earlier = self.quantities[index - 1].span.end if index else 0
        return max(start, low, earlier if earlier <= quantity.span.start else low)

    def between(self, first: int, second: int) -> str:
        """The text between two quantities, without blanks."""
        if second != first + 1:
            return squeeze(self.text[self.quantities[first].span.end : self.quantities[second].span.start])
        found = self._gaps.get(first)
        if found is None:
            text = self.text[self.quantities[first].span.end : self.quantities[second].span.start]
            found = self._gaps[first] = squeeze(text)
        return found

    def behind(self, index: int, length: int) -> str:
        """The characters that follow a quantity, without blanks."""
        end = self.quantities[index].span.end
        return squeeze(self.text[end : end + 2 * length])[:length]

    def _clause_end(self, index: int) -> int:
        stop = self.quantities[index].span.end
        last = min(self.sentence(index).end, stop + 40)
        while stop < last and self.text[stop] not in ITEM_ENDS:
            stop += 1
        return stop

    def is_of_the_year(self, index: int) -> bool:
        """Whether a quantity speaks of the report's whole year (a stock at its end included)."""
        period = self.quantities[index].period
        in_year = period in ("report", "cumulative") or (self.year is not None and period[:4] == str(self.year))
        return in_year and index not in self.of_part_of_year

    @cached_property
    def of_part_of_year(self) -> frozenset[int]:
        """Numbers that words before them, in their own sentence, give to a part of the year: 上半年收到12件."""
        found = []
        for span, members in self.sentences.items():
            sentence = self.text[span.start : min(span.end, span.start + WINDOW)]
            if not any(word in sentence for word in WORDS["period.part"]):
                continue
            for index in members:
                before = sentence[: self.quantities[index].span.start - span.start]
                part = max(before.rfind(word) for word in WORDS["period.part"])
                whole = max(before.rfind(word) for word in WORDS["period.whole"])
                if part > whole:
                    found.append(index)
        return frozenset(found)

    def is_of_last_year(self, index: int) -> bool:
        period = self.quantities[index].period
        return period == "prior" or (self.year is not None and period == str(self.year - 1))

    def name(self, index: int) -> str:
        """What a quantity counts, in Chinese."""
        quantity = self.quantities[index]
        if quantity.metric == "other":
            return quantity.head or quantity.unit or "数量"
        return metric_name(quantity.metric)

    def stated(self, index: int, name: str = "") -> Operand:
        """A quantity as one side of a comparison."""
        quantity = self.quantities[index]
        return Operand(name or f"正文·{self.name(index)}", show(quantity.value), quantity.span, None, index)

    def printed(self, amount: Amount, name: str) -> Operand:
        """A cell expression as one side of a comparison; it points at a cell where it is one."""
        only = amount.cells[0] if len(amount.cells) == 1 else None
        cell = self.sheet.cells.get(only) if only else None
        return Operand(name, show(amount.value), cell.span if cell else None, only)

    def earlier(self, operand: Operand) -> Operand:
        """The same operand, marked as standing in last year's report."""
        return Operand(operand.name, operand.value, operand.span, operand.cell, operand.quantity, "previous")


def _closes(gap: str) -> bool:
    return "）" in gap or ")" in gap or "。" in gap


def is_exact(quantity: Quantity) -> bool:
    return quantity.bound == "="


def admits(quantity: Quantity, value: Decimal) -> bool:
    """Whether the true value may be ``value``: rounding of 万 and 亿 and vague words are intervals."""
    return quantity.low <= value and (quantity.high is None or value <= quantity.high)


def single(context: Context, metric: str) -> int | None:
    """The one exact count of a metric this year; None if there is none, or several that differ.

    Left out are parts of the count before (4件，其中修订2件) and, of requests, numbers whose words make them
    another count (有2件因不服答复被申请行政复议).
    """
    known: dict[str, int | None] = context.memo.setdefault("single", {})
    if metric not in known:
        known[metric] = _single(context, metric)
    return known[metric]


def _single(context: Context, metric: str) -> int | None:
    found = [
        index
        for index in context.by_metric.get(metric, ())
        if context.quantities[index].aspect == "value"
        and is_exact(context.quantities[index])
        and context.is_of_the_year(index)
        and not context.quantities[index].scope.startswith("unit:")
        and not (metric.startswith("requests.") and (context.is_aside(index) or context.is_added_up(index)))
        and index not in context.within
    ]
    return found[0] if found and len({context.quantities[index].value for index in found}) == 1 else None
