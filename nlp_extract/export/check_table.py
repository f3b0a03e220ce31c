"""What does not agree, as lines for people: the findings, the severest first, then the counts and the coverage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nlp_extract.errors import NlpExtractError
from nlp_extract.export import names
from nlp_extract.export.as_json import SEVERITIES, STATES
from nlp_extract.export.coverage import coverage_lines
from nlp_extract.export.display import visible, wrap
from nlp_extract.export.lines import WIDTH, context, paragraph, row, rule, title
from nlp_extract.export.sides import home, sides
from nlp_extract.export.tongue import CHINESE, Tongue
from nlp_extract.facts import Operand, State
from nlp_extract.reconcile import RULES, Examination, Judged


def check_lines(
    examination: Examination, columns: int = WIDTH, *, every: bool = False, tongue: Tongue = CHINESE
) -> Iterator[str]:
    """The open findings, the severest first, the waived ones, then counts and coverage; passes only with ``every``."""
    yield from title(examination.report, columns, tongue)
    for judged in ranked(examination.judged):
        yield ""
        yield from _finding(judged, examination, columns, tongue)
    yield from _waived(examination, columns, tongue)
    for state in ("not_assessable", "pass") if every else ("not_assessable",):
        yield from _brief(state, examination, columns, tongue)
    yield from closing_lines(examination, columns, tongue)


def closing_lines(examination: Examination, columns: int, tongue: Tongue) -> Iterator[str]:
    """The counts, the coverage in two lines, and which rules were left out."""
    yield ""
    yield from wrap(_summary(examination, tongue), columns)
    for line in coverage_lines(examination, tongue):
        yield from wrap(line, columns)
    if examination.left_out:
        yield from wrap(_selected(examination, tongue), columns)


def _selected(examination: Examination, tongue: Tongue) -> str:
    """The rules left out, or where they are many, those that were used."""
    out = examination.left_out
    used = [rule.code for rule in RULES if rule.code not in out]
    if len(out) <= len(used):
        return f"{tongue['not run'].format(len(out))}{tongue['colon']}{' '.join(out)}"
    return f"{tongue['run'].format(len(used), len(out))}{tongue['colon']}{' '.join(used)}"


def error_lines(file: str, error: NlpExtractError, columns: int = WIDTH, *, tongue: Tongue = CHINESE) -> Iterator[str]:
    """What stands in the place of a report that could not be processed."""
    colon, place = tongue["colon"], f"{tongue['open']}{error.place}{tongue['close']}" if error.place else ""
    yield from rule(visible(file), columns)
    yield from paragraph(f"{tongue['failed']}{colon}", visible(f"{error.problem}{place}"), columns)
    yield from paragraph(f"{tongue['remedy']}{colon}", visible(error.remedy), columns)


def ranked(judged: Iterable[Judged]) -> list[Judged]:
    """The open findings, the severest first, those that failed before uncertain ones, else in order."""
    return sorted((one for one in judged if one.open), key=_rank)


def _rank(judged: Judged) -> tuple[int, int]:
    finding = judged.finding
    severity = SEVERITIES.index(finding.severity) if finding.severity else len(SEVERITIES)
    return severity, STATES.index(finding.state)


def heading_of(judged: Judged, tongue: Tongue) -> str:
    """警告（存疑） N2T-14"""
    finding = judged.finding
    doubt = tongue["uncertain mark"] if finding.state == "uncertain" else ""
    return f"{tongue[finding.severity or 'info']}{doubt} {finding.code}"


def _finding(judged: Judged, examination: Examination, columns: int, tongue: Tongue) -> Iterator[str]:
    finding, colon = judged.finding, tongue["colon"]
    text = told(judged, examination, tongue)
    yield from paragraph(f"{heading_of(judged, tongue)} ", visible(text), columns)
    for side in sides(finding):
        yield from paragraph("    ", _side(side, examination, tongue), columns)
    tried = tongue["semicolon"].join(finding.tried)
    for name, text in (("arithmetic", finding.arithmetic), ("tried", tried), ("advice", finding.advice)):
        if text:
            yield from paragraph(f"    {tongue[name]}{colon}", visible(text), columns)


def told(judged: Judged, examination: Examination, tongue: Tongue) -> str:
    """The rule's name and what it found."""
    finding = judged.finding
    message = tongue.message(finding, examination.report)
    return f"{tongue.rule_name(finding.code, finding.name)}{tongue['colon']}{message}"


def _side(side: Operand, examination: Examination, tongue: Tongue) -> str:
    text = f"{tongue.operand(side, examination.report)}{tongue['colon']}{side.value}"
    if side.span is None:
        return visible(text)
    document = home(side, examination)
    place = tongue.place(document.place(side.span.start))
    around = row if side.cell is not None else context
    quoted = f"“{visible(around(document, side.span))}”"
    return visible(f"{text}{tongue['open']}{place}{tongue['colon']}{quoted}{tongue['close']}")


def _waived(examination: Examination, columns: int, tongue: Tongue) -> Iterator[str]:
    if examination.waived:
        yield from ("", tongue["items"].format(tongue["waived"], len(examination.waived)))
    for judged in examination.waived:
        yield from paragraph(f"    {judged.finding.code} ", visible(told(judged, examination, tongue)), columns)
        yield from paragraph(f"      {tongue['reason']}{tongue['colon']}", visible(reason(judged, tongue)), columns)


def reason(judged: Judged, tongue: Tongue) -> str:
    """Why a finding is waived, by whom and since when."""
    waiver = judged.waiver
    if waiver is None:
        return ""
    signed = tongue["comma"].join(part for part in (waiver.by, waiver.date) if part)
    return f"{waiver.reason}{tongue['open']}{signed}{tongue['close']}" if signed else waiver.reason


def _brief(state: State, examination: Examination, columns: int, tongue: Tongue) -> Iterator[str]:
    found = [one for one in examination.judged if one.finding.state == state]
    if found:
        yield from ("", tongue["items"].format(tongue[state], len(found)))
    for one in found:
        yield from paragraph(f"    {one.finding.code} ", visible(_briefly(one, examination, tongue)), columns)


def _briefly(judged: Judged, examination: Examination, tongue: Tongue) -> str:
    finding = judged.finding
    if tongue.lang == "en":
        return f"{told(judged, examination, tongue)}"
    reading = f"（{names.reading(finding.reading)}）" if finding.reading else ""
    return f"{finding.name}：{finding.arithmetic or finding.message}{reading}"


def _summary(examination: Examination, tongue: Tongue) -> str:
    judged, comma = examination.judged, tongue["comma"]
    states = [
        f"{tongue[state]} {sum(one.finding.state == state and one.waiver is None for one in judged)}"
        for state in reversed(STATES)
    ]
    waived = [f"{tongue['waived']} {len(examination.waived)}"] if examination.waived else []
    severities = [
        f"{tongue[severity]} {sum(one.open and one.finding.severity == severity for one in judged)}"
        for severity in SEVERITIES
    ]
    head = tongue["checked"].format(len(judged)) + tongue["colon"]
    between = tongue["stop"] + ("" if tongue.lang == "zh" else " ")
    return f"{head}{comma.join([*states, *waived])}{between}{comma.join(severities)}{tongue['stop']}"
