"""Rules inside tables three and four (T3, T4) and between the tables (X)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nlp_extract.document import Cell
from nlp_extract.facts import Operand
from nlp_extract.reconcile.context import Context
from nlp_extract.reconcile.diagnosis import Fault, residual
from nlp_extract.reconcile.knowledge import WORDS
from nlp_extract.reconcile.rule import Outcome, Repair, Rule, Run
from nlp_extract.reconcile.sheet import (
    BLOCKS,
    COLUMN_NAMES,
    COLUMNS,
    OUTCOMES,
    TABLE_FOUR,
    Identity,
    addition,
    show,
    total,
)

AXES = {"T3-01": "balance", "T3-02": "results", "T3-03": "across"}
METRICS = {
    "new": "requests.received",
    "carried_in": "requests.carried_in",
    "carried_out": "requests.carried_out",
    "total": "requests.processed",
    "granted": "requests.granted",
    "partial": "requests.partial",
    "denied": "requests.denied",
    "unable": "requests.unable",
    "refused": "requests.refused",
    "other": "requests.other",
    "rev": "review.total",
    "lit1": "litigation.direct",
    "lit2": "litigation.after_review",
    "reg": "policy_docs.regulations",
    "license": "license.decisions",
    "punish": "punish.decisions",
    "coerce": "coerce.decisions",
    "fee": "charges.amount",
}


def metric_of(cell: str) -> str | None:
    """The metric that a cell counts: t3.denied.secret.np → requests.denied."""
    parts = cell.split(".")
    if parts[1] == "norm":
        return f"policy_docs.normative.{parts[2]}"
    return METRICS.get(parts[1])


def operand(context: Context, cells: tuple[str, ...], name: str = "") -> Operand:
    """The sum of some cells as one side; a single cell is pointed at."""
    value = show(total(cells, context.sheet.values))
    if len(cells) != 1:
        return Operand(name or "合计", value)
    cell = context.sheet.cells.get(cells[0])
    return Operand(name or context.sheet.name(cells[0]), value, cell.span if cell else None, cells[0])


def equation(identity: Identity, context: Context) -> str:
    """The failing sum as it reads: 10 + 1 = 11 ≠ 0."""
    values = context.sheet.values
    left = [values[cell] for cell in identity.left]
    right = [values[cell] for cell in identity.right]
    shown = addition(left)
    sums = f" = {show(sum(left, Decimal(0)))}" if sum(1 for value in left if value) > 1 else ""
    other = addition(right)
    other_sum = f" = {show(sum(right, Decimal(0)))}" if sum(1 for value in right if value) > 1 else ""
    sign = "=" if sum(left, Decimal(0)) == sum(right, Decimal(0)) else "≠"
    return f"{shown}{sums} {sign} {other}{other_sum}"


def title(identity: Identity, context: Context) -> str:
    """An identity in Chinese: 自然人列：第一项＋第二项＝第三项＋第四项."""
    if identity.axis == "balance":
        return f"{COLUMN_NAMES[identity.key]}列的第一项加第二项与第三项加第四项"
    if identity.axis == "results":
        return f"{COLUMN_NAMES[identity.key]}列各项办理结果之和与（七）总计"
    if identity.axis == "across":
        return f"“{context.sheet.row_name(identity.key)}”一行各类申请人之和与总计"
    return f"{BLOCKS[identity.key]}四种结果之和与总计"


def repairs_of(identity: Identity, context: Context) -> Iterator[Repair]:
    """For each cell the value that alone would make the identity hold."""
    gap, values = residual(identity, context.sheet.values), context.sheet.values
    if gap:
        yield from ((f"cell:{cell}", values[cell] - gap) for cell in identity.left)
        yield from ((f"cell:{cell}", values[cell] + gap) for cell in identity.right)


# ------------------------------------------------------------------ table three


def _code(fault: Fault) -> str:
    if fault.kind in ("shift", "swap"):
        return "T3-07"
    axes = {identity.axis for identity in fault.identities}
    return "T3-03" if "across" in axes else "T3-02" if "results" in axes else "T3-01"


def _doubts(fault: Fault, context: Context) -> tuple[str, ...]:
    sheet, doubts = context.sheet, []
    if all(sheet.implied.intersection(identity.cells) for identity in fault.identities):
        doubts.append("所涉各行列均有留空的单元格，按 0 计算")
    if "t3" in sheet.unaligned and any(identity.axis == "results" for identity in fault.identities):
        doubts.append("表三有未能对上行名的行，可能漏计")
    return tuple(doubts)


def identities_of_table_three(rule: Rule, context: Context) -> Iterator[Outcome]:
    """The failures of one kind of identity, or that all of them hold."""
    failed = [fault for fault in context.faults if _code(fault) == rule.code]
    for fault in failed:
        yield _cell_fault(rule, context, fault) if fault.kind == "cell" else _open_fault(rule, context, fault)
    own = [identity for identity in context.sheet.three if identity.axis == AXES[rule.code]]
    gaps = [residual(identity, context.sheet.values) for identity in own]
    if context.report.tables.table("requests") is None:
        return
    missing = [title(identity, context) for identity, gap in zip(own, gaps, strict=True) if gap is None]
    held = [identity for identity, gap in zip(own, gaps, strict=True) if gap == 0]
    if missing:
        yield rule.say(
            "not_assessable", f"表三有 {len(missing)} 处无法核算（单元格缺失或留空）：{'；'.join(missing[:3])}"
        )
    if held and not failed:
        cells = (cell for identity in held for cell in identity.cells)
        yield rule.say("pass", f"表三{rule.name}：{len(held)} 处相符", cells=cells, reading="direct")


def _cell_fault(rule: Rule, context: Context, fault: Fault) -> Outcome:
    cell, value = fault.repairs[0]
    printed = context.sheet.values[cell]
    sums = "；".join(f"{title(identity, context)}：{equation(identity, context)}" for identity in fault.identities)
    return rule.say(
        "fail",
        f"{context.sheet.name(cell)}填报 {show(printed)}，按所在行列的合计应为 {show(value)}",
        metric=metric_of(cell),
        cells=(cell, *(other for other, _ in fault.also)),
        left=operand(context, (cell,)),
        right=Operand("按行列合计推算", show(value)),
        arithmetic=sums,
        repairs=[(f"cell:{one}", wanted) for one, wanted in (*fault.repairs, *fault.also)],
        doubts=_doubts(fault, context),
    )


def _open_fault(rule: Rule, context: Context, fault: Fault) -> Outcome:
    first = fault.identities[0]
    names = "、".join(dict.fromkeys(title(identity, context) for identity in fault.identities))
    columns = [identity for identity in fault.identities if identity.axis != "across"]
    if len(columns) > 1:
        listed = "、".join(COLUMN_NAMES[identity.key] for identity in columns)
        names = title(columns[-1], context).replace(COLUMN_NAMES[columns[-1].key], listed, 1)
    return rule.say(
        "fail",
        f"表三{names}不符",
        metric=metric_of(first.right[0]),
        cells=(cell for identity in fault.identities for cell in identity.cells),
        left=operand(context, first.left, title(first, context).partition("与")[0]),
        right=operand(context, first.right, title(first, context).partition("与")[2]),
        arithmetic="；".join(f"{title(one, context)}：{equation(one, context)}" for one in fault.identities),
        repairs=(repair for identity in fault.identities for repair in repairs_of(identity, context)),
        doubts=_doubts(fault, context),
    )


def moved_numbers(rule: Rule, context: Context) -> Iterator[Outcome]:
    """A row that slid by one column, or two cells that changed places: one finding for all it breaks."""
    faults = [fault for fault in context.faults if fault.kind in ("shift", "swap")]
    if not faults and any(key.startswith("t3.") for key in context.sheet.cells):
        yield rule.say("pass", "表三没有错位、互换的迹象", reading="direct")
    for fault in faults:
        cells = tuple(cell for cell, _ in fault.repairs)
        sheet = context.sheet
        if fault.kind == "swap":
            columns = dict.fromkeys(COLUMN_NAMES[cell.rpartition(".")[2]] for cell, _ in fault.also)
            where = f"（也可能在{'、'.join(columns)}栏）" if columns else ""
            what = f"{sheet.name(cells[0])}与{sheet.name(cells[1])}疑似互换{where}"
            cells += tuple(cell for cell, _ in fault.also)
        else:
            row = cells[0].removeprefix("t3.").rpartition(".")[0]
            what = f"表三“{sheet.row_name(row)}”一行疑似错开一栏"
            cells = tuple(f"t3.{row}.{column}" for column in COLUMNS)
        mended = "、".join(f"{sheet.name(cell)} {show(value)}" for cell, value in fault.repairs)
        yield rule.say(
            "fail",
            f"{what}：改回后 {len(fault.identities)} 处合计全部相符",
            metric=metric_of(cells[0]),
            cells=cells,
            left=Operand("填报", " ".join(show(sheet.values[cell]) for cell, _ in fault.repairs)),
            right=Operand("改回", " ".join(show(value) for _, value in fault.repairs)),
            arithmetic=f"改为 {mended}；"
            + "；".join(f"{title(one, context)}：{equation(one, context)}" for one in fault.identities[:4]),
            repairs=[(f"cell:{cell}", value) for cell, value in (*fault.repairs, *fault.also)],
            doubts=_doubts(fault, context),
        )


def carried_within_received(rule: Rule, context: Context) -> Iterator[Outcome]:
    """结转下年 cannot exceed what there was; looked at where the full identity cannot be computed."""
    for column in COLUMNS:
        cells = [f"t3.{row}.{column}" for row in ("new", "carried_in", "total", "carried_out")]
        values = context.sheet.values
        if cells[2] in values or not all(cell in values for cell in (cells[0], cells[1], cells[3])):
            continue
        there, left = values[cells[0]] + values[cells[1]], values[cells[3]]
        if left > there:
            yield rule.say(
                "fail",
                f"表三{COLUMN_NAMES[column]}列结转下年度 {show(left)}，超过新收与上年结转之和 {show(there)}",
                metric="requests.carried_out",
                cells=(cells[0], cells[1], cells[3]),
                left=operand(context, (cells[3],)),
                right=operand(context, (cells[0], cells[1]), "新收加上年结转"),
                arithmetic=f"{show(left)} > {show(values[cells[0]])} + {show(values[cells[1]])}",
            )
        elif there:
            yield rule.say(
                "pass", f"表三{COLUMN_NAMES[column]}列结转数未超过收件数", cells=(cells[3],), reading="direct"
            )


def whole_numbers(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Counts are whole and not negative; only the charges may have decimals."""
    prefixes = ("t3.",) if rule.code == "T3-05" else ("t2.", "t4.")
    own = [
        (cell, cell.value)
        for key, cell in context.sheet.cells.items()
        if key.startswith(prefixes) and cell.value is not None and not key.startswith("t2.fee")
    ]
    wrong = [cell for cell, value in own if value < 0 or value % 1]
    for cell in wrong:
        yield rule.say(
            "fail",
            f"{context.sheet.name(cell.id)}为 {cell.raw}，件数应为不小于 0 的整数",
            metric=metric_of(cell.id),
            cells=(cell.id,),
            left=operand(context, (cell.id,)),
            right=Operand("应为整数", ""),
            arithmetic=cell.raw,
        )
    if own and not wrong:
        yield rule.say("pass", f"{len(own)} 个单元格均为整数", cells=(cell.id for cell, _ in own), reading="direct")


