"""Lessons found from an issue elsewhere, taken up, undone, and what became of them."""

from __future__ import annotations

import pytest

from sasaeai.issues import actions as issues
from sasaeai.issues.models import Action, IssueEntry
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotFound, NotNow, StaleEdit
from sasaeai.rollout.actions import lesson_uses as taking_up
from sasaeai.rollout.actions import lessons as actions
from sasaeai.rollout.models import LessonUse
from sasaeai.rollout.queries import lessons as queries
from sasaeai.rollout.queries.lesson_box import lessons_for, uses_on_issue
from tests.rollout.know_how import draft, issue_in_ono, out
from tests.world import TODAY


def test_lessons_of_others_stand_with_an_issue_and_say_why(world):
    lesson = out(world, topic=world.topics["snow"])
    summer = {"situation": "暑い", "tried": "電話", "became": "", "took": "", "season": "summer"}
    out(world, title="夏の見守り", **summer)
    draft(world, title="雪の下書き")
    issue = issue_in_ono(world, topic=world.topics["snow"])
    found = lessons_for(issue, viewer=world.viewer("ohashi"))
    assert [one.lesson for one in found] == [lesson]
    reasons = "".join(found[0].reasons)
    assert "話題「環境（ごみ出し・雪処理）」が同じです。" in reasons
    assert "季節（冬）が同じです。" in reasons
    own = issues.open_issue(
        district=world.shinjo,
        title="雪かき",
        topic=world.topics["snow"],
        actor=world.viewer("arai"),
    )
    assert lessons_for(own, viewer=world.viewer("shiraishi")) == ()


def test_a_lesson_is_taken_up_once_with_an_action_and_told_to_its_origin(world):
    lesson, issue = out(world), issue_in_ono(world)
    ohashi = world.viewer("ohashi")
    proposal = taking_up.Proposal("当番を決める", "白旗野町会 会長", TODAY)
    first = taking_up.adopt_lesson(
        lesson=lesson, district=world.ono, issue=issue, proposal=proposal, actor=ohashi
    )
    again = taking_up.adopt_lesson(
        lesson=lesson, district=world.ono, issue=issue, proposal=proposal, actor=ohashi
    )
    assert first.pk == again.pk
    assert Action.objects.get().what == "当番を決める"
    issue.refresh_from_db()
    assert issue.status == "acting"
    entry = IssueEntry.objects.filter(issue=issue, text__contains="取り入れることにしました").get()
    assert "新城地区の取組事例「雪かきの当番を町会で回した」" in entry.text
    assert [use.pk for use in uses_on_issue(issue)] == [first.pk]
    assert lessons_for(issue, viewer=ohashi) == ()


def test_an_action_may_be_wished_after_a_lesson_was_taken_up(world):
    lesson, issue = out(world), issue_in_ono(world)
    where = {"lesson": lesson, "district": world.ono, "issue": issue}
    taking_up.adopt_lesson(**where, actor=world.viewer("ohashi"))
    taking_up.adopt_lesson(
        **where, proposal=taking_up.Proposal("旗", "町会"), actor=world.viewer("ohashi")
    )
    assert LessonUse.objects.get().action == Action.objects.get()


