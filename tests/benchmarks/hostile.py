"""Every shipped pattern on hostile text: what one call takes on 100 KB, and how that grows from 10 KB.

``python -m tests.benchmarks.hostile [PART OF A PLACE]…`` (three minutes; ``numerals.py`` takes the patterns of one
module only). A pattern is shipped if a module of the package or its lexicon makes it; ``shipped`` finds them all by
watching ``Pattern`` while the package is imported and put through its work.

Every attack is made with 10 KB. To 100 KB go those that took ``SUSPICIOUS`` seconds, of which time that grows with the
square makes more than the goal, and the dearest two of each pattern. A pattern is let off at its first attack over the
goal.
"""

from __future__ import annotations

import ast
import json
import pkgutil
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from math import inf
from operator import attrgetter
from pathlib import Path
from time import process_time

import regex

import nlp_extract
from nlp_extract import patterns
from nlp_extract.errors import PatternTimeoutError
from nlp_extract.patterns import Pattern

from .measure import growth, show

PACKAGE = Path(nlp_extract.__file__).parent
SMALL, LARGE = 10_000, 100_000
"""Bytes in UTF-8."""
GOAL_MS = 100.0
SUSPICIOUS = 0.0008
FUSE = 0.3
"""Seconds after which an attack is broken off here."""
METHODS = ("search", "match", "fullmatch", "finditer", "spans", "sub", "split")

_UNITS = {
    "digits": "7", "ones": "1,", "wide digits": "８", "decimals": "3.", "Chinese digits": "一", "tens": "十", "hundreds": "百",
    "hundred and ten thousand": "百万", "years": "2024", "years in characters": "二〇", "year marks": "年", "dates": "1月",
    "open brackets": "（", "brackets": "（）", "open titles": "《", "titles": "《》", "open quotes": "“", "open years": "〔2",
    "blanks": " ", "ideographic blanks": "\u3000", "line breaks": "\n", "blank lines": " \n", "tabs": "\t", "pipes": "|",
    "dashes": "-", "long dashes": "—", "dots": "…", "commas": "，", "list commas": "、", "full stops": "。", "slashes": "/",
    "capitals": "A", "letters and digits": "a1", "web addresses": "http://a.", "mail": "a@", "stars": "*", "pluses": "1+",
    "Han": "公", "words": "公开", "government": "政府信息公开", "ordinals": "第一", "and": "和与及", "percent": "5%", "spaced digits": "1 ",
    "negations": "未", "respectively": "分别", "among them": "其中", "enumerators": "（一）", "numbers with units": "3件、",
    "ranges": "3-", "points": "点", "tenths": "成", "of which": "分之", "markup": "#*>", "combining": "e\u0301", "astral": "𠀀",
}  # fmt: skip
_ALPHABET = "0123456789０１.,，。；：、（）()《》〔〕“”%％ \t\n年月日第一二三十百千万亿余多约件条次个公开政府信息申请行政复议诉讼其中分别未为和的Aa-—/+"
_OWN = 6
"""Words of a pattern with which it is attacked, at most."""


@dataclass(frozen=True)
class Shipped:
    """A pattern of the package and the place (file:line) of the code that made it. On real reports: the methods that
    were called (with their switches), the most characters that it was given, and some of what it matched."""

    pattern: Pattern
    place: str
    uses: frozenset[str]
    longest: int
    samples: frozenset[str]


def shipped() -> list[Shipped]:
    """Every distinct pattern that the package makes, lexicon-made ones included, and how it is used on every report at
    hand. Call it in a fresh process: what was made before is not seen."""
    made: dict[tuple[str, str], Pattern] = {}
    used: dict[str, set[str]] = defaultdict(set)
    longest: dict[str, int] = defaultdict(int)
    samples: dict[str, set[str]] = defaultdict(set)
    plain = {name: getattr(Pattern, name) for name in ("__init__", *METHODS)}

    def watched_init(self: Pattern, source: str, **options: object) -> None:
        plain["__init__"](self, source, **options)
        frame = sys._getframe(1)
        file = Path(frame.f_code.co_filename).relative_to(PACKAGE)
        made[f"{file}:{frame.f_lineno}", self.source] = self

    def watched(name: str) -> Callable[..., object]:
        def method(self: Pattern, *arguments: object, **switches: object) -> object:
            used[self.source].add(" ".join([name, *sorted(switches)]))
            text = arguments[1] if name == "sub" else arguments[0]
            assert isinstance(text, str)
            start, end = (*arguments[1:], None, None)[:2] if name not in ("sub", "split") else (None, None)
            longest[self.source] = max(longest[self.source], len(text[start:end]))  # type: ignore[misc]
            result = plain[name](self, *arguments, **switches)
            if len(samples[self.source]) < _OWN:
                result = list(result) if name == "finditer" else result
                samples[self.source].update(_matched(text, result))
            return result

        return method

    for name in METHODS:
        setattr(Pattern, name, watched(name))
    Pattern.__init__ = watched_init  # type: ignore[assignment]
    try:
        _put_to_work()
    finally:
        for name, method in plain.items():
            setattr(Pattern, name, method)
    called = methods_called()
    everything = frozenset(METHODS)
    return [
        Shipped(
            pattern,
            place,
            frozenset(used[pattern.source]) or called.get(place) or everything,
            longest[pattern.source],
            frozenset(samples[pattern.source]),
        )
        for (place, _), pattern in made.items()
    ]


