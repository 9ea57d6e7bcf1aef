"""The template words: what they render, for a screen reader and against hostile text."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import TemplateSyntaxError, engines
from django.test import RequestFactory
from django.utils import translation

from sasaeai.kernel.errors import StaleEdit
from sasaeai.kernel.fields import CleanCharField, JapaneseDateField, LongTextField, VersionedForm
from sasaeai.kernel.fiscal_year import FiscalYear

HOSTILE = '"><script>alert(1)</script>'
NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # 12:00 in Japan


def render(source: str, request: HttpRequest | None = None, **context: object) -> str:
    template = engines["django"].from_string(source)
    return template.render(context, request or RequestFactory().get("/"))


def soup(source: str, request: HttpRequest | None = None, **context: object) -> BeautifulSoup:
    return BeautifulSoup(render(source, request, **context), "html.parser")


class TopicForm(VersionedForm):
    name = CleanCharField(label="議題", help_text="短く書いてください。")
    text = LongTextField(label="ねらい", required=False)
    day = JapaneseDateField(label="開催日")
    kind = forms.ChoiceField(
        label="種類", choices=[("d", "協議"), ("r", "報告")], widget=forms.RadioSelect
    )
    public = forms.BooleanField(label="回覧にのせる", required=False)


# ── The key of one submission ────────────────────────────────────────────────────────────────────


def once_key(page: BeautifulSoup) -> str:
    return page.find("input", attrs={"name": "once"})["value"]


def test_every_form_gets_a_key_of_its_own() -> None:
    first, second = once_key(soup("{% once %}")), once_key(soup("{% once %}"))

    assert uuid.UUID(first) != uuid.UUID(second)


def test_a_form_shown_again_keeps_its_key_but_a_button_beside_it_does_not() -> None:
    key = str(uuid.uuid4())
    sent = RequestFactory().post("/", {"once": key})

    assert once_key(soup("{% once %}", sent)) == key
    assert once_key(soup('{% post_button "/x" "消す" %}', sent)) != key


def test_a_key_that_is_no_key_is_replaced() -> None:
    sent = RequestFactory().post("/", {"once": HOSTILE})

    assert uuid.UUID(once_key(soup("{% once %}", sent)))


# ── Fields ───────────────────────────────────────────────────────────────────────────────────────


def test_label_hint_and_mistake_belong_to_the_input() -> None:
    form = TopicForm({"name": ""}, version=1)

    page = soup("{% field form.name %}", form=form)

    field = page.find("input")
    assert page.find("label")["for"] == field["id"]
    assert field["aria-invalid"] == "true"
    told = " ".join(page.find(id=name).get_text() for name in field["aria-describedby"].split())
    assert "短く書いてください。" in told
    assert "「議題」を入力してください。" in told


@pytest.mark.parametrize(("name", "mark"), [("name", "必須"), ("text", "任意")])
def test_a_label_says_in_words_whether_a_field_must_be_filled(name: str, mark: str) -> None:
    page = soup("{% field form." + name + " %}", form=TopicForm(version=1))

    assert mark in page.find("label").get_text()
    assert not page.find(attrs={"required": True})


@pytest.mark.parametrize("name", ["day", "kind"])
def test_several_inputs_stand_under_one_legend_that_carries_the_mistake(name: str) -> None:
    form = TopicForm({}, version=1)

    page = soup("{% field form." + name + " %}", form=form)

    group = page.find("fieldset")
    assert str(form[name].label) in group.find("legend").get_text()
    assert page.find(id=group["aria-describedby"]).get_text(strip=True)
    for control in group.find_all(["input", "select"]):
        labelled = group.find("label", attrs={"for": control["id"]})
        assert labelled or control.has_attr("aria-label")


def test_a_checkbox_is_followed_by_its_label() -> None:
    page = soup("{% field form.public %}", form=TopicForm(version=1))

    assert page.find("input").find_next("label")["for"] == page.find("input")["id"]


def test_hostile_text_stays_text_in_fields_and_labels() -> None:
    class Hostile(forms.Form):
        name = forms.CharField(label=HOSTILE, help_text=HOSTILE.replace("<", "&lt;"))

    page = render("{% error_summary form %}{% field form.name %}", form=Hostile({"name": HOSTILE}))

    assert "<script" not in page


# ── The list of mistakes, and two editors ────────────────────────────────────────────────────────


def test_mistakes_are_listed_once_each_with_a_way_to_the_input() -> None:
    form = TopicForm({"base_version": "1"}, version=1)

    page = soup(
        "{% error_summary form %}{% for entry in form %}{% field entry %}{% endfor %}", form=form
    )

    summary = page.find(id="error-summary")
    links = summary.find_all("a")
    assert len(links) == len(form.errors) == 3
    for link in links:
        assert page.find(id=link["href"].removeprefix("#")).name in ("input", "select", "textarea")


def test_a_fresh_form_shows_no_list_of_mistakes() -> None:
    assert not soup("{% error_summary form %}", form=TopicForm(version=1)).find("section")


def test_when_somebody_was_faster_both_texts_stand_side_by_side_and_mine_can_be_saved() -> None:
    posted = {"base_version": "1", "name": "雪の相談", "kind": "d", "day": "R8.12.1"}
    form = TopicForm(posted, version=1)
    form.conflict = StaleEdit(
        "先に保存されました。",
        theirs={"name": HOSTILE, "kind": "r"},
        yours={"name": "雪の相談", "kind": "d"},
        version=4,
    )
    form.add_error(None, form.conflict.message)

    source = "{% error_summary form %}{% field form.base_version %}{% field form.name %}"
    html = render(source, form=form)
    page = BeautifulSoup(html, "html.parser")

    box = page.find(class_="conflict").get_text(" ", strip=True)
    assert HOSTILE in box
    assert "<script" not in html
    assert "報告" in box
    assert "協議" in box
    assert page.find(attrs={"name": "base_version"})["value"] == "4"
    assert page.find(attrs={"name": "name"})["value"] == "雪の相談"


# ── Buttons and states ───────────────────────────────────────────────────────────────────────────


def test_a_post_button_is_a_whole_form_with_its_values_escaped() -> None:
    page = soup(
        '{% post_button "/undo" word kind="danger" undo=value %}', word="消す", value=HOSTILE
    )

    form = page.find("form")
    assert (form["method"], form["action"]) == ("post", "/undo")
    assert {field["name"] for field in form.find_all("input")} == {
        "csrfmiddlewaretoken",
        "once",
        "undo",
    }
    assert form.find(attrs={"name": "undo"})["value"] == HOSTILE


def test_a_kind_or_state_that_does_not_exist_is_an_error_of_the_template() -> None:
    with pytest.raises(TemplateSyntaxError, match="primary"):
        render('{% button "保存する" kind="blue" %}')
    with pytest.raises(TemplateSyntaxError, match="overdue"):
        render('{% state "late" "おそい" %}')


def test_a_state_is_a_word_and_a_shape_never_colour_alone() -> None:
    shapes = set()
    for name in ("done", "now", "later", "overdue", "cancelled"):
        page = soup("{% state name text %}", name=name, text="案内")
        assert page.get_text(strip=True).endswith("案内")
        shapes.add(page.find(class_="state-shape").get_text())

    assert len(shapes) == 5


@dataclass(frozen=True)
class Step:
    name: str
    state: str
    url: str
    due: date | None
    is_current: bool


def test_the_steps_say_where_one_is_and_what_is_due() -> None:
    steps = [
        Step("計画", "done", "/1", date(2026, 11, 1), False),
        Step("議題", "overdue", "/2", date(2026, 11, 20), False),
        Step("声かけ", "now", "/3", None, True),
        Step("案内", "later", "/4", date(2026, 12, 1), False),
    ]

    page = soup("{% steps steps %}", steps=steps)

    entries = page.find("ol").find_all("li")
    assert [entry.find("a")["href"] for entry in entries] == ["/1", "/2", "/3", "/4"]
    assert [entry.find("a").get("aria-current") for entry in entries] == [None, None, "step", None]
    assert "期限切れ" in entries[1].get_text()
    assert "11月20日(金)まで" in entries[1].get_text()
    assert "まで" not in entries[0].get_text()


def test_an_empty_list_says_so_and_offers_one_way_on() -> None:
    page = soup('{% empty_state text url="/new" action="会議を準備する" %}', text=HOSTILE)

    assert page.find("p").get_text() == HOSTILE
    assert page.find("a")["href"] == "/new"


def test_turning_the_page_keeps_the_other_words_of_the_query() -> None:
    request = RequestFactory().get("/", {"q": "雪 & ごみ", "page": "2"})
    page_obj = Paginator(range(30), 10).page(2)

    links = soup("{% pager page %}", request, page=page_obj).find_all("a")

    assert [re.search(r"page=(\d)", link["href"]).group(1) for link in links] == ["1", "3"]
    assert all("q=%E9%9B%AA+%26+" in link["href"] for link in links)


def test_one_page_needs_no_turning() -> None:
    assert not soup("{% pager page %}", page=Paginator([1], 10).page(1)).find("nav")


def test_an_address_that_does_not_exist_yet_is_left_out_of_the_navigation() -> None:
    assert not soup('{% nav_link "desk:no_such_page" "予定" %}').find("a")
    assert soup('{% nav_link "account_login" "ログイン" %}').find("a")


@pytest.mark.parametrize(
    ("path", "current"),
    [("/accounts/2fa/", "page"), ("/accounts/2fa/totp/activate/", "true"), ("/", None)],
)
def test_the_navigation_marks_where_one_is(path: str, current: str | None) -> None:
    page = soup('{% nav_link "mfa_index" "設定" %}', RequestFactory().get(path))

    assert page.find("a").get("aria-current") == current


# ── Dates ────────────────────────────────────────────────────────────────────────────────────────

DATES = [
    ("wareki", date(2026, 11, 23), "令和8年11月23日", "23 November 2026"),
    ("long_date", date(2026, 11, 23), "令和8年11月23日(月)", "Mon, 23 Nov 2026"),
    ("short_date", date(2026, 11, 23), "11月23日(月)", "Mon, 23 Nov"),
    ("tokyo_time", NOON, "12時", "12:00"),
    ("tokyo_time", time(13, 30), "13時30分", "13:30"),
    ("fiscal_year_label", FiscalYear(2026), "令和8年度", "FY2026"),
    ("fiscal_year_label", 2019, "令和元年度", "FY2019"),
    ("fiscal_year_label", date(2027, 3, 31), "令和8年度", "FY2026"),
]


@pytest.mark.parametrize(("name", "value", "japanese", "english"), DATES)
def test_dates_speak_the_language_of_the_page(
    name: str, value: object, japanese: str, english: str
) -> None:
    source = "{{ value|" + name + " }}"

    assert render(source, value=value) == japanese
    with translation.override("en"):
        assert render(source, value=value) == english


def test_a_moment_late_in_the_evening_belongs_to_the_day_in_japan() -> None:
    evening_in_utc = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)

    assert render("{{ value|long_date }}", value=evening_in_utc) == "令和8年11月23日(月)"


@pytest.mark.parametrize(("end", "shown"), [(time(14, 30), "12時〜14時30分"), (None, "12時〜")])
def test_a_span_of_time_may_stay_open(end: time | None, shown: str) -> None:
    assert render("{{ start|time_range:end }}", start=NOON, end=end) == shown


@pytest.mark.parametrize("name", ["wareki", "long_date", "short_date", "tokyo_time"])
def test_no_date_shows_nothing(name: str) -> None:
    assert render("{{ value|" + name + " }}", value=None) == ""
