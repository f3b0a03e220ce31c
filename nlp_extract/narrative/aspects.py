"""Shares and changes: 占46.5%, （82.4%）, 同比增长10.5%, 较上年多137宗, 提高0.4个百分点."""

from __future__ import annotations

from nlp_extract.facts import Aspect
from nlp_extract.narrative.link import Candidate
from nlp_extract.narrative.links import Link, Number
from nlp_extract.narrative.lists import joined, run_of
from nlp_extract.narrative.prose import any_of, begins
from nlp_extract.narrative.sentence import gap
from nlp_extract.narrative.totals import adds_up_to
from nlp_extract.patterns import Pattern

_SHARE = Pattern(r"占(?!用|地)|占比|比重|(?<!解读|公开)比例[为达]|占到", needs="占比")
_COMPARED = Pattern(
    any_of("compared")
    + r"|(?:较|比)(?:上|去|前|往|年初|同期|20\d\d)|"
    + any_of("compared_with")
    + r"(?:上|去|前|往|20\d\d)\p{Han}{0,8}相比"
)
_MORE_OR_LESS = Pattern(
    rf"(?:{any_of('more')}|(?P<down>{any_of('less')}))(?:了|约|近|超|超过|逾|\s)*$", needs=begins("more", "less")
)
_CLASSES = ("类", "类信息")
_TOTALS = frozenset({"disclosure.total", "website.posts"})
"""Of which a class is no share but a kind: 主动公开信息中，政策法规类信息占12.5%."""
_REACHED = Pattern(
    r"(?:增加|增长|提高|提升|上升|下降|减少|降)[到至为]|升至|(?<![增降涨升]幅)达到?\s*$|(?<![增降涨升]幅(?:分别)?)[为达]\s*$"
)
_IN_ORDER = ("分别", "依次", "双双")
_BOTH = Pattern(r"^[，,]?\s*(?:合计|共计|两项|两者|二者|合)(?:共|合计)?占", needs="占")


def aspect_of(number: Number) -> tuple[Aspect, int]:
    """Whether a number is a value, a share or a change, and the direction of a change (+1, -1, 0)."""
    tail = _MORE_OR_LESS.search(number.before)
    direction = 0 if tail is None else -1 if tail["down"] else 1
    kind = number.item.kind
    if kind in ("rate", "multiple"):
        return "change", direction
    if kind not in ("percent", "fraction"):
        return ("change", direction) if tail and _is_compared(number) else ("value", 0)
    share = _SHARE.search(number.before)
    if tail and share and _COMPARED.search(number.before, share.end()):
        return "change", direction  # 占比较2023年增加6%
    if share or _in_bracket_behind_value(number):
        return "share", 0
    if tail or (_COMPARED.search(number.before) and not _REACHED.search(number.before)):
        return "change", direction
    previous = number.previous
    text = number.sentence.text
    if previous and previous.aspect != "value" and joined(text, previous.item.end, number.item.start):
        return previous.aspect, previous.direction
    return ("share", 0) if _outcome_as_share(number) else ("value", 0)


def _is_compared(number: Number) -> bool:
    """多137宗 is a change where something is compared, or where nothing but 增加 stands after a value."""
    if _COMPARED.search(number.segment):
        return True
    bare = not number.before[: len(number.before) - 2].strip(" ，,、；（(")
    return bare and number.previous is not None


def _in_bracket_behind_value(number: Number) -> bool:
    """予以公开9件（23.7%）."""
    text, start, previous = number.sentence.text, number.zone.start, number.previous
    bracketed = text[start - 1 : start] in ("（", "(") and not number.before.strip()
    if not bracketed or previous is None:
        return False
    value = previous.aspect == "value" and previous.item.kind != "percent"
    return value or (previous.aspect == "share" and text[previous.item.start - 1] in "（(")


def _outcome_as_share(number: Number) -> bool:
    """按结果分：予以公开35.2%: a percentage where an outcome of requests is counted."""
    if number.before.rstrip("为达 ").endswith("率"):
        return False  # 依申请公开率6%
    rate = number.best()
    part = number.best(number.item._replace(kind="count", unit="件"))
    if part is None or not part.metric.startswith("requests.") or part.head not in number.before:
        return False
    return rate is None or rate.score < part.score


