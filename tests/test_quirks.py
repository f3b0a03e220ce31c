"""What happens to files on their way (``cases/quirks.toml``) changes no cell."""

from __future__ import annotations

import io
import tomllib
import zipfile
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from nlp_extract import Report, extract_bytes
from nlp_extract.patterns import Pattern
from reader_files import archive
from rendering import load_all, render

QUIRKS = tomllib.loads((Path(__file__).parent / "cases" / "quirks.toml").read_text("utf-8"))["quirk"]
SOURCES = {source.name: source for source in load_all()}
CHOSEN = ("qinglan_transport_2023", "jinchuan_hrss_2024", "wangjiang_street_2019", "wenfeng_culture_2020")
"""Both forms, with sub-totals, with blanks, markup of many kinds."""
BODY = "word/document.xml"


@cache
def rendered(name: str, kind: str) -> bytes:
    return render(SOURCES[name], kind)


def cells(report: Report) -> dict[str, Decimal | None]:
    return {key: cell.value for key, cell in report.tables.cells().items()}


@cache
def expected(name: str) -> dict[str, Decimal | None]:
    return cells(extract_bytes(rendered(name, "tabs.txt"), "a.txt"))


def changed(data: bytes, quirk: dict[str, Any]) -> bytes:
    """The file with the quirk; a Word file has it in its body."""
    pattern = Pattern(quirk["find"])
    if quirk["in"] != "docx":
        return pattern.sub(quirk["put"], data.decode("utf-8")).encode()
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    return archive({**parts, BODY: pattern.sub(quirk["put"], parts[BODY].decode("utf-8")).encode()})


@pytest.mark.parametrize("quirk", QUIRKS, ids=[f"{quirk['in']}: {quirk['name']}" for quirk in QUIRKS])
def test_no_cell_changes(quirk: dict[str, Any]) -> None:
    """At least one report of the chosen ones has what the quirk changes."""
    hit = 0
    for name in CHOSEN:
        data = rendered(name, quirk["in"])
        file = changed(data, quirk)
        hit += file != data
        report = extract_bytes(file, f"{name}.{quirk['in'].rpartition('.')[2]}")
        assert cells(report) == expected(name), name
        assert {table.grade for table in report.tables.tables} == {"complete"}, name
    assert hit


@pytest.mark.parametrize("encoding", ["gb2312", "gbk", "GB18030", "utf-8"])
@pytest.mark.parametrize(
    "meta", ['<meta charset="{}">', '<META content="text/html; charset={}" http-equiv=Content-Type>']
)
def test_pages_say_their_encoding(encoding: str, meta: str) -> None:
    name = CHOSEN[0]
    page = rendered(name, "html").decode()
    said = Pattern("<meta[^>]*>").sub(meta.format(encoding), page)
    report = extract_bytes(said.encode("gb18030" if encoding != "utf-8" else "utf-8"), "a.html")
    assert cells(report) == expected(name)
