"""What the two ways of reading a table (flat text, grid) hand to the alignment."""

from __future__ import annotations

from dataclasses import dataclass, field

from nlp_extract.document import LabelVariant, Span, UnalignedRow
from nlp_extract.lexicon.forms import Label, cell_id
from nlp_extract.tables.values import Slot


@dataclass(frozen=True, slots=True)
class Target:
    """A cell that a row should fill: its id and the labels that lead to it."""

    id: str
    row_label: str
    column_label: str


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as printed: the cells it should fill, in the order of the header, and the places it has.

    ``fixed``: slot i is target i for certain (a grid). Otherwise there may be more places than targets
    (left over from merged cells), fewer (separators lost), or blanks that shift them.
    """

    targets: tuple[Target, ...]
    slots: tuple[Slot, ...]
    span: Span
    fixed: bool = False


@dataclass(slots=True)
class Draft:
    """One table as read: rows to align, rows that no label claims, misprinted labels, remarks, extent."""

    rows: list[RawRow] = field(default_factory=list)
    unaligned: list[UnalignedRow] = field(default_factory=list)
    variants: list[LabelVariant] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    span: Span | None = None
    side: str = "left"
    """Where the values stand among places that merged cells left over, if the rows themselves do not tell."""
    assumed: bool = False
    """No header tells the columns: the form's order is assumed, and only rows whose sum holds can be believed."""

    def cover(self, span: Span) -> None:
        """Extends the table's extent."""
        self.span = span if self.span is None else Span(min(self.span.start, span.start), max(self.span.end, span.end))


def targets(row: Label, columns: tuple[Label, ...], printed: str = "") -> tuple[Target, ...]:
    """The cells of one row under these columns."""
    return tuple(Target(cell_id(row, column), printed or row.label, column.label) for column in columns)
