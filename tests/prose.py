"""A sentence as a report's prose, for tests of the narrative stage."""

from __future__ import annotations

from nlp_extract.document import Document, Outline, Passage, Source, Span
from nlp_extract.facts import Dismissed, Quantity
from nlp_extract.narrative import extract


def read_prose(
    text: str, *, agency: str = "某市人民政府", year: int = 2024, heading: str = ""
) -> tuple[tuple[Quantity, ...], tuple[Dismissed, ...]]:
    """The quantities and dismissed numbers of a text, each line a passage of section one."""
    passages, start = [], 0
    for line in text.split("\n"):
        if line:
            passages.append(Passage(line, tuple(range(start, start + len(line))), "overview", heading))
        start += len(line) + 1
    document = Document(text, Source("test", "text"))
    return extract(tuple(passages), document, Outline(None, agency, year, Span(0, 0), ()))
