"""Reads a lexicon file and validates it: what is wrong is named with file and line."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import resources
from pathlib import Path
from typing import Any

from nlp_extract.errors import KnowledgeError

Fields = dict[str, type | tuple[type, ...]]
"""Allowed keys of an entry and the type of each; a list is a list of strings."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One ``[[table]]`` of a lexicon file with the line it begins at."""

    file: str
    line: int
    data: dict[str, Any]

    def wrong(self, problem: str, remedy: str = "请按词库文件开头的说明改正") -> KnowledgeError:
        return KnowledgeError(problem, file=self.file, place=f"第 {self.line} 行", remedy=remedy)


def builtin(name: str) -> str:
    """The text of a lexicon file of the package."""
    return resources.files("nlp_extract.lexicon").joinpath(name).read_text(encoding="utf-8")


def load(name: str | Path, table: str, required: Fields, optional: Fields | None = None) -> tuple[Entry, ...]:
    """The entries ``[[table]]`` of a file: a name of the package's own, or the path of a user's.

    Raises KnowledgeError on broken TOML, a missing or unknown key, or a value of the wrong type.
    """
    if isinstance(name, Path):
        file, text = str(name), _user_text(name)
    else:
        file, text = name, builtin(name)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as why:
        raise KnowledgeError(f"不是有效的 TOML：{why}", file=file, remedy="请检查引号、括号和等号") from why
    rows = data.get(table, [])
    if not isinstance(rows, list):
        raise KnowledgeError(f"“{table}”应写作 [[{table}]]", file=file, remedy="请使用双方括号")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == f"[[{table}]]"]
    entries = tuple(Entry(file, line, row) for line, row in zip(lines, rows, strict=False))
    for entry in entries:
        _validate(entry, required, optional or {})
    return entries


def _user_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as why:
        raise KnowledgeError(
            f"词库文件无法读取（{why}）", file=str(path), remedy="请确认路径，并以 UTF-8 保存"
        ) from why


def _validate(entry: Entry, required: Fields, optional: Fields) -> None:
    allowed = {**required, **optional}
    for key, value in entry.data.items():
        if key not in allowed:
            near = get_close_matches(key, allowed, 1)
            hint = f"，是否为“{near[0]}”" if near else ""
            raise entry.wrong(f"不认识的键“{key}”{hint}")
        if not isinstance(value, allowed[key]):
            raise entry.wrong(f"“{key}”的类型不对：{value!r}")
        if isinstance(value, list) and not all(isinstance(item, str) for item in value):
            raise entry.wrong(f"“{key}”应为字符串的列表")
    for key in required:
        if key not in entry.data:
            raise entry.wrong(f"缺少“{key}”")
