"""Hostile files, made here: each ends in a named error or a result, within seconds and without much memory."""

from __future__ import annotations

import random
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

from conftest import CORPUS
from nlp_extract import check, extract_text
from nlp_extract.document import Document
from nlp_extract.errors import DamagedFileError, EncodingError, LimitError, ReadError, UnsupportedFormatError
from nlp_extract.readers import html, read_bytes
from nlp_extract.readers.limits import Limits
from nlp_extract.readers.package import Package
from nlp_extract.readers.pdf import read as read_pdf
from nlp_extract.readers.streams import check_streams
from reader_files import MC, PdfPage, W, archive, docx, p, pdf, tbl, tc, tr

SECONDS = 10.0
MEGABYTE = 1024 * 1024


@pytest.fixture(autouse=True)
def _quick() -> Iterator[None]:
    start = time.monotonic()
    yield
    assert time.monotonic() - start < SECONDS


def outcome(data: bytes, name: str) -> Document | ReadError:
    """The document, or the named error; anything else fails the test."""
    try:
        document = read_bytes(data, name)
    except ReadError as why:
        return named(why, name)
    for grid in document.grids:
        for cell in grid.cells:
            assert not {"\n", "\t"} & set(document.surface(cell.span))
    document.text.encode("utf-8")  # no lone surrogate got through
    assert "\0" not in document.text
    return document


def named(error: ReadError, name: str) -> ReadError:
    assert name in str(error)
    assert error.remedy
    return error


def document_xml(body: str, head: str = "") -> bytes:
    return f'<?xml version="1.0"?>{head}<w:document {W} {MC}><w:body>{body}</w:body></w:document>'.encode()


# Word


def test_a_zip_bomb() -> None:
    error = outcome(archive({"word/document.xml": b"\0" * (150 * MEGABYTE)}), "炸弹.docx")
    assert isinstance(error, LimitError)
    assert "100" in str(error)


def test_many_parts_that_are_large_together() -> None:
    part = random.Random(1).randbytes(MEGABYTE) + b"\0" * (60 * MEGABYTE)
    data = archive({f"word/{index}.xml": part for index in range(4)} | {"word/document.xml": document_xml(p("文"))})
    error = outcome(data, "大.docx")
    assert isinstance(error, LimitError)


def test_a_bomb_in_a_part_that_is_not_read() -> None:
    blank = b"\0" * (20 * MEGABYTE)
    assert isinstance(outcome(docx(p("文"), extra={"word/media/1.bmp": blank}), "图.docx"), Document)
    assert isinstance(outcome(docx(p("文"), extra={"word/theme.xml": blank}), "题.docx"), LimitError)


def test_too_many_parts() -> None:
    assert isinstance(outcome(archive({f"a{index}": b"" for index in range(2_100)}), "多.docx"), LimitError)


@pytest.mark.parametrize("claimed", [10, 1_000_000_000])
def test_lying_sizes(claimed: int) -> None:
    data = bytearray(docx(p("正文" * 2000)))
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", claimed)
    error = outcome(bytes(data), "谎报.docx")
    assert isinstance(error, DamagedFileError if claimed == 10 else LimitError)


def test_a_bomb_that_claims_to_be_small() -> None:
    data = bytearray(archive({"word/document.xml": document_xml("x" * (120 * MEGABYTE))}))
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 500)
    assert isinstance(outcome(bytes(data), "小.docx"), ReadError)


def test_ratio_is_checked_while_unpacking_too() -> None:
    package = Package(archive({"a": b"\0" * (2 * MEGABYTE)}), "包.docx", Limits(expansion_ratio=10_000))
    package.limits = Limits()
    with pytest.raises(LimitError, match="压缩比"):
        package.read("a")


def test_encrypted_archives_and_old_files() -> None:
    data = bytearray(docx(p("文")))
    for sign, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(sign) + offset] |= 1
    assert "加密" in str(outcome(bytes(data), "密.docx"))
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert "旧版" in str(outcome(ole, "旧.docx"))
    assert "加密" in str(outcome(ole + "EncryptedPackage".encode("utf-16-le"), "密.docx"))


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE d SYSTEM "http://127.0.0.1:1/x.dtd">',
        '<!DOCTYPE d [<!ENTITY a "大大大大大大大大大大">' + "".join(
            f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)
        ) + '<!ENTITY x "&j;">]>',
    ],
    ids=["file", "network", "laughs"],
)  # fmt: skip
def test_entities_and_document_types_are_refused(head: str) -> None:
    error = outcome(
        archive({"word/document.xml": document_xml(p("&x;" if "ENTITY" in head else "文"), head)}), "实体.docx"
    )
    assert isinstance(error, DamagedFileError)
    assert "root:" not in str(error)


@pytest.mark.parametrize("depth", [150, 5_000, 200_000])
def test_deep_xml(depth: int) -> None:
    body = "<w:ins>" * depth + p("文") + "</w:ins>" * depth
    assert isinstance(outcome(docx(body), "深.docx"), LimitError)


