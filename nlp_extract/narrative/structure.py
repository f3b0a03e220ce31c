"""How numbers of a sentence hang together: parts of a whole, shares and changes of a value, lists.

``X和Y分别为a和b``, ``复议、诉讼均为0件``, ``112件（规范性文件24件…）``, ``其中…``, ``占46.5%``, ``同比增长10.5%``.
What stands alone is left to ``link.best``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from nlp_extract.facts import Aspect
from nlp_extract.lexicon.loader import load
from nlp_extract.narrative.cues import Lexicon
from nlp_extract.narrative.frames import Frames, frames_at
from nlp_extract.narrative.link import Candidate, best
from nlp_extract.narrative.scan import Found
from nlp_extract.narrative.sentence import Sentence, Zone
from nlp_extract.patterns import Pattern, alternation

_SHARE = Pattern(r"占(?!用|地)|占比|比重|比例为|比例达|占到")
_COMPARED = Pattern(
    r"同比|环比|较(?:上|去|前|20\d\d|往|年初|同期)|比(?:上|去|前|20\d\d|往)|(?:与|同|和)(?:上|去|20\d\d|前|往)\p{Han}{0,8}相比|相比|相较|上升|下降|回落|下滑|增幅|降幅|增长|增速|压减|翻"
)
_MORE_OR_LESS = Pattern(
    r"(?:增加|增长|上升|提高|提升|增多|多|净增|上涨|扩大|新增加)(?:了|约|近|超|超过|逾|\s)*$|(?P<down>减少|下降|降低|少|回落|下滑|压减|减|缩短|压缩|下跌)(?:了|约|近|超|超过|逾|\s)*$"
)
_REACHED = Pattern(r"(?:增加|增长|提高|提升|上升|下降|减少|降)[到至为]|升至|达到?\s*$|[为达]\s*$")
_JOINERS = Pattern(r"[、，,；;和与及以\s]*")
_RESPECTIVELY = Pattern(r"分别(?:为|占|达到?|有|是|\p{Han}{0,8})?")
_EACH = Pattern(r"(?:均|各|都|皆)(?:为|是|达到?|有|实现|保持|约|\p{Han}{0,2})?\s*$")
_BOTH = Pattern(r"复议(?:案件)?[、和及与]?(?:行政)?诉讼(?:案件)?(?:数|数量)?\s*$")
_PART = Pattern(r"其中|(?:信息|文件|申请|答复|稿件|总数|总量)中[，,]|包括|包含|分为|具体为|分别是")
_TOTAL_AFTER = Pattern(r"^[\s，,、]*(?:总共|合计|共计|总计|共|累计|一共)")
_NAMED = Pattern(
    r"^[、，,；;：:（(\s和及与]*(?:其中[，,：:]?)?\s*(?P<name>(?!全年|通过|检查|抽查|经|在|对|向|从|累计|利用|依托|依据|推动|覆盖|及时|做好|共|举|为|由|与)"
    r"\p{Han}[\p{Han}（）()“”、]{0,22}?(?:省|市|县|区|镇|乡|街道|办事处|局|委|(?<=[府委局厅区县市开])办|厅|部门|政府|分局|(?<!查阅)中心|开发区|园区|直属单位|本级|级"
    r"|处|(?:服务|工作|管理)站|院|公司|集团|大队|支队|旗|州|盟|馆|学校|农场|林场|管委会|办公室|总队|海关|村|社区|委员会))(?:(?<=级)(?:文件|信息|网站))?"
    r"(?:共|共计|发布|公开|办理|受理|收到|答复|办结|各|累计|报送|合计|有)?\s*$"
)
_PRIOR = Pattern(
    r"(?:(?:较|比|与|和|于|同)(?:上一?年度?|去年|前年|20\d\d年度?)(?:同期)?(?:的|为|是|全年)?|(?:上一?年度?|去年|20\d\d年度?)(?:同期)?(?:的|为|是|：|:)?)\s*[（(]?\s*$"
)
_WHOLE_REGION = Pattern(r"根据|按照|要求|建立|完成|加强|推进|组织|开展|全[市县区省州盟旗镇乡]|做好|等$|公开专区$|服务中心建")
_CHANNEL = Pattern(r"网站|公众号|微信|微博|平台|公开栏|公示栏|公告栏|新媒体|抖音|视频号|客户端|电子屏|显示屏|方式|渠道|途径|邮寄|信函|网络|当面|现场|传真|邮件|网上|线上|线下|窗口|来信|快递|头条|广播|报刊|报纸|电视|系统|栏$|APP|大屏|触摸屏|媒体")
_RATE_UNITS = ("%", "‰")


@dataclass(frozen=True, slots=True)
class Link:
    """A number with what it counts. ``name`` is the unit it counts for (沭阳县477件), ``whole`` the order
    in the passage of the number it is a part, share or change of."""

    item: Found
    zone: Zone
    frames: Frames
    metric: str
    aspect: Aspect
    head: str
    pattern: str
    name: str = ""
    direction: int = 0
    whole: int | None = None
    prior: bool = False
    """The number is last year's (比上年（14930条）增加…)."""


