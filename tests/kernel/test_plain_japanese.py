"""Hints towards やさしい日本語: what is hard, why, what instead; names and plain texts are left alone."""

from __future__ import annotations

from datetime import date

import pytest

from sasaeai.kernel.plain_japanese import HintKind, is_plain, plain_hints
from sasaeai.kernel.plain_words import EASIER


def kinds(text: str, **given: object) -> list[HintKind]:
    return [hint.kind for hint in plain_hints(text, **given)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "雪をかく人が足りません。手つだってくれる人をさがしています。",
        "■ ごみの日\n・火曜日の朝に、ごみを出してください。",
        "12月20日(日)に集まります。",
        "１月８日（金）に、だれでも来てください。",
        "雨の日は休みです。お金はかかりません。",
        "このおしらせは、となりの家にまわしてください。",
    ],
)
def test_a_plain_text_gets_no_hint(text: str) -> None:
    assert plain_hints(text) == []
    assert is_plain(text) is bool(text)


def test_a_long_sentence_is_told_with_the_place_to_cut_it() -> None:
    long = (
        "冬のあいだに町会で雪をかく人が足りなくなってきているので、"
        "来年からは学校や会社にも声をかけて、みんなで助け合えるようにしたいと考えております。"
    )
    (hint,) = plain_hints(long)
    assert hint.kind is HintKind.LONG
    assert "71文字" in hint.why
    assert "足りなくなってきているので" in hint.offer or "きているので" in hint.offer
    assert plain_hints(long.replace("ので、", "。")) == []


def test_fifty_letters_are_too_long_where_clause_follows_clause() -> None:
    one_clause = (
        "となりの町のみなさんといっしょに、"
        "あたらしくできた公園のまわりの道をきれいにする会をひらきます。"
    )
    assert 40 < len(one_clause) <= 60
    assert kinds(one_clause) == []
    clauses = (
        "雪がたくさん降ったので、みんなで集まって、道をあけましたが、"
        "まだ通れないところがあるそうですよ、と聞きました。"
    )
    assert 50 < len(clauses) <= 60
    assert kinds(clauses) == [HintKind.LONG]


@pytest.mark.parametrize(
    "text",
    [
        "行かないわけではありません。",
        "できないことはない。",
        "休まざるを得ません。",
        "言わなくもない、とは言えないのではないか。",
        "知らないではいられません。",
    ],
)
def test_two_negations_in_one_sentence(text: str) -> None:
    assert HintKind.NOT_TWICE in kinds(text)


@pytest.mark.parametrize("text", ["行きません。来ません。", "雪がないので、道はすべりません。"])
def test_one_negation_a_clause_is_fine(text: str) -> None:
    assert HintKind.NOT_TWICE not in kinds(text)


def test_hard_words_come_with_an_easier_one_each_once() -> None:
    hints = plain_hints("きまりを遵守し、皆に周知する。もう一度、周知する。")
    words = {hint.found: hint.offer for hint in hints if hint.kind is HintKind.HARD_WORD}
    assert "守ること" in words["遵守"]
    assert "広く知らせること" in words["周知"]
    assert len(words) == 2


def test_the_longest_hard_word_counts() -> None:
    hints = plain_hints("見守り体制をととのえる。")
    assert [hint.found for hint in hints] == ["見守り体制"]


def test_names_are_not_hard_words_nor_chains() -> None:
    name = "大野地区自主防災組織連絡会"
    assert HintKind.CHAIN in kinds(f"{name}のみなさんへ")
    assert kinds(f"{name}のみなさんへ", names=(name,)) == []


def test_many_kanji_and_kanji_in_a_row() -> None:
    found = kinds("除雪機貸出申込書配達済証明書類在中。")
    assert HintKind.CHAIN in found
    black = plain_hints("高齢単身世帯の雪処理等支援実施方法を今後協議する予定。")
    assert HintKind.BLACK in {hint.kind for hint in black}
    assert "%" in next(hint.why for hint in black if hint.kind is HintKind.BLACK)


def test_a_day_without_weekday_is_told_with_it() -> None:
    (hint,) = plain_hints("令和8年12月20日に集まります。")
    assert hint.offer == "「令和8年12月20日(日)」と書きます。"
    (hint,) = plain_hints("12月20日に集まります。", on=date(2026, 11, 23))
    assert "12月20日(日)" in hint.offer
    (hint,) = plain_hints("2月30日に集まります。", on=date(2026, 11, 23))
    assert "2月30日（○）" in hint.offer


def test_a_hint_says_where_its_words_stand() -> None:
    text = "■ 雪\n・参集範囲を決める。12月20日に。\n行かないわけではない。"
    for hint in plain_hints(text):
        assert text[hint.start : hint.start + len(hint.found)] == hint.found


def test_a_text_of_hard_words_alone_gives_no_endless_list() -> None:
    assert len(plain_hints("、".join(EASIER))) == 40


def test_the_list_of_hard_words_offers_other_words() -> None:
    assert len(EASIER) >= 120
    assert all(easier and easier != word for word, easier in EASIER.items())
