"""What tests share: the reports of the corpora, those of ../shared, and the command line in-process."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
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


class _Keeper:
    """Hands one worker process from run to run, since each would take seconds to load. A worker belongs to a folder and
    an environment, and to nobody once it was killed while it was at work."""

    def __init__(self) -> None:
        from nlp_extract.worker.supervisor import Process

        self._make = Process
        self.process: _Kept | None = None
        self._home: object = None

    def __call__(self) -> _Kept:
        home = os.getcwd(), {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
        if self.process is None or self.process.ended or home != self._home:
            self.close()
            self.process, self._home = _Kept(self._make()), home
        return self.process

    def close(self) -> None:
        if self.process is not None:
            self.process.worker.kill()
            self.process = None


class _Kept:
    """A worker process that is only killed while it is at work."""

    def __init__(self, worker: Any) -> None:
        self.worker, self.busy = worker, False

    def __getattr__(self, name: str) -> Any:
        return getattr(self.worker, name)

    def answer(self, request: Mapping[str, Any], data: bytes, seconds: float) -> Any:
        self.busy = True
        answer = self.worker.answer(request, data, seconds)
        self.busy = bool(answer.get("last"))
        return answer

    def kill(self) -> None:
        if self.busy:
            self.worker.kill()


@pytest.fixture(scope="session")
def keeper() -> Iterator[_Keeper]:
    """The worker of all runs."""
    keeper = _Keeper()
    yield keeper
    keeper.close()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, keeper: _Keeper) -> Run:
    """``run("check", path, stdin=b"…")`` in this process and a worker; streams as on a console of ``encoding``."""
    from nlp_extract.cli import main
    from nlp_extract.worker import supervisor

    monkeypatch.setattr(supervisor, "Process", keeper)

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
