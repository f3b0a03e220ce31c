"""Statement markup → typed reports, checked line by line, and split so that nothing leaks.

The markup is described in ``corpora/README.md``::

    ## a-001 | township | P3
    一是⟦problem timeliness|栏目更新不及时；⟧二是⟦remedy timeliness planned 1|建立月巡查机制。⟧
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from nlp_extract.document import Document, Passage, Source
from nlp_extract.errors import DataError
from nlp_extract.patterns import Pattern
from nlp_extract.statements.cut import Piece, frame
from nlp_extract.statements.files import read_text
from nlp_extract.statements.knowledge import LABELS, TENSES, TOPICS

Part = Literal["train", "dev", "test"]
PARTS: tuple[Part, ...] = ("train", "dev", "test")

NEAR = 0.8
"""Share of character trigrams (Jaccard) from which two statements count as one and the same."""
SHORTEST = 18
"""Statements below this many characters (存在的主要问题及改进情况如下：) are formulas and leak nothing."""

_MARK = Pattern(r"⟦(?P<tags>[^|⟦⟧]*)\|(?P<text>[^⟦⟧]*)⟧")
_HEADER = Pattern(r"##\s*(?P<id>[^|\s]+)\s*\|\s*(?P<level>[^|]+?)\s*\|\s*(?P<structure>P(?:1[0-2]|[1-9]))\s*")


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled statement. ``answers`` are indices into the examples of its report; ``file`` and
    ``line`` say where it stands in the data. Without ``checked``, the label is a model's guess that nobody
    looked at: it is context for the others and teaches nothing."""

    piece: Piece
    label: str
    topic: str
    tense: str | None
    answers: tuple[int, ...]
    file: str
    line: int
    checked: bool = True

    @property
    def text(self) -> str:
        return self.piece.text


@dataclass(frozen=True, slots=True)
class LabelledReport:
    """Section five of one report with its labelled statements in order."""

    id: str
    level: str
    structure: str
    document: Document
    passages: tuple[Passage, ...]
    examples: tuple[Example, ...]

    @property
    def checked(self) -> tuple[Example, ...]:
        """The statements whose labels somebody vouches for."""
        return tuple(example for example in self.examples if example.checked)


@dataclass(frozen=True, slots=True)
class _Tagged:
    label: str
    topic: str
    tense: str | None
    problems: tuple[int, ...]
    line: int


def load_corpus(path: Path) -> tuple[LabelledReport, ...]:
    """All reports of a folder of ``*.txt`` in statement markup (or of one file), ordered by id.

    The order of files and of reports in them makes no difference. Raises DataError naming file and line.
    """
    files = sorted(path.glob("*.txt")) if path.is_dir() else [path]
    if not files:
        raise DataError("文件夹里没有 .txt 语料", file=str(path), remedy="请给出 corpora/statements 这样的文件夹")
    reports = [report for file in files for report in read_markup(read_text(file), str(file))]
    check_ids(reports)
    check_conflicts(reports)
    return tuple(sorted(reports, key=lambda report: report.id))


def read_markup(text: str, file: str) -> tuple[LabelledReport, ...]:
    """The reports of one text in statement markup. Raises DataError naming file and line."""
    reports: list[LabelledReport] = []
    header, body = None, list[tuple[int, str]]()
    for number, line in enumerate(text.split("\n"), 1):
        line = line.rstrip("\r")
        if line.startswith("##"):
            if header is not None:
                reports.append(_report(header, body, file))
            match = _HEADER.fullmatch(line)
            if match is None:
                raise _wrong("报告头应写作“## 编号 | 级别 | P1…P12”", file, number)
            header, body = (match["id"], match["level"], match["structure"], number), []
        elif line.strip() and not line.startswith("#"):
            if header is None:
                raise _wrong("第一份报告头之前有文字", file, number)
            body.append((number, line))
    if header is not None:
        reports.append(_report(header, body, file))
    if not reports:
        raise DataError("语料里没有报告", file=file, remedy="请按 corpora/README.md 的格式书写")
    return tuple(reports)


def _wrong(problem: str, file: str, line: int, remedy: str = "请按 corpora/README.md 的格式改正") -> DataError:
    return DataError(problem, file=file, place=f"第 {line} 行", remedy=remedy)


def _report(header: tuple[str, str, str, int], body: Sequence[tuple[int, str]], file: str) -> LabelledReport:
    id_, level, structure, at = header
    passages, cuts, tagged, offset = [], [], [], 0
    for number, line in body:
        text, spans, tags = _plain(line, file, number)
        passages.append(Passage(text, tuple(range(offset, offset + len(text))), "problems"))
        cuts.append(spans)
        tagged += tags
        offset += len(text) + 1
    if not tagged:
        raise _wrong(f"报告“{id_}”没有标注任何陈述", file, at)
    pieces = frame(passages, cuts)
    problems = [index for index, tag in enumerate(tagged) if tag.label == "problem"]
    examples = tuple(
        Example(piece, tag.label, tag.topic, tag.tense, _answers(tag, problems, file), file, tag.line)
        for piece, tag in zip(pieces, tagged, strict=True)
    )
    document = Document("\n".join(passage.text for passage in passages), Source(id_, "text"))
    return LabelledReport(id_, level, structure, document, tuple(passages), examples)


