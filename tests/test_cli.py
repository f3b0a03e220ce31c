"""The command line as its users meet it: outputs, exit status, files, consoles, wrong use."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conftest import CORPUS, Run
from nlp_extract import cli
from nlp_extract.cli.check import FORMS
from nlp_extract.cli.desk import Desk, Result
from nlp_extract.facts import Finding
from nlp_extract.reconcile import Judged, Waiver
from nlp_extract.worker.tasks import any_at

WATER = CORPUS / "qingping_water_2023.txt"
TOWN = CORPUS / "shibu_town_2022.txt"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """The water bureau's report with one figure of its prose changed: 3 documents issued become 5."""
    text = WATER.read_text(encoding="utf-8")
    assert text.count("制发行政规范性文件3件") == 1
    path = tmp_path / "broken.txt"
    path.write_text(text.replace("制发行政规范性文件3件", "制发行政规范性文件5件"), encoding="utf-8")
    return path


# ---------------------------------------------------------------- start


HEAVY = ("spacy", "sklearn", "jieba", "numpy", "lxml", "pdfplumber", "scipy", "thinc")


START = ("--help", "--version", "check --help", "train --help", "nosuch", "rules", "explain N2T-14", "config show")


@pytest.mark.parametrize("arguments", [line.split() for line in START], ids=START)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        "from nlp_extract.cli import main\n"
        f"try: main({arguments!r})\n"
        "except SystemExit: pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_help_does_without_the_rules() -> None:
    """`--help` is not to wait for the rules and the lexicon."""
    code = (
        "import sys\nfrom nlp_extract.cli import main\ntry: main(['check', '--help'])\nexcept SystemExit: pass\n"
        "print([name for name in ('regex', 'nlp_extract.reconcile', 'nlp_extract.pipeline') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_every_command_has_chinese_help(run: Run) -> None:
    for name in cli.root.commands:
        text = run(name, "--help").text
        assert text.startswith(f"用法：nlp-extract {name} [选项]")
        assert "Usage" not in text
        assert "Show this" not in text


def test_module_and_command_are_one() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "nlp_extract", "--version"], capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stdout.startswith("nlp-extract ")


# ---------------------------------------------------------------- extract and check


def test_one_report_is_one_object(run: Run) -> None:
    outcome = run("extract", WATER)
    assert outcome.status == 0
    assert outcome.err == ""
    told = outcome.json
    assert (told["agency"], told["year"], told["format"]) == ("清平县水利局", 2023, "2021")
    assert [section["key"] for section in told["sections"]] == [
        "overview", "active_disclosure", "requests", "disputes", "problems", "other",
    ]  # fmt: skip
    assert told["cells"]["t2.fee.amount"] == 128.56
    assert told["cells"]["t3.new.np"] == 21
    assert "dismissed" not in told


def test_several_reports_are_one_object_a_line(run: Run) -> None:
    outcome = run("extract", WATER, TOWN)
    assert [line["year"] for line in outcome.lines] == [2023, 2022]


def test_trace_tells_what_was_dismissed(run: Run) -> None:
    dismissed = run("extract", WATER, "--trace").json["dismissed"]
    assert {"0577-60231188", "12月31日"} <= {item["text"] for item in dismissed} or len(dismissed) > 5
    assert all(item["reason"] for item in dismissed)


def test_a_consistent_report_is_quiet(run: Run) -> None:
    outcome = run("check", WATER)
    assert outcome.status == 0
    assert outcome.json["summary"]["severities"]["error"] == 0
    assert outcome.json["summary"]["severities"]["warning"] == 0
    assert all(finding["state"] != "pass" for finding in outcome.json["findings"])


def test_all_shows_what_passed(run: Run) -> None:
    outcome = run("check", WATER, "--all")
    shown = [finding for finding in outcome.json["findings"] if finding["state"] == "pass"]
    assert len(shown) == outcome.json["summary"]["states"]["pass"] > 10


def test_a_finding_sets_the_exit_status(run: Run, broken: Path) -> None:
    outcome = run("check", broken)
    assert outcome.status == 1
    loud = [finding for finding in outcome.json["findings"] if finding["severity"] in ("warning", "error")]
    (finding,) = loud
    assert (finding["left"], finding["right"], finding["cells"]) == ("5", "3", ["t2.norm.issued"])


@pytest.mark.parametrize(("fail_on", "status"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0)])
def test_fail_on_says_what_counts(run: Run, broken: Path, fail_on: str, status: int) -> None:
    assert run("check", broken, "--fail-on", fail_on).status == status