def _matched(text: str, result: object) -> Iterator[str]:
    """The first text that a call matched."""
    first = next(iter(result), None) if isinstance(result, list) else result
    if isinstance(first, regex.Match):
        yield first[0][:200]
    elif isinstance(first, tuple):
        yield text[slice(*first)][:200]


def _put_to_work() -> None:
    """Import every module, and call every cached function that takes no argument: these make the patterns."""
    for module in pkgutil.walk_packages([str(PACKAGE)], "nlp_extract."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    for name in sorted(sys.modules):
        if name.startswith("nlp_extract"):
            for value in list(vars(sys.modules[name]).values()):
                if hasattr(value, "cache_info") and not value.__wrapped__.__code__.co_argcount:
                    value()
    from .texts import report_files

    for path in report_files():
        nlp_extract.check(nlp_extract.extract(path))


def sites() -> set[str]:
    """Every place in the package where the code calls ``Pattern(…)``, as file:line."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Pattern":
                found.add(f"{path.relative_to(PACKAGE)}:{node.lineno}")
    return found


def methods_called() -> dict[str, frozenset[str]]:
    """By place, the methods that a module calls on a pattern to which it gives a name: for those that no report needs."""
    called: dict[str, frozenset[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        uses: dict[str, set[str]] = defaultdict(set)
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in METHODS:
                uses[node.value.id].add(node.attr)
        for node in tree.body:
            if (
                isinstance(node, ast.Assign)
                and isinstance(node.value, ast.Call)
                and isinstance(node.targets[0], ast.Name)
            ):
                place = f"{path.relative_to(PACKAGE)}:{node.value.lineno}"
                called[place] = frozenset(uses[node.targets[0].id])
    return called


def attacks(item: Shipped) -> dict[str, Callable[[int], str]]:
    """By name, what makes a text of so many bytes: one thing over and over, with an end that fits nothing; and the same
    with the pattern's own words and with what it matched, alone, with what often stands between, and before a long run.
    """
    made = {name: _repeated(unit) for name, unit in _UNITS.items()}
    pattern = item.pattern
    made["random"] = lambda size: _cut("".join(random.Random(4).choices(_ALPHABET, k=size)), size)
    own = "".join(dict.fromkeys(c for c in pattern.source if c.isalnum() or ord(c) > 127)) or "a"
    made["its own characters in order"] = _repeated(own)
    made["its own characters at random"] = lambda size: _cut("".join(random.Random(4).choices(own, k=size)), size)
    words = _words(pattern.source)
    own_words = [words[len(words) * place // _OWN] for place in range(_OWN)] if len(words) > _OWN else words
    for word in [*own_words, *sorted(item.samples - {""})]:
        for between in ("", " ", "7", "公"):
            made[f"its own {word + between!r}"] = _repeated(word + between)
        for behind in (" ", "7", "公", "，"):
            made[f"its own {word!r}, then {behind!r}"] = _followed(word, behind)
    return made


def hostile_text(pattern: Pattern, make: Callable[[int], str], size: int) -> str:
    """An attack of so many bytes, and no longer than what the pattern's callers give it."""
    text = make(size)
    return text[: pattern.most - 1] + "\x01" if 0 < pattern.most < len(text) else text


def _words(source: str) -> list[str]:
    """The stretches of a pattern that stand for themselves, each once."""
    marked = "".join(c if c.isalnum() or ord(c) > 127 else " " for c in source.replace("\\", " \\"))
    return list(dict.fromkeys(marked.split()))


def _repeated(unit: str) -> Callable[[int], str]:
    return lambda size: unit * (size // len(unit.encode())) + "\x01"


def _followed(word: str, unit: str) -> Callable[[int], str]:
    return lambda size: word + _repeated(unit)(size - len(word.encode()))


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore") + "\x01"


def works(item: Shipped, text: str) -> dict[str, Callable[[], object]]:
    """The ways in which the package puts this pattern to a text."""
    pattern = item.pattern
    ways: dict[str, Callable[[], object]] = {
        "search": lambda: pattern.search(text),
        "finditer": lambda: sum(1 for _ in pattern.finditer(text)),
        "spans": lambda: pattern.spans(text),
        "spans overlapped": lambda: pattern.spans(text, overlapped=True),
        "sub": lambda: pattern.sub("", text),
        "split": lambda: pattern.split(text),
        "match": lambda: pattern.match(text),
        "fullmatch": lambda: pattern.fullmatch(text),
    }
    return {use: ways[use] for use in sorted(item.uses)}


@dataclass(frozen=True)
class Attempt:
    """What one use of a pattern took on one attack, in seconds of processor time; infinite where it was broken off."""

    shipped: Shipped
    attack: str
    use: str
    small: float
    large: float = 0.0


def worst(item: Shipped) -> Attempt:
    """The dearest attempt on a pattern, or the first over the goal."""
    made = attacks(item)
    small = [
        Attempt(item, name, use, seconds(work))
        for name, make in made.items()
        for use, work in works(item, hostile_text(item.pattern, make, SMALL)).items()
    ]
    small.sort(key=lambda attempt: -attempt.small)
    dearest = small[0]
    for place, attempt in enumerate(small):
        if place >= 2 and attempt.small < SUSPICIOUS:
            break
        work = works(item, hostile_text(item.pattern, made[attempt.attack], LARGE))[attempt.use]
        large = inf if attempt.small == inf else seconds(work)
        if GOAL_MS / 1000 < large < inf:
            large = min(large, seconds(work))
        tried = Attempt(item, attempt.attack, attempt.use, attempt.small, large)
        dearest = max(dearest, tried, key=attrgetter("large"))
        if large * 1000 > GOAL_MS:
            break
    return dearest


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one call."""
    start = process_time()
    try:
        work()
    except PatternTimeoutError:
        return inf
    return process_time() - start


_FEW = ("digits", "blanks", "line breaks", "open brackets", "Chinese digits", "letters and digits", "its own")


def survey() -> dict[str, list[list[str]]]:
    """For the test, in a few seconds: the patterns, the places in the code that made none, and what of the patterns
    ``grows``."""
    items = shipped()
    patterns.TIMEOUT, patterns.MORE = 20 * FUSE, 0.0
    missed = sorted(sites() - {item.place for item in items})
    return {
        "patterns": [[item.place, _start(item.pattern)] for item in items],
        "missed": [missed] if missed else [],
        "grows": [found for item in items if (found := grows(item))],
    }


def grows(item: Shipped) -> list[str]:
    """The first of a few attacks whose time grows far faster than the text: what takes more on 5 KB than an eighth of
    one match a character is tried on 20 KB, where linear time is 4 times that and quadratic 16 times."""
    size = SMALL // 2
    for name, make in attacks(item).items():
        if name.startswith(_FEW):
            for use, work in works(item, hostile_text(item.pattern, make, size)).items():
                if seconds(work) < _suspicious():
                    continue
                if _grows(work, works(item, hostile_text(item.pattern, make, 4 * size))[use]):
                    return [item.place, _start(item.pattern), use, name]
    return []


@cache
def _suspicious() -> float:
    """An eighth of what one match a character takes here on 5 KB, in seconds."""
    reference, line = Pattern(r"[^\n]"), "a" * (SMALL // 2)
    return min(seconds(lambda: reference.spans(line)) for _ in range(5)) / 8


def _grows(small: Callable[[], object], large: Callable[[], object]) -> bool:
    """Whether four times the text takes over eight times as long in each of three tries: a busy neighbour is no growth."""
    for _ in range(3):
        first = seconds(small)
        if first < inf and seconds(large) <= 8 * first:
            return False
    return True


def table(parts: Sequence[str]) -> None:
    """The dearest patterns, with their growth; all that miss the goal are told."""
    items = [item for item in shipped() if not parts or any(part in item.place for part in parts)]
    patterns.TIMEOUT, patterns.MORE = FUSE, 0.0
    dearest: list[Attempt] = []
    start = process_time()
    for number, item in enumerate(items, 1):
        dearest.append(worst(item))
        if number % 20 == 0 or dearest[-1].large * 1000 > GOAL_MS:
            over = sum(attempt.large * 1000 > GOAL_MS for attempt in dearest)
            said = f"{number} of {len(items)} patterns, {process_time() - start:.0f} s, {over} over the goal"
            print(
                f"{said}; {item.place} {_start(item.pattern)}: {dearest[-1].large * 1000:.0f} ms",
                file=sys.stderr,
                flush=True,
            )
    dearest.sort(key=lambda attempt: -attempt.large)
    over = sum(attempt.large * 1000 > GOAL_MS for attempt in dearest)
    rows = []
    for attempt in dearest[: max(25, over)]:
        known = inf not in (attempt.small, attempt.large)
        exponent = growth([SMALL, LARGE], [attempt.small, attempt.large]) if known else inf
        where, longest = f"{attempt.shipped.place} {_start(attempt.shipped.pattern)}", attempt.shipped.longest
        rows.append((where, attempt.attack, attempt.use, attempt.small * 1000, attempt.large * 1000, exponent, longest))
    title = f"The {len(rows)} dearest of {len(items)} patterns"
    header = ("pattern", "attack", "use", "ms on 10 KB", "ms on 100 KB", "exponent", "longest real text")
    show(title, header, rows, f"{over} over the goal of {GOAL_MS:.0f} ms on 100 KB (inf: over {FUSE:g} s)")


def _start(pattern: Pattern) -> str:
    """What a pattern begins with, for those of one place."""
    return " ".join(pattern.source.split())[:20]


def main(arguments: Sequence[str]) -> None:
    if "--survey" in arguments:
        print(json.dumps(survey(), ensure_ascii=False))
    else:
        table(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
