"""Masks and measure words: every entry's examples, and the rule that no number is passed over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marks import marked
from nlp_extract import numerals
from nlp_extract.lexicon.loader import Entry, load
from nlp_extract.narrative.scan import MASK, MASK_OPTIONS, _masks, _sentences_with_numbers, _spans, scan

MASKS = load("masks.toml", "mask", MASK, MASK_OPTIONS)
UNITS = load(
    "units.toml",
    "unit",
    {"words": list, "kind": str},
    {"noun": bool, "one": bool, "behind": str, "examples": list, "counter_examples": list},
)


def pairs(entries: list[Entry] | tuple[Entry, ...], key: str) -> list[tuple[Entry, str]]:
    return [(entry, text) for entry in entries for text in entry.data.get(key, ())]


@pytest.mark.parametrize(("entry", "text"), pairs(MASKS, "examples"), ids=lambda value: str(value)[:40])
def test_a_masks_examples_are_dismissed_for_its_reason(entry: Entry, text: str) -> None:
    plain, spans = marked(text)
    found, dropped = scan(plain)
    for start, end in spans:
        assert not [item for item in found if item.start < end and start < item.end], "counted all the same"
        assert entry.data["reason"] in {item.reason for item in dropped if item.start < end and start < item.end}


@pytest.mark.parametrize(("entry", "text"), pairs(MASKS, "counter_examples"), ids=lambda value: str(value)[:40])
def test_a_masks_counter_examples_are_not_its_own(entry: Entry, text: str) -> None:
    plain, spans = marked(text)
    for start, end in spans:
        reasons = {item.reason for item in scan(plain)[1] if item.start < end and start < item.end}
        assert entry.data["reason"] not in reasons


@pytest.mark.parametrize(("entry", "text"), pairs(UNITS, "examples"), ids=lambda value: str(value)[:40])
def test_a_measure_words_examples_are_quantities(entry: Entry, text: str) -> None:
    plain, spans = marked(text)
    found, _ = scan(plain)
    assert [(item.start, item.end) for item in found] == spans
    words = {word.partition("!")[0].removeprefix(entry.data.get("behind", "")) for word in entry.data["words"]}
    assert all(item.unit in words for item in found)


@pytest.mark.parametrize(("entry", "text"), pairs(UNITS, "counter_examples"), ids=lambda value: str(value)[:40])
def test_a_measure_words_counter_examples_are_not(entry: Entry, text: str) -> None:
    words = {word.partition("!")[0].removeprefix(entry.data.get("behind", "")) for word in entry.data["words"]}
    assert not [item for item in scan(text)[0] if item.unit in words]


TEXT = st.lists(
    st.sampled_from(
        [
            "全年",
            "公开信息",
            "5789条",
            "2.66 亿次",
            "百余场",
            "2024年",
            "《2023年要点》",
            "（一）",
            "12345热线",
            "，",
            "。",
            "三审三校",
            "占46.5%",
            "6个部分",
            "3万余册",
            "\n",
            "第七期",
            "“15分钟”",
            "IPv6",
            "〔2021〕30号",
        ]
    ),
    max_size=12,
).map("".join)


@given(TEXT)
def test_every_numeral_is_a_quantity_or_dismissed_with_a_reason(text: str) -> None:
    found, dropped = scan(text)
    for numeral in numerals.find(text):
        classes = [item for item in found if item.start <= numeral.start < item.end]
        reasons = [item for item in dropped if item.start <= numeral.start < item.end]
        assert len(classes) + len(reasons) == 1
        assert all(item.reason for item in reasons)


@given(TEXT)
def test_found_quantities_do_not_overlap_and_hold_their_numeral(text: str) -> None:
    end = 0
    for item in scan(text)[0]:
        assert end <= item.start < item.end
        assert item.start == item.numeral.start
        assert item.numeral.end <= item.end
        end = item.end


@given(TEXT)
def test_masks_find_the_same_in_the_sentences_they_choose_as_in_the_whole_text(text: str) -> None:
    for _, mask in _masks():
        covered = {place for start, end in mask.spans(text) for place in range(start, end)}
        chosen = {
            place for start, end in _spans(mask, list(_sentences_with_numbers(text))) for place in range(start, end)
        }
        for numeral in numerals.find(text):
            assert covered.isdisjoint(range(numeral.start, numeral.end)) == chosen.isdisjoint(
                range(numeral.start, numeral.end)
            )


@pytest.mark.parametrize(
    ("text", "counts"),
    [("公众号关注人数超百万。", True), ("粉丝近千万，", True), ("惠及百万群众。", False), ("从正反两面看。", False)],
)
def test_a_vague_power_counts_without_a_measure_word(text: str, counts: bool) -> None:
    assert bool(scan(text)[0]) is counts
