"""One word in the ways in which people write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sasaeai.kernel.finding import (
    MOST_LETTERS,
    MOST_SPELLINGS,
    MOST_WORDS,
    search_keys,
    spellings,
    split_words,
)

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("1人暮らし", "１人暮らし"),
        ("１人暮らし", "1人暮らし"),
        ("サロン", "さろん"),
        ("さろん", "サロン"),
        ("ガス", "ｶﾞｽ"),
        ("ｻﾛﾝ", "サロン"),
        ("⺠生委員", "民生委員"),
        ("高崎", "髙﨑"),
        ("髙﨑", "高崎"),
        ("PTA", "ＰＴＡ"),
        ("ごみすてーしょん", "ごみステーション"),
        ("ゴミヒロイ", "ゴミひろい"),
        ("雪", "雪"),
    ],
)
def test_a_word_is_found_however_it_was_stored(typed, stored):
    assert stored in spellings(typed)


@given(st.text(max_size=80))
def test_what_was_typed_comes_first_and_the_list_stays_short(word):
    found = spellings(word)
    assert len(found) <= MOST_SPELLINGS
    assert found[:1] == ((word,) if word else ())


def test_a_long_name_of_many_variants_does_not_run_away():
    assert len(spellings("髙﨑" * 30)) <= MOST_SPELLINGS


@given(st.text())
def test_words_are_few_short_and_without_spaces(query):
    words = split_words(query)
    assert len(words) <= MOST_WORDS
    assert all(word and len(word) <= MOST_LETTERS and not word.isspace() for word in words)


def test_words_are_parted_by_any_space_or_comma():
    assert split_words(" 雪　除雪、ごみ 雪") == ["雪", "除雪", "ごみ"]
    assert search_keys("髙﨑　高崎") == ["高崎"]
