"""lexicon/statements.toml: every entry holds its examples and none of its counter-examples."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from nlp_extract.lexicon.loader import builtin
from nlp_extract.patterns import Pattern
from nlp_extract.statements import knowledge

tomllib = pytest.importorskip("tomllib")
LEXICON: dict[str, list[dict[str, Any]]] = tomllib.loads(builtin(knowledge.FILE))


def _style(text: str) -> str:
    mark = knowledge.enumerator_at(text, 0)
    return mark.style.replace("_", "-") if mark else ""


def _masked(text: str) -> list[str]:
    return [match[0] for match in knowledge.masks().finditer(text)]


def _cue_ids(text: str) -> set[str]:
    return {knowledge.cues()[index].id for index, _ in knowledge.find_cues(text)}


def _cases(table: str, key: str, holds: Callable[[dict[str, Any], str], bool]) -> list[Any]:
    return [
        pytest.param(entry, example, holds, wanted, id=f"{table}:{entry[key][:20]}:{example[:16]}")
        for entry in LEXICON[table]
        for wanted, examples in ((True, entry.get("examples", [])), (False, entry.get("counter_examples", [])))
        for example in examples
    ]


CASES = [
    *_cases("enumerator", "style", lambda entry, text: _style(text) == entry["style"]),
    *_cases("heading", "kind", lambda entry, text: knowledge.heading_kind(text) == entry["kind"]),
    *_cases("lead_in", "pattern", lambda entry, text: bool(Pattern(entry["pattern"], verbose=True).search(text))),
    *_cases("announcement", "kind", lambda entry, text: knowledge.announces(text) == entry["kind"]),
    *_cases("cue", "id", lambda entry, text: entry["id"] in _cue_ids(text)),
]


@pytest.mark.parametrize(("entry", "text", "holds", "wanted"), CASES)
def test_entry_and_example(
    entry: dict[str, Any], text: str, holds: Callable[[dict[str, Any], str], bool], wanted: bool
) -> None:
    assert holds(entry, text) is wanted


@pytest.mark.parametrize("entry", LEXICON["mask"], ids=lambda entry: entry["reason"])
def test_mask(entry: dict[str, Any]) -> None:
    for example in entry["examples"]:
        inside = example.split("【")[1].split("】")[0]
        found = "".join(_masked(example.replace("【", "").replace("】", "")))
        assert inside in found, example
    for example in entry.get("counter_examples", []):
        assert not _masked(example), example


def test_every_topic_has_formulas_of_both_kinds() -> None:
    known = {(topic, label) for _, label, topic in knowledge.formulas()}
    assert known == {(topic, label) for topic in knowledge.TOPICS for label in ("problem", "remedy")}


@pytest.mark.parametrize(
    ("text", "number"), [("十二、", 12), ("二十是", 20), ("③", 3), ("其次，", 2), ("（三）", 3), ("15.", 15), ("㈣", 4)]
)
def test_number_of_an_enumerator(text: str, number: int) -> None:
    mark = knowledge.enumerator_at(text, 0)
    assert mark is not None and mark.number == number
