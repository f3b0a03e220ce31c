"""The same invented report in every kind of file says the same (issue 3).

Sources stand in ``corpora/reports/sources``; ``rendering`` makes the files, nothing of them is kept. What the
program does not yet read alike is listed, strictly, in ``cases/known_failure/renderings.toml``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

import nlp_extract
from nlp_extract.facts import Finding, Operand, Report
from nlp_extract.patterns import Pattern
from rendering import RENDERINGS, Source, load_all, missing, render
from rendering.as_text import HALF
from rendering.source import Printed

SOURCES = load_all()
FIRST = "tabs.txt"
"""The rendering that the others are compared with where the source itself does not say what is expected."""
KNOWN = tomllib.loads((Path(__file__).parent / "cases" / "known_failure" / "renderings.toml").read_text("utf-8"))
DATA = Path(__file__).parent / "data"
PAGE_NUMBER = Pattern(r"-\d+-")


@dataclass(frozen=True)
class Read:
    """What the program makes of one file."""

    report: Report
    findings: tuple[Finding, ...]


Reader = Callable[[Source, str], Read]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Writes a rendering, reads it back, once."""
    folder = tmp_path_factory.mktemp("renderings")

    @cache
    def reading(name: str, kind: str) -> Read:
        path = folder / f"{name}.{kind}"
        path.write_bytes(render(next(source for source in SOURCES if source.name == name), kind))
        report = nlp_extract.extract(path)
        return Read(report, nlp_extract.check(report))

    return lambda source, kind: reading(source.name, kind)


def can_show(source: Source, kind: str) -> bool:
    """A blank cell leaves no trace between spaces: nobody could tell what stands where."""
    return kind != "spaces.txt" or not source.has_blanks


def cases(what: str) -> list[ParameterSet]:
    """Every source in every rendering, with the marks of what is known to fail."""
    failures = {(one["source"], one["kind"]): one["why"] for one in KNOWN[what]}
    shown = [(source, kind) for source in SOURCES for kind in RENDERINGS if can_show(source, kind)]
    assert failures.keys() <= {(source.name, kind) for source, kind in shown}
    return [_case(source, kind, failures.get((source.name, kind))) for source, kind in shown]


def _case(source: Source, kind: str, why: str | None) -> ParameterSet:
    marks: list[pytest.MarkDecorator] = []
    if (needed := missing(kind)) is not None:
        marks.append(pytest.mark.skip(reason=f"needs {needed}"))
    if why:
        marks.append(pytest.mark.xfail(reason=why, strict=True))
    return pytest.param(source, kind, id=f"{source.name}-{kind}", marks=marks)


def expected(source: Source, kind: str) -> dict[str, tuple[object, str]]:
    def note(printed: Printed) -> str:
        return printed.note.translate(HALF) if kind == "pipes.txt" else printed.note

    return {name: (printed.value, note(printed)) for name, printed in source.cells.items()}


@pytest.mark.parametrize(("source", "kind"), cases("cells"))
def test_cells_are_those_of_the_source(read: Reader, source: Source, kind: str) -> None:
    report = read(source, kind).report
    assert {name: (cell.value, cell.note) for name, cell in report.tables.cells().items()} == expected(source, kind)
    assert [(table.grade, table.unaligned) for table in report.tables.tables] == [("complete", ())] * 3
    assert {cell.reading for cell in report.tables.cells().values()} <= {"printed", "blank"}


@pytest.mark.parametrize(("source", "kind"), cases("cells"))
def test_a_cell_stands_where_it_says(read: Reader, source: Source, kind: str) -> None:
    report = read(source, kind).report
    for cell in report.tables.cells().values():
        if cell.span is not None:
            assert "".join(report.document.surface(cell.span).split()) == "".join(cell.raw.split())


@pytest.mark.parametrize(("source", "kind"), cases("outline"))
def test_agency_year_form_and_sections_are_those_of_the_source(read: Reader, source: Source, kind: str) -> None:
    report = read(source, kind).report
    outline = report.outline
    assert (outline.agency, outline.year, report.tables.format) == (source.agency, source.year, source.form)
    assert [section.key for section in outline.sections] == [one.key for one in source.sections if one.key]


@pytest.mark.parametrize(("source", "kind"), cases("quantities"))
def test_quantities_are_the_same(read: Reader, source: Source, kind: str) -> None:
    assert quantities(read(source, kind).report) == quantities(read(source, FIRST).report)


