"""Short drafts of whole reports: section one as written, the figures of the tables in a few lines, the rest made up.

The cells, one row a line (or several behind ``;``)::

    norm 3 0 12; license 40; fee 12.5       table two: 规章 reg, 行政规范性文件 norm, then one figure each
    new 12 3; carried_in 1; granted 9 2     table three: 自然人, 商业企业 … as far as they are not 0
    rev 1 0 0 2; lit1 1; lit2 0 1           table four: 维持, 纠正, 其他, 未审结
    set t3.new.sum 17                       a cell as it is printed, whatever the sums say

总计 (rows, columns and （七）总计) follows. What does not add up without ``set`` is a slip of the draft and refused.
"""

from __future__ import annotations

from layouts import APPLICANTS, OUTCOMES, RESULTS_2021, Values, disclosure, disputes, requests, tabs

RESULTS = [row for row, _ in RESULTS_2021]
FIVE = "（一）主要问题。政策解读形式较为单一。\n（二）改进情况。丰富政策解读的形式，加强日常检查。"
SIX = "本年度没有发出收费通知，没有收取信息处理费。"


def written(
    prose: str,
    cells: str = "",
    agency: str = "青石县住房和城乡建设局",
    year: int = 2024,
    five: str = FIVE,
    six: str = SIX,
    opening: str = "",
) -> str:
    """The text of a report with these figures."""
    values = figures(cells)
    return f"""{agency}{year}年政府信息公开工作年度报告
根据《中华人民共和国政府信息公开条例》编制本报告。{opening}本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。
一、总体情况
{prose.strip()}
二、主动公开政府信息情况
{tabs(disclosure(values))}
三、收到和处理政府信息公开申请情况
{tabs(requests(values))}
四、政府信息公开行政复议、行政诉讼情况
{tabs(disputes(values))}
五、存在的主要问题及改进情况
{five.strip()}
六、其他需要报告的事项
{six.strip()}
"""


def figures(cells: str) -> Values:
    """Every cell of the three tables; what is not declared is 0."""
    two = {f"t2.{row}.{column}": "0" for row in ("reg", "norm") for column in ("issued", "repealed", "effective")}
    two |= {f"t2.{row}.decisions": "0" for row in ("license", "punish", "coerce")} | {"t2.fee.amount": "0"}
    three = {row: [0] * 6 for row in ("new", "carried_in", *RESULTS, "total", "carried_out")}
    four = {block: [0] * 4 for block in ("rev", "lit1", "lit2")}
    printed: Values = {}
    for words in (piece.split() for line in cells.splitlines() for piece in line.split(";") if piece.strip()):
        name, numbers = words[0], words[1:]
        if name == "set":
            printed[numbers[0]] = numbers[1] if len(numbers) > 1 else ""
        elif name in three:
            three[name] = [int(number) for number in numbers] + [0] * (6 - len(numbers))
        elif name in four:
            four[name] = [int(number) for number in numbers] + [0] * (4 - len(numbers))
        else:
            own = [key for key in two if key.startswith(f"t2.{name}.")]
            two |= dict(zip(own, numbers, strict=True))
    three["total"] = [sum(column) for column in zip(*(three[row] for row in RESULTS), strict=True)]
    for place in range(6):
        come = three["new"][place] + three["carried_in"][place]
        gone = three["total"][place] + three["carried_out"][place]
        assert come == gone, f"{APPLICANTS[place]}: {come} came, {gone} done or carried on"
    values = two | {
        f"t3.{row}.{column}": str(number)
        for row, numbers in three.items()
        for column, number in zip(APPLICANTS, [*numbers, sum(numbers)], strict=True)
    }
    values |= {
        f"t4.{block}.{outcome}": str(number)
        for block, numbers in four.items()
        for (outcome, _), number in zip(OUTCOMES, [*numbers, sum(numbers)], strict=True)
    }
    assert printed.keys() <= values.keys(), printed
    return values | printed
