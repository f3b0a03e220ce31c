"""``nlp-extract extract REPORT…``"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nlp_extract.cli.chinese import ChineseCommand
from nlp_extract.cli.run import once, process, shared_options
from nlp_extract.cli.sink import target

if TYPE_CHECKING:
    from nlp_extract.cli.forms import Form
    from nlp_extract.errors import NlpExtractError
    from nlp_extract.worker.requests import Style


@click.command(
    cls=ChineseCommand,
    short_help="提取报告的数量、表格、问题与整改",
    help="提取报告里的数量、表格、问题与整改。“-”表示标准输入，文件夹表示其中所有报告；多份报告时 JSON 每行一份。",
    epilog="退出码：0 正常；2 用法错误；3 有文件未能处理（其余照常处理）。",
)
@shared_options("table", "json", "jsonl")
@click.option("--trace", is_flag=True, help="列出每个数字的归类和判定它的词条或规则")
def extract(reports: tuple[str, ...], form: str | None, output: Path | None, lexicon: Path | None, trace: bool) -> int:
    from nlp_extract.worker.supervisor import Supervisor

    with Supervisor() as supervisor:
        once(reports)
        supervisor.start()  # it loads while the settings are read here
        from nlp_extract.cli.config_file import settings_for
        from nlp_extract.cli.desk import Desk
        from nlp_extract.cli.folders import expand

        inputs = expand(reports)
        settings = settings_for(item.name for item in inputs)
        desk = Desk(supervisor, {name: one.overruled({"lexicon": lexicon}) for name, one in settings.items()})
        style = _style(form, output, len(inputs) > 1, trace)
        desk.begin(style)
        files = [str(one.lexicon) for one in desk.settings.values() if one.lexicon]
        return process(inputs, _form(style), output, desk.extract, files)


def _style(form: str | None, output: Path | None, several: bool, trace: bool) -> Style:
    from nlp_extract.worker.requests import Style

    place = target(output)
    kind = form or ("table" if place.terminal else "json")
    return Style(kind, place.columns, several or kind == "jsonl", trace=trace)


def _form(style: Style) -> Form:
    from nlp_extract.cli.forms import Lines, Objects

    if style.form == "table":
        return Lines(partial(_error_lines, style.columns))
    return Objects(style.one_line)


def _error_lines(columns: int, file: str, error: NlpExtractError) -> Iterator[str]:
    from nlp_extract.export.check_table import error_lines

    return error_lines(file, error, columns)
