"""The reports that a worker has read: last year's report of one file is this year's of another."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from nlp_extract.errors import NlpExtractError
from nlp_extract.facts import Report
from nlp_extract.worker.requests import Source

ROOM = 256
"""So many reports are kept; of a larger folder the oldest are read again when they are needed."""


class Shelf:
    """Reads reports with ``load`` and remembers them, the failures too."""

    def __init__(self, load: Callable[[Source, bytes], Report]) -> None:
        self._load = load
        self._kept: OrderedDict[Source, Report | NlpExtractError] = OrderedDict()

    def get(self, source: Source, data: bytes = b"") -> Report:
        """The report of a file, of ``data`` for standard input. Raises NlpExtractError as ``load`` does."""
        if source in self._kept:
            self._kept.move_to_end(source)
        else:
            self._kept[source] = self._read(source, data)
            if len(self._kept) > ROOM:
                self._kept.popitem(last=False)
        found = self._kept[source]
        if isinstance(found, NlpExtractError):
            raise found
        return found

    def _read(self, source: Source, data: bytes) -> Report | NlpExtractError:
        try:
            return self._load(source, data)
        except NlpExtractError as error:
            return error.with_traceback(None)
