"""The agenda: what comes back by itself, what is numbered, what can be undone."""

from __future__ import annotations

from datetime import date

import pytest

from sasaeai.audit.models import Entry
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotFound, NotNow, StaleEdit
from sasaeai.meetings import actions, queries
from sasaeai.meetings.enums import ItemKind, ItemOrigin, MeetingState, Outcome
from sasaeai.meetings.models import AgendaItem, Meeting
from tests.world import World, with_time


def held(world: World, body: str, on: date) -> Meeting:
    return world.add_meeting(
        body, on, state=MeetingState.HELD, number=on.month, held_at=with_time(on, 15)
    )


def titles(world: World, meeting: Meeting) -> list[str]:
    return [p.title for p in queries.agenda_proposals(meeting, viewer=world.viewer("arai"))]


def test_what_stayed_open_is_proposed_until_an_agenda_takes_it(world: World) -> None:
    last = held(world, "ono", date(2026, 9, 9))
    world.add_item(last, "雪の寄せ場", outcome=Outcome.CARRIED_OVER, topic=world.topics["snow"])
    world.add_item(last, "済んだこと", outcome=Outcome.DECIDED)
    meeting = world.add_meeting()
    found = queries.agenda_proposals(meeting, viewer=world.viewer("arai"))
    assert [(p.title, p.reason) for p in found] == [
        ("雪の寄せ場", "9月9日(水)の会議で継続になりました。")
    ]
    taken = actions.take_proposals(meeting=meeting, proposals=found, actor=world.viewer("arai"))
    assert [(i.title, i.origin, i.topic) for i in taken] == [
        ("雪の寄せ場", ItemOrigin.CARRIED_OVER, world.topics["snow"])
    ]
    assert titles(world, meeting) == []
    again = actions.take_proposals(meeting=meeting, proposals=found, actor=world.viewer("arai"))
    assert again == []
    actions.remove_item(item=taken[0], actor=world.viewer("arai"))
    assert titles(world, meeting) == ["雪の寄せ場"]


def test_an_item_taken_by_a_cancelled_meeting_is_proposed_again(world: World) -> None:
    arai = world.viewer("arai")
    world.add_item(held(world, "ono", date(2026, 9, 9)), outcome=Outcome.CARRIED_OVER)
    called_off, meeting = world.add_meeting(on=date(2026, 12, 1)), world.add_meeting()
    found = queries.agenda_proposals(called_off, viewer=arai)
    actions.take_proposals(meeting=called_off, proposals=found, actor=arai)
    assert titles(world, meeting) == []
    actions.cancel_meeting(meeting=called_off, reason="大雪のため", actor=arai)
    assert titles(world, meeting) == ["雪かきの助け合い"]


def test_the_steering_group_hands_up_and_the_plenary_hands_down(world: World) -> None:
    plenary_held = held(world, "ono", date(2026, 9, 9))
    world.add_item(plenary_held, "本会議で続いたこと", outcome=Outcome.CARRIED_OVER)
    old = held(world, "steering", date(2026, 8, 5))
    world.add_item(old, "前に決めて済んだこと", outcome=Outcome.DECIDED)
    steering = held(world, "steering", date(2026, 11, 4))
    world.add_item(steering, "幹事会で決めたこと", outcome=Outcome.DECIDED)
    world.add_item(steering, "終わりにしたこと", outcome=Outcome.CLOSED)
    plenary = world.add_meeting("ono", date(2026, 12, 22))
    found = queries.agenda_proposals(plenary, viewer=world.viewer("arai"))
    assert [(p.title, p.origin) for p in found] == [
        ("本会議で続いたこと", ItemOrigin.CARRIED_OVER),
        ("幹事会で決めたこと", ItemOrigin.STEERING),
    ]
    assert "幹事会で「決まった」になりました" in found[1].reason
    assert titles(world, world.add_meeting("steering", date(2026, 12, 2))) == ["本会議で続いたこと"]


