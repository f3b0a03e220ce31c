"""What runs in a worker process: requests in, one after the other; an answer or a named error out."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import BinaryIO

from nlp_extract.errors import NlpExtractError, internal_error
from nlp_extract.readers.limits import Limits, out_of_memory
from nlp_extract.worker import frames
from nlp_extract.worker.bounds import bound, unbound
from nlp_extract.worker.frames import Message
from nlp_extract.worker.requests import Source

Frame = tuple[Message, bytes]
Work = Callable[[Message, bytes], Message]


def main() -> None:
    """Serve until the parent closes the pipe, or goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's affair
    requests, answers = _private_pipes()
    inbox: SimpleQueue[Frame] = SimpleQueue()
    Thread(target=_receive, args=(requests, inbox), daemon=True).start()
    from nlp_extract.worker.tasks import Tasks  # heavy; the thread already sees whether the parent is there

    tasks = Tasks()
    while True:
        answer = _answer(tasks.do, *inbox.get())
        frames.write(answers, answer)
        if answer.get("last"):
            return


def _answer(work: Work, request: Message, data: bytes) -> Message:
    """What ``work`` makes of a request, or the error it ends in. After a lack of memory, the process is not to be
    trusted with another file: its answer is the last."""
    number = request.pop("number")
    source = Source.of(request["report"]) if "report" in request else None
    name = source.name if source else ""
    try:
        if source is not None:
            bound(source.limits)
        return {**work(request, data), "number": number}
    except NlpExtractError as why:
        error, last = why, _from_memory(why)
    except MemoryError as why:
        why.__traceback__ = why.__context__ = None  # lets go of what the work held
        error, last = None, True
    except Exception as bug:
        error, last = internal_error(bug, name), _from_memory(bug)
    finally:
        unbound()
    if last or error is None:
        error = out_of_memory(name, source.limits if source else Limits())
    return {"error": frames.told(error), "last": last, "number": number}


def _from_memory(error: BaseException | None) -> bool:
    """Whether a lack of memory is behind it."""
    while error is not None and not isinstance(error, MemoryError):
        error = error.__cause__ or error.__context__
    return error is not None


def _receive(requests: BinaryIO, inbox: SimpleQueue[Frame]) -> None:
    """Puts frames into ``inbox``; where the parent is gone, ends the process, whatever it is at."""
    while (frame := frames.read(requests)) is not None:
        inbox.put(frame)
    os._exit(0)


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes from and to the parent, out of reach for a library that prints or asks."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    return requests, answers
