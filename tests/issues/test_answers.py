"""Answered back: drafted, told or excused; no issue ends while somebody who raised it is untold."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sasaeai.issues import actions, queries
from sasaeai.issues.enums import AnswerState, IssueStatus
from sasaeai.issues.models import Answer, Issue, Trouble
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotFound, NotNow, StaleEdit
from sasaeai.people.enums import Channel
from sasaeai.people.models import Organization
from tests.world import TODAY, World


def raised(world: World, **more: Any) -> Trouble:
    values = {
        "district": world.ono,
        "text": "ごみ集積所が雪で埋まる",
        "raised_by": "白旗野町会 会長",
        "via": "phone",
        "raised_on": TODAY,
        "organization": world.organizations["白旗野町会"],
        "actor": world.viewer("arai"),
    }
    return actions.raise_trouble(**(values | more))


@pytest.fixture
def trouble(world: World) -> Trouble:
    return raised(world)


@pytest.fixture
def issue(world: World, trouble: Trouble) -> Issue:
    return actions.open_issue_of(trouble=trouble, title="雪の寄せ場", actor=world.viewer("arai"))


def draft(world: World, trouble: Trouble, text: str = "当番を決めました") -> Answer:
    return actions.draft_answer(trouble=trouble, text=text, actor=world.viewer("arai"))


def told(world: World, trouble: Trouble, on: date = TODAY) -> Answer:
    answer = draft(world, trouble)
    return actions.tell_answer(
        answer=answer, told_on=on, note="会長に電話で", actor=world.viewer("arai")
    )


def test_an_issue_does_not_end_before_everybody_who_raised_it_was_told(world, trouble, issue):
    second = raised(world, raised_by="大野地区民児協 会長", organization=None)
    actions.take_trouble(trouble=second, issue=issue, actor=world.viewer("arai"))
    close = {"issue": issue, "reason": "当番ができた", "actor": world.viewer("arai")}
    told(world, trouble)
    with pytest.raises(NotNow) as refusal:
        actions.close_issue(**close)
    assert "大野地区民児協 会長" in refusal.value.message
    assert "白旗野町会" not in refusal.value.message
    assert "寄せた方への返答" in refusal.value.message
    draft(world, second)
    with pytest.raises(NotNow):  # a draft is no answer
        actions.close_issue(**close)
    actions.excuse_answer(trouble=second, reason="団体が解散した", actor=world.viewer("arai"))
    closed = actions.close_issue(**close)
    assert closed.status == IssueStatus.CLOSED
    reopened = actions.reopen_issue(issue=closed, reason="また", actor=world.viewer("arai"))
    assert reopened.status == IssueStatus.OPEN


def test_the_way_round_by_another_status_is_closed_too(world, issue):
    with pytest.raises(NotNow):
        actions.move_issue(
            issue=issue, status=IssueStatus.CLOSED, text="済み", actor=world.viewer("arai")
        )


def test_raisers_of_a_duplicate_are_owed_an_answer_by_the_issue_that_goes_on(world, issue):
    goes_on = actions.open_issue(district=world.ono, title="雪捨て場", actor=world.viewer("arai"))
    Issue.objects.filter(pk=issue.pk).update(
        status=IssueStatus.CLOSED, closed_on=TODAY, closed_reason="同じ", duplicate_of=goes_on
    )
    assert [one.raised_by for one in queries.untold_raisers(goes_on)] == ["白旗野町会 会長"]
    with pytest.raises(NotNow):
        actions.close_issue(issue=goes_on, reason="済み", actor=world.viewer("arai"))


def test_it_goes_by_the_way_its_raiser_wishes_else_by_the_register(world):
    actor = world.viewer("arai")
    plain = raised(world)
    assert draft(world, plain).channel == Channel.PHONE  # nobody said, and there is a number
    post = world.posts["chokai"]
    post.channel = Channel.FAX
    post.save()
    by_post = raised(world)
    Trouble.objects.filter(pk=by_post.pk).update(post=post)
    assert draft(world, by_post).channel == Channel.FAX
    wish = raised(world)
    Trouble.objects.filter(pk=wish.pk).update(
        answer_channel=Channel.EMAIL, answer_to="kaicho@example.jp"
    )
    wished = queries.raiser_of(wish, viewer=actor)
    assert (wished.reach.channel, wished.reach.email) == (Channel.EMAIL, "kaicho@example.jp")
    unknown = raised(world, organization=None, raised_by="通りがかりの方")
    assert draft(world, unknown).channel == Channel.PHONE
    assert queries.raiser_of(unknown, viewer=actor).reach.who == "通りがかりの方"


def test_a_wish_without_an_address_falls_back_to_what_is_possible(world):
    post = world.posts["chokai"]
    post.channel = Channel.EMAIL
    post.save()
    trouble = raised(world)
    Trouble.objects.filter(pk=trouble.pk).update(post=post)
    assert draft(world, trouble).channel == Channel.POST  # the person's own wish


def test_one_draft_a_trouble_and_a_second_answer_after_the_first_was_told(world, trouble):
    draft(world, trouble)
    with pytest.raises(NotNow) as refusal:
        draft(world, trouble, "ふたつめ")
    assert "下書き" in refusal.value.message
    answer = Answer.objects.get()
    actions.tell_answer(answer=answer, told_on=TODAY, actor=world.viewer("arai"))
    draft(world, trouble, "そのあとのこと")
    assert Answer.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(
            municipality=world.city, trouble=trouble, text="x", channel=Channel.HAND
        )


@pytest.mark.parametrize("text", ["", "  \n", "あ" * 1_001])
def test_words_that_cannot_be_an_answer_are_refused_at_their_field(world, trouble, text):
    with pytest.raises(InvalidInput) as refusal:
        draft(world, trouble, text)
    assert "text" in refusal.value.fields


def test_telling_records_who_when_where_and_asks_a_month_later(world, trouble):
    answer = told(world, trouble)
    assert answer.state == AnswerState.TOLD
    assert answer.told_by_name.startswith("新井 試子")
    assert answer.address_used["tel"] == "017-000-0000"
    assert answer.ask_on == TODAY + timedelta(days=30)


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), TODAY - timedelta(days=1)])
def test_a_day_to_come_or_before_it_was_raised_is_refused(world, trouble, day):
    answer = draft(world, trouble)
    with pytest.raises(InvalidInput) as refusal:
        actions.tell_answer(answer=answer, told_on=day, actor=world.viewer("arai"))
    assert "told_on" in refusal.value.fields
    assert Answer.objects.get().state == AnswerState.DRAFTED


def test_every_step_can_be_taken_back(world, trouble, issue):
    actor = world.viewer("arai")
    answer = told(world, trouble)
    assert not queries.untold_raisers(issue)
    actions.take_back_told(answer=answer, actor=actor)
    assert queries.untold_raisers(issue) == [trouble]
    actions.withdraw_answer(answer=answer, actor=actor)
    assert queries.raiser_of(trouble, viewer=actor).draft is None
    actions.restore_answer(answer=answer, actor=actor)
    assert queries.raiser_of(trouble, viewer=actor).draft == answer
    excuse = actions.excuse_answer(trouble=trouble, reason="連絡先がない", actor=actor)
    assert not queries.untold_raisers(issue)
    actions.take_back_told(answer=excuse, actor=actor)
    assert queries.untold_raisers(issue) == [trouble]
    actions.restore_answer(answer=answer, actor=actor)
    assert queries.raiser_of(trouble, viewer=actor).draft == answer


def test_a_newer_text_is_not_overwritten(world, trouble):
    answer = draft(world, trouble)
    values = {"answer": answer, "channel": Channel.PHONE, "base_version": answer.version}
    actions.edit_answer(**values, text="先の文", actor=world.viewer("ohashi"))
    with pytest.raises(StaleEdit):
        actions.edit_answer(**values, text="後の文", actor=world.viewer("arai"))
    assert Answer.objects.get().text == "先の文"


def test_whether_it_helped_is_asked_once_told_and_can_be_taken_back(world, trouble):
    actor = world.viewer("arai")
    waiting = draft(world, trouble)
    with pytest.raises(NotNow):
        actions.note_helped(answer=waiting, helped="yes", actor=actor)
    answer = actions.tell_answer(answer=waiting, told_on=TODAY, actor=actor)
    later = world.viewer("arai", on=TODAY + timedelta(days=30))
    assert not queries.to_ask(actor).exists()
    assert list(queries.to_ask(later)) == [answer]
    with pytest.raises(InvalidInput):
        actions.note_helped(answer=answer, helped="maybe", actor=later)
    actions.note_helped(answer=answer, helped="no", note="まだ埋まる", actor=later)
    assert not queries.to_ask(later).exists()
    with pytest.raises(NotNow):
        actions.take_back_told(answer=answer, actor=later)
    actions.take_back_helped(answer=answer, actor=later)
    assert list(queries.to_ask(later)) == [answer]


def test_an_excused_raiser_is_not_asked(world, trouble):
    actions.excuse_answer(trouble=trouble, reason="転居した", actor=world.viewer("arai"))
    assert not queries.to_ask(world.viewer("arai", on=TODAY + timedelta(days=60))).exists()
    with pytest.raises(InvalidInput):
        actions.excuse_answer(trouble=trouble, reason=" ", actor=world.viewer("arai"))


def test_nobody_is_excused_twice_or_after_they_were_told(world, trouble):
    excuse = {"trouble": trouble, "reason": "転居した", "actor": world.viewer("arai")}
    actions.excuse_answer(**excuse)
    with pytest.raises(NotNow):
        actions.excuse_answer(**excuse)
    assert Answer.objects.count() == 1
    other = raised(world)
    told(world, other)
    with pytest.raises(NotNow, match="もう伝えて"):
        actions.excuse_answer(**(excuse | {"trouble": other}))


def test_after_the_end_whoever_heard_only_of_the_way_is_proposed_to_hear_it(world, trouble, issue):
    yesterday = TODAY - timedelta(days=1)
    Trouble.objects.update(raised_on=yesterday)
    trouble.refresh_from_db()
    told(world, trouble, on=yesterday)
    actor = world.viewer("arai")
    (owed,) = queries.raisers_of(issue, viewer=actor)
    assert not owed.misses_the_end
    actions.close_issue(issue=issue, reason="当番を組んだ", actor=actor)
    (owed,) = queries.raisers_of(issue, viewer=actor)
    assert owed.misses_the_end
    told(world, trouble)
    (owed,) = queries.raisers_of(issue, viewer=actor)
    assert not owed.misses_the_end


def test_strangers_find_nothing_and_the_city_tells_nobody(world, trouble):
    answer = draft(world, trouble)
    with pytest.raises(NotFound):
        queries.get_visible_answer(answer.id, viewer=world.viewer("shiraishi"))
    for name in ("shiraishi", "ichikawa"):
        with pytest.raises(NotAllowed):
            actions.tell_answer(answer=answer, told_on=TODAY, actor=world.viewer(name))
        with pytest.raises(NotAllowed):
            actions.excuse_answer(trouble=trouble, reason="x", actor=world.viewer(name))


def test_what_is_due_comes_first_and_the_list_takes_the_same_queries(
    world, trouble, issue, django_assert_num_queries
):
    actor = world.viewer("arai")
    settled = raised(world, raised_by="大野PTA 会長", organization=None)
    actions.settle_trouble(trouble=settled, reason="市につないだ", actor=actor)
    assert list(queries.list_owed(actor)) == [settled]
    assert list(queries.list_owed(actor, show="open")) == [settled, trouble]
    told(world, settled)
    assert list(queries.list_owed(actor, show="told")) == [settled]
    for number in range(30):
        raised(world, raised_by=f"第{number}町会")
    with django_assert_num_queries(2):
        page = list(queries.list_owed(actor, show="all"))
        assert len(queries.owed_rows(page, viewer=actor)) == 32
    assert not queries.list_owed(world.viewer("shiraishi"), show="all").exists()


def test_the_proposed_words_say_what_came_of_it(world, trouble, issue):
    actor = world.viewer("arai")
    assert "取り上げ" in queries.proposed_words(queries.raiser_of(trouble, viewer=actor).trouble)
    told(world, trouble)
    actions.close_issue(issue=issue, reason="当番を組んだ", actor=actor)
    assert "当番を組んだ" in queries.proposed_words(
        queries.raiser_of(trouble, viewer=actor).trouble
    )


def test_an_organisation_that_left_is_said_to_have_left(world, trouble):
    Organization.objects.filter(name="白旗野町会").update(ended_on=TODAY)
    assert queries.raiser_of(trouble, viewer=world.viewer("arai")).reach.is_left
