"""The numbers of a passage in order: each linked by its own words, or by how it hangs on another.

Shares and changes (aspects), lists (lists), parts of a whole (parts); what stands alone is left to
``link.best``. ``Linker`` remembers what came before.
"""

from __future__ import annotations

from nlp_extract.narrative.aspects import aspect_of, link_of_aspect
from nlp_extract.narrative.cases import (
    OUTCOMES,
    both_procedures,
    both_proposals,
    channels_of_requests,
    grants_in_a_row,
    kinds_of_release,
    outcomes_in_a_row,
    printed_in_a_gazette,
    procedure,
    proposals_in_a_row,
    publishers_of_budgets,
    several_forms,
)
from nlp_extract.narrative.cues import Lexicon
from nlp_extract.narrative.frames import Frames, frames_at, platform_of, topic_of
from nlp_extract.narrative.kinds import KIND, among_kinds, kind, kinds_in_a_row
from nlp_extract.narrative.link import Candidate
from nlp_extract.narrative.links import OTHER, Link, Number
from nlp_extract.narrative.lists import respectively, shared
from nlp_extract.narrative.offices import office
from nlp_extract.narrative.parts import OPENS, elliptic, ends_list, listed, opens, part, whole_of
from nlp_extract.narrative.platforms import over_platforms, pieces, posts_of_a_platform
from nlp_extract.narrative.sentence import LONGEST, Sentence
from nlp_extract.narrative.totals import (
    channels_in_a_row,
    channels_that_add_up,
    since_ever,
    sum_of,
    total_at_end,
    total_of_channels,
)
from nlp_extract.patterns import Pattern

_PRIOR = Pattern(
    r"(?:(?:较|比|与|和|于|同)(?:上一?年度?|去年|前年|20\d\d年度?)(?:同期)?(?:的|为|是|全年)?"
    r"|(?:(?<!结转)上一?年度?|去年|(?<![转至入到])20\d\d年度?)(?:同期)?(?:的|为|是|：|:)?)\s*+(?:[（(]\s*+)?$",
    needs="年",
)
_CALLS = frozenset({"interaction.hotline", "interaction.messages"})
_ENUMERATED = ("requests.by_topic", "requests.by_channel", "disclosure.by_category", "disclosure.by_channel")
_LEAD = 26
"""Characters of a sentence that leads in the next, at most."""
_OF_PLATFORMS = ("count", "people", "")
_ANY_PLATFORM = (
    "newmedia.posts",
    "newmedia.reposts",
    "newmedia.reads",
    "newmedia.followers",
    "website.visitors",
    "website.page_views",
)
_LITTLE_PUBLISHED = (
    "信息",
    "各类信息",
    "发布信息",
    "发布各类信息",
    "动态",
    "工作动态",
    "政务信息",
    "各类政务信息",
    "发布政务信息",
)
_POSTED = Pattern(r"推文|推送|原创|发文|发稿|图文|作品", needs="推原发图作")
_MADE_PUBLIC = Pattern(r"公开|政府信息", needs="公政")
_CLOSED = Pattern(r"等(?:内容|方面|信息|领域)?[，,。]$")
_STANDS = Pattern(
    r"[\s，,；;、]*(?:截至?目前|目前|至今|全\p{Han}{1,2}|累计|总共){0,2}(?:现有|已有|共有|现存)\s*", needs="有存"
)
_TAKEN = Pattern(r"被[^被]{0,40}(?:采用|转载|转发)", needs="被")
_PASSED_ON = Pattern(r"[\s，,；;、]*(?:转载|转发)", needs="转")
_PRESS = Pattern(r"[\s，,、]*(?:国家级?|中央级?|[省市县区]级|地市级)(?:主流)?(?:媒体|平台|报刊)?", needs="级国中")
_OTHER = Pattern(r"[、，,；;和及]?其[他它](?:方式|渠道|类|类别|方面|信息|内容)?", needs="其")
_DONE = ("主动公开", "公开政府信息", "收到", "受理", "新收")
"""Heads that begin with what an office did."""
_THE_REST = Pattern(r"[、，,；;]?其余", needs="其")
_CASE_TOPICS = ("requests", "review", "litigation")
_CASES = ("requests.", "review.", "litigation.")


