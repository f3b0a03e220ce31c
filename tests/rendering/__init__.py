"""Renders the invented reports of ``corpora/reports/sources`` into every kind of file that reports come in."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from rendering.source import Source, load, load_all

__all__ = ["RENDERINGS", "Source", "load", "load_all", "missing", "render"]

RENDERINGS = {
    "tabs.txt": "as_text.tabs",
    "pipes.txt": "as_text.pipes",
    "spaces.txt": "as_text.spaces",
    "md": "as_text.markdown",
    "html": "as_html.page",
    "docx": "as_docx.file",
    "pdf": "as_pdf.file",
}
"""End of the file's name → module and function that makes it."""

NEEDS = {"pdf": "reportlab"}
"""Rendering → the package that it takes."""


def missing(kind: str) -> str | None:
    """The package that this rendering needs and that is not installed."""
    package = NEEDS.get(kind)
    return package if package and find_spec(package) is None else None


def render(source: Source, kind: str) -> bytes:
    """The file of that kind."""
    module, _, function = RENDERINGS[kind].partition(".")
    made: str | bytes = getattr(import_module(f"rendering.{module}"), function)(source)
    return made.encode("utf-8") if isinstance(made, str) else made
