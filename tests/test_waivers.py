"""nlp-extract.toml and its waivers: found upward, complained of by line, held to what was waived."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import CORPUS, Run
from nlp_extract import examine, extract_text
from nlp_extract.cli import config_file
from nlp_extract.cli.errors import ConfigError
from nlp_extract.facts import Report

WATER = CORPUS / "qingping_water_2023.txt"
TEXT = WATER.read_text(encoding="utf-8").replace("制发行政规范性文件3件", "制发行政规范性文件5件")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report two folders below one that may hold the settings."""
    path = tmp_path / "2023" / "水利" / "report.txt"
    path.parent.mkdir(parents=True)
    path.write_text(TEXT, encoding="utf-8")
    return path


def configure(folder: Path, text: str) -> Path:
    path = folder / "nlp-extract.toml"
    path.write_text(text, encoding="utf-8")
    return path


def loud(report: Report) -> dict[str, str]:
    """Fingerprint by code of the findings at warning and above."""
    return {
        one.finding.code: one.fingerprint
        for one in examine(report).judged
        if one.open and one.finding.severity in ("error", "warning")
    }


# ---------------------------------------------------------------- fingerprints


KNOWN = loud(extract_text(TEXT))


def rewrapped(text: str, columns: int) -> str:
    """The prose in lines of so many characters; lines of tables and headings, which are short, stay."""
    lines = []
    for line in text.splitlines():
        if len(line) > 60:
            lines += [line[start : start + columns] for start in range(0, len(line), columns)]
        else:
            lines.append(line)
    return "\n".join(lines)


def test_there_is_something_to_waive() -> None:
    assert list(KNOWN) == ["N2T-14"]


@pytest.mark.parametrize("columns", [25, 31, 38, 44])
def test_rewrapping_keeps_the_fingerprint(columns: int) -> None:
    assert loud(extract_text(rewrapped(TEXT, columns))) == KNOWN


@pytest.mark.parametrize(
    "changed",
    [
        TEXT.replace("制发行政规范性文件5件", "制发行政规范性文件 ５ 件"),
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n", "\n\n", 6),
        TEXT.replace("制发行政规范性文件5件，废止1件", "废止1件，制发行政规范性文件5件"),
    ],
    ids=["width", "line ends", "blank lines", "order"],
)
def test_what_changes_no_meaning_keeps_the_fingerprint(changed: str) -> None:
    assert changed != TEXT
    assert loud(extract_text(changed)) == KNOWN


@settings(deadline=None, max_examples=25)
@given(st.integers(6, 9999).filter(lambda number: number not in (3, 5, 14)))
def test_a_changed_figure_changes_the_fingerprint(number: int) -> None:
    changed = loud(extract_text(TEXT.replace("制发行政规范性文件5件", f"制发行政规范性文件{number}件")))
    assert changed
    assert not set(changed.values()) & set(KNOWN.values())


@pytest.mark.parametrize(("old", "new"), [("清平县水利局", "清安县水利局"), ("2023", "2022")])
def test_another_agency_or_year_has_other_fingerprints(old: str, new: str) -> None:
    changed = loud(extract_text(TEXT.replace(old, new)))
    assert changed.get("N2T-14")
    assert changed["N2T-14"] != KNOWN["N2T-14"]


def test_fingerprints_of_one_report_differ() -> None:
    """Over all states: what is told apart by its cells, its sides or its message."""
    judged = examine(extract_text(TEXT)).judged
    prints = [one.fingerprint for one in judged]
    assert len(set(prints)) >= len(prints) * 0.9


# ---------------------------------------------------------------- waivers


def waiver(**more: str) -> str:
    lines = {"fingerprint": KNOWN["N2T-14"], "reason": "表格含转发文件", **more}
    return "[[waiver]]\n" + "".join(f'{key} = "{value}"\n' for key, value in lines.items())


def test_a_waived_finding_does_not_count(run: Run, tmp_path: Path, report: Path) -> None:
    assert run("check", report).status == 1
    configure(tmp_path, waiver(by="王芳", date="2024-01-15"))
    outcome = run("check", report)
    assert (outcome.status, outcome.err) == (0, "")
    told = outcome.json
    assert told["summary"]["waived"] == 1
    assert told["summary"]["severities"]["warning"] == 0
    (waived,) = [finding for finding in told["findings"] if finding["waiver"]]
    assert waived["code"] == "N2T-14"
    assert waived["waiver"] == {"reason": "表格含转发文件", "by": "王芳", "date": "2024-01-15"}


@pytest.mark.parametrize("form", ["table", "full"])
def test_a_waived_finding_is_shown_as_such(run: Run, tmp_path: Path, report: Path, form: str) -> None:
    configure(tmp_path, waiver(by="王芳", date="2024-01-15"))
    text = run("check", report, "--format", form).text
    assert "表格含转发文件（王芳，2024-01-15）" in text
    assert "已豁免" in text


