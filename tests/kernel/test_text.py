"""Text copied from PDFs and typed by many hands is found; names print as they were written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sasaeai.kernel import text
from sasaeai.kernel.glyphs import NAME_VARIANTS, RADICALS

# U+2E80 is a repetition mark and U+2E9A unassigned; U+2EF4–2EFF and U+2FD6–2FDF are too.
ALL_RADICALS = [
    chr(code)
    for code in (*range(0x2E81, 0x2EF4), *range(0x2F00, 0x2FD6))
    if unicodedata.name(chr(code), "")
]
japanese = st.text(
    st.sampled_from("あかアガハ゛ｶﾞー－-‐髙高﨑崎⺠民⻘青①１ａＡ　 \ufe00\u3099邉")
    | st.characters(codec="utf-8")
)


def test_every_radical_is_mended():
    assert all(text.mend_radicals(radical) not in ALL_RADICALS for radical in ALL_RADICALS)
    assert set(map(ord, ALL_RADICALS)) == set(RADICALS)


def test_the_words_of_the_source_document_are_mended():
    broken = (
        "地域住⺠ 課題解決⼒ 地区⺠児協 ⼦育て ⾏政 設⽴ ⾦ ⻄部市⺠センター ⻘森市 １⼈⼿不⾜ 会⻑"
    )
    assert text.mend_radicals(broken) == (
        "地域住民 課題解決力 地区民児協 子育て 行政 設立 金 西部市民センター 青森市 １人手不足 会長"
    )


def test_the_eight_that_compatibility_takes_to_old_forms_become_today_s_kanji():
    assert text.mend_radicals("⼾⿆⿈⿊⿒⿓⿔⾭") == "戸麦黄黒歯竜亀青"


def test_nothing_but_radicals_changes_in_what_is_stored():
    typed = "髙﨑 𠮷田 葛\U000e0100飾 ①ｶﾅ Ａ 神 〜"
    assert text.mend_radicals(typed) == typed
    assert text.clean_line(typed) == typed


@given(st.text(st.sampled_from(ALL_RADICALS + list("会地区児協"))))
def test_a_search_finds_text_with_radicals_by_plain_text(broken):
    assert text.fold(broken) == text.fold(text.mend_radicals(broken))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("⺠生委員", "民生委員"),
        ("髙﨑", "高崎"),
        ("渡邉", "渡邊"),
        ("渡辺", "渡邉"),
        ("齋藤", "斎藤"),
        ("濵田", "浜田"),
        ("澤", "沢"),
        ("𠮷田", "吉田"),
        ("葛\U000e0100", "葛"),
        ("神", "神"),
        ("ﾐﾏﾓﾘ　サービス", "みまもりさーびす"),
        ("センター", "センタ－"),
        ("ガ", "カ゛".replace("゛", "\u3099")),
        ("ＰＴＡ", "pta"),
        ("桜ヶ丘", "桜ケ丘"),
        ("13時〜14時", "13時～14時"),
        ("白旗野 町会", "白旗野町会"),
    ],
)
def test_what_a_person_calls_one_word_has_one_key(one, other):
    assert text.fold(one) == text.fold(other)


@pytest.mark.parametrize(("one", "other"), [("町会", "町内会"), ("はは", "ばば"), ("崎", "埼")])
def test_different_words_keep_different_keys(one, other):
    assert text.fold(one) != text.fold(other)


@given(japanese)
def test_folding_twice_is_folding_once(typed):
    assert text.fold(text.fold(typed)) == text.fold(typed)


@given(japanese, japanese)
def test_the_key_of_a_part_is_found_in_the_key_of_plain_text(before, after):
    assert text.fold("民生委員") in text.fold(f"{before} 民生委員 {after}")


def test_no_variant_leads_to_another_variant():
    assert not set(map(ord, NAME_VARIANTS.values())) & set(NAME_VARIANTS)


def test_a_query_falls_into_words_once_each():
    assert text.split_terms("　⺠児協　会⻑、青森 ｱｵﾓﾘ あおもり ") == [
        "民児協",
        "会長",
        "青森",
        "あおもり",
    ]
    assert text.split_terms(" 　 ") == []


def test_kana_are_told_from_kanji_and_turned_both_ways():
    assert text.is_kana("あらい　ハナコ")
    assert text.is_kana("ｱﾗｲ")
    assert text.is_kana("シェリー・ヴァ")
    assert not text.is_kana("新井")
    assert not text.is_kana("arai")
    assert not text.is_kana("　")
    assert text.to_katakana("あらい ﾊﾅｺ 新井A") == "アライ ハナコ 新井A"
    assert text.to_hiragana("アライ ﾊﾟﾋﾟ ゔ 新井A") == "あらい ぱぴ ゔ 新井A"


@given(st.text(st.characters(min_codepoint=0x3041, max_codepoint=0x3096)))
def test_hiragana_survive_the_way_to_katakana_and_back(reading):
    assert text.to_hiragana(text.to_katakana(reading)) == reading


def test_characters_are_counted_as_a_reader_counts_them():
    assert text.char_count("葛\U000e0100飾区\r\n") == 3
    assert text.char_count("か\u3099") == 1
    assert text.char_count("𠮷田 さん") == 5


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  新井　花子　", "新井　花子"),
        ("新井\x00花\u202e子\x1b", "新井花子"),
        ("新井\r\n花子", "新井 花子"),
        ("新井\t花子\ufeff\u200b", "新井 花子"),
        ("新井\ufffe花子\ud800", "新井花子"),
        ("=1+1<b>{{ }}", "=1+1<b>{{ }}"),
    ],
)
def test_what_cannot_be_printed_is_not_stored(typed, stored):
    assert text.clean_line(typed) == stored


def test_paragraphs_keep_their_breaks():
    assert (
        text.clean_lines("\r\n雪の\r\n\r\nこと\rごみ\u2028出し\x00\n") == "雪の\n\nこと\nごみ\n出し"
    )


@given(st.text())
def test_cleaning_twice_is_cleaning_once(typed):
    assert text.clean_line(text.clean_line(typed)) == text.clean_line(typed)
    assert text.clean_lines(text.clean_lines(typed)) == text.clean_lines(typed)
