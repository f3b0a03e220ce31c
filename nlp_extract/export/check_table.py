"""What does not agree, as lines for people: the findings, the severest first, then the counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from nlp_extract.document import Document
from nlp_extract.errors import NlpExtractError
from nlp_extract.export import names
from nlp_extract.export.as_json import SEVERITIES, STATES
from nlp_extract.export.display import visible, wrap
from nlp_extract.export.lines import WIDTH, context, paragraph, row, rule, title
from nlp_extract.facts import Finding, Operand, Report


def check_lines(
    report: Report,
    findings: Iterable[Finding],
    previous: Report | None = None,
    columns: int = WIDTH,
    *,
    every: bool = False,
) -> Iterator[str]:
    """The findings, the severest first, then a line of counts; passes only with ``every``."""
    findings = tuple(findings)
    yield from title(report, columns)
    earlier = previous.document if previous else None
    shown = [finding for finding in findings if finding.state in ("fail", "uncertain")]
    for finding in sorted(shown, key=_rank):
        yield ""
        yield from _finding(finding, report.document, earlier, columns)
    for state in ("not_assessable", "pass") if every else ("not_assessable",):
        yield from _brief(state, [finding for finding in findings if finding.state == state], columns)
    yield ""
    yield from wrap(_summary(findings), columns)


def error_lines(file: str, error: NlpExtractError, columns: int = WIDTH) -> Iterator[str]:
    """What stands in the place of a report that could not be processed."""
    yield from rule(visible(file), columns)
    yield from paragraph("未能处理：", f"{visible(error.problem)}{_where(error)}", columns)
    yield from paragraph("处理办法：", visible(error.remedy), columns)


def _where(error: NlpExtractError) -> str:
    return f"（{visible(error.place)}）" if error.place else ""


def _rank(finding: Finding) -> tuple[int, int]:
    severity = SEVERITIES.index(finding.severity) if finding.severity else len(SEVERITIES)
    return severity, STATES.index(finding.state)


def _finding(finding: Finding, document: Document, previous: Document | None, columns: int) -> Iterator[str]:
    severity = names.SEVERITIES[finding.severity] if finding.severity else "未定级"
    doubt = "（存疑）" if finding.state == "uncertain" else ""
    yield from paragraph(f"{severity}{doubt} {finding.code} ", visible(f"{finding.name}：{finding.message}"), columns)
    for operand in (finding.left, finding.right):
        if operand is not None:
            home = previous if operand.report == "previous" and previous is not None else document
            yield from paragraph("    ", _operand(operand, home), columns)
    for name, text in (("算式", finding.arithmetic), ("已试", "；".join(finding.tried)), ("建议", finding.advice)):
        if text:
            yield from paragraph(f"    {name}：", visible(text), columns)


def _operand(operand: Operand, document: Document) -> str:
    text = f"{operand.name}：{operand.value}"
    if operand.report == "previous":
        text = f"上年报告 {text}"
    if operand.span is None:
        return visible(text)
    place = names.place(document.place(operand.span.start))
    around = row if operand.cell is not None else context
    return visible(f"{text}（{place}：“{visible(around(document, operand.span))}”）")


def _brief(state: str, findings: Sequence[Finding], columns: int) -> Iterator[str]:
    if findings:
        yield from ("", f"{names.STATES[state]}（{len(findings)} 项）")
    for finding in findings:
        reading = f"（{names.reading(finding.reading)}）" if finding.reading else ""
        text = visible(f"{finding.name}：{finding.arithmetic or finding.message}{reading}")
        yield from paragraph(f"    {finding.code} ", text, columns)


def _summary(findings: Sequence[Finding]) -> str:
    states = "，".join(f"{names.STATES[state]} {_count(findings, state)}" for state in reversed(STATES))
    open_ones = [finding for finding in findings if finding.state in ("fail", "uncertain")]
    severities = "，".join(
        f"{names.SEVERITIES[severity]} {sum(finding.severity == severity for finding in open_ones)}"
        for severity in SEVERITIES
    )
    return f"共核对 {len(findings)} 项：{states}。{severities}。"


def _count(findings: Sequence[Finding], state: str) -> int:
    return sum(finding.state == state for finding in findings)
