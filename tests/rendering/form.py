"""The three tables of a source as rows of boxes: the official form with the report's own labels and figures."""

from __future__ import annotations

from dataclasses import dataclass, replace

import layouts
from layouts import APPLICANTS, GROUPS, RESULTS_2019, RESULTS_2021, Box, Rows
from rendering.source import Source


@dataclass(frozen=True)
class Field(Box):
    """A box with a value in it (which may be blank), where a Box has a label."""


def tables(source: Source) -> dict[str, Rows]:
    """Section key → table. A box that holds a value is a ``Field``."""
    names = {name: name for name in source.cells}
    found = {
        "active_disclosure": layouts.disclosure(names, source.form),
        "requests": layouts.requests(names, source.form),
        "disputes": layouts.disputes(names),
    }
    if source.subtotals:
        found["requests"] = _with_subtotals(found["requests"], source)
    return {key: [[_filled(box, source) for box in row] for row in rows] for key, rows in found.items()}


def _filled(box: Box, source: Source) -> Box:
    if isinstance(box, Field):
        return box
    if box.text in source.cells:
        return Field(source.cells[box.text].text, box.colspan, box.rowspan)
    return replace(box, text=source.labels.get(box.text, box.text))


def _with_subtotals(rows: Rows, source: Source) -> Rows:
    """A row 小计 below each group of more than one row (domain A.8, R12)."""
    results = [row for row, _ in (RESULTS_2021 if source.form == "2021" else RESULTS_2019)]
    groups = [group for group in GROUPS if sum(row.startswith(f"{group}.") for row in results) > 1]
    done: Rows = []
    for row in rows:
        row = [_grown(box, groups) for box in row]
        done.append(row)
        name = row[-1].text.removeprefix("t3.").rpartition(".")[0]
        group = name.partition(".")[0]
        if group in groups and name == [one for one in results if one.startswith(f"{group}.")][-1]:
            members = [one for one in results if one.startswith(f"{group}.")]
            sums = [sum(source.cells[f"t3.{one}.{column}"].value or 0 for one in members) for column in APPLICANTS]
            done.append([Box("小计"), *(Field(str(value)) for value in sums)])
    return done


def _grown(box: Box, groups: list[str]) -> Box:
    """A label that spans rows, with room for the new ones."""
    if box.text in (GROUPS[group] for group in groups) and box.rowspan > 1:
        return replace(box, rowspan=box.rowspan + 1)
    return replace(box, rowspan=box.rowspan + len(groups)) if box.text == "三、本年度办理结果" else box
