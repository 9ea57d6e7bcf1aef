"""Calling people: posts and not persons, once each, with the reason."""

from __future__ import annotations

from datetime import date

import pytest

from sasaeai.audit.models import Entry
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow
from sasaeai.kernel.reply_code import parse_reply_code
from sasaeai.meetings import actions, queries
from sasaeai.meetings.actions import call as call_module
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.meetings.queries import CallProposal
from sasaeai.people.models import Tenure
from tests.world import World


def proposals(world: World, meeting: Meeting) -> dict[str, CallProposal]:
    found = queries.call_sheet(meeting, viewer=world.viewer("arai")).proposals
    return {f"{p.organization_name} {p.post_title}".strip(): p for p in found}


def call(world: World, meeting: Meeting, *keys: str) -> list[Expected]:
    return actions.call_posts(
        meeting=meeting, posts=[world.posts[key] for key in keys], actor=world.viewer("arai")
    )


def test_a_post_resolves_to_whoever_holds_it_on_the_day(world: World) -> None:
    Tenure.objects.filter(post=world.posts["chokai"]).update(until=date(2027, 3, 31))
    successor = world.add_post(world.organizations["白旗野町会"], "相談役", "次 見本")
    Tenure.objects.create(
        municipality=world.city,
        person=successor.tenures.get().person,
        post=world.posts["chokai"],
        since=date(2027, 4, 1),
    )
    before, after = world.add_meeting(), world.add_meeting(on=date(2027, 4, 20))
    assert call(world, before, "chokai")[0].person_name == "髙﨑 見本"
    assert call(world, after, "chokai")[0].person_name == "次 見本"


def test_names_stay_as_they_were_until_they_are_renewed(world: World) -> None:
    arai, meeting = world.viewer("arai"), world.add_meeting()
    [expected] = call(world, meeting, "chokai")
    old = world.posts["chokai"].tenures.get()
    old.until = date(2026, 11, 30)
    old.save()
    successor = world.add_post(world.organizations["白旗野町会"], "相談役", "次 見本")
    Tenure.objects.create(
        municipality=world.city,
        person=successor.tenures.get().person,
        post=world.posts["chokai"],
        since=date(2026, 12, 1),
    )
    [row] = queries.call_sheet(meeting, viewer=arai).rows
    assert row.expected.person_name == "髙﨑 見本"
    assert row.renewable
    assert "次 見本" in row.warnings[0]
    assert actions.renew_name(expected=expected, actor=arai).person_name == "次 見本"


def test_every_call_has_its_number_and_a_code_that_reads_back(world: World) -> None:
    meeting = world.add_meeting()
    called = call(world, meeting, "ohashi", "chokai", "vacant")
    assert [each.number for each in called] == [1, 2, 3]
    assert [parse_reply_code(each.reply_code) for each in called] == [
        each.reply_code for each in called
    ]
    assert (called[2].person, called[2].person_name) == (None, "")
    assert Entry.objects.filter(verb="call").count() == 1


def test_a_code_that_somebody_has_is_drawn_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = call(world, world.add_meeting(), "ohashi")[0].reply_code
    drawn = iter([taken, taken, "222-222-222"])
    monkeypatch.setattr(call_module, "new_reply_code", lambda _random: next(drawn))
    other = world.add_meeting(on=date(2027, 2, 2))
    assert call(world, other, "ohashi")[0].reply_code == "222-222-222"


def test_calling_twice_calls_once_and_a_withdrawn_call_keeps_number_and_code(
    world: World,
) -> None:
    arai, meeting = world.viewer("arai"), world.add_meeting()
    first, second = call(world, meeting, "ohashi", "chokai")
    assert call(world, meeting, "ohashi", "chokai") == []
    actions.withdraw_call(expected=first, actor=arai)
    [back] = call(world, meeting, "ohashi")
    assert (back.pk, back.number, back.reply_code) == (first.pk, 1, first.reply_code)
    actions.withdraw_call(expected=second, actor=arai)
    guest = actions.call_guest(meeting=meeting, person_name="客 見本", actor=arai)
    assert guest.number == 3
    assert actions.restore_call(expected=second, actor=arai).removed_at is None


def test_a_guest_needs_a_name_and_comes_once(world: World) -> None:
    arai, meeting = world.viewer("arai"), world.add_meeting()
    with pytest.raises(InvalidInput):
        actions.call_guest(meeting=meeting, post_title="支店長", actor=arai)
    actions.call_guest(meeting=meeting, organization_name="見本銀行", actor=arai)
    with pytest.raises(InvalidInput, match="もう声をかけています"):
        actions.call_guest(meeting=meeting, organization_name="見本銀行", actor=arai)


def test_nobody_else_calls_and_nobody_after_cancelling(world: World) -> None:
    meeting = world.add_meeting()
    for name in ("shiraishi", "ichikawa"):
        with pytest.raises(NotAllowed):
            actions.call_guest(meeting=meeting, person_name="客", actor=world.viewer(name))
    actions.cancel_meeting(meeting=meeting, reason="大雪のため", actor=world.viewer("arai"))
    with pytest.raises(NotNow, match="中止"):
        call(world, meeting, "ohashi")


