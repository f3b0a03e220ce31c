"""What the rules cost: milliseconds for all of them on one report, alone and beside last year's; which are the dearest;
and how the cost grows with the numbers of hostile reports.

``python -m tests.benchmarks.reconcile``
"""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import nlp_extract
from nlp_extract import reconcile
from nlp_extract.facts import Report
from nlp_extract.reconcile import engine

from .measure import Work, best_in_turns, best_of, growth, show
from .texts import report_files

GOAL_MS = 10.0
EARLIER = {"suqian_city_2024.md": "suqian_city_2023.md", "pingtan_2024.txt": "pingtan_2023.txt"}
"""Report → that of the year before. The others are held against themselves, as if they were last year's."""
CROWDS = (2_500, 5_000, 10_000, 20_000)


def main() -> None:
    reports = {path.name: nlp_extract.extract(path) for path in report_files()}
    contestants: dict[str, Work] = {name: partial(reconcile.check, report) for name, report in reports.items()}
    for name, report in reports.items():
        earlier = reports.get(EARLIER.get(name, "")) or _as_last_year(report)
        contestants[f"{name} +"] = partial(reconcile.check, report, earlier)
    seconds = best_in_turns(contestants)
    rows = [
        (
            name,
            len(reports[name].quantities),
            len(reports[name].statements),
            len(reconcile.check(reports[name])),
            seconds[name] * 1000,
            seconds[f"{name} +"] * 1000,
        )
        for name in reports
    ]
    show(
        f"All {len(reconcile.RULES)} rules on one report (goal {GOAL_MS:.0f} ms)",
        ("report", "quantities", "statements", "findings", "ms", "with last year's"),
        rows,
    )
    fullest = max(reports.values(), key=lambda report: len(report.quantities))
    earlier = _as_last_year(fullest)
    cost = {rule: best_of(partial(engine.run, [rule], fullest, earlier), 5) for rule in reconcile.RULES}
    none = best_of(partial(engine.run, [], fullest, earlier), 5)
    dearest = sorted(cost, key=lambda rule: -cost[rule])[:8]
    costs = [("no rule: the context", "", none * 1000)]
    costs += [(rule.code, rule.name, (cost[rule] - none) * 1000) for rule in dearest]
    show(
        f"The dearest rules on {fullest.document.source.name.rpartition('/')[2]}",
        ("rule", "", "ms beyond it"),
        costs,
    )
    hostile()


def _as_last_year(report: Report) -> Report:
    year = report.outline.year
    return replace(report, outline=replace(report.outline, year=None if year is None else year - 1))


def hostile() -> None:
    """Reports of thousands of numbers: seconds for all rules, and the exponent of their growth."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from crowds import crowds

    sizes = [crowds(count) for count in CROWDS]
    rows = []
    for name in sizes[0]:
        seconds = [
            best_of(partial(reconcile.check, by_name[name], _as_last_year(by_name[name])), 1) for by_name in sizes
        ]
        rows.append((name, *seconds, growth(CROWDS, seconds)))
    show(
        "Seconds on hostile reports, beside last year's",
        ("what", *(f"{count}" for count in CROWDS), "exponent"),
        rows,
    )


if __name__ == "__main__":
    main()
