"""The model as data: same bytes, refused when changed, light to load, and as good as its card says."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nlp_extract.document import Document, Passage, Source
from nlp_extract.errors import DataError, ModelError
from nlp_extract.statements import tag
from nlp_extract.statements.dataset import LabelledReport, load_corpus, split
from nlp_extract.statements.model import CARD, WEIGHTS, load, save
from nlp_extract.statements.predict import section_five
from statement_passages import passages

ROOT = Path(__file__).parents[1]
CORPUS, MODEL = ROOT / "corpora" / "statements", ROOT / "models" / "statement"
SOME = 60
FLOORS = {"label_macro_f1": 0.96, "topic_macro_f1": 0.86, "tense_accuracy": 0.88, "answers_f1": 0.88}


@pytest.fixture(scope="module")
def reports() -> tuple[LabelledReport, ...]:
    return load_corpus(CORPUS)


def passage(text: str, section: str = "problems", heading: str = "") -> Passage:
    return passages(text, section=section, heading=heading)[0]


def report(*lines: str) -> tuple[tuple[Passage, ...], Document]:
    return passages(*lines), Document("\n".join(lines), Source("test", "text"))


def test_a_report_is_tagged() -> None:
    prose, document = report(
        "（一）存在的问题", "一是政务新媒体更新偏少，传播力不强；二是依申请公开答复不够规范。", "（二）改进措施",
        "针对以上问题，我局将做好以下工作：一是丰富公众号内容，提升政务新媒体传播力。二是规范依申请公开答复流程。",
    )  # fmt: skip
    found = tag(prose, document)
    assert [s.label for s in found] == ["problem", "problem", "other", "remedy", "remedy"]
    assert [s.topic for s in found] == ["newmedia", "application", "none", "newmedia", "application"]
    assert [s.answers for s in found] == [(), (), (), (0,), (1,)]
    assert {s.tense for s in found[3:]} == {"planned"} and found[0].tense is None
    assert all(document.surface(s.span) == s.text and 1 / 3 <= s.probability <= 1 for s in found)


@pytest.mark.parametrize(
    "text",
    [
        "全年未发生因信息公开引发的舆情问题。", "信访、投诉类问题由专门渠道受理，不在本报告范围。",
        "《关于加强档案工作若干问题的意见》已按规定公开。", "我局依法作出不予公开、无法提供答复各一件，均无争议。",
        "经自查，不存在突出问题。", "无。",
    ],
)  # fmt: skip
def test_hard_negatives_are_no_problems(text: str) -> None:
    (statement,) = tag(*report(text))
    assert statement.label != "problem"


def test_nothing_to_tag_needs_no_model() -> None:
    assert tag((passage("全年公开信息三百条。", "overview"),), Document("", Source("t", "text"))) == ()


def test_a_section_without_end_is_read_in_parts() -> None:
    found = tag(*report(*["一是解读形式单一。", "下一步，将丰富解读形式。"] * 1000))
    assert len(found) == 2000
    assert all(abs(i - answer) < 300 for i, one in enumerate(found) for answer in one.answers)
    assert found[1001].answers and found[1001].answers[0] > 300


def test_section_five_under_another_title() -> None:
    before, under = passage("全年公开信息。", "other"), passage("解读偏少。", "other", "（二）存在的主要问题")
    after = passage("将增加解读。", "other", "（三）改进措施")
    assert section_five((before, under, after)) == (under, after)
    proper = passage("人手少。")
    assert section_five((under, proper)) == (proper,)


def test_the_current_model_is_as_good_as_the_floors(reports: tuple[LabelledReport, ...]) -> None:
    pytest.importorskip("sklearn")
    from nlp_extract.statements.experiments import by_hand, judge
    from nlp_extract.statements.scores import MEASURES, label_f1, topic_f1

    test = split(reports)["test"]
    judged, hand = judge(load(MODEL), test), by_hand(test, headings=True)
    measured = {name: measure(judged) for name, measure in MEASURES.items()}
    assert {name for name, floor in FLOORS.items() if measured[name] < floor} == set()
    assert measured["expected_calibration_error"] <= 0.05
    assert label_f1(hand) < measured["label_macro_f1"] and topic_f1(hand) < measured["topic_macro_f1"]


def test_the_card_tells_of_the_model(reports: tuple[LabelledReport, ...]) -> None:
    from nlp_extract.statements.experiments import data_hash

    card = json.loads((MODEL / CARD).read_text(encoding="utf-8"))
    assert card["data"]["sha256"] == data_hash(reports), "语料或词库变了：请运行 nlp-extract train"
    alone = {row["what"]: row["label_macro_f1"] for row in card["ablation"]}["model, words alone"]
    assert alone >= 0.92
    assert card["licence"] and card["versions"] and len(card["learning_curve"]) >= 4 and len(card["comparison"]) >= 5
    assert (MODEL / WEIGHTS).stat().st_size <= 3 * 1024 * 1024


def test_loading_needs_no_scikit_learn() -> None:
    code = (
        "import sys; from pathlib import Path; from nlp_extract.statements.model import load; "
        "from nlp_extract.statements import tag; from nlp_extract.document import Document, Passage, Source; "
        "print(len(tag((Passage('更新慢。', (0, 1, 2, 3), 'problems'),), Document('更新慢。', Source('t', 'text'))))); "
        "print(sorted({'sklearn', 'scipy', 'jieba', 'spacy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "[]"]


def test_any_changed_byte_is_refused_or_changes_nothing(tmp_path: Path) -> None:
    prose, document = report("一是更新偏慢。", "下一步，将按月巡查。")
    right, draw = tag(prose, document, load(MODEL)), random.Random(7)
    for name in (WEIGHTS, CARD):
        whole = (MODEL / name).read_bytes()
        for _ in range(60):
            shutil.copytree(MODEL, tmp_path, dirs_exist_ok=True)
            place = draw.randrange(len(whole))
            broken = bytearray(whole)
            if draw.random() < 0.3:
                del broken[place:]
            else:
                broken[place] ^= 1 << draw.randrange(8)
            (tmp_path / name).write_bytes(bytes(broken))
            try:
                assert tag(prose, document, load(tmp_path)) == right
            except ModelError as why:
                told = bool(why.remedy and why.file)
                assert told


def test_a_consistent_forgery_is_still_no_traceback(tmp_path: Path) -> None:
    import hashlib

    for data in (b"", b"PK\x03\x04", b"\x80\x04K\x01."):
        (tmp_path / WEIGHTS).write_bytes(data)
        (tmp_path / CARD).write_text(json.dumps({"sha256": hashlib.sha256(data).hexdigest()}), encoding="utf-8")
        with pytest.raises(ModelError):
            load(tmp_path)
    with pytest.raises(ModelError, match="无法读取"):
        load(tmp_path / "none")


def test_saving_what_was_loaded_gives_the_same_bytes(tmp_path: Path) -> None:
    save(load(MODEL), tmp_path)
    assert (tmp_path / WEIGHTS).read_bytes() == (MODEL / WEIGHTS).read_bytes()
    assert (tmp_path / CARD).read_bytes() == (MODEL / CARD).read_bytes()


TRAIN = """
import random, sys
from pathlib import Path
from nlp_extract.statements.dataset import load_corpus
from nlp_extract.statements.model import save
from nlp_extract.statements.train import fit
reports = list(load_corpus(Path(sys.argv[1]))[:60])
random.Random(int(sys.argv[3])).shuffle(reports)
save(fit(reports, ("char2", "cue")), Path(sys.argv[2]))
"""


def test_training_depends_on_nothing_but_the_data(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    made = []
    for seed, threads in (("1", "1"), ("2", "4")):
        limits = {"OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
        surroundings = {**os.environ, "PYTHONHASHSEED": seed, **limits}
        command = [sys.executable, "-c", TRAIN, str(CORPUS), str(tmp_path / seed), seed]
        subprocess.run(command, cwd=ROOT, env=surroundings, check=True)
        made.append((tmp_path / seed / WEIGHTS).read_bytes())
    assert made[0] == made[1]


def test_one_class_only_is_refused(reports: tuple[LabelledReport, ...]) -> None:
    pytest.importorskip("sklearn")
    from dataclasses import replace

    from nlp_extract.statements.train import fit

    only = [replace(r, examples=tuple(e for e in r.examples if e.label == "problem")) for r in reports[:SOME]]
    with pytest.raises(DataError, match="remedy"):
        fit([r for r in only if r.examples], ("char2",))


def test_a_worse_model_does_not_replace_a_better(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("sklearn")
    from nlp_extract.statements import commands, experiments
    from nlp_extract.statements.train import fit

    few = load_corpus(CORPUS)[:SOME]
    monkeypatch.setattr(experiments, "run", lambda *_: (fit(few, ("char2",)), {"few": True}))
    shutil.copytree(MODEL, tmp_path / "m")
    before = (tmp_path / "m" / WEIGHTS).read_bytes()
    stayed = commands.train_command(CORPUS, tmp_path / "m")
    assert not stayed.replaced and (tmp_path / "m" / WEIGHTS).read_bytes() == before
    forced = commands.train_command(CORPUS, tmp_path / "m", force=True)
    assert forced.replaced and forced.kept is not None and (forced.kept / WEIGHTS).read_bytes() == before
    compared = commands.compare_command(CORPUS, forced.kept, tmp_path / "m")
    values = [side["measures"]["label_macro_f1"]["value"] for side in (compared.first, compared.second)]
    assert compared.changed and values[0] > values[1]
