"""Bytes → text, by evidence: what cannot be vouched for is refused, never read wrongly in silence.

Order: byte order mark; strict UTF-8; then UTF-16 (both orders), GB18030 and Big5, each decoded strictly
and believed only where the text then has words of these reports and no other encoding gives as many.
"""

from __future__ import annotations

import codecs

from nlp_extract.errors import EmptyFileError, EncodingError, UnsupportedFormatError
from nlp_extract.patterns import Pattern, alternation

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
GUESSES = ("gb18030", "big5", "utf-16-le", "utf-16-be")
"""Encodings without a mark; whether one holds is told by the words."""

WORDS = (
    "政府",
    "信息",
    "公开",
    "情况",
    "工作",
    "年度",
    "报告",
    "申请",
    "主动",
    "行政",
    "部门",
    "单位",
    "统计",
    "管理",
    "服务",
    "我们",
    "可以",
    "一个",
    "資訊",
    "信息公開",
    "公開",
    "情況",
    "報告",
    "申請",
    "主動",
    "部門",
    "單位",
    "統計",
    "管理",
    "服務",
    "我們",
    "一個",
)
"""Words that a Chinese report has; wrongly decoded bytes do not form them."""

MAGIC = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "Word、Excel 或压缩包"),
    (b"\xd0\xcf\x11\xe0", "旧版 Word、Excel 或 WPS"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"\x1f\x8b", "压缩包"),
    (b"Rar!", "压缩包"),
    (b"\x7fELF", "程序"),
    (b"MZ\x90", "程序"),
)
_WORD = Pattern(alternation(WORDS))
_SURROGATE = Pattern(r"[\ud800-\udfff]")
_BREAK = Pattern(r"\r\n?|\u2028|\u2029|\x85")
_CONTROL = Pattern(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_REMEDY = "请用记事本或 WPS 打开文件，另存为 UTF-8 编码的文本后重试"
_SAMPLE = 200_000
"""Characters in which words are counted."""


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Text and encoding of a file's bytes; line breaks become ``\\n``, a byte order mark goes.

    Raises EmptyFileError, UnsupportedFormatError for a file of another kind under this name, and
    EncodingError where no encoding, or more than one, can be right.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise EmptyFileError("文件没有内容", file=name, remedy="请确认文件已保存完整")
    for magic, kind in MAGIC:
        if data.startswith(magic):
            raise UnsupportedFormatError(
                f"内容是{kind}文件，不是文本", file=name, remedy="请核对文件扩展名与内容是否一致"
            )
    text, encoding = _marked(data, name) or _utf8(data) or _guessed(data, name)
    return clean(text, name), encoding


def clean(text: str, name: str) -> str:
    """``text`` with plain line breaks. Raises EmptyFileError, and EncodingError on NUL and lone surrogates."""
    text = _BREAK.sub("\n", text.removeprefix("\ufeff"))
    if not text.strip():
        raise EmptyFileError("文件没有文字", file=name, remedy="请确认文件已保存完整")
    for pattern, what in ((_SURROGATE, "不成对的代理字符"), (_CONTROL, "控制字符（可能是二进制文件）")):
        found = pattern.search(text)
        if found:
            line = text.count("\n", 0, found.start()) + 1
            raise EncodingError(
                f"文中有{what} U+{ord(found.group()):04X}", file=name, place=f"第 {line} 行", remedy=_REMEDY
            )
    return text


def _marked(data: bytes, name: str) -> tuple[str, str] | None:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), encoding
            except UnicodeDecodeError as why:
                raise EncodingError(
                    f"文件标明编码为 {encoding}，但内容不符",
                    file=name,
                    place=f"第 {why.start + len(mark) + 1} 字节",
                    remedy=_REMEDY,
                ) from why
    return None


def _utf8(data: bytes) -> tuple[str, str] | None:
    """Valid UTF-8 without NUL. Bytes of another encoding are practically never valid UTF-8 by chance."""
    if b"\x00" in data:
        return None
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return None


def _guessed(data: bytes, name: str) -> tuple[str, str]:
    found = []
    for encoding in GUESSES:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        words = sum(1 for _ in _WORD.finditer(text, 0, _SAMPLE))
        if words and not _CONTROL.search(text):
            found.append((words, encoding, text))
    found.sort(key=lambda one: -one[0])
    if not found or (len(found) > 1 and found[1][0] * 2 > found[0][0]):
        raise _doubt(data, name, [encoding for _, encoding, _ in found])
    return found[0][2], found[0][1]


def _doubt(data: bytes, name: str, candidates: list[str]) -> EncodingError:
    if candidates:
        return EncodingError(f"无法断定编码是 {' 还是 '.join(candidates)}", file=name, remedy=_REMEDY)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as why:
        line = data.count(b"\n", 0, why.start) + 1
        return EncodingError(
            f"不是 UTF-8（第 {why.start + 1} 字节起无法解码），也不能断定是别的编码",
            file=name,
            place=f"第 {line} 行",
            remedy=_REMEDY,
        )
    return EncodingError("文件含有空字符（NUL），可能是二进制文件", file=name, remedy=_REMEDY)


__all__ = ["clean", "decode"]
