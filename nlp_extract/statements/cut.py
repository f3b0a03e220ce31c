"""Section five, cut into the pieces that carry one statement each (the conventions of spec/gold.md).

A piece ends at 。 ； ！ ？ outside brackets and quotation marks, before an enumerator, and after the ：
of a lead-in. Enumerators and numbered sub-headings belong to no piece. Shortcomings in a row after 如
or 主要是, closed by 等, are cut at their 、 or ，.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from nlp_extract.document import Passage, Span
from nlp_extract.patterns import Pattern
from nlp_extract.statements.knowledge import (
    Enumerator,
    enumerator_at,
    has_cue,
    heading_at,
    heading_kind,
    inner_enumerators,
    lead_ins,
    read_enumerator,
)

SPACE = " \t\r\n\u00a0\u3000\u2002\u2003\u2009\u200b\ufeff"
FULL_STOPS = "。；;！？!?"
_PAIRS = {"（": "）", "(": ")", "“": "”", "《": "》", "「": "」", "『": "』", "【": "】", "‘": "’", "〔": "〕"}
_LONGEST_BRACKET = 160
"""A bracket or quotation mark that does not close within so many characters is taken as a slip."""

_CLOSED = (
    r"(?P<row>[^。；;：:]*?)等(?:方面|问题|不足|情况|现象|情形|短板|薄弱环节){0,2}"
    r"(?:的)?(?:问题|不足|情况|现象)?\s*[。；;.]*\s*$"
)
_LONGEST_ITEM = 2000
"""Characters after 一是 within which 二是 must follow for a 一是 without a mark before it to count."""
_ROWS = (
    # …仍存在一些问题，如更新慢、内容少、解读不接地气等。 · …，主要是水平不高，互动闲置，认定不准等。
    Pattern(
        r"(?:(?:比如|例如|譬如|诸如|(?<![尽不假正犹例比])如(?![何下果期实意此今约]))|主要(?:是|有|表现(?:在|为)|体现(?:在|为)))"
        r"[：:]?" + _CLOSED
    ),
    # 但也应看到，仍存在内容结合得不紧、目录调整不及时等不足。
    Pattern(r"(?:表现为|仍存在|还存在)[：:]?" + _CLOSED),
)
_SHORT_LEAD = Pattern(
    # …仍存在不足，如机制有待完善；形式仍需创新；手段运用不充分等。
    r"^[^。；;：:]{2,80}?(?:问题|不足|短板|差距|薄弱环节|弱项|地方|之处|困难)[，,]\s*"
    r"(?:(?:比如|例如|譬如|如(?![何下果期实意此今约]))|主要(?:是|有|表现(?:在|为)|体现(?:在|为)))[：:]?(?=[^。；;]{4})"
)
_SOME = Pattern(r"个别|部分|少数|有的|有些|一些(?!突出|问题|不足|短板|薄弱|困难|差距)|由于|因(?!素|此)")
"""What makes a row the detail of one shortcoming: 个别单位存在更新慢、内容少等问题 is one statement."""
_AFTER_ANY_MARK = Pattern(r"[。；;：:！!？?，,、）)”\s]\Z")
_AFTER_STOP = Pattern(r"[。；;：:！!？?\s]\Z|[\p{Han}”）)][.]\Z")
_SHI_STEMS = "唯统单万专划同"
"""Characters that make a word with a following 一: 统一要求, 唯一是."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One statement to be: ``passage.text[start:end]``, and what the page says of its place.

    ``heading`` and ``kind``: the sub-heading above it and what that announces (problem, remedy,
    previous, mixed or ""); ``style`` and ``number``: the enumerator of its item ("" and 0 for none);
    ``within``: its index among the pieces of that item.
    """

    passage: int
    start: int
    end: int
    span: Span
    text: str
    heading: str = ""
    kind: str = ""
    style: str = ""
    number: int = 0
    within: int = 0


def cut(passages: Sequence[Passage]) -> tuple[Piece, ...]:
    """The pieces of the passages of section five, in order."""
    return frame(passages, [tuple(boundaries(passage.text)) for passage in passages])


def frame(passages: Sequence[Passage], cuts: Sequence[Sequence[tuple[int, int]]]) -> tuple[Piece, ...]:
    """Pieces at given places (``cuts[i]``: starts and ends in passage i), with headings and enumerators
    read from what stands between them. Training data, whose cuts are given, comes through here too."""
    reader = _Surroundings()
    pieces = []
    for index, (passage, spans) in enumerate(zip(passages, cuts, strict=True)):
        reader.enter(passage.heading)
        position = 0
        for start, end in spans:
            reader.read(passage.text[position:start])
            pieces.append(reader.piece(passage, index, start, end))
            position = end
        reader.read(passage.text[position:])
    return tuple(pieces)


class _Surroundings:
    """What the reader of a page has in mind while going down: the last heading, the last number."""

    def __init__(self) -> None:
        self.heading, self.kind, self.given = "", "", ""
        self.style, self.number, self.within = "", 0, 0

    def enter(self, heading: str) -> None:
        """A new paragraph ends the item; a sub-heading that the segmenter found counts when it changes."""
        self.style, self.number, self.within = "", 0, 0
        if heading != self.given:
            self.given = heading
            self._announce(heading, heading_kind(heading))

    def read(self, gap: str) -> None:
        """Enumerators and headings between two pieces."""
        position = _skip(gap, 0)
        while mark := enumerator_at(gap, position):
            if found := heading_at(gap, mark.end):
                self._announce(gap[mark.start : found[1]], found[0])
                position = _skip(gap, found[1], SPACE + "。．.：:；;")
            else:
                self.style, self.number, self.within = mark.style, mark.number, 0
                position = _skip(gap, mark.end)

    def piece(self, passage: Passage, index: int, start: int, end: int) -> Piece:
        text = passage.text[start:end]
        piece = Piece(index, start, end, passage.span(start, end), text, self.heading, self.kind,
                      self.style, self.number, self.within)  # fmt: skip
        self.within += 1
        # 存在的问题： without a number is a statement (other), and still heads what follows
        if (kind := heading_kind(text)) not in ("", "topic"):
            self._announce(text, kind)
        return piece

    def _announce(self, heading: str, kind: str) -> None:
        self.heading = heading
        self.style, self.number, self.within = "", 0, 0
        if kind != "topic":
            self.kind = kind


def boundaries(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every piece of a paragraph."""
    closed = _brackets(text)
    marks = [read_enumerator(match) for match in inner_enumerators().finditer(text)]
    position = _skip(text, 0)
    last: dict[str, int] = {}
    while position < len(text):
        mark = enumerator_at(text, position)
        if mark is not None and mark.end < len(text.rstrip(SPACE)):
            last[mark.style] = mark.number
            found = heading_at(text, mark.end)
            position = mark.end if found is None else _skip(text, found[1], SPACE + "。．.：:；;")
            position = _skip(text, position)
            continue
        end = _end(text, position, closed, _inner_marks(text, position, marks, last))
        stop = end - (len(text[position:end]) - len(text[position:end].rstrip(SPACE)))
        yield from _row(text, position, stop)
        position = _skip(text, end)


