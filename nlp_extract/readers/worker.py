"""Reads one file in a process of its own, bounded in time and memory, for batches of unknown files.

The process gets limits from the system where the platform has them (address space, processor time)
and is killed when its time is up. What it hands back is JSON, so that a file which takes over the
reader cannot reach the parent through what is unpacked there.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from nlp_extract import errors
from nlp_extract.document import Anchor, Document, Grid, GridCell, Place, Source, Span
from nlp_extract.errors import DamagedFileError, LimitError
from nlp_extract.readers.limits import Limits, exceeded

START_SECONDS = 10.0
"""Time for the process to start and import, on top of the time for the file."""
OUT_OF_MEMORY = 12
"""Exit status of a worker that ran out of memory (ENOMEM)."""

_PACKAGES = str(Path(__file__).resolve().parents[2])
_SPLIT_REMEDY = "请确认文件确为年度报告；必要时另存为更简单的文件后重试"


def read_bounded(path: str | Path, limits: Limits = Limits()) -> Document:  # noqa: B008
    """The document in a file, read in a process that can be killed.

    Raises what ``readers.read`` raises; LimitError where the process takes longer than
    ``limits.seconds`` or more than ``limits.memory_bytes``; DamagedFileError where it crashes.
    """
    request = json.dumps({"path": str(path), "limits": asdict(limits)}).encode()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [_PACKAGES, os.environ.get("PYTHONPATH")]))}
    command = [sys.executable, "-m", "nlp_extract.readers.worker"]
    try:
        patience = limits.seconds + START_SECONDS
        done = subprocess.run(
            command, input=request, capture_output=True, env=environment, timeout=patience, check=False
        )
    except subprocess.TimeoutExpired as why:  # run() has killed the process by now
        raise exceeded(str(path), "读取时间", f"{limits.seconds:g} 秒") from why
    return _answer(done, str(path), limits)


def _answer(done: subprocess.CompletedProcess[bytes], name: str, limits: Limits) -> Document:
    if done.returncode == 0 and done.stdout:
        answer = json.loads(done.stdout)
        if "error" in answer:
            raise _error(answer["error"])
        return _document(answer["document"])
    if done.returncode == OUT_OF_MEMORY or b"MemoryError" in done.stderr or b"bad_alloc" in done.stderr:
        raise exceeded(name, "所需内存", f"{limits.memory_bytes} 字节")
    if done.returncode in (-9, -24):  # SIGKILL by the system, SIGXCPU
        raise LimitError(f"读取时间或内存超过上限（信号 {-done.returncode}）", file=name, remedy=_SPLIT_REMEDY)
    last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2][:160]
    raise DamagedFileError(f"读取进程意外结束（状态 {done.returncode}：{last}）", file=name, remedy="请另存文件后重试")


def _error(data: dict[str, str]) -> errors.NlpExtractError:
    known = {name: kind for name, kind in vars(errors).items() if name.endswith("Error")}
    make: type[errors.NlpExtractError] = known.get(data["kind"], errors.ReadError)
    return make(data["problem"], remedy=data["remedy"], file=data["file"], place=data["place"])


def _document(data: dict[str, Any]) -> Document:
    grids = tuple(
        Grid(Span(*span), rows, columns, tuple(GridCell(Span(start, end), *rest) for start, end, *rest in cells))
        for span, rows, columns, cells in data["grids"]
    )
    return Document(
        text=data["text"],
        source=Source(*data["source"]),
        grids=grids,
        anchors=tuple(Anchor(start, _place(place)) for start, place in data["anchors"]),
        notes=tuple(data["notes"]),
    )


def _place(data: dict[str, Any]) -> Place:
    if box := data.get("box"):
        data["box"] = tuple(box)
    return Place(**data)


def _as_json(document: Document) -> dict[str, Any]:
    def place(of: Place) -> dict[str, Any]:
        return {key.name: value for key in fields(of) if (value := getattr(of, key.name)) is not None}

    def cells(grid: Grid) -> list[list[int]]:
        return [[c.span.start, c.span.end, c.row, c.column, c.rowspan, c.colspan] for c in grid.cells]

    source = document.source
    return {
        "text": document.text,
        "source": [source.name, source.kind, source.encoding],
        "grids": [[[grid.span.start, grid.span.end], grid.rows, grid.columns, cells(grid)] for grid in document.grids],
        "anchors": [[anchor.start, place(anchor.place)] for anchor in document.anchors],
        "notes": list(document.notes),
    }


def _bound_process(limits: Limits) -> None:
    """Ask the system to stop this process at the limits; Windows has no such call."""
    try:
        import resource
    except ImportError:
        return
    seconds = int(limits.seconds + START_SECONDS)
    for what, most in ((resource.RLIMIT_AS, limits.memory_bytes), (resource.RLIMIT_CPU, seconds)):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, hard))


def _serve() -> int:
    """Read the file that standard input names; write the document or the error to standard output."""
    request = json.load(sys.stdin.buffer)
    limits = Limits(**request["limits"])
    _bound_process(limits)
    try:
        from nlp_extract import readers

        answer = {"document": _as_json(readers.read(Path(request["path"]), limits))}
    except errors.NlpExtractError as why:
        if isinstance(why.__cause__, MemoryError):
            return OUT_OF_MEMORY
        what = {"problem": why.problem, "remedy": why.remedy, "file": why.file, "place": why.place}
        answer = {"error": {"kind": type(why).__name__, **what}}
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))
    return 0


if __name__ == "__main__":
    sys.exit(_serve())
