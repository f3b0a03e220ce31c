"""How long a user waits at the terminal: a fresh process from its start to the end, and a second report in the same run.

``python -m tests.benchmarks.cold_start``. The reference is a Python that does nothing.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from .measure import ROOT, Work, best_in_turns, run_python, show
from .texts import report_files


def command(arguments: Sequence[str]) -> None:
    """One run of the command line; ``check`` may find something (status 1)."""
    done = subprocess.run([sys.executable, "-m", "nlp_extract", *arguments], cwd=ROOT, capture_output=True)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr.decode())


def first_and_second(first: Path, second: Path) -> tuple[float, float]:
    """Seconds in one fresh process for all of a first report (imports included) and of a second one."""
    code = """
import sys
from time import perf_counter
begin = perf_counter()
import nlp_extract
times = []
for path in sys.argv[1:]:
    nlp_extract.check(nlp_extract.extract(path))
    times.append(perf_counter())
print(times[0] - begin, times[1] - times[0])
"""
    one, two = run_python(code, str(first), str(second)).split()
    return float(one), float(two)


def main() -> None:
    files = [path for path in report_files() if path.suffix == ".txt"]
    first, second = str(files[-1]), str(files[-2])
    contestants: dict[str, Work] = {
        "python -c pass": lambda: subprocess.run([sys.executable, "-c", "pass"], check=True),
        "--help": partial(command, ["--help"]),
        "check --help": partial(command, ["check", "--help"]),
        "extract, one report": partial(command, ["extract", first]),
        "check, one report": partial(command, ["check", first]),
        "check, two reports": partial(command, ["check", first, second]),
    }
    seconds = best_in_turns(contestants, rounds=5)
    nothing = seconds["python -c pass"]
    rows = [(name, best, best / nothing) for name, best in seconds.items()]
    goal = "goal: --help at most 0.3 s, the first finding within 4 s"
    show("Cold start, best of 5 rounds in turns", ("", "s", "× python"), rows, goal)
    pairs = [first_and_second(Path(first), Path(second)) for _ in range(5)]
    times = [
        ("first report, imports included", min(one for one, _ in pairs)),
        ("second report", min(two for _, two in pairs)),
    ]
    show("Both in one process", ("", "s"), times, "goal: the second report within 0.1 s")


if __name__ == "__main__":
    main()
