"""A Report, its Findings or an error as JSON objects; ``schema.json`` beside this file describes them.

Offsets count characters of the document's text; ``place`` leads back to the file. Values of
quantities and operands are strings (no loss in any reader of JSON), those of cells are numbers or null.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import fields
from decimal import Decimal

from nlp_extract.document import Cell, Document, Place, Section, Span, Table
from nlp_extract.errors import NlpExtractError
from nlp_extract.export.coverage import CLASSES, covered
from nlp_extract.export.json_text import Json
from nlp_extract.export.sides import home, sides
from nlp_extract.export.tongue import CHINESE, Tongue
from nlp_extract.facts import Dismissed, Operand, Quantity, Report, Severity, State, Statement
from nlp_extract.reconcile import Examination, Judged, Waiver

SCHEMA_VERSION = "1.1"
"""Rises in the first part when a key goes or changes its meaning, in the second when one is added."""

STATES: tuple[State, ...] = ("fail", "uncertain", "not_assessable", "pass")
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")

Object = dict[str, Json]


def extract_to_dict(report: Report, *, trace: bool = False) -> Object:
    """What ``extract --format json`` prints of a report; ``trace`` adds the numbers that were dismissed."""
    document = report.document
    result: Object = {
        **_head("extract", report),
        "source": {"kind": document.source.kind, "encoding": document.source.encoding},
        "notes": list(document.notes),
        "sections": [_section(section) for section in report.outline.sections],
        "cells": {name: cell.value for name, cell in report.tables.cells().items()},
        "tables": [_table(table, document) for table in report.tables.tables],
        "quantities": [_quantity(quantity, document) for quantity in report.quantities],
        "statements": [_statement(statement, document) for statement in report.statements],
    }
    if trace:
        result["dismissed"] = [_dismissed(dismissed, document) for dismissed in report.dismissed]
    return result


def check_to_dict(examination: Examination, *, every: bool = False, tongue: Tongue = CHINESE) -> Object:
    """What ``check --format json`` prints: the findings, without those that passed unless ``every``."""
    previous, judged = examination.previous, examination.judged
    return {
        **_head("check", examination.report),
        "previous": previous.document.source.name if previous else None,
        "findings": [_finding(one, examination, tongue) for one in judged if every or one.finding.state != "pass"],
        "summary": summary(judged),
        "coverage": _coverage(examination),
        "rules_left_out": list(examination.left_out),
    }


def error_to_dict(file: str, error: NlpExtractError) -> Object:
    """What stands in the place of a report that could not be processed."""
    return {
        "schema_version": SCHEMA_VERSION,
        "file": file,
        "error": {
            "kind": type(error).__name__,
            "problem": error.problem,
            "file": error.file or file,
            "place": error.place,
            "remedy": error.remedy,
        },
    }


def summary(judged: Iterable[Judged]) -> Object:
    """Counts by state; by severity, of those that failed or are uncertain and are not waived; the waived."""
    judged = tuple(judged)
    states = Counter(one.finding.state for one in judged)
    severities = Counter(one.finding.severity for one in judged if one.open)
    return {
        "checked": len(judged),
        "states": {state: states[state] for state in STATES},
        "severities": {severity: severities[severity] for severity in SEVERITIES},
        "waived": sum(one.waiver is not None for one in judged),
    }


def _head(command: str, report: Report) -> Object:
    return {
        "schema_version": SCHEMA_VERSION,
        "command": command,
        "file": report.document.source.name,
        "title": report.outline.title,
        "agency": report.outline.agency,
        "year": report.outline.year,
        "format": report.tables.format,
    }


def _span(span: Span | None) -> Object:
    return {"start": span.start, "end": span.end} if span is not None else {"start": None, "end": None}


def _place(document: Document, span: Span | None) -> Object | None:
    """Where a span begins in the file: the parts of its Place that apply."""
    if span is None:
        return None
    place = document.place(span.start)
    parts = {part.name: getattr(place, part.name) for part in fields(Place)}
    return {name: _exact(value) for name, value in parts.items() if value is not None}


def _exact(value: int | tuple[float, ...]) -> Json:
    return [Decimal(str(side)) for side in value] if isinstance(value, tuple) else value


def _located(document: Document, span: Span | None) -> Object:
    return {**_span(span), "place": _place(document, span)}


def _section(section: Section) -> Object:
    return {
        "key": section.key,
        "title": section.title,
        "start": section.heading.start,
        "end": section.body.end,
        "body": _span(section.body),
    }


def _table(table: Table, document: Document) -> Object:
    return {
        "kind": table.kind,
        "grade": table.grade,
        **_span(table.span),
        "notes": list(table.notes),
        "cells": [_cell(cell, document) for cell in table.cells],
        "unaligned": [
            {"raw": row.raw, "reason": row.reason, **_located(document, row.span)} for row in table.unaligned
        ],
        "variants": [
            {
                "printed": variant.printed,
                "canonical": variant.canonical,
                "cells": list(variant.cells),
                **_located(document, variant.span),
            }
            for variant in table.variants
        ],
    }


def _cell(cell: Cell, document: Document) -> Object:
    return {
        "id": cell.id,
        "value": cell.value,
        "raw": cell.raw,
        "note": cell.note,
        "row_label": cell.row_label,
        "column_label": cell.column_label,
        "reading": cell.reading,
        **_located(document, cell.span),
    }


def _quantity(quantity: Quantity, document: Document) -> Object:
    return {
        "text": quantity.text,
        "value": _text(quantity.value),
        "low": _text(quantity.low),
        "high": None if quantity.high is None else _text(quantity.high),
        "unit": quantity.unit,
        "bound": quantity.bound,
        "aspect": quantity.aspect,
        "direction": quantity.direction,
        "metric": quantity.metric,
        "period": quantity.period,
        "scope": quantity.scope,
        "section": quantity.section,
        "head": quantity.head,
        "pattern": quantity.pattern,
        "sentence": _span(quantity.sentence),
        **_located(document, quantity.span),
    }


def _dismissed(dismissed: Dismissed, document: Document) -> Object:
    return {
        "text": dismissed.text,
        "reason": dismissed.reason,
        "pattern": dismissed.pattern,
        **_located(document, dismissed.span),
    }


def _statement(statement: Statement, document: Document) -> Object:
    return {
        "text": statement.text,
        "label": statement.label,
        "topic": statement.topic,
        "probability": Decimal(str(round(float(statement.probability), 4))),
        "tense": statement.tense,
        "answers": list(statement.answers),
        "heading": statement.heading,
        **_located(document, statement.span),
    }


def _coverage(examination: Examination) -> Object:
    """Every number of the prose in one class: counts, and the numbers in order."""
    numbers, document = covered(examination), examination.report.document
    counts = Counter(number.kind for number in numbers)
    return {
        "counts": {name: counts[name] for name in CLASSES},
        "numbers": [
            {
                "text": number.text,
                "class": number.kind,
                "metric": number.metric,
                "why": number.why,
                **_located(document, number.span),
            }
            for number in numbers
        ],
    }


def _waiver(waiver: Waiver | None) -> Object | None:
    return None if waiver is None else {"reason": waiver.reason, "by": waiver.by, "date": waiver.date}


def _finding(judged: Judged, examination: Examination, tongue: Tongue) -> Object:
    finding = judged.finding
    left, right = finding.left, finding.right
    return {
        "code": finding.code,
        "name": tongue.rule_name(finding.code, finding.name),
        "fingerprint": judged.fingerprint,
        "waiver": _waiver(judged.waiver),
        "kind": finding.kind,
        "state": finding.state,
        "severity": finding.severity,
        "message": tongue.message(finding, examination.report),
        "metric": finding.metric,
        "cells": list(finding.cells),
        "left": left.value if left else None,
        "right": right.value if right else None,
        "arithmetic": finding.arithmetic,
        "reading": finding.reading,
        "tried": list(finding.tried),
        "advice": finding.advice,
        "operands": [_operand(side, home(side, examination)) for side in sides(finding)],
    }


def _operand(operand: Operand, document: Document) -> Object:
    return {
        "name": operand.name,
        "value": operand.value,
        "report": operand.report,
        "cell": operand.cell,
        "quantity": operand.quantity,
        **_located(document, operand.span),
    }


def _text(value: Decimal) -> str:
    """A value as digits without an exponent (266000000, 46.5)."""
    return format(value, "f")
