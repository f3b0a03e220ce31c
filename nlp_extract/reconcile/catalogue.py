"""All rules: what lexicon/rules/*.toml says of them, joined with what they do."""

from __future__ import annotations

from dataclasses import dataclass

from nlp_extract.errors import KnowledgeError
from nlp_extract.lexicon.loader import Entry, Fields, load
from nlp_extract.reconcile import (
    across_years,
    form,
    narrative,
    narrative_table,
    plausibility,
    promises,
    shares,
    sums,
    table_two,
    tables,
)
from nlp_extract.reconcile.rule import Rule, Run

MODULES: dict[str, dict[str, Run]] = {
    "tables": table_two.RUNS | tables.RUNS,
    "narrative_table": narrative_table.RUNS,
    "shares": shares.RUNS,
    "narrative": sums.RUNS | narrative.RUNS,
    "across_years": across_years.RUNS,
    "form": form.RUNS,
    "plausibility": plausibility.RUNS,
    "promises": promises.RUNS,
}
"""In the order in which the rules run: tables first, since what the prose agrees with depends on them."""

TEXTS = ("code", "name", "kind", "ground", "certainty", "cap", "checks", "basis", "advice")
FIELDS: Fields = {**dict.fromkeys(TEXTS, str), "failing": list, "passing": list}
CHOICES = {
    "kind": ("table", "narrative-table", "narrative", "cross-year", "form"),
    "ground": ("regulation", "format", "arithmetic", "practice"),
    "certainty": ("certain", "likely", "possible"),
    "cap": ("error", "warning", "info"),
}


def rules() -> tuple[Rule, ...]:
    """All rules in the order they run. Raises KnowledgeError on a rule without a function or examples."""
    found: dict[str, Rule] = {}
    for module, runs in MODULES.items():
        for entry in load(f"rules/{module}.toml", "rule", FIELDS):
            rule = _rule(entry, runs)
            if rule.code in found or any(rule.name == other.name for other in found.values()):
                raise entry.wrong(f"规则“{rule.code} {rule.name}”重复")
            found[rule.code] = rule
        if idle := sorted(runs.keys() - found.keys()):
            raise KnowledgeError(f"缺少规则：{idle}", file=f"rules/{module}.toml", remedy="请补写 [[rule]]")
    return tuple(found.values())


def _rule(entry: Entry, runs: dict[str, Run]) -> Rule:
    data = entry.data
    for key, choices in CHOICES.items():
        if data[key] not in choices:
            raise entry.wrong(f"“{key}”不能是“{data[key]}”，应为：{'、'.join(choices)}")
    if data["code"] not in runs:
        raise entry.wrong(f"没有执行规则“{data['code']}”的函数")
    if len(data["failing"]) < 2 or len(data["passing"]) < 2:
        raise entry.wrong(f"规则“{data['code']}”的正反例子各不得少于两个")
    texts = {key: data[key] for key in TEXTS}
    return Rule(**texts, run=runs[data["code"]], failing=tuple(data["failing"]), passing=tuple(data["passing"]))


@dataclass(frozen=True, slots=True)
class English:
    """A rule in English: its name, and what it checks."""

    name: str
    checks: str


def english() -> dict[str, English]:
    """The English texts by code. Raises KnowledgeError where a rule has none, or a text has no rule."""
    fields: Fields = {"code": str, "name": str, "checks": str}
    file = "rules/english.toml"
    entries = load(file, "english", fields)
    found = {entry.data["code"]: English(entry.data["name"], entry.data["checks"]) for entry in entries}
    if astray := sorted(found.keys() ^ {rule.code for rule in RULES}):
        raise KnowledgeError(f"规则与英文说明不对应：{astray}", file=file, remedy="请补写或删去 [[english]]")
    return found


RULES = rules()
ENGLISH = english()