def test_items_of_another_meeting_are_refused(world: World) -> None:
    arai, meeting = world.viewer("arai"), world.add_meeting()
    [expected] = call(world, meeting, "ohashi")
    foreign = world.add_item(world.add_meeting(on=date(2027, 2, 2)))
    with pytest.raises(InvalidInput):
        actions.limit_to_items(expected=expected, items=[foreign], actor=arai)
    own = world.add_item(meeting)
    actions.limit_to_items(expected=expected, items=[own], actor=arai)
    assert queries.call_sheet(meeting, viewer=arai).rows[0].only_for == (own.title,)


# ── Who is proposed ──────────────────────────────────────────────────────────────────────────────


def test_topics_propose_kinds_of_organisation_with_the_reason(world: World) -> None:
    other = world.add_organization("chokai", "第二町会", world.ono)
    world.add_post(other, "会長", "第二 見本")
    far = world.add_organization("chokai", "新城の町会", world.shinjo)
    world.add_post(far, "会長", "遠 見本")
    meeting = world.add_meeting()
    assert "第二町会 会長" not in proposals(world, meeting)
    world.add_item(meeting, "雪かき", topic=world.topics["snow"])
    found = proposals(world, meeting)
    assert found["第二町会 会長"].reasons == (
        "議題「雪かき」：ごみ集積所と雪の寄せ場は町会が世話をしているため",
    )
    assert found["第二町会 会長"].ticked
    assert found["白旗野町会 会長"].reasons[0] == "いつもの参集者です。"
    assert len(found["白旗野町会 会長"].reasons) == 2
    assert "新城の町会 会長" not in found


def test_an_organisation_without_posts_is_called_as_such(world: World) -> None:
    world.add_organization("chokai", "役職のない町会", world.ono)
    meeting = world.add_meeting()
    world.add_item(meeting, topic=world.topics["snow"])
    found = proposals(world, meeting)["役職のない町会"]
    assert (found.kind, found.ticked) == ("organization", True)
    organization = world.organizations["役職のない町会"]
    arai = world.viewer("arai")
    for _time in range(2):
        actions.call_organizations(meeting=meeting, organizations=[organization], actor=arai)
    assert Expected.objects.get().organization == organization
    assert "役職のない町会" not in proposals(world, meeting)


def test_one_person_with_three_posts_is_one_line_and_called_once(world: World) -> None:
    person = world.posts["chokai"].tenures.get().person
    for organization, title in (("白旗野町会", "防災部長"), ("大野地区社会福祉協議会", "理事")):
        post = world.add_post(world.organizations[organization], title, None)
        Tenure.objects.create(
            municipality=world.city, person=person, post=post, since=date(2025, 4, 1)
        )
        actions.add_member(body=world.bodies["ono"], post=post, actor=world.viewer("arai"))
    meeting = world.add_meeting()
    lines = [p for p in proposals(world, meeting).values() if p.person_name == "髙﨑 見本"]
    assert [(p.post_title, p.other_posts) for p in lines] == [
        ("会長", ("白旗野町会 防災部長", "大野地区社会福祉協議会 理事"))
    ]
    call(world, meeting, "chokai")
    assert all(p.person_name != "髙﨑 見本" for p in proposals(world, meeting).values())


def test_a_vacant_post_and_an_ending_term_are_callable_with_a_warning(world: World) -> None:
    arai = world.viewer("arai")
    actions.add_member(body=world.bodies["ono"], post=world.posts["vacant"], actor=arai)
    Tenure.objects.filter(post=world.posts["minji"]).update(until=date(2026, 11, 30))
    found = proposals(world, world.add_meeting())
    assert "空席" in found["白旗野町会 副会長"].warnings[0]
    assert "令和8年11月30日" in found["大野地区民生委員児童委員協議会 会長"].warnings[0]


def test_those_called_last_time_are_remembered_but_not_ticked(world: World) -> None:
    arai = world.viewer("arai")
    last = world.add_meeting(on=date(2026, 9, 9))
    call(world, last, "vacant")
    actions.call_guest(meeting=last, organization_name="見本銀行", group="金融", actor=arai)
    found = proposals(world, world.add_meeting())
    assert found["白旗野町会 副会長"].reasons == ("前回（9月9日(水)）に声をかけました。",)
    assert not found["白旗野町会 副会長"].ticked
    bank = found["見本銀行"]
    assert (bank.kind, bank.ticked, bank.group) == ("guest", False, "金融")


def test_posts_and_organisations_that_ended_are_not_proposed(world: World) -> None:
    post = world.posts["chokai"]
    post.ended_on = date(2026, 12, 1)
    post.save()
    assert "白旗野町会 会長" not in proposals(world, world.add_meeting())