def test_a_changed_figure_opens_the_finding_again(run: Run, tmp_path: Path, report: Path) -> None:
    configure(tmp_path, waiver())
    report.write_text(TEXT.replace("文件5件", "文件6件"), encoding="utf-8")
    outcome = run("check", report)
    assert outcome.status == 1
    assert f"豁免 {KNOWN['N2T-14']} 没有用到" in outcome.err


def test_a_waiver_is_no_waiver_of_the_rule(run: Run, tmp_path: Path, report: Path) -> None:
    configure(tmp_path, waiver())
    report.write_text(TEXT.replace("清平县", "清安县"), encoding="utf-8")
    assert run("check", report).status == 1


# ---------------------------------------------------------------- settings


def test_the_nearest_settings_hold(run: Run, tmp_path: Path, report: Path) -> None:
    configure(tmp_path, '[check]\nfail-on = "never"\n')
    assert run("check", report).status == 0
    configure(report.parent, '[check]\nselect = ["N2T"]\n')
    assert run("check", report).status == 1


def test_the_command_line_goes_before(run: Run, tmp_path: Path, report: Path) -> None:
    configure(tmp_path, '[check]\nfail-on = "never"\nignore = ["N2T"]\nlang = "en"\n')
    assert run("check", report).status == 0
    outcome = run("check", report, "--fail-on", "warning", "--ignore", "T4", "--format", "concise")
    assert outcome.status == 1
    assert "does not agree with" in outcome.text


def test_show_tells_where_a_value_came_from(run: Run, tmp_path: Path, report: Path) -> None:
    text = f'# 本局的设置\nlexicon = "words.toml"\n\n[check]\nfail-on = "error"\nselect = [\n  "N2T",\n]\n\n{waiver()}'
    path = configure(tmp_path, text)
    told = run("config", "show", report).json
    assert told["file"] == str(path)
    assert told["settings"]["fail-on"] == {"value": "error", "origin": f"{path}:5"}
    assert told["settings"]["select"] == {"value": ["N2T"], "origin": f"{path}:6"}
    assert told["settings"]["lexicon"] == {"value": str(tmp_path / "words.toml"), "origin": f"{path}:2"}
    assert told["settings"]["lang"] == {"value": "zh", "origin": "默认"}
    assert told["waivers"][0]["reason"] == "表格含转发文件"
    table = run("config", "show", report, "--format", "table").text
    assert f"{path}:5" in table
    assert "默认" in table


def test_show_without_settings(run: Run, report: Path) -> None:
    assert run("config", "show", report).json["file"] is None
    assert "全部为默认值" in run("config", "show", report.parent, "--format", "table").text


@pytest.mark.parametrize("command", ["extract", "check"])
def test_limits_hold(run: Run, tmp_path: Path, report: Path, command: str) -> None:
    path = configure(
        tmp_path, "[limits]\ncharacters = 1000\nmemory-bytes = 1_000_000_000_000_000_000_000\nseconds = 1e9\n"
    )
    outcome = run(command, report)
    assert outcome.status == 3
    assert "超过上限 1000 字" in outcome.json["error"]["problem"]
    assert "[limits]" in outcome.json["error"]["remedy"]
    told = run("config", "show", report).json["settings"]
    assert told["limits.characters"] == {"value": 1000, "origin": f"{path}:2"}
    assert told["limits.rows"] == {"value": 2000, "origin": "默认"}


def test_every_limit_can_be_set(tmp_path: Path) -> None:
    text = "[limits]\n" + "".join(f"{key} = 7\n" for key in config_file.LIMITS)
    limits = config_file.read(configure(tmp_path, text)).limits
    assert set(asdict(limits).values()) == {7}


