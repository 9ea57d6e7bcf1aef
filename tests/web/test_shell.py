"""The frame of every page: refusals, switches, messages, and nothing inline."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from sasaeai.web import views
from sasaeai.web.messages import undo_message

pytestmark = pytest.mark.django_db


def make_request(path: str = "/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    request._messages = CookieStorage(request)
    return request


# ── What went wrong ──────────────────────────────────────────────────────────────────────────────


def test_an_unknown_address_leads_back_to_today(client: Client) -> None:
    response = client.get("/no-such-page/")

    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 404
    assert page.find("h1").get_text() == "ページが見つかりません"
    assert page.find("main").find("a")["href"] == "/"


def test_a_refusal_shows_its_reason_as_text() -> None:
    response = views.forbidden(make_request(), PermissionDenied("市の担当者ができます。<b>"))

    assert response.status_code == 403
    assert "市の担当者ができます。&lt;b&gt;" in response.content.decode()


def test_a_refusal_without_a_reason_names_who_to_ask() -> None:
    page = render_to_string("web/403.html", {"reason": ""}, request=make_request())

    assert "地域支え合い推進員か市社協" in page


def test_the_page_for_a_breakdown_needs_neither_session_nor_database(
    django_assert_num_queries,
) -> None:
    with django_assert_num_queries(0):
        response = views.server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "保存していません" in response.content.decode()


def test_a_form_from_an_expired_screen_says_what_to_do() -> None:
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(reverse("account_login"), {"login": "x", "password": "y"})

    assert response.status_code == 403
    assert "ページを読みこみなおしてください" in response.content.decode()


# ── Switches ─────────────────────────────────────────────────────────────────────────────────────


def test_large_text_stays_on_until_it_is_switched_off(client: Client) -> None:
    page = reverse("account_login")

    back = client.post(reverse("web:text_size"), {"size": "large", "next": page})
    large = BeautifulSoup(client.get(page).content, "html.parser")
    client.post(reverse("web:text_size"), {"size": "normal", "next": page})
    normal = BeautifulSoup(client.get(page).content, "html.parser")

    assert back["Location"] == page
    assert large.html["class"] == ["large-text"]
    assert "文字をふつうに" in large.get_text()
    assert not normal.html.has_attr("class")


def test_the_language_is_switched_and_back(client: Client) -> None:
    page = reverse("account_login")

    client.post(reverse("web:language"), {"language": "en", "next": page})
    english = BeautifulSoup(client.get(page).content, "html.parser")
    client.post(reverse("web:language"), {"language": "ja", "next": page})
    japanese = BeautifulSoup(client.get(page).content, "html.parser")

    assert english.html["lang"] == "en"
    assert english.find("button", string="日本語")["lang"] == "ja"
    assert japanese.html["lang"] == "ja"


def test_a_language_that_does_not_exist_is_ignored(client: Client) -> None:
    response = client.post(reverse("web:language"), {"language": "../../etc", "next": "/"})

    assert not response.cookies


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil"]
)
@pytest.mark.parametrize("switch", ["web:text_size", "web:language"])
def test_a_switch_never_leads_to_another_site(client: Client, switch: str, target: str) -> None:
    response = client.post(reverse(switch), {"next": target, "language": "ja", "size": "large"})

    assert response["Location"] == "/"


@pytest.mark.parametrize("switch", ["web:text_size", "web:language"])
def test_a_link_alone_switches_nothing(client: Client, switch: str) -> None:
    assert client.get(reverse(switch)).status_code == 405


# ── The note of a day ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("parts", "note"),
    [
        ({"era": "R", "year": "8", "month": "11", "day": "23"}, "月曜日・勤労感謝の日です"),
        ({"era": "W", "year": "2026", "month": "11", "day": "25"}, "水曜日です"),
        ({"year": "令和８年１１月２５日"}, "水曜日です"),
        ({"era": "R", "year": "8", "month": "2", "day": "30"}, "2月は28日までです。"),
        ({}, ""),
    ],
)
def test_a_date_being_typed_is_answered_at_once(
    client: Client, parts: dict[str, str], note: str
) -> None:
    response = client.get(reverse("web:day_note"), parts)

    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/plain")
    assert response.content.decode().endswith(note)


# ── Messages ─────────────────────────────────────────────────────────────────────────────────────


def shown(request: HttpRequest) -> BeautifulSoup:
    return BeautifulSoup(
        render_to_string("web/messages.html", {"messages": get_messages(request)}), "html.parser"
    )


def test_undo_is_a_form_and_its_text_cannot_break_out() -> None:
    request = make_request()

    undo_message(request, "<b>髙橋</b>さんを消しました。", "/restore/?a=1&b=2", id='"><i>')

    page = shown(request)
    form = page.find("form")
    assert page.find("b") is None
    assert "<b>髙橋</b>さんを消しました。" in page.get_text()
    assert form["action"] == "/restore/?a=1&b=2"
    assert form.find(attrs={"name": "id"})["value"] == '"><i>'
    assert form.find("button").get_text() == "元に戻す"
    assert form.find(attrs={"name": "once"})["value"]


def test_what_cannot_be_undone_is_a_plain_message() -> None:
    request = make_request()

    undo_message(request, "<i>保存しました。", None)

    page = shown(request)
    assert page.find("form") is None
    assert "<i>保存しました。" in page.get_text()


# ── Nothing inline, nothing from elsewhere ───────────────────────────────────────────────────────

OPEN_PAGES = ["account_login", "account_signup", "account_inactive"]


@pytest.mark.parametrize("name", OPEN_PAGES)
def test_a_page_holds_no_inline_script_or_style_and_asks_nobody_else(
    client: Client, name: str
) -> None:
    response = client.get(reverse(name))

    page = BeautifulSoup(response.content, "html.parser")
    for script in page.find_all("script"):
        assert script.get("src") or script.get("type") == "application/json"
    assert not page.find("style")
    for element in page.find_all(True):
        assert not [attribute for attribute in element.attrs if attribute.startswith("on")]
        assert not element.has_attr("style")
        for attribute in ("src", "href", "action"):
            assert not element.get(attribute, "").startswith(("http:", "https:", "//"))


def test_the_browser_is_told_to_refuse_anything_inline_or_foreign(client: Client) -> None:
    policy = client.get(reverse("account_login"))["Content-Security-Policy"]

    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("name", OPEN_PAGES)
def test_a_page_can_be_read_by_its_landmarks(client: Client, name: str) -> None:
    page = BeautifulSoup(client.get(reverse(name)).content, "html.parser")

    assert len(page.find_all("h1")) == 1
    assert page.find("main")["id"] == page.find("a")["href"].removeprefix("#")
    assert page.title.get_text().endswith("｜支え合い")
    assert page.title.get_text() != "｜支え合い"


@pytest.mark.parametrize(
    "file", ["base.css", "components.css", "frame.css", "print.css", "shell.js", "mark.svg"]
)
def test_the_site_serves_its_own_files(client: Client, file: str) -> None:
    response = client.get(f"/static/web/{file}")

    assert response.status_code == 200
    assert b"".join(response.streaming_content)
