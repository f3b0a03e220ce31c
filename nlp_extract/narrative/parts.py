"""Parts of a whole: 112件（规范性文件24件、其他文件88件）, 其中…, 财政26条、动态59条，总共120条.

What the parts of each metric are counted as is data: ``lexicon/parts.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from nlp_extract.lexicon.loader import load
from nlp_extract.narrative.link import Candidate
from nlp_extract.narrative.links import Link, Number
from nlp_extract.patterns import Pattern, alternation

OPENS = Pattern(
    r"其中|(?:信息|文件|申请|答复|稿件|总数|总量|公告|公示)中[，,：:]|包括|包含|分为|分类为|当中|具体为|分别是",
    needs="中包为是",
)
_COVERS = Pattern(
    r"[\s，,：:]*(?:主要)?(?:涵盖|涉及|覆盖|有(?![关效])|为(?!了))(?!\p{Han}{0,8}(?:等|领域|方面|金额|资金))",
    needs="涵涉覆有为",
)
"""What goes on behind a total of information: 公开信息884条，涵盖建设工程275条、政府采购442条."""
_NAMED = Pattern(r"(\p{Han}{1,12})(?:包括|包含|分为)", needs="包分")
CHANNEL = "disclosure.by_channel"
_TOPIC = "requests.by_topic"
POSTS = frozenset({"website.posts", "newmedia.posts", "wechat.posts", "weibo.posts", "video.posts", "app.posts"})
TOLD_BY_CHANNEL = POSTS | {CHANNEL}
_TOTALS = frozenset({"disclosure.total", "disclosure.by_category", "disclosure.key_areas", "website.posts"})
_OWN_WORK = Pattern(
    r"原创|^[\s，,、：:]*(?:其中)?[，,：:]*(?:及时)?转[载发]\p{Han}*(?:信息|文章|内容|稿件|篇目|要闻)\s*$",
    needs="创载发",
)
"""Parts that are of the whole's own kind: 其中原创文章120篇, 转载国务院重要信息30条."""
_SAME_OVER = Pattern(r"季度(?:的|为|[共收到受理])*\s*$|[上下]半年(?:[共收到受理])*\s*$", needs="季半")
"""Parts by time: 其中第一季度3件、第二季度1件."""
_POSTED_ON_SITE = Pattern(
    r"(?!\p{Han}*(?:政府信息|栏目|专栏|目录|板块))[^信]*(?:发布|推送|更新)\p{Han}{0,4}信息\s*(?:共|共计)?",
    needs="发推更",
)
_TOLD_WITH_REST = Pattern(r"其[他它余](?:方式|渠道|途径|形式)(?:主动)?(?:公开|\d)", needs="其")
_OFFICES = ("政府", "部门", "单位", "机关", "乡镇", "街道", "本级")
_PUBLISHERS = ("级机关", "级部门", "级单位", "政府")
"""Who published a part: 其中县级机关120条、各乡镇政府300条."""
_SAYS_LITTLE = frozenset({"disclosure.total", CHANNEL})
INFORMATION = frozenset({"disclosure.by_category"})
PIECES = frozenset({"条", "篇", "件", "份", "项", "则"})
"""Units of published information that change in one list (信息500篇，其中动态80条、其他420条)."""
_REST = ("其他", "其它", "其余")
_THIS_YEAR = Pattern(
    r"[，,：:（(\s]*+(?:其中)?[，,：:]?(?:20\d\d年度?|今年|本年度?|当年)(?:新增|公开|新增公开|主动公开)*"
)
_LEAD = "、，,；;：:（( 其中"
_LOOK_BACK = 8
"""Numbers back from a part to its whole, at most."""
_OPENING = 24
"""Characters in which a sentence must open with 其中, 上述申请中 to go on with the one before it."""


@dataclass(frozen=True, slots=True)
class Whole:
    """Rules for the parts of a metric; see the head of ``lexicon/parts.toml``."""

    channel: str = ""
    kind: str = ""
    keep: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    yields: tuple[str, ...] = ()
    despite: tuple[str, ...] = ()
    this_year: str = ""


_ANY = Whole()


