"""``nlp-extract check REPORT… [--previous FILE]``"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from nlp_extract import __version__
from nlp_extract.cli.chinese import ChineseCommand
from nlp_extract.cli.messages import say
from nlp_extract.cli.run import once, process, shared_options
from nlp_extract.cli.sink import target
from nlp_extract.facts import Severity

if TYPE_CHECKING:
    from nlp_extract.cli.config_file import Settings
    from nlp_extract.cli.desk import Result
    from nlp_extract.cli.forms import Form
    from nlp_extract.worker.requests import Style
    from nlp_extract.worker.supervisor import Supervisor

SEVERITIES = get_args(Severity)
UNUSED = "所核对的报告里没有这项发现，或数字已经改变"
FORMS = ("table", "concise", "full", "json", "jsonl", "sarif", "csv")


@click.command(
    cls=ChineseCommand,
    short_help="核对报告的数字：表内、正文与表格、占比、跨年",
    help="核对报告的数字：表内勾稽、正文与表格、占比与合计、与上年报告。“-”表示标准输入；文件夹表示其中所有报告，"
    "同一机关的上一年度报告自动用于跨年核对；多份报告时 JSON 每行一份。报告所在文件夹及其上级的 nlp-extract.toml "
    "可写明选用的规则、词库和豁免（见 config show）。",
    epilog="退出码：0 没有达到 --fail-on 的发现；1 有发现；2 用法错误；3 有文件未能处理（其余照常处理）。",
)
@shared_options(*FORMS)
@click.option("--previous", metavar="文件", help="同一机关上一年度的报告，用于跨年核对")
@click.option("--select", multiple=True, metavar="规则", help="只用这些规则：代码、名称或其开头，逗号分隔，可多次给出")
@click.option("--ignore", multiple=True, metavar="规则", help="不用这些规则，写法同上")
@click.option("--fail-on", type=click.Choice([*SEVERITIES, "never"]), help="从哪一级起退出码为 1；默认 warning")
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    help="输出的语言；默认 zh。en 给出规则的英文名、两侧的单元格或指标代号与算式，引文、依据、建议仍为中文",
)
@click.option("--all", "every", is_flag=True, help="通过的核对也列出")
def check(
    reports: tuple[str, ...], form: str | None, output: Path | None, previous: str | None, every: bool, **given: Any
) -> int:
    from nlp_extract.worker.supervisor import Supervisor

    with Supervisor() as supervisor:
        supervisor.start()  # it loads while the settings are read here
        return _checked(supervisor, reports, form, output, previous, every, given)


def _checked(
    supervisor: Supervisor,
    reports: tuple[str, ...],
    form: str | None,
    output: Path | None,
    previous: str | None,
    every: bool,
    given: dict[str, Any],
) -> int:
    from nlp_extract.cli.config_file import settings_for
    from nlp_extract.cli.desk import Desk
    from nlp_extract.cli.folders import expand

    inputs = expand(reports)
    if previous is not None and (len(inputs) > 1 or inputs[0].found):
        raise click.UsageError("--previous 只能与一份报告同用")
    more = [previous] if previous is not None else []
    once([*reports, *more])
    overruling = {
        "select": _rules(given["select"]),
        "ignore": _rules(given["ignore"]),
        "fail-on": given["fail_on"],
        "lang": given["lang"],
        "lexicon": given["lexicon"],
    }
    settings = {name: one.overruled(overruling) for name, one in settings_for(item.name for item in inputs).items()}
    style = _style(form, output, len(inputs) > 1, every, settings[inputs[0].name].lang)
    desk = Desk(supervisor, settings)
    desk.begin(style)
    desk.catalogue(item.name for item in inputs if item.found)
    waivers = _Waivers(settings)

    def one(name: str) -> Result:
        result = desk.check(name, previous)
        waivers.note(name, result.used)
        return result

    files = [str(path) for one in settings.values() for path in (one.file, one.lexicon) if path]
    status = process(inputs, _form(style), output, one, [*more, *files])
    waivers.tell_unused()
    return status


@dataclass(slots=True)
class _Waivers:
    """Which of the waivers of each settings file were used."""

    settings: Mapping[str, Settings]
    used: dict[Path, set[str]] = field(default_factory=dict)

    def note(self, name: str, used: Iterable[str]) -> None:
        file = self.settings[name].file
        if file is not None:
            self.used.setdefault(file, set()).update(used)

    def tell_unused(self) -> None:
        """Waivers that covered nothing: their finding is gone, or its figures have changed."""
        for file, used in self.used.items():
            settings = next(one for one in self.settings.values() if one.file == file)
            for waiver in settings.waivers:
                if waiver.fingerprint not in used:
                    say(f"提示：{file} 的豁免 {waiver.fingerprint} 没有用到：{UNUSED}")


def _rules(words: Sequence[str]) -> tuple[str, ...]:
    """The words of --select or --ignore, split at commas. Raises click.UsageError on one that means no rule."""
    from nlp_extract.cli.config_file import RULES_REMEDY, unknown_rule
    from nlp_extract.reconcile import meant

    split = tuple(part.strip() for word in words for part in word.replace("，", ",").split(",") if part.strip())
    for word in split:
        if not meant(word):
            raise click.UsageError(f"{unknown_rule(word)}。{RULES_REMEDY}")
    return split


def _style(form: str | None, output: Path | None, several: bool, every: bool, lang: str) -> Style:
    from nlp_extract.worker.requests import Style

    place = target(output)
    kind = form or ("table" if place.terminal else "json")
    return Style(kind, place.columns, several or kind == "jsonl", every=every, lang="en" if lang == "en" else "zh")


def _form(style: Style) -> Form:
    from nlp_extract.cli.forms import Lines, Objects, Rows, Sarif
    from nlp_extract.export.tongue import TONGUES

    tongue = TONGUES[style.lang]
    match style.form:
        case "concise":
            from nlp_extract.export.check_concise import concise_error_lines

            return Lines(lambda file, error: concise_error_lines(file, error, tongue=tongue), between="")
        case "table" | "full":
            from nlp_extract.export.check_table import error_lines

            return Lines(lambda file, error: error_lines(file, error, style.columns, tongue=tongue))
        case "sarif":
            from nlp_extract.export import sarif

            return Sarif(sarif.SCHEMA, sarif.driver(__version__, tongue), sarif.notification)
        case "csv":
            from nlp_extract.export.check_csv import csv_error, csv_head

            return Rows(csv_head(tongue), lambda file, error: csv_error(file, error, tongue=tongue))
        case _:
            return Objects(style.one_line)
