"""What a sentence is talking about where a number stands: which platform, which topic."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from nlp_extract.narrative.cues import Hit, Lexicon
from nlp_extract.narrative.sentence import Sentence, Zone
from nlp_extract.patterns import Pattern

_LIST_GAP = 24
"""Characters between two platforms of one list, at most (门户网站、“东川教育发布”微信公众号)."""
_LISTED = Pattern(
    r"(?:(?!发布|公开|推送|及时)[^，,；;。\d])*(?:[、和与+/]|及(?!时)|为主\p{Han}{0,4}[，,])(?:(?!发布(?!”)|公开|推送|及时)[^，,；;。\d])*"
)
_ACCOUNT = Pattern(r"[^“”\",，。；;、\s]{0,8}[”\"](?:的|官方|政务)?", needs='”"')
"""What stands between a platform in the name of an account and the platform it is on."""
_AS_PLATFORM = Pattern(r"(?:作?为)\p{Han}{0,4}公开\p{Han}{0,6}(?:平台|渠道|载体|阵地|窗口|途径)[，,]", needs="为")
"""以网站为信息公开主要平台，主动公开信息2056条: where most, not all, is published."""
_CLAUSE = frozenset("，,；;。")


class Frames(NamedTuple):
    """Platform and topic in force, "" where nothing says; ``follows`` is the metric of the number before."""

    platform: str = ""
    topic: str = ""
    follows: str = ""

    def names(self) -> frozenset[str]:
        return frozenset(filter(None, self))


class _Mention(NamedTuple):
    start: int
    end: int
    group: str
    name: str
    strong: bool


def frames_at(sentence: Sentence, zone: Zone, lexicon: Lexicon, before: Frames) -> Frames:
    """The frames in force at a number: named in its noun, else last named before it in the sentence,
    else ``before`` (the sentence before). Platforms named side by side are new media together."""
    hits = [hit for hit in sentence.framing(lexicon) if hit.end <= zone.end]
    named = sentence.named.get(len(hits))
    if named is None:
        mentions = _mentions(hits, lexicon)
        platforms = _said(sentence.text, [mention for mention in mentions if mention.group == "platform"])
        named = sentence.named[len(hits)] = _platform(sentence.text, platforms), _topic(mentions)
    platform, topic = named
    return Frames(platform or before.platform, topic or before.topic)


def topic_of(sentence: Sentence, lexicon: Lexicon) -> str:
    """The topic of a sentence without numbers, "" where it names none."""
    return _topic(_mentions(lexicon.group_hits("topic", sentence.text, sentence.start, sentence.end), lexicon))


def platform_of(sentence: Sentence, lexicon: Lexicon) -> str:
    """The platform that a sentence names last, "" where it names none."""
    mentions = _mentions(lexicon.group_hits("platform", sentence.text, sentence.start, sentence.end), lexicon)
    return _platform(sentence.text, _said(sentence.text, mentions))


def _mentions(hits: Iterable[Hit], lexicon: Lexicon) -> list[_Mention]:
    """The frame words ``hits``, none inside a longer one of its group (复议后起诉 covers 复议)."""
    found: list[_Mention] = []
    for hit in hits:
        group, name, strong = lexicon.frames[hit.word]
        if any(m.group == group and m.start <= hit.start and hit.end <= m.end for m in found[-6:]):
            continue
        while found and found[-1].group == group and hit.start <= found[-1].start and found[-1].end <= hit.end:
            found.pop()
        found.append(_Mention(hit.start, hit.end, group, name, strong))
    return found


def _topic(mentions: list[_Mention]) -> str:
    """The last topic named, a strong one before others; "" where none is."""
    topics = [mention for mention in mentions if mention.group == "topic"]
    strong = [mention for mention in topics if mention.strong]
    return (strong or topics)[-1].name if topics else ""


def _said(text: str, mentions: list[_Mention]) -> list[_Mention]:
    """Without the weak ones whose own clause names a platform (微博“青禾发布”发布 is about the microblog) and
    without those in names of accounts (“青禾县政府门户网”微信公众号 is no website)."""
    kept: list[_Mention] = []
    mentions = [mention for mention in mentions if not _AS_PLATFORM.match(text, mention.end)]
    for place, mention in enumerate(mentions):
        if place + 1 < len(mentions) and _ACCOUNT.fullmatch(text, mention.end, mentions[place + 1].start):
            continue
        before = kept[-1].end if kept else -1
        if before == mention.start and mention.name == "newmedia":
            continue  # 今日头条政务号
        if mention.strong or before < 0 or not _CLAUSE.isdisjoint(text[before : mention.start]):
            kept.append(mention)
    return kept


def _platform(text: str, mentions: list[_Mention]) -> str:
    """The last platform named; several in one list (微信、微博和抖音) are "newmedia", with a website
    or a board among them "mixed"."""
    if not mentions:
        return ""
    names = {mentions[-1].name}
    for earlier, later in zip(reversed(mentions[:-1]), reversed(mentions), strict=False):
        apart = later.start - earlier.end  # 政务新媒体 and 新媒体平台 in 政务新媒体平台 overlap
        if apart > _LIST_GAP or (apart >= 0 and not _LISTED.fullmatch(text, earlier.end, later.start)):
            break
        names.add(earlier.name)
    if len(names) == 1:
        return names.pop()
    return "mixed" if names & {"website", "board"} else "newmedia"
