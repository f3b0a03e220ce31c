"""The word lists of lexicon/prose.toml: every list has a sample it matches, no word twice, each list is used."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex

import nlp_extract
from nlp_extract.lexicon.loader import load
from nlp_extract.narrative.prose import any_of
from nlp_extract.patterns import Pattern

LISTS = [entry.data for entry in load("prose.toml", "list", {"name": str, "sample": str, "words": list})]
NARRATIVE = Path(nlp_extract.__file__).parent / "narrative"


@pytest.mark.parametrize("entry", LISTS, ids=lambda entry: str(entry["name"]))
def test_a_list_finds_the_marked_word_of_its_sample(entry: dict[str, object]) -> None:
    sample = str(entry["sample"])
    marked = regex.search("【(.+?)】", sample)
    assert marked is not None, "the sample marks no word"
    clean = sample.replace("【", "").replace("】", "")
    found = [match[0] for match in Pattern(any_of(str(entry["name"]))).finditer(clean)]
    assert marked[1] in found


@pytest.mark.parametrize("entry", LISTS, ids=lambda entry: str(entry["name"]))
def test_no_word_is_in_a_list_twice(entry: dict[str, list[str]]) -> None:
    words = [word.split("!")[0] for word in entry["words"]]
    assert sorted(words) == sorted(set(words))


def test_every_list_is_used_by_the_prose_stage() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(NARRATIVE.glob("*.py")))
    unused = [entry["name"] for entry in LISTS if not regex.search(rf"any_of\([^)]*['\"]{entry['name']}['\"]", code)]
    assert unused == []


def test_the_characters_behind_the_mark_may_not_follow() -> None:
    predicate = Pattern(any_of("predicate"))
    assert [match[0] for match in predicate.finditer("被征收")] != ["被"]
    assert "被" in [match[0] for match in predicate.finditer("案件被改正")]
    assert "被" not in [match[0] for match in predicate.finditer("被申请人")]
