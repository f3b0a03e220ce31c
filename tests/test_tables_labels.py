"""The forms as data, and the labels read from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp_extract.errors import KnowledgeError
from nlp_extract.lexicon import forms, loader
from nlp_extract.lexicon.folding import fold, folded
from nlp_extract.lexicon.forms import KINDS, Label, cell_id, form
from nlp_extract.lexicon.loader import load
from nlp_extract.patterns import Pattern
from nlp_extract.tables.hints import prose_hints
from nlp_extract.tables.labels import distance, find_labels, fuzzy, in_cell, is_misprint
from nlp_extract.tables.values import parse, tokens

SHARED = Path(__file__).parents[1].parent / "shared"
LABELS = [label for kind in KINDS for label in form(kind).labels]
LAW = form("requests").row("denied.law")


def ids() -> set[str]:
    return {
        cell_id(row, form(kind).column(column)) for kind in KINDS for row in form(kind).rows for column in row.columns
    }


@pytest.mark.skipif(not SHARED.exists(), reason="/shared with the list of cells is not here")
def test_ids_are_those_of_the_contract() -> None:
    contract = {
        line.split("\t")[0]
        for line in (SHARED / "spec" / "cells.tsv").read_text("utf-8").splitlines()
        if not line.startswith("#")
    }
    assert ids() - contract == {name for name in ids() if name.startswith("t2o.")}
    assert contract <= ids()
    assert len([name for name in ids() if name.startswith("t2o.")]) == 22


def read_as(label: Label, printed: str) -> Label | None:
    """What a printed label is read as, exactly or as a misprint."""
    hit = in_cell(label.table, printed)
    if hit:
        return hit.of(label.kind)
    known = form(label.table)
    return fuzzy((*known.rows, *known.columns), printed)


@pytest.mark.parametrize("label", LABELS, ids=lambda label: f"{label.kind}-{label.name}")
def test_examples(label: Label) -> None:
    for printed in (label.label, *label.wordings, *label.examples):
        assert read_as(label, printed) == label, printed
    for printed in label.counter_examples:
        assert read_as(label, printed) != label, printed


def test_hint_examples() -> None:
    for entry in load("tables.toml", "hint", {"cell": str, "pattern": str, "examples": list, "counter_examples": list}):
        assert all(entry.data["cell"] in prose_hints(example) for example in entry.data["examples"])
        assert not any(prose_hints(example) for example in entry.data["counter_examples"])
        assert Pattern(entry.data["pattern"])
    assert prose_hints("全年新制定行政规范性文件 5 件，废止3件")["t2.norm.issued"] == {5}


def test_malformed_forms_name_file_and_line(monkeypatch: pytest.MonkeyPatch) -> None:
    good = loader.builtin("tables.toml")
    for wrong, words in (
        (good.replace('table = "disputes"', 'table = "dispute"', 1), "没有名为“dispute”的表"),
        (good.replace('columns = ["t2.issued"', 'columns = ["t2.isued"', 1), "没有名为“t2.isued”的列"),
        (good.replace('lead = "危及"', 'lead = "危害"', 1), "lead"),
        (good.replace("accepted =", "acceptd =", 1), "acceptd"),
    ):
        monkeypatch.setattr(loader, "builtin", lambda name, text=wrong: text)
        forms._labels.cache_clear()
        with pytest.raises(KnowledgeError, match=words) as why:
            forms._labels()
        assert "tables.toml" in str(why.value)
        assert "行" in why.value.place
    monkeypatch.undo()
    forms._labels.cache_clear()


def test_a_number_before_a_label_is_part_of_it() -> None:
    text = folded("00000002.其他法律行政法规禁止公开0000000")
    (hit,) = find_labels("requests", text)
    assert text[hit.start : hit.end] == "2.其他法律行政法规禁止公开"
    assert hit.complete
    assert hit.of("row") == LAW


@pytest.mark.parametrize(
    ("printed", "wrong"),
    [
        ("2.其他法律行政法规禁止公开", False),
        ("2、其他法律、行政法规禁止公开", False),
        ("其他法律 行政法规 禁止公开", False),
        ("2.其他法律行政法规禁止公开（含地方性法规）", False),
        ("2.其他法律行政法规", False),
        ("2.其他法律行政止公开", True),
        ("2.其它法津行政法规禁止公开", True),
    ],
)
def test_misprints(printed: str, wrong: bool) -> None:
    assert is_misprint(LAW, printed) is wrong


def test_fuzzy_reading_is_bounded_and_unique() -> None:
    rows = form("requests").rows
    assert fuzzy(rows, "属於国家秘密") == form("requests").row("denied.secret")
    assert fuzzy(rows, "完全不同的文字") is None
    assert fuzzy(rows, "重大申诉") is None
    assert fuzzy(rows, "公开") is None
    near = form("active_disclosure").columns
    assert fuzzy(near, "本年件数") is None


def test_distance() -> None:
    assert [distance("", "公开"), distance("公开", "公开"), distance("公开了", "不公开"), distance("abc", "axc")] == [
        2,
        0,
        2,
        1,
    ]


@pytest.mark.parametrize(
    ("raw", "value", "note"),
    [
        ("12", "12", ""),
        ("１２", "12", ""),
        ("1,234", "1234", ""),
        ("1，234，567", "1234567", ""),
        ("59237.2449", "59237.2449", ""),
        ("22（其中修订16件）", "22", "（其中修订16件）"),
        ("3 件", "3", ""),
        ("", None, ""),
        ("/", None, ""),
        ("-", None, ""),
        ("——", None, ""),
        ("无", None, ""),
        (" \u00a00 ", "0", ""),
        ("O", "0", ""),
        ("+2", "2", ""),
        ("-3", "-3", ""),
        ("增2", "2", ""),
        ("减3", "-3", ""),
        ("见附件", None, "见附件"),
        ("3 5", None, "3 5"),
        ("1 234", "1234", ""),
        ("? 0", "0", ""),
        ("9" * 18, "9" * 18, ""),
        ("9" * 19, None, "9" * 19),
    ],
)
def test_values(raw: str, value: str | None, note: str) -> None:
    found, remark = parse(raw)
    assert (str(found) if found is not None else None, remark) == (value, note)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0 1 22", ["0", "1", "22"]),
        ("不公开0 1", ["0", "1"]),
        ("6.无法联系到申请人", []),
        ("全年共12件，其中本级3件", []),
        ("2023年", []),
        ("22（其中修订16件） 3", ["22（其中修订16件）", "3"]),
        ("- / 无 —", ["-", "/", "无", "—"]),
        ("本年增/减", []),
    ],
)
def test_tokens(text: str, found: list[str]) -> None:
    slots = tokens(text, 100)
    assert [slot.raw for slot in slots] == found
    for slot in slots:
        assert slot.span
        assert text[slot.span.start - 100 : slot.span.end - 100] == slot.raw


def test_folding_keeps_the_way_back() -> None:
    text = "x（ 一 ）“予以\n公開”㈠⼀⺠"
    found = fold(text, 1)
    assert found.text == "(一)予以公开(一)一民"
    assert len(found.text) == len(found.offsets)
    assert text[found.offsets[found.text.index("开")]] == "開"
    assert text[slice(*(lambda span: (span.start, span.end))(found.span(0, 3)))] == "（ 一 ）"
    assert folded(text[1:]) == found.text
