"""The page that a device keeps: who sees what, and how little of it there is to fetch."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.staticfiles import finders
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sasaeai.field.sentences import sentences
from sasaeai.field.views_page import KEPT
from sasaeai.hall import actions
from sasaeai.meetings.enums import Regime
from sasaeai.meetings.models import Meeting
from tests.conftest import DeskClients
from tests.journeys.hands import ROOT
from tests.world import TODAY, World

MOST_BYTES = 300_000

pytestmark = pytest.mark.django_db
PAGE = "/field/"


@pytest.fixture
def meeting(world: World) -> Meeting:
    return world.add_meeting(on=TODAY + timedelta(days=3))


def text(client: Client, address: str = PAGE) -> str:
    return client.get(address).content.decode()


def test_who_runs_the_meeting_may_carry_it(desk: DeskClients, meeting: Meeting) -> None:
    for client in (desk.arai, desk.ohashi):
        assert f'data-meeting="{meeting.id}"' in text(client)


def test_others_are_not_offered_it(desk: DeskClients, meeting: Meeting) -> None:
    for client in (desk.shiraishi, desk.ichikawa):
        page = text(client)
        assert str(meeting.id) not in page
        assert "いま持ち出せる会議はありません" in page


def test_nobody_is_led_to_the_door_of_the_site(client: Client, meeting: Meeting) -> None:
    answer = client.get(PAGE)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_a_meeting_about_persons_is_not_offered(
    desk: DeskClients, world: World, meeting: Meeting
) -> None:
    closed = world.add_meeting(on=TODAY + timedelta(days=4))
    Meeting.objects.filter(pk=closed.pk).update(regime=Regime.CARE_MEETING)
    assert str(closed.id) not in text(desk.arai, f"{PAGE}?meeting={closed.id}")


def test_a_meeting_far_off_comes_when_asked_for(desk: DeskClients, world: World) -> None:
    far = world.add_meeting(on=TODAY + timedelta(days=90))
    assert str(far.id) not in text(desk.arai)
    assert str(far.id) in text(desk.arai, f"{PAGE}?meeting={far.id}")
    assert str(far.id) not in text(desk.shiraishi, f"{PAGE}?meeting={far.id}")
    assert desk.arai.get(f"{PAGE}?meeting=x'").status_code == 200


def test_the_page_says_on_which_device_it_is(
    desk: DeskClients, world: World, meeting: Meeting
) -> None:
    actions.carry_out(meeting=meeting, device_name="青い板", actor=world.viewer("arai"))
    assert "入れてある端末：青い板" in text(desk.arai)
    assert "青い板" not in text(desk.ohashi)


def test_what_the_device_keeps_knows_no_meeting_and_nobody(
    desk: DeskClients, client: Client, meeting: Meeting
) -> None:
    shell = text(desk.arai, reverse("field:shell"))
    assert str(meeting.id) not in shell
    assert meeting.body.name not in shell
    assert world_names(shell) == []
    assert client.get(reverse("field:shell")).status_code == 200


def test_what_the_device_keeps_takes_no_message_of_anybody(client: Client) -> None:
    """A message waits in the session for its reader; a shared tablet must not keep it."""
    waiting = CookieStorage(RequestFactory().get("/"))
    waiting.add(messages.SUCCESS, "山川さんを消しました")
    waiting.update(answer := HttpResponse())
    client.cookies["messages"] = answer.cookies["messages"].value
    shell = client.get(reverse("field:shell"))
    assert "山川さん" not in shell.content.decode()
    assert "csrfmiddlewaretoken" not in shell.content.decode()
    assert "messages" not in shell.cookies


def world_names(page: str) -> list[str]:
    return [name for name in ("新井", "大橋", "白石", "市川") if name in page]


def test_the_first_load_is_light(desk: DeskClients, meeting: Meeting) -> None:
    pages = [text(desk.arai), text(desk.arai, reverse("field:shell"))]
    pages += [text(desk.arai, reverse(f"field:{name}")) for name in ("worker", "manifest")]
    files = [Path(str(finders.find(name))).stat().st_size for name in KEPT]
    assert sum(files) + sum(len(page.encode()) for page in pages) <= MOST_BYTES


def test_everything_the_page_asks_for_is_kept(desk: DeskClients, meeting: Meeting) -> None:
    """A style that the device does not keep would be missing in the hall."""
    asked = set(re.findall(r'(?:href|src)="/static/([^"?]+)', text(desk.arai, "/field/shell")))
    assert asked
    assert asked <= set(KEPT)


def test_the_worker_may_serve_the_hall_only(client: Client) -> None:
    answer = client.get(reverse("field:worker"))
    assert answer["Service-Worker-Allowed"] == "/field/"
    assert answer["Content-Type"].startswith("text/javascript")
    kept = re.search(r"const KEPT = (\[.*\]);", answer.content.decode())
    assert kept
    addresses = json.loads(kept.group(1))
    assert all(not address.endswith("/") for address in addresses)
    assert not [address for address in addresses if "font" in address]


def test_page_shell_and_worker_are_of_one_build(desk: DeskClients, client: Client) -> None:
    """Amid a deploy an older worker neither keeps the new shell nor answers for what it asks."""
    worker = text(client, reverse("field:worker"))
    build = re.search(r'const BUILD = "(\w+)";', worker)
    assert build
    assert client.get(reverse("field:shell"))["X-Sasaeai-Build"] == build[1]
    for page in (text(desk.arai), text(client, reverse("field:shell"))):
        for asked in re.findall(r'"(/static/[^"]+)"', page):
            assert asked.endswith(f"?v={build[1]}")
            assert f'"{asked}"' in worker


def test_the_script_says_nothing_that_the_page_has_no_sentence_for() -> None:
    script = "".join(file.read_text() for file in (ROOT / "assets" / "field").glob("*.js"))
    said = set(re.findall(r'\bsay\("([\w-]+)"', script))
    assert len(said) > 50
    assert said - sentences().keys() == set()
    assert not re.search(r'say\("[^"]*[ぁ-ん]', script)


def test_the_page_asks_no_more_for_more_meetings(desk: DeskClients, world: World) -> None:
    for day in range(25):
        world.add_meeting(on=TODAY + timedelta(days=day + 1))
    desk.arai.get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        desk.arai.get(PAGE)
    assert len(asked) <= 15
