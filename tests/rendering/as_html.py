"""A source as a saved page of a government site: its chrome around the report, its markup in the report.

Four manners, after what such sites do: ``clean`` (one <p> a paragraph, <th>), ``word`` (pasted from Word:
numbers split over <font> and <span>, &nbsp;, MsoNormal paragraphs in the cells), ``layout`` (the page laid out
by tables, GB2312), ``unclosed`` (no end tags for <p>, <td>, <tr>; attributes without quotation marks).
"""

# ruff: noqa: E501  (markup reads best unbroken)
from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from itertools import count

from layouts import Box, Rows
from rendering.form import Field, tables
from rendering.source import Line, Source

Inline = Callable[[str], str]

_DIGITS = re.compile(r"\d{2,}")


def page(source: Source) -> bytes:
    """The page in the manner that the source names, in its encoding."""
    body = {"clean": _clean, "word": _word, "layout": _layout, "unclosed": _unclosed}[source.html](source)
    encoding = "gb18030" if source.html == "layout" else "utf-8"
    charset = "gb2312" if source.html == "layout" else "utf-8"
    head = (
        f'<!DOCTYPE html>\n<html>\n<head>\n<meta http-equiv="Content-Type" content="text/html; charset={charset}">\n'
        f"<title>{source.title}_政府信息公开年报_{source.agency}</title>\n"
        "<style>.nav li{float:left} td{border:1px solid #000}</style>\n"
        "<script>var hits = 1024; document.write('浏览次数');</script>\n</head>\n"
    )
    return f"{head}{body}</html>\n".encode(encoding)


def _clean(source: Source) -> str:
    content = _content(source, lambda line: f"<p>{escape(line.text)}</p>", _table_clean)
    return (
        f'<body>\n<div class="header"><div class="logo"><img src="logo.png" width="320" height="60"></div>\n{_menu()}</div>\n'
        '<div class="breadcrumb">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; <a href="/nb">年度报告</a></div>\n'
        f'<div class="article">\n<h1>{source.title}</h1>\n'
        f'<div class="info"><span>发布时间：{source.year + 1}-01-19</span> <span>来源：办公室</span> <span>浏览次数：1286</span>'
        ' <span>字体：[<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>]</span></div>\n'
        f'<div class="content">\n{content}\n</div>\n'
        '<div class="tools"><a href="javascript:print()">打印本页</a> <a href="javascript:close()">关闭窗口</a></div>\n'
        '<div class="pages"><p>上一篇：<a href="a.html">关于开展集中检查的通知</a></p><p>下一篇：没有了</p></div>\n</div>\n'
        f"{_footer()}</body>\n"
    )


def _word(source: Source) -> str:
    turn = count()

    def run(text: str) -> str:
        """A number in two pieces of different fonts, blanks that do not break behind the first of them."""

        def split(match: re.Match[str]) -> str:
            digits, middle = match.group(), len(match.group()) // 2
            return (
                f'<font face="Times New Roman" lang="EN-US">{digits[:middle]}</font><span lang="EN-US">{digits[middle:]}</span>'
                if next(turn) % 3 == 0
                else f'<span style="font-family:仿宋_GB2312">{digits}</span>'
            )

        return _DIGITS.sub(split, escape(text))

    def paragraph(line: Line) -> str:
        indent = "" if line.heading else "&nbsp;&nbsp;&nbsp;&nbsp;"
        text = f"<b>{run(line.text)}</b>" if line.heading else run(line.text)
        return f'<p class="MsoNormal" style="text-indent:32.0pt">{indent}{text}<o:p></o:p></p>'

    def cell(box: Box) -> str:
        text = "<br>".join(_halves(box.text)) if box.text.startswith("第二十条") else run(box.text)
        blank = "&nbsp;" if isinstance(box, Field) else ""
        return f'<td{_spans(box)} valign="center"><p class="MsoNormal" align="center">{text}{blank}<o:p></o:p></p></td>'

    def table(rows: Rows) -> str:
        lines = "\n".join(f"<tr>{''.join(map(cell, row))}</tr>" for row in rows)
        return f'<table class="MsoNormalTable" border="1" cellspacing="0"><tbody>\n{lines}\n</tbody></table>'

    return (
        f'<body>\n<div id="nav">{_menu()}</div>\n<div class="con">\n<div class="title">{source.title}</div>\n'
        f'<div class="property">日期：{source.year + 1}-01-22 09:30 【字体：大 中 小】 浏览量：<span id="hits">88</span></div>\n'
        f'<div class="TRS_Editor"><div class="Custom_UnionStyle">\n{_content(source, paragraph, table)}\n</div></div>\n'
        f'<div class="share">分享到：<a href="#">微信</a><a href="#">微博</a></div>\n</div>\n{_footer()}</body>\n'
    )


