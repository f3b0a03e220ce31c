"""Reads a saved web page: the report's body without the site's chrome, its tables as grids.

The page is parsed by libxml2 (lxml), which keeps the order of the source even where tags are not
closed and takes linear time on hostile pages; blocks are collected in one pass without recursion.
Inline elements join without a blank (``20</font><span>23`` → 2023), block elements break lines.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from nlp_extract.document import Document, Source
from nlp_extract.errors import EmptyFileError
from nlp_extract.patterns import Pattern
from nlp_extract.readers.decode import decode
from nlp_extract.readers.layout import Block, Paragraph, Table, TableCell, compose, numbered, tidy, unfold
from nlp_extract.readers.limits import Limits, check_size, exceeded
from nlp_extract.readers.page import has_report, is_marker, is_tool, report_of
from nlp_extract.readers.xml import lack_of_memory_told

Element = Any
"""An lxml element; lxml has no types of its own."""

UNREAD = frozenset({
    "head", "script", "style", "noscript", "template", "iframe", "frame", "object", "embed", "applet", "select",
    "option", "button", "input", "textarea", "svg", "canvas", "audio", "video", "map", "del",
})  # fmt: skip
"""Elements whose content is no text of the page."""
SITE = frozenset(["nav", "aside", "footer"])
"""Elements that HTML5 sets apart from a page's own text."""
BLOCKS = frozenset({
    "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend",
    "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul",
})  # fmt: skip
"""Elements that begin and end a line; all others, unknown ones too (<o:p>, <ucapcontent>), run on."""
SHORT = 600
"""Characters. An element named as a tool of the site but with more text than this is none."""
CHARSETS = {
    "utf-8": "utf-8", "utf8": "utf-8", "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "x-gbk": "gb18030",
    "cp936": "gb18030", "chinese": "gb18030", "big5": "big5hkscs", "big5-hkscs": "big5hkscs",
}  # fmt: skip
CONTROLS = bytes({*range(0x20), 0x7F} - {0x09, 0x0A, 0x0C, 0x0D})
"""Bytes that are no text in these encodings, nor any part of a character."""
FEW = 20
"""Broken bytes that a page may have (a browser shows them as \ufffd, too)."""
ICON = 100
"""Pixels. A picture narrower or lower than this holds no table."""

