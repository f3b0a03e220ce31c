"""JSON without loss and in the published shape; tables that no text can break out of."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import CORPUS, SHARED, Run
from nlp_extract.document import Cell, Document, Outline, Place, Source, Span, Table, Tables
from nlp_extract.export import names
from nlp_extract.export.as_json import check_to_dict, extract_to_dict
from nlp_extract.export.check_concise import concise_lines
from nlp_extract.export.check_csv import csv_rows
from nlp_extract.export.check_full import full_lines
from nlp_extract.export.check_table import check_lines
from nlp_extract.export.display import UNSAFE, fit, visible, width, wrap
from nlp_extract.export.extract_table import extract_lines
from nlp_extract.export.json_text import dumps
from nlp_extract.export.tongue import TONGUES
from nlp_extract.facts import Finding, Operand, Quantity, Report, Statement
from nlp_extract.reconcile import Coverage, Examination, Judged, fingerprint

HOSTILE = "甲\x1b[31m局\u202e\x9b2J\x07‮\u2066\x7f\r\nＺ\u200b末"
TEXT = f"标题\n全年发布信息{HOSTILE}12件。\n规章\t0\n"


def hostile_report() -> Report:
    """A report whose every text tries to steer the terminal."""
    document = Document(TEXT, Source("x\x1b.txt", "txt", "utf-8"), notes=(HOSTILE,))
    span = Span(3, 9)
    quantity = Quantity(
        span, HOSTILE, Decimal("2.66E+8"), Decimal("265500000"), None, HOSTILE, ">=", "change", "other", "2019",
        f"unit:{HOSTILE}", "overview", HOSTILE, HOSTILE, 1, span,
    )  # fmt: skip
    cell = Cell("t2.fee.amount", Decimal("59237.2449"), HOSTILE, span, HOSTILE, HOSTILE, "displaced", HOSTILE)
    table = Table("active_disclosure", span, (cell,), grade="damaged", notes=(HOSTILE,))
    statement = Statement(span, HOSTILE, "remedy", "capacity", 0.98765432, "planned", (0,), HOSTILE)
    outline = Outline(HOSTILE, HOSTILE, 2024, Span(0, 3), ())
    return Report(document, outline, Tables("2021", (table,)), (quantity,), (), (statement,))


def examined(report: Report, findings: list[Finding], previous: Report | None = None) -> Examination:
    """The findings as if the rules had made them."""
    judged = tuple(Judged(finding, fingerprint(finding, report)) for finding in findings)
    return Examination(report, previous, judged, Coverage((), (), ((0, "业务数字，表格没有对应栏"),)))


def hostile_findings() -> list[Finding]:
    side = Operand(HOSTILE, "24", Span(3, 9), quantity=0)
    shared: dict[str, Any] = {"kind": "narrative-table", "message": HOSTILE, "arithmetic": HOSTILE, "advice": HOSTILE}
    return [
        Finding("N2T-14", HOSTILE, state="uncertain", severity="info", left=side, right=side, tried=("甲",), **shared),
        Finding("T3-01", HOSTILE, state="fail", severity="error", left=side, **shared),
        Finding("T3-02", HOSTILE, state="pass", severity=None, reading=HOSTILE, **shared),
        Finding("T3-03", HOSTILE, state="not_assessable", severity="info", **shared),
    ]


# ---------------------------------------------------------------- JSON text


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("59237.2449", "59237.2449"),
        ("0.1000000000000000000000000001", "0.1000000000000000000000000001"),
        ("2.66E+8", "266000000"),
        ("25.00", "25"),
        ("100", "100"),
        ("0.00", "0"),
        ("-0", "0"),
        ("-3.50", "-3.5"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
    ],
)
def test_a_decimal_is_written_as_the_number_it_is(value: str, written: str) -> None:
    assert dumps(Decimal(value)) == written


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_what_is_no_number_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="no JSON number"):
        dumps(Decimal(value))


scalars = st.none() | st.booleans() | st.integers() | st.text()
trees = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12)


@given(trees, st.sampled_from([None, 1, 2]))
def test_json_text_reads_back(tree: Any, indent: int | None) -> None:
    assert json.loads(dumps(tree, indent=indent)) == tree


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_decimals_read_back(value: Decimal) -> None:
    assert json.loads(dumps(value), parse_int=Decimal, parse_float=Decimal) == value


@given(st.text(alphabet=st.sampled_from([*map(chr, UNSAFE), "\x1b", "\n", "字"])))
def test_json_text_steers_no_terminal(text: str) -> None:
    written = dumps([text])
    assert visible(written) == written
    assert json.loads(written) == [text]


# ---------------------------------------------------------------- widths


@given(st.text(), st.integers(2, 60))
def test_fit_fills_exactly(text: str, columns: int) -> None:
    assert width(fit(visible(text), columns)) == columns


@given(st.text(alphabet="中文，“”abc123. "), st.integers(8, 40), st.integers(8, 40))
def test_wrap_keeps_every_character_within_the_columns(text: str, columns: int, first: int) -> None:
    lines = wrap(text, columns, min(first, columns))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line) <= columns for line in lines)


def test_wrap_keeps_numbers_whole() -> None:
    assert wrap("全年共受理申请579件，同比增加", 16) == ["全年共受理申请", "579件，同比增加"]


@given(st.text())
def test_visible_is_one_line_without_control(text: str) -> None:
    shown = visible(text)
    assert not any(ord(character) < 0x20 or ord(character) in UNSAFE for character in shown)
    assert shown == shown.strip()


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place(line=3, column=14), "第3行第14列"),
        (Place(page=2, box=(1.0, 2.0, 3.0, 4.0)), "第2页"),
        (Place(paragraph=5), "第5段"),
        (Place(table=3, row=2, cell=1), "表3第2行第1列"),
    ],
)
def test_places_are_told_in_words(place: Place, text: str) -> None:
    assert names.place(place) == text


# ---------------------------------------------------------------- hostile texts


@pytest.mark.parametrize("columns", [60, 100, 200])
def test_tables_steer_no_terminal(columns: int) -> None:
    report = hostile_report()
    made = examined(report, hostile_findings())
    lines = [*extract_lines(report, columns, trace=True)]
    for tongue in TONGUES.values():
        lines += check_lines(made, columns, every=True, tongue=tongue)
        lines += full_lines(made, columns, every=True, tongue=tongue)
        lines += concise_lines(made, every=True, tongue=tongue)
        lines += [row.rstrip("\r\n") for row in csv_rows(made, every=True, tongue=tongue)]
    for line in lines:
        assert not set(map(ord, line)) & ({*range(0x20)} | UNSAFE), line
    assert any("\\x1b" in line for line in lines)


def test_the_severest_finding_comes_first() -> None:
    text = "\n".join(check_lines(examined(hostile_report(), hostile_findings()), 100))
    assert text.index("T3-01") < text.index("N2T-14") < text.index("T3-03")
    assert "T3-02" not in text
    assert "共核对 4 项：通过 1，无法核对 1，存疑 1，不一致 1。错误 1，警告 0，提示 1。" in text


def test_hostile_texts_keep_the_schema(validator: Any) -> None:
    report = hostile_report()
    for value in (extract_to_dict(report, trace=True), check_to_dict(examined(report, hostile_findings()), every=True)):
        validator.validate(json.loads(dumps(value)))


def test_last_years_place_is_looked_up_in_last_years_report() -> None:
    this, earlier = hostile_report(), hostile_report()
    object.__setattr__(earlier, "document", Document("上年\n\n\n报告里的数字", Source("old.txt", "txt")))
    side = Operand("上年", "1", Span(5, 7), report="previous")
    finding = Finding("CY-01", "结转", "cross-year", "fail", "warning", "不同", left=side)
    made = examined(this, [finding], earlier)
    told = check_to_dict(made)
    assert told["previous"] == "old.txt"
    assert json.loads(dumps(told))["findings"][0]["operands"][0]["place"] == {"line": 4, "column": 1}
    assert "“上年 报告里的数字”" in "\n".join(check_lines(made))
    assert "old.txt:4:1" in "\n".join(full_lines(made))


# ---------------------------------------------------------------- the schema


@pytest.fixture(scope="module")
def validator() -> Any:
    from jsonschema import Draft202012Validator

    path = Path(__file__).parents[1] / "nlp_extract" / "export" / "schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


REPORTS = sorted([*CORPUS.glob("*.*"), *(SHARED / "reports").glob("*.*")])


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
@pytest.mark.parametrize("arguments", [("extract", "--trace"), ("check", "--all")], ids=["extract", "check"])
def test_real_output_keeps_the_schema(run: Run, validator: Any, path: Path, arguments: tuple[str, str]) -> None:
    outcome = run(arguments[0], path, *arguments[1:], "--format", "json")
    assert outcome.status in (0, 1), outcome.err
    validator.validate(outcome.json)


def test_an_error_keeps_the_schema(run: Run, validator: Any, tmp_path: Path) -> None:
    validator.validate(run("check", tmp_path / "missing.txt").json)


def test_the_schema_is_strict(run: Run, validator: Any, corpus: Path) -> None:
    value = run("extract", next(corpus.glob("*.txt"))).json
    assert value["quantities"][0].pop("metric")
    assert not validator.is_valid(value)
    value["quantities"][0]["metric"] = "other"
    assert validator.is_valid(value)
    value["quantities"][0]["surprise"] = 1
    assert not validator.is_valid(value)
