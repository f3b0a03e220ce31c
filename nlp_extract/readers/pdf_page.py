"""One page of a PDF as lines of text and ruled tables, in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from nlp_extract.readers.lattice import Lattice, Rule, lattices, merged
from nlp_extract.readers.limits import Limits, exceeded

Thing = Mapping[str, Any]
"""A character, line, rectangle, curve or picture as pdfplumber describes it."""

THIN = 3.0
"""Points. A filled rectangle no thicker than this is a line."""
WIDE_GAP = 1.0
"""Em. White space from here on parts columns; less between Chinese characters only justifies a line."""
SLANT = 0.1
"""Rise of a line over its run from which on it is not level."""
WORD_GAP = 0.25
"""Em. White space from here on parts two words of letters or digits."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and its box."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    turn: int = 0
    """0: its line runs across the page, 1: up, -1: down."""
    slanted: bool = False
    """Its line runs neither across the page nor along it: a watermark."""

    @property
    def size(self) -> float:
        return max(self.bottom - self.top, 1.0)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Line:
    """Characters on one line."""

    text: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def size(self) -> float:
        return max(self.bottom - self.top, 1.0)

    @property
    def box(self) -> tuple[float, float, float, float]:
        return round(self.x0, 1), round(self.top, 1), round(self.x1, 1), round(self.bottom, 1)


@dataclass(frozen=True, slots=True)
class Piece:
    """A ruled table, or what one page holds of it; ``lines[i]`` stand in ``lattice.cells[i]``."""

    page: int
    lattice: Lattice
    lines: tuple[tuple[Line, ...], ...]

    @property
    def top(self) -> float:
        return self.lattice.ys[0]

    @property
    def x0(self) -> float:
        return self.lattice.xs[0]


@dataclass(slots=True)
class Page:
    """What stands on a page, from top to bottom."""

    number: int
    height: float
    items: list[Line | Piece] = field(default_factory=list)
    glyphs: int = 0
    unmapped: int = 0
    """Characters whose font does not say which they are."""
    pictured: float = 0.0
    """Share of the page that pictures cover."""


def read_page(page: Any, name: str, limits: Limits) -> Page:
    """A pdfplumber page as lines and tables. Raises LimitError for a page drawn with too many lines."""
    number, width, height = page.page_number, float(page.width), float(page.height)
    all_glyphs = [_glyph(char) for char in page.chars]
    glyphs = [
        glyph
        for glyph in all_glyphs
        if not glyph.slanted and 0 <= glyph.middle <= height and glyph.x1 >= 0 and glyph.x0 <= width
    ]
    found = Page(number, height, glyphs=sum(not glyph.text.isspace() for glyph in glyphs))
    found.unmapped = sum(glyph.text.startswith("(cid:") for glyph in glyphs)
    found.pictured = min(sum(_area(image, width, height) for image in page.images) / max(width * height, 1.0), 1.0)
    tables = [lattice for lattice in _tables(page, name, limits) if len(lattice.cells) > 1 or len(lattice.ys) == 2]
    inside: list[list[list[Glyph]]] = [[[] for _ in lattice.cells] for lattice in tables]
    outside = []
    for glyph in glyphs:
        x = (glyph.x0 + glyph.x1) / 2
        owner = next((index for index, lattice in enumerate(tables) if lattice.holds(x, glyph.middle)), None)
        if owner is not None:
            inside[owner][tables[owner].at(x, glyph.middle)].append(glyph)
        elif not glyph.turn:  # turned text is a label inside a table, a stamp outside
            outside.append(glyph)
    found.items.extend(lines_of(outside, number))
    for lattice, cells in zip(tables, inside, strict=True):
        if any(cells):
            found.items.append(Piece(number, lattice, tuple(tuple(lines_of(cell, number)) for cell in cells)))
    found.items.sort(key=lambda item: (item.top, item.x0))
    return found


