"""Form pieces: what people type is understood, what is wrong is said and stays in the form."""

from datetime import date, time

import pytest
from bs4 import BeautifulSoup
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from sasaeai.kernel.fields import (
    BaseForm,
    CleanCharField,
    JapaneseDateField,
    JapaneseTimeField,
    KanaField,
    LongTextField,
    PhoneField,
    PostalCodeField,
    ReplyCodeField,
    VersionedForm,
)


class MeetingForm(VersionedForm):
    held_on = JapaneseDateField(label="開催日", help_text="会場のあいている日を入れます。")
    starts_at = JapaneseTimeField(label="開始時刻")
    snow_date = JapaneseDateField(label="雪天時の予備日", required=False)
    title = CleanCharField(label="会議の名前", max_length=20)
    regime = forms.ChoiceField(label="会議の種類", choices=[("ordinary", "ふつうの会議")])
    note = LongTextField(label="メモ", required=False)


GOOD = {
    "base_version": "3",
    "held_on_era": "R",
    "held_on_year": "8",
    "held_on_month": "11",
    "held_on_day": "23",
    "starts_at": "13:30",
    "title": "髙﨑",
    "regime": "ordinary",
}


def filled(**changes):
    return MeetingForm({**GOOD, **changes})


def sentences(form):
    return [line.sentence for line in form.error_summary()]


def test_a_filled_form_gives_values():
    form = filled()
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "base_version": 3,
        "held_on": date(2026, 11, 23),
        "starts_at": time(13, 30),
        "snow_date": None,
        "title": "髙﨑",
        "regime": "ordinary",
        "note": "",
    }
    assert form.error_summary() == []


def test_an_empty_form_says_what_to_enter_field_by_field():
    form = MeetingForm({"base_version": "3"})
    assert form.error_summary() == [
        ("id_held_on_year", "「開催日」を入力してください。"),
        ("id_starts_at", "「開始時刻」を入力してください。"),
        ("id_title", "「会議の名前」を入力してください。"),
        ("id_regime", "「会議の種類」を選んでください。"),
    ]


@pytest.mark.parametrize(
    ("era", "year", "month", "day"),
    [
        ("R", "８", "１１", "２３"),
        ("W", "2026", "11", "23"),
        ("R", "2026", "11", "23"),
        ("R", "令和8年11月23日(月)", "", ""),
        ("H", "R8.11.23", "", ""),
        ("W", "2026/11/23", "", ""),
        ("R", "20261123", "", ""),
        ("R", "令和8", "11", "23"),
        ("", "8", "11", "23"),
    ],
)
def test_a_date_is_understood_in_parts_and_pasted(era, year, month, day):
    form = filled(held_on_era=era, held_on_year=year, held_on_month=month, held_on_day=day)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["held_on"] == date(2026, 11, 23)


def test_a_whole_date_may_be_posted_under_the_field_s_own_name():
    data = {name: value for name, value in GOOD.items() if not name.startswith("held_on")}
    form = MeetingForm({**data, "held_on": "2026-11-23"})
    assert form.is_valid(), form.errors


@pytest.mark.parametrize(
    ("parts", "helps"),
    [
        ({"held_on_month": "2", "held_on_day": "30"}, "2月は28日まで"),
        ({"held_on_era": "S", "held_on_year": "70"}, "「平成7年11月23日」と入力"),
        ({"held_on_year": "0"}, "元年"),
        ({"held_on_month": ""}, "「月」も入力してください"),
        ({"held_on_month": "", "held_on_day": ""}, "「月」「日」も入力してください"),
        ({"held_on_era": "W", "held_on_year": "26"}, "西暦の年は4けた"),
        ({"held_on_era": "<b>"}, "元号はありません"),
        ({"held_on_month": "十一"}, "読めません"),
        ({"held_on_day": "9" * 5000}, "読めません"),
        ({"held_on_year": "-8"}, "読めません"),
    ],
)
def test_a_date_that_cannot_be_is_refused_and_nothing_typed_is_lost(parts, helps):
    form = filled(**parts)
    assert not form.is_valid()
    assert helps in sentences(form)[0]
    assert sentences(form)[0].startswith("開催日：")
    page = BeautifulSoup(form.as_p(), "html.parser")
    for name, typed in parts.items():
        if name != "held_on_era":
            assert page.find(attrs={"name": name}).get("value", "") == typed


@given(st.dates(date(1868, 1, 25), date(2100, 1, 1)))
def test_a_date_shown_in_the_form_reads_back_as_itself(day):
    field = JapaneseDateField()
    assert field.clean(field.widget.decompress(day)) == day
    assert not field.has_changed(day, field.widget.decompress(day))


def test_a_change_of_date_or_time_is_seen():
    assert JapaneseDateField().has_changed(date(2026, 11, 23), ["R", "8", "11", "24"])
    assert JapaneseDateField().has_changed(date(2026, 11, 23), ["R", "8", "13", "24"])
    assert not JapaneseDateField(disabled=True).has_changed(None, ["R", "8", "11", "24"])
    assert not JapaneseTimeField().has_changed(time(13, 30), "1330")
    assert JapaneseTimeField().has_changed(time(13, 30), "1331")
    assert JapaneseTimeField().has_changed(time(13, 30), "ひる")
    assert not JapaneseTimeField(disabled=True).has_changed(None, "1331")