def _layout(source: Source) -> str:
    content = _content(source, lambda line: f"<p>　　{escape(line.text)}</p>", _table_clean)
    return (
        '<body>\n<table width="1000" align="center"><tr><td><img src="banner.jpg" width="1000" height="120"></td></tr>\n'
        f"<tr><td>{_menu()}</td></tr>\n"
        "<tr><td>您现在的位置：<a href='/'>首页</a> &gt; <a href='/xxgk'>信息公开</a> &gt; 信息公开年报</td></tr></table>\n"
        '<table width="1000" align="center"><tr><td width="200" valign="top"><table><tr><td><a href="1">公开指南</a></td></tr>'
        '<tr><td><a href="2">公开制度</a></td></tr><tr><td><a href="3">公开年报</a></td></tr></table></td>\n'
        '<td width="800"><table width="100%">'
        f'<tr><td align="center" class="bt">{source.title}</td></tr>\n'
        f'<tr><td align="center">发布日期：{source.year + 1}-01-25　　点击数：305　　【打印】【关闭】</td></tr>\n'
        f'<tr><td class="nr">\n{content}\n</td></tr></table></td></tr></table>\n{_footer()}</body>\n'
    )


def _unclosed(source: Source) -> str:
    def table(rows: Rows) -> str:
        lines = "\n".join(
            f"<tr>{''.join(f'<td{_spans(box)} align=center>{escape(box.text)}' for box in row)}" for row in rows
        )
        return f"<table border=1 cellpadding=0>\n{lines}\n</table>"

    content = _content(source, lambda line: f"<p>{escape(line.text)}", table)
    return (
        f"<body bgcolor=#ffffff>\n<div class=nav>{_menu()}</div>\n<div class=dqwz>您的位置：<a href=/>首页</a> &gt; 年报</div>\n"
        f"<div id=zoom>\n<center><h2>{source.title}</h2></center>\n<p align=center>来源：本机关 时间：{source.year + 1}-01-12 阅读：42次\n"
        f"{content}\n</div>\n<p>【打印此页】【关闭窗口】\n{_footer()}</body>\n"
    )


def _content(source: Source, paragraph: Callable[[Line], str], table: Callable[[Rows], str]) -> str:
    kept = tables(source)
    parts = [paragraph(line) for line in source.intro]
    for section in source.sections:
        parts.append(paragraph(Line(section.heading, heading=True)))
        parts += map(paragraph, section.lines)
        if section.key in kept:
            parts.append(table(kept[section.key]))
    return "\n".join(parts)


def _table_clean(rows: Rows) -> str:
    lines = []
    for row in rows:
        cells = (
            f"<{tag}{_spans(box)}>{escape(box.text)}</{tag}>"
            for box in row
            for tag in ["td" if isinstance(box, Field) else "th"]
        )
        lines.append(f"  <tr>\n    {''.join(cells)}\n  </tr>")
    return '<table class="data">\n' + "\n".join(lines) + "\n</table>"


def _spans(box: Box) -> str:
    return (f' colspan="{box.colspan}"' if box.colspan > 1 else "") + (
        f' rowspan="{box.rowspan}"' if box.rowspan > 1 else ""
    )


def _halves(text: str) -> tuple[str, str]:
    return text[:4], text[4:]


def _menu() -> str:
    entries = ("首页", "走进本地", "政务公开", "办事服务", "互动交流", "数据开放")
    return (
        '<ul class="nav">'
        + "".join(f'<li><a href="/{index}">{entry}</a></li>' for index, entry in enumerate(entries))
        + "</ul>"
    )


def _footer() -> str:
    return (
        '<div class="footer"><p>主办：县人民政府办公室　承办：县大数据中心</p>\n'
        "<p>网站标识码：3300000012　备案号：浙ICP备05000012号　浙公网安备33000002000012号</p>\n<p>联系电话：0570-3020011</p></div>\n"
    )
