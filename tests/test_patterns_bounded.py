"""No regular expression goes past ``nlp_extract.patterns``, which bounds the time of every one, and none takes time by
the square of the text.

How long the shipped patterns take on hostile text is measured by ``python -m tests.benchmarks.hostile``; here a few
attacks on short texts tell linear from quadratic.
"""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

import nlp_extract
from benchmarks.hostile import Shipped, grows
from benchmarks.measure import run_python
from nlp_extract import patterns
from nlp_extract.patterns import Pattern

PACKAGE = Path(nlp_extract.__file__).parent


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


def test_no_pattern_is_quadratic() -> None:
    code = "import json; from tests.benchmarks.hostile import survey; print(json.dumps(survey()))"
    told = json.loads(run_python(code))
    assert len(told["patterns"]) > 150
    assert told["missed"] == [], "no report needs the code that makes these patterns: call it in hostile._put_to_work"
    assert told["grows"] == []


@pytest.mark.parametrize(
    ("source", "quadratic"),
    [
        (r"\d+\s*(?:场|次)", True),  # from each digit to the last
        (r"(?<!\d)\d++\s*+(?:场|次)", False),
        (r"关于\s*(?:。|[：:]?\s*$)", True),  # blanks shared out in every way
        (r"关于\s*+(?:。|[：:]?\s*+$)", False),
        (r"附件.*表格", True),  # from each 附件 to the end
        (r"附件.{0,20}表格", False),
        (r"\S", False),
    ],
)
def test_the_attacks_tell_linear_from_quadratic(source: str, quadratic: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "TIMEOUT", 0.3)
    item = Shipped(Pattern(source), "", frozenset({"search", "finditer"}), 0, frozenset({"附件 "}))
    # a busy neighbour can hide growth, or feign it, once; not five times
    assert any(bool(grows(item)) == quadratic for _ in range(5))
