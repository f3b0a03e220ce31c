"""Numbers in lists: X和Y分别为a和b, 复议、诉讼均为0件, 维持、纠正各1件."""

from __future__ import annotations

from itertools import pairwise

from nlp_extract.narrative.cues import Lexicon
from nlp_extract.narrative.frames import frames_at
from nlp_extract.narrative.link import Candidate, best
from nlp_extract.narrative.links import Link, Number
from nlp_extract.narrative.scan import Found
from nlp_extract.narrative.sentence import Sentence, Zone
from nlp_extract.patterns import Pattern

_JOINERS = "、，,；;和与及以 \t\n\u3000\xa0\u2009"
_MEMBER = Pattern(r"[^、和与及，,；;]+(?:和其他组织)?")
_RESPECTIVELY = Pattern(r"分别(?:为|占|达到?|有|是|\p{Han}{0,8})?", needs="分")
_EACH = Pattern(r"(?:均|各|都|皆)(?:为|是|达到?|有|实现|保持|约|\p{Han}{0,2})?[“\"]?\s*$", needs="均各都皆")
BOTH = Pattern(
    r"(?:(?<!经)复议(?:案件?)?(?:[、和及与]|或者?|以及)?(?:被?提起|被)?(?:行政)?(?:诉讼|应诉)"
    r"|诉讼(?:案件?)?(?:[、和及与]|或者?|以及)(?:被?申请|被)?(?:行政)?复议)"
    r"(?:案件?)?(?:数|数量|总数)?(?:共计|合计|共|发生|为)?\s*$",
    needs="议",
)
"""行政复议、行政诉讼案件: one number for both, a zero of each."""
_PROCEDURES = ("复议", "诉讼", "行政复议", "行政诉讼")


def joined(text: str, start: int, end: int) -> bool:
    """Whether nothing but joiners stands between two offsets (1826条、2386条)."""
    return not text[start:end].strip(_JOINERS)


_STOP = Pattern(r"[；;。]")
Members = list[tuple[int, int]]


def run_of(sentence: Sentence, item: Found) -> list[Found]:
    """The numbers that follow one another with nothing but joiners between: 1826条、2386条."""
    numbers = sentence.found
    first = last = numbers.index(item)
    while first > 0 and joined(sentence.text, numbers[first - 1].end, numbers[first].start):
        first -= 1
    while last + 1 < len(numbers) and joined(sentence.text, numbers[last].end, numbers[last + 1].start):
        last += 1
    return numbers[first : last + 1]


def shared(number: Number) -> list[Link]:
    """复议、诉讼均为0件: one number for several metrics, a link for each; [] where it has only one."""
    each = _EACH.search(number.before)
    if each is None and (number.item.numeral.value != 0 or not BOTH.search(number.before)):
        return []
    sentence, start = number.sentence, number.zone.start
    end = start + (each.start() if each else len(number.before))
    if end - start < 2 and start > sentence.start:  # 复议、诉讼，均为0件
        end = start - 1
        start = _mark_before(sentence, end)
    members = _members(sentence.text, start, end)
    if len(members) == 1:  # 复议诉讼数均为0
        hits = sentence.words(start, end, whole=True)
        members = [(hit.start, hit.end) for hit in hits if hit.word in _PROCEDURES]
    links: dict[str, Link] = {}
    for left, right in members:
        frames = frames_at(sentence, _stretch(left, right), number.lexicon, number.frames)
        moved = number.item._replace(start=right, end=right)
        found = best(_member(sentence, left, right), moved, _stretch(left, right), frames, number.lexicon)
        if found is not None:
            links.setdefault(found.metric, number.link(found)._replace(frames=frames))
    return list(links.values()) if len(links) > 1 else []


