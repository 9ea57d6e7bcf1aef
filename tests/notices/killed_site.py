"""A site in a database of its own, for workers that are killed; carried out in another process.

prepare: a meeting whose notice waits to be sent to everybody. state: where each copy stands.
again: send once more what nobody is sure about. Each prints the state as JSON.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta

from django.core.management import call_command

from sasaeai.kernel import clock
from sasaeai.kernel.viewer import Viewer
from sasaeai.notices import actions
from sasaeai.notices.enums import Failure
from sasaeai.notices.models import Delivery
from sasaeai.people.enums import Channel
from sasaeai.people.models import Person
from tests.world import make_world

READERS = 6


def main(order: str) -> None:
    {"prepare": prepare, "state": lambda: None, "again": again}[order]()
    json.dump(state(), sys.stdout, ensure_ascii=False)


def prepare() -> None:
    call_command("migrate", verbosity=0)
    world = make_world()
    meeting = world.add_meeting(on=clock.today() + timedelta(days=30))
    world.add_item(meeting)
    for number in range(1, READERS + 1):
        person = Person.objects.create(
            municipality=world.city,
            name=f"架空 {number}郎",
            channel=Channel.EMAIL,
            email=f"reader{number}@example.jp",
        )
        world.add_expected(meeting, person=person, person_name=person.name)
    actor = world.viewer("arai", on=clock.today())
    notice = actions.draft_notice(meeting=meeting, actor=actor)
    actions.approve_notice(notice=notice, actor=actor)
    actions.queue_sending(notice=notice, actor=actor)


def again() -> None:
    for copy in Delivery.objects.filter(failure=Failure.UNSURE):
        actor = Viewer.system(municipality_id=copy.municipality_id, on=clock.today())
        actions.send_again(delivery=copy, actor=actor)


def state() -> dict[str, str]:
    """By reader, the failure, or the status when there is none."""
    copies = Delivery.objects.order_by("expected__number")
    return {copy.address_used["email"]: copy.failure or copy.status for copy in copies}
