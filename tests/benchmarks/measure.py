"""Timing in turns, growth, peak memory, and tables of what came out."""

from __future__ import annotations

import math
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from time import perf_counter, process_time
from unicodedata import east_asian_width

ROOT = Path(__file__).parents[2]

Work = Callable[[], object]


def in_turns(contestants: Mapping[str, Work], rounds: int = 7) -> dict[str, list[float]]:
    """Seconds of each round of each contestant. All run once to warm up, then take turns, so that a busy
    neighbour slows all of them."""
    for work in contestants.values():
        work()
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, work in contestants.items():
            seconds[name].append(timed(work))
    return seconds


def best_in_turns(contestants: Mapping[str, Work], rounds: int = 7) -> dict[str, float]:
    """The best round of each, in seconds."""
    return {name: min(rows) for name, rows in in_turns(contestants, rounds).items()}


def timed(work: Work) -> float:
    """Seconds that one call takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def processor_time(work: Work) -> float:
    """Seconds of the processor that one call takes."""
    start = process_time()
    work()
    return process_time() - start


def best_of(work: Work, rounds: int = 3) -> float:
    """Seconds of the best of several calls."""
    return min(timed(work) for _ in range(rounds))


def growth(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The exponent e of seconds ~ size^e: the slope of a line through the logarithms."""
    slope, _ = statistics.linear_regression([math.log(n) for n in sizes], [math.log(s) for s in seconds])
    return slope


def peak_mb(process: int | str = "self") -> float:
    """The most memory that a process (this one) has held so far, in MB. Of another one, Linux tells."""
    status = Path(f"/proc/{process}/status")
    if status.exists():  # Linux counts the parent's memory into ru_maxrss, but not into VmHWM
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def run_python(code: str, *arguments: str) -> str:
    """What a fresh Python prints that runs ``code`` in the root of the project."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def show(title: str, header: Sequence[str], rows: Iterable[Sequence[object]], note: str = "") -> None:
    """A table on the terminal; the first column to the left, figures to the right."""
    lines = [[str(value) for value in header], *([_figure(value) for value in row] for row in rows)]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(header))]
    print(f"\n{title}")
    for number, line in enumerate(lines):
        cells = [_padded(text, widths[column], left=column == 0) for column, text in enumerate(line)]
        print("  " + "  ".join(cells).rstrip())
        if number == 0:
            print("  " + "  ".join("-" * width for width in widths))
    if note:
        print(f"  {note}")


def _figure(value: object) -> str:
    return (
        f"{value:.3g}"
        if isinstance(value, float) and abs(value) < 100
        else (f"{value:.0f}" if isinstance(value, float) else str(value))
    )


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int, *, left: bool) -> str:
    blank = " " * (width - _width(text))
    return text + blank if left else blank + text