@cache
def wholes() -> dict[str, Whole]:
    """The rules by metric of the whole."""
    required: dict[str, type | tuple[type, ...]] = {"metric": str, "keep": list}
    optional: dict[str, type | tuple[type, ...]] = {
        "channel": str, "kind": str, "this_year": str, "platforms": list, "yields": list, "despite": list,
    }  # fmt: skip
    rules = {}
    for entry in load("parts.toml", "whole", required, optional):
        data = entry.data
        rules[data["metric"]] = Whole(
            channel=data.get("channel", ""),
            kind=data.get("kind", ""),
            keep=tuple(data["keep"]),
            platforms=tuple(data.get("platforms", ())),
            yields=tuple(data.get("yields", ())),
            despite=tuple(data.get("despite", ())),
            this_year=data.get("this_year", ""),
        )
    return rules


@cache
def _words(table: str) -> list[str]:
    return [word for entry in load("parts.toml", table, {"words": list}) for word in entry.data["words"]]


@cache
def elliptic() -> Pattern:
    """Verbs that alone before a number mean the thing just counted (账号371个，新增14个、注销58个)."""
    return Pattern(r"[\s、，,；;和并其中：:]*" + alternation(_words("elliptic")) + r"(?:了|共|约|近|达到?|已达|为)*\s*")


@cache
def channels() -> Pattern:
    """Words that name a channel."""
    # 公开栏, but not 公开栏目; 其中通过“东川发布”推送3条
    return Pattern(alternation(_words("channels")) + "(?!目)|(?:通过|利用|经)“[^”]{2,14}”(?=共|累计|发布|公开|推送)")


def whole_of(links: list[Link], number: Number) -> int | None:
    """The number that a part belongs to: the last value counted in the same unit, else the last count."""
    before = number.sentence.text[number.sentence.start : number.item.start]
    opens = number.first == len(links) and OPENS.search(before[:_OPENING]) is not None
    floor = max(0 if opens else number.first, len(links) - _LOOK_BACK)
    counts = [place for place in range(floor, len(links)) if links[place].is_count]
    named = _NAMED.search(number.segment)  # 发布会54场、通气会14场，其中，发布会包括专题8场
    if named:
        called = [place for place in counts if links[place].head and named[1].endswith(links[place].head)]
        counts = called or counts
    same = [place for place in counts if links[place].item.unit == number.item.unit]
    if same and links[max(same)].item.numeral.value < number.item.numeral.value:
        same = []  # 公开预决算1条；完成交易项目1691项，其中房建市政399条
    return max(same or counts, default=None)


def opens(number: Number, between: str) -> bool:
    """Whether the words since the last number make it, or the last total, a whole of which parts follow."""
    last = number.links[-1]
    if OPENS.search(between):
        return True
    told = last.metric in _TOTALS and last.is_count and last.item.unit == number.item.unit
    return told and last.item.numeral.value >= number.item.numeral.value and bool(_COVERS.match(between))


def part(number: Number, whole: int, own: Candidate | None, name: str) -> Link:
    """A part as a link: by its own words where the whole's rules keep them, else what the rules say."""
    link = number.links[whole]
    rules = wholes().get(link.metric)
    if rules is not None and rules.this_year and _THIS_YEAR.fullmatch(number.before):
        return number.inferred(rules.this_year, "part", head=link.head, name=name, whole=whole)
    if own is not None and own.clauses_back and not own.metric.startswith("info_fee."):
        own = None  # 其他48件: what stands before the whole does not name its part
    if rules is not None and rules.kind in INFORMATION and _is_the_rest(number, own):
        return number.inferred(rules.kind, "part", head=link.head, whole=whole)
    platform = _platform(number, rules or _ANY, own) or _posted(number, rules or _ANY, own)
    if platform:
        return number.inferred(platform, "part", head=link.head, whole=whole)
    if own is not None and _keeps(number, link, rules, own):
        return number.link(own, name=name, whole=whole)
    if own is None and _goes_on_with_topics(number, whole):
        return number.inferred(_TOPIC, "part", head=link.head, whole=whole)
    if elliptic().fullmatch(number.before):
        return _elliptic_part(number, whole, rules or _ANY, name)
    pieces = rules is not None and rules.kind in INFORMATION and {number.item.unit, link.item.unit} <= PIECES
    within = number.item.numeral.value <= link.item.numeral.value
    same_unit = number.item.unit == link.item.unit or (pieces and within)
    counts_else = not same_unit and number.zone.end > number.item.end
    if (own is None and not same_unit) or (counts_else and number.item.unit):
        return number.other(name)
    return number.inferred(_by_rules(number, link, rules, own, name), "part", head=link.head, name=name, whole=whole)


