"""``nlp-extract check REPORT… [--previous FILE]``"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from nlp_extract.cli.chinese import ChineseCommand
from nlp_extract.cli.run import Result, process, shared_options
from nlp_extract.cli.sink import Format, Output
from nlp_extract.cli.sources import load
from nlp_extract.export.as_json import SEVERITIES, check_to_dict
from nlp_extract.export.check_table import check_lines
from nlp_extract.facts import Finding, Report


@click.command(
    cls=ChineseCommand,
    short_help="核对报告的数字：表内、正文与表格、占比、跨年",
    help="核对报告的数字：表内勾稽、正文与表格、占比与合计、与上年报告。“-”表示标准输入；多份报告时 JSON 每行一份。",
    epilog="退出码：0 没有达到 --fail-on 的发现；1 有发现；2 用法错误；3 有文件未能处理（其余照常处理）。",
)
@shared_options
@click.option("--previous", metavar="文件", help="同一机关上一年度的报告，用于跨年核对")
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    default="warning",
    show_default=True,
    help="从哪一级起退出码为 1",
)
@click.option("--all", "every", is_flag=True, help="通过的核对也列出")
def check(
    reports: tuple[str, ...], form: Format | None, output: Path | None, previous: str | None, fail_on: str, every: bool
) -> int:
    if previous is not None and len(reports) > 1:
        raise click.UsageError("--previous 只能与一份报告同用")

    def one(report: Report) -> Result:
        from nlp_extract import pipeline

        earlier = load(previous) if previous is not None else None
        findings = pipeline.check(report, earlier)
        output = Output(
            lambda: check_to_dict(report, findings, earlier, every=every),
            lambda columns: check_lines(report, findings, earlier, columns, every=every),
        )
        return Result(output, found=any_at(findings, fail_on))

    return process(reports, form, output, one, more_inputs=[previous] if previous is not None else [])


def any_at(findings: Iterable[Finding], threshold: str) -> bool:
    """Whether a finding that failed or is uncertain is at or above ``threshold`` (never: none is)."""
    if threshold == "never":
        return False
    loud = SEVERITIES[: [*SEVERITIES].index(threshold) + 1]  # type: ignore[arg-type]
    return any(finding.state in ("fail", "uncertain") and finding.severity in loud for finding in findings)
