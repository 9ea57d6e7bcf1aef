"""An issue put before a body, asked of the city, and joined with another that is the same."""

from __future__ import annotations

from datetime import date

import pytest

from sasaeai.issues import actions, queries
from sasaeai.issues.enums import ConsiderationRole, IssueStatus
from sasaeai.issues.models import Consideration, Escalation, Issue, PutForward
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotFound, NotNow, StaleEdit
from sasaeai.meetings import actions as meetings
from sasaeai.meetings.enums import BodyKind
from sasaeai.meetings.models import Body
from tests.world import TODAY


@pytest.fixture
def arai(world):
    return world.viewer("arai")


@pytest.fixture
def ohashi(world):
    return world.viewer("ohashi")


@pytest.fixture
def issue(world, arai):
    return actions.open_issue(district=world.ono, title="雪捨て場が遠い", actor=arai)


@pytest.fixture
def other(world, arai):
    return actions.open_issue(district=world.ono, title="雪を捨てる所がない", actor=arai)


@pytest.fixture
def city_body(world):
    """The city's own body, which meets elsewhere."""
    return Body.objects.create(
        municipality=world.city, district=world.shinjo, kind=BodyKind.OTHER, name="全市協議会"
    )


def take(meeting, viewer):
    proposals = queries.agenda_proposals(meeting, viewer=viewer)
    return actions.take_proposals(meeting=meeting, proposals=proposals, actor=viewer)


# ── 付議 ──


def put(issue, body, actor, role=ConsiderationRole.DECISION, note="幹事会の案を決めたい"):
    return actions.put_forward(issue=issue, to_body=body, role=role, note=note, actor=actor)


def test_an_issue_put_before_a_body_waits_for_a_meeting_that_is_not_fixed_yet(world, issue, ohashi):
    put(issue, world.bodies["ono"], ohashi)
    meeting = world.add_meeting("ono")
    (proposal,) = queries.agenda_proposals(meeting, viewer=ohashi)
    assert (proposal.kind, proposal.title) == ("put_forward", "雪捨て場が遠い")
    assert proposal.reason == (
        "11月23日(月)に大橋 試一（大野地区社会福祉協議会）から付議されました（決める）。"
    )
    assert proposal.summary == "幹事会の案を決めたい"
    (item,) = take(meeting, ohashi)
    assert Consideration.objects.get().role == ConsiderationRole.DECISION
    assert PutForward.objects.get().taken_as == item
    assert take(meeting, ohashi) == []


def test_it_comes_before_the_other_body_only(world, issue, ohashi):
    put(issue, world.bodies["ono"], ohashi)
    kinds = [
        one.kind for one in queries.agenda_proposals(world.add_meeting("steering"), viewer=ohashi)
    ]
    assert kinds == ["issue"]


def test_from_the_steering_group_to_the_plenary_it_stays_one_issue(world, issue, ohashi):
    steering = world.add_meeting("steering", on=TODAY)
    put(issue, world.bodies["steering"], ohashi, role=ConsiderationRole.FIRST_HEARING)
    take(steering, ohashi)
    put(issue, world.bodies["ono"], ohashi)
    take(world.add_meeting("ono"), ohashi)
    roles = [(tie.item.meeting.body.name, tie.role) for tie in issue.considerations.all()]
    assert sorted(roles) == [
        ("大野地区地域支え合い会議", "decision"),
        ("大野地区地域支え合い会議 幹事会", "first_hearing"),
    ]


def test_an_item_taken_out_or_a_meeting_cancelled_sets_it_free(world, issue, ohashi):
    put(issue, world.bodies["ono"], ohashi)
    first = world.add_meeting("ono", on=date(2026, 12, 1))
    (item,) = take(first, ohashi)
    meetings.remove_item(item=item, actor=ohashi)
    assert [one.kind for one in queries.agenda_proposals(first, viewer=ohashi)] == ["put_forward"]
    take(first, ohashi)
    first.state = "cancelled"
    first.save(update_fields=["state"])
    later = world.add_meeting("ono", on=date(2026, 12, 22))
    assert [one.kind for one in queries.agenda_proposals(later, viewer=ohashi)] == ["put_forward"]


def test_putting_forward_twice_changes_only_what_is_asked(world, issue, ohashi):
    put(issue, world.bodies["ono"], ohashi)
    put(issue, world.bodies["ono"], ohashi, role=ConsiderationRole.REPORT, note="")
    row = PutForward.objects.get()
    assert (row.role, row.note) == ("report", "")