@pytest.mark.parametrize(
    ("state", "severity", "threshold", "counts"),
    [
        ("fail", "error", "error", True),
        ("fail", "warning", "error", False),
        ("uncertain", "warning", "warning", True),
        ("fail", "info", "warning", False),
        ("fail", "info", "info", True),
        ("not_assessable", "info", "info", False),
        ("pass", None, "info", False),
        ("fail", "error", "never", False),
    ],
)
def test_what_counts_for_the_status(state: Any, severity: Any, threshold: str, counts: bool) -> None:
    finding = Finding("X", "x", "table", state, severity, "")
    assert any_at([Judged(finding, "X-1")], threshold) is counts
    assert not any_at([Judged(finding, "X-1", Waiver("X-1", "已核实"))], threshold)


def test_previous_is_read_beside_the_report(run: Run) -> None:
    outcome = run("check", WATER, "--previous", TOWN)
    assert outcome.json["previous"] == str(TOWN)
    assert any(finding["kind"] == "cross-year" for finding in outcome.json["findings"])


def test_standard_input(run: Run) -> None:
    outcome = run("extract", "-", stdin=WATER.read_bytes())
    assert outcome.json["file"] == "-"
    assert outcome.json["cells"] == run("extract", WATER).json["cells"]


def test_standard_input_may_be_gbk(run: Run) -> None:
    outcome = run("extract", "-", stdin=WATER.read_text(encoding="utf-8").encode("gb18030"))
    assert outcome.json["agency"] == "清平县水利局"


# ---------------------------------------------------------------- forms


def test_the_form_follows_the_terminal(run: Run) -> None:
    assert run("extract", TOWN, terminal=True).text.startswith(str(TOWN))
    assert run("extract", TOWN, terminal=False).text.startswith("{")


def test_the_table_has_its_parts(run: Run) -> None:
    text = run("extract", WATER, "--format", "table", "--trace").text
    for heading in ("【概况】", "【表格", "【数量", "【问题与整改", "【每个数字的归类"):
        assert heading in text
    assert "政策解读材料" in text


def test_the_table_of_a_check_shows_both_sides(run: Run, broken: Path) -> None:
    outcome = run("check", broken, "--format", "table")
    assert "警告" in outcome.text
    assert "制发行政规范性文件5件" in outcome.text
    summary, numbers, reasons = outcome.text.splitlines()[-3:]
    assert summary.startswith("共核对")
    assert numbers.startswith("正文数字")
    assert reasons.startswith("无需核对的：")


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp1252"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("terminal", [True, False])
def test_no_console_makes_check_fail(run: Run, tmp_path: Path, encoding: str, form: str, terminal: bool) -> None:
    path = tmp_path / "奇𠮷‮.txt"
    changed = WATER.read_text(encoding="utf-8").replace("制发行政规范性文件3件", "制发行政规范性文件㎡ñ5件", 1)
    path.write_text(changed, encoding="utf-8")
    arguments = ("check", path, tmp_path / "没有.txt", "--all", "--format", form)
    outcome = run(*arguments, encoding=encoding, terminal=terminal)
    assert outcome.status == 3
    assert outcome.out
    if form in ("sarif", "csv") and not terminal:
        assert "奇𠮷" in outcome.text or "%E5%A5%87" in outcome.text


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp1252"])
@pytest.mark.parametrize("form", ["json", "table"])
@pytest.mark.parametrize("terminal", [True, False])
def test_no_console_makes_it_fail(run: Run, tmp_path: Path, encoding: str, form: str, terminal: bool) -> None:
    path = tmp_path / "odd.txt"
    path.write_text(WATER.read_text(encoding="utf-8").replace("一是", "一是𠮷\u202eñ㎡", 1), encoding="utf-8")
    outcome = run("extract", path, tmp_path / "没有.txt", "--format", form, encoding=encoding, terminal=terminal)
    assert outcome.status == 3
    if form == "json":
        told = [json.loads(line) for line in outcome.out.decode("utf-8" if not terminal else encoding).splitlines()]
        assert "𠮷\u202eñ㎡" in "".join(statement["text"] for statement in told[0]["statements"])


def test_the_same_bytes_whatever_the_seed_and_the_locale() -> None:
    def output(seed: str, locale: str) -> bytes:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": "Asia/Shanghai"}
        command = [sys.executable, "-m", "nlp_extract", "check", str(WATER), "--all"]
        return subprocess.run(command, capture_output=True, env=environment, timeout=120, check=True).stdout

    assert output("0", "C") == output("4711", "C.UTF-8")


