"""What a worker can be asked for, as plain data; made by the command line, read by ``tasks``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from nlp_extract.readers.limits import Limits

STDIN = "-"
"""The name of standard input, whose bytes come with the request."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, and how."""

    name: str
    lexicon: str | None = None
    limits: Limits = Limits()  # noqa: RUF009

    def told(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Source:
        return cls(data["name"], data["lexicon"], Limits(**data["limits"]))


@dataclass(frozen=True, slots=True)
class Style:
    """The form that results are wanted in: its name, the columns of the terminal, and what belongs to a command."""

    form: str
    columns: int
    one_line: bool = False
    """Each JSON object on a line of its own."""
    every: bool = False
    """``check``: what passed, too."""
    lang: Literal["zh", "en"] = "zh"
    trace: bool = False
    """``extract``: numbers that were dismissed, too."""
