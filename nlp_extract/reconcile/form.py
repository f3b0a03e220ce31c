"""Completeness and form (CM): what the statutory outline asks for, and slips that readers notice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from nlp_extract.document import SECTION_KEYS, Span, TableKind
from nlp_extract.facts import Operand, Severity
from nlp_extract.patterns import Match, Pattern
from nlp_extract.reconcile.context import Context, admits
from nlp_extract.reconcile.knowledge import WORDS
from nlp_extract.reconcile.plain import plain_digits, squeeze
from nlp_extract.reconcile.rule import Outcome, Rule, Run
from nlp_extract.reconcile.tables import metric_of

NUMERALS = "一二三四五六七八九十"
SECTION_NAMES = dict(
    zip(
        SECTION_KEYS,
        (
            "总体情况",
            "主动公开政府信息情况",
            "收到和处理政府信息公开申请情况",
            "政府信息公开行政复议、行政诉讼情况",
            "存在的主要问题及改进情况",
            "其他需要报告的事项",
        ),
        strict=True,
    )
)
TABLES: dict[TableKind, str] = {"active_disclosure": "表二", "requests": "表三", "disputes": "表四"}
PROSE = ("overview", "problems", "other")

# 一是…；三是…  (not 统一是, 之一是)
ENUMERATOR = Pattern(rf"(?<![之统第唯万专单逐同任])(?P<number>[{NUMERALS}])是(?!否)")
# 2023年，我局…  (a year that opens a sentence)
OPENING_YEAR = Pattern(r"(?:(?<=[。；：）])|^)(?P<year>20[0-9]{2})年(?:度)?[，,](?P<rest>[^。]{0,60})")
# 统计期限自2024年1月1日起至2024年12月31日止
PERIOD = Pattern(
    r"(?P<y1>20[0-9]{2})年(?P<m1>[0-9]{1,2})月(?P<d1>[0-9]{1,2})日(?:起)?(?:至|到|—|－|-)+"
    r"(?:(?P<y2>20[0-9]{2})年)?(?P<m2>[0-9]{1,2})月(?P<d2>[0-9]{1,2})日"
)
# 发布时间：2025-01-17, 公开日期2024年1月17日
PUBLISHED = Pattern(
    r"(?:发布时间|发布日期|公开日期|发文日期)[：:]?(?P<y>20[0-9]{2})[-年/.](?P<m>[0-9]{1,2})[-月/.](?P<d>[0-9]{1,2})"
)
TITLE_YEAR = Pattern(r"(?P<year>20[0-9]{2})年?")
ORDER_NUMBER = Pattern(r"(?:国务院令|国令)[（(]?第(?P<number>[0-9]{3})号")
# 宣布失效42025年… (4件。2025年 lost its middle)
GLUED = Pattern(r"(?<![0-9-])(?P<number>[0-9]{1,4})20[0-9]{2}年")
BRACKETED = Pattern(r"[\[【](?P<number>[0-9]+)[\]】](?:条|件|次|篇|个|期)")
# 共发布重点领域信息，  (announces a total and gives none)
ANNOUNCED = Pattern(
    r"共(?:发布|公开|推送|受理|收到|答复|办理|办结|制作|编发|印发)"
    r"(?P<what>[^0-9０-９零一二三四五六七八九十两几多数百千万亿余若各了，,。；;、：:（）()“”]{2,14})(?=[，,。；;])"
)
# 财政预决算信息条，  (a measure word without its number)
NUMBERLESS = Pattern(r"(?:信息|微博|推文|稿件|预算|决算|解读)(?P<unit>条|篇|期)(?=[，,。；;、])")
# 七、下一年工作思路  (a line of its own behind the sixth section)
SEVENTH = Pattern(
    r"(?m)^[ \t\u3000]*(?P<number>[七八九])[、．.][ \t\u3000]*(?P<title>[^。；，,;！!\n]{2,20})[：:]?[ \t\u3000]*$"
)
CONTACT = Pattern(r"请(?:直接)?与(?P<who>[^，。；（()：:]{4,30}?)联系")


def section_text(context: Context, key: str) -> str:
    """The body of a section without blanks; "" where the section is missing."""
    section = context.report.outline.section(key)
    return squeeze(context.text[section.body.start : section.body.end]) if section is not None else ""


def _find(context: Context, phrase: str) -> Span | None:
    """Where a phrase stands in the text, if it stands there unbroken."""
    start = plain_digits(context.text).find(phrase)
    return Span(start, start + len(phrase)) if start >= 0 else None


def _is_new_form(context: Context) -> bool:
    return context.year is None or context.year >= 2019


# ------------------------------------------------------------------ outline


def sections_present(rule: Rule, context: Context) -> Iterator[Outcome]:
    """All six sections; a section whose words stand elsewhere may only lack its heading."""
    if not _is_new_form(context):
        return
    have = {section.key for section in context.report.outline.sections}
    missing = [key for key in SECTION_KEYS if key not in have]
    if not have:
        yield rule.say("not_assessable", "没有读到任何部分的标题，无法判断六个部分是否齐全")
        return
    if not missing:
        yield rule.say("pass", "六个部分齐全", reading="direct")
        return
    absent = [key for key in missing if not any(word in context.prose for word in WORDS[f"section.{key}"])]
    severity: Severity = "warning" if absent else "info"
    hint = "文中也没有相关内容" if absent else "文中有相关内容，可能只缺标题"
    names = "、".join(f"“{SECTION_NAMES[key]}”" for key in (absent or missing))
    yield rule.say("fail", f"没有找到{names}部分，{hint}", severity=severity, left=Operand("缺少的部分", names))


def headings_in_order(rule: Rule, context: Context) -> Iterator[Outcome]:
    """The numbers of the section headings run 一 to 六."""
    numbers = []
    for section in context.report.outline.sections:
        head = squeeze(context.report.document.surface(section.heading)).lstrip("#（(第")
        if head and head[0] in NUMERALS:
            numbers.append((NUMERALS.index(head[0]) + 1, section))
    wrong = [(number, section) for place, (number, section) in enumerate(numbers, 1) if number != place]
    if len(numbers) < 2 or len(numbers) < len(context.report.outline.sections):
        return
    if wrong:
        number, section = wrong[0]
        expected = NUMERALS[numbers.index(wrong[0])]
        yield rule.say(
            "fail",
            f"部分的序号不连续：“{section.title}”编为“{NUMERALS[number - 1]}”，应为“{expected}”",
            left=Operand("标题", NUMERALS[number - 1], section.heading),
            right=Operand("应为", expected),
        )
    else:
        yield rule.say("pass", "各部分序号连续", reading="direct")


def extra_sections(rule: Rule, context: Context) -> Iterator[Outcome]:
    """A seventh section behind the six of the form."""
    last = context.report.outline.section("other")
    if last is None:
        return
    found = list(SEVENTH.finditer(context.text, last.body.start, last.body.end))
    for match in found:
        title = f"{match['number']}、{match['title'].strip()}"
        yield rule.say(
            "fail",
            f"六个部分之外另有“{title}”",
            left=Operand("另有的部分", title, Span(*match.span("title"))),
        )
    if not found:
        yield rule.say("pass", "没有六个部分之外的部分", reading="direct")


def tables_present(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Tables two, three and four; a table that is a picture is not a missing table."""
    if not _is_new_form(context):
        return
    tables = context.report.tables
    read = [kind for kind in TABLES if (table := tables.table(kind)) is not None and table.cells]
    for kind, name in TABLES.items():
        table = tables.table(kind)
        if kind in read:
            continue
        if not read or (table is not None and table.grade == "not_in_text"):
            yield rule.say("not_assessable", f"文本中没有{name}，可能是图片或附件，有关核对从略")
        else:
            yield rule.say("fail", f"没有读到{name}，请确认没有遗漏", left=Operand("缺少的表", name))
    if len(read) == len(TABLES):
        yield rule.say("pass", "表二、表三、表四齐全", reading="direct")