@dataclass(frozen=True, slots=True)
class Whole:
    """Rules for the parts of a metric; see ``lexicon/parts.toml``."""

    channel: str
    kind: str
    keep: tuple[str, ...]
    platforms: tuple[str, ...]


@cache
def wholes() -> dict[str, Whole]:
    required: dict[str, type | tuple[type, ...]] = {"metric": str, "keep": list}
    entries = load("parts.toml", "whole", required, {"channel": str, "kind": str, "platforms": list})
    return {
        entry.data["metric"]: Whole(
            entry.data.get("channel", ""),
            entry.data.get("kind", ""),
            tuple(entry.data["keep"]),
            tuple(entry.data.get("platforms", ())),
        )
        for entry in entries
    }


@cache
def sums() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Metrics that a 合计 stands for, with the metrics that it adds up."""
    entries = load("parts.toml", "sum", {"metric": str, "parts": list})
    return tuple((entry.data["metric"], tuple(entry.data["parts"])) for entry in entries)


@cache
def elliptic() -> Pattern:
    """Verbs that alone before a number mean the thing just counted (账号371个，新增14个、注销58个)."""
    words = [word for entry in load("parts.toml", "elliptic", {"words": list}) for word in entry.data["words"]]
    return Pattern(r"[\s、，,；;和并其中：:]*" + alternation(words) + r"(?:了|共|约|近)?\s*")


class Linker:
    """Links the numbers of one passage in order, remembering what came before."""

    def __init__(self, lexicon: Lexicon, heading: str = "", before: Frames | None = None) -> None:
        self.lexicon = lexicon
        self.links: list[Link] = []
        self.frames = before or (Frames(topic="requests") if "申请" in heading else Frames())
        self.whole: int | None = None
        self.closes = -1
        self.members: list[tuple[int, int]] = []
        """The members of the last 分别 of the sentence, for a second one (…，粉丝分别为9.7万、4.1万)."""

    def sentence(self, sentence: Sentence) -> None:
        first = len(self.links)
        if not _PART.match(sentence.text[sentence.start : sentence.end].lstrip()):
            self.whole = None
        self.frames = Frames(platform="", topic=self.frames.topic)
        self.members = []
        for order, item in enumerate(sentence.found):
            self._number(sentence, order, item, first)
        self._total_at_end(sentence, first)
        if sentence.zones:
            return
        tail = _zone(sentence.start, sentence.end)
        self.frames = frames_at(sentence, tail, self.lexicon, self.frames)

    # -------------------------------------------------------------- one number

    def _number(self, sentence: Sentence, order: int, item: Found, first: int) -> None:
        zone = sentence.zones[order]
        self._open_or_close_whole(sentence, order, item, zone, first)
        self.frames = frames_at(sentence, zone, self.lexicon, self.frames)
        before = sentence.text[zone.start : item.start]
        aspect, direction = self._aspect(sentence, item, zone, before, first)
        if aspect == "value":
            self.links.extend(self._value(sentence, order, item, zone, before, first))
        else:
            self.links.append(self._of_a_value(sentence, item, zone, aspect, direction, first))

    def _aspect(self, sentence: Sentence, item: Found, zone: Zone, before: str, first: int) -> tuple[Aspect, int]:
        text = sentence.text
        segment = text[zone.segment : item.start]
        previous = self.links[-1] if len(self.links) > first else None
        tail = _MORE_OR_LESS.search(before)
        direction = 0 if tail is None else -1 if tail["down"] else 1
        if item.kind in ("percent", "fraction"):
            if _SHARE.search(before):
                return "share", 0
            bracketed = text[zone.start - 1 : zone.start] in ("（", "(") and not before.strip()
            if bracketed and previous is not None and previous.aspect == "value" and previous.item.kind != "percent":
                return "share", 0
            if tail or (_COMPARED.search(before) and not _REACHED.search(before)):
                return "change", direction
            if previous and previous.aspect != "value" and _JOINERS.fullmatch(text, previous.item.end, item.start):
                return previous.aspect, previous.direction
            rate = best(sentence, item, zone, self.frames, self.lexicon)
            part = best(sentence, replace(item, kind="count", unit="件"), zone, self.frames, self.lexicon)
            outcome = part is not None and part.metric.startswith("requests.") and part.head in before
            if part is not None and outcome and (rate is None or rate.score < part.score):
                return "share", 0
            return "value", 0
        if item.kind in ("rate", "multiple"):
            return "change", direction
        compared = _COMPARED.search(segment) or (not before[: len(before) - 2].strip(" ，,、；（(") and previous is not None)
        if tail and compared and (previous is not None or _COMPARED.search(segment)):
            return "change", direction
        return "value", 0

    def _of_a_value(
        self, sentence: Sentence, item: Found, zone: Zone, aspect: Aspect, direction: int, first: int
    ) -> Link:
        """A share or change bears the metric of what it is a share or change of."""
        values = [n for n in range(first, len(self.links)) if self.links[n].aspect == "value"]
        counts = [n for n in values if self.links[n].item.kind not in ("percent", "score")] or values
        if item.kind == "rate":  # 满意率99.1%，提高0.4个百分点
            counts = [n for n in values if self.links[n].item.kind == "percent"] or values
        target = self._respective_target(sentence, item, zone, counts)
        counted = replace(item, kind="", unit=item.unit if item.kind == "count" else "")
        own = best(sentence, counted, zone, self.frames, self.lexicon)
        rate = best(sentence, replace(item, kind="percent"), zone, self.frames, self.lexicon) if aspect == "change" else None
        own = rate or own
        clause = sentence.text[zone.start : item.start]
        names_its_own = own is not None and own.head in clause and len(clause.strip()) > len(own.head) + 1
        if target is not None and not (names_its_own and aspect == "change"):
            base = self.links[target]
            return Link(item, zone, self.frames, base.metric, aspect, base.head, f"structure:{aspect}", base.name, direction, target)
        if own is not None:
            return Link(item, zone, self.frames, own.metric, aspect, own.head, own.pattern, "", direction)
        if self.links and aspect == "change" and first:
            base = self.links[first - 1]
            return Link(item, zone, self.frames, base.metric, aspect, base.head, f"structure:{aspect}", base.name, direction, first - 1)
        return Link(item, zone, self.frames, "other", aspect, "", "structure:none", "", direction)

    def _respective_target(self, sentence: Sentence, item: Found, zone: Zone, values: list[int]) -> int | None:
        """The number that a share or change belongs to: the last value before it, or, in
        ``a、b、c，分别占x、y、z``, the one in the same position."""
        if not values:
            return None
        last = self.links[values[-1]]
        between = sentence.text[last.item.end : item.start]
        if last.whole is not None and ("）" in between or ")" in between):
            while last.whole is not None and last.whole in values:
                values = values[: values.index(last.whole) + 1]
                last = self.links[values[-1]]
        run = _run(sentence, item)
        if len(run) > 1 and len(run) <= len(values) and "分别" in sentence.text[sentence.zones[sentence.found.index(run[0])].segment : run[0].start]:
            return values[len(values) - len(run) :][run.index(item)]
        return values[-1]

    # -------------------------------------------------------------- values

    def _value(
        self, sentence: Sentence, order: int, item: Found, zone: Zone, before: str, first: int
    ) -> list[Link]:
        shared = self._shared(sentence, item, zone, before)
        if shared:
            return shared
        prior = self._prior(sentence, item, zone, first)
        if prior is not None:
            return [prior]
        aligned = self._respectively(sentence, order, item)
        own = aligned or best(sentence, item, zone, self._following(), self.lexicon)
        name = _NAMED.match(before)
        unit = name["name"] if name and not _WHOLE_REGION.search(name["name"]) else ""
        if own is not None and own.head in unit:
            own = None  # 规划 in 宿城自然资源和规划分局1件
        unit = unit or self._name_before(sentence, item, own, first)
        total = self._sum(sentence, item, zone, before, first)
        if total is not None:
            return [total]
        listed = self._listed(sentence, item, zone)
        if listed and (own is None or not own.metric.startswith(("requests.", "review.", "litigation.")) or own.metric == "requests.other"):
            return [Link(item, zone, self.frames, listed, "value", before.strip(" 、，,：:（("), "structure:listing", "", 0, self.whole)]
        if self.whole is not None and item.kind != "percent":
            if not self._closed_by_semicolon(sentence, item, own):
                return [self._part(sentence, item, zone, before, own, unit)]
            self.whole = None
        previous = self.links[-1] if len(self.links) > first else None
        same_unit = previous is not None and previous.item.unit == item.unit
        if previous and not aligned and same_unit and not before.strip("、和与及以 ") and zone.end == item.end:
            return [replace(previous, item=item, zone=zone)]
        if previous and same_unit and own is None and unit and before.startswith("、"):
            return [replace(previous, item=item, zone=zone, name=unit, pattern="structure:named", prior=False)]
        if previous and same_unit and own is None and elliptic().fullmatch(before):
            return [replace(previous, item=item, zone=zone, pattern="structure:elliptic", prior=False)]
        if own is None:
            return [Link(item, zone, self.frames, "other", "value", _noun(sentence, item, zone), "structure:none", unit)]
        return [Link(item, zone, self.frames, own.metric, "value", own.head, own.pattern, unit)]

    def _following(self) -> Frames:
        """The frames in force, and the metric of the number before (新收88件，结转3件: carried in)."""
        last = next((link.metric for link in reversed(self.links) if link.aspect == "value"), "")
        return replace(self.frames, follows=last)

    def _prior(self, sentence: Sentence, item: Found, zone: Zone, first: int) -> Link | None:
        """较上年度的390件增长…, 上年4宗: last year's figure of the value before it."""
        text = sentence.text
        lead = _PRIOR.search(text[max(sentence.start, zone.start - 12) : item.start])
        if lead is None or text[item.end : item.end + 4].strip("的 ").startswith(("结转", "转")) or len(self.links) == first:
            return None
        for link in reversed(self.links[first:]):
            if link.aspect == "value" and link.item.kind == item.kind:
                return replace(link, item=item, zone=zone, prior=True, pattern="structure:prior", whole=None)
        return None

    def _name_before(self, sentence: Sentence, item: Found, own: Candidate | None, first: int) -> str:
        """沭阳县民政局1件，收取880元: the amount is that office's too."""
        if len(self.links) == first or own is None:
            return ""
        previous = self.links[-1]
        between = sentence.text[previous.item.end : item.start]
        same = previous.metric.partition(".")[0] == own.metric.partition(".")[0]
        return previous.name if same and not set(between) & set("；;。）)、") else ""

    def _sum(self, sentence: Sentence, item: Found, zone: Zone, before: str, first: int) -> Link | None:
        """新收924件、上年结转15件，合计939件: what a 合计 adds up says what it is."""
        if not _TOTAL_AFTER.fullmatch(before.rstrip(" 为达有计")):
            return None
        metrics = [link.metric for link in self.links[first:] if link.aspect == "value" and link.item.unit == item.unit]
        for metric, parts in sums():
            if len(metrics) > 1 and set(metrics[-len(parts) :] if len(parts) > 1 else metrics[-2:]) == set(parts):
                return Link(item, zone, self.frames, metric, "value", before.strip(), "structure:sum")
        return None

    def _listed(self, sentence: Sentence, item: Found, zone: Zone) -> str | None:
        """The metric of a list that was led in (申请内容主要涉及征地21件、社保8件), else None."""
        for hit in sentence.words(sentence.start, item.start):
            topic, metric = self.lexicon.listings.get(hit.word, ("", ""))
            if metric and self.frames.topic == topic and not zone.runs_on:
                return metric
        return None

    def _part(
        self, sentence: Sentence, item: Found, zone: Zone, before: str, own: Candidate | None, unit: str
    ) -> Link:
        assert self.whole is not None
        whole = self.links[self.whole]
        rules = wholes().get(whole.metric)
        kept = own is not None and (rules is None or own.metric.startswith(rules.keep))
        same_metric = own is not None and own.metric == whole.metric
        kept = kept or (same_metric and not (rules and rules.kind and before.strip("、，,；;：:（( 其中")))
        on_platform = self._on_platform(rules)
        if on_platform and (own is None or own.metric.partition(".")[2] == "posts"):
            return Link(item, zone, self.frames, on_platform, "value", whole.head, "structure:part", "", 0, self.whole)
        if own is not None and kept and not (unit and own.head in unit):
            return Link(item, zone, self.frames, own.metric, "value", own.head, own.pattern, unit, 0, self.whole)
        same = item.unit == whole.item.unit or not item.unit or item.kind == whole.item.kind
        if not same and own is not None:
            return Link(item, zone, self.frames, own.metric, "value", own.head, own.pattern, unit, 0, self.whole)
        counts_else = item.unit != whole.item.unit and zone.end > item.end
        if (item.unit != whole.item.unit and own is None) or counts_else:
            return Link(item, zone, self.frames, "other", "value", _noun(sentence, item, zone), "structure:none", unit)
        metric = whole.metric
        if not unit and rules is not None:
            if rules.channel and _CHANNEL.search(before):
                metric = rules.channel
            elif rules.kind and before.strip("、，,；;：:（( 其中"):
                metric = rules.kind
            elif rules.kind and zone.end > item.end:
                metric = rules.kind
        elif rules is None and own is not None:
            metric = own.metric
        return Link(item, zone, self.frames, metric, "value", whole.head, "structure:part", unit, 0, self.whole)

    def _closed_by_semicolon(self, sentence: Sentence, item: Found, own: Candidate | None) -> bool:
        """…，其中转载784条；网站访客186万: behind a semicolon, what is no part by its words ends the list."""
        assert self.whole is not None
        rules = wholes().get(self.links[self.whole].metric)
        between = sentence.text[self.links[-1].item.end : item.start]
        stays = own is not None and rules is not None and own.metric.startswith(rules.keep)
        return bool(set(between) & set("；;")) and own is not None and not stays

    def _on_platform(self, rules: Whole | None) -> str:
        """粉丝1862万，其中微博905万: the metric of the whole on the platform just named."""
        if rules is None or not self.frames.platform:
            return ""
        return next((metric for metric in rules.platforms if metric.startswith(self.frames.platform + ".")), "")

    def _shared(self, sentence: Sentence, item: Found, zone: Zone, before: str) -> list[Link]:
        """复议、诉讼均为0件: one number for several metrics."""
        each = _EACH.search(before)
        if each is None and (item.numeral.value != 0 or not _BOTH.search(before)):
            return []
        start, end = zone.start, zone.start + (each.start() if each else len(before))
        if end - start < 2 and zone.start > sentence.start:
            end = zone.start - 1
            start = max(sentence.text.rfind(mark, sentence.start, end) for mark in "，,；;。：（(") + 1
            start = max(start, sentence.start)
        links: dict[str, Link] = {}
        members = _items(sentence.text, start, end)
        if len(members) == 1:  # 复议诉讼数均为0
            members = [(hit.start, hit.end) for hit in sentence.words(start, end, whole=True) if hit.word in ("复议", "诉讼", "行政复议", "行政诉讼")]
        for left, right in members:
            part = _zone(left, right)
            frames = frames_at(sentence, part, self.lexicon, self.frames)
            moved = replace(item, start=right, end=right)
            found = best(_only(sentence, left, right), moved, part, frames, self.lexicon)
            if found is not None:
                links.setdefault(found.metric, Link(item, zone, frames, found.metric, "value", found.head, found.pattern))
        return list(links.values()) if len(links) > 1 else []

    def _respectively(self, sentence: Sentence, order: int, item: Found) -> Candidate | None:
        """X和Y分别为a和b: as many heads as numbers, paired in order; else None."""
        run = _run(sentence, item)
        lead = sentence.zones[sentence.found.index(run[0])]
        text = sentence.text
        match = _RESPECTIVELY.search(text, lead.start, run[0].start)
        if len(run) < 2 or match is None:
            return None
        parts = _items(text, lead.start, match.start())
        if not parts and lead.start > sentence.start:  # 复议、诉讼：分别为1宗、0宗
            begin = max((text.rfind(mark, sentence.start, lead.start - 1) for mark in "，,；;：:。"), default=-1) + 1
            parts = _items(text, max(begin, sentence.start), lead.start - 1)
        if len(parts) < len(run):
            return self._of_member(sentence, item, lead, run, run.index(item))
        self.members = parts[len(parts) - len(run) :]
        left, right = self.members[run.index(item)]
        narrowed = _only(sentence, left, right, keep=(match.start(), run[0].start))
        zone = _zone(left, max(right, match.end()))
        frames = frames_at(_only(sentence, left, right), _zone(left, right), self.lexicon, self.frames)
        moved = replace(item, start=right, end=right)
        own = Zone(left, right, left, run[0].start, right, False)
        direct = best(narrowed, moved, own, frames, self.lexicon)
        if direct is not None and direct.head not in text[match.start() : run[0].start]:
            return direct
        verb = replace(item, start=run[0].start, end=run[0].start)
        return best(narrowed, verb, _zone(left, run[0].start), frames, self.lexicon) or direct

    def _of_member(
        self, sentence: Sentence, item: Found, lead: Zone, run: list[Found], position: int
    ) -> Candidate | None:
        """…，粉丝分别为9.7万、4.1万: the members named before, the head named here."""
        if len(self.members) != len(run):
            return None
        left, right = self.members[position]
        frames = frames_at(_only(sentence, left, right), _zone(left, right), self.lexicon, self.frames)
        narrowed = _only(sentence, left, right, keep=(lead.start, run[0].start))
        moved = replace(item, start=run[0].start, end=run[0].start)
        return best(narrowed, moved, replace(lead, end=run[0].start, clause=run[0].start, words_end=run[0].start), frames, self.lexicon)

    # -------------------------------------------------------------- wholes

    def _open_or_close_whole(self, sentence: Sentence, order: int, item: Found, zone: Zone, first: int) -> None:
        """Notices 其中, a bracket or a colon right behind a number, which makes that number a whole."""
        text = sentence.text
        if self.closes >= 0 and item.start > self.closes:
            self.whole, self.closes = None, -1
        last = len(self.links) - 1
        if last < 0:
            return
        previous = self.links[last]
        between = text[max(previous.item.end, sentence.start) : item.start]
        opened = between.lstrip()[:1] in ("（", "(") and last >= first and not set(between) & set("）)")
        if opened and previous.aspect == "value" and previous.item.kind != "percent":
            closing = min((p for p in (text.find("）", item.end), text.find(")", item.end)) if p >= 0), default=-1)
            self.whole, self.closes = self._value_before(last, item), closing
        elif _PART.search(between) or (between.lstrip()[:1] in ("：", ":") and last >= first):
            self.whole, self.closes = self._value_before(last, item), -1
        elif "。" in between and not _PART.search(between):
            self.whole = None

    def _value_before(self, last: int, part: Found) -> int | None:
        """The whole that a part belongs to: the last value counted in the same unit, else the last count."""
        counts = [n for n in range(max(0, last - 8), last + 1) if self.links[n].aspect == "value" and self.links[n].item.kind not in ("percent", "score", "time")]
        same = [n for n in counts if self.links[n].item.unit == part.unit]
        return max(same or counts, default=None)

    def _total_at_end(self, sentence: Sentence, first: int) -> None:
        """财政26条、动态59条…总共120条: what stands before the total are its parts."""
        own = self.links[first:]
        for number, link in enumerate(own):
            rules = wholes().get(link.metric)
            lead = sentence.text[link.zone.start : link.item.start]
            if rules is None or not rules.kind or not _TOTAL_AFTER.search(lead) or number < 2:
                continue
            for earlier in range(first, first + number):
                part = self.links[earlier]
                if part.metric == "other" and part.aspect == "value" and part.item.unit == link.item.unit:
                    self.links[earlier] = replace(part, metric=rules.kind, pattern="structure:total-at-end", whole=first + number)


