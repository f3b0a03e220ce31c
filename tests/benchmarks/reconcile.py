"""What the rules cost: milliseconds for all of them on one report, and which are the dearest.

``python -m tests.benchmarks.reconcile``
"""

from __future__ import annotations

from functools import partial

import nlp_extract
from nlp_extract import reconcile
from nlp_extract.reconcile import engine

from .measure import Work, best_in_turns, best_of, show
from .texts import report_files


def main() -> None:
    reports = {path.name: nlp_extract.extract(path) for path in report_files()}
    contestants: dict[str, Work] = {name: partial(reconcile.check, report) for name, report in reports.items()}
    seconds = best_in_turns(contestants)
    rows = [
        (name, len(reports[name].quantities), len(reconcile.check(reports[name])), best * 1000)
        for name, best in seconds.items()
    ]
    show(f"All {len(reconcile.RULES)} rules on one report", ("report", "quantities", "findings", "ms"), rows)
    fullest = max(reports.values(), key=lambda report: len(report.quantities))
    cost = {rule: best_of(partial(engine.run, [rule], fullest), 5) for rule in reconcile.RULES}
    none = best_of(partial(engine.run, [], fullest), 5)
    dearest = sorted(cost, key=lambda rule: -cost[rule])[:8]
    costs = [("no rule: the context", "", none * 1000)]
    costs += [(rule.code, rule.name, (cost[rule] - none) * 1000) for rule in dearest]
    show(
        f"The dearest rules on {fullest.document.source.name.rpartition('/')[2]}",
        ("rule", "", "ms beyond it"),
        costs,
    )


if __name__ == "__main__":
    main()
