"""Rows with labels → cells by id, each with how it was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from nlp_extract.document import Cell, Reading, Span, UnalignedRow
from nlp_extract.tables.reconstruct import ENDS, Cut, Identity, cuts, settle
from nlp_extract.tables.rows import Draft, RawRow, Target
from nlp_extract.tables.values import EMPTY, Slot, parse

STRAY = 2
"""Numbers beside the values of a row (a page number, a lost enumerator) that the row's sum may sort out."""
TOO_FEW = "数值少于列数，无法认定各数属于哪一列"
TOO_MANY = "数值多于列数，无法认定各数属于哪一列"
TOO_WIDE = "数值之间的空格多于列数，无法认定各数属于哪一列"
UNTOLD = "正文中没有表头，行内合计又不相符，无法认定各数属于哪一列"
NO_CUT = "各列数字连在一起，没有一种切分符合行列关系"
MANY_CUTS = "各列数字连在一起，有多种切分符合行列关系，不予猜测"


@dataclass(frozen=True, slots=True)
class Aligned:
    """The cells of a table, and the rows that could not be aligned with the reason."""

    cells: tuple[Cell, ...]
    unaligned: tuple[UnalignedRow, ...]


def align(draft: Draft, hints: dict[str, frozenset[int]] | None = None) -> Aligned:
    """Cells of the rows of one table.

    A place left over from merged cells shifts nothing: the run of places is taken that holds all values
    and, where several do, on which the row's sum holds, else the one that the table's other rows show, else
    the one on the draft's usual side.
    ``hints`` are values that the prose gives for a cell; only a row of glued digits is settled by them.
    """
    rows = draft.rows
    thin = _only_sums(rows)
    glued = [] if thin else _glued(rows)
    side = _side([row for row in rows if row not in glued], draft.side)
    cells: list[Cell] = []
    unaligned: list[UnalignedRow] = []
    for row in rows:
        if row in glued:
            continue
        placed = _place(row, side, thin)
        if isinstance(placed, str):
            unaligned.append(UnalignedRow(row.span, raw_text(row), placed))
        elif draft.assumed and not _consistent(row.targets, placed[0]):
            unaligned.append(UnalignedRow(row.span, raw_text(row), UNTOLD))
        else:
            cells += _cells(row.targets, *placed)
    regained = _regain(glued, cells, hints or {})
    return Aligned((*cells, *regained.cells), (*unaligned, *regained.unaligned))


def _glued(rows: Sequence[RawRow]) -> list[RawRow]:
    """Rows whose digits stand together; none where no row of the table shows it beyond doubt."""
    found = [row for row in rows if _may_be_glued(row)]
    return found if any(_is_suspicious(slot.digits) for row in found for slot in row.slots) else []


def _may_be_glued(row: RawRow) -> bool:
    """Fewer runs of digits than columns, yet digits enough for all: ``801000081`` for seven columns. Places that the
    merged cells of the label left over may stand before or behind them."""
    wanted = len(row.targets)
    filled = [index for index, slot in enumerate(row.slots) if slot.filled]
    if row.fixed or not filled or len(row.slots) >= wanted:
        return False
    runs = row.slots[filled[0] : filled[-1] + 1]
    return all(slot.digits for slot in runs) and sum(len(slot.digits) for slot in runs) >= wanted


def _is_suspicious(digits: str) -> bool:
    """``000`` or ``801000081``: more zeros, or more digits, than a number of these tables has."""
    return digits.startswith("00") or "000" in digits or len(digits) > 6


def raw_text(row: RawRow) -> str:
    label = row.targets[0].row_label if row.targets else ""
    return " ".join([label, *(slot.raw for slot in row.slots if slot.filled)])


def identities(targets: Sequence[Target]) -> list[Identity]:
    """The sums inside a row: the applicants of table three, the outcomes of each procedure of table four."""
    groups: dict[str, list[int]] = {}
    for index, target in enumerate(targets):
        if target.id.startswith(("t3.", "t4.")):
            groups.setdefault(target.id.rsplit(".", 1)[0], []).append(index)
    found = []
    for indices in groups.values():
        totals = [index for index in indices if targets[index].id.rsplit(".", 1)[1] in ("sum", "total")]
        if len(totals) == 1 and len(indices) > 2:
            found.append(Identity(tuple(index for index in indices if index != totals[0]), totals[0]))
    return found


