"""What the tests of the tables share: figures that add up, a report around a table, and the comparison."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal

import layouts
from layouts import Rows, Values
from nlp_extract.document import Document, Source, Table, TableKind, Tables
from nlp_extract.segment import segment
from nlp_extract.tables import find_tables

HEADINGS: dict[TableKind, str] = {
    "active_disclosure": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "disputes": "四、政府信息公开行政复议、行政诉讼情况",
}
OPENING = (
    "青石县水利局2023年政府信息公开工作年度报告\n一、总体情况\n"
    "本年作出行政许可3件、行政处罚2件，其他信息5条，总计10条。\n"
)
CLOSING = "\n五、存在的主要问题及改进情况\n一是更新慢。\n六、其他需要报告的事项\n2023年未收取信息处理费。\n"


def figures(seed: int, form: str = "2021") -> Values:
    """Invented figures of a whole report whose sums hold."""
    rng = random.Random(seed)
    values: Values = {}

    def number() -> int:
        return rng.choice((0, 0, 0, 0, 0, 0, rng.randint(1, 9), rng.randint(1, 9), rng.randint(10, 300)))

    def row(name: str, parts: list[int], columns: tuple[str, ...]) -> None:
        for column, value in zip(columns, [*parts, sum(parts)], strict=True):
            values[f"{name}.{column}"] = str(value)

    total = [0] * 6
    for name, _ in layouts.RESULTS_2021 if form == "2021" else layouts.RESULTS_2019:
        parts = [number() for _ in range(6)]
        total = [left + right for left, right in zip(total, parts, strict=True)]
        row(f"t3.{name}", parts, layouts.APPLICANTS)
    out = [rng.randint(0, 3) for _ in total]
    carried = [min(rng.randint(0, 3), one + two) for one, two in zip(total, out, strict=True)]
    new = [one + two - three for one, two, three in zip(total, out, carried, strict=True)]
    for name, parts in (("total", total), ("carried_out", out), ("carried_in", carried), ("new", new)):
        row(f"t3.{name}", parts, layouts.APPLICANTS)
    for name in ("rev", "lit1", "lit2"):
        row(f"t4.{name}", [number() for _ in range(4)], tuple(column for column, _ in layouts.OUTCOMES))
    if form == "2021":
        for name in ("reg", "norm"):
            for column in ("issued", "repealed", "effective"):
                values[f"t2.{name}.{column}"] = str(number())
        for name in ("license", "punish", "coerce"):
            values[f"t2.{name}.decisions"] = str(rng.randint(0, 99999))
        values["t2.fee.amount"] = f"{rng.randint(0, 9999)}.{rng.randint(1, 9999)}"
        return values
    for name, columns in (
        ("reg", "made published total"),
        ("norm", "made published total"),
        ("license", "prev delta decisions"),
        ("service", "prev delta decisions"),
        ("punish", "prev delta decisions"),
        ("coerce", "prev delta decisions"),
        ("fee", "prev delta"),
        ("procure", "count amount"),
    ):
        for column in columns.split():
            values[f"t2o.{name}.{column}"] = str(number())
    return values


def report(values: Values, layout: Callable[[Rows], str], form: str = "2021", **rows: Rows) -> Document:
    """A report with the three tables in one layout; ``rows`` replace a table's own."""
    tables: dict[TableKind, Rows] = {
        "active_disclosure": rows.get("disclosure") or layouts.disclosure(values, form),
        "requests": rows.get("requests") or layouts.requests(values, form),
        "disputes": rows.get("disputes") or layouts.disputes(values),
    }
    text = OPENING + "\n".join(f"{HEADINGS[kind]}\n{layout(tables[kind])}" for kind in HEADINGS) + CLOSING
    return Document(text, Source("test", "text"))


def read(document: Document) -> Tables:
    return find_tables(document, segment(document))


def table(text: str, kind: TableKind) -> Table:
    """The one table that a piece of text under its heading holds."""
    document = Document(f"{HEADINGS[kind]}\n{text}", Source("test", "text"))
    found = read(document).table(kind)
    assert found is not None
    return found


def printed(raw: str) -> Decimal | None:
    return Decimal(raw) if raw else None


def differences(tables: Tables, values: Values) -> list[tuple[str, str, str]]:
    """(id, expected, found) of every cell that was read otherwise or not at all."""
    cells = tables.cells()
    return [
        (name, raw, str(cells[name].value) if name in cells else "absent")
        for name, raw in values.items()
        if name not in cells or cells[name].value != printed(raw)
    ]