def payment_needs_fee(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Requests closed for an unpaid fee: section six must then tell of the fee notices."""
    value = context.sheet.values.get("t3.other.no_payment.sum")
    if not value:
        return
    cells = ("t3.other.no_payment.sum",)
    if any(word in context.prose for word in WORDS["fee.processing"]):
        yield rule.say("pass", f"表三逾期未缴费 {show(value)} 件，正文已说明收费情况", cells=cells, reading="direct")
        return
    yield rule.say(
        "fail",
        f"表三有 {show(value)} 件因逾期未缴费不再处理，正文没有报告信息处理费的通知件数和金额",
        metric="info_fee.cases",
        cells=cells,
        left=operand(context, cells),
        right=Operand("正文·信息处理费", ""),
        arithmetic=f"{show(value)} > 0",
    )


def secrets_at_the_base(rule: Rule, context: Context) -> Iterator[Outcome]:
    """国家秘密 or 三安全一稳定 as a reason in a township."""
    if not context.agency.endswith(WORDS["agency.village"]):
        return
    for row, name in (("secret", "属于国家秘密"), ("safety", "危及“三安全一稳定”")):
        cell = f"t3.denied.{row}.sum"
        value = context.sheet.values.get(cell)
        if value is None:
            continue
        if value:
            yield rule.say(
                "fail",
                f"乡镇（街道）以“{name}”不予公开 {show(value)} 件，较为少见，建议核对",
                metric="requests.denied",
                cells=(cell,),
                left=operand(context, (cell,)),
                right=Operand("通常为", "0"),
            )
        else:
            yield rule.say("pass", f"没有以“{name}”不予公开的申请", cells=(cell,), reading="direct")


def blank_columns(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Blanks that arithmetic shows to be 0: filled in they leave no doubt."""
    blanks = sorted(key for key, cell in context.sheet.cells.items() if cell.value is None and key.startswith("t3."))
    known = [key for key in blanks if key in context.sheet.implied]
    if not blanks:
        if context.report.tables.table("requests") is not None:
            yield rule.say("pass", "表三没有留空的单元格", reading="direct")
        return
    columns = "、".join(dict.fromkeys(COLUMN_NAMES[key.rpartition(".")[2]] for key in blanks))
    meaning = "按 0 计算后合计相符" if len(known) == len(blanks) else "其中部分无法判断是否为 0"
    yield rule.say(
        "fail" if known else "not_assessable",
        f"表三有 {len(blanks)} 个单元格留空（{columns}），{meaning}，建议填 0",
        metric="requests.by_applicant.organisation",
        cells=blanks,
        left=Operand("留空", "blank"),
        right=Operand("应填", "0"),
    )


# ------------------------------------------------------------------ table four, between tables


def outcomes_sum(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Four outcomes make the total of their block; a row of fifteen that slid is one finding."""
    if _slid_row(context) is not None:
        return
    block = {"T4-01": "rev", "T4-02": "lit1", "T4-03": "lit2"}[rule.code]
    identity = next(one for one in TABLE_FOUR if one.key == block)
    gap = residual(identity, context.sheet.values)
    if gap is None:
        if any(cell in context.sheet.cells for cell in identity.cells):
            yield rule.say("not_assessable", f"表四{title(identity, context)}无法核算（单元格缺失或留空）")
        return
    if gap == 0:
        yield rule.say("pass", f"表四{title(identity, context)}相符", cells=identity.cells, reading="direct")
        return
    implied = bool(context.sheet.implied.intersection(identity.cells))
    yield rule.say(
        "fail",
        f"表四{title(identity, context)}不符：{equation(identity, context)}",
        metric=METRICS[block],
        cells=identity.cells,
        left=operand(context, identity.left, f"{BLOCKS[block]}四种结果之和"),
        right=operand(context, identity.right),
        arithmetic=equation(identity, context),
        repairs=repairs_of(identity, context),
        doubts=("有留空的单元格，按 0 计算",) if implied else (),
    )


def _slid_row(context: Context) -> tuple[Decimal, ...] | None:
    """Table four moved back by one or two columns, if two or more blocks fail and all then hold."""
    values = context.sheet.values
    cells = [f"t4.{block}.{column}" for block in BLOCKS for column in (*OUTCOMES, "total")]
    if any(cell not in values for cell in cells) or sum(bool(residual(one, values)) for one in TABLE_FOUR) < 2:
        return None
    row = [values[cell] for cell in cells]
    for shift in (1, -1, 2, -2):
        moved = row[shift:] + row[:shift]
        if any(moved) and not any(residual(one, dict(zip(cells, moved, strict=True))) for one in TABLE_FOUR):
            return tuple(moved)
    return None


def slid_table_four(rule: Rule, context: Context) -> Iterator[Outcome]:
    """The fifteen numbers of table four, moved by a column."""
    cells = tuple(f"t4.{block}.{column}" for block in BLOCKS for column in (*OUTCOMES, "total"))
    own = [cell for cell in cells if cell in context.sheet.cells]
    if not own:
        return
    moved = _slid_row(context)
    if moved is None:
        yield rule.say("pass", "表四的数字没有整体错位的迹象", cells=own, reading="direct")
        return
    values = context.sheet.values
    yield rule.say(
        "fail",
        "表四一行数字疑似整体错开：改回后行政复议与两类行政诉讼的合计全部相符",
        metric="review.total",
        cells=cells,
        left=Operand("填报", " ".join(show(values[cell]) for cell in cells)),
        right=Operand("改回", " ".join(show(value) for value in moved)),
        arithmetic="；".join(equation(one, context) for one in TABLE_FOUR),
        repairs=[(f"cell:{cell}", value) for cell, value in zip(cells, moved, strict=True)],
    )


def disputes_without_requests(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Review or litigation in a year without any request, old or new."""
    requests = context.sheet.amount("t3.new.sum+t3.carried_in.sum")
    disputes = context.sheet.amount("t4.rev.total+t4.lit1.total+t4.lit2.total")
    if requests is None or disputes is None or not disputes.value:
        return
    if requests.value:
        yield rule.say("pass", "有复议诉讼的年度也有申请", cells=(*requests.cells, *disputes.cells), reading="direct")
        return
    yield rule.say(
        "fail",
        f"表三全年没有申请，表四却有复议诉讼 {show(disputes.value)} 件，可能源于往年申请，建议核对",
        metric="review.total",
        cells=disputes.cells,
        left=context.printed(disputes, "表四复议诉讼合计"),
        right=context.printed(requests, "新收加上年结转"),
    )


def printed_twice(rule: Rule, context: Context) -> Iterator[Outcome]:
    """The same table twice in a report, with different numbers."""
    first: dict[str, Cell] = {}
    repeated = list[tuple[Cell, Cell]]()
    for table in context.report.tables.tables:
        for cell in table.cells:
            earlier = first.setdefault(cell.id, cell)
            if earlier is not cell:
                repeated.append((earlier, cell))
    differing = [(one, other) for one, other in repeated if one.value != other.value]
    if differing:
        one, other = differing[0]
        yield rule.say(
            "fail",
            f"同一张表出现两次，有 {len(differing)} 格不同，如{context.sheet.name(one.id)}",
            metric=metric_of(one.id),
            cells=[cell.id for cell, _ in differing],
            left=Operand("第一次", one.raw, one.span, one.id),
            right=Operand("第二次", other.raw, other.span, other.id),
        )
    elif repeated:
        yield rule.say("pass", "重复出现的表格内容一致", reading="direct")


TABLE_OF = {"active_disclosure": "表二", "requests": "表三", "disputes": "表四"}


def in_its_section(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Tables two, three and four stand in the sections of their numbers; a report without the section is CM-01's."""
    outline = context.report.outline
    for kind, name in TABLE_OF.items():
        table, own = context.report.tables.table(kind), outline.section(kind)  # type: ignore[arg-type]
        if table is None or own is None or not len(table.span):
            continue
        start = table.span.start
        around = next((one for one in outline.sections if one.body.start <= start < one.body.end), None)
        if around is None:
            continue
        if around.key == kind:
            yield rule.say("pass", f"{name}在“{own.title}”部分", reading="direct")
            continue
        yield rule.say(
            "fail",
            f"{name}出现在“{around.title}”部分，应在“{own.title}”部分",
            left=Operand(f"{name}所在部分", around.title, table.span),
            right=Operand("应在", own.title, own.heading),
        )


RUNS: dict[str, Run] = {
    "T2-02": whole_numbers,
    "T3-01": identities_of_table_three,
    "T3-02": identities_of_table_three,
    "T3-03": identities_of_table_three,
    "T3-04": carried_within_received,
    "T3-05": whole_numbers,
    "T3-07": moved_numbers,
    "T3-08": payment_needs_fee,
    "T3-09": secrets_at_the_base,
    "T3-10": blank_columns,
    "T4-01": outcomes_sum,
    "T4-02": outcomes_sum,
    "T4-03": outcomes_sum,
    "T4-04": slid_table_four,
    "X-01": disputes_without_requests,
    "X-03": in_its_section,
    "X-04": printed_twice,
}
"""What the other rules of lexicon/rules/tables.toml do."""
