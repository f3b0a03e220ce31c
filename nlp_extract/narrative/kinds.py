"""What is published, where no metric has a word for it: 发布养老服务信息3条, 公布矿业权出让结果147宗.

Which verbs publish and which words name no kind of information is data: ``lexicon/parts.toml``.
"""

from __future__ import annotations

from functools import cache

from nlp_extract.lexicon.loader import load
from nlp_extract.narrative.link import Candidate
from nlp_extract.narrative.links import Link, Number
from nlp_extract.narrative.sentence import Sentence
from nlp_extract.patterns import Pattern, alternation

KIND, _BOARD = "disclosure.by_category", "disclosure.by_channel"
_LISTS = (KIND, "disclosure.key_areas")
PLATFORMS = ("wechat", "weibo", "video", "app", "newmedia")
_BOARDS = frozenset("栏屏")
_JOINED, _APART = frozenset("、，, "), frozenset("、，,；; ")
_NO_WORDS = Pattern(r"(?:约|近|超过?|逾|达到?|共计?|合计|总计){1,4}+$")
"""What may stand between a noun and its number and says nothing: 发布消息约800条."""
_WORK = ("management.cleaned", "supervision.inspections", "supervision.rectified", "interaction.complaints")
_NOTICES = ("公示", "公告", "案例", "名单")
_TOLD = ("结果", "公示", "公告", "信息", "名单", "情况", "指南", "类", "通告")
_COLUMN = Pattern(
    r"(\p{Han}{2,})(?:栏目|专栏|板块|版块)(?:共|累计|全年)*(?:发布|公开|更新)(?:了|相关|各类)*信息", needs="栏块"
)
_TOPICS = frozenset({"requests", "review", "litigation", "proposals", "messages", "hotline"})
"""Topics in which 某类 is no kind of information."""


@cache
def _rules() -> dict[str, tuple[str, ...]]:
    """The entry ``[[kinds]]``: its lists by name."""
    names = (
        "broad",
        "heads",
        "verbs",
        "does",
        "gathers",
        "publishes",
        "no_verb",
        "says_nothing",
        "units",
        "called",
        "gives_way",
        "listed",
    )
    (entry,) = load("parts.toml", "kinds", dict.fromkeys(names, list))
    return {name: tuple(entry.data[name]) for name in names}


def published_units() -> tuple[str, ...]:
    """The units in which information is counted."""
    return _rules()["units"]


@cache
def _no_verb() -> Pattern:
    return Pattern(alternation(list(_rules()["no_verb"])))


@cache
def _does() -> Pattern:
    """What is done and not published: (可全程)办理政务服务事项12项."""
    return Pattern(
        r"^[\s、，,；;和及与并还另各共]*(?:累计|全年|可|全程|在线|及时|主动|集中|依法)*"
        + alternation(list(_rules()["does"]))
    )


def _is_done(words: str) -> bool:
    return not words.endswith(_TOLD) and _does().search(words) is not None


def _is_gathered(words: str) -> bool:
    """收集社情民意信息30条: information that nobody publishes."""
    gathered = any(verb in words for verb in _rules()["gathers"])
    return gathered and not any(verb in words for verb in _rules()["publishes"])


def kind(number: Number, own: Candidate | None) -> Link | None:
    """The number as one of a kind of information, None where its words say anything else."""
    if own is None or own.clauses_back:
        called = _called(number) and number.frames.topic not in _TOPICS and not _is_gathered(number.before)
        if not (called or _goes_on(number) or _is_published(number)):
            return None
    elif _continues(number, own):
        return number.inferred(KIND, "kind", head=number.noun())
    elif own.metric in _rules()["broad"]:
        told = own.metric == "disclosure.total" or own.head == "政策"  # 微信群转发政策90条
        if number.frames.platform == "board" and told and "政府" not in own.head:
            return number.inferred(_BOARD, "kind", head=own.head)
        if own.metric == "policy_docs.total" and number.frames.platform in PLATFORMS and own.head in _rules()["heads"]:
            return number.inferred(number.frames.platform + ".posts", "kind", head=own.head)
        if _among_all(number, own):
            return number.inferred(KIND, "kind", head=own.head)
        told = _says_of_what(number, own.head) if own.head in _rules()["heads"] else _verb_behind(number, own.head)
        if not (told or (own.head.endswith("信息") and _in_a_column(number))):
            return None
    elif own.metric == KIND:
        if number.frames.platform != "board" or not set(number.segment) & _BOARDS:
            return None
    elif own.metric in _rules()["called"]:
        if not (_is_class(number) and _goes_on(number)):
            return None
    elif _is_a_notice(number, own):
        pass
    elif not (own.metric in _rules()["gives_way"] and (_called(number) or _goes_on(number) or _is_told(number))):
        return None
    metric = _BOARD if number.frames.platform == "board" else KIND  # 利用电子屏播放政策信息12条
    return number.inferred(metric, "kind", head=number.noun())


