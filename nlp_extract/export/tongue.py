"""The words around what was found, in Chinese or English.

Messages of rules are made in Chinese; in English a finding is told by the rule's English name, both sides by
cell or metric id, and the arithmetic. What quotes the report or a notice stays Chinese in both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from nlp_extract.document import Place
from nlp_extract.export import names
from nlp_extract.facts import Finding, Operand, Report
from nlp_extract.reconcile import ENGLISH, RULES

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)

_WORDS = {
    "colon": ("：", ": "),
    "comma": ("，", ", "),
    "semicolon": ("；", "; "),
    "stop": ("。", "."),
    "open": ("（", " ("),
    "close": ("）", ")"),
    "standard input": ("标准输入", "standard input"),
    "unknown agency": ("机关名称不明", "unknown agency"),
    "unknown year": ("年度不明", "unknown year"),
    "year": ("{} 年度", "{}"),
    "last year's": ("上年报告 ", "last year's "),
    "arithmetic": ("算式", "Arithmetic"),
    "tried": ("已试", "Tried"),
    "advice": ("建议", "Advice"),
    "basis": ("依据", "Basis"),
    "checks": ("核对", "Checks"),
    "fingerprint": ("指纹", "Fingerprint"),
    "reason": ("理由", "Reason"),
    "against": ("对照", "against"),
    "failed": ("未能处理", "Not processed"),
    "remedy": ("处理办法", "Remedy"),
    "waived": ("已豁免", "Waived"),
    "not run": ("未选用的规则（{} 项）", "Rules left out ({})"),
    "run": ("选用的规则（{} 项，另有 {} 项未选用）", "Rules used ({}; {} left out)"),
    "items": ("{}（{} 项）", "{} ({})"),
    "uncertain mark": ("（存疑）", " (uncertain)"),
    "error": ("错误", "error"),
    "warning": ("警告", "warning"),
    "info": ("提示", "info"),
    "fail": ("不一致", "disagrees"),
    "uncertain": ("存疑", "uncertain"),
    "not_assessable": ("无法核对", "not assessable"),
    "pass": ("通过", "passed"),
    "table": ("表内", "table"),
    "narrative-table": ("正文对表格", "prose against table"),
    "narrative": ("正文", "prose"),
    "cross-year": ("跨年", "across years"),
    "form": ("格式", "form"),
    "regulation": ("法规", "regulation"),
    "format": ("法定格式", "statutory form"),
    "arithmetic ground": ("算术", "arithmetic"),
    "practice": ("经验", "practice"),
    "certain": ("必然", "certain"),
    "likely": ("一般成立", "likely"),
    "possible": ("供参考", "possible"),
    "cap": ("最高", "at most"),
    "kind": ("类别", "kind"),
    "ground": ("依据类别", "ground"),
    "certainty": ("把握", "certainty"),
    "failing": ("不通过的例子", "Failing examples"),
    "passing": ("通过的例子", "Passing examples"),
    "checked": ("共核对 {} 项", "{} checks"),
    "numbers": (
        "正文数字 {} 个：已核对 {}，无法核对 {}，无需核对 {}，不是数量 {}。",
        "{} numbers in the prose: {} checked, {} not assessable, {} need no check, {} count nothing.",
    ),
    "no need": ("无需核对的：{}。", "No check: {}."),
    "why not": ("不是数量的：见 extract --trace。", "The rest: extract --trace."),
}
"""Every word by an English key, in Chinese and English."""
_NO_NEED = {
    "业务数字": "own trade",
    "所辖一个机关的数": "single agency",
    "本可核对": "rule left out",
    "约数": "vague",
    "增减幅度": "change without base",
    "表格没有对应栏": "no cell",
}
_PARTS = (
    ("page", "page {}"), ("paragraph", "paragraph {}"), ("table", "table {}"),
    ("row", "row {}"), ("line", "line {}"), ("cell", "column {}"), ("column", "column {}"),
)  # fmt: skip
_CHECKS = {rule.code: rule.checks for rule in RULES}
_BASIS = {rule.code: rule.basis for rule in RULES}


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language. ``words`` holds every word by an English key."""

    lang: Lang
    words: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.words[key]

    def ground(self, ground: str) -> str:
        return self["arithmetic ground" if ground == "arithmetic" else ground]

    def rule_name(self, code: str, chinese: str) -> str:
        return ENGLISH[code].name if self.lang == "en" and code in ENGLISH else chinese

    def checks(self, code: str) -> str:
        """What the rule of a code checks, as a sentence without a full stop."""
        return ENGLISH[code].checks if self.lang == "en" and code in ENGLISH else _CHECKS.get(code, "")

    def basis(self, code: str) -> str:
        """On what the rule of a code rests (Chinese: it quotes)."""
        return _BASIS.get(code, "")

    def message(self, finding: Finding, report: Report) -> str:
        """What a finding says, as a sentence without a full stop."""
        if self.lang == "zh":
            return finding.message
        left, right = finding.left, finding.right
        if finding.state in ("fail", "uncertain") and left is not None and right is not None:
            verb = "does not agree with" if finding.state == "fail" else "may not agree with"
            return f"{self._side(left, report)} {verb} {self._side(right, report)}"
        lead = {"fail": "does not hold", "uncertain": "may not hold"}.get(finding.state, self[finding.state])
        told = f" [{self._side(left, report)}]" if left is not None else ""
        return f"{lead}: {self.checks(finding.code)}{told}"

    def _side(self, side: Operand, report: Report) -> str:
        return f"{side.value} ({self.operand(side, report)})"

    def operand(self, side: Operand, report: Report) -> str:
        """What one side is called: in English by its cell or metric, where it has one."""
        lead = self["last year's"] if side.report == "previous" else ""
        if self.lang == "zh":
            return lead + side.name
        if side.cell is not None:
            return lead + side.cell
        if side.quantity is not None and side.report == "this":
            return lead + report.quantities[side.quantity].metric
        return lead + side.name

    def no_need(self, why: str) -> str:
        """In brief, why a number need not be checked."""
        brief = why.partition("，")[0]
        return brief if self.lang == "zh" else _NO_NEED.get(brief, brief)

    def place(self, place: Place) -> str:
        """第3行第14列; line 3, column 14."""
        if self.lang == "zh":
            return names.place(place)
        return ", ".join(form.format(value) for part, form in _PARTS if (value := getattr(place, part)) is not None)


TONGUES: dict[Lang, Tongue] = {
    lang: Tongue(lang, {key: both[index] for key, both in _WORDS.items()}) for index, lang in enumerate(LANGS)
}
CHINESE = TONGUES["zh"]
