"""The pieces that tables for people are laid out of, aligned by the width that terminals show.

Only characters of GBK are used around the report's own text, since that is what consoles of
Chinese Windows know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from nlp_extract.document import Document, Span
from nlp_extract.export.display import fit, visible, width, wrap
from nlp_extract.export.tongue import CHINESE, Tongue
from nlp_extract.facts import Report

WIDTH = 100
"""Columns where no terminal says otherwise."""


def title(report: Report, columns: int, tongue: Tongue = CHINESE) -> Iterator[str]:
    outline = report.outline
    agency = outline.agency or tongue["unknown agency"]
    year = tongue["year"].format(outline.year) if outline.year else tongue["unknown year"]
    name = tongue["standard input"] if report.document.source.name == "-" else report.document.source.name
    yield from rule(visible(f"{name}  {agency}  {year}"), columns)


def context(document: Document, span: Span, before: int = 14, after: int = 8) -> str:
    """The words around a number of the prose, so that a reader knows it again."""
    return document.text[max(0, span.start - before) : span.end + after]


def row(document: Document, span: Span, longest: int = 40) -> str:
    """The line that a cell stands in, or as much of it as leads up to the cell."""
    start = document.text.rfind("\n", 0, span.start) + 1
    end = document.text.find("\n", span.end)
    line = document.text[start : end if end >= 0 else None]
    return line if len(line) <= longest else context(document, span)


def rule(text: str, columns: int) -> Iterator[str]:
    yield from wrap(text, columns)
    yield "=" * min(columns, width(text))


def heading(text: str) -> Iterator[str]:
    yield from ("", f"【{text}】")


def paragraph(lead: str, text: str, columns: int) -> Iterator[str]:
    """``text`` wrapped behind ``lead``, its further lines indented as deep (a third of the line at most)."""
    depth = min(width(lead), columns // 3)
    first, *rest = wrap(text, max(20, columns - depth), max(20, columns - width(lead)))
    yield f"{lead}{first}".rstrip()
    for line in rest:
        yield " " * depth + line


def grid(head: Sequence[str], rows: Iterable[Sequence[str]], columns_of: Sequence[int], columns: int) -> Iterator[str]:
    """Rows under a head; all columns but the last have the width given, the last takes what is left."""
    widths = [*columns_of, max(20, columns - sum(columns_of) - 2 * len(columns_of) - 2)]
    for row in (head, *rows):
        cells = (fit(visible(text), wide) for text, wide in zip(row, widths, strict=True))
        yield ("  " + "  ".join(cells)).rstrip()
