"""``nlp-extract extract REPORT…``"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from nlp_extract.cli.chinese import ChineseCommand
from nlp_extract.cli.run import once, process, shared_options
from nlp_extract.cli.sink import target
from nlp_extract.cli.sources import load, own_lexicon

if TYPE_CHECKING:
    from nlp_extract.cli.forms import Form
    from nlp_extract.facts import Report


@click.command(
    cls=ChineseCommand,
    short_help="提取报告的数量、表格、问题与整改",
    help="提取报告里的数量、表格、问题与整改。“-”表示标准输入，文件夹表示其中所有报告；多份报告时 JSON 每行一份。",
    epilog="退出码：0 正常；2 用法错误；3 有文件未能处理（其余照常处理）。",
)
@shared_options("table", "json", "jsonl")
@click.option("--trace", is_flag=True, help="列出每个数字的归类和判定它的词条或规则")
def extract(reports: tuple[str, ...], form: str | None, output: Path | None, lexicon: Path | None, trace: bool) -> int:
    from nlp_extract.cli.config_file import settings_for
    from nlp_extract.cli.folders import expand

    once(reports)
    inputs = expand(reports)
    settings = settings_for(item.name for item in inputs)
    lexicons = {name: one.overruled({"lexicon": lexicon}).lexicon for name, one in settings.items()}
    for path in dict.fromkeys(lexicons.values()):
        own_lexicon(path)
    return process(
        inputs,
        _form(form, output, len(inputs) > 1, trace, lexicon),
        output,
        lambda name: load(name, lexicons[name]),
        more_inputs=[str(path) for path in lexicons.values() if path],
    )


def _form(form: str | None, output: Path | None, several: bool, trace: bool, lexicon: Path | None) -> Form[Report]:
    from nlp_extract.cli.forms import Lines, Objects
    from nlp_extract.export.as_json import extract_to_dict
    from nlp_extract.export.check_table import error_lines
    from nlp_extract.export.extract_table import extract_lines

    place = target(output)
    if (form or ("table" if place.terminal else "json")) == "table":
        return Lines(
            lambda report: extract_lines(report, place.columns, trace=trace, lexicon=lexicon),
            lambda file, error: error_lines(file, error, place.columns),
        )
    return Objects(lambda report: extract_to_dict(report, trace=trace), several or form == "jsonl")
