"""Two lines a finding: ``file:line:col code severity message`` as editors and grep read it, then the other side."""

from __future__ import annotations

from collections.abc import Iterator

from nlp_extract.errors import NlpExtractError
from nlp_extract.export.check_table import heading_of, ranked, told
from nlp_extract.export.display import visible
from nlp_extract.export.sides import anchor, home, location, sides
from nlp_extract.export.tongue import CHINESE, Tongue
from nlp_extract.reconcile import Examination, Judged


def concise_lines(examination: Examination, *, every: bool = False, tongue: Tongue = CHINESE) -> Iterator[str]:
    """The open findings, the severest first; ``every`` adds the rest, by state. No line is wrapped."""
    for judged in ranked(examination.judged):
        yield _first(judged, examination, heading_of(judged, tongue), tongue)
        yield f"    {_second(judged, examination, tongue)}"
    for judged in examination.judged if every else ():
        if not judged.open:
            state = "waived" if judged.waiver else judged.finding.state
            yield _first(judged, examination, f"{tongue[state]} {judged.finding.code}", tongue)


def concise_error_lines(file: str, error: NlpExtractError, *, tongue: Tongue = CHINESE) -> Iterator[str]:
    """What stands in the place of a report that could not be processed."""
    place = f"{tongue['comma']}{error.place}" if error.place else ""
    yield visible(f"{file}: {tongue['failed']}{tongue['colon']}{error.problem}{place}")
    yield visible(f"    {tongue['remedy']}{tongue['colon']}{error.remedy}")


def _first(judged: Judged, examination: Examination, heading: str, tongue: Tongue) -> str:
    document = examination.report.document
    span = anchor(judged.finding, examination.report)
    place = document.place(span.start) if span is not None else None
    where = location(document.source.name, place, tongue)
    return visible(f"{where}: {heading} {told(judged, examination, tongue)}")


def _second(judged: Judged, examination: Examination, tongue: Tongue) -> str:
    """The other side with its place, and the fingerprint that a waiver would need."""
    parts = []
    for side in sides(judged.finding)[1:]:
        place = ""
        if side.span is not None:
            where = tongue.place(home(side, examination).place(side.span.start))
            place = f"{tongue['open']}{where}{tongue['close']}"
        name = tongue.operand(side, examination.report)
        parts.append(f"{tongue['against']}{tongue['colon']}{name} {side.value}{place}")
    parts.append(f"{tongue['fingerprint']}{tongue['colon']}{judged.fingerprint}")
    return visible(tongue["semicolon"].join(parts))
