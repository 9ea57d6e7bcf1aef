"""A meeting that was held, as its day left it. All persons are fictional."""

from __future__ import annotations

from datetime import date

import pytest

from sasaeai.issues.models import Action, PassedOn
from sasaeai.kernel import clock
from sasaeai.meetings.enums import MeetingState, Outcome, PresenceStatus, RemarkKind
from sasaeai.meetings.models import AgendaItem, Meeting, Presence, Remark
from sasaeai.minutes import actions
from sasaeai.minutes.models import Minutes, PublicVersion
from sasaeai.minutes.queries.records import newest_revision
from tests.world import World

HELD_ON = date(2026, 11, 10)


def say(item: AgendaItem, kind: RemarkKind, text: str, group: str = "町会") -> Remark:
    position = item.remarks.count() + 1
    return Remark.objects.create(
        municipality=item.municipality,
        item=item,
        kind=kind,
        text=text,
        group=group,
        position=position,
    )


def hold(world: World, body: str = "ono", **fields: object) -> Meeting:
    """A held meeting of two items: snow (public, with remarks and an action), and a private one."""
    meeting = world.add_meeting(
        body,
        on=HELD_ON,
        state=MeetingState.HELD,
        held_at=clock.now(),
        number=2,
        next_note="令和9年2月ごろ",
        **fields,
    )
    called = [
        world.add_expected(meeting, world.posts[key]) for key in ("ohashi", "chokai", "minji")
    ]
    for expected, status in zip(
        called,
        (PresenceStatus.PRESENT, PresenceStatus.SUBSTITUTE, PresenceStatus.EXCUSED),
        strict=True,
    ):
        Presence.objects.create(
            municipality=world.city,
            meeting=meeting,
            expected=expected,
            status=status,
            organization_name=expected.organization_name,
            post_title=expected.post_title,
            person_name=expected.person_name,
            group=expected.group,
        )
    snow = world.add_item(
        meeting,
        "雪かきの助け合い",
        outcome=Outcome.DECIDED,
        outcome_text="寄せ場の地図を作る。",
    )
    say(snow, RemarkKind.OPINION, "寄せ場が足りない")
    say(snow, RemarkKind.RESPONSE, "空き地の持ち主に聞いてみる", "市")
    Action.objects.create(
        municipality=world.city,
        district=world.ono,
        item=snow,
        what="寄せ場の地図を作る",
        who="白旗野町会 会長",
        due_on=date(2026, 12, 20),
    )
    PassedOn.objects.create(
        municipality=world.city, item=snow, to_body=world.bodies["steering"], note="場所を決める"
    )
    private = world.add_item(meeting, "見守りの役割分担", is_public=False, outcome=Outcome.SHARED)
    say(private, RemarkKind.OPINION, "内輪の話", "民児協")
    return meeting


@pytest.fixture
def held(world: World) -> Meeting:
    return hold(world)


@pytest.fixture
def minutes(world: World, held: Meeting) -> Minutes:
    return actions.compose_minutes(meeting=held, actor=world.viewer("arai"))


@pytest.fixture
def approved(world: World, minutes: Minutes) -> Minutes:
    return approve(world, minutes)


@pytest.fixture
def public(world: World, approved: Minutes) -> PublicVersion:
    return actions.draft_public_version(minutes=approved, actor=world.viewer("arai"))


@pytest.fixture
def published(world: World, public: PublicVersion) -> PublicVersion:
    return publish(world, public)


def approve(world: World, minutes: Minutes, by: str = "arai") -> Minutes:
    return actions.approve_minutes(
        minutes=minutes,
        base_revision=newest_revision(minutes).number,
        confirmed_by="大野地区社会福祉協議会 会長",
        confirmed_on=date(2026, 11, 20),
        confirmed_how="phone",
        actor=world.viewer(by),
    )


def publish(world: World, public: PublicVersion, by: str = "ohashi") -> PublicVersion:
    submitted = actions.submit_public_version(
        public=public, base_version=public.version, actor=world.viewer("arai")
    )
    return actions.approve_public_version(
        public=submitted, base_version=submitted.version, actor=world.viewer(by)
    )


def circular_values(**changes: object) -> dict[str, object]:
    """Values of a circular whose words the public version of `hold` contains."""
    return {
        "issued_on": date(2026, 11, 23),
        "title": "大野地区地域支え合い会議のお知らせ",
        "lead": "",
        "body": "■ 雪かきの助け合い\n・寄せ場の地図を作る。",
        "issuer": "大野地区社会福祉協議会",
        "contact": "大野地区社会福祉協議会　電話 017-000-0000",
        "return_to": "大野地区社会福祉協議会",
        "return_by": date(2026, 12, 7),
        "stamp_boxes": 12,
        "has_furigana": False,
    } | changes
