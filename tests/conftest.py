"""What tests share: the reports of the corpora, those of ../shared, and the command line in-process."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
CORPUS = ROOT / "corpora" / "reports"


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of whole invented reports."""
    return CORPUS


@pytest.fixture(scope="session")
def shared() -> Path:
    """The real reports and the specification beside the repository; the test is skipped without them."""
    if not SHARED.is_dir():
        pytest.skip(f"needs {SHARED}")
    return SHARED


@dataclass(frozen=True)
class Outcome:
    """What a run of the command line left behind."""

    status: int
    out: bytes
    err: str

    @cached_property
    def json(self) -> Any:
        return json.loads(self.out)

    @cached_property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.decode("utf-8").splitlines()]

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")


Run = Callable[..., Outcome]


class _Stream(io.TextIOWrapper):
    def __init__(self, encoding: str, *, terminal: bool = False) -> None:
        self.raw_bytes = io.BytesIO()
        self.terminal = terminal
        super().__init__(self.raw_bytes, encoding=encoding, write_through=True)

    def isatty(self) -> bool:
        return self.terminal


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """``run("check", path, stdin=b"…")`` in this process; streams as on a console of ``encoding``."""
    from nlp_extract.cli import main

    def invoke(*arguments: object, stdin: bytes = b"", encoding: str = "utf-8", terminal: bool = False) -> Outcome:
        out, err = _Stream(encoding, terminal=terminal), _Stream(encoding)
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding=encoding))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            with pytest.raises(SystemExit) as exit_info:
                main([str(argument) for argument in arguments])
        code = exit_info.value.code
        assert isinstance(code, int) or code is None
        return Outcome(code or 0, out.raw_bytes.getvalue(), err.raw_bytes.getvalue().decode(encoding))

    return invoke
