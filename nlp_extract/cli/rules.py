"""``nlp-extract rules`` and ``nlp-extract explain RULE``: what is checked, on what ground, with examples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nlp_extract.cli.chinese import ChineseCommand
from nlp_extract.cli.run import FORMAT_HELP
from nlp_extract.cli.sink import open_sink, target

if TYPE_CHECKING:
    from nlp_extract.export.json_text import Json
    from nlp_extract.export.tongue import Tongue
    from nlp_extract.reconcile import Rule

_lang = click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", help="语言；默认 zh")
_form = click.option("--format", "form", type=click.Choice(["table", "json"]), help=FORMAT_HELP)
_output = click.option("--output", type=click.Path(path_type=Path), metavar="文件", help="写入文件")

NOTATION = {
    "zh": "例子的写法：{数 指标} 是正文里的一个数量，--- 以下是表格（单元格代号 = 各栏数字），=== 以下是上年报告。",
    "en": "Notation: {number metric} is a quantity of the prose; tables stand below ---, last year's report below ===.",
}


@click.command(
    cls=ChineseCommand,
    short_help="列出全部规则",
    help="列出全部规则：代码、最高严重程度、类别、把握、名称、核对什么。可给出代码、名称或其开头，只列这些。",
)
@click.argument("words", nargs=-1, metavar="[规则…]")
@_form
@_output
@_lang
def rules(words: tuple[str, ...], form: str | None, output: Path | None, lang: str) -> int:
    from nlp_extract.reconcile import RULES, meant

    wanted = [rule for word in words for rule in meant(word) or _none(word)] if words else list(RULES)
    _print(list(dict.fromkeys(wanted)), form, output, lang, brief=True)
    return 0


@click.command(
    cls=ChineseCommand,
    short_help="说明一条规则：核对什么、依据、把握、例子",
    help="说明一条规则：核对什么，依据什么、有多大把握，最高的严重程度，怎么改，通过和不通过的例子。",
)
@click.argument("word", metavar="代码|名称")
@_form
@_output
@_lang
def explain(word: str, form: str | None, output: Path | None, lang: str) -> int:
    from nlp_extract.reconcile import meant

    found = meant(word) or _none(word)
    if len(found) > 1:
        listed = "、".join(f"{rule.code} {rule.name}" for rule in found[:6])
        raise click.UsageError(f"“{word}”不止一条规则：{listed}{'……' if len(found) > 6 else ''}")
    _print(list(found), form, output, lang, brief=False)
    return 0


def _none(word: str) -> tuple[Rule, ...]:
    from nlp_extract.cli.config_file import RULES_REMEDY, unknown_rule

    raise click.UsageError(f"{unknown_rule(word)}。{RULES_REMEDY}")


def _print(wanted: list[Rule], form: str | None, output: Path | None, lang: str, *, brief: bool) -> None:
    from nlp_extract.export.json_text import dumps
    from nlp_extract.export.tongue import TONGUES

    place, tongue = target(output), TONGUES["en" if lang == "en" else "zh"]
    if (form or ("table" if place.terminal else "json")) == "json":
        told = [_object(rule, tongue) for rule in wanted]
        with open_sink(output, "json", []) as sink:
            sink.write(dumps(told if brief else told[0], indent=2) + "\n")
        return
    with open_sink(output, "console", []) as sink:
        for rule in wanted:
            lines = _row(rule, place.columns, tongue) if brief else _page(rule, place.columns, tongue)
            sink.write("".join(f"{line}\n" for line in lines))
        if brief:
            sink.write(f"\n{tongue['items'].format('规则' if lang == 'zh' else 'rules', len(wanted))}\n")


def _object(rule: Rule, tongue: Tongue) -> Json:
    return {
        "code": rule.code,
        "name": tongue.rule_name(rule.code, rule.name),
        "kind": rule.kind,
        "ground": rule.ground,
        "certainty": rule.certainty,
        "cap": rule.cap,
        "checks": tongue.checks(rule.code),
        "basis": rule.basis,
        "advice": rule.advice,
        "failing": [example.strip("\n") for example in rule.failing],
        "passing": [example.strip("\n") for example in rule.passing],
    }


def _row(rule: Rule, columns: int, tongue: Tongue) -> Iterator[str]:
    from nlp_extract.export.display import fit
    from nlp_extract.export.lines import paragraph

    name = tongue.rule_name(rule.code, rule.name)
    lead = f"{fit(rule.code, 7)}{fit(tongue[rule.cap], 8)}{fit(tongue[rule.certainty], 10)}"
    yield from paragraph(lead, f"{name}{tongue['colon']}{tongue.checks(rule.code)}", columns)


def _page(rule: Rule, columns: int, tongue: Tongue) -> Iterator[str]:
    from nlp_extract.export.lines import paragraph

    colon = tongue["colon"]
    yield f"{rule.code} {tongue.rule_name(rule.code, rule.name)}"
    yield ""
    for name, text in (
        ("checks", tongue.checks(rule.code)),
        ("kind", tongue[rule.kind]),
        ("basis", rule.basis),
        (
            "ground",
            f"{tongue.ground(rule.ground)}{tongue['comma']}{tongue['certainty']}{colon}{tongue[rule.certainty]}",
        ),
        ("cap", tongue[rule.cap]),
        ("advice", rule.advice),
    ):
        yield from paragraph(f"{tongue[name]}{colon}", text, columns)
    for name, examples in (("failing", rule.failing), ("passing", rule.passing)):
        yield from ("", f"{tongue[name]}{colon}")
        for number, example in enumerate(examples, 1):
            for line_number, line in enumerate(example.strip("\n").splitlines()):
                yield f"  {number if line_number == 0 else ' '} {line}".rstrip()
    yield ""
    yield from paragraph("", NOTATION[tongue.lang], columns)
