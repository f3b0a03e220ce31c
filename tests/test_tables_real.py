"""Cells of the real reports against the gold that was checked by hand."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from nlp_extract.readers import read
from nlp_extract.segment import segment
from nlp_extract.tables import find_tables

SHARED = Path(__file__).parents[1].parent / "shared"
GOLD = sorted(SHARED.glob("reports/gold/*.json"))
NOT_TO_BE_TOLD = {"pingtan_2023": {"t2.norm.repealed", "t2.norm.effective"}}
"""Cells of glued digits that neither arithmetic nor the prose settles (77132470 for three columns)."""

pytestmark = pytest.mark.skipif(not GOLD, reason="/shared with the real reports is not here")


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_cells(path: Path) -> None:
    gold = json.loads(path.read_text("utf-8"))
    document = read(next((SHARED / "reports").glob(path.stem + ".*")))
    tables = find_tables(document, segment(document))
    cells = tables.cells()
    wrong = {
        name: (value, str(cells[name].value) if name in cells else "absent")
        for name, value in gold["cells"].items()
        if name not in cells or cells[name].value != (None if value is None else Decimal(str(value)))
    }
    assert wrong.keys() == NOT_TO_BE_TOLD.get(path.stem, set()), wrong
    assert all(found == "absent" for _, found in wrong.values())
    assert tables.format == gold["format"]
    assert all(document.surface(cell.span) == cell.raw for cell in cells.values() if cell.span)


@pytest.mark.parametrize(
    ("name", "printed", "cell"),
    [
        ("shanghai_hrss_2024", "本年度止件数", "t2.norm.repealed"),
        ("hongze_district_2023", "2.其他法律行政止公开", "t3.denied.law.sum"),
    ],
)
def test_misprints_of_real_reports(name: str, printed: str, cell: str) -> None:
    found = []
    for path in (SHARED / "reports").glob("*.*"):
        document = read(path)
        tables = find_tables(document, segment(document))
        found += [
            (path.stem, variant.printed, cell in variant.cells) for one in tables.tables for variant in one.variants
        ]
    assert len(found) == 2
    assert (name, printed, True) in found
