"""``rules``, ``explain``, ``--select`` and ``--ignore``: every rule by code, name or beginning, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import CORPUS, Run
from nlp_extract.export.tongue import TONGUES
from nlp_extract.reconcile import ENGLISH, RULES, chosen, meant, nearest

WATER = CORPUS / "qingping_water_2023.txt"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A report with one document too many in its prose, and a label of table two that departs from the form."""
    text = WATER.read_text(encoding="utf-8").replace("制发行政规范性文件3件", "制发行政规范性文件5件")
    path = tmp_path / "broken.txt"
    path.write_text(text, encoding="utf-8")
    return path


# ---------------------------------------------------------------- what a word means


@pytest.mark.parametrize(
    ("word", "codes"),
    [
        ("N2T-14", ["N2T-14"]),
        ("n2t-14", ["N2T-14"]),
        ("规范性文件对表二", ["N2T-14"]),
        ("normative documents against table two", ["N2T-14"]),
        ("T4", ["T4-01", "T4-02", "T4-03", "T4-04"]),
        ("占比", ["NI-02", "N2T-22", "NI-03", "PL-05"]),
        (" T4-01 ", ["T4-01"]),
        ("", []),
        ("N2T-99", []),
    ],
)
def test_a_word_means_rules(word: str, codes: list[str]) -> None:
    assert [rule.code for rule in meant(word)] == codes


def test_a_name_that_begins_another_means_itself() -> None:
    """撤回 is the beginning of one; a whole name is never taken for a beginning of others."""
    for rule in RULES:
        assert meant(rule.name) == (rule,)
        assert meant(rule.code) == (rule,)
        assert meant(ENGLISH[rule.code].name) == (rule,)


@pytest.mark.parametrize(
    ("word", "near"), [("N2T-99", "N2T-"), ("规范文件对表二", "规范性文件对表二"), ("勾稽", "收办勾稽")]
)
def test_a_slip_has_near_ones(word: str, near: str) -> None:
    assert any(found.startswith(near) for found in nearest(word))


@given(st.text(max_size=40))
def test_any_word_is_looked_up(word: str) -> None:
    assert len(nearest(word)) <= 3
    assert set(meant(word)) <= set(RULES)


def test_ignore_goes_after_select() -> None:
    assert chosen(["T4"], ["T4-04"]) == {"T4-01", "T4-02", "T4-03"}
    assert chosen([], ["CM"]) == {rule.code for rule in RULES if not rule.code.startswith("CM")}


# ---------------------------------------------------------------- the commands


def test_rules_lists_all(run: Run) -> None:
    told = run("rules").json
    assert [rule["code"] for rule in told] == [rule.code for rule in RULES]
    table = run("rules", "--format", "table").text
    assert all(rule.code in table and rule.name in table for rule in RULES)


def test_rules_lists_some(run: Run) -> None:
    assert [rule["code"] for rule in run("rules", "T4", "PL-05").json] == ["T4-01", "T4-02", "T4-03", "T4-04", "PL-05"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_explain_tells_everything(run: Run, rule: object) -> None:
    from nlp_extract.reconcile import Rule

    assert isinstance(rule, Rule)
    text = "".join(run("explain", rule.name, "--format", "table").text.split())
    for part in (rule.code, rule.checks, rule.basis, rule.advice, *rule.failing, *rule.passing):
        assert "".join(part.split()) in text.replace("1", "1")
    told = run("explain", rule.code, "--lang", "en").json
    assert told["name"] == ENGLISH[rule.code].name
    assert len(told["failing"]) >= 2
    assert len(told["passing"]) >= 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["explain", "N2T-99"], "没有规则“N2T-99”，相近的有：N2T-"),
        (["explain", "N2T"], "不止一条规则：N2T-01 受理数对表三"),
        (["rules", "没有的"], "没有规则“没有的”"),
        (["check", WATER, "--select", "N2T,XX"], "没有规则“XX”"),
        (["check", WATER, "--ignore", "规范文件对表二"], "相近的有：规范性文件对表二"),
    ],
)
def test_an_unknown_rule_is_wrong_use(run: Run, arguments: list[object], told: str) -> None:
    outcome = run(*arguments)
    assert (outcome.status, outcome.out) == (2, b"")
    assert told in outcome.err
    assert len(outcome.err.splitlines()) == 1


# ---------------------------------------------------------------- selecting


@pytest.mark.parametrize(
    ("arguments", "status", "heard"),
    [
        (["--select", "N2T"], 1, {"N2T"}),
        (["--select", "规范性文件对表二,T4"], 1, {"N2T", "T4"}),
        (["--ignore", "N2T-14", "--ignore", "规范性文件制"], 2, set()),
        (["--ignore", "N2T-14"], 0, None),
        (["--select", "T3"], 0, {"T3"}),
        (["--select", "N2T", "--ignore", "N2T-14"], 0, {"N2T"}),
    ],
)
def test_only_what_is_wanted_is_heard(
    run: Run, broken: Path, arguments: list[str], status: int, heard: set[str] | None
) -> None:
    outcome = run("check", broken, "--all", *arguments)
    assert outcome.status == status
    if status == 2:
        return
    codes = {finding["code"] for finding in outcome.json["findings"]}
    assert codes
    assert heard is None or {code.partition("-")[0] for code in codes} == heard
    assert codes.isdisjoint(outcome.json["rules_left_out"])
    assert codes | set(outcome.json["rules_left_out"]) <= {rule.code for rule in RULES}


def test_leaving_a_rule_out_changes_no_other(run: Run, broken: Path) -> None:
    """The rules build on each other; unheard ones still run."""
    whole = run("check", broken, "--all").json["findings"]
    some = run("check", broken, "--all", "--ignore", "T3,N2T-01").json["findings"]
    assert some == [one for one in whole if not one["code"].startswith("T3") and one["code"] != "N2T-01"]


def test_what_is_left_out_is_told(run: Run, broken: Path) -> None:
    text = run("check", broken, "--ignore", "N2T-14", "--format", "table").text
    assert text.splitlines()[-1] == "未选用的规则（1 项）：N2T-14"


# ---------------------------------------------------------------- English


def test_english_speaks_english(run: Run, broken: Path) -> None:
    text = run("check", broken, "--lang", "en", "--format", "concise").text
    assert "warning N2T-14 Normative documents against table two: 5 (policy_docs.normative.issued)" in text
    assert "does not agree with 3 (t2.norm.issued)" in text
    assert "against: t2.norm.issued 3 (line 32, column 9); Fingerprint: N2T-14-" in text
    told = run("check", broken, "--lang", "en").json
    loud = next(finding for finding in told["findings"] if finding["severity"] == "warning")
    assert loud["message"] == "5 (policy_docs.normative.issued) does not agree with 3 (t2.norm.issued)"


def test_every_english_text_is_english() -> None:
    names = [ENGLISH[rule.code].name for rule in RULES]
    assert len(set(names)) == len(names)
    for rule in RULES:
        text = ENGLISH[rule.code]
        assert text.name.isascii()
        assert not text.checks.endswith(".")
        assert text.checks.replace("国办公开办函〔2021〕30号", "").isascii(), text.checks


def test_both_languages_have_every_word() -> None:
    chinese, english = TONGUES["zh"].words, TONGUES["en"].words
    assert chinese.keys() == english.keys()
    assert all(word.isascii() for word in english.values())
    for key, word in chinese.items():
        assert word.count("{}") == english[key].count("{}")
