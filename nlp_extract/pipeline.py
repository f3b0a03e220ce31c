"""From a file to a Report and its Findings: one call a stage."""

from __future__ import annotations

from pathlib import Path

from nlp_extract import narrative, readers, reconcile, statements
from nlp_extract.document import Document
from nlp_extract.facts import Finding, Report
from nlp_extract.passages import passages
from nlp_extract.segment import require_report, segment
from nlp_extract.tables import find_tables


def extract(path: str | Path) -> Report:
    """Everything a report file says. Raises ReadError where it cannot be read or is no such report."""
    return _analyse(readers.read(Path(path)))


def extract_text(text: str, name: str = "-") -> Report:
    """The same for a text at hand; ``name`` is what messages call it."""
    return _analyse(readers.read_text(text, name))


def extract_bytes(data: bytes, name: str = "-") -> Report:
    """The same for the content of a file, such as standard input."""
    return _analyse(readers.read_bytes(data, name))


def check(report: Report, previous: Report | None = None) -> tuple[Finding, ...]:
    """Every rule's outcome on a report, and on it beside last year's where that is given."""
    return reconcile.check(report, previous)


def _analyse(document: Document) -> Report:
    outline = segment(document)
    tables = find_tables(document, outline)
    require_report(document, outline, tables)
    prose = passages(document, outline, tables)
    quantities, dismissed = narrative.extract(prose, document, outline)
    return Report(document, outline, tables, quantities, dismissed, statements.tag(prose, document))
