"""Words of a text: one form for all spellings, letters where no dictionary helps, places that fit."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sasaeai.kernel.text import fold
from sasaeai.kernel.words import (
    MOST_AT_ONCE,
    folded_places,
    index_terms,
    letters_of,
    pairs,
    runs_of,
    words_of,
)


def forms(text: str) -> list[str]:
    return [word.form for word in words_of(text)]


@pytest.mark.parametrize(
    "spellings",
    [
        ("雪かき", "雪掻き"),
        ("一人暮らし", "１人暮らし", "ひとり暮らし", "独り暮らし"),
        ("見守り", "みまもり"),
        ("買い物", "買物"),
        ("子ども", "子供", "こども"),
    ],
)
def test_all_spellings_of_a_word_have_one_form(spellings: tuple[str, ...]) -> None:
    assert len({"".join(forms(each)) for each in spellings}) == 1


def test_particles_endings_and_signs_are_no_words() -> None:
    assert [word.text for word in words_of("雪が、降っていました。")] == ["雪", "降っ", "い"]
    assert words_of("、。！？ 　\n") == []
    assert words_of("") == []


def test_a_word_stands_where_its_letters_stand_whatever_their_width() -> None:
    text = "ｻﾛﾝで ⺠生委員と㍿の話"
    for word in words_of(text):
        assert text[word.start : word.end] == word.text
    assert words_of(text)[0].text == "ｻﾛﾝ"
    assert "⺠" in "".join(word.text for word in words_of(text))


def test_a_long_word_tells_its_parts() -> None:
    (word,) = words_of("一人暮らし")
    assert word.parts == ("一人", "暮らし")
    assert words_of("雪")[0].parts == ()


@pytest.mark.parametrize("text", ["ごみ", "ゴミ", "ｺﾞﾐ"])
def test_what_no_dictionary_joins_its_letters_join(text: str) -> None:
    assert letters_of(text) == ["ご", "み", "ごみ"]


def test_letters_in_twos_do_not_reach_over_a_space_or_a_sign() -> None:
    assert runs_of("雪・道 A/9") == ["雪", "道", "a", "9"]
    assert "雪道" not in letters_of("雪・道")
    assert pairs("民児協") == ["民児", "児協"]
    assert pairs("雪") == ["雪"]


def test_radicals_pasted_from_a_pdf_are_the_letters_they_stand_for() -> None:
    assert set(index_terms("⺠児協")) == set(index_terms("民児協"))


@pytest.mark.parametrize("size", [MOST_AT_ONCE - 1, MOST_AT_ONCE, MOST_AT_ONCE + 1, 60_000])
def test_a_text_longer_than_the_dictionary_takes_is_cut_into_words_whole(size: int) -> None:
    text = ("雪" * size)[: size - 1] + "犬"
    words = words_of(text)
    assert words[-1].end == size
    assert words[-1].text.endswith("犬")


def test_a_long_text_is_cut_at_the_end_of_a_sentence() -> None:
    text = "あ" * (MOST_AT_ONCE - 3) + "。一人暮らしの人"
    assert "一人暮らし" in [word.text for word in words_of(text)]


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_whatever_is_typed_gives_terms_that_no_index_can_mistake(text: str) -> None:
    for term in index_terms(text):
        assert term
        assert not any(letter.isspace() or letter in "\"'*:()&|!<>_" for letter in term)
    key, places = folded_places(text)
    assert len(places) == len(key) + 1
    assert places == sorted(places)
    assert all(text[word.start : word.end] == word.text for word in words_of(text))


@given(st.text(alphabet="雪かきゴミガｶﾞﾊﾟ⺠髙﨑１aＡ、 。゛", max_size=30))
@settings(max_examples=150, deadline=None)
def test_the_places_of_a_key_lead_to_letters_with_that_key(text: str) -> None:
    key, places = folded_places(text)
    for at, letter in enumerate(key):
        end = next(place for place in places[at + 1 :] if place > places[at])
        assert letter in fold(text[places[at] : end])


def test_several_threads_cut_at_once() -> None:
    """The server answers in threads; one cutter cannot serve two."""
    wanted, got = forms("一人暮らしの雪かき"), []
    threads = [
        threading.Thread(target=lambda: got.append(forms("一人暮らしの雪かき"))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [wanted] * 8
