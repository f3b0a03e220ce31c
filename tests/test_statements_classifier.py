"""StatementClassifier and HandRules as scikit-learn estimators; jieba without a shared cache."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from nlp_extract.statements.knowledge import formulas

pytest.importorskip("sklearn")

import numpy as np
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline

from nlp_extract.statements.baseline import HandRules, hand_topic
from nlp_extract.statements.classifier import StatementClassifier
from nlp_extract.statements.cut import cut
from nlp_extract.statements.features import FAMILIES, PLACE_NAMES, place_features, text_features
from statement_passages import passages

TEXTS = [text for text, _, _ in formulas()]
LABELS = [label for _, label, _ in formulas()]


def test_fit_and_predict() -> None:
    model = StatementClassifier().fit(TEXTS, LABELS)
    assert list(model.classes_) == ["problem", "remedy"]
    assert list(model.predict(["解读形式单一。", "加强业务培训。"])) == ["problem", "remedy"]
    chances = model.predict_proba(TEXTS)
    assert chances.shape == (len(TEXTS), 2) and np.allclose(chances.sum(axis=1), 1.0)
    assert (model.classes_[chances.argmax(axis=1)] == model.predict(TEXTS)).all()
    assert model.score(TEXTS, LABELS) > 0.95


def test_clone_pipeline_and_grid_search() -> None:
    model = StatementClassifier(families=("char2", "cue"), C=2.0)
    assert clone(model).get_params() == model.get_params()
    search = GridSearchCV(Pipeline([("tag", model)]), {"tag__C": [0.5, 5.0], "tag__least": [1, 2]}, cv=3)
    assert search.fit(TEXTS, LABELS).best_score_ > 0.8


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_gives_features(family: str) -> None:
    assert text_features("政策解读形式单一，有待丰富。", (family,))


def test_integer_labels_come_back_as_integers() -> None:
    model = StatementClassifier().fit(TEXTS, [int(label == "remedy") for label in LABELS])
    assert set(model.predict(TEXTS[:50])) <= {0, 1} and model.classes_.dtype.kind == "i"


def test_bad_input_is_refused() -> None:
    with pytest.raises(NotFittedError):
        StatementClassifier().predict(["更新慢"])
    with pytest.raises(ValueError, match="两类"):
        StatementClassifier().fit(TEXTS, ["problem"] * len(TEXTS))
    with pytest.raises(ValueError, match="序列"):
        StatementClassifier().fit("更新慢", ["problem"])
    with pytest.raises(ValueError, match="文本"):
        StatementClassifier().fit([1, 2], ["a", "b"])  # type: ignore[list-item]
    with pytest.raises(ValueError, match="X 有"):
        StatementClassifier().fit(TEXTS, LABELS[1:])


def test_hand_rules_with_and_without_headings() -> None:
    pieces = cut(passages("（二）改进措施", "1.公开力度不够的，一律补齐。"))
    assert list(HandRules(headings=True).fit(pieces).predict(pieces)) == ["remedy"]
    assert list(HandRules().predict(cut(passages("解读不够深入。", "主要表现在：")))) == ["problem", "other"]
    assert hand_topic("政务新媒体公众号粉丝少") == "newmedia" and hand_topic("总结经验") == "none"
    assert clone(HandRules(False)).headings is False


def test_place_features_have_their_names() -> None:
    rows = place_features(cut(passages("（一）存在问题：一是更新慢；二是人手少。", "（二）改进情况", "1.建台账。")))
    assert all(len(row) == len(PLACE_NAMES) for row in rows)
    named = [dict(zip(PLACE_NAMES, row, strict=True)) for row in rows]
    assert [row["kind=problem"] for row in named] == [1.0, 1.0, 0.0]
    assert [row["restarts"] for row in named] == [0.0, 0.0, 1.0] and named[-1]["last"] == 1.0


def test_jieba_leaves_no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from nlp_extract.statements import features

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "jieba.cache").write_bytes(b"not marshal at all")
    features._tokenizer.cache_clear()
    assert "w:解读" in text_features("解读", ("word",)) or text_features("解读", ("word",))
    assert [path.name for path in tmp_path.iterdir()] == ["jieba.cache"]
    assert (tmp_path / "jieba.cache").read_bytes() == b"not marshal at all"
