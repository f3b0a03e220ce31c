"""Bytes to text, and the door of the readers: what can be read is read right, the rest ends in a named error."""

from __future__ import annotations

import codecs
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp_extract import readers
from nlp_extract.document import Document
from nlp_extract.errors import (
    EmptyFileError,
    EncodingError,
    LimitError,
    MissingFileError,
    NlpExtractError,
    ReadError,
    UnsupportedFormatError,
)
from nlp_extract.readers import READERS, read, read_bytes, read_text
from nlp_extract.readers.decode import GUESSES, MARKS, decode
from nlp_extract.readers.limits import Limits

TEXT = "青石县水利局2023年政府信息公开工作年度报告\n一、总体情况\n全年主动公开政府信息12条，答复申请3件。\n"
TRADITIONAL = "青石縣水利局2023年政府信息公開工作年度報告\n一、總體情況\n全年主動公開政府信息12條。\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_encodings_are_told_by_evidence(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "a.txt")[0] == TEXT


@pytest.mark.parametrize(("mark", "encoding"), MARKS)
def test_marks(mark: bytes, encoding: str) -> None:
    assert decode(mark + TEXT.encode(encoding), "a.txt") == (TEXT, encoding)


def test_big5() -> None:
    assert decode(TRADITIONAL.encode("big5"), "a.txt") == (TRADITIONAL, "big5")


@pytest.mark.parametrize(
    "data",
    [
        "繁體字與標點而已".encode("big5"),  # no word of a report: GB18030 reads it too, wrongly
        TEXT.encode()[:40] + b"\xff" + TEXT.encode()[40:],
        TEXT.encode()[:-2],
        TEXT.encode("gb18030")[:31] + b"\x80\xff\xff",
        b"\x00\x01\x02\x03" * 50,
        "政府".encode("utf-16-le")[:-1] + b"\x00\x00\xd8",
        codecs.BOM_UTF8 + b"\xff\xfe\xfa",
        codecs.BOM_UTF16_LE + b"\x00\xd8\x00",
    ],
)
def test_in_doubt_it_is_refused(data: bytes) -> None:
    with pytest.raises(EncodingError) as why:
        decode(data, "报告.txt")
    assert "报告.txt" in str(why.value)
    assert "UTF-8" in why.value.remedy


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_end_in_text_or_a_named_error(data: bytes) -> None:
    try:
        text, encoding = decode(data, "a.txt")
    except ReadError:
        return
    assert text.strip()
    assert "\r" not in text
    assert encoding in {*GUESSES, "utf-8", *(name for _, name in MARKS)}


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet="政府信息公开情况工作报告一二三，。0123456789abc\n", min_size=30, max_size=200),
    st.sampled_from(["gb18030", "utf-16-le", "utf-16-be"]),
)
def test_a_guess_is_never_wrong(words: str, encoding: str) -> None:
    """Text of these reports in another encoding is read as it was, or refused."""
    text = words + TEXT
    assert decode(text.encode(encoding), "a.txt")[0] == text


def test_two_encodings_that_both_make_sense() -> None:
    with pytest.raises(EncodingError, match="还是"):
        decode("公开".encode("gb18030") + "政府".encode("utf-16-le"), "a.txt")


def test_line_breaks() -> None:
    assert decode("一\r\n二\r三\n四\u2028五".encode(), "a.txt")[0] == "一\n二\n三\n四\n五"


@pytest.mark.parametrize("text", ["公开\x00", "公开\ud800", "公开\x07信息"])
def test_nul_surrogates_and_control_characters(text: str) -> None:
    with pytest.raises(EncodingError, match="第 2 行"):
        read_text("第一行\n" + text)


@pytest.mark.parametrize("text", ["", " \n\t", "\ufeff", "\x00\x00"])
def test_empty(text: str) -> None:
    with pytest.raises(EmptyFileError):
        read_bytes(text.encode(), "a.txt")


# ---- files


def test_read_a_file(tmp_path: Path) -> None:
    path = tmp_path / "报告.TXT"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode("gb18030"))
    document = read(path)
    assert document.text == TEXT
    assert (document.source.name, document.source.kind, document.source.encoding) == (str(path), "txt", "gb18030")


@pytest.mark.parametrize(
    ("name", "content", "error", "words"),
    [
        ("没有.txt", None, MissingFileError, "没有这个文件"),
        ("空.txt", b"", EmptyFileError, "0 字节"),
        ("图.txt", b"\x89PNG\r\n\x1a\n....", UnsupportedFormatError, "图片"),
        ("报告.txt", b"%PDF-1.7 ...", UnsupportedFormatError, "PDF"),
        ("旧.doc", b"x", UnsupportedFormatError, "另存为 .docx"),
        ("版式.ofd", b"x", UnsupportedFormatError, "导出为 PDF"),
        ("金山.wps", b"x", UnsupportedFormatError, "另存为 .docx"),
        ("富文本.rtf", b"x", UnsupportedFormatError, "另存为 .docx"),
        ("表.xls", b"x", UnsupportedFormatError, ".docx"),
        ("何物.xyz", b"x", UnsupportedFormatError, ".pdf"),
        ("无名", b"x", UnsupportedFormatError, "没有扩展名"),
    ],
)
def test_errors_name_file_and_remedy(
    tmp_path: Path, name: str, content: bytes | None, error: type[NlpExtractError], words: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(error) as why:
        read(path)
    assert str(path) in str(why.value)
    assert words in str(why.value)
    assert why.value.remedy


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="文件夹"):
        read(tmp_path)


def test_limits(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    path.write_text(TEXT * 3, "utf-8")
    with pytest.raises(LimitError, match=r"大\.txt"):
        read(path, Limits(file_bytes=100))
    with pytest.raises(LimitError, match="字"):
        read(path, Limits(characters=50))
    with pytest.raises(LimitError):
        read_text(TEXT, "-", Limits(characters=50))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (TEXT.encode(), "txt"),
        (TEXT.encode("gb18030"), "txt"),
        (f"<!DOCTYPE html><html><body><p>{TEXT}</p></body></html>".encode(), "html"),
    ],
)
def test_standard_input_is_told_by_its_first_bytes(data: bytes, kind: str) -> None:
    document = read_bytes(data, "-")
    assert document.source.name == "-"
    assert document.source.kind == kind
    assert "全年主动公开政府信息12条" in document.text


def test_text_at_hand() -> None:
    document = read_text(TEXT.replace("\n", "\r\n"), "稿")
    assert isinstance(document, Document)
    assert (document.text, document.source.name, document.source.kind, document.source.encoding) == (
        TEXT,
        "稿",
        "text",
        None,
    )


def test_a_reader_is_imported_for_its_kind_only() -> None:
    heavy = [module for suffix, module in READERS.items() if suffix not in (".txt", ".text", ".md", ".markdown")]
    code = (
        "import sys; from nlp_extract import readers; from pathlib import Path; "
        f"readers.read_bytes({TEXT.encode()!r}, 'a.txt'); "
        f"print([name for name in {[*heavy, 'lxml', 'pdfplumber', 'spacy', 'jieba']!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(readers.__file__).parents[2], check=True
    )
    assert done.stdout.strip() == "[]"