@pytest.mark.parametrize(("source", "kind"), cases("statements"))
def test_statements_are_the_same(read: Reader, source: Source, kind: str) -> None:
    assert statements(read(source, kind).report) == statements(read(source, FIRST).report)


@pytest.mark.parametrize(("source", "kind"), cases("findings"))
def test_findings_are_the_same(read: Reader, source: Source, kind: str) -> None:
    assert findings(read(source, kind)) == findings(read(source, FIRST))


def quantities(report: Report) -> Counter[tuple[object, ...]]:
    return Counter(
        (str(one.value.normalize()), one.unit, one.metric, one.aspect, one.bound, one.period, one.scope, one.section)
        for one in report.quantities
    )


def statements(report: Report) -> list[tuple[str, ...]]:
    """Labels and words; a soft line break, a page number and the width of marks are no words."""
    return [
        (one.label, one.topic, one.tense or "", PAGE_NUMBER.sub("", "".join(one.text.translate(HALF).split())))
        for one in report.statements
    ]


def findings(read: Read) -> Counter[tuple[object, ...]]:
    return Counter(
        (one.code, one.state, one.severity, one.metric, one.cells, half(one.left), half(one.right), one.arithmetic)
        for one in read.findings
    )


def half(operand: Operand | None) -> str | None:
    return operand.value.translate(HALF) if operand else None


# ---- page breaks


@pytest.mark.skipif(missing("pdf") is not None, reason=f"needs {missing('pdf')}")
@pytest.mark.parametrize("manner", ["closed", "open", "vertical", "headed"])
def test_a_page_may_end_anywhere_in_a_table(manner: str) -> None:
    """Table three begins at every height of its first page in turn, so each row is once the last."""
    from nlp_extract.readers import read_bytes
    from nlp_extract.segment import segment
    from nlp_extract.tables import find_tables
    from rendering.as_pdf import piece_of

    source = replace(next(one for one in SOURCES if one.name == "hezhou_city_2024"), pdf=manner)
    for top in range(90, 770, 34):
        document = read_bytes(piece_of(source, "requests", top), "page.pdf")
        cells = find_tables(document, segment(document)).cells()
        said = {name: cell.value for name, cell in cells.items() if name.startswith("t3.")}
        assert said == {name: one.value for name, one in source.cells.items() if name.startswith("t3.")}, top


@pytest.mark.skipif(missing("pdf") is not None, reason=f"needs {missing('pdf')}")
def test_column_heads_torn_by_a_page_end_are_one() -> None:
    """自然 | 人: the page ends between the two rows of heads."""
    from nlp_extract.readers import read_bytes
    from rendering.as_pdf import piece_of

    source = replace(next(one for one in SOURCES if one.name == "hezhou_city_2024"), pdf="closed")
    torn = 0
    for top in range(690, 745, 3):
        document = read_bytes(piece_of(source, "requests", top), "page.pdf")
        (grid,) = document.grids
        heads = {document.surface(cell.span): cell for cell in grid.cells if cell.row in (1, 2)}
        assert heads["自然人"].rowspan == 2, top
        torn += document.place(heads["自然人"].span.start).page != document.place(heads["商业企业"].span.start).page
    assert torn


# ---- files that LibreOffice wrote from our renderings (tests/data/README.md)


@pytest.mark.parametrize("path", sorted(DATA.glob("libreoffice_*.*")), ids=lambda path: path.name)
def test_files_of_libreoffice(path: Path, read: Reader) -> None:
    source = next(one for one in SOURCES if one.name == path.stem.removeprefix("libreoffice_"))
    report = nlp_extract.extract(path)
    cells = {name: (cell.value, cell.note) for name, cell in report.tables.cells().items()}
    assert cells == expected(source, path.suffix)
    assert [section.key for section in report.outline.sections] == [one.key for one in source.sections if one.key]
    assert quantities(report) == quantities(read(source, FIRST).report)


# ---- the renderings themselves


def test_files_are_the_same_under_another_hash_seed(tmp_path: Path) -> None:
    script = Path(__file__).parents[1] / "corpora" / "render.py"
    made = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        arguments = [sys.executable, str(script), str(folder), "--report", "baishi_township_2022"]
        subprocess.run(arguments, check=True, env=environment, capture_output=True, timeout=60)
        made.append({path.name: path.read_bytes() for path in sorted(folder.iterdir())})
    assert made[0] == made[1]
    assert len(made[0]) == sum(missing(kind) is None for kind in RENDERINGS) - 1  # blanks: not with spaces
