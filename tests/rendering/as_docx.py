"""A source as a Word file, with what Word and its users leave in one.

Manners: ``plain``; ``numbered`` (the numbers of the headings made by Word); ``tracked`` (changes not yet accepted);
``boxed`` (a paragraph in a text box, a footnote); ``torn`` (runs split by spelling marks, smart tags, content
controls and bookmarks, tabs and line breaks in cells, a nested table).
"""

# ruff: noqa: E501  (markup reads best unbroken)
from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from html import escape

from layouts import Box, Rows
from reader_files import MC, W
from rendering.form import Field, tables
from rendering.source import Line, Source

Paragraph = Callable[[Line], str]

_NUMBER = re.compile(r"（[一二三四五六七八九十]）|[一二三四五六七八九十]、")
_DIGITS = re.compile(r"\d{2,}")
_RSID = 'w:rsidR="00A77B3E" w:rsidRDefault="00A77B3E"'
_TITLE = '<w:pPr><w:jc w:val="center"/><w:rPr><w:sz w:val="44"/></w:rPr></w:pPr>'
_NUMBERING = (
    '<w:abstractNum w:abstractNumId="7"><w:multiLevelType w:val="multilevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/>'
    '<w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/>'
    '<w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
)
_FOOTNOTES = (
    '<w:footnote w:id="0" w:type="separator"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>'
    '<w:r><w:t xml:space="preserve"> 本报告由办公室于次年1月5日汇总，共收回报表36份。</w:t></w:r></w:p></w:footnote>'
)
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"


def file(source: Source) -> bytes:
    """The Word file in the manner that the source names."""
    manner: Paragraph = {"plain": _plain, "numbered": _numbered, "tracked": _tracked, "boxed": _plain, "torn": _torn}[
        source.docx
    ]
    lines = [_centred(source.title), *_body(source, manner)]
    if source.docx == "boxed":
        lines = list(_with_box(lines))
    parts = {"numbering": _NUMBERING} if source.docx == "numbered" else {}
    if source.docx == "boxed":
        parts["footnotes"] = _FOOTNOTES
    section = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    return _archive(
        {**_package(parts), "word/document.xml": _part("document", f"<w:body>{''.join(lines)}{section}</w:body>")}
        | {f"word/{name}.xml": _part(name, xml) for name, xml in parts.items()}
    )


