"""Hostile text: no shipped pattern hangs, and no regular expression goes past ``nlp_extract.patterns``.

The goal is 100 ms for 100 KB on an idle machine, which ``python -m tests.benchmarks.hostile`` measures together with
the growth; a test must also hold on a busy one, so it allows ``MOST`` seconds.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import nlp_extract

ROOT = Path(__file__).parents[1]
PACKAGE = Path(nlp_extract.__file__).parent
MOST = 2.0
"""Seconds of processor time, for one call on 100 KB."""


@pytest.fixture(scope="module")
def survey() -> dict[str, list[list[str]]]:
    """What a fresh process finds that makes, uses and attacks every pattern; see ``benchmarks/hostile.py``."""
    command = [sys.executable, "-m", "tests.benchmarks.hostile", "--survey", str(MOST)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, list[list[str]]] = json.loads(done.stdout)
    return found


def test_every_place_that_makes_a_pattern_was_reached(survey: dict[str, list[list[str]]]) -> None:
    assert survey["missed"] == []
    assert len(survey["patterns"]) > 150


def test_no_pattern_takes_long_on_hostile_text(survey: dict[str, list[list[str]]]) -> None:
    assert survey["slow"] == [], "place, attack and size, use, seconds, pattern"


def importers(names: set[str]) -> set[str]:
    """The modules of the package that import one of these."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            imported = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                imported = [node.module or ""]
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                if called in ("__import__", "import_module"):
                    imported += [str(a.value) for a in node.args if isinstance(a, ast.Constant)]
            if names & {name.split(".")[0] for name in imported}:
                found.add(str(path.relative_to(PACKAGE)))
    return found


def test_only_patterns_knows_regular_expressions() -> None:
    assert importers({"re", "regex", "sre_compile", "fnmatch"}) == {"patterns.py"}