MISTAKES = [
    ("a broken table", "[check\n", "不是有效的 TOML", ""),
    ("an unknown table", '\n[chek]\nlang = "zh"\n', "不认识的键“chek”，是否为“check”", "第 2 行"),
    ("an unknown key", '[check]\nlang = "zh"\nfail_on = "error"\n', "不认识的键“fail_on”，是否为“fail-on”", "第 3 行"),
    ("a key at the head", 'selects = ["N2T"]\n', "不认识的键“selects”", "第 1 行"),
    ("an unknown rule", '[check]\n\nselect = ["N2T-99"]\n', "没有规则“N2T-99”，相近的有：N2T-", "第 3 行"),
    ("no list", '[check]\nignore = "CM-18"\n', "“ignore”应为文字的列表", "第 2 行"),
    ("a bad level", '[check]\nfail-on = "fatal"\n', "“fail-on”不能是“fatal”", "第 2 行"),
    ("a bad language", '[check]\nlang = "fr"\n', "“lang”不能是“fr”", "第 2 行"),
    ("no reason", '[[waiver]]\nfingerprint = "X-1"\nreason = "好"\n\n[[waiver]]\nfingerprint = "X-2"\n',
     "豁免缺少“reason”", "第 5 行"),
    ("no reason in the first", '[[waiver]]\nfingerprint = "X-1"\n\n[[waiver]]\nfingerprint = "X-2"\nreason = "好"\n',
     "豁免缺少“reason”", "第 1 行"),
    ("an empty reason", '[[waiver]]\nfingerprint = "X-1"\nreason = "  "\n', "豁免缺少“reason”", "第 3 行"),
    ("no fingerprint", '[[waiver]]\nreason = "好"\n', "豁免缺少“fingerprint”", "第 1 行"),
    ("an unknown key of a waiver", '[[waiver]]\nfingerprint = "X-1"\nreasn = "好"\n',
     "“reasn”，是否为“reason”", "第 3 行"),
    ("a bad date", '[[waiver]]\nfingerprint = "X-1"\nreason = "好"\ndate = "去年"\n', "日期不对：去年", "第 4 行"),
    ("twice the same", '[[waiver]]\nfingerprint = "X-1"\nreason = "好"\n' * 2, "豁免“X-1”重复", "第 5 行"),
    ("waiver no table", 'waiver = 3\n', "“waiver”应写作 [[waiver]]", "第 1 行"),
    ("check no table", 'check = "N2T"\n', "“check”应写作 [check]", "第 1 行"),
    ("an unknown limit", '[limits]\nfile_bytes = 5\n', "不认识的键“file_bytes”，是否为“file-bytes”", "第 2 行"),
    ("a limit of zero", '[limits]\nrows = 5\nseconds = 0\n', "“seconds”应为正数", "第 3 行"),
    ("a limit without end", "[limits]\nseconds = inf\n", "“seconds”应为正数", "第 2 行"),
    ("half a row", "[limits]\nrows = 2.5\n", "“rows”应为正整数", "第 2 行"),
    ("a limit no number", '[limits]\nfile-bytes = "20 MB"\n', "“file-bytes”应为正整数", "第 2 行"),
    ("a limit true", "[limits]\nrows = true\n", "“rows”应为正整数", "第 2 行"),
    ("limits no table", "limits = 5\n", "“limits”应写作 [limits]", "第 1 行"),
    ("a lexicon no text", "lexicon = 3\n", "“lexicon”应为文字", "第 1 行"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told", "place"), [row[1:] for row in MISTAKES], ids=[row[0] for row in MISTAKES])
def test_a_mistake_is_told_with_its_line(
    run: Run, tmp_path: Path, report: Path, text: str, told: str, place: str
) -> None:
    path = configure(tmp_path, text)
    outcome = run("check", report)
    assert (outcome.status, outcome.out) == (2, b"")
    (line,) = outcome.err.splitlines()
    assert told in line
    assert str(path) in line
    assert place in line
    assert "处理办法" in line


@pytest.mark.parametrize(
    "data", ["[check]\nlang = '中文'".encode("gbk"), b"#" + b" " * 1_000_001], ids=["GBK", "large"]
)
def test_settings_that_cannot_be_read(run: Run, tmp_path: Path, report: Path, data: bytes) -> None:
    (tmp_path / "nlp-extract.toml").write_bytes(data)
    assert run("check", report).status == 2


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_settings_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text(text, encoding="utf-8", errors="replace", newline="")
    with suppress(ConfigError):
        assert config_file.read(path).file == path


# ---------------------------------------------------------------- one's own lexicon


OWN = """
[[metric]]
id = "own.reservoirs"
zh = "巡查水库数"
units = ["座"]
examples = ["巡查水库｛18座｝"]

[[cue]]
metric = "own.reservoirs"
head = ["巡查水库"]
"""
SENTENCE = "全年巡查水库18座。"


def test_an_own_lexicon_adds_a_metric(run: Run, tmp_path: Path, report: Path) -> None:
    report.write_text(TEXT.replace("制发行政规范性文件5件", f"{SENTENCE}制发行政规范性文件5件", 1), encoding="utf-8")
    words = tmp_path / "words.toml"
    words.write_text(OWN, encoding="utf-8")

    def metrics(*more: object) -> set[str]:
        return {quantity["metric"] for quantity in run("extract", report, *more).json["quantities"]}

    assert "own.reservoirs" not in metrics()
    assert "own.reservoirs" in metrics("--lexicon", words)
    assert "巡查水库数" in run("extract", report, "--lexicon", words, "--format", "table").text
    configure(tmp_path, 'lexicon = "words.toml"\n')
    assert "own.reservoirs" in metrics()
    assert "own.reservoirs" in {number["metric"] for number in run("check", report).json["coverage"]["numbers"]}


@pytest.mark.parametrize("verb", ["extract", "check"])
@pytest.mark.parametrize("text", [None, "[[metric]]\nid = 3\n", OWN + '[[cue]]\nmetric = "own.dams"\nhead = ["坝"]\n'])
def test_a_lexicon_with_a_mistake_stops_the_run(
    run: Run, tmp_path: Path, report: Path, verb: str, text: str | None
) -> None:
    words = tmp_path / "words.toml"
    if text is not None:
        words.write_text(text, encoding="utf-8")
    outcome = run(verb, report, report, "--lexicon", words)
    assert (outcome.status, outcome.out) == (2, b"")
    (line,) = outcome.err.splitlines()
    assert str(words) in line
