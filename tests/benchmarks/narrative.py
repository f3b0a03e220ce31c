"""The narrative stage against bare ``jieba.cut`` and against Microsoft's recognizers-text, on the same prose.

``python -m tests.benchmarks.narrative`` (a minute); ``--growth`` adds texts up to 5 M characters, and single passages
of hostile shape (ten minutes).
recognizers-text is timed where it is installed: ``pip install "emoji<2" recognizers-text-number
recognizers-text-number-with-unit``, best in an environment of its own.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from functools import cache, partial
from importlib import import_module
from typing import Any

import jieba

from nlp_extract import narrative
from nlp_extract.narrative.assemble import pipeline
from nlp_extract.narrative.components import QuantityLinker, segmenter
from nlp_extract.narrative.cues import lexicon
from nlp_extract.narrative.scan import Found, fold, scan
from nlp_extract.narrative.words import ChineseTokenizer, RustJieba, Segmenter

from .measure import Work, best_in_turns, growth, peak_mb, processor_time, run_python, show
from .texts import SHAPES, Prose, prose_of, prose_of_length, prose_of_shape, report_files

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 5_000_000)
SIZES_OF_SHAPES = (10_000, 100_000, 400_000)
"""Of one passage; the largest list of numbers holds 100,000 of them."""


def ours(proses: Sequence[Prose]) -> None:
    """The whole narrative stage: passages in, quantities out."""
    for prose in proses:
        narrative.extract(prose.passages, prose.document, prose.outline)


def parts() -> tuple[ChineseTokenizer, QuantityLinker]:
    """The two parts of the pipeline that the stage works with."""
    nlp = pipeline(None)
    tokenizer, linker = nlp.tokenizer, nlp.get_pipe("nlp_extract_quantities")
    assert isinstance(tokenizer, ChineseTokenizer)
    assert isinstance(linker, QuantityLinker)
    return tokenizer, linker


def ours_with(segmenter: Segmenter, proses: Sequence[Prose]) -> None:
    """The same with words cut by ``segmenter``."""
    parts()[0].segmenter = segmenter
    ours(proses)


@cache
def plain_jieba() -> jieba.Tokenizer:
    """What ``jieba.cut`` works with, its dictionary loaded without the cache in the temporary folder."""
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def bare_jieba(proses: Sequence[Prose]) -> None:
    """What anybody gets who cuts the same text into words and does nothing else."""
    cut = plain_jieba().cut
    for prose in proses:
        for passage in prose.passages:
            for _ in cut(passage.text):
                pass


def recognizers(proses: Sequence[Prose], models: Sequence[Any]) -> None:
    """Number, percentage and dimension models of recognizers-text."""
    for prose in proses:
        for passage in prose.passages:
            for model in models:
                model.parse(passage.text)


def recognizer_models() -> list[Any]:
    """The three models, or none where the package is not installed."""
    try:
        numbers, units = import_module("recognizers_number"), import_module("recognizers_number_with_unit")
    except ImportError:
        print("skipped: recognizers-text is not installed", file=sys.stderr)
        return []
    number = numbers.NumberRecognizer(numbers.Culture.Chinese)
    unit = units.NumberWithUnitRecognizer(numbers.Culture.Chinese)
    return [number.get_number_model(), number.get_percentage_model(), unit.get_dimension_model()]


def bare_rjieba(proses: Sequence[Prose]) -> None:
    """jieba's Rust port on the same text."""
    import rjieba

    for prose in proses:
        for passage in prose.passages:
            rjieba.cut(passage.text)


def against_others(proses: Sequence[Prose]) -> None:
    """One table: seconds of each, and how many times bare jieba each takes."""
    contestants: dict[str, Work] = {
        "narrative stage": partial(ours_with, segmenter(None), proses),
        "bare jieba.cut": partial(bare_jieba, proses),
    }
    models = recognizer_models()
    if models:
        contestants["recognizers-text"] = partial(recognizers, proses, models)
    try:
        import rjieba  # noqa: F401
    except ImportError:
        print("skipped: rjieba is not installed", file=sys.stderr)
    else:
        contestants["bare rjieba.cut"] = partial(bare_rjieba, proses)
        contestants["narrative stage, fast"] = partial(ours_with, RustJieba(lexicon().segmenter_words), proses)
    seconds = best_in_turns(contestants)
    ours_with(segmenter(None), proses[:1])
    characters = sum(prose.characters for prose in proses)
    rows = [
        (
            name,
            best * 1000,
            characters / best / 1000,
            best / seconds["bare jieba.cut"],
            best / seconds["narrative stage"],
        )
        for name, best in seconds.items()
    ]
    title = f"Prose of {len(proses)} reports, {characters} characters, best of 7 rounds in turns"
    goal = (
        "goal: the narrative stage at most 2.0 × bare jieba.cut (fast: at most 0.5), "
        "recognizers-text at least 4 × the narrative stage"
    )
    show(title, ("", "ms", "characters per ms", "× bare jieba", "× narrative"), rows, goal)


