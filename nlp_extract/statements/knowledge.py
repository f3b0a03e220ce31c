"""The wordings of ``lexicon/statements.toml``, compiled once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from nlp_extract.lexicon.loader import Entry, Fields, load
from nlp_extract.patterns import Match, Pattern

FILE = "statements.toml"
EXAMPLES: Fields = {"examples": list, "counter_examples": list}
LABELS = ("problem", "remedy", "other")
TENSES = ("done", "planned")
TOPICS = (
    "timeliness", "breadth", "quality", "interpretation", "platform", "newmedia", "application", "dispute",
    "capacity", "awareness", "participation", "supervision", "coordination", "standardisation", "security", "none",
)  # fmt: skip
"""The topics of domain E.3, and none."""

LABEL_NAMES = dict(zip(LABELS, ("问题", "整改", "其他"), strict=True))
TENSE_NAMES = dict(zip(TENSES, ("已做", "将做"), strict=True))
TOPIC_NAMES = dict(zip(TOPICS, (
    "及时性", "广度深度", "内容质量", "政策解读", "平台渠道", "政务新媒体", "依申请公开", "复议诉讼",
    "人员能力", "认识重视", "公众参与", "监督考核", "协调配合", "标准规范", "保密安全", "无主题",
), strict=True))  # fmt: skip
"""What people see and type for them."""

HEADING_KINDS = ("previous", "mixed", "problem", "remedy", "topic")
CUE_VALUES = {"label": LABELS, "tense": TENSES, "topic": TOPICS}


@dataclass(frozen=True, slots=True)
class Enumerator:
    """A number in front of a statement: its sequence (一是, 二是 → shi) and its place in it.

    ``number`` counts from 1; 0 where the wording does not say (其次, ——)."""

    style: str
    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cue:
    """Wordings that point at ``value`` (a label, tense or topic, as ``kind`` says)."""

    id: str
    kind: str
    value: str


_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_WORDS = {"首先": 1, "其次": 2, "再次": 3, "一方面": 1, "另一方面": 2}
_SQUEEZED = (("①", 20), ("㈠", 10), ("⑴", 20), ("⒈", 20))


_BULLET, _DIGIT = "bullet", "digit"
_BEGINS = r"(?=[（(①-⑳㈠-㈩⑴-⒇⒈-⒛一二三四五六七八九十第首其再最此另存主的问不短改整对措情举—●•▪■◆★※►▶*·-])"
"""What an enumerator that is no plain number begins with: a quick no for all else. The examples of a new one fail where
its first character is missing here."""


def inner_enumerators() -> Pattern:
    """One pattern for the enumerators with which a new piece may begin inside a paragraph: all but bullets, of which a
    row of stars has thousands."""
    return _enumerators()[1]


@cache
def _enumerators() -> tuple[Pattern, Pattern, tuple[str, ...]]:
    """One pattern for all enumerators and one for those inside; the group that matched is the style."""
    entries = load(FILE, "enumerator", {"style": str, "pattern": str}, EXAMPLES)
    styles = tuple(entry.data["style"].replace("-", "_") for entry in entries)
    parts = {
        style: f"(?P<{style}>{entry.data['pattern'].replace('(?P<number>', f'(?P<n_{style}>')})"
        for style, entry in zip(styles, entries, strict=True)
    }
    inner = parts | {_BULLET: f"(?P<{_BULLET}>(?!))"}
    every, within = (
        Pattern(f"{some.pop(_DIGIT)} | {_BEGINS} (?: {' | '.join(some.values())} )", verbose=True)
        for some in (parts, inner)
    )
    return every, within, styles


def enumerator_at(text: str, start: int) -> Enumerator | None:
    """The enumerator that begins exactly at ``start``."""
    match = _enumerators()[0].match(text, start)
    return None if match is None else read_enumerator(match)


def read_enumerator(match: Match) -> Enumerator:
    """Style and number of a match of ``inner_enumerators()`` or of the pattern of all."""
    style = next(style for style in _enumerators()[2] if match[style] is not None)
    return Enumerator(style, _number(match[f"n_{style}"]), match.start(), match.end())


def _number(text: str) -> int:
    """十二 → 12, ③ → 3, 其次 → 2; 0 where the text is no number."""
    if text.isascii() and text.isdigit():
        return int(text)
    if text in _WORDS:
        return _WORDS[text]
    for first, count in _SQUEEZED:
        if len(text) == 1 and 0 <= ord(text) - ord(first) < count:
            return ord(text) - ord(first) + 1
    tens, ten, ones = text.rpartition("十")
    if not all(character in _DIGITS for character in tens + ones):
        return 0
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


@cache
def _headings() -> tuple[tuple[str, Pattern], ...]:
    """Kind and pattern; a title ends at a mark, a space, an enumerator or the end of the paragraph."""
    entries = load(FILE, "heading", {"kind": str, "pattern": str}, EXAMPLES)
    known = tuple((_known(entry, "kind", HEADING_KINDS), entry.data["pattern"]) for entry in entries)
    title_ends = r"(?=[。．.：:；;]|\s|$|[（(]?[\d一二三四五六七八九十①]{1,2}[）)、．.是])"
    own_line = r"(?=\s*+(?:。|[：:]?\s*+$))"
    return tuple(
        (kind, Pattern(f"(?:{source}){own_line if kind == 'topic' else title_ends}", verbose=True))
        for kind, source in known
    )


def _known(entry: Entry, key: str, values: tuple[str, ...]) -> str:
    value = str(entry.data[key])
    if value not in values:
        raise entry.wrong(f"“{key}”不能是“{value}”，只能是：{'、'.join(values)}")
    return value


def heading_at(text: str, start: int) -> tuple[str, int] | None:
    """Kind of the title that begins at ``start`` and where it ends, without its closing mark."""
    for kind, pattern in _headings():
        if match := pattern.match(text, start):
            return kind, match.end()
    return None


def heading_kind(title: str) -> str:
    """Kind of a sub-heading with or without its number (（二）改进情况 → remedy), "" where it says nothing."""
    text = title.strip()
    mark = enumerator_at(text, 0)
    found = heading_at(text, mark.end if mark else 0)
    return found[0] if found and not text[found[1] :].strip(" 。．.：:；;") else ""


@cache
def lead_ins() -> Pattern:
    """Finds the wording that makes a clause before ： the announcement of a list."""
    entries = load(FILE, "lead_in", {"pattern": str}, EXAMPLES)
    return Pattern(" | ".join(f"(?:{entry.data['pattern']})" for entry in entries), verbose=True)


@cache
def _announcements() -> tuple[tuple[str, Pattern], ...]:
    entries = load(FILE, "announcement", {"kind": str, "pattern": str}, EXAMPLES)
    return tuple((_known(entry, "kind", LABELS), Pattern(entry.data["pattern"], verbose=True)) for entry in entries)


def announces(text: str) -> str:
    """What a lead-in announces: problem, remedy, or "" where its words do not say."""
    return next((kind for kind, pattern in _announcements() if pattern.search(text)), "")


@cache
def formulas() -> tuple[tuple[str, str, str], ...]:
    """Plain official wordings as (text, label, topic)."""
    entries = load(FILE, "formula", {"topic": str, "problem": list, "remedy": list})
    return tuple(
        (text, label, _known(entry, "topic", TOPICS))
        for entry in entries
        for label in ("problem", "remedy")
        for text in entry.data[label]
    )


@cache
def masks() -> Pattern:
    """Finds what looks like a cue and is none (domain E.4)."""
    entries = load(FILE, "mask", {"reason": str, "pattern": str}, EXAMPLES)
    return Pattern(" | ".join(f"(?:{entry.data['pattern']})" for entry in entries), verbose=True)


_Words = dict[str, list[tuple[str, tuple[int, ...]]]]
"""First character → the words that begin with it, longest first, each with its cues."""


@cache
def _cues() -> tuple[tuple[Cue, ...], _Words, tuple[tuple[int, Pattern], ...]]:
    entries = load(FILE, "cue", {"id": str, "kind": str, "value": str, "words": list}, {**EXAMPLES, "patterns": list})
    cues: list[Cue] = []
    words: dict[str, tuple[int, ...]] = {}
    patterns: list[tuple[int, Pattern]] = []
    for index, entry in enumerate(entries):
        kind = _known(entry, "kind", tuple(CUE_VALUES))
        cues.append(Cue(entry.data["id"], kind, _known(entry, "value", CUE_VALUES[kind])))
        for word in entry.data["words"]:
            words[word] = (*words.get(word, ()), index)
        patterns += [(index, Pattern(f"(?:{source})", verbose=True)) for source in entry.data.get("patterns", [])]
    by_first: _Words = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        by_first.setdefault(word[0], []).append((word, words[word]))
    return tuple(cues), by_first, tuple(patterns)


def cues() -> tuple[Cue, ...]:
    """All cues in the order of the lexicon."""
    return _cues()[0]


def find_cues(text: str) -> list[tuple[int, str]]:
    """Every cue of a text as (index into ``cues()``, wording); at one place the longest word wins."""
    _, words, patterns = _cues()
    found, position = [], 0
    while position < len(text):
        for word, indices in words.get(text[position], ()):
            if text.startswith(word, position):
                found += [(index, word) for index in indices]
                position += len(word) - 1
                break
        position += 1
    found += [(index, "") for index, special in patterns if special.search(text)]
    return found


def has_cue(text: str, value: str) -> bool:
    """Whether any cue of the text points at ``value``."""
    known = cues()
    return any(known[index].value == value for index, _ in find_cues(text))
