"""What ``extract`` and ``check`` share: their options, and going through the files one by one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from nlp_extract.cli.messages import say
from nlp_extract.cli.sink import Format, Output, open_sink
from nlp_extract.cli.sources import STDIN, internal_error, load
from nlp_extract.errors import NlpExtractError
from nlp_extract.export.as_json import error_to_dict
from nlp_extract.export.check_table import error_lines
from nlp_extract.facts import Report

FOUND, UNPROCESSED, PIPE_CLOSED = 1, 3, 141

Command = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Result:
    """A report's output, and whether it holds findings that count for the exit status."""

    output: Output
    found: bool = False


def shared_options(command: Command) -> Command:
    """REPORT…, --format and --output."""
    for decorate in (
        click.option("--output", type=click.Path(path_type=Path), metavar="文件", help="写入文件（不覆盖输入）"),
        click.option(
            "--format",
            "form",
            type=click.Choice(["json", "table"]),
            help="输出形式；默认：终端上为 table，否则为 json",
        ),
        click.argument("reports", nargs=-1, required=True, metavar="报告…"),
    ):
        command = decorate(command)
    return command


def process(
    names: Sequence[str],
    form: Format | None,
    output: Path | None,
    one: Callable[[Report], Result],
    more_inputs: Sequence[str] = (),
) -> int:
    """Read each report, write what ``one`` makes of it (or its error, in its place); the exit status."""
    if [*names, *more_inputs].count(STDIN) > 1:
        raise click.UsageError("标准输入“-”只能用一次")
    found = failed = False
    try:
        with open_sink(output, form, [*names, *more_inputs]) as sink:
            for number, name in enumerate(names, 1):
                if len(names) > 1 and sys.stderr.isatty():
                    say(f"[{number}/{len(names)}] {name}")
                try:
                    result = _attempt(name, one)
                except NlpExtractError as error:
                    failed = True
                    say(f"错误：{error if error.file else f'{name}：{error}'}")
                    result = Result(_error_output(name, error))
                found = found or result.found
                sink.write(result.output)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that the exit flushes into nothing
        return PIPE_CLOSED
    return UNPROCESSED if failed else FOUND if found else 0


def _attempt(name: str, one: Callable[[Report], Result]) -> Result:
    report = load(name)
    try:
        return one(report)
    except NlpExtractError:
        raise
    except Exception as bug:
        raise internal_error(bug, name) from bug


def _error_output(name: str, error: NlpExtractError) -> Output:
    return Output(lambda: error_to_dict(name, error), lambda columns: error_lines(name, error, columns))
