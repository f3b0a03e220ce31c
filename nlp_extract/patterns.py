"""The only door to regular expressions: every match runs under a time limit.

Report text is hostile input. A pattern that backtracks is stopped after ``TIMEOUT`` seconds and
ends in a named error instead of a hang.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import regex

from nlp_extract.errors import PatternTimeoutError

TIMEOUT = 5.0
"""Seconds that one call may take. Patterns here take microseconds a line; this is a fuse."""
MORE = 1e-5
"""Seconds more for each character of a text that a call goes through from end to end; what is done between two matches
counts, too. A second for 100,000 characters is ten times what the dearest pattern needs."""

Match = regex.Match[str]


class Pattern:
    """A compiled pattern whose every call is bounded in time.

    ``needs`` are characters of which at least one stands in every match: a text without any of them is not
    searched. A call bounded in time costs 2 µs, the look for the characters a tenth of that.
    ``most`` declares how many characters its callers give it, at most: they see to it, and the benchmark of hostile
    text takes their word. 0 for no bound.
    """

    __slots__ = ("_compiled", "most", "needs")

    def __init__(
        self,
        source: str,
        *,
        verbose: bool = False,
        ignore_case: bool = False,
        needs: Iterable[str] = "",
        most: int = 0,
    ) -> None:
        self.needs = frozenset(needs)
        self.most = most
        flags = regex.VERSION1
        if verbose:
            flags |= regex.VERBOSE
        if ignore_case:
            flags |= regex.IGNORECASE
        self._compiled: regex.Pattern[str] = regex.compile(source, flags)

    @property
    def source(self) -> str:
        return self._compiled.pattern

    def may_match(self, characters: frozenset[str]) -> bool:
        """False where a text of these characters lacks what every match needs."""
        return not self.needs or not self.needs.isdisjoint(characters)

    def search(self, text: str, start: int = 0, end: int | None = None) -> Match | None:
        if self.needs and self.needs.isdisjoint(text[start:end]):
            return None
        try:
            return self._compiled.search(text, start, end, timeout=TIMEOUT)
        except TimeoutError as why:
            raise self._too_slow() from why

    def match(self, text: str, start: int = 0, end: int | None = None) -> Match | None:
        if self.needs and self.needs.isdisjoint(text[start:end]):
            return None
        try:
            return self._compiled.match(text, start, end, timeout=TIMEOUT)
        except TimeoutError as why:
            raise self._too_slow() from why

    def fullmatch(self, text: str, start: int = 0, end: int | None = None) -> Match | None:
        if self.needs and self.needs.isdisjoint(text[start:end]):
            return None
        try:
            return self._compiled.fullmatch(text, start, end, timeout=TIMEOUT)
        except TimeoutError as why:
            raise self._too_slow() from why

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Match]:
        if self.needs and self.needs.isdisjoint(text[start:end]):
            return
        try:
            yield from self._compiled.finditer(text, start, end, timeout=TIMEOUT + MORE * len(text))
        except TimeoutError as why:
            raise self._too_slow() from why

    def spans(
        self, text: str, start: int = 0, end: int | None = None, *, overlapped: bool = False
    ) -> list[tuple[int, int]]:
        """Start and end of every match; ``overlapped``: one at every place where one begins."""
        if self.needs and self.needs.isdisjoint(text[start:end]):
            return []
        try:
            fuse = TIMEOUT + MORE * len(text)
            found = self._compiled.finditer(text, start, end, overlapped=overlapped, timeout=fuse)
            return [match.span() for match in found]
        except TimeoutError as why:
            raise self._too_slow() from why

    def sub(self, replacement: str | Callable[[Match], str], text: str) -> str:
        if self.needs and self.needs.isdisjoint(text):
            return text
        try:
            return self._compiled.sub(replacement, text, timeout=TIMEOUT + MORE * len(text))
        except TimeoutError as why:
            raise self._too_slow() from why

    def split(self, text: str) -> list[str]:
        try:
            return [part or "" for part in self._compiled.split(text, timeout=TIMEOUT + MORE * len(text))]
        except TimeoutError as why:
            raise self._too_slow() from why

    def _too_slow(self) -> PatternTimeoutError:
        return PatternTimeoutError(
            f"规则匹配超过 {TIMEOUT:g} 秒：{self._compiled.pattern[:60]}",
            remedy="请检查文件中是否有异常的超长文本，删去后重试",
        )


def alternation(words: list[str] | tuple[str, ...]) -> str:
    """One group that matches any of ``words``, longest first (so 人次 wins over 人)."""
    return _branches(dict.fromkeys(words, ""))


def barred(words: list[str]) -> str:
    """As ``alternation``, for words that bar what may follow: 分!别析 is 分 but not before 别 or 析."""
    split = (word.partition("!") for word in words)
    return _branches({surface: f"(?![{characters}])" if characters else "" for surface, _, characters in split})


def _branches(words: dict[str, str]) -> str:
    """Words with what must hold behind each, as a tree: by first character, then longest first. The engine
    passes over a text three times as fast as with one flat list."""
    by_first: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        by_first.setdefault(word[:1], []).append(regex.escape(word[1:]) + words[word])
    return "(?:" + "|".join(f"{regex.escape(first)}(?:{'|'.join(rests)})" for first, rests in by_first.items()) + ")"
