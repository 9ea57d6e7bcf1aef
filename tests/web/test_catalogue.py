"""The English catalogue is whole: nothing is missing, nothing stays Japanese, pages show it.

Needs xgettext and msgfmt (gettext), which `bin/setup --test` installs.
"""

from __future__ import annotations

import gettext
import os
import re
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from random import SystemRandom
from uuid import UUID

import polib
import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

import sasaeai
from sasaeai.directory import actions as directory
from sasaeai.issues import actions as issues
from sasaeai.issues.actions.introductions import introduce_service
from sasaeai.kernel.reply_code import new_reply_code
from sasaeai.meetings.models import AgendaItem, Body, Topic
from sasaeai.meetings.queries.rhythm import closed_reason
from sasaeai.people.models import (
    District,
    Municipality,
    Organization,
    OrganizationKind,
    Person,
    Post,
    Venue,
)
from tests.conftest import DeskClients
from tests.world import TODAY, World

SOURCES = Path(sasaeai.__file__).parent
CATALOGUE = SOURCES / "locale" / "en" / "LC_MESSAGES"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|%%")
JAPANESE = re.compile("[\u3005-\u30ff\u3400-\u9fff\uff01-\uff9f]")
# What stays Japanese in an English sentence: what is to be typed or is printed so, in 「」,
# titles and names given as examples, the marks of spoken parts.
SHOWN_AS_IT_IS = re.compile(
    "「[^」]+」|“[^”]*12時”|“%\\(title\\)s（会計）”|午[前後]|（町会）|\\(町会\\)|ご利用開始のお知らせ"
    "|白旗野町会 会長|大野地区社会福祉協議会 会長|学校|町会|会長|事務局長|髙﨑 見本"
)

Key = tuple[str | None, str]


def key_of(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid


def texts_of(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE / "django.po"))


