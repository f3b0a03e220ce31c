"""A number on its way to a metric: what stands around it, and the link that comes of it."""

from __future__ import annotations

from typing import NamedTuple

from nlp_extract.facts import Aspect
from nlp_extract.narrative.cues import Lexicon
from nlp_extract.narrative.frames import Frames
from nlp_extract.narrative.link import Candidate, best
from nlp_extract.narrative.scan import Found
from nlp_extract.narrative.sentence import Sentence, Zone

OTHER = "other"
"""The metric of what no metric counts."""


class Link(NamedTuple):
    """A number with what it counts. ``name`` is the office it counts for (沭阳县477件), ``whole`` the place
    among the passage's links of the number it is a part, share or change of."""

    item: Found
    zone: Zone
    frames: Frames
    metric: str
    aspect: Aspect
    head: str
    pattern: str
    name: str = ""
    direction: int = 0
    whole: int | None = None
    prior: bool = False
    """The number is last year's (比上年（14930条）增加…)."""

    @property
    def is_count(self) -> bool:
        """A value that can have parts, shares and a change: no percentage, score or duration."""
        return self.aspect == "value" and self.item.kind not in ("percent", "score", "time")


class Number(NamedTuple):
    """One number of a sentence in its surroundings. ``links`` are those of the passage so far, of which the
    sentence's own begin at ``first``; ``frames`` are in force at the number."""

    sentence: Sentence
    item: Found
    zone: Zone
    frames: Frames
    lexicon: Lexicon
    links: list[Link]
    first: int

    @property
    def before(self) -> str:
        """The words before the number, back to the nearest comma or number."""
        return self.sentence.text[self.zone.start : self.item.start]

    @property
    def segment(self) -> str:
        """The words before the number, back to the nearest comma."""
        return self.sentence.text[self.zone.segment : self.item.start]

    @property
    def previous(self) -> Link | None:
        """The link before it in the sentence."""
        return self.links[-1] if len(self.links) > self.first else None

    def since(self, link: Link) -> str:
        """The text between an earlier number and this one."""
        return self.sentence.text[link.item.end : self.item.start]

    def best(self, item: Found | None = None, frames: Frames | None = None) -> Candidate | None:
        """The best candidate from the words around, for the number itself or for ``item`` in its place."""
        return best(self.sentence, item or self.item, self.zone, frames or self.frames, self.lexicon)

    def noun(self) -> str:
        """The noun counted, for a number that fits no metric: what stands behind it, else before it."""
        behind = self.sentence.text[self.item.end : self.zone.end].strip(" 的、，")
        return behind[-12:] or self.before.strip(" 、，其中：:").rstrip("约近超逾共达 ")[-12:]

    def link(self, candidate: Candidate, *, name: str = "", whole: int | None = None) -> Link:
        """The number as a value of the candidate's metric."""
        head, pattern = candidate.head, candidate.pattern
        return Link(self.item, self.zone, self.frames, candidate.metric, "value", head, pattern, name, 0, whole)

    def inferred(self, metric: str, rule: str, *, head: str = "", name: str = "", whole: int | None = None) -> Link:
        """The number as a value of a metric that a rule of structure gives it."""
        pattern = f"structure:{rule}"
        return Link(self.item, self.zone, self.frames, metric, "value", head, pattern, name, 0, whole)

    def other(self, name: str = "") -> Link:
        """The number as a value of no metric."""
        return self.inferred(OTHER, "none", head=self.noun(), name=name)

    def like(self, link: Link, rule: str, **changes: object) -> Link:
        """The number counting what an earlier one counts."""
        moved = link._replace(item=self.item, zone=self.zone, pattern=f"structure:{rule}", prior=False)
        return moved._replace(**changes)  # type: ignore[arg-type]
