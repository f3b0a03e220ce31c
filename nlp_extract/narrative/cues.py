"""The lexicon of metrics, compiled: which words link a number to which metric.

``lexicon/metrics.toml`` says what the fields mean; a user's file has the same form.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from nlp_extract.lexicon.loader import Entry, Fields, load

_METRIC: Fields = {"id": str, "zh": str}
_METRIC_OPTIONS: Fields = {"stock": bool, "aside": bool, "units": list, "examples": list, "counter_examples": list}
_CUE: Fields = {"metric": str, "head": list}
_CUE_OPTIONS: Fields = {
    "with": list, "without": list, "near": list, "frame": list, "kinds": list, "units": list,
    "weight": (int, float), "follows": list, "tight": bool,
}  # fmt: skip
_FRAME: Fields = {"group": str, "name": str, "words": list}
_FRAME_OPTIONS: Fields = {"weak": bool}
_LISTING: Fields = {"words": list, "topic": str, "metric": str}
_END = ""
"""Marks a node of the trie at which a word ends."""
_DEFAULT_KINDS = frozenset({"count", "people", "size", ""})


@dataclass(frozen=True, slots=True)
class Cue:
    """One way of wording a metric; see the head of ``metrics.toml``. ``id`` is metric and line."""

    id: str
    metric: str
    head: frozenset[str]
    with_words: frozenset[str]
    near: frozenset[str]
    without: frozenset[str]
    frame: frozenset[str]
    kinds: frozenset[str]
    units: frozenset[str]
    weight: float
    follows: frozenset[str]
    tight: bool


class Hit(NamedTuple):
    """A word of the lexicon in a text: ``text[start:end]``; ``whole`` if it begins and ends where words do."""

    word: str
    start: int
    end: int
    whole: bool


Trie = dict[str, "Trie"]
"""Character → what may follow it."""


class Lexicon:
    """All cues by head word, all frames by word, and one scan that finds every word of both."""

    def __init__(
        self,
        cues: tuple[Cue, ...],
        frames: dict[str, tuple[str, str, bool]],
        listings: dict[str, tuple[str, str]],
        atoms: frozenset[str],
        verbs: frozenset[str],
        stocks: frozenset[str],
        asides: frozenset[str],
        names: dict[str, str],
    ) -> None:
        self.cues = cues
        self.frames = frames
        """Word → group and name of the frame it sets, and whether it overrides one already set."""
        self.listings = listings
        """Word → topic in which it counts, and the metric of what it lists."""
        self.verbs = verbs
        self.atoms = atoms
        """Words cut whole that mean nothing by themselves here."""
        self.stocks = stocks
        self.asides = asides
        """Metrics named by the way: a share or change behind one belongs to the number before it."""
        self.names = names
        self.by_head: dict[str, list[Cue]] = defaultdict(list)
        for cue in cues:
            for word in sorted(cue.head):
                self.by_head[word].append(cue)
        vocabulary = set(self.by_head) | set(frames) | set(listings)
        for cue in cues:
            vocabulary |= cue.with_words | cue.near | cue.without
        self._all = _trie(vocabulary)
        self._groups = {
            name: _trie(word for word, (group, *_) in frames.items() if group == name) for name in ("platform", "topic")
        }

    @property
    def segmenter_words(self) -> list[str]:
        """The words that segmentation must keep whole: all but phrases that open with a verb."""
        words = set(self.by_head) | set(self.frames) | self.atoms
        return sorted(word for word in words if len(word) > 1 and (word in self.atoms or not self._phrase(word)))

    def _phrase(self, word: str) -> bool:
        return any(word.startswith(verb) and word != verb for verb in self.verbs)

    def hits(self, text: str, start: int, end: int, borders: Collection[int]) -> list[Hit]:
        """Every word of the lexicon between two offsets, overlaps included, by start and length."""
        return _hits(self._all, text, start, end, borders)

    def group_hits(self, group: str, text: str, start: int, end: int) -> list[Hit]:
        """Of these, the words that set a frame of the group ("platform" or "topic"); none is ``whole``."""
        return _hits(self._groups[group], text, start, end, ())


def _trie(words: Iterable[str]) -> Trie:
    root: Trie = {}
    for word in sorted(words):
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[_END] = {}
    return root


def _hits(trie: Trie, text: str, start: int, end: int, borders: Collection[int]) -> list[Hit]:
    found: list[Hit] = []
    for first, node in enumerate(map(trie.get, text[start:end]), start):
        last = first + 1
        while node is not None:
            if _END in node:
                found.append(Hit(text[first:last], first, last, first in borders and last in borders))
            if last == end:
                break
            node = node.get(text[last])
            last += 1
    return found


@lru_cache(maxsize=8)
def lexicon(extra: Path | None = None) -> Lexicon:
    """The built-in lexicon, with a user's file on top. Raises KnowledgeError naming file and line."""
    metrics = list(load("metrics.toml", "metric", _METRIC, _METRIC_OPTIONS))
    cues = list(load("metrics.toml", "cue", _CUE, _CUE_OPTIONS))
    if extra is not None:
        metrics += load(extra, "metric", _METRIC, _METRIC_OPTIONS)
        cues += load(extra, "cue", _CUE, _CUE_OPTIONS)
    names = {entry.data["id"]: entry.data["zh"] for entry in metrics}
    stocks = frozenset(entry.data["id"] for entry in metrics if entry.data.get("stock"))
    asides = frozenset(entry.data["id"] for entry in metrics if entry.data.get("aside"))
    frames = {
        word: (entry.data["group"], entry.data["name"], not entry.data.get("weak"))
        for entry in load("frames.toml", "frame", _FRAME, _FRAME_OPTIONS)
        for word in entry.data["words"]
    }
    listings = {
        word: (entry.data["topic"], entry.data["metric"])
        for entry in load("frames.toml", "listing", _LISTING)
        for word in entry.data["words"]
    }
    frame_names = {name for _, name, _ in frames.values()} | {"mixed"}
    units = {entry.data["id"]: entry.data.get("units", []) for entry in metrics}
    compiled = tuple(_cue(entry, names, units, frame_names) for entry in cues)
    atoms = frozenset(word for entry in load("frames.toml", "atoms", {"words": list}) for word in entry.data["words"])
    verbs = frozenset(word for entry in load("frames.toml", "verbs", {"words": list}) for word in entry.data["words"])
    return Lexicon(compiled, frames, listings, atoms, verbs, stocks, asides, names)


