"""The statutory tables as arithmetic sees them: which cells belong together, and what a blank is worth.

Source of the layout: 国办公开办函〔2021〕30号 (2021 form); the 2019 form has the single row （六）其他处理.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Literal

from nlp_extract.document import Cell, Tables

ORGANISATIONS = ("company", "research", "social", "legal", "other_org")
COLUMNS = ("np", *ORGANISATIONS, "sum")

GROUPS: dict[str, tuple[str, ...]] = {
    "denied": ("secret", "law", "safety", "third_party", "internal", "process", "enforcement", "query"),
    "unable": ("not_held", "to_make", "unclear"),
    "refused": ("petition", "repeat", "publication", "mass", "confirm"),
    "other": ("no_supplement", "no_payment", "misc"),
}
OUTCOMES = ("upheld", "corrected", "other", "pending")
BLOCKS = {"rev": "行政复议", "lit1": "未经复议直接起诉", "lit2": "复议后起诉"}
TABLE_NAMES = {"t2": "表二", "t2o": "表二", "t3": "表三", "t4": "表四"}
COLUMN_NAMES = dict(
    zip(COLUMNS, ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"), strict=True)
)
HEAD_ROWS = {
    "new": "一、本年新收",
    "carried_in": "二、上年结转",
    "total": "（七）总计",
    "carried_out": "四、结转下年度",
}
GROUP_NAMES = {"granted": "（一）予以公开", "partial": "（二）部分公开", "denied": "（三）不予公开",
               "unable": "（四）无法提供", "refused": "（五）不予处理", "other": "（六）其他处理"}  # fmt: skip

Axis = Literal["balance", "results", "across", "outcomes"]


def detail_rows(single_other: bool) -> tuple[str, ...]:
    """The rows that add up to （七）总计; with ``single_other`` （六）其他处理 is one row (2019 form)."""
    rows = ["granted", "partial"]
    for group, members in GROUPS.items():
        rows += ["other"] if group == "other" and single_other else [f"{group}.{member}" for member in members]
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class Identity:
    """``left`` cells must add up to ``right`` cells. ``key`` is the column, row or block it stands in."""

    axis: Axis
    key: str
    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        return self.left + self.right


@lru_cache(maxsize=2)
def table_three(single_other: bool) -> tuple[Identity, ...]:
    """The identities of table three: 第一项＋第二项＝第三项＋第四项; results add to the total; columns to 总计."""
    details = detail_rows(single_other)
    identities: list[Identity] = []
    for column in COLUMNS:
        balance = [f"t3.{row}.{column}" for row in ("new", "carried_in", "total", "carried_out")]
        identities.append(Identity("balance", column, tuple(balance[:2]), tuple(balance[2:])))
        parts = tuple(f"t3.{row}.{column}" for row in details)
        identities.append(Identity("results", column, parts, (f"t3.total.{column}",)))
    for row in ("new", "carried_in", *details, "total", "carried_out"):
        parts = tuple(f"t3.{row}.{column}" for column in COLUMNS[:-1])
        identities.append(Identity("across", row, parts, (f"t3.{row}.sum",)))
    return tuple(identities)


TABLE_FOUR = tuple(
    Identity("outcomes", block, tuple(f"t4.{block}.{outcome}" for outcome in OUTCOMES), (f"t4.{block}.total",))
    for block in BLOCKS
)


@dataclass(frozen=True, slots=True)
class Amount:
    """The value of a cell expression and the cells it was taken from."""

    value: Decimal
    cells: tuple[str, ...]


class Sheet:
    """The cells of one report with what arithmetic may use of them."""

    def __init__(self, tables: Tables) -> None:
        self.cells: dict[str, Cell] = tables.cells()
        self.format = tables.format
        self.damaged = frozenset(
            {"active_disclosure": "t2", "requests": "t3", "disputes": "t4"}[table.kind]
            for table in tables.tables
            if table.grade == "damaged"
        )
        self.unaligned = frozenset(
            {"active_disclosure": "t2", "requests": "t3", "disputes": "t4"}[table.kind]
            for table in tables.tables
            if table.unaligned
        )

    @property
    def single_other(self) -> bool:
        """Whether （六）其他处理 is printed as one row."""
        return "t3.other.sum" in self.cells and "t3.other.misc.sum" not in self.cells

    @property
    def three(self) -> tuple[Identity, ...]:
        return table_three(self.single_other)

    @cached_property
    def values(self) -> dict[str, Decimal]:
        """Cell values; a blank is in it as 0 only where blank is shown to mean 0 (``implied``)."""
        values = {cell_id: cell.value for cell_id, cell in self.cells.items() if cell.value is not None}
        values.update(dict.fromkeys(self.implied, Decimal(0)))
        return values

    @cached_property
    def implied(self) -> frozenset[str]:
        """Blank cells that are worth 0.

        A blank counts as 0 where all sums it belongs to then balance, or one of them that leaves no other choice
        (its row may be broken by another cell: ``2 0 - 0 0 0 3``); and in a column left blank from top to bottom
        (县局常把五个法人栏留空) where at least four rows in five then balance. A dash or 无 says 0 by itself
        (domain A.8, R11).
        """
        blanks = {key for key, cell in self.cells.items() if cell.value is None}
        if not blanks:
            return frozenset()
        zero = {key: cell.value or Decimal(0) for key, cell in self.cells.items()}
        around: dict[str, list[bool]] = {}
        shown: set[str] = set()
        rows_held = rows_all = 0
        for identity in (*self.three, *TABLE_FOUR):
            if not all(cell in self.cells for cell in identity.cells):
                continue
            holds = total(identity.left, zero) == total(identity.right, zero)
            for cell in blanks.intersection(identity.cells):
                around.setdefault(cell, []).append(holds)
            own = blanks.intersection(identity.cells)
            if holds and (len(own) == 1 or any(zero[cell] for cell in identity.cells)):
                shown.update(own)
            if identity.axis == "across":
                rows_all += 1
                rows_held += holds
        empty = self._empty_columns(blanks) if rows_all and rows_held * 5 >= rows_all * 4 else set()
        shown.update(cell for cell, held in around.items() if all(held) or cell.rpartition(".")[2] in empty)
        shown.update(key for key in blanks if self.cells[key].raw.strip())
        return frozenset(shown)

    def _empty_columns(self, blanks: set[str]) -> set[str]:
        """Organisation columns of table three without any printed number."""
        empty = set()
        for column in ORGANISATIONS:
            cells = [key for key in self.cells if key.startswith("t3.") and key.endswith(f".{column}")]
            if cells and blanks.issuperset(cells):
                empty.add(column)
        return empty

    def doubtful(self, cells: Iterable[str]) -> bool:
        """Whether any of the cells was not simply printed in a sound table."""
        for key in cells:
            cell = self.cells.get(key)
            if cell is not None and cell.reading in ("reconstructed", "displaced"):
                return True
            if key.partition(".")[0].rstrip("o") in self.damaged:
                return True
        return False

    def amount(self, expression: str) -> Amount | None:
        """The value of a cell expression; None where a cell is missing or blank.

        Atoms are cell ids, group sums (t3.denied.sum) and sums over organisations (t3.new.org), joined by
        + and -; ``*10000`` behind an atom turns 万元 into 元.
        """
        value, cells = Decimal(0), list[str]()
        for sign, atom, factor in parse(expression):
            ids = self._ids(atom)
            for key in ids:
                part = self.values.get(key)
                if part is None:
                    return None
                value += sign * factor * part
            cells += ids
        return Amount(value, tuple(cells))

    def _ids(self, atom: str) -> tuple[str, ...]:
        if atom in self.cells:
            return (atom,)
        row, _, column = atom.rpartition(".")
        if column == "org":
            return tuple(key for name in ORGANISATIONS for key in self._ids(f"{row}.{name}"))
        group = row.removeprefix("t3.")
        if group in GROUPS:
            return tuple(f"t3.{group}.{member}.{column}" for member in GROUPS[group])
        return (atom,)

    def name(self, key: str) -> str:
        """A cell in Chinese: 表三“一、本年新收…”自然人."""
        cell = self.cells.get(key)
        prefix = TABLE_NAMES.get(key.partition(".")[0], "")
        if cell is None:
            return f"{prefix}{key}"
        row = shorten(cell.row_label) or key
        if key.startswith("t4."):
            return f"{prefix}{BLOCKS[key.split('.')[1]]}·{cell.column_label}"
        return f"{prefix}“{row}”{cell.column_label}"

    def row_name(self, row: str) -> str:
        """A row of table three (``denied.secret``) by its printed label."""
        cell = self.cells.get(f"t3.{row}.sum") or self.cells.get(f"t3.{row}.np")
        return shorten(cell.row_label) if cell is not None and cell.row_label else HEAD_ROWS.get(row, row)


def shorten(label: str) -> str:
    """A label fit for a sentence: 一、本年新收政府信息公开申请数量 → 一、本年新收…"""
    plain = "".join(label.split())
    return plain if len(plain) <= 14 else plain[:12] + "…"


@lru_cache(maxsize=512)
def parse(expression: str) -> tuple[tuple[int, str, int], ...]:
    """``a+b-c*10000`` → ((1, a, 1), (1, b, 1), (-1, c, 10000)). Raises ValueError on anything else."""
    terms: list[tuple[int, str, int]] = []
    for piece in expression.replace(" ", "").replace("-", "+-").split("+"):
        if not piece:
            continue
        sign = -1 if piece.startswith("-") else 1
        atom, _, factor = piece.lstrip("-").partition("*")
        terms.append((sign, atom, int(factor or 1)))
    return tuple(terms)


def total(cells: Iterable[str], values: dict[str, Decimal]) -> Decimal:
    return sum((values[cell] for cell in cells), Decimal(0))


def show(value: Decimal) -> str:
    """A number without exponent or trailing zeros: 7730.280 → 7730.28, 2.66E+8 → 266000000."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def addition(values: Iterable[Decimal]) -> str:
    """``1 + 2 − 3`` of the values, zeros left out (one stays if all are)."""
    shown = [value for value in values if value] or [Decimal(0)]
    text = show(shown[0])
    for value in shown[1:]:
        text += f" + {show(value)}" if value > 0 else f" − {show(-value)}"
    return text