def among_kinds(number: Number) -> bool:
    """规划计划12条、工作总结8条: what stands in the midst of a list of kinds is one, whatever it is elsewhere."""
    return number.before.startswith("、") and _goes_on(number)


def kinds_in_a_row(sentence: Sentence, links: list[Link], first: int) -> None:
    """防疫通告17条、核酸检测点公告16条: what stands in a list before a kind is one, too (rewrites ``links``)."""
    for place in range(len(links) - 2, first - 1, -1):
        link, after = links[place], links[place + 1]
        if (
            link.pattern != "structure:none"
            or link.aspect != "value"
            or after.metric != KIND
            or after.whole != link.whole
        ):
            continue
        words = sentence.text[link.zone.start : link.item.start].strip("、，,和及与 ")
        listed = sentence.text[link.item.end] in "、，," and link.item.unit in _rules()["units"]
        goes_on = sentence.text[link.item.end : after.item.start]
        verbs = _rules()["verbs"] + _rules()["does"]
        if listed and len(words) > 1 and not any(verb in words or verb in goes_on for verb in verbs):
            links[place] = link._replace(metric=KIND, pattern="structure:kinds")


def _goes_on(number: Number) -> bool:
    """义务教育招生143条、学生资助59条: a list of kinds goes on with one that has no verb."""
    previous = number.previous
    if previous is None:
        return False
    same = previous.item.unit == number.item.unit
    told = previous.metric == KIND and number.before.rstrip("共有 ").endswith(_TOLD)
    in_list = number.before.startswith("、") or told
    if (not same and not (in_list and number.item.unit in _rules()["units"])) or _is_done(number.before):
        return False
    if previous.metric not in _LISTS and not (_among_kinds(number, previous) or _begins_list(number, previous)):
        return False
    before = number.before
    named = before.strip("、，, 和及与")
    joined = number.since(previous).removesuffix(before)
    if previous.whole is not None:
        joined = joined.lstrip("）) ")  # 质量信息26次（其中药品11次），证照注销情况24次
    apart = set(joined) - _JOINED
    if apart and not (apart <= _APART and _called(number)):
        return False
    return bool(named) and not any(verb in named for verb in _rules()["verbs"])


def _is_a_notice(number: Number, own: Candidate) -> bool:
    """占用林地审核公示12件, 投诉典型案例3期: what is published of the work, not the work itself."""
    words = _words(number)
    return words.endswith("典型案例") or (own.metric.startswith(_WORK) and words.endswith(_NOTICES))


def _continues(number: Number, own: Candidate) -> bool:
    """机构职能信息8条、部门文件信息4条、财政预决算2条: in a list of kinds, right behind one."""
    named = own.metric in _rules()["broad"] and _words(number).endswith(("信息", "类"))
    named = named or (own.head == "政策" and "转载" not in number.before)
    listed = own.metric in _rules()["listed"] or _words(number).endswith(_rules()["listed"])
    listed = listed or (own.metric == "participation.meetings" and _is_class(number))
    if not (named or listed):
        return False
    previous = number.previous
    if previous is None or not _goes_on(number):
        return False
    return previous.metric == KIND or _words(number).endswith(("信息", "类"))


def _begins_list(number: Number, total: Link) -> bool:
    """公开政府信息507条，本局消息66条、通知公告85条: the first kind behind the total."""
    smaller = number.item.numeral.value <= total.item.numeral.value
    return total.metric == "disclosure.total" and total.item.unit in "条篇件" and smaller


def _among_kinds(number: Number, previous: Link) -> bool:
    """机构职能2条、政策文件4条、民生事项18条: documents stand in a list of kinds."""
    if not previous.metric.startswith(("policy_docs.", "interpretation.", "license.", "punish.", "proposals.")):
        return False
    words = number.sentence.text[previous.zone.segment : previous.item.start]
    decided = previous.metric.startswith(("license.", "punish."))
    if decided and any(verb in words for verb in ("公示", "公布", "公开")):
        return True  # 公示预售许可证32个、危房改造名单4批
    if previous.metric.startswith("policy_docs.") and any(verb in words for verb in ("公示", "公布", "公开")):
        return number.before.rstrip("共有 ").endswith(_TOLD)  # 公开资金政策文件12份、申报指南20份
    own = number.links[number.first :]
    return any(link.metric == KIND and link.item.unit == number.item.unit for link in own)


