"""Everything about each finding: both passages with the figure marked below, the arithmetic, the ground, what to do."""

from __future__ import annotations

from collections.abc import Iterator

from nlp_extract.document import Document, Span
from nlp_extract.export.check_table import closing_lines, heading_of, ranked, reason, told
from nlp_extract.export.display import escaped, visible, width
from nlp_extract.export.lines import WIDTH, paragraph, title
from nlp_extract.export.sides import home, location, sides
from nlp_extract.export.tongue import CHINESE, Tongue
from nlp_extract.facts import Operand
from nlp_extract.reconcile import RULES, Examination, Judged

_RULES = {rule.code: rule for rule in RULES}


def full_lines(
    examination: Examination, columns: int = WIDTH, *, every: bool = False, tongue: Tongue = CHINESE
) -> Iterator[str]:
    """The open findings, the severest first, then the waived ones; ``every`` adds all others; counts and coverage."""
    yield from title(examination.report, columns, tongue)
    shown = [*ranked(examination.judged), *examination.waived]
    rest = [one for one in examination.judged if not one.open and one.waiver is None and one.finding.state != "pass"]
    rest += [one for one in examination.judged if one.finding.state == "pass"] if every else []
    for judged in (*shown, *rest):
        yield ""
        yield from _finding(judged, examination, columns, tongue)
    yield from closing_lines(examination, columns, tongue)


def _finding(judged: Judged, examination: Examination, columns: int, tongue: Tongue) -> Iterator[str]:
    finding = judged.finding
    state = "waived" if judged.waiver else finding.state
    heading = heading_of(judged, tongue) if judged.open else f"{tongue[state]} {finding.code}"
    yield from paragraph(f"{heading} ", visible(told(judged, examination, tongue)), columns)
    for side in sides(finding):
        yield from _side(side, examination, columns, tongue)
    rule = _RULES.get(finding.code)
    ground = f"{tongue.ground(rule.ground)}{tongue['comma']}{tongue[rule.certainty]}" if rule else ""
    basis = f"{tongue.basis(finding.code)}{tongue['open']}{ground}{tongue['close']}" if rule else ""
    for name, text in (
        ("arithmetic", finding.arithmetic),
        ("tried", tongue["semicolon"].join(finding.tried)),
        ("checks", tongue.checks(finding.code)),
        ("basis", basis),
        ("advice", finding.advice),
        ("reason", reason(judged, tongue)),
        ("fingerprint", judged.fingerprint),
    ):
        if text:
            yield from paragraph(f"  {tongue[name]}{tongue['colon']}", visible(text), columns)


def _side(side: Operand, examination: Examination, columns: int, tongue: Tongue) -> Iterator[str]:
    yield visible(f"{tongue.operand(side, examination.report)}{tongue['colon']}{side.value}").join(("  ", ""))
    if side.span is None:
        return
    document = home(side, examination)
    yield visible(f"--> {location(document.source.name, document.place(side.span.start), tongue)}").join(("   ", ""))
    yield from _marked(document, side.span, columns - 5)


def _marked(document: Document, span: Span, columns: int) -> Iterator[str]:
    """The passage on one line, and carets below the figure."""
    before, figure, after = _passage(document, span, columns)
    yield f"   | {before}{figure}{after}".rstrip()
    yield f"   | {' ' * width(before)}{'^' * max(1, width(figure))}"


def _passage(document: Document, span: Span, columns: int) -> tuple[str, str, str]:
    """As much of the line before and after the figure as fits, the figure itself never cut to nothing."""
    text = document.text
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    figure = _cut(escaped(document.surface(span)), columns * 2 // 3)
    room = columns - width(figure)
    before = _cut(escaped(text[start : span.start])[::-1], room * 2 // 3)[::-1].lstrip()
    after = _cut(escaped(text[span.end : end if end >= 0 else len(text)][: columns * 2]), room - width(before))
    return before, figure, after


def _cut(text: str, columns: int) -> str:
    """The beginning of ``text`` that fits into ``columns``."""
    used = 0
    for index, character in enumerate(text):
        used += width(character)
        if used > columns:
            return text[:index]
    return text
