"""Reads quantity markup (see corpora/README.md) for the tests that measure on it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from nlp_extract.patterns import Pattern

_MARK = Pattern("⟦([^⟦⟧]*)⟧")


@dataclass(frozen=True)
class Gold:
    """A marked quantity; offsets are those of the line without marks."""

    start: int
    end: int
    quote: str
    value: str
    unit: str
    metric: str
    bound: str = "="
    aspect: str = "value"
    period: str = "report"
    scope: str = "self"


@dataclass(frozen=True)
class Agency:
    """One ``##`` header with the lines below it: each its text and what is marked in it."""

    id: str
    level: str
    year: int
    section: str
    lines: tuple[tuple[str, tuple[Gold, ...]], ...]


def read(path: Path) -> list[Agency]:
    """The agencies of a file in order. Fails on a line before the first header."""
    rows: list[tuple[str, str]] = []
    header = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            header = line[3:]
        elif line.strip() and not line.startswith("#"):
            assert header, f"{path}: a line before the first header: {line}"
            rows.append((header, line))
    agencies = []
    for head, group in groupby(rows, key=lambda row: row[0]):
        name, level, year, section = (part.strip() for part in head.split("|"))
        agencies.append(Agency(name, level, int(year[:4]), section, tuple(parse(line) for _, line in group)))
    return agencies


def parse(line: str) -> tuple[str, tuple[Gold, ...]]:
    """``网站浏览量⟦2.66 亿次|266000000|次|website.page_views⟧`` → its text and its quantities."""
    text, marks, position = "", [], 0
    for match in _MARK.finditer(line):
        text += line[position : match.start()]
        position = match.end()
        quote, value, unit, metrics, *rest = match[1].split("|")
        more = dict(part.partition("=")[::2] for part in rest)
        marks += [Gold(len(text), len(text) + len(quote), quote, value, unit, m, **more) for m in metrics.split("+")]
        text += quote
    return text + line[position:], tuple(marks)
