"""From names on the command line to files: a folder stands for every report below it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nlp_extract.readers import CONVERTIBLE, READERS

NO_REPORTS = frozenset({".xls", ".xlsx"})
"""Kinds that a folder holds beside its reports and that are none: they are passed over."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read; ``found`` in a folder, or named by the user."""

    name: str
    found: bool = False


def expand(names: Sequence[str]) -> tuple[Input, ...]:
    """The files meant by ``names``, in their order; those of a folder by path. A folder without any stays a name."""
    inputs: list[Input] = []
    for name in names:
        below = [Input(file, True) for file in _below(name)] if name != "-" and Path(name).is_dir() else []
        inputs += below or [Input(name)]
    return tuple(inputs)


def _below(folder: str) -> Iterator[str]:
    """Files of a report's kinds, hidden ones and links apart (a link may lead out of the folder)."""
    for path, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            suffix = os.path.splitext(name)[1].lower()
            known = suffix in READERS or (suffix in CONVERTIBLE and suffix not in NO_REPORTS)
            full = os.path.join(path, name)
            if known and not name.startswith((".", "~$")) and not os.path.islink(full):
                yield full
