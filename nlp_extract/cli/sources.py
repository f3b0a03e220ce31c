"""From a name on the command line to a Report, whatever goes wrong turned into a named error."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

from nlp_extract.errors import LimitError, NlpExtractError
from nlp_extract.facts import Report

STDIN = "-"
STDIN_LIMIT = 20_000_000
"""Bytes taken from standard input, as from a file."""


class InternalError(NlpExtractError):
    """An exception that is a fault of the program, not of the report."""


def load(name: str, lexicon: Path | None = None) -> Report:
    """The Report of a file, or of standard input for ``-``. Raises NlpExtractError only."""
    from nlp_extract import pipeline

    try:
        if name == STDIN:
            return pipeline.extract_bytes(_stdin(), STDIN, lexicon=lexicon)
        return pipeline.extract(Path(name), lexicon=lexicon)
    except NlpExtractError:
        raise
    except Exception as bug:
        raise internal_error(bug, name) from bug


def own_lexicon(path: Path | None) -> None:
    """Raises KnowledgeError, before any report is read, where the user's lexicon cannot be used."""
    if path is not None:
        from nlp_extract.narrative.cues import lexicon

        lexicon(path)


def internal_error(bug: Exception, file: str) -> InternalError:
    """Our own fault, told in one line with the place in the code."""
    frame = traceback.extract_tb(bug.__traceback__)[-1]
    where = f"{Path(frame.filename).name}:{frame.lineno}"
    return InternalError(
        f"程序内部错误（{type(bug).__name__}: {bug}，{where}）", file=file, remedy="请把这一行连同文件反馈给开发者"
    )


def _stdin() -> bytes:
    data = sys.stdin.buffer.read(STDIN_LIMIT + 1)
    if len(data) > STDIN_LIMIT:
        size = STDIN_LIMIT // 1_000_000
        raise LimitError(f"标准输入超过 {size} MB", file=STDIN, remedy="请确认输入的确是一份报告")
    return data
