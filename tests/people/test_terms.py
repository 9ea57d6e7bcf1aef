"""Terms of office: nobody holds a post twice, and nothing is lost when somebody follows."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sasaeai.audit.models import Entry
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow
from sasaeai.people import actions, queries
from sasaeai.people.actions import PersonDetails
from sasaeai.people.models import Person, Tenure
from tests.world import TODAY, World


@pytest.fixture
def newcomer(world: World) -> Person:
    return actions.add_person(
        details=PersonDetails(name="後任 見本", kana="こうにん みほん"), actor=world.viewer("arai")
    )


def appoint(world: World, post: str, person: Person, since: date, **more):
    return actions.appoint(
        person=person, post=world.posts[post], since=since, actor=world.viewer("arai"), **more
    )


def test_the_term_before_ends_the_day_before(world, newcomer):
    made = appoint(world, "chokai", newcomer, date(2026, 12, 1))
    before = made.ended
    assert before.until == date(2026, 11, 30)
    lines = queries.organization_posts(
        world.posts["chokai"].organization, viewer=world.viewer("arai")
    )
    assert lines[0].term.person.name == "髙﨑 見本"
    assert lines[0].following.person == newcomer
    later = queries.organization_posts(
        world.posts["chokai"].organization, viewer=world.viewer("arai", on=date(2026, 12, 1))
    )
    assert later[0].term.person == newcomer


def test_taking_an_appointment_back_gives_the_post_back(world, newcomer):
    made = appoint(world, "chokai", newcomer, date(2026, 12, 1))
    actions.undo_appointment(
        tenure=made.tenure,
        ended=made.ended,
        ended_before=made.ended_before,
        actor=world.viewer("arai"),
    )
    term = Tenure.objects.get(post=world.posts["chokai"])
    assert (term.person.name, term.until) == ("髙﨑 見本", None)
    assert Entry.objects.filter(verb="undo appoint").count() == 1


def test_a_term_does_not_run_into_one_that_is_entered_already(world, newcomer):
    appoint(world, "vacant", newcomer, date(2027, 4, 1))
    other = Person.objects.create(municipality=world.city, name="中継 見本")
    with pytest.raises(InvalidInput, match=r"令和9年4月1日.*後任 見本さん") as refused:
        appoint(world, "vacant", other, date(2026, 12, 1))
    assert "until" in refused.value.fields
    made = appoint(world, "vacant", other, date(2026, 12, 1), until=date(2027, 3, 31))
    assert made.ended is None
    with pytest.raises(InvalidInput, match="令和9年3月31日"):
        actions.reopen_tenure(tenure=made.tenure, actor=world.viewer("arai"))


def test_the_same_day_and_the_same_person_are_refused_with_the_way_out(world, newcomer):
    appoint(world, "vacant", newcomer, TODAY)
    other = Person.objects.create(municipality=world.city, name="同日 見本")
    with pytest.raises(InvalidInput, match="先にその任期を取り消して"):
        appoint(world, "vacant", other, TODAY)
    with pytest.raises(InvalidInput, match="この役職に就いています"):
        appoint(world, "vacant", newcomer, TODAY + timedelta(days=9))


def test_an_end_before_the_start_is_refused(world, newcomer):
    with pytest.raises(InvalidInput, match="就任した日（令和8年11月23日"):
        appoint(world, "vacant", newcomer, TODAY, until=TODAY - timedelta(days=1))
    term = world.posts["chokai"].tenures.get()
    with pytest.raises(InvalidInput, match="令和7年4月1日"):
        actions.end_tenure(tenure=term, until=date(2025, 3, 31), actor=world.viewer("arai"))


def test_an_end_can_be_taken_back(world):
    term = world.posts["chokai"].tenures.get()
    arai = world.viewer("arai")
    actions.end_tenure(tenure=term, until=TODAY, actor=arai)
    assert Tenure.objects.get(pk=term.pk).until == TODAY
    actions.reopen_tenure(tenure=term, actor=arai)
    assert Tenure.objects.get(pk=term.pk).until is None


def test_a_term_that_districts_hang_on_is_ended_not_taken_back(world):
    with pytest.raises(NotNow, match="任期を終える"):
        actions.undo_appointment(tenure=world.posts["arai"].tenures.get(), actor=world.system)
    assert world.posts["arai"].tenures.exists()


def test_an_abolished_post_takes_nobody(world, newcomer):
    arai = world.viewer("arai")
    details = actions.PostDetails(title="副会長", ended_on=date(2026, 10, 1))
    actions.edit_post(post=world.posts["vacant"], details=details, base_version=1, actor=arai)
    world.posts["vacant"].refresh_from_db()
    with pytest.raises(InvalidInput, match="廃止されています"):
        appoint(world, "vacant", newcomer, TODAY)
    with pytest.raises(InvalidInput, match="髙﨑 見本さんの任期が残っています"):
        actions.edit_post(
            post=world.posts["chokai"],
            details=actions.PostDetails(title="会長", ended_on=date(2026, 10, 1)),
            base_version=1,
            actor=arai,
        )


@pytest.mark.parametrize("name", ["shiraishi", "ichikawa"])
def test_a_stranger_and_a_reader_appoint_nobody(world, newcomer, name):
    with pytest.raises(NotAllowed, match="名簿は、担当地区の地区社協の役員か"):
        actions.appoint(
            person=newcomer, post=world.posts["vacant"], since=TODAY, actor=world.viewer(name)
        )


@pytest.mark.parametrize("post", ["arai", "ichikawa"])
@pytest.mark.parametrize("name", ["arai", "ohashi"])
def test_nobody_gives_the_rights_of_city_or_coordinator_by_the_register(
    world, newcomer, post, name
):
    actor = world.viewer(name)
    with pytest.raises(NotAllowed, match="システムの管理者"):
        actions.appoint(person=newcomer, post=world.posts[post], since=TODAY, actor=actor)
    with pytest.raises(NotAllowed):
        actions.end_tenure(tenure=world.posts[post].tenures.get(), until=TODAY, actor=actor)
    with pytest.raises(NotAllowed):
        actions.add_post(
            organization=world.organizations["白旗野町会"],
            details=actions.PostDetails(title="係", role=world.posts[post].role),
            actor=actor,
        )


def test_an_officers_post_needs_every_district_served(world):
    council = world.organizations["社会福祉法人青森市社会福祉協議会"]
    details = actions.PostDetails(title="役員", role="officer")
    with pytest.raises(NotAllowed, match="担当するすべての地区"):
        actions.add_post(organization=council, details=details, actor=world.viewer("ohashi"))
    post = actions.add_post(organization=council, details=details, actor=world.viewer("arai"))
    assert post.role == "officer"


DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 12, 31))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    plan=st.lists(
        st.tuples(st.integers(0, 2), DAYS, st.none() | st.integers(0, 300)), min_size=1, max_size=6
    )
)
def test_no_two_terms_of_a_post_ever_share_a_day(world, plan):
    post = world.posts["vacant"]
    Tenure.objects.filter(post=post).delete()
    persons = [Person.objects.create(municipality=world.city, name=f"順番 {n}") for n in range(3)]
    for who, since, length in plan:
        until = None if length is None else since + timedelta(days=length)
        try:
            appoint(world, "vacant", persons[who], since, until=until)
        except InvalidInput:
            continue
    terms = list(Tenure.objects.filter(post=post).order_by("since"))
    for earlier, later in itertools.pairwise(terms):
        assert earlier.until is not None
        assert earlier.until < later.since


def test_a_post_has_a_way_of_its_own_to_be_reached(world):
    arai, post = world.viewer("arai"), world.posts["chokai"]
    details = actions.PostDetails(title="会長", channel="fax")
    post = actions.edit_post(post=post, details=details, base_version=1, actor=arai)
    assert post.channel == "fax"
    with pytest.raises(InvalidInput, match="一覧から"):
        actions.edit_post(
            post=post,
            details=actions.PostDetails(title="会長", channel="のろし"),
            base_version=2,
            actor=arai,
        )
