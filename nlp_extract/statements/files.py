"""Files of the annotation loop: read with a name for what is wrong, written whole or not at all."""

from __future__ import annotations

from pathlib import Path

from nlp_extract.errors import DataError

LARGEST = 64 * 1024 * 1024
"""Bytes of one file of labels."""


def read_bytes(file: Path) -> bytes:
    """The content of a file. Raises DataError where it cannot be read or is too large."""
    try:
        if file.stat().st_size > LARGEST:
            raise DataError("语料文件超过 64 MB", file=str(file), remedy="请分成几个文件")
        return file.read_bytes()
    except OSError as why:
        raise DataError(f"语料无法读取（{why.strerror}）", file=str(file), remedy="请确认路径和权限") from why


def read_text(file: Path) -> str:
    """The text of a UTF-8 file. Raises DataError naming the line that is none."""
    data = read_bytes(file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        line = data.count(b"\n", 0, why.start) + 1
        raise DataError("不是 UTF-8 文本", file=str(file), place=f"第 {line} 行", remedy="请另存为 UTF-8") from why


def replace_file(path: Path, data: bytes) -> None:
    """Write beside and rename: a reader meets the old file or the new one, never half of one."""
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)
