"""Rules inside table two (T2), in the form of 2021 and in that of 2019."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nlp_extract.facts import Operand
from nlp_extract.reconcile.context import Context, single
from nlp_extract.reconcile.knowledge import WORDS
from nlp_extract.reconcile.rule import Outcome, Repair, Rule, Run
from nlp_extract.reconcile.sheet import show
from nlp_extract.reconcile.tables import metric_of, operand


def stock_covers_issue(rule: Rule, context: Context) -> Iterator[Outcome]:
    """现行有效 is at least what was issued and not repealed this year."""
    for row, name in (("reg", "规章"), ("norm", "行政规范性文件")):
        cells = tuple(f"t2.{row}.{column}" for column in ("issued", "repealed", "effective"))
        values = context.sheet.values
        if not all(cell in values for cell in cells):
            continue
        issued, repealed, effective = (values[cell] for cell in cells)
        if effective >= issued - repealed:
            yield rule.say("pass", f"{name}现行有效件数不少于本年净增", cells=cells, reading="direct")
            continue
        yield rule.say(
            "fail",
            f"表二{name}本年制发 {show(issued)}、废止 {show(repealed)}，现行有效却只有 {show(effective)}",
            metric=metric_of(cells[2]),
            cells=cells,
            left=operand(context, (cells[2],)),
            right=Operand("本年制发减废止", show(issued - repealed)),
            arithmetic=f"{show(effective)} < {show(issued)} − {show(repealed)} = {show(issued - repealed)}",
            repairs=[(f"cell:{cells[2]}", issued - repealed), *_as_stated(context, row, effective + repealed)],
        )


def _as_stated(context: Context, row: str, most: Decimal) -> Iterator[Repair]:
    """What the prose says was issued, where the stock would cover that: then the cell 本年制发 is the fault."""
    if row != "norm":
        return
    index = single(context, "policy_docs.normative.issued")
    if index is not None and (stated := context.quantities[index].value) <= most:
        yield "cell:t2.norm.issued", stated


def rules_of_a_department(rule: Rule, context: Context) -> Iterator[Outcome]:
    """规章 are made by ministries, provinces and cities; a county or a bureau below has none."""
    cells = tuple(f"t2.reg.{column}" for column in ("issued", "repealed", "effective"))
    found = {cell: value for cell in cells if (value := context.sheet.values.get(cell)) is not None}
    if not found:
        return
    below = context.agency.endswith((*WORDS["agency.village"], *WORDS["agency.county"])) or (
        not context.covers_region and any(mark in context.agency for mark in ("县", "区"))
    )
    filled = [cell for cell, value in found.items() if value]
    if filled and below:
        yield rule.say(
            "fail",
            f"表二填有规章（{'、'.join(show(found[cell]) for cell in filled)} 件），而本机关一般没有规章制定权，"
            "请核对是否应填入“行政规范性文件”",
            metric="policy_docs.regulations",
            cells=filled,
            left=operand(context, (filled[0],)),
            right=Operand("通常为", "0"),
        )
    else:
        yield rule.say("pass", "规章一行与机关职权不冲突", cells=found, reading="direct")


def charges_in_yuan(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Charges so large that they were probably written in 元 instead of 万元."""
    cell = "t2.fee.amount"
    value = context.sheet.values.get(cell)
    if value is None:
        return
    name = context.agency
    village = name.endswith(WORDS["agency.village"])
    county = "县" in name or "区" in name
    limit = Decimal(10_000) if village else Decimal(1_000_000) if county or not context.is_government else None
    if limit is not None and value >= limit and value % 1 == 0:
        yield rule.say(
            "fail",
            f"表二行政事业性收费填报 {show(value)} 万元，数额过大，可能以元为单位填报",
            metric="charges.amount",
            cells=(cell,),
            left=operand(context, (cell,)),
            right=Operand("若单位为元", show(value / 10_000)),
            arithmetic=f"{show(value)} ÷ 10000 = {show(value / 10_000)} 万元",
        )
    else:
        yield rule.say("pass", "行政事业性收费数额在常见范围内", cells=(cell,), reading="direct")


def blank_table_two(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Normative documents left blank in table two."""
    cells = [f"t2.norm.{column}" for column in ("issued", "repealed", "effective")]
    own = [cell for cell in cells if cell in context.sheet.cells]
    blank = [cell for cell in own if context.sheet.cells[cell].value is None]
    if blank:
        yield rule.say(
            "fail",
            f"表二行政规范性文件有 {len(blank)} 格留空，没有请填 0",
            metric=metric_of(blank[0]),
            cells=blank,
            left=Operand("留空", "blank"),
            right=Operand("应填", "0"),
        )
    elif own:
        yield rule.say("pass", "表二行政规范性文件各格均已填写", cells=own, reading="direct")


def old_form_documents(rule: Rule, context: Context) -> Iterator[Outcome]:
    """2019 form: published ≤ made, and the total open to the public ≥ published this year."""
    for row, name in (("reg", "规章"), ("norm", "规范性文件")):
        cells = tuple(f"t2o.{row}.{column}" for column in ("made", "published", "total"))
        values = context.sheet.values
        if not all(cell in values for cell in cells):
            continue
        made, published, overall = (values[cell] for cell in cells)
        if published > made or overall < published:
            yield rule.say(
                "fail",
                f"表二{name}新制作 {show(made)}、新公开 {show(published)}、对外公开总数 {show(overall)}，次序不合",
                metric=metric_of(cells[0].replace("t2o", "t2").replace("made", "issued")),
                cells=cells,
                left=operand(context, (cells[1],)),
                right=operand(context, (cells[0],) if published > made else (cells[2],)),
                arithmetic=f"应有 {show(published)} ≤ {show(made)}，{show(overall)} ≥ {show(published)}",
            )
        else:
            yield rule.say("pass", f"表二{name}各数次序相合", cells=cells, reading="direct")


def old_form_procurement(rule: Rule, context: Context) -> Iterator[Outcome]:
    """2019 form: an amount of procurement without projects, or projects without an amount."""
    count, amount = "t2o.procure.count", "t2o.procure.amount"
    values = context.sheet.values
    if count not in values or amount not in values:
        return
    if bool(values[count]) == bool(values[amount]):
        yield rule.say("pass", "政府集中采购的项目数与金额相配", cells=(count, amount), reading="direct")
        return
    yield rule.say(
        "fail",
        f"表二政府集中采购项目 {show(values[count])} 个、金额 {show(values[amount])}，一项为 0 而另一项不为 0",
        metric="finance.procurement",
        cells=(count, amount),
        left=operand(context, (count,)),
        right=operand(context, (amount,)),
    )


RUNS: dict[str, Run] = {
    "T2-01": stock_covers_issue,
    "T2-03": rules_of_a_department,
    "T2-05": old_form_documents,
    "T2-07": old_form_procurement,
    "T2-08": charges_in_yuan,
    "X-02": blank_table_two,
}
"""What the rules of lexicon/rules/tables.toml on table two do."""
