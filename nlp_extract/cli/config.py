"""``nlp-extract config show REPORT``: every setting that holds for a report, and where it came from."""

from __future__ import annotations

from pathlib import Path

import click

from nlp_extract.cli.chinese import ChineseCommand, ChineseGroup
from nlp_extract.cli.run import FORMAT_HELP
from nlp_extract.cli.sink import open_sink, target


@click.group(
    cls=ChineseGroup,
    name="config",
    short_help="查看 nlp-extract.toml 的设置",
    help="查看报告所用的设置。nlp-extract.toml 从报告所在文件夹向上查找，取最近的一个。",
)
def config() -> None:
    """The command without a command."""


@config.command(
    cls=ChineseCommand,
    short_help="每项设置的值和来处",
    help="列出对一份报告起作用的每项设置、它的值，以及它写在哪个文件的第几行。",
)
@click.argument("report", default="-", metavar="[报告]")
@click.option("--format", "form", type=click.Choice(["table", "json"]), help=FORMAT_HELP)
def show(report: str, form: str | None) -> int:
    from nlp_extract.cli.config_file import settings_in
    from nlp_extract.export.display import fit, visible
    from nlp_extract.export.json_text import Json, dumps
    from nlp_extract.worker.requests import STDIN

    path = Path(report).absolute()
    settings = settings_in(Path.cwd() if report == STDIN else path if path.is_dir() else path.parent)
    if (form or ("table" if target(None).terminal else "json")) == "json":
        told: dict[str, Json] = {
            "file": str(settings.file) if settings.file else None,
            "settings": {
                name: {"value": list(one.value) if isinstance(one.value, tuple) else one.value, "origin": one.origin}
                for name, one in settings.values.items()
            },
            "waivers": [
                {"fingerprint": one.fingerprint, "reason": one.reason, "by": one.by, "date": one.date}
                for one in settings.waivers
            ],
        }
        with open_sink(None, "json", []) as sink:
            sink.write(dumps(told, indent=2) + "\n")
        return 0
    lines = [f"配置文件：{settings.file or '没有（全部为默认值）'}"]
    for name, one in settings.values.items():
        value = "、".join(one.value) if isinstance(one.value, tuple) else one.value
        lines.append(f"  {fit(name, 24)}{fit(visible(str(value or '（无）')), 36)}  {one.origin}")
    lines.append(f"  {fit('waiver', 24)}{len(settings.waivers)} 条")
    lines += [f"    {one.fingerprint}  {one.reason}" for one in settings.waivers]
    with open_sink(None, "console", []) as sink:
        sink.write("".join(f"{visible(line) if not line.startswith(' ') else line}\n" for line in lines))
    return 0
