"""``nlp-extract label suggest``, ``edit``, ``export`` and ``import``: from new reports to training data."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nlp_extract.cli.chinese import ChineseCommand, ChineseGroup
from nlp_extract.cli.messages import say
from nlp_extract.errors import NlpExtractError
from nlp_extract.export.display import visible, wrap

if TYPE_CHECKING:
    from nlp_extract.document import Passage
    from nlp_extract.statements.labels import Item, Tags

FORMATS = ("jsonl", "csv", "label-studio", "doccano")
UNPROCESSED = 3
END = "\x04"
"""The key that stands for the end of the input."""

_path = click.Path(path_type=Path)
_labels = click.argument("file", type=_path, metavar="标注文件")
_output = click.option("-o", "--output", type=_path, required=True, metavar="文件", help="写到哪里")


@click.command(
    cls=ChineseCommand,
    short_help="从新报告中挑选最值得标注的句子",
    help="从新报告的第五部分挑选模型最没有把握、彼此不相似的句子，连同模型的判断写成标注文件。",
    epilog="退出码：0 正常；2 用法错误；3 有报告未能处理（其余照常挑选）。",
)
@click.argument("reports", nargs=-1, required=True, metavar="报告…")
@click.option("--n", "count", type=click.IntRange(1, 100_000), default=100, show_default=True, help="挑选多少句")
@click.option("--model", type=_path, metavar="文件夹", help="模型；默认为程序自带的模型")
@_output
def suggest(reports: tuple[str, ...], count: int, model: Path | None, output: Path) -> int:
    from nlp_extract.statements.exchange import write_file
    from nlp_extract.statements.model import load
    from nlp_extract.statements.predict import current
    from nlp_extract.statements.suggest import candidates, choose

    if output.exists():
        raise click.UsageError(f"{output} 已经存在，里面可能有标注，不会覆盖")
    if twice := _twice([Path(name).stem for name in reports]):
        raise click.UsageError(f"有两份报告都名为“{twice}”，请先改名")
    using, found, failed = load(model) if model else current(), [], False
    for name in reports:
        try:
            found += candidates(Path(name).stem, _prose(name), using)
        except NlpExtractError as error:
            failed = True
            say(f"错误：{error}")
    chosen = choose(found, count)
    if not chosen:
        say("没有可标注的句子")
        return UNPROCESSED if failed else 0
    write_file(output, chosen)
    click.echo(f"{len(reports)} 份报告共 {len(found)} 句，挑出 {len(chosen)} 句，写入 {output}")
    return UNPROCESSED if failed else 0


def _prose(name: str) -> tuple[Passage, ...]:
    """The paragraphs of a report file; its numbers are of no use here and are not read."""
    from nlp_extract.passages import passages
    from nlp_extract.readers import read
    from nlp_extract.segment import require_report, segment
    from nlp_extract.tables import find_tables

    document = read(Path(name))
    outline = segment(document)
    tables = find_tables(document, outline)
    require_report(document, outline, tables)
    return passages(document, outline, tables)


def _twice(names: Sequence[str]) -> str:
    return next((name for name in sorted(names) if names.count(name) > 1), "")


@click.command(
    cls=ChineseCommand,
    short_help="在终端逐句核对标注",
    help="逐句核对标注：回车照此，1 问题，2 整改，3 其他。每句存盘，随时可退出，下次接着做。",
)
@_labels
def edit(file: Path) -> int:
    from nlp_extract.statements.exchange import read_file, write_file

    items = [placed.item for placed in read_file(file, "jsonl")]
    index = _next_open(items, 0)
    while index is not None:
        _show(items[index], index, len(items))
        answer = _ask(items[index])
        if answer == "quit":
            break
        if isinstance(answer, str):
            index = max(0, index - 1)
            continue
        items[index] = items[index].tagged(answer)
        write_file(file, items)
        index = _next_open(items, index + 1)
    done = sum(item.checked for item in items)
    click.echo(f"已核对 {done} 句，还有 {len(items) - done} 句")
    return 0


def _next_open(items: Sequence[Item], start: int) -> int | None:
    """The next statement that nobody checked, from ``start`` on and then from the beginning."""
    order = [*range(start, len(items)), *range(start)]
    return next((index for index in order if not items[index].checked), None)


def _show(item: Item, index: int, count: int) -> None:
    section, number = item.section, item.number
    click.echo(f"\n[{index + 1}/{count}] {visible(section.report)} 第 {number} 句  {visible(section.heading(number))}")
    if number > 1:
        click.echo(f"  上文：{visible(section.text(number - 1))[-60:]}")
    for line in wrap(visible(item.text), 90):
        click.echo(f"    {line}")
    click.echo(f"  {'已标' if item.checked else '模型'}：{_named(item.tags)}")


def _named(tags: Tags) -> str:
    from nlp_extract.statements.knowledge import LABEL_NAMES, TENSE_NAMES, TOPIC_NAMES

    topic = "" if tags.label == "other" else TOPIC_NAMES[tags.topic]
    answers = f"答第 {'、'.join(map(str, tags.answers))} 句" if tags.answers else ""
    words = (LABEL_NAMES[tags.label], topic, TENSE_NAMES.get(tags.tense or "", ""), answers)
    return " ".join(word for word in words if word)


def _ask(item: Item) -> Tags | str:
    """The tags that the keys give, or "back" or "quit"."""
    from nlp_extract.statements.knowledge import LABELS
    from nlp_extract.statements.labels import Tags

    keys = {"": item.tags.label, **dict(zip("123", LABELS, strict=True)), "t": "topic", "b": "back"}
    keys |= {"q": "quit", END: "quit"}
    label = _choice("  回车照此  1 问题  2 整改  3 其他  t 改主题或时态  b 退回  q 退出", keys)
    if label in ("back", "quit"):
        return label
    if label == item.tags.label:
        return item.tags
    label = item.tags.label if label == "topic" else label
    if label == "other":
        return Tags("other")
    topic = _topic(item.tags.topic)
    if label == "problem":
        return Tags("problem", topic)
    return Tags("remedy", topic, _tense(item.tags.tense), item.tags.answers)


def _tense(given: str | None) -> str:
    from nlp_extract.statements.knowledge import TENSE_NAMES

    keys = dict(zip("12", TENSE_NAMES, strict=True))
    menu = "  ".join(f"{key} {TENSE_NAMES[tense]}" for key, tense in keys.items())
    return _choice(
        f"  回车 {TENSE_NAMES[given]}  {menu}" if given else f"  {menu}", keys | ({"": given} if given else {})
    )


def _topic(given: str) -> str:
    from nlp_extract.statements.knowledge import TOPIC_NAMES

    keys = dict(zip("acdefghijklmnopr", TOPIC_NAMES, strict=True))
    menu = "  ".join(f"{key} {TOPIC_NAMES[topic]}" for key, topic in keys.items())
    return _choice(
        "\n".join(f"  {line}" for line in wrap(f"回车 {TOPIC_NAMES[given]}  {menu}", 90)), {"": given, **keys}
    )


def _choice(prompt: str, keys: dict[str, str]) -> str:
    """What the next key that means something stands for; the end of the input quits."""
    click.echo(prompt)
    while True:
        key = _key()
        if key in keys:
            return keys[key]
        if key == END:
            raise click.Abort


def _key() -> str:
    """One key from the terminal, "" for Enter; from a pipe one character."""
    key = click.getchar() if sys.stdin.isatty() else sys.stdin.read(1) or END
    return "" if key in ("\r", "\n") else key.lower()


@click.command(
    "export",
    cls=ChineseCommand,
    short_help="把标注文件写成电子表格、Label Studio 或 doccano 的格式",
    help="把标注文件写成其他工具的格式，在那里标注后用 label import 收回。",
)
@_labels
@click.option("--format", "form", type=click.Choice(FORMATS), required=True, help="格式")
@_output
def export_(file: Path, form: str, output: Path) -> int:
    from nlp_extract.statements.exchange import read_file, write_file

    _not_the_input(output, file)
    items = [placed.item for placed in read_file(file)]
    write_file(output, items, form)
    click.echo(f"{len(items)} 句写入 {output}")
    return 0


@click.command(
    "import",
    cls=ChineseCommand,
    short_help="收回在电子表格、Label Studio 或 doccano 中做的标注",
    help="收回在其他工具中做的标注，并入标注文件（没有则新建）。改了文字、标注有误的，指明位置，什么也不写。",
)
@_labels
@click.option("--format", "form", type=click.Choice(FORMATS), help="格式；默认按文件判断")
@click.option("--checked", is_flag=True, help="全部视为已核对（表格里没有逐句填“已核对”时用）")
@_output
def import_(file: Path, form: str | None, checked: bool, output: Path) -> int:
    from nlp_extract.statements.exchange import read_file, write_file
    from nlp_extract.statements.labels import merged

    _not_the_input(output, file)
    placed = read_file(file, form)
    kept = [one.item for one in read_file(output)] if output.exists() else []
    items = merged(kept, placed, str(file), checked=checked)
    write_file(output, items)
    done = sum(item.checked for item in items)
    click.echo(f"收回 {len(placed)} 句，{output} 现有 {len(items)} 句，已核对 {done} 句")
    return 0


def _not_the_input(output: Path, file: Path) -> None:
    if output.exists() and file.exists() and output.samefile(file):
        raise click.UsageError(f"--output {output} 是输入文件，不能覆盖")


label = ChineseGroup(
    "label",
    commands=[suggest, edit, export_, import_],
    short_help="标注新报告的句子，用来改进模型",
    help="标注新报告的句子，用来改进模型：suggest 挑选，edit 在终端核对，export 与 import 和其他工具往来。",
)
