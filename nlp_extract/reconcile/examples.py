"""Reports in miniature: the notation in which the examples of the rules and the tests are written.

First the text, then ``---`` and the cells, then ``===`` and last year's report in the same way; each may be
missing. Lines at the top may say ``@year 2023`` and ``@agency 临川市人民政府``.

The text is the report as it reads. ``{579件 requests.received}`` marks a quantity; further words set its
aspect (share, change), period (prior, cumulative, 2022), scope (region, unit:某乡) and direction (up, down).
A line ``# problems`` begins a section; ``! problem timeliness 解读不及时`` is a statement of section five
(``! remedy timeliness ->0 …`` answers the first).

The cells, one declaration a line::

    t3 zeros                       every cell of the table is 0 (2021 form); t3 sample: a table that adds up
    t3.new = 553 15 0 3 1 7 579    a row by its columns; ``-`` is a blank, ``/`` a mark of none, ``~81`` a
                                   reconstructed cell
    t4.rev = 7 0 2 3 12            a block of table four; t2.norm = 25 12 125; t2.fee.amount = 12.5
    again t3.new.sum = 5           in a second table of the same kind
    without t3.other               takes the cells away again
    format = 2019                  the form; 2021 if not said
    unaligned t3                   the table has a row that was not aligned
    in disputes t3                 the table stands in that section of the text
    variant t2.norm.repealed 本年度止件数 本年废止件数       a label that misprints the form
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from nlp_extract.document import (
    SECTION_KEYS,
    Cell,
    Document,
    LabelVariant,
    Outline,
    Section,
    Source,
    Span,
    Table,
    TableKind,
    Tables,
    UnalignedRow,
)
from nlp_extract.facts import Bound, Quantity, Report, Statement
from nlp_extract.patterns import Pattern
from nlp_extract.reconcile.sheet import (
    BLOCKS,
    COLUMN_NAMES,
    COLUMNS,
    GROUP_NAMES,
    HEAD_ROWS,
    OUTCOMES,
    detail_rows,
)

KINDS: dict[str, TableKind] = {"t2": "active_disclosure", "t3": "requests", "t4": "disputes"}
TITLES = dict(
    zip(
        SECTION_KEYS,
        (
            "一、总体情况",
            "二、主动公开政府信息情况",
            "三、收到和处理政府信息公开申请情况",
            "四、政府信息公开行政复议、行政诉讼情况",
            "五、存在的主要问题及改进情况",
            "六、其他需要报告的事项",
        ),
        strict=True,
    )
)
NUMBER = Pattern(
    r"(?P<digits>[0-9]+(?:\.[0-9]+)?)?\s*(?P<scale>[万亿])?(?P<vague>[余多])?(?P<scale2>[万亿])?(?P<unit>.*)"
)
SCALES = {None: Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}


@dataclass(frozen=True, slots=True)
class _Example:
    text: str
    cells: str
    year: int
    agency: str


def build(notation: str) -> tuple[Report, Report | None]:
    """The report that a notation declares, and last year's where it declares one.

    Raises ValueError (KeyError, decimal.InvalidOperation) on a declaration it does not know.
    """
    this, separator, last = notation.strip("\n").partition("===")
    return _report(_parse(this, 2024)), _report(_parse(last.strip("\n"), 2023)) if separator else None


def _parse(notation: str, year: int) -> _Example:
    text, _, cells = ("\n" + notation).partition("\n---")
    lines, agency = [], "青石县发展和改革局"
    for line in text.removeprefix("\n").split("\n"):
        if line.startswith("@year "):
            year = int(line[6:])
        elif line.startswith("@agency "):
            agency = line[8:].strip()
        else:
            lines.append(line)
    return _Example("\n".join(lines), cells, year, agency)


def _report(example: _Example) -> Report:
    draft = _Draft()
    for line in example.text.strip("\n").split("\n"):
        draft.line(line)
    prose = draft.length
    tables = _tables(example.cells, draft)
    text = "".join(draft.text)
    sections = tuple(_sections(draft.marks, prose))
    preamble = Span(0, sections[0].heading.start if sections else 0)
    return Report(
        document=Document(text, Source("示例", "text")),
        outline=Outline(f"{example.agency}{example.year}年报告", example.agency, example.year, preamble, sections),
        tables=tables,
        quantities=tuple(draft.quantities),
        dismissed=(),
        statements=tuple(draft.statements),
    )


def _sections(marks: list[tuple[str, int, int]], end: int) -> list[Section]:
    starts = [*(start for _, start, _ in marks[1:]), end][: len(marks)]
    return [
        Section(key, TITLES[key], Span(start, body), Span(body, stop))
        for (key, start, body), stop in zip(marks, starts, strict=True)
    ]


@dataclass
class _Draft:
    """The text as far as it is written, and what was marked in it."""

    text: list[str] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    marks: list[tuple[str, int, int]] = field(default_factory=list)
    length: int = 0

    def write(self, piece: str) -> Span:
        self.text.append(piece)
        self.length += len(piece)
        return Span(self.length - len(piece), self.length)

    def line(self, line: str) -> None:
        if line.startswith("# "):
            heading = self.write(TITLES[line[2:].strip()] + "\n")
            self.marks.append((line[2:].strip(), heading.start, heading.end))
        elif line.startswith("! "):
            self.statement(line[2:])
        else:
            self.prose(line)

    def statement(self, line: str) -> None:
        label, topic, text = line.split(maxsplit=2)
        answers: tuple[int, ...] = ()
        if text.startswith("->"):
            target, text = text[2:].split(maxsplit=1)
            answers = tuple(int(index) for index in target.split(","))
        span = self.write(text)
        self.write("\n")
        kind = {"problem": "problem", "remedy": "remedy"}.get(label, "other")
        self.statements.append(Statement(span, text, kind, topic, 1.0, answers=answers))  # type: ignore[arg-type]

    def prose(self, line: str) -> None:
        first, start = len(self.quantities), self.length
        for index, piece in enumerate(line.replace("}", "{").split("{")):
            if index % 2:
                self.quantity(piece)
            else:
                self.write(piece)
        text = "".join(self.text)
        for index in range(first, len(self.quantities)):
            quantity = self.quantities[index]
            begin = max(text.rfind("。", start, quantity.span.start) + 1, start)
            stop = text.find("。", quantity.span.end)
            sentence = Span(begin, stop + 1 if stop >= 0 else self.length)
            self.quantities[index] = replace(quantity, sentence=sentence)
        self.write("\n")

    def quantity(self, piece: str) -> None:
        surface, metric, *words = piece.split()
        span = self.write(surface)
        value, low, high, bound, unit = _read(surface)
        aspect, period, scope, direction = "value", "report", "self", 0
        for word in words:
            if word in ("share", "change"):
                aspect = word
            elif word in ("up", "down"):
                direction = 1 if word == "up" else -1
            elif word == "region" or word.startswith("unit:"):
                scope = word
            else:
                period = word
        section = self.marks[-1][0] if self.marks else "overview"
        self.quantities.append(
            Quantity(
                span, surface, value, low, high, unit, bound, aspect, metric, period, scope,  # type: ignore[arg-type]
                section, metric.rpartition(".")[2], "example", direction,
            )
        )  # fmt: skip


def _read(surface: str) -> tuple[Decimal, Decimal, Decimal | None, Bound, str]:
    match = NUMBER.fullmatch(surface)
    if match is None or match["digits"] is None:  # a zero in words: 未收到申请
        return Decimal(0), Decimal(0), Decimal(0), "=", ""
    digits = Decimal(match["digits"])
    scale = SCALES[match["scale"]] * SCALES[match["scale2"]]
    value, unit = digits * scale, match["unit"]
    if match["vague"]:
        return value, value, value + value / 10, ">=", unit
    half = Decimal(1).scaleb(int(digits.as_tuple().exponent)) / 2 * scale if scale > 1 else Decimal(0)
    return value, value - half, value + half, "=", unit


SAMPLES = {
    ("t3", "sample"): (
        "t3.new = 12 3 0 0 1 0 16", "t3.granted = 9 2 0 0 1 0 12",
        "t3.unable.not_held = 3 1 0 0 0 0 4", "t3.total = 12 3 0 0 1 0 16",
    ),
    ("t3", "carried"): (
        "t3.new = 18 2 0 0 0 1 21", "t3.carried_in = 3 0 0 0 0 0 3", "t3.granted = 9 1 0 0 0 1 11",
        "t3.partial = 4 0 0 0 0 0 4", "t3.denied.secret = 1 0 0 0 0 0 1", "t3.denied.process = 1 0 0 0 0 0 1",
        "t3.unable.not_held = 2 1 0 0 0 0 3", "t3.unable.to_make = 1 0 0 0 0 0 1",
        "t3.other.misc = 1 0 0 0 0 0 1", "t3.total = 19 2 0 0 0 1 22", "t3.carried_out = 2 0 0 0 0 0 2",
    ),
    ("t4", "sample"): ("t4.rev = 7 1 2 2 12", "t4.lit1 = 3 0 1 0 4", "t4.lit2 = 2 0 0 1 3"),
}  # fmt: skip
"""Tables that add up."""


def _tables(declaration: str, draft: _Draft) -> Tables:
    cells: dict[str, Cell] = {}
    again: dict[str, Cell] = {}
    variants: dict[str, list[LabelVariant]] = {}
    unaligned: set[str] = set()
    places: dict[str, Span] = {}
    form = "2021"
    for line in declaration.strip().splitlines():
        words = line.split()
        if not words:
            continue
        if words[1:] and words[1] in ("zeros", "sample", "carried"):
            cells |= {key: _cell(key, "0", draft) for key in every_cell(words[0])}
            for row in SAMPLES.get((words[0], words[1]), ()):
                name, _, *values = row.split()
                cells |= {
                    key: _cell(key, raw, draft) for key, raw in zip(_keys(name, len(values)), values, strict=True)
                }
        elif words[0] == "format":
            form = words[2]
        elif words[0] == "variant":
            span = draft.write(words[2])
            draft.write("\n")
            variants.setdefault(words[1][:2], []).append(LabelVariant(words[2], words[3], span, (words[1],)))
        elif words[0] == "in":
            body = next(body for key, _, body in draft.marks if key == words[1])
            places[words[2]] = Span(body, body + 1)
        elif words[0] == "unaligned":
            unaligned.add(words[1])
        elif words[0] == "again":
            again |= {
                key: _cell(key, raw, draft) for key, raw in zip(_keys(words[1], len(words) - 3), words[3:], strict=True)
            }
        elif words[0] == "without":
            for key in [key for key in cells if key.startswith(words[1])]:
                del cells[key]
        else:
            for key, raw in zip(_keys(words[0], len(words) - 2), words[2:], strict=True):
                cells[key] = _cell(key, raw, draft)
    tables = []
    for prefix, kind in KINDS.items():
        odd = (UnalignedRow(Span(0, 0), "", "行名不识别"),) if prefix in unaligned else ()
        for declared in (cells, again):
            own = tuple(cell for key, cell in declared.items() if key.split(".")[0].rstrip("o") == prefix)
            if own:
                place = places.get(prefix, Span(0, 0))
                tables.append(Table(kind, place, own, odd, tuple(variants.get(prefix, ()))))
    return Tables(form, tuple(tables))


def every_cell(table: str) -> tuple[str, ...]:
    """The ids of all cells of a table in the 2021 form, in the order of the form."""
    if table == "t2":
        rows = [f"t2.{row}.{column}" for row in ("reg", "norm") for column in ("issued", "repealed", "effective")]
        return (*rows, "t2.license.decisions", "t2.punish.decisions", "t2.coerce.decisions", "t2.fee.amount")
    if table == "t3":
        order = ("new", "carried_in", *detail_rows(False), "total", "carried_out")
        return tuple(f"t3.{row}.{column}" for row in order for column in COLUMNS)
    return tuple(f"t4.{block}.{column}" for block in BLOCKS for column in (*OUTCOMES, "total"))


def _keys(name: str, count: int) -> tuple[str, ...]:
    if count == 1:
        return (name,)
    columns = {7: COLUMNS, 5: (*OUTCOMES, "total"), 3: ("issued", "repealed", "effective")}[count]
    return tuple(f"{name}.{column}" for column in columns)


def _cell(key: str, raw: str, draft: _Draft) -> Cell:
    blank, rebuilt = raw in ("-", "/"), raw.startswith("~")
    printed = "" if raw == "-" else raw.removeprefix("~")
    span = None
    if printed not in ("", "0"):
        span = draft.write(printed)
        draft.write("\n")
    row, _, column = key.rpartition(".")
    return Cell(
        id=key,
        value=None if blank else Decimal(printed),
        raw=printed,
        span=span,
        row_label=_row_label(row),
        column_label=COLUMN_NAMES.get(column, _LABELS.get(column, column)),
        reading="blank" if blank else "reconstructed" if rebuilt else "printed",
    )


_LABELS = {
    "issued": "本年制发件数", "repealed": "本年废止件数", "effective": "现行有效件数", "amount": "本年收费金额（万元）",
    "decisions": "本年处理决定数量", "upheld": "结果维持", "corrected": "结果纠正", "other": "其他结果",
    "pending": "尚未审结", "total": "总计", "secret": "1.属于国家秘密", "law": "2.其他法律行政法规禁止公开",
    "not_held": "1.本机关不掌握相关政府信息", "to_make": "2.没有现成信息需要另行制作", "misc": "3.其他",
    "norm": "行政规范性文件", "reg": "规章", "license": "行政许可", "punish": "行政处罚", "coerce": "行政强制",
    "fee": "行政事业性收费",
}  # fmt: skip


def _row_label(row: str) -> str:
    last = row.rpartition(".")[2]
    return HEAD_ROWS.get(last) or (GROUP_NAMES.get(last) if row.count(".") == 1 else None) or _LABELS.get(last, last)
