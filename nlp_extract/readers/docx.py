"""Reads a Word file (.docx): paragraphs with the numbers that Word makes, tables as grids.

Own reading of document.xml: tracked changes as accepted, text boxes after their paragraph, merged
cells both ways, fields by their result. Left out of the text: footnotes, comments, hidden text and
tables of contents; footnotes and pictures are noted. Names are compared without namespace, since
Word writes two (transitional and strict, ECMA-376).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from nlp_extract.document import Document, Source
from nlp_extract.patterns import Pattern
from nlp_extract.readers.layout import Block, Paragraph, Table, TableCell, compose, numbered, tidy, unfold
from nlp_extract.readers.limits import Limits, check_size, exceeded
from nlp_extract.readers.numbering import Numbering
from nlp_extract.readers.package import Package
from nlp_extract.readers.xml import Element, attribute, child, local, parse_xml

MAIN = "word/document.xml"
DROPPED = frozenset(["del", "moveFrom", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr"])
"""What is deleted or only describes. All other wrappers (ins, hyperlink, smartTag, …) are read through."""
BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
MAX_FOOTNOTES = 20

_CONTENTS = Pattern(r"^\s*(?:TOC|INDEX)\b", ignore_case=True)
_CONTENTS_STYLE = Pattern(r"^toc\s*\d", ignore_case=True)


def read(data: bytes, name: str, limits: Limits = Limits()) -> Document:  # noqa: B008
    """The report in a Word file. Raises ReadError: damaged, encrypted, too large or deep, without text."""
    check_size(data, name, limits)
    parts = _Parts(Package(data, name, limits), name, limits)
    styles = parts.related("styles")
    story = _Story(name, limits, Numbering(parts.related("numbering"), styles), styles)
    body = child(parts.main, "body")
    blocks = list(unfold(story.blocks(parts.main if body is None else body), name, limits))
    notes = [*story.notes(), *_footnotes(parts, story.footnotes)]
    return compose(numbered(block for block in blocks if _says(block)), Source(name, "docx"), limits, notes)


class _Parts:
    """The parts of a Word file by what they are, wherever the file keeps them."""

    def __init__(self, package: Package, name: str, limits: Limits) -> None:
        self._package, self._name, self._limits = package, name, limits
        self._cache: dict[str, Element | None] = {}
        root = self._relations("_rels/.rels", "")
        self._path = next((path for path in root.get("officeDocument", []) if path in package), MAIN)
        self.main = self._parse(self._path)
        folder, file = posixpath.split(self._path)
        self._related = self._relations(f"{folder}/_rels/{file}.rels", folder)

    def related(self, kind: str) -> Element | None:
        """The root of the part of that kind (numbering, styles, footnotes), None where there is none."""
        if kind not in self._cache:
            paths = [*self._related.get(kind, []), f"word/{kind}.xml"]
            path = next((path for path in paths if path in self._package), None)
            self._cache[kind] = None if path is None else self._parse(path)
        return self._cache[kind]

    def _parse(self, path: str) -> Element:
        return parse_xml(self._package.read(path), self._name, path, self._limits)

    def _relations(self, path: str, folder: str) -> dict[str, list[str]]:
        relations: dict[str, list[str]] = {}
        for node in self._parse(path) if path in self._package else []:
            target = attribute(node, "Target")
            full = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            relations.setdefault(attribute(node, "Type").rpartition("/")[2], []).append(full)
        return relations


@dataclass(slots=True)
class _Field:
    """A field of Word ({ TOC }, { HYPERLINK … }): instructions up to its separator, then the result."""

    instructions: str = ""
    separated: bool = False

    @property
    def shows(self) -> bool:
        return self.separated and not _CONTENTS.search(self.instructions[:40])


@dataclass(slots=True)
class _Story:
    """Reads the body from top to bottom; keeps what lasts from one paragraph to the next."""

    name: str
    limits: Limits
    numbering: Numbering
    styles: Element | None
    fields: list[_Field] = field(default_factory=list)
    boxes: list[Block] = field(default_factory=list)
    carried: str = ""
    """Text of a paragraph whose mark is deleted: it goes on in the next."""
    footnotes: list[str] = field(default_factory=list)
    pictures: int = 0
    embedded: int = 0
    contents_styles: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        named = {
            attribute(node, "styleId")
            for node in ([] if self.styles is None else self.styles)
            if local(node) == "style" and _CONTENTS_STYLE.search(attribute(child(node, "name"), "val"))
        }
        self.contents_styles = frozenset(named)

    def notes(self) -> list[str]:
        notes = []
        if self.pictures:
            notes.append(f"文件中有 {self.pictures} 幅图片，图片里的文字和表格没有读取")
        if self.embedded:
            notes.append(f"文件中有 {self.embedded} 处嵌入的其他文件，其内容没有读取")
        return notes

    def blocks(self, parent: Element) -> Iterator[Block]:
        """Paragraphs and tables below ``parent``, in order."""
        outer, self.carried = self.carried, ""
        yield from self._within(parent)
        if self.carried:
            yield Paragraph(self.carried)
        self.carried = outer

    def _within(self, parent: Element) -> Iterator[Block]:
        for node in parent:
            kind = local(node)
            if kind == "p":
                yield from self._paragraph(node)
            elif kind == "tbl":
                yield self._table(node)
            elif kind == "AlternateContent":
                yield from self._within(_alternative(node))
            elif kind == "altChunk":
                self.embedded += 1
            elif kind not in DROPPED and not _is_contents(node):
                yield from self._within(node)

    def _paragraph(self, node: Element) -> Iterator[Block]:
        properties = child(node, "pPr")
        self.boxes, outer = [], self.boxes
        text = "".join(self._inline(node))
        boxes, self.boxes = self.boxes, outer
        self.fields = [entry for entry in self.fields if entry.separated]  # instructions end with their paragraph
        if child(properties, "rPr", "del") is not None or child(properties, "rPr", "moveFrom") is not None:
            self.carried += text
        else:
            number = self.numbering.next(node)  # an empty one counts too
            text, self.carried = self.carried + text, ""
            if text.strip() and attribute(child(properties, "pStyle"), "val") not in self.contents_styles:
                yield from (Paragraph(line) for line in (number + text).split("\n"))
        yield from boxes

    def _inline(self, parent: Element) -> Iterator[str]:
        for node in parent:
            kind = local(node)
            if kind == "r":
                yield from self._run(node)
            elif kind == "ruby":
                base = child(node, "rubyBase")
                yield from () if base is None else self._inline(base)
            elif kind == "AlternateContent":
                yield from self._inline(_alternative(node))
            elif kind == "fldSimple" and _CONTENTS.search(attribute(node, "instr")[:40]):
                continue
            elif kind in ("oMath", "oMathPara"):
                yield "".join(text.text or "" for text in node.iter() if local(text) == "t")
            elif kind not in DROPPED:
                yield from self._inline(node)

    def _run(self, run: Element) -> Iterator[str]:
        hidden = _is_on(child(run, "rPr", "vanish"))
        for node in run:
            kind = local(node)
            if kind == "fldChar":
                self._field(attribute(node, "fldCharType"))
            elif kind == "instrText" and self.fields:
                self.fields[-1].instructions += (node.text or "")[:100]
            elif kind in ("footnoteReference", "endnoteReference"):
                self.footnotes.append(f"{kind[:-9]}s/{attribute(node, 'id')}")
            elif kind in ("drawing", "pict", "object"):
                self._drawing(node)
            elif hidden or not all(entry.shows for entry in self.fields):
                continue
            elif kind == "t":
                yield node.text or ""
            elif kind == "AlternateContent":
                yield from self._run(_alternative(node))
            elif kind == "ruby":
                yield from self._inline([node])
            else:
                yield BREAKS.get(kind, "")

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].separated = True
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _drawing(self, node: Element) -> None:
        """Takes the text boxes of a drawing, and counts it where it is a picture."""
        found = False
        for content in _outermost(node, "txbxContent"):
            found = True
            self.boxes.extend(self.blocks(content))
        if not found and any(local(part) in ("blip", "imagedata") for part in node.iter()):
            self.pictures += 1

    def _table(self, node: Element) -> Table:
        table, merging = Table(), dict[int, TableCell]()
        rows = [row for row in _parts(node, "tr") if child(row, "trPr", "del") is None]
        if len(rows) > self.limits.rows:
            raise exceeded(self.name, "表格行数", self.limits.rows)
        for index, row in enumerate(rows):
            column = _number(child(row, "trPr", "gridBefore"), 0)
            for part in _parts(row, "tc"):
                column += self._cell(part, index, column, table, merging)
                if column > self.limits.columns:
                    raise exceeded(self.name, "表格列数", self.limits.columns)
        return table

    def _cell(self, node: Element, row: int, column: int, table: Table, merging: dict[int, TableCell]) -> int:
        """Reads one cell; returns how many columns it takes."""
        properties = child(node, "tcPr")
        if child(properties, "cellDel") is not None:
            return 0
        colspan = max(_number(child(properties, "gridSpan"), 1), 1)
        merge, sideways = child(properties, "vMerge"), child(properties, "hMerge")
        content = list(self.blocks(node))  # also where it is not shown: numbers in it count
        above = merging.get(column)
        if merge is not None and attribute(merge, "val", "continue") == "continue" and above is not None:
            above.rowspan = row - above.row + 1
            return above.colspan
        if sideways is not None and attribute(sideways, "val", "continue") == "continue" and table.cells:
            table.cells[-1].colspan += colspan
            return colspan
        cell = TableCell(row, column, 1, colspan, content)
        table.cells.append(cell)
        for covered in range(column, min(column + colspan, self.limits.columns)):
            merging.pop(covered, None)
        if merge is not None:
            merging[column] = cell
        return colspan


def _says(block: Block) -> bool:
    return isinstance(block, Table) or bool(tidy(block.text))


def _footnotes(parts: _Parts, references: list[str]) -> Iterator[str]:
    """A sentence for each footnote that the text refers to; their words are no part of the text."""
    for number, reference in enumerate(references[:MAX_FOOTNOTES], 1):
        kind, _, key = reference.partition("/")
        notes = parts.related(kind)
        note = next((node for node in ([] if notes is None else notes) if attribute(node, "id") == key), None)
        text = tidy("".join(node.text or "" for node in note.iter() if local(node) == "t")) if note is not None else ""
        yield f"脚注 {number}（未计入正文）：{text[:100]}"
    if len(references) > MAX_FOOTNOTES:
        yield f"另有 {len(references) - MAX_FOOTNOTES} 条脚注未计入正文"


def _alternative(node: Element) -> Element:
    """Of two renderings of the same thing the first that has something (w:drawing before v:shape)."""
    options = [option for option in node if local(option) in ("Choice", "Fallback")]
    return next((option for option in options if len(option)), node[:0])


def _is_contents(node: Element) -> bool:
    gallery = attribute(child(node, "sdtPr", "docPartObj", "docPartGallery"), "val")
    return gallery == "Table of Contents"


def _parts(parent: Element, kind: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, through content controls and the like."""
    for node in parent:
        if local(node) == kind:
            yield node
        elif local(node) not in DROPPED and local(node) not in ("tbl", "tr", "tc", "p"):
            yield from _parts(node, kind)


def _outermost(node: Element, kind: str) -> Iterator[Element]:
    for part in node:
        if local(part) == kind:
            yield part
        elif local(part) == "AlternateContent":
            yield from _outermost(_alternative(part), kind)
        else:
            yield from _outermost(part, kind)


def _is_on(switch: Element | None) -> bool:
    return switch is not None and attribute(switch, "val", "true") not in ("0", "false", "off")


def _number(node: Element | None, default: int) -> int:
    value = attribute(node, "val")
    return int(value) if value.isdecimal() and len(value) < 7 else default
