"""``nlp-extract train``, ``evaluate`` and ``compare``: thin over nlp_extract.statements.commands."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nlp_extract.cli.chinese import ChineseCommand
from nlp_extract.cli.messages import say
from nlp_extract.export import names
from nlp_extract.export.display import fit, visible

if TYPE_CHECKING:
    from nlp_extract.statements.scores import Judged

CORPUS = Path("corpora/statements")
MODEL = Path("models/statement")
MEASURES = {
    "label_macro_f1": "类别 macro-F1",
    "topic_macro_f1": "主题 macro-F1",
    "tense_accuracy": "已做/将做 正确率",
    "answers_f1": "对应关系 F1",
    "expected_calibration_error": "期望校准误差",
}

Command = Callable[..., Any]
_path = click.Path(path_type=Path)
_corpus = click.option("--corpus", type=_path, default=CORPUS, show_default=True, metavar="文件夹", help="语料")
_everything = click.option("--all", "everything", is_flag=True, help="用全部语料，而不只是测试部分")


@click.command(
    cls=ChineseCommand,
    short_help="用标注好的语料训练问题与整改的分类模型",
    help="用标注好的语料训练问题与整改的分类模型，格式见 corpora/README.md。新模型不如旧模型时不替换，旧模型另存。",
    epilog="退出码：0 已写入新模型；1 新模型不如旧模型，未替换；2 用法错误；3 语料不可用。",
)
@_corpus
@click.option(
    "--add", type=_path, multiple=True, metavar="文件", help="另加的语料，或 label 标注的文件（只用于训练，可多次）"
)
@click.option("--output", type=_path, default=MODEL, show_default=True, metavar="文件夹", help="模型写到哪里")
@click.option("--force", is_flag=True, help="不如旧模型也替换")
@click.option("--quick", is_flag=True, help="沿用旧模型的特征，不再比较各种特征，不作学习曲线")
def train(corpus: Path, add: tuple[Path, ...], output: Path, force: bool, quick: bool) -> int:
    from nlp_extract.statements.commands import train_command

    made = train_command(corpus, output, add=add, force=force, quick=quick, progress=_progress())
    click.echo(_line("测试集", "旧模型", "新模型"))
    for name, value in made.new.items():
        click.echo(_line(MEASURES[name], f"{made.old[name]:.4f}" if made.old else "无", f"{value:.4f}"))
    if not made.replaced:
        click.echo("新模型不如旧模型，未替换（--force 可强制替换）")
        return 1
    click.echo(f"已写入 {output}" + (f"，旧模型保存在 {made.kept}" if made.kept else ""))
    return 0


@click.command(
    cls=ChineseCommand,
    short_help="在语料的测试部分上评估模型，列出每个错误",
    help="在语料的测试部分上评估模型：各项得分及 95% 区间，每类每个主题的 F1，以及每个判错的句子。",
)
@_corpus
@click.option("--model", type=_path, default=MODEL, show_default=True, metavar="文件夹", help="模型")
@_everything
def evaluate(corpus: Path, model: Path, everything: bool) -> int:
    from nlp_extract.statements.commands import evaluate_command

    made = evaluate_command(corpus, model, everything=everything, progress=_progress())
    for line in _scores(made.scores):
        click.echo(line)
    click.echo(f"\n判错的句子（{len(made.errors)} 句）")
    for one in made.errors:
        click.echo(f"{_given(one)}，判为 {_said(one)}：{visible(one.text)}")
    return 0


@click.command(
    cls=ChineseCommand,
    short_help="比较两个模型，列出判断不同的句子",
    help="在同一批句子上比较两个模型，列出判断不同的每一句。",
)
@click.argument("first", type=_path, metavar="模型甲")
@click.argument("second", type=_path, metavar="模型乙")
@_corpus
@_everything
def compare(first: Path, second: Path, corpus: Path, everything: bool) -> int:
    from nlp_extract.statements.commands import compare_command

    made = compare_command(corpus, first, second, everything=everything)
    click.echo(_line("", "甲", "乙"))
    for name, zh in MEASURES.items():
        values = [scores["measures"][name]["value"] for scores in (made.first, made.second)]
        click.echo(_line(zh, *(f"{value:.4f}" for value in values)))
    click.echo(f"\n判断不同的句子（{len(made.changed)} 句）")
    for one, two in made.changed:
        click.echo(f"{_given(one)}，甲 {_said(one)}，乙 {_said(two)}：{visible(one.text)}")
    return 0


def _scores(scores: dict[str, Any]) -> Iterator[str]:
    yield f"{scores['reports']} 份报告，{scores['statements']} 句"
    for name, zh in MEASURES.items():
        low, high = scores["measures"][name]["interval"]
        yield _line(zh, f"{scores['measures'][name]['value']:.4f}", f"[{low:.4f}, {high:.4f}]")
    for group, known in (("labels", names.LABELS), ("topics", names.TOPICS)):
        yield ""
        for name, value in scores[group].items():
            yield _line(f"{known[name] or '无主题'} F1", "无样本" if value is None else f"{value:.4f}")


def _line(name: str, *values: str) -> str:
    return (f"  {fit(name, 22)}" + "".join(fit(value, 18) for value in values)).rstrip()


def _class(label: str, topic: str) -> str:
    return " ".join(part for part in (names.LABELS[label], names.TOPICS[topic]) if part)


def _given(one: Judged) -> str:
    return f"  {visible(one.place)}  应为 {_class(one.label, one.topic)}"


def _said(one: Judged) -> str:
    return _class(one.said_label, one.said_topic)


def _progress() -> Callable[[str, float], None]:
    """One line a step on a terminal; silence where nobody looks."""
    if not sys.stderr.isatty():
        return lambda what, share: None
    return lambda what, share: say(f"{share:4.0%} {what}")
