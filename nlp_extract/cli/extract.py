"""``nlp-extract extract REPORT…``"""

from __future__ import annotations

from pathlib import Path

import click

from nlp_extract.cli.chinese import ChineseCommand
from nlp_extract.cli.run import Result, process, shared_options
from nlp_extract.cli.sink import Format, Output
from nlp_extract.export.as_json import extract_to_dict
from nlp_extract.export.extract_table import extract_lines
from nlp_extract.facts import Report


@click.command(
    cls=ChineseCommand,
    short_help="提取报告的数量、表格、问题与整改",
    help="提取报告里的数量、表格、问题与整改。“-”表示标准输入；多份报告时 JSON 每行一份（JSONL）。",
    epilog="退出码：0 正常；2 用法错误；3 有文件未能处理（其余照常处理）。",
)
@shared_options
@click.option("--trace", is_flag=True, help="同时列出不作数量的数字及理由")
def extract(reports: tuple[str, ...], form: Format | None, output: Path | None, trace: bool) -> int:
    def one(report: Report) -> Result:
        return Result(
            Output(
                lambda: extract_to_dict(report, trace=trace),
                lambda columns: extract_lines(report, columns, trace=trace),
            )
        )

    return process(reports, form, output, one)
