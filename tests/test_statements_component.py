"""``nlp_extract_statements`` in a spaCy pipeline of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

spacy = pytest.importorskip("spacy")

from nlp_extract.errors import ModelError  # noqa: E402
from nlp_extract.statements.component import USER_DATA  # noqa: E402

TEXT = (
    "（一）存在的问题\n一是政策解读形式单一；二是栏目更新不够及时。\n"
    "（二）改进措施\n1.丰富解读形式。2.将按月巡查栏目更新情况。"
)


@pytest.fixture(scope="module")
def foreign() -> spacy.language.Language:
    nlp = spacy.blank("zh")
    nlp.add_pipe("nlp_extract_statements")
    return nlp


def test_a_foreign_pipeline_tags_statements(foreign: spacy.language.Language) -> None:
    doc = foreign(TEXT)
    assert [(span.text, span.label_) for span in doc.spans["statements"]] == [
        ("政策解读形式单一；", "problem"), ("栏目更新不够及时。", "problem"),
        ("丰富解读形式。", "remedy"), ("将按月巡查栏目更新情况。", "remedy"),
    ]  # fmt: skip
    data = doc.user_data[USER_DATA]
    assert [one["topic"] for one in data] == ["interpretation", "timeliness"] * 2
    assert [one["answers"] for one in data] == [[], [], [0], [1]]
    assert [TEXT[one["start"] : one["end"]] for one in data] == [span.text for span in doc.spans["statements"]]


def test_an_empty_doc_has_none(foreign: spacy.language.Language) -> None:
    doc = foreign("")
    assert len(doc.spans["statements"]) == 0 and doc.user_data[USER_DATA] == []


def test_it_survives_disk_bytes_and_processes(foreign: spacy.language.Language, tmp_path: Path) -> None:
    foreign.to_disk(tmp_path / "model")
    doc = spacy.load(tmp_path / "model")(TEXT)
    copy = spacy.tokens.Doc(doc.vocab).from_bytes(doc.to_bytes())
    assert copy.user_data[USER_DATA] == doc.user_data[USER_DATA]
    assert [len(one.spans["statements"]) for one in foreign.pipe([TEXT] * 2, n_process=2)] == [4, 4]


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    nlp = spacy.blank("zh")
    with pytest.raises(ModelError, match="无法读取"):
        nlp.add_pipe("nlp_extract_statements", config={"model": str(tmp_path)})
