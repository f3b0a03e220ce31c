"""JSON without loss: a Decimal is written as the number it is, and the same value gives the same bytes.

``json.dumps`` can only write a Decimal by way of float, so the few lines of a writer stand here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from nlp_extract.export.display import UNSAFE

Json = None | bool | int | float | Decimal | str | Sequence["Json"] | Mapping[str, "Json"]

_ESCAPES = {code: f"\\u{code:04x}" for code in UNSAFE}
"""Marks that json.dumps leaves bare (C1, DEL, bidi) but that would steer a terminal."""


def dumps(value: Json, *, indent: int | None = None, level: int = 0) -> str:
    """``value`` as JSON text: one line, or one member a line with ``indent`` spaces a level."""
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, Mapping):
        members = (f"{_string(key)}: {dumps(item, indent=indent, level=level + 1)}" for key, item in value.items())
        return _enclose("{", members, "}", indent, level)
    if isinstance(value, Sequence):
        items = (dumps(item, indent=indent, level=level + 1) for item in value)
        return _enclose("[", items, "]", indent, level)
    return json.dumps(value, allow_nan=False)


def _enclose(opening: str, parts: Iterable[str], closing: str, indent: int | None, level: int) -> str:
    written = list(parts)
    if not written or indent is None:
        return opening + ", ".join(written) + closing
    margin = "\n" + " " * (indent * level)
    inner = margin + " " * indent
    return opening + inner + f",{inner}".join(written) + margin + closing


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).translate(_ESCAPES)


def _number(value: Decimal) -> str:
    """Digits without an exponent; an integer as an integer (250000000, not 2.5E+8 or 25.0)."""
    if not value.is_finite():
        raise ValueError(f"no JSON number: {value}")
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
