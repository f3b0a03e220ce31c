"""Zeros in words: 未收到行政复议、行政诉讼案件 sets two metrics to 0.

Which negations open such a clause and which things it may deny is data: ``lexicon/zeros.toml``.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache

from nlp_extract.lexicon.loader import load
from nlp_extract.narrative.scan import Found
from nlp_extract.patterns import Pattern, alternation


@dataclass(frozen=True, slots=True)
class Zero:
    """``text[start:end]`` says that there was none of what ``metrics`` count. ``pattern`` names the entries."""

    start: int
    end: int
    metrics: tuple[str, ...]
    pattern: str


@dataclass(frozen=True, slots=True)
class _Thing:
    metrics: tuple[str, ...]
    tail: Pattern | None
    not_before: Pattern | None
    alone: bool
    id: str


_CLAUSE_END = "，,。；;！？!?：:\n"
_STOP = Pattern(r"情况|的?问题(?!追究)|情形|现象|之外|除外|以外|为由|理由")
_GOES_ON = Pattern(r"[，,](?:或|和|及)?被?提起(?:行政)?诉讼(?:案件)?的?等?(?:情况|情形|现象|[。；\n]|$)")
"""无因信息公开产生行政复议，提起行政诉讼情况: a comma within what is denied."""
_LAST_YEAR = ("上年", "上年度", "去年", "上一年", "上一年度")
_REACH = 46
"""Characters from a negation to the last thing it denies, in the longest clause met."""


def zeros(text: str, found: list[Found]) -> list[Zero]:
    """Every zero in words of ``text``, in order; a clause that prints a number is none."""
    result: list[Zero] = []
    position = 0
    starts = [item.start for item in found]
    for match in _negations().finditer(text):
        if match.start() < position:
            continue
        limit = _clause_end(text, match.end())
        following = bisect_left(starts, match.start())
        if following < len(starts) and starts[following] < limit:
            continue
        zero = _denied(text, match.start(), match.end(), limit)
        if zero is None:
            continue
        last = result[-1] if result else None
        if last is not None and last.metrics == zero.metrics and text[last.end : zero.start] == "、":
            result[-1] = replace(last, end=zero.end)  # 无延期、无逾期 says it twice
        else:
            result.append(zero)
        position = zero.end
    return result


def _clause_end(text: str, start: int) -> int:
    """The end of what a negation can deny: the next mark, or 情况, 情形."""
    limit = min(len(text), start + _REACH)
    for index in range(start, limit):
        ends = text[index] in _CLAUSE_END and not _GOES_ON.match(text, index)
        if ends or (text[index] == "、" and _negations().match(text, index + 1)):  # 无依申请公开、无收费事项
            limit = index
            break
    stop = _STOP.search(text, start, limit)
    return stop.start() if stop else limit


def _denied(text: str, start: int, after: int, limit: int) -> Zero | None:
    words, things = _things()
    metrics: dict[str, str] = {}
    end = 0
    begin = start + 1 if text[start] in "无零" else max(start + 1, after - 2)
    for match in words.finditer(text, begin, limit):
        thing = things[match[0]]
        if match[0] == "申请" and text[match.end() : match.end() + 1] in ("人", "行", "复", "书", "表"):
            continue
        if thing.not_before and thing.not_before.match(text, match.end()):
            continue
        if thing.metrics[0] == "requests.received" and metrics:
            continue  # 未发生复议、诉讼申请
        if thing.alone and text[match.start() - 1] == "的":
            metrics = {}  # 未产生诉讼相关的费用: what stands before it only says of which
        elif end == match.start() and thing.metrics[0].endswith(".corrected"):
            metrics = _without_totals(metrics)
        end = match.end()
        tail = thing.tail.match(text, end, limit) if thing.tail else None
        end = tail.end() if tail else end
        for metric in thing.metrics:
            metrics.setdefault(metric, thing.id)
    if not metrics:
        return None
    if "requests.carried_out" in metrics and text[max(0, start - 4) : start].endswith(_LAST_YEAR):
        metrics = {"requests.carried_in": metrics["requests.carried_out"]}  # 上年无结转
    specific = [metric for metric in metrics if metric != "requests.received"]
    kept = tuple(specific if specific and len(metrics) > 1 else metrics)
    return Zero(start, end, kept, "+".join(dict.fromkeys(metrics[metric] for metric in kept)))


def _without_totals(metrics: dict[str, str]) -> dict[str, str]:
    """Of 未出现复议和诉讼被撤销或败诉 only what came of the cases, which may well have been."""
    return {metric: entry for metric, entry in metrics.items() if not metric.endswith(".total")}


@cache
def _negations() -> Pattern:
    entries = load("zeros.toml", "negation", {"words": list, "not_before": str})
    parts = [alternation(entry.data["words"]) + f"(?![{entry.data['not_before']}])" for entry in entries]
    return Pattern("|".join(parts))


@cache
def _things() -> tuple[Pattern, dict[str, _Thing]]:
    things: dict[str, _Thing] = {}
    optional: dict[str, type | tuple[type, ...]] = {
        "tail": str, "not_before": str, "alone": bool, "examples": list, "counter_examples": list,
    }  # fmt: skip
    for entry in load("zeros.toml", "thing", {"metrics": list, "words": list}, optional):
        tail = Pattern(f"(?:{entry.data['tail']})+") if "tail" in entry.data else None
        stop = Pattern(entry.data["not_before"]) if "not_before" in entry.data else None
        alone = bool(entry.data.get("alone"))
        thing = _Thing(tuple(entry.data["metrics"]), tail, stop, alone, f"zeros.toml:{entry.line}")
        for word in entry.data["words"]:
            things.setdefault(word, thing)
    return Pattern(alternation(list(things))), things
