"""Traces of persons in a text: what is pointed out, and what is left alone. All names are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sasaeai.kernel.personal import (
    MOST_FINDINGS,
    KnownNames,
    PersonalKind,
    coarser_text,
    find_personal,
)


def found(text: str, *names: str) -> list[tuple[str, str]]:
    return [(one.kind.value, one.found) for one in find_personal(text, names)]


def test_the_sentence_that_the_rule_names_is_pointed_out():
    """L-02: 「桜川3丁目の山田さん(82)は認知症」."""
    text = "桜川3丁目の山田さん(82)は認知症"
    assert found(text) == [("name", "山田さん"), ("age", "(82)"), ("illness", "認知症")]
    assert (
        coarser_text(text, find_personal(text))
        == "桜川3丁目のある方（80代）はもの忘れに心配のある方"
    )


@pytest.mark.parametrize(
    ("text", "kind", "trace"),
    [
        ("電話は017-000-0000です", "phone", "017-000-0000"),
        ("０９０－００００－００００に電話して", "phone", "０９０－００００－００００"),
        ("連絡先 09000000000", "phone", "09000000000"),
        ("mihon@example.jp へ", "mail", "mihon@example.jp"),
        ("昭和12年3月4日生まれの方", "birth", "昭和12年3月4日生まれ"),
        ("生年月日：S12.3.4", "birth", "生年月日：S12.3.4"),
        ("1937年生まれ", "birth", "1937年生まれ"),
        ("桜川3丁目12-5の前", "address", "桜川3丁目12-5"),
        ("大野字見本12番地の3に雪", "address", "大野字見本12番地の3"),
        ("見本町1-2-3で転んだ", "address", "見本町1-2-3"),
        ("見本町12-5の空き家", "address", "見本町12-5"),
        ("県営住宅の305号室", "address", "305号室"),
        ("見本さんが困っている", "name", "見本さん"),
        ("試山様から", "name", "試山様"),
        ("タメシさんの家", "name", "タメシさん"),
        ("試 花子さん", "name", "試 花子さん"),
        ("さとうさんの話", "name", "さとうさん"),
        ("金子さんの家", "name", "金子さん"),
        ("守屋さんの前", "name", "守屋さん"),
        ("工藤会長に聞いた", "name", "工藤"),
        ("山田宅の前", "name", "山田"),
        ("82歳で一人暮らし", "age", "82歳"),
        ("要介護3の母", "illness", "要介護3"),
        ("隣の方は統合失調症らしい", "illness", "統合失調症"),
    ],
)
def test_a_trace_of_a_person_is_pointed_out_with_something_coarser(text, kind, trace):
    (one,) = find_personal(text)
    assert (one.kind, one.found) == (kind, trace)
    assert text[one.start : one.end] == trace
    assert one.found in one.sentence
    assert not find_personal(coarser_text(text, [one]))


@pytest.mark.parametrize(
    "text",
    [
        "大野地区の雪捨て場が遠い",
        "白旗野町会の会長から",
        "工藤商店の前の坂が滑る",
        "工藤商店さんの駐車場を借りる",
        "皆さん、お客様、業者さん、新聞屋さん、お隣さんに知らせる",
        "子どもさんとお母さんの居場所",
        "奥さんや息子さんが遠い",
        "神社の氏子と氏神様、氏名の欄、仕様と様子、多様な同様の模様",
        "民生委員さんと町会長さんが見回る",
        "認知症カフェと認知症サポーター養成講座",
        "75歳以上の世帯、65歳から、3歳児健診、80代の方",
        "12月22日(火)13時30分から、参加者30人、3-5人、1-2回",
        "1丁目から3丁目までのごみ集積所",
        "たくさんの雪、ずいぶんたくさんあって、どのような様子か",
        "令和8年12月22日に開く。平成29年8月19日に始まった",
        "高齢者の方々、障がいのある方、一人で暮らす方",
        "全38地区、2,500円、50%、5,000世帯",
        "市民センターの3階、第2回、No.12-5",
        "利用者様、住民様、各位",
        "",
    ],
)
def test_places_shops_groups_and_figures_are_left_alone(text):
    assert found(text) == []


def test_persons_of_the_register_are_found_whatever_the_space_and_the_variant():
    assert found("きょう高崎見本が来た", "髙﨑 見本") == [("name", "高崎見本")]
    assert found("髙﨑　見本と話した", "髙﨑 見本") == [("name", "髙﨑　見本")]
    assert found("見本市と見本会", "見本") == []


def test_a_list_of_persons_does_not_make_a_list_of_a_thousand_warnings():
    assert len(find_personal("試山さん、" * 1000)) == MOST_FINDINGS


@given(st.text(max_size=200))
def test_any_text_is_read_without_harm(text):
    for one in find_personal(text, ["試 花子"]):
        assert text[one.start : one.end] == one.found


REGISTER = KnownNames.of(
    [
        ("髙﨑 見本子", "たかさき みほこ"),
        ("太田 仮実", "おおた かりみ"),
        ("今 例衛", "こん れいえ"),
    ],
    ["大野町会", "見本会館", "ひまわり"],
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("たかさきみほこと話した", "たかさきみほこ"),
        ("タカサキ・ミホコ様", "タカサキ・ミホコ様"),
        ("みほこさんの体操", "みほこさん"),
        ("タカサキさんから", "タカサキさん"),
        ("ﾀｶｻｷさんから", "ﾀｶｻｷさん"),
        ("班長の太田が休む", "太田"),
        ("今町会長のあいさつ", "今"),
        ("今さんが班長になった", "今さん"),
        ("（高崎）回覧を減らしたい", "高崎"),
    ],
)
def test_a_person_of_the_register_is_known_by_one_name_or_by_kana(text, name):
    assert [(one.kind.value, one.found) for one in find_personal(text, REGISTER)] == [
        ("name", name)
    ]


@pytest.mark.parametrize(
    "text",
    ["今、雪が多い", "今後の町会長のなり手", "太田市の視察", "大野町会長から", "ひまわりさんの車"],
)
def test_a_word_that_is_no_person_here_stays_beside_a_register_full_of_persons(text):
    assert find_personal(text, REGISTER) == []


def test_the_same_is_known_from_plain_lists():
    names, kana = ["髙﨑 見本子"], ["たかさき みほこ"]
    (one,) = find_personal("たかさきみほこ", names, known_kana=kana)
    assert one.found == "たかさきみほこ"
    assert find_personal("ひまわりさん", ["試 花子"], places=["ひまわり"]) == []


def test_nothing_is_asked_for_before_there_is_a_text():
    asked = []

    def load():
        asked.append(1)
        return [("試 花子", "")], []

    known = KnownNames(load)
    assert find_personal("", known) == []
    assert asked == []
    assert find_personal("試花子", known)
    assert find_personal("試花子", known)
    assert asked == [1]


@pytest.mark.parametrize(
    ("text", "phrase", "coarser"),
    [
        (
            "寺の裏のアパートに越してきた一人暮らしの女性が困っている",
            "寺の裏のアパートに越してきた一人暮らしの女性",
            "一人暮らしの方が困っている",
        ),
        ("見本苑に入った元校長の話", "見本苑に入った元校長", "施設を使っている方の話"),
        ("この町に一人しかいない助産師さん", "この町に一人しかいない助産師さん", "ある方"),
    ],
)
def test_words_that_together_point_to_one_person_are_said_more_coarsely(text, phrase, coarser):
    (one,) = find_personal(text)
    assert (one.kind, one.found) == (PersonalKind.COMBINATION, phrase)
    assert phrase in one.sentence
    assert coarser_text(text, [one]) == coarser


def test_an_age_inside_such_words_is_told_too():
    text = "見本八丁目の91歳の一人暮らしの女性が"
    kinds = {one.kind for one in find_personal(text)}
    assert kinds == {PersonalKind.COMBINATION, PersonalKind.AGE}
    assert coarser_text(text, find_personal(text)) == "この地区の90代の一人暮らしの方が"


@pytest.mark.parametrize(
    "text",
    [
        "集会所の隣に住む方に鍵を預けている",
        "アパートに住む若い人は町会に入らない",
        "元教員の方に学習支援をお願いする",
        "施設に入所している方の家族",
        "一人暮らしの方のごみ出しを手伝う",
    ],
)
def test_one_thing_told_of_somebody_points_to_nobody(text):
    assert find_personal(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("葛\U000e0100西さんの家", "葛\U000e0100西さん"),
        ("葛󠄀西󠄀さん", "葛󠄀西󠄀さん"),
        ("試\u200b山さん", "試\u200b山さん"),
        ("\0工藤さん\0", "工藤さん"),
        ("\ud842工藤さん\udfb7", "工藤さん"),
    ],
)
def test_marks_that_nobody_sees_do_not_hide_a_name(text, found):
    (one,) = find_personal(text)
    assert (one.found, text[one.start : one.end]) == (found, found)


@pytest.mark.parametrize(
    "unit",
    ["雪が降る。", "工藤", "さん", "a.", "0-", "(", "の隣の", "アール", "\0", "\ud800", "一人しか"],
)
def test_two_megabytes_of_anything_are_read_piece_by_piece(unit):
    """Time grows with the letters alone: a pattern that did not would never come to an end here."""
    text = unit * (2_000_000 // len(unit.encode("utf-8", "surrogatepass")))
    assert len(find_personal(text, REGISTER)) <= MOST_FINDINGS


@given(
    st.text(
        alphabet="工藤さん様会長0９-の丁目番地昭和年月日歳（）()、。 \n一アー@.認知症隣方",
        max_size=300,
    )
)
def test_findings_lie_in_order_and_none_over_another(text):
    last = 0
    for one in find_personal(text, REGISTER):
        assert last <= one.start < one.end
        assert text[one.start : one.end] == one.found
        last = one.end
