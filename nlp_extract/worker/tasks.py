"""What a worker does with a request: read, extract, examine, and turn what came out into the text that is wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, get_args

from nlp_extract import pipeline
from nlp_extract.facts import Report, Severity
from nlp_extract.reconcile import Judged, Waiver, chosen
from nlp_extract.worker.frames import Message
from nlp_extract.worker.parts import check_parts, extract_parts
from nlp_extract.worker.requests import STDIN, Source, Style
from nlp_extract.worker.shelf import Shelf

_SMALL_REPORT = """清平县水利局2023年政府信息公开工作年度报告
一、总体情况
2023年，主动公开政府信息12条，其中微信公众号公开3条。
五、存在的主要问题及改进情况
存在的问题是信息更新不够及时。下一步将加强培训。
"""
"""Put through all stages once, so that the first file does not wait for what they load."""


class Tasks:
    """The work of one process, one request after the other."""

    def __init__(self) -> None:
        self._tasks: Mapping[str, Callable[[Message, bytes], Message]] = {
            "begin": self._begin,
            "lexicon": self._lexicon,
            "identify": self._identify,
            "extract": self._extract,
            "check": self._check,
            "report": self._report,
        }
        self._warm = False
        self._style = Style("json", 100)
        self._shelf = Shelf(load)

    def do(self, request: Message, data: bytes) -> Message:
        """The answer to a request. Raises NlpExtractError."""
        return self._tasks[request["do"]](request, data)

    def _begin(self, request: Message, _data: bytes) -> Message:
        """A new run: its style, and nothing read yet."""
        if not self._warm:
            pipeline.examine(pipeline.extract_text(_SMALL_REPORT))
            self._warm = True
        self._style = Style(**request.get("style", {"form": "json", "columns": 100}))
        self._shelf = Shelf(load)
        return {}

    def _lexicon(self, request: Message, _data: bytes) -> Message:
        """Whether a user's lexicon can be used."""
        from nlp_extract.narrative.cues import lexicon

        lexicon(Path(request["path"]))
        return {}

    def _identify(self, request: Message, data: bytes) -> Message:
        """Whose report a file is, and of which year."""
        outline = self._shelf.get(Source.of(request["report"]), data).outline
        return {"agency": outline.agency, "year": outline.year}

    def _extract(self, request: Message, data: bytes) -> Message:
        source = Source.of(request["report"])
        lexicon = Path(source.lexicon) if source.lexicon else None
        return {"parts": list(extract_parts(load(source, data), self._style, lexicon))}

    def _check(self, request: Message, data: bytes) -> Message:
        report = self._shelf.get(Source.of(request["report"]), data)
        earlier = request["previous"]
        previous = None if earlier is None else self._shelf.get(Source.of(earlier), data)
        wanted = chosen(request["select"], request["ignore"]) if request["select"] or request["ignore"] else None
        waivers = [Waiver(**waiver) for waiver in request["waivers"]]
        examination = pipeline.examine(report, previous, codes=wanted, waivers=waivers)
        return {
            "parts": list(check_parts(examination, self._style)),
            "found": any_at(examination.judged, request["fail_on"]),
            "used": sorted({one.fingerprint for one in examination.waived}),
        }

    def _report(self, request: Message, data: bytes) -> Message:
        """A whole report as plain data."""
        from nlp_extract.export.codec import to_dict

        return {"report": to_dict(load(Source.of(request["report"]), data))}


def load(source: Source, data: bytes = b"") -> Report:
    """The report of a file, or in ``data`` for standard input. Raises NlpExtractError."""
    options: dict[str, Any] = {"lexicon": source.lexicon, "limits": source.limits}
    if source.name == STDIN:
        return pipeline.extract_bytes(data, STDIN, **options)
    return pipeline.extract(Path(source.name), **options)


def any_at(judged: Iterable[Judged], threshold: str) -> bool:
    """Whether a finding that is open is at or above ``threshold`` (never: none is)."""
    if threshold == "never":
        return False
    severities = get_args(Severity)
    loud = severities[: severities.index(threshold) + 1]
    return any(one.open and one.finding.severity in loud for one in judged)