def topics_covered(rule: Rule, context: Context) -> Iterator[Outcome]:
    """The five topics of section one."""
    text = section_text(context, "overview")
    if not text:
        return
    names = {
        "active": "主动公开",
        "requests": "依申请公开",
        "management": "政府信息管理",
        "platform": "平台建设",
        "supervision": "监督保障",
    }
    missing = [name for key, name in names.items() if not any(word in text for word in WORDS[f"topics.{key}"])]
    if missing:
        yield rule.say(
            "fail", f"第一部分没有提到：{'、'.join(missing)}", left=Operand("第一部分未提到", "、".join(missing))
        )
    else:
        yield rule.say("pass", "第一部分五个方面都已提到", reading="direct")


def accountability(rule: Rule, context: Context) -> Iterator[Outcome]:
    """A government's report gives 社会评议 and 责任追究 (条例 art. 50)."""
    if not context.is_government:
        return
    text = context.prose
    found = {
        name: any(word in text for word in WORDS[f"accountability.{key}"])
        for key, name in (("evaluation", "社会评议"), ("responsibility", "责任追究"))
    }
    missing = [name for name, there in found.items() if not there]
    if missing:
        yield rule.say(
            "fail",
            f"政府的年度报告应当包括工作考核、社会评议和责任追究结果，文中没有{'、'.join(missing)}",
            metric="supervision.accountability",
            left=Operand("未提到", "、".join(missing)),
        )
    else:
        yield rule.say("pass", "社会评议、责任追究都已提到", metric="supervision.accountability", reading="direct")