def test_it_is_taken_back_until_an_agenda_has_it(world, issue, ohashi):
    row = put(issue, world.bodies["ono"], ohashi)
    actions.withdraw_put_forward(put=row, actor=ohashi)
    meeting = world.add_meeting("ono")
    assert [one.kind for one in queries.agenda_proposals(meeting, viewer=ohashi)] == ["issue"]
    actions.restore_put_forward(put=row, actor=ohashi)
    take(meeting, ohashi)
    with pytest.raises(NotNow, match="先にその議題を外してください"):
        actions.withdraw_put_forward(put=row, actor=ohashi)


def test_what_makes_no_sense_is_refused_with_a_way_out(world, issue, ohashi, arai):
    with pytest.raises(InvalidInput, match="同じ地区の会議"):
        put(issue, world.bodies["shinjo"], arai)
    with pytest.raises(InvalidInput, match="何をしてもらうか"):
        put(issue, world.bodies["ono"], ohashi, role="nonsense")
    take(world.add_meeting("ono"), ohashi)
    with pytest.raises(InvalidInput, match="準備中の会議の議題「雪捨て場が遠い」"):
        put(issue, world.bodies["ono"], ohashi)
    with pytest.raises(NotAllowed):
        put(issue, world.bodies["steering"], world.viewer("shiraishi"))


# ── 市への照会 ──


def ask(issue, actor, **values):
    words = {"asked": "都市整備部 道路維持課", "question": "空き地を借りられますか。"} | values
    return actions.escalate_issue(issue=issue, actor=actor, **words)


def answer(row, actor, text="3月まで借りられます。", **values):
    words = {"answered_on": TODAY, "answered_by": "道路維持課 主査", "base_version": row.version}
    return actions.answer_escalation(escalation=row, answer=text, actor=actor, **(words | values))


def test_a_question_makes_the_issue_wait_and_its_answer_brings_it_back(world, issue, ohashi):
    row = ask(issue, ohashi, answer_by=date(2026, 12, 10))
    issue.refresh_from_db()
    assert issue.status == IssueStatus.WAITING
    meeting = world.add_meeting("ono")
    assert queries.agenda_proposals(meeting, viewer=ohashi) == []
    answer(row, world.viewer("ichikawa"))
    issue.refresh_from_db()
    assert issue.status == IssueStatus.OPEN
    assert issue.entries.last().text == (
        "都市整備部 道路維持課から返答がありました：3月まで借りられます。"
    )
    assert [one.kind for one in queries.agenda_proposals(meeting, viewer=ohashi)] == ["issue"]


def test_an_issue_waits_until_the_last_answer(issue, ohashi):
    first, _second = ask(issue, ohashi), ask(issue, ohashi, asked="福祉部")
    answer(first, ohashi)
    issue.refresh_from_db()
    assert issue.status == IssueStatus.WAITING


def test_the_citys_body_deals_with_an_issue_of_another_district(world, issue, city_body, ohashi):
    ask(issue, ohashi, asked="", to_body=city_body)
    shiraishi = world.viewer("shiraishi")
    meeting = world.add_meeting("shinjo")
    meeting.body = city_body
    meeting.save(update_fields=["body"])
    (proposal,) = queries.agenda_proposals(meeting, viewer=shiraishi)
    assert proposal.title == "大野地区からの照会：雪捨て場が遠い"
    (item,) = take(meeting, shiraishi)
    row = Escalation.objects.get()
    assert (row.asked, row.item) == ("全市協議会", item)
    assert Consideration.objects.get().issue == issue
    answer(row, shiraishi)
    meetings.remove_item(item=item, actor=shiraishi)
    assert queries.agenda_proposals(meeting, viewer=shiraishi) == []


def test_an_unanswered_question_is_free_again_when_its_item_is_taken_out(
    world, issue, city_body, ohashi
):
    ask(issue, ohashi, asked="", to_body=city_body)
    shiraishi = world.viewer("shiraishi")
    meeting = world.add_meeting("shinjo")
    meeting.body = city_body
    meeting.save(update_fields=["body"])
    (item,) = take(meeting, shiraishi)
    meetings.remove_item(item=item, actor=shiraishi)
    (proposal,) = queries.agenda_proposals(meeting, viewer=shiraishi)
    assert proposal.kind == "escalation"


def test_issues_of_other_districts_stay_out_of_other_agendas(world, issue, arai):
    item = world.add_item(world.add_meeting("shinjo"), "よその議題")
    with pytest.raises(InvalidInput, match="ほかの地区の課題"):
        actions.connect_issue(issue=issue, item=item, actor=arai)


