"""From a file to a Report and its Findings: one call a stage."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from nlp_extract import narrative, readers, reconcile, statements
from nlp_extract.document import Document
from nlp_extract.facts import Finding, Report
from nlp_extract.passages import passages
from nlp_extract.readers.limits import Limits
from nlp_extract.reconcile import Examination, Waiver
from nlp_extract.segment import require_report, segment
from nlp_extract.tables import find_tables


def extract(path_or_text: str | Path, *, lexicon: str | Path | None = None, limits: Limits = Limits()) -> Report:  # noqa: B008
    """Everything a report says. A Path is a file; so is a string of one line; a string of several is the text itself.

    ``lexicon`` is a file of your own metrics and cues, in the form of lexicon/metrics.toml; ``limits`` are sizes and
    times that a hostile file does not go beyond. Raises ReadError where it cannot be read or is no such report,
    KnowledgeError where the lexicon is malformed.
    """
    if isinstance(path_or_text, str) and ("\n" in path_or_text or "\r" in path_or_text):
        return extract_text(path_or_text, lexicon=lexicon, limits=limits)
    return _analyse(readers.read(Path(path_or_text), limits), lexicon)


def extract_text(
    text: str,
    name: str = "-",
    *,
    lexicon: str | Path | None = None,
    limits: Limits = Limits(),  # noqa: B008
) -> Report:
    """The same for a text at hand; ``name`` is what messages call it."""
    return _analyse(readers.read_text(text, name, limits), lexicon)


def extract_bytes(
    data: bytes,
    name: str = "-",
    *,
    lexicon: str | Path | None = None,
    limits: Limits = Limits(),  # noqa: B008
) -> Report:
    """The same for the content of a file, such as standard input."""
    return _analyse(readers.read_bytes(data, name, limits), lexicon)


def check(report: Report, previous: Report | None = None) -> tuple[Finding, ...]:
    """Every rule's outcome on a report, and on it beside last year's where that is given."""
    return reconcile.check(report, previous)


def examine(
    report: Report,
    previous: Report | None = None,
    *,
    codes: frozenset[str] | None = None,
    waivers: Iterable[Waiver] = (),
) -> Examination:
    """The same with fingerprints, waivers and coverage; ``codes`` are the rules to hear (None: all)."""
    return reconcile.examine(report, previous, codes=codes, waivers=waivers)


def _analyse(document: Document, lexicon: str | Path | None) -> Report:
    outline = segment(document)
    tables = find_tables(document, outline)
    require_report(document, outline, tables)
    prose = passages(document, outline, tables)
    own = None if lexicon is None else Path(lexicon)
    quantities, dismissed = narrative.extract(prose, document, outline, own)
    return Report(document, outline, tables, quantities, dismissed, statements.tag(prose, document))
