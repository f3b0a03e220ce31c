"""What ``extract`` and ``check`` share: their options, and going through the files one by one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nlp_extract.cli.messages import say
from nlp_extract.cli.sink import Sink, open_sink
from nlp_extract.errors import NlpExtractError, NotAReportError, internal_error
from nlp_extract.worker.requests import STDIN

if TYPE_CHECKING:
    from nlp_extract.cli.desk import Result
    from nlp_extract.cli.folders import Input
    from nlp_extract.cli.forms import Form

FORMAT_HELP = "输出形式；默认：终端上为 table，否则为 json"
FOUND, UNPROCESSED, PIPE_CLOSED = 1, 3, 141

Command = Callable[..., Any]


def shared_options(*forms: str) -> Callable[[Command], Command]:
    """REPORT…, --format (of ``forms``), --output and --lexicon."""

    def decorated(command: Command) -> Command:
        for decorate in (
            click.option("--lexicon", type=_path, metavar="文件", help="自己的词库（TOML）：另加指标和说法，见 README"),
            click.option("--output", type=_path, metavar="文件", help="写入文件（不覆盖输入）"),
            click.option("--format", "form", type=click.Choice(forms), help=FORMAT_HELP),
            click.argument("reports", nargs=-1, required=True, metavar="报告…"),
        ):
            command = decorate(command)
        return command

    return decorated


_path = click.Path(path_type=Path)


def once(names: Sequence[str]) -> None:
    """Standard input can be read only once."""
    if names.count(STDIN) > 1:
        raise click.UsageError("标准输入“-”只能用一次")


def process(
    inputs: Sequence[Input],
    form: Form,
    output: Path | None,
    one: Callable[[str], Result],
    more_inputs: Sequence[str] = (),
) -> int:
    """Write what ``one`` makes of each file (or its error, in its place); the exit status.

    A file of a folder that is readable but no report is told and does not count as a failure.
    """
    status = 0
    names = [item.name for item in inputs]
    try:
        with open_sink(output, form.encoding, [*names, *more_inputs]) as sink:
            sink.write(form.opening())
            for number, item in enumerate(inputs, 1):
                if len(inputs) > 1 and sys.stderr.isatty():
                    say(f"[{number}/{len(inputs)}] {item.name}")
                status = max(status, _write(item, form, sink, one))
            sink.write(form.closing())
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that the exit flushes into nothing
        return PIPE_CLOSED
    return status


def _write(item: Input, form: Form, sink: Sink, one: Callable[[str], Result]) -> int:
    try:
        result = _attempt(item.name, one)
    except NlpExtractError as error:
        say(f"错误：{error if error.file else f'{item.name}：{error}'}")
        sink.write(form.failure(item.name, error))
        return 0 if item.found and isinstance(error, NotAReportError) else UNPROCESSED
    sink.write(form.result(result.parts))
    return FOUND if result.found else 0


def _attempt(name: str, one: Callable[[str], Result]) -> Result:
    try:
        return one(name)
    except NlpExtractError:
        raise
    except Exception as bug:
        raise internal_error(bug, name) from bug
