"""Headings → the outline of a report: its six statutory sections, its title, agency and year.

Every place that could be a heading becomes a candidate with a score; the best increasing sequence of the
six is taken. So the introduction that lists the titles, rows of table three (一、本年新收…, 四、结转…) and
一、 inside section five lose against the real headings, and a missing section stays missing (domain A.2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from nlp_extract.document import Document, Outline, Section, Span, Tables
from nlp_extract.errors import NotAReportError
from nlp_extract.lexicon.folding import Folded, fold, folded
from nlp_extract.lexicon.headings import OPENING, SectionTitle, agencies, is_table_row, section_titles
from nlp_extract.patterns import Match, Pattern

_CHINESE = "一二三四五六七八九十"
_NUMBER = Pattern(
    rf"[#*]*(?:第?(?P<plain>[{_CHINESE}]{{1,3}})(?:部分|章)?[、.,:．]{{0,2}}|[(](?P<bracket>[{_CHINESE}])[)][、.]?|(?P<arabic>\d{{1,2}})[、.．:)])"
)
"""The number before a title: ``一、``, ``第一部分``, ``（一）``, ``1.``; a Markdown ``##`` or ``**`` before it."""

_ONLY_NUMBER = Pattern(rf"[#*]*第?[{_CHINESE}](?:部分)?[、.,:]?")
_INLINE = Pattern(rf"(?<=[。！？；;.!?\s\d）)”」\]|])[{_CHINESE}]\s*[、.．]\s*")
_TAIL = Pattern(r"[:.。;#*]*+(?:\([^()]{0,20}\)[:.。]*+)?")
"""What may follow a title on its line and leave it a heading: ``：``, ``。``, a short remark in brackets."""

_LISTED = Pattern(r"[、;,]|等|和|及|以及|六|共")
"""What follows a title that is only listed: 全文包括一、总体情况；二、…"""

LONGEST_TITLE = 60
"""Characters of a heading line; the longest seen has 42."""

LONGEST_HEAD = 400
"""Characters of a line that are looked at for a heading or title at its start."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that could be the heading of a section: its score, and whether its number stands in brackets."""

    order: int
    key: str
    title: str
    heading: Span
    score: int
    bracket: bool = False


@dataclass(frozen=True, slots=True)
class Extra:
    """A heading of the same rank that is none of the six (2022年工作思路): it ends the section before it."""

    number: int
    start: int


def segment(document: Document) -> Outline:
    """The outline of a report. Sections that are not there are left out; nothing is raised."""
    text = document.text
    lines = [(line, fold(text, line.start, min(line.end, line.start + LONGEST_HEAD))) for line in document.lines()]
    chosen = _best_sequence([*_line_candidates(lines), *_inline_candidates(text)])
    ends = _ends(text, chosen, list(_extras(lines)))
    sections = tuple(
        Section(one.key, one.title, one.heading, Span(one.heading.end, end))
        for one, end in zip(chosen, ends, strict=True)
    )
    preamble = Span(0, sections[0].heading.start if sections else len(text))
    title, agency, year = _identity(text, preamble, lines)
    return Outline(title, agency, year, preamble, sections)


def require_report(document: Document, outline: Outline, tables: Tables) -> None:
    """Raises NotAReportError where nothing speaks for an annual report: no title, no section, no table."""
    if outline.title or outline.sections or tables.cells():
        return
    raise NotAReportError(
        "没有找到年度报告的标题、六个部分的任何一个标题，也没有统计表",
        file=document.source.name,
        remedy="请确认这是政府信息公开工作年度报告的正文",
    )


# ---- candidates


def _line_candidates(lines: list[tuple[Span, Folded]]) -> Iterator[Candidate]:
    for index, (line, content) in enumerate(lines):
        if not content.text:
            continue
        number = _NUMBER.match(content.text)
        if number and _ONLY_NUMBER.fullmatch(content.text):
            found = _on_two_lines(number, line, lines[index + 1 : index + 4])
        else:
            found = _on_one_line(number, content)
        if found:
            yield found


def _on_one_line(number: Match | None, content: Folded) -> Candidate | None:
    """``一、总体情况`` alone or before its text on one line; ``总体情况`` only alone."""
    start = number.end() if number else len(content.text) - len(content.text.lstrip("#*"))
    for title in section_titles():
        match = title.match(content.text, start)
        if match is None:
            continue
        alone = _TAIL.fullmatch(content.text, match.end()) is not None
        if not alone and (number is None or _LISTED.match(content.text, match.end())):
            continue
        score = _score(number, title, alone)
        if score:
            heading = content.span(0, match.end())
            return Candidate(title.order, title.key, match.group(), heading, score, bool(number and number["bracket"]))
    return None


