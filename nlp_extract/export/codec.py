"""A Report as plain data and back: ``from_dict(to_dict(report)) == report``, through JSON too.

Every dataclass of document.py and facts.py is a dict of its fields, a tuple a list, a Decimal a string. This is
for keeping and exchanging reports between programs; the JSON of the command line (as_json.py) is for reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from nlp_extract.errors import DataError
from nlp_extract.facts import Report

VERSION = "nlp_extract.report/1"
"""Rises when the fields of a Report change."""

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]


def to_dict(report: Report) -> dict[str, Plain]:
    """Everything a Report holds, as what ``json.dumps`` takes."""
    return {"schema": VERSION, **_fields(report)}


def from_dict(data: Mapping[str, Any]) -> Report:
    """The Report that ``to_dict`` made ``data`` of. Raises DataError naming the place where it is none."""
    if data.get("schema") != VERSION:
        raise _wrong("schema", f"应为“{VERSION}”，实为“{data.get('schema')}”")
    report = _built(Report, {key: value for key, value in data.items() if key != "schema"}, "report")
    assert isinstance(report, Report)
    return report


def _fields(value: Any) -> dict[str, Plain]:
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value) if not _private(field.name)}


def _private(name: str) -> bool:
    """Derived, not told: Document keeps the starts of its lines."""
    return name.startswith("_")


def _plain(value: Any) -> Plain:
    if is_dataclass(value):
        return _fields(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, Decimal) else value


@cache
def _types(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind) if not _private(field.name)}


def _built(kind: Any, data: Any, place: str) -> Any:
    types = _types(kind)
    if not isinstance(data, Mapping) or data.keys() != types.keys():
        raise _wrong(place, f"应有且只有这些键：{'、'.join(types)}")
    return kind(**{name: _read(hint, data[name], f"{place}.{name}") for name, hint in types.items()})


def _read(hint: Any, data: Any, place: str) -> Any:
    """``data`` as a value of the type ``hint``: a dataclass, tuple, union with None, Literal, Decimal or scalar."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return None if data is None else _read(next(kind for kind in inner if kind is not type(None)), data, place)
    if origin is tuple:
        return _tuple(inner, data, place)
    if origin is Literal:
        if data not in inner:
            raise _wrong(place, f"只能是 {'、'.join(map(str, inner))} 之一")
        return data
    if is_dataclass(hint):
        return _built(hint, data, place)
    if hint is Decimal:
        return _decimal(data, place)
    if hint is float and isinstance(data, int | float) and not isinstance(data, bool):
        return float(data)
    if type(data) is not hint:
        raise _wrong(place, f"类型应为 {hint.__name__}")
    return data


def _tuple(inner: tuple[Any, ...], data: Any, place: str) -> tuple[Any, ...]:
    if not isinstance(data, list | tuple):
        raise _wrong(place, "应为列表")
    hints = inner[:1] * len(data) if inner[1:] == (...,) else inner
    if len(hints) != len(data):
        raise _wrong(place, f"应有 {len(hints)} 项")
    pairs = enumerate(zip(hints, data, strict=True))
    return tuple(_read(hint, item, f"{place}[{index}]") for index, (hint, item) in pairs)


def _decimal(data: Any, place: str) -> Decimal:
    try:
        if isinstance(data, str):
            return Decimal(data)
    except InvalidOperation as why:
        raise _wrong(place, f"不是数：{data[:40]}") from why
    raise _wrong(place, "数应写作字符串")


def _wrong(place: str, problem: str) -> DataError:
    return DataError(f"不是一份报告的数据：{problem}", place=place, remedy="请用 nlp_extract.to_dict 写出的数据")
