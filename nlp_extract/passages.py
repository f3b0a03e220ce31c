"""The prose of a report in paragraphs: soft line wraps taken out, tables and page furniture left out.

Every character of a passage keeps its place: ``passage.text[i] == document.text[passage.offsets[i]]``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nlp_extract.document import Document, Outline, Passage, Span, Tables
from nlp_extract.lexicon.folding import folded
from nlp_extract.lexicon.headings import is_block, is_furniture, subheading
from nlp_extract.patterns import Match, Pattern

_CHINESE = "一二三四五六七八九十"
_NUMBERED = Pattern(
    rf"[#*>\-\s]*(?P<number>[（(]\s*[{_CHINESE}]{{1,3}}\s*[）)]|[㈠-㈩]|[{_CHINESE}]{{1,3}}\s*[、.．]|\d{{1,2}}\s*[.．、](?!\d)|[（(]\s*\d{{1,2}}\s*[）)]|[①-⑳])[、.．]?"
)
_ITEM = Pattern(
    rf"[#*>\s]*(?:[{_CHINESE}]{{1,2}}(?:是|要|方面)|第[{_CHINESE}]{{1,2}}(?![条批届期季次轮年个章款项])|(?:首先|其次|再次|最后|此外|另外)[，,、]|[-•·●■◆▪]\s)"
)
"""What begins a paragraph of its own, beside a number: 一是…, 第二，…, 其次，…, a bullet."""

_TOP = Pattern(rf"[#*>\s]*(?:[（(]\s*[{_CHINESE}]{{1,3}}\s*[）)]|[㈠-㈩]|[{_CHINESE}]{{1,3}}\s*[、.．])")
_INLINE_TOP = Pattern(
    rf"(?<=[。！？；;!?.”」》)）\s])(?<![#*>]\s)[（(]\s*[{_CHINESE}]{{1,2}}\s*[）)](?![、，,和及项款])"
)
_SENTENCE = Pattern(r"[。；;！!？?：:]")
_PAUSE = Pattern(r"[。；;！!？?，,：:]")
_SENTENCE_END = "。！？；：!?;:…"
_OPEN_END = "，,、（(《“‘—和与及的"
_PAGE_NUMBER = Pattern(
    r"\s*(?:[-—–－]+\s*\d{1,3}\s*[-—–－]+|第\s*\d+\s*页(?:\s*[，,/]?\s*共\s*\d+\s*页)?|\d{1,3}\s*/\s*\d{1,3})\s*"
)
_RULE = Pattern(r"[\s|:=\-—_*#]*")
_BETWEEN = "：:。.、 \t\u3000*#"

LONGEST_SUBHEADING = 40
TOLERANCE = 6
"""Columns that a full line may fall short of the wrapping width: punctuation hung over, half-width digits."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of prose without the blanks around it. ``gap``: an empty line stands before it, ``turned``: a page
    number does."""

    span: Span
    text: str
    gap: bool
    turned: bool

    @property
    def width(self) -> int:
        """Columns on a page: one for a Latin character, two for a Chinese one, which is what GB18030 takes in bytes."""
        return len(self.text.encode("gb18030", "replace"))


def passages(document: Document, outline: Outline, tables: Tables) -> tuple[Passage, ...]:
    """All prose in the order of the text, one Passage a paragraph.

    Title, section headings and sub-headings that are nothing but a title are no passages; these last
    are found in ``heading``. A sub-heading that is a sentence, or a shortcoming in section five, is one.
    What stands under an extra heading behind a section counts as section "other".
    """
    holes = _holes(document, tables)
    regions = [
        (
            key,
            [
                line
                for region in _without(span, holes)
                for line in _lines(document, region, key == "preamble", outline.title)
            ],
        )
        for key, span in _regions(document, outline)
    ]
    width = _wrapping_width([line for _, lines in regions for line in lines])
    return tuple(passage for key, lines in regions for passage in _section(document.text, key, lines, width))


# ---- where prose stands


def _regions(document: Document, outline: Outline) -> Iterator[tuple[str, Span]]:
    if len(outline.preamble):
        yield "preamble", outline.preamble
    for index, section in enumerate(outline.sections):
        yield section.key, section.body
        following = outline.sections[index + 1 :]
        end = following[0].heading.start if following else len(document.text)
        if end > section.body.end:
            yield "other", Span(section.body.end, end)


def _holes(document: Document, tables: Tables) -> list[Span]:
    """What is no prose: the statutory tables, and every grid of more than one column."""
    spans = [table.span for table in tables.tables if len(table.span)]
    return sorted([*spans, *(grid.span for grid in document.grids if grid.columns > 1 and grid.rows > 1)])


def _without(span: Span, holes: list[Span]) -> Iterator[Span]:
    at = span.start
    for hole in holes:
        if hole.end <= at or hole.start >= span.end:
            continue
        if hole.start > at:
            yield Span(at, hole.start)
        at = max(at, hole.end)
    if at < span.end:
        yield Span(at, span.end)


def _lines(document: Document, region: Span, opening: bool, title: str | None) -> Iterator[_Line]:
    """Lines of prose; page numbers vanish without a trace, furniture and the title end a paragraph.

    The ``###`` of a Markdown heading is no prose.
    """
    gap, turned = True, False
    for number, span in enumerate(document.lines(region.start, region.end)):
        raw = document.surface(span)
        text = raw.strip().lstrip(_BETWEEN if number == 0 and not opening else "#").lstrip()
        if _PAGE_NUMBER.fullmatch(raw) and text:
            turned = True
            continue
        if not text or _RULE.fullmatch(text) or _is_outside(text, opening, title):
            gap = True
            continue
        start = span.start + raw.index(text)
        yield _Line(Span(start, start + len(text)), text, gap, turned)
        gap = turned = False


def _is_outside(text: str, opening: bool, title: str | None) -> bool:
    plain = folded(text)
    if len(plain) <= 80 and is_furniture(plain):
        return True
    return opening and title is not None and 3 <= len(plain) <= len(title) + 6 and (plain in title or title in plain)


# ---- lines to paragraphs


def _wrapping_width(lines: list[_Line]) -> int | None:
    """The width at which the text was wrapped, None where a line is a paragraph.

    Wrapped text has most of its lines as wide as the widest (宿迁市's report: 38 characters a line).
    """
    widths = sorted(line.width for line in lines if line.width > 30)
    if len(widths) < 8:
        return None
    widest = widths[int(len(widths) * 0.9)]
    full = sum(widest - TOLERANCE <= width <= widest + TOLERANCE for width in widths)
    return widest if widest <= 140 and full * 2 >= len(widths) else None


def _continues(line: _Line, following: _Line, width: int | None) -> bool:
    """Whether the line break behind ``line`` only wraps a sentence."""
    if _NUMBERED.match(following.text) or _ITEM.match(following.text) or _is_title(following.text):
        return False
    full = width is not None and line.width >= width - TOLERANCE
    if _is_title(line.text) and not full:
        return False
    last = line.text[-1]
    if last in _OPEN_END or (last in "：:" and _latin(following.text[0])):
        return True
    if last in _SENTENCE_END:
        return width is not None and not following.gap and line.width >= width - TOLERANCE + 2
    if following.turned:
        return True
    if width is not None:
        return line.width >= (width - TOLERANCE) * (0.6 if not following.gap else 0.9)
    return line.width >= 40


def _is_title(text: str) -> bool:
    """A sub-heading alone on its line: a number and a few words that are no sentence, or a known title."""
    if len(text) > LONGEST_SUBHEADING:
        return False
    number = _NUMBERED.match(text)
    if number:
        marks = _SENTENCE if _TOP.match(text) else _PAUSE
        return number.end() < len(text) and not marks.search(text.rstrip("：:"), number.end())
    plain = folded(text).rstrip(":")
    known = subheading(plain)
    return is_block(plain) or (known is not None and known.end() == len(plain))


def _paragraphs(lines: list[_Line], width: int | None) -> Iterator[list[_Line]]:
    current: list[_Line] = []
    for line in lines:
        if current and not _continues(current[-1], line, width):
            yield current
            current = []
        current.append(line)
    if current:
        yield current


def _joined(text: str, lines: list[_Line]) -> list[int]:
    """Offsets of a paragraph. Between two Latin letters the line break stays, elsewhere it vanishes."""
    offsets: list[int] = []
    for line in lines:
        if offsets and _latin(text[offsets[-1]]) and _latin(text[line.span.start]):
            offsets.append(line.span.start - 1)
        offsets += range(line.span.start, line.span.end)
    return offsets


def _latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


# ---- paragraphs to passages


def _section(text: str, key: str, lines: list[_Line], width: int | None) -> Iterator[Passage]:
    heading = ""
    for paragraph in _paragraphs(lines, width):
        for offsets in _split_inline(text, _joined(text, paragraph)):
            words = "".join(text[offset] for offset in offsets)
            opened = _heading_of(words, heading)
            if opened is not None and _is_title(words):
                heading, above = opened, heading
                if _says_something(words, key):
                    yield Passage(words, tuple(offsets), key, above)
                continue
            heading = heading if opened is None else opened
            yield Passage(words, tuple(offsets), key, heading)


def _split_inline(text: str, offsets: list[int]) -> Iterator[list[int]]:
    """Cuts a paragraph before the sub-headings that run on inside it: ``…发展。（一）主动公开方面…``."""
    words = "".join(text[offset] for offset in offsets)
    borders = [match.start() for match in _INLINE_TOP.finditer(words) if match.start() > 0]
    for start, end in zip([0, *borders], [*borders, len(words)], strict=True):
        piece = words[start:end]
        left, right = len(piece) - len(piece.lstrip()), len(piece.rstrip())
        if left < right:
            yield offsets[start + left : start + right]


def _heading_of(words: str, current: str) -> str | None:
    """The sub-heading that a paragraph is or opens with; None where it has none.

    （一）… always counts; 1.… and titles without a number only where no （一）… stands above.
    """
    number = _NUMBERED.match(words)
    top = _TOP.match(words)
    if number is None and current and _TOP.match(current):
        return None
    if number is not None and top is None and ((current and _TOP.match(current)) or not _is_title(words)):
        known = _known_title(words, number.end(), strong=False)
        return words[:known].strip("#* ") if known and not _TOP.match(current or " ") else None
    if _is_title(words):
        return words.strip("#* ").rstrip("：:")
    return _opening(words, number)


def _opening(words: str, number: Match | None) -> str | None:
    """The title that a paragraph begins with, its number included: ``（二）依申请公开方面。一是…``."""
    start = number.end() if number else 0
    known = _known_title(words, start, strong=number is not None)
    if known is not None or number is None:
        return words[:known].strip("#* ") if known else None
    rest = words[start : start + LONGEST_SUBHEADING]
    for marks in ("。：:；;", "，,"):
        stop = next((index for index, character in enumerate(rest) if character in marks), None)
        if stop is not None:
            return words[: start + stop].strip("#* ")
    return words[:start].strip("#* ")


def _known_title(words: str, start: int, strong: bool) -> int | None:
    """Where a known title that stands at ``start`` ends: before a mark, or (``strong``, behind （一）) before text
    that runs on where the title has its closing word (（一）主动公开方面本县公开…, but not 2.政策解读的形式…)."""
    rest = words[start : start + LONGEST_SUBHEADING]
    known = subheading(folded(rest))
    if known is None:
        return None
    end = _unfolded(rest, known.end())
    closed = rest[end : end + 1] in ("。", "：", ":", "")
    return start + end if closed or (strong and known.group().endswith(("方面", "情况", "工作"))) else None


def _unfolded(text: str, length: int) -> int:
    """How many characters of ``text`` fold to ``length`` characters."""
    return next((end for end in range(len(text) + 1) if len(folded(text[:end])) >= length), len(text))


def _says_something(words: str, key: str) -> bool:
    """Whether a sub-heading line is prose as well: it gives a number, or in section five names a shortcoming."""
    number = _NUMBERED.match(words)
    rest = words[number.end() :] if number else words
    if any(character.isdigit() for character in rest):
        return True
    return key == "problems" and not is_block(folded(rest).rstrip(":"))
