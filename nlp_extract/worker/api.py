"""``Worker``: reports read by a process that can be killed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nlp_extract.readers.limits import Limits
from nlp_extract.worker.requests import Source
from nlp_extract.worker.supervisor import Supervisor

if TYPE_CHECKING:
    from types import TracebackType

    from nlp_extract.facts import Report


class Worker:
    """``extract`` in a process that is killed at the limits and started again for the next file."""

    def __init__(self, *, limits: Limits = Limits(), lexicon: str | Path | None = None) -> None:  # noqa: B008
        self._limits, self._lexicon = limits, None if lexicon is None else str(lexicon)
        self._supervisor = Supervisor()

    def extract(self, path: str | Path) -> Report:
        """The report in a file. Raises what ``nlp_extract.extract`` raises; LimitError where it takes longer than
        ``limits.seconds`` or more than ``limits.memory_bytes``; CrashError where the process ends over it."""
        from nlp_extract.export.codec import from_dict

        source = Source(str(path), self._lexicon, self._limits)
        return from_dict(self._supervisor.ask({"do": "report", "report": source.told()}, source)["report"])

    def close(self) -> None:
        """End the process."""
        self._supervisor.close()

    def __enter__(self) -> Worker:
        self._supervisor.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
