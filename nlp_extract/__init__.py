"""Reads annual reports on information disclosure (政府信息公开工作年度报告) and checks their figures.

    readers     file → Document (text, with the way back to the source)
    segment     → Outline (title, agency, year, the six sections)
    tables      → Tables (the statutory cells by id)
    passages    → the prose in paragraphs, without the tables
    narrative   → Quantities (numbers that count, with metric, unit, period, scope)
    statements  → Statements of section five (problems, remedies)
    reconcile   Report → Findings (do prose, tables and last year's report agree?)
    export      Report and Findings → JSON, SARIF, CSV, tables for people, data frames

``extract(path_or_text)`` runs all stages up to a Report, ``check(report)`` the reconciliation. Importing
this package loads nothing heavy: names are fetched when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from nlp_extract.document import Cell, Document, Outline, Place, Section, Span, Table, Tables
    from nlp_extract.errors import NlpExtractError
    from nlp_extract.export.as_json import check_to_dict, extract_to_dict
    from nlp_extract.export.codec import from_dict, to_dict
    from nlp_extract.export.frame import quantities_frame
    from nlp_extract.facts import Dismissed, Finding, Operand, Quantity, Report, Statement
    from nlp_extract.pipeline import check, examine, extract, extract_bytes, extract_text
    from nlp_extract.readers.limits import Limits
    from nlp_extract.reconcile.engine import Coverage
    from nlp_extract.reconcile.examination import Examination, Judged, Waiver
    from nlp_extract.worker.api import Worker

_HOMES = {
    "nlp_extract.pipeline": ("check", "examine", "extract", "extract_bytes", "extract_text"),
    "nlp_extract.export.as_json": ("check_to_dict", "extract_to_dict"),
    "nlp_extract.export.codec": ("from_dict", "to_dict"),
    "nlp_extract.export.frame": ("quantities_frame",),
    "nlp_extract.readers.limits": ("Limits",),
    "nlp_extract.worker.api": ("Worker",),
    "nlp_extract.reconcile.engine": ("Coverage",),
    "nlp_extract.reconcile.examination": ("Examination", "Judged", "Waiver"),
    "nlp_extract.facts": ("Dismissed", "Finding", "Operand", "Quantity", "Report", "Statement"),
    "nlp_extract.document": ("Cell", "Document", "Outline", "Place", "Section", "Span", "Table", "Tables"),
    "nlp_extract.errors": ("NlpExtractError",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Cell",
    "Coverage",
    "Dismissed",
    "Document",
    "Examination",
    "Finding",
    "Judged",
    "Limits",
    "NlpExtractError",
    "Operand",
    "Outline",
    "Place",
    "Quantity",
    "Report",
    "Section",
    "Span",
    "Statement",
    "Table",
    "Tables",
    "Waiver",
    "Worker",
    "__version__",
    "check",
    "check_to_dict",
    "examine",
    "extract",
    "extract_bytes",
    "extract_text",
    "extract_to_dict",
    "from_dict",
    "quantities_frame",
    "to_dict",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return __all__
