"""Findings as SARIF 2.1.0 (OASIS, 2020), the form that code hosts and editors show.

One run holds all reports. States are SARIF's kinds: fail, review (uncertain), open (not assessable), pass;
a kind other than fail has the level none, as §3.27.9 demands. Every result carries ``suppressions`` (empty
where it is not waived), since §3.27.23 wants all or none.
"""

from __future__ import annotations

from pathlib import PureWindowsPath

from nlp_extract.document import Document, Place, Span
from nlp_extract.errors import NlpExtractError
from nlp_extract.export.as_json import Object
from nlp_extract.export.json_text import Json
from nlp_extract.export.sides import anchor, home, sides
from nlp_extract.export.tongue import CHINESE, Tongue
from nlp_extract.facts import Operand, State
from nlp_extract.reconcile import RULES, Examination, Judged, Rule

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "nlpExtract/v1"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
KINDS: dict[State, str] = {"fail": "fail", "uncertain": "review", "not_assessable": "open", "pass": "pass"}
_INDEX = {rule.code: index for index, rule in enumerate(RULES)}
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


def driver(version: str, tongue: Tongue = CHINESE) -> Object:
    """The tool with every rule it has, whether or not it found anything."""
    return {
        "name": "nlp-extract",
        "version": version,
        "semanticVersion": version,
        "language": "zh-CN" if tongue.lang == "zh" else "en",
        "rules": [_rule(rule, tongue) for rule in RULES],
    }


def results(examination: Examination, *, every: bool = False, tongue: Tongue = CHINESE) -> list[Object]:
    """A result a finding, in the order of the rules; passes only with ``every``."""
    return [
        _result(judged, examination, tongue) for judged in examination.judged if every or judged.finding.state != "pass"
    ]


def notification(file: str, error: NlpExtractError) -> Object:
    """A report that could not be processed, for ``invocations[].toolExecutionNotifications``."""
    return {
        "level": "error",
        "message": {"text": str(error)},
        "descriptor": {"id": type(error).__name__},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(file)}}}],
    }


def uri(file: str) -> str:
    """The name of a file as an URI reference: relative names stay relative, all else is percent-encoded."""
    windows = PureWindowsPath(file)
    whole = windows.drive.endswith(":") and windows.root  # C:\报告.txt; x:y.txt is a name with a colon
    drive, name = (windows.drive, windows.as_posix()[2:]) if whole else ("", file)
    octets = name.encode("utf-8", "surrogateescape")
    written = "".join(chr(octet) if octet in _UNRESERVED else f"%{octet:02X}" for octet in octets)
    return f"file:///{drive}{written}" if drive else f"file://{written}" if written.startswith("/") else written


def _rule(rule: Rule, tongue: Tongue) -> Object:
    name, colon = tongue.rule_name(rule.code, rule.name), tongue["colon"]
    return {
        "id": rule.code,
        "name": name,
        "shortDescription": {"text": name},
        "fullDescription": {"text": f"{tongue.checks(rule.code)}{tongue['stop']}"},
        "help": {"text": f"{tongue['basis']}{colon}{rule.basis}。{tongue['advice']}{colon}{rule.advice}。"},
        "defaultConfiguration": {"level": LEVELS[rule.cap]},
        "properties": {"kind": rule.kind, "ground": rule.ground, "certainty": rule.certainty},
    }


def _result(judged: Judged, examination: Examination, tongue: Tongue) -> Object:
    finding, report = judged.finding, examination.report
    kind = KINDS[finding.state]
    span = anchor(finding, report)
    waiver = judged.waiver
    suppression: Object = {"kind": "external", "status": "accepted", "justification": waiver.reason} if waiver else {}
    if waiver and (waiver.by or waiver.date):
        suppression = {**suppression, "properties": {"by": waiver.by, "date": waiver.date}}
    return {
        "ruleId": finding.code,
        "ruleIndex": _INDEX[finding.code],
        "kind": kind,
        "level": LEVELS[finding.severity] if kind == "fail" and finding.severity else "none",
        "message": {"text": f"{tongue.message(finding, report)}{tongue['stop']}"},
        "locations": [_location(report.document, span)],
        "relatedLocations": [
            {**_location(home(side, examination), side.span), "message": {"text": _told(side, examination, tongue)}}
            for side in sides(finding)
            if side.span is not None
        ],
        "partialFingerprints": {FINGERPRINT: judged.fingerprint},
        "suppressions": [suppression] if waiver else [],
        "properties": {
            "state": finding.state,
            "severity": finding.severity,
            "metric": finding.metric,
            "cells": list(finding.cells),
            "arithmetic": finding.arithmetic,
            "tried": list(finding.tried),
            "advice": finding.advice,
        },
    }


def _told(side: Operand, examination: Examination, tongue: Tongue) -> str:
    return f"{tongue.operand(side, examination.report)}{tongue['colon']}{side.value}"


def _location(document: Document, span: Span | None) -> Object:
    """Lines and columns where the file has them; a page, paragraph or table cell by name."""
    physical: dict[str, Json] = {"artifactLocation": {"uri": uri(document.source.name)}}
    if span is None:
        return {"physicalLocation": physical}
    start, end = document.place(span.start), document.place(max(span.start, span.end - 1))
    if start.line is not None and end.line is not None:
        physical["region"] = {
            "startLine": start.line,
            "startColumn": start.column or 1,
            "endLine": end.line,
            "endColumn": (end.column or 1) + 1,
            "snippet": {"text": document.surface(span)},
        }
        return {"physicalLocation": physical}
    inside = {"fullyQualifiedName": _inside(start), "kind": "element"}
    return {"physicalLocation": physical, "logicalLocations": [inside]}


def _inside(place: Place) -> str:
    """page/2, paragraph/6, table/3/row/2/column/1."""
    parts = (("page", place.page), ("paragraph", place.paragraph), ("table", place.table), ("row", place.row),
             ("column", place.cell))  # fmt: skip
    return "/".join(f"{name}/{value}" for name, value in parts if value is not None) or "document"
