"""Runs the mutants on two processes; what is done is on disk, and a run that was interrupted goes on from there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import lru_cache
from pathlib import Path
from typing import Any

from mutation.figures import figures
from mutation.judge import judge, record
from mutation.mutants import mutants
from mutation.subjects import ROOT, Subject, subject

PROCESSES = 2

Record = dict[str, Any]


def results(name: str, each: int) -> list[Record]:
    """All chosen mutants of one report, judged."""
    one = _subject(name)
    return [record(one, mutant, judge(one, mutant)) for mutant in mutants(one, each)]


def counts(name: str) -> Record:
    """How many figures a report has, and how many of them are checkable, by place."""
    found: Record = {"subject": name, "figures": {}, "checkable": {}}
    for figure in figures(_subject(name)):
        found["figures"][figure.where] = found["figures"].get(figure.where, 0) + 1
        found["checkable"][figure.where] = found["checkable"].get(figure.where, 0) + bool(figure.rules)
    return found


def run(names: Iterable[str], each: int, out: Path) -> Iterator[Record]:
    """The results of all subjects, those of an earlier run of the same program on the same reports included.

    ``out`` is a file of one JSON object a line, the first a fingerprint of program and reports; a file of another
    fingerprint is begun anew.
    """
    done = _done(out)
    for kept in done.values():
        yield from kept
    todo = [name for name in names if name not in done]
    with out.open("a", encoding="utf-8") as file, ProcessPoolExecutor(PROCESSES) as pool:
        futures = [pool.submit(_worked, name, each) for name in todo]
        for future in as_completed(futures):
            lines = future.result()
            file.write("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
            file.flush()
            yield from lines


def _worked(name: str, each: int) -> list[Record]:
    return [counts(name), *results(name, each), {"finished": name}]


def _done(out: Path) -> dict[str, list[Record]]:
    """What a file holds of subjects that were finished; begins the file where it holds nothing of use."""
    mark = {"fingerprint": fingerprint()}
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()] if out.is_file() else []
    if not lines or lines[0] != mark:
        out.write_text(json.dumps(mark) + "\n", encoding="utf-8")
        return {}
    done: dict[str, list[Record]] = {}
    held: list[Record] = []
    for line in lines[1:]:
        held.append(line)
        if "finished" in line:
            done[line["finished"]] = held
            held = []
    return done


def fingerprint() -> str:
    """A hash of the program, this harness and the reports: results of another one are of no use."""
    digest = hashlib.sha256()
    for folder in ("nlp_extract", "corpora/reports", "tests/mutation", "tests/rendering"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".toml", ".txt", ".md"):
                digest.update(path.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=2)
def _subject(name: str) -> Subject:
    return subject(name)
