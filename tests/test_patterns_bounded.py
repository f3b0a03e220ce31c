"""No regular expression goes past ``nlp_extract.patterns``, which bounds the time of every one.

How long the shipped patterns take on hostile text is measured by ``python -m tests.benchmarks.hostile``.
"""

from __future__ import annotations

import ast
from pathlib import Path

import nlp_extract

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
