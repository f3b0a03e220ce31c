"""The texts that benchmarks run on: whole reports, their prose, and texts of any length."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import cycle
from pathlib import Path

from nlp_extract import readers
from nlp_extract.document import Document, Outline, Passage, Source, Span
from nlp_extract.passages import passages
from nlp_extract.segment import segment
from nlp_extract.tables import find_tables

from .measure import ROOT

CORPORA = ROOT / "corpora"
SHARED = ROOT.parent / "shared" / "reports"
_MARK_OPEN, _MARK_CLOSE = "⟦", "⟧"


@dataclass(frozen=True)
class Prose:
    """The prose of a document in passages, ready for the narrative stage."""

    document: Document
    outline: Outline
    passages: tuple[Passage, ...]

    @cached_property
    def characters(self) -> int:
        return sum(len(passage.text) for passage in self.passages)


def report_files() -> list[Path]:
    """Every report of ``../shared/reports`` (skipped, with a word, where missing) and ``corpora/reports``."""
    if not SHARED.is_dir():
        print(f"skipped: no {SHARED}", file=sys.stderr)
    folders = [folder for folder in (SHARED, CORPORA / "reports") if folder.is_dir()]
    return [path for folder in folders for path in sorted(folder.iterdir()) if path.suffix in readers.READERS]


def prose_of(path: Path) -> Prose:
    """The prose of a report file."""
    document = readers.read(path)
    outline = segment(document)
    return Prose(document, outline, passages(document, outline, find_tables(document, outline)))


def sentences() -> list[str]:
    """The lines of ``corpora/quantities``, without their marks."""
    files = sorted((CORPORA / "quantities").rglob("*.txt"))
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    return ["".join(_plain(line)) for line in lines if line.strip() and not line.startswith("#")]


def _plain(line: str) -> Iterator[str]:
    """⟦143件|143|件|policy_docs.total⟧ is 143件 here."""
    for number, piece in enumerate(line.replace(_MARK_CLOSE, _MARK_OPEN).split(_MARK_OPEN)):
        yield piece.partition("|")[0] if number % 2 else piece


def prose_of_length(characters: int) -> Prose:
    """Lines of the corpora, over and over, one passage a line, ``characters`` long or a little longer."""
    lines: list[str] = []
    length = 0
    for line in cycle(sentences()):
        if length >= characters:
            break
        lines.append(line)
        length += len(line) + 1
    return prose_of_lines(lines)


SHAPES: dict[str, Callable[[], str]] = {
    "no line breaks": lambda: "".join(sentences()),
    "one sentence": lambda: "".join(sentences()).translate(str.maketrans("。！？；", "，，，，")),
    "one list of numbers": lambda: "12条、",
    "one sentence of 其中": lambda: "公开信息36条，其中网站12条、微信24条，",
    "brackets left open": lambda: "公开信息36条（网站12条，",
    "shares of nothing": lambda: "占5%，",
    "zeros in words": lambda: "未收到行政复议申请，公开信息3条，",
    "no marks": lambda: "政府信息公开",
    "digits": lambda: "7",
}
"""By name, what one passage is made of, over and over: shapes in which each number could see all others."""


def prose_of_shape(shape: str, characters: int) -> Prose:
    """One passage, ``characters`` long, of one of ``SHAPES``."""
    unit = SHAPES[shape]()
    return prose_of_lines([(unit * (characters // len(unit) + 1))[:characters]])


def prose_of_lines(lines: list[str]) -> Prose:
    """Lines as the prose of section one."""
    parts: list[Passage] = []
    start = 0
    for line in lines:
        parts.append(Passage(line, tuple(range(start, start + len(line))), "overview"))
        start += len(line) + 1
    document = Document("\n".join(lines) + "\n", Source("benchmark", "text"))
    return Prose(document, Outline(None, "某市人民政府", 2024, Span(0, 0), ()), tuple(parts))
