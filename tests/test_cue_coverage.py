"""Every cue of the metric lexicon decides some example: one that none needs is dead weight, or untried."""

from __future__ import annotations

from pathlib import Path

from marks import marked
from markup import read
from narrative_score import document_of
from nlp_extract.lexicon.loader import load
from nlp_extract.narrative import extract
from nlp_extract.narrative.cues import lexicon
from prose import read_prose

OPEN = Path(__file__).parents[1] / "corpora" / "quantities" / "open"


def deciding() -> set[str]:
    """The ids of all cues that link a number of the lexicon's examples or of the open half of the corpora."""
    decided = set()
    for entry in load(
        "metrics.toml",
        "metric",
        {"id": str, "zh": str},
        {"stock": bool, "aside": bool, "units": list, "examples": list, "counter_examples": list},
    ):
        for text in (*entry.data.get("examples", ()), *entry.data.get("counter_examples", ())):
            decided |= {quantity.pattern for quantity in read_prose(marked(text)[0])[0]}
    for path in sorted(OPEN.glob("*.txt")):
        for agency in read(path):
            document, outline, passages, _ = document_of(agency)
            decided |= {quantity.pattern for quantity in extract(passages, document, outline)[0]}
    return decided


def test_every_cue_decides_an_example() -> None:
    cues = {cue.id: sorted(cue.head)[:4] for cue in lexicon().cues}
    assert len(cues) > 150
    decided = deciding()
    assert {id_: head for id_, head in cues.items() if id_ not in decided} == {}
