"""A site in a database of its own, for workers that are killed; carried out in another process.

prepare: a meeting whose notice waits to be sent to everybody. state: where each copy stands.
answers: raisers whose answers wait to be sent. again: send once more what nobody is sure about.
Each prints the state as JSON.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta

from django.core.management import call_command

from sasaeai.issues import actions as issues
from sasaeai.issues.enums import AnswerState
from sasaeai.issues.models import Answer
from sasaeai.kernel import clock
from sasaeai.kernel.viewer import Viewer
from sasaeai.notices import actions
from sasaeai.notices.actions.answers import send_answers
from sasaeai.notices.enums import Failure
from sasaeai.notices.models import Delivery
from sasaeai.notices.queries import texts
from sasaeai.people.enums import Channel
from sasaeai.people.models import Person
from tests.world import make_world

READERS = 6


def main(order: str) -> None:
    orders = {"prepare": prepare, "answers": answers, "state": lambda: None, "again": again}
    orders[order]()
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


def answers() -> None:
    call_command("migrate", verbosity=0)
    world = make_world()
    actor = world.viewer("arai", on=clock.today())
    rows = []
    for number in range(1, READERS + 1):
        trouble = issues.raise_trouble(
            district=world.ono,
            text="ごみ集積所が雪で埋まる",
            raised_by=f"第{number}町会 会長",
            via="phone",
            raised_on=clock.today(),
            answer_channel=Channel.EMAIL,
            answer_to=f"reader{number}@example.jp",
            actor=actor,
        )
        rows.append(issues.draft_answer(trouble=trouble, text="当番を組みました", actor=actor))
    send_answers(answers=texts.with_links(rows), actor=actor)


def again() -> None:
    for copy in Delivery.objects.filter(failure=Failure.UNSURE):
        actor = Viewer.system(municipality_id=copy.municipality_id, on=clock.today())
        actions.send_again(delivery=copy, actor=actor)
    unsure = texts.with_links(Answer.objects.filter(state=AnswerState.FAILED))
    if unsure:
        actor = Viewer.system(municipality_id=unsure[0].municipality_id, on=clock.today())
        send_answers(answers=unsure, actor=actor)


def state() -> dict[str, str]:
    """By reader, the failure, or the status when there is none."""
    copies = Delivery.objects.order_by("expected__number")
    told = {AnswerState.TOLD: "sent", AnswerState.FAILED: "unsure"}
    rows = Answer.objects.order_by("created_at")
    return {copy.address_used["email"]: copy.failure or copy.status for copy in copies} | {
        row.address_used["email"]: told.get(AnswerState(row.state), row.state) for row in rows
    }
