"""Fewer meetings: found from what is called and talked about, agreed by both hosts, undone."""

from __future__ import annotations

from datetime import date, time

import pytest

from sasaeai.audit.models import Entry
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotFound, NotNow
from sasaeai.meetings.enums import BodyKind, MeetingState
from sasaeai.meetings.models import Body, BodyHost, BodyMember, Meeting, Recognition
from sasaeai.people.models import Organization, Tenure
from sasaeai.planning.access import may_name
from sasaeai.planning.actions.joining import (
    continue_pair,
    end_pair,
    propose_join,
    record_host_answer,
    remove_host_answer,
    remove_proposal,
    restore_host_answer,
    restore_proposal,
)
from sasaeai.planning.enums import JoinState, JoinWay
from sasaeai.planning.models import BackToBack, JoinProposal
from sasaeai.planning.queries.joins import day_after, hosts_asked
from sasaeai.planning.queries.overlap import Pair, Standing, pair_of, pairs_found
from tests.world import TODAY, World

KEYS = ("ohashi", "chokai", "minji")


@pytest.fixture
def similar(world: World) -> Body:
    """A network meeting of 大野 hosted by the 包括, with the same three people and topic."""
    hokatsu = world.add_organization("hokatsu", "大野地域包括支援センター（見本）", world.ono)
    body = Body.objects.create(
        municipality=world.city,
        district=world.ono,
        kind=BodyKind.NETWORK,
        name="大野地区見守り連絡会（見本）",
        usual_start=time(10, 0),
        usual_minutes=60,
        usual_venue=world.venue,
        position=5,
    )
    world.bodies["similar"] = body
    BodyHost.objects.create(municipality=world.city, body=body, organization=hokatsu)
    for key, days in {
        "ono": (date(2026, 6, 1), date(2026, 9, 1)),
        "similar": (date(2026, 9, 11),),
    }.items():
        for number, day in enumerate(days, start=1):
            meet(world, key, day, number, KEYS)
    return body


def meet(world: World, body: str, on: date, number: int, called: tuple[str, ...]) -> Meeting:
    meeting = world.add_meeting(
        body, on, state=MeetingState.HELD, held_at=clock.now(), number=number
    )
    world.add_item(meeting, topic=world.topics["snow"])
    for key in called:
        world.add_expected(meeting, world.posts[key])
    return meeting


def pair(world: World, who: str = "arai") -> Pair:
    return pair_of(world.bodies["similar"].id, world.bodies["ono"].id, viewer=world.viewer(who))


def propose(world: World, way: str = JoinWay.MERGE, **fields) -> JoinProposal:
    values = {
        "body": world.bodies["similar"],
        "counts_for": world.bodies["ono"],
        "way": way,
        "since": date(2026, 12, 1),
        "actor": world.viewer("arai"),
    }
    return propose_join(**(values | fields))


def answer(world: World, proposal: JoinProposal, host: str, agrees: bool = True, **fields):
    values = {
        "proposal": proposal,
        "organization": world.organizations[host],
        "agrees": agrees,
        "said_by": "会長",
        "answered_on": TODAY,
        "actor": world.viewer("arai"),
    }
    return record_host_answer(**(values | fields))


COUNCIL, HOKATSU = "大野地区社会福祉協議会", "大野地域包括支援センター（見本）"


def test_a_similar_pair_is_found_with_sentences_that_can_be_checked(
    world: World, similar: Body
) -> None:
    found = pair(world)
    assert (found.one.body, found.other.body) == (similar, world.bodies["ono"])
    assert found.word == JoinWay.STRONGLY
    assert found.sentences[0].text.startswith("3人のうち3人が両方に呼ばれています")
    assert "議題1件のうち1件" in found.sentences[1].text
    assert "10日ほど離れて" in found.sentences[2].text
    assert "どちらも昼間" in found.sentences[2].text
    assert "のべ3回減ります（両方に呼ばれる3人が、年1回）" in found.further[1].text
    assert {person.name for person in found.in_both} == {"大橋 試一", "髙﨑 見本", "見本 民子"}


