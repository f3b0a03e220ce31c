"""Where results go: standard output or a file, as JSON or as a table for people.

One report is one JSON object over several lines; several are one object a line (JSONL). JSON is
UTF-8 in pipes and files whatever the locale. A console that lacks a character never fails: JSON
escapes it as JSON does, the table with a backslash.
"""

from __future__ import annotations

import codecs
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

import click

from nlp_extract.export.as_json import Object
from nlp_extract.export.json_text import dumps
from nlp_extract.export.lines import WIDTH

Format = Literal["json", "table"]


def _json_escape(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


codecs.register_error("nlp_extract.json", _json_escape)


@dataclass(frozen=True, slots=True)
class Output:
    """One result in all its forms, made only when asked for. ``lines`` takes the width in columns."""

    as_object: Callable[[], Object]
    as_lines: Callable[[int], Iterable[str]]


@dataclass(slots=True)
class Sink:
    """Writes results one after the other to a binary stream."""

    stream: BinaryIO
    format: Format
    several: bool
    encoding: str
    columns: int
    written: int = 0

    def write(self, output: Output) -> None:
        if self.format == "json":
            text = dumps(output.as_object(), indent=None if self.several else 2) + "\n"
            data = text.encode(self.encoding, "nlp_extract.json")
        else:
            between = "\n\n" if self.written else ""
            text = between + "".join(f"{line}\n" for line in output.as_lines(self.columns))
            data = text.encode(self.encoding, "backslashreplace")
        self.stream.write(data)
        self.stream.flush()
        self.written += 1


@contextmanager
def open_sink(path: Path | None, form: Format | None, inputs: Sequence[str]) -> Iterator[Sink]:
    """A Sink on ``path``, written beside it and renamed at the end, or on standard output.

    Raises click.UsageError where ``path`` is an input, no plain file, or cannot be written.
    """
    several = len(inputs) > 1
    if path is None:
        terminal = sys.stdout.isatty()
        form = form or ("table" if terminal else "json")
        console = getattr(sys.stdout, "encoding", None) or "utf-8"
        encoding = "utf-8" if form == "json" and not terminal else console
        columns = max(60, shutil.get_terminal_size((WIDTH, 24)).columns) if terminal else WIDTH
        yield Sink(sys.stdout.buffer, form, several, encoding, columns)
        return
    _refuse(path, inputs)
    with _replacing(path) as stream:
        yield Sink(stream, form or "json", several, "utf-8", WIDTH)


def _refuse(path: Path, inputs: Sequence[str]) -> None:
    if path.exists() and not path.is_file():
        raise click.UsageError(f"--output {path} 不是普通文件")
    for name in inputs:
        if path.resolve() == Path(name).resolve() or (path.exists() and _same(path, Path(name))):
            raise click.UsageError(f"--output {path} 是输入文件，不能覆盖")


def _same(path: Path, other: Path) -> bool:
    """Two names of one file (a hard link)."""
    return other.exists() and path.samefile(other)


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """A stream whose content takes the place of ``path`` when all went well, else nothing changes."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as why:
        raise click.UsageError(f"无法写入 {path}（{why.strerror}）") from why
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