def test_too_many_elements() -> None:
    body = "".join(f"<w:p w:a='{index}'/>" for index in range(500_000))
    assert isinstance(outcome(docx(body), "元素.docx"), LimitError)


@pytest.mark.parametrize(
    "body",
    [
        tbl(tr(tc("甲", '<w:gridSpan w:val="999999"/>'))),
        tbl(*[tr(tc(str(index))) for index in range(2_001)]),
        tbl(tr(*[tc("1") for _ in range(101)])),
        "".join(tbl(tr(tc("甲"), tc("1"))) for _ in range(201)),
        p("长" * 5_000_001),
    ],
    ids=["span", "rows", "columns", "tables", "line"],
)
def test_limits_of_word(body: str) -> None:
    assert isinstance(outcome(docx(body), "大.docx"), LimitError)


def test_tables_within_tables() -> None:
    body = "甲"
    for _ in range(24):
        body = f"<w:tbl><w:tr><w:tc>{p('外')}{body if body.startswith('<') else p(body)}</w:tc></w:tr></w:tbl>"
    assert isinstance(outcome(docx(body), "套.docx"), LimitError)


@pytest.mark.parametrize(
    "xml", [b"", b"\0" * 500, document_xml(p("&#xD800;")), document_xml("")[:-20], b"\xff\xfe<a/>"]
)
def test_broken_xml(xml: bytes) -> None:
    assert isinstance(outcome(archive({"word/document.xml": xml}), "坏.docx"), ReadError)


def test_no_word_file_at_all() -> None:
    for data in (b"PK\x03\x04", archive({}), archive({"xl/workbook.xml": b"<a/>"}), b"hello", b"\0" * 1000):
        assert isinstance(outcome(data, "假.docx"), DamagedFileError)


# pages


@pytest.mark.parametrize(
    "text",
    [
        "<td>" * 2_500_000,
        "<table><tr>" + "<td>1" * 2_000_000,
        "<div>" * 2_000_000,
        "<table><tr><td>" * 600_000,
        "<p>" * 3_000_000,
        "<b a=1><p>" * 900_000,
        "公" * 5_100_000,
        "<table>" + "<tr><td>1<td>2" * 700_000,
        "<table><tr><td>甲<td>1</table>" * 300,
        "<table><tr>" + "<td>1</td>" * 101 + "</table>",
    ],
    ids=["td", "cells", "div", "nested", "p", "formatting", "line", "rows", "tables", "columns"],
)
def test_limits_of_pages(text: str) -> None:
    assert isinstance(outcome(text.encode(), "大.html"), LimitError)


@pytest.mark.parametrize(
    "text",
    [
        "<table><tr>" + "<td rowspan=65534 colspan=65534>1" * 90 + "</table>",
        "<table>" + ("<tr>" + "<td rowspan=99999>1" * 5) * 19 + "</table>",
        "<a " * 1_000_000 + ">甲</a>",
        "甲" + "</p></td></table>" * 300_000,
        "<p>甲&#xD800;&#0;&#x1F;乙\0\x01丙</p>",
        "甲<!--" * 100_000,
        "<p style='" + "display:" * 200_000 + "'>甲</p>",
        "<p class='" + "aA" * 500_000 + "'>甲</p>",
        "<p>" + " \u3000" * 1_000_000 + "甲</p>",
    ],
    ids=["spans", "rowspans", "attributes", "ends", "surrogate", "comments", "style", "class", "blanks"],
)
def test_pages_that_are_odd(text: str) -> None:
    for data in (text.encode(), b"<meta charset=utf-8>" + text.encode()):
        assert isinstance(outcome(data, "怪.html"), Document | LimitError | EncodingError)


def test_odd_characters_are_dropped() -> None:
    document = outcome("<meta charset=utf-8><p>甲&#xD800;&#0;&#x1F;乙\0\x01丙".encode(), "怪.html")
    assert isinstance(document, Document)
    assert document.text.replace("\ufffd", "") == "甲乙丙\n"


def test_a_file_over_twenty_megabytes() -> None:
    for name in ("大.html", "大.docx", "大.pdf"):
        assert isinstance(outcome(b"a" * (20 * MEGABYTE + 1), name), LimitError)


# PDF


def page() -> PdfPage:
    return PdfPage().text(70, 100, "一、总体情况").grid((70, 200, 300), (200, 220, 240), [["规章", "1"], ["文件", "2"]])


def test_a_bomb_in_a_stream() -> None:
    assert isinstance(outcome(pdf(page(), body=b" " * (210 * MEGABYTE)), "炸弹.pdf"), LimitError)


