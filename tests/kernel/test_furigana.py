"""Kana above kanji: the text stays the text, names are read as registered, corrections are followed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sasaeai.kernel.furigana import Readings

NAMES = {
    "新城地区社会福祉協議会": "しんじょうちくしゃかいふくしきょうぎかい",
    "白旗野町会": "しらはたのちょうかい",
    "大野市民センター": "おおのしみんせんたー",
    "髙﨑 試子": "たかさき ためしこ",
    "幸畑団地": "",
    "かな書きの会": "かなかきのかい",
}


def shown(text: str, readings: Readings | None = None) -> str:
    """漢字(かんじ), one text."""
    groups = (readings or Readings()).groups(text)
    return "".join(
        f"{ruby.text}({ruby.reading})" if ruby.reading else ruby.text
        for group in groups
        for ruby in group
    )


@given(
    st.text(
        alphabet="漢字一日月年人方髙﨑々、。（）()0123456789１２元令和ぁかなカナーー \n○a𠮷",
        max_size=60,
    )
)
def test_nothing_is_lost_or_added(text: str) -> None:
    readings = Readings(names=NAMES, corrections={"方": "かた", "日": ""})
    assert "".join(r.text for group in readings.groups(text) for r in group) == text


def test_kana_stand_above_kanji_only() -> None:
    assert shown("寄せ場の地図を作る。") == "寄(よ)せ場(ば)の地図(ちず)を作(つく)る。"
    assert shown("ごみ ABC 123、カフェ") == "ごみ ABC 123、カフェ"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("12月20日(日)", "12月(がつ)20日(はつか)(日(にち))"),
        ("令和8年11月5日（木）", "令和(れいわ)8年(ねん)11月(がつ)5日(いつか)（木(もく)）"),
        ("令和元年", "令和(れいわ)元(がん)年(ねん)"),
        ("13時30分", "13時(じ)30分(ぷん)"),
        ("午後1時半", "午後(ごご)1時半(じはん)"),
        ("9時15分", "9時(じ)15分(ふん)"),
        ("1人と2人と30人", "1人(ひとり)と2人(ふたり)と30人(にん)"),
        ("２１日", "２１日(にち)"),
        ("3階", "3階(がい)"),
    ],
)
def test_days_hours_and_numbers_are_read_as_people_say_them(text: str, read: str) -> None:
    assert shown(text) == read


def test_a_date_stays_together_on_one_line() -> None:
    groups = Readings().groups("12月20日(日)までに")
    assert "".join(ruby.text for ruby in groups[0]) == "12月20日(日)"


def test_names_of_the_register_are_read_as_registered_word_by_word() -> None:
    readings = Readings(names=NAMES)
    assert shown("新城地区社会福祉協議会", readings) == (
        "新城(しんじょう)地区(ちく)社会(しゃかい)福祉(ふくし)協議(きょうぎ)会(かい)"
    )
    assert shown("新城のまち") != shown("新城のまち", readings)
    assert shown("白旗野の空き地", readings).startswith("白旗(しらはた)野(の)の空(あ)き地(ち)")
    assert shown("大野市民センター", readings) == "大野(おおの)市民(しみん)センター"


@pytest.mark.parametrize(
    ("name", "kana", "read"),
    [
        (
            "大野担当センター（見本）",
            "おおのたんとうせんたー",
            "大野(おおの)担当(たんとう)センター（見本(みほん)）",
        ),
        ("新城・沖館会", "しんじょうおきだてかい", "新城(しんじょう)・沖館(おきだて)会(かい)"),
        ("NPO法人", "えぬぴーおーほうじん", "NPO法人(ほうじん)"),
    ],
)
def test_brackets_signs_and_letters_in_names(name: str, kana: str, read: str) -> None:
    assert shown(name, Readings(names={name: kana})) == read


def test_rare_letters_of_names_are_read() -> None:
    assert shown("髙﨑さん") == "髙﨑(たかさき)さん"
    assert shown("髙﨑　試子", Readings(names=NAMES)) == ("髙﨑(たかさき)　試(ためし)子(こ)")


def test_what_somebody_put_right_is_followed_and_no_reading_means_bare() -> None:
    assert shown("お願いする方へ") == "お願(ねが)いする方(ほう)へ"
    assert (
        shown("お願いする方へ", Readings(corrections={"方": "かた"}))
        == "お願(ねが)いする方(かた)へ"
    )
    assert shown("お願いする方へ", Readings(corrections={"方": ""})) == "お願(ねが)いする方へ"
    readings = Readings(names=NAMES, corrections={"新城": "あらき"})
    assert shown("新城地区社会福祉協議会", readings).startswith("新城(あらき)地区(ちく)")


def test_the_words_to_look_through_are_told_once_and_the_unread_among_them() -> None:
    words = Readings(corrections={"方": "かた"}).words(
        "雪かきの方、雪かきの方、12月20日、髙﨑、㐂㐂野"
    )
    assert [word.text for word in words][:3] == ["雪かき", "方", "髙﨑"]
    by_text = {word.text: word for word in words}
    assert by_text["方"].is_corrected
    assert not by_text["雪かき"].is_corrected
    assert any(not word.is_known and word.reading == "" for word in words)
