"""Labels on their way to other tools and back: nothing changes but the tags, and what else changed is refused."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp_extract.errors import DataError
from nlp_extract.export import names
from nlp_extract.statements import knowledge
from nlp_extract.statements.cut import cut
from nlp_extract.statements.dataset import check_conflicts
from nlp_extract.statements.exchange import FORMATS, guess_format, read_file, write_file
from nlp_extract.statements.knowledge import LABELS, TENSES, TOPICS
from nlp_extract.statements.labels import Item, Section, Tags, labelled_reports, merged, tags
from statement_passages import passages

SECTION = Section(
    "qinghe_2024",
    (
        ("（一）存在的问题", "一是专栏更新拖沓，有的栏目整季没有动静；二是=解读只转发原文。"),
        ("（二）改进措施", "下一步，实行栏目月检。"),
    ),
    ((0, 2, 20), (0, 22, 31), (1, 0, 11)),
    ("problem", "problem", "remedy"),
)
ITEMS = (
    Item(SECTION, 1, Tags("problem", "timeliness"), Tags("problem", "timeliness"), checked=True),
    Item(SECTION, 2, Tags("problem", "breadth"), Tags("problem", "breadth")).tagged(Tags("problem", "interpretation")),
    Item(SECTION, 3, Tags("remedy", "supervision", "planned", (1,)), Tags("remedy", "supervision", "planned", (1,))),
)


# ---------------------------------------------------------------- identity


@st.composite
def sections(draw: st.DrawFn) -> Section:
    made, cuts = [], []
    for index in range(draw(st.integers(1, 3))):
        text = draw(st.text(min_size=1, max_size=30))
        made.append((draw(st.text(max_size=8)), text))
        edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=5)))
        cuts += [(index, a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    cuts = cuts or [(0, 0, len(made[0][1]))]
    guesses = draw(st.lists(st.sampled_from(LABELS), min_size=len(cuts), max_size=len(cuts)))
    return Section(draw(st.text(min_size=1, max_size=12)), tuple(made), tuple(cuts), tuple(guesses))


@st.composite
def items(draw: st.DrawFn) -> Item:
    section = draw(sections())
    count = len(section.cuts)

    def some() -> Tags:
        answers = draw(st.lists(st.integers(1, count), max_size=3))
        chosen = (draw(st.sampled_from(kind)) for kind in (LABELS, TOPICS, TENSES))
        return tags(*chosen, answers, count)

    suggested = some()
    item = Item(section, draw(st.integers(1, count)), suggested, suggested)
    return item.tagged(some() if draw(st.booleans()) else suggested, draw(st.booleans()))


@pytest.mark.parametrize("name", FORMATS)
@given(st.lists(items(), max_size=4))
@settings(deadline=None, max_examples=150)
def test_import_of_an_export_is_the_identity(name: str, given_items: list[Item]) -> None:
    form = FORMATS[name]
    data = form.write(given_items)
    assert [one.item for one in form.read(data, "f")] == given_items
    assert form.write([one.item for one in form.read(data, "f")]) == data


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_is_known_by_its_looks(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"labels{FORMATS[name].suffix}"
    write_file(path, ITEMS, name)
    assert guess_format(path.name, path.read_bytes()) == name
    assert tuple(one.item for one in read_file(path)) == ITEMS


# ---------------------------------------------------------------- spreadsheets


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheet(table: list[list[str]]) -> bytes:
    target = io.StringIO(newline="")
    csv.writer(target).writerows(table)
    return target.getvalue().encode()


def test_a_spreadsheet_knows_the_encoding_and_computes_nothing() -> None:
    evil = replace(SECTION, report="=cmd|x", passages=(("@h", "-1+1=2。=SUM(A1)"), *SECTION.passages[1:]),
                   cuts=((0, 0, 7), (0, 7, 14), (1, 0, 11)))  # fmt: skip
    written = [replace(item, section=evil) for item in ITEMS]
    data = FORMATS["csv"].write(written)
    assert data.startswith(b"\xef\xbb\xbf")
    assert not [cell for row in rows(data) for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert [one.item for one in FORMATS["csv"].read(data, "f")] == written


def test_what_excel_makes_of_it_comes_back() -> None:
    """Saved as GBK, sorted, a column left empty, Chinese words and ticks typed by hand."""
    head, *body = rows(FORMATS["csv"].write(ITEMS))
    column = {name: head.index(name) for name in head}
    ticked = [[*row] for row in body]
    ticked[2][column["已核对"]] = "√"
    assert FORMATS["csv"].read(sheet([head, *ticked]), "f")[2].item == replace(ITEMS[2], checked=True)
    body[2][column["时态"]] = "已做"  # without a tick: a correction is one
    body[0][column["类别"]] = "其他"
    data = sheet([head, *reversed(body), ["" for _ in head]]).decode().encode("gb18030")
    back = {one.item.number: one.item for one in FORMATS["csv"].read(data, "f")}
    assert back[3].tags == Tags("remedy", "supervision", "done", (1,)) and back[3].checked
    assert back[1].tags == Tags("other") and back[1].checked
    assert back[2] == ITEMS[1]


# ---------------------------------------------------------------- what is refused


def lines(change: Callable[[Any], None], at: int = 1) -> Callable[[bytes], bytes]:
    def changed(data: bytes) -> bytes:
        found = [json.loads(line) for line in data.decode().splitlines()]
        change(found[at])
        return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in found).encode()

    return changed


def tasks(change: Callable[[Any], None], at: int = 1) -> Callable[[bytes], bytes]:
    def changed(data: bytes) -> bytes:
        found = json.loads(data)
        change(found[at])
        return json.dumps(found, ensure_ascii=False).encode()

    return changed


def cells(name: str, value: str, at: int = 2) -> Callable[[bytes], bytes]:
    def changed(data: bytes) -> bytes:
        table = rows(data)
        table[at][table[0].index(name)] = value
        return sheet(table)

    return changed


def setting(**values: Any) -> Callable[[Any], None]:
    return lambda record: record.update(values)


def choices(*words: str) -> Callable[[Any], None]:
    def change(task: Any) -> None:
        task["annotations"][0]["result"][0]["value"]["choices"] = list(words)

    return change


LINE, TASK = "第 2 行", "第 2 个任务"
REFUSED = {
    "jsonl text": ("jsonl", lines(setting(text="解读只转发原文！")), LINE, "文字被改动"),
    "jsonl empty": ("jsonl", lines(setting(text=" ")), LINE, "空"),
    "jsonl label": ("jsonl", lines(setting(label="trouble")), LINE, "trouble"),
    "jsonl topic": ("jsonl", lines(setting(topic="timelyness")), LINE, "timelyness"),
    "jsonl tense": ("jsonl", lines(setting(label="remedy", tense=None)), LINE, "时态"),
    "jsonl answers": ("jsonl", lines(setting(answers=[9]), 2), "第 3 行", "第 9 句"),
    "jsonl answers kind": ("jsonl", lines(setting(answers="1"), 2), "第 3 行", "所答"),
    "jsonl number": ("jsonl", lines(setting(number=3)), LINE, "序号"),
    "jsonl number far": ("jsonl", lines(setting(number=30)), LINE, "序号"),
    "jsonl context": (
        "jsonl", lines(lambda r: r["context"]["passages"][1].__setitem__(1, "下一步，实行栏目季检。")), LINE, "改动",
    ),
    "jsonl cuts": ("jsonl", lines(lambda r: r["context"]["cuts"].reverse()), LINE, "上下文"),
    "jsonl report": ("jsonl", lines(setting(report="other")), LINE, "改动"),
    "jsonl missing": ("jsonl", lines(lambda r: r.pop("label")), LINE, "label"),
    "jsonl broken": ("jsonl", lambda data: data.replace(b'"number": 2', b'"number": ', 1), LINE, "JSON"),
    "jsonl cut off": ("jsonl", lambda data: data[: len(data) * 2 // 3 - 40], LINE, "JSON"),
    "jsonl list": ("jsonl", lambda data: data.replace(b"\n", b"\n[1]\n", 1), LINE, "对象"),
    "jsonl encoding": ("jsonl", lambda data: data.decode().encode("gb18030"), "第 1 行", "UTF-8"),
    "csv text": ("csv", cells("陈述", "解读只转发原文！"), "第 3 行", "文字被改动"),
    "csv empty": ("csv", cells("陈述", ""), "第 3 行", "空"),
    "csv label": ("csv", cells("类别", "毛病"), "第 3 行", "毛病"),
    "csv no label": ("csv", cells("类别", ""), "第 3 行", "没有类别"),
    "csv topic": ("csv", cells("主题", "快慢"), "第 3 行", "快慢"),
    "csv tense": ("csv", cells("时态", "", 3), "第 4 行", "时态"),
    "csv answers": ("csv", cells("所答", "一", 3), "第 4 行", "所答"),
    "csv number": ("csv", cells("序号", "两"), "第 3 行", "序号"),
    "csv context": ("csv", cells("上下文", '{"passages": ['), "第 3 行", "上下文"),
    "csv column": ("csv", cells("校验", "x", 0), "第 1 行", "校验"),
    "csv short row": (
        "csv", lambda data: sheet([row[: 9 if n == 2 else None] for n, row in enumerate(rows(data))]), "第 3 行", "格",
    ),
    "csv quote": ("csv", lambda data: data.replace(b"\r\n", b'\r\n"x"y,', 1), "第 2 行", "CSV"),
    "ls text": ("label-studio", tasks(lambda t: t["data"].update(text="解读只转发原文！")), TASK, "文字被改动"),
    "ls label": ("label-studio", tasks(choices("毛病")), TASK, "毛病"),
    "ls two labels": ("label-studio", tasks(choices("问题", "整改")), TASK, "只能各选一个"),
    "ls no label": ("label-studio", tasks(lambda t: t["annotations"][0].update(result=[])), TASK, "没有类别"),
    "ls data": ("label-studio", tasks(lambda t: t.pop("data")), TASK, "data"),
    "ls object": ("label-studio", lambda data: b'{"tasks": 1}', "第 1 行", "列表"),
    "ls broken": ("label-studio", lambda data: data.replace(b'"number": 2', b'"number": ', 1), "", "JSON"),
    "doccano text": ("doccano", lines(setting(text="解读只转发原文！")), LINE, "文字被改动"),
    "doccano label": ("doccano", lines(setting(label=["毛病"])), LINE, "毛病"),
    "doccano conflict": ("doccano", lines(setting(label=["问题", "整改", "将做"])), LINE, "类别有两个"),
    "doccano no label": ("doccano", lines(setting(label=[])), LINE, "没有类别"),
    "doccano context": ("doccano", lines(setting(context=1)), LINE, "上下文"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED.keys())
def test_what_was_changed_is_refused_with_its_place(case: tuple[str, Callable[[bytes], bytes], str, str]) -> None:
    name, change, place, word = case
    data = FORMATS[name].write(ITEMS)
    with pytest.raises(DataError) as caught:
        FORMATS[name].read(change(data), "labels")
    assert caught.value.file == "labels" and caught.value.place.startswith(place) and caught.value.place
    assert word in str(caught.value)


@given(st.integers(0, 2), st.text(min_size=1, max_size=3), st.data())
@settings(deadline=None, max_examples=60)
def test_no_other_text_passes(at: int, other: str, data: st.DataObject) -> None:
    text = ITEMS[at].text
    place = data.draw(st.integers(0, len(text)))
    changed = text[:place] + other + text[place:]
    if "".join(changed.split()) != "".join(text.split()):
        with pytest.raises(DataError):
            FORMATS["jsonl"].read(lines(setting(text=changed), at)(FORMATS["jsonl"].write(ITEMS)), "f")


def written(path: Path, given_items: list[Item]) -> Path:
    path.write_bytes(FORMATS["jsonl"].write(given_items))
    return path


def test_a_statement_twice_is_refused(tmp_path: Path) -> None:
    other = ITEMS[0].tagged(Tags("other"))
    with pytest.raises(DataError, match="标注不同") as caught:
        read_file(written(tmp_path / "l.jsonl", [*ITEMS, other]))
    assert caught.value.place == "第 4 行"


def test_one_text_with_two_labels_is_refused(tmp_path: Path) -> None:
    twin = replace(ITEMS[0], section=replace(SECTION, report="twin")).tagged(Tags("other"))
    with pytest.raises(DataError, match="同样的文字在第 1 行标为 problem"):
        read_file(written(tmp_path / "l.jsonl", [*ITEMS, twin]))


def test_one_name_for_two_reports_is_refused(tmp_path: Path) -> None:
    twin = replace(ITEMS[2], section=replace(SECTION, guesses=("other", "problem", "remedy")))
    with pytest.raises(DataError, match="上下文却不同"):
        read_file(written(tmp_path / "l.jsonl", [*ITEMS[:2], twin]))


def test_one_label_for_everything_is_refused(tmp_path: Path) -> None:
    text = "".join(f"第{n}类信息偏少。" for n in "甲乙丙丁戊己庚辛壬癸")
    cuts = tuple((0, 8 * n, 8 * n + 8) for n in range(10))
    section = Section("x", (("", text),), cuts, ("problem",) * 10)
    tag = Tags("problem", "breadth")
    made = [Item(section, n, tag, tag, checked=True) for n in range(1, 11)]
    with pytest.raises(DataError, match="全部标为 problem"):
        read_file(written(tmp_path / "l.jsonl", made))
    made[4] = made[4].tagged(Tags("other"))
    assert len(read_file(written(tmp_path / "l.jsonl", made))) == 10


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="没有任何陈述"):
        read_file(written(tmp_path / "l.jsonl", []))
    with pytest.raises(DataError, match="无法读取"):
        read_file(tmp_path / "none.jsonl")


# ---------------------------------------------------------------- as training data


def test_labels_come_with_their_place() -> None:
    """The pieces are those that a report read from a file has, headings, numbers and all."""
    placed = FORMATS["jsonl"].read(FORMATS["jsonl"].write(ITEMS), "f")
    (report,) = labelled_reports(placed, "f")
    assert [(e.label, e.topic, e.tense, e.checked) for e in report.examples] == [
        ("problem", "timeliness", None, True), ("problem", "interpretation", None, True),
        ("remedy", "none", "planned", False),
    ]  # fmt: skip
    headings, texts = zip(*SECTION.passages, strict=True)
    prose = [replace(one, heading=heading) for one, heading in zip(passages(*texts), headings, strict=True)]
    assert [e.piece for e in report.examples] == list(cut(prose))
    assert [e.piece.kind for e in report.examples] == ["problem", "problem", "remedy"]
    assert [e.piece.number for e in report.examples] == [1, 2, 0]
    assert len(report.checked) == 2 and [e.line for e in report.checked] == [1, 2]
    check_conflicts([report])


def test_nothing_checked_is_nothing_to_learn() -> None:
    placed = FORMATS["jsonl"].read(FORMATS["jsonl"].write(ITEMS[2:]), "f")
    with pytest.raises(DataError, match="没有核对过"):
        labelled_reports(placed, "f")


def test_what_comes_back_is_merged() -> None:
    back = FORMATS["csv"].read(FORMATS["csv"].write([ITEMS[2].tagged(Tags("other"))]), "back.csv")
    assert merged(ITEMS, back, "back.csv", checked=False) == (*ITEMS[:2], ITEMS[2].tagged(Tags("other")))
    plain = FORMATS["csv"].read(FORMATS["csv"].write(ITEMS[2:]), "back.csv")
    assert [one.checked for one in merged(ITEMS[:2], plain, "back.csv", checked=True)] == [True, True, True]
    twin = replace(SECTION, guesses=("other", "problem", "remedy"))
    with pytest.raises(DataError, match="文字不同"):
        merged([replace(ITEMS[2], section=twin)], plain, "back.csv", checked=False)


def test_people_see_the_same_words_everywhere() -> None:
    assert knowledge.LABEL_NAMES == names.LABELS
    assert {**knowledge.TOPIC_NAMES, "none": ""} == names.TOPICS
    assert {**knowledge.TENSE_NAMES, None: ""} == names.TENSES