def _is_class(number: Number) -> bool:
    """规划类9条, 规划类信息9条, 资金类（采购、收入）9条."""
    words = _words(number)
    return words.endswith(("类", "类信息")) and not words.endswith("大类")


def _called(number: Number) -> bool:
    """规划类9条, 药品安全信息9条."""
    words = _words(number)
    return _is_class(number) or (words.endswith("信息") and _names(words.removesuffix("信息"), ""))


def _words(number: Number) -> str:
    zone = number.zone
    return number.sentence.text[zone.start : zone.words_end].rstrip("共 有")


def _is_told(number: Number) -> bool:
    """公布抽查结果9次, 公开督导报告3份, but 开展政务公开检查3次."""
    masked = _no_verb().sub("", number.before)
    return any(verb in masked for verb in ("公布", "公示", "公开", "公告"))


def _is_published(number: Number) -> bool:
    """公布矿业权出让结果147宗: a verb that publishes, and behind it what."""
    if number.item.unit not in _rules()["units"]:
        return False
    before = number.before
    if number.zone.end > number.item.end:  # 公开1起事故调查报告
        noun = number.sentence.text[number.item.end : number.zone.end]
        return before.endswith(("公开", "公布", "公示", "披露", "曝光")) and _names(noun, "")
    if not any(verb in before for verb in _rules()["publishes"]):
        return False
    if before.endswith(_rules()["publishes"]):  # 森林火险预警发布7次
        return _names(before[:-2], "")
    return _names(before, "publishes")


def _among_all(number: Number, own: Candidate) -> bool:
    """公开各类政府信息9000条，更新规划、统计等信息700条: behind the total, by examples."""
    if own.metric != "disclosure.total" or "等" not in number.before or "、" not in number.before:
        return False
    totals = [link for link in number.links[number.first :] if link.metric == "disclosure.total" and link.is_count]
    return bool(totals) and number.item.numeral.value < totals[-1].item.numeral.value


def _verb_behind(number: Number, verb: str) -> bool:
    """统计信息发布27条: what stands before the verb names a kind."""
    before = number.before.rstrip("共计了 ")
    if verb not in _rules()["publishes"] or not before.endswith(verb):
        return False
    words = before.removesuffix(verb).strip("、，, ")
    ends = words.endswith(("等", "信息", "类", "职能", "规划", "公告", "动态")) and "网" not in words
    return ends and not words.endswith(("各类信息", "各种信息", "相关信息", "有关信息", "政府信息", "政务信息"))


def _in_a_column(number: Number) -> bool:
    """惠民政策专栏发布信息64条: a column is a kind; 政务公开专栏 is the website."""
    column = _COLUMN.search(number.before)
    if column is None or "网" in number.segment:
        return False
    return not column[1].endswith(("公开", "公示", "网站", "网", "个", "各", "设", "等"))


def _says_of_what(number: Number, head: str) -> bool:
    """发布养老服务信息3条: the word before 信息 says of what; 发布各类信息, 医保、养老等信息 do not."""
    before, place = number.before, number.before.rfind(head)
    if place < 0 and number.zone.end > number.item.end:  # 公开28条疫情防控信息
        noun = number.sentence.text[number.item.end : number.zone.end]
        return noun.endswith(head) and _names(noun.removesuffix(head), "")
    if "等" in before[:place] and "、" in before and not number.frames.platform and "主动" not in before:
        return not before[:place].endswith(_rules()["says_nothing"]) or before[:place].endswith(("等", "重要"))
    return place >= 0 and number.frames.platform != "mixed" and _names(before[:place], "")


def _names(before: str, needed: str) -> bool:
    """Whether the words behind the last verb name a kind; ``needed`` is the list of which a verb must be there."""
    masked = _no_verb().sub(lambda match: "　" * len(match[0]), before)
    if needed and not any(verb in masked for verb in _rules()[needed]):
        return False
    last = max((masked.rfind(verb) + len(verb) for verb in _rules()["verbs"] if verb in masked), default=0)
    words = _NO_WORDS.sub("", before[last:].strip(" 、，,：:“”和及与了的"))
    if len(words) < 2 or "等" in words[-7:]:
        return False
    return not words.endswith(_rules()["says_nothing"])