def _zone(start: int, end: int) -> Zone:
    """A stretch of words as the zone of a number that stands at its end."""
    return Zone(start, end, start, end, end, False)


def _run(sentence: Sentence, item: Found) -> list[Found]:
    """The numbers that follow one another with nothing but joiners between: 1826条、2386条."""
    numbers = sentence.found
    first = last = numbers.index(item)
    while first > 0 and _JOINERS.fullmatch(sentence.text, numbers[first - 1].end, numbers[first].start):
        first -= 1
    while last + 1 < len(numbers) and _JOINERS.fullmatch(sentence.text, numbers[last].end, numbers[last + 1].start):
        last += 1
    return numbers[first : last + 1]


_ITEM = Pattern(r"[^、和与及，,；;]+(?:和其他组织)?")


def _items(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The members of a list: 行政复议、行政诉讼 → two spans."""
    return [match.span() for match in _ITEM.finditer(text, start, end) if match[0].strip()]


def _only(sentence: Sentence, start: int, end: int, keep: tuple[int, int] = (0, 0)) -> Sentence:
    """The sentence with only the words of one stretch (and of a second, shared by all members)."""
    hits = [hit for hit in sentence.hits if (start <= hit.start and hit.end <= end) or (keep[0] <= hit.start and hit.end <= keep[1])]
    return replace_hits(sentence, hits)


def replace_hits(sentence: Sentence, hits: list) -> Sentence:  # type: ignore[type-arg]
    copy = Sentence(sentence.text, sentence.start, sentence.end, sentence.found, hits)
    copy.zones = sentence.zones
    return copy


def _noun(sentence: Sentence, item: Found, zone: Zone) -> str:
    """The noun counted, for a number that fits no metric: what stands behind it, else before it."""
    behind = sentence.text[item.end : zone.end].strip(" 的、，")
    return behind[-12:] or sentence.text[zone.start : item.start].strip(" 、，其中：:")[-12:]
