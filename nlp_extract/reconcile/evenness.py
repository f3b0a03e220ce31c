"""Whether the numbers of the prose that a failure rests on can bear it: exact, of one scope, of one period.

The last word on severity, whatever a rule thought of: what rests on a vague number, or on numbers of several scopes
or periods, is worth a look and no more.
"""

from __future__ import annotations

from collections.abc import Iterator

from nlp_extract.facts import FindingKind
from nlp_extract.reconcile.context import Context, is_exact

ACROSS_PERIODS = frozenset(("NI-08", "CY-09"))
"""Rules that hold an earlier number against one of the year."""
KINDS: frozenset[FindingKind] = frozenset(("narrative", "narrative-table", "cross-year"))


def uneven(code: str, kind: FindingKind, indices: tuple[int, ...], context: Context) -> Iterator[str]:
    """The doubts, in Chinese; none for a failure inside the tables or one of form."""
    if kind not in KINDS or not indices:
        return
    quantities = [context.quantities[index] for index in indices]
    if not all(map(is_exact, quantities)):
        yield "所涉有约数"
    scopes = {quantity.scope for quantity in quantities if quantity.aspect == "value"}
    if len(scopes) > 1 and not _is_ours(scopes, context):
        yield "所涉各数的范围（本级、全域、某机关）不同"
    if kind != "narrative" and not context.covers_region and "region" in scopes:
        yield "正文是全域的数，表格是本机关的数"
    if kind == "narrative-table" and any(scope.startswith("unit:") for scope in scopes):
        yield "正文是所辖一个机关的数"
    of_the_year = {context.is_of_the_year(index) for index in indices}
    if code not in ACROSS_PERIODS and (len(of_the_year) > 1 or (kind != "narrative" and of_the_year == {False})):
        yield "所涉各数的时期不同"


def _is_ours(scopes: set[str], context: Context) -> bool:
    """A government's own numbers and its region's are one where nothing says otherwise: its tables cover both."""
    return context.covers_region and scopes <= {"self", "region"}
