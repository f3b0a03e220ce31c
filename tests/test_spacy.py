"""For spaCy users: the factories work in a pipeline of their own and survive it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest
import spacy
from spacy import displacy

import nlp_extract.narrative.components
from nlp_extract.narrative.words import Jieba

TEXT = "全年网站浏览量2.66亿次，收到政府信息公开申请3119件。"


@pytest.fixture(scope="module")
def foreign() -> spacy.language.Language:
    """A pipeline that is not ours: spaCy's own characters as tokens."""
    nlp = spacy.blank("zh")
    nlp.add_pipe("nlp_extract_quantities")
    return nlp


def test_a_foreign_pipeline_finds_the_quantities(foreign: spacy.language.Language) -> None:
    doc = foreign(TEXT)
    assert [(span.text, span.label_) for span in doc.spans["quantities"]] == [
        ("2.66亿次", "website.page_views"),
        ("3119件", "requests.received"),
    ]
    assert [entry["value"] for entry in doc.user_data["nlp_extract.quantities"]] == ["266000000", "3119"]


def test_it_survives_disk_and_bytes(foreign: spacy.language.Language, tmp_path: Path) -> None:
    foreign.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    read_again = again(TEXT)
    assert [span.label_ for span in read_again.spans["quantities"]] == ["website.page_views", "requests.received"]
    doc = foreign(TEXT)
    copy = spacy.tokens.Doc(doc.vocab).from_bytes(doc.to_bytes())
    assert copy.user_data["nlp_extract.quantities"] == doc.user_data["nlp_extract.quantities"]


def test_it_works_in_several_processes(foreign: spacy.language.Language) -> None:
    docs = list(foreign.pipe([TEXT] * 4, n_process=2))
    assert [len(doc.spans["quantities"]) for doc in docs] == [2, 2, 2, 2]


def test_displacy_draws_the_spans(foreign: spacy.language.Language) -> None:
    html = displacy.render(foreign(TEXT), style="span", options={"spans_key": "quantities"}, jupyter=False)
    assert "website.page_views" in html


def test_our_tokenizer_keeps_quantities_whole_and_the_text_unchanged() -> None:
    doc = nlp_extract.narrative.components.build()(TEXT)
    assert doc.text == TEXT
    assert {"2.66亿次", "3119件", "浏览量"} <= {token.text for token in doc}


def test_jieba_touches_no_cache_in_the_temporary_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """jieba's own cache is loaded with marshal from a folder that anybody may write to."""
    touched: list[str] = []
    folder = Path(tempfile.gettempdir())

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if active and event == "open" and Path(str(arguments[0])).parent == folder:
            touched.append(str(arguments[0]))

    active = True
    sys.addaudithook(watch)
    words = list(Jieba(["政府信息公开"]).words("收到政府信息公开申请"))
    active = False
    assert words == ["收到", "政府信息公开", "申请"]
    assert not touched
