"""What goes over the pipes between a supervisor and its worker: a JSON object, and bytes behind it where a request
brings the content of a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from struct import Struct
from typing import Any, BinaryIO

from nlp_extract import errors
from nlp_extract.errors import NlpExtractError, ReadError

Message = dict[str, Any]

LARGEST = 512 * 1024 * 1024
"""Bytes of one part of a frame; a longer one is none."""
_LENGTHS = Struct(">II")


def write(stream: BinaryIO, message: Mapping[str, Any], data: bytes = b"") -> None:
    """One frame. File names that are no Unicode go through as escapes."""
    text = json.dumps(message).encode("ascii")
    if max(len(text), len(data)) > LARGEST:
        raise ValueError(f"a frame of {len(text)} and {len(data)} bytes")
    stream.write(_LENGTHS.pack(len(text), len(data)) + text + data)
    stream.flush()


def read(stream: BinaryIO) -> tuple[Message, bytes] | None:
    """The next frame; None where the other side is gone. Raises ValueError on what is no frame."""
    head = stream.read(_LENGTHS.size)
    if len(head) < _LENGTHS.size:
        return None
    text_length, data_length = _LENGTHS.unpack(head)
    if max(text_length, data_length) > LARGEST:
        raise ValueError("no frame")
    text, data = stream.read(text_length), stream.read(data_length)
    if (len(text), len(data)) != (text_length, data_length):
        return None
    message = json.loads(text)
    if not isinstance(message, dict):
        raise ValueError("no object")
    return message, data


def told(error: NlpExtractError) -> Message:
    """An error as data."""
    return {
        "kind": type(error).__name__,
        "problem": error.problem,
        "file": error.file,
        "place": error.place,
        "remedy": error.remedy,
    }


def retold(data: Mapping[str, Any]) -> NlpExtractError:
    """The error that ``told`` made ``data`` of."""
    kind = vars(errors).get(str(data["kind"]))
    make = kind if isinstance(kind, type) and issubclass(kind, NlpExtractError) else ReadError
    problem, remedy, file, place = (str(data[name]) for name in ("problem", "remedy", "file", "place"))
    return make(problem, remedy=remedy, file=file, place=place)
