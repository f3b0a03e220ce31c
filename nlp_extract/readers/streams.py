"""How large the streams of a PDF become unpacked, before anything unpacks them for good."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from nlp_extract.readers.limits import Limits, exceeded

_PIECE = 1024 * 1024
_LAYERS = 3
"""How often a stream may be packed within itself; more is not looked into."""


def check_streams(data: bytes, name: str, limits: Limits) -> None:
    """Raise LimitError where the streams together unpack to more than ``limits.expanded_bytes``.

    Pictures are left out: text extraction never unpacks them, and honest scans are large.
    """
    total = 0
    for start in _streams(data):
        for size in _inflated(_pieces(data, start), _LAYERS):
            total += size
            if total > limits.expanded_bytes:
                raise exceeded(name, "PDF 解压后的大小", f"{limits.expanded_bytes} 字节")


def _streams(data: bytes) -> Iterator[int]:
    """Offsets where a packed stream that is no picture begins."""
    at = 0
    while (found := data.find(b"stream", at)) >= 0:
        at = found + 6
        if data[max(found - 3, 0) : found] == b"end":
            continue
        start = at + (2 if data[at : at + 2] == b"\r\n" else 1)
        head = data[max(found - 1500, 0) : found]
        if b"/Image" not in head[head.rfind(b"obj") + 3 :] and _is_packed(data[start : start + 2]):
            yield start


def _is_packed(head: bytes) -> bool:
    return len(head) == 2 and head[0] & 0x0F == 8 and int.from_bytes(head, "big") % 31 == 0


def _pieces(data: bytes, start: int) -> Iterator[bytes]:
    for at in range(start, len(data), _PIECE):
        yield data[at : at + _PIECE]


def _inflated(pieces: Iterator[bytes], layers: int) -> Iterator[int]:
    """Sizes of the unpacked pieces, and of what unpacks from them in turn."""
    inner: list[bytes] = []
    packed_again: bool | None = None
    for unpacked in _unpack(pieces):
        yield len(unpacked)
        if packed_again is None:
            packed_again = layers > 1 and _is_packed(unpacked[:2])
        if packed_again:
            inner.append(unpacked)
    if inner:
        yield from _inflated(iter(inner), layers - 1)


def _unpack(pieces: Iterator[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    for piece in pieces:
        while piece and not unpacker.eof:
            try:
                unpacked = unpacker.decompress(piece, _PIECE)
            except zlib.error:
                return  # a broken stream unpacks no further
            if unpacked:
                yield unpacked
            piece = unpacker.unconsumed_tail
        if unpacker.eof:
            return
