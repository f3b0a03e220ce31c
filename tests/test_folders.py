"""``check FOLDER``: every report below it, the years of one agency found, a bad file no obstacle."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from conftest import CORPUS, Run
from nlp_extract import extract
from nlp_extract.cli.folders import expand
from nlp_extract.worker import shelf
from nlp_extract.worker.requests import Source
from nlp_extract.worker.shelf import Shelf

TEXT = (CORPUS / "qingping_water_2023.txt").read_text(encoding="utf-8")


def year(number: int, agency: str = "清平县水利局") -> str:
    return TEXT.replace("2023", str(number)).replace("清平县水利局", agency)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "b/水利2022.txt": year(2022),
        "a/水利2023.txt": year(2023),
        "a/水利2024.txt": year(2024),
        "a/农业2023.txt": year(2023, "清平县农业局"),
    }
    for name, text in files.items():
        path = tmp_path / "报告" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "报告"


def test_all_reports_below_in_stable_order(run: Run, folder: Path) -> None:
    lines = run("check", folder).lines
    assert [Path(line["file"]).name for line in lines] == [
        "农业2023.txt",
        "水利2023.txt",
        "水利2024.txt",
        "水利2022.txt",
    ]
    assert [Path(line["file"]).name for line in run("extract", folder).lines] == [Path(x["file"]).name for x in lines]


def test_the_years_of_one_agency_are_found(run: Run, folder: Path) -> None:
    previous = {Path(line["file"]).name: line["previous"] for line in run("check", folder).lines}
    assert previous == {
        "农业2023.txt": None,
        "水利2022.txt": None,
        "水利2023.txt": str(folder / "b" / "水利2022.txt"),
        "水利2024.txt": str(folder / "a" / "水利2023.txt"),
    }


def test_found_years_are_checked_as_given_ones(run: Run, folder: Path) -> None:
    (found,) = [line for line in run("check", folder).lines if line["file"].endswith("2024.txt")]
    given = run("check", folder / "a" / "水利2024.txt", "--previous", folder / "a" / "水利2023.txt").json
    assert found == given
    assert any(finding["kind"] == "cross-year" for finding in found["findings"])


def test_the_same_folder_goes_before_another(run: Run, folder: Path) -> None:
    (folder / "0").mkdir()
    (folder / "0" / "水利2023.txt").write_text(year(2023), encoding="utf-8")
    (line,) = [line for line in run("check", folder).lines if line["file"].endswith("2024.txt")]
    assert line["previous"] == str(folder / "a" / "水利2023.txt")


def test_reports_named_one_by_one_are_not_joined(run: Run, folder: Path) -> None:
    lines = run("check", *sorted(folder.glob("a/*.txt"))).lines
    assert [line["previous"] for line in lines] == [None, None, None]


def test_a_bad_file_does_not_stop_the_others(run: Run, folder: Path) -> None:
    (folder / "a" / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    (folder / "a" / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    outcome = run("check", folder)
    assert outcome.status == 3
    assert len(outcome.lines) == 6
    errors = {Path(line["file"]).name: line["error"]["kind"] for line in outcome.lines if "error" in line}
    assert errors == {"坏.docx": "DamagedFileError", "旧.doc": "UnsupportedFormatError"}


def test_what_is_no_report_is_told_and_no_failure(run: Run, folder: Path) -> None:
    expected = run("check", folder).status
    notice = "关于召开年终总结会的通知\n定于12月30日召开会议，请准时参加。\n"
    (folder / "通知.txt").write_text(notice, encoding="utf-8")
    (folder / "表.xlsx").write_bytes(b"PK")
    (folder / ".隐藏.txt").write_text(year(2021), encoding="utf-8")
    (folder / "~$水利.docx").write_bytes(b"x")
    outcome = run("check", folder)
    assert outcome.status == expected
    assert len(outcome.lines) == 5
    assert [line["error"]["kind"] for line in outcome.lines if "error" in line] == ["NotAReportError"]
    assert "通知.txt" in outcome.err
    assert run("check", folder / "通知.txt").status == 3


@pytest.mark.skipif(os.name == "nt", reason="POSIX links")
def test_no_link_leads_out_of_the_folder(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.txt").write_text(year(2020), encoding="utf-8")
    (folder / "link.txt").symlink_to(outside / "x.txt")
    (folder / "linked").symlink_to(outside, target_is_directory=True)
    (folder / "a" / "loop").symlink_to(folder, target_is_directory=True)
    assert len(expand([str(folder)])) == 4


def test_an_empty_folder_is_an_error(run: Run, tmp_path: Path) -> None:
    outcome = run("check", tmp_path)
    assert outcome.status == 3
    assert outcome.json["error"]["kind"] == "MissingFileError"


@pytest.mark.parametrize("one", [True, False])
def test_previous_goes_with_one_report_only(run: Run, folder: Path, one: bool) -> None:
    path = folder / "b" if one else folder
    outcome = run("check", path, "--previous", folder / "a" / "水利2023.txt")
    assert outcome.status == 2


def test_each_folder_has_its_own_settings(run: Run, folder: Path) -> None:
    (folder / "b" / "nlp-extract.toml").write_text('[check]\nselect = ["T3"]\n', encoding="utf-8")
    left_out = {Path(line["file"]).name: len(line["rules_left_out"]) for line in run("check", folder).lines}
    assert left_out.pop("水利2022.txt") > 50
    assert set(left_out.values()) == {0}


def test_a_file_beside_a_folder_finds_its_year_there(run: Run, folder: Path, tmp_path: Path) -> None:
    beside = tmp_path / "水利2025.txt"
    beside.write_text(year(2025), encoding="utf-8")
    lines = run("check", beside, folder).lines
    assert lines[0]["previous"] == str(folder / "a" / "水利2024.txt")
    assert str(beside) not in {line["previous"] for line in lines}


def test_a_full_shelf_reads_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "ROOM", 1)
    reads: list[str] = []

    def load(source: Source, data: bytes) -> object:
        reads.append(source.name)
        return extract(source.name)

    first, second = (Source(item.name) for item in expand([str(folder)])[:2])
    small = Shelf(load)  # type: ignore[arg-type]
    for source in (first, first, second, first):
        assert small.get(source).outline.year == 2023
    assert reads == [first.name, second.name, first.name]
