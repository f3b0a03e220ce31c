"""Renders the invented reports (``corpora/reports/sources``) into every kind of file that reports come in.

    python corpora/render.py FOLDER [--report NAME]

Writes NAME.tabs.txt, NAME.pipes.txt, NAME.spaces.txt, NAME.md, NAME.html, NAME.docx and NAME.pdf (which needs
reportlab) into FOLDER. The same source gives the same bytes. The machinery is ``tests/rendering``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

from rendering import RENDERINGS, load_all, missing, render  # noqa: E402


def main() -> None:
    """Reads the command line and writes the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the files go; made if it is not there")
    parser.add_argument("--report", action="append", help="only this report (may be given several times)")
    arguments = parser.parse_args()
    sources = [source for source in load_all() if not arguments.report or source.name in arguments.report]
    if not sources:
        parser.error(f"no such report: {'、'.join(arguments.report)}")
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for kind in RENDERINGS:
        if package := missing(kind):
            print(f"{kind}: left out, needs {package}", file=sys.stderr)
            continue
        for source in sources:
            if kind != "spaces.txt" or not source.has_blanks:
                (arguments.folder / f"{source.name}.{kind}").write_bytes(render(source, kind))


if __name__ == "__main__":
    main()
