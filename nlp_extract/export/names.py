"""Chinese names of what the facts hold under ids, for the table that people read."""

from __future__ import annotations

from nlp_extract.document import Place

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
DISMISSED = {
    "address": "地址",
    "article": "条款",
    "code": "代码、编号",
    "date": "日期",
    "document-number": "文号",
    "document-title": "文件名",
    "duration": "时长",
    "enumerator": "序号",
    "figure-of-speech": "习语",
    "garbled": "与年份粘连",
    "hotline": "热线名称",
    "identity-number": "证件号",
    "legal-limit": "法定期限",
    "ordinal": "序数",
    "page-furniture": "页面文字",
    "per-item": "每件",
    "programme-name": "工程、活动名",
    "quoted-name": "引号里的名称",
    "reference": "引用",
    "report-structure": "报告结构",
    "set-phrase": "固定说法",
    "telephone": "电话",
    "version": "版本",
    "web-address": "网址",
    "word": "词语的一部分",
    "year": "年份",
}
"""Why a number counts nothing: the reasons of lexicon/masks.toml and of narrative/scan.py."""


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
