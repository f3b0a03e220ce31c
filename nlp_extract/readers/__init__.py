"""Files → Documents. ``READERS`` says which module reads which kind; a module is imported for its kind only.

A reader is a module with ``read(data: bytes, name: str, limits: Limits) -> Document``.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path, PurePath
from types import ModuleType

from nlp_extract.document import Document
from nlp_extract.errors import DamagedFileError, EmptyFileError, MissingFileError, ReadError, UnsupportedFormatError
from nlp_extract.readers.limits import Limits, exceeded, out_of_memory

READERS = {
    ".txt": "nlp_extract.readers.text",
    ".text": "nlp_extract.readers.text",
    ".md": "nlp_extract.readers.text",
    ".markdown": "nlp_extract.readers.text",
    ".html": "nlp_extract.readers.html",
    ".htm": "nlp_extract.readers.html",
    ".xhtml": "nlp_extract.readers.html",
    ".shtml": "nlp_extract.readers.html",
    ".docx": "nlp_extract.readers.docx",
    ".pdf": "nlp_extract.readers.pdf",
}
"""Suffix → module that reads it."""

CONVERTIBLE = {
    ".doc": "请用 Word 或 WPS 打开，另存为 .docx",
    ".wps": "请用 WPS 打开，另存为 .docx",
    ".rtf": "请用 Word 或 WPS 打开，另存为 .docx",
    ".odt": "请用 LibreOffice 打开，另存为 .docx",
    ".ofd": "请用 OFD 阅读器打开，导出为 PDF（须带文字层）",
    ".xls": "请把报告正文存为 .docx 或 .txt",
    ".xlsx": "请把报告正文存为 .docx 或 .txt",
    ".ceb": "请用阅读器打开，导出为带文字层的 PDF",
}
"""Suffix → what to do with a file that no reader takes."""

_SIGNS = (
    (b"%PDF", ".pdf"),
    (b"PK\x03\x04", ".docx"),
    (b"\xd0\xcf\x11\xe0", ".doc"),
    (b"{\\rtf", ".rtf"),
)


def read(path: Path, limits: Limits = Limits()) -> Document:  # noqa: B008
    """The document in a file. Raises ReadError: MissingFileError, EmptyFileError, UnsupportedFormatError,
    LimitError, EncodingError or DamagedFileError, naming the file."""
    name = str(path)
    if path.is_dir():
        raise MissingFileError("这是一个文件夹", file=name, remedy="请给出文件夹里的报告文件，例如 报告.docx")
    if not path.exists():
        raise MissingFileError("没有这个文件", file=name, remedy="请检查路径和文件名")
    module = _module(name, path.suffix.lower())
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise exceeded(name, f"文件大小 {size} 字节，", f"{limits.file_bytes} 字节")
        data = path.read_bytes()
    except OSError as why:
        raise MissingFileError(
            f"文件打不开（{why.strerror}）", file=name, remedy="请检查文件权限，或关闭正在使用它的程序"
        ) from why
    return _read_with(module, data, name, limits)


def read_bytes(data: bytes, name: str = "-", limits: Limits = Limits()) -> Document:  # noqa: B008
    """The document in the content of a file, such as standard input. Without a known suffix in ``name`` the
    first bytes tell the kind: PDF, Word, a page that begins with a tag, else text. Raises ReadError."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in READERS and suffix not in CONVERTIBLE:
        suffix = _sniffed(data)
    return _read_with(_module(name, suffix), data, name, limits)


def read_text(text: str, name: str = "-", limits: Limits = Limits()) -> Document:  # noqa: B008
    """A document of a text at hand. Raises EmptyFileError, EncodingError (NUL, lone surrogates), LimitError."""
    from nlp_extract.readers.decode import clean
    from nlp_extract.readers.text import document

    return document(clean(text, name), name, "text", None, limits)


def _read_with(module: str, data: bytes, name: str, limits: Limits) -> Document:
    if not data:
        raise EmptyFileError("文件是空的（0 字节）", file=name, remedy="请确认文件已保存或下载完整")
    reader: ModuleType = import_module(module)
    try:
        found = reader.read(data, name, limits)
    except MemoryError as why:
        why.__traceback__ = why.__context__ = None  # lets go of what the reader held
        raise out_of_memory(name, limits) from why
    except RecursionError as why:
        raise DamagedFileError("文件结构过深", file=name, remedy="请另存为更简单的文件后重试") from why
    if not isinstance(found, Document):
        raise ReadError("读取程序没有给出文档", file=name, remedy="请报告此问题")
    return found


def _module(name: str, suffix: str) -> str:
    if suffix in READERS:
        return READERS[suffix]
    known = "、".join(sorted(READERS))
    if suffix in CONVERTIBLE:
        raise UnsupportedFormatError(f"不能直接读取 {suffix} 文件", file=name, remedy=CONVERTIBLE[suffix])
    what = f"不认识的文件类型“{suffix}”" if suffix else "文件名没有扩展名"
    raise UnsupportedFormatError(what, file=name, remedy=f"可读取的类型：{known}")


def _sniffed(data: bytes) -> str:
    for sign, suffix in _SIGNS:
        if data.startswith(sign):
            return suffix
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return (
        ".html"
        if head.startswith((b"<!doctype", b"<html", b"<?xml", b"<head", b"<body", b"<div", b"<table"))
        else ".txt"
    )