def _on_two_lines(number: Match, line: Span, following: list[tuple[Span, Folded]]) -> Candidate | None:
    """``一、`` and ``总体情况`` on the next line that is not empty."""
    content = next((content for _, content in following if content.text), None)
    if content is None:
        return None
    for title in section_titles():
        match = title.match(content.text)
        if match and _TAIL.fullmatch(content.text, match.end()):
            score = _score(number, title, alone=True)
            heading = Span(line.start, content.span(0, match.end()).end)
            return Candidate(title.order, title.key, match.group(), heading, score) if score else None
    return None


def _score(number: Match | None, title: SectionTitle, alone: bool) -> int:
    """0 where it can be no heading. A title alone on its line, with the number of the form, scores most."""
    if number is None:
        return 5 if alone else 0
    right = _value(number) == title.order
    if number["bracket"]:
        return (7 if alone else 3) if right else 0
    if not right:
        return 4 if alone else 0
    return 10 if alone else 7


def _value(number: Match) -> int:
    chinese = number["plain"] or number["bracket"]
    if chinese:
        return _CHINESE.index(chinese[-1]) + 1 if len(chinese) == 1 else 10
    return int(number["arabic"])


def _inline_candidates(text: str) -> Iterator[Candidate]:
    """Headings inside an unbroken paragraph: ``…效能问责。 二、主动公开政府信息情况第二十条…``."""
    for number in _INLINE.finditer(text):
        content = fold(text, number.start(), number.start() + LONGEST_TITLE + 10)
        start = _NUMBER.match(content.text)
        if start is None:
            continue
        for title in section_titles():
            match = title.match(content.text, start.end())
            if match and _value(start) == title.order and not _LISTED.match(content.text, match.end()):
                yield Candidate(title.order, title.key, match.group(), content.span(0, match.end()), 6)
                break


def _extras(lines: list[tuple[Span, Folded]]) -> Iterator[Extra]:
    """Numbered title lines of any content: ``七、2022年工作思路``."""
    for line, content in lines:
        number = _NUMBER.match(content.text) if len(content.text) <= LONGEST_TITLE // 2 else None
        if (
            number is None
            or not number["plain"]
            or number.end() == len(content.text)
            or number.group()[-1] not in "、.,:．分章"
        ):
            continue
        title = content.text[number.end() :]
        if not is_table_row(title) and not any(mark in title for mark in "。;,|") and not title[-1].isdigit():
            yield Extra(_value(number), line.start)


# ---- the best sequence


def _best_sequence(candidates: list[Candidate]) -> list[Candidate]:
    """The increasing sequence (in the text and in the form) of the highest score; of equal ones the later places,
    since a table of contents stands before what it lists. Numbers in brackets are either all headings or none."""
    plain = _best_of([one for one in candidates if not one.bracket])
    deep = _best_of([one for one in candidates if one.bracket or one.score == 5])
    return deep if _total(deep) > _total(plain) else plain


def _total(chosen: list[Candidate]) -> int:
    return sum(one.score for one in chosen)


def _best_of(candidates: list[Candidate]) -> list[Candidate]:
    ordered = sorted(candidates, key=lambda one: (one.heading.start, -one.score))
    best: dict[int, tuple[int, int]] = {}  # order of the last section → (score, index of its candidate)
    back: list[int] = []
    for index, one in enumerate(ordered):
        before = max((found for order, found in best.items() if order < one.order), default=(0, -1))
        back.append(before[1])
        best[one.order] = max(best.get(one.order, (0, -1)), (before[0] + one.score, index))
    _, at = max(best.values(), default=(0, -1))
    chosen = []
    while at >= 0:
        chosen.append(ordered[at])
        at = back[at]
    return chosen[::-1]


def _ends(text: str, chosen: list[Candidate], extras: list[Extra]) -> list[int]:
    """Where each section ends: at the next one, or at a title between them whose number fits in between."""
    ends = []
    for index, one in enumerate(chosen):
        following = chosen[index + 1] if index + 1 < len(chosen) else None
        stop = following.heading.start if following else len(text)
        for extra in extras:
            inside = one.heading.end <= extra.start < stop
            if (
                inside
                and not one.bracket
                and extra.number > one.order
                and (following is None or extra.number <= following.order)
            ):
                stop = extra.start
                break
        ends.append(stop)
    return ends


# ---- title, agency, year

