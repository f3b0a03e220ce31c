"""A Report as plain data and back, as a table of pandas or polars, and what ``extract`` takes."""

from __future__ import annotations

import builtins
import copy
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import CORPUS, SHARED
from nlp_extract import examine, extract, extract_text, from_dict, quantities_frame, to_dict
from nlp_extract.document import (
    Anchor,
    Cell,
    Document,
    Grid,
    GridCell,
    LabelVariant,
    Outline,
    Place,
    Section,
    Source,
    Span,
    Table,
    Tables,
    UnalignedRow,
)
from nlp_extract.errors import DataError, KnowledgeError, MissingFileError, NotAReportError
from nlp_extract.export.frame import COLUMNS
from nlp_extract.facts import Dismissed, Quantity, Report, Statement

WATER = CORPUS / "qingping_water_2023.txt"
REPORTS = sorted([*CORPUS.glob("*.*"), *(SHARED / "reports").glob("*.*")])
KINDS = (
    Anchor, Cell, Dismissed, Document, Grid, GridCell, LabelVariant, Outline, Place, Quantity, Report, Section, Source,
    Span, Statement, Table, Tables, UnalignedRow,
)  # fmt: skip

for kind, values in (
    (Decimal, st.decimals(allow_nan=False, allow_infinity=False)),
    (float, st.floats(allow_nan=False, allow_infinity=False)),
    (str, st.text(max_size=12)),
):
    st.register_type_strategy(kind, values)
st.register_type_strategy(
    Document,
    st.builds(
        Document,
        text=st.text(max_size=40),
        source=st.builds(Source),
        grids=st.lists(st.builds(Grid), max_size=2).map(tuple),
        anchors=st.lists(st.builds(Anchor), max_size=2).map(tuple),
        notes=st.lists(st.text(max_size=9), max_size=2).map(tuple),
    ),
)


@settings(max_examples=40, deadline=None)
@given(st.builds(Report))
def test_any_report_comes_back(report: Report) -> None:
    assert from_dict(to_dict(report)) == report
    again = from_dict(json.loads(json.dumps(to_dict(report))))
    assert again == report
    assert again.document.place(0) == report.document.place(0)


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_real_reports_come_back(path: Path) -> None:
    report = extract(path)
    again = from_dict(json.loads(json.dumps(to_dict(report), ensure_ascii=False)))
    assert again == report
    assert examine(again) == examine(report)


def spoilt(path: str, value: Any) -> dict[str, Any]:
    data: Any = copy.deepcopy(to_dict(extract(WATER)))
    here, *keys = data, *path.split(".")
    for key in keys[:-1]:
        here = here[int(key) if key.isdigit() else key]
    if value is ...:
        del here[keys[-1]]
    else:
        here[keys[-1]] = value
    assert isinstance(data, dict)
    return data


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        ("schema", "x", "schema"),
        ("outline", None, "report.outline"),
        ("outline.year", "2023", "report.outline.year"),
        ("outline.surprise", 1, "report.outline"),
        ("quantities", {}, "report.quantities"),
        ("quantities.0.value", 3, "report.quantities[0].value"),
        ("quantities.0.value", "three", "report.quantities[0].value"),
        ("quantities.0.bound", "<", "report.quantities[0].bound"),
        ("quantities.0.span", ..., "report.quantities[0]"),
        ("quantities.0.direction", True, "report.quantities[0].direction"),
        ("statements.0.answers", "0", "report.statements[0].answers"),
        ("document.text", 7, "report.document.text"),
    ],
)
def test_what_is_no_report_is_refused(path: str, value: Any, place: str) -> None:
    with pytest.raises(DataError) as error:
        from_dict(spoilt(path, value))
    assert error.value.place == place


# ---------------------------------------------------------------- tables of other libraries


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_table_of_quantities(library: Any) -> None:
    pytest.importorskip(library)
    report = extract(WATER)
    frame = quantities_frame(report, library)
    assert type(frame).__module__.partition(".")[0] == library
    assert tuple(frame.columns) == COLUMNS
    assert len(frame) == len(report.quantities)
    assert list(frame["value"]) == [float(quantity.value) for quantity in report.quantities]
    assert list(frame["metric"]) == [quantity.metric for quantity in report.quantities]
    assert next(iter(frame["line"])) == 9


def test_a_report_without_quantities_has_an_empty_table() -> None:
    pytest.importorskip("pandas")
    report = extract(WATER)
    bare = Report(report.document, report.outline, report.tables, (), (), ())
    assert tuple(quantities_frame(bare).columns) == COLUMNS


@pytest.mark.parametrize(("library", "told"), [(None, "pip install pandas"), ("polars", "pip install polars")])
def test_without_a_library_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch, library: Any, told: str) -> None:
    import importlib

    original = importlib.import_module

    def absent(name: str, package: str | None = None) -> Any:
        if name in ("pandas", "polars"):
            raise ImportError(name)
        return original(name, package)

    monkeypatch.setattr("nlp_extract.export.frame.import_module", absent)
    with pytest.raises(ImportError, match=told):
        quantities_frame(extract(WATER), library)


# ---------------------------------------------------------------- what extract takes


def test_extract_takes_a_path_or_a_text() -> None:
    text = WATER.read_text(encoding="utf-8")
    by_path, by_name, by_text = extract(WATER), extract(str(WATER)), extract(text)
    assert by_path == by_name
    assert by_text.quantities == by_path.quantities
    assert by_text == extract_text(text)
    assert by_text.document.source.kind == "text"


def test_one_line_is_the_name_of_a_file() -> None:
    with pytest.raises(MissingFileError):
        extract("全年受理申请24件。")
    with pytest.raises(NotAReportError):
        extract("通知\n定于12月30日开会。\n")


def test_extract_takes_a_lexicon(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[[metric]]\nid = "own.lines"\nzh = "主线"\n[[cue]]\nmetric = "own.lines"\nhead = ["主线"]\n', encoding="utf-8"
    )
    assert "own.lines" not in {quantity.metric for quantity in extract(WATER).quantities}
    assert "own.lines" in {quantity.metric for quantity in extract(WATER, lexicon=own).quantities}
    own2 = tmp_path / "own2.toml"
    own2.write_text("[[metric]]\n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as error:
        extract(WATER, lexicon=str(own2))
    assert error.value.file == str(own2)


def test_a_report_cannot_be_changed() -> None:
    report = extract(WATER)
    with pytest.raises(builtins.AttributeError):
        report.quantities = ()  # type: ignore[misc]
