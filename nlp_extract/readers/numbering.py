"""The numbers that Word makes itself: 一、 （一） 1. ①, from numbering.xml and the styles.

A paragraph names a list (``numId``) and a level, itself or through its style; the list names an
abstract list whose levels say start, format and pattern ("（%1）"). Lists of one abstract list count
on together, unless one restarts it (ECMA-376 part 1, 17.9).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from nlp_extract.patterns import Pattern
from nlp_extract.readers.xml import Element, attribute, child, local

LEVELS = 9
_PLACEHOLDER = Pattern(r"%([1-9])")
_PRIVATE = Pattern(r"[\uE000-\uF8FF]")

DIGITS = "〇一二三四五六七八九"
LEGAL = "零壹贰叁肆伍陆柒捌玖"
ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def chinese(number: int, digits: str = DIGITS, units: tuple[str, str, str] = ("十", "百", "千")) -> str:
    """A number from 1 to 9999 as it is counted: 10 → 十, 12 → 十二, 20 → 二十, 105 → 一百〇五."""
    if not 0 < number < 10_000:
        return str(number)
    written, gap = "", False
    for power, unit in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
        digit = number // power % 10
        gap = gap or (digit == 0 and bool(written))
        if digit:
            written += (digits[0] if gap else "") + digits[digit] + unit
            gap = False
    ten = digits[1] + units[0]
    return written[1:] if digits is DIGITS and written.startswith(ten) else written


def roman(number: int) -> str:
    """4 → IV."""
    if not 0 < number < 4000:
        return str(number)
    written = ""
    for value, sign in ROMAN:
        written += sign * (number // value)
        number %= value
    return written


def letters(number: int) -> str:
    """1 → A, 27 → AA, as Word counts."""
    return chr(ord("A") + (number - 1) % 26) * min((number - 1) // 26 + 1, 10) if number > 0 else str(number)


def _from(first: str, last: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= last else str(number)


def _one_of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)] if number > 0 else str(number)


def _digit_by_digit(number: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(number))


def _wide(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


def _legal(number: int) -> str:
    return chinese(number, LEGAL, ("拾", "佰", "仟"))


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalHalfWidth": str,
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "ideographTraditional": _one_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _one_of("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _from("㊀", 10),
    "upperLetter": letters,
    "lowerLetter": lambda number: letters(number).lower(),
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "none": lambda number: "",
}
"""Formats of ST_NumberFormat by name; an unlisted one is written as decimal."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list."""

    start: int = 1
    format: str = "decimal"
    pattern: str = ""
    restart: int | None = None
    """The level (from 1) whose advance restarts this one; 0 never; None every level above."""
    legal: bool = False

    def written(self, counts: list[int], levels: dict[int, Level]) -> str:
        """The number for the counts of all levels: pattern "%1.%2" with [3, 2] → "3.2"."""
        if self.format == "bullet":
            return _PRIVATE.sub("•", self.pattern)

        def fill(place: str) -> str:
            level = int(place) - 1
            kind = "decimal" if self.legal else levels.get(level, self).format
            return FORMATS.get(kind, str)(counts[level])

        number = _PLACEHOLDER.sub(lambda match: fill(match.group(1)), self.pattern)
        # "1." and "2024年" must not become "1.2024年"; after 、 and ） nothing is needed
        return number + (" " if number and number[-1].isascii() and (number[-1].isalnum() or number[-1] == ".") else "")


@dataclass(slots=True)
class _List:
    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)
    begun: bool = False


