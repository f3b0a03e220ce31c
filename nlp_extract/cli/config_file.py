"""``nlp-extract.toml``: what an agency keeps beside its reports, and where each setting came from.

    lexicon = "words.toml"            # further metrics and cues; relative to this file

    [check]
    select = ["N2T", "T3"]            # rules by code, name or prefix; none: all
    ignore = ["CM-18"]
    fail-on = "warning"               # error, warning, info, never
    lang = "zh"                       # zh, en

    [limits]
    seconds = 30                      # any of the bounds of readers/limits.py, with hyphens

    [[waiver]]
    fingerprint = "N2T-14-3f9a0c1d2e4b"
    reason = "……"                     # must be given
    by = "……"
    date = 2025-03-01

The nearest one upward from a report holds for it. What the command line says goes before it.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from nlp_extract.cli.errors import ConfigError
from nlp_extract.facts import Severity
from nlp_extract.patterns import Pattern
from nlp_extract.readers.limits import Limits
from nlp_extract.reconcile import Waiver, meant, nearest

NAME = "nlp-extract.toml"
LARGEST = 1_000_000
FAIL_ON = (*get_args(Severity), "never")
LANGUAGES = ("zh", "en")
LIMITS = {field.name.replace("_", "-"): field for field in fields(Limits)}
KEYS = {
    "": ("lexicon", "check", "limits", "waiver"),
    "check": ("select", "ignore", "fail-on", "lang"),
    "limits": tuple(LIMITS),
    "waiver": ("fingerprint", "reason", "by", "date"),
}
_TABLE = Pattern(r"\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?")
_KEY = Pattern(r"\s*[\"']?([\p{L}\p{N}_-]+)[\"']?\s*=.*")


@dataclass(frozen=True, slots=True)
class Setting:
    """A value and where it came from (默认, 命令行, or file and line)."""

    value: Any
    origin: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for one report. ``file`` is its nlp-extract.toml, None where there is none."""

    file: Path | None
    values: dict[str, Setting]
    waivers: tuple[Waiver, ...] = ()

    @property
    def select(self) -> tuple[str, ...]:
        return tuple(self.values["select"].value)

    @property
    def ignore(self) -> tuple[str, ...]:
        return tuple(self.values["ignore"].value)

    @property
    def fail_on(self) -> str:
        return str(self.values["fail-on"].value)

    @property
    def lang(self) -> str:
        return str(self.values["lang"].value)

    @property
    def lexicon(self) -> Path | None:
        value = self.values["lexicon"].value
        return None if value is None else Path(value)

    @property
    def limits(self) -> Limits:
        return Limits(**{field.name: self.values[f"limits.{key}"].value for key, field in LIMITS.items()})

    def overruled(self, given: dict[str, Any]) -> Settings:
        """With what the command line gives in place of what it had."""
        changed = {key: Setting(value, "命令行") for key, value in given.items() if value}
        return Settings(self.file, self.values | changed, self.waivers)


DEFAULTS = {
    "lexicon": Setting(None, "默认"),
    "select": Setting((), "默认"),
    "ignore": Setting((), "默认"),
    "fail-on": Setting("warning", "默认"),
    "lang": Setting("zh", "默认"),
    **{f"limits.{key}": Setting(field.default, "默认") for key, field in LIMITS.items()},
}


def settings_for(reports: Iterable[str]) -> dict[str, Settings]:
    """The settings for each report file (for ``-``: of the current folder). Raises ConfigError."""
    by_folder: dict[Path, Settings] = {}
    found = {}
    for report in reports:
        folder = Path.cwd() if report == "-" else Path(report).absolute().parent
        if folder not in by_folder:
            by_folder[folder] = settings_in(folder)
        found[report] = by_folder[folder]
    return found


def settings_in(folder: Path) -> Settings:
    """The settings for the reports of a folder: of the nearest nlp-extract.toml upward. Raises ConfigError."""
    for candidate in (folder, *folder.parents):
        path = candidate / NAME
        if path.is_file():
            return read(path)
    return Settings(None, DEFAULTS)


def read(path: Path) -> Settings:
    """The settings of one file over the defaults. Raises ConfigError naming file and line."""
    source = _Source(path, _text(path))
    data = source.parsed()
    source.known("", data)
    check = source.table(data, "check")
    values = dict(DEFAULTS)
    if "lexicon" in data:
        lexicon = path.parent / source.text("", data, "lexicon")
        values["lexicon"] = Setting(str(lexicon), source.origin("", "lexicon"))
    for key in ("select", "ignore"):
        if key in check:
            values[key] = Setting(source.rules(check, key), source.origin("check", key))
    for key, choices in (("fail-on", FAIL_ON), ("lang", LANGUAGES)):
        if key in check:
            values[key] = Setting(source.choice(check, key, choices), source.origin("check", key))
    limits = source.table(data, "limits")
    for key in limits:
        values[f"limits.{key}"] = Setting(source.bound(limits, key), source.origin("limits", key))
    return Settings(path, values, tuple(source.waivers(data)))


