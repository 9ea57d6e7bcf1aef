"""Troubles as they come: from slips and by hand, kept in step, decided with a reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sasaeai.issues import actions, queries
from sasaeai.issues.enums import TroubleState, TroubleVia
from sasaeai.issues.models import Issue, IssueEntry, Trouble
from sasaeai.issues.queries.troubles import list_troubles
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow, StaleEdit
from sasaeai.meetings.models import Expected
from sasaeai.notices.actions import ReplyDetails, clear_reply, record_reply, restore_reply
from sasaeai.notices.models import Reply
from tests.world import TODAY, World

SNOW = "ごみ集積所が雪で埋まる"


@pytest.fixture
def slip(world: World) -> Expected:
    meeting = world.add_meeting()
    return world.add_expected(meeting, world.posts["chokai"])


def write(world: World, slip: Expected, trouble: str, **more: Any) -> Reply:
    details = ReplyDetails(received_on=TODAY, trouble=trouble)
    return record_reply(
        expected=slip, answer="attend", details=details, actor=world.viewer("arai"), **more
    )


def raised(world: World, **more: Any) -> Trouble:
    values = {
        "district": world.ono,
        "text": SNOW,
        "raised_by": "白旗野町会 会長",
        "via": TroubleVia.PHONE,
        "raised_on": TODAY,
        "actor": world.viewer("arai"),
    }
    return actions.raise_trouble(**(values | more))


def test_what_stands_on_a_slip_is_a_raised_trouble_of_the_post(world, slip):
    write(world, slip, SNOW, via="fax")
    trouble = Trouble.objects.get()
    assert (trouble.text, trouble.raised_by, trouble.via) == (SNOW, "白旗野町会 会長", "slip")
    assert trouble.district == world.ono
    assert "髙﨑" not in trouble.raised_by


def test_the_same_slip_again_raises_nothing_twice(world, slip):
    write(world, slip, SNOW)
    write(world, slip, SNOW, via="phone")
    record_reply(expected=slip, answer="absent", actor=world.viewer("arai"))
    assert Trouble.objects.count() == 1


def test_a_person_with_two_posts_raises_one_trouble(world, slip):
    post = world.add_post(world.organizations["白旗野町会"], "防災部長", None)
    person = world.posts["chokai"].tenures.get().person
    post.tenures.create(municipality=world.city, person=person, since=TODAY.replace(year=2025))
    second = world.add_expected(slip.meeting, post)
    write(world, second, SNOW)
    write(world, slip, SNOW + "。毎年です")
    assert Trouble.objects.get().expected == slip


def test_a_changed_emptied_or_removed_slip_takes_its_trouble_along(world, slip):
    write(world, slip, SNOW)
    write(world, slip, "道が狭い")
    assert Trouble.objects.get().text == "道が狭い"
    write(world, slip, "")
    assert not list_troubles(world.viewer("arai")).exists()
    write(world, slip, "道が狭い")
    reply = Reply.objects.current().get()
    clear_reply(reply=reply, actor=world.viewer("arai"))
    assert not list_troubles(world.viewer("arai")).exists()
    restore_reply(reply=reply, actor=world.viewer("arai"))
    assert list_troubles(world.viewer("arai")).get().text == "道が狭い"
    assert Trouble.objects.count() == 1


def test_a_slip_does_not_overwrite_what_became_an_issue(world, slip):
    write(world, slip, SNOW)
    arai = world.viewer("arai")
    issue = actions.open_issue_of(trouble=Trouble.objects.get(), title="雪の寄せ場", actor=arai)
    write(world, slip, "雪捨て場も遠い")
    trouble = Trouble.objects.get()
    assert (trouble.text, trouble.state, trouble.issue) == (SNOW, TroubleState.TAKEN, issue)
    assert (
        "雪捨て場も遠い" in IssueEntry.objects.filter(issue=issue).order_by("-created_at")[0].text
    )


def test_a_decision_about_other_words_does_not_hide_new_ones(world, slip):
    write(world, slip, "行事の案内がほしい")
    actions.settle_trouble(
        trouble=Trouble.objects.get(), reason="会報を送った", actor=world.viewer("arai")
    )
    write(world, slip, "行事の案内がほしい")
    assert Trouble.objects.get().state == TroubleState.SETTLED
    write(world, slip, SNOW)
    assert (Trouble.objects.get().state, Trouble.objects.get().settled_reason) == ("new", "")


def test_one_that_somebody_took_back_is_not_raised_by_the_same_slip_again(world, slip):
    write(world, slip, SNOW)
    actions.withdraw_trouble(trouble=Trouble.objects.get(), actor=world.viewer("arai"))
    record_reply(expected=slip, answer="absent", actor=world.viewer("arai"))
    assert not list_troubles(world.viewer("arai")).exists()


def test_decisions_need_a_reason_and_are_taken_back(world):
    arai, trouble = world.viewer("arai"), raised(world)
    with pytest.raises(InvalidInput):
        actions.settle_trouble(trouble=trouble, reason=" ", actor=arai)
    actions.settle_trouble(trouble=trouble, reason="市の窓口につないだ", actor=arai)
    actions.reconsider_trouble(trouble=trouble, actor=arai)
    issue = actions.open_issue_of(trouble=trouble, title="雪の寄せ場", actor=arai)
    with pytest.raises(NotNow, match="もう課題にしてあります"):
        actions.open_issue_of(trouble=trouble, title="もう一つ", actor=arai)
    actions.withdraw_issue(issue=issue, actor=arai)
    trouble.refresh_from_db()
    assert (trouble.state, trouble.issue) == (TroubleState.NEW, None)


def test_an_issue_of_another_district_does_not_take_it(world):
    issue = actions.open_issue(district=world.shinjo, title="坂道", actor=world.viewer("arai"))
    with pytest.raises(InvalidInput, match="ほかの地区"):
        actions.take_trouble(trouble=raised(world), issue=issue, actor=world.viewer("arai"))


def test_a_newer_text_by_somebody_else_is_not_overwritten(world):
    trouble = raised(world)
    words = {"raised_by": "白旗野町会 会長", "base_version": trouble.version}
    actions.edit_trouble(trouble=trouble, text="新しい文", actor=world.viewer("ohashi"), **words)
    with pytest.raises(StaleEdit):
        actions.edit_trouble(trouble=trouble, text="古い文", actor=world.viewer("arai"), **words)


def test_what_the_slip_took_back_meanwhile_is_decided_no_more(world, slip):
    """The page still shows it; the person has cleared the words on the reply page."""
    write(world, slip, SNOW)
    trouble = Trouble.objects.get()
    write(world, slip, "")
    arai = world.viewer("arai")
    for act in (
        lambda: actions.settle_trouble(trouble=trouble, reason="市の仕事", actor=arai),
        lambda: actions.open_issue_of(trouble=trouble, title=SNOW, actor=arai),
        lambda: actions.edit_trouble(
            trouble=trouble, text="x", raised_by="x", base_version=trouble.version, actor=arai
        ),
    ):
        with pytest.raises(NotNow, match="取り消されています"):
            act()
    assert not Issue.objects.exists()
    assert Trouble.objects.get().state == TroubleState.NEW


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "あ" * 10_001}, "text"),
        ({"raised_by": ""}, "raised_by"),
        ({"via": "smoke"}, "via"),
        ({"raised_on": TODAY + timedelta(days=1)}, "raised_on"),
    ],
)
def test_what_cannot_be_is_named_at_its_field(world, values, field):
    with pytest.raises(InvalidInput) as refusal:
        raised(world, **values)
    assert field in refusal.value.fields


@pytest.mark.parametrize("name", ["shiraishi", "ichikawa"])
def test_only_who_runs_the_district_raises_and_decides(world, name):
    trouble = raised(world)
    viewer = world.viewer(name)
    for act in (
        lambda: raised(world, actor=viewer),
        lambda: actions.settle_trouble(trouble=trouble, reason="x", actor=viewer),
        lambda: actions.withdraw_trouble(trouble=trouble, actor=viewer),
        lambda: actions.open_issue_of(trouble=trouble, title="x", actor=viewer),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Trouble.objects.get().state == TroubleState.NEW


def test_the_raiser_is_the_organisation_of_the_district_not_its_namesake(world):
    arai = world.viewer("arai")
    here = world.add_organization("chokai", "中央町会", world.ono)
    there = world.add_organization("chokai", "中央町会", world.shinjo)
    for district, wanted in ((world.ono, here), (world.shinjo, there)):
        office, _post = queries.find_raiser("中央町会 会長", district=district, viewer=arai)
        assert office == wanted
    # One that is the only one of its name is known from anywhere; of two strangers none is guessed.
    office, _post = queries.find_raiser("白旗野町会 会長", district=world.shinjo, viewer=arai)
    assert office == world.organizations["白旗野町会"]


def test_a_trouble_that_is_put_right_is_answered_to_its_right_raiser(world):
    arai = world.viewer("arai")
    trouble = raised(world, organization=world.organizations["白旗野町会"])
    pta = world.add_organization("chokai", "見本町会", world.ono)
    edited = actions.edit_trouble(
        trouble=trouble,
        text=trouble.text,
        raised_by="見本町会 会長",
        base_version=trouble.version,
        actor=arai,
    )
    assert edited.organization == pta
    assert queries.raiser_of(edited, viewer=arai).reach.organization == "見本町会"
    unknown = actions.edit_trouble(
        trouble=edited,
        text=edited.text,
        raised_by="通りがかりの団体",
        base_version=edited.version,
        actor=arai,
    )
    assert (unknown.organization, unknown.post) == (None, None)
