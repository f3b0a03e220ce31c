"""Folding: a text as labels and headings are compared, with the way back to every character.

Width, brackets, dashes, traditional characters and radicals become one form; white space, quotation
marks and invisible characters vanish (``（ 一 ）“予 以 公 开”`` → ``(一)予以公开``). Only matching sees it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from nlp_extract.document import Span
from nlp_extract.lexicon.loader import load


@dataclass(frozen=True, slots=True)
class Folded:
    """``offsets[i]`` is the place of ``text[i]`` in the text that was folded."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The span in the unfolded text of ``text[start:end]`` (which must not be empty)."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)


@cache
def _map() -> dict[str, str]:
    table = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    table |= {
        chr(code): f"({number})" for code, number in zip(range(0x3220, 0x322A), "一二三四五六七八九十", strict=True)
    }
    for entry in load("folding.toml", "characters", {"note": str, "from": str, "to": str}):
        if len(entry.data["from"]) != len(entry.data["to"]):
            raise entry.wrong("“from”与“to”的字数不同")
        table |= dict(zip(entry.data["from"], entry.data["to"], strict=True))
    for entry in load("folding.toml", "dropped", {"characters": str}):
        table |= dict.fromkeys(entry.data["characters"], "")
    return table


def fold(text: str, start: int = 0, end: int | None = None) -> Folded:
    """``text[start:end]`` folded; offsets are those of ``text``."""
    table = _map()
    pieces: list[str] = []
    offsets: list[int] = []
    end = len(text) if end is None else end
    for offset, character in enumerate(text[start:end], start):
        if character.isspace():
            continue
        piece = table.get(character, character)
        pieces.append(piece)
        if len(piece) == 1:
            offsets.append(offset)
        else:
            offsets.extend([offset] * len(piece))
    return Folded("".join(pieces), tuple(offsets))


def folded(text: str) -> str:
    """``text`` folded, without the way back."""
    table = _map()
    return "".join([table.get(character, character) for character in text if not character.isspace()])
