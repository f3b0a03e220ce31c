"""One figure changed at a time, in prose or table, of reports that agree: the change is found where it was made."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

from nlp_extract.facts import Finding
from nlp_extract.reconcile import check
from nlp_extract.reconcile.examples import build
from nlp_extract.reconcile.sheet import COLUMNS, GROUPS, detail_rows

REPORTS = 12
MUTANTS = 1200
ROWS = ("new", "carried_in", *detail_rows(False), "total", "carried_out")
Rows = dict[str, list[int]]


def rows_of(rng: random.Random) -> Rows:
    """A table three that adds up, with numbers in every group."""
    rows = {row: [0] * 7 for row in ROWS}
    busy = ["granted", "partial", *(f"{group}.{rng.choice(members)}" for group, members in GROUPS.items())]
    for row in busy:
        rows[row][:2] = [rng.randint(11, 480), rng.randint(3, 40)]
    rows["carried_out"][0], rows["carried_in"][0] = rng.randint(5, 30), rng.randint(31, 60)
    for column in range(6):
        rows["total"][column] = sum(rows[row][column] for row in detail_rows(False))
        rows["new"][column] = rows["total"][column] + rows["carried_out"][column] - rows["carried_in"][column]
    for values in rows.values():
        values[6] = sum(values[:6])
    return rows


def group(rows: Rows, name: str) -> int:
    return sum(rows[f"{name}.{member}"][6] for member in GROUPS[name])


def figures_of(rows: Rows) -> dict[str, int]:
    """What the prose says, by metric."""
    return {
        "requests.received": rows["new"][6],
        "requests.carried_in": rows["carried_in"][6],
        "requests.processed": rows["total"][6],
        "requests.carried_out": rows["carried_out"][6],
        "requests.granted": rows["granted"][6],
        "requests.partial": rows["partial"][6],
        "requests.denied": group(rows, "denied"),
        "requests.unable": group(rows, "unable"),
        "requests.refused": group(rows, "refused"),
        "requests.other": group(rows, "other"),
        "review.total": 60,
        "review.upheld": 31,
        "litigation.total": 23,
    }


def notation(rows: Rows, figures: dict[str, int]) -> str:
    said = "，".join(f"事项{{{value}件 {metric}}}" for metric, value in figures.items())
    cells = "\n".join(f"t3.{row} = {' '.join(map(str, values))}" for row, values in rows.items())
    return f"{said}。\n---\n{cells}\nt4.rev = 31 12 9 8 60\nt4.lit1 = 6 2 4 3 15\nt4.lit2 = 3 1 2 2 8"


def changed(value: int, operator: str, rng: random.Random) -> int | None:
    digits = str(value)
    place = rng.randrange(len(digits))
    if operator == "one more":
        return value + 1
    if operator == "one less":
        return value - 1 if value else None
    if operator == "ten times":
        return value * 10
    if operator == "digit lost":
        return int(digits[:place] + digits[place + 1 :]) if len(digits) > 1 else None
    if operator == "digit doubled":
        return int(digits[:place] + digits[place] + digits[place:])
    swapped = digits[:-2] + digits[-1:] + digits[-2:-1]
    return int(swapped) if len(digits) > 1 else None


OPERATORS = ("one more", "one less", "ten times", "digit lost", "digit doubled", "digits swapped")


def loud(text: str) -> list[Finding]:
    return [one for one in check(*build(text)) if one.severity in ("warning", "error")]


def mutants(rng: random.Random) -> Iterator[tuple[str, str, str]]:
    """Operator, the place changed (a cell, the beginning of a row's cells, or a metric), and the report."""
    reports = [rows_of(rng) for _ in range(REPORTS)]
    while True:
        rows = {row: list(values) for row, values in rng.choice(reports).items()}
        figures = figures_of(rows)
        operator = rng.choice(OPERATORS)
        kind = rng.choice(("cell", "cell", "prose", "prose", "shift", "swap"))
        if kind == "prose":
            metric = rng.choice(list(figures))
            value = changed(figures[metric], operator, rng)
            if value is not None and value != figures[metric]:
                figures[metric] = value
                yield f"prose: {operator}", metric, notation(rows, figures)
        elif kind == "cell":
            row = rng.choice([row for row in ROWS if rows[row][6] or rng.random() < 0.1])
            column = rng.choice((0, 1, 6, 6, rng.randrange(7)))
            value = changed(rows[row][column], operator, rng)
            if value is not None and value != rows[row][column]:
                rows[row][column] = value
                yield f"table: {operator}", f"t3.{row}.{COLUMNS[column]}", notation(rows, figures)
        elif kind == "shift":
            row = rng.choice([row for row in ROWS if rows[row][6]])
            rows[row] = rng.choice((rows[row][1:] + rows[row][:1], rows[row][-1:] + rows[row][:-1]))
            yield "table: row shifted", f"t3.{row}.", notation(rows, figures)
        else:
            row = rng.choice([row for row in ROWS if rows[row][6]])
            one, other = rng.sample(range(7), 2)
            if rows[row][one] != rows[row][other]:
                rows[row][one], rows[row][other] = rows[row][other], rows[row][one]
                yield "table: cells swapped", f"t3.{row}.{COLUMNS[one]}", notation(rows, figures)


def test_the_reports_agree_before_anything_is_changed() -> None:
    rng = random.Random(2024)
    for _ in range(REPORTS):
        rows = rows_of(rng)
        assert [finding.message for finding in loud(notation(rows, figures_of(rows)))] == []


def test_a_changed_figure_is_found_at_its_place_and_told_once() -> None:
    rng = random.Random(2024)
    made, found, once = Counter[str](), Counter[str](), 0
    missed = []
    for (operator, place, text), _ in zip(mutants(rng), range(MUTANTS), strict=False):
        findings = loud(text)
        hit = any(
            finding.metric == place or any(key.startswith(place) for key in finding.cells) for finding in findings
        )
        made[operator] += 1
        found[operator] += hit
        once += len(findings) == 1
        if not hit:
            missed.append((operator, place, [finding.message for finding in findings]))
    assert len(made) == 2 * len(OPERATORS) + 2
    assert sum(found.values()) / sum(made.values()) >= 0.99, missed
    assert min(found[operator] / made[operator] for operator in made) >= 0.97, missed
    assert once / sum(made.values()) >= 0.97
