"""The head of the minutes as municipalities use it: filled from the last meeting, printed, shown."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow, StaleEdit
from sasaeai.meetings.enums import MeetingState, Regime
from sasaeai.meetings.models import AgendaItem, Handout, Meeting
from sasaeai.minutes.actions import compose_minutes
from sasaeai.minutes.actions.head import write_head
from sasaeai.minutes.exports.rows import minutes_paper
from sasaeai.minutes.queries.head import head_of
from sasaeai.minutes.queries.records import get_visible_record
from tests.world import TODAY, World

HEAD = {"secretariat": "大野地区社協", "chair": "大野地区社協 会長", "recorder": "推進員"}


def write(world: World, meeting: Meeting, **values: object) -> Meeting:
    given = HEAD | {"observers": 3, "base_version": meeting.version} | values
    return write_head(meeting=meeting, actor=world.viewer("arai"), **given)


def rows(world: World, meeting: Meeting) -> dict[str, str]:
    record = get_visible_record(meeting.id, viewer=world.viewer("arai"))
    return dict(minutes_paper(record, printed_on=TODAY).head)


def test_the_head_begins_with_the_host_and_whoever_writes(world: World, held: Meeting):
    head = head_of(held, viewer=world.viewer("arai"))
    assert head.secretariat == "大野地区社会福祉協議会"
    assert head.recorder == world.viewer("arai").name
    assert head.chair == ""


def test_the_next_meeting_takes_over_who_ran_the_last(world: World, held: Meeting):
    write(world, held)
    head = head_of(world.add_meeting(on=date(2026, 12, 22)), viewer=world.viewer("ohashi"))
    assert (head.secretariat, head.chair) == ("大野地区社協", "大野地区社協 会長")
    assert head.observers is None
    other = world.add_meeting("shinjo", on=date(2026, 12, 22)) if "shinjo" in world.bodies else None
    assert other is None or head_of(other, viewer=world.viewer("arai")).chair == ""


def test_the_paper_carries_every_row_of_a_municipal_head(world: World, held: Meeting):
    item = AgendaItem.objects.filter(meeting=held).order_by("position")[0]
    AgendaItem.objects.filter(pk=item.pk).update(minutes=15, took_seconds=22 * 60 + 10)
    Handout.objects.create(municipality=world.city, meeting=held, number=1, title="雪の寄せ場")
    write(world, held)
    compose_minutes(meeting=held, actor=world.viewer("arai"))
    head = rows(world, held)
    assert head["事務局"] == "大野地区社協"
    assert head["進行"] == "大野地区社協 会長"
    assert head["記録"] == "推進員"
    assert head["傍聴者"] == "3名"
    assert head["配布資料"] == "資料1　雪の寄せ場"
    assert head["議題"].startswith("1 雪かきの助け合い（予定15分・実際22分）")
    assert head["公開の可否"] == "会議 公開　会議録 公開版ができるまでは関係者のみ"
    assert "・町会 1人" in head["出席者"]
    assert "欠席" not in head["出席者"]
    assert head["欠席者"].startswith("1人（")


def test_a_closed_meeting_is_public_in_no_row(world: World, held: Meeting):
    Meeting.objects.update(regime=Regime.CARE_MEETING)
    held.refresh_from_db()
    compose_minutes(meeting=held, actor=world.viewer("arai"))
    assert rows(world, held)["公開の可否"] == "会議 非公開　会議録 非公開"


def test_somebody_elses_head_is_not_overwritten(world: World, held: Meeting):
    base = held.version
    write(world, held)
    with pytest.raises(StaleEdit) as refused:
        write(world, held, chair="町会長", base_version=base)
    assert refused.value.theirs == {"chair": "大野地区社協 会長"}


def test_refusals_say_why(world: World, held: Meeting):
    with pytest.raises(NotAllowed):
        write_head(
            meeting=held,
            **HEAD,
            observers=None,
            base_version=held.version,
            actor=world.viewer("shiraishi"),
        )
    with pytest.raises(InvalidInput, match="傍聴者は0人から"):
        write(world, held, observers=-1)
    Meeting.objects.update(sealed_at=clock.now())
    with pytest.raises(NotNow, match="公開版を取り下げて"):
        write(world, held)
    Meeting.objects.update(sealed_at=None)
    off = world.add_meeting(on=date(2026, 12, 22), state=MeetingState.CANCELLED)
    with pytest.raises(NotNow, match="中止"):
        write(world, off)


def test_the_page_writes_it_and_the_record_shows_it(desk, world: World, held: Meeting):
    url = reverse("desk:minutes_head", args=[held.id])
    assert "大野地区社会福祉協議会" in desk.ohashi.get(url).content.decode()
    assert desk.shiraishi.get(url).status_code == 404
    assert desk.ichikawa.get(url).status_code == 403
    desk.ohashi.post(url, HEAD | {"observers": "2", "base_version": held.version})
    compose_minutes(meeting=held, actor=world.viewer("arai"))
    page = desk.ichikawa.get(
        reverse("desk:minutes_history", args=[held.id]) + "?head=1"
    ).content.decode()
    assert "大野地区社協 会長" in page
    assert "2名" in page
    assert "頭書きを直す" not in page
