"""Text as phrases and years are looked for in it: without blanks, digits at half width."""

from __future__ import annotations

HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


def squeeze(text: str) -> str:
    """A text without blanks, its digits at half width: what phrases and years are looked for in."""
    return plain_digits("".join(text.split()))


def plain_digits(text: str) -> str:
    """２０２４ → 2024; every character keeps its place."""
    return text.translate(HALF_WIDTH)
