"""The command line's side of the work on files: what each is asked of a worker, and what outlives a worker."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any

from nlp_extract.cli.years import Years
from nlp_extract.errors import NlpExtractError
from nlp_extract.readers.limits import Limits, exceeded
from nlp_extract.worker.requests import STDIN, Source, Style
from nlp_extract.worker.supervisor import Supervisor

if TYPE_CHECKING:
    from nlp_extract.cli.config_file import Settings


@dataclass(frozen=True, slots=True)
class Result:
    """What came out of one file: pieces of the wanted form, and for ``check`` whether a finding counts and which
    waivers were used."""

    parts: tuple[str, ...]
    found: bool = False
    used: frozenset[str] = frozenset()


@dataclass(slots=True)
class Desk:
    """Asks a worker file by file. What other files need (who wrote which report, what failed) is kept here, so that
    it is still there when the worker had to be killed."""

    supervisor: Supervisor
    settings: Mapping[str, Settings]
    _years: Years = field(default_factory=Years)
    _failed: dict[str, NlpExtractError] = field(default_factory=dict)
    _stdin: bytes | None = None

    def begin(self, style: Style) -> None:
        """The form that is wanted, and the lexicons that must be usable. Raises KnowledgeError."""
        self.supervisor.begin({"do": "begin", "style": asdict(style)})
        for path in dict.fromkeys(one.lexicon for one in self.settings.values()):
            if path is not None:
                self.supervisor.tell({"do": "lexicon", "path": str(path)})

    def catalogue(self, names: Iterable[str]) -> None:
        """Who wrote which of these reports, so that ``check`` finds last year's. What cannot be read is told when its
        own turn comes."""
        for name in names:
            try:
                self._identify(name, found=True)
            except NlpExtractError as error:
                self._failed[name] = error

    def extract(self, name: str) -> Result:
        return Result(tuple(self._ask("extract", name)["parts"]))

    def check(self, name: str, previous: str | None) -> Result:
        """``previous`` is last year's report where the user gave one; else one of the catalogue's is taken."""
        if name in self._failed:
            raise self._failed[name]
        settings, start = self.settings[name], monotonic()
        earlier = previous if previous is not None else self._previous(name)
        if earlier is not None:
            self._ask("identify", name)
            spent = monotonic() - start
            self._ask("identify", earlier)
            start = monotonic() - spent  # each report has its own time
        answer = self._ask(
            "check",
            name,
            started=start,
            previous=None if earlier is None else self._source(earlier).told(),
            select=settings.select,
            ignore=settings.ignore,
            waivers=[asdict(waiver) for waiver in settings.waivers],
            fail_on=settings.fail_on,
        )
        return Result(tuple(answer["parts"]), answer["found"], frozenset(answer["used"]))

    def _previous(self, name: str) -> str | None:
        if self._years and name not in self._years:
            self._identify(name, found=False)
        return self._years.previous(name)

    def _identify(self, name: str, *, found: bool) -> None:
        answer = self._ask("identify", name)
        self._years.add(name, answer["agency"], answer["year"], found=found)

    def _ask(self, do: str, name: str, *, started: float | None = None, **more: Any) -> dict[str, Any]:
        source = self._source(name)
        spent = 0.0 if started is None else monotonic() - started
        request = {"do": do, "report": source.told(), **more}
        data = self._input(source) if STDIN in (name, (more.get("previous") or {}).get("name")) else b""
        return self.supervisor.ask(request, source, source.limits.seconds - spent, data)

    def _source(self, name: str) -> Source:
        """Last year's report is read as this year's is."""
        settings = self.settings[name] if name in self.settings else next(iter(self.settings.values()))
        return Source(name, None if settings.lexicon is None else str(settings.lexicon), settings.limits)

    def _input(self, source: Source) -> bytes:
        if self._stdin is None:
            self._stdin = _stdin(source.limits)
        return self._stdin


def _stdin(limits: Limits) -> bytes:
    data = sys.stdin.buffer.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        raise exceeded(STDIN, "标准输入的大小", f"{limits.file_bytes} 字节")
    return data
