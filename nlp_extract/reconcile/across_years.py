"""A report against last year's of the same agency (CY)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nlp_extract.facts import Operand
from nlp_extract.reconcile.context import Context, admits, is_exact, single
from nlp_extract.reconcile.knowledge import BY_METRIC
from nlp_extract.reconcile.ratios import change, fit, growth_fits, is_near, places, round_to
from nlp_extract.reconcile.repetition import characters
from nlp_extract.reconcile.rule import Outcome, Rule, Run
from nlp_extract.reconcile.sheet import COLUMN_NAMES, COLUMNS, show

BASES: dict[str, tuple[tuple[str, str], ...]] = {
    "requests": (
        ("新收加上年结转", "t3.new.sum+t3.carried_in.sum"),
        ("本年新收", "t3.new.sum"),
        ("办理总计", "t3.total.sum"),
    ),
    "review": (("行政复议总计", "t4.rev.total"),),
    "litigation": (
        ("两类诉讼总计", "t4.lit1.total+t4.lit2.total"),
        ("直接起诉", "t4.lit1.total"),
        ("复议后起诉", "t4.lit2.total"),
    ),
}
TOTAL_METRICS = ("requests.received", "requests.handled", "requests.processed", "review.total", "litigation.total")
COPIED = 5
"""So many figures equal to last year's are worth a word."""


def follows(context: Context) -> bool:
    """Whether the other report is that of the year before (unknown years are trusted)."""
    if context.previous is None:
        return False
    year, before = context.year, context.previous.year
    return year is None or before is None or year == before + 1


def earlier(context: Context) -> Context | None:
    """Last year's report, if it is at hand and is last year's."""
    return context.previous if follows(context) else None


