"""The metric lexicon: every example is linked as it says, and each metric has enough of them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from marks import marked
from nlp_extract.errors import KnowledgeError
from nlp_extract.lexicon.loader import load
from nlp_extract.narrative.cues import lexicon
from prose import read_prose

FAILURES = tomllib.loads(
    (Path(__file__).parent / "cases" / "known_failure" / "metrics.toml").read_text(encoding="utf-8")
)["case"]
METRICS = load(
    "metrics.toml",
    "metric",
    {"id": str, "zh": str},
    {"stock": bool, "aside": bool, "units": list, "examples": list, "counter_examples": list},
)


def metrics_at_mark(example: str) -> set[str]:
    text, [(start, end)] = marked(example)
    return {q.metric for q in read_prose(text)[0] if q.span.start < end and start < q.span.end}


@pytest.mark.parametrize("entry", METRICS, ids=lambda entry: entry.data["id"])
def test_examples_are_linked(entry) -> None:  # type: ignore[no-untyped-def]
    wrong = {text: found for text in entry.data["examples"] if (found := metrics_at_mark(text)) != {entry.data["id"]}}
    assert not wrong


@pytest.mark.parametrize("entry", METRICS, ids=lambda entry: entry.data["id"])
def test_counter_examples_are_not(entry) -> None:  # type: ignore[no-untyped-def]
    wrong = [text for text in entry.data["counter_examples"] if entry.data["id"] in metrics_at_mark(text)]
    assert not wrong


@pytest.mark.parametrize("entry", METRICS, ids=lambda entry: entry.data["id"])
def test_each_metric_has_examples_of_both_kinds(entry) -> None:  # type: ignore[no-untyped-def]
    assert len(set(entry.data["examples"])) >= 3
    assert len(entry.data["counter_examples"]) >= 1


@pytest.mark.xfail(reason="known failure of the linker", strict=True)
@pytest.mark.parametrize("case", FAILURES, ids=lambda case: f"{case['metric']}: {case['text']}")
def test_known_failures(case: dict[str, str]) -> None:
    found = metrics_at_mark(case["text"])
    assert (case["metric"] not in found) if case.get("not") else found == {case["metric"]}


def test_the_ids_are_those_of_the_specification(shared: Path) -> None:
    rows = (shared / "spec" / "metrics.tsv").read_text(encoding="utf-8").splitlines()
    wanted = {row.split("\t")[0] for row in rows if row and not row.startswith("#")}
    assert {entry.data["id"] for entry in METRICS} == wanted


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ('[[cue]]\nmetric = "nonsense.total"\nhead = ["号"]\n', "第 1 行", "nonsense.total"),
        ('\n\n[[metric]]\nid = "x.y"\nzh = "某"\nstok = true\n', "第 3 行", "stock"),
        ('[[metric]]\nid = "x.y"\n', "第 1 行", "zh"),
        ('[[metric]]\nid = 3\nzh = "某"\n', "第 1 行", "类型"),
        ('[[metric\nid = 3\n', "", "TOML"),
        ('[[cue]]\nmetric = "disclosure.total"\nhead = ["号"]\nframe = ["radio"]\n', "第 1 行", "radio"),
    ],
)  # fmt: skip
def test_a_malformed_lexicon_names_file_and_line(tmp_path: Path, text: str, line: str, problem: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        lexicon(path)
    assert caught.value.file == str(path)
    assert caught.value.place == line
    assert problem in str(caught.value)


def test_a_users_lexicon_adds_words(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[[cue]]\nmetric = "training.sessions"\nhead = ["公开夜校"]\n', encoding="utf-8")
    assert "公开夜校" in lexicon(path).by_head
    assert "公开夜校" not in lexicon().by_head
