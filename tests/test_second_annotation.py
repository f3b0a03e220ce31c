"""The corpora were labelled twice: the agreement that corpora/README.md states is the one in the data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from nlp_extract.patterns import Pattern
from nlp_extract.statements.dataset import load_corpus

CORPORA = Path(__file__).parents[1] / "corpora"
SECOND = CORPORA / "statements" / "second.tsv"
ROW = Pattern(r"\| (?P<what>label|topic|tense) \| (?P<count>[\d,]+) \| (?P<agree>[\d.]+) % \| (?P<kappa>0\.\d+) \|")
SETTLED = Pattern(
    r"(?P<what>label|topic|tense): (?P<disputes>\d+) disputes, (?P<second>\d+) settled as the second has it"
)

Code = tuple[str, str, str]
Pair = tuple[Code, Code]
"""The first annotation as it was, and the second."""


def code(text: str) -> Code:
    label, topic, tense = (*text.split(":"), "", "")[:3]
    return label, topic, tense


def annotations() -> dict[str, list[Pair]]:
    """Both codes of every statement, by report."""
    found = {}
    for line in SECOND.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            report, _, words = line.partition("\t")
            both = [word.partition("/") for word in words.split(" ")]
            found[report] = [(code(first or second), code(second)) for second, _, first in both]
    return found


def kappa(pairs: Sequence[tuple[str, str]]) -> tuple[float, float]:
    """Share that agrees and Cohen's kappa."""
    size = len(pairs)
    agree = sum(a == b for a, b in pairs) / size
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[name] * second[name] for name in first) / size**2
    return agree, (agree - chance) / (1 - chance)


def fields(pairs: Sequence[Pair]) -> dict[str, list[tuple[str, str]]]:
    """Label of all; topic where both see a problem or remedy; tense where both see a remedy."""
    return {
        "label": [(a[0], b[0]) for a, b in pairs],
        "topic": [(a[1], b[1]) for a, b in pairs if "other" not in (a[0], b[0])],
        "tense": [(a[2], b[2]) for a, b in pairs if a[0] == b[0] == "remedy"],
    }


@pytest.fixture(scope="module")
def readme() -> str:
    return (CORPORA / "README.md").read_text(encoding="utf-8")


def test_kappa_by_hand() -> None:
    """Twenty and fifteen of fifty: the textbook's 0.4."""
    pairs = [*[("y", "y")] * 20, *[("y", "n")] * 5, *[("n", "y")] * 10, *[("n", "n")] * 15]
    assert kappa(pairs) == pytest.approx((0.7, 0.4))


def test_the_agreement_is_as_stated(readme: str) -> None:
    measured = fields([pair for pairs in annotations().values() for pair in pairs])
    stated = {match["what"]: match for match in ROW.finditer(readme)}
    assert set(stated) == set(measured)
    for what, pairs in measured.items():
        agree, value = kappa(pairs)
        assert int(stated[what]["count"].replace(",", "")) == len(pairs)
        assert stated[what]["agree"] == f"{100 * agree:.1f}"
        assert stated[what]["kappa"] == f"{value:.3f}"
        assert value > 0.8


def test_every_dispute_was_settled_as_counted(readme: str) -> None:
    """The corpora bear one of the two annotations, part by part."""
    reports = {report.id: report for report in load_corpus(CORPORA / "statements")}
    disputes, second_wins = Counter[str](), Counter[str]()
    for id_, pairs in annotations().items():
        examples = reports[id_].examples
        assert len(examples) == len(pairs), id_
        for number, (example, (first, second)) in enumerate(zip(examples, pairs, strict=True), 1):
            topic = example.topic if example.label != "other" else ""
            settled = (example.label, topic, example.tense or "")
            parts = ("label",) if first[0] != second[0] else ("label", "topic", "tense")
            for part, a, b, now in zip(parts, first, second, settled, strict=False):
                assert now in (a, b), f"{id_} statement {number}: {part}"
                disputes[part] += a != b
                second_wins[part] += a != b and now == b
    stated = {match["what"]: (int(match["disputes"]), int(match["second"])) for match in SETTLED.finditer(readme)}
    assert stated == {part: (disputes[part], second_wins[part]) for part in ("label", "topic", "tense")}