def _plain(line: str, file: str, number: int) -> tuple[str, list[tuple[int, int]], list[_Tagged]]:
    """A line without its marks, where its statements stand, and what they are tagged."""
    text, position = "", 0
    spans: list[tuple[int, int]] = []
    tags: list[_Tagged] = []
    for match in _MARK.finditer(line):
        text += line[position : match.start()]
        if not match["text"].strip():
            raise _wrong("陈述是空的", file, number)
        spans.append((len(text), len(text) + len(match["text"])))
        tags.append(_tags(match["tags"], file, number))
        text += match["text"]
        position = match.end()
    text += line[position:]
    if "⟦" in text or "⟧" in text:
        raise _wrong("⟦ 与 ⟧ 不成对，或缺少“|”", file, number)
    return text, spans, tags


def _tags(tags: str, file: str, line: int) -> _Tagged:
    """``remedy timeliness planned 1,2`` → its parts, each checked."""
    words = tags.split()
    label, rest = (words[0], words[1:]) if words else ("", [])
    if label not in LABELS:
        raise _wrong(f"不认识的标签“{label}”", file, line, f"标签只能是：{'、'.join(LABELS)}")
    topic = rest.pop(0) if rest and rest[0] in TOPICS else "none"
    tense = rest.pop(0) if rest and rest[0] in TENSES else None
    answers = rest.pop(0) if rest else ""
    numbers = answers.split(",") if answers else []
    if rest or (label != "remedy" and (tense or answers)) or not all(a.isascii() and a.isdecimal() for a in numbers):
        remedy = "应写作“标签 主题 时态 所答问题”，时态与所答问题只属于 remedy"
        raise _wrong(f"不认识的标注“{tags}”", file, line, remedy)
    if label == "remedy" and tense is None:
        raise _wrong(f"remedy 缺少时态：“{tags}”", file, line, "请写 done 或 planned")
    return _Tagged(label, topic, tense, tuple(int(a) for a in numbers), line)


def _answers(tag: _Tagged, problems: Sequence[int], file: str) -> tuple[int, ...]:
    for number in tag.problems:
        if not 1 <= number <= len(problems):
            raise _wrong(f"所答问题 {number} 不存在，本报告共有 {len(problems)} 个问题", file, tag.line)
    return tuple(problems[number - 1] for number in tag.problems)


def check_ids(reports: Iterable[LabelledReport]) -> None:
    """Raises DataError where two reports bear the same id."""
    seen: dict[str, LabelledReport] = {}
    for report in reports:
        if report.id in seen:
            first, again = seen[report.id].examples[0], report.examples[0]
            problem = f"报告编号“{report.id}”用了两次（另一处：{first.file} 第 {first.line} 行）"
            raise _wrong(problem, again.file, again.line, "请给每份报告一个编号")
        seen[report.id] = report


def check_conflicts(reports: Iterable[LabelledReport]) -> None:
    """Raises DataError where the same statement bears two labels."""
    seen: dict[str, Example] = {}
    for example in (example for report in reports for example in report.checked):
        text = "".join(example.text.split())
        first = seen.setdefault(text, example)
        if first.label != example.label and len(text) >= SHORTEST:
            before = f"{first.file} 第 {first.line} 行标为 {first.label}"
            problem = f"同一陈述标为 {example.label}，又在 {before}：{text[:30]}"
            raise _wrong(problem, example.file, example.line, "请统一标签")


def part_of(report_id: str) -> Part:
    """train, dev or test (70 : 15 : 15) by a hash of the report's id alone: a report never moves."""
    number = int.from_bytes(hashlib.sha256(report_id.encode()).digest()[:4], "big") % 100
    return "train" if number < 70 else "dev" if number < 85 else "test"


def split(reports: Iterable[LabelledReport]) -> dict[Part, tuple[LabelledReport, ...]]:
    """The reports of each part. Raises DataError where a near-duplicate leaks from one to another."""
    reports = tuple(reports)
    for first, second in near_duplicates(reports):
        if part_of(first[0]) != part_of(second[0]):
            a, b = first[1], second[1]
            sides = f"{part_of(first[0])} 与 {part_of(second[0])} 两边"
            problem = f"与 {a.file} 第 {a.line} 行几乎相同，却分在 {sides}：{b.text[:40]}"
            raise _wrong(problem, b.file, b.line, "请改写或删去其中一条，否则评分会虚高")
    return {part: tuple(report for report in reports if part_of(report.id) == part) for part in PARTS}


def near_duplicates(
    reports: Iterable[LabelledReport],
) -> Iterator[tuple[tuple[str, Example], tuple[str, Example]]]:
    """Pairs of statements of different reports that share ``NEAR`` of their trigrams, each with its report's id.

    Prefix filtering: two sets that overlap so much share one of their rarest trigrams.
    """
    items = [(report.id, example) for report in reports for example in report.checked]
    shingles = [_trigrams(example.text) for _, example in items]
    counts = Counter(gram for grams in shingles for gram in grams)
    index: dict[str, list[int]] = defaultdict(list)
    for second, grams in enumerate(shingles):
        rarest = sorted(grams, key=lambda gram: (counts[gram], gram))[: len(grams) - int(NEAR * len(grams)) + 1]
        for first in sorted({other for gram in rarest for other in index[gram]}):
            same = len(grams & shingles[first])
            if items[first][0] != items[second][0] and same >= NEAR * (len(grams) + len(shingles[first]) - same):
                yield items[first], items[second]
        for gram in rarest:
            index[gram].append(second)


def _trigrams(text: str) -> frozenset[str]:
    letters = "".join(character for character in text if character.isalnum())
    if len(letters) < SHORTEST:
        return frozenset()
    return frozenset(letters[i : i + 3] for i in range(len(letters) - 2))
