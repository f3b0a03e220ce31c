"""Radicals back to characters: ⼀⼈⾏⺠⻓ as PDF files hold them become 一人行民长.

Every mapping is one character to one, so offsets stay. Full NFKC is not applied: it would turn ㎡
into two characters and 10³ into 103.
"""

from __future__ import annotations

import tomllib
from functools import cache
from unicodedata import normalize

from nlp_extract.errors import KnowledgeError
from nlp_extract.lexicon.loader import builtin

FILE = "radicals.toml"

FOLDED_BY_UNICODE = (range(0x2F00, 0x2FD6), range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))
"""Kangxi radicals and the two blocks of compatibility ideographs: NFKC maps them one to one."""


@cache
def table() -> dict[int, str]:
    """The whole map, by code point, for ``str.translate``. Raises KnowledgeError on a bad entry."""
    folded = {
        code: normalize("NFKC", chr(code))
        for block in FOLDED_BY_UNICODE
        for code in block
        if normalize("NFKC", chr(code)) != chr(code)
    }
    return folded | {ord(radical): character for radical, character in _supplement().items()}


def restore(text: str) -> str:
    """``text`` with its radicals replaced by the characters that they stand for; same length."""
    return text.translate(table())


def _supplement() -> dict[str, str]:
    try:
        entries = tomllib.loads(builtin(FILE)).get("radicals", {})
    except tomllib.TOMLDecodeError as why:
        raise KnowledgeError(f"不是有效的 TOML：{why}", file=FILE, remedy="请检查引号和等号") from why
    for radical, character in entries.items():
        if not (isinstance(character, str) and len(radical) == len(character) == 1):
            raise KnowledgeError(f"“{radical}”应对应一个字", file=FILE, remedy='请写作 "⺠" = "民"')
    return dict(entries)