# ---------------------------------------------------------------- files


def test_output_goes_to_a_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    outcome = run("extract", WATER, "--output", path)
    assert (outcome.status, outcome.out) == (0, b"")
    assert path.read_bytes() == run("extract", WATER).out
    assert os.listdir(tmp_path) == ["out.json"]


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_output_keeps_the_modes_of_the_folder_and_the_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    previous = os.umask(0o027)
    try:
        run("extract", WATER, "--output", path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        path.chmod(0o600)
        run("extract", WATER, "--output", path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    finally:
        os.umask(previous)


def test_output_survives_an_interruption(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.json"
    path.write_text("before")

    def interrupt(*_: object, **__: object) -> Result:
        raise KeyboardInterrupt

    monkeypatch.setattr(Desk, "extract", interrupt)
    assert run("extract", WATER, "--output", path).status == 130
    assert path.read_text() == "before"
    assert os.listdir(tmp_path) == ["out.json"]


def test_output_is_put_in_place_whole(run: Run, tmp_path: Path) -> None:
    """A new file takes the name; one who still reads the old file reads it to its end."""
    path, other = tmp_path / "out.json", tmp_path / "other.json"
    path.write_text("before")
    other.hardlink_to(path)
    run("extract", WATER, "--output", path)
    assert path.read_bytes().startswith(b"{")
    assert other.read_text() == "before"


@pytest.mark.parametrize("kind", ["itself", "symlink", "hardlink", "previous"])
def test_an_input_is_never_overwritten(run: Run, tmp_path: Path, kind: str) -> None:
    report, earlier, out = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "out.txt"
    report.write_bytes(WATER.read_bytes())
    earlier.write_bytes(TOWN.read_bytes())
    if kind == "symlink":
        out.symlink_to(report)
    elif kind == "hardlink":
        out.hardlink_to(report)
    target = {"itself": report, "previous": earlier}.get(kind, out)
    outcome = run("check", report, "--previous", earlier, "--output", target)
    assert outcome.status == 2
    assert "是输入文件" in outcome.err
    assert report.read_bytes() == WATER.read_bytes()
    assert earlier.read_bytes() == TOWN.read_bytes()


@pytest.mark.parametrize("target", ["/dev/null", "{folder}", "{folder}/no/such/out.json"])
def test_output_to_what_is_no_file_is_wrong_use(run: Run, tmp_path: Path, target: str) -> None:
    outcome = run("extract", WATER, "--output", target.format(folder=tmp_path))
    assert (outcome.status, outcome.out) == (2, b"")
    assert "处理办法" in outcome.err


# ---------------------------------------------------------------- what goes wrong


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "nlp-extract"),
        (["nosuch"], "没有命令“nosuch”"),
        (["check"], "缺少参数 报告"),
        (["check", "--formt", "json", WATER], "--format"),
        (["check", "--format", "xml", WATER], "只能是 table、concise、full、json、jsonl、sarif、csv 之一"),
        (["check", WATER, "--fail-on"], "--fail-on"),
        (["check", "-", "-"], "只能用一次"),
        (["check", "-", "--previous", "-"], "只能用一次"),
        (["check", WATER, TOWN, "--previous", TOWN], "只能与一份报告同用"),
    ],
)
def test_wrong_use_is_told_in_one_line(run: Run, arguments: list[object], told: str) -> None:
    outcome = run(*arguments)
    assert outcome.status == 2
    assert told in outcome.err
    assert outcome.out == b""
    if arguments:
        assert len(outcome.err.splitlines()) == 1


BAD_FILES: dict[str, bytes | None] = {
    "missing.txt": None,
    "empty.txt": b"",
    "blank.txt": b"  \n\n\t\n",
    "binary.txt": bytes(range(256)) * 40,
    "notice.txt": "关于召开年终总结会的通知\n定于12月30日召开会议，请准时参加。\n".encode(),
    "report.wps": b"\xd0\xcf\x11\xe0 whatever",
}


@pytest.mark.parametrize("name", [*BAD_FILES, "folder.txt"])
@pytest.mark.parametrize("verb", ["extract", "check"])
def test_a_bad_file_is_named_and_the_others_are_done(run: Run, tmp_path: Path, name: str, verb: str) -> None:
    path = tmp_path / name
    content = BAD_FILES.get(name)
    if content is not None:
        path.write_bytes(content)
    elif name == "folder.txt":
        path.mkdir()
    outcome = run(verb, path, WATER)
    assert outcome.status == 3
    bad, good = outcome.lines
    assert bad["file"] == str(path)
    assert set(bad["error"]) == {"kind", "problem", "file", "place", "remedy"}
    assert bad["error"]["kind"] != "InternalError"
    assert "error" not in good
    (line,) = outcome.err.splitlines()
    assert name in line
    assert "处理办法" in line
    table = run(verb, path, WATER, "--format", "table")
    assert f"未能处理：{bad['error']['problem'][:10]}" in table.text