def _part(name: str, content: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{name} {W} {MC}>{content}</w:{name}>'.encode()


def _archive(parts: dict[str, bytes]) -> bytes:
    """A ZIP archive without the time it was made at: the same parts, the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _package(parts: Iterable[str]) -> dict[str, bytes]:
    """What ties the parts of a Word file together: without it Word and LibreOffice do not open one."""
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    content = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    types = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{content}.{kind}+xml"/>'
        for part, kind in [("document", "document.main"), *((part, part) for part in parts)]
    )
    inner = "".join(f'<Relationship Id="r{part}" Type="{relation}/{part}" Target="{part}.xml"/>' for part in parts)
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    named = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{types}</Types>",
        "_rels/.rels": f'{relations}<Relationship Id="r1" Type="{relation}/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/_rels/document.xml.rels": f"{relations}{inner}</Relationships>",
    }
    return {name: f'<?xml version="1.0" encoding="UTF-8"?>{xml}'.encode() for name, xml in named.items()}


def _body(source: Source, paragraph: Paragraph) -> Iterator[str]:
    kept = tables(source)
    yield from map(paragraph, source.intro)
    for section in source.sections:
        yield paragraph(Line(section.heading, heading=True))
        yield from map(paragraph, section.lines)
        if section.key in kept:
            yield _table(kept[section.key], torn=source.docx == "torn")
            yield "<w:p/>"


def _plain(line: Line) -> str:
    return f"<w:p {_RSID}>{_run(line.text, bold=line.heading)}</w:p>"


def _numbered(line: Line) -> str:
    """A heading without its number, which Word makes; other paragraphs as they are."""
    number = _NUMBER.match(line.text) if line.heading else None
    if number is None:
        return _plain(line)
    level = 0 if number.group().endswith("、") else 1
    properties = f'<w:pPr><w:pStyle w:val="Heading{level + 1}"/><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr></w:pPr>'
    return f"<w:p {_RSID}>{properties}{_run(line.text[number.end() :], bold=True)}</w:p>"


def _tracked(line: Line) -> str:
    """The first number of every paragraph was another before; a sentence was struck out at its end."""
    number = None if line.heading else _DIGITS.search(line.text)
    if number is None:
        return _plain(line)
    who = 'w:id="9" w:author="办公室" w:date="2024-01-08T09:00:00Z"'
    wrong = str(int(number.group()) + 7)
    return (
        f"<w:p {_RSID}>{_run(line.text[: number.start()])}"
        f"<w:del {who}><w:r><w:delText>{wrong}</w:delText></w:r></w:del><w:ins {who}>{_run(number.group())}</w:ins>"
        f"{_run(line.text[number.end() :])}"
        f'<w:del {who}><w:r><w:delText xml:space="preserve">另有信息19条待核。</w:delText></w:r></w:del></w:p>'
    )


def _torn(line: Line) -> str:
    """Numbers cut in two by spelling marks and revisions, Latin words in smart tags, the rest in a content control."""
    parts, at = [], 0
    for turn, number in enumerate(_DIGITS.finditer(line.text)):
        digits, middle = number.group(), len(number.group()) // 2
        mark = (
            "<w:proofErr w:type='spellStart'/>",
            "<w:bookmarkStart w:id='4' w:name='_GoBack'/><w:bookmarkEnd w:id='4'/>",
        )[turn % 2]
        parts += [_run(line.text[at : number.start()]), _run(digits[:middle]), mark]
        last = (
            f'<w:r w:rsidRPr="00C12F40"><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t>{digits[middle:]}</w:t></w:r>'
        )
        parts.append(f'<w:smartTag w:element="chmetcnv">{last}</w:smartTag>' if turn % 3 == 0 else last)
        at = number.end()
    parts.append(
        f"<w:sdt><w:sdtPr/><w:sdtContent>{_run(line.text[at:])}</w:sdtContent></w:sdt>" if line.text[at:] else ""
    )
    return f"<w:p {_RSID}>{''.join(parts)}</w:p>"


def _with_box(lines: list[str]) -> Iterator[str]:
    """The third paragraph in a text box that hangs on the second, which has a footnote; Word writes a box twice."""
    content = f"<w:txbxContent>{lines[2]}</w:txbxContent>"
    shape = (
        f'<wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing"><wp:extent cx="5400000" cy="900000"/>'
        f'<wp:docPr id="5" name="文本框 5"/><a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_SHAPE}">'
        f'<wps:wsp xmlns:wps="{_SHAPE}"><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="5400000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
        f"<wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline>"
    )
    box = (
        f'<w:r><mc:AlternateContent><mc:Choice xmlns:wps="{_SHAPE}" Requires="wps"><w:drawing>{shape}</w:drawing></mc:Choice>'
        '<mc:Fallback><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:425pt;height:71pt">'
        f"<v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    note = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
    yield lines[0]
    yield lines[1].removesuffix("</w:p>") + note + box + "</w:p>"
    yield from lines[3:]


def _centred(text: str) -> str:
    return f"<w:p {_RSID}>{_TITLE}{_run(text, bold=True)}</w:p>"


def _run(text: str, *, bold: bool = False) -> str:
    return f'<w:r><w:rPr>{"<w:b/>" if bold else ""}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _table(rows: Rows, *, torn: bool) -> str:
    """Merged cells as Word has them: every row has all its cells, those merged upwards empty."""
    taken: dict[tuple[int, int], int] = {}
    lines = []
    for number, row in enumerate(rows):
        cells, column, boxes = [], 0, iter(row)
        width = max(sum(box.colspan for box in line) for line in rows)
        while column < width:
            if (number, column) in taken:
                span = taken[number, column]
                cells.append(f"<w:tc><w:tcPr>{_span(span)}<w:vMerge/></w:tcPr><w:p/></w:tc>")
                column += span
                continue
            box = next(boxes, None)
            if box is None:
                break
            for below in range(number + 1, number + box.rowspan):
                taken[below, column] = box.colspan
            cells.append(_cell(box, torn=torn))
            column += box.colspan
        lines.append(f"<w:tr {_RSID}><w:trPr><w:trHeight w:val='420'/></w:trPr>{''.join(cells)}</w:tr>")
    columns = "".join(
        f'<w:gridCol w:w="{share}"/>' for share in _widths(max(sum(box.colspan for box in row) for row in rows))
    )
    properties = f"<w:tblPr><w:tblW w:w='8900' w:type='dxa'/><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>"
    return f"<w:tbl>{properties}<w:tblGrid>{columns}</w:tblGrid>{''.join(lines)}</w:tbl>"


def _widths(columns: int) -> list[int]:
    """Twentieths of a point; the label columns of table three are wider."""
    return [700, 900, 2400, *([700] * 7)] if columns == 10 else [8900 // columns] * columns


def _cell(box: Box, *, torn: bool) -> str:
    merge = '<w:vMerge w:val="restart"/>' if box.rowspan > 1 else ""
    return f"<w:tc><w:tcPr>{_span(box.colspan)}{merge}</w:tcPr>{_content(box, torn=torn)}</w:tc>"


def _content(box: Box, *, torn: bool) -> str:
    if not torn:
        return f"<w:p>{_run(box.text)}</w:p>"
    if box.text == "法人或其他组织":  # a table of one cell in the cell
        inner = f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:tcPr/><w:p>{_run(box.text)}</w:p></w:tc></w:tr></w:tbl>"
        return f"{inner}<w:p/>"
    if isinstance(box, Field) and len(box.text) > 1 and box.text.isdigit():
        return f"<w:p>{_run(box.text[:1])}<w:proofErr w:type='gramStart'/>{_run(box.text[1:])}</w:p>"
    if box.text in ("结果维持", "结果纠正", "其他结果", "尚未审结"):
        return f"<w:p>{_run(box.text[:2])}<w:r><w:br/></w:r>{_run(box.text[2:])}</w:p>"
    if box.text in ("自然人", "总计"):
        return f"<w:p><w:r><w:tab/></w:r>{_run(box.text)}</w:p>"
    return f"<w:p>{_run(box.text)}</w:p>"


def _span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