def test_a_bomb_in_a_bomb() -> None:
    inner = zlib.compress(b" " * (150 * MEGABYTE))
    data = b"1 0 obj << /Filter [/FlateDecode /FlateDecode] >> stream\n%s\nendstream" % zlib.compress(
        inner + b"\0" * MEGABYTE
    )
    check_streams(data, "包.pdf", Limits())
    with pytest.raises(LimitError):
        check_streams(data * 2, "包.pdf", Limits())


def test_pictures_do_not_count_as_bombs() -> None:
    packed = zlib.compress(b"\xff" * (30 * MEGABYTE))
    data = b"1 0 obj << /Subtype /Image /Filter /FlateDecode >> stream\r\n%s\nendstream endobj " % packed
    check_streams(data * 10, "扫描.pdf", Limits())


def test_too_many_lines_on_a_page() -> None:
    busy = page()
    busy.commands.append("\n".join(f"0.5 w {i % 500} {i // 40} m {i % 500} {i // 40 + 9} l S" for i in range(21_000)))
    assert isinstance(outcome(pdf(busy), "线.pdf"), LimitError)


def test_too_many_pages() -> None:
    with pytest.raises(LimitError, match="页数"):
        read_pdf(pdf(*[page() for _ in range(4)]), "页.pdf", Limits(pages=3))


def test_time_is_up_between_pages() -> None:
    with pytest.raises(LimitError, match="时间"):
        read_pdf(pdf(page(), page()), "慢.pdf", Limits(seconds=0))


def test_an_encrypted_pdf() -> None:
    data = pdf(page())
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >> /ID [<00> <00>]" % (
        b"11" * 32,
        b"22" * 32,
    )
    error = outcome(data.replace(b"trailer << ", b"trailer << " + lock), "密.pdf")
    assert isinstance(error, DamagedFileError)
    assert "密码" in str(error)


def test_loops_in_a_pdf() -> None:
    data = pdf(page())
    assert isinstance(outcome(data.replace(b"/Kids [9 0 R]", b"/Kids [2 0 R]"), "环.pdf"), Document | ReadError)
    assert isinstance(outcome(data.replace(b"/Parent 2 0 R", b"/Parent 9 0 R"), "环.pdf"), Document | ReadError)


def test_a_pdf_whose_fonts_say_nothing() -> None:
    data = pdf(page()).replace(b"/ToUnicode 6 0 R", b"/Nothing   6 0 R")
    error = outcome(data, "无码.pdf")
    assert isinstance(error, DamagedFileError)


# text


@pytest.mark.parametrize("digits", [30, 5_000, 100_000])
def test_numbers_of_many_digits(digits: int) -> None:
    text = (CORPUS / "qingping_water_2023.txt").read_text(encoding="utf-8")
    for changed in (text.replace("642条", "7" * digits + "条"), text.replace("\t3\t1\t14", f"\t{'3' * digits}\t1\t14")):
        assert changed != text
        assert check(extract_text(changed))


def test_a_page_by_the_name_of_a_text() -> None:
    error = outcome("<!DOCTYPE html><html><p>一、总体情况".encode(), "页.txt")
    assert isinstance(error, UnsupportedFormatError)
    assert ".html" in error.remedy


# any kind

MADE: dict[str, Callable[[], bytes]] = {
    "文.docx": lambda: docx(p("一、总体情况") + tbl(tr(tc("规章"), tc("1")), tr(tc("文件"), tc("2")))),
    "文.pdf": lambda: pdf(page(), page()),
    "文.html": lambda: (
        "<meta charset=utf-8><p>一、总体情况</p><table><tr><td>规章<td>1<tr><td>文件<td>2</table>".encode()
    ),
}


@pytest.mark.parametrize("name", MADE)
def test_truncated_files(name: str) -> None:
    data = MADE[name]()
    for length in range(0, len(data), max(len(data) // 40, 1)):
        outcome(data[:length], name)


@pytest.mark.parametrize("name", MADE)
def test_files_with_broken_bytes(name: str) -> None:
    chance = random.Random(20240131)
    data = MADE[name]()
    for _ in range(60):
        broken = bytearray(data)
        for _ in range(chance.choice((1, 3, 30))):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        outcome(bytes(broken), name)


@pytest.mark.parametrize("name", MADE)
def test_noise_under_every_name(name: str) -> None:
    noise = random.Random(7).randbytes(50_000)
    assert isinstance(outcome(noise, name), ReadError)
    assert isinstance(outcome(MADE[name]()[:8] + noise, name), Document | ReadError)


def test_a_member_name_that_climbs_out_is_never_written(tmp_path: Path) -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("../../evil.txt", "x")
        file.writestr("word/document.xml", document_xml(p("文")))
    assert isinstance(outcome(stream.getvalue(), "路.docx"), Document)
    assert not (tmp_path.parent.parent / "evil.txt").exists()


def test_limits_are_configurable() -> None:
    with pytest.raises(LimitError, match="文字数"):
        html.read(("<p>" + "公" * 50).encode(), "页.html", Limits(characters=40))