def _goes_on_with_topics(number: Number, whole: int) -> bool:
    """答复218件，其中涉及征地拆迁97件，占44.5%；城乡规划38件: a list of topics goes on."""
    counts = [link for link in number.links[whole:] if link.is_count]
    last = counts[-1]
    named = number.before.strip(_LEAD) and not elliptic().fullmatch(number.before)
    return last.metric == _TOPIC and last.whole == whole and last.item.unit == number.item.unit and bool(named)


def _elliptic_part(number: Number, whole: int, rules: Whole, name: str) -> Link:
    """…，新开2个: as much of the number before it or of the whole; told by channel where one is named further
    before (其中，通过县政府网（县网）公开5条)."""
    link, previous = number.links[whole], number.links[-1]
    if number.item.unit == previous.item.unit != link.item.unit:
        return number.like(previous, "elliptic")  # 信息320条，其中动态80条；维护专栏12个，新开2个
    through = rules.channel and rules.kind in INFORMATION and channels().search(number.since(previous))
    metric = rules.channel if through else link.metric
    return number.inferred(metric, "elliptic", head=link.head, name=name, whole=whole)


def _is_the_rest(number: Number, own: Candidate | None) -> bool:
    """…，其他主动公开内容23条: the last part of what was published is a kind, whatever it repeats of the whole."""
    if not number.before.lstrip("、，,和及 ").startswith(_REST) or channels().search(number.before):
        return False
    return own is None or own.metric in _SAYS_LITTLE or own.metric in POSTS


def _has_subject(number: Number, own: Candidate | None) -> bool:
    """其中市政府及本级部门主动公开政府信息332条: as much of the same, by who did it."""
    if own is None or not own.head.endswith("公开政府信息"):
        return False
    subject = number.before[: number.before.rfind(own.head)].rstrip("共累计 ")
    return subject.endswith(_OFFICES)


def _keeps(number: Number, whole: Link, rules: Whole | None, own: Candidate) -> bool:
    """Whether a part bears the metric of its own words."""
    if rules is not None and own.metric.startswith(rules.yields) and _names_a_kind(number, rules, own):
        return False
    if rules is None or (own.metric.startswith("requests.") and rules.kind in INFORMATION):
        return True
    if own.metric in (whole.metric, "requests.received") and rules.channel and channels().search(number.before):
        return False  # 其中收到邮递申请1件
    if own.metric == "newmedia.reposts" and not any(word in number.before for word in ("被", "采用", "录用")):
        return False  # 其中原创120篇、转载299篇
    if own.metric.startswith(rules.keep):
        return True
    if own.metric == whole.metric and not (rules.kind and number.before.strip(_LEAD)):
        return True
    if own.metric == "management.catalogue" and number.item.unit != whole.item.unit:
        return True  # 信息415条，分布在10个公开目录
    other_kind = number.item.kind != whole.item.kind
    return other_kind and bool(number.item.unit) and number.item.unit != whole.item.unit


def _platform(number: Number, rules: Whole, own: Candidate | None) -> str:
    """其中微博290条: the metric of the platform in force, "" where the words say anything else."""
    if not number.frames.platform or number.before.lstrip("、，, ").startswith(("其他", "其它", "其余")):
        return ""
    if own is not None and own.metric not in _SAYS_LITTLE and not own.metric.endswith(".posts"):
        return ""
    return next((metric for metric in rules.platforms if metric.startswith(number.frames.platform + ".")), "")


def _posted(number: Number, rules: Whole, own: Candidate | None) -> str:
    """公开政府信息902条，其中公众号发布262条: a part with a metric of its own bears it, as what an account posts.
    Of a website only what is called information that it published (网站发布信息640条); 其中网站640条 is a channel."""
    metric = number.frames.platform + ".posts"
    if rules.channel != CHANNEL or metric not in POSTS or number.item.unit not in PIECES:
        return ""
    if any(word in number.before for word in ("渠道", "方式", "途径")):
        return ""  # 政务新媒体等其他渠道公开372条
    if own is not None and own.metric not in _SAYS_LITTLE and own.metric not in POSTS:
        return ""
    frames, words = number.lexicon.frames, number.before
    hits = number.sentence.words(number.zone.start, number.item.start)
    if _TOLD_WITH_REST.search(number.sentence.text, number.sentence.start, number.sentence.end) and "信息" not in words:
        return ""  # 网站公开16万条、新媒体公开24万条、其他方式公开26万条
    if not any(frames.get(hit.word, ("",))[0] == "platform" for hit in hits):
        return ""
    if metric == "website.posts" and not _POSTED_ON_SITE.fullmatch(words):
        return ""
    return metric


