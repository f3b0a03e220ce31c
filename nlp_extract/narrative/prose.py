"""The words of ``lexicon/prose.toml`` as alternations for patterns."""

from __future__ import annotations

from functools import cache

from nlp_extract.lexicon.loader import load
from nlp_extract.patterns import barred


@cache
def _words() -> dict[str, list[str]]:
    entries = load("prose.toml", "list", {"name": str, "sample": str, "words": list})
    return {entry.data["name"]: entry.data["words"] for entry in entries}


def any_of(*names: str) -> str:
    """A pattern for any word of these lists: ``any_of("more", "less")``."""
    return "(?:" + "|".join(barred(_words()[name]) for name in names) + ")"


def begins(*names: str) -> frozenset[str]:
    """The characters with which the words of these lists begin."""
    return frozenset(word[0] for name in names for word in _words()[name])
