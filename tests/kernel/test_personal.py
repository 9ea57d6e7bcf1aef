"""Traces of persons in a text: what is pointed out, and what is left alone. All names are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sasaeai.kernel.personal import MOST_FINDINGS, coarser_text, find_personal


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