# ── The file ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> polib.POFile:
    """What the sources say today, taken from a copy so that the checkout stays as it is."""
    copy = tmp_path_factory.mktemp("catalogue") / "sasaeai"
    shutil.copytree(SOURCES, copy, ignore=shutil.ignore_patterns("__pycache__", "*.po", "*.mo"))
    done = subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "-l", "en", "--no-location"],
        cwd=copy,
        env=os.environ
        | {
            "PYTHONPATH": str(copy.parent),
            "DJANGO_SETTINGS_MODULE": "sasaeai.config.settings",
            "SASAEAI_VAR": str(copy.parent / "var"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "warning" not in done.stderr.lower() + done.stdout.lower(), done.stdout + done.stderr
    return polib.pofile(str(copy / "locale" / "en" / "LC_MESSAGES" / "django.po"))


def is_translated(entry: polib.POEntry | None, wanted: polib.POEntry) -> bool:
    if entry is None or entry.fuzzy or entry.obsolete:
        return False
    return all(texts_of(entry)) and bool(entry.msgid_plural) == bool(wanted.msgid_plural)


def test_every_text_of_the_sources_is_translated(
    catalogue: polib.POFile, extracted: polib.POFile
) -> None:
    """What is named here is new: run bin/messages and translate it."""
    known = {key_of(entry): entry for entry in catalogue}
    gaps = [each.msgid for each in extracted if not is_translated(known.get(key_of(each)), each)]
    assert len(extracted) > 1000
    assert gaps == []


def test_nothing_is_translated_that_no_page_says(
    catalogue: polib.POFile, extracted: polib.POFile
) -> None:
    left = {key_of(entry) for entry in catalogue} - {key_of(entry) for entry in extracted}
    assert left == set()


def test_placeholders_survive_translation(catalogue: polib.POFile) -> None:
    wrong = [
        (entry.msgid, text)
        for entry in catalogue
        for text in texts_of(entry)
        if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(entry.msgid))
    ]
    assert wrong == []


def test_english_sentences_are_english(catalogue: polib.POFile) -> None:
    left = [
        text
        for entry in catalogue
        for text in texts_of(entry)
        if JAPANESE.search(SHOWN_AS_IT_IS.sub("", text))
    ]
    assert left == []


def test_the_compiled_catalogue_is_the_one_that_was_translated(catalogue: polib.POFile) -> None:
    """Somebody who edits the .po runs bin/messages, which compiles it."""
    with (CATALOGUE / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    wanted: dict[str | tuple[str, int], str] = {}
    for entry in catalogue:
        name = f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid
        if entry.msgid_plural:
            wanted |= {(name, number): text for number, text in entry.msgstr_plural.items()}
        else:
            wanted[name] = entry.msgstr
    del compiled[""]  # the header
    assert compiled == wanted


# ── The pages ────────────────────────────────────────────────────────────────────────────────────

READ_FIRST = "title, h1, h2, h3, h4, th, dt, label, legend, button, summary, nav a, a.button"
BY_MEETING = """meeting_plan meeting_agenda meeting_call meeting_notice meeting_replies
    meeting_day meeting_record meeting_change meeting_papers meeting_scans"""
PLAIN = """today meetings issues issue_new actions action_reminders register organization_new
    venues venue_new search troubles trouble_new answers asking escalations season outcomes
    directory service_new directory_papers service_checks corrections service_tables"""
OF_THE_CITY = "today city synonyms outcomes escalations"
OF_A_TROUBLE = "trouble trouble_edit trouble_take answer_new trouble_introduce"
OF_AN_ISSUE = """issue issue_edit put_forward issue_merge escalate answers_same issue_introduce
    issue_spot"""
OF_A_DISTRICT = "district district_outcomes district_efforts district_map drawing_edit body_new"


def data_of(world: World) -> list[str]:
    """Names and titles that the world holds, longest first: data, shown as typed."""
    named = [
        (Body, "name"),
        (District, "name"),
        (Municipality, "name"),
        (Organization, "name"),
        (OrganizationKind, "name"),
        (OrganizationKind, "group"),
        (Person, "name"),
        (Person, "kana"),
        (Post, "title"),
        (Topic, "name"),
        (Venue, "name"),
        (AgendaItem, "title"),
    ]
    found = {text for model, name in named for text in model.objects.values_list(name, flat=True)}
    return sorted(filter(None, found), key=len, reverse=True)


def japanese_labels(html: str, data: list[str]) -> list[str]:
    """Headings, labels, buttons and links of the frame that still hold Japanese of our own.

    The button that leads back to Japanese and the bar between parts of a title are meant so.
    """
    left = []
    for tag in BeautifulSoup(html, "html.parser").select(READ_FIRST):
        text = tag.get_text(" ", strip=True)
        for typed in data:
            text = text.replace(typed, "")
        if JAPANESE.search(text.replace("｜", "")) and text != "日本語":
            left.append(f"{tag.name}: {text}")
    return left


def addresses(world: World) -> list[str]:
    meeting = world.add_meeting()
    world.add_item(meeting)
    for key in ("ohashi", "chokai", "minji"):
        world.add_expected(meeting, world.posts[key])
    held = world.add_meeting(on=date(2026, 11, 20))
    world.add_item(held)
    body, district, post = world.bodies["ono"].id, world.ono.id, world.posts["chokai"]
    shown = [
        *((name, district) for name in OF_A_DISTRICT.split()),
        ("body", body),
        ("body_edit", body),
        ("body_members", body),
        ("body_calendar", body),
        ("dates_new", body),
        ("body", world.bodies["shinjo"].id),
        ("recognition_new", body),
        ("meeting_prepare", body),
        ("organization", post.organization_id),
        ("post_edit", post.id),
        ("appoint", post.id),
        ("person", post.tenures.get().person_id),
        *((name, each.id) for name in BY_MEETING.split() for each in (meeting, held)),
        *from_trouble_to_answer(world),
    ]
    return [
        *(reverse(f"desk:{name}") for name in PLAIN.split()),
        *(reverse(f"desk:{name}", args=[key]) for name, key in shown),
        reverse("mfa_index"),
    ]


def from_trouble_to_answer(world: World) -> list[tuple[str, UUID]]:
    """Pages of what was raised, taken up, asked, agreed and answered; typed in English here."""
    arai, ono = world.viewer("arai"), world.ono
    raised, waiting = (
        issues.raise_trouble(
            district=ono, text="Snow", raised_by="Ono", via="phone", raised_on=TODAY, actor=arai
        )
        for _ in range(2)
    )
    issue = issues.open_issue_of(trouble=raised, title="Snow", actor=arai)
    other = issues.open_issue(district=ono, title="Ice", actor=arai, season="winter", households=4)
    put = {"to_body": world.bodies["ono"], "role": "decision", "note": "Snow"}
    issues.put_forward(issue=issue, **put, actor=arai)
    asked = issues.escalate_issue(
        issue=issue, asked="Roads", question="Who?", answer_by=TODAY, actor=arai
    )
    told = issues.draft_answer(trouble=raised, text="Done", channel="phone", actor=arai)
    details = directory.ServiceDetails(kind="snow", name="Shovels", operator_name="Ono")
    service = directory.add_service(details=details, districts=[ono], actor=arai)
    introduce_service(service=service, issue=issue, actor=arai)
    return [
        *((name, waiting.id) for name in OF_A_TROUBLE.split()),
        ("trouble", raised.id),
        *((name, each.id) for name in OF_AN_ISSUE.split() for each in (issue, other)),
        ("escalation", asked.id),
        ("answer", told.id),
        ("service", service.id),
        ("service_edit", service.id),
    ]


@pytest.mark.one_database
def test_the_labels_of_english_pages_are_english(world: World, desk: DeskClients) -> None:
    walk = [(desk.arai, address) for address in addresses(world)]
    walk += [(desk.ichikawa, reverse(f"desk:{name}")) for name in OF_THE_CITY.split()]
    data = data_of(world)
    left = []
    for reader, address in walk:
        reader.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        page = reader.get(address)
        assert page.status_code == 200, address
        assert page.headers["Content-Language"] == "en"
        left += [f"{address} {text}" for text in japanese_labels(page.content.decode(), data)]
    assert left == []


def test_a_browser_that_asks_for_english_gets_english(client: Client, db: None) -> None:
    login = reverse("account_login")
    english = client.get(login, headers={"Accept-Language": "en-GB,en;q=0.8"}).content.decode()
    assert japanese_labels(english, []) == []
    assert "<h1>Log in</h1>" in english


def test_who_is_invited_is_asked_in_english_by_an_english_browser(
    world: World, client: Client
) -> None:
    code = new_reply_code(SystemRandom())
    world.add_expected(world.add_meeting(), world.posts["chokai"], reply_code=code)
    address = reverse("portal:reply", args=[code.replace("-", "")])
    page = client.get(address, headers={"Accept-Language": "en"})
    assert page.status_code == 200
    assert japanese_labels(page.content.decode(), data_of(world)) == []
    assert "I will attend" in page.content.decode()


def test_other_browsers_get_japanese(client: Client, db: None) -> None:
    for wanted in ("", "ja", "fr"):
        page = client.get(reverse("account_login"), headers={"Accept-Language": wanted})
        assert "<h1>ログイン</h1>" in page.content.decode()


def test_a_label_left_in_japanese_is_found() -> None:
    page = "<h1>大野地区</h1><table><th>Day</th><th>会場</th></table><p>本文</p>"
    assert japanese_labels(page, ["大野地区"]) == ["th: 会場"]


def test_a_proposed_day_is_the_same_in_both_languages() -> None:
    """Whether a day is closed is no matter of words."""
    week = [date(2026, 11, 21) + timedelta(days=each) for each in range(7)]
    found = {}
    for language in ("ja", "en"):
        with translation.override(language):
            found[language] = [closed_reason(day) is None for day in week]
    assert found["ja"] == found["en"] == [True, True, False, True, True, True, True]