def _text(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise ConfigError("配置文件过大", file=str(path), remedy=f"请缩减到 {LARGEST // 1_000_000} MB 以内")
        return data.decode("utf-8-sig")
    except OSError as why:
        raise ConfigError(f"配置文件打不开（{why.strerror}）", file=str(path), remedy="请检查文件权限") from why
    except UnicodeDecodeError as why:
        raise ConfigError("配置文件不是 UTF-8", file=str(path), remedy="请以 UTF-8 保存") from why


@dataclass(frozen=True, slots=True)
class _Source:
    """A settings file as text, so that every complaint names its line."""

    path: Path
    source: str

    def parsed(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.source)
        except tomllib.TOMLDecodeError as why:
            raise ConfigError(f"不是有效的 TOML：{why}", file=str(self.path), remedy="请检查引号、括号和等号") from why

    def line(self, table: str, key: str, number: int = 0) -> int:
        """The line of a key in the ``number``-th ``table``; of the table itself where the key is missing."""
        current, seen, head = "", -1, 1
        for at, text in enumerate(self.source.splitlines(), 1):
            if opened := _TABLE.fullmatch(text):
                current = opened[1].strip("\"'")
                seen += current == table
                if current == table and seen == number:
                    head = at
            elif current == table and (not table or seen == number):
                entry = _KEY.fullmatch(text)
                if entry and entry[1] == key:
                    return at
        return head

    def wrong(self, problem: str, remedy: str, table: str, key: str, number: int = 0) -> ConfigError:
        place = f"第 {self.line(table, key, number)} 行"
        return ConfigError(problem, file=str(self.path), place=place, remedy=remedy)

    def origin(self, table: str, key: str) -> str:
        return f"{self.path}:{self.line(table, key)}"

    def known(self, table: str, data: dict[str, Any], number: int = 0) -> None:
        for key in data:
            if key not in KEYS[table]:
                near = get_close_matches(key, KEYS[table], 1, 0.5)
                hint = f"，是否为“{near[0]}”" if near else ""
                remedy = f"这里可用的是：{'、'.join(KEYS[table])}"
                raise self.wrong(f"不认识的键“{key}”{hint}", remedy, self._place_of(table, key, data), key, number)

    def _place_of(self, table: str, key: str, data: dict[str, Any]) -> str:
        """An unknown table of its own ([chek]) stands at its head."""
        return key if not table and isinstance(data[key], dict | list) else table

    def table(self, data: dict[str, Any], name: str) -> dict[str, Any]:
        value = data.get(name, {})
        if not isinstance(value, dict):
            raise self.wrong(f"“{name}”应写作 [{name}]", "请使用方括号", "", name)
        self.known(name, value)
        return value

    def text(self, table: str, data: dict[str, Any], key: str, number: int = 0) -> str:
        value = data[key]
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(f"“{key}”应为文字", "请写在引号里", table, key, number)
        return value

    def rules(self, check: dict[str, Any], key: str) -> tuple[str, ...]:
        value = check[key]
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise self.wrong(f"“{key}”应为文字的列表", f'例如 {key} = ["N2T", "T3-01"]', "check", key)
        for word in value:
            if not meant(word):
                raise self.wrong(unknown_rule(word), RULES_REMEDY, "check", key)
        return tuple(value)

    def choice(self, check: dict[str, Any], key: str, choices: tuple[str, ...]) -> str:
        if check[key] not in choices:
            raise self.wrong(f"“{key}”不能是“{check[key]}”", f"只能是 {'、'.join(choices)} 之一", "check", key)
        return str(check[key])

    def bound(self, limits: dict[str, Any], key: str) -> int | float:
        """A limit: a number above zero, and a whole one but for seconds."""
        value, whole = limits[key], isinstance(LIMITS[key].default, int)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not 0 < value < math.inf or (whole and not isinstance(value, int)):
            what = "正整数" if whole else "正数"
            raise self.wrong(f"“{key}”应为{what}", f"例如 {key} = {LIMITS[key].default}", "limits", key)
        return float(value) if not whole else int(value)

    def waivers(self, data: dict[str, Any]) -> Iterator[Waiver]:
        entries = data.get("waiver", [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise self.wrong("“waiver”应写作 [[waiver]]", "请使用双方括号", "waiver", "")
        seen: set[str] = set()
        for number, entry in enumerate(entries):
            waiver = self._waiver(entry, number)
            if waiver.fingerprint in seen:
                raise self.wrong(f"豁免“{waiver.fingerprint}”重复", "请合并为一条", "waiver", "fingerprint", number)
            seen.add(waiver.fingerprint)
            yield waiver

    def _waiver(self, entry: dict[str, Any], number: int) -> Waiver:
        self.known("waiver", entry, number)
        for key in ("fingerprint", "reason"):
            if not str(entry.get(key, "")).strip():
                raise self.wrong(f"豁免缺少“{key}”", "每条豁免都要写明指纹和理由", "waiver", key, number)
        texts = {
            key: self.text("waiver", entry, key, number) for key in ("fingerprint", "reason", "by") if key in entry
        }
        return Waiver(**texts, date=self._date(entry, number))

    def _date(self, entry: dict[str, Any], number: int) -> str:
        value = entry.get("date", "")
        try:
            return "" if value == "" else date.fromisoformat(str(value)).isoformat()
        except ValueError:
            raise self.wrong(f"日期不对：{value}", "请写作 2025-03-01", "waiver", "date", number) from None


RULES_REMEDY = "运行 nlp-extract rules 查看全部规则"


def unknown_rule(word: str) -> str:
    """没有规则“N2T-99”，相近的有：…"""
    near = nearest(word)
    return f"没有规则“{word}”" + (f"，相近的有：{'、'.join(near)}" if near else "")