def _skip(text: str, position: int, what: str = SPACE) -> int:
    while position < len(text) and text[position] in what:
        position += 1
    return position


def _brackets(text: str) -> dict[int, int]:
    """Where each bracket or quotation mark that closes in time ends (innermost pairs matter not)."""
    closed: dict[int, int] = {}
    for start, character in enumerate(text):
        if (closing := _PAIRS.get(character)) is not None:
            end = text.find(closing, start, start + _LONGEST_BRACKET)
            if end > 0:
                closed[start] = end
    return closed


def _end(text: str, start: int, closed: dict[int, int], marks: Iterator[int]) -> int:
    """Where the piece that begins at ``start`` ends; ``marks`` are where a new one may begin."""
    position, mark = start, next(marks, len(text))
    while position < len(text):
        while mark < position:
            mark = next(marks, len(text))
        if position == mark:
            return position
        character = text[position]
        if position in closed:
            position = closed[position]
        elif character in FULL_STOPS or (character == "." and _is_stop(text, position)):
            return _skip(text, position + 1, FULL_STOPS + ".")
        elif character in "：:" and _leads_in(text, start, position):
            return position + 1
        position += 1
    return len(text)


def _is_stop(text: str, position: int) -> bool:
    """A half-width point that closes a Chinese sentence: …不强.有的 · …不强. (not 2.66, www.gov.cn)."""
    before, after = text[position - 1 : position], text[position + 1 : position + 2]
    return not before.isascii() and not (after.isascii() and after.isalpha())


