"""What goes where and why, and who shares an envelope."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sasaeai.meetings.models import Meeting
from sasaeai.notices import actions, queries
from sasaeai.notices.exports.invitation import in_order
from sasaeai.notices.models import LineFriend, Notice
from sasaeai.notices.queries.ways import next_way
from sasaeai.people.models import Organization, Person, Post
from tests.world import World


@pytest.fixture
def meeting(world: World) -> Meeting:
    meeting = world.add_meeting(on=date(2026, 12, 22))
    world.add_item(meeting)
    world.add_expected(meeting, world.posts["chokai"])
    return meeting


def recipients(world: World, meeting: Meeting) -> tuple[queries.Recipient, ...]:
    fresh = Meeting.objects.select_related("body", "venue").get(pk=meeting.pk)
    return queries.notice_board(fresh, viewer=world.viewer("arai")).recipients


NOWHERE = {"address": "", "tel": "", "fax": "", "email": "", "postal_code": ""}


@pytest.mark.parametrize(
    ("post", "person", "office", "channel", "reason"),
    [
        ("", {"channel": "post"}, {}, "post", "この方の連絡方法が郵送のため"),
        ("", {"channel": "fax"}, {}, "fax", "この方の連絡方法がFAXのため"),
        ("fax", {"channel": "post"}, {}, "fax", "この役職の連絡方法がFAXのため"),
        ("hand", {"channel": "phone"}, {}, "hand", "この役職の連絡方法が手渡しのため"),
        ("", {"channel": "email"}, {}, "post", "メールアドレスがないため、郵送"),
        ("email", {"channel": "fax"}, {}, "fax", "メールアドレスがないため、FAX"),
        ("", {"channel": "line"}, {}, "post", "LINEの登録がないため、郵送"),
        ("", {"channel": "fax"}, {"fax": ""}, "post", "FAX番号がないため、郵送"),
        ("", {"channel": "post"}, {"address": ""}, "fax", "住所がないため、FAX"),
        ("", {"channel": "email"}, {**NOWHERE, "tel": "017-000-0000"}, "phone",
         "メールアドレスがないため、電話"),
        ("", {"channel": "post"}, NOWHERE, "post", "連絡先が名簿にないため、ひとまず郵送"),
    ],
)  # fmt: skip
def test_the_posts_wish_comes_first_and_what_is_impossible_falls_to_the_next(
    world: World,
    meeting: Meeting,
    post: str,
    person: dict[str, Any],
    office: dict[str, Any],
    channel: str,
    reason: str,
) -> None:
    call = meeting.expected.get()
    Post.objects.filter(pk=call.post_id).update(channel=post)
    Person.objects.filter(pk=call.person_id).update(**person)
    if office:
        Organization.objects.filter(pk=call.organization_id).update(**office)
    (found,) = recipients(world, meeting)
    assert (found.channel, found.channel_reason) == (channel, reason)


def test_nobody_in_the_post_means_no_wish(world, meeting):
    world.add_expected(meeting, world.posts["vacant"])
    found = recipients(world, meeting)[1]
    assert (found.channel, found.channel_reason) == (
        "post",
        "連絡方法が決まっていないため、郵送",
    )


def test_who_is_linked_hears_by_line_until_blocking_it(world, meeting):
    call = meeting.expected.get()
    Person.objects.filter(pk=call.person_id).update(channel="line")
    friend = LineFriend.objects.create(
        municipality=world.city, person_id=call.person_id, line_user_id="U1"
    )
    (found,) = recipients(world, meeting)
    assert (found.channel, found.address.by("line")) == ("line", "U1")
    friend.blocked_at = meeting.created_at
    friend.save()
    assert recipients(world, meeting)[0].channel == "post"


def test_the_line_of_an_organisation_is_that_of_whoever_holds_its_post(world, meeting):
    call = meeting.expected.get()
    Post.objects.filter(pk=call.post_id).update(channel="line")
    LineFriend.objects.create(
        municipality=world.city, organization_id=call.organization_id, line_user_id="C1"
    )
    (found,) = recipients(world, meeting)
    assert (found.channel, found.address.line) == ("line", "C1")


def test_a_draft_follows_the_register_and_a_printed_letter_does_not(world, meeting):
    arai = world.viewer("arai")
    notice = actions.approve_notice(
        notice=actions.draft_notice(meeting=meeting, actor=arai), actor=arai
    )
    Person.objects.filter(name="髙﨑 見本").update(channel="fax")
    assert recipients(world, meeting)[0].channel == "fax"
    actions.mark_printed(notice=notice, actor=arai)
    Person.objects.filter(name="髙﨑 見本").update(channel="hand")
    (found,) = recipients(world, meeting)
    assert found.channel == "fax"
    assert "手渡しに変わりました" in found.channel_reason
    assert Notice.objects.get(kind="invitation").deliveries.get().channel == "fax"


# ── Envelopes ────────────────────────────────────────────────────────────────────────────────────


def sealed(world: World, meeting: Meeting) -> list[list[int]]:
    found = queries.envelopes(recipients(world, meeting))
    return [[r.expected.number for r in envelope.recipients] for envelope in found]


def test_three_posts_of_one_office_get_one_envelope_with_three_letters(world, meeting):
    chokai = world.organizations["白旗野町会"]
    for title in ("会計", "防災部長"):
        world.add_expected(meeting, world.add_post(chokai, title, f"見本 {title}"))
    world.add_expected(meeting, world.posts["minji"])
    assert sealed(world, meeting) == [[1, 2, 3], [4]]
    envelope = queries.envelopes(recipients(world, meeting))[0]
    assert envelope.organization == "白旗野町会"
    assert envelope.lines == (
        "038-0000",
        "青森市（見本）1-2-3",
        "白旗野町会",
        "会長 髙﨑 見本",
        "会計 見本 会計",
        "防災部長 見本 防災部長",
    )


def test_another_office_in_the_same_building_gets_its_own(world, meeting):
    """All organisations of the cast stand at one address."""
    world.add_expected(meeting, world.posts["minji"])
    assert sealed(world, meeting) == [[1], [2]]


def test_one_household_gets_one_envelope_however_the_address_is_written(world, meeting):
    home = {"postal_code": "030-0001", "address": "青森市（見本）９－９"}
    same = {"postal_code": "0300001", "address": "青森市（見本） 9-9"}
    Person.objects.filter(name="髙﨑 見本").update(**home)
    minji = world.posts["minji"]
    Person.objects.filter(pk=minji.tenures.get().person_id).update(**same)
    world.add_expected(meeting, world.posts["ohashi"])
    world.add_expected(meeting, minji)
    assert sealed(world, meeting) == [[1, 3], [2]]
    household = queries.envelopes(recipients(world, meeting))[0]
    assert household.organization == ""
    assert household.lines[2] == "白旗野町会 会長 髙﨑 見本"


def test_without_an_address_everybody_gets_an_envelope_alone(world, meeting):
    for name in ("甲", "乙"):
        world.add_expected(meeting, organization_name="寺町喫茶", person_name=name)
    assert sealed(world, meeting) == [[1], [2], [3]]


# ── After something came back ────────────────────────────────────────────────────────────────────

ALL = queries.AddressUsed(address="青森市", tel="017-000-0000", fax="017-000-0001")


@pytest.mark.parametrize(
    ("address", "tried", "days", "way"),
    [
        (ALL, ["post"], 30, "fax"),
        (ALL, ["email"], 30, "post"),
        (ALL, ["email"], 3, "phone"),
        (ALL, ["post", "fax"], 30, "phone"),
        (ALL, ["post", "fax", "phone"], 30, "hand"),
        (queries.AddressUsed(tel="017-000-0000"), ["phone"], 3, "hand"),
    ],
)
def test_what_came_back_goes_another_possible_way_and_by_telephone_in_a_hurry(
    address, tried, days, way
):
    assert next_way(address, tried, days_left=days) == way


def test_letters_of_one_envelope_lie_next_to_each_other_in_either_order(world, meeting):
    world.add_expected(meeting, world.posts["minji"])
    world.add_expected(
        meeting, world.add_post(world.organizations["白旗野町会"], "会計", "見本 計")
    )
    Organization.objects.filter(name="大野地区民生委員児童委員協議会").update(
        postal_code="030-0000"
    )
    found = recipients(world, meeting)
    assert [r.expected.number for r in in_order(found, "number")] == [1, 3, 2]
    assert [r.expected.number for r in in_order(found, "postal")] == [2, 1, 3]
