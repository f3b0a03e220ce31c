"""Section five against last year's: problems that return, promises, text that was kept (CY-08, CY-10, CY-11)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from nlp_extract.document import Span
from nlp_extract.facts import Operand, Statement
from nlp_extract.reconcile.across_years import earlier
from nlp_extract.reconcile.context import Context
from nlp_extract.reconcile.plain import squeeze
from nlp_extract.reconcile.ratios import round_to
from nlp_extract.reconcile.repetition import promises, repeated_problems, reuse
from nlp_extract.reconcile.rule import Outcome, Rule, Run
from nlp_extract.reconcile.sheet import show

SHOWN = 3
"""So many statements are quoted in a message."""
QUOTED = 30
"""Characters of a statement that are quoted."""
SHARE = Decimal("0.5")
"""Share of section five that may be last year's; lead-ins and headings alone make a quarter."""
COPY = Decimal("0.9")
"""Above this CY-06 speaks."""


def _quoted(statements: Sequence[Statement]) -> str:
    texts = [squeeze(one.text).rstrip("。；;，,") for one in statements[:SHOWN]]
    shown = "；".join(f"“{text[:QUOTED]}{'…' if len(text) > QUOTED else ''}”" for text in texts)
    return shown + (f"等 {len(statements)} 句" if len(statements) > SHOWN else "")


def problems_return(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Problems that last year's report named and this year's names again."""
    previous = earlier(context)
    if previous is None:
        return
    before = [one for one in previous.report.statements if one.label == "problem"]
    if not before or not context.report.statements:
        return
    found = repeated_problems(context.report.statements, before)
    if not found:
        yield rule.say("pass", f"上年报告的 {len(before)} 个问题没有重复出现", reading="direct")
        return
    yield rule.say(
        "fail",
        f"上年报告的 {len(before)} 个问题，有 {len(found)} 个今年再次出现：{_quoted([one.now for one in found])}",
        left=Operand("今年再次出现的问题", str(len(found)), found[0].now.span),
        right=Operand("上年报告的问题", str(len(before)), found[0].before.span, report="previous"),
    )


def promises_kept(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Remedies that last year's report planned: reported this year, promised again, or not mentioned."""
    previous = earlier(context)
    if previous is None or not context.text.strip():
        return
    found = promises(context.report.statements, previous.report.statements, _told(context))
    if not found:
        return
    silent = [one.statement for one in found if one.fate == "not mentioned"]
    counts = {fate: sum(one.fate == fate for one in found) for fate in ("reported", "promised again")}
    kept, again = counts["reported"], counts["promised again"]
    told = f"上年承诺的 {len(found)} 项整改，{kept} 项今年有报告，{again} 项再次列入计划"
    if not silent:
        yield rule.say("pass", told, reading="direct")
        return
    yield rule.say(
        "fail",
        f"{told}，{len(silent)} 项未见提及：{_quoted(silent)}",
        left=Operand("今年未见提及", str(len(silent))),
        right=Operand("上年承诺的整改", str(len(found)), silent[0].span, report="previous"),
        arithmetic=f"{kept} + {again} + {len(silent)} = {len(found)}",
    )


def _told(context: Context) -> list[str]:
    """What the report says outside section five and its tables, section by section."""
    outline = context.report.outline
    bodies = [outline.preamble, *(section.body for section in outline.sections if section.key != "problems")]
    if not outline.sections:
        bodies = [Span(0, len(context.text))]
    tables = [table.span for table in context.report.tables.tables if len(table.span)]
    return [squeeze(context.text[span.start : span.end]) for body in bodies for span in _outside(body, tables)]


def _outside(body: Span, holes: Sequence[Span]) -> Iterator[Span]:
    start = body.start
    for hole in sorted(holes):
        if hole.overlaps(body):
            yield Span(start, max(start, hole.start))
            start = max(start, hole.end)
    yield Span(start, max(start, body.end))


def passages_kept(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Problems and remedies that stand word for word in last year's section five, and the share of its text."""
    previous = earlier(context)
    if previous is None:
        return
    now, before = _section_five(context), _section_five(previous)
    if not now or not before:
        return
    share, copied = reuse(now, before, context.report.statements)
    part = Decimal(str(share))
    percent = show(round_to(part * 100, 0))
    if part > COPY or not (copied or part > SHARE):
        yield rule.say("pass", f"第五部分有 {percent}% 的文字与上年报告相同", reading="direct")
        return
    which = f"，其中 {len(copied)} 句照抄：{_quoted(copied)}" if copied else ""
    yield rule.say(
        "fail",
        f"第五部分有 {percent}% 的文字与上年报告相同{which}",
        left=Operand("第五部分与上年相同", percent, copied[0].span if copied else None),
        right=Operand("提示线", show(SHARE * 100)),
    )


def _section_five(context: Context) -> str:
    section = context.report.outline.section("problems")
    return "" if section is None else context.text[section.body.start : section.body.end]


RUNS: dict[str, Run] = {"CY-08": promises_kept, "CY-10": problems_return, "CY-11": passages_kept}
"""What each rule of lexicon/rules/promises.toml does."""
