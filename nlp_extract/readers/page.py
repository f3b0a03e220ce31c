"""Which part of a web page is the report, and which the site's: menus, counters, print buttons.

The report is known by lines that only it has (its section headings, its introduction, its tables).
Around these the page is cut: above, after the title; below, where the element ends that holds all of
them, or at the first line of the site. The wordings are in ``lexicon/page.toml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from nlp_extract.lexicon.loader import Fields, load
from nlp_extract.patterns import Pattern
from nlp_extract.readers.layout import Block, Paragraph, tidy

FILE = "page.toml"
ENOUGH = 3
"""Markers by which the element that holds the report is known."""
LINKED = 0.5
"""A line with more of its text linked than this belongs to a menu."""

_LONGEST = 60
"""Characters of a line that a pattern is searched in, where its entry gives no other number."""

_TITLE = Pattern(r"(?:年度报告|年报|报告)(?:[（(].{0,12}[）)])?\s*$|年度报告")
_AGENCY = Pattern(r"(?:政府|委员会|办公室|办公厅|[局厅部委办院署所站会]|街道|中心|大队|支队|总队)\s*$")
_WORD = Pattern(r"[a-z]+|[A-Z][a-z]*")


@dataclass(frozen=True, slots=True)
class Wording:
    """One line or marker entry of the lexicon."""

    id: str
    pattern: Pattern
    where: str
    shortest: int
    longest: int

    def hits(self, line: str) -> bool:
        return self.shortest <= len(line) <= self.longest and self.pattern.search(line) is not None


@cache
def wordings(table: str) -> tuple[Wording, ...]:
    """The entries ``[[line]]`` or ``[[marker]]``. Raises KnowledgeError where one is malformed."""
    required: Fields = {"id": str, "pattern": str, "examples": list}
    optional: Fields = {"where": str, "shortest": int, "longest": int, "counter": list}
    return tuple(
        Wording(
            id=entry.data["id"],
            pattern=Pattern(entry.data["pattern"], ignore_case=True, most=entry.data.get("longest", _LONGEST)),
            where=entry.data.get("where", "any"),
            shortest=entry.data.get("shortest", 0),
            longest=entry.data.get("longest", _LONGEST),
        )
        for entry in load(FILE, table, required, optional)
    )


@cache
def tool_words() -> frozenset[str]:
    """Words in class or id that mark the site's tools."""
    entries = load(FILE, "element", {"id": str, "words": list})
    return frozenset(word for entry in entries for word in entry.data["words"])


def is_tool(names: str) -> bool:
    """Whether a class or id ("share-box", "topNav") names one of the site's tools."""
    return any(match.group().lower() in tool_words() for match in _WORD.finditer(names[:200]))


def report_of(blocks: Sequence[Block], title: str) -> list[Block]:
    """The blocks of the report; all of them where nothing tells which they are.

    ``blocks`` are unfolded, their ``origin`` the lxml elements they stand in; ``title`` is what the
    page's head says, used where the body has no title line.
    """
    texts = [_text(block) for block in blocks]
    marked = [index for index, block in enumerate(blocks) if _is_marker(block, texts[index])]
    if not marked:
        return [block for block, text in zip(blocks, texts, strict=True) if not _hit("any", text)]
    first, last = marked[0], marked[-1]
    head = _head(blocks, texts, first)
    end = _end(blocks, texts, last, _container([blocks[index].origin for index in marked]))
    body = [block for block, text in _between(blocks, texts, first, last + 1) if not _hit("any", text)]
    tail = [
        block for block, text in _between(blocks, texts, last + 1, end) if not (_is_menu(block) or _hit("any", text))
    ]
    kept = head + body + tail
    if not head and title and not any(_TITLE.search(text) for text in texts[first : first + 3]):
        kept.insert(0, Paragraph(title))
    return kept


def _between(blocks: Sequence[Block], texts: Sequence[str], start: int, end: int) -> Iterable[tuple[Block, str]]:
    return zip(blocks[start:end], texts[start:end], strict=True)


def _text(block: Block) -> str:
    return tidy(block.text) if isinstance(block, Paragraph) else "\t".join(cell.text for cell in block.cells)


def has_report(blocks: Iterable[Block]) -> bool:
    """Whether any block is known as a report's own (before or after ``unfold``)."""
    return any(_is_marker(block, _text(block)) for block in blocks)


def _is_menu(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.linked > LINKED and "。" not in block.text


def _hit(where: str, line: str) -> bool:
    return any(wording.where == where and wording.hits(line) for wording in wordings("line"))


def _is_marker(block: Block, text: str) -> bool:
    return not _is_menu(block) and is_marker(text)


def is_marker(line: str) -> bool:
    """Whether only a report has such a line; blanks in it do not count (二、 主动公开 政府信息情况)."""
    line = line.replace(" ", "")
    return any(wording.hits(line) for wording in wordings("marker"))


def _head(blocks: Sequence[Block], texts: Sequence[str], first: int) -> list[Block]:
    """The title and what stands between it and the first marker, without the site's lines."""
    for index in range(first - 1, -1, -1):
        block = blocks[index]
        if isinstance(block, Paragraph) and _is_title(block, texts[index]):
            above = blocks[index - 1] if index else None
            split = isinstance(above, Paragraph) and not above.linked and _names_agency(texts[index - 1])
            below = [one for one, text in _between(blocks, texts, index + 1, first) if _is_introduction(one, text)]
            return [*([above] if split and above else []), block, *below]
    return []


def _is_introduction(block: Block, text: str) -> bool:
    """Whether what stands between title and first marker is the report's: no date, source or index table."""
    return isinstance(block, Paragraph) and block.linked <= LINKED and not (_hit("before", text) or _hit("any", text))


def _is_title(block: Paragraph, text: str) -> bool:
    return block.linked <= LINKED and len(text) <= 80 and not _hit("any", text) and _TITLE.search(text) is not None


def _names_agency(text: str) -> bool:
    return len(text) <= 30 and _AGENCY.search(text) is not None and not _hit("any", text) and not _hit("before", text)


def _container(origins: Iterable[object]) -> object:
    """The deepest element that holds all of ``origins``; None where they are too few to tell."""
    paths = [[*reversed(list(_ancestors(origin)))] for origin in origins if origin is not None]
    common: object = None
    if len(paths) < ENOUGH:
        return None
    for level in zip(*paths, strict=False):
        if any(element is not level[0] for element in level):
            break
        common = level[0]
    return common


def _ancestors(element: object) -> Iterable[object]:
    while element is not None:
        yield element
        element = element.getparent()  # type: ignore[attr-defined]


def _end(blocks: Sequence[Block], texts: Sequence[str], last: int, container: object) -> int:
    """Index of the first block after the report."""
    for index in range(last + 1, len(blocks)):
        block = blocks[index]
        outside = container is not None and all(element is not container for element in _ancestors(block.origin))
        if outside or _hit("end", texts[index]):
            return index
    return len(blocks)
