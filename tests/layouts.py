"""The statutory tables with figures of one's own, written out in the ways that reports have them (domain A.8).

A table is header rows and body rows of ``Box`` (text, colspan, rowspan) as in the official form; each layout
turns them into text. What a layout cannot show (a blank where blanks leave no trace) its test leaves out.
"""

from __future__ import annotations

from dataclasses import dataclass

from nlp_extract.document import Document, Grid, GridCell, Source, Span

Values = dict[str, str]
"""Cell id → what is printed ("" for a blank)."""

APPLICANTS = ("np", "company", "research", "social", "legal", "other_org", "sum")
RESULTS_2021 = (
    ("granted", "（一）予以公开"),
    ("partial", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    ("denied.secret", "1.属于国家秘密"),
    ("denied.law", "2.其他法律行政法规禁止公开"),
    ("denied.safety", "3.危及“三安全一稳定”"),
    ("denied.third_party", "4.保护第三方合法权益"),
    ("denied.internal", "5.属于三类内部事务信息"),
    ("denied.process", "6.属于四类过程性信息"),
    ("denied.enforcement", "7.属于行政执法案卷"),
    ("denied.query", "8.属于行政查询事项"),
    ("unable.not_held", "1.本机关不掌握相关政府信息"),
    ("unable.to_make", "2.没有现成信息需要另行制作"),
    ("unable.unclear", "3.补正后申请内容仍不明确"),
    ("refused.petition", "1.信访举报投诉类申请"),
    ("refused.repeat", "2.重复申请"),
    ("refused.publication", "3.要求提供公开出版物"),
    ("refused.mass", "4.无正当理由大量反复申请"),
    ("refused.confirm", "5.要求行政机关确认或重新出具已获取信息"),
    ("other.no_supplement", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    ("other.no_payment", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
    ("other.misc", "3.其他"),
)
RESULTS_2019 = (*RESULTS_2021[:-3], ("other", "（六）其他处理"))
GROUPS = {
    "denied": "（三）不予公开",
    "unable": "（四）无法提供",
    "refused": "（五）不予处理",
    "other": "（六）其他处理",
}
OUTCOMES = (
    ("upheld", "结果维持"),
    ("corrected", "结果纠正"),
    ("other", "其他结果"),
    ("pending", "尚未审结"),
    ("total", "总计"),
)
IDENTITY = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


@dataclass(frozen=True)
class Box:
    """A cell of the official form."""

    text: str
    colspan: int = 1
    rowspan: int = 1


Rows = list[list[Box]]


def disclosure(values: Values, form: str = "2021") -> Rows:
    """Table two."""

    def band(item: str, heads: list[str], rows: list[tuple[str, list[str]]]) -> Rows:
        width = 4 // (len(heads) + 1) if len(heads) != 2 else 1
        found = [
            [Box(f"第二十条第（{item}）项", 4)],
            [Box("信息内容"), *(Box(head, 3 if len(heads) == 1 else width) for head in heads)],
        ]
        for label, ids in rows:
            found.append([Box(label), *(Box(values[name], 3 if len(ids) == 1 else width) for name in ids)])
        return found

    if form == "2021":
        documents = ["本年制发件数", "本年废止件数", "现行有效件数"]
        return [
            *band(
                "一",
                documents,
                [
                    (label, [f"t2.{row}.{column}" for column in ("issued", "repealed", "effective")])
                    for row, label in (("reg", "规章"), ("norm", "行政规范性文件"))
                ],
            ),
            *band("五", ["本年处理决定数量"], [("行政许可", ["t2.license.decisions"])]),
            *band(
                "六",
                ["本年处理决定数量"],
                [("行政处罚", ["t2.punish.decisions"]), ("行政强制", ["t2.coerce.decisions"])],
            ),
            *band("八", ["本年收费金额（单位：万元）"], [("行政事业性收费", ["t2.fee.amount"])]),
        ]
    items = ["上一年项目数量", "本年增/减", "处理决定数量"]

    def acts(*rows: tuple[str, str]) -> list[tuple[str, list[str]]]:
        return [(label, [f"t2o.{row}.{column}" for column in ("prev", "delta", "decisions")]) for row, label in rows]

    return [
        *band(
            "一",
            ["本年新制作数量", "本年新公开数量", "对外公开总数量"],
            [
                (label, [f"t2o.{row}.{column}" for column in ("made", "published", "total")])
                for row, label in (("reg", "规章"), ("norm", "规范性文件"))
            ],
        ),
        *band("五", items, acts(("license", "行政许可"), ("service", "其他对外管理服务事项"))),
        *band("六", items, acts(("punish", "行政处罚"), ("coerce", "行政强制"))),
        *band("八", items[:2], [("行政事业性收费", ["t2o.fee.prev", "t2o.fee.delta"])]),
        *band("九", ["采购项目数量", "采购总金额"], [("政府集中采购", ["t2o.procure.count", "t2o.procure.amount"])]),
    ]


def requests(values: Values, form: str = "2021") -> Rows:
    """Table three."""

    def numbers(row: str) -> list[Box]:
        return [Box(values[f"t3.{row}.{column}"]) for column in APPLICANTS]

    rows: Rows = [
        [Box(IDENTITY, 3, 3), Box("申请人情况", 7)],
        [Box("自然人", 1, 2), Box("法人或其他组织", 5), Box("总计", 1, 2)],
        [Box("商业企业"), Box("科研机构"), Box("社会公益组织"), Box("法律服务机构"), Box("其他")],
        [Box("一、本年新收政府信息公开申请数量", 3), *numbers("new")],
        [Box("二、上年结转政府信息公开申请数量", 3), *numbers("carried_in")],
    ]
    results = RESULTS_2021 if form == "2021" else RESULTS_2019
    opened = ""
    for row, label in results:
        group = row.split(".")[0] if "." in row else ""
        lead = [Box("三、本年度办理结果", 1, len(results) + 1)] if row == "granted" else []
        if group and group != opened:
            lead.append(Box(GROUPS[group], 1, sum(name.startswith(group + ".") for name, _ in results)))
        opened = group
        rows.append([*lead, Box(label, 1 if group else 2), *numbers(row)])
    rows.append([Box("（七）总计", 2), *numbers("total")])
    rows.append([Box("四、结转下年度继续办理", 3), *numbers("carried_out")])
    return rows


def disputes(values: Values) -> Rows:
    """Table four."""
    heads = [Box(label) for _, label in OUTCOMES]
    return [
        [Box("行政复议", 5), Box("行政诉讼", 10)],
        [*(Box(label, 1, 2) for _, label in OUTCOMES), Box("未经复议直接起诉", 5), Box("复议后起诉", 5)],
        [*heads, *heads],
        [Box(values[f"t4.{row}.{name}"]) for row in ("rev", "lit1", "lit2") for name, _ in OUTCOMES],
    ]


# ---- the layouts


def tabs(rows: Rows, lose_leading: bool = False) -> str:
    """Tab-separated, places covered by merged cells left empty; ``lose_leading``: a row begins with its first text."""
    lines = []
    for cells in _matrix(rows):
        line = "\t".join(cells)
        lines.append(line.lstrip("\t") if lose_leading else line)
    return "\n".join(lines)


def trailing_pipes(rows: Rows) -> str:
    """One cell a line, each closed by a pipe; what merged cells leave over stands at the end of the row (``||``)."""
    width = max(len(cells) for cells in _matrix(rows))
    lines = []
    for row in rows:
        lines += [f"{box.text} |" if box.text else "|" for box in row]
        lines.append("|" * (width - len(row)))
    return "\n".join(line for line in lines if line)


def row_pipes(rows: Rows) -> str:
    """One row a line: ``| a | b | c |``, without what merged cells cover."""
    return "\n".join("| " + " | ".join(box.text for box in row) + " |" for row in rows)


def markdown(rows: Rows) -> str:
    """A Markdown table with merged places left empty and a line under the head."""
    lines = ["| " + " | ".join(cells) + " |" for cells in _matrix(rows)]
    width = len(_matrix(rows)[0])
    return "\n".join([lines[0], "|" + "---|" * width, *lines[1:]])


def pipe_lines(rows: Rows) -> str:
    """Every pipe on a line of its own."""
    return "\n".join("|\n" + "\n|\n".join(box.text or " " for box in row) + "\n|" for row in rows)


def blank_lines(rows: Rows) -> str:
    """Cells separated by empty lines; a blank cell leaves no trace."""
    return "\n\n".join(box.text for row in rows for box in row if box.text)


def spaces(rows: Rows) -> str:
    """One row a line, a space between cells; a blank cell leaves no trace."""
    return "\n".join(" ".join(box.text for box in row if box.text) for row in rows)


def broken_labels(rows: Rows, longest: int = 12) -> str:
    """As ``spaces``, long labels broken over lines with the values in the middle one, and a page number inside."""
    lines = []
    for number, row in enumerate(rows):
        label = [box.text for box in row if not box.text[:1].isdigit() or not box.text.isdigit()]
        values = " ".join(box.text for box in row if box.text.isdigit())
        text = label[-1] if label else ""
        lines += label[:-1]
        if values and len(text) > longest:
            pieces = [text[start : start + longest] for start in range(0, len(text), longest)]
            middle = len(pieces) // 2 if len(pieces) > 2 else 0
            pieces[middle] += " " + values
            lines += pieces
        else:
            lines.append(f"{text} {values}".strip() if values else " ".join(box.text for box in row))
        if number == 12:
            lines.append("- 4 -")
    return "\n".join(lines)


def values_above(rows: Rows) -> str:
    """As ``spaces``, the values of every second numbered row printed on a line above its label (ruled PDF)."""
    lines = []
    for number, row in enumerate(rows):
        values = [box.text for box in row if box.text.isdigit()]
        label = [box.text for box in row if not box.text.isdigit()]
        if len(values) == 7 and number % 2:
            lines += [*label[:-1], " ".join(values), label[-1]]
        else:
            lines.append(" ".join([*label, *values]))
    return "\n".join(lines)


def glued(rows: Rows) -> str:
    """Nothing between the cells."""
    return "".join(box.text for row in rows for box in row)


def _matrix(rows: Rows) -> list[list[str]]:
    """The rows with "" in every place that a merged cell covers."""
    return [[text for text, _ in line] for line in _places(rows)]


def _places(rows: Rows) -> list[list[tuple[str, Box | None]]]:
    taken: dict[tuple[int, int], bool] = {}
    lines: list[dict[int, tuple[str, Box | None]]] = [{} for _ in rows]
    for number, row in enumerate(rows):
        column = 0
        for box in row:
            while taken.get((number, column)):
                column += 1
            for down in range(box.rowspan):
                for right in range(box.colspan):
                    taken[number + down, column + right] = True
                    if number + down < len(lines):
                        lines[number + down][column + right] = ("", None)
            lines[number][column] = (box.text, box)
            column += box.colspan
    return [[line[column] for column in sorted(line)] for line in lines]


def grid_document(before: str, rows: Rows, after: str = "") -> Document:
    """A document with the rows as a grid, as the HTML, Word and PDF readers make it."""
    pieces, cells, at = [before], [], len(before)
    for number, line in enumerate(_places(rows)):
        own = [(column, box) for column, (_, box) in enumerate(line) if box]
        for index, (column, box) in enumerate(own):
            separator = "\t" if index + 1 < len(own) else "\n"
            cells.append(GridCell(Span(at, at + len(box.text)), number, column, box.rowspan, box.colspan))
            pieces.append(box.text + separator)
            at += len(box.text) + 1
    grid = Grid(Span(len(before), at - 1), len(rows), max(len(line) for line in _places(rows)), tuple(cells))
    return Document("".join([*pieces, after]), Source("test", "html"), grids=(grid,))