def test_matters_of_another_body_are_not_proposed(world: World) -> None:
    world.add_item(held(world, "shinjo", date(2026, 9, 9)), outcome=Outcome.CARRIED_OVER)
    assert titles(world, world.add_meeting("ono")) == []


def test_an_exchange_of_news_has_no_number(world: World) -> None:
    meeting = world.add_meeting()
    for kind in (ItemKind.REPORT, ItemKind.EXCHANGE, ItemKind.DISCUSS, ItemKind.INFORM):
        world.add_item(meeting, kind=kind)
    rows = queries.numbering(queries.items_of(meeting))
    assert [row.number for row in rows] == [1, None, 2, 3]


@pytest.mark.parametrize(
    ("to", "order"),
    [
        ("up", "bac"),
        ("down", "acb"),
        (1, "bac"),
        (3, "acb"),
        (99, "acb"),
        ("-4", "bac"),
    ],
)
def test_an_item_moves_and_stops_at_the_ends(world: World, to: str | int, order: str) -> None:
    meeting = world.add_meeting()
    _first, second, _third = (world.add_item(meeting, title) for title in "abc")
    actions.move_item(item=second, to=to, actor=world.viewer("arai"))
    assert "".join(item.title for item in queries.items_of(meeting)) == order


def test_a_place_that_is_no_number_is_refused(world: World) -> None:
    item = world.add_item(world.add_meeting())
    with pytest.raises(InvalidInput):
        actions.move_item(item=item, to="上", actor=world.viewer("arai"))


def test_a_removed_item_returns_to_its_place(world: World) -> None:
    arai, meeting = world.viewer("arai"), world.add_meeting()
    first, _second = world.add_item(meeting, "a"), world.add_item(meeting, "b")
    actions.remove_item(item=first, actor=arai)
    assert [item.title for item in queries.items_of(meeting)] == ["b"]
    with pytest.raises(NotFound):
        queries.get_visible_item(first.id, viewer=arai)
    actions.restore_item(item=first, actor=arai)
    assert [item.title for item in queries.items_of(meeting)] == ["a", "b"]


def test_two_editors_of_one_item(world: World) -> None:
    item = world.add_item(world.add_meeting())
    values = {
        "item": item,
        "kind": ItemKind.DISCUSS,
        "topic": None,
        "minutes": 20,
        "presenter": "",
        "is_public": True,
        "summary": "",
        "base_version": 1,
    }
    actions.edit_item(title="先の文", actor=world.viewer("arai"), **values)
    with pytest.raises(StaleEdit) as refusal:
        actions.edit_item(title="あとの文", actor=world.viewer("ohashi"), **values)
    assert refusal.value.theirs == {"title": "先の文"}


def test_nobody_else_changes_an_agenda_and_none_after_the_meeting(world: World) -> None:
    meeting = world.add_meeting()
    for name in ("shiraishi", "ichikawa"):
        with pytest.raises(NotAllowed):
            actions.add_item(meeting=meeting, title="雪", actor=world.viewer(name))
    done = held(world, "ono", date(2026, 9, 9))
    with pytest.raises(NotNow, match="締めて"):
        actions.add_item(meeting=done, title="雪", actor=world.viewer("arai"))
    with pytest.raises(NotNow):
        actions.settle_agenda(meeting=done, actor=world.viewer("arai"))
    assert not AgendaItem.objects.exists()


def test_settling_is_recorded_once_and_can_be_taken_back(world: World) -> None:
    arai, meeting = world.viewer("arai"), world.add_meeting()
    for _time in range(2):
        actions.settle_agenda(meeting=meeting, actor=arai)
    assert Entry.objects.filter(verb="settle agenda").count() == 1
    actions.unsettle_agenda(meeting=meeting, actor=arai)
    meeting.refresh_from_db()
    assert meeting.agenda_settled_at is None