# ---- which place is which column


def _place(row: RawRow, side: str, thin: bool) -> tuple[tuple[Slot, ...], Reading] | str:
    """The slots of a row in the order of its targets and how they were read, or why that is unknown."""
    wanted = len(row.targets)
    filled = [slot for slot in row.slots if slot.filled]
    if not filled:
        return (EMPTY,) * wanted, "printed"
    if row.fixed or len(row.slots) == wanted:
        return _unshifted(row.targets, row.slots)
    if len(filled) == wanted:
        return tuple(filled), "printed"
    if len(filled) > wanted:
        return _balanced_run(row, filled)
    if len(row.slots) < wanted:
        if thin and len(filled) == 2:
            return (filled[0], *(EMPTY,) * (wanted - 2), filled[1]), "displaced"
        return TOO_FEW
    runs = _runs(row.slots, wanted)
    if not runs:
        return TOO_WIDE
    usual = runs[0] if side == "left" else runs[-1]
    if len(runs) == 1 or _consistent(row.targets, usual):
        return usual, "printed"
    right = [run for run in runs if _consistent(row.targets, run)]
    return (right[0], "displaced") if len(right) == 1 else (usual, "printed")


def _runs(slots: Sequence[Slot], wanted: int) -> list[tuple[Slot, ...]]:
    """Every stretch of ``wanted`` places that holds all values."""
    filled = [index for index, slot in enumerate(slots) if slot.filled]
    starts = range(max(0, filled[-1] - wanted + 1), min(filled[0], len(slots) - wanted) + 1)
    return [tuple(slots[start : start + wanted]) for start in starts]


def _side(rows: Sequence[RawRow], usual: str) -> str:
    """Where left-over places stand in this table: behind the values (pipes: values "left") or before them (tabs)."""
    votes: Counter[str] = Counter()
    for row in rows:
        wanted = len(row.targets)
        filled = [index for index, slot in enumerate(row.slots) if slot.filled]
        if len(row.slots) > wanted and filled and filled[-1] - filled[0] + 1 == wanted:
            votes["left" if filled[0] == 0 else "right"] += 1
    return usual if votes["right"] == votes["left"] else votes.most_common(1)[0][0]


def _only_sums(rows: Sequence[RawRow]) -> bool:
    """Whether every row that has values prints the same number twice: 自然人 and 总计, the rest blank and lost."""
    filled = [[slot.raw for slot in row.slots if slot.filled] for row in rows]
    pairs = [values for values in filled if values]
    return len(pairs) > 2 and all(len(values) == 2 and values[0] == values[1] for values in pairs)


def _balanced_run(row: RawRow, filled: list[Slot]) -> tuple[tuple[Slot, ...], Reading] | str:
    wanted = len(row.targets)
    if len(filled) > wanted + STRAY:
        return TOO_MANY
    runs = [tuple(filled[start : start + wanted]) for start in range(len(filled) - wanted + 1)]
    right = [run for run in runs if _balanced(row.targets, run) and any(parse(slot.raw)[0] for slot in run)]
    return (right[0], "displaced") if len(right) == 1 else TOO_MANY


def _unshifted(targets: Sequence[Target], slots: tuple[Slot, ...]) -> tuple[tuple[Slot, ...], Reading]:
    """The slots as they are, or turned by the blanks at one end where only that makes the row's sum hold."""
    if all(slot.filled for slot in slots) or not identities(targets) or _balanced(targets, slots):
        return slots, "printed"
    blanks = next((index for index, slot in enumerate(slots) if slot.filled), 0)
    trailing = next((index for index, slot in enumerate(reversed(slots)) if slot.filled), 0)
    turned = [slots[by:] + slots[:by] for by in range(1, blanks + 1)]
    turned += [slots[-by:] + slots[:-by] for by in range(1, trailing + 1)]
    right = [one for one in turned if _balanced(targets, one) and any(parse(slot.raw)[0] for slot in one)]
    return (right[0], "displaced") if len(right) == 1 else (slots, "printed")


def _balanced(targets: Sequence[Target], slots: Sequence[Slot]) -> bool:
    """Whether every sum of the row is printed and holds, blanks counting as nothing."""
    values = [parse(slot.raw)[0] for slot in slots]
    return all(values[one.total] is not None and one.holds(_numbers(values)) for one in identities(targets))


