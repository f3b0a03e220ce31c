"""Passages of a section five from plain paragraphs, for the tests of the statements stage."""

from __future__ import annotations

from nlp_extract.document import Passage


def passages(*texts: str, heading: str = "", section: str = "problems") -> tuple[Passage, ...]:
    """Paragraphs that stand one below the other from offset 0 on."""
    made, offset = [], 0
    for text in texts:
        made.append(Passage(text, tuple(range(offset, offset + len(text))), section, heading))
        offset += len(text) + 1
    return tuple(made)
