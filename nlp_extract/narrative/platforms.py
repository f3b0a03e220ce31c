"""What platforms publish, and how it is read: posts of a website or an account, reads over several of them."""

from __future__ import annotations

from nlp_extract.narrative.cues import Lexicon
from nlp_extract.narrative.frames import Frames
from nlp_extract.narrative.kinds import KIND, PLATFORMS, published_units
from nlp_extract.narrative.links import Link, Number
from nlp_extract.narrative.sentence import Sentence
from nlp_extract.patterns import Pattern

_IN_ALL = Pattern(
    r"总(?:的)?(?:阅读|浏览|点击|访问|曝光|粉丝|关注|订阅)|(?:合计|共计|累计|总计|共)(?:阅读|浏览|点击|获得|粉丝|关注)"
    r"|(?:粉丝|关注|订阅|阅读|浏览|点击)\p{Han}{0,4}(?:总|共|合计)",
    needs="阅浏点访曝粉关订",
)
_NAMED_LAST = frozenset({"other", "policy_docs.total", "interpretation.count", "participation.meetings"})
"""Metrics of a number at the end of examples, whose last one it only seems to count (会议、政策等520条)."""
_PIECES = Pattern(
    r"(?:以上)?(?:的?(?:作品|推文|文章|短?视频|信息|稿件|博文|图文)?的?(?:有|达|共)"
    r"|的(?:作品|推文|文章|短?视频|信息|稿件|博文|图文)?)\s*",
    needs="有达共的",
)
"""推文阅读量过万的有｜23篇."""
_PIECE_UNITS = ("条", "篇", "个", "部", "件", "期")
_READS = (".reads", ".views")


def posts_of_a_platform(sentence: Sentence, links: list[Link], first: int, lexicon: Lexicon) -> None:
    """市政府网站发布民政信息8条，公众号推送工作动态7条: one number with a platform of its own counts what the
    platform published; in a list (网站发布动态7条、公告9条) it counts a kind (rewrites ``links``)."""
    for place in range(first, len(links)):
        link = links[place]
        metric = link.frames.platform + ".posts"
        unnamed = link.metric in _NAMED_LAST and _ends_in_examples(sentence, link)
        told = (link.metric == KIND or unnamed) and link.aspect == "value" and metric in lexicon.names
        if not told or (link.whole is not None and not unnamed):
            continue
        if not _of_a_platform(sentence, link, lexicon):
            continue
        after = links[place + 1] if place + 1 < len(links) else None
        if after is None or not _in_its_list(sentence, link, after, lexicon):
            links[place] = link._replace(metric=metric, pattern="structure:platform")


def over_platforms(number: Number) -> Frames:
    """微信推送300条、微博发布120条，总阅读量5万次: what several platforms published is read and followed on all of
    them (the frames at the number)."""
    frames, sentence = number.frames, number.sentence
    if frames.platform not in PLATFORMS or not _IN_ALL.search(number.before):
        return frames
    if _names_platform(sentence, number.zone.start, number.item.start, number.lexicon):
        return frames
    platforms = set()
    for link in reversed(number.links[number.first :]):
        apart = set(number.since(link)) & set("；;。（(") and link.metric != "newmedia.accounts"
        if apart or link.aspect != "value" or not link.metric.endswith((".posts", ".by_channel", ".accounts")):
            break
        platforms.add(link.frames.platform)
    return frames._replace(platform="newmedia") if len(platforms - {""}) > 1 else frames


def _ends_in_examples(sentence: Sentence, link: Link) -> bool:
    """公众号发布活动报道、科普知识等520条: what was published, by examples."""
    before = sentence.text[link.zone.start : link.item.start].rstrip("共计 ")
    published = any(verb in before for verb in ("发布", "推送", "公开", "更新"))
    bare = link.zone.end == link.item.end
    return published and bare and before.endswith("等") and link.item.unit in published_units()


def _of_a_platform(sentence: Sentence, link: Link, lexicon: Lexicon) -> bool:
    """Whether a platform is named in the number's own stretch."""
    return _names_platform(sentence, link.zone.start, link.item.start, lexicon)


def _names_platform(sentence: Sentence, start: int, end: int, lexicon: Lexicon) -> bool:
    words = sentence.words(start, end)
    names = [hit.word for hit in words if not hit.word.endswith("栏目")]  # 公示栏目发布信息7条 is a kind
    return any(lexicon.frames.get(name, ("", "", False))[0] == "platform" for name in names)


def _in_its_list(sentence: Sentence, link: Link, after: Link, lexicon: Lexicon) -> bool:
    """Whether the next number goes on with another kind of what the platform published."""
    if after.metric == "disclosure.total":
        return False  # 网站公开要闻812条，主动公开政府信息779条
    between = sentence.text[link.item.end : after.item.start]
    unlike = after.item.unit != link.item.unit and not (after.metric == KIND and between.startswith("、"))
    if unlike or after.whole is not None:
        return False
    return not set(between) & set("；;（(") and not _of_a_platform(sentence, after, lexicon)


def pieces(number: Number) -> Link | None:
    """抖音号作品单条播放超百万次的有23条: of so many posts."""
    previous = number.previous
    if previous is None or not previous.metric.endswith(_READS) or number.item.unit not in _PIECE_UNITS:
        return None
    posts = previous.metric.split(".")[0] + ".posts"
    return number.like(previous, "pieces", metric=posts) if _PIECES.fullmatch(number.before) else None
