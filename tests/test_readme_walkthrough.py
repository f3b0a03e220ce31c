"""The walk-through of the README, from new reports to a retrained model, as a stranger would type it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import ROOT
from nlp_extract.statements.exchange import read_file
from nlp_extract.statements.model import load

HEADING = "### Teaching it your own reports"
COMMAND = ".venv/bin/nlp-extract"
SECONDS = 90


def commands() -> list[str]:
    """The lines after ``$`` in the section of the README."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.partition(HEADING)[2].partition("\n## ")[0]
    return [line.removeprefix("$ ") for line in section.splitlines() if line.startswith("$ ")]


def words(command: str, folder: Path) -> list[str]:
    """A command as the shell hands it over: * filled in, the program of this Python."""
    program, *rest = shlex.split(command)
    assert program == COMMAND
    found: list[str] = []
    for word in rest:
        found += sorted(str(path.relative_to(folder)) for path in folder.glob(word)) if "*" in word else [word]
    return [sys.executable, "-m", "nlp_extract", *found]


def test_the_walkthrough_leads_to_a_model(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    shutil.copytree(ROOT / "corpora" / "reports", tmp_path / "corpora" / "reports")
    shutil.copytree(ROOT / "corpora" / "statements", tmp_path / "corpora" / "statements")
    shutil.copytree(ROOT / "models" / "statement", tmp_path / "models" / "statement")
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    typed = commands()
    verbs = [tuple(shlex.split(command)[1:3]) for command in typed]
    assert [verb[1] for verb in verbs if verb[0] == "label"] == ["suggest", "edit", "export", "import"]
    assert [verb[0] for verb in verbs[4:]] == ["train", "compare"]
    said = []
    start = time.perf_counter()
    for command in typed:
        keys = "\n3\n" + "\n" * 50 if " edit " in command else ""
        done = subprocess.run(
            words(command, tmp_path), cwd=tmp_path, env=surroundings, input=keys, capture_output=True, encoding="utf-8"
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        said.append(done.stdout)
    assert time.perf_counter() - start < SECONDS
    labels = [placed.item for placed in read_file(tmp_path / "mine.jsonl")]
    assert len(labels) == 12 and all(item.checked for item in labels)
    assert labels[1].tags.label == "other"
    card = load(tmp_path / "my-model").card
    own = load(tmp_path / "models" / "statement").card
    assert card["data"]["statements"]["train"] == own["data"]["statements"]["train"] + 12
    assert "判断不同的句子" in said[-1]
