"""What a report says, as lines for people: 概况, 表格, 数量, 问题与整改."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from nlp_extract.document import Cell, Document, Table
from nlp_extract.export import names
from nlp_extract.export.display import fit, visible
from nlp_extract.export.lines import WIDTH, context, grid, heading, paragraph, title
from nlp_extract.facts import Quantity, Report, Statement
from nlp_extract.lexicon.metric_names import metric_name

PLACE_VALUE_MEANING = (14, 12, 32)
"""Columns of a row; its words take what is left."""
UNCUT = 300
"""Columns of a trace, so that no pattern's name is cut."""


def extract_lines(
    report: Report, columns: int = WIDTH, *, trace: bool = False, lexicon: Path | None = None
) -> Iterator[str]:
    """概况, 表格, 数量, 问题与整改, and with ``trace`` the class of every number and the pattern that decided.

    ``lexicon`` is the user's file that names further metrics.
    """
    yield from _overview(report, columns)
    yield from _tables(report, columns)
    yield from _quantities(report, columns, lexicon)
    yield from _statements(report, columns)
    if trace:
        yield from _every_number(report, columns, lexicon)


def _overview(report: Report, columns: int) -> Iterator[str]:
    yield from title(report, columns)
    yield from heading("概况")
    outline, tables = report.outline, report.tables
    rows = [
        ("标题", outline.title or "（未找到）"),
        ("机关", outline.agency or "（未找到）"),
        ("年度", str(outline.year) if outline.year else "（未找到）"),
        ("表式", f"{tables.format} 年格式" if tables.format else "（无法判定）"),
        ("章节", "、".join(names.SECTIONS[section.key] for section in outline.sections) or "（未找到）"),
        *(("注意", note) for note in report.document.notes),
    ]
    missing = [zh for key, zh in names.SECTIONS.items() if key != "preamble" and outline.section(key) is None]
    if missing:
        rows.append(("缺少", "、".join(missing)))
    for name, value in rows:
        yield from paragraph(f"{name}  ", visible(value), columns)


def _tables(report: Report, columns: int) -> Iterator[str]:
    yield from heading("表格（只列不为零的格）")
    if not report.tables.tables:
        yield "  没有找到法定表格"
    for table in report.tables.tables:
        yield f"  {names.TABLES[table.kind]}：{names.GRADES[table.grade]}，{len(table.cells)} 格"
        for note in table.notes:
            yield from paragraph("    注意：", visible(note), columns)
        yield from _rows(table, columns)
        for row in table.unaligned:
            place = names.place(report.document.place(row.span.start))
            yield from paragraph(f"    未对齐（{place}）：", visible(f"{row.raw}（{row.reason}）"), columns)


def _rows(table: Table, columns: int) -> Iterator[str]:
    quiet = 0
    for label, cells in groupby(table.cells, key=lambda cell: cell.row_label):
        filled = [cell for cell in cells if cell.value]
        if filled:
            yield from paragraph(f"    {fit(visible(label), 26)}  ", "，".join(map(_cell, filled)), columns)
        else:
            quiet += 1
    if quiet:
        yield f"    其余 {quiet} 行为零或空白"


def _cell(cell: Cell) -> str:
    doubt = {"printed": "", "blank": "", "reconstructed": "（复原）", "displaced": "（错位）"}[cell.reading]
    return visible(f"{cell.column_label} {cell.value:f}{cell.note}{doubt}")


def _quantities(report: Report, columns: int, lexicon: Path | None) -> Iterator[str]:
    yield from heading(f"数量（{len(report.quantities)} 个）")
    rows = [_quantity(quantity, report.document, lexicon) for quantity in report.quantities]
    yield from grid(("位置", "数值", "含义", "原文"), rows, PLACE_VALUE_MEANING, columns)


def _meaning(quantity: Quantity, lexicon: Path | None) -> str:
    if quantity.metric == "other":
        return f"其他：{quantity.head}" if quantity.head else "其他"
    return metric_name(quantity.metric, lexicon)


def _quantity(quantity: Quantity, document: Document, lexicon: Path | None) -> tuple[str, ...]:
    name = _meaning(quantity, lexicon)
    marks = (
        names.ASPECTS[quantity.aspect],
        names.PERIODS.get(quantity.period, quantity.period),
        names.scope(quantity.scope),
    )
    qualified = " ".join([name, *(f"[{mark}]" for mark in marks if mark)])
    value = f"{names.BOUNDS[quantity.bound]}{quantity.value:f}{quantity.unit}"
    return names.place(document.place(quantity.span.start)), value, qualified, context(document, quantity.span, 8, 4)


def _statements(report: Report, columns: int) -> Iterator[str]:
    yield from heading(f"问题与整改（{len(report.statements)} 句）")
    for number, statement in enumerate(report.statements, 1):
        lead = f"  {number:>2} {fit(_tag(statement), 28)}"
        yield from paragraph(lead, visible(statement.text), columns)


def _tag(statement: Statement) -> str:
    parts = [names.LABELS[statement.label], names.TOPICS.get(statement.topic, statement.topic)]
    parts.append(names.TENSES[statement.tense])
    if statement.answers:
        parts.append("对应" + "、".join(str(index + 1) for index in statement.answers))
    return " ".join(part for part in parts if part)


def _every_number(report: Report, columns: int, lexicon: Path | None) -> Iterator[str]:
    """Quantities and dismissed numbers in the order of the text, each with what decided its class."""
    numbers = [(item.span, item.text, _meaning(item, lexicon), item.pattern) for item in report.quantities]
    numbers += [
        (item.span, item.text, f"不是数量：{names.DISMISSED.get(item.reason, item.reason)}", item.pattern)
        for item in report.dismissed
    ]
    yield from heading(f"每个数字的归类（{len(numbers)} 个，其中 {len(report.dismissed)} 个不是数量）")
    rows = [
        (names.place(report.document.place(span.start)), text, meaning, pattern)
        for span, text, meaning, pattern in sorted(numbers)
    ]
    yield from grid(("位置", "原文", "归类", "判定的词条或规则"), rows, PLACE_VALUE_MEANING, max(columns, UNCUT))
