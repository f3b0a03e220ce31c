"""``python -m mutation``: the whole run, and its tables."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from mutation.report import by, rate, tables
from mutation.runner import Record, run
from mutation.subjects import subject_names

FLOOR, FLOOR_OF_ONE = 0.99, 0.97


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m mutation", description=__doc__)
    parser.add_argument("--each", type=int, default=8, help="mutants of each operator in each place of a report")
    parser.add_argument("--only", default="", help="reports whose name contains this")
    parser.add_argument("--out", type=Path, default=Path("mutation.jsonl"), help="results, one JSON object a line")
    parser.add_argument("--misses", type=int, default=20, help="so many missed mutants are shown")
    chosen = parser.parse_args()
    start = time.monotonic()
    records = list(run([name for name in subject_names() if chosen.only in name], chosen.each, chosen.out))
    judged = [line for line in records if "fate" in line]
    print(tables(records))
    for line in [line for line in judged if line["fate"] in ("missed", "refused")][: chosen.misses]:
        print(_missed(line))
    print(f"\n{len(judged)} mutants in {time.monotonic() - start:.0f} s")
    worst = min((rate(lines) for lines in by(judged, "operator").values()), default=1.0)
    return 0 if rate(judged) >= FLOOR and worst >= FLOOR_OF_ONE else 1


def _missed(line: Record) -> str:
    return (
        f"{line['fate']}: {line['subject']} {line['operator']} {line['figure']} …{line['before']!r} → {line['after']} "
        f"{line['rules']} {line['messages']}"
    )


if __name__ == "__main__":
    sys.exit(main())
