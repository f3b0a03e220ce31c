"""What lexicon/readings.toml says: which cells a metric may be compared with, and words the rules look for."""

from __future__ import annotations

from dataclasses import dataclass

from nlp_extract.facts import Severity
from nlp_extract.lexicon.loader import Entry, load
from nlp_extract.reconcile.sheet import parse

FILE = "readings.toml"


@dataclass(frozen=True, slots=True)
class Reading:
    """One admissible reading of a metric: a cell expression with its Chinese name.

    ``at_most``: the prose may stay below the cells (撤回 is part of 其他处理 3.其他).
    ``weak``: agreement is noticed, but stays worth a look (only the column 自然人 agrees).
    """

    zh: str
    cells: str
    at_most: bool = False
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """A metric of the prose against the tables.

    Where ``words`` are given, one of them must stand in the quantity's own item, and none of ``unless``; the first
    comparison of a metric whose words hold is taken. ``soft`` words in the item, ``soft_lead`` words in the
    sentence before it, make it another count (备案 is not 办理): nothing above info then. With ``firm`` words, only
    a sentence that has one may exceed info.
    """

    code: str
    metric: str
    zh: str
    severity: Severity
    readings: tuple[Reading, ...]
    words: tuple[str, ...]
    unless: tuple[str, ...]
    soft: tuple[str, ...]
    soft_lead: tuple[str, ...]
    firm: tuple[str, ...]

    def speaks_of(self, item: str, before: str) -> bool:
        """Whether a number may be meant whose own item this is; ``before`` is the item up to the number."""
        if not self.words:
            return True
        return any(_named(word, item) for word in self.words) and not any(word in before for word in self.unless)


def _named(word: str, item: str) -> bool:
    """Whether the word stands there as what is counted, not as an example (重复申请等情形…)."""
    _, found, behind = item.partition(word)
    return bool(found) and not behind.startswith("等")


def _readings(entry: Entry) -> tuple[Reading, ...]:
    found = []
    for key in ("readings", "at_most", "weak"):
        for line in entry.data.get(key, []):
            zh, separator, cells = line.partition(":")
            if not separator or not cells.strip():
                raise entry.wrong(f"“{line}”应写作“名称: 单元格”")
            _check_cells(entry, cells)
            found.append(Reading(zh.strip(), cells.strip(), key == "at_most", key == "weak"))
    if not found:
        raise entry.wrong("没有任何读法")
    return tuple(found)


def _check_cells(entry: Entry, cells: str) -> None:
    try:
        atoms = [atom for _, atom, _ in parse(cells)]
    except ValueError as why:
        raise entry.wrong(f"单元格写法不对：{cells}") from why
    for atom in atoms:
        if not atom.startswith(("t2.", "t2o.", "t3.", "t4.")) or atom.count(".") < 2:
            raise entry.wrong(f"不认识的单元格“{atom}”")


def _comparisons() -> tuple[Comparison, ...]:
    lists = dict.fromkeys(("readings", "at_most", "weak", "words", "unless", "soft", "soft_lead", "firm"), list)
    found = []
    for entry in load(FILE, "comparison", {"code": str, "metric": str, "zh": str, "severity": str}, dict(lists)):
        data = entry.data
        if data["severity"] not in ("error", "warning", "info"):
            raise entry.wrong(f"严重程度不对：{data['severity']}")
        found.append(
            Comparison(
                data["code"],
                data["metric"],
                data["zh"],
                data["severity"],
                _readings(entry),
                tuple(data.get("words", ())),
                tuple(data.get("unless", ())),
                tuple(data.get("soft", ())),
                tuple(data.get("soft_lead", ())),
                tuple(data.get("firm", ())),
            )
        )
    return tuple(found)


def _words() -> dict[str, tuple[str, ...]]:
    return {
        entry.data["id"]: tuple(entry.data["words"])
        for entry in load(FILE, "words", {"id": str, "zh": str, "words": list})
    }


COMPARISONS = _comparisons()
WORDS = _words()

BY_METRIC: dict[str, list[Comparison]] = {}
for _comparison in COMPARISONS:
    BY_METRIC.setdefault(_comparison.metric, []).append(_comparison)
