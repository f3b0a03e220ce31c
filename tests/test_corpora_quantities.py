"""Quality floors of the narrative stage on the corpora: pinned in corpora/floors.json, they only go up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from narrative_score import measure

CORPORA = Path(__file__).parents[1] / "corpora"
FLOORS = json.loads((CORPORA / "floors.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("folder", ["quantities/open", "quantities/sealed"])
def test_no_figure_falls_below_its_floor(folder: str) -> None:
    scores = measure(CORPORA / folder)
    figures = {name: round(score.f1, 4) for name, score in scores.items()}
    assert scores["found"].hits > 2500, "the corpus is there and was read"
    for name, floor in FLOORS[folder].items():
        assert figures[name] >= floor, f"{folder}: {name} F1 {figures[name]} is below its floor {floor}"
