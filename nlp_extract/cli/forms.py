"""The forms of output: each puts the pieces that a worker made of its results one after the other, with what stands
before and behind them, and files that gave no result in their places.

A form belongs to one run. ``Form.encoding`` says how its text becomes bytes where nobody watches: JSON and SARIF
are UTF-8, CSV is UTF-8 with a mark (which Excel needs to see that it is), the others are as the console.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from nlp_extract.errors import NlpExtractError
from nlp_extract.export.json_text import Json, dumps

Encoding = Literal["json", "csv", "console"]


class Form(Protocol):
    """What is written for results, and for files that gave none."""

    encoding: Encoding

    def opening(self) -> str: ...

    def result(self, parts: Sequence[str]) -> str: ...

    def failure(self, file: str, error: NlpExtractError) -> str: ...

    def closing(self) -> str: ...


def failed(file: str, error: NlpExtractError) -> Json:
    """A file that could not be processed, as JSON."""
    from nlp_extract.export.as_json import error_to_dict

    return error_to_dict(file, error)


@dataclass(slots=True)
class Objects:
    """JSON: an object a result, on one line each (JSONL) unless there is only one."""

    one_line: bool
    encoding: Encoding = "json"

    def opening(self) -> str:
        return ""

    def result(self, parts: Sequence[str]) -> str:
        return "".join(parts)

    def failure(self, file: str, error: NlpExtractError) -> str:
        return dumps(failed(file, error), indent=None if self.one_line else 2) + "\n"

    def closing(self) -> str:
        return ""


@dataclass(slots=True)
class Lines:
    """Lines for people; ``between`` stands between two results."""

    error_lines: Callable[[str, NlpExtractError], Iterable[str]]
    between: str = "\n\n"
    encoding: Encoding = "console"
    _written: int = 0

    def opening(self) -> str:
        return ""

    def result(self, parts: Sequence[str]) -> str:
        self._written += 1
        return (self.between if self._written > 1 else "") + "".join(parts)

    def failure(self, file: str, error: NlpExtractError) -> str:
        return self.result([f"{line}\n" for line in self.error_lines(file, error)])

    def closing(self) -> str:
        return ""


@dataclass(slots=True)
class Rows:
    """CSV: one head for all results; the rows come with their line ends."""

    head: str
    error_row: Callable[[str, NlpExtractError], str]
    encoding: Encoding = "csv"

    def opening(self) -> str:
        return self.head

    def result(self, parts: Sequence[str]) -> str:
        return "".join(parts)

    def failure(self, file: str, error: NlpExtractError) -> str:
        return self.error_row(file, error)

    def closing(self) -> str:
        return ""


@dataclass(slots=True)
class Sarif:
    """One SARIF log of one run: results are written as they come, notifications of failures at the end."""

    schema: str
    driver: Json
    as_notification: Callable[[str, NlpExtractError], Json]
    encoding: Encoding = "json"
    _failures: list[Json] = field(default_factory=list)
    _written: int = 0

    def opening(self) -> str:
        tool = dumps({"driver": self.driver}, indent=2, level=3)
        return (
            f'{{\n  "$schema": {dumps(self.schema)},\n  "version": "2.1.0",\n  "runs": [\n    {{\n'
            f'      "tool": {tool},\n      "columnKind": "unicodeCodePoints",\n      "results": ['
        )

    def result(self, parts: Sequence[str]) -> str:
        written = []
        for item in parts:
            written.append(("," if self._written else "") + "\n        " + item)
            self._written += 1
        return "".join(written)

    def failure(self, file: str, error: NlpExtractError) -> str:
        self._failures.append(self.as_notification(file, error))
        return ""

    def closing(self) -> str:
        done: Json = [{"executionSuccessful": not self._failures, "toolExecutionNotifications": self._failures}]
        end = "\n      " if self._written else ""
        return f'{end}],\n      "invocations": {dumps(done, indent=2, level=3)}\n    }}\n  ]\n}}\n'