class Linker:
    """Links the numbers of one passage; ``links`` and ``frames`` are what came of it so far."""

    def __init__(self, lexicon: Lexicon, heading: str = "", before: Frames | None = None) -> None:
        self.lexicon = lexicon
        self.links: list[Link] = []
        self.frames = before or (Frames(topic="requests") if "申请" in heading else Frames())
        self._whole: int | None = None
        self._whole_ends = -1
        """Where the bracket closes that opened the whole; -1 for a whole without bracket."""
        self._outer: int | None = None
        """The whole whose list goes on behind the bracket (包括机构13条（简介1条、领导4条），许可62条)."""
        self._members: list[tuple[int, int]] = []
        self._silent: list[Sentence] = []
        """Sentences without numbers since the last with one."""
        self._before: Sentence | str = ""
        """The sentence before, or the platform that it named last."""

    def sentence(self, sentence: Sentence) -> None:
        """Adds the links of the next sentence."""
        first = len(self.links)
        if self._whole is not None and not OPENS.match(sentence.text[sentence.start : sentence.end].lstrip()):
            self._whole = self._outer = None
        self._members = []
        if not sentence.found:
            self._silent.append(sentence)
            self._before = sentence
            return
        sentence.lead = self._lead()
        self.frames = Frames(topic=self.topic())
        for item, zone in zip(sentence.found, sentence.zones, strict=True):
            self.frames = frames_at(sentence, zone, self.lexicon, self.frames)
            self.frames = procedure(self.frames, self.links[first:])
            number = Number(sentence, item, zone, self.frames, self.lexicon, self.links, first)
            over = over_platforms(number)
            number = number if over is number.frames else number._replace(frames=over)
            self._open_or_close_whole(number)
            aspect, direction = aspect_of(number)
            if aspect == "value":
                self.links.extend(self._value(number))
            else:
                listed_share = self._listed_share(number) if aspect == "share" else None
                self.links.append(listed_share or link_of_aspect(number, aspect, direction))
        self._before = self.frames.platform
        kinds_in_a_row(sentence, self.links, first)
        posts_of_a_platform(sentence, self.links, first, self.lexicon)
        total_at_end(sentence, self.links, first)
        since_ever(sentence, self.links, first)
        channels_in_a_row(sentence, self.links, first)
        channels_that_add_up(self.links, first)
        total_of_channels(sentence, self.links, first)
        channels_of_requests(sentence, self.links, first)
        kinds_of_release(sentence, self.links, first)
        grants_in_a_row(sentence, self.links, first)
        outcomes_in_a_row(sentence, self.links, first)
        proposals_in_a_row(sentence, self.links, first)
        printed_in_a_gazette(sentence, self.links, first)
        publishers_of_budgets(sentence, self.links, first)

    def _lead(self) -> frozenset[str]:
        """The words of the sentence before, where it leads in this one (编好政府公报。)."""
        before = self._before
        if not isinstance(before, Sentence) or before.end - before.start > _LEAD:
            return frozenset()
        hits = self.lexicon.hits(before.text, before.start, before.end, ())
        return frozenset([hit.word for hit in hits])

    def topic(self) -> str:
        """What the text so far was last about. Sentences without numbers are looked up only here, from the
        last one back to the first that says."""
        while self._silent:
            sentence = self._silent.pop()
            topic = topic_of(sentence, self.lexicon)
            if topic:
                self.frames = Frames(topic=topic)
                self._silent.clear()
        return self.frames.topic

    def _open_or_close_whole(self, number: Number) -> None:
        """Notices 其中, a bracket or a colon right behind a number, which makes that number a whole."""
        if self._whole_ends >= 0 and number.item.start > self._whole_ends:
            outer = self._outer
            goes_on = outer is not None and self.links[outer].item.unit == number.item.unit
            self._whole, self._whole_ends, self._outer = outer if goes_on else None, -1, None
        if not self.links:
            return
        last, text = self.links[-1], number.sentence.text
        between = text[max(last.item.end, number.sentence.start) : number.item.start]
        mark = between.lstrip()[:1] if number.previous else ""
        if mark and mark in "（(" and not set(between) & set("）)") and last.is_count:
            end = number.item.end
            if self._whole_ends < 0:
                self._outer = self._whole
            closing = [place for place in (text.find(m, end, end + LONGEST) for m in "）)") if place >= 0]
            self._whole, self._whole_ends = whole_of(self.links, number), min(closing, default=-1)
        elif opens(number, between) or (mark and mark in "：:"):
            self._whole, self._whole_ends = whole_of(self.links, number), -1

    def _value(self, number: Number) -> list[Link]:
        several = shared(number)
        if several:
            return several
        derived = self._prior(number) or sum_of(number) or pieces(number)
        if derived is not None:
            return [derived]
        if both_procedures(number):
            return [number.other()]
        aligned, self._members = respectively(number, self._members)
        number = number if aligned else self._on_platform_before(number)
        own = aligned or number.best(frames=self._following(number))
        name = office(number.before)
        if own is not None and own.metric == OTHER:
            if self._whole is None and not among_kinds(number):
                return [number.link(own, name=name)._replace(head=number.noun())]
            own = None  # 网站45家，其中部门35家; 规划计划12条、工作总结8条
        if own is not None and own.metric.startswith(_CASES) and self._goes_on_with_another(number):
            own = None  # 收到申请9件。受理投诉112件，办结112件
        own = both_proposals(number, own)
        own = own if aligned else several_forms(number, own)
        if own is not None and own.head in name:
            own = None  # 规划 in 宿城自然资源和规划分局1件
        name = name or self._office_before(number, own) or self._office_of_part(number, own)
        in_list = self._rest_of_list(number) or self._listed(number, own)
        if in_list is not None:
            return [in_list]
        if self._whole is not None and number.item.kind != "percent":
            if not ends_list(number, self._whole, own):
                return [part(number, self._whole, own, name)]
            self._whole = self._outer = None
        like = None if aligned else self._like_previous(number, own, name) or (None if name else kind(number, own))
        if like is not None:
            return [like]
        return [number.link(own, name=name) if own is not None else number.other(name)]

    def _on_platform_before(self, number: Number) -> Number:
        """加强公众号建设。全年推送信息85条，阅读量3万次: the platform of the sentence before, for a number of what only
        platforms have; for what is published (发布信息260条) only if that sentence has no numbers."""
        if number.frames.platform or not self._before or number.item.kind not in _OF_PLATFORMS:
            return number
        silent = isinstance(self._before, Sentence)
        platform = self._before if isinstance(self._before, str) else platform_of(self._before, self.lexicon)
        if not platform:
            self._before = ""
            return number
        own = number.best()
        if own is None:
            vague = _POSTED.search(number.before) is not None
        elif own.metric == "disclosure.total":
            vague = silent and own.head in _LITTLE_PUBLISHED and not _MADE_PUBLIC.search(number.before)
        else:
            vague = own.metric in _ANY_PLATFORM or (
                own.metric == "media.articles" and _TAKEN.search(number.before) is not None
            )
        if not vague:
            return number
        self._before = platform
        frames = number.frames._replace(platform=platform)
        on = number.best(frames=frames)
        if on is None or (on.metric.split(".")[0] != platform and on.metric != "newmedia.reposts"):
            return number
        self.frames = frames
        return number._replace(frames=frames)

    def _goes_on_with_another(self, number: Number) -> bool:
        """办结112件, 其他6件 right behind what is no request, in a sentence that names none: as much of that."""
        previous = number.previous
        if previous is None or previous.aspect != "value" or previous.metric.startswith(_CASES):
            return False
        if previous.item.unit != number.item.unit or set(number.since(previous)) & set("；;"):
            return False
        if not (elliptic().fullmatch(number.before) or _OTHER.fullmatch(number.before)):
            return False
        own = range(previous.zone.start, previous.item.start)  # 受理法律援助申请320件，办结310件
        hits = [hit for hit in number.sentence.framing(self.lexicon) if hit.end <= number.item.start]
        words = [hit.word for hit in hits if hit.start not in own]
        return not any(self.lexicon.frames[word][:2] == ("topic", number.frames.topic) for word in words)

    def _following(self, number: Number) -> Frames:
        """The frames in force, and the metric of the number before (新收88件，结转3件: carried in)."""
        last = next((link.metric for link in reversed(self.links) if link.aspect == "value"), "")
        return Frames(number.frames.platform, number.frames.topic, last)

    def _prior(self, number: Number) -> Link | None:
        """较上年度的390件增长…, 上年4宗: last year's figure of the value before it."""
        if number.previous is None:
            return None
        text, item = number.sentence.text, number.item
        lead = text[max(number.sentence.start, number.zone.start - 12) : item.start]
        carried = text[item.end : item.end + 4].strip("的 ").startswith(("结转", "转"))
        if carried or not _PRIOR.search(lead):
            return None
        for link in reversed(self.links[number.first :]):
            if link.aspect == "value" and link.item.kind == item.kind:
                return number.like(link, "prior", whole=None)._replace(prior=True)
        return None

    def _office_before(self, number: Number, own: Candidate | None) -> str:
        """沭阳县民政局1件，收取880元: the amount is that office's too."""
        previous = number.previous
        if previous is None or not previous.name or own is None or set(number.since(previous)) & set("；;。）)、"):
            return ""
        return previous.name if previous.metric.split(".")[0] == own.metric.split(".")[0] else ""

    def _office_of_part(self, number: Number, own: Candidate | None) -> str:
        """其中，市直部门主动公开政府信息332条: who did as much of what the whole counts."""
        words = number.before.rstrip("共累计 ")
        if self._whole is None or own is None or not (own.head.startswith(_DONE) and words.endswith(own.head)):
            return ""
        same = own.metric == self.links[self._whole].metric
        return office(words.removesuffix(own.head)) if same else ""

    def _rest_of_list(self, number: Number) -> Link | None:
        """涉及土地类5件、其他1件: the rest counts what the list counts."""
        counts = [link for link in self.links[number.first :] if link.is_count]
        if not counts or counts[-1].metric not in _ENUMERATED or counts[-1].item.unit != number.item.unit:
            return None
        alone = number.zone.clause == number.item.end  # 土地类5件，其余3件；but 其余3件结转
        rest = _OTHER.fullmatch(number.before) or (alone and _THE_REST.fullmatch(number.before))
        return number.like(counts[-1], "rest-of-list") if rest else None

    def _listed(self, number: Number, own: Candidate | None) -> Link | None:
        """What a phrase leads in: 申请内容主要涉及征地21件、社保8件."""
        if own is not None and own.metric.startswith(_CASES) and own.metric != "requests.other":
            asker = own.metric.startswith("requests.by_applicant.")
            if not asker or number.before.rstrip("（( ").endswith(own.head):  # but 企业改制（4件）
                return None
        previous = number.previous
        if own is not None and own.metric == "requests.other" and previous and previous.metric in OUTCOMES:
            return None  # 从申请方式看，网上26件；从结果看，公开12件、其他4件
        sentence, listings = number.sentence, self.lexicon.listings
        if listings.keys().isdisjoint(sentence.word_set(sentence.start, sentence.end)):
            return None
        for hit in sentence.words(sentence.start, number.item.start):
            topic, metric = listings.get(hit.word, ("", ""))
            unclear = number.sentence.text.startswith(("仍不明确", "不明确"), hit.end)  # 补正后申请内容仍不明确2件
            in_force = number.frames.topic == topic or (not topic and number.frames.topic not in _CASE_TOPICS)
            closed = _CLOSED.search(sentence.text, hit.end, number.zone.segment)  # 公开内容涵盖A、B等，全年发布331篇
            if not metric or closed or not in_force or number.zone.runs_on or unclear:
                continue
            metric = listed(number, metric, own)
            if metric:
                return number.inferred(metric, "listing", head=number.before.strip(" 、，,：:（("), whole=self._whole)
        return None

    def _listed_share(self, number: Number) -> Link | None:
        """内容集中于征地补偿（31%）、城乡规划（22%）: a share of what is listed by name, without its number."""
        previous = number.previous
        named = number.since(previous) if previous is not None else ""
        if number.before.strip() or not named.endswith(("（", "(")) or not named.strip("、，,；;）)（( "):
            return None
        link = self._listed(number, None)
        return None if link is None else link._replace(aspect="share", whole=None)

    def _like_previous(self, number: Number, own: Candidate | None, name: str) -> Link | None:
        """A number that only goes on with what the one before it counts."""
        previous, before = number.previous, number.before
        if previous is not None and previous.metric in _CALLS and before.endswith("类"):
            return number.like(previous, "class")  # 热线受理17218人次，咨询类12973件、投诉类3413件
        if previous is None or previous.item.unit != number.item.unit:
            return None
        goes_on = own is None or not set(number.since(previous)) & set("，,；;）)")
        if goes_on and not before.strip("、和与及以 ") and number.zone.end == number.item.end:
            return previous._replace(item=number.item, zone=number.zone)
        if own is None and name and before.startswith("、"):
            return number.like(previous, "named", name=name)
        counts_else = number.zone.end > number.item.end and not number.zone.runs_on  # 清单7批，共计87个｜应用场景
        if own is None and not counts_else and (_STANDS.fullmatch(before) or elliptic().fullmatch(before)):
            return number.like(previous, "elliptic")
        if previous.metric.endswith(".posts") and _PASSED_ON.match(before):  # 发布原创20篇，转载法规26篇
            passed = own is None or own.metric in ("newmedia.reposts", "disclosure.total")
            passed = passed or (own is not None and own.metric == KIND and previous.metric != "website.posts")
            return number.like(previous, "passed-on") if passed and number.zone.end == number.item.end else None
        if previous.metric == "newmedia.reposts" and _PRESS.fullmatch(before):  # 被央媒采用41条，省级媒体379条
            return number.like(previous, "press")
        return None
