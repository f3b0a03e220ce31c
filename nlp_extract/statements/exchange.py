"""Items in the formats of other tools and back: JSONL, CSV for spreadsheets, Label Studio, doccano.

``FORMATS[name].read(FORMATS[name].write(items), file)`` gives the items again. What was changed beyond
the tags (a text, a context, a number) is refused, naming file and place.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp_extract.errors import DataError
from nlp_extract.patterns import Pattern
from nlp_extract.statements.files import read_bytes, replace_file
from nlp_extract.statements.knowledge import LABEL_NAMES, TENSE_NAMES, TOPIC_NAMES
from nlp_extract.statements.labels import Item, Placed, Tags, checked_items, read_section, tags, wrong


@dataclass(frozen=True, slots=True)
class Format:
    """How items are written and read. ``read`` takes the bytes and the name of the file for messages, and
    raises DataError on whatever it cannot vouch for."""

    suffix: str
    write: Callable[[Sequence[Item]], bytes]
    read: Callable[[bytes, str], list[Placed]]


_TEXT_REMEDY = "只能改标注，不能改文字；请从导出的文件重新开始，或删去这一条"
_TAG_REMEDY = (
    f"类别：{'、'.join(LABEL_NAMES.values())}；主题：{'、'.join(TOPIC_NAMES.values())}；"
    f"时态：{'、'.join(TENSE_NAMES.values())}；所答写句子的序号"
)
_NUMBER_BETWEEN = Pattern(r"[、,，;；\s]+")


# ---------------------------------------------------------------- what all formats share


def code(given: Tags) -> str:
    """``remedy timeliness planned 1,2``, as in statement markup."""
    words = (given.label, given.topic, given.tense, ",".join(map(str, given.answers)))
    return " ".join(word for word in words if word)


def _decode(text: str, count: int) -> Tags:
    label, topic, tense, answers = (*text.split(" "), "", "", "", "")[:4]
    return tags(label, topic, tense, _numbers(answers), count)


def _numbers(text: str) -> tuple[int, ...]:
    parts = [part for part in _NUMBER_BETWEEN.split(text) if part]
    if wrong_part := next((part for part in parts if not (part.isascii() and part.isdecimal())), None):
        raise ValueError(f"所答“{wrong_part}”不是句子的序号")
    return tuple(map(int, parts))


def _ids(names: Mapping[str, str]) -> dict[str, str]:
    """Chinese name or id → id."""
    return {word: id_ for id_, name in names.items() for word in (name, id_)}


_LABELS, _TOPICS, _TENSES = _ids(LABEL_NAMES), {**_ids(TOPIC_NAMES), "无": "none"}, _ids(TENSE_NAMES)


def _fixed(item: Item) -> dict[str, Any]:
    """What is not to change, beside the context."""
    return {"report": item.section.report, "number": item.number, "text": item.text,
            "suggested": code(item.suggested), "mark": item.section.mark(item.number)}  # fmt: skip


def _item(fixed: Mapping[str, Any], context: Any, given: Callable[[int], Tags], checked: bool) -> Item:
    """An item from the parts of a record; ``given`` reads the tags of a section of so many statements.
    Raises ValueError with the reason in Chinese."""
    section = read_section(str(fixed["report"]), context)
    number = fixed["number"]
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= len(section.cuts):
        raise ValueError(f"序号“{number}”不对")
    if fixed["mark"] != section.mark(number):
        raise ValueError("上下文、报告编号或序号被改动")
    given_text, text = str(fixed["text"]), section.text(number)
    if "".join(given_text.split()) != "".join(text.split()):
        raise ValueError(f"文字被改动，应为“{text}”" if given_text.strip() else "陈述是空的")
    count = len(section.cuts)
    suggested = _decode(str(fixed["suggested"]), count)
    return Item(section, number, suggested, suggested).tagged(given(count), checked)


def _placed(make: Callable[[], Item], file: str, count: int, unit: str = "行") -> Placed:
    try:
        return Placed(make(), count, unit)
    except KeyError as why:
        raise wrong(f"缺少“{why.args[0]}”", file, f"第 {count} {unit}", _TEXT_REMEDY) from why
    except ValueError as why:
        tagging = any(word in str(why) for word in ("类别", "主题", "时态", "所答"))
        remedy = _TAG_REMEDY if tagging else _TEXT_REMEDY
        raise wrong(str(why), file, f"第 {count} {unit}", remedy) from why


def _utf8(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        line = data.count(b"\n", 0, why.start) + 1
        raise wrong("不是 UTF-8 文本", file, f"第 {line} 行", "请另存为 UTF-8") from why


def _json_lines(data: bytes, file: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for count, line in enumerate(_utf8(data, file).split("\n"), 1):
        if line.strip():
            record = _json(line, file, count)
            if not isinstance(record, dict):
                raise wrong("不是一个 JSON 对象", file, f"第 {count} 行", "请从导出的文件重新开始")
            yield count, record


def _json(text: str, file: str, first_line: int = 1) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as why:
        line = first_line + getattr(why, "lineno", 1) - 1
        raise wrong("不是有效的 JSON", file, f"第 {line} 行", "请检查这一行是否残缺，或从导出的文件重新开始") from why


def _dumped(records: Sequence[Mapping[str, Any]]) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


# ---------------------------------------------------------------- JSONL, the format of its own


def _write_jsonl(items: Sequence[Item]) -> bytes:
    return _dumped([
        {**_fixed(item), "label": item.tags.label, "topic": item.tags.topic, "tense": item.tags.tense,
         "answers": item.tags.answers, "checked": item.checked, "context": json.loads(item.section.json())}
        for item in items
    ])  # fmt: skip


def _read_jsonl(data: bytes, file: str) -> list[Placed]:
    return [_placed(lambda record=record: _from_jsonl(record), file, count)  # type: ignore[misc]
            for count, record in _json_lines(data, file)]  # fmt: skip


def _from_jsonl(record: Mapping[str, Any]) -> Item:
    def given(count: int) -> Tags:
        answers = record["answers"]
        if not isinstance(answers, list) or not all(isinstance(answer, int) for answer in answers):
            raise ValueError(f"所答“{answers}”应为序号的列表")
        return tags(str(record["label"]), str(record["topic"]), str(record["tense"] or ""), answers, count)

    return _item(record, record["context"], given, record["checked"] is True)


# ---------------------------------------------------------------- CSV for spreadsheets


_COLUMNS = (
    "报告", "序号", "标题", "上文", "陈述", "类别", "主题", "时态", "所答", "已核对", "模型判断", "上下文", "校验",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "'")
"""What a spreadsheet takes for the start of a formula, and the mark that keeps it from doing so."""
_YES = {"是", "y", "yes", "1", "true", "√", "✓", "x"}
_LONGEST_CELL = 32767
"""Characters that Excel keeps of a cell."""


def _write_csv(items: Sequence[Item]) -> bytes:
    """UTF-8 with a byte order mark, by which a Chinese Excel knows it; no cell is taken for a formula."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(_COLUMNS)
    for item in items:
        given, section = item.tags, item.section
        if len(section.json()) >= _LONGEST_CELL:
            raise DataError("这一部分太长，电子表格放不下", file=section.report, remedy="请用 --format jsonl")
        before = section.text(item.number - 1) if item.number > 1 else ""
        topic = "" if given.topic == "none" else TOPIC_NAMES[given.topic]
        row = (
            section.report, str(item.number), section.heading(item.number), before, item.text,
            LABEL_NAMES[given.label], topic, TENSE_NAMES.get(given.tense or "", ""),
            "、".join(map(str, given.answers)), "是" if item.checked else "", code(item.suggested), section.json(),
            section.mark(item.number),
        )  # fmt: skip
        writer.writerow(["'" + cell if cell.startswith(_FORMULA) else cell for cell in row])
    return target.getvalue().encode("utf-8-sig")


