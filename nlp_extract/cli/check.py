"""``nlp-extract check REPORT… [--previous FILE]``"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from nlp_extract import __version__
from nlp_extract.cli.chinese import ChineseCommand
from nlp_extract.cli.messages import say
from nlp_extract.cli.run import once, process, shared_options
from nlp_extract.cli.sink import target
from nlp_extract.cli.sources import load, own_lexicon
from nlp_extract.facts import Severity

if TYPE_CHECKING:
    from nlp_extract.cli.config_file import Settings
    from nlp_extract.cli.folders import Input
    from nlp_extract.cli.forms import Form
    from nlp_extract.cli.shelf import Shelf
    from nlp_extract.export.tongue import Tongue
    from nlp_extract.reconcile import Examination, Judged

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
    from nlp_extract.cli.config_file import settings_for
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
    kept = settings_for(item.name for item in inputs)
    run = _Run({name: one.overruled(overruling) for name, one in kept.items()}, previous)
    files = [path for settings in run.settings.values() for path in (settings.file, settings.lexicon) if path]
    for settings in run.settings.values():
        own_lexicon(settings.lexicon)
    run.catalogue(inputs)
    made = _form(form, output, len(inputs) > 1, every, run.settings[inputs[0].name].lang)
    status = process(inputs, made, output, run.examine, run.found, [*more, *map(str, files)])
    run.tell_unused()
    return status


@dataclass(slots=True)
class _Run:
    """One run of ``check``: the settings of each report, the reports it reads, and which waivers were used."""

    settings: dict[str, Settings]
    given_previous: str | None
    used: dict[Path, set[str]] = field(default_factory=dict)
    shelf: Shelf = field(init=False)

    def __post_init__(self) -> None:
        from nlp_extract.cli.shelf import Shelf

        self.shelf = Shelf(lambda name: load(name, self._settings(name).lexicon))

    def _settings(self, name: str) -> Settings:
        """Of a report; last year's is read as this year's is."""
        return self.settings[name] if name in self.settings else next(iter(self.settings.values()))

    def catalogue(self, inputs: Sequence[Input]) -> None:
        """The reports of folders are looked through for the years of one agency."""
        self.shelf.catalogue(item.name for item in inputs if item.found)

    def examine(self, name: str) -> Examination:
        from nlp_extract import pipeline
        from nlp_extract.reconcile import chosen

        settings, report = self.settings[name], self.shelf.get(name)
        earlier = self.given_previous if self.given_previous is not None else self.shelf.previous(name)
        previous = self.shelf.get(earlier) if earlier is not None else None
        wanted = chosen(settings.select, settings.ignore) if settings.select or settings.ignore else None
        examination = pipeline.examine(report, previous, codes=wanted, waivers=settings.waivers)
        if settings.file is not None:
            used = self.used.setdefault(settings.file, set())
            used.update(one.fingerprint for one in examination.waived)
        return examination

    def found(self, name: str, examination: Examination) -> bool:
        return any_at(examination.judged, self.settings[name].fail_on)

    def tell_unused(self) -> None:
        """Waivers that covered nothing: their finding is gone, or its figures have changed."""
        for file, used in self.used.items():
            settings = next(one for one in self.settings.values() if one.file == file)
            for waiver in settings.waivers:
                if waiver.fingerprint not in used:
                    say(f"提示：{file} 的豁免 {waiver.fingerprint} 没有用到：{UNUSED}")


def any_at(judged: Iterable[Judged], threshold: str) -> bool:
    """Whether a finding that is open is at or above ``threshold`` (never: none is)."""
    if threshold == "never":
        return False
    loud = SEVERITIES[: SEVERITIES.index(threshold) + 1]
    return any(one.open and one.finding.severity in loud for one in judged)


def _rules(words: Sequence[str]) -> tuple[str, ...]:
    """The words of --select or --ignore, split at commas. Raises click.UsageError on one that means no rule."""
    from nlp_extract.cli.config_file import RULES_REMEDY, unknown_rule
    from nlp_extract.reconcile import meant

    split = tuple(part.strip() for word in words for part in word.replace("，", ",").split(",") if part.strip())
    for word in split:
        if not meant(word):
            raise click.UsageError(f"{unknown_rule(word)}。{RULES_REMEDY}")
    return split


def _form(form: str | None, output: Path | None, several: bool, every: bool, lang: str) -> Form[Examination]:
    from nlp_extract.cli.forms import Lines, Objects
    from nlp_extract.export.as_json import check_to_dict
    from nlp_extract.export.check_concise import concise_error_lines, concise_lines
    from nlp_extract.export.check_full import full_lines
    from nlp_extract.export.check_table import check_lines, error_lines
    from nlp_extract.export.tongue import TONGUES

    place, tongue = target(output), TONGUES["en" if lang == "en" else "zh"]
    match form or ("table" if place.terminal else "json"):
        case "concise":
            return Lines(
                lambda made: concise_lines(made, every=every, tongue=tongue),
                lambda file, error: concise_error_lines(file, error, tongue=tongue),
                between="",
            )
        case "table" | "full" as kind:
            lines = check_lines if kind == "table" else full_lines
            return Lines(
                lambda made: lines(made, place.columns, every=every, tongue=tongue),
                lambda file, error: error_lines(file, error, place.columns, tongue=tongue),
            )
        case "sarif":
            return _sarif(every, tongue)
        case "csv":
            return _csv(every, tongue)
        case kind:
            return Objects(lambda made: check_to_dict(made, every=every, tongue=tongue), several or kind == "jsonl")


def _sarif(every: bool, tongue: Tongue) -> Form[Examination]:
    from nlp_extract.cli.forms import Sarif
    from nlp_extract.export import sarif

    return Sarif(
        sarif.SCHEMA,
        sarif.driver(__version__, tongue),
        lambda made: sarif.results(made, every=every, tongue=tongue),
        sarif.notification,
    )


def _csv(every: bool, tongue: Tongue) -> Form[Examination]:
    from nlp_extract.cli.forms import Rows
    from nlp_extract.export.check_csv import csv_error, csv_head, csv_rows

    return Rows(
        csv_head(tongue),
        lambda made: csv_rows(made, every=every, tongue=tongue),
        lambda file, error: csv_error(file, error, tongue=tongue),
    )