def same_agency(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Whether the other report can serve as last year's: the year before, the same agency."""
    previous = context.previous
    if previous is None:
        return
    if not follows(context):
        yield rule.say(
            "not_assessable",
            f"对照的报告是 {previous.year} 年度，不是本报告（{context.year} 年度）的上一年，跨年核对从略",
        )
        return
    one, other = context.agency, previous.agency
    if one and other and one not in other and other not in one:
        yield rule.say(
            "fail",
            f"两份报告的机关名称不同（{one}，{other}），跨年核对仅供参考",
            left=Operand("本报告机关", one),
            right=Operand("上年报告机关", other, report="previous"),
        )
    else:
        yield rule.say("pass", "对照的是同一机关上一年度的报告", reading="direct")


def _agency_doubt(context: Context) -> tuple[str, ...]:
    previous = context.previous
    if previous is None or not context.agency or not previous.agency:
        return ()
    same = context.agency in previous.agency or previous.agency in context.agency
    return () if same else ("两份报告的机关名称不同",)


def carried_over(rule: Rule, context: Context) -> Iterator[Outcome]:
    """结转下年度 of last year = 上年结转 of this year, by column: one finding for all columns."""
    previous = earlier(context)
    if previous is None:
        return
    differing, missing, cells = list[str](), 0, list[str]()
    sums: tuple[Decimal, Decimal] | None = None
    for column in COLUMNS:
        before = previous.sheet.values.get(f"t3.carried_out.{column}")
        now = context.sheet.values.get(f"t3.carried_in.{column}")
        if before is None or now is None:
            missing += 1
            continue
        cells.append(f"t3.carried_in.{column}")
        if column == "sum":
            sums = (before, now)
        if before != now:
            differing.append(column)
    if not cells:
        yield rule.say("not_assessable", "两年的结转数不全，无法核对")
        return
    if not differing:
        yield rule.say(
            "pass",
            f"上年结转与上年报告的结转下年度相符（{len(cells)} 栏）",
            metric="requests.carried_in",
            cells=cells,
            reading="direct",
        )
        return
    shown = "；".join(
        f"{COLUMN_NAMES[c]} 上年报告结转 {show(previous.sheet.values[f't3.carried_out.{c}'])}，"
        f"本年填 {show(context.sheet.values[f't3.carried_in.{c}'])}"
        for c in differing
    )
    shifted = sums is not None and sums[0] == sums[1]
    first = differing[-1]
    doubts = list(_agency_doubt(context))
    if shifted:
        doubts.append("总数相符，只是申请人分类不同")
    if previous.sheet.doubtful([f"t3.carried_out.{column}" for column in differing]):
        doubts.append("上年报告该处的读取不可靠")
    yield rule.say(
        "fail",
        f"上年结转与上年报告的结转下年度不符：{shown}",
        metric="requests.carried_in",
        cells=[f"t3.carried_in.{column}" for column in differing],
        left=_cell(context, f"t3.carried_in.{first}"),
        right=context.earlier(_cell(previous, f"t3.carried_out.{first}")),
        arithmetic=shown,
        repairs=[
            (f"cell:t3.carried_in.{column}", previous.sheet.values[f"t3.carried_out.{column}"]) for column in differing
        ],
        doubts=doubts,
    )


def _cell(context: Context, key: str) -> Operand:
    cell = context.sheet.cells.get(key)
    value = context.sheet.values.get(key)
    return Operand(context.sheet.name(key), "" if value is None else show(value), cell.span if cell else None, key)


def stock_rolls_on(rule: Rule, context: Context) -> Iterator[Outcome]:
    """现行有效 of last year + issued − repealed = 现行有效 of this year."""
    previous = earlier(context)
    if previous is None:
        return
    for row, name, metric in (
        ("reg", "规章", "policy_docs.regulations"),
        ("norm", "行政规范性文件", "policy_docs.normative.effective"),
    ):
        cells = tuple(f"t2.{row}.{column}" for column in ("effective", "issued", "repealed"))
        before = previous.sheet.values.get(cells[0])
        values = [context.sheet.values.get(cell) for cell in cells]
        known = [value for value in values if value is not None]
        if before is None or len(known) < 3:
            yield rule.say(
                "not_assessable", f"{name}的存量无法从上年滚算：单元格缺失或读取不确定", metric=metric, cells=cells
            )
            continue
        effective, issued, repealed = known
        expected = before + issued - repealed
        arithmetic = f"{show(before)} + {show(issued)} − {show(repealed)} = {show(expected)}"
        if expected == effective:
            yield rule.say(
                "pass",
                f"{name}现行有效件数与上年滚算相符",
                metric=metric,
                cells=cells,
                arithmetic=arithmetic,
                reading="direct",
            )
            continue
        yield rule.say(
            "fail",
            f"{name}：上年现行有效 {show(before)}，加本年制发、减本年废止应为 {show(expected)}，"
            f"填报 {show(effective)}；自行失效、清理调整的文件可能是原因",
            metric=metric,
            cells=cells,
            left=Operand("按上年滚算", show(expected)),
            right=_cell(context, cells[0]),
            arithmetic=f"{arithmetic} ≠ {show(effective)}",
            doubts=_agency_doubt(context),
        )


# ------------------------------------------------------------------ growth


def growth_over_last_year(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Each change of the prose over every base that both reports offer (CY-03)."""
    previous = earlier(context)
    for index, quantity in enumerate(context.quantities):
        if quantity.aspect != "change" or _stated_base(context, index):
            continue
        if previous is None:
            if context.previous is None:
                yield rule.say(
                    "not_assessable",
                    f"{context.name(index)}的变化 {quantity.text}：没有上年报告，无从核对",
                    metric=quantity.metric,
                    left=context.stated(index),
                    quantities=(index,),
                )
            continue
        yield _growth(rule, context, previous, index)


def _stated_base(context: Context, index: int) -> bool:
    """Whether the sentence itself states the earlier value: then NI-08 judges."""
    metric = context.quantities[index].metric
    return any(
        context.quantities[other].metric == metric
        and context.quantities[other].aspect == "value"
        and not context.is_of_the_year(other)
        for other in context.sentences[context.sentence(index)]
    )


Pair = tuple[str, Decimal, Decimal, tuple[str, ...]]
"""Name of the base, this year's value, last year's value, cells."""


def _growth(rule: Rule, context: Context, previous: Context, index: int) -> Outcome:
    quantity = context.quantities[index]
    pairs = _pairs(context, previous, index)
    in_percent = "%" in quantity.unit or "％" in quantity.unit
    other = quantity.scope.startswith("unit:") or not context.is_of_the_year(index)
    if "点" in quantity.unit or not is_exact(quantity) or not pairs or other:
        why = "说的是另一机关或另一时期" if other else "约数或百分点" if pairs else "两年报告没有共同的基数"
        return rule.say(
            "not_assessable",
            f"{context.name(index)}的变化 {quantity.text} 不核对：{why}",
            metric=quantity.metric,
            left=context.stated(index),
            quantities=(index,),
        )
    decimals = places(quantity.text)
    tried, nearest = list[str](), None
    for pair in pairs:
        name, now, before, _ = pair
        true = change(quantity.unit, now, before)
        if true is None:
            continue
        signed = _signed(quantity.value, quantity.direction, true)
        held = growth_fits(signed, true, decimals, before) if in_percent else fit(signed, true, decimals)
        shown = f"{name}：{_shown(now, before, true, decimals, in_percent)}"
        tried.append(shown)
        if held:
            kind = "rounded" if held == "cut" else "direct" if pair is pairs[0] else "alternative"
            return rule.say(
                "pass",
                f"{context.name(index)}的变化 {quantity.text} 与上年报告相符（{name}）",
                metric=quantity.metric,
                cells=pair[3],
                left=context.stated(index),
                right=Operand(name, show(round_to(true, decimals)), report="previous"),
                arithmetic=shown,
                reading=f"{kind}：{name}",
                tried=tried,
                quantities=(index,),
            )
        if nearest is None or abs(true - signed) < abs(nearest[1] - signed):
            nearest = (pair, true)
    if nearest is None:
        return rule.say(
            "not_assessable", f"{quantity.text}：上年为 0，没有增幅", metric=quantity.metric, quantities=(index,)
        )
    pair, true = nearest
    near = in_percent and is_near(_signed(quantity.value, quantity.direction, true), true, decimals)
    return rule.say(
        "fail",
        f"{context.name(index)}的变化写作 {quantity.text}，按上年报告计算都不相符，"
        f"最接近的是{pair[0]} {show(pair[2])} → {show(pair[1])}，"
        f"应为 {show(round_to(true, decimals))}{quantity.unit if in_percent else ''}",
        metric=quantity.metric,
        cells=pair[3],
        left=context.stated(index),
        right=Operand(f"按上年报告·{pair[0]}", show(abs(round_to(true, decimals))), report="previous"),
        arithmetic="；".join(tried),
        tried=[name for name, *_ in pairs],
        quantities=(index,),
        repairs=((f"quantity:{index}", abs(round_to(true, decimals))),),
        doubts=(
            *_agency_doubt(context),
            *_growth_doubts(context, previous, index, pair),
            *(("相差不到末位一个单位",) if near else ()),
        ),
    )


def _growth_doubts(context: Context, previous: Context, index: int, pair: Pair) -> Iterator[str]:
    if previous.sheet.doubtful(pair[3]):
        yield "上年报告该处的读取不可靠"
    if not pair[3]:
        yield "基数取自两年正文，口径可能不同"
    lead = context.lead(index)
    if any(word in lead for word in ("上半年", "环比", "同期相比", "季度")):
        yield "比较的可能是另一时期"
    if context.quantities[index].scope == "region" and not context.covers_region:
        yield "正文是全域的数，表格是本机关的数"


def _signed(value: Decimal, direction: int, true: Decimal) -> Decimal:
    """The stated change with its sign; where no direction was read, that of the true change."""
    falls = direction < 0 or (direction == 0 and true < 0)
    return -value if falls else value


def _shown(now: Decimal, before: Decimal, true: Decimal, decimals: int, in_percent: bool) -> str:
    if in_percent:
        return f"({show(now)} − {show(before)}) ÷ {show(before)} = {show(round_to(true, decimals + 2))}%"
    return f"{show(now)} − {show(before)} = {show(round_to(true, decimals))}"


def _pairs(context: Context, previous: Context, index: int) -> list[Pair]:
    """Bases in order: the metric's own readings, then other totals of the family, then the prose of both years."""
    metric = context.quantities[index].metric
    pairs: list[Pair] = []
    sources = [(reading.zh, reading.cells) for one in BY_METRIC.get(metric, ())[-1:] for reading in one.readings]
    if metric in TOTAL_METRICS:
        sources += BASES[metric.partition(".")[0]]
    seen: set[tuple[Decimal, Decimal]] = set()
    for name, cells in sources:
        now, before = context.sheet.amount(cells), previous.sheet.amount(cells)
        if now is not None and before is not None and (now.value, before.value) not in seen:
            seen.add((now.value, before.value))
            pairs.append((name, now.value, before.value, now.cells))
    now_said, before_said = _said(context, metric), _said(previous, metric)
    if now_said is not None and before_said is not None and (now_said, before_said) not in seen:
        pairs.append(("两年正文", now_said, before_said, ()))
    return pairs


def _said(context: Context, metric: str) -> Decimal | None:
    """The one exact count of a metric in a report's prose."""
    index = single(context, metric)
    return None if index is None else context.quantities[index].value


def last_year_restated(rule: Rule, context: Context) -> Iterator[Outcome]:
    """A number of the prose that is said to be last year's, against last year's report (CY-09)."""
    previous = earlier(context)
    if previous is None:
        return
    for metric, comparisons in BY_METRIC.items():
        for index in context.by_metric.get(metric, ()):
            quantity = context.quantities[index]
            if quantity.aspect != "value" or not context.is_of_last_year(index) or quantity.scope.startswith("unit:"):
                continue
            readings = [(one, previous.sheet.amount(one.cells)) for one in comparisons[-1].readings if not one.weak]
            known = [(reading, amount) for reading, amount in readings if amount is not None]
            said = _said(previous, metric)
            if not known and said is None:
                continue
            held = next((reading.zh for reading, amount in known if admits(quantity, amount.value)), None)
            if held is None and said is not None and admits(quantity, said):
                held = "上年正文"
            first = known[0][1].value if known else said
            right = Operand(
                known[0][0].zh if known else "上年正文", show(first) if first is not None else "", report="previous"
            )
            yield rule.say(
                "pass" if held else "fail",
                f"正文所述上年{comparisons[-1].zh} {quantity.text}，上年报告为 {right.value}",
                metric=metric,
                cells=known[0][1].cells if known else (),
                left=context.stated(index),
                right=right,
                tried=[reading.zh for reading, _ in known],
                reading=f"direct：{held}" if held else "",
                quantities=(index,),
                doubts=(*_agency_doubt(context), *(() if is_exact(quantity) else ("正文是约数",))),
            )


# ------------------------------------------------------------------ stocks, jumps, copies


def stocks_shrink(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Followers and totals since ever that fall by more than a fifth (CY-04)."""
    previous = earlier(context)
    if previous is None:
        return
    for metric in (
        "newmedia.followers",
        "wechat.followers",
        "weibo.followers",
        "video.followers",
        "disclosure.cumulative",
    ):
        now, before = _said(context, metric), _said(previous, metric)
        if now is None or before is None:
            continue
        index = context.by_metric[metric][0]
        held = now * 5 >= before * 4
        yield rule.say(
            "pass" if held else "fail",
            f"{context.name(index)}上年 {show(before)}，本年 {show(now)}{'' if held else '，降幅较大，请核对口径'}",
            metric=metric,
            left=context.stated(index),
            right=Operand(f"上年报告·{context.name(index)}", show(before), report="previous"),
            reading="direct" if held else "",
            quantities=(index,),
        )


def decisions_jump(rule: Rule, context: Context) -> Iterator[Outcome]:
    """许可, 处罚 or 强制 five times as many as last year, or a fifth (CY-05)."""
    previous = earlier(context)
    if previous is None:
        return
    for row, name in (("license", "行政许可"), ("punish", "行政处罚"), ("coerce", "行政强制")):
        key = f"t2.{row}.decisions"
        now, before = context.sheet.values.get(key), previous.sheet.values.get(key)
        if now is None or before is None or max(now, before) < 20:
            continue
        held = now <= before * 5 and before <= now * 5
        yield rule.say(
            "pass" if held else "fail",
            f"表二{name}上年 {show(before)}，本年 {show(now)}{'' if held else '，变化超过五倍，请核对'}",
            metric=f"{row}.decisions",
            cells=(key,),
            left=_cell(context, key),
            right=context.earlier(_cell(previous, key)),
            reading="direct" if held else "",
        )


def text_copied(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Section five (or one) almost word for word as last year (CY-06)."""
    previous = earlier(context)
    if previous is None:
        return
    for key, name in (("problems", "第五部分"), ("overview", "第一部分")):
        now, before = _plain(context, key), _plain(previous, key)
        if len(now) < 67 or not before:
            continue
        known = {before[start : start + 8] for start in range(len(before) - 7)}
        runs = [now[start : start + 8] for start in range(0, len(now) - 7, 2)]  # every other one tells as much
        part = Decimal(sum(run in known for run in runs)) / len(runs)
        held = part <= Decimal("0.9")
        percent = show(round_to(part * 100, 0))
        yield rule.say(
            "pass" if held else "fail",
            f"{name}有 {percent}% 的文字与上年报告相同{'' if held else '，请确认已按本年情况改写'}",
            left=Operand(f"{name}与上年相同", percent),
            right=Operand("提示线", "90"),
            reading="direct" if held else "",
        )


def _plain(context: Context, key: str) -> str:
    """The Chinese characters of a section's text: digits and blanks left out."""
    section = context.report.outline.section(key)
    return "" if section is None else characters(context.text[section.body.start : section.body.end])


def figures_copied(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Figures of the prose, or all of table three, equal to last year's (CY-07)."""
    previous = earlier(context)
    if previous is None:
        return
    now, before = _figures(context), _figures(previous)
    common = sorted(now.keys() & before.keys())
    same = [key for key in common if key[1] >= 10]
    rows = {key: value for key, value in context.sheet.values.items() if key.startswith("t3.") and value}
    table = len(set(rows.values())) >= 3 and rows == {
        key: value for key, value in previous.sheet.values.items() if key.startswith("t3.") and value
    }
    if len(same) >= COPIED or table:
        many = table or len(same) * 2 >= len([key for key in now if key[1] >= 10])
        shown = "、".join(f"{show(value)}" for _, value in same[:8])
        yield rule.say(
            "fail",
            "表三与上年报告完全相同"
            if table
            else f"正文有 {len(same)} 个数字与上年报告相同（{shown}），请确认不是沿用",
            cells=list(rows)[:7] if table else (),
            left=Operand("相同的数字", str(len(rows) if table else len(same))),
            right=Operand("上年报告", "", report="previous"),
            quantities=[now[key] for key in same],
            doubts=(*_agency_doubt(context), *(() if many else ("也可能是固定不变的数",))),
        )
    else:
        yield rule.say("pass", f"正文与上年报告相同的数字只有 {len(same)} 个", reading="direct")


def _figures(context: Context) -> dict[tuple[str, Decimal], int]:
    return {
        (quantity.metric, quantity.value): index
        for index, quantity in enumerate(context.quantities)
        if quantity.aspect == "value" and is_exact(quantity) and quantity.value
    }


RUNS: dict[str, Run] = {
    "CY-00": same_agency,
    "CY-01": carried_over,
    "CY-02": stock_rolls_on,
    "CY-03": growth_over_last_year,
    "CY-04": stocks_shrink,
    "CY-05": decisions_jump,
    "CY-06": text_copied,
    "CY-07": figures_copied,
    "CY-09": last_year_restated,
}
"""What each rule of lexicon/rules/across_years.toml does."""