def _consistent(targets: Sequence[Target], slots: Sequence[Slot]) -> bool:
    """Whether every sum of the row holds, a blank one over nothing too."""
    values = _numbers([parse(slot.raw)[0] for slot in slots])
    return all(one.holds(values) for one in identities(targets))


def _numbers(values: Sequence[Decimal | None]) -> list[Decimal]:
    return [value or Decimal(0) for value in values]


def _cells(targets: Sequence[Target], slots: Sequence[Slot], reading: Reading) -> list[Cell]:
    found = []
    for target, slot in zip(targets, slots, strict=True):
        value, note = parse(slot.raw)
        how: Reading = "blank" if value is None and not note else reading
        found.append(Cell(target.id, value, slot.raw, slot.span, target.row_label, target.column_label, how, note))
    return found


# ---- digits without separators


def _regain(rows: Sequence[RawRow], read: Sequence[Cell], hints: dict[str, frozenset[int]]) -> Aligned:
    """Cells of rows whose digits stand together, as far as arithmetic and the prose leave one way."""
    ways = {_name(row): _ways(row) for row in rows}
    fixed = _whole_rows(read)
    results = [name for name in {**fixed, **ways} if name not in ENDS]
    settled = (
        settle(ways, fixed, results)
        if _same_width(ways, fixed)
        else {name: one[0] for name, one in ways.items() if len(one) == 1}
    )
    cells: list[Cell] = []
    unaligned: list[UnalignedRow] = []
    for row in rows:
        name = _name(row)
        if name in settled:
            cells += _rebuilt(row, settled[name])
            continue
        open_ways = _hinted(row, ways[name], hints)
        if len(open_ways) == 1:
            cells += _rebuilt(row, open_ways[0])
            continue
        if open_ways and len(open_ways) < len(ways[name]):
            cells += _agreed(row, open_ways)
        unaligned.append(UnalignedRow(row.span, raw_text(row), MANY_CUTS if ways[name] else NO_CUT))
    return Aligned(tuple(cells), tuple(unaligned))


def _name(row: RawRow) -> str:
    return row.targets[0].id.split(".", 1)[1].rsplit(".", 1)[0]


def _ways(row: RawRow) -> list[Cut]:
    pieces = [slot.digits for slot in row.slots if slot.filled]
    return cuts(pieces, len(row.targets), identities(row.targets))


def _same_width(ways: dict[str, list[Cut]], fixed: dict[str, Cut]) -> bool:
    widths = {len(cut) for cut in fixed.values()} | {len(cut) for one in ways.values() for cut in one}
    return "total" in {*ways, *fixed} and len(widths) == 1


def _whole_rows(cells: Sequence[Cell]) -> dict[str, Cut]:
    """Rows of table three read as printed, blank as nothing, by row name."""
    rows: dict[str, list[int]] = {}
    for cell in cells:
        if cell.id.startswith("t3."):
            rows.setdefault(cell.id.split(".", 1)[1].rsplit(".", 1)[0], []).append(int(cell.value or 0))
    return {name: tuple(values) for name, values in rows.items()}


def _hinted(row: RawRow, ways: list[Cut], hints: dict[str, frozenset[int]]) -> list[Cut]:
    for index, target in enumerate(row.targets):
        known = hints.get(target.id, frozenset())
        fitting = [way for way in ways if way[index] in known]
        if fitting:
            return fitting
    return ways


def _agreed(row: RawRow, ways: list[Cut]) -> list[Cell]:
    """The cells on which all remaining cuts agree."""
    full = _rebuilt(row, ways[0])
    return [cell for index, cell in enumerate(full) if len({way[index] for way in ways}) == 1]


def _rebuilt(row: RawRow, cut: Cut) -> list[Cell]:
    """Cells of a cut; each span covers the digits that became it."""
    places = [
        (slot.span.start + index, digit)
        for slot in row.slots
        if slot.span
        for index, digit in enumerate(slot.raw)
        if digit.isdigit()
    ]
    found, at = [], 0
    for target, value in zip(row.targets, cut, strict=True):
        piece = places[at : at + len(str(value))]
        at += len(piece)
        raw = "".join(digit for _, digit in piece)
        found.append(
            Cell(target.id, Decimal(value), raw, _span(piece), target.row_label, target.column_label, "reconstructed")
        )
    return found


def _span(piece: list[tuple[int, str]]) -> Span:
    return Span(piece[0][0], piece[-1][0] + 1)
