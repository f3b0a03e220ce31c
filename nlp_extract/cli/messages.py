"""Messages for the person at the terminal: one line each, on standard error."""

from __future__ import annotations

import sys

from nlp_extract.export.display import visible


def say(text: str) -> None:
    """Print one line on standard error, on any console: what it cannot show is escaped."""
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    print(visible(text).encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr, flush=True)
