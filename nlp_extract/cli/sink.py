"""Where results go: standard output or a file.

JSON and CSV are UTF-8 in pipes and files whatever the locale. A console that lacks a character never fails:
JSON escapes it as JSON does, the others with a backslash.
"""

from __future__ import annotations

import codecs
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

if TYPE_CHECKING:
    from nlp_extract.cli.forms import Encoding

WIDTH = 100
"""Columns where no terminal says otherwise."""


def _json_escape(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


codecs.register_error("nlp_extract.json", _json_escape)


@dataclass(frozen=True, slots=True)
class Target:
    """What a form may know of where it goes: whether a person looks at it, and how wide that is."""

    terminal: bool
    columns: int


def target(path: Path | None) -> Target:
    """Of ``--output``, or of standard output."""
    terminal = path is None and sys.stdout.isatty()
    return Target(terminal, max(60, shutil.get_terminal_size((WIDTH, 24)).columns) if terminal else WIDTH)


@dataclass(slots=True)
class Sink:
    """Writes text to a binary stream, at once."""

    stream: BinaryIO
    encoding: str
    errors: str
    written: bool = False

    def write(self, text: str) -> None:
        if not text:
            return
        encoding = "utf-8" if self.encoding == "utf-8-sig" and self.written else self.encoding  # the mark only once
        self.stream.write(text.encode(encoding, self.errors))
        self.stream.flush()
        self.written = True


@contextmanager
def open_sink(path: Path | None, encoding: Encoding, inputs: Sequence[str]) -> Iterator[Sink]:
    """A Sink on ``path``, written beside it and renamed at the end, or on standard output.

    Raises click.UsageError where ``path`` is an input, no plain file, or cannot be written.
    """
    errors = "nlp_extract.json" if encoding == "json" else "backslashreplace"
    if path is None:
        console = getattr(sys.stdout, "encoding", None) or "utf-8"
        watched = encoding == "console" or sys.stdout.isatty()
        yield Sink(sys.stdout.buffer, console if watched else _utf8(encoding), errors)
        return
    _refuse(path, inputs)
    with _replacing(path) as stream:
        yield Sink(stream, _utf8(encoding), errors)


def _utf8(encoding: Encoding) -> str:
    return "utf-8-sig" if encoding == "csv" else "utf-8"


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