def _read_csv(data: bytes, file: str) -> list[Placed]:
    rows = csv.reader(io.StringIO(_spreadsheet_text(data, file), newline=""), strict=True)
    found: list[Placed] = []
    names: list[str] = []
    count = 0
    try:
        for count, row in enumerate(rows, 1):
            if not names:
                names = [cell.strip() for cell in row]
                _all_columns(names, file)
            elif any(cell.strip() for cell in row):
                if len(row) != len(names):
                    problem = f"这一行有 {len(row)} 格，应为 {len(names)} 格"
                    raise wrong(problem, file, f"第 {count} 行", "请检查引号和逗号")
                cells = {name: cell.removeprefix("'") for name, cell in zip(names, row, strict=True)}
                found.append(_placed(lambda cells=cells: _from_csv(cells), file, count))  # type: ignore[misc]
    except csv.Error as why:
        remedy = "请检查引号，或从导出的文件重新开始"
        raise wrong(f"不是有效的 CSV（{why}）", file, f"第 {count + 1} 行", remedy) from why
    return found


def _spreadsheet_text(data: bytes, file: str) -> str:
    """UTF-8, or GB18030, which is what a Chinese Excel may save."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError as why:
            raise DataError("不是 UTF-8 也不是 GBK 文本", file=file, remedy="请另存为“CSV UTF-8”") from why


def _all_columns(names: Sequence[str], file: str) -> None:
    if missing := [name for name in _COLUMNS if name not in names and name not in ("标题", "上文")]:
        raise wrong(f"缺少列：{'、'.join(missing)}", file, "第 1 行", "请保留导出时的表头和各列")


def _from_csv(cells: Mapping[str, str]) -> Item:
    number = cells["序号"].strip()
    fixed = {"report": cells["报告"], "number": int(number) if number.isdecimal() else number, "text": cells["陈述"],
             "suggested": cells["模型判断"], "mark": cells["校验"].strip()}  # fmt: skip
    try:
        context = json.loads(cells["上下文"])
    except (ValueError, RecursionError) as why:
        raise ValueError("上下文不完整或被改动") from why
    label, topic, tense, answers = (cells[name].strip() for name in ("类别", "主题", "时态", "所答"))
    checked = cells["已核对"].strip().lower() in _YES
    return _item(fixed, context, lambda count: _named(label, topic, tense, answers, count), checked)


def _named(label: str, topic: str, tense: str, answers: str, count: int) -> Tags:
    """Tags of Chinese names or ids."""
    known = _LABELS.get(label, label), _TOPICS.get(topic, topic), _TENSES.get(tense, tense)
    return tags(*known, _numbers(answers), count)


# ---------------------------------------------------------------- Label Studio


_TASK = "个任务"


def _write_label_studio(items: Sequence[Item]) -> bytes:
    """Tasks: checked items carry an annotation, the others the model's prediction to start from."""
    tasks: list[dict[str, Any]] = [
        {"data": {**_fixed(item), "heading": item.section.heading(item.number), "context": item.section.json()},
         ("annotations" if item.checked else "predictions"): [{"result": _results(item.tags)}]}
        for item in items
    ]  # fmt: skip
    return (json.dumps(tasks, ensure_ascii=False, indent=1) + "\n").encode()


