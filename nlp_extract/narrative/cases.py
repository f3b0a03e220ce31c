"""Things told together: reviews and lawsuits with their outcomes, proposals of congress and conference, several forms
of interpretation."""

from __future__ import annotations

from nlp_extract.narrative.frames import Frames
from nlp_extract.narrative.link import Candidate
from nlp_extract.narrative.links import OTHER, Link, Number
from nlp_extract.narrative.lists import BOTH, run_of
from nlp_extract.narrative.parts import channels
from nlp_extract.narrative.sentence import Sentence
from nlp_extract.patterns import Pattern

_TOTALS = {"review": "review.total", "litigation": "litigation.total"}
_NOUNS = frozenset({"行政复议", "复议", "行政复议案件", "复议案件", "行政复议案"})
_BOTH_PROPOSALS = Pattern(r"(?:建议|议案)\p{Han}{0,4}(?:[和与及、]|以及)\p{Han}{0,6}提案", needs="案")
"""人大代表建议和政协提案办理结果38件: one number for both."""
_BOTH_HANDLED = Pattern(
    r"(?:建议|议案)\p{Han}{0,4}(?:[和与及]|以及)\p{Han}{0,6}提案(?:办理|答复|公开)(?:信息|结果|情况)?\s*$", needs="案"
)
_FORMS_JOINED = frozenset({"及", "和", "与", "以及", "、", "+"})
_QUOTED = Pattern(r"“[^“”]*”", needs="“")
_OF_CONGRESS = Pattern(r"(?:人大|代表)(?:代表)?建议", needs="建")
_OF_CONFERENCE = Pattern(r"(?:政协|委员)(?:委员)?提案", needs="提")
_LITTLE = ("信息", "办理信息", "公开")
"""Heads that say less than the two proposals named before them."""


def procedure(frames: Frames, links: list[Link]) -> Frames:
    """行政复议5件、行政诉讼0件，其中2件维持: an outcome is that of the procedure of which there were cases."""
    if frames.topic not in _TOTALS:
        return frames
    counted = {link.metric: link.item.numeral.value for link in links if link.metric in _TOTALS.values()}
    if counted.get(_TOTALS[frames.topic]) != 0:
        return frames
    other = next((topic for topic, metric in _TOTALS.items() if counted.get(metric, 0) > 0), frames.topic)
    return frames._replace(topic=other)


def both_procedures(number: Number) -> bool:
    """行政复议和行政诉讼案件共3件: one number for both is none of either; 分别为2件、1件 are two."""
    both = BOTH.search(number.before)
    return both is not None and number.item.numeral.value != 0 and len(run_of(number.sentence, number.item)) == 1


_APPLICATIONS = frozenset({"requests.received", "requests.handled", "requests.processed", OTHER})


def channels_of_requests(sentence: Sentence, links: list[Link], first: int) -> None:
    """网站收到申请3件、信函申请12件: beside an application by one channel, one by another (rewrites ``links``)."""
    for place in range(len(links) - 2, first - 1, -1):
        link, after = links[place], links[place + 1]
        if after.metric != "requests.by_channel" or link.metric not in _APPLICATIONS or not link.is_count:
            continue
        if sentence.text[link.item.end : link.item.end + 1] != "、" or link.item.unit != after.item.unit:
            continue
        words = sentence.text[link.zone.start : link.item.start]
        if channels().search(words) and "等" not in words and "、" not in words:
            links[place] = link._replace(metric=after.metric, pattern="structure:channels", whole=after.whole)


OUTCOMES = frozenset(
    f"requests.{outcome}" for outcome in ("granted", "partial", "granted_or_partial", "denied", "unable", "refused")
)
_CERTAIN = frozenset({"requests.partial", "requests.unable"})
"""Outcomes that nothing but requests has."""


def grants_in_a_row(sentence: Sentence, links: list[Link], first: int) -> None:
    """主动公开7件，部分公开1件，无法提供15件: the first of the outcomes (rewrites ``links``)."""
    if _CERTAIN.isdisjoint(link.metric for link in links[first:]):
        return
    for place in range(first, len(links) - 1):
        link, after = links[place], links[place + 1]
        if link.metric != "disclosure.total" or after.metric not in OUTCOMES or after.item.unit != link.item.unit:
            continue
        words = sentence.text[link.zone.start : link.item.start].strip("，、；：, 其中共")
        if words in ("主动公开", "公开", "已主动公开"):
            links[place] = link._replace(metric="requests.granted", pattern="structure:outcome")


_KINDS_OF_RELEASE = ("主动公开", "依申请公开", "不予公开")
_HANDLED = ("收到", "受理", "办结", "答复", "申请人", "办理")


def kinds_of_release(sentence: Sentence, links: list[Link], first: int) -> None:
    """制作信息90条，其中主动公开60条，依申请公开20条，不予公开10条: how what was written may be published; nobody
    has asked for it (rewrites ``links``)."""
    text = sentence.text[sentence.start : sentence.end]
    if not all(kind in text for kind in _KINDS_OF_RELEASE) or any(word in text for word in _HANDLED):
        return
    changed: set[int] = set()
    for place in range(first, len(links)):
        link = links[place]
        words = sentence.text[link.zone.start : link.item.start]
        told = any(kind in words for kind in _KINDS_OF_RELEASE[1:]) or link.whole in changed
        if told and link.metric.startswith("requests."):
            links[place] = link._replace(metric=OTHER, pattern="structure:release")
            changed.add(place)


