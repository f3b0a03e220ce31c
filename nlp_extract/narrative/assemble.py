"""What was found in each passage → quantities and dismissed numbers of the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache, partial
from operator import itemgetter
from pathlib import Path

from spacy.language import Language

from nlp_extract.document import Document, Outline, Passage
from nlp_extract.facts import Dismissed, Quantity
from nlp_extract.narrative.attributes import Setting, period, scope
from nlp_extract.narrative.components import Analysis, QuantityLinker, build
from nlp_extract.narrative.frames import Frames
from nlp_extract.narrative.links import Link
from nlp_extract.narrative.scan import Dropped, Found, exact, fold, scan_all
from nlp_extract.narrative.sentence import Sentence, Zone
from nlp_extract.narrative.words import ChineseTokenizer
from nlp_extract.narrative.zeros import Zero
from nlp_extract.patterns import Pattern

_GOVERNMENT = Pattern(r"(?:政府|省|市|县|区|镇|乡|旗|州|盟|管委会|管理委员会)$")


@cache
def pipeline(lexicon: Path | None) -> Language:
    """The spaCy pipeline of the prose, built once a process."""
    return build(lexicon)


class Assembler:
    """Takes the passages of one report in order; what a passage is about carries over to the next
    under the same sub-heading."""

    def __init__(self, document: Document, outline: Outline, lexicon: Path | None = None) -> None:
        self.document = document
        government = bool(outline.agency and _GOVERNMENT.search(outline.agency))
        self.setting = Setting(outline.year, government)
        nlp = pipeline(lexicon)
        tokenizer, linker = nlp.tokenizer, nlp.get_pipe("nlp_extract_quantities")
        assert isinstance(tokenizer, ChineseTokenizer)
        assert isinstance(linker, QuantityLinker)
        self.tokenizer, self.linker = tokenizer, linker
        self._quantities: list[Quantity] = []
        self._dismissed: list[Dismissed] = []
        self._last: tuple[str, str] = ("", "")
        self._frames: Frames | None = None

    def quantities(self) -> tuple[Quantity, ...]:
        return tuple(sorted(self._quantities, key=lambda quantity: (quantity.span, quantity.metric)))

    def dismissed(self) -> tuple[Dismissed, ...]:
        return tuple(self._dismissed)

    def add(self, passages: Sequence[Passage]) -> None:
        """Adds the numbers of passages that follow one another."""
        for passage, scanned in zip(passages, scan_all([passage.text for passage in passages]), strict=True):
            self._add(passage, *scanned)

    def _add(self, passage: Passage, found: list[Found], dropped: list[Dropped]) -> None:
        place = (passage.section, passage.heading)
        before = self._frames if place == self._last else None
        words = partial(self.tokenizer.borders, fold(passage.text))
        analysis = self.linker.analyse(passage.text, words, found, dropped, passage.heading, before)
        self._last, self._frames = place, Frames(topic=analysis.frames.topic)
        for item in dropped:
            span = passage.span(item.start, item.end)
            self._dismissed.append(Dismissed(span, self.document.surface(span), item.reason, item.pattern))
        self._in_order(passage, analysis)

    def _in_order(self, passage: Passage, analysis: Analysis) -> None:
        """Links and zeros by place: the scope of a sentence on requests holds for the next ones."""
        facts: list[Link | Zero] = [*analysis.links, *analysis.zeros]
        wholes: dict[int, Quantity] = {}
        split = {id(link) for link in _split_over_units(analysis.links)}
        sentences = iter(analysis.sentences)
        sentence = next(sentences, None)
        self.setting.before = None
        for position, fact in sorted(((_start(fact), fact) for fact in facts), key=itemgetter(0)):
            while sentence is not None and sentence.end <= position:
                self.setting.before = sentence
                sentence = next(sentences, None)
            assert sentence is not None, "every number stands in a sentence"
            if isinstance(fact, Zero):
                self._quantities.extend(self._zero(passage, sentence, fact))
            else:
                quantity = self._number(passage, sentence, fact, split=id(fact) in split)
                whole = None if fact.whole is None else wholes.get(id(analysis.links[fact.whole]))
                quantity = quantity if whole is None else _as_part(quantity, whole)
                wholes[id(fact)] = quantity
                self._quantities.append(quantity)

    def _number(self, passage: Passage, sentence: Sentence, link: Link, *, split: bool) -> Quantity:
        """``split``: the number is the total of named units, and so the region's."""
        item, numeral = link.item, link.item.numeral
        when = (
            "prior"
            if link.prior
            else period(sentence, link.zone, item.start, link.metric, self.linker.lexicon, self.setting)
        )
        if link.aspect != "value":
            when = "report"
        where = scope(sentence, link.zone, item.start, link.metric, link.name, self.setting)
        span = passage.span(item.start, item.end)
        return Quantity(
            span=span,
            text=self.document.surface(span),
            value=exact(numeral.value),
            low=exact(numeral.low),
            high=None if numeral.high is None else exact(numeral.high),
            unit=item.unit,
            bound=numeral.bound,
            aspect=link.aspect,
            metric=link.metric,
            period=when,
            scope="region" if split and where == "self" else where,
            section=passage.section,
            head=link.head,
            pattern=link.pattern,
            direction=link.direction,
            sentence=passage.span(sentence.start, sentence.end),
        )

    def _zero(self, passage: Passage, sentence: Sentence, zero: Zero) -> list[Quantity]:
        span = passage.span(zero.start, zero.end)
        zone = Zone(zero.start, zero.end, zero.start, zero.end, zero.start, False)
        return [
            Quantity(
                span=span,
                text=self.document.surface(span),
                value=Decimal(0),
                low=Decimal(0),
                high=Decimal(0),
                unit="",
                bound="=",
                aspect="value",
                metric=metric,
                period="report",
                scope=scope(sentence, zone, zero.start, metric, "", self.setting),
                section=passage.section,
                head="",
                pattern=zero.pattern,
                sentence=passage.span(sentence.start, sentence.end),
            )
            for metric in zero.metrics
        ]


def _start(fact: Link | Zero) -> int:
    return fact.start if isinstance(fact, Zero) else fact.item.start


def _as_part(quantity: Quantity, whole: Quantity) -> Quantity:
    """2024年全县发布信息15002条。其中，概况类891条: a part in the next sentence is the region's too. A share
    (街道120个，占10%) is of a stock and of an office where the number is that it is the share of."""
    if quantity.aspect == "share":
        where = whole.scope if quantity.scope == "self" else quantity.scope
        return replace(quantity, period=whole.period, scope=where)
    if quantity.sentence == whole.sentence or quantity.scope != "self":
        return quantity
    return replace(quantity, scope=whole.scope)


def _split_over_units(links: list[Link]) -> list[Link]:
    """The numbers that two or more named units share out among them (98期，其中市级48期、宿豫区17期)."""
    wholes = [link.whole for link in links if link.name and link.whole is not None]
    return [links[whole] for whole, units in Counter(wholes).items() if units > 1] if wholes else []
