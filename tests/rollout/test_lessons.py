"""A lesson's way to the other districts, and what comes back from there."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from sasaeai.audit.models import Entry
from sasaeai.issues import actions as issues
from sasaeai.issues.models import Action
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotFound, NotNow, StaleEdit
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import Regime
from sasaeai.people.enums import Channel
from sasaeai.rollout.actions import lessons as actions
from sasaeai.rollout.models import Lesson, Pattern
from sasaeai.rollout.queries import lesson_sources as sources
from sasaeai.rollout.queries import lessons as queries
from sasaeai.search import queries as search
from tests.rollout.know_how import WORDS, draft, issue_in_ono, offered, out
from tests.world import TODAY


def found_by(viewer: Viewer, words: str = "雪かき") -> set[str]:
    return {hit.kind for hit in search.search(words, viewer=viewer).hits}


# ── Written and approved ─────────────────────────────────────────────────────────────────────────


def test_another_district_reads_the_text_only_once_a_second_person_approved_it(world):
    ohashi, shiraishi = world.viewer("ohashi"), world.viewer("shiraishi")
    lesson = draft(world)
    for step in (lambda: lesson, lambda: actions.offer_lesson(
        lesson=lesson, base_version=1, actor=shiraishi
    )):  # fmt: skip
        step()
        with pytest.raises(NotFound):
            queries.get_visible_lesson(lesson.id, viewer=ohashi)
        assert found_by(ohashi) == set()
        assert found_by(shiraishi) == {"lesson"}
    with pytest.raises(NotAllowed, match="書いた人とは別の人"):
        actions.approve_lesson(lesson=lesson, base_version=2, actor=shiraishi)
    with pytest.raises(NotAllowed, match="新城地区"):
        actions.approve_lesson(lesson=lesson, base_version=2, actor=ohashi)
    actions.approve_lesson(lesson=lesson, base_version=2, actor=world.viewer("arai"))
    assert queries.get_visible_lesson(lesson.id, viewer=ohashi).tried == WORDS["tried"]
    assert found_by(ohashi) == {"lesson"}


def test_whoever_wrote_in_it_cannot_approve_it_even_long_after(world):
    lesson = draft(world)
    arai, shiraishi = world.viewer("arai"), world.viewer("shiraishi")
    words = {**WORDS, "became": "春まで続いた。"}
    actions.edit_lesson(lesson=lesson, base_version=1, actor=arai, **words)
    actions.edit_lesson(lesson=lesson, base_version=2, actor=shiraishi, **WORDS)
    actions.offer_lesson(lesson=lesson, base_version=3, actor=shiraishi)
    with pytest.raises(NotAllowed):
        actions.approve_lesson(lesson=lesson, base_version=4, actor=arai)
    actions.approve_lesson(lesson=lesson, base_version=4, actor=world.viewer("ichikawa"))
    assert Entry.objects.filter(object_id=lesson.id, verb="approve").count() == 1


def test_approving_twice_says_that_it_is_out(world):
    lesson = out(world)
    with pytest.raises(NotNow, match="もう公開されています"):
        actions.approve_lesson(
            lesson=lesson, base_version=lesson.version, actor=world.viewer("arai")
        )


def test_words_changed_since_they_were_read_are_read_again_before_approval(world):
    lesson = offered(world)
    shiraishi = world.viewer("shiraishi")
    actions.return_lesson(lesson=lesson, actor=shiraishi)
    actions.edit_lesson(
        lesson=lesson, base_version=3, actor=shiraishi, **{**WORDS, "title": "ほかの題"}
    )
    actions.offer_lesson(lesson=lesson, base_version=4, actor=shiraishi)
    with pytest.raises(NotNow, match="もう一度読んで"):
        actions.approve_lesson(lesson=lesson, base_version=2, actor=world.viewer("ichikawa"))


def test_traces_of_a_person_need_somebody_to_say_that_they_were_read_again(world):
    lesson = offered(world, ask="会長 白石さん 090-1234-5678")
    ichikawa = world.viewer("ichikawa")
    with pytest.raises(InvalidInput) as refusal:
        actions.approve_lesson(lesson=lesson, base_version=2, actor=ichikawa)
    assert "read_again" in refusal.value.fields
    actions.approve_lesson(lesson=lesson, base_version=2, actor=ichikawa, read_again=True)
    assert Lesson.objects.get().state == "approved"


def test_a_lesson_is_sent_back_with_a_word_and_taken_back_without_one(world):
    lesson = offered(world)
    ichikawa, shiraishi = world.viewer("ichikawa"), world.viewer("shiraishi")
    with pytest.raises(InvalidInput):
        actions.return_lesson(lesson=lesson, actor=ichikawa)
    with pytest.raises(NotAllowed):
        actions.return_lesson(lesson=lesson, note="直して", actor=world.viewer("ohashi"))
    actions.return_lesson(lesson=lesson, note="費用を足してください", actor=ichikawa)
    assert Lesson.objects.get().returned_note == "費用を足してください"
    actions.edit_lesson(lesson=lesson, base_version=3, actor=shiraishi, **WORDS)
    assert Lesson.objects.get().returned_note == ""
    actions.offer_lesson(lesson=lesson, base_version=4, actor=shiraishi)
    actions.return_lesson(lesson=lesson, actor=shiraishi)
    assert Lesson.objects.get().state == "draft"


def test_what_is_withdrawn_is_gone_elsewhere_and_leaves_a_trace_at_home(world):
    lesson = out(world)
    ohashi = world.viewer("ohashi")
    with pytest.raises(NotAllowed):
        actions.withdraw_lesson(lesson=lesson, reason="x", actor=ohashi)
    with pytest.raises(InvalidInput):
        actions.withdraw_lesson(lesson=lesson, reason="", actor=world.viewer("shiraishi"))
    actions.withdraw_lesson(
        lesson=lesson, reason="費用が違っていた", actor=world.viewer("shiraishi")
    )
    with pytest.raises(NotFound):
        queries.get_visible_lesson(lesson.id, viewer=ohashi)
    assert found_by(ohashi) == set()
    row = queries.get_visible_lesson(lesson.id, viewer=world.viewer("shiraishi"))
    assert row.withdrawn_reason == "費用が違っていた"
    assert row.withdrawn_by_name.startswith("白石 試二")
    actions.edit_lesson(
        lesson=row, base_version=row.version, actor=world.viewer("shiraishi"), **WORDS
    )
    assert Lesson.objects.get().state == "draft"
    assert Lesson.objects.get().withdrawn_reason == "費用が違っていた"


def test_text_that_waits_or_is_out_is_not_changed_nor_removed(world):
    shiraishi = world.viewer("shiraishi")
    lesson = offered(world)
    for row in (lesson, None):
        row = row or actions.approve_lesson(
            lesson=lesson, base_version=2, actor=world.viewer("ichikawa")
        )
        with pytest.raises(NotNow):
            actions.edit_lesson(lesson=row, base_version=row.version, actor=shiraishi, **WORDS)
        with pytest.raises(NotNow):
            actions.remove_lesson(lesson=row, actor=shiraishi)


def test_two_writers_on_one_lesson_keep_both_texts(world):
    lesson = draft(world)
    mine, theirs = {**WORDS, "became": "わたしの文"}, {**WORDS, "became": "先の文"}
    actions.edit_lesson(lesson=lesson, base_version=1, actor=world.viewer("arai"), **theirs)
    with pytest.raises(StaleEdit) as refusal:
        actions.edit_lesson(lesson=lesson, base_version=1, actor=world.viewer("shiraishi"), **mine)
    assert refusal.value.theirs == {"became": "先の文"}
    assert refusal.value.yours == {"became": "わたしの文"}


def test_a_draft_is_taken_out_and_put_back(world):
    lesson, shiraishi = draft(world), world.viewer("shiraishi")
    actions.remove_lesson(lesson=lesson, actor=shiraishi)
    assert found_by(shiraishi) == set()
    assert not queries.list_lessons(shiraishi, state="own").exists()
    actions.restore_lesson(lesson=lesson, actor=shiraishi)
    assert found_by(shiraishi) == {"lesson"}


def test_a_lesson_points_only_to_what_is_its_own_districts(world):
    shiraishi = world.viewer("shiraishi")
    foreign = {
        "issue": issue_in_ono(world),
        "meeting": world.add_meeting("ono", on=TODAY),
    }
    for name, row in foreign.items():
        with pytest.raises(InvalidInput) as refusal:
            actions.draft_lesson(district=world.shinjo, actor=shiraishi, **{name: row}, **WORDS)
        assert name in refusal.value.fields
    with pytest.raises(NotAllowed):
        actions.draft_lesson(district=world.ono, actor=shiraishi, **WORDS)
    for empty in ("title", "situation", "tried"):
        with pytest.raises(InvalidInput) as refusal:
            draft(world, **{empty: ""})
        assert empty in refusal.value.fields
    assert not Lesson.objects.exists()


def test_another_districts_pattern_is_pointed_to_only_once_it_is_out(world):
    made = {"code": "own", "name": "大野のやり方", "summary": "幹事会から"}
    pattern = Pattern.objects.create(municipality=world.city, home=world.ono, **made)
    with pytest.raises(InvalidInput) as refusal:
        draft(world, pattern=pattern)
    assert "pattern" in refusal.value.fields
    pattern.state = "approved"
    assert draft(world, pattern=pattern).pattern == pattern


def test_the_database_keeps_out_what_nobody_approved(world):
    lesson = draft(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lesson.objects.filter(pk=lesson.pk).update(state="approved")


# ── What is known already ────────────────────────────────────────────────────────────────────────


def test_a_lesson_begins_with_what_the_issue_its_actions_and_its_answers_tell(world):
    arai = world.viewer("arai")
    issue = issue_in_ono(
        world, description="雪の朝は道が埋まる。", topic=world.topics["snow"], troubled="高齢の方"
    )
    trouble = issues.raise_trouble(
        district=world.ono, text="歩けない", raised_by="白旗野町会 会長", via="phone",
        raised_on=TODAY, actor=arai,
    )  # fmt: skip
    issues.take_trouble(trouble=trouble, issue=issue, actor=arai)
    action = issues.add_action(
        issue=issue, what="当番を決める", who="白旗野町会 会長", due_on=TODAY, actor=arai
    )
    issues.finish_action(
        action=action, done_on=TODAY, result="6班で組んだ", base_version=action.version, actor=arai
    )
    answer = issues.draft_answer(
        trouble=trouble, text="当番を組みました", channel=Channel.PHONE, actor=arai
    )
    issues.tell_answer(answer=answer, told_on=TODAY, note="", actor=arai)
    issues.note_helped(answer=answer, helped="yes", note="隣の人の名前など", actor=arai)
    issue = issues.close_issue(issue=issue, reason="当番ができた", actor=arai)
    words = sources.start_from_issue(issue).words
    assert (words["topic"], words["season"]) == (world.topics["snow"].id, "winter")
    assert "雪の朝は道が埋まる。" in words["situation"]
    assert words["tried"] == "・当番を決める（白旗野町会 会長）（結果：6班で組んだ）"
    assert "令和8年11月23日" in words["took"]
    assert "当番ができた" in words["became"]
    assert "「役に立った」1件" in words["became"]
    # What a raiser said stays with the raiser; whom to ask is a post.
    assert "隣の人" not in str(words)
    assert words["ask"] == "大野地区社会福祉協議会 会長"
    assert sources.start_from_action(Action.objects.get()).issue == issue


def test_words_of_a_closed_room_are_not_copied_into_a_lesson(world):
    for regime, copied in ((Regime.OPEN, True), (Regime.MEMBERS_ONLY, False)):
        meeting = world.add_meeting("ono", on=TODAY, regime=regime)
        world.add_item(meeting, "雪捨て場", outcome="decided", outcome_text="空き地を借りる")
        words = sources.start_from_meeting(meeting).words
        assert ("空き地を借りる" in words["became"]) == copied
        assert ("雪捨て場" in words["situation"]) == copied
        meeting.items.all().delete()
        meeting.delete()
