"""The reports that are mutated: what is on disk or rendered, and what the pipeline says of it unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePath

from mutation.places import Places
from nlp_extract import pipeline, readers
from nlp_extract.facts import Report
from nlp_extract.reconcile import RULES
from nlp_extract.reconcile.engine import run
from nlp_extract.reconcile.rule import Outcome
from rendering import load, render
from rendering.source import SOURCES, Line, Source

ROOT = Path(__file__).parents[2]
WRITTEN = ROOT / "corpora" / "reports"
REAL = ROOT.parent / "shared" / "reports"
LAYOUTS = ("tabs.txt", "pipes.txt", "spaces.txt", "md", "html")
SCALED = "scaled.txt"
"""As tabs.txt, with a sentence that states table two in 万件 and 亿元, as cities and ministries do."""
EARLIER = {"suqian_city_2024.md": "suqian_city_2023.md"}
"""Real report → the report of the year before, where both are at hand and legible."""


@dataclass(frozen=True, eq=False)
class Subject:
    """A report as a file that can be written anew with one figure changed.

    ``source`` is the file's text, ``encoding`` how it becomes bytes; ``layout`` the column of the result table.
    """

    name: str
    layout: str
    source: str
    encoding: str
    previous: Report | None = None

    def read(self, source: str) -> Report:
        """The report in a changed source, by the real pipeline."""
        return pipeline.extract_bytes(source.encode(self.encoding), self.name)

    def check(self, report: Report) -> tuple[Outcome, ...]:
        """What ``check`` says, with the quantities that each rule weighed."""
        return run(RULES, report, self.previous)

    @cached_property
    def report(self) -> Report:
        return self.read(self.source)

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        return self.check(self.report)

    @cached_property
    def places(self) -> Places:
        return Places(self.source, self.report.document.text)


def subject_names() -> list[str]:
    """Names of all subjects, in the order in which they are worked through."""
    sources = sorted(SOURCES.glob("*.toml"))
    invented = [f"{path.stem}.{layout}" for path in sources for layout in LAYOUTS]
    invented += [f"{path.stem}.{SCALED}" for path in sources if _in_ten_thousands(load(path))]
    written = [path.name for path in sorted(WRITTEN.iterdir()) if path.suffix in (".txt", ".md")]
    real = [f"real:{path.name}" for path in sorted(REAL.iterdir()) if path.is_file()] if REAL.is_dir() else []
    return [*invented, *written, *real]


def subject(name: str) -> Subject:
    """The subject of that name. A PDF is mutated in its text layer: its pages cannot be written anew."""
    if name.startswith("real:"):
        return _real(name.removeprefix("real:"))
    if (WRITTEN / name).is_file():
        return Subject(name, "written", (WRITTEN / name).read_text(encoding="utf-8"), "utf-8")
    stem, _, layout = name.partition(".")
    made = load(SOURCES / f"{stem}.toml")
    if layout == SCALED:
        first = made.sections[0]
        stated = replace(first, lines=(*first.lines, Line(_in_ten_thousands(made))))
        made = replace(made, sections=(stated, *made.sections[1:]))
        return Subject(name, "scaled", render(made, "tabs.txt").decode("utf-8"), "utf-8")
    encoding = "gb18030" if layout == "html" and made.html == "layout" else "utf-8"
    return Subject(name, layout, render(made, layout).decode(encoding), encoding)


def _in_ten_thousands(source: Source) -> str:
    """``全年作出行政许可决定187.35万件，行政事业性收费4.82亿元。``, what the source has of it."""
    stated = []
    for cell, what in (("t2.license.decisions", "作出行政许可决定"), ("t2.punish.decisions", "作出行政处罚决定")):
        value = source.cells[cell].value if cell in source.cells else None
        if value is not None and value >= 10_000:
            stated.append(f"{what}{value / 10_000:.2f}万件")
    fee = source.cells["t2.fee.amount"].value if "t2.fee.amount" in source.cells else None
    if fee:
        stated.append(f"行政事业性收费{fee / 10_000:.2f}亿元" if fee >= 10_000 else f"行政事业性收费{fee}万元")
    return f"全年{'，'.join(stated)}。" if stated else ""


def _real(name: str) -> Subject:
    earlier = EARLIER.get(name)
    previous = pipeline.extract(REAL / earlier) if earlier else None
    document = readers.read(REAL / name)
    if document.source.kind == "html":
        encoding = document.source.encoding or "utf-8"
        text = (REAL / name).read_bytes().decode(encoding)
        return Subject(name, "real", text, encoding, previous)
    suffix = ".md" if document.source.kind == "md" else ".txt"
    return Subject(f"{PurePath(name).stem}{suffix}", "real", document.text, "utf-8", previous)


def subjects() -> Iterator[Subject]:
    return map(subject, subject_names())
