"""spaCy factories: ``nlp.add_pipe("nlp_extract_quantities")`` works in any Chinese pipeline.

``nlp_extract_quantities`` writes ``doc.spans["quantities"]`` (label: the metric), which displaCy draws, and
``doc.user_data["nlp_extract.quantities"]``: a list of plain dictionaries in the order of the spans.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spacy.lang.zh import Chinese
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import registry

from nlp_extract.narrative.cues import lexicon as load_lexicon
from nlp_extract.narrative.frames import Frames
from nlp_extract.narrative.links import Link
from nlp_extract.narrative.scan import Dropped, Found, exact, fold, scan
from nlp_extract.narrative.sentence import Borders, Sentence, sentences
from nlp_extract.narrative.structure import Linker
from nlp_extract.narrative.words import ChineseTokenizer, Segmenter, segmenter_of
from nlp_extract.narrative.zeros import Zero, zeros

USER_DATA = "nlp_extract.quantities"


@dataclass(slots=True)
class Analysis:
    """What was found in one Doc. ``frames`` are those in force at its end; offsets are the Doc's."""

    found: list[Found]
    dropped: list[Dropped]
    sentences: list[Sentence]
    links: list[Link]
    zeros: list[Zero]
    frames: Frames


@cache
def segmenter(lexicon: Path | None) -> Segmenter:
    return segmenter_of(load_lexicon(lexicon).segmenter_words)


def make_tokenizer() -> Callable[[Language], ChineseTokenizer]:
    """The tokenizer as spaCy's configuration names it: ``@tokenizers = "nlp_extract_tokenizer"``."""
    return lambda nlp: ChineseTokenizer(nlp.vocab, segmenter(None))


registry.tokenizers("nlp_extract_tokenizer", func=make_tokenizer)


class QuantityLinker:
    """Finds the numbers of a Doc and links them to metrics; see the head of the module."""

    def __init__(self, name: str, lexicon: str = "") -> None:
        self.name = name
        self.path = Path(lexicon) if lexicon else None
        self.lexicon = load_lexicon(self.path)

    def __call__(self, doc: Doc) -> Doc:
        words = borders(doc)
        analysis = self.analyse(doc.text, lambda *_: words, *scan(doc.text))
        spans = []
        for link in analysis.links:
            span = doc.char_span(link.item.start, link.item.end, label=link.metric, alignment_mode="expand")
            if isinstance(span, Span):
                spans.append(span)
        doc.spans["quantities"] = SpanGroup(doc, name="quantities", spans=spans)
        doc.user_data[USER_DATA] = [_plain(link) for link in analysis.links]
        return doc

    def analyse(
        self,
        text: str,
        borders: Borders,
        found: list[Found],
        dropped: list[Dropped],
        heading: str = "",
        before: Frames | None = None,
    ) -> Analysis:
        """The numbers of a text linked to metrics. ``borders`` tells where its words begin and end,
        ``heading`` is the sub-heading above it, ``before`` what the text before it was about."""
        text = fold(text)
        linker = Linker(self.lexicon, heading, before)
        parts: list[Sentence] = []
        for sentence in sentences(text, found, borders, self.lexicon):
            linker.sentence(sentence)
            sentence.forget_words()
            parts.append(sentence)
        return Analysis(found, dropped, parts, linker.links, zeros(text, found), Frames(topic=linker.topic()))


def borders(doc: Doc) -> set[int]:
    """The offsets where the words of a Doc begin, and its end."""
    return {token.idx for token in doc} | {len(doc.text)}


def _plain(link: Link) -> dict[str, str | int]:
    """A link as data that survives ``Doc.to_bytes``."""
    item = link.item
    return {
        "start": item.start,
        "end": item.end,
        "value": str(exact(item.numeral.value)),
        "unit": item.unit,
        "bound": item.numeral.bound,
        "aspect": link.aspect,
        "metric": link.metric,
        "pattern": link.pattern,
    }


@Language.factory("nlp_extract_quantities", default_config={"lexicon": ""})
def make_quantities(nlp: Language, name: str, lexicon: str) -> QuantityLinker:
    return QuantityLinker(name, lexicon)


def build(lexicon: Path | None = None) -> Language:
    """A blank Chinese pipeline with our tokenizer and the quantity component."""
    nlp = Chinese(meta={"name": "nlp_extract"})
    nlp.tokenizer = ChineseTokenizer(nlp.vocab, segmenter(lexicon))
    nlp.add_pipe("nlp_extract_quantities", config={"lexicon": str(lexicon) if lexicon else ""})
    return nlp
