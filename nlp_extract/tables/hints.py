"""Values of table cells that the prose gives in so many words; they may settle digits that were glued together."""

from __future__ import annotations

from functools import cache

from nlp_extract.lexicon.folding import folded
from nlp_extract.lexicon.loader import load
from nlp_extract.patterns import Pattern

_CLAUSE = Pattern(r"[^。；;，,\n]{1,200}")


@cache
def _patterns() -> tuple[tuple[str, Pattern], ...]:
    """(cell id, pattern with the group ``value``) of ``[[hint]]`` in tables.toml."""
    entries = load("tables.toml", "hint", {"cell": str, "pattern": str, "examples": list, "counter_examples": list})
    return tuple((entry.data["cell"], Pattern(entry.data["pattern"])) for entry in entries)


def prose_hints(text: str) -> dict[str, frozenset[int]]:
    """By cell id the numbers that the prose gives for it (本年度制发规范性文件12件 → t2.norm.issued: 12)."""
    found: dict[str, set[int]] = {}
    for clause in _CLAUSE.finditer(text):
        if "规范性文件" not in clause.group():
            continue
        for cell, pattern in _patterns():
            match = pattern.search(folded(clause.group()))
            if match:
                found.setdefault(cell, set()).add(int(match["value"]))
    return {cell: frozenset(values) for cell, values in found.items()}