_HIDDEN = Pattern(r"display\s*:\s*none", ignore_case=True)
_CHARSET = Pattern(r"""<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", ignore_case=True)
_NUMBERED = Pattern(r"^\s*+(?:[（(]\s*+)?(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[①-⑳])\s*[、．.)）是]")
_DIGITS = Pattern(r"^\s*\+?(\d{1,9})")
_SITE_NAME = Pattern(r"(?<!\s)\s*+[-_|｜—–][^-_|｜—–]*$")


def read(data: bytes, name: str, limits: Limits = Limits()) -> Document:  # noqa: B008
    """The report in a saved page. Raises ReadError: too large or deep, undecodable, without text."""
    check_size(data, name, limits)
    text, encoding, broken = decode_page(data, name)
    with lack_of_memory_told():
        return _read(text, encoding, broken, name, limits)


def _read(text: str, encoding: str, broken: int, name: str, limits: Limits) -> Document:
    root = _parse(text, name)
    blocks = _blocks(root, name, limits, is_chrome)
    if not has_report(blocks):  # a site that hides or misnames the report: look at all there is
        everything = _blocks(root, name, limits, lambda element: False)
        blocks = everything if has_report(everything) else blocks
    report = report_of(blocks, _title(root))
    pictures = sum(_is_picture(block) for block in report)
    notes = [f"正文有 {pictures} 幅图片，图片里的文字和表格没有读取"] if pictures else []
    notes += [f"网页有 {broken} 处字节无法解码，已用“\ufffd”代替"] if broken else []
    kept = [block for block in report if not _is_picture(block)]
    return compose(numbered(kept), Source(name, "html", encoding), limits, notes)


def decode_page(data: bytes, name: str) -> tuple[str, str, int]:
    """Text, encoding, and how many bytes could not be decoded.

    Valid UTF-8 is that, whatever the page says; else its own ``charset`` holds (gb2312 and gbk as the
    GB18030 that contains them) if all but a few bytes obey it; else ``decode`` judges by the words.
    Raises EncodingError.
    """
    match = _CHARSET.search(data[:8192].decode("latin-1"))
    declared = CHARSETS.get(match.group(1).lower() if match else "")
    plain = data.translate(None, CONTROLS) if declared else data
    for encoding in filter(None, ("utf-8" if declared else None, declared)):
        text = plain.removeprefix(codecs.BOM_UTF8).decode(encoding, "replace")
        broken = text.count("\ufffd")
        if not broken or (encoding == declared and broken <= FEW and broken * 1000 <= len(text)):
            return text, encoding, broken
    return *decode(data, name), 0


def is_chrome(element: Element) -> bool:
    """Whether an element is hidden or one of the site's tools (menu, share buttons, footer).

    What holds the report is neither, whatever it is called (``<div class="print share">``).
    """
    if _HIDDEN.search(element.get("style", "")[:500]):
        return True
    named = is_tool(f"{element.get('class', '')[:100]} {element.get('id', '')[:100]}")
    return (named or element.tag in SITE) and _is_short(element)


def place_cells(rows: list[list[RawCell]]) -> list[TableCell]:
    """The cells at their rows and columns, as a browser places them.

    A span that is no number counts as 1, one past the table's edge (``colspan=100000``) ends there,
    ``rowspan=0`` reaches to the last row; a cell never covers another.
    """
    width = max((sum(cell.colspan if cell.colspan <= WILD else 1 for cell in row) for row in rows), default=0)
    until: list[int] = []  # by column: the first row that is free again
    placed = []
    for index, row in enumerate(rows):
        column = 0
        for raw in row:
            while column < len(until) and until[column] > index:
                column += 1
            wanted = raw.colspan if raw.colspan <= WILD else max(width - column, 1)
            colspan = 1
            while colspan < wanted and (column + colspan >= len(until) or until[column + colspan] <= index):
                colspan += 1
            rowspan = min(raw.rowspan or len(rows), len(rows) - index)
            until.extend([0] * (column + colspan - len(until)))
            until[column : column + colspan] = [index + rowspan] * colspan
            placed.append(TableCell(index, column, rowspan, colspan, raw.content))
            column += colspan
    return placed


WILD = 50
"""Columns. No table of a report is so wide; a larger colspan is a slip and means "all of them"."""


@dataclass(slots=True)
class RawCell:
    """A cell as the page writes it, before it has a column."""

    rowspan: int
    colspan: int
    content: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class _Open:
    """A table whose end is still to come."""

    table: Table
    rows: list[list[RawCell]] = field(default_factory=list)


class _Walk:
    """Collects the blocks of a page from the events of one walk over its elements."""

    def __init__(self, name: str, limits: Limits, chrome: Callable[[Element], bool]) -> None:
        self.name, self.limits, self.chrome = name, limits, chrome
        self.targets: list[list[Block]] = [[]]
        """Where blocks go: the page, or the cell that is open."""
        self.tables: list[_Open] = []
        self.buffer: list[str] = []
        self.linked = 0
        self.lists: list[int | None] = []
        """The lists that are open: the last number of an <ol>, None for a <ul>."""
        self.number = ""
        self.links = self.pres = self.depth = self.elements = 0

    def run(self, root: Element) -> list[Block]:
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        skipped = None
        for event, element in walk:
            if event == "start":
                self._count()
                if element.tag in UNREAD or self.chrome(element):
                    walk.skip_subtree()
                    skipped = element
                else:
                    self._start(element)
            else:
                if event == "end":
                    self.depth -= 1
                    if element is not skipped:
                        self._end(element)
                self._text(element.tail, element.getparent())
        self._flush(root)
        return self.targets[0]

    def _count(self) -> None:
        self.depth, self.elements = self.depth + 1, self.elements + 1
        if self.depth > self.limits.html_depth:
            raise exceeded(self.name, "网页元素的嵌套层数", self.limits.html_depth)
        if self.elements > self.limits.elements:
            raise exceeded(self.name, "网页元素个数", self.limits.elements)

    def _start(self, element: Element) -> None:
        tag = element.tag
        if tag in BLOCKS:
            self._flush(element.getparent())
        if tag == "table":
            self.tables.append(_Open(Table(origin=element)))
        elif tag == "tr" and self.tables:
            self._row(self.tables[-1])
        elif tag in ("td", "th") and self.tables:
            self._cell(self.tables[-1], element)
        elif tag == "a" and element.get("href"):
            self.links += 1
        elif tag == "pre":
            self.pres += 1
        elif tag in ("ol", "ul"):
            self.lists.append(_span(element.get("start")) - 1 if tag == "ol" else None)
        elif tag == "li":
            self._item()
        elif tag == "img" and _is_large(element):
            self._flush(element.getparent())
            self.targets[-1].append(Paragraph("", origin=element))
        self._text(element.text, element)

    def _end(self, element: Element) -> None:
        tag = element.tag
        if tag in BLOCKS or tag == "br":
            self._flush(element)
        if tag == "table" and self.tables and self.tables[-1].table.origin is element:
            done = self.tables.pop()
            done.table.cells = place_cells(done.rows)
        elif tag in ("td", "th") and self.tables and len(self.targets) > 1:
            self.targets.pop()
        elif tag == "a" and element.get("href"):
            self.links = max(self.links - 1, 0)
        elif tag == "pre":
            self.pres = max(self.pres - 1, 0)
        elif tag in ("ol", "ul"):
            self.lists.pop()

    def _item(self) -> None:
        """Remember the number that a browser puts before an item of a numbered list."""
        number = self.lists[-1] if self.lists else None
        if number is not None:
            self.lists[-1] = number + 1
        self.number = "" if number is None else f"{number + 1}."

    def _row(self, table: _Open) -> None:
        if not table.rows:  # what stands in the table before its first row goes before it
            self.targets[-1].append(table.table)
        table.rows.append([])
        if len(table.rows) > self.limits.rows:
            raise exceeded(self.name, "表格行数", self.limits.rows)

    def _cell(self, table: _Open, element: Element) -> None:
        if not table.rows:
            self._row(table)
        cell = RawCell(_span(element.get("rowspan")), max(_span(element.get("colspan")), 1))
        table.rows[-1].append(cell)
        if len(table.rows[-1]) > self.limits.columns:
            raise exceeded(self.name, "表格列数", self.limits.columns)
        self.targets.append(cell.content)

    def _text(self, text: str | None, origin: Element) -> None:
        if not text:
            return
        for index, line in enumerate(text.split("\n") if self.pres else [text]):
            if index:
                self._flush(origin)
            self.buffer.append(line)
            self.linked += len(line) if self.links else 0

    def _flush(self, origin: Element) -> None:
        text = "".join(self.buffer)
        if text and not text.isspace():
            share = min(self.linked / len(text), 1.0)
            number = "" if not self.number or _NUMBERED.search(text) else f"{self.number} "
            self.targets[-1].append(Paragraph(number + text.lstrip() if number else text, origin=origin, linked=share))
            self.number = ""
        self.buffer.clear()
        self.linked = 0


def _parse(text: str, name: str) -> Element:
    data = text.replace("\0", "").encode("utf-8", "replace")
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, recover=True)
    root = etree.fromstring(data, parser) if data.strip() else None
    if root is None:
        raise EmptyFileError("网页里没有内容", file=name, remedy="请在浏览器中打开原网页，另存为完整网页后重试")
    return root


def _blocks(root: Element, name: str, limits: Limits, chrome: Callable[[Element], bool]) -> list[Block]:
    return list(unfold(_Walk(name, limits, chrome).run(root), name, limits))


def _title(root: Element) -> str:
    """What the page's head says the report is called, without the name of the site."""
    named = root.xpath("//meta[translate(@name, 'ACEILRT', 'aceilrt') = 'articletitle']/@content")
    titles: Iterable[str] = [*named, *(element.text or "" for element in root.iter("title"))]
    first = next((tidy(title[:200]) for title in titles if title.strip()), "")
    return first if first.endswith("报告") else _SITE_NAME.sub("", first)


def _span(value: str | None) -> int:
    match = _DIGITS.match(value[:20]) if value else None
    return int(match.group(1)) if match else 1


def _is_short(element: Element) -> bool:
    length = markers = 0
    for text in element.itertext():
        length += len(text.strip())
        markers += is_marker(tidy(text[:SHORT]))
        if length > SHORT or markers > 1:
            return False
    return True


def _is_large(element: Element) -> bool:
    sizes = (_span(element.get(side)) if element.get(side) else ICON for side in ("width", "height"))
    return all(size >= ICON for size in sizes)


def _is_picture(block: Block) -> bool:
    return isinstance(block, Paragraph) and not block.text
