"""Files for the tests of the readers, made on the spot: Word archives and PDFs with the quirks of real ones."""

# ruff: noqa: E501  (markup reads best unbroken)
from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def docx(
    body: str, *, numbering: str = "", styles: str = "", footnotes: str = "", extra: dict[str, bytes] | None = None
) -> bytes:
    """A Word file with that XML in its body and in the other parts."""
    parts = {"word/document.xml": f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>".encode()}
    for name, xml in (("numbering", numbering), ("styles", styles), ("footnotes", footnotes)):
        if xml:
            parts[f"word/{name}.xml"] = f"<w:{name} {W} {MC}>{xml}</w:{name}>".encode()
    return archive(parts | (extra or {}))


def archive(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return stream.getvalue()


def p(text: str, properties: str = "") -> str:
    """A paragraph of Word."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    """A cell of Word."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


@dataclass
class PdfPage:
    """One page, 595 × 842 points; y counts from the top."""

    commands: list[str] = field(default_factory=list)
    pictures: bool = False

    def text(self, x: float, y: float, text: str, size: float = 12) -> PdfPage:
        """Text whose upper left corner is at (x, y)."""
        code = text.encode("utf-16-be").hex()
        self.commands.append(f"BT /F1 {size} Tf 1 0 0 1 {x} {842 - y - size * 0.88:.2f} Tm <{code}> Tj ET")
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float) -> PdfPage:
        self.commands.append(f"0.5 w {x0} {842 - y0} m {x1} {842 - y1} l S")
        return self

    def fill(self, x: float, y: float, width: float, height: float, colour: str = "1 1 1") -> PdfPage:
        self.commands.append(f"{colour} rg {x} {842 - y - height} {width} {height} re f 0 0 0 rg")
        return self

    def picture(self, x: float, y: float, width: float, height: float) -> PdfPage:
        self.pictures = True
        self.commands.append(f"q {width} 0 0 {height} {x} {842 - y - height} cm /Im1 Do Q")
        return self

    def grid(self, xs: Sequence[float], ys: Sequence[float], rows: Iterable[Sequence[str]], size: float = 9) -> PdfPage:
        """A fully ruled table; the text of each cell in its upper left corner, "\\n" breaks lines."""
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y, row in zip(ys, rows, strict=False):
            for x, text in zip(xs, row, strict=False):
                for index, line in enumerate(text.split("\n")):
                    self.text(x + 2, y + 3 + index * (size + 2), line, size)
        return self


def pdf(*pages: PdfPage, body: bytes | None = None) -> bytes:
    """A PDF of those pages; its font is Adobe-GB1 by name, its codes are UTF-16. ``body`` replaces the contents."""
    used = sorted({int(code[i : i + 4], 16) for page in pages for code in _codes(page) for i in range(0, len(code), 4)})
    unicode = "\n".join(f"<{code:04x}> <{code:04x}>" for code in used)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1 begincodespacerange <0000> <ffff>"
        f" endcodespacerange {len(used)} beginbfchar\n{unicode}\nendbfchar endcmap end end"
    ).encode()
    narrow = " ".join(f"{code} [500]" for code in used if code < 0x80)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{9 + 2 * i} 0 R' for i in range(len(pages)))}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>",
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /DW 1000 /W [{narrow}] /FontDescriptor 5 0 R"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>".encode().replace(b"'", b""),
        b"<< /Type /FontDescriptor /FontName /SimSun /Flags 4 /Ascent 880 /Descent -120 /FontBBox [0 -120 1000 880] >>",
        _stream(cmap),
        _stream(
            b"\x00", b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
        ),
        b"<< >>",
    ]
    for index, page in enumerate(pages):
        resources = "/Resources << /Font << /F1 3 0 R >> /XObject << /Im1 7 0 R >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {resources} /Contents {10 + 2 * index} 0 R >>".encode()
        )
        objects.append(_stream("\n".join(page.commands).encode() if body is None else body))
    return _file(objects)


def _codes(page: PdfPage) -> list[str]:
    return [command.split("<")[1].split(">")[0] for command in page.commands if command.startswith("BT")]


def _stream(content: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(content)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), entries, packed)


def _file(objects: Sequence[bytes]) -> bytes:
    out, offsets = bytearray(b"%PDF-1.5\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
