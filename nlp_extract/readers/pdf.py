"""Reads a PDF with a text layer: lines in reading order, ruled tables as grids over page breaks.

pdfplumber gives characters, lines and pictures; what is a table, a paragraph or a page number is
decided here. Line breaks stay; a blank line stands where a paragraph ends.
"""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Iterator, Sequence
from statistics import quantiles

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException

from nlp_extract.document import Document, Place, Source
from nlp_extract.errors import DamagedFileError, NlpExtractError
from nlp_extract.readers.layout import Block, Paragraph, compose, numbered, unfold
from nlp_extract.readers.limits import Limits, check_size, exceeded
from nlp_extract.readers.pdf_furniture import without_furniture
from nlp_extract.readers.pdf_page import Line, Page, read_page
from nlp_extract.readers.pdf_tables import Ruled, joined_tables
from nlp_extract.readers.streams import check_streams

FULL = 3.0
"""Em. A line that ends no farther from the right margin is full: its paragraph may go on."""
INDENT = 1.2
"""Em. A line that begins farther than this from the left margin begins a paragraph."""
LONG = 15
"""Characters. Only lines from this length on show where the margins are."""
SCANNED = 0.5
"""Share of a page. Pictures that cover more of a page without text are the page."""
PICTURE = 0.12
"""Share of a page. A picture larger than this may be a table."""
_NO_TEXT = "请用文字识别（OCR）软件转成带文字的 PDF，或改用网页、Word 版本"
_RESAVE = "请重新下载，或用 PDF 阅读器打开后另存再试"

logging.getLogger("pdfminer").setLevel(logging.ERROR)


def read(data: bytes, name: str, limits: Limits = Limits()) -> Document:  # noqa: B008
    """The report in a PDF. Raises ReadError: damaged, encrypted, too large, without a text layer."""
    check_size(data, name, limits)
    check_streams(data, name, limits)
    pages = _pages(data, name, limits)
    _check_text(pages, name)
    without_furniture(pages)
    blocks = unfold(_blocks(joined_tables(pages)), name, limits)
    return compose(numbered(blocks), Source(name, "pdf"), limits, _notes(pages))


def _pages(data: bytes, name: str, limits: Limits) -> list[Page]:
    """All pages, read within the limits; whatever pdfplumber stumbles over is a damaged file."""
    deadline, glyphs, pages = time.monotonic() + limits.seconds, 0, []
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > limits.pages:
                raise exceeded(name, "页数", limits.pages)
            for page in pdf.pages:
                pages.append(read_page(page, name, limits))
                page.close()  # frees what pdfplumber keeps of it
                glyphs += pages[-1].glyphs
                if glyphs > limits.characters:
                    raise exceeded(name, "文字数", f"{limits.characters} 字")
                if time.monotonic() > deadline:
                    raise exceeded(name, "读取时间", f"{limits.seconds:g} 秒", f"第 {page.page_number} 页")
    except (NlpExtractError, MemoryError):
        raise
    except Exception as why:  # pdfminer raises whatever its parsers run into, down to KeyError and TypeError
        if any(isinstance(cause, MemoryError) for cause in _causes(why)):
            raise MemoryError from why
        raise _damaged(why, name) from why
    return pages


def _causes(why: BaseException | None) -> Iterator[BaseException]:
    """An exception and all that is behind it; pdfplumber wraps what it catches as an argument."""
    while why is not None:
        yield why
        yield from (part for part in why.args if isinstance(part, BaseException))
        why = why.__cause__ or why.__context__


def _damaged(why: BaseException, name: str) -> DamagedFileError:
    for cause in _causes(why):
        if isinstance(cause, PDFPasswordIncorrect):
            return DamagedFileError("PDF 已加密，需要密码才能打开", file=name, remedy="请去掉密码，另存后重试")
        if isinstance(cause, PDFException) and "ncrypt" in type(cause).__name__:
            return DamagedFileError("PDF 的加密方式无法处理", file=name, remedy="请去掉加密，另存后重试")
    return DamagedFileError(f"PDF 损坏或不完整（{type(why).__name__}：{str(why)[:80]}）", file=name, remedy=_RESAVE)


def _check_text(pages: Sequence[Page], name: str) -> None:
    glyphs = sum(page.glyphs for page in pages)
    if not glyphs:
        raise DamagedFileError("PDF 没有文字层（页面是扫描图片）", file=name, remedy=_NO_TEXT)
    if 2 * sum(page.unmapped for page in pages) > glyphs:
        raise DamagedFileError("PDF 的字体没有注明文字编码，文字无法还原", file=name, remedy=_NO_TEXT)


def _notes(pages: Sequence[Page]) -> Iterator[str]:
    for page in pages:
        if not page.glyphs and page.pictured > SCANNED:
            yield f"第 {page.number} 页是图片，没有文字层，其中的文字和表格没有读取"
        elif page.pictured > 0.8 and page.glyphs:
            yield f"第 {page.number} 页是扫描图片，文字来自识别，可能有误"
        elif page.pictured > PICTURE:
            yield f"第 {page.number} 页有图片，图片里的文字和表格没有读取"
        if page.unmapped:
            yield f"第 {page.number} 页有 {page.unmapped} 个字的字体没有注明编码，无法还原"


def _blocks(flow: Sequence[Line | Ruled]) -> Iterator[Block]:
    margins = _Margins([item for item in flow if isinstance(item, Line)])
    for index, item in enumerate(flow):
        if isinstance(item, Ruled):
            yield from item.block()
            continue
        following = flow[index + 1] if index + 1 < len(flow) else None
        wraps = isinstance(following, Line) and margins.is_full(item) and not margins.is_indented(following)
        yield Paragraph(item.text, Place(page=item.page, box=item.box), wraps=wraps)


class _Margins:
    """Where lines begin and end, on each page or, where it has few lines, in the whole document."""

    def __init__(self, lines: Sequence[Line]) -> None:
        long = [line for line in lines if len(line.text) >= LONG]
        self._all = _sides(long)
        by_page: dict[int, list[Line]] = {}
        for line in long:
            by_page.setdefault(line.page, []).append(line)
        self._pages = {page: _sides(some) for page, some in by_page.items() if len(some) >= 5}

    def is_full(self, line: Line) -> bool:
        return line.x1 >= self._pages.get(line.page, self._all)[1] - FULL * line.size

    def is_indented(self, line: Line) -> bool:
        return line.x0 > self._pages.get(line.page, self._all)[0] + INDENT * line.size


def _sides(lines: Sequence[Line]) -> tuple[float, float]:
    """Left and right margin: most lines begin at the one and, wrapped, end at the other."""
    if len(lines) < 2:
        return (lines[0].x0, lines[0].x1) if lines else (0.0, 0.0)
    return quantiles((line.x0 for line in lines), n=10)[1], quantiles((line.x1 for line in lines), n=10)[8]
