"""A result in the form that is wanted, as the pieces that the command line puts one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from nlp_extract.export.json_text import Json, dumps
from nlp_extract.export.tongue import TONGUES
from nlp_extract.facts import Report
from nlp_extract.reconcile import Examination
from nlp_extract.worker.requests import Style


def extract_parts(report: Report, style: Style, lexicon: Path | None) -> Iterator[str]:
    """Of a report: lines for people, or an object."""
    if style.form == "table":
        from nlp_extract.export.extract_table import extract_lines

        yield _lines(extract_lines(report, style.columns, trace=style.trace, lexicon=lexicon))
    else:
        from nlp_extract.export.as_json import extract_to_dict

        yield _object(extract_to_dict(report, trace=style.trace), style)


def check_parts(made: Examination, style: Style) -> Iterator[str]:
    """Of an examination: lines for people, an object, rows of CSV, or results of SARIF."""
    every, tongue = style.every, TONGUES[style.lang]
    match style.form:
        case "concise":
            from nlp_extract.export.check_concise import concise_lines

            yield _lines(concise_lines(made, every=every, tongue=tongue))
        case "table":
            from nlp_extract.export.check_table import check_lines

            yield _lines(check_lines(made, style.columns, every=every, tongue=tongue))
        case "full":
            from nlp_extract.export.check_full import full_lines

            yield _lines(full_lines(made, style.columns, every=every, tongue=tongue))
        case "sarif":
            from nlp_extract.export.sarif import results

            for item in results(made, every=every, tongue=tongue):
                yield dumps(item, indent=2, level=4)
        case "csv":
            from nlp_extract.export.check_csv import csv_rows

            yield from csv_rows(made, every=every, tongue=tongue)
        case _:
            from nlp_extract.export.as_json import check_to_dict

            yield _object(check_to_dict(made, every=every, tongue=tongue), style)


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _object(value: Json, style: Style) -> str:
    return dumps(value, indent=None if style.one_line else 2) + "\n"
