"""Reports with a great many numbers, as no author writes them: what the rules cost may not grow faster than they do."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nlp_extract.document import Document, Outline, Section, Source, Span
from nlp_extract.facts import Aspect, Quantity, Report
from nlp_extract.reconcile.examples import build

Number = tuple[str, str, str, int, Aspect, str, str]
"""The words before it, its surface, metric, value, aspect, period and scope."""

TABLES = build("正文\n---\nt3 carried\nt4 sample\nt2.norm = 3 1 20")[0].tables


def crowds(count: int) -> dict[str, Report]:
    """By what stands in it: a report of about so many quantities."""
    return {name: _report(numbers) for name, numbers in _patterns(count)}


def _number(
    before: str, surface: str, metric: str, aspect: Aspect = "value", period: str = "report", scope: str = "self"
) -> Number:
    digits = "".join(character for character in surface if character.isdigit())
    return before, surface, metric, int(digits), aspect, period, scope


def _patterns(count: int) -> Iterator[tuple[str, list[Number]]]:
    some = [index % 97 + 1 for index in range(count)]
    third = some[: count // 3]
    received, whole, kind = "requests.received", "disclosure.total", "disclosure.by_category"
    channel = "requests.by_channel"
    yield "one sentence", [_number("，收到申请", f"{n}件", received) for n in some]
    yield (
        "one list",
        [
            _number("公开信息", "9999条", whole),
            *(_number("，其中动态" if not index else "、动态", f"{n}条", kind) for index, n in enumerate(some)),
        ],
    )
    yield "nested brackets", [_number("（公开信息", f"{n}条", whole) for n in some]
    yield "分别为", [_number("分别为", f"{n}条", whole) for n in some]
    yield "其中 sentences", [_number("。其中公开信息", f"{n}条", whole) for n in some]
    yield "parts within parts", [_number("（其中", f"{count - index}件", received) for index in range(count)]
    yield (
        "shares of one sentence",
        [
            one
            for n in some[: count // 2]
            for one in (_number("，网络申请", f"{n}件", channel), _number("，占", f"{n % 89}%", channel, "share"))
        ],
    )
    yield (
        "shares of many",
        [
            one
            for n in third
            for one in (
                _number("。收到申请", f"{n}件", received),
                _number("，网络申请", f"{n}件", channel),
                _number("，占", f"{n % 89}%", channel, "share"),
            )
        ],
    )
    yield (
        "growth",
        [
            one
            for n in third
            for one in (
                _number("，收到申请", f"{n}件", received),
                _number("，上年", f"{n % 31 + 1}件", received, period="prior"),
                _number("，增加", f"{n % 89}%", received, "change"),
            )
        ],
    )
    yield "other years", [_number("，2023年收到", f"{n}件", received, period="2023") for n in some]
    yield "agencies", [_number("、某乡", f"{n}件", received, scope=f"unit:某乡{n}") for n in some]


def _report(numbers: list[Number]) -> Report:
    text, spans, length = ["总体情况"], list[Span](), 4
    for before, surface, *_ in numbers:
        text += [before, surface]
        length += len(before) + len(surface)
        spans.append(Span(length - len(surface), length))
    whole = "".join(text) + "。"
    quantities, start = list[Quantity](), 0
    for (before, surface, metric, value, aspect, period, scope), span in zip(numbers, spans, strict=True):
        start = span.start - len(before) + 1 if before.startswith("。") else start
        end = whole.find("。", span.end) + 1
        sentence, exact = Span(start, end), Decimal(value)
        quantities.append(
            Quantity(
                span, surface, exact, exact, exact, surface[-1], "=", aspect, metric, period, scope,
                "overview", "", "crowd", int(aspect == "change"), sentence=sentence,
            )
        )  # fmt: skip
    section = Section("overview", "一、总体情况", Span(0, 0), Span(0, len(whole)))
    outline = Outline("青石县水务局2024年报告", "青石县水务局", 2024, Span(0, 0), (section,))
    return Report(Document(whole, Source("人群", "text")), outline, TABLES, tuple(quantities), (), ())
