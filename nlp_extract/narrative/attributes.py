"""Period and scope of a quantity: for which year it counts, and for whom.

The conventions are those of the gold (``tests/`` hold examples): a stock at the year's end is
cumulative; 全市 as the subject makes a number the region's; a named office makes it that office's.
"""

from __future__ import annotations

from dataclasses import dataclass

from nlp_extract.narrative.cues import Lexicon
from nlp_extract.narrative.prose import any_of, begins
from nlp_extract.narrative.sentence import Sentence, Zone
from nlp_extract.patterns import Pattern

_FLOW = Pattern(any_of("flow"))
_STANDING = Pattern(any_of("standing") + r"|自20\d\d年|20\d\d年以来")
_KEPT = Pattern(r"现有|现设|设有|共有|栏目总数|栏目数达", needs="现有栏")
_OPENED = Pattern(r"开放(?:数据集?)?总量|数据集总量|累计开放|已(?:累计)?开放", needs="开总")
"""What stands at the year's end of columns and of open data; ``_USED`` are what is done with it in the year."""
_USED = Pattern(r"新增|下载|调用|浏览|访问|共享", needs="新下调浏访共")
_YEAR = Pattern(
    r"(?P<lead>较|比|与|同|自|截至|截止|截止到|至|到|转|结转至|结转到|转入|转至|按照|根据|对照|及)?(?P<year>20\d{2})\s*年(?P<tail>度?(?:部门|单位|政府)?(?:预算|决算|预决算|建议|提案|工作要点|要点|以来|结转|度?部门|年度报告|版)?)"
)
_REGION = Pattern(
    rf"(?P<event>{any_of('event')})?(?P<object>{any_of('object')})?(?<!机关)(?<!街道){any_of('region')}",
    needs=begins("region"),
)
_SELF = Pattern(rf"(?<!全){any_of('self')}(?:办公厅|办公室|办)?(?:门户网站|网站|本级|本身)?", needs=begins("self"))
_ANY_SUBJECT = Pattern(any_of("region", "self"))
_OPENING_YEAR = Pattern(r"\s{0,4}20\d\d年度?(?=[，,我本全区县市镇乡])", needs="年")
_BRACKETED = Pattern(r"[（(][^（()）]*[)）]|《[^《》]*》", needs="（(《")
_GREW_FROM = Pattern(r"(?:由|从)(?:(?:上年末?|去年底?|上一?年度?|原来|原先|原有|此前)的?|的)?\s*$", needs="由从")
_GREW_TO = Pattern(r"[^，,；;。]{1,16}?(?:增|扩|提|升|降|减|缩|压)\p{Han}{0,3}?[至到为]")
"""由上年的682项增至744项: what it was before."""
_STARTED = Pattern(r"(?P<year>20\d\d)年[\d月初中底末日份]{0,6}(?:正式)?(?:开通|上线|注册|开设)", needs="通线册设")
_CASES = ("requests.", "review.", "litigation.")
_MAY_STAND = frozenset({"policy_docs.regulations", "website.smart_qa", "website.columns", "opendata.datasets"})
"""Metrics of which some numbers are stocks (现有栏目46个) and others are not."""
_SINCE = Pattern(r"(?:开通|上线|开设|建站|运行|运营|成立|建成|投用)(?:运行|使用)?(?:至今|以来)", needs="今来")
"""开通至今累计发布508条 counts from then on."""
_TAKEN_IN = Pattern(
    r"(?:(?<![至止到])20\d\d年度?|全年|今年|本年度?|年内)\p{Han}{0,4}(?:汇聚|归集|收录|录入)", needs="年"
)
"""2024年共汇聚政策文件16件: taken into the library in the year."""


@dataclass(slots=True)
class Setting:
    """What attributes depend on beyond the sentence: the report's year, whether the agency is a whole
    government, and the scope of the last sentence on requests."""

    year: int | None
    government: bool
    requests_scope: str = "self"
    before: Sentence | None = None
    """The sentence before the one at hand."""
    _looked_at: tuple[Sentence | None, bool] = (None, False)

    def names_a_subject(self, sentence: Sentence) -> bool:
        """Whether a sentence names the region or the agency at all; most do not."""
        if self._looked_at[0] is not sentence:
            named = _ANY_SUBJECT.search(sentence.text, sentence.start, sentence.end) is not None
            self._looked_at = (sentence, named)
        return self._looked_at[1]


