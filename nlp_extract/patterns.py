"""The only door to regular expressions: every match runs under a time limit.

Report text is hostile input. A pattern that backtracks is stopped after ``TIMEOUT`` seconds and
ends in a named error instead of a hang.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import regex

from nlp_extract.errors import PatternTimeoutError

TIMEOUT = 5.0
"""Seconds that one call may take. Patterns here take microseconds a line; this is a fuse."""

Match = regex.Match[str]


class Pattern:
    """A compiled pattern whose every call is bounded in time."""

    __slots__ = ("_compiled",)

    def __init__(self, source: str, *, verbose: bool = False, ignore_case: bool = False) -> None:
        flags = regex.VERSION1
        if verbose:
            flags |= regex.VERBOSE
        if ignore_case:
            flags |= regex.IGNORECASE
        self._compiled: regex.Pattern[str] = regex.compile(source, flags)

    @property
    def source(self) -> str:
        return self._compiled.pattern

    def search(self, text: str, start: int = 0, end: int | None = None) -> Match | None:
        try:
            return self._compiled.search(text, start, end, timeout=TIMEOUT)
        except TimeoutError as why:
            raise self._too_slow() from why

    def match(self, text: str, start: int = 0, end: int | None = None) -> Match | None:
        try:
            return self._compiled.match(text, start, end, timeout=TIMEOUT)
        except TimeoutError as why:
            raise self._too_slow() from why

    def fullmatch(self, text: str, start: int = 0, end: int | None = None) -> Match | None:
        try:
            return self._compiled.fullmatch(text, start, end, timeout=TIMEOUT)
        except TimeoutError as why:
            raise self._too_slow() from why

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Match]:
        try:
            yield from self._compiled.finditer(text, start, end, timeout=TIMEOUT)
        except TimeoutError as why:
            raise self._too_slow() from why

    def sub(self, replacement: str | Callable[[Match], str], text: str) -> str:
        try:
            return self._compiled.sub(replacement, text, timeout=TIMEOUT)
        except TimeoutError as why:
            raise self._too_slow() from why

    def split(self, text: str) -> list[str]:
        try:
            return [part or "" for part in self._compiled.split(text, timeout=TIMEOUT)]
        except TimeoutError as why:
            raise self._too_slow() from why

    def _too_slow(self) -> PatternTimeoutError:
        return PatternTimeoutError(
            f"规则匹配超过 {TIMEOUT:g} 秒：{self._compiled.pattern[:60]}",
            remedy="请检查文件中是否有异常的超长文本，删去后重试",
        )


def alternation(words: list[str] | tuple[str, ...]) -> str:
    """One group that matches any of ``words``, longest first (so 人次 wins over 人)."""
    return "(?:" + "|".join(regex.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w))) + ")"


def barred(words: list[str]) -> str:
    """As ``alternation``, for words that bar what may follow: 分!别析 is 分 but not before 别 or 析."""
    parts = []
    for word in sorted(set(words), key=lambda w: (-len(w.partition("!")[0]), w)):
        surface, _, characters = word.partition("!")
        parts.append(regex.escape(surface) + (f"(?![{characters}])" if characters else ""))
    return "(?:" + "|".join(parts) + ")"
