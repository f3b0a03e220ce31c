"""Files that hang, eat memory or kill the worker: each ends in its named error, and the others are done."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import nlp_extract
from conftest import CORPUS, ROOT, Run
from nlp_extract import Limits, Worker
from nlp_extract.errors import CrashError, InternalError, LimitError, MissingFileError, NlpExtractError
from nlp_extract.worker import child, frames, supervisor
from nlp_extract.worker.requests import Source
from nlp_extract.worker.supervisor import Supervisor

WATER = CORPUS / "qingping_water_2023.txt"
TOWN = CORPUS / "shibu_town_2022.txt"
POSIX = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is bounded on Linux only")


def report(year: int = 2023, characters: int = 0) -> str:
    """The water bureau's report of a year, with so many characters more in its prose."""
    text = WATER.read_text(encoding="utf-8").replace("2023", str(year))
    more = "全年主动公开政府信息642条，其中县政府门户网站390条，“清平水利”微信公众号252条。\n"
    at = text.index("二、")
    return text[:at] + more * (characters // len(more)) + text[at:]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three good reports and, between them, one that takes minutes; a second each is what they may take."""
    files = {"a2022.txt": report(2022), "b2023.txt": report(2023, 1_500_000), "c2023.txt": report(2023)}
    for name, text in {**files, "d2024.txt": report(2024)}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "nlp-extract.toml").write_text("[limits]\nseconds = 3\n", encoding="utf-8")
    return tmp_path


def told(lines: list[Any]) -> dict[str, str]:
    """File name → kind of its error, or the year before."""
    return {
        Path(one["file"]).name: one["error"]["kind"] if "error" in one else str(one.get("previous") or "")[-9:]
        for one in lines
    }


# ---------------------------------------------------------------- over the limits


def test_a_file_that_hangs_is_named_and_the_others_are_done(run: Run, folder: Path) -> None:
    outcome = run("extract", folder)
    assert outcome.status == 3
    assert told(outcome.lines) == {"a2022.txt": "", "b2023.txt": "LimitError", "c2023.txt": "", "d2024.txt": ""}
    assert "处理时间超过上限 3 秒" in outcome.err
    assert "[limits]" in outcome.err


def test_a_folder_keeps_its_years_when_the_worker_is_killed(run: Run, folder: Path) -> None:
    begin = time.monotonic()
    outcome = run("check", folder)
    assert outcome.status == 3
    assert told(outcome.lines) == {
        "a2022.txt": "",
        "b2023.txt": "LimitError",
        "c2023.txt": "a2022.txt",
        "d2024.txt": "c2023.txt",
    }
    assert time.monotonic() - begin < 25  # it is tried once, while the folder is looked through


def test_the_year_before_may_be_the_one_that_hangs(run: Run, folder: Path) -> None:
    outcome = run("check", folder / "d2024.txt", "--previous", folder / "b2023.txt")
    assert outcome.status == 3
    assert outcome.json["file"].endswith("d2024.txt")
    assert outcome.json["error"]["kind"] == "LimitError"
    assert outcome.json["error"]["file"].endswith("b2023.txt")


