"""``nlp-extract label``: what a person types, and what is on disk afterwards."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import pytest

from conftest import CORPUS, ROOT, Run
from nlp_extract.errors import DataError
from nlp_extract.statements.exchange import FORMATS, read_file, write_file
from nlp_extract.statements.labels import Item, Section, Tags
from nlp_extract.statements.suggest import choose

REPORTS = sorted(CORPUS.glob("*.*"))


def load(path: Path) -> list[Item]:
    return [placed.item for placed in read_file(path)]


@pytest.fixture
def batch(tmp_path: Path, run: Run) -> Path:
    path = tmp_path / "mine.jsonl"
    assert run("label", "suggest", *REPORTS, "--n", 8, "-o", path).status == 0
    return path


# ---------------------------------------------------------------- suggest


def test_the_order_of_reports_makes_no_difference(batch: Path, tmp_path: Path, run: Run) -> None:
    run("label", "suggest", *reversed(REPORTS), "--n", 8, "-o", tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == batch.read_bytes()
    assert len(load(batch)) == 8 and not any(item.checked for item in load(batch))


def test_labels_are_never_overwritten_by_suggestions(batch: Path, run: Run) -> None:
    before = batch.read_bytes()
    outcome = run("label", "suggest", REPORTS[0], "-o", batch)
    assert outcome.status == 2 and "不会覆盖" in outcome.err and batch.read_bytes() == before


def test_a_report_that_cannot_be_read_spoils_no_other(tmp_path: Path, run: Run) -> None:
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    outcome = run("label", "suggest", tmp_path / "empty.txt", REPORTS[0], "-o", tmp_path / "l.jsonl")
    assert outcome.status == 3 and "empty.txt" in outcome.err and load(tmp_path / "l.jsonl")


def test_two_reports_of_one_name_are_refused(tmp_path: Path, run: Run) -> None:
    (tmp_path / REPORTS[0].name).write_bytes(REPORTS[0].read_bytes())
    assert run("label", "suggest", tmp_path / REPORTS[0].name, REPORTS[0], "-o", tmp_path / "l.jsonl").status == 2


def statement(report: str, text: str) -> Item:
    tags = Tags("problem", "timeliness")
    return Item(Section(report, (("", text),), ((0, 0, len(text)),), ("problem",)), 1, tags, tags)


def test_doubt_and_variety_decide() -> None:
    same = "公示栏更换偏慢，常常过了公示期才贴出来。"
    found = [
        (0.6, statement("a", same)), (0.59, statement("b", same)), (0.3, statement("c", "财政专户情况语焉不详。")),
        (0.01, statement("d", "村级联络员多为兼职。")), (0.58, statement("e", same.replace("偏慢", "太慢"))),
    ]  # fmt: skip
    assert [item.section.report for item in choose(found, 2)] == ["a", "c"]
    assert [item.section.report for item in choose(found, 9)] == ["a", "c", "d", "e"]
    shuffled = found[:]
    random.Random(3).shuffle(shuffled)
    assert choose(shuffled, 3) == choose(found, 3)


# ---------------------------------------------------------------- edit


def press(run: Run, path: Path, keys: str) -> str:
    outcome = run("label", "edit", path, stdin=keys.encode())
    assert outcome.status == 0, outcome.err
    return outcome.text


def test_keys_label_and_each_is_saved(batch: Path, run: Run) -> None:
    before = load(batch)
    # accept; other; problem on supervision; remedy on security, done; stop
    press(run, batch, "\n" + "3" + _problem(before[2], "m") + _remedy(before[3], "p", "1") + "q")
    after = load(batch)
    assert after[0] == before[0].tagged(before[0].tags)
    assert after[1].tags == Tags("other")
    assert (after[2].tags.label, after[2].tags.topic) == ("problem", "supervision")
    assert (after[3].tags.label, after[3].tags.topic, after[3].tags.tense) == ("remedy", "security", "done")
    assert [item.checked for item in after] == [True] * 4 + [False] * 4


def _problem(item: Item, topic: str) -> str:
    return ("t" if item.tags.label == "problem" else "1") + topic


def _remedy(item: Item, topic: str, tense: str) -> str:
    return ("t" if item.tags.label == "remedy" else "2") + topic + tense


def test_it_goes_on_where_it_stopped(batch: Path, run: Run) -> None:
    press(run, batch, "\n\n\nq")
    assert "[4/8]" in press(run, batch, "q")
    assert "已核对 8 句，还有 0 句" in press(run, batch, "\n" * 5)
    assert "[" not in press(run, batch, "q")


def test_the_end_of_the_input_loses_nothing(batch: Path, run: Run) -> None:
    press(run, batch, "\n\n")
    assert sum(item.checked for item in load(batch)) == 2
    outcome = run("label", "edit", batch, stdin=b"1")  # a topic is asked for, and nobody answers
    assert outcome.status in (0, 130) and sum(item.checked for item in load(batch)) in (2, 3)


def test_back_mends_the_one_before(batch: Path, run: Run) -> None:
    press(run, batch, "\n" + "b" + "3" + "q")
    assert load(batch)[0].tags == Tags("other") and not load(batch)[1].checked


def test_unknown_keys_do_nothing(batch: Path, run: Run) -> None:
    press(run, batch, "xyz9 \nq")
    assert [item.checked for item in load(batch)] == [True] + [False] * 7


# ---------------------------------------------------------------- export and import


@pytest.mark.parametrize("form", FORMATS)
def test_there_and_back(form: str, batch: Path, tmp_path: Path, run: Run) -> None:
    press(run, batch, "\n3q")
    out = tmp_path / f"out{FORMATS[form].suffix}"
    assert run("label", "export", batch, "--format", form, "-o", out).status == 0
    assert run("label", "import", out, "-o", tmp_path / "new.jsonl").status == 0
    assert (tmp_path / "new.jsonl").read_bytes() == batch.read_bytes()


def test_a_spreadsheet_comes_back_into_the_file(batch: Path, tmp_path: Path, run: Run) -> None:
    before = load(batch)
    run("label", "export", batch, "--format", "csv", "-o", tmp_path / "l.csv")
    table = list(csv.reader(io.StringIO((tmp_path / "l.csv").read_text(encoding="utf-8-sig"), newline="")))
    table[3][table[0].index("类别")] = "其他"
    target = io.StringIO(newline="")
    csv.writer(target).writerows([table[0], table[3]])
    (tmp_path / "l.csv").write_text(target.getvalue(), encoding="gb18030", newline="")
    assert run("label", "import", tmp_path / "l.csv", "-o", batch).status == 0
    assert load(batch) == [*before[:2], before[2].tagged(Tags("other")), *before[3:]]


def test_a_bad_file_changes_nothing(batch: Path, tmp_path: Path, run: Run) -> None:
    run("label", "export", batch, "--format", "csv", "-o", tmp_path / "l.csv")
    data = (tmp_path / "l.csv").read_bytes()
    text = load(batch)[4].text.encode()
    (tmp_path / "l.csv").write_bytes(data.replace(text, text + "！".encode(), 1))
    before = batch.read_bytes()
    outcome = run("label", "import", tmp_path / "l.csv", "-o", batch)
    assert outcome.status == 3 and "l.csv，第 6 行" in outcome.err and "改动" in outcome.err
    assert batch.read_bytes() == before and not list(tmp_path.glob("*.part"))


def test_the_input_is_never_the_output(batch: Path, run: Run) -> None:
    assert run("label", "import", batch, "-o", batch).status == 2
    assert run("label", "export", batch, "--format", "csv", "-o", batch).status == 2


def test_import_checked_vouches_for_all(batch: Path, tmp_path: Path, run: Run) -> None:
    run("label", "import", batch, "--checked", "-o", tmp_path / "all.jsonl")
    assert all(item.checked for item in load(tmp_path / "all.jsonl"))


# ---------------------------------------------------------------- train --add


def test_what_is_tested_on_is_not_learned(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    from nlp_extract.statements.commands import _added, _no_leak
    from nlp_extract.statements.dataset import load_corpus, split

    test = split(load_corpus(ROOT / "corpora" / "statements"))["test"]
    example = next(e for report in test for e in report.examples if len(e.text) > 40)
    given = Tags(example.label, example.topic, example.tense)
    write_file(tmp_path / "l.jsonl", [statement("x", example.text).tagged(given)])
    with pytest.raises(DataError, match="几乎相同") as caught:
        _no_leak(_added([tmp_path / "l.jsonl"]), test)
    assert caught.value.file.endswith("l.jsonl") and caught.value.place == "第 1 行"
    unheard = "牛羊防疫站的公示牌被草垛挡住大半年无人过问。"
    write_file(tmp_path / "l.jsonl", [statement("x", unheard).tagged(Tags("other"))])
    _no_leak(_added([tmp_path / "l.jsonl"]), test)


def test_a_label_against_the_corpus_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    from nlp_extract.statements.commands import train_command
    from nlp_extract.statements.dataset import load_corpus, split

    corpus = ROOT / "corpora" / "statements"
    train = split(load_corpus(corpus))["train"]
    example = next(e for report in train for e in report.examples if len(e.text) > 40 and e.label == "problem")
    write_file(tmp_path / "l.jsonl", [statement("x", example.text).tagged(Tags("other"))])
    with pytest.raises(DataError, match="同一陈述标为"):
        train_command(corpus, tmp_path / "model", add=[tmp_path / "l.jsonl"])
    assert not (tmp_path / "model").exists()


def test_quick_takes_the_features_that_are_there(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    from nlp_extract.statements.commands import _features
    from nlp_extract.statements.experiments import CANDIDATES
    from nlp_extract.statements.model import load as load_model

    features = load_model(ROOT / "models" / "statement").card["features"]
    assert _features(ROOT / "models" / "statement") == ((tuple(features["families"]), features["C"]),)
    assert _features(tmp_path) == CANDIDATES[:1]
