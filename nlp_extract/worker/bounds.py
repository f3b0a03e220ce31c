"""Asks the system to bound the memory and the processor time of this process. Linux does both; macOS, processor
time; Windows, neither (there the supervisor's clock is the only bound)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from nlp_extract.readers.limits import MEGABYTE, Limits

resource: ModuleType | None
try:
    import resource
except ImportError:  # Windows
    resource = None

ADDRESSES = 512 * MEGABYTE
"""Address space that threads and allocators reserve and do not use."""
SPARE_SECONDS = 10
_MOST = 2**60
"""The system takes no larger number."""
_STATUS = Path("/proc/self/status")


def bound(limits: Limits) -> None:
    """From now on, ``limits.memory_bytes`` more than this process holds, and ``limits.seconds`` more.

    Memory is bounded as data (what is written to). Where the kernel is older than 4.7, that leaves large pieces out; so
    the address space is bounded too, more loosely. Processor time only ends an orphan: the supervisor is there before.
    """
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _set(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime + limits.seconds) + SPARE_SECONDS)
    for what, held in _held():
        slack = ADDRESSES if what == resource.RLIMIT_AS else 0
        _set(what, held + limits.memory_bytes + slack)


def unbound() -> None:
    """No bounds: between two files."""
    if resource is not None:
        for what in (resource.RLIMIT_CPU, resource.RLIMIT_DATA, resource.RLIMIT_AS):
            _set(what, resource.RLIM_INFINITY)


def _held() -> Iterator[tuple[int, int]]:
    """What this process holds of data and of addresses, in bytes, where the system tells (Linux)."""
    assert resource is not None
    if not _STATUS.exists():
        return
    fields = dict(line.split(":", 1) for line in _STATUS.read_text(encoding="ascii", errors="replace").splitlines())
    for what, name in ((resource.RLIMIT_DATA, "VmData"), (resource.RLIMIT_AS, "VmSize")):
        if name in fields:
            yield what, int(fields[name].split()[0]) * 1024


def _set(what: int, most: int) -> None:
    """The soft limit, within the hard one that the process was started under."""
    assert resource is not None
    _, hard = resource.getrlimit(what)
    infinite = resource.RLIM_INFINITY
    most = min(most, _MOST)
    wanted = hard if most == infinite else most if hard == infinite else min(most, hard)
    resource.setrlimit(what, (wanted, hard))