def test_standard_input_may_hang(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    outcome = run("check", "-", "c2023.txt", stdin=(folder / "b2023.txt").read_bytes())
    assert outcome.status == 3
    assert told(outcome.lines) == {"-": "LimitError", "c2023.txt": ""}


@LINUX
@pytest.mark.parametrize("form", ["table", "sarif"])
def test_a_file_that_needs_too_much_memory(run: Run, tmp_path: Path, form: str) -> None:
    (tmp_path / "nlp-extract.toml").write_text("[limits]\nmemory-bytes = 30_000_000\n", encoding="utf-8")
    for name, size in (("a.txt", 1_500_000), ("b.txt", 0)):
        (tmp_path / name).write_text(report(characters=size), encoding="utf-8")
    rows = "".join(f"<tr><td>规章{index}<td>{index}<td>{'公开' * 100}" for index in range(1900))
    (tmp_path / "c.html").write_text(f"<meta charset=utf-8><table>{rows}</table>" * 9, encoding="utf-8")
    outcome = run("check", *sorted(tmp_path.glob("?.*")), "--format", form)
    assert outcome.status == 3
    assert outcome.err.count("所需内存超过上限 30000000 字节") == 2
    assert "b.txt" in outcome.text


# ---------------------------------------------------------------- a worker that dies


class Batch:
    """The command line in a process of its own, so that its worker can be found and killed."""

    def __init__(self, *arguments: object, cwd: Path = ROOT, **options: Any) -> None:
        command = [sys.executable, "-m", "nlp_extract", *map(str, arguments)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.popen = subprocess.Popen(
            command, cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options
        )

    def worker(self) -> int:
        """The process id of its worker, once there is one."""
        while True:
            children = Path(f"/proc/{self.popen.pid}/task/{self.popen.pid}/children").read_text().split()
            if children:
                return int(children[0])
            time.sleep(0.01)

    def lines(self, count: int) -> list[Any]:
        """The next results."""
        assert self.popen.stdout is not None
        return [json.loads(self.popen.stdout.readline()) for _ in range(count)]

    def rest(self) -> tuple[list[Any], str, int]:
        """What is left, standard error and the exit status."""
        out, err = self.popen.communicate(timeout=60)
        return [json.loads(line) for line in out.decode().splitlines()], err.decode(), self.popen.returncode


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_for_end(pid: int, seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while is_alive(pid):
        assert time.monotonic() < end, "the worker is still there"
        time.sleep(0.02)


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """A report that takes longer than any of these tests."""
    path = tmp_path / "slow.txt"
    path.write_text(report(characters=1_500_000), encoding="utf-8")
    return path


@LINUX
def test_a_worker_that_is_killed_in_the_middle(slow: Path) -> None:
    batch = Batch("check", WATER, slow, TOWN, WATER)
    (first,) = batch.lines(1)
    time.sleep(0.5)
    os.kill(batch.worker(), signal.SIGKILL)
    rest, err, status = batch.rest()
    assert status == 3
    assert [one.get("error", {}).get("kind") for one in (first, *rest)] == [None, "CrashError", None, None]
    assert "被系统或用户终止" in err
    assert "slow.txt" in err


@LINUX
def test_a_worker_that_is_killed_between_files_is_nobodys_fault(slow: Path) -> None:
    with Worker() as worker:
        assert worker.extract(WATER).outline.year == 2023
        process = worker._supervisor._process
        assert process is not None
        os.kill(process.pid, signal.SIGKILL)
        process._popen.wait(5)
        assert worker.extract(TOWN).outline.year == 2022


@LINUX
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_no_orphan_is_left(slow: Path, how: signal.Signals) -> None:
    batch = Batch("extract", slow)
    worker = batch.worker()
    time.sleep(3)  # it is at work
    batch.popen.send_signal(how)
    batch.popen.communicate(timeout=10)
    wait_for_end(worker)


@LINUX
def test_interruption_ends_both(slow: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.json"
    batch = Batch("extract", slow, "--output", output, start_new_session=True)
    worker = batch.worker()
    time.sleep(3)
    os.killpg(batch.popen.pid, signal.SIGINT)  # as a terminal does: to both
    _, err, status = batch.rest()
    assert (status, err.split()) == (130, ["已中断"])
    assert not output.exists()
    wait_for_end(worker)


def test_modules_of_the_current_folder_are_not_run(tmp_path: Path) -> None:
    (tmp_path / "lxml.py").write_text("raise SystemExit('taken over')", encoding="utf-8")
    (tmp_path / "pdfplumber.py").write_text("raise SystemExit('taken over')", encoding="utf-8")
    (tmp_path / "页.html").write_text(f"<meta charset=utf-8><pre>{report()}</pre>", encoding="utf-8")
    code = (
        "import os, sys; sys.path.remove(''); os.chdir(sys.argv[1])\n"
        "from nlp_extract.cli import main; main(['extract', '页.html'])"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")


# ---------------------------------------------------------------- what it says of a death


class Corpse(supervisor.Process):
    """A process that ended so."""

    def __init__(self, status: int, words: bytes = b"") -> None:
        self._status, self._last_words = status, words

    @property
    def status(self) -> int:
        return self._status


@pytest.mark.parametrize(
    ("status", "words", "kind", "told"),
    [
        (-9, b"", CrashError, "被系统或用户终止"),
        (-11, b"Fatal Python error: Segmentation fault", CrashError, "意外结束（状态 -11：Fatal"),
        (-24, b"", LimitError, "处理时间"),
        (-6, b"terminate called after throwing an instance of 'std::bad_alloc'", LimitError, "所需内存"),
        (-6, b"Fatal Python error: Cannot recover from MemoryErrors", LimitError, "所需内存"),
        (3, b"", CrashError, "状态 3"),
    ],
)
def test_why_it_died(status: int, words: bytes, kind: type[NlpExtractError], told: str) -> None:
    error = supervisor._death(Corpse(status, words), "死.pdf", Limits())
    assert isinstance(error, kind)
    assert told in str(error)
    assert "死.pdf" in str(error)


def test_a_worker_that_cannot_start_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "_RUN", "raise SystemExit('no module named so')")
    starts = []
    process = supervisor.Process
    monkeypatch.setattr(supervisor, "Process", lambda: starts.append(1) or process())
    with Supervisor() as boss:
        for _ in range(3):
            with pytest.raises(InternalError, match="无法启动（状态 1：no module named so"):
                boss.ask({"do": "report"}, Source("文.txt"))
    assert len(starts) == 1


@pytest.mark.parametrize(
    "code",
    [
        "print('not a frame', flush=True); input()",
        "import sys; sys.stdout.buffer.write(bytes([255]) * 9); sys.stdout.flush(); input()",
        "import sys; sys.stdout.buffer.write(b'\\0\\0\\0\\2\\0\\0\\0\\0[]'); sys.stdout.flush(); input()",
        "import sys; sys.stdout.buffer.write(b'\\0\\0\\0\\2\\0\\0\\0\\0{}'); sys.stdout.flush(); input()",
    ],
)
def test_nonsense_is_no_answer(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(supervisor, "_RUN", code)
    with Supervisor() as boss, pytest.raises(InternalError, match="无法启动"):
        boss.ask({"do": "report"}, Source("文.txt"))


# ---------------------------------------------------------------- inside the process


def test_a_fault_of_ours_is_named_and_the_process_goes_on() -> None:
    def work(request: frames.Message, data: bytes) -> frames.Message:
        raise ZeroDivisionError("oops")

    answer = child._answer(work, {"do": "report", "number": 7, "report": Source("文.txt").told()}, b"")
    error = frames.retold(answer["error"])
    assert isinstance(error, InternalError)
    assert error.file == "文.txt"
    assert "ZeroDivisionError: oops，test_worker.py:" in str(error)
    assert (answer["number"], answer["last"]) == (7, False)


@pytest.mark.parametrize("wrapped", [False, True])
def test_after_a_lack_of_memory_the_process_ends(wrapped: bool) -> None:
    def work(request: frames.Message, data: bytes) -> frames.Message:
        try:
            raise MemoryError
        except MemoryError as why:
            if wrapped:
                raise ValueError("some library") from why
            raise

    source = Source("文.txt", limits=Limits(memory_bytes=2**40))
    answer = child._answer(work, {"do": "report", "number": 1, "report": source.told()}, b"")
    assert answer["last"]
    assert isinstance(frames.retold(answer["error"]), LimitError)


def test_frames_carry_names_that_are_no_unicode() -> None:
    stream = io.BytesIO()
    frames.write(stream, {"name": "坏\udcff.txt"}, b"\0\xff")
    stream.seek(0)
    assert frames.read(stream) == ({"name": "坏\udcff.txt"}, b"\0\xff")
    assert frames.read(stream) is None
    assert frames.read(io.BytesIO(stream.getvalue()[:-1])) is None


def test_every_error_comes_through() -> None:
    for kind in vars(nlp_extract.errors).values():
        if isinstance(kind, type) and issubclass(kind, NlpExtractError):
            error = kind("坏了", remedy="修好", file="文.txt", place="第 1 行")
            again = frames.retold(frames.told(error))
            assert (type(again), str(again)) == (kind, str(error))


# ---------------------------------------------------------------- for Python


def test_python_users_get_the_same_report() -> None:
    with Worker() as worker:
        assert worker.extract(WATER) == nlp_extract.extract(str(WATER))
        with pytest.raises(MissingFileError, match="没有这个文件"):
            worker.extract("没有.docx")


def test_python_users_set_limits(slow: Path) -> None:
    with Worker(limits=Limits(seconds=1)) as worker:
        with pytest.raises(LimitError, match="处理时间超过上限 1 秒"):
            worker.extract(slow)
        with pytest.raises(LimitError, match="文件大小"):
            Worker(limits=Limits(file_bytes=10)).extract(WATER)