def link_of_aspect(number: Number, aspect: Aspect, direction: int) -> Link:
    """A share or change bears the metric of what it is a share or change of: the value named before it,
    unless a change names its own (纠错率下降2.4个百分点)."""
    if aspect == "share":
        own_share = _share_of_both(number) or _share_of_own(number)
        if own_share is not None:
            return own_share
    target = _target(number, _values(number, aspect))
    counted = number.item.kind == "count"  # 解读数量比上年增加12篇 is no change of the rate
    named = number.best(number.item._replace(kind="percent")) if aspect == "change" and not counted else None
    own = named or number.best(
        number.item._replace(kind="", unit=number.item.unit if number.item.kind == "count" else "")
    )
    if own is None:
        own = _compared(number) if aspect == "change" else number.best()  # 考核中占比为4%
    clause = number.before
    names_its_own = own is not None and own.head in clause and len(clause.strip()) > len(own.head) + 1
    base: Link | None = None
    previous = number.previous
    if own is None and target is None and previous is not None and aspect == previous.aspect == "change":
        return number.like(previous, aspect, direction=direction or previous.direction)  # 比上年增加12篇，增幅20%
    if target is not None and not (names_its_own and aspect == "change"):
        base = number.links[target]
    elif own is None and aspect == "change" and number.previous is not None and number.previous.aspect == "change":
        base = number.previous  # 申请数增加4件，上升10.8%
        target = base.whole
    elif own is None and number.links and aspect == "change" and number.first:
        target = number.first - 1
        while (whole := number.links[target].whole) is not None:
            target = whole  # 收到9件，其中6件公开。同比减少1件
        base = number.links[target]
    if base is not None:
        return Link(
            number.item, number.zone, number.frames, base.metric, aspect, base.head, f"structure:{aspect}", base.name,
            direction, target,
        )  # fmt: skip
    metric, head, pattern = (own.metric, own.head, own.pattern) if own else ("other", "", "structure:none")
    return Link(number.item, number.zone, number.frames, metric, aspect, head, pattern, "", direction)


def _compared(number: Number) -> Candidate | None:
    """主动公开信息数量比2022年增加128条: what stands before the comparison has changed."""
    mark = _COMPARED.search(number.sentence.text, number.zone.start, number.item.start)
    if mark is None or mark.start() <= number.zone.start:
        return None
    counted = number.item._replace(start=mark.start(), end=mark.start())
    zone = number.zone._replace(end=mark.start(), clause=number.item.start, words_end=mark.start())
    return number._replace(item=counted, zone=zone).best()


def _share_of_own(number: Number) -> Link | None:
    """其中予以公开的占48.9%: what stands before 占 in the clause says what it is a share of."""
    mark = _SHARE.search(number.sentence.text, number.zone.start, number.item.start)
    if mark is None or not gap(number.sentence.text, number.zone.start, mark.start(), leads=True):
        return None
    counted = number.item._replace(start=mark.start(), end=mark.start(), kind="count", unit="件")
    zone = number.zone._replace(end=mark.start(), clause=number.item.start, words_end=mark.start())
    own = number._replace(item=counted, zone=zone).best()
    if own is None or own.clauses_back:
        return None
    named = number.sentence.text[number.zone.start : mark.start()].endswith(_CLASSES)
    metric = "disclosure.by_category" if named and own.metric in _TOTALS else own.metric
    return Link(number.item, number.zone, number.frames, metric, "share", own.head, own.pattern)


def _share_of_both(number: Number) -> Link | None:
    """予以公开31件、部分公开12件，合计占51.8%: the share of what the two before it add up to."""
    if not _BOTH.match(number.before):
        return None
    counts = [link.metric for link in number.links[number.first :] if link.is_count]
    metric = adds_up_to(counts)
    return number.inferred(metric, "sum")._replace(aspect="share") if metric else None


def _values(number: Number, aspect: Aspect) -> list[int]:
    """The values of the sentence before the number that it may be a share or change of."""
    links = number.links
    values = [place for place in range(number.first, len(links)) if links[place].aspect == "value"]
    values = [place for place in values if not links[place].prior] or values  # 复议59件（上年71件），下降16.9%
    if number.item.kind == "rate":  # 满意率99.1%，提高0.4个百分点
        return [place for place in values if links[place].item.kind == "percent"] or values
    counts = [place for place in values if links[place].item.kind not in ("percent", "score")] or values
    if aspect == "share":
        return counts  # 结转下年度办理1件，占5.6%
    # 新收86件，上年结转9件，同比增长10.5%: what is carried in is named by the way
    return [place for place in counts if links[place].metric not in number.lexicon.asides] or counts


def _target(number: Number, values: list[int]) -> int | None:
    """The value that a share or change belongs to: the last one (of a closed bracket, the whole before
    it), or, in ``a、b、c，分别占x、y、z``, the one in the same position."""
    if not values:
        return None
    last = number.links[values[-1]]
    if set(number.since(last)) & set("）)"):
        while last.whole is not None and last.whole in values:
            values = values[: values.index(last.whole) + 1]
            last = number.links[values[-1]]
    sentence = number.sentence
    run = run_of(sentence, number.item)
    lead = sentence.text[sentence.zones[sentence.found.index(run[0])].segment : run[0].start]
    if 1 < len(run) <= len(values) and any(word in lead for word in _IN_ORDER):
        return values[len(values) - len(run) :][run.index(number.item)]
    return values[-1]
