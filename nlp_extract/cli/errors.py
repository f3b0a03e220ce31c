"""Errors of the command line itself."""

from __future__ import annotations

from nlp_extract.errors import NlpExtractError


class ConfigError(NlpExtractError):
    """A setting of nlp-extract.toml that cannot be used; names file and line."""