def _cue(entry: Entry, metrics: dict[str, str], units: dict[str, list[str]], frames: set[str]) -> Cue:
    data = entry.data
    if data["metric"] not in metrics:
        raise entry.wrong(f"没有声明的指标“{data['metric']}”")
    unknown = set(data.get("frame", ())) - frames
    if unknown:
        raise entry.wrong(f"frames.toml 中没有“{sorted(unknown)[0]}”")
    return Cue(
        id=f"{data['metric']}@{entry.file}:{entry.line}",
        metric=data["metric"],
        head=frozenset(data["head"]),
        with_words=frozenset(data.get("with", ())),
        near=frozenset(data.get("near", ())),
        without=frozenset(data.get("without", ())),
        frame=frozenset(data.get("frame", ())),
        kinds=frozenset(data["kinds"]) if "kinds" in data else _DEFAULT_KINDS,
        units=_units(data, units[data["metric"]]),
        weight=float(data.get("weight", 0)),
        follows=frozenset(data.get("follows", ())),
        tight=bool(data.get("tight")),
    )


def _units(data: dict[str, Any], default: list[str]) -> frozenset[str]:
    """The units a cue takes: its own, else its metric's where it counts things, else any."""
    if "units" in data:
        return frozenset(data["units"])
    counts = set(data.get("kinds", _DEFAULT_KINDS)) & {"count", "people", ""}
    return frozenset(default) if counts else frozenset()