# ------------------------------------------------------------------ sections five and six


def problems_and_remedies(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Section five says something, of problems and of remedies."""
    text = section_text(context, "problems")
    if context.report.outline.section("problems") is None:
        return
    if len(text) < 30:
        empty = not text or text in WORDS["section.empty"]
        yield rule.say(
            "fail",
            f"第五部分{'是空的' if not text else f'只有“{text[:20]}”'}，应写明主要问题和改进情况",
            severity="warning" if empty else "info",
            left=Operand("第五部分", text[:20]),
        )
        return
    labels = {statement.label for statement in context.report.statements}
    if not labels:
        return
    lacking = [name for label, name in (("problem", "问题"), ("remedy", "改进情况")) if label not in labels]
    if lacking:
        yield rule.say("fail", f"第五部分没有读到{'和'.join(lacking)}", left=Operand("未读到", "、".join(lacking)))
    else:
        yield rule.say("pass", "第五部分既有问题又有改进情况", reading="direct")


def problems_answered(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Problems that no remedy answers, where the remedies can be told apart."""
    statements = context.report.statements
    answered = {target for statement in statements if statement.label == "remedy" for target in statement.answers}
    topics = {statement.topic for statement in statements if statement.label == "remedy"}
    if not answered:
        return
    open_ones = [
        statement
        for index, statement in enumerate(statements)
        if statement.label == "problem" and index not in answered and statement.topic not in topics
    ]
    for statement in open_ones:
        yield rule.say(
            "fail",
            f"“{statement.text[:24]}”没有对应的改进措施",
            left=Operand("问题", statement.text.rstrip("。；;"), statement.span),
        )
    if not open_ones:
        yield rule.say("pass", "所列问题都有改进措施", reading="direct")


def fee_reported(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Section six (or another) says whether the information processing fee was taken."""
    text = "".join(section_text(context, key) for key in PROSE)
    if not text:
        return
    if any(word in text for word in WORDS["fee.mentioned"]):
        yield rule.say("pass", "已说明信息处理费情况", metric="info_fee.amount", reading="direct")
    else:
        yield rule.say(
            "fail",
            "没有说明是否收取信息处理费（未收取的也应写明）",
            metric="info_fee.amount",
            left=Operand("未提到", "信息处理费"),
        )


# ------------------------------------------------------------------ years and dates


def period_of_the_year(rule: Rule, context: Context) -> Iterator[Outcome]:
    """The statistical period is of the year in the title."""
    title = TITLE_YEAR.search(squeeze(context.report.outline.title or ""))
    match = _period(context)
    year = int(title["year"]) if title else context.year
    if match is None or year is None:
        return
    stated = int(match["y1"])
    if stated != year:
        yield rule.say(
            "fail",
            f"标题是 {year} 年，统计期限却从 {stated} 年起",
            left=Operand("标题年份", str(year)),
            right=Operand("统计期限", match.group(), _find(context, match.group())),
        )
    else:
        yield rule.say("pass", f"统计期限与标题同为 {year} 年", reading="direct")


def _period(context: Context) -> Match | None:
    """The statistical period, where words before it say that it is that."""
    for match in PERIOD.finditer(context.prose[:4000]):
        before = context.prose[max(0, match.start() - 30) : match.start()]
        if any(word in before for word in ("期限", "时限", "数据", "统计", "时间")):
            return match
    return None


def whole_year(rule: Rule, context: Context) -> Iterator[Outcome]:
    """The statistical period runs from 1 January to 31 December."""
    match = _period(context)
    if match is None:
        return
    first, last = (int(match["m1"]), int(match["d1"])), (int(match["m2"]), int(match["d2"]))
    same = match["y2"] is None or match["y2"] == match["y1"]
    if (first, last) == ((1, 1), (12, 31)) and same:
        yield rule.say("pass", "统计期限为全年", reading="direct")
    else:
        yield rule.say(
            "fail",
            f"统计期限写作“{match.group()}”，应为当年 1 月 1 日至 12 月 31 日",
            left=Operand("统计期限", match.group(), _find(context, match.group())),
            right=Operand("应为", "1月1日至12月31日"),
        )


def leftover_years(rule: Rule, context: Context) -> Iterator[Outcome]:
    """A sentence that opens with another year than the report's (often left over from last year's text)."""
    if context.year is None:
        return
    looked, wrong = 0, []
    for key in PROSE:
        text = section_text(context, key)
        for match in OPENING_YEAR.finditer(text):
            looked += 1
            year = int(match["year"])
            plan = year == context.year + 1 and key != "overview"
            compared = any(word in match["rest"] for word in WORDS["year.compared"])
            if year != context.year and not plan and not compared:
                wrong.append((year, match.group()))
    for year, phrase in wrong:
        yield rule.say(
            "fail",
            f"{context.year} 年度报告中有一句以“{year}年”开头，请确认不是上年文字的残留",
            left=Operand("句首年份", str(year), _find(context, phrase[:6])),
            right=Operand("报告年度", str(context.year)),
        )
    if looked and not wrong:
        yield rule.say("pass", "句首年份都与报告年度一致", reading="direct")


def year_of_a_figure(rule: Rule, context: Context) -> Iterator[Outcome]:
    """A number given to another year that equals this year's table: the year may be misprinted."""
    for pairs in context.compared.values():
        for index, comparison in pairs:
            quantity = context.quantities[index]
            if context.is_of_the_year(index) or not quantity.period.isdigit() or quantity.value < 2:
                continue
            amount = context.sheet.amount(comparison.readings[0].cells)
            if amount is None:
                continue
            last = context.previous.sheet.amount(comparison.readings[0].cells) if context.previous else None
            if admits(quantity, amount.value) and (last is None or last.value != amount.value):
                yield rule.say(
                    "fail",
                    f"正文把{comparison.zh} {quantity.text} 写在 {quantity.period} 年，"
                    "数字却与本年表格相同，年份可能有误",
                    metric=quantity.metric,
                    cells=amount.cells,
                    left=Operand("所写年份", quantity.period, quantity.span, None, index),
                    right=Operand("报告年度", str(context.year)),
                    quantities=(index,),
                )
            else:
                yield rule.say(
                    "pass",
                    f"{quantity.text} 属于 {quantity.period} 年，与本年表格不同",
                    reading="direct",
                    metric=quantity.metric,
                    left=context.stated(index),
                    quantities=(index,),
                )


def published_in_time(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Departments publish by 31 January, governments by 31 March."""
    match = PUBLISHED.search(squeeze(context.text[:6000]))
    if match is None or context.year is None or context.year < 2019:
        return
    try:
        published = date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return
    limit = date(context.year + 1, 3, 31) if context.is_government else date(context.year + 1, 1, 31)
    if published.year == context.year + 1 and published > limit:
        yield rule.say(
            "fail",
            f"公布日期 {published.isoformat()}，晚于 {limit.isoformat()}",
            left=Operand("公布日期", published.isoformat()),
            right=Operand("期限", limit.isoformat()),
        )
    else:
        yield rule.say("pass", "公布日期在期限内", reading="direct")


# ------------------------------------------------------------------ wording


def legal_basis(rule: Rule, context: Context) -> Iterator[Outcome]:
    """The regulation is decree 711; from 2021 the form is that of notice 30 of 2021."""
    text = context.prose[:6000]
    decree = ORDER_NUMBER.search(text)
    if decree is not None and decree["number"] not in ("711", "492"):
        yield rule.say(
            "fail",
            f"《条例》的令号写作第{decree['number']}号，应为第711号",
            left=Operand("令号", decree["number"], _find(context, decree.group())),
            right=Operand("应为", "711"),
        )
    elif decree is not None:
        yield rule.say("pass", "《条例》令号无误", reading="direct")
    old = "〔2019〕60号" in text and "〔2021〕30号" not in text
    if old and context.year is not None and context.year >= 2021:
        yield rule.say(
            "fail",
            "引用的是 2019 年的试行格式（国办公开办函〔2019〕60号），2021 年度起应为国办公开办函〔2021〕30号",
            left=Operand("引用", "〔2019〕60号", _find(context, "〔2019〕60号")),
            right=Operand("应为", "〔2021〕30号"),
        )
    elif "〔2021〕30号" in text:
        yield rule.say("pass", "引用的格式文件无误", reading="direct")


def agency_name(rule: Rule, context: Context) -> Iterator[Outcome]:
    """The agency to be asked is the agency that reports (or its office)."""
    match = CONTACT.search(context.prose[:4000])
    agency = context.agency
    if match is None or not agency:
        return
    who = match["who"]
    common = len(set(agency) & set(who)) / len(set(agency))
    if common >= 0.4 or any(word in who for word in ("本机关", "我局", "本局", "我委", "我办", "本单位", "办公室")):
        yield rule.say("pass", "联系机关与报告机关一致", reading="direct")
    else:
        yield rule.say(
            "fail",
            f"报告机关是{agency}，联系机关却是{who}",
            left=Operand("报告机关", agency),
            right=Operand("联系机关", who, _find(context, who)),
        )


def enumerators(rule: Rule, context: Context) -> Iterator[Outcome]:
    """一是, 二是, 三是 follow each other in section five; a new 一是 begins a new list."""
    expected, seen, wrong = 1, 0, False
    for match in ENUMERATOR.finditer(section_text(context, "problems")):
        number = NUMERALS.index(match["number"]) + 1
        seen += 1
        if number == 1:
            expected = 2
            continue
        if number != expected and expected > 1:
            wrong = True
            right = NUMERALS[min(expected, 10) - 1]
            yield rule.say(
                "fail",
                f"第五部分序号不连续：此处写作“{match['number']}是”，应为“{right}是”",
                left=Operand("序号", f"{match['number']}是"),
                right=Operand("应为", f"{right}是"),
            )
        expected += 1
    if seen and not wrong:
        yield rule.say("pass", "第五部分序号连续", reading="direct")


def residue(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Placeholders of a template that were not filled in."""
    text = context.prose
    found = [word for word in WORDS["residue"] if word in text]
    bracketed = BRACKETED.search(text)
    if bracketed is not None:
        found.append(bracketed.group())
    for word in found[:1]:
        yield rule.say("fail", f"有模板残留“{word}”", left=Operand("残留", word, _find(context, word)))
    if not found and text:
        yield rule.say("pass", "没有模板残留", reading="direct")


def glued_numbers(rule: Rule, context: Context) -> Iterator[Outcome]:
    """A number that runs into a year: something between them was lost."""
    found = False
    for key in PROSE:
        for match in GLUED.finditer(section_text(context, key)):
            found = True
            yield rule.say(
                "fail",
                f"“{match.group()}”中数字与年份连在一起，中间可能漏了字",
                left=Operand("文字", match.group(), _find(context, match.group())),
            )
    if not found and section_text(context, "overview"):
        yield rule.say("pass", "没有与年份连写的数字", reading="direct")


def missing_numbers(rule: Rule, context: Context) -> Iterator[Outcome]:
    """共发布… without a number, 信息条 without a number."""
    found = False
    for key in PROSE:
        text = section_text(context, key)
        for match in (*ANNOUNCED.finditer(text), *NUMBERLESS.finditer(text)):
            found = True
            yield rule.say(
                "fail",
                f"“{match.group()}”处似乎漏了数字",
                left=Operand("文字", match.group(), _find(context, match.group())),
            )
    if not found and section_text(context, "overview"):
        yield rule.say("pass", "没有漏写数字的迹象", reading="direct")


# ------------------------------------------------------------------ tables as a form


def label_misprints(rule: Rule, context: Context) -> Iterator[Outcome]:
    """Row and column labels that misprint the form."""
    variants = [variant for table in context.report.tables.tables for variant in table.variants]
    for variant in variants:
        yield rule.say(
            "fail",
            f"表格的栏目名印作“{squeeze(variant.printed)[:30]}”，格式为“{squeeze(variant.canonical)[:30]}”",
            metric=metric_of(variant.cells[-1]) if variant.cells else None,
            cells=variant.cells,
            left=Operand("印作", squeeze(variant.printed), variant.span),
            right=Operand("格式", squeeze(variant.canonical)),
        )
    if not variants and context.report.tables.tables:
        yield rule.say("pass", "表格栏目名与格式一致", reading="direct")


def single_other_row(rule: Rule, context: Context) -> Iterator[Outcome]:
    """（六）其他处理 as one row belongs to the 2019 form."""
    sheet = context.sheet
    if "t3.total.sum" not in sheet.cells or not (sheet.format == "2021" or (context.year or 0) >= 2021):
        return
    if sheet.single_other:
        yield rule.say(
            "fail",
            "表三（六）其他处理只有一行，是 2019 年格式；2021 年格式分为逾期不补正、逾期未缴费、其他三行",
            metric="requests.other",
            cells=("t3.other.sum",),
            left=Operand("表三", "（六）其他处理", sheet.cells["t3.other.sum"].span, "t3.other.sum"),
        )
    elif "t3.other.misc.sum" in sheet.cells:
        yield rule.say("pass", "表三（六）其他处理分三行", cells=("t3.other.misc.sum",), reading="direct")


RUNS: dict[str, Run] = {
    "CM-01": sections_present,
    "CM-02": tables_present,
    "CM-03": topics_covered,
    "CM-04": accountability,
    "CM-05": problems_and_remedies,
    "CM-06": fee_reported,
    "CM-07": period_of_the_year,
    "CM-08": agency_name,
    "CM-09": whole_year,
    "CM-10": legal_basis,
    "CM-11": published_in_time,
    "CM-12": leftover_years,
    "CM-13": residue,
    "CM-14": glued_numbers,
    "CM-15": extra_sections,
    "CM-16": headings_in_order,
    "CM-17": enumerators,
    "CM-18": label_misprints,
    "CM-19": single_other_row,
    "CM-20": problems_answered,
    "CM-21": missing_numbers,
    "CM-22": year_of_a_figure,
}
"""What each rule of lexicon/rules/form.toml does."""
