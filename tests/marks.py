"""Marked examples of lexicon files: 【】 around the part that is meant."""

from __future__ import annotations

from nlp_extract.patterns import Pattern

_MARK = Pattern("【([^【】]*)】")


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks and the marked spans: 共【3件】 → 共3件, [(1, 3)]."""
    plain, spans, position = "", [], 0
    for match in _MARK.finditer(text):
        plain += text[position : match.start()]
        spans.append((len(plain), len(plain) + len(match[1])))
        plain += match[1]
        position = match.end()
    return plain + text[position:], spans
