"""Findings as rows for a spreadsheet. No text of a report can become a formula there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from nlp_extract.errors import NlpExtractError
from nlp_extract.export.check_table import reason
from nlp_extract.export.display import visible
from nlp_extract.export.sides import anchor, home
from nlp_extract.export.tongue import CHINESE, Tongue
from nlp_extract.facts import Operand
from nlp_extract.patterns import Pattern
from nlp_extract.reconcile import Examination, Judged

HEAD = {
    "zh": ("文件", "机关", "年度", "代码", "规则", "状态", "严重程度", "说明", "位置", "左侧", "左值", "左侧位置",
           "右侧", "右值", "右侧位置", "算式", "依据", "建议", "指纹", "豁免理由"),
    "en": ("file", "agency", "year", "code", "rule", "state", "severity", "message", "place", "left", "left value",
           "left place", "right", "right value", "right place", "arithmetic", "basis", "advice", "fingerprint",
           "waiver"),
}  # fmt: skip

_FORMULA = "=+-@＝＋－＠\t\r\n|%"
"""What opens a formula (or a DDE call) in Excel, WPS and LibreOffice; full-width signs do so in Chinese ones."""
_NUMBER = Pattern(r"[-+]?\d+(?:\.\d+)?%?")


def csv_head(tongue: Tongue = CHINESE) -> str:
    return _line(HEAD[tongue.lang])


def csv_rows(examination: Examination, *, every: bool = False, tongue: Tongue = CHINESE) -> Iterator[str]:
    """A row a finding, in the order of the rules, each with its line end; passes only with ``every``."""
    for judged in examination.judged:
        if every or judged.finding.state != "pass":
            yield _line(_row(judged, examination, tongue))


def csv_error(file: str, error: NlpExtractError, *, tongue: Tongue = CHINESE) -> str:
    """The row of a report that could not be processed."""
    cells = {0: file, 5: tongue["failed"], 7: error.problem, 8: error.place, 17: error.remedy}
    return _line(cells.get(index, "") for index in range(len(HEAD[tongue.lang])))


def neutral(text: str) -> str:
    """``text`` so that no spreadsheet reads a formula: an apostrophe before it where it opens like one.

    A number stays a number (-3.5%); leading blanks do not hide a sign.
    """
    text = visible(text)
    return text if _NUMBER.fullmatch(text) or not text.startswith(tuple(_FORMULA)) else f"'{text}"


def _line(cells: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow([neutral(cell) for cell in cells])
    return written.getvalue()


def _row(judged: Judged, examination: Examination, tongue: Tongue) -> Iterator[str]:
    finding, report = judged.finding, examination.report
    span = anchor(finding, report)
    yield from (report.document.source.name, report.outline.agency or "", str(report.outline.year or ""))
    yield from (finding.code, tongue.rule_name(finding.code, finding.name))
    yield tongue["waived" if judged.waiver else finding.state]
    yield tongue[finding.severity] if finding.severity else ""
    yield tongue.message(finding, report)
    yield tongue.place(report.document.place(span.start)) if span is not None else ""
    for side in (finding.left, finding.right):
        yield from _side(side, examination, tongue)
    yield from (finding.arithmetic, tongue.basis(finding.code), finding.advice, judged.fingerprint)
    yield reason(judged, tongue)


def _side(side: Operand | None, examination: Examination, tongue: Tongue) -> tuple[str, str, str]:
    if side is None:
        return "", "", ""
    document = home(side, examination)
    place = tongue.place(document.place(side.span.start)) if side.span is not None else ""
    return tongue.operand(side, examination.report), side.value, place
