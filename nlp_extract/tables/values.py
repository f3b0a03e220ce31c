"""What a table cell prints: a number, a note beside it, a mark for nothing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from nlp_extract.document import Span
from nlp_extract.lexicon.folding import folded
from nlp_extract.patterns import Match, Pattern

_DIGIT = "0-9０-９"
_NUMBER = rf"[-+－＋−增减]?[{_DIGIT}](?:[{_DIGIT}]|[,，](?=[{_DIGIT}]{{3}}(?![{_DIGIT}])))*(?:[.．][{_DIGIT}]+)?"
_UNIT = r"(?:件|条|项|个|次|份|宗|起|万元|元)"
_NOTE = r"[（(【\[][^（）()【】\[\]|\t\n]{1,80}[）)】\]]"
_MARK = r"[/／\\]|-{1,3}|—{1,2}|–{1,2}|－{1,2}|无|[零〇OoＯ]"
TOKEN = Pattern(
    rf"(?P<number>{_NUMBER})[ \u00a0]*(?P<unit>{_UNIT}(?!\p{{Han}}))?(?P<note>[ \u00a0]*{_NOTE})?"
    rf"|(?<![^\s?？])(?P<mark>{_MARK})(?![^\s])"
)
"""A number with its unit and note, or a mark that stands alone. ``22（其中修订16件）``, ``1，234``, ``—``."""

MOST_DIGITS = 18
"""Of one number; what is longer is cells without separators, or made to hurt."""

_WHOLE = Pattern(r"(?P<sign>[-+增减]?)(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<rest>.*)")
_ENUMERATOR = Pattern(r"[.．、)）]\s*(?![0-9０-９\s])")
"""What follows a number that only counts items: ``6.无法联系到申请人``."""
_BLANK = Pattern(r"[/\\]|-{1,4}|无|")
_APART = Pattern(rf"[{_DIGIT}]\s+[{_DIGIT}]")
_THOUSANDS = Pattern(rf"^\s*[{_DIGIT}]{{1,3}}(?:[ \u00a0][{_DIGIT}]{{3}})+(?![{_DIGIT}])")
_ZERO = Pattern(r"[零〇OoＯ]")


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a row: what is printed there (``raw``, "" for nothing) and where."""

    raw: str = ""
    span: Span | None = None

    @property
    def filled(self) -> bool:
        return self.raw != ""

    @property
    def digits(self) -> str:
        """The digits where the slot holds a plain run of them, else ""."""
        text = folded(self.raw)
        return text if text.isascii() and text.isdigit() else ""


EMPTY = Slot()


def parse(raw: str) -> tuple[Decimal | None, str]:
    """Value and note of a cell: ``22（其中修订16件）`` → 22 and the note; ``/`` and "" → None.

    A cell that prints something else than one number has no value, and all of it is the note. A space inside
    is read only between thousands (``1 234``).
    ``增2``, ``+2``, ``-3`` (domain A.4, 本年增/减) are signed.
    """
    text = folded(raw)
    if _BLANK.fullmatch(text):
        return None, ""
    if _ZERO.fullmatch(text):
        return Decimal(0), ""
    whole = _WHOLE.fullmatch(text.lstrip("?"))
    if whole is None or (_APART.search(raw) and not _THOUSANDS.search(raw)) or _WHOLE.fullmatch(whole["rest"]):
        return None, raw.strip()
    digits = whole["digits"].replace(",", "")
    if len(digits) > MOST_DIGITS:
        return None, raw.strip()
    value = Decimal(digits)
    rest = whole["rest"]
    return (-value if whole["sign"] in ("-", "减") else value), _note(raw, rest)


def _note(raw: str, rest: str) -> str:
    """The remark behind the number as it is printed; a bare unit (``3件``) is none."""
    if len(rest) < 3:
        return ""
    token = TOKEN.search(raw)
    return raw[token.end("number") :].strip() if token else rest


def tokens(text: str, start: int) -> list[Slot]:
    """The values of a piece of text whose first character is at ``start``. Numbers inside prose are none."""
    found = []
    for match in TOKEN.finditer(text):
        before = text[match.start() - 1] if match.start() else " "
        after = text[match.end()] if match.end() < len(text) else " "
        if match["number"] and (_in_prose(match, before, after) or _ENUMERATOR.match(text, match.end("number"))):
            continue
        found.append(
            Slot(
                match.group().strip(), Span(start + match.start(), start + match.start() + len(match.group().rstrip()))
            )
        )
    return found


def _in_prose(match: Match, before: str, after: str) -> bool:
    """``共12件``, ``2023年``: a number that words close in on. Behind a label alone it may stand (glued tables)."""
    if _is_han(before) and match["unit"]:
        return True
    return _is_han(after) and (_is_han(before) or after in "件条项个次份宗起万亿元年月日号期")


def _is_han(character: str) -> bool:
    return "一" <= character <= "鿿"
