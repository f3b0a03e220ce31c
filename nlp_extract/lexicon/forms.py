"""The statutory tables as data: rows, columns and groups of ``tables.toml``, typed and validated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

from nlp_extract.document import TableKind
from nlp_extract.lexicon.folding import folded
from nlp_extract.lexicon.loader import Entry, Fields, load
from nlp_extract.patterns import Pattern

KINDS: tuple[TableKind, ...] = ("active_disclosure", "requests", "disputes")
ENUMERATOR = Pattern(
    r"(?:\([一二三四五六七八九十]{1,2}\)|[一二三四五六七八九十]{1,2}[、.,:]|\(\d{1,2}\)[、.]?|\d{1,2}[.、:)])"
)
"""The number before a folded label: ``(一)``, ``一、``, ``1.``, ``1、``."""

_COMMON: Fields = {"accepted": list, "lead": str, "examples": list, "counter_examples": list}


@dataclass(frozen=True)
class Label:
    """A row, a column or a group of a statutory table.

    ``label`` is as the form prints it, ``core`` the same folded and without its number, ``number`` that
    number folded (``(三)``, ``1.``, or ""). ``wordings`` are all folded forms that are right, core first.
    ``columns``: for a row the columns it may have; ``order`` its place in the form.
    """

    kind: str
    table: TableKind
    name: str
    label: str
    number: str
    core: str
    wordings: tuple[str, ...]
    lead: str
    order: int
    columns: tuple[str, ...] = ()
    group: str = ""
    members: tuple[str, ...] = ()
    skip: bool = False
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The last part of a column's id (issued of t2.issued), which ends the ids of its cells."""
        return self.name.rsplit(".", 1)[-1]


@dataclass(frozen=True)
class Form:
    """All labels of one table, in the order of the form."""

    kind: TableKind
    labels: tuple[Label, ...]

    @cached_property
    def rows(self) -> tuple[Label, ...]:
        return tuple(label for label in self.labels if label.kind == "row")

    @cached_property
    def columns(self) -> tuple[Label, ...]:
        return tuple(label for label in self.labels if label.kind == "column")

    @cached_property
    def groups(self) -> tuple[Label, ...]:
        return tuple(label for label in self.labels if label.kind == "group")

    def row(self, name: str) -> Label:
        return next(label for label in self.rows if label.name == name)

    def column(self, name: str) -> Label:
        return next(label for label in self.columns if label.name == name)


def cell_id(row: Label, column: Label) -> str:
    """The id of the cell where they cross: (norm, t2.issued) → t2.norm.issued."""
    prefix, _, name = column.name.partition(".")
    return f"{prefix}.{row.name}.{name}"


@cache
def form(kind: TableKind) -> Form:
    """The form of one table. Raises KnowledgeError where tables.toml is malformed."""
    return Form(kind, tuple(label for label in _labels() if label.table == kind))


@cache
def _labels() -> tuple[Label, ...]:
    columns = load("tables.toml", "column", {"id": str, "table": str, "label": str}, _COMMON | {"group": str})
    rows = load("tables.toml", "row", {"name": str, "table": str, "label": str, "columns": list}, _COMMON)
    groups = load(
        "tables.toml", "group", {"name": str, "table": str, "label": str}, _COMMON | {"members": list, "skip": str}
    )
    known = {entry.data["id"] for entry in columns}
    for entry in rows:
        for name in entry.data["columns"]:
            if name not in known:
                raise entry.wrong(f"没有名为“{name}”的列")
    return tuple(
        _label(kind, entry, order)
        for kind, entries in (("column", columns), ("row", rows), ("group", groups))
        for order, entry in enumerate(entries)
    )


def _label(kind: str, entry: Entry, order: int) -> Label:
    data = entry.data
    table = next((known for known in KINDS if known == data["table"]), None)
    if table is None:
        raise entry.wrong(f"没有名为“{data['table']}”的表", f"请写 {'、'.join(KINDS)} 之一")
    whole = folded(data["label"])
    number = ENUMERATOR.match(whole)
    core = whole[number.end() :] if number else whole
    lead = folded(data.get("lead", ""))
    wordings = (core, *(folded(wording) for wording in data.get("accepted", ())))
    if not any(wording.startswith(lead) for wording in wordings):
        raise entry.wrong(f"没有一种写法以“lead”（{lead}）开头")
    return Label(
        kind=kind,
        table=table,
        name=data.get("id") or data["name"],
        label=data["label"],
        number=number.group() if number else "",
        core=core,
        wordings=tuple(dict.fromkeys(wordings)),
        lead=lead,
        order=order,
        columns=tuple(data.get("columns", ())),
        group=data.get("group", ""),
        members=tuple(data.get("members", ())),
        skip=data.get("skip") == "yes",
        examples=tuple(data.get("examples", ())),
        counter_examples=tuple(data.get("counter_examples", ())),
    )
