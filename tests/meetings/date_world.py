"""A date poll of 大野 and its parts, as the tests of asking and of deciding have it."""

from __future__ import annotations

from datetime import date, time

from sasaeai.kernel import clock
from sasaeai.meetings import actions, queries
from sasaeai.meetings.models import DatePoll, DateSlot
from tests.world import World

DAYS = (date(2026, 12, 8), date(2026, 12, 10), date(2026, 12, 15))
STARTS = tuple(clock.at(day, time(13, 30)) for day in DAYS)


def question(**words: object) -> actions.Question:
    return actions.Question(**({"minutes": 60, "closes_on": date(2026, 11, 30)} | words))


def asked_poll(world: World) -> DatePoll:
    """Three days of December, asked of three people of 大野."""
    made = actions.ask_dates(
        body=world.bodies["ono"],
        question=question(venue=world.venue),
        starts=STARTS,
        posts=[world.posts[key] for key in ("ohashi", "chokai", "minji")],
        actor=world.viewer("arai"),
    )
    return queries.get_visible_poll(made.id, viewer=world.viewer("arai"))


def slots(poll: DatePoll) -> list[DateSlot]:
    return list(DateSlot.objects.current().filter(poll=poll).order_by("starts_at"))


def with_poll(slot: DateSlot, poll: DatePoll) -> DateSlot:
    slot.poll = poll
    return slot
