"""The prose of a report → its quantities. numerals → scan → words → cues → link → attributes.

Numbers are found on characters before any word is cut; words are cut by jieba inside a spaCy
pipeline, a quantity being one token; cues on tokens link each number to the metric it counts.
"""

from __future__ import annotations

from pathlib import Path

from nlp_extract.document import Document, Outline, Passage
from nlp_extract.facts import Dismissed, Quantity


def extract(
    passages: tuple[Passage, ...], document: Document, outline: Outline, lexicon: Path | None = None
) -> tuple[tuple[Quantity, ...], tuple[Dismissed, ...]]:
    """All quantities of the prose and all numbers that are none, each in order of place.

    ``lexicon`` is a user's own file of metrics and cues. Raises KnowledgeError where it is malformed.
    """
    from nlp_extract.narrative.assemble import Assembler

    assembler = Assembler(document, outline, lexicon)
    assembler.add(passages)
    return assembler.quantities(), assembler.dismissed()
