"""Numerals side by side with cn2an and recognizers-text: who is right, and how fast.

``python -m tests.benchmarks.numerals``. The peers are asked where they are installed: ``pip install cn2an
"emoji<2" recognizers-text-number`` (best in an environment of its own, since recognizers-text pins old releases).
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import partial
from importlib import import_module
from typing import Any

from nlp_extract.numerals import find, parse

from .measure import Work, best_in_turns, show
from .numeral_cases import Case, cases, mistake, ours, same
from .texts import sentences

Answer = Callable[[Case], list[Decimal]]
"""The values that a peer reads where the case's numeral stands, in order; [] where it reads none."""


def cn2an_answer() -> Answer:
    """cn2an is given the numeral alone and told to take every form ("smart"); its second chance is to
    rewrite the whole phrase."""
    cn2an = import_module("cn2an")
    warnings.filterwarnings("ignore", module="cn2an")  # it warns of every phrase that it cannot rewrite

    def answer(case: Case) -> list[Decimal]:
        try:
            return [_decimal(str(cn2an.cn2an(case.numeral, "smart")))]
        except (ValueError, InvalidOperation, KeyError, IndexError):  # what it raises for what it does not know
            pass
        try:
            rewritten = cn2an.transform(case.numeral, "cn2an")
            return [_decimal(str(rewritten))]
        except (ValueError, InvalidOperation, KeyError, IndexError):
            return []

    return answer


def recognizers_answer() -> Answer:
    """The models for numbers, percentages and ordinals read the whole phrase; a percentage counts before the
    plain number in it."""
    models = recognizers_models()

    def answer(case: Case) -> list[Decimal]:
        for model in models:
            results = [r for r in model.parse(case.text) if r.start < case.end and case.start <= r.end]
            if results:
                values = [str((r.resolution or {}).get("value") or "") for r in results]
                try:
                    return [_decimal(value) for value in values]
                except InvalidOperation:
                    continue
        return []

    return answer


def recognizers_models() -> list[Any]:
    package = import_module("recognizers_number")
    recognizer = package.NumberRecognizer(package.Culture.Chinese)
    return [recognizer.get_percentage_model(), recognizer.get_ordinal_model(), recognizer.get_number_model()]


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace("%", "").replace(",", "").strip())


def installed() -> dict[str, Answer]:
    """The peers that are here."""
    peers: dict[str, Answer] = {}
    for name, make in (("cn2an", cn2an_answer), ("recognizers-text", recognizers_answer)):
        try:
            peers[name] = make()
        except ImportError:
            print(f"skipped: {name} is not installed", file=sys.stderr)
    return peers


def rightness(peers: Mapping[str, Answer]) -> None:
    """How many cases each reads right (of ours also span, bound and kind), and every case that we miss."""
    every = cases()
    wrong = {case: fault for case in every if (fault := mistake(case, ours(case)))}
    right = {name: {case for case in every if same(answer(case), case.values)} for name, answer in peers.items()}
    rows = [("nlp_extract", len(every) - len(wrong), 100 * (1 - len(wrong) / len(every)), 0)]
    rows += [
        (name, len(cs), 100 * len(cs) / len(every), sum(case in wrong for case in cs)) for name, cs in right.items()
    ]
    show(f"{len(every)} numerals of peers.tsv", ("", "right", "%", "right where we are wrong"), rows)
    if wrong:
        listed = [
            (case.line, case.text, case.numeral, fault, ", ".join(name for name, cs in right.items() if case in cs))
            for case, fault in wrong.items()
        ]
        show("Ours that are wrong", ("line", "phrase", "numeral", "we say", "right"), listed)
    only = [
        (case.text, case.numeral)
        for case in every
        if case not in wrong and not any(case in cs for cs in right.values())
    ]
    if peers:
        show(f"{len(only)} that only we read right", ("numeral",), [(", ".join(repr(n)[1:-1] for _, n in only),)])


def speed(peers: Mapping[str, Answer]) -> None:
    """Finding every numeral of the corpora's lines, and reading the numerals of the cases alone."""
    lines, every = sentences()[:400], cases()
    finding: dict[str, Work] = {"nlp_extract": lambda: [list(find(line)) for line in lines]}
    if "recognizers-text" in peers:
        model = recognizers_models()[-1]
        finding["recognizers-text"] = lambda: [model.parse(line) for line in lines]
    if "cn2an" in peers:
        cn2an = import_module("cn2an")
        finding["cn2an"] = lambda: [_transformed(cn2an.transform, line) for line in lines]
    _table(f"Finding numerals in {len(lines)} lines ({sum(map(len, lines))} characters)", finding)
    reading: dict[str, Work] = {"nlp_extract": lambda: [parse(case.numeral) for case in every]}
    reading |= {name: partial(_ask, answer, every) for name, answer in peers.items()}
    _table(f"Reading the {len(every)} cases", reading)


def _ask(answer: Answer, every: list[Case]) -> None:
    for case in every:
        answer(case)


def _transformed(transform: Callable[[str, str], str], line: str) -> str:
    try:
        return transform(line, "cn2an")
    except (ValueError, KeyError, IndexError):  # it gives up on a whole line
        return ""


def _table(title: str, contestants: Mapping[str, Work]) -> None:
    seconds = best_in_turns(contestants, rounds=5)
    rows = [(name, best * 1000, best / seconds["nlp_extract"]) for name, best in seconds.items()]
    show(title, ("", "ms", "× ours"), rows)


def main() -> None:
    peers = installed()
    rightness(peers)
    speed(peers)


if __name__ == "__main__":
    main()
