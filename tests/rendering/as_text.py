"""A source as plain text and Markdown, flattened as copied pages and PDFs are (domain A.8)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from unicodedata import east_asian_width

import layouts
from layouts import Rows
from rendering.form import Field, tables
from rendering.source import Line, Source

Flatten = Callable[[Rows], str]
HALF = str.maketrans("，：；（）", ",:;()")
WIDTH = 76
"""Columns of a line that a PDF wrapped, two for a Chinese character."""
HANGING = "，。；：、！？）”》,.;:)"
"""Marks that no line begins with: they stand in the margin."""
_UNBROKEN = re.compile(r"[A-Za-z0-9.%]+|.", re.DOTALL)


def tabs(source: Source) -> str:
    """Tab-separated rows with the group labels in place (R1); a blank line between paragraphs."""
    return _report(source, layouts.tabs, "\n\n")


def pipes(source: Source) -> str:
    """One cell a line, each closed by a pipe, ``||`` for what merged cells leave over (R2); half-width marks."""
    return _report(source, layouts.trailing_pipes, "\n").translate(HALF)


def spaces(source: Source) -> str:
    """As copied from a PDF: wrapped prose, labels broken around their numbers, page numbers between (R5 to R7)."""
    return "\n".join(_paged(line for block in _blocks(source, broken) for line in _wrapped(block))) + "\n"


def markdown(source: Source) -> str:
    """Headings with ``#``, tables with a line under the head."""
    kept = tables(source)
    lines = [f"# {source.title}", *(line.text for line in source.intro)]
    for section in source.sections:
        lines.append(f"## {section.heading}")
        lines += [f"### {line.text}" if line.heading else line.text for line in section.lines]
        if section.key in kept:
            lines.append(layouts.markdown(kept[section.key]))
    return "\n\n".join(lines) + "\n"


def broken(rows: Rows, longest: int = 12) -> str:
    """One row a line with spaces; a long label is broken, the values stand in its middle line."""
    lines = []
    for row in rows:
        labels = [box.text for box in row if not isinstance(box, Field)]
        values = " ".join(box.text for box in row if isinstance(box, Field))
        if not values or not labels:
            lines.append(" ".join([*labels, values]).strip())
            continue
        label = labels[-1]
        lines += labels[:-1]
        pieces = [label[start : start + longest] for start in range(0, len(label), longest)]
        pieces[(len(pieces) - 1) // 2] += f" {values}"
        lines += pieces
    return "\n".join(lines)


def _report(source: Source, flatten: Flatten, between: str) -> str:
    return between.join(text if isinstance(text, str) else text.text for text in _blocks(source, flatten)) + "\n"


def _blocks(source: Source, flatten: Flatten) -> Iterator[str | Line]:
    """Lines of prose, and tables as text."""
    kept = tables(source)
    yield Line(source.title, heading=True)
    yield from source.intro
    for section in source.sections:
        yield Line(section.heading, heading=True)
        yield from section.lines
        if section.key in kept:
            yield flatten(kept[section.key])


def _wrapped(block: str | Line) -> Iterator[str]:
    if isinstance(block, str):
        yield from block.splitlines()
        return
    line, width = "", 0
    for piece in _UNBROKEN.findall(block.text):
        wide = sum(2 if east_asian_width(character) in "WFA" else 1 for character in piece)
        if width + wide > WIDTH and piece[0] not in HANGING:
            yield line
            line, width = "", 0
        line, width = line + piece, width + wide
    yield line


def _paged(lines: Iterator[str], height: int = 42) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        yield line
        if number % height == 0:
            yield f"- {number // height} -"
