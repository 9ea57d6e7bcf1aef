"""Every address of the desk, asked by people to whom the thing behind it does not belong."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from sasaeai.accounts.models import Account, DistrictAssignment
from sasaeai.audit.models import Entry
from sasaeai.people.enums import StaffRole
from sasaeai.people.models import (
    District,
    Municipality,
    Organization,
    OrganizationDistrict,
    OrganizationKind,
    Person,
    Post,
    Tenure,
)
from tests.architecture.test_routes import routes
from tests.conftest import DeskClients
from tests.pages.things import things_of_ono
from tests.rollout.stage_things import VERBS
from tests.world import World


@pytest.fixture
def ids(world: World) -> dict[str, Any]:
    """By the name in an address, the id of something that belongs to 大野 alone."""
    return things_of_ono(world)


EVERYBODYS = {"desk:phrase_move", "desk:phrase_remove", "desk:phrase_restore"}
"""The phrases are one list for the whole city, kept by everybody who runs meetings anywhere."""


def addresses(ids: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The name of every address of the desk about one thing, and the address."""
    for route in routes(get_resolver().url_patterns):
        if route.name.startswith("desk:") and route.converters and route.name not in EVERYBODYS:
            values = {name: ids[name] for name in route.converters}
            yield route.name, reverse(route.name, kwargs=values)


def answers(client: Client, ids: dict[str, Any]) -> dict[str, int]:
    """By name and method what somebody is answered; a method that an address lacks is left out.

    An address that only takes forms leads whoever opens it to the page above, whatever is there.
    """
    once = str(uuid.uuid4())
    found = {}
    for name, address in addresses(ids):
        for method, answer in (
            ("GET", client.get(address)),
            ("POST", client.post(address, {"once": once, "base_version": "1", "reason": "x"})),
        ):
            leads_up = method == "GET" and address.startswith(answer.get("Location", "-"))
            if answer.status_code != 405 and not leads_up:
                found[f"{method} {name}"] = answer.status_code
    return found


def somebody_elsewhere(world: World) -> Client:
    """Officer and city official at once, of another municipality with a district of its own."""
    town = Municipality.objects.create(lg_code="022021", name="弘前市（見本）")
    district = District.objects.create(municipality=town, name="大野地区")
    kind = OrganizationKind.objects.create(municipality=town, code="gyosei", name="行政")
    office = Organization.objects.create(municipality=town, kind=kind, name="弘前市（見本）福祉課")
    OrganizationDistrict.objects.create(municipality=town, organization=office, district=district)
    person = Person.objects.create(municipality=town, name="余所 試子")
    for role in (StaffRole.OFFICER, StaffRole.CITY):
        post = Post.objects.create(municipality=town, organization=office, title=role, role=role)
        Tenure.objects.create(municipality=town, person=person, post=post, since=date(2025, 4, 1))
    client = Client()
    account = Account.objects.create_user(login_id="yoso", person=person)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def written(ids: dict[str, Any]) -> int:
    """How many audit rows there are before anybody tries anything."""
    return Entry.objects.count()


def test_the_owner_finds_what_the_others_will_ask_for(
    desk: DeskClients, ids: dict[str, Any]
) -> None:
    missing = {
        name for name, address in addresses(ids) if desk.arai.get(address).status_code == 404
    }
    # No public version is approved yet, and so nothing goes round.
    assert missing <= {"desk:circular_paper", "desk:circular_copies_paper"}


def test_another_district_is_a_closed_door_at_every_address(
    desk: DeskClients, ids: dict[str, Any], written: int
) -> None:
    let_in = {name: code for name, code in answers(desk.shiraishi, ids).items() if code != 404}
    # A hall and the words of the search are everybody's: who keeps them is said.
    # So are the stages of the roll-out, and the districts themselves.
    whole_city = ("venue_", "synonyms_", "rollout_stage_", "districts_", "kind_bound")
    assert {name for name in let_in if not any(part in name for part in whole_city)} == set()
    assert set(let_in.values()) == {403}
    assert Entry.objects.count() == written


@pytest.mark.one_database
def test_another_municipality_is_a_closed_door_at_every_address(
    world: World, ids: dict[str, Any], written: int
) -> None:
    let_in = {k: code for k, code in answers(somebody_elsewhere(world), ids).items() if code != 404}
    assert let_in == {}
    assert Entry.objects.count() == written


@pytest.mark.one_database
def test_the_city_changes_nothing_at_any_address(
    desk: DeskClients, ids: dict[str, Any], written: int
) -> None:
    """市川 reads everything and is the second person for a public version that waits; none does."""
    posted = {k: code for k, code in answers(desk.ichikawa, ids).items() if k.startswith("POST")}
    taken = {name for name, code in posted.items() if code not in {403, 404}}
    second_person = {"public_approve", "public_return", "public_withdraw"}
    # The words that are searched as one are the city's own.
    own = {"synonyms_edit", "synonyms_remove", "synonyms_restore"}
    own.add("escalation")  # what a district asks the city is answered there
    # Know-how is read by a second person, too.
    own |= {"lesson_approve", "lesson_return", "lesson_withdraw"}
    own |= {"pattern_approve", "pattern_return", "pattern_withdraw"}
    # How far a district is may be written by the city, too, and the stages are its own.
    own |= {"rollout_stage_move", "rollout_stage_remove", "rollout_stage_restore"}
    own |= {"rollout_stage_edit", "rollout_record", "rollout_skip", "rollout_unskip"}
    own |= {"rollout_opinion_new", "rollout_opinion", "rollout_opinion_remove"}
    own |= {"rollout_opinion_restore", "rollout_agreement"}
    own.add("kind_bound")  # whom a law binds is the same in every district
    # Districts are made, split and merged by the city.
    own |= {"districts_rename", "districts_split", "districts_undo"}
    own |= {"districts_coordinators", "districts_assignment_end", "districts_assignment_continue"}
    assert taken == {f"POST desk:{name}" for name in second_person | own}
    rest = (
        Entry.objects.exclude(verb="export")
        .exclude(object_type="search.synonymgroup", verb__in=["remove", "restore"])
        .exclude(object_type__startswith="rollout.", verb__in=VERBS)
    )
    assert rest.count() == written


@pytest.mark.one_database
def test_access_ends_with_the_assignment_in_the_middle_of_a_session(
    world: World, desk: DeskClients, ids: dict[str, Any]
) -> None:
    page = reverse("desk:meeting_plan", args=[ids["meeting_id"]])
    assert desk.arai.get(page).status_code == 200
    DistrictAssignment.objects.filter(district=world.ono).update(until=date(2026, 11, 22))
    # The coordinator has another district: a table for the whole city's directory stays theirs.
    # So does the own diary: it belongs to the post.
    theirs = ("service_table", "diary", "monthly")
    everything = answers(desk.arai, ids).items()
    left = {k: code for k, code in everything if not any(name in k for name in theirs)}
    assert set(left.values()) <= {403, 404}
    assert desk.arai.get(reverse("desk:meetings")).status_code == 200


@pytest.mark.one_database
def test_access_ends_with_the_term_in_the_middle_of_a_session(
    world: World, desk: DeskClients, ids: dict[str, Any], written: int
) -> None:
    page = reverse("desk:meeting_plan", args=[ids["meeting_id"]])
    assert desk.ohashi.get(page).status_code == 200
    world.posts["ohashi"].tenures.update(until=date(2026, 11, 22))
    assert set(answers(desk.ohashi, ids).values()) == {403}
    assert Entry.objects.count() == written
