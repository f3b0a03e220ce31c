"""Numerals of Chinese text: ``parse`` one, ``find`` all. Pure: no lexicon, no words, no units.

``find("全年2.66 亿次，百余场")`` gives 2.66 亿 (266000000) and 百余 (at least 100). Offsets are those of
the given text. Written from the conventions of GB/T 15835-2011 (公文 use of numerals) and from what
reports print.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

from nlp_extract.patterns import Match, Pattern

Kind = Literal["integer", "decimal", "percent", "fraction", "ordinal", "range", "garbled"]
Bound = Literal["=", "~", ">=", "<="]


class Numeral(NamedTuple):
    """``text[start:end]`` of the text it was found in. ``value`` has multipliers applied; a percentage
    keeps its number. ``low`` and ``high`` bound the true value (``high`` None: unbounded).

    ``kind`` garbled: digits glued to a year (失效42025年), to be shown and never counted.
    """

    start: int
    end: int
    text: str
    value: Decimal
    low: Decimal
    high: Decimal | None
    bound: Bound
    kind: Kind


_DIGITS = {
    **{character: index for index, character in enumerate("零一二三四五六七八九")},
    **{character: index for index, character in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "两": 2, "兩": 2, "貳": 2, "參": 3, "陸": 6, "○": 0, "Ｏ": 0, "O": 0,
}  # fmt: skip
_ONE_DIGIT = {character: Decimal(value) for character, value in _DIGITS.items()}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_SHORT_TENS = {"廿": "二十", "卅": "三十"}
_WIDE = tuple(zip("０１２３４５６７８９％．＋", "0123456789%.+", strict=True))

_BLANK = r"[ \t\u3000\xa0\u2009]*"
_BREAK = r"[ \t\u3000\xa0\u2009\n]*"
_ANY_DIGIT = "\\d一二三四五六七八九十两兩零〇○廿卅百千万亿壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億"
CHARACTERS = frozenset(_ANY_DIGIT.replace("\\d", "0123456789") + "半")
"""Of which at least one stands in every numeral."""
_CHINESE_NUMBER = "[零〇○一二两兩三四五六七八九十百千万亿廿卅壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億O]+"
_AFTER_POINT = "(?: 点 [零〇一二三四五六七八九]+ )"
_SMALL_UNIT = "[千百](?![分里米克瓦])"
_SURPLUS = "余(?!额|款|项目)"  # 14万余, but 余额
_MANY = "多(?![种样元方渠次批维层家级形]) | 多(?=种|次|家|方|批|级|层)"
_ODD = "来(?=[个次家人])"
_PATTERN = Pattern(
    rf"""
    (?= [{_ANY_DIGIT}半过数几上成] | 第 \s? [{_ANY_DIGIT}半过数几上成\-−－] | (?<=[\p{{Han}}：:（(]) [\-−－]\d )
                                                                       # a quick no for all other characters
  (?:
    (?<![\d.]) (?:                                                     # most of them: nothing but digits, or 46.5%
      \d++ (?! % | (?= [\s余多百千万亿萬億十来%‰成+,，./分年] )
                (?: \s*+ [余多百千万亿萬億十来%‰成] | \+ (?![\dA-Za-z+]) | [,， \xa0\u2009]\d{{3}} | \.\d
                  | / [1-9]\d{{0,2}} (?![\d/]) | 分之 | (?<=\d{{5}}) 年 ) )
    | (?P<arabic> (?P<number> \d++ (?: \.\d++ )? ) (?P<sign> % ) ) (?![余多])
    )
  |
    (?P<garbled> (?<![\d.]) \d{{1,3}} (?=20[0-3]\d年) 20[0-3]\d )       # 失效42025年
  |
    (?P<ordinal> 第 \s? )?
    (?:
      (?! \d++ (?![\s分成/]) )                                           # digits that none of the next five begins with
      (?: (?P<numerator_of> (?P<denominator> [百千万] | [二两三四五六七八九十]+ | \d+ ) 分之
          (?P<numerator> 百 | [零〇一二两三四五六七八九十百]+ {_AFTER_POINT}? | \d+(?:\.\d+)? ) )   # 百分之九十八点五
    | (?P<percent_word> 百分百 )
    | (?P<half> (?<!超)过半数 | 半数 | 过半(?![年数]) | 一半 )
    | (?P<tenths> (?: [一二两三四五六七八九] | (?<![\d.])[1-9] ) \s? 成
          (?: 半 | [一二三四五六七八九](?=[以左,，。；、）)]|$) )?
          (?![立为果员效功绩长本熟都语交品份型分就因人]) )                  # 八成以上
    | (?P<slash> (?<![\d/.]) [1-9]\d? / [1-9]\d{{0,2}} (?![\d/]) ) )       # 1/3
    | (?P<arabic>
        (?P<minus> (?<=[\p{{Han}}：:（(]) [\-−－] (?= \d+(?:\.\d+)? [ ]? % ) )?  # 增长-3.5%
        (?<![\d.])
        (?P<number>
          (?: \d{{1,3}} (?: ,\d{{3}} )+ (?![\d,])                          # 1,234
            | \d{{1,3}} (?: ，\d{{3}} )+ (?= \s* [^\d\s，,。、；（(] )      # 1，234条
            | (?<! \d[ ] ) \d{{1,3}} (?: [ \xa0\u2009]\d{{3}} )+ (?= [ ]? \p{{Han}} )   # 1 234条
            | \d+ )
          (?: \.\d+ )? )
        (?: (?= \d | \s*+ [余多百千万亿萬億十来+%‰] )                      # what the next four begin with
        (?: {_BREAK}+ (?: (?P<vague1> [余多] ) {_BREAK}+ )?
            (?P<multiplier> [百千]?[万亿萬億] 亿? | {_SMALL_UNIT} | 十(?=[余多]) ) )?
        (?P<tail> (?<=[亿億]) \d{{1,4}} 千?[万萬]                          # 1亿2千万, 5万4千6百
          | (?: \d{{1,4}} (?: {_SMALL_UNIT} | 十(?![分里米克瓦]) ) )+ )?
        (?: {_BLANK}+ (?P<vague2> {_SURPLUS} | {_MANY} | {_ODD} ) | (?P<plus> \+ (?![\dA-Za-z+]) ) )?
        (?: {_BLANK}+ (?P<sign> [%‰] ) (?P<vague3> 余|多 )? )? )?
      )
    | (?P<chinese>
        (?: (?P<several> 数 | 几 | 上 (?=[十百千万亿]) | 成 (?=[百千万]) | (?<=[超逾近过]|突破) ) [十百千万亿]+
          | {_CHINESE_NUMBER} (?: {_AFTER_POINT} [百千]?[万亿萬億]? )? )
        (?P<vague4> [余多几] (?= [万亿] ) [万亿]+ | 余(?!额|款) | 多(?![种样元方渠维层形]) | {_ODD} | (?<=十)几 )?
      )
    )
  )
    """.replace(r"\d", "[0-9]"),  # no digits of other scripts
    verbose=True,
)
_PREFIX = Pattern(
    r"(?:(?P<about>约|大约|约有|约为|近|将近|接近|大概|几乎)|(?P<over>超|超过|逾|突破|(?<=[量数已均丝者])破|高达|不少于|不低于|至少|达到?(?=.{1,12}以上)|多达|≥)"
    r"|(?P<under>不足|不到|不超过|少于|低于|≤))(?:了|占)?[ \t\u3000\xa0]*$"
)
_SUFFIX = Pattern(r"[ \t\u3000\xa0]*(?:\p{Han}{0,3}?)(?:(?P<about>左右|上下)|(?P<over>以上)|(?P<under>以内|以下))")
_PREFIX_ENDS = frozenset("约有为近概乎超过逾破达于到少足≥≤了占")
_PREFIX_ENDS_OR_BLANK = _PREFIX_ENDS | frozenset(" \t\u3000\xa0")
_SUFFIX_BEGINS = frozenset("左上以")
"""With these the words of the two patterns end and begin; most numerals stand by none and need no pattern."""
_RANGE_MARKS = frozenset(("-", "—", "–", "~", "～", "至", "到", "——"))


def find(text: str) -> Iterator[Numeral]:
    """Every numeral of ``text`` in order. Raises PatternTimeoutError on hostile text."""
    folded = text
    for wide, plain in _WIDE:
        if wide in folded:  # seldom; far quicker than to translate every character
            folded = folded.replace(wide, plain)
    previous: Numeral | None = None
    for match in _PATTERN.finditer(folded):
        numeral = _numeral(folded, match, text)
        if numeral is None:
            continue
        if previous is not None:
            joined = _join_range(folded, previous, numeral, text)
            if joined is not None:
                previous = joined
                continue
            yield previous
        previous = numeral
    if previous is not None:
        yield previous


def parse(text: str) -> Numeral | None:
    """The numeral that ``text`` is as a whole (surrounding blanks aside), or None."""
    stripped = text.strip()
    numerals = list(find(stripped))
    if len(numerals) != 1 or (numerals[0].start, numerals[0].end) != (0, len(stripped)):
        return None
    return numerals[0]


def chinese_value(text: str) -> Decimal | None:
    """The value of a numeral in Chinese characters: 一千二百 → 1200, 二〇二四 → 2024, 三千五 → 3500;
    None where the characters form no number (十百, 百 alone)."""
    whole, _, fraction = text.rstrip("百千万亿萬億").partition("点") if "点" in text else (text, "", "")
    for short, long in _SHORT_TENS.items():
        whole = whole.replace(short, long)
    value = _positional(whole) if all(character in _DIGITS for character in whole) else _structured(whole)
    if value is None:
        return None
    decimals = "".join(str(_DIGITS[character]) for character in fraction)
    scale = _power(text[len(whole) + 1 + len(fraction) :])  # the 万 of 一点五万
    return Decimal(f"{value}.{decimals}") * scale if decimals else Decimal(value)


def _positional(text: str) -> int | None:
    """Digits read one after the other: 二〇二四; a pair such as 三五 is no number (it is 三到五)."""
    if len(text) == 2 and not set(text) & set("零〇○OＯ"):
        return None
    return int("".join(str(_DIGITS[character]) for character in text))


def _structured(text: str) -> int | None:
    """Digits with multipliers, in falling order within each group of 万 and 亿."""
    total = section = 0
    digit: int | None = None
    last = last_large = 10**12
    zero = False
    for character in text:
        if character in _DIGITS:
            if digit is not None and not zero:
                return None
            digit = _DIGITS[character]
            zero = digit == 0
            continue
        unit = _SMALL.get(character) or _LARGE[character]
        if character in _SMALL:
            if unit >= last:
                return None
            section += (1 if digit is None else digit) * unit
            last = unit
        else:
            section += digit or 0
            if section == 0 and total == 0:
                return None
            if unit > last_large:
                total = (total + section) * unit
            else:
                total += (section or 1) * unit
            section, last, last_large = 0, unit, unit
        digit, zero = None, False
    if digit is not None and text[-2:-1] and text[-2] not in _DIGITS and last > 10:
        digit *= last // 10  # 三千五 is 3500, 百二 is 120; but 一千零五 is 1005
    return total + section + (digit or 0)


def _numeral(folded: str, match: Match, text: str) -> Numeral | None:
    start, end = match.span()
    surface, group = match[0], match.lastgroup
    plain = Decimal(surface) if group is None else _ONE_DIGIT.get(surface)
    if plain is not None:  # most of them: nothing but digits, or one in Chinese
        bound, low, high = _bounded(folded, start, end, plain, plain, plain)
        return Numeral(start, end, text[start:end], plain, low, high, bound, "integer")
    if group == "garbled":
        value = Decimal(surface)
        return Numeral(start, end, text[start:end], value, value, value, "=", "garbled")
    read = _read_arabic(match) if match["arabic"] else _read_chinese(match) if match["chinese"] else _read_part(match)
    if read is None:
        return None
    value, low, high, bound, kind = read
    if match["ordinal"]:
        return Numeral(start, end, text[start:end], value, value, value, "=", "ordinal")
    if bound == "=":
        bound, low, high = _bounded(folded, start, end, value, low, high)
    return Numeral(start, end, text[start:end], value, low, high, bound, kind)


Read = tuple[Decimal, Decimal, Decimal | None, Bound, Kind]


def _read_part(match: Match) -> Read | None:
    """Percentages and fractions in words."""
    groups = match.groupdict()
    if groups["percent_word"]:
        return (Decimal(100), Decimal(100), Decimal(100), "=", "percent")
    if groups["half"]:
        bound: Bound = ">=" if groups["half"] == "过半" else "="
        return (Decimal("0.5"), Decimal("0.5"), Decimal(1) if bound == ">=" else Decimal("0.5"), bound, "fraction")
    if groups["tenths"]:
        digits = [character for character in match["tenths"] if character != "成" and not character.isspace()]
        value = sum(
            (Decimal("0.5") if character == "半" else _digit(character)) * 10 / 10**place
            for place, character in enumerate(digits)
        )
        value = Decimal(value)
        return (value, value, value, "=", "percent")
    if groups["slash"]:
        top, _, bottom = match["slash"].partition("/")
        value = Decimal(top) / Decimal(bottom)
        return (value, value, value, "=", "fraction")
    numerator = _any_number(match["numerator"])
    denominator = _ROUND.get(match["denominator"]) or _any_number(match["denominator"])
    if numerator is None or not denominator:
        return None
    if denominator == 100:
        return (numerator, numerator, numerator, "=", "percent")
    value = numerator / denominator
    return (value, value, value, "=", "fraction")


_ROUND = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10000)}


def _digit(character: str) -> Decimal:
    return Decimal(_DIGITS[character]) if character in _DIGITS else Decimal(character)


def _any_number(text: str) -> Decimal | None:
    if text == "百":
        return Decimal(100)
    return Decimal(text) if text[0].isdigit() and text[0].isascii() else chinese_value(text)


def _read_arabic(match: Match) -> Read | None:
    """2.66 亿, 14万余, 100余万, 5万4千6百, 1,234, 46.5%, 20+."""
    digits = match["number"]
    if not digits.isdecimal():
        digits = _SEPARATOR.sub("", digits)
    number = -Decimal(digits) if match["minus"] else Decimal(digits)
    multiplier, sign = match["multiplier"] or "", match["sign"]
    vague = match["vague1"] or match["vague2"] or match["vague3"] or match["plus"]
    if not multiplier and not vague and not match["tail"]:
        plain: Kind = "percent" if sign == "%" else "decimal" if "." in digits else "integer"
        return (number, number, number, "=", plain)
    factor = Decimal(1)
    for character in multiplier:
        factor *= _SMALL.get(character) or _LARGE[character]
    decimals = len(digits.partition(".")[2])
    if match["vague1"]:
        step = _last_step(digits) * factor
    elif multiplier:
        step = Decimal(10) ** -decimals * factor
    else:
        step = _last_step(digits)
    value = number * factor
    for part in _TAIL.finditer(match["tail"]) if match["tail"] else ():
        step = _power(part["unit"])
        value += Decimal(part["digits"]) * step
    kind: Kind = "percent" if sign == "%" else "decimal" if decimals and not multiplier else "integer"
    if vague:
        return (value, value, None if match["plus"] else _just_below(value + step), ">=", kind)
    if multiplier and kind != "percent":
        return (value, value - step / 2, value + step / 2, "=", kind)
    return (value, value, value, "=", kind)


_SEPARATOR = Pattern(r"[,， \xa0\u2009]")
_TAIL = Pattern(r"(?P<digits>\d{1,4})(?P<unit>千?[万萬]|[千百十])")


def _last_step(digits: str) -> Decimal:
    """What one more of the last digit that is not a padding zero means: 700 → 100, 2100 → 100,
    1.5 → 0.1. A power of ten from 100 on is taken to its second digit: 100余万 is under 110万."""
    whole, _, fraction = digits.partition(".")
    if fraction:
        return Decimal(10) ** -len(fraction)
    zeros = len(whole) - len(whole.rstrip("0"))
    if zeros >= 2 and whole.strip("0") == "1":
        return Decimal(10) ** (zeros - 1)
    return Decimal(10) ** min(zeros, len(whole) - 1)


def _just_below(limit: Decimal) -> Decimal:
    return limit - 1 if limit == limit.to_integral_value() else limit


def _read_chinese(match: Match) -> Read | None:
    """十二, 两, 一千二百, 百余, 数十, 上千."""
    surface, vague = match["chinese"], match["vague4"] or ""
    core = surface[: len(surface) - len(vague)] + vague.lstrip("余多来几")
    if match["several"] is not None:
        power = _power(core.lstrip("数几上成"))
        if match.string[max(0, match.start() - 1) : match.start()] == "近":
            return (power, power, power, "=", "integer")  # 近百场: what stands before it sets the bound
        if match["several"] not in ("数", "几"):
            return (power, power, None, ">=", "integer")
        return (2 * power, 2 * power, _just_below(10 * power), ">=", "integer")
    if set(core) <= set("百千万亿佰仟萬億"):
        if not match["vague4"]:
            return None  # 万 of 万家, 百 of 百姓
        power = _power(core)
        return (power, power, _just_below(2 * power), ">=", "integer")
    pair = _PAIR.search(core) if len(core) > 1 else None
    if pair is not None:
        low = chinese_value(core[: pair.end() - 1] + core[pair.end() :])
        high = chinese_value(core[: pair.start()] + core[pair.end() - 1 :])
        return None if low is None or high is None else (low, low, high, ">=", "range")
    value = chinese_value(core)
    if value is None:
        return None
    if match["vague4"]:
        step = _chinese_step(core)
        return (value, value, _just_below(value + step), ">=", "integer")
    return (value, value, value, "=", "decimal" if "点" in core else "integer")


_DIGIT = f"[{''.join(_DIGITS)}]"
_PAIR = Pattern(  # 两三次, 二三十, 十五六
    rf"(?<!{_DIGIT})(?:[一二两兩]三|一[二两兩]|三四|(?<!十)四五|五六|六七|七八|八九)(?!{_DIGIT}|点)"
)


def _power(text: str) -> Decimal:
    power = Decimal(1)
    for character in text:
        power *= _SMALL.get(character) or _LARGE[character]
    return power


def _chinese_step(core: str) -> Decimal:
    """The unit that 余 leaves open: 三百余 → 100, 一千二百余 → 100, 两万余 → 10000, 二十余 → 10."""
    step = Decimal(1)
    for character in reversed(core):
        if character in _DIGITS:
            break
        step *= _SMALL.get(character) or _LARGE[character]
    return step


def _bounded(
    folded: str, start: int, end: int, value: Decimal, low: Decimal, high: Decimal | None
) -> tuple[Bound, Decimal, Decimal | None]:
    """约, 近, 超, 不足 before the numeral; 以上, 左右, 以内 behind it and its measure word."""
    before = after = None
    if start and folded[start - 1] in _PREFIX_ENDS_OR_BLANK:
        lead = folded[max(0, start - 8) : start].rstrip(" \t\u3000\xa0")
        if lead and lead[-1] in _PREFIX_ENDS:
            before = _PREFIX.search(lead)
    if before is None and not _SUFFIX_BEGINS.isdisjoint(folded[end : end + 10]):
        after = _SUFFIX.match(folded, end, min(len(folded), end + 10))
    for found in (before, after):
        if found is None:
            continue
        if found["about"]:
            return "~", value * Decimal("0.95"), value * Decimal("1.05")
        if found["over"]:
            return ">=", value, None
        return "<=", Decimal(0), value
    return "=", low, high


def _join_range(folded: str, first: Numeral, second: Numeral, text: str) -> Numeral | None:
    """3—5次 is one numeral; 2019-2020 and 2024-01-30 stay what they are (years, dates)."""
    if first.end == second.start or second.start - first.end > 8:
        return None
    joint = folded[first.end : second.start].strip(" \t") in _RANGE_MARKS
    ordinary = {first.kind, second.kind} <= {"integer", "decimal", "percent"}
    if not joint or not ordinary:
        return None
    low = _with_multiplier_of(first, second)
    years = first.value >= 1900 and second.value < 2100
    if years or not low < second.value:
        return None
    coded = first.text[0] == "0" or folded[max(0, first.start - 1) : first.start] in ("-", "/", "—")
    if coded:  # 0591-23165385, 2024-01-30
        return None
    surface = text[first.start : second.end]
    return Numeral(first.start, second.end, surface, low, low, second.value, ">=", "range")


def _with_multiplier_of(first: Numeral, second: Numeral) -> Decimal:
    """The value of the first number of a range, which shares the second's 万: 3-5万 begins at 30000."""
    if first.text[-1:] in _LARGE or second.text[-1:] not in _LARGE:
        return first.value
    scaled = first.value * _LARGE[second.text[-1]]
    return scaled if scaled < second.value else first.value
