"""Which rules are meant by a word of the user: a code, a name, or the beginning of one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from nlp_extract.reconcile.catalogue import ENGLISH, RULES
from nlp_extract.reconcile.rule import Rule


def meant(word: str) -> tuple[Rule, ...]:
    """The rules of a code or a name (Chinese or English), else all that begin so (N2T, T3-0, 占比); none if none."""
    wanted = word.strip().casefold()
    if not wanted:
        return ()
    exact = tuple(rule for rule in RULES if wanted in _words(rule))
    return exact or tuple(rule for rule in RULES if any(name.startswith(wanted) for name in _words(rule)))


def nearest(word: str) -> tuple[str, ...]:
    """Up to three codes or names that ``word`` may be a slip of."""
    known = {name: shown for rule in RULES for name, shown in zip(_words(rule), _shown(rule), strict=True)}
    wanted = word.strip().casefold()
    inside = [name for name in known if wanted and wanted in name]
    close = get_close_matches(wanted, known, 3, 0.5)
    return tuple(dict.fromkeys(known[name] for name in (*close, *inside)))[:3]


def chosen(select: Iterable[str], ignore: Iterable[str]) -> frozenset[str]:
    """The codes that ``select`` (empty: all) means, without those that ``ignore`` means. Unknown words mean none."""
    wanted = tuple(select)
    kept = {rule.code for word in wanted for rule in meant(word)} if wanted else {rule.code for rule in RULES}
    return frozenset(kept - {rule.code for word in ignore for rule in meant(word)})


def _shown(rule: Rule) -> tuple[str, ...]:
    return rule.code, rule.name, ENGLISH[rule.code].name


def _words(rule: Rule) -> tuple[str, ...]:
    return tuple(word.casefold() for word in _shown(rule))
