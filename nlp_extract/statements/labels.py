"""Statements of new reports on their way to the training data: what they hold, and what is refused.

An item is one statement with its label and with the whole section it stands in, so that a model that
looks at headings and neighbours can learn from it. ``exchange`` writes items in the formats of other tools.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nlp_extract.document import Document, Passage, Source
from nlp_extract.errors import DataError
from nlp_extract.statements.cut import frame
from nlp_extract.statements.dataset import SHORTEST, Example, LabelledReport
from nlp_extract.statements.knowledge import LABELS, TENSES, TOPICS

ONE_SIDED = 10
"""From so many checked statements on, all of one label look like a column filled down by mistake."""


@dataclass(frozen=True, slots=True)
class Tags:
    """Label, topic, tense, and the numbers of the statements answered (from 1, in the order of the section)."""

    label: str
    topic: str = "none"
    tense: str | None = None
    answers: tuple[int, ...] = ()


def tags(label: str, topic: str, tense: str, answers: Iterable[int], count: int) -> Tags:
    """Tags of a section of ``count`` statements; what the label has no use for is dropped (the tense of what
    was a remedy before it was corrected). Raises ValueError with the reason in Chinese."""
    if label not in LABELS:
        raise ValueError(f"不认识的类别“{label}”" if label else "没有类别")
    topic = (topic or "none") if label != "other" else "none"
    if topic not in TOPICS:
        raise ValueError(f"不认识的主题“{topic}”")
    if label != "remedy":
        return Tags(label, topic)
    if tense not in TENSES:
        raise ValueError(f"不认识的时态“{tense}”" if tense else "整改缺少时态（已做或将做）")
    numbers = tuple(sorted(set(answers)))
    if wrong := [number for number in numbers if not 1 <= number <= count]:
        raise ValueError(f"所答的第 {wrong[0]} 句不存在，这一部分共 {count} 句")
    return Tags(label, topic, tense, numbers)


@dataclass(frozen=True, slots=True)
class Section:
    """Section five of one report: its paragraphs (sub-heading, text), where its statements stand (paragraph,
    start, end) and what the model took each for (``guesses``)."""

    report: str
    passages: tuple[tuple[str, str], ...]
    cuts: tuple[tuple[int, int, int], ...]
    guesses: tuple[str, ...]

    def text(self, number: int) -> str:
        """Statement ``number``, from 1."""
        passage, start, end = self.cuts[number - 1]
        return self.passages[passage][1][start:end]

    def heading(self, number: int) -> str:
        return self.passages[self.cuts[number - 1][0]][0]

    def mark(self, number: int) -> str:
        """What a changed context or number shows in: twelve digits over all that is not to change."""
        return hashlib.sha256(f"{self.report}\t{number}\t{self.json()}".encode()).hexdigest()[:12]

    def json(self) -> str:
        data = {"passages": self.passages, "cuts": self.cuts, "guesses": self.guesses}
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def read_section(report: str, data: Any) -> Section:
    """A section from the data of ``Section.json``. Raises ValueError with the reason in Chinese."""
    try:
        passages = tuple((_string(heading), _string(text)) for heading, text in data["passages"])
        cuts = tuple((_count(passage), _count(start), _count(end)) for passage, start, end in data["cuts"])
        section = Section(report, passages, cuts, tuple(_string(guess) for guess in data["guesses"]))
        ends = [(passage, end) for passage, _, end in cuts]
        begins = [(passage, start) for passage, start, _ in cuts]
        sound = all(0 <= start < end <= len(passages[passage][1]) for passage, start, end in cuts)
        if not sound or begins != sorted(begins) or any(a > b for a, b in zip(ends, begins[1:], strict=False)):
            raise ValueError("places")
        if len(section.guesses) != len(cuts) or not set(section.guesses) <= set(LABELS):
            raise ValueError("guesses")
    except (KeyError, IndexError, TypeError, ValueError) as why:
        raise ValueError("上下文不完整或被改动") from why
    return section


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(value)
    return value


@dataclass(frozen=True, slots=True)
class Item:
    """Statement ``number`` of a section, how it is tagged and what the model had suggested.

    ``checked``: somebody vouches for the tags. Tags that differ from the suggestion are always checked.
    """

    section: Section
    number: int
    tags: Tags
    suggested: Tags
    checked: bool = False

    @property
    def text(self) -> str:
        return self.section.text(self.number)

    @property
    def key(self) -> tuple[str, int]:
        return self.section.report, self.number

    def tagged(self, given: Tags, checked: bool = True) -> Item:
        return replace(self, tags=given, checked=checked or given != self.suggested)


@dataclass(frozen=True, slots=True)
class Placed:
    """An item and where it stands in a file: line 3 (第 3 行), task 2 (第 2 个任务)."""

    item: Item
    count: int
    unit: str = "行"

    @property
    def place(self) -> str:
        return f"第 {self.count} {self.unit}"


def wrong(problem: str, file: str, place: str, remedy: str) -> DataError:
    return DataError(problem, file=file, place=place, remedy=remedy)


def checked_items(placed: Sequence[Placed], file: str) -> tuple[Item, ...]:
    """The items of a file, held against each other. Raises DataError naming file and place where a statement
    stands twice, one text bears two labels, a section differs from line to line, or all have one label."""
    seen: dict[tuple[str, int], Placed] = {}
    sections: dict[str, Placed] = {}
    texts: dict[str, Placed] = {}
    for one in placed:
        item = one.item
        first = seen.setdefault(item.key, one)
        if first is not one:
            same = "标注相同" if first.item.tags == item.tags else "标注不同"
            raise wrong(f"与{first.place}是同一句，{same}", file, one.place, "请删去一处")
        before = sections.setdefault(item.section.report, one)
        if before.item.section != item.section:
            problem = f"与{before.place}的报告编号相同（{item.section.report}），上下文却不同"
            raise wrong(problem, file, one.place, "请给两份报告不同的文件名，重新运行 label suggest")
        text = "".join(item.text.split())
        if item.checked and len(text) >= SHORTEST:
            other = texts.setdefault(text, one)
            if other.item.tags.label != item.tags.label:
                label, before_label = item.tags.label, other.item.tags.label
                raise wrong(f"标为 {label}，同样的文字在{other.place}标为 {before_label}", file, one.place, "请统一")
    _several_labels(placed, file)
    return tuple(one.item for one in placed)


def _several_labels(placed: Sequence[Placed], file: str) -> None:
    known = [one for one in placed if one.item.checked]
    labels = {one.item.tags.label for one in known}
    if len(known) >= ONE_SIDED and len(labels) == 1:
        problem = f"核对过的 {len(known)} 句全部标为 {labels.pop()}"
        raise wrong(problem, file, known[0].place, "请检查类别一栏是否被整列覆盖")


def labelled_reports(placed: Sequence[Placed], file: str) -> tuple[LabelledReport, ...]:
    """Items as training data: a report each, whose statements that nobody checked are context only."""
    by_report: dict[str, dict[int, Placed]] = {}
    for one in placed:
        if one.item.checked:
            by_report.setdefault(one.item.section.report, {})[one.item.number] = one
    if not by_report:
        raise DataError("没有核对过的陈述", file=file, remedy="请先运行 nlp-extract label edit，或标注后 label import")
    return tuple(_report(known, file) for _, known in sorted(by_report.items()))


def _report(known: dict[int, Placed], file: str) -> LabelledReport:
    section = next(iter(known.values())).item.section
    passages, offset = [], 0
    for heading, text in section.passages:
        passages.append(Passage(text, tuple(range(offset, offset + len(text))), "problems", heading))
        offset += len(text) + 1
    cuts = [[(a, b) for place, a, b in section.cuts if place == index] for index in range(len(passages))]
    examples = []
    for number, piece in enumerate(frame(passages, cuts), 1):
        one, guess = known.get(number), section.guesses[number - 1]
        if one is None:
            tense = "planned" if guess == "remedy" else None
            examples.append(Example(piece, guess, "none", tense, (), file, 0, checked=False))
        else:
            given = one.item.tags
            answers = tuple(answer - 1 for answer in given.answers)
            examples.append(Example(piece, given.label, given.topic, given.tense, answers, file, one.count))
    document = Document("\n".join(text for _, text in section.passages), Source(section.report, "text"))
    return LabelledReport(f"new:{section.report}", "", "", document, tuple(passages), tuple(examples))


def merged(kept: Sequence[Item], placed: Sequence[Placed], file: str, *, checked: bool) -> tuple[Item, ...]:
    """``kept`` with the tags that came back, and behind them what is new; with ``checked`` all that came back
    counts as checked. Raises DataError as ``checked_items`` does."""
    back = [replace(one, item=one.item.tagged(one.item.tags)) if checked else one for one in placed]
    found = {item.key: item for item in checked_items(back, file)}
    for item in kept:
        if item.key in found and found[item.key].section != item.section:
            one = next(one for one in back if one.item.key == item.key)
            raise wrong("与标注文件中同名报告的文字不同", file, one.place, "请写到另一个文件")
    known = {item.key for item in kept}
    return (*(found.get(item.key, item) for item in kept), *(item for key, item in found.items() if key not in known))
