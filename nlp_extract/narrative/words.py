"""Words by jieba, with the domain's words in its dictionary and no cache.

jieba's own loader reads a cache from the shared temporary folder with ``marshal`` and no check; this
tokenizer builds its dictionary in memory instead and never touches that folder.

``NLP_EXTRACT_SEGMENTER=rjieba`` in the environment chooses jieba's Rust port (the extra ``fast``), which
cuts the same words; every process that the command line starts inherits the choice.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from math import inf, log
from string import ascii_letters, digits
from typing import TYPE_CHECKING, Any, Protocol

from nlp_extract.errors import NlpExtractError
from nlp_extract.narrative.scan import Found, scan

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # pkg_resources, and escapes that newer Pythons warn about
    import jieba

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

DOMAIN_FREQUENCY = 200_000
"""High enough that a domain word beats any split of it, low enough not to pull in its neighbours."""

_LATIN = frozenset(ascii_letters + digits)

CHOICE = "NLP_EXTRACT_SEGMENTER"


class Segmenter(Protocol):
    """Cuts text into words; joined they are the text again."""

    def words(self, text: str) -> Iterable[str]: ...


class Jieba(jieba.Tokenizer):  # type: ignore[misc]
    """jieba without its cache file and without messages."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        super().__init__()
        self.initialized: bool = False
        self._words = tuple(words)
        self._weights: dict[str, float] = {}
        """Logarithm of a word's share of the dictionary, as met; 0 for what only begins a word."""

    def initialize(self, dictionary: object = None) -> None:
        if self.initialized:
            return
        self.FREQ, self.total = self.gen_pfdict(self.get_dict_file())
        for word in self._words:
            known = self.FREQ.get(word, 0)
            self.FREQ[word] = max(DOMAIN_FREQUENCY, known)
            self.total += self.FREQ[word] - known
            for length in range(1, len(word)):
                self.FREQ.setdefault(word[:length], 0)
        self.initialized = True

    def words(self, text: str) -> Iterator[str]:
        """``text`` cut into words; joined they are ``text`` again. The same as ``cut`` with no guessing of unknown
        words (HMM), which would glue cues to their neighbours (办结/率达)."""
        self.check_initialized()
        for number, block in enumerate(jieba.re_han_default.split(text)):
            if number % 2:
                yield from self._block(block)
            else:  # marks and blanks
                for line, marks in enumerate(block.split("\r\n")):
                    if line:
                        yield "\r\n"
                    yield from marks

    def _block(self, text: str) -> Iterator[str]:
        """The words of a stretch without marks; Latin letters and digits that are none stay together."""
        ends, start = self._ends(text), 0
        while start < len(text):
            end = ends[start]
            if end == start + 1 and text[start] in _LATIN:
                while end < len(text) and ends[end] == end + 1 and text[end] in _LATIN:
                    end += 1
            yield text[start:end]
            start = end

    def _ends(self, text: str) -> list[int]:
        """For each offset the end of the word that begins there on jieba's most probable path, the same to the last
        bit; in one pass over the text from its end."""
        frequencies, weights, total, length = self.FREQ, self._weights, log(self.total), len(text)
        scores, ends = [0.0] * (length + 1), [0] * length
        for start in range(length - 1, -1, -1):
            best, end, stop = -inf, start + 1, start + 1
            while stop <= length:
                piece = text[start:stop]
                weight = weights.get(piece)
                if weight is None:
                    frequency = frequencies.get(piece)
                    if frequency is None:
                        break
                    weight = weights[piece] = log(frequency) - total if frequency else 0.0
                if weight and weight + scores[stop] >= best:
                    best, end = weight + scores[stop], stop
                stop += 1
            scores[start] = scores[start + 1] - total if best == -inf else best
            ends[start] = end
        return ends


class RustJieba:
    """jieba's Rust port with the same dictionary: the same words, ten times as fast.

    Raises NlpExtractError where the package rjieba is not installed.
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        try:
            import rjieba
        except ImportError as error:
            remedy = f'请安装 pip install "nlp-extract[fast]"，或取消环境变量 {CHOICE}'
            raise NlpExtractError("没有安装 rjieba", place=CHOICE, remedy=remedy) from error
        model = Jieba(words)
        model.initialize()
        empty: Callable[[], Any] = rjieba.Jieba.empty
        self._cut = empty()
        for word, frequency in model.FREQ.items():
            if frequency:
                self._cut.add_word(word, frequency, None)

    def words(self, text: str) -> list[str]:
        """``text`` cut into words; joined they are ``text`` again."""
        cut: list[str] = self._cut.cut(text, hmm=False)
        return cut


def segmenter_of(words: Iterable[str]) -> Segmenter:
    """The segmenter that the environment chooses, with ``words`` in its dictionary. Raises NlpExtractError
    on a choice that does not exist or is not installed."""
    choice = os.environ.get(CHOICE) or "jieba"
    if choice == "jieba":
        return Jieba(words)
    if choice == "rjieba":
        return RustJieba(words)
    raise NlpExtractError(f"没有名为“{choice}”的分词器", place=CHOICE, remedy="请写 jieba 或 rjieba")


class ChineseTokenizer:
    """A spaCy tokenizer: each quantity one token, jieba's words around them."""

    def __init__(self, vocab: Vocab, segmenter: Segmenter) -> None:
        self.vocab = vocab
        self.segmenter = segmenter

    def cut(self, text: str, atoms: Iterable[tuple[int, int]]) -> list[str]:
        """``text`` as words; ``atoms`` are spans, in order, that stay whole."""
        words: list[str] = []
        position = 0
        for start, end in atoms:
            if start > position:
                words.extend(self.segmenter.words(text[position:start]))
            words.append(text[start:end])
            position = end
        if position < len(text):
            words.extend(self.segmenter.words(text[position:]))
        return words

    def borders(self, text: str, start: int, end: int, found: Iterable[Found]) -> set[int]:
        """The offsets where the words of ``text[start:end]`` begin, and its end; as those of ``doc``, without a Doc."""
        words = self.cut(text[start:end], ((item.start - start, item.end - start) for item in found))
        return set(accumulate(map(len, words), initial=start))

    def doc(self, text: str, found: Iterable[Found]) -> Doc:
        """A Doc whose text is ``text`` and whose tokens are words and quantities."""
        from spacy.tokens import Doc

        words = self.cut(text, ((item.start, item.end) for item in found))
        return Doc(self.vocab, words=words, spaces=[False] * len(words))

    def __call__(self, text: str) -> Doc:
        return self.doc(text, scan(text)[0])

    def to_bytes(self, **_: object) -> bytes:
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> ChineseTokenizer:
        return self

    def to_disk(self, *_: object, **__: object) -> None:
        """Nothing to store: the dictionary comes with the package."""

    def from_disk(self, *_: object, **__: object) -> ChineseTokenizer:
        return self