def period(sentence: Sentence, zone: Zone, start: int, metric: str, lexicon: Lexicon, setting: Setting) -> str:
    """ "report", "prior", "cumulative", or a year in digits. ``start`` is where the number begins."""
    text = sentence.text
    before = text[zone.segment : start]
    other = _other_year(before, setting.year) or _year_of_sentence(text[sentence.start : zone.segment], before, setting)
    if other and metric not in ("requests.carried_in", "requests.carried_out"):
        return other
    if _GREW_FROM.search(before) and _GREW_TO.match(text, start):
        return "prior"
    around = text[zone.start : zone.clause]
    if metric in lexicon.stocks and ("现行有效" in around or not _flows(metric, around, before)):
        return "cumulative"
    if metric in _MAY_STAND and _STANDING.search(around):
        return "cumulative"
    if metric == "website.columns" and _KEPT.search(around) and not _FLOW.search(around):
        return "cumulative"
    if metric.startswith("opendata.") and _OPENED.search(before) and not _USED.search(around):
        return "cumulative"
    in_all = "累计" in before or "共计" in before
    started = _STARTED.search(text, sentence.start, start) if setting.year and in_all else None
    if started is not None and int(started["year"]) < (setting.year or 0):
        return "cumulative"  # 于2018年9月底开通公众号，共计发布65篇
    if metric == "disclosure.cumulative" or "历年" in around or _SINCE.search(text, sentence.start, start):
        return "cumulative"
    return "report"


def _flows(metric: str, around: str, before: str) -> bool:
    """Whether what is counted came in over the year, though its metric is a stock."""
    taken_in = metric == "policy_docs.library" and _TAKEN_IN.search(before) is not None
    return taken_in or _FLOW.search(around) is not None


def _other_year(text: str, year: int | None) -> str:
    """The year a stretch speaks of where it is not the report's own; "" otherwise."""
    match = next(reversed(list(_YEAR.finditer(text))), None) if "20" in text else None
    if match is None or year is None or match["lead"] or match["tail"].strip("度"):
        return ""
    named = int(match["year"])
    if named == year:
        return ""
    return "prior" if named == year - 1 else str(named)


def _year_of_sentence(text: str, before: str, setting: Setting) -> str:
    """2021年我局通过信函、邮件等形式接受申请，共受理0件: the year that opens the sentence, where none follows."""
    opening = _OPENING_YEAR.match(text) if "20" in text[:6] and "20" not in before else None
    if opening is None or "20" in text[opening.end() :]:
        return ""
    return _other_year(opening[0], setting.year)


def scope(sentence: Sentence, zone: Zone, start: int, metric: str, name: str, setting: Setting) -> str:
    """ "self", "region" or "unit:NAME" for the number that begins at ``start``."""
    if name.startswith(("我", "本")):
        name = ""  # 我街道收到2件
    if name.endswith("级") and metric.startswith(("media.", "newmedia.reposts", "website.submitted")):
        name = ""  # 刊发稿件88篇，其中省级12篇
    if name and not _SELF.fullmatch(name):
        return f"unit:{name}"
    subject = None
    if setting.names_a_subject(sentence):
        subject = _subject(sentence.text[sentence.start : start], zone.segment - sentence.start)
    if name and subject != "region":
        return f"unit:{name}"
    cases = metric.startswith(_CASES)
    if subject is None and not cases and sentence.text.startswith("其中", sentence.start):
        subject = _announced(setting)
    if subject is None:
        return setting.requests_scope if cases else "self"
    if cases and metric in ("requests.received", "requests.handled", "requests.processed"):
        setting.requests_scope = subject
    return subject


def _announced(setting: Setting) -> str | None:
    """全县通过网站、微博等公开信息。其中：网站102条: whose numbers a sentence without any announces."""
    before = setting.before
    if before is None or before.found or not setting.names_a_subject(before):
        return None
    return _subject(before.text[before.start : before.end], 0)


def _subject(text: str, clause: int) -> str | None:
    """Whose numbers a stretch announces: the last of 全市 and 我局 that is no object, unless it is what is counted
    (覆盖全市｜5000多家预算单位). What is held for the
    region (举办全市培训班3期) is the region's in that clause only, which begins at ``clause``."""
    text = _BRACKETED.sub(lambda match: "　" * len(match[0]), text)
    regions = [
        m
        for m in _REGION.finditer(text)
        if (not m["object"] or not text[m.end() :].strip("共各近约 ")) and (not m["event"] or m.start() >= clause)
    ]
    region = max((m.end() for m in regions), default=-1)
    own = max((m.end() for m in _SELF.finditer(text) if not _says_whose(text, m.start(), m.end())), default=-1)
    if region < 0 and own < 0:
        return None
    return "region" if region > own else "self"


def _says_whose(text: str, start: int, end: int) -> bool:
    """全市公开市政府规章9件, 通过“东川区人民政府门户网站”: the name says whose it is, not who did it."""
    website = text[:end].endswith("网站") or text.startswith("”", end)
    opens_a_clause = start == 0 or text[start - 1] in "，,；;：:"
    return text.startswith(("规章", "公报", "新闻", "要闻", "动态"), end) or (website and not opens_a_clause)
