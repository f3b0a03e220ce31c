"""Which of the files of a run is the report of the same agency for the year before."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from pathlib import PurePath

Identity = tuple[str, int]
"""Agency (without blanks and differences of width) and year."""


@dataclass(slots=True)
class Years:
    """The files of folders by agency and year."""

    _names: dict[Identity, list[str]] = field(default_factory=dict)
    _identities: dict[str, Identity] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self._identities

    def __bool__(self) -> bool:
        return bool(self._names)

    def add(self, name: str, agency: str | None, year: int | None, *, found: bool) -> None:
        """A file and what it says of itself. Only one ``found`` in a folder is taken for last year's of another."""
        if agency and year is not None:
            identity = "".join(unicodedata.normalize("NFKC", agency).split()), year
            self._identities[name] = identity
            if found:
                self._names.setdefault(identity, []).append(name)

    def previous(self, name: str) -> str | None:
        """The file of the year before: in the same folder before others, of the same kind first."""
        if name not in self._identities:
            return None
        agency, year = self._identities[name]
        own, rivals = PurePath(name), self._names.get((agency, year - 1), [])
        return min(
            rivals,
            key=lambda rival: (
                PurePath(rival).parent != own.parent,
                PurePath(rival).suffix != own.suffix,
                rivals.index(rival),
            ),
            default=None,
        )