def test_a_form_arrives_filled_with_weekday_and_holiday():
    form = MeetingForm(version=3, initial={"held_on": date(2019, 5, 1), "starts_at": time(9, 5)})
    page = BeautifulSoup(form.as_p(), "html.parser")
    value = {item["name"]: item.get("value") for item in page.find_all("input")}
    assert (value["held_on_year"], value["held_on_month"], value["held_on_day"]) == ("元", "5", "1")
    assert page.find("select", {"name": "held_on_era"}).find(selected=True)["value"] == "R"
    assert "水曜日・" in page.find(id="id_held_on_note").text
    assert value["starts_at"] == "09:05"
    assert value["base_version"] == "3"


def test_every_input_of_a_date_has_a_name_for_a_screen_reader():
    page = BeautifulSoup(str(MeetingForm()["held_on"]), "html.parser")
    for item in page.find_all(["input", "select"]):
        assert item.get("aria-label") or page.find("label", {"for": item["id"]}).text
    assert all(item["inputmode"] == "numeric" for item in page.find_all("input"))


def test_a_wrong_field_points_to_its_error():
    form = filled(title="あ" * 21)
    page = BeautifulSoup(str(form["title"]), "html.parser")
    assert page.input["aria-invalid"] == "true"
    assert page.input["aria-describedby"] == "id_title_error"
    assert "required" not in page.input.attrs
    assert form["held_on"].aria_describedby == "id_held_on_helptext"


def test_an_old_day_is_shown_by_its_western_year():
    assert JapaneseDateField().widget.decompress(date(1912, 1, 1)) == ["W", "1912", "1", "1"]
    assert JapaneseDateField().widget.decompress(None) == ["R", "", "", ""]
    assert JapaneseDateField().widget.decompress("2026-11-23") == ["R", "2026-11-23", "", ""]


def test_a_lost_version_asks_to_open_the_page_again():
    for version in ("", "x", "-1"):
        form = filled(base_version=version)
        assert form.error_summary()[0].field_id == ""
        assert "もう一度ページを開いて" in sentences(form)[0]


@pytest.mark.parametrize("typed", ["25:00", "13:60", "ひる"])
def test_a_time_that_cannot_be_is_refused(typed):
    form = filled(starts_at=typed)
    assert sentences(form)[0].startswith("開始時刻：")
    assert f'value="{typed}"' in str(form["starts_at"])


def test_a_long_line_says_how_much_to_take_away():
    form = filled(title="あ" * 25)
    assert sentences(form) == [
        "会議の名前：20文字までのところ、いま25文字あります。5文字減らしてください。"
    ]
    assert "maxlength" not in str(form["title"])


def test_ten_thousand_characters_are_kept_and_one_more_is_refused():
    assert filled(note="雪\r\n" * 5000 + "あ" * 5000).is_valid()
    form = filled(note="あ" * 10_001)
    assert "1文字減らして" in sentences(form)[0]
    assert "10,000文字まで" in sentences(form)[0]
    assert "あ" * 10_001 in str(form["note"])
    assert not filled(note="あ" + "\n" * 30_000 + "あ").is_valid()


def test_hostile_text_is_kept_as_text():
    form = filled(title="=1+1<b>&\x00")
    assert form.is_valid()
    assert form.cleaned_data["title"] == "=1+1<b>&"
    assert "<b>" not in str(form["title"])


class ContactForm(BaseForm):
    kana = KanaField(label="ふりがな", required=False)
    postal_code = PostalCodeField(label="郵便番号", required=False)
    phone = PhoneField(label="電話", required=False)
    reply_code = ReplyCodeField(label="返信コード", required=False)


def test_contacts_are_brought_into_one_form():
    form = ContactForm(
        {"kana": "ｱﾗｲ ハナコ", "postal_code": "〒０３８００００", "phone": "017（000）0000"}
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "kana": "あらい はなこ",
        "postal_code": "038-0000",
        "phone": "017-000-0000",
        "reply_code": "",
    }


def test_wrong_contacts_are_refused_each_with_its_sentence():
    form = ContactForm(
        {"kana": "新井", "postal_code": "38", "phone": "722-0000", "reply_code": "K7M"}
    )
    helps = ["ひらがなかカタカナ", "7けた", "市外局番", "9文字"]
    assert len(sentences(form)) == 4
    assert all(wanted in sentence for wanted, sentence in zip(helps, sentences(form), strict=True))


class OwnSentenceForm(BaseForm):
    title = CleanCharField(error_messages={"required": "名前がないと案内を作れません。"})
    both = forms.MultipleChoiceField(
        label="対象", choices=[("a", "あ")], widget=forms.CheckboxSelectMultiple
    )

    def clean(self):
        self.add_error(None, "開始より前に終わっています。")


def test_a_field_keeps_its_own_sentence_and_the_whole_form_comes_first():
    assert OwnSentenceForm({}).error_summary() == [
        ("", "開始より前に終わっています。"),
        ("id_title", "Title：名前がないと案内を作れません。"),
        ("id_both_0", "「対象」を選んでください。"),
    ]
