"""A support council (支援会議) with one word in every text that it has. All persons are fictional."""

from __future__ import annotations

from datetime import date

from sasaeai.kernel import clock
from sasaeai.meetings.enums import MeetingState, Outcome, PresenceStatus, RemarkKind
from sasaeai.meetings.models import Handout, HandoutCopy, Meeting, Presence, Remark
from sasaeai.minutes.models import Minutes, Revision
from sasaeai.notices.enums import NoticeKind
from sasaeai.notices.models import Notice
from sasaeai.people.models import Municipality
from tests.world import TODAY, World

SECRET = "ゾンデルミツ"


def found_council(world: World) -> None:
    """The city has recorded by which rule it has a support council."""
    Municipality.objects.filter(pk=world.city.pk).update(
        support_council_rule="青森市支援会議設置要綱（見本）",
        support_council_since=date(2026, 4, 1),
    )
    world.city.refresh_from_db()


def plant(world: World, on: date, *, held: bool, called: str = "ohashi") -> Meeting:
    """A support council in 大野 to which one post is called."""
    state = {"state": MeetingState.HELD, "held_at": clock.now(), "number": 1} if held else {}
    names = ("theme", "next_note", "secretariat", "chair", "recorder", "source_note")
    meeting = world.add_meeting(
        "ono", on=on, regime="support_council", **state, **dict.fromkeys(names, f"{SECRET}の欄")
    )
    expected = world.add_expected(meeting, world.posts[called], reason=f"{SECRET}の理由")
    world.add_expected(
        meeting, organization_name=f"{SECRET}の会", person_name=f"{SECRET} 試子", group="その他"
    )
    item = world.add_item(
        meeting,
        f"{SECRET}の議題",
        summary=f"{SECRET}の説明",
        presenter=f"{SECRET}の人",
        topic=world.topics["snow"],
        outcome=Outcome.CARRIED_OVER,
        outcome_text=f"{SECRET}の結果",
    )
    own = {"municipality": world.city}
    Remark.objects.create(
        **own, item=item, kind=RemarkKind.OPINION, text=f"{SECRET}の声", group=SECRET, position=1
    )
    Presence.objects.create(
        **own,
        meeting=meeting,
        expected=expected,
        status=PresenceStatus.PRESENT,
        organization_name=f"{SECRET}の団体",
        person_name=SECRET,
    )
    handout = Handout.objects.create(
        **own, meeting=meeting, number=1, title=f"{SECRET}の資料", copies=1, is_collected=True
    )
    HandoutCopy.objects.create(**own, handout=handout, number=1, holder=f"{SECRET}の人")
    _letter(world, meeting)
    if held:
        _minutes(world, meeting)
    return meeting


def _letter(world: World, meeting: Meeting) -> None:
    Notice.objects.create(
        municipality=world.city,
        meeting=meeting,
        kind=NoticeKind.INVITATION,
        issued_on=TODAY,
        subject=f"{SECRET}の案内",
        greeting=SECRET,
        purpose=f"{SECRET}を話します。",
        sender_organization=f"{SECRET}の会",
        contact_name=SECRET,
        reply_due_on=TODAY,
        approved_at=clock.now(),
    )


def _minutes(world: World, meeting: Meeting) -> None:
    minutes = Minutes.objects.create(municipality=world.city, meeting=meeting)
    item = meeting.items.get()
    Revision.objects.create(
        municipality=world.city,
        minutes=minutes,
        number=1,
        opening=SECRET,
        closing=SECRET,
        written_by_name="新井 試子",
        sections=[{"item": str(item.id), "title": SECRET, "text": SECRET}],
    )
