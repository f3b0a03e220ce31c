"""What a reader accepts, in one place: sizes, counts and times that bound hostile files.

The defaults are generous: a real annual report has 10 to 40 KB of text, 3 tables of at most
30 rows and 15 columns, and is read in well under a second.
"""

from __future__ import annotations

from dataclasses import dataclass

from nlp_extract.errors import LimitError

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one document; whatever goes beyond ends in a LimitError that names file and limit."""

    file_bytes: int = 20 * MEGABYTE
    """Size of the file."""
    expanded_bytes: int = 200 * MEGABYTE
    """Size of a Word file's parts, or of a PDF's streams, unpacked."""
    expansion_ratio: int = 100
    """How many times its packed size a part may take, once it is past ``ratio_from_bytes``."""
    ratio_from_bytes: int = MEGABYTE
    zip_members: int = 2_000
    part_bytes: int = 30 * MEGABYTE
    """One part of a Word file (its text has well under 1 MB)."""
    elements: int = 400_000
    """Elements of a page or of one XML part; real ones have 2,000 to 30,000."""
    xml_depth: int = 100
    """Nesting of elements in a Word file's XML."""
    html_depth: int = 1_500
    """Nesting of elements in a page: unclosed <font> and <div> make real pages deep, not harmful."""
    table_depth: int = 20
    """Tables within tables."""
    tables: int = 200
    rows: int = 2_000
    columns: int = 100
    """Columns of one table. A cell's span is capped at the table's own width and height."""
    pages: int = 500
    page_lines: int = 20_000
    """Ruling lines on one page of a PDF."""
    characters: int = 5_000_000
    seconds: float = 30.0
    """Wall clock for one document: of a worker process, and between the pages of a PDF anywhere."""
    memory_bytes: int = 1024 * MEGABYTE
    """What a worker process may hold for one document beyond what it held before (Linux only)."""


def exceeded(name: str, what: str, limit: object, place: str = "") -> LimitError:
    """The error for a breach: ``what`` is the limit in Chinese words, ``limit`` its value with unit."""
    return LimitError(
        f"{what}超过上限 {limit}",
        file=name,
        place=place,
        remedy="请确认文件确为年度报告；如确有需要，可在 nlp-extract.toml 的 [limits] 里调高上限后重试",
    )


def out_of_memory(name: str, limits: Limits) -> LimitError:
    """The error for a document that needs more memory than there is."""
    return exceeded(name, "所需内存", f"{limits.memory_bytes} 字节")


def check_size(data: bytes, name: str, limits: Limits) -> None:
    """Raise LimitError for a file larger than ``limits.file_bytes``."""
    if len(data) > limits.file_bytes:
        raise exceeded(name, f"文件大小 {len(data)} 字节，", f"{limits.file_bytes} 字节")
