"""Who was there: presence of those called, walk-ins, what replies foresaw, the head-count."""

from __future__ import annotations

import pytest

from sasaeai.audit.models import Entry
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotFound, NotNow, StaleEdit
from sasaeai.meetings.actions.day import (
    Foreseen,
    add_walk_in,
    edit_presence,
    mark_presence,
    mark_rest,
    remove_presence,
    restore_presence,
    unmark_presences,
)
from sasaeai.meetings.enums import MeetingState, PresenceStatus
from sasaeai.meetings.models import Meeting, Presence
from sasaeai.meetings.queries.day import (
    count_people,
    get_visible_presence,
    groups_of_day,
    head_count,
    people_of_day,
)
from tests.world import TODAY, World


@pytest.fixture
def meeting(world: World) -> Meeting:
    return world.add_meeting(on=TODAY)


def mark(world, expected, status, **values):
    return mark_presence(expected=expected, status=status, actor=world.viewer("ohashi"), **values)


def walk_in(world, meeting, **values):
    return add_walk_in(meeting=meeting, actor=world.viewer("ohashi"), **values)


def test_a_second_mark_changes_the_first_one(world, meeting):
    expected = world.add_expected(meeting, world.posts["chokai"])
    mark(world, expected, PresenceStatus.PRESENT)
    changed = mark(world, expected, PresenceStatus.LATE)
    assert Presence.objects.get() == changed
    assert changed.status == PresenceStatus.LATE
    assert changed.person_name == "髙﨑 見本"


def test_marking_keeps_who_did_it_and_what_was_before(world, meeting):
    expected = world.add_expected(meeting, world.posts["chokai"])
    mark(world, expected, PresenceStatus.PRESENT)
    mark(world, expected, PresenceStatus.ABSENT)
    entry = Entry.objects.filter(verb="mark").order_by("at").last()
    assert entry.actor_name.startswith("大橋 試一")
    assert entry.before == {"status": "present"}
    assert entry.after == {"status": "absent"}


def test_a_substitute_must_have_a_name_or_a_post(world, meeting):
    expected = world.add_expected(meeting, world.posts["chokai"])
    with pytest.raises(InvalidInput) as refusal:
        mark(world, expected, PresenceStatus.SUBSTITUTE)
    assert "person_name" in refusal.value.fields
    presence = mark(world, expected, PresenceStatus.SUBSTITUTE, person_name="架空 次郎")
    assert presence.person_name == "架空 次郎"
    assert presence.organization_name == "白旗野町会"


def test_who_comes_after_all_is_named_again_instead_of_the_substitute(world, meeting):
    expected = world.add_expected(meeting, world.posts["chokai"])
    mark(world, expected, PresenceStatus.SUBSTITUTE, person_name="架空 次郎", companions=1)
    presence = mark(world, expected, PresenceStatus.PRESENT)
    assert presence.person_name == "髙﨑 見本"
    assert presence.companions == 1


def test_the_rest_follows_the_replies_and_leaves_what_was_marked(world, meeting):
    came = world.add_expected(meeting, world.posts["ohashi"])
    replied = world.add_expected(meeting, world.posts["chokai"])
    declined = world.add_expected(meeting, world.posts["minji"])
    silent = world.add_expected(meeting, organization_name="見本医院")
    mark(world, came, PresenceStatus.LATE)
    answers = {
        came.id: Foreseen(PresenceStatus.PRESENT),
        replied.id: Foreseen(PresenceStatus.SUBSTITUTE, "架空 次郎", "副会長", 2),
        declined.id: Foreseen(PresenceStatus.EXCUSED),
    }
    marked = mark_rest(meeting=meeting, answers=answers, actor=world.viewer("arai"))
    by_call = {line.expected.id: line.presence for line in people_of_day(meeting)}
    assert [by_call[e.id].status for e in (came, replied, declined, silent)] == [
        PresenceStatus.LATE,
        PresenceStatus.SUBSTITUTE,
        PresenceStatus.EXCUSED,
        PresenceStatus.ABSENT,
    ]
    assert by_call[replied.id].post_title == "副会長"
    assert len(marked) == 3
    assert head_count(meeting) == 1 + 1 + 2


def test_the_rest_can_be_taken_back_as_a_whole(world, meeting):
    first = world.add_expected(meeting, world.posts["ohashi"])
    world.add_expected(meeting, world.posts["chokai"])
    mark(world, first, PresenceStatus.PRESENT)
    actor = world.viewer("ohashi")
    marked = mark_rest(meeting=meeting, answers={}, actor=actor)
    unmark_presences(meeting=meeting, presence_ids=[row.id for row in marked], actor=actor)
    assert count_people(people_of_day(meeting)).unmarked == 1
    assert mark_rest(meeting=meeting, answers={}, actor=actor)[0].status == PresenceStatus.ABSENT


def test_taking_back_reaches_no_other_meeting(world, meeting):
    other = world.add_meeting("shinjo", on=TODAY)
    guest = add_walk_in(meeting=other, person_name="見本 花子", actor=world.viewer("shiraishi"))
    actor = world.viewer("ohashi")
    assert unmark_presences(meeting=meeting, presence_ids=[guest.id], actor=actor) == []
    assert Presence.objects.current().count() == 1