def steps(proses: Sequence[Prose]) -> None:
    """Where the time goes: each step alone, on what the step before left."""
    tokenizer, linker = parts()
    texts = [(passage.text, passage.heading) for prose in proses for passage in prose.passages]
    scanned = [scan(text) for text, _ in texts]
    cuts: list[tuple[str, int, int, list[Found]]] = []
    known: dict[tuple[str, int], set[int]] = {}

    def link(words: Callable[[str, int, int, list[Found]], set[int]]) -> None:
        for (text, heading), (found, dropped) in zip(texts, scanned, strict=True):
            linker.analyse(text, partial(words, fold(text)), found, dropped, heading)

    def cut(text: str, start: int, end: int, found: list[Found]) -> set[int]:
        cuts.append((text, start, end, found))
        return known.setdefault((text, start), tokenizer.borders(text, start, end, found))

    link(cut)
    contestants: dict[str, Work] = {
        "scan": lambda: [scan(text) for text, _ in texts],
        "words": lambda: [tokenizer.borders(*arguments) for arguments in cuts],
        "link": lambda: link(lambda text, start, *_: known[text, start]),
        "all": partial(ours, proses),
    }
    seconds = best_in_turns(contestants)
    rest = max(0.0, seconds["all"] - seconds["scan"] - seconds["words"] - seconds["link"])
    named = [
        ("scan: numbers on characters", seconds["scan"]),
        ("words: jieba, where numbers are", seconds["words"]),
        ("link: sentences, cues, structure, zeros", seconds["link"]),
        ("rest: period, scope, facts", rest),
    ]
    rows = [(name, step * 1000, 100 * step / seconds["all"]) for name, step in named]
    show("Share of each step", ("", "ms", "%"), rows)


def time_one(characters: int, shape: str = "") -> tuple[int, float, float]:
    """Characters, seconds (of the processor: others may be busy) and peak MB of one text, in this process."""
    ours([prose_of_length(1_000)])
    prose = prose_of_shape(shape, characters) if shape else prose_of_length(characters)
    rounds = 1 if characters > 1_000_000 else 2
    return prose.characters, min(processor_time(partial(ours, [prose])) for _ in range(rounds)), peak_mb()


def measured(sizes: Sequence[int], shape: str = "") -> list[tuple[int, float, float]]:
    """What ``time_one`` says of each size, each in a process of its own."""
    code = "import json, sys; from tests.benchmarks.narrative import time_one; print(json.dumps(time_one(int(sys.argv[1]), sys.argv[2])))"
    return [json.loads(run_python(code, str(size), shape)) for size in sizes]


def growth_of_time() -> None:
    """Seconds and memory from 10 k to 5 M characters, and of one passage of hostile shape."""
    points = measured(SIZES)
    rows = [(f"{n:,}", seconds, 1e6 * seconds / n, memory) for n, seconds, memory in points]
    exponent = growth([point[0] for point in points], [point[1] for point in points])
    note = f"exponent {exponent:.3f} (goal: at most 1.05)"
    show("Growth: lines of the corpora, repeated", ("characters", "s", "µs per character", "peak MB"), rows, note)
    shapes: list[tuple[object, ...]] = []
    for shape in SHAPES:
        points = measured(SIZES_OF_SHAPES, shape)
        exponent = growth([point[0] for point in points], [point[1] for point in points])
        shapes.append((shape, *(1e6 * seconds / n for n, seconds, _ in points), exponent, points[-1][2]))
    header = ("", *(f"µs per character of {size:,}" for size in SIZES_OF_SHAPES), "exponent", "peak MB")
    show("Growth: one passage", header, shapes, "goal: an exponent of at most 1.05")


def main(arguments: Sequence[str]) -> None:
    proses = [prose_of(path) for path in report_files()]
    against_others(proses)
    steps(proses)
    if "--growth" in arguments:
        growth_of_time()


if __name__ == "__main__":
    main(sys.argv[1:])