def _results(given: Tags) -> list[dict[str, Any]]:
    chosen = (("label", LABEL_NAMES[given.label]), ("topic", TOPIC_NAMES[given.topic] if given.topic != "none" else ""),
              ("tense", TENSE_NAMES.get(given.tense or "", "")))  # fmt: skip
    results = [_result(name, "choices", word) for name, word in chosen if word]
    return [*results, *([_result("answers", "text", "、".join(map(str, given.answers)))] if given.answers else [])]


def _result(name: str, kind: str, word: str) -> dict[str, Any]:
    type_ = "textarea" if kind == "text" else "choices"
    return {"from_name": name, "to_name": "text", "type": type_, "value": {kind: [word]}}


def _read_label_studio(data: bytes, file: str) -> list[Placed]:
    tasks = _json(_utf8(data, file), file)
    if not isinstance(tasks, list):
        raise wrong("应为任务的列表", file, "第 1 行", "请在 Label Studio 中以 JSON 格式导出")
    return [_placed(lambda task=task: _from_label_studio(task), file, count, _TASK)  # type: ignore[misc]
            for count, task in enumerate(tasks, 1)]  # fmt: skip


def _from_label_studio(task: Any) -> Item:
    if not isinstance(task, dict) or not isinstance(task.get("data"), dict):
        raise KeyError("data")
    fixed = task["data"]
    done = [made for made in task.get("annotations") or () if isinstance(made, dict) and not made.get("was_cancelled")]
    label, topic, tense, answers = _chosen([*(task.get("predictions") or ()), *done][-1:])
    try:
        context = json.loads(fixed["context"])
    except (ValueError, TypeError, RecursionError) as why:
        raise ValueError("上下文不完整或被改动") from why
    return _item(fixed, context, lambda count: _named(label, topic, tense, answers, count), bool(done))


