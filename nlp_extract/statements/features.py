"""What the classifier looks at: the words of a statement, and (apart from them) its place on the page.

Text features are names (``更新``, ``w:更新 不``, ``c:topic.timeliness``) of families that can be chosen;
place features are a row of numbers a piece. A model with only the first reads language, not headings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from nlp_extract.statements.cut import Piece
from nlp_extract.statements.knowledge import CUE_VALUES, announces, cues, find_cues, masks

FAMILIES = ("char2", "char3", "char4", "word", "cue")
"""char3: character 1–3-grams; word: words and pairs of words (jieba); cue: the lexicon's cues."""

LONGEST = 600
"""Characters of a statement that are looked at; the rest says nothing new and costs time."""

_FOLD = str.maketrans("0123456789０１２３４５６７８９,:;!?()", "00000000000000000000，：；！？（）")


@lru_cache(maxsize=256)  # label, topic and tense each look at it
def normalise(text: str) -> str:
    """The text as the features see it: no spaces, one width, every digit 0, masked wording as □."""
    plain = "".join(masks().sub("□", text[:LONGEST]).split())
    return f"^{plain.translate(_FOLD)}$"


def text_features(text: str, families: Sequence[str]) -> set[str]:
    """The names of all features of a text. ``families`` from FAMILIES."""
    plain = normalise(text)
    names: set[str] = set()
    for family in families:
        names.update(_FAMILY[family](plain))
    return names


def _grams(longest: int) -> Callable[[str], Iterator[str]]:
    def names(text: str) -> Iterator[str]:
        size = len(text)
        for length in range(1, longest + 1):
            yield from (text[i : i + length] for i in range(size - length + 1))

    return names


def _words(text: str) -> Iterator[str]:
    words = list(_tokenizer().cut(text, HMM=False))
    yield from (f"w:{word}" for word in words)
    yield from (f"w:{first} {second}" for first, second in pairwise(words))


def _cues(text: str) -> Iterator[str]:
    known = cues()
    for index, _ in find_cues(text):
        cue = known[index]
        yield f"c:{cue.id}"
        yield f"v:{cue.value}"


_FAMILY: dict[str, Callable[[str], Iterator[str]]] = {
    "char2": _grams(2),
    "char3": _grams(3),
    "char4": _grams(4),
    "word": _words,
    "cue": _cues,
}


@cache
def _tokenizer() -> Any:
    """jieba with its own dictionary, built in memory: its shared cache in the temporary folder is a
    marshal file that anybody may have written, so it is neither read nor written."""
    import jieba

    class Private(jieba.Tokenizer):  # type: ignore[misc, unused-ignore]
        def initialize(self, dictionary: str | None = None) -> None:
            with self.lock:
                self.FREQ, self.total = self.gen_pfdict(self.get_dict_file())
                self.initialized = True

    return Private()


PLACE_STYLES = ("", "bracket", "bracket_digit", "circle", "digit", "shi", "section", "other")
PLACE_KINDS = ("", "problem", "remedy", "previous", "mixed")
PLACE_NAMES = (
    *(f"kind={kind}" for kind in PLACE_KINDS),
    *(f"style={style}" for style in PLACE_STYLES),
    *(f"previous-style={style}" for style in PLACE_STYLES),
    "first", "last", "early", "late", "first-of-item", "second-of-item", "number=1", "restarts",
    "colon", "previous-colon", "next-numbered", "next-restarts", "heading-changes", "short",
    "announced=problem", "announced=remedy",
)  # fmt: skip
"""Names of the columns of ``place_features``."""


def place_features(pieces: Sequence[Piece]) -> list[list[float]]:
    """One row of PLACE_NAMES a piece: sub-heading, enumerators around it, position in the section."""
    rows, announced = [], ""
    for index, piece in enumerate(pieces):
        rows.append(_place(pieces, index, announced))
        follower = pieces[index + 1] if index + 1 < len(pieces) else None
        opens = follower is not None and follower.number == 1 and follower.within == 0
        if piece.text.endswith(("：", ":")) or (opens and not piece.number):
            announced = announces(piece.text) or announced
        elif follower is not None and follower.kind != piece.kind:
            announced = ""
    return rows


def _place(pieces: Sequence[Piece], index: int, announced: str) -> list[float]:
    piece = pieces[index]
    before = pieces[index - 1] if index else None
    after = pieces[index + 1] if index + 1 < len(pieces) else None
    where = index / max(1, len(pieces) - 1)
    flags = (
        before is None, after is None, where < 0.34, where > 0.66, piece.within == 0, piece.within == 1,
        piece.number == 1, bool(before and piece.number and piece.within == 0 and piece.number <= before.number),
        piece.text.endswith(("：", ":")), bool(before and before.text.endswith(("：", ":"))),
        bool(after and after.number), bool(after and after.number == 1 and after.within == 0),
        bool(after and after.heading != piece.heading), len(piece.text) < 12,
        announced == "problem", announced == "remedy",
    )  # fmt: skip
    return [
        *_one_hot(piece.kind, PLACE_KINDS),
        *_one_hot(_style(piece), PLACE_STYLES),
        *_one_hot(_style(before) if before else "other", PLACE_STYLES),
        *(float(flag) for flag in flags),
    ]


def _style(piece: Piece) -> str:
    return piece.style if piece.style in PLACE_STYLES else "other"


def _one_hot(value: str, values: Sequence[str]) -> Iterator[float]:
    return (float(value == known) for known in values)


CUE_COLUMNS = tuple((kind, value) for kind, values in CUE_VALUES.items() for value in values)
"""What the hand rules count: (kind, value) of every cue."""


@lru_cache(maxsize=4096)
def cue_counts(text: str) -> tuple[float, ...]:
    """How many cues of each of CUE_COLUMNS a text holds. Remembered: three heads ask for them."""
    counts = [0.0] * len(CUE_COLUMNS)
    columns = _cue_columns()
    for index, _ in find_cues(normalise(text)):
        counts[columns[index]] += 1.0
    return tuple(counts)


@cache
def _cue_columns() -> tuple[int, ...]:
    return tuple(CUE_COLUMNS.index((cue.kind, cue.value)) for cue in cues())
