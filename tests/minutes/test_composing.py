"""Minutes are made from what was recorded, and nothing else."""

from __future__ import annotations

import pytest
from django.utils import translation

from sasaeai.audit.models import Entry
from sasaeai.kernel.errors import NotAllowed, NotFound, NotNow
from sasaeai.meetings.enums import MeetingState, RemarkKind
from sasaeai.meetings.models import AgendaItem, Meeting, Presence
from sasaeai.minutes import actions
from sasaeai.minutes.exports.rows import minutes_paper
from sasaeai.minutes.models import Minutes, Revision
from sasaeai.minutes.queries import records
from sasaeai.minutes.queries.gist import compose_record
from tests.minutes.conftest import say
from tests.world import TODAY, World

OPENING = """出席：2人
・地区社協 1人（大野地区社会福祉協議会 会長）
・町会 1人（白旗野町会 会長）
出席のうち、代理 1人
欠席：1人（大野地区民生委員児童委員協議会 会長、うち連絡あり 1人）"""

SNOW = """○ 寄せ場が足りない（町会）
⇒ 空き地の持ち主に聞いてみる（市）
結果：決まった。寄せ場の地図を作る。
取組：白旗野町会 会長が、寄せ場の地図を作る（12月20日(日)まで）
申し送り：大野地区地域支え合い会議 幹事会へ伝える。場所を決める"""


def test_the_first_text_says_who_came_what_was_said_and_what_was_decided(
    held: Meeting, minutes: Minutes
) -> None:
    newest = records.newest_revision(minutes)
    assert newest.number == 1
    assert newest.opening == OPENING
    assert [section["title"] for section in newest.sections] == [
        "雪かきの助け合い",
        "見守りの役割分担",
    ]
    assert newest.sections[0]["text"] == SNOW
    assert newest.closing == "令和9年2月ごろ"


def test_who_does_what_by_when_is_a_row_of_the_paper(
    world: World, held: Meeting, minutes: Minutes
) -> None:
    record = records.get_visible_record(held.id, viewer=world.viewer("arai"))
    task = minutes_paper(record, printed_on=TODAY).tasks[0]
    assert task.who == "白旗野町会 会長"
    assert (task.what, task.by_when) == ("寄せ場の地図を作る", "12月20日(日)")


def test_the_record_is_japanese_whatever_language_the_page_has(held: Meeting) -> None:
    with translation.override("en"):
        text = compose_record(held)
    assert text.opening == OPENING
    assert text.sections[0].text == SNOW


def test_no_person_is_named_in_the_text_only_posts_and_groups(minutes: Minutes) -> None:
    newest = records.newest_revision(minutes)
    whole = newest.opening + str(newest.sections)
    assert "髙﨑" not in whole
    assert "大橋" not in whole


def test_a_head_count_from_an_old_report_is_taken_when_nobody_is_listed(
    world: World, held: Meeting
) -> None:
    Presence.objects.filter(meeting=held).update(removed_at=held.held_at)
    held.reported_count = 27
    assert compose_record(held).opening == "出席：27人"


def test_companions_count_as_people_in_the_room(held: Meeting) -> None:
    row = Presence.objects.filter(meeting=held, status="present").get()
    row.companions = 2
    row.save(update_fields=["companions"])
    opening = compose_record(held).opening
    assert opening.startswith("出席：4人")
    assert "同行 2人" in opening


def test_removed_remarks_and_items_are_not_in_the_minutes(held: Meeting) -> None:
    snow, private = AgendaItem.objects.filter(meeting=held)
    snow.remarks.filter(kind=RemarkKind.RESPONSE).update(removed_at=held.held_at)
    private.removed_at = held.held_at
    private.save(update_fields=["removed_at"])
    text = compose_record(held)
    assert [section.item for section in text.sections] == [str(snow.id)]
    assert "⇒" not in text.sections[0].text