def respectively(number: Number, named_before: Members) -> tuple[Candidate | None, Members]:
    """X和Y分别为a和b: as many heads as numbers, paired in order. Also returns the members, which a second
    分别 of the sentence may mean (微信、微博分别发布a、b，粉丝分别为c、d); ``named_before`` are the first's."""
    sentence, text = number.sentence, number.sentence.text
    run = run_of(sentence, number.item)
    lead = sentence.zones[sentence.found.index(run[0])]
    match = _RESPECTIVELY.search(text, lead.start, run[0].start) if len(run) > 1 else None
    if match is None:
        return _in_order(number, run, lead), named_before
    position, end = run.index(number.item), run[0].start
    members = _members(text, lead.start, match.start())
    if not members and lead.start > sentence.start:  # 复议、诉讼：分别为1宗、0宗
        members = _members(text, _mark_before(sentence, lead.start - 1), lead.start - 1)
    if len(members) < len(run):
        members = _counted(sentence, run, lead) or members
    if len(members) < len(run):
        if len(named_before) != len(run):
            return None, named_before
        return _of_member(number, named_before[position], (lead.start, end)), named_before
    members = members[len(members) - len(run) :]
    left, right = members[position]
    narrowed = _only(sentence, left, right, keep=(match.start(), end))
    frames = frames_at(_only(sentence, left, right), _stretch(left, right), number.lexicon, number.frames)
    own = Zone(left, right, left, end, right, False)
    direct = best(narrowed, number.item._replace(start=right, end=right), own, frames, number.lexicon)
    if direct is not None and position < len(run) - 1 and _is_platform(direct, number.lexicon):
        # 微信、微博粉丝分别为3.2万、5.6万: what the last member ends in is said of all
        last = _of_member(number, members[position], members[-1])
        direct = direct if last is None or _is_platform(last, number.lexicon) else last
    if direct is not None and direct.head not in text[match.start() : end]:
        if direct.metric.endswith(".posts"):  # 网站、微博分别开展意见征集12期、6期: the verb says what they did
            said = best(
                narrowed, number.item._replace(start=end, end=end), _stretch(match.start(), end), frames, number.lexicon
            )
            if said is not None and not said.metric.endswith((".posts", ".total")) and len(said.head) > 2:
                return said, members
        return direct, members
    verb = number.item._replace(start=end, end=end)
    return best(narrowed, verb, _stretch(left, end), frames, number.lexicon) or direct, members


def _in_order(number: Number, run: list[Found], lead: Zone) -> Candidate | None:
    """举办发布会、通气会11场、6场: as many members as numbers in one unit, without 分别."""
    sentence, text = number.sentence, number.sentence.text
    between = {text[one.end : other.start] for one, other in pairwise(run)}
    if not between or not between <= {"、", "和"} or len({item.unit for item in run}) > 1:
        return None
    members = _members(text, lead.start, run[0].start)
    if len(members) != len(run):
        return None
    left, right = members[run.index(number.item)]
    frames = frames_at(_only(sentence, left, right), _stretch(left, right), number.lexicon, number.frames)
    moved = number.item._replace(start=right, end=right)
    return best(_member(sentence, left, right), moved, _stretch(left, right), frames, number.lexicon)


def _of_member(number: Number, member: tuple[int, int], head: tuple[int, int]) -> Candidate | None:
    """…，粉丝分别为9.7万、4.1万: the member named before, the head named here."""
    sentence = number.sentence
    frames = frames_at(_only(sentence, *member), _stretch(*member), number.lexicon, number.frames)
    moved = number.item._replace(start=head[1], end=head[1])
    return best(_only(sentence, *member, keep=head), moved, _stretch(*head), frames, number.lexicon)


def _is_platform(candidate: Candidate, lexicon: Lexicon) -> bool:
    return lexicon.frames.get(candidate.head, ("", "", False))[0] == "platform"


def _counted(sentence: Sentence, run: list[Found], lead: Zone) -> Members:
    """微信、微博、抖音三个账号分别发布326条、580条、96条: the members stand before the number that counts them."""
    place = sentence.found.index(run[0]) - 1
    if place < 0 or sentence.found[place].numeral.value != len(run):
        return []
    count, zone = sentence.found[place], sentence.zones[place]
    if _STOP.search(sentence.text, count.end, lead.start):
        return []
    members = _members(sentence.text, zone.start, count.start)
    return members if len(members) == len(run) else []


def _mark_before(sentence: Sentence, end: int) -> int:
    """Where the stretch that ends at ``end`` begins: behind the last mark before it."""
    last = max(sentence.text.rfind(mark, sentence.start, end) for mark in "，,；;：:。（(")
    return max(last + 1, sentence.start)


def _members(text: str, start: int, end: int) -> Members:
    """The members of a list: 行政复议、行政诉讼 → two spans."""
    return [match.span() for match in _MEMBER.finditer(text, start, end) if match[0].strip()]


def _stretch(start: int, end: int) -> Zone:
    """A stretch of words as the zone of a number that stands at its end."""
    return Zone(start, end, start, end, end, False)


def _member(sentence: Sentence, start: int, end: int) -> Sentence:
    """The sentence with only the words of a member. What ends it is a word, also where the segmentation has it
    inside a longer one (人大代表建议｜和政协提案各5件)."""
    only = _only(sentence, start, end)
    only.hits = [hit._replace(whole=hit.whole or hit.end == end) for hit in only.hits]
    return only


def _only(sentence: Sentence, start: int, end: int, keep: tuple[int, int] = (0, 0)) -> Sentence:
    """The sentence with only the words of one stretch (and of a second, shared by all members)."""

    def kept(left: int, right: int) -> bool:
        return (start <= left and right <= end) or (keep[0] <= left and right <= keep[1])

    hits = [hit for hit in sentence.hits if kept(hit.start, hit.end)]
    return Sentence(sentence.text, sentence.start, sentence.end, sentence.found, hits, sentence.zones)
