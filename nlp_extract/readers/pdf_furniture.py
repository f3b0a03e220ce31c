"""Page numbers and running heads: what stands on a page because it is a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from nlp_extract.patterns import Pattern
from nlp_extract.readers.pdf_page import Line, Page

MARGIN = 0.1
"""Share of the page's height above and below which furniture stands."""
DRIFT = 6.0
"""Points. A running head stands at the same height on its pages, give or take this."""

_NUMBER = Pattern(
    r"""
    [-—–－―_·•.~\s]*+ (?:第|Page|P\.)? \s*+
    (?: \d{1,4} (?:\s*+[/／]\s*+\d{1,4})? | [一二三四五六七八九十]{1,3} | [ivxIVX]{1,5} )
    \s*+ (?:页|頁)? (?:\s*+[,，/／]?\s*+共\s*+\d{1,4}\s*+(?:页|頁))? [-—–－―_·•.~\s]*+
    """,  # - 4 -   — 4 —   第 4 页 共 6 页   4/6   Page 4
    verbose=True,
    ignore_case=True,
)
_DIGITS = Pattern(r"\d+")


def without_furniture(pages: Sequence[Page]) -> None:
    """Take page numbers and repeated heads and feet out of the pages' items."""
    repeated = _repeated(pages)
    for page in pages:
        page.items = [
            item
            for item in page.items
            if not (isinstance(item, Line) and _in_margin(item, page) and (_is_number(item) or _key(item) in repeated))
        ]


def _in_margin(line: Line, page: Page) -> bool:
    return line.bottom <= MARGIN * page.height or line.top >= (1 - MARGIN) * page.height


def _is_number(line: Line) -> bool:
    return len(line.text) <= 30 and _NUMBER.fullmatch(line.text) is not None


def _key(line: Line) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text[:200]).replace(" ", ""), round(line.top / DRIFT)


def _repeated(pages: Sequence[Page]) -> set[tuple[str, int]]:
    """Text (numbers aside) and height of what stands in the margin of at least half of the pages."""
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for page in pages:
        for item in page.items:
            if isinstance(item, Line) and _in_margin(item, page):
                seen[_key(item)].add(page.number)
    least = max(2, (len(pages) + 1) // 2)
    return {key for key, numbers in seen.items() if len(numbers) >= least}
