"""Seconds and peak memory, by kind of file, of the readers alone and of all that ``extract`` does with a file in its
worker, both in a process that is already warm.

``python -m tests.benchmarks.reading``. The files are the real reports of ``../shared/reports`` and every invented
report of ``corpora/reports`` in every rendering.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from nlp_extract import readers
from nlp_extract.worker.requests import Source, Style
from nlp_extract.worker.supervisor import Supervisor

from .measure import best_of, peak_mb, run_python, show
from .texts import report_files


def renderings(folder: Path) -> list[Path]:
    """The invented reports as files of every kind, written to ``folder``."""
    sys.path.insert(
        0, str(Path(__file__).parents[1])
    )  # tests/rendering is imported by its plain name, as pytest has it
    from rendering import RENDERINGS, load_all, missing, render

    made = []
    for kind in RENDERINGS:
        if package := missing(kind):
            print(f"skipped: {kind} needs {package}", file=sys.stderr)
            continue
        for source in load_all():
            path = folder / f"{source.name}.{kind}"
            path.write_bytes(render(source, kind))
            made.append(path)
    return made


def read_all(paths: Sequence[str]) -> list[tuple[str, int, float]]:
    """Name, bytes and best seconds of each file; the first file is read once before, to warm up."""
    readers.read(Path(paths[0]))
    return [(path, Path(path).stat().st_size, best_of(partial(readers.read, Path(path)), 5)) for path in paths]


def in_own_process(paths: Sequence[Path]) -> tuple[list[tuple[str, int, float]], float]:
    """``read_all`` of files of one kind, and the most memory that its process held."""
    code = (
        "import json, sys; from tests.benchmarks.reading import peak_mb, read_all; "
        "print(json.dumps([read_all(sys.argv[1:]), peak_mb()]))"
    )
    rows, memory = json.loads(run_python(code, *map(str, paths)))
    return [tuple(row) for row in rows], memory


def in_worker(paths: Sequence[Path]) -> tuple[list[tuple[str, int, float]], float]:
    """The same for what ``extract`` asks of its worker: from the name of a file to the JSON that is written."""
    with Supervisor() as supervisor:
        supervisor.begin({"do": "begin", "style": asdict(Style("json", 100))})

        def extract(path: Path) -> object:
            source = Source(str(path))
            return supervisor.ask({"do": "extract", "report": source.told()}, source)

        extract(paths[0])
        rows = [(str(path), path.stat().st_size, best_of(partial(extract, path), 5)) for path in paths]
        return rows, peak_mb(supervisor.pid or "self")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        kinds: dict[str, list[Path]] = defaultdict(list)
        for path in [*report_files(), *renderings(Path(folder))]:
            kinds[path.suffix].append(path)
        goal = "goal: median HTML or Word at most 150 ms, PDF at most 1000 ms, memory at most 400 MB"
        for title, measured in (("Readers, warm", in_own_process), ("extract, in its warm worker", in_worker)):
            rows = [_row(kind, *measured(paths)) for kind, paths in sorted(kinds.items())]
            show(title, ("kind", "files", "median ms", "slowest ms", "peak MB", "slowest file"), rows, goal)
    print(f"  (the process itself held {peak_mb():.0f} MB)")


def _row(kind: str, times: list[tuple[str, int, float]], memory: float) -> Sequence[object]:
    seconds = [time for _, _, time in times]
    slowest = max(times, key=lambda row: row[2])
    return kind, len(times), statistics.median(seconds) * 1000, max(seconds) * 1000, memory, Path(slowest[0]).name


if __name__ == "__main__":
    main()