def test_a_question_is_taken_back_and_put_back(issue, ohashi):
    row = ask(issue, ohashi)
    actions.withdraw_escalation(escalation=row, actor=ohashi)
    issue.refresh_from_db()
    assert issue.status == IssueStatus.OPEN
    with pytest.raises(NotNow, match="取り消されています"):
        answer(row, ohashi)
    actions.restore_escalation(escalation=row, actor=ohashi)
    answer(row, ohashi)
    with pytest.raises(NotNow, match="返答が届いている"):
        actions.withdraw_escalation(escalation=row, actor=ohashi)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"asked": ""}, "asked"),
        ({"question": " "}, "question"),
        ({"question": "雪" * 2001}, "question"),
        ({"answer_by": date(2026, 11, 22)}, "answer_by"),
    ],
)
def test_a_question_that_nobody_can_answer_is_refused(issue, ohashi, values, field):
    with pytest.raises(InvalidInput) as refused:
        ask(issue, ohashi, **values)
    assert field in refused.value.fields
    assert not Escalation.objects.exists()


def test_two_who_answer_see_each_other_and_strangers_see_nothing(world, issue, ohashi):
    row = ask(issue, ohashi)
    answer(row, world.viewer("ichikawa"))
    with pytest.raises(StaleEdit):
        answer(row, ohashi, "だめです。")
    shiraishi = world.viewer("shiraishi")
    with pytest.raises(NotFound):
        queries.get_visible_escalation(row.id, viewer=shiraishi)
    with pytest.raises(NotAllowed):
        answer(row, shiraishi)


# ── 同じ課題 ──


def merge(issue, into, actor, reason="同じ空き地の話だった"):
    return actions.merge_issue(issue=issue, into=into, reason=reason, actor=actor)


def test_a_duplicate_ends_and_names_the_one_that_goes_on(issue, other, ohashi):
    actions.move_issue(
        issue=other, status=IssueStatus.ACTING, text="町会が探している", actor=ohashi
    )
    merge(other, issue, ohashi)
    other.refresh_from_db()
    assert (other.status, other.duplicate_of) == (IssueStatus.CLOSED, issue)
    assert issue.entries.last().text == "「雪を捨てる所がない」をまとめました。同じ空き地の話だった"
    with pytest.raises(NotNow, match="まとめた先の課題"):
        actions.reopen_issue(issue=other, reason="まだ", actor=ohashi)
    actions.unmerge_issue(issue=other, actor=ohashi)
    other.refresh_from_db()
    assert (other.status, other.duplicate_of, other.closed_on) == ("acting", None, None)


def test_a_duplicate_needs_nobody_told_first(world, issue, other, ohashi):
    trouble = actions.raise_trouble(
        district=world.ono,
        text="雪を捨てる所がない",
        raised_by="白旗野町会 会長",
        via="phone",
        raised_on=TODAY,
        actor=ohashi,
    )
    actions.take_trouble(trouble=trouble, issue=other, actor=ohashi)
    merge(other, issue, ohashi)
    trouble.refresh_from_db()
    assert trouble.issue == other


def test_into_itself_its_own_duplicate_or_elsewhere_is_refused_with_a_way_out(
    world, issue, other, arai
):
    with pytest.raises(InvalidInput, match="ほかの課題を選んで"):
        merge(issue, issue, arai)
    elsewhere = actions.open_issue(district=world.shinjo, title="よそ", actor=arai)
    with pytest.raises(InvalidInput, match="ほかの地区の課題には"):
        merge(issue, elsewhere, arai)
    merge(other, issue, arai)
    with pytest.raises(InvalidInput, match="この課題にまとめてあります"):
        merge(issue, other, arai)
    third = actions.open_issue(district=world.ono, title="三つ目", actor=arai)
    with pytest.raises(InvalidInput, match="その続きの課題"):
        merge(third, other, arai)
    with pytest.raises(InvalidInput, match="例："):
        merge(third, issue, arai, reason=" ")
    with pytest.raises(NotNow, match="取り消せません"):
        actions.withdraw_issue(issue=issue, actor=arai)
    assert Issue.objects.filter(duplicate_of__isnull=False).count() == 1


def test_merging_twice_is_once(issue, other, ohashi):
    merge(other, issue, ohashi)
    entries = issue.entries.count()
    merge(other, issue, ohashi)
    assert issue.entries.count() == entries


def test_only_bodies_of_the_city_are_asked_and_nobody_answers_tomorrow(world, issue, ohashi):
    with pytest.raises(InvalidInput) as refusal:
        actions.escalate_issue(
            issue=issue, question="どう思うか", to_body=world.bodies["shinjo"], actor=ohashi
        )
    assert list(refusal.value.fields) == ["to_body"]
    asked = ask(issue, ohashi)
    with pytest.raises(InvalidInput) as refusal:
        answer(asked, ohashi, answered_on=date(2026, 11, 24))
    assert list(refusal.value.fields) == ["answered_on"]
