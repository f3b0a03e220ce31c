"""Plain text and Markdown: the text as it stands, once its bytes are decoded."""

from __future__ import annotations

from pathlib import PurePath

from nlp_extract.document import Document, Source
from nlp_extract.errors import UnsupportedFormatError
from nlp_extract.readers.decode import decode
from nlp_extract.readers.limits import Limits, check_size, exceeded

_PAGES = ("<!doctype html", "<html")
"""How a saved page begins, whatever its name ends with."""


def read(data: bytes, name: str, limits: Limits = Limits()) -> Document:  # noqa: B008
    """The document in the bytes of a ``.txt`` or ``.md`` file. Raises ReadError."""
    check_size(data, name, limits)
    text, encoding = decode(data, name)
    if text[:200].lstrip().lower().startswith(_PAGES):
        remedy = "请把扩展名改为 .html 后重试"
        raise UnsupportedFormatError("内容是网页，不是文本", file=name, remedy=remedy)
    kind = "md" if PurePath(name).suffix.lower() in (".md", ".markdown") else "txt"
    return document(text, name, kind, encoding, limits)


def document(text: str, name: str, kind: str, encoding: str | None, limits: Limits) -> Document:
    """A document of this text. Raises LimitError where it is too long."""
    if len(text) > limits.characters:
        raise exceeded(name, f"文字 {len(text)} 字，", f"{limits.characters} 字")
    return Document(text=text, source=Source(name, kind, encoding))
