"""Period and scope of a quantity: for which year it counts, and for whom.

The conventions are those of the gold (``tests/`` hold examples): a stock at the year's end is
cumulative; 全市 as the subject makes a number the region's; a named office makes it that office's.
"""

from __future__ import annotations

from dataclasses import dataclass

from nlp_extract.narrative.cues import Lexicon
from nlp_extract.narrative.sentence import Sentence, Zone
from nlp_extract.patterns import Pattern

_FLOW = Pattern(
    r"新增|新开|新设|新建|注销|关停|关闭|整合|归并|压减|关注度|清理|变更|本年新|停更|撤销|下线|新注册|年内(?:开通|建)|增设|增加|新认证|备案新|迁移|改造|升级|打造|处置"
)
_SINCE = Pattern(
    r"历年|历史累计|以来累计|(?:开通|建站|成立|上线|运行|施行|实施|20\d\d年)以来|自20\d\d年|现行有效|入库|知识库|现有|在运行|在运维|截至目前共"
)
_YEAR = Pattern(
    r"(?P<lead>较|比|与|同|自|截至|截止|截止到|至|到|转|结转至|结转到|转入|转至|按照|根据|对照|及)?(?P<year>20\d{2})\s*年(?P<tail>度?(?:部门|单位|政府)?(?:预算|决算|预决算|建议|提案|工作要点|要点|以来|结转|度?部门|年度报告|版)?)"
)
_REGION = Pattern(
    r"(?P<event>举办|开展|召开|组织)?(?P<object>聚焦|围绕|面向|服务|对|向|为|覆盖|涵盖|推动|针对|在|加强|完善|推进|强化|于|印发|指导|督促|统筹|监督|牵头|承担|负责|居|占|转发|落实|规范|深化|做好|全面梳理|梳理|部署|报送|位居|列)?"
    r"(?:全(?:市|县|区|省|州|盟|旗|镇|乡|街道?|系统|关区|辖区|地区|自治区|自治州|校|集团)(?!面|体|民|国|文|力|域)|各级(?:行政|国家)?机关|各级政府|各级各部门|各地各部门|各公开单位|公开单位|"
    r"(?:本|我)(?:市|县|区|省|州)(?:各级|各部门|各单位|范围内)|本(?:市|县|区|省|州)(?!级|政府|局|委|机关|本)|各县（?市?、?区?）?|各(?:区县|县区|镇街|乡镇|部门|单位|县市区))"
)
_SELF = Pattern(
    r"(?<!全)(?:我(?:局|厅|委|办|镇|乡|中心|街道|处|院|校|馆|站|队|关|部|会|行|司|所)|本(?:局|厅|委|办|镇|乡|机关|单位|级|部门|街道|院|校|关|中心|部)|(?:省|市|县|区)(?:人民)?政府(?:办公厅|办公室|办)?(?:门户网站|网站|本级|本身)?|(?:区|县|市|省)本级|(?:市|县|区|省)政府办)"
)
_BRACKETED = Pattern(r"[（(][^（()）]*[)）]")
_CASES = ("requests.", "review.", "litigation.")


@dataclass(slots=True)
class Setting:
    """What attributes depend on beyond the sentence: the report's year, whether the agency is a whole
    government, and the scope of the last sentence on requests."""

    year: int | None
    government: bool
    requests_scope: str = "self"


def period(sentence: Sentence, zone: Zone, start: int, metric: str, lexicon: Lexicon, setting: Setting) -> str:
    """ "report", "prior", "cumulative", or a year in digits. ``start`` is where the number begins."""
    text = sentence.text
    before = text[zone.segment : start]
    other = _other_year(before, setting.year)
    if other and metric not in ("requests.carried_in", "requests.carried_out"):
        return other
    around = text[zone.start : zone.clause]
    flow = _FLOW.search(around) and "现行有效" not in around
    if metric in lexicon.stocks and not flow:
        return "cumulative"
    if metric in ("policy_docs.regulations", "website.smart_qa", "opendata.datasets") and _SINCE.search(around):
        return "cumulative"
    if metric == "disclosure.cumulative":
        return "cumulative"
    return "report"


def _other_year(text: str, year: int | None) -> str:
    """The year a stretch speaks of where it is not the report's own; "" otherwise."""
    match = next(reversed(list(_YEAR.finditer(text))), None)
    if match is None or year is None or match["lead"] or match["tail"].strip("度"):
        return ""
    named = int(match["year"])
    if named == year:
        return ""
    return "prior" if named == year - 1 else str(named)


def scope(sentence: Sentence, zone: Zone, start: int, metric: str, name: str, setting: Setting) -> str:
    """ "self", "region" or "unit:NAME" for the number that begins at ``start``."""
    if name and not _SELF.fullmatch(name):
        return f"unit:{name}"
    subject = _subject(sentence.text[sentence.start : start], zone.segment - sentence.start)
    if name and subject != "region":
        return f"unit:{name}"
    cases = metric.startswith(_CASES)
    if subject is None:
        return setting.requests_scope if cases else "self"
    if cases and metric in ("requests.received", "requests.handled", "requests.processed"):
        setting.requests_scope = subject
    return subject


def _subject(text: str, clause: int) -> str | None:
    """Whose numbers a stretch announces: the last of 全市 and 我局 that is no object. What is held for the
    region (举办全市培训班3期) is the region's in that clause only, which begins at ``clause``."""
    text = _BRACKETED.sub(lambda match: "　" * len(match[0]), text)
    regions = [m for m in _REGION.finditer(text) if not m["object"] and (not m["event"] or m.start() >= clause)]
    region = max((m.end() for m in regions), default=-1)
    own = max((m.end() for m in _SELF.finditer(text)), default=-1)
    if region < 0 and own < 0:
        return None
    return "region" if region > own else "self"
