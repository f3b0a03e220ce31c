"""The tables of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

Record = dict[str, Any]
PLACES = ("table 2", "table 3", "table 4", "prose", "year of the period", "year of a sentence")


def tables(records: Iterable[Record]) -> str:
    lines = list(records)
    judged = [line for line in lines if "fate" in line]
    parts = [
        _shares([line for line in lines if "figures" in line]),
        _table("operator", judged, lambda line: [str(line["operator"])]),
        _table("place", judged, lambda line: [str(line["where"])]),
        _table("layout", judged, lambda line: [str(line["layout"])]),
        _table("rule that vouches", judged, lambda line: list(line["rules"])),
        _admissible(judged),
    ]
    return "\n\n".join(parts)


def rate(records: Iterable[Record]) -> float:
    """Seen, of those that no reading admits and whose place is known."""
    counted = Counter(line["fate"] for line in records)
    base = counted["seen"] + counted["missed"] + counted["refused"]
    return counted["seen"] / base if base else 1.0


def by(records: Iterable[Record], key: str) -> dict[str, list[Record]]:
    groups: dict[str, list[Record]] = {}
    for line in records:
        groups.setdefault(str(line[key]), []).append(line)
    return groups


def _shares(counts: list[Record]) -> str:
    lines = [f"{'figures of ' + str(len(counts)) + ' reports':28}{'printed':>9}{'checkable':>11}{'share':>9}"]
    for place in PLACES:
        there = sum(line["figures"].get(place, 0) for line in counts)
        checkable = sum(line["checkable"].get(place, 0) for line in counts)
        if there:
            lines.append(f"{place:28}{there:9}{checkable:11}{checkable / there:9.1%}")
    return "\n".join(lines)


def _table(title: str, records: list[Record], keys: Callable[[Record], list[str]]) -> str:
    groups: dict[str, list[Record]] = {}
    for line in records:
        for key in keys(line):
            groups.setdefault(key, []).append(line)
    head = f"{title:22}{'mutants':>8}{'admiss.':>8}{'unplaced':>9}{'seen':>7}{'missed':>7}{'refused':>8}{'rate':>9}{'loud':>8}{'told once':>10}"
    rows = [_row(key, lines) for key, lines in sorted(groups.items())]
    return "\n".join([head, *rows, *([_row("all", records)] if title == "operator" else [])])


def _row(name: str, lines: list[Record]) -> str:
    fates = Counter(line["fate"] for line in lines)
    seen = [line for line in lines if line["fate"] == "seen"]
    loud = [line for line in seen if line["severity"] in ("warning", "error")]
    once = sum(line["loud"] == 1 for line in loud)
    return (
        f"{name:22}{len(lines):8}{fates['admissible']:8}{fates['unplaced']:9}{len(seen):7}{fates['missed']:7}{fates['refused']:8}"
        f"{rate(lines):9.2%}{len(loud) / max(1, len(seen)):8.1%}{once / max(1, len(loud)):10.1%}"
    )


def _admissible(records: list[Record]) -> str:
    readings = Counter(reading for line in records if line["fate"] == "admissible" for reading in line["messages"])
    rows = [f"{count:6}  {reading}" for reading, count in readings.most_common(30)]
    return "\n".join(["admissible by the reading that still holds", *rows])