def test_a_file_not_done_weighs_more_than_a_finding(run: Run, broken: Path, tmp_path: Path) -> None:
    assert run("check", broken, tmp_path / "missing.txt").status == 3
    assert run("check", tmp_path / "missing.txt", broken).status == 3


def test_a_bad_previous_is_the_reports_error(run: Run, tmp_path: Path) -> None:
    outcome = run("check", WATER, "--previous", tmp_path / "missing.txt")
    assert outcome.status == 3
    assert outcome.json["file"] == str(WATER)
    assert outcome.json["error"]["file"].endswith("missing.txt")


def test_a_fault_of_ours_is_no_traceback_and_no_finding(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object, **__: object) -> Result:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(Desk, "check", fault)
    outcome = run("check", WATER)
    assert outcome.status == 3
    assert outcome.json["error"]["kind"] == "InternalError"
    assert "ZeroDivisionError: oops，test_cli.py:" in outcome.err
    assert len(outcome.err.splitlines()) == 1


def test_too_much_standard_input_is_refused(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "nlp-extract.toml").write_text("[limits]\nfile-bytes = 1000\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    outcome = run("extract", "-", stdin=WATER.read_bytes())
    assert (outcome.status, outcome.json["error"]["kind"]) == (3, "LimitError")


def test_a_report_with_parts_missing_says_so(run: Run, tmp_path: Path) -> None:
    text = WATER.read_text(encoding="utf-8")
    without = text[: text.index("四、政府信息公开行政复议")] + text[text.index("六、其他需要") :]
    path = tmp_path / "short.txt"
    path.write_text(without, encoding="utf-8")
    told = run("extract", path).json
    assert {"problems", "disputes"}.isdisjoint(section["key"] for section in told["sections"])
    assert told["statements"] == []
    assert not any(name.startswith("t4.") and value is not None for name, value in told["cells"].items())
    assert "缺少  复议诉讼、问题及改进" in run("extract", path, "--format", "table").text


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes")
def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"{sys.executable} -m nlp_extract extract {WATER} {TOWN} {WATER} | head -c 10; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=120, check=True)
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1].endswith("141")


# ---------------------------------------------------------------- the classifier


def test_evaluate_tells_every_measure_and_every_error(run: Run, root: Path) -> None:
    outcome = run("evaluate", "--corpus", root / "corpora" / "statements", "--model", root / "models" / "statement")
    assert outcome.status == 0, outcome.err
    for name in ("类别 macro-F1", "主题 macro-F1", "期望校准误差", "整改 F1", "政策解读 F1", "判错的句子"):
        assert name in outcome.text


def test_a_model_agrees_with_itself(run: Run, root: Path) -> None:
    model = root / "models" / "statement"
    outcome = run("compare", model, model, "--corpus", root / "corpora" / "statements")
    assert outcome.status == 0, outcome.err
    assert "判断不同的句子（0 句）" in outcome.text


@pytest.mark.parametrize(("replaced", "status"), [(True, 0), (False, 1)])
def test_train_tells_old_and_new(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replaced: bool, status: int
) -> None:
    from nlp_extract.statements import commands

    scores = {"label_macro_f1": 0.91, "topic_macro_f1": 0.82}
    made = commands.Training({}, replaced, scores, {name: value - 0.5 for name, value in scores.items()}, tmp_path)
    monkeypatch.setattr(commands, "train_command", lambda *_, **__: made)
    outcome = run("train", "--output", tmp_path)
    assert outcome.status == status
    assert "0.9100" in outcome.text
    assert "0.4100" in outcome.text
    assert ("未替换" in outcome.text) is not replaced


def test_a_bad_corpus_is_told_in_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("## a-1 | town | P1\n⟦nonsense|坏行⟧\n", encoding="utf-8")
    for arguments in (["train", "--output", tmp_path / "model"], ["evaluate"]):
        outcome = run(*arguments, "--corpus", tmp_path)
        assert outcome.status == 3
        (line,) = outcome.err.splitlines()
        assert "处理办法" in line
    assert not (tmp_path / "model").exists()