class Numbering:
    """Counts the numbered paragraphs of one document, in their order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._styles = {attribute(style, "styleId"): style for style in _all(styles, "style")}
        abstracts = {attribute(node, "abstractNumId"): node for node in _all(numbering, "abstractNum")}
        self._lists = {
            attribute(node, "numId"): self._list(node, abstracts, numbering) for node in _all(numbering, "num")
        }
        self._counts: dict[str, list[int | None]] = {}

    def next(self, paragraph: Element) -> str:
        """The number that stands before this paragraph, "" for none. Call once for each, in order."""
        number, level = self._reference(child(paragraph, "pPr"))
        entry = self._lists.get(number)
        if entry is None or level not in entry.levels:
            return ""
        counts = self._counts.setdefault(entry.abstract, [None] * LEVELS)
        if not entry.begun:
            entry.begun = True
            for index in entry.starts:
                counts[index] = None
        self._advance(entry, counts, level)
        shown = [entry.levels.get(i, Level()).start if count is None else count for i, count in enumerate(counts)]
        return entry.levels[level].written(shown, entry.levels)

    def _advance(self, entry: _List, counts: list[int | None], level: int) -> None:
        count = counts[level]
        start = entry.starts.get(level, entry.levels[level].start)
        counts[level] = start if count is None else count + 1
        for lower in range(level + 1, LEVELS):
            restart = entry.levels.get(lower, Level()).restart
            if restart is None or level + 1 <= restart:
                counts[lower] = None

    def _reference(self, properties: Element | None) -> tuple[str, int]:
        """List and level of a paragraph: its own, else those of its style or the styles that is based on."""
        number, level = _reference_of(properties)
        style_id, seen = attribute(child(properties, "pStyle"), "val"), set[str]()
        while (number is None or level is None) and style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            style = self._styles[style_id]
            style_number, style_level = _reference_of(child(style, "pPr"))
            number = style_number if number is None else number
            level = style_level if level is None else level
            style_id = attribute(child(style, "basedOn"), "val")
        return number or "", level or 0

    def _list(self, num: Element, abstracts: dict[str, Element], numbering: Element | None) -> _List:
        abstract_id = attribute(child(num, "abstractNumId"), "val")
        abstract = self._linked(abstracts.get(abstract_id), abstracts, numbering)
        levels = {_int(attribute(node, "ilvl"), 0): _level(node) for node in _all(abstract, "lvl")}
        entry = _List(abstract_id, levels)
        for override in _all(num, "lvlOverride"):
            index = _int(attribute(override, "ilvl"), 0)
            own, start = child(override, "lvl"), child(override, "startOverride")
            if own is not None:
                entry.levels[index] = _level(own)
            if start is not None:
                entry.starts[index] = _int(attribute(start, "val"), 1)
                entry.levels[index] = replace(entry.levels.get(index, Level()), start=entry.starts[index])
        return entry

    def _linked(
        self, abstract: Element | None, abstracts: dict[str, Element], numbering: Element | None
    ) -> Element | None:
        """The abstract list itself, or the one that a numbering style stands for (w:numStyleLink)."""
        link = attribute(child(abstract, "numStyleLink"), "val")
        if not link:
            return abstract
        number, _ = _reference_of(child(self._styles.get(link), "pPr"))
        num = next((node for node in _all(numbering, "num") if attribute(node, "numId") == number), None)
        return abstracts.get(attribute(child(num, "abstractNumId"), "val"), abstract)


def _reference_of(properties: Element | None) -> tuple[str | None, int | None]:
    reference = child(properties, "numPr")
    number, level = child(reference, "numId"), child(reference, "ilvl")
    return (
        None if number is None else attribute(number, "val"),
        None if level is None else min(max(_int(attribute(level, "val"), 0), 0), LEVELS - 1),
    )


def _level(node: Element) -> Level:
    restart = child(node, "lvlRestart")
    # a custom format is an alternative beside the one for older versions of Word
    formats = [attribute(kind, "val") for kind in node.iter() if local(kind) == "numFmt"]
    formats = [name for name in formats if name != "custom"]
    return Level(
        start=_int(attribute(child(node, "start"), "val"), 0 if child(node, "start") is None else 1),
        format=formats[-1] if formats else "decimal",
        pattern=attribute(child(node, "lvlText"), "val"),
        restart=None if restart is None else _int(attribute(restart, "val"), 0),
        legal=child(node, "isLgl") is not None,
    )


def _all(parent: Element | None, name: str) -> list[Element]:
    return [] if parent is None else [node for node in parent if local(node) == name]


def _int(value: str, default: int) -> int:
    return int(value) if value.lstrip("-").isdecimal() and len(value) < 10 else default