def test_composing_needs_as_many_queries_for_three_items_as_for_thirty(
    world: World, held: Meeting, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(6):  # type: ignore[operator]
        compose_record(held)
    for n in range(28):
        say(world.add_item(held, f"議題{n}"), RemarkKind.OPINION, "意見")
    with django_assert_num_queries(6):  # type: ignore[operator]
        compose_record(held)


def test_minutes_wait_until_the_day_is_closed(world: World) -> None:
    meeting = world.add_meeting()
    with pytest.raises(NotNow, match="記録を締める"):
        actions.compose_minutes(meeting=meeting, actor=world.viewer("arai"))
    assert not Minutes.objects.exists()


def test_composing_twice_makes_one_record_and_keeps_corrections(
    world: World, held: Meeting, minutes: Minutes
) -> None:
    actions.save_revision(
        minutes=minutes,
        base_revision=1,
        opening="直した",
        sections={},
        closing="",
        actor=world.viewer("ohashi"),
    )
    again = actions.compose_minutes(meeting=held, actor=world.viewer("arai"))
    assert again.id == minutes.id
    assert Revision.objects.filter(minutes=minutes).count() == 2
    assert records.newest_revision(again).opening == "直した"


@pytest.mark.parametrize("who", ["shiraishi", "ichikawa"])
def test_only_those_who_run_the_district_write_its_minutes(
    world: World, held: Meeting, who: str
) -> None:
    with pytest.raises(NotAllowed, match="大野地区"):
        actions.compose_minutes(meeting=held, actor=world.viewer(who))


def test_a_stranger_finds_no_record_and_the_city_does(world: World, minutes: Minutes) -> None:
    meeting_id = minutes.meeting_id
    with pytest.raises(NotFound):
        records.get_visible_record(meeting_id, viewer=world.viewer("shiraishi"))
    for who in ("arai", "ohashi", "ichikawa"):
        assert records.get_visible_record(meeting_id, viewer=world.viewer(who)).minutes == minutes


def test_every_write_leaves_a_trace(world: World, minutes: Minutes) -> None:
    verbs = list(Entry.objects.filter(object_id=minutes.id).values_list("verb", flat=True))
    assert verbs == ["compose", "revise"]


def test_newer_records_of_the_day_are_offered_and_taken_part_by_part(
    world: World, held: Meeting, minutes: Minutes
) -> None:
    arai = world.viewer("arai")
    snow, private = AgendaItem.objects.filter(meeting=held)
    actions.save_revision(
        minutes=minutes,
        base_revision=1,
        opening=OPENING,
        sections={str(private.id): "言い方を直した"},
        closing="令和9年2月ごろ",
        actor=arai,
    )
    assert records.day_changes(held, records.newest_revision(minutes)) == ()

    say(snow, RemarkKind.OPINION, "あとから書き足した")
    say(private, RemarkKind.OPINION, "こちらも書き足した")
    changes = records.day_changes(held, records.newest_revision(minutes))
    assert [change.title for change in changes] == ["雪かきの助け合い", "見守りの役割分担"]
    assert changes[1].now == "言い方を直した"

    taken = actions.take_up_day(minutes=minutes, base_revision=2, take=[str(snow.id)], actor=arai)
    texts = [section["text"] for section in taken.sections]
    assert "あとから書き足した" in texts[0]
    assert texts[1] == "言い方を直した"
    assert records.day_changes(held, taken) == ()


def test_an_item_added_or_dropped_afterwards_is_offered_too(
    world: World, held: Meeting, minutes: Minutes
) -> None:
    _snow, private = AgendaItem.objects.filter(meeting=held)
    private.removed_at = held.held_at
    private.save(update_fields=["removed_at"])
    late = world.add_item(held, "ごみ集積所", outcome="shared")
    changes = records.day_changes(held, records.newest_revision(minutes))
    assert {(c.key, c.is_gone) for c in changes} == {
        (str(late.id), False),
        (str(private.id), True),
    }
    taken = actions.take_up_day(
        minutes=minutes,
        base_revision=1,
        take=[c.key for c in changes],
        actor=world.viewer("arai"),
    )
    assert [section["title"] for section in taken.sections] == ["雪かきの助け合い", "ごみ集積所"]


def test_a_reopened_day_gives_no_minutes(world: World, held: Meeting) -> None:
    Meeting.objects.filter(pk=held.pk).update(state=MeetingState.PLANNED, held_at=None)
    held.refresh_from_db()
    with pytest.raises(NotNow):
        actions.compose_minutes(meeting=held, actor=world.viewer("arai"))