def _chosen(made: Sequence[Any]) -> tuple[str, str, str, str]:
    """Label, topic, tense and answers of an annotation; ValueError where one of them was given twice."""
    found: dict[str, str] = {}
    results = made[0].get("result") if made and isinstance(made[0], dict) else None
    for result in results if isinstance(results, list) else ():
        value = result.get("value") if isinstance(result, dict) else None
        words = (value.get("choices") or value.get("text") or []) if isinstance(value, dict) else []
        words = [words] if isinstance(words, str) else list(words)
        if words and (len(words) > 1 or result.get("from_name") in found):
            raise ValueError(f"类别、主题、时态只能各选一个：{'、'.join(map(str, words))}")
        found[str(result.get("from_name"))] = str(words[0]) if words else ""
    label, topic, tense, answers = (found.get(name, "") for name in ("label", "topic", "tense", "answers"))
    return label, topic, tense, answers


# ---------------------------------------------------------------- doccano


def _write_doccano(items: Sequence[Item]) -> bytes:
    """Text classification, JSONL: label, topic and tense are labels of the text, the rest is metadata."""
    return _dumped([
        {**_fixed(item), "label": _doccano_labels(item.tags), "answers": "、".join(map(str, item.tags.answers)),
         "checked": item.checked, "heading": item.section.heading(item.number), "context": item.section.json()}
        for item in items
    ])  # fmt: skip


def _doccano_labels(given: Tags) -> list[str]:
    topic = [] if given.topic == "none" else [TOPIC_NAMES[given.topic]]
    return [LABEL_NAMES[given.label], *topic, *([TENSE_NAMES[given.tense]] if given.tense else [])]


def _read_doccano(data: bytes, file: str) -> list[Placed]:
    return [_placed(lambda record=record: _from_doccano(record), file, count)  # type: ignore[misc]
            for count, record in _json_lines(data, file)]  # fmt: skip


def _from_doccano(record: Mapping[str, Any]) -> Item:
    given = record["label"]
    label, topic, tense = _sorted_out([str(word) for word in given] if isinstance(given, list) else [])
    try:
        context = json.loads(record["context"])
    except (ValueError, TypeError, RecursionError) as why:
        raise ValueError("上下文不完整或被改动") from why
    answers, checked = str(record.get("answers") or ""), record.get("checked") is True
    return _item(record, context, lambda count: _named(label, topic, tense, answers, count), checked)


def _sorted_out(words: Sequence[str]) -> tuple[str, str, str]:
    """Label, topic and tense out of one list of words."""
    found = {"类别": "", "主题": "", "时态": ""}
    kinds = (("类别", _LABELS), ("主题", _TOPICS), ("时态", _TENSES))
    for word in words:
        kind = next((kind for kind, known in kinds if word in known), None)
        if kind is None:
            raise ValueError(f"不认识的类别、主题或时态“{word}”")
        if found[kind]:
            raise ValueError(f"{kind}有两个：{found[kind]}、{word}")
        found[kind] = word
    return found["类别"], found["主题"], found["时态"]


FORMATS = {
    "jsonl": Format(".jsonl", _write_jsonl, _read_jsonl),
    "csv": Format(".csv", _write_csv, _read_csv),
    "label-studio": Format(".json", _write_label_studio, _read_label_studio),
    "doccano": Format(".jsonl", _write_doccano, _read_doccano),
}


def read_file(path: Path, format_: str | None = None) -> list[Placed]:
    """The items of a file, of a format of FORMATS or the one it looks like. Raises DataError."""
    data = read_bytes(path)
    placed = FORMATS[format_ or guess_format(path.name, data)].read(data, str(path))
    if not placed:
        raise DataError("没有任何陈述", file=str(path), remedy="请先运行 nlp-extract label suggest")
    checked_items(placed, str(path))
    return placed


def write_file(path: Path, items: Sequence[Item], format_: str = "jsonl") -> None:
    """Write items, all or nothing."""
    replace_file(path, FORMATS[format_].write(items))


def guess_format(name: str, data: bytes) -> str:
    """The format of a file by its ending and its beginning; doccano's labels are a list."""
    if name.lower().endswith(".csv"):
        return "csv"
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"["):
        return "label-studio"
    try:
        first = json.loads(start.split(b"\n", 1)[0])
    except (ValueError, RecursionError):
        return "jsonl"
    return "doccano" if isinstance(first, dict) and isinstance(first.get("label"), list) else "jsonl"
