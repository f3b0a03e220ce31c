"""click with Chinese headings and Chinese words for wrong use (its own texts are English)."""

from __future__ import annotations

import click


class ChineseCommand(click.Command):
    """A command whose help page has Chinese headings."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("options_metavar", "[选项]")
        kwargs.setdefault("context_settings", {"help_option_names": ["-h", "--help"]})
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [record for option in self.get_params(ctx) if (record := option.get_help_record(ctx))]
        with formatter.section("选项"):
            formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示本帮助"
        return option


class ChineseGroup(ChineseCommand, click.Group):
    """A group of such commands."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, subcommand_metavar="命令 …", **kwargs)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        with formatter.section("命令"):
            formatter.write_dl([(name, command.get_short_help_str(80)) for name, command in self.commands.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if not args[0].startswith("-") and args[0] not in self.commands:
            raise click.UsageError(f"没有命令“{args[0]}”，可用的是：{'、'.join(self.commands)}", ctx)
        return super().resolve_command(ctx, args)


def wrong_use(error: click.ClickException) -> str:
    """What is wrong with the use, in Chinese, and where the help is."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "nlp-extract"
    return f"{_problem(error)}。处理办法：运行 {command} --help 查看用法"


def _problem(error: click.ClickException) -> str:
    match error:
        case click.NoSuchOption():
            near = f"，是否为 {'、'.join(error.possibilities)}" if error.possibilities else ""
            return f"没有选项 {error.option_name}{near}"
        case click.MissingParameter(param=click.Parameter() as parameter):
            return f"缺少参数 {parameter.make_metavar(error.ctx) if error.ctx else parameter.name}"
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 缺少它的值，或用法不对"
        case click.BadParameter(param=click.Parameter(type=click.Choice(choices=choices)) as parameter):
            return f"{'/'.join(parameter.opts)} 只能是 {'、'.join(map(str, choices))} 之一"
        case _:
            return error.format_message()