def test_a_person_called_for_two_posts_is_there_once(world, meeting):
    chokai = world.add_expected(meeting, world.posts["chokai"])
    second = world.add_expected(
        meeting, organization_name="大野地区防犯協会", person=chokai.person, person_name="髙﨑 見本"
    )
    mark(world, chokai, PresenceStatus.PRESENT)
    mark(world, second, PresenceStatus.LATE)
    (line,) = people_of_day(meeting)
    assert (line.presence.status, line.also) == (PresenceStatus.LATE, (second,))
    assert line.presence.organization_name == "白旗野町会"
    assert mark_rest(meeting=meeting, answers={}, actor=world.viewer("ohashi")) == []
    assert head_count(meeting) == 1


def test_a_reply_under_the_second_post_is_followed(world, meeting):
    chokai = world.add_expected(meeting, world.posts["chokai"])
    second = world.add_expected(
        meeting, organization_name="大野地区防犯協会", person=chokai.person, person_name="髙﨑 見本"
    )
    answers = {second.id: Foreseen(PresenceStatus.PRESENT)}
    (marked,) = mark_rest(meeting=meeting, answers=answers, actor=world.viewer("ohashi"))
    assert (marked.expected, marked.status) == (chokai, PresenceStatus.PRESENT)


def test_a_walk_in_counts_with_companions(world, meeting):
    walk_in(world, meeting, organization_name="大野駅前郵便局", group="郵便局", companions=1)
    counts = count_people(people_of_day(meeting))
    assert (counts.walk_ins, counts.total) == (1, 2)
    assert groups_of_day(people_of_day(meeting)) == ["郵便局"]


def test_a_walk_in_needs_a_name_of_somebody_or_something(world, meeting):
    with pytest.raises(InvalidInput):
        walk_in(world, meeting)
    with pytest.raises(InvalidInput) as refusal:
        walk_in(world, meeting, person_name="見本 花子", companions=100)
    assert "companions" in refusal.value.fields


def test_a_removed_walk_in_does_not_count_and_comes_back(world, meeting):
    presence = walk_in(world, meeting, person_name="見本 花子")
    remove_presence(presence=presence, actor=world.viewer("ohashi"))
    assert head_count(meeting) == 0
    restore_presence(presence=presence, actor=world.viewer("ohashi"))
    assert head_count(meeting) == 1


def test_a_mark_is_not_restored_over_a_newer_one(world, meeting):
    expected = world.add_expected(meeting, world.posts["chokai"])
    old = mark(world, expected, PresenceStatus.PRESENT)
    remove_presence(presence=old, actor=world.viewer("ohashi"))
    mark(world, expected, PresenceStatus.ABSENT)
    with pytest.raises(NotNow):
        restore_presence(presence=old, actor=world.viewer("ohashi"))


def test_two_people_correcting_one_name_are_told(world, meeting):
    presence = walk_in(world, meeting, person_name="見本 花子")
    values = {
        "status": PresenceStatus.PRESENT,
        "organization_name": "",
        "post_title": "",
        "group": "",
        "companions": 0,
    }
    edit_presence(
        presence=presence,
        base_version=1,
        person_name="見本 華子",
        actor=world.viewer("ohashi"),
        **values,
    )
    with pytest.raises(StaleEdit) as conflict:
        edit_presence(
            presence=presence,
            base_version=1,
            person_name="見本 はな子",
            actor=world.viewer("arai"),
            **values,
        )
    assert conflict.value.theirs == {"person_name": "見本 華子"}


def test_the_reported_number_counts_where_no_name_was_written(world, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(reported_count=27)
    assert head_count(meeting) == 27
    walk_in(world, meeting, person_name="見本 花子")
    assert head_count(meeting) == 1


def test_a_mark_stays_on_the_list_after_the_call_was_withdrawn(world, meeting):
    expected = world.add_expected(meeting, world.posts["chokai"])
    mark(world, expected, PresenceStatus.PRESENT)
    expected.removed_at = meeting.created_at
    expected.save()
    assert [line.presence.status for line in people_of_day(meeting)] == [PresenceStatus.PRESENT]
    with pytest.raises(NotNow):
        mark(world, expected, PresenceStatus.ABSENT)


def test_only_who_runs_the_district_marks(world, meeting):
    expected = world.add_expected(meeting, world.posts["chokai"])
    for name in ("shiraishi", "ichikawa"):
        with pytest.raises(NotAllowed):
            mark_presence(
                expected=expected, status=PresenceStatus.PRESENT, actor=world.viewer(name)
            )
    presence = mark(world, expected, PresenceStatus.PRESENT)
    with pytest.raises(NotFound):
        get_visible_presence(presence.id, viewer=world.viewer("shiraishi"))


def test_a_cancelled_meeting_takes_no_marks(world, meeting):
    expected = world.add_expected(meeting, world.posts["chokai"])
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.CANCELLED)
    with pytest.raises(NotNow):
        mark(world, expected, PresenceStatus.PRESENT)


def test_the_list_takes_two_queries_however_long(world, meeting, django_assert_num_queries):
    for number in range(40):
        expected = world.add_expected(meeting, organization_name=f"見本団体{number}")
        if number % 2:
            mark(world, expected, PresenceStatus.PRESENT)
    with django_assert_num_queries(2):
        assert len(people_of_day(meeting)) == 40