_IN_GAZETTE = Pattern(
    r"，(?:共|累计|全年|年内)*(?:主动|集中|统一)?(?:公开|公布|发布|刊发|刊登|登载|刊载|收录|编入)(?:了|各类|市|县|区|政府|重要|部门)*"
    r"(?:政策|规范性|政策性)?(?:文件|公文|解读)(?:共|共计)?",
    needs="，",
)


def printed_in_a_gazette(sentence: Sentence, links: list[Link], first: int) -> None:
    """公报出刊24期，主动公开政策文件268件: what is told behind the issues is printed there (rewrites ``links``)."""
    for place in range(first + 1, len(links)):
        before, link = links[place - 1], links[place]
        if before.metric != "gazette.issues" or link.metric not in ("policy_docs.total", "disclosure.by_category"):
            continue
        if _IN_GAZETTE.fullmatch(sentence.text, before.item.end, link.item.start) and link.aspect == "value":
            links[place] = link._replace(metric="gazette.documents", pattern="structure:gazette")


_PROPOSALS = (("建议", "proposals.npc"), ("提案", "proposals.cppcc"))
"""What a part of both is called, and its metric."""


def proposals_in_a_row(sentence: Sentence, links: list[Link], first: int) -> None:
    """承办建议12件、提案9件: before proposals of the consultative conference, 建议 are those of the congress."""
    _parts_of_both(sentence, links, first)
    for place in range(first, len(links) - 1):
        link, after = links[place], links[place + 1]
        if after.metric != "proposals.cppcc" or link.metric not in ("other", "participation.comments"):
            continue
        words = sentence.text[link.zone.start : link.item.start]
        if words.endswith("建议") and after.aspect == link.aspect and after.item.unit == link.item.unit:
            links[place] = link._replace(metric="proposals.npc", pattern="structure:proposals")


def _parts_of_both(sentence: Sentence, links: list[Link], first: int) -> None:
    """复文28件（人大建议15件、政协提案13件）: a part that names one of the two."""
    for place in range(first, len(links)):
        link = links[place]
        if link.metric == "proposals.total" and link.whole is not None and links[link.whole].metric == link.metric:
            words = sentence.text[link.zone.start : link.item.start]
            named = [metric for word, metric in _PROPOSALS if word in words]
            if len(named) == 1:  # 复文28件（人大建议15件、政协提案13件）
                links[place] = link._replace(metric=named[0], pattern="structure:proposals")


def outcomes_in_a_row(sentence: Sentence, links: list[Link], first: int) -> None:
    """14件行政复议、9件行政诉讼获维持: what is said of the lawsuits is said of the reviews (rewrites ``links``)."""
    for place in range(first, len(links) - 1):
        link, after = links[place], links[place + 1]
        if link.metric != "review.total" or not after.metric.startswith("litigation.") or after.metric[11:] == "total":
            continue
        if sentence.text[link.item.end : after.item.start].rstrip("、和及 ") in _NOUNS:
            links[place] = link._replace(metric="review." + after.metric[11:], pattern="structure:outcome")


_OF_OFFICES = frozenset("个家")
_OFFICES = ("单位", "机构", "部门", "学校", "医院", "乡镇", "街道")


def publishers_of_budgets(sentence: Sentence, links: list[Link], first: int) -> None:
    """68个部门和14个乡镇公开部门预算: who published budgets, counted in two numbers (rewrites ``links``)."""
    for place in range(len(links) - 2, first - 1, -1):
        link, after = links[place], links[place + 1]
        if (
            after.metric != "finance.budget"
            or link.metric != OTHER
            or not {link.item.unit, after.item.unit} <= _OF_OFFICES
        ):
            continue
        before = sentence.text[link.zone.start : link.item.start]
        counted = link.zone.end > link.item.end or before.endswith(_OFFICES)
        if set(sentence.text[link.item.end : after.item.start]) & set("和、及与") and counted:
            links[place] = after._replace(item=link.item, zone=link.zone, pattern="structure:budgets")


def both_proposals(number: Number, own: Candidate | None) -> Candidate | None:
    """人大代表建议及政协提案办理信息16条 counts both, and is no kind of information."""
    if own is not None and own.metric == "proposals.cppcc" and _BOTH_PROPOSALS.search(number.before):
        return own._replace(metric="proposals.total")
    if own is not None and own.metric == "proposals.total":
        words = _QUOTED.sub("", number.before)  # “建议提案”栏目公开人大代表建议及办理结果72件
        if _OF_CONGRESS.search(words) and "提案" not in words:
            return own._replace(metric="proposals.npc")
        if _OF_CONFERENCE.search(words) and "建议" not in words and "议案" not in words:
            return own._replace(metric="proposals.cppcc")
    handled = _BOTH_HANDLED.search(number.before) if own is None or own.head in _LITTLE else None
    return own if handled is None else Candidate("proposals.total", handled[0].strip(), "structure:both-proposals", 0.0)


def several_forms(number: Number, own: Candidate | None) -> Candidate | None:
    """文字解读及图片解读25条: several forms in one number are interpretations of any form."""
    if own is None or own.metric != "interpretation.by_form" or number.before.rstrip("仅共有 ").endswith("类"):
        return own  # 视频、动漫类仅6件 is a part of all forms
    cues, text = number.lexicon.by_head, number.sentence.text
    hits = number.sentence.words(number.zone.start, number.zone.words_end, whole=True)
    forms = [hit for hit in hits if any(cue.metric == own.metric for cue in cues.get(hit.word, ()))]
    if any(
        later.start > form.end and text[form.end : later.start] in _FORMS_JOINED for form in forms for later in forms
    ):
        return own._replace(metric="interpretation.count", pattern="structure:several-forms")
    return own