def _leads_in(text: str, start: int, colon: int) -> bool:
    """Whether the clause before ： announces a list (主要表现在：) rather than naming it (更新不勤：…)."""
    following = _skip(text, colon + 1)
    if following >= len(text) or enumerator_at(text, following) is not None:
        return True
    return lead_ins().search(text[start:colon].rstrip(SPACE)) is not None


def _inner_marks(text: str, start: int, marks: Sequence[Enumerator], last: dict[str, int]) -> Iterator[int]:
    """Places behind ``start`` at which an enumerator really begins a new piece."""
    first = bisect_right(marks, start, key=lambda mark: mark.start)
    return (mark.start for mark in islice(marks, first, None) if _begins(text, mark, last))


def _begins(text: str, mark: Enumerator, last: dict[str, int]) -> bool:
    before = text[max(0, mark.start - 2) : mark.start]
    after_stop = _AFTER_STOP.search(before) is not None
    continues = mark.number > 1 and last.get(mark.style) == mark.number - 1
    if mark.style == "shi":
        # 下一步，我局将一是…；二是… has no mark before 一是; the 二是 further on tells
        goes_on = text.find("二是", mark.end, mark.end + _LONGEST_ITEM) > 0
        opens = mark.number == 1 and before[-1:] not in _SHI_STEMS and goes_on
        return _AFTER_ANY_MARK.search(before) is not None or continues or opens
    if mark.style == "circle":
        return True
    if mark.style == "aspect":
        return _AFTER_ANY_MARK.search(before) is not None
    if mark.style in ("bracket", "bracket_digit", "digit"):
        follows = text[mark.end : mark.end + 1]
        return after_stop or (continues and not before.endswith("第") and not follows.isascii())
    if mark.style in ("then", "part", "ordinal", "named", "section"):
        softly = mark.style in ("then", "part", "ordinal") and before.endswith(("）", "，"))
        return after_stop or softly
    return False


def _row(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A piece, or its parts where it lists shortcomings after 如 or 主要是."""
    for pattern in _ROWS:
        match = pattern.search(text, start, end)
        if match is None or _SOME.search(text, start, match.start("row")):
            continue
        parts = _parts(text, match.start("row"), match.end("row"), end)
        if parts and match.start() > start:
            yield start, match.start("row")
            yield from parts
            return
        if parts:
            yield start, parts[0][1]
            yield from parts[1:]
            return
    lead = _SHORT_LEAD.search(text[start:end])
    if lead is not None and has_cue(text[start + lead.end() : end], "problem"):
        yield start, start + lead.end()
        yield start + lead.end(), end
    else:
        yield start, end


def _parts(text: str, start: int, stop: int, end: int) -> list[tuple[int, int]] | None:
    """The members of a row, None unless half of them or more are shortcomings by their words."""
    for comma in "、，,":
        cuts = [start]
        cuts += [i + 1 for i in range(start, stop) if text[i] == comma and not _inside(text, start, i)]
        parts = list(zip(cuts, [*cuts[1:], end], strict=True))
        short = sum(has_cue(text[a:b], "problem") for a, b in parts)
        if len(parts) > 1 and 2 * short >= len(parts) and all(b - a >= 4 for a, b in parts):
            return parts
    return None


def _inside(text: str, start: int, position: int) -> bool:
    """Whether a place lies inside a bracket or quotation opened since ``start``."""
    return any(text.count(a, start, position) > text.count(b, start, position) for a, b in _PAIRS.items())
