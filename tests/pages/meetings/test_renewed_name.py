"""A post changes hands after somebody answered: whose answer it is, is asked and not assumed."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.urls import reverse

from sasaeai.meetings.models import Expected
from sasaeai.notices.actions import record_reply
from sasaeai.people.models import Tenure
from tests.conftest import DeskClients
from tests.world import World

WARNING = "名前を直す前に入った返信が残っています"


@pytest.fixture
def call(world: World) -> Expected:
    """The head of 白旗野町会, who leaves before the meeting."""
    expected = world.add_expected(world.add_meeting(), world.posts["chokai"])
    leaving = world.posts["chokai"].tenures.get()
    leaving.until = date(2026, 11, 30)
    leaving.save()
    next_one = world.add_post(world.organizations["白旗野町会"], "相談役", "次 見本")
    Tenure.objects.create(
        municipality=world.city,
        person=next_one.tenures.get().person,
        post=world.posts["chokai"],
        since=date(2026, 12, 1),
    )
    return expected


def renewed(desk: DeskClients, call: Expected) -> str:
    address = reverse("desk:call_renew", args=[call.id])
    answer = desk.ohashi.post(address, {"once": str(uuid.uuid4())}, follow=True)
    call.refresh_from_db()
    assert call.person_name == "次 見本"
    return answer if isinstance(answer, str) else answer.content.decode()


def test_an_answer_of_the_one_before_is_pointed_out(world, desk, call) -> None:
    record_reply(expected=call, answer="attend", actor=world.viewer("arai"))
    assert WARNING in renewed(desk, call)


def test_without_an_answer_nothing_is_asked(desk: DeskClients, call: Expected) -> None:
    assert WARNING not in renewed(desk, call)
