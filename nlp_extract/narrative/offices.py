"""The office or place that a number counts for: 沭阳县477件; which names there are is ``lexicon/offices.toml``."""

from __future__ import annotations

from functools import cache

from nlp_extract.lexicon.loader import load
from nlp_extract.patterns import Pattern, alternation


def office(before: str) -> str:
    """The name that stands right before a number, "" where none does.

    ``before`` are the number's own words, back to the nearest comma or number.
    """
    name, excluded = _patterns()
    match = name.fullmatch(before)
    return match["name"] if match and not excluded.search(match["name"]) else ""


@cache
def _patterns() -> tuple[Pattern, Pattern]:
    fields: dict[str, type | tuple[type, ...]] = dict.fromkeys(
        ("endings", "bare", "never_first", "never_in", "links"), list
    )
    (entry,) = load("offices.toml", "office", fields, {"examples": list, "counter_examples": list})
    bare = alternation(entry.data["bare"])
    first, endings = alternation(entry.data["never_first"]), alternation(entry.data["endings"])
    name = Pattern(
        rf"[、，,；;：:（(\s和及与]{{0,9}}(?:其中[，,：:]?)?\s{{0,3}}(?P<name>(?<=[、，,；;：:（(中]){bare}|(?!{first})\p{{Han}}[\p{{Han}}（）()“”、]{{0,22}}?{endings})"
        rf"(?:(?<=级)(?:文件|信息|网站))?{alternation(entry.data['links'])}?\s*",
        needs={word[-1] for word in (*entry.data["endings"], *entry.data["bare"])},
    )
    return name, Pattern(alternation(entry.data["never_in"]) + "|等$")
