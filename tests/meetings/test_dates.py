"""A date by asking: what is proposed, who answers how, and the meeting that comes of it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from sasaeai.audit.models import Entry
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotFound, NotNow, StaleEdit
from sasaeai.meetings import actions, queries
from sasaeai.meetings.actions import date_answers
from sasaeai.meetings.models import (
    BodyHost,
    DateMark,
    DatePoll,
    DateSlot,
    DateVoter,
)
from sasaeai.meetings.queries.dates import PollState
from tests.meetings.date_world import STARTS, asked_poll, question, slots, with_poll
from tests.world import TODAY, World


@pytest.fixture
def poll(world: World) -> DatePoll:
    return asked_poll(world)


def voter(poll: DatePoll, name: str) -> DateVoter:
    found = DateVoter.objects.get(poll=poll, organization_name__contains=name)
    found.poll = poll
    return found


def key(world: World, poll: DatePoll, who: str, marks: str, **words: object) -> DateVoter:
    """marks: 「○×△」 for the slots in order, a blank for no answer."""
    values = {"○": "yes", "△": "maybe", "×": "no", " ": ""}
    answers = {slot.id: values[mark] for slot, mark in zip(slots(poll), marks, strict=True)}
    asked = voter(poll, who)
    arguments = {"note": "", "via": "phone", "base_version": queries.answers_version(asked)}
    return actions.mark_dates(
        voter=asked, answers=answers, actor=world.viewer("arai"), **(arguments | words)
    )


def table(poll: DatePoll) -> queries.PollTable:
    return queries.poll_table(poll, on=TODAY)


# ── Asking ──────────────────────────────────────────────────────────────────────────────────────


def test_each_gets_a_code_of_their_own(poll):
    codes = {each.code for each in DateVoter.objects.filter(poll=poll)}
    assert len(codes) == 3
    assert all(len(code.replace("-", "")) == 9 for code in codes)


def test_who_holds_two_posts_is_asked_once(world):
    second = world.add_post(world.organizations["白旗野町会"], "顧問", None)
    person = world.posts["chokai"].tenures.get().person
    second.tenures.create(
        municipality=world.city, person=person, post=second, since=date(2025, 4, 1)
    )
    poll = actions.ask_dates(
        body=world.bodies["ono"],
        question=question(),
        starts=STARTS,
        posts=[world.posts["chokai"], second],
        actor=world.viewer("arai"),
    )
    assert DateVoter.objects.filter(poll=poll).count() == 1


def test_two_vacant_posts_of_one_office_are_both_asked(world):
    office = world.organizations["白旗野町会"]
    posts = [world.add_post(office, title, None) for title in ("副会長", "会計")]
    poll = actions.ask_dates(
        body=world.bodies["ono"],
        question=question(),
        starts=STARTS,
        posts=posts,
        actor=world.viewer("arai"),
    )
    actions.ask_person(poll=poll, post=posts[0], actor=world.viewer("arai"))
    asked = DateVoter.objects.filter(poll=poll).values_list("post_title", flat=True)
    assert sorted(asked) == ["会計", "副会長"]


@pytest.mark.parametrize(
    ("words", "starts", "field"),
    [
        ({"minutes": 0}, STARTS, "minutes"),
        ({"closes_on": date(2026, 11, 22)}, STARTS, "closes_on"),
        ({}, (), "slots"),
        ({}, [clock.at(date(2026, 12, n), time(13)) for n in range(1, 10)], "slots"),
        ({}, [clock.at(date(2026, 11, 20), time(13))], "on"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_field(world, words, starts, field):
    with pytest.raises(InvalidInput) as refused:
        actions.ask_dates(
            body=world.bodies["ono"],
            question=question(**words),
            starts=starts,
            posts=[world.posts["chokai"]],
            actor=world.viewer("arai"),
        )
    assert field in refused.value.fields
    assert not DatePoll.objects.exists()


def test_only_who_runs_the_district_asks_and_decides(world, poll):
    for name in ("shiraishi", "ichikawa"):
        with pytest.raises(NotAllowed):
            actions.choose_slot(slot=with_poll(slots(poll)[0], poll), actor=world.viewer(name))
        with pytest.raises(NotAllowed):
            actions.mark_dates(
                voter=voter(poll, "白旗野"),
                answers={},
                note="",
                via="phone",
                base_version=0,
                actor=world.viewer(name),
            )
    with pytest.raises(NotFound):
        queries.get_visible_poll(poll.id, viewer=world.viewer("shiraishi"))


# ── Answering ───────────────────────────────────────────────────────────────────────────────────


def test_the_best_day_has_most_points_then_fewest_refusals(world, poll):
    key(world, poll, "大野地区社会", "△○△")
    key(world, poll, "白旗野", "△×△")
    key(world, poll, "民生委員", "△○○")
    found = table(poll)
    assert [column.points for column in found.slots] == [3, 4, 4]
    assert found.best is found.slots[2]
    assert found.best.why == "○ 1人、△ 2人、× 0人"


def test_without_answers_no_day_is_best(poll):
    found = table(poll)
    assert found.best is None
    assert len(found.silent) == 3
    assert found.slots[0].why == "○ 0人、△ 0人、× 0人、まだ 3人"


def test_a_refusal_of_the_leading_host_is_said(world, poll):
    key(world, poll, "大野地区社会", "×○○")
    key(world, poll, "白旗野", "○××")
    warned = [any("主催" in w for w in column.warnings) for column in table(poll).slots]
    assert warned == [True, False, False]


def test_a_guest_host_does_not_lead(world, poll):
    BodyHost.objects.create(
        municipality=world.city,
        body=world.bodies["ono"],
        organization=world.organizations["白旗野町会"],
        position=1,
    )
    assert [row.leads for row in table(poll).voters] == [True, False, False]


def test_the_same_answer_twice_writes_nothing(world, poll):
    key(world, poll, "白旗野", "○△×")
    written = Entry.objects.count()
    key(world, poll, "白旗野", "○△×", base_version=0)
    assert Entry.objects.count() == written


def test_two_who_answer_at_once_are_both_heard(world, poll):
    key(world, poll, "白旗野", "○△×")
    first = slots(poll)[0]
    with pytest.raises(StaleEdit) as refused:
        key(world, poll, "白旗野", "×△×", base_version=0)
    assert list(refused.value.theirs.values()) == ["yes"]
    assert list(refused.value.yours.values()) == ["no"]
    assert DateMark.objects.get(slot=first).answer == "yes"


def test_answers_to_different_days_stand_side_by_side(world, poll):
    first, _second, third = slots(poll)
    asked = voter(poll, "白旗野")
    for slot in (first, third):  # two in one office, each with the page as it was at first
        actions.mark_dates_by_code(
            code=asked.code, answers={slot.id: "yes"}, note="", base_version=0
        )
    assert set(DateMark.objects.values_list("slot_id", flat=True)) == {first.id, third.id}


def test_a_newer_word_is_not_overwritten_unseen(world, poll):
    key(world, poll, "白旗野", "○△×", note="午後なら")
    with pytest.raises(StaleEdit) as refused:
        key(world, poll, "白旗野", "○△×", note="", base_version=0)
    assert (refused.value.theirs, refused.value.yours) == ({"note": "午後なら"}, {"note": ""})
    assert voter(poll, "白旗野").note == "午後なら"


def test_who_is_taken_off_in_this_moment_is_not_heard(world, poll, monkeypatch):
    asked, find = voter(poll, "白旗野"), date_answers.find_voter

    def taken_off_meanwhile(code: str) -> DateVoter:
        found = find(code)
        DateVoter.objects.filter(pk=found.pk).update(removed_at=clock.now())
        return found

    monkeypatch.setattr(date_answers, "find_voter", taken_off_meanwhile)
    with pytest.raises(NotNow):
        actions.mark_dates_by_code(
            code=asked.code, answers={slots(poll)[0].id: "yes"}, note="", base_version=0
        )
    assert not DateMark.objects.exists()


def test_a_wrongly_keyed_answer_is_emptied(world, poll):
    key(world, poll, "白旗野", "○△×")
    key(world, poll, "白旗野", "   ")
    asked = voter(poll, "白旗野")
    assert asked in [row.voter for row in table(poll).silent]
    # By the link nobody is thanked for an answer that is none.
    assert queries.open_poll(asked.code, at=clock.now()).version == 0


def test_a_code_answers_for_its_bearer_only(poll):
    asked = voter(poll, "白旗野")
    actions.mark_dates_by_code(
        code=asked.code.lower(),
        answers={slots(poll)[0].id: "yes"},
        note="午後なら",
        base_version=0,
    )
    mark = DateMark.objects.get()
    assert (mark.voter, mark.via) == (asked, "web")
    assert mark.keyed_by_name == "ご本人（回答ページ）"
    assert queries.open_poll(voter(poll, "民生委員").code, at=clock.now()).answers == {}


def test_a_code_cannot_answer_another_poll(world, poll):
    other = actions.ask_dates(
        body=world.bodies["steering"],
        question=question(),
        starts=STARTS,
        posts=[world.posts["minji"]],
        actor=world.viewer("arai"),
    )
    with pytest.raises(NotNow):
        actions.mark_dates_by_code(
            code=voter(poll, "白旗野").code,
            answers={slots(other)[0].id: "yes"},
            note="",
            base_version=0,
        )


@pytest.mark.parametrize("code", ["", "zzz", "222-222-222", "K7M-4QX-9PA"])
def test_every_wrong_code_is_answered_alike(poll, code):
    with pytest.raises(NotFound) as refused:
        queries.open_poll(code, at=clock.now())
    assert "見つかりません" in refused.value.message


def test_after_the_closing_day_answers_are_taken_until_it_is_decided(world, poll):
    DatePoll.objects.update(closes_on=TODAY - timedelta(days=1))
    code = voter(poll, "白旗野").code
    assert queries.open_poll(code, at=clock.now()).state == PollState.LATE
    actions.choose_slot(slot=with_poll(slots(poll)[0], poll), actor=world.viewer("arai"))
    assert queries.open_poll(code, at=clock.now()).state == PollState.DECIDED
    with pytest.raises(NotNow):
        actions.mark_dates_by_code(
            code=code, answers={slots(poll)[0].id: "yes"}, note="", base_version=0
        )


# ── Changing the question ───────────────────────────────────────────────────────────────────────


def test_a_day_taken_out_keeps_its_answers(world, poll):
    key(world, poll, "白旗野", "○△×")
    first = with_poll(slots(poll)[0], poll)
    arai = world.viewer("arai")
    actions.remove_slot(slot=first, actor=arai)
    assert [row.marks for row in table(poll).voters] == [("", ""), ("△", "×"), ("", "")]
    actions.add_slot(poll=poll, starts_at=first.starts_at, actor=arai)
    assert table(poll).voters[1].marks == ("○", "△", "×")


def test_the_last_day_stays(world, poll):
    arai = world.viewer("arai")
    for slot in slots(poll)[:2]:
        actions.remove_slot(slot=with_poll(slot, poll), actor=arai)
    with pytest.raises(NotNow):
        actions.remove_slot(slot=with_poll(slots(poll)[0], poll), actor=arai)


def test_there_are_at_most_eight_days_and_no_day_twice(world, poll):
    arai = world.viewer("arai")
    with pytest.raises(InvalidInput):
        actions.add_slot(poll=poll, starts_at=STARTS[0], actor=arai)
    for number in range(5):
        day = date(2026, 12, 16) + timedelta(days=number)
        actions.add_slot(poll=poll, starts_at=clock.at(day, time(10)), actor=arai)
    with pytest.raises(InvalidInput):
        actions.add_slot(
            poll=poll, starts_at=datetime(2027, 1, 20, 1, tzinfo=clock.TOKYO), actor=arai
        )


def test_a_day_that_passed_stands_in_no_other_days_way(world, poll):
    DateSlot.objects.filter(pk=slots(poll)[0].pk).update(starts_at=clock.now() - timedelta(days=1))
    later = clock.at(date(2026, 12, 20), time(10))
    added = actions.add_slot(poll=poll, starts_at=later, actor=world.viewer("arai"))
    assert added in slots(poll)


def test_who_was_taken_off_comes_back_with_code_and_answers(world, poll):
    key(world, poll, "白旗野", "○△×")
    before = voter(poll, "白旗野")
    arai = world.viewer("arai")
    actions.remove_voter(voter=before, actor=arai)
    assert queries.open_poll(before.code, at=clock.now()).state == PollState.WITHDRAWN
    again = actions.ask_person(poll=poll, post=world.posts["chokai"], actor=arai)
    assert (again.id, again.code) == (before.id, before.code)
    assert table(poll).voters[1].marks == ("○", "△", "×")


def test_a_poll_given_up_comes_back_whole(world, poll):
    key(world, poll, "白旗野", "○△×")
    arai = world.viewer("arai")
    actions.remove_poll(poll=poll, actor=arai)
    with pytest.raises(NotFound):
        queries.get_visible_poll(poll.id, viewer=arai)
    actions.restore_poll(poll=poll, actor=arai)
    assert table(poll).voters[1].marks == ("○", "△", "×")


def test_two_editors_of_the_question_are_both_heard(world, poll):
    arai = world.viewer("arai")
    actions.edit_poll(poll=poll, question=question(minutes=90), base_version=1, actor=arai)
    with pytest.raises(StaleEdit):
        actions.edit_poll(poll=poll, question=question(minutes=45), base_version=1, actor=arai)


def test_the_table_asks_no_more_for_eight_people(world, poll, django_assert_num_queries):
    with django_assert_num_queries(5):
        table(poll)
    for number in range(5):
        office = world.add_organization("chokai", f"第{number}町会", world.ono)
        post = world.add_post(office, "会長", f"見本 {number}")
        actions.ask_person(poll=poll, post=post, actor=world.viewer("arai"))
    with django_assert_num_queries(5):
        assert len(table(poll).voters) == 8
