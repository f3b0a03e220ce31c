"""Chinese names of what the facts hold under ids, for the table that people read."""

from __future__ import annotations

import tomllib
from functools import cache

from nlp_extract.document import Place
from nlp_extract.lexicon.loader import builtin

SECTIONS = {
    "overview": "总体情况",
    "active_disclosure": "主动公开",
    "requests": "依申请公开",
    "disputes": "复议诉讼",
    "problems": "问题及改进",
    "other": "其他事项",
    "preamble": "引言",
}
TABLES = {
    "active_disclosure": "表二 主动公开政府信息情况",
    "requests": "表三 收到和处理政府信息公开申请情况",
    "disputes": "表四 行政复议、行政诉讼情况",
}
GRADES = {"complete": "完整", "partial": "不完整", "not_in_text": "文本中没有", "damaged": "受损"}
LABELS = {"problem": "问题", "remedy": "整改", "other": "其他"}
TENSES = {"done": "已做", "planned": "将做", None: ""}
TOPICS = {
    "timeliness": "及时性",
    "breadth": "广度深度",
    "quality": "内容质量",
    "interpretation": "政策解读",
    "platform": "平台渠道",
    "newmedia": "政务新媒体",
    "application": "依申请公开",
    "dispute": "复议诉讼",
    "capacity": "人员能力",
    "awareness": "认识重视",
    "participation": "公众参与",
    "supervision": "监督考核",
    "coordination": "协调配合",
    "standardisation": "标准规范",
    "security": "保密安全",
    "none": "",
}
BOUNDS = {"=": "", "~": "约", ">=": "≥", "<=": "≤"}
ASPECTS = {"value": "", "share": "占比", "change": "变化"}
STATES = {"fail": "不一致", "uncertain": "存疑", "not_assessable": "无法核对", "pass": "通过"}
SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}
READINGS = {"direct": "直接", "alternative": "另一读法", "rounded": "四舍五入"}
PERIODS = {"report": "", "prior": "上年", "cumulative": "累计"}


@cache
def metrics() -> dict[str, str]:
    """The Chinese name of each metric, from the lexicon."""
    entries = tomllib.loads(builtin("metrics.toml"))["metric"]
    return {entry["id"]: entry["zh"] for entry in entries}


def metric(name: str) -> str:
    """The name of a metric without its explanation: 按渠道公开数（网站、微信……） → 按渠道公开数."""
    zh = metrics().get(name, name)
    return zh[: zh.rindex("（")] or zh if zh.endswith("）") else zh


def reading(text: str) -> str:
    """How a rule passed, in Chinese: direct：本年新收 → 直接：本年新收."""
    way, colon, more = text.partition("：")
    return READINGS.get(way, way) + colon + more


def scope(scope: str) -> str:
    """region → 全域, unit:沭阳县 → 沭阳县, and nothing for the agency itself."""
    if scope == "self":
        return ""
    return "全域" if scope == "region" else scope.removeprefix("unit:")


def place(place: Place) -> str:
    """第3行第14列; 第2页; 表3第2行第1列; 第5段."""
    parts = (
        ("第{}页", place.page),
        ("第{}段", place.paragraph),
        ("表{}", place.table),
        ("第{}行", place.row if place.table is not None else place.line),
        ("第{}列", place.cell if place.table is not None else place.column),
    )
    return "".join(form.format(value) for form, value in parts if value is not None)
