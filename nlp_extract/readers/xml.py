"""The only door to XML: no document type, no entities, no network, bounded depth and size."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lxml import etree

from nlp_extract.errors import DamagedFileError
from nlp_extract.readers.limits import Limits, exceeded

Element = Any
"""An lxml element; lxml has no types of its own."""

_NO_MEMORY = "unknown error"
"""lxml's words where libxml2 had not even the memory to say what went wrong."""
_RESAVE = "请核实文件来源，用 Word 打开并另存为 .docx 后重试"


@contextmanager
def lack_of_memory_told() -> Iterator[None]:
    """Turns what lxml raises where memory has run out into a MemoryError."""
    try:
        yield
    except etree.LxmlError as why:
        if getattr(why, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY or _NO_MEMORY in str(why):
            raise MemoryError(str(why)) from why
        raise


def parse_xml(data: bytes, name: str, part: str, limits: Limits) -> Element:
    """The root of one XML part of a file.

    Raises DamagedFileError for what is not well-formed or declares a document type (Word never
    does; attacks do), LimitError past ``limits.xml_depth`` or ``limits.elements``.
    """
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, dtd_validation=False, attribute_defaults=False, no_network=True,
        huge_tree=False, remove_comments=True, remove_pis=True, recover=False,
    )  # fmt: skip
    try:
        with lack_of_memory_told():
            root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as why:
        if "depth" in str(why):
            raise exceeded(name, "XML 元素的嵌套层数", limits.xml_depth, part) from why
        raise DamagedFileError(f"XML 不完整或有错（{str(why)[:120]}）", file=name, place=part, remedy=_RESAVE) from why
    if root.getroottree().docinfo.doctype:
        raise DamagedFileError("XML 里声明了文档类型（DTD），Word 不会这样写", file=name, place=part, remedy=_RESAVE)
    _check_shape(root, name, part, limits)
    return root


def _check_shape(root: Element, name: str, part: str, limits: Limits) -> None:
    depth = elements = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth, elements = depth + 1, elements + 1
        if depth > limits.xml_depth:
            raise exceeded(name, "XML 元素的嵌套层数", limits.xml_depth, part)
        if elements > limits.elements:
            raise exceeded(name, "XML 元素个数", limits.elements, part)


def local(element: Element) -> str:
    """The tag without its namespace: Word files come in two (transitional and strict)."""
    tag: str = element.tag
    return tag.rpartition("}")[2]


def attribute(element: Element | None, key: str, default: str = "") -> str:
    """The attribute of that local name, whatever its namespace."""
    if element is None:
        return default
    for name, value in element.attrib.items():
        if name.rpartition("}")[2] == key:
            return str(value)
    return default


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant along a path of local names, or None."""
    for step in path:
        element = None if element is None else next((node for node in element if local(node) == step), None)
    return element