def test_three_posts_of_one_person_are_one_person(world: World, similar: Body) -> None:
    holder = world.posts["chokai"].tenures.get().person
    for title in ("自主防災会 会長", "防犯 部長"):
        post = world.add_post(world.organizations["白旗野町会"], title, None)
        Tenure.objects.create(
            municipality=world.city, person=holder, post=post, since=date(2025, 4, 1)
        )
        meeting = Meeting.objects.get(body=similar)
        world.add_expected(meeting, post)
    found = pair(world)
    assert found.facts.people.both == 3
    person = next(one for one in found.in_both if one.name == "髙﨑 見本")
    assert len(person.posts) == 3


def test_a_post_counts_as_whoever_holds_it_today(world: World, similar: Body) -> None:
    """The chair of the 町会 changed between the two meetings: still one person in both."""
    post = world.posts["chokai"]
    post.tenures.update(until=date(2026, 9, 5))
    new = world.add_post(world.organizations["白旗野町会"], "会計", "後任 試五")
    Tenure.objects.create(
        municipality=world.city,
        person=new.tenures.get().person,
        post=post,
        since=date(2026, 9, 6),
    )
    assert pair(world).facts.people.both == 3


def test_a_body_without_meetings_is_compared_by_its_members(world: World) -> None:
    body = Body.objects.create(
        municipality=world.city,
        district=world.ono,
        kind=BodyKind.OTHER,
        name="見本の会",
        usual_minutes=60,
    )
    for position, key in enumerate(KEYS[:2]):
        BodyMember.objects.create(
            municipality=world.city, body=body, post=world.posts[key], position=position
        )
    found = pair_of(body.id, world.bodies["ono"].id, viewer=world.viewer("arai"))
    assert (found.facts.people.both, found.facts.people.smaller) == (2, 2)
    assert found.standing == Standing.SEPARATE
    assert found.facts.trips_saved == 0


def test_a_core_group_is_not_compared_with_what_it_prepares(world: World, similar: Body) -> None:
    found = pairs_found(world.viewer("arai"), district=world.ono)
    names = [{found.one.body, found.other.body} for found in found]
    assert {world.bodies["steering"], world.bodies["ono"]} not in names
    assert {similar, world.bodies["ono"]} in names


def test_what_is_recognised_already_is_said_to_be_one(world: World) -> None:
    found = pairs_found(world.viewer("arai"), district=world.shinjo)
    assert [one.standing for one in found] == [Standing.JOINED]


def test_bodies_of_two_districts_are_compared_only_where_most_are_called_to_both(
    world: World, similar: Body
) -> None:
    meet(world, "network", date(2026, 9, 20), 1, KEYS)
    found = pairs_found(world.viewer("ichikawa"))
    bodies = [{found.one.body, found.other.body} for found in found]
    assert {world.bodies["network"], similar} in bodies
    assert {world.bodies["shinjo"], similar} not in bodies
    # Who reads one district learns nothing of the other's meeting.
    with pytest.raises(NotFound):
        pair_of(world.bodies["network"].id, similar.id, viewer=world.viewer("ohashi"))


def test_the_number_of_queries_does_not_grow_with_bodies(
    world: World, similar: Body, django_assert_max_num_queries
) -> None:
    for number in range(12):
        Body.objects.create(
            municipality=world.city,
            district=world.ono,
            kind=BodyKind.OTHER,
            name=f"見本{number}",
            usual_minutes=60,
        )
    viewer = world.viewer("ichikawa")
    with django_assert_max_num_queries(9):
        assert len(pairs_found(viewer)) > 90


def test_one_host_is_not_enough_and_both_make_the_recognition(world: World, similar: Body) -> None:
    proposal = propose(world, condition="推進員が両方に出る")
    assert [line.organization.name for line in hosts_asked(proposal, on=TODAY)] == [
        COUNCIL,
        HOKATSU,
    ]
    answer(world, proposal, HOKATSU)
    assert not Recognition.objects.filter(body=similar).exists()
    answer(world, proposal, COUNCIL)
    proposal.refresh_from_db()
    made = Recognition.objects.get(body=similar)
    assert proposal.state == JoinState.ACCEPTED
    assert proposal.recognition == made
    assert (made.counts_for, made.since) == (world.bodies["ono"], date(2026, 12, 1))
    assert made.condition == "推進員が両方に出る"
    assert [link.post for link in made.links.all()] == [world.posts["arai"]]
    assert pair(world).standing == Standing.JOINED


