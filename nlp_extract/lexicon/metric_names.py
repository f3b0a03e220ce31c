"""What a metric is called in Chinese: the lexicon's own metrics, and those of a user's file."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from nlp_extract.lexicon.loader import Fields, builtin, load

_USERS: Fields = {"id": str, "zh": str}
_USERS_OPTIONS: Fields = {"stock": bool, "aside": bool, "units": list, "examples": list, "counter_examples": list}


@cache
def metric_names(lexicon: Path | None = None) -> dict[str, str]:
    """The name of each metric by its id. Raises KnowledgeError on a malformed ``lexicon``."""
    names = {entry["id"]: str(entry["zh"]) for entry in tomllib.loads(builtin("metrics.toml"))["metric"]}
    if lexicon is not None:
        names |= {entry.data["id"]: entry.data["zh"] for entry in load(lexicon, "metric", _USERS, _USERS_OPTIONS)}
    return names


def metric_name(metric: str, lexicon: Path | None = None) -> str:
    """The name without the explanation behind it (按渠道公开数（网站、微信……） → 按渠道公开数); an unknown id as it is.

    A bracket that opens the name belongs to it: （行政）规范性文件：制发、公开.
    """
    zh = metric_names(lexicon).get(metric, metric)
    return zh[: zh.rindex("（")] or zh if zh.endswith("）") else zh
