"""What is done to a printed number. Each operator yields the ways in which a number may be changed, as it would be
printed; none leaves its value as it was."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

NUMBER = re.compile(r"[0-9０-９]+(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]+)?")
CHINESE = "零一二三四五六七八九"
_ASCII = {ord(full): str(value) for value, full in enumerate("０１２３４５６７８９")} | {
    ord("．"): ".",
    ord(","): "",
    ord("，"): "",
}


@dataclass(frozen=True)
class Change:
    """The characters from ``start`` to ``end`` of a printed number and what takes their place."""

    start: int
    end: int
    new: str


def _numbers(printed: str) -> Iterator[tuple[int, int, str]]:
    """The first number in a surface as plain digits."""
    match = NUMBER.search(printed)
    if match is not None:
        yield match.start(), match.end(), match.group().translate(_ASCII)


def _changed(printed: str, rewrite: Callable[[str], Iterator[str]]) -> Iterator[Change]:
    for start, end, digits in _numbers(printed):
        for new in dict.fromkeys(rewrite(digits)):
            if _is_number(new) and Decimal(new) != Decimal(digits):
                yield Change(start, end, new)


def _is_number(text: str) -> bool:
    """A number as people write it: no leading zero before another digit, something before and behind the point."""
    return re.fullmatch(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", text) is not None


def _step(digits: str, by: int) -> Iterator[str]:
    """One more or less in the last place that is printed."""
    unit = Decimal(1).scaleb(-len(digits.partition(".")[2]))
    value = Decimal(digits) + by * unit
    if value >= 0:
        yield format(value, "f")


def one_more(printed: str) -> Iterator[Change]:
    yield from _changed(printed, lambda digits: _step(digits, 1))
    yield from _chinese(printed, 1)


def one_less(printed: str) -> Iterator[Change]:
    yield from _changed(printed, lambda digits: _step(digits, -1))
    yield from _chinese(printed, -1)


def _chinese(printed: str, by: int) -> Iterator[Change]:
    """三次 → 四次, where a number is one Chinese digit."""
    digits = printed.replace("两", "二")
    value = CHINESE.find(digits[:1]) if digits and digits[1:2] not in (*CHINESE, *"十百千万亿点") else -1
    if value > 0 and 0 < value + by < 10:
        yield Change(0, 1, CHINESE[value + by])


def digits_swapped(printed: str) -> Iterator[Change]:
    yield from _changed(
        printed,
        lambda digits: (
            digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]
            for i in range(len(digits) - 1)
            if "." not in digits[i : i + 2]
        ),
    )


def digit_lost(printed: str) -> Iterator[Change]:
    yield from _changed(
        printed, lambda digits: (digits[:i] + digits[i + 1 :] for i in range(len(digits)) if digits[i] != ".")
    )


def digit_doubled(printed: str) -> Iterator[Change]:
    yield from _changed(
        printed, lambda digits: (digits[: i + 1] + digits[i:] for i in range(len(digits)) if digits[i] != ".")
    )


def ten_times(printed: str) -> Iterator[Change]:
    yield from _changed(printed, lambda digits: iter([format(Decimal(digits) * 10, "f")]))


def scale_mistaken(printed: str) -> Iterator[Change]:
    """万 for 亿, 亿 for 万."""
    for index, character in enumerate(printed):
        if index and character in "万亿" and (printed[index - 1].isdigit() or printed[index - 1].isspace()):
            yield Change(index, index + 1, "亿" if character == "万" else "万")


OPERATORS: dict[str, Callable[[str], Iterator[Change]]] = {
    "one more": one_more,
    "one less": one_less,
    "digits swapped": digits_swapped,
    "digit lost": digit_lost,
    "digit doubled": digit_doubled,
    "ten times": ten_times,
    "万 for 亿": scale_mistaken,
}
"""Operators on one number. Those on several cells and on years stand in ``mutants``."""