def lines_of(glyphs: Iterable[Glyph], page: int) -> Iterator[Line]:
    """The characters in lines, from top to bottom; a character drawn twice (false bold) counts once."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(map(_levelled, glyphs), key=lambda glyph: (glyph.middle, glyph.x0)):
        if rows and glyph.middle - rows[-1][0].middle <= 0.45 * max(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    for row in rows:
        row.sort(key=lambda glyph: glyph.x0)
        text = _text(row)
        if text.strip():
            seen = [glyph for glyph in row if not glyph.text.isspace()]
            top, bottom = min(glyph.top for glyph in seen), max(glyph.bottom for glyph in seen)
            yield Line(text.strip(), page, seen[0].x0, top, max(glyph.x1 for glyph in seen), bottom)


def _levelled(glyph: Glyph) -> Glyph:
    """The glyph as it stands when the page is turned so that its line runs across."""
    if glyph.turn > 0:
        return replace(glyph, x0=-glyph.bottom, top=glyph.x0, x1=-glyph.top, bottom=glyph.x1)
    if glyph.turn < 0:
        return replace(glyph, x0=glyph.top, top=-glyph.x1, x1=glyph.bottom, bottom=-glyph.x0)
    return glyph


def _text(row: Sequence[Glyph]) -> str:
    text, last = "", None
    for glyph in row:
        if last is not None and glyph.text == last.text and glyph.x0 - last.x0 < 0.3 * glyph.size and glyph.text != " ":
            continue
        if last is not None and not (glyph.text.isspace() or last.text.isspace()):
            gap = (glyph.x0 - last.x1) / max(glyph.size, last.size)
            words = _is_word(last.text) and _is_word(glyph.text)
            text += " " if gap > (WORD_GAP if words else WIDE_GAP) else ""
        text += glyph.text
        last = glyph
    return text


def _is_word(text: str) -> bool:
    return text.isascii() and text.isalnum()


def _glyph(char: Thing) -> Glyph:
    x0, top, x1, bottom = (float(char[side]) for side in ("x0", "top", "x1", "bottom"))
    along, across = abs(char["matrix"][0]), abs(char["matrix"][1])
    turn = 0 if across <= SLANT * along else 1 if char["matrix"][1] > 0 else -1
    return Glyph(char["text"], x0, top, x1, bottom, turn, bool(turn) and along > SLANT * across)


def _tables(page: Any, name: str, limits: Limits) -> list[Lattice]:
    things = [*page.lines, *page.rects, *page.curves]
    horizontal, vertical = [], []
    for thing in things[: limits.page_lines + 1]:
        for x0, top, x1, bottom in _strokes(thing):
            if bottom - top <= THIN and x1 - x0 > THIN:
                horizontal.append(Rule((top + bottom) / 2, x0, x1))
            elif x1 - x0 <= THIN and bottom - top > THIN:
                vertical.append(Rule((x0 + x1) / 2, top, bottom))
    rows, columns = merged(horizontal), merged(vertical)
    if len(things) > limits.page_lines or len(rows) + len(columns) > limits.page_lines // 10:
        raise exceeded(name, "页面上的线条数", limits.page_lines, f"第 {page.page_number} 页")
    return lattices(rows, columns)


def _strokes(thing: Thing) -> Iterator[tuple[float, float, float, float]]:
    """The visible lines of a drawn thing, as boxes.

    A filled rectangle is a line if it is thin; otherwise it is a background (Word paints one behind
    every line of text) and draws nothing, unless its border is stroked.
    """
    x0, top, x1, bottom = (float(thing[side]) for side in ("x0", "top", "x1", "bottom"))
    stroked = bool(thing.get("stroke")) and not _is_white(thing.get("stroking_color"))
    filled = bool(thing.get("fill")) and not _is_white(thing.get("non_stroking_color"))
    if min(x1 - x0, bottom - top) <= THIN:
        if stroked or filled:
            yield x0, top, x1, bottom
    elif stroked and thing["object_type"] == "rect":
        yield from ((x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom))
    elif stroked and thing["object_type"] == "curve":
        points = thing.get("pts") or []
        for (ax, ay), (bx, by) in pairwise(points):
            if abs(ax - bx) < 0.5 or abs(ay - by) < 0.5:
                yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _is_white(colour: object) -> bool:
    if isinstance(colour, int | float):
        colour = (colour,)
    if not isinstance(colour, tuple | list) or not all(isinstance(part, int | float) for part in colour):
        return False
    if len(colour) == 4:  # cyan, magenta, yellow, black
        return bool(max(colour) <= 0.02)
    return len(colour) in (1, 3) and bool(min(colour) >= 0.98)


def _area(image: Thing, width: float, height: float) -> float:
    across = min(float(image["x1"]), width) - max(float(image["x0"]), 0.0)
    down = min(float(image["bottom"]), height) - max(float(image["top"]), 0.0)
    return max(across, 0.0) * max(down, 0.0)
