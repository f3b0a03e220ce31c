"""Reading statement markup: what is wrong is named with file and line, and nothing leaks across the split."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp_extract.errors import DataError
from nlp_extract.statements.dataset import (
    PARTS,
    check_conflicts,
    load_corpus,
    near_duplicates,
    part_of,
    read_markup,
    split,
)

CORPUS = Path(__file__).parents[1] / "corpora" / "statements"
GOOD = """# a hand
## x-1 | township | P1
（一）存在问题
一是⟦problem timeliness|栏目更新偏慢；⟧二是⟦problem capacity|专职人员不足。⟧
⟦other|针对以上：⟧1.⟦remedy capacity done 2|已调配两名专职人员到岗。⟧2.⟦remedy timeliness planned 1,2|将按月巡查。⟧
"""


def test_a_report_is_read() -> None:
    (report,) = read_markup(GOOD, "good.txt")
    assert [e.label for e in report.examples] == ["problem", "problem", "other", "remedy", "remedy"]
    assert [e.answers for e in report.examples] == [(), (), (), (1,), (0, 1)]
    assert [e.tense for e in report.examples] == [None, None, None, "done", "planned"]
    assert [e.line for e in report.examples] == [4, 4, 5, 5, 5]
    assert all(report.document.surface(e.piece.span) == e.text for e in report.examples)
    assert report.examples[0].piece.kind == "problem" and report.examples[1].piece.number == 2


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ("problem timeliness|", "trouble timeliness|", 4, "trouble"),
        ("problem timeliness|", "problem timelines|", 4, "timelines"),
        ("problem timeliness|", "problem timeliness planned|", 4, "时态"),
        ("栏目更新偏慢；⟧", "栏目更新偏慢；", 4, "不成对"),
        ("problem capacity|", "problem capacity", 4, "不成对"),
        ("专职人员不足。", "  ", 4, "空"),
        ("done 2|", "done 3|", 5, "3"),
        ("done 2|", "2|", 5, "时态"),
        ("planned 1,2|", "planned 1;2|", 5, "标注"),
        ("| P1", "| P13", 2, "报告头"),
        ("## x-1", "text\n## x-1", 2, "报告头"),
    ],
)
def test_a_broken_line_is_named(old: str, new: str, line: int, word: str) -> None:
    assert old in GOOD
    with pytest.raises(DataError) as caught:
        read_markup(GOOD.replace(old, new, 1), "bad.txt")
    assert caught.value.file == "bad.txt" and caught.value.place == f"第 {line} 行"
    assert word in str(caught.value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"没有 \.txt"):
        load_corpus(tmp_path)
    (tmp_path / "a.txt").write_bytes("## x | 县 | P1\n⟦other|好。⟧\n".encode("gb18030"))
    with pytest.raises(DataError, match="UTF-8"):
        load_corpus(tmp_path)
    with pytest.raises(DataError, match="无法读取"):
        load_corpus(tmp_path / "none.txt")


def test_one_text_with_two_labels_is_refused() -> None:
    text = "下一步要进一步提升政策解读的质量和水平。"
    both = f"## a | x | P1\n⟦problem none|{text}⟧\n## b | x | P1\n⟦remedy none planned|{text}⟧\n"
    with pytest.raises(DataError) as caught:
        check_conflicts(read_markup(both, "both.txt"))
    assert "第 2 行" in str(caught.value) and caught.value.place == "第 4 行"


def test_the_same_id_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.txt").write_text(GOOD, encoding="utf-8")
    with pytest.raises(DataError, match="用了两次"):
        load_corpus(tmp_path)


def test_a_near_duplicate_across_the_split_is_refused() -> None:
    ids = {part: next(f"r-{n}" for n in range(200) if part_of(f"r-{n}") == part) for part in PARTS}
    line = "⟦problem capacity|基层信息公开工作人员{}为兼职，流动频繁，业务能力难以适应新要求，亟待充实。⟧"
    first = f"## {ids['train']} | x | P1\n{line.format('多')}"
    second = f"## {ids['test']} | x | P1\n{line.format('均')}"
    same = read_markup(f"{first}\n{second}", "d.txt")
    assert len(list(near_duplicates(same))) == 1
    with pytest.raises(DataError, match="几乎相同"):
        split(same)


def test_the_corpora_are_whole_and_do_not_leak() -> None:
    reports = load_corpus(CORPUS)
    parts = split(reports)
    assert sum(map(len, parts.values())) == len(reports) >= 300
    assert sum(len(report.examples) for report in reports) >= 3000
    assert all(len(parts[part]) >= 30 for part in PARTS)