def test_what_cannot_be_taken_up_says_why(world):
    lesson, ohashi, arai = out(world), world.viewer("ohashi"), world.viewer("arai")
    with pytest.raises(NotNow, match="自分の地区の事例"):
        taking_up.adopt_lesson(lesson=lesson, district=world.shinjo, actor=arai)
    own = issues.open_issue(district=world.shinjo, title="雪", actor=arai)
    with pytest.raises(InvalidInput, match="ほかの地区の課題"):
        taking_up.adopt_lesson(lesson=lesson, district=world.ono, issue=own, actor=arai)
    with pytest.raises(InvalidInput, match="課題を選んで"):
        taking_up.adopt_lesson(
            lesson=lesson, district=world.ono, proposal=taking_up.Proposal("x", "y"), actor=ohashi
        )
    with pytest.raises(InvalidInput):  # nobody is named: neither the action nor the use is written
        taking_up.adopt_lesson(
            lesson=lesson, district=world.ono, issue=issue_in_ono(world),
            proposal=taking_up.Proposal("x", ""), actor=ohashi,
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        taking_up.adopt_lesson(lesson=lesson, district=world.ono, actor=world.viewer("shiraishi"))
    with pytest.raises(NotNow, match="公開されていません"):
        taking_up.adopt_lesson(lesson=draft(world), district=world.ono, actor=ohashi)
    assert not LessonUse.objects.exists()


def test_taking_up_is_undone_with_its_action_and_put_back(world):
    lesson, issue, ohashi = out(world), issue_in_ono(world), world.viewer("ohashi")
    use = taking_up.adopt_lesson(
        lesson=lesson, district=world.ono, issue=issue,
        proposal=taking_up.Proposal("当番", "町会"), actor=ohashi,
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        taking_up.undo_adoption(use=use, actor=world.viewer("shiraishi"))
    taking_up.undo_adoption(use=use, actor=ohashi)
    assert queries.uses_of(lesson) == []
    assert Action.objects.get().removed_at is not None
    taking_up.restore_adoption(use=use, actor=ohashi)
    assert [one.pk for one in queries.uses_of(lesson)] == [use.pk]
    assert Action.objects.get().removed_at is None


def test_undoing_leaves_an_action_that_somebody_worked_on(world):
    lesson, issue, ohashi = out(world), issue_in_ono(world), world.viewer("ohashi")
    use = taking_up.adopt_lesson(
        lesson=lesson, district=world.ono, issue=issue,
        proposal=taking_up.Proposal("当番", "町会"), actor=ohashi,
    )  # fmt: skip
    issues.finish_action(
        action=Action.objects.get(), done_on=TODAY, result="", base_version=1, actor=ohashi
    )
    taking_up.undo_adoption(use=use, actor=ohashi)
    assert Action.objects.get().removed_at is None


def test_an_undone_use_cannot_come_back_beside_a_newer_one(world):
    lesson, ohashi = out(world), world.viewer("ohashi")
    use = taking_up.adopt_lesson(lesson=lesson, district=world.ono, actor=ohashi)
    taking_up.undo_adoption(use=use, actor=ohashi)
    newer = taking_up.adopt_lesson(lesson=lesson, district=world.ono, actor=ohashi)
    assert newer.pk != use.pk
    with pytest.raises(NotNow):
        taking_up.restore_adoption(use=use, actor=ohashi)


def test_what_became_of_it_is_counted_by_district_and_told_anew(world):
    lesson, ohashi = out(world), world.viewer("ohashi")
    uses = [
        taking_up.adopt_lesson(
            lesson=lesson, district=world.ono, issue=issue_in_ono(world, title=title), actor=ohashi
        )
        for title in ("雪一", "雪二")
    ]
    assert taking_up.note_told(lesson=lesson, actor=world.viewer("shiraishi")) == 2
    with pytest.raises(InvalidInput) as refusal:
        taking_up.report_adoption(
            use=uses[0], state="worked", became="", base_version=2, actor=ohashi
        )
    assert "became" in refusal.value.fields
    taking_up.report_adoption(
        use=uses[0], state="worked", became="続いている", base_version=2, actor=ohashi
    )
    with pytest.raises(StaleEdit):
        taking_up.report_adoption(
            use=uses[0], state="failed", became="続かない", base_version=2, actor=ohashi
        )
    found = queries.uses_of(lesson)
    assert [use.told_on for use in found].count(None) == 1
    uptake = queries.uptake_of(found)
    assert (uptake.districts, uptake.worked) == (1, 1)
    assert uptake.sentence == "1地区が取り入れ、1地区でうまくいきました。"
    row = queries.list_lessons(ohashi).get()
    assert (row.in_districts, row.worked_in) == (1, 1)


def test_what_was_taken_up_stays_when_the_lesson_is_withdrawn(world):
    lesson, ohashi = out(world), world.viewer("ohashi")
    use = taking_up.adopt_lesson(lesson=lesson, district=world.ono, actor=ohashi)
    actions.withdraw_lesson(lesson=lesson, reason="誤り", actor=world.viewer("shiraishi"))
    taking_up.report_adoption(
        use=use, state="partly", became="半分できた", base_version=1, actor=ohashi
    )
    assert queries.get_visible_use(use.id, viewer=ohashi).became == "半分できた"
    with pytest.raises(NotFound):
        queries.get_visible_use(use.id, viewer=world.viewer("shiraishi"))
