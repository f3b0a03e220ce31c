"""Text for a terminal: widths as they are shown, and nothing that could steer the terminal.

A report's text is hostile input: ESC sequences and bidi marks are made visible as ``\\x1b``, ``\\u202e``.
"""

from __future__ import annotations

import unicodedata

UNSAFE = frozenset(
    [
        *range(0x7F, 0xA0),  # DEL and C1: U+009B alone opens a control sequence
        0x061C, 0x200B, 0x200E, 0x200F,  # marks of direction, zero-width space
        *range(0x2028, 0x202F),  # line and paragraph separator, bidi embeddings and overrides
        *range(0x2060, 0x2070),  # word joiner, bidi isolates
        0xFEFF,
    ]
)  # fmt: skip
"""Code points beyond C0 that are never sent to a terminal as they are."""

_VISIBLE = {
    **{code: f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" for code in (*range(0x20), *UNSAFE)},
    **dict.fromkeys(map(ord, "\t\n\r\x0b\x0c"), " "),
}


def visible(text: str) -> str:
    """One line of ``text``: white space runs as one space, control and bidi characters made visible."""
    return " ".join(escaped(text).split())


def escaped(text: str) -> str:
    """``text`` on one line, every white space as it stands, control and bidi characters made visible."""
    return text.translate(_VISIBLE)


def width(text: str) -> int:
    """Columns that ``text`` takes on a terminal with Chinese fonts; a Chinese character takes two."""
    return sum(_columns(character) for character in text)


def fit(text: str, columns: int) -> str:
    """``text`` in exactly ``columns`` columns: filled with spaces, or cut with an ellipsis."""
    if width(text) > columns:
        kept, used = [], 0
        for character in text:
            if used + _columns(character) > columns - 2:
                break
            kept.append(character)
            used += _columns(character)
        text = "".join(kept) + "…"
    return text + " " * (columns - width(text))


def wrap(text: str, columns: int, first: int | None = None) -> list[str]:
    """``text`` in lines of at most ``columns`` columns (the first of ``first``).

    Words of Latin letters and digits stay whole where they fit.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text, columns):
        room = columns if lines or first is None else first
        if line and width(line + piece.rstrip()) > room:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    # Ambiguous (A): “ ” … ≠ ─ take two columns in Chinese fonts
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


def _pieces(text: str, columns: int) -> list[str]:
    """Characters, with runs of ASCII kept together (579, t3.new.np) unless longer than a line."""
    pieces: list[str] = []
    for character in text:
        last = pieces[-1] if pieces else " "
        if character.isascii() and last.isascii() and not last.endswith(" ") and len(last) < columns:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces
