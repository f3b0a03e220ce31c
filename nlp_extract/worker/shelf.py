"""The reports of one run: each read once where memory allows, and found again by agency and year."""

from __future__ import annotations

import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Iterable
from pathlib import PurePath

from nlp_extract.errors import NlpExtractError
from nlp_extract.facts import Report

ROOM = 256
"""So many reports are kept; of a larger folder the oldest are read again when they are needed."""

Identity = tuple[str, int]
"""Agency (without blanks and differences of width) and year."""


class Shelf:
    """Reads reports by name with ``load`` and remembers them, the failures too."""

    def __init__(self, load: Callable[[str], Report]) -> None:
        self._load = load
        self._kept: OrderedDict[str, Report | NlpExtractError] = OrderedDict()
        self._names: dict[Identity, list[str]] = {}

    def get(self, name: str) -> Report:
        """The report of a file. Raises NlpExtractError as ``load`` does."""
        if name in self._kept:
            self._kept.move_to_end(name)
        else:
            self._kept[name] = self._read(name)
            if len(self._kept) > ROOM:
                self._kept.popitem(last=False)
        found = self._kept[name]
        if isinstance(found, NlpExtractError):
            raise found
        return found

    def _read(self, name: str) -> Report | NlpExtractError:
        try:
            return self._load(name)
        except NlpExtractError as error:
            return error

    def catalogue(self, names: Iterable[str]) -> None:
        """Looks through all of ``names``, so that ``previous`` can find them; what cannot be read is left for later."""
        for name in names:
            try:
                identity = _identity(self.get(name))
            except NlpExtractError:
                continue  # told when its own turn comes
            if identity is not None:
                self._names.setdefault(identity, []).append(name)

    def previous(self, name: str) -> str | None:
        """The file of the same agency for the year before: in the same folder before others, of the same kind first."""
        identity = _identity(self.get(name))
        if identity is None:
            return None
        own = PurePath(name)
        rivals = self._names.get((identity[0], identity[1] - 1), [])
        return min(
            rivals,
            key=lambda rival: (
                PurePath(rival).parent != own.parent,
                PurePath(rival).suffix != own.suffix,
                rivals.index(rival),
            ),
            default=None,
        )


def _identity(report: Report) -> Identity | None:
    agency, year = report.outline.agency, report.outline.year
    if not agency or year is None:
        return None
    return "".join(unicodedata.normalize("NFKC", agency).split()), year
