"""Starts a worker process, hands it one request at a time, and kills it when its time is up.

Nothing heavy is imported here: the process starts while its parent still reads settings. Pipes are read and written by
threads, since a wait on a pipe has no time limit on Windows.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, BinaryIO

from nlp_extract.errors import CrashError, InternalError, NlpExtractError
from nlp_extract.readers.limits import exceeded, out_of_memory
from nlp_extract.worker import frames
from nlp_extract.worker.frames import Message

if TYPE_CHECKING:
    from types import TracebackType

    from nlp_extract.readers.limits import Limits
    from nlp_extract.worker.requests import Source

START_SECONDS = 120.0
"""For a process to load what it needs, and for whatever is asked without a file."""
_GLANCE = 0.2
"""Seconds. On Windows a longer wait would keep Ctrl-C waiting."""
_LAST_WORDS = 4000
"""Bytes of standard error that are kept."""
_PACKAGES = str(Path(__file__).resolve().parents[2])
_RUN = """
import sys
if sys.argv[1] not in sys.path:
    sys.path.insert(0, sys.argv[1])
from nlp_extract.worker.child import main
main()
"""
_SIGKILL, _SIGXCPU = -9, -24
_RESAVE = "请确认文件确为年度报告；必要时另存为更简单的文件后重试"


class Supervisor:
    """One worker process: started when it is needed, and again after it was killed."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._opening: Message | None = None
        self._ready = False
        self._refusal: NlpExtractError | None = None

    def start(self) -> None:
        """Start the process, and do not wait until it is ready."""
        if self._process is None:
            self._process, self._ready = Process(), False

    @property
    def pid(self) -> int | None:
        """The process id, while there is a process."""
        return None if self._process is None else self._process.pid

    def begin(self, opening: Message) -> None:
        """What every process of this supervisor hears first."""
        self._opening, self._ready = opening, False

    def ask(
        self, request: Mapping[str, Any], source: Source, seconds: float | None = None, data: bytes = b""
    ) -> Message:
        """The answer to a request on a file, within ``seconds`` (else those of its limits). Raises the error that the
        worker names; LimitError and CrashError where it had to be killed or died."""
        process = self._made_ready()
        limit = source.limits.seconds if seconds is None else seconds
        try:
            answer = process.answer(request, data, limit)
        except TimeoutError as why:
            self.close()
            raise exceeded(source.name, "处理时间", f"{source.limits.seconds:g} 秒") from why
        except EOFError as why:
            self.close()
            raise _death(process, source.name, source.limits) from why
        if answer.get("last"):
            self.close()
        if "error" in answer:
            raise frames.retold(answer["error"])
        return answer

    def tell(self, request: Mapping[str, Any]) -> None:
        """A request without a file, such as for a lexicon of the user's. Raises the error that the worker names."""
        self._question(self._made_ready(), request)

    def _made_ready(self) -> Process:
        """A process that has loaded all it needs and has heard the opening."""
        if self._refusal is not None:
            raise self._refusal
        if self._process is not None and self._process.ended:
            self.close()  # it died between two files: none of them is to blame
        self.start()
        process = self._process
        assert process is not None
        if not self._ready:
            try:
                self._question(process, self._opening or {"do": "begin"})
            except NlpExtractError as why:
                self._refusal = why  # it would not start for the next file either
                raise
            self._ready = True
        return process

    def _question(self, process: Process, request: Mapping[str, Any]) -> None:
        try:
            answer = process.answer(request, b"", START_SECONDS)
        except (TimeoutError, EOFError) as why:
            self.close()
            last = f"状态 {process.status}：{process.last_words[-160:]}"
            raise InternalError(f"工作进程无法启动（{last}）", remedy="请重新安装 nlp-extract，或反馈给开发者") from why
        if "error" in answer:
            raise frames.retold(answer["error"])

    def close(self) -> None:
        """Kill the process. It holds nothing that is worth an orderly end."""
        if self._process is not None:
            self._process.kill()
        self._process, self._ready = None, False

    def __enter__(self) -> Supervisor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Process:
    """A running worker and its pipes."""

    def __init__(self) -> None:
        """Start it: outside of the current folder's modules, and without a console of its own on Windows."""
        isolated = ["-I"] if sys.flags.isolated else ["-P"]
        self._popen = subprocess.Popen(
            [sys.executable, *isolated, "-c", _RUN, _PACKAGES],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._outbox: SimpleQueue[tuple[Mapping[str, Any], bytes] | None] = SimpleQueue()
        self._inbox: SimpleQueue[Message | None] = SimpleQueue()
        self._numbers = count(1)
        self._last_words = b""
        self._threads = [Thread(target=work, daemon=True) for work in (self._speak, self._listen, self._overhear)]
        for thread in self._threads:
            thread.start()

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def ended(self) -> bool:
        return self._popen.poll() is not None

    @property
    def status(self) -> int | None:
        """Exit status; the negative number of a signal. Known after ``kill``."""
        return self._popen.returncode

    @property
    def last_words(self) -> str:
        """The last line on standard error."""
        return self._last_words.decode("utf-8", "replace").strip().rpartition("\n")[2]

    @property
    def ran_out_of_memory(self) -> bool:
        return b"MemoryError" in self._last_words or b"bad_alloc" in self._last_words

    def answer(self, request: Mapping[str, Any], data: bytes, seconds: float) -> Message:
        """What it says to a request. Raises TimeoutError, and EOFError where it ends or talks nonsense."""
        number = next(self._numbers)
        self._outbox.put(({**request, "number": number}, data))
        answer = self._next(monotonic() + seconds)
        if answer is None or answer.get("number") != number:
            raise EOFError
        return answer

    def _next(self, end: float) -> Message | None:
        while True:
            left = end - monotonic()
            try:
                return self._inbox.get(timeout=min(max(left, 0), _GLANCE))
            except Empty:
                if left <= 0:
                    raise TimeoutError from None

    def kill(self) -> None:
        """End it and what listens to it."""
        if self._popen.poll() is None:
            self._popen.kill()
        self._outbox.put(None)
        self._popen.wait()
        for thread in self._threads:
            thread.join(1)
        for pipe in (self._popen.stdin, self._popen.stdout, self._popen.stderr):
            try:
                _pipe(pipe).close()
            except OSError:
                continue  # what it did not take any more

    def _speak(self) -> None:
        try:
            while (frame := self._outbox.get()) is not None:
                frames.write(_pipe(self._popen.stdin), *frame)
        except OSError:
            return  # it is gone, as _listen hears

    def _listen(self) -> None:
        try:
            while (frame := frames.read(_pipe(self._popen.stdout))) is not None:
                self._inbox.put(frame[0])
        except (OSError, ValueError):
            pass  # what is no frame ends the talk, as the end does
        self._inbox.put(None)

    def _overhear(self) -> None:
        pipe = self._popen.stderr
        assert pipe is not None
        while piece := pipe.read1(_LAST_WORDS):  # type: ignore[attr-defined]
            self._last_words = (self._last_words + piece)[-_LAST_WORDS:]


def _pipe(pipe: Any) -> BinaryIO:
    assert pipe is not None
    return pipe  # type: ignore[no-any-return]


def _death(process: Process, name: str, limits: Limits) -> NlpExtractError:
    """Why a process ended over a file, as far as its status and last words tell."""
    if process.ran_out_of_memory:
        return out_of_memory(name, limits)
    if process.status == _SIGXCPU:
        return exceeded(name, "处理时间", f"{limits.seconds:g} 秒")
    if process.status == _SIGKILL:
        return CrashError("处理这个文件的进程被系统或用户终止，可能是内存不足", file=name, remedy=_RESAVE)
    last = f"：{process.last_words[-160:]}" if process.last_words else ""
    return CrashError(f"处理这个文件的进程意外结束（状态 {process.status}{last}）", file=name, remedy=_RESAVE)