def test_an_answer_taken_back_takes_the_recognition_with_it_and_comes_back(
    world: World, similar: Body
) -> None:
    proposal = propose(world)
    answer(world, proposal, HOKATSU)
    second = answer(world, proposal, COUNCIL)
    remove_host_answer(answer=second, actor=world.viewer("arai"))
    proposal.refresh_from_db()
    assert proposal.state == JoinState.ASKED
    assert not Recognition.objects.current().filter(body=similar).exists()
    restore_host_answer(answer=second, actor=world.viewer("arai"))
    proposal.refresh_from_db()
    assert proposal.state == JoinState.ACCEPTED
    assert Recognition.objects.current().filter(body=similar).count() == 1


def test_a_no_keeps_its_reason_and_the_pair_rests_for_a_year(world: World, similar: Body) -> None:
    proposal = propose(world)
    with pytest.raises(InvalidInput) as refused:
        answer(world, proposal, COUNCIL, agrees=False)
    assert "note" in refused.value.fields
    answer(world, proposal, COUNCIL, agrees=False, note="会員の顔ぶれが変わる4月まで待ちたい")
    proposal.refresh_from_db()
    assert proposal.state == JoinState.DECLINED
    assert proposal.declined_reason == "会員の顔ぶれが変わる4月まで待ちたい"
    assert pair(world).standing == Standing.DECLINED
    JoinProposal.objects.update(settled_on=date(2025, 11, 23))
    assert pair(world).standing == Standing.PROPOSED


def test_a_declined_pair_is_proposed_again_when_its_figures_change(
    world: World, similar: Body
) -> None:
    answer(world, propose(world), COUNCIL, agrees=False, note="まだ早い")
    post = world.add_post(world.organizations["白旗野町会"], "書記", "追加 試六")
    for meeting in Meeting.objects.filter(body__in=[similar, world.bodies["ono"]]):
        world.add_expected(meeting, post)
    assert pair(world).standing == Standing.PROPOSED


def test_one_organisation_that_hosts_both_speaks_for_both(world: World, similar: Body) -> None:
    BodyHost.objects.filter(body=similar).update(organization=world.organizations[COUNCIL])
    proposal = propose(world)
    assert len(hosts_asked(proposal, on=TODAY)) == 1
    answer(world, proposal, COUNCIL)
    proposal.refresh_from_db()
    assert proposal.state == JoinState.ACCEPTED


def test_a_body_whose_only_host_has_ended_cannot_be_asked(world: World, similar: Body) -> None:
    Organization.objects.filter(name=HOKATSU).update(ended_on=date(2026, 3, 31))
    with pytest.raises(NotNow, match="たずねられる主催団体がありません"):
        propose(world)


def test_a_host_that_has_ended_is_not_asked_where_another_lives(
    world: World, similar: Body
) -> None:
    """The 包括 hands the meeting on to the 民児協: only who still works speaks for it."""
    minji = world.organizations["大野地区民生委員児童委員協議会"]
    BodyHost.objects.create(municipality=world.city, body=similar, organization=minji, position=1)
    proposal = propose(world)
    Organization.objects.filter(name=HOKATSU).update(ended_on=date(2026, 10, 31))
    with pytest.raises(NotNow, match="活動を終えています"):
        answer(world, proposal, HOKATSU)
    answer(world, proposal, minji.name)
    answer(world, proposal, COUNCIL)
    proposal.refresh_from_db()
    assert proposal.state == JoinState.ACCEPTED


def test_the_same_is_not_asked_twice(world: World, similar: Body) -> None:
    proposal = propose(world)
    with pytest.raises(NotNow, match="もう主催団体に確かめています"):
        propose(world, way=JoinWay.BACK_TO_BACK)
    answer(world, proposal, COUNCIL)
    with pytest.raises(NotNow, match="もう記録しています"):
        answer(world, proposal, COUNCIL)


def test_a_proposal_is_taken_back_and_put_back(world: World, similar: Body) -> None:
    arai = world.viewer("arai")
    proposal = remove_proposal(proposal=propose(world), actor=arai)
    assert pair(world).standing == Standing.PROPOSED
    other = propose(world)
    with pytest.raises(NotNow):
        restore_proposal(proposal=proposal, actor=arai)
    remove_proposal(proposal=other, actor=arai)
    restore_proposal(proposal=proposal, actor=arai)
    assert pair(world).standing == Standing.ASKED