_YEAR = r"(?P<year>20\d{2}|二[〇零○oO0][一二三四五六七八九〇零○oO0]{2})年?(?:度)?"
_NAME = r"(?P<agency>[^。;:,|!?>»/\\]{0,40}?)(?:的)?"
_SUBJECT = r"(?P<shared>政府|政务)?(?:信息|政务)(?:主动)?公开(?:工作)?(?:情况)?(?:的)?"
_REPORT = r"(?:年度)?(?:工作)?(?:情况)?(?:的)?(?:报告|年报)(?:\([^()]{0,20}\))?"
_TITLE = Pattern(
    r"[#*]*+(?:标题:)?(?:关于)?(?:"
    + "|".join(
        (
            rf"{_NAME}{_YEAR}(?P<middle>[^。;:,|!?>»/\\]{{0,40}}?)(?:的)?{_SUBJECT}{_REPORT}",
            rf"{_NAME}{_SUBJECT}{_YEAR}{_REPORT}",
            rf"{_NAME}{_SUBJECT}(?:年度)?(?:工作)?(?:报告|年报)[(]{_YEAR}[)]",
            rf"{_NAME}{_SUBJECT}{_REPORT}",
        )
    )
    + r")[*#]*"
)
"""``XX市2023年政府信息公开工作年度报告``, ``2024年XX局政府 信息公开年报``, ``XX镇政府信息公开工作2021年度报告``,
``XX局政府信息公开工作年度报告（2022年）``."""

_PERIOD = Pattern(
    r"(?P<year>20\d{2})年1月1日(?:起|开始)?(?:至|到|—|-|~)*(?:(?P=year)年|当年|同年)?1?\d月"
    r"|统计(?:期限|时限|时间|周期)[^。]{0,12}?(?P<year>20\d{2})年"
    r"|(?P<year>20\d{2})年(?:度)?[^。;,]{0,30}?信息公开(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)"
)
_MENTIONED = Pattern(r"(?<![\[(\d])(?P<year>20\d{2})年")
_LEADING = 40
"""Lines of the head in which a title is looked for."""


def _identity(text: str, preamble: Span, lines: list[tuple[Span, Folded]]) -> tuple[str | None, str | None, int | None]:
    """Title as printed, agency, year of the report: from the title, else from the introduction, and the year at
    last from the years that the text speaks of."""
    head = [content.text for line, content in lines if line.start < preamble.end and content.text][:_LEADING]
    title = _title(head)
    opening = folded(text[preamble.start : min(preamble.end, preamble.start + OPENING)] or text[:3000])
    agency = _agency(title) if title else None
    if agency is None:
        agency = next((name for one in agencies(opening) if (name := _clean(one))), None)
    year = _year(title["year"]) if title and title["year"] else _year_of_text(opening, folded(text[:20_000]))
    return (_printed(title) if title else None), agency, year


def _title(head: list[str]) -> Match | None:
    """The title: a line that names the agency, else up to three lines that do together, else a line that gives the
    year alone."""
    single = [match for line in head if (match := _TITLE.fullmatch(line)) and (_agency(match) or match["year"])]
    joined = ("".join(head[index : index + count]) for index in range(len(head)) for count in (2, 3))
    broken = (_TITLE.fullmatch(line) for line in joined if len(line) <= 2 * LONGEST_TITLE)
    for match in (*single, *broken):
        if match and _agency(match):
            return match
    return single[0] if single else None


def _printed(title: Match) -> str:
    return title.group().strip("#*").removeprefix("标题:")


def _year_of_text(opening: str, text: str) -> int | None:
    """The year of the statistical period, else the one that is mentioned more often than all others together."""
    period = _PERIOD.search(opening) or _PERIOD.search(text[:8000])
    if period:
        return int(period["year"])
    years = Counter(match["year"] for match in _MENTIONED.finditer(text))
    year, count = next(iter(years.most_common(1)), ("", 0))
    return int(year) if count >= 2 and count * 2 > years.total() else None


def _year(printed: str) -> int:
    digits = "".join(
        "0" if one in "〇零○oO0" else str(_CHINESE.index(one) + 1) if one in _CHINESE else one for one in printed
    )
    return int(digits)


def _agency(title: Match) -> str | None:
    """The agency of a title. 上海市人民政府信息公开 shares its 政府 between agency and subject."""
    named = title["agency"] or title.groupdict().get("middle") or ""
    if named.endswith("人民") and title["shared"]:
        named += title["shared"]
    return _clean(named)


_NOT_AGENCY = Pattern(
    r".*(?:报告|年报|首页|信息公开|本机关|我[局市县区镇乡委厅办]|六个|部分|内容|目录|指南).*"
    r"|.{0,1}|本.{0,2}|历[年次]|往年|法定|(?:年度|工作|政府|政务)+"
)


def _clean(name: str) -> str | None:
    name = name.strip(" -_·、.#*").removeprefix("关于").removeprefix("我").removesuffix("的")
    return None if _NOT_AGENCY.fullmatch(name) else name
