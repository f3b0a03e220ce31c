"""jieba and its Rust port cut the same words; the choice between them is explicit."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from math import log
from pathlib import Path

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp_extract.errors import NlpExtractError
from nlp_extract.narrative.cues import lexicon
from nlp_extract.narrative.words import CHOICE, Jieba, RustJieba, segmenter_of

CORPORA = Path(__file__).parents[1] / "corpora" / "quantities"
WORDS = lexicon().segmenter_words
JIEBA = Jieba(WORDS)


@pytest.fixture(scope="module")
def rust() -> RustJieba:
    pytest.importorskip("rjieba", reason="the extra `fast` is not installed")
    return RustJieba(WORDS)


def test_both_cut_the_same_words(rust: RustJieba) -> None:
    lines = [line for path in sorted(CORPORA.rglob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(lines) > 2000
    differing = [line for line in lines if list(JIEBA.words(line)) != rust.words(line)]
    assert len(differing) <= len(lines) / 1000
    for line in differing:  # two cuts may be equally probable: 分/省分 and 分省/分
        assert _probability(JIEBA.words(line)) == pytest.approx(_probability(rust.words(line)), rel=1e-12)


def _probability(words: Iterable[str]) -> float:
    return sum(log(JIEBA.FREQ.get(word) or 1) - log(JIEBA.total) for word in words)


@given(st.text("政府信息公开申请全市县发布微信公众号浏览量2024年件条，。、（）%a+.& \r\n\u3000①é𠀀", max_size=60))
def test_the_words_are_those_of_jieba_with_the_same_dictionary(text: str) -> None:
    plain = jieba.Tokenizer()
    JIEBA.initialize()
    plain.FREQ, plain.total, plain.initialized = JIEBA.FREQ, JIEBA.total, True
    assert list(JIEBA.words(text)) == list(plain.cut(text, HMM=False))


@given(st.text("政府信息公开申请全市县发布微信公众号浏览量2024年件条，。、（）%a ", max_size=60))
def test_joined_the_words_are_the_text(text: str) -> None:
    assert "".join(JIEBA.words(text)) == text


def test_a_segmenter_that_does_not_exist_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CHOICE, "pkuseg")
    with pytest.raises(NlpExtractError, match=r"pkuseg.*jieba 或 rjieba"):
        segmenter_of(WORDS)


def test_without_rjieba_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CHOICE, "rjieba")
    monkeypatch.setitem(sys.modules, "rjieba", None)
    with pytest.raises(NlpExtractError, match=r"nlp-extract\[fast\]"):
        segmenter_of(WORDS)


def test_extract_is_the_same_with_either(rust: RustJieba, tmp_path: Path) -> None:
    sentence = "全年新收政府信息公开申请86件，上年结转9件；微信公众号发布信息1205条，阅读量3.2万次。"
    report = tmp_path / "report.txt"
    report.write_text(f"某市财政局2024年政府信息公开工作年度报告\n一、总体情况\n{sentence}\n", encoding="utf-8")
    command = [sys.executable, "-m", "nlp_extract", "extract", "--format", "json", str(report)]
    outputs = []
    for choice in ("jieba", "rjieba"):
        done = subprocess.run(command, env={**os.environ, CHOICE: choice}, capture_output=True, check=False)
        outputs.append(done.stdout)
    assert b"wechat.reads" in outputs[0]
    assert outputs[0] == outputs[1]