def listed(number: Number, metric: str, own: Candidate | None) -> str:
    """The metric of a number that stands in a list of ``metric`` (主动公开的信息中，规划类3条、其他2条), "" where
    its own words count."""
    rules = wholes().get(metric)
    if rules is None:
        return metric
    if number.item.kind != "count":
        return ""
    if own is not None and own.metric not in _SAYS_LITTLE and own.metric not in POSTS:
        named = own.metric.startswith(rules.yields) and _names_a_kind(number, rules, own)
        return metric if named else ""
    return rules.channel if rules.channel and channels().search(number.before) else metric


def _names_a_kind(number: Number, rules: Whole, own: Candidate) -> bool:
    """行政许可类信息9条, 行政公文和政策解读信息9条: a kind of information, not the thing itself."""
    words = number.before.rstrip("共 有为公开发布数")
    if not words.endswith(("信息", "类")):
        return False
    stands = any(word in own.head for word in rules.despite)
    return not stands or bool(set(words.removesuffix(own.head)) & set("和与及"))


def _outer(number: Number) -> str:
    """The words before a part, of a bracket those before it, too: 其中通过局网站（含子网）发布信息97条."""
    text, start = number.sentence.text, number.zone.start
    if text[start - 1 : start] not in ("）", ")"):
        return number.before
    opening = max(text.rfind("（", number.sentence.start, start), text.rfind("(", number.sentence.start, start))
    lead = text[number.sentence.start : max(opening, number.sentence.start)]
    return lead[max(lead.rfind(mark) for mark in "，,；;。、") + 1 :] + number.before


def _by_rules(number: Number, whole: Link, rules: Whole | None, own: Candidate | None, name: str) -> str:
    """The metric of a part whose own words do not count: by channel, by kind, or the whole's."""
    if rules is None:
        return own.metric if own is not None else whole.metric
    if name:
        return whole.metric
    if rules.channel and channels().search(_told_of(number)):
        return rules.channel
    if rules.kind in INFORMATION and number.frames.platform == "board" and number.links[-1].metric in TOLD_BY_CHANNEL:
        return CHANNEL  # 公众号发布52条，其他渠道（含政务服务大厅）公开36条
    if whole.metric in POSTS and _OWN_WORK.search(number.before):
        return whole.metric
    if _SAME_OVER.search(number.before) or _has_subject(number, own) or number.before.endswith(_PUBLISHERS):
        return whole.metric
    names_a_kind = bool(number.before.strip(_LEAD)) or number.zone.end > number.item.end
    return rules.kind if rules.kind and names_a_kind else whole.metric


def _told_of(number: Number) -> str:
    """The words of a part: before it, or, where nothing stands there, what is said of it (369条通过政府网站公开)."""
    if number.before.strip(_LEAD) or number.zone.end > number.item.end:
        return _outer(number)
    return number.sentence.text[number.item.end : number.zone.clause]


def ends_list(number: Number, whole: int, own: Candidate | None) -> bool:
    """…，其中转载784条；网站访客186万: behind a semicolon, what is no part by its words and unit
    ends the list."""
    last = number.links[-1]
    apart = bool(set(number.since(last)) & set("；;"))
    if apart and own is not None and own.metric in POSTS and last.metric != CHANNEL:
        rules = wholes().get(number.links[whole].metric)
        if rules is None or rules.kind not in INFORMATION:
            return True  # 提案18件，其中主办7件；公众号发布信息106篇
        return bool(channels().search(number.before))  # 其中审计结果8条；通过局门户网站发布信息39条
    if apart and own is not None and number.before.lstrip().startswith("另"):
        return True  # 其中绩效评价6条；另在采购网发布采购公告227条
    if (
        apart
        and own is not None
        and own.metric.startswith("finance.")
        and number.before.lstrip("；; ").startswith("公开")
    ):
        return True  # 其中转载信息312条；公开部门预决算2份
    if apart and own is None and number.before.lstrip().startswith(("发布", "公布")):
        return True  # 公告38份，包括海事6件；发布航行警告134条
    if number.item.unit == number.links[whole].item.unit:
        return False
    rules = wholes().get(number.links[whole].metric)
    stays = own is not None and rules is not None and own.metric.startswith(rules.keep)
    if own is not None and rules is not None and own.metric in INFORMATION and not rules.kind:
        stays = False  # 文件121件，其中政策文件29件；公开概况信息158条
    return own is not None and not stays and apart
