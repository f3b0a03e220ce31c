"""``python -m nlp_extract`` is ``nlp-extract``."""

from __future__ import annotations

from nlp_extract.cli import main

if __name__ == "__main__":
    main()
