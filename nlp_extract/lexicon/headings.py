"""Headings, sub-headings and page furniture as data: ``sections.toml``, typed and validated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from nlp_extract.document import SECTION_KEYS
from nlp_extract.lexicon.loader import load
from nlp_extract.patterns import Match, Pattern

OPENING = 6_000
"""Characters of a text in which its author may be named."""


@dataclass(frozen=True)
class SectionTitle:
    """A statutory section: ``order`` counts from 1; ``pattern`` matches its title at the start of folded text."""

    key: str
    title: str
    order: int
    pattern: Pattern

    def match(self, text: str, start: int = 0) -> Match | None:
        return self.pattern.match(text, start)


@cache
def section_titles() -> tuple[SectionTitle, ...]:
    """The six sections in their order. Raises KnowledgeError where sections.toml is malformed."""
    required: dict[str, type | tuple[type, ...]] = {
        "key": str,
        "title": str,
        "patterns": list,
        "examples": list,
        "counter_examples": list,
    }
    entries = load("sections.toml", "section", required)
    for entry, key in zip(entries, SECTION_KEYS, strict=False):
        if entry.data["key"] != key:
            raise entry.wrong(f"此处应为“{key}”：六个部分按规定的次序排列")
    return tuple(
        SectionTitle(entry.data["key"], entry.data["title"], order, Pattern("|".join(entry.data["patterns"])))
        for order, entry in enumerate(entries, 1)
    )


@cache
def _patterns(table: str) -> tuple[Pattern, ...]:
    entries = load("sections.toml", table, {"pattern": str, "examples": list, "counter_examples": list})
    return tuple(Pattern(entry.data["pattern"], most=OPENING if table == "agency" else 0) for entry in entries)


def is_table_row(text: str) -> bool:
    """Whether a folded line (its number taken off) is a row label of table three."""
    return any(pattern.match(text) for pattern in _patterns("not_heading"))


def subheading(text: str, start: int = 0) -> Match | None:
    """A known sub-heading title at the start of folded text."""
    return next((match for pattern in _patterns("subheading") if (match := pattern.match(text, start))), None)


def is_block(text: str) -> bool:
    """Whether a folded title of section five only says which part follows (主要问题, 改进措施)."""
    return any(pattern.fullmatch(text.rstrip("。:;")) for pattern in _patterns("block"))


def is_furniture(text: str) -> bool:
    """Whether a folded line belongs to the page, not to the report (浏览次数:…)."""
    return any(pattern.fullmatch(text) for pattern in _patterns("furniture"))


def agencies(text: str) -> list[str]:
    """Agencies that the first ``OPENING`` characters of a folded text name as its author, likeliest first."""
    return [match["agency"] for pattern in _patterns("agency") if (match := pattern.search(text, 0, OPENING))]