def test_what_was_decided_is_undone_by_its_answers_first(world: World, similar: Body) -> None:
    proposal = propose(world)
    answer(world, proposal, HOKATSU)
    answer(world, proposal, COUNCIL)
    proposal.refresh_from_db()
    with pytest.raises(NotNow, match="先に団体の答えを取り消して"):
        remove_proposal(proposal=proposal, actor=world.viewer("arai"))


@pytest.mark.parametrize("who", ["shiraishi", "ichikawa"])
def test_only_who_runs_the_districts_records(world: World, similar: Body, who: str) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        propose(world, actor=world.viewer(who))
    proposal = propose(world)
    before = Entry.objects.count()
    with pytest.raises(NotAllowed):
        answer(world, proposal, COUNCIL, actor=world.viewer(who))
    assert Entry.objects.count() == before


def test_a_pair_held_back_to_back_proposes_the_time_right_after(
    world: World, similar: Body
) -> None:
    proposal = propose(world, way=JoinWay.BACK_TO_BACK)
    answer(world, proposal, HOKATSU)
    answer(world, proposal, COUNCIL)
    tie = BackToBack.objects.get()
    assert (tie.first, tie.second) == (world.bodies["ono"], similar)
    arai = world.viewer("arai")
    assert day_after(similar, viewer=arai) is None  # nothing is planned yet
    world.add_meeting("ono", date(2026, 12, 22))
    kept = {fact["key"]: fact["text"] for fact in proposal.facts}
    assert kept["saved"].startswith("続けて開くと")
    found = day_after(similar, viewer=arai)
    assert found is not None
    assert (found.on, found.start, found.end) == (date(2026, 12, 22), time(14, 40), time(15, 40))
    world.add_meeting(
        "similar",
        date(2026, 12, 22),
        starts_at=clock.at(date(2026, 12, 22), time(14, 40)),
        ends_at=clock.at(date(2026, 12, 22), time(15, 40)),
    )
    assert day_after(similar, viewer=arai) is None
    end_pair(pair=tie, until=date(2027, 1, 10), actor=arai)
    world.add_meeting("ono", date(2027, 1, 20))
    assert day_after(similar, viewer=arai) is None
    continue_pair(pair=tie, actor=arai)
    assert day_after(similar, viewer=arai) is not None


def test_nothing_is_answered_to_a_proposal_that_was_taken_back(world: World, similar: Body) -> None:
    """A page that was left open does not decide what somebody else called off."""
    proposal = propose(world)
    remove_proposal(proposal=proposal, actor=world.viewer("arai"))
    with pytest.raises(NotNow, match="取りやめ"):
        answer(world, proposal, COUNCIL, agrees=False, note="忙しい")
    assert JoinProposal.objects.get().state == JoinState.ASKED


def test_a_proposal_decided_meanwhile_is_not_taken_back_from_an_old_page(
    world: World, similar: Body
) -> None:
    old = propose(world)
    answer(world, old, COUNCIL)
    answer(world, old, HOKATSU)
    assert old.state == JoinState.ASKED, "as the page was opened"
    with pytest.raises(NotNow, match="もう決まって"):
        remove_proposal(proposal=old, actor=world.viewer("arai"))


def test_a_pair_leaves_its_trace_when_it_is_made_and_taken_back(
    world: World, similar: Body
) -> None:
    proposal = propose(world, JoinWay.BACK_TO_BACK)
    answer(world, proposal, COUNCIL)
    last = answer(world, proposal, HOKATSU)
    pair_id = BackToBack.objects.get().pk
    remove_host_answer(answer=last, actor=world.viewer("arai"))
    verbs = Entry.objects.filter(object_id=pair_id).order_by("at").values_list("verb", flat=True)
    assert list(verbs) == ["tie", "untie"]


def test_persons_of_two_districts_are_named_to_who_runs_both(world: World) -> None:
    both = {world.ono.id, world.shinjo.id}
    assert may_name(world.viewer("arai"), both)
    assert may_name(world.viewer("ohashi"), {world.ono.id})
    assert not may_name(world.viewer("ohashi"), both)
