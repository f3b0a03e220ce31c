"""Every shipped pattern on hostile text: seconds on 10 and 100 KB, and how they grow.

``python -m tests.benchmarks.hostile`` (minutes). A pattern is shipped if a module of the package or its lexicon makes it;
``shipped`` finds them all by watching ``Pattern`` while the package is imported and put through its work.
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
from importlib import import_module
from math import inf
from pathlib import Path
from time import process_time

import nlp_extract
from nlp_extract.errors import PatternTimeoutError
from nlp_extract.patterns import TIMEOUT, Pattern

from .measure import growth, show

PACKAGE = Path(nlp_extract.__file__).parent
SMALL, LARGE = 10_000, 100_000
"""Bytes in UTF-8."""
GOAL_MS = 100.0
METHODS = ("search", "match", "fullmatch", "finditer", "sub", "split")

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


@dataclass(frozen=True)
class Shipped:
    """A pattern of the package, the place (file:line) of the code that made it, and the methods that the package calls."""

    pattern: Pattern
    place: str
    uses: frozenset[str]


def shipped() -> list[Shipped]:
    """Every distinct pattern that the package makes, lexicon-made ones included, and how it is used on every report at
    hand. Call it in a fresh process: what was made before is not seen."""
    made: dict[tuple[str, str], Pattern] = {}
    used: dict[str, set[str]] = defaultdict(set)
    plain = {name: getattr(Pattern, name) for name in ("__init__", *METHODS)}

    def watched_init(self: Pattern, source: str, **flags: bool) -> None:
        plain["__init__"](self, source, **flags)
        frame = sys._getframe(1)
        file = Path(frame.f_code.co_filename).relative_to(PACKAGE)
        made[f"{file}:{frame.f_lineno}", self.source] = self

    def watched(name: str) -> Callable[..., object]:
        def method(self: Pattern, *arguments: object) -> object:
            used[self.source].add(name)
            return plain[name](self, *arguments)

        return method

    for name in METHODS:
        setattr(Pattern, name, watched(name))
    Pattern.__init__ = watched_init  # type: ignore[method-assign]
    try:
        _put_to_work()
    finally:
        for name, method in plain.items():
            setattr(Pattern, name, method)
    everything = frozenset(METHODS)
    return [Shipped(p, place, frozenset(used[p.source]) or everything) for (place, _), p in made.items()]


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


def attacks(pattern: Pattern, size: int) -> Iterator[tuple[str, str]]:
    """Name and text of each attack, ``size`` bytes long: one thing over and over, with an end that fits nothing, and three
    made of the pattern's own characters."""
    for name, unit in _UNITS.items():
        yield name, _repeated(unit, size)
    chance = random.Random(4)
    yield "random", _cut("".join(chance.choices(_ALPHABET, k=size)), size)
    own = "".join(dict.fromkeys(c for c in pattern.source if c.isalnum() or ord(c) > 127)) or "a"
    yield "its own characters in order", _repeated(own, size)
    yield "its own characters at random", _cut("".join(chance.choices(own, k=size)), size)
    yield "its own first character", _repeated(own[0], size)


def _repeated(unit: str, size: int) -> str:
    return unit * (size // len(unit.encode())) + "\x01"


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore") + "\x01"


def works(item: Shipped, text: str) -> dict[str, Callable[[], object]]:
    """The ways in which the package puts this pattern to a text."""
    pattern = item.pattern
    ways: dict[str, Callable[[], object]] = {
        "search": lambda: pattern.search(text),
        "finditer": lambda: sum(1 for _ in pattern.finditer(text)),
        "sub": lambda: pattern.sub("", text),
        "split": lambda: pattern.split(text),
        "match": lambda: pattern.match(text),
        "fullmatch": lambda: pattern.fullmatch(text),
    }
    return {name: ways[name] for name in METHODS if name in item.uses}


@dataclass(frozen=True)
class Attempt:
    """What one use of a pattern took on one attack, in seconds of processor time; infinite where the fuse of
    ``Pattern`` blew."""

    shipped: Shipped
    attack: str
    use: str
    seconds: float


def attempts(item: Shipped, size: int) -> Iterator[Attempt]:
    """Every attack of ``size`` bytes."""
    for name, text in attacks(item.pattern, size):
        for use, work in works(item, text).items():
            yield Attempt(item, name, use, _seconds(work))


def _seconds(work: Callable[[], object]) -> float:
    start = process_time()
    try:
        work()
    except PatternTimeoutError:
        return inf
    return process_time() - start


def survey(most: float) -> dict[str, list[list[str]]]:
    """For the test: every pattern, the places in the code that made none, and the attempts that took over ``most``
    seconds. A pattern is let off at its first."""
    patterns = shipped()
    slow: list[list[str]] = []
    for item in patterns:
        for size in (SMALL, LARGE):
            bad = next((attempt for attempt in attempts(item, size) if attempt.seconds > most), None)
            if bad is not None:
                slow.append(
                    [item.place, f"{bad.attack}, {size} bytes", bad.use, f"{bad.seconds:.2f}", item.pattern.source]
                )
                break
    missed = sorted(sites() - {item.place for item in patterns})
    return {"patterns": [[item.place] for item in patterns], "missed": [missed] if missed else [], "slow": slow}


def table() -> None:
    """The dearest patterns, with their growth."""
    patterns = shipped()
    dearest = [max(attempts(item, LARGE), key=lambda attempt: attempt.seconds) for item in patterns]
    dearest.sort(key=lambda attempt: -attempt.seconds)
    rows = []
    for attempt in dearest[:25]:
        small, large = (
            min(_seconds(works(attempt.shipped, dict(attacks(attempt.shipped.pattern, size))[attempt.attack])[attempt.use])
                for _ in range(2))
            for size in (SMALL, LARGE)
        )  # fmt: skip
        exponent = growth([SMALL, LARGE], [small, large]) if inf not in (small, large) else inf
        rows.append((attempt.shipped.place, attempt.attack, attempt.use, small * 1000, large * 1000, exponent))
    over = sum(attempt.seconds * 1000 > GOAL_MS for attempt in dearest)
    title = f"The 25 dearest of {len(patterns)} patterns on {len(_UNITS) + 4} attacks each"
    header = ("pattern", "attack", "use", "ms on 10 KB", "ms on 100 KB", "exponent")
    show(title, header, rows, f"{over} over the goal of {GOAL_MS:.0f} ms on 100 KB (inf: over {TIMEOUT:g} s)")


def main(arguments: Sequence[str]) -> None:
    if "--survey" in arguments:
        print(json.dumps(survey(float(arguments[-1])), ensure_ascii=False))
    else:
        table()


if __name__ == "__main__":
    main(sys.argv[1:])
