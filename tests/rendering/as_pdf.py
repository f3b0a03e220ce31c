"""A source as a PDF with a text layer, by reportlab and its Adobe-GB1 font (STSong-Light).

Prose is wrapped at the margin, tables are ruled and go over page breaks. Manners: ``closed`` (a merged cell that a
page end cuts gets a border there), ``open`` (it gets none, as Word draws it), ``vertical`` (group labels one
character a line), ``headed`` (a running head above and table heads repeated on every page).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from layouts import Box, Rows
from rendering.form import Field, tables
from rendering.source import Line, Source

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.3, 841.9
LEFT, TOP, BOTTOM = 79.0, 85.0, 85.0
PROSE, SMALL = 14.0, 8.0
"""Points: sizes of prose and of what stands in tables."""
_UNBROKEN = re.compile(r"[A-Za-z0-9.%]+|.", re.DOTALL)
_HANGING = "，。；：、！？）”》"


@dataclass(frozen=True)
class Placed:
    """A box at its row and column."""

    box: Box
    row: int
    column: int


class Paper:
    """A canvas that is written from top to bottom; ``y`` counts from the top."""

    def __init__(self, source: Source) -> None:
        metrics, fonts, canvas = map(
            import_module, ("reportlab.pdfbase.pdfmetrics", "reportlab.pdfbase.cidfonts", "reportlab.pdfgen.canvas")
        )
        metrics.registerFont(fonts.UnicodeCIDFont(FONT))
        self.width_of = metrics.stringWidth
        self.source, self.stream, self.page, self.y = source, io.BytesIO(), 1, TOP
        self.canvas = canvas.Canvas(self.stream, pagesize=(WIDTH, HEIGHT), invariant=1)
        self.canvas.setLineWidth(0.5)

    def text(self, x: float, y: float, text: str, size: float) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, HEIGHT - y - size * 0.88, text)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)

    def turn(self) -> None:
        """Ends the page: its number, a running head where the manner has one."""
        self.text(WIDTH / 2 - 15, HEIGHT - 55, f"— {self.page} —", 10)
        if self.source.pdf == "headed":
            self.text(LEFT, 40, f"{self.source.agency}政府信息公开年报", 9)
        self.canvas.showPage()
        self.canvas.setLineWidth(0.5)
        self.page, self.y = self.page + 1, TOP

    def bytes(self) -> bytes:
        self.turn()
        self.canvas.save()
        return self.stream.getvalue()

    def broken(self, text: str, size: float, width: float, first: float = 0.0) -> list[str]:
        """``text`` in lines of ``width``, the first shorter by ``first``; closing marks hang in the margin."""
        lines, line, used = [], "", first
        for piece in _UNBROKEN.findall(text):
            wide = self.width_of(piece, FONT, size)
            if line and used + wide > width and piece[0] not in _HANGING:
                lines.append(line)
                line, used = "", 0.0
            line, used = line + piece, used + wide
        return [*lines, line]


def file(source: Source) -> bytes:
    """The PDF in the manner that the source names."""
    paper = Paper(source)
    kept = tables(source)
    for title in paper.broken(source.title, 18, WIDTH - 2 * LEFT):
        paper.text((WIDTH - paper.width_of(title, FONT, 18)) / 2, paper.y, title, 18)
        paper.y += 30
    for line in source.intro:
        _prose(paper, line)
    for section in source.sections:
        _prose(paper, Line(section.heading, heading=True))
        for line in section.lines:
            _prose(paper, line)
        if section.key in kept:
            _table(paper, kept[section.key])
    return paper.bytes()


def _prose(paper: Paper, line: Line) -> None:
    indent = 2 * PROSE
    for number, text in enumerate(paper.broken(line.text, PROSE, WIDTH - 2 * LEFT, indent)):
        if paper.y + PROSE > HEIGHT - BOTTOM:
            paper.turn()
        paper.text(LEFT + (0 if number else indent), paper.y, text, PROSE)
        paper.y += 1.9 * PROSE


def _table(paper: Paper, rows: Rows) -> None:
    """Draws the table, from page to page where it is longer than one."""
    placed = list(_places(rows))
    xs = _edges(placed)
    texts = {one: _cell_lines(paper, one, xs) for one in placed}
    heights = _heights(placed, texts, len(rows))
    head = next(index for index, row in enumerate(rows) if any(isinstance(box, Field) for box in row))
    start = 0
    while start < len(rows):
        repeated = head if start and paper.source.pdf == "headed" and len(rows) > 20 else 0
        room = HEIGHT - BOTTOM - paper.y - sum(heights[:repeated])
        stop = start
        while stop < len(rows) and sum(heights[start : stop + 1]) <= room:
            stop += 1
        if stop == start or (stop < head and paper.source.pdf == "headed"):
            paper.turn()
            continue
        if repeated:
            _piece(paper, placed, dict(texts), xs, heights, 0, head)
        _piece(paper, placed, texts, xs, heights, start, stop)
        start = stop
        if start < len(rows):
            paper.turn()
    paper.y += PROSE


def _piece(
    paper: Paper,
    placed: list[Placed],
    texts: dict[Placed, list[str]],
    xs: list[float],
    heights: list[float],
    start: int,
    stop: int,
) -> None:
    """Rows ``start`` to ``stop`` of the table below what is on the page; a label goes on where it has no room."""
    ys = [paper.y]
    for height in heights[start:stop]:
        ys.append(ys[-1] + height)
    opened = paper.source.pdf == "open"
    for one in placed:
        first, last = max(one.row, start), min(one.row + one.box.rowspan, stop)
        if first >= last:
            continue
        x0, x1 = xs[one.column], xs[one.column + one.box.colspan]
        y0, y1 = ys[first - start], ys[last - start]
        paper.line(x0, y0, x0, y1)
        paper.line(x1, y0, x1, y1)
        if one.row >= start or not opened:
            paper.line(x0, y0, x1, y0)
        if one.row + one.box.rowspan <= stop or not opened:
            paper.line(x0, y1, x1, y1)
        goes_on = one.row + one.box.rowspan > stop
        room = max(int((y1 - y0 - 2) / (SMALL + 2)), 1) if goes_on else len(texts[one])
        _fill(paper, texts[one][:room], x0, x1, y0, y1)
        if goes_on:
            texts[one] = texts[one][room:]
    paper.y = ys[-1]


def _fill(paper: Paper, lines: list[str], x0: float, x1: float, y0: float, y1: float) -> None:
    step = SMALL + 2
    top = max((y0 + y1 - step * len(lines)) / 2, y0 + 1)
    for number, text in enumerate(lines):
        wide = paper.width_of(text, FONT, SMALL)
        paper.text((x0 + x1 - wide) / 2, top + number * step, text, SMALL)


def _places(rows: Rows) -> Iterator[Placed]:
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for box in row:
            while (number, column) in taken:
                column += 1
            taken |= {(number + down, column + right) for down in range(box.rowspan) for right in range(box.colspan)}
            yield Placed(box, number, column)
            column += box.colspan


def _edges(placed: list[Placed]) -> list[float]:
    """Left edges of the columns and the right edge; the label columns of table three are wider."""
    columns = max(one.column + one.box.colspan for one in placed)
    shares = {10: [3.0, 4.0, 11.0, *([1.9] * 7)], 4: [5.0, 4.0, 4.0, 4.0]}.get(columns, [1.0] * columns)
    edges, unit = [LEFT], (WIDTH - 2 * LEFT) / sum(shares)
    for share in shares:
        edges.append(edges[-1] + share * unit)
    return edges


def _cell_lines(paper: Paper, one: Placed, xs: list[float]) -> list[str]:
    if paper.source.pdf == "vertical" and one.box.text.startswith("三、本年度"):
        return ["三、", *one.box.text[2:]]
    return paper.broken(one.box.text, SMALL, xs[one.column + one.box.colspan] - xs[one.column] - 4)


def _heights(placed: list[Placed], texts: dict[Placed, list[str]], rows: int) -> list[float]:
    heights = [SMALL + 8.0] * rows
    for one in placed:
        if one.box.rowspan == 1:
            heights[one.row] = max(heights[one.row], (SMALL + 2) * len(texts[one]) + 6)
    return heights


def piece_of(source: Source, key: str, top: float) -> bytes:
    """Only the section ``key`` of the report, its table beginning ``top`` points below the edge of the first page."""
    paper = Paper(source)
    section = next(one for one in source.sections if one.key == key)
    _prose(paper, Line(section.heading, heading=True))
    paper.y = top
    _table(paper, tables(source)[key])
    _prose(paper, Line("本页以下为下一部分。"))
    return paper.bytes()
