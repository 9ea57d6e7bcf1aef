"""A notice that goes to four readers by e-mail, and the server that takes it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from sasaeai.meetings.models import Meeting
from sasaeai.notices import actions
from sasaeai.notices.models import Notice
from sasaeai.people.enums import Channel
from sasaeai.people.models import Person
from tests.notices.mail_server import Post, smtp_server
from tests.notices.mail_world import READERS
from tests.world import World


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def mail(post: Post, settings: Any) -> Iterator[Post]:
    """The site is set up for e-mail, with a server that takes everything."""
    with smtp_server(post) as port:
        settings.MAIL_HOST, settings.MAIL_PORT = "127.0.0.1", port
        settings.MAIL_SECURITY, settings.MAIL_FROM = "none", "tsudoi@example.jp"
        settings.MAIL_TIMEOUT = 5
        yield post


@pytest.fixture
def meeting(world: World) -> Meeting:
    meeting = world.add_meeting(on=date(2026, 12, 22), theme="除雪")
    world.add_item(meeting, "雪かきの助け合い")
    for number in range(1, READERS + 1):
        person = Person.objects.create(
            municipality=world.city,
            name=f"架空 {number}郎",
            channel=Channel.EMAIL,
            email=f"reader{number}@example.jp",
        )
        world.add_expected(
            meeting, person=person, person_name=person.name, organization_name=f"見本町会{number}"
        )
    return meeting


@pytest.fixture
def notice(world: World, meeting: Meeting) -> Notice:
    arai = world.viewer("arai")
    return actions.approve_notice(
        notice=actions.draft_notice(meeting=meeting, actor=arai), actor=arai
    )
