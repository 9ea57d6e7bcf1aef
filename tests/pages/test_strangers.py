"""Every address of the desk, asked by people to whom the thing behind it does not belong."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from PIL import Image

from sasaeai.accounts.models import Account, DistrictAssignment
from sasaeai.audit.models import Entry
from sasaeai.directory import actions as directory
from sasaeai.directory.models import Correction
from sasaeai.directory.queries import operators
from sasaeai.issues import actions as issues
from sasaeai.issues.actions.introductions import introduce_service
from sasaeai.issues.models import Issue, PassedOn, Trouble
from sasaeai.kernel import clock
from sasaeai.meetings import actions as meetings
from sasaeai.meetings.actions import make_feed
from sasaeai.meetings.models import Body, BodyHost, Meeting, Recognition
from sasaeai.minutes import actions as minutes
from sasaeai.notices import actions as notices
from sasaeai.notices.enums import NoticeKind
from sasaeai.notices.models import Delivery, LineFriend, Notice, SlipScan
from sasaeai.people.enums import Channel, StaffRole
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
from sasaeai.planning.actions.activities import ActivityDetails, write_activity
from sasaeai.planning.actions.joining import propose_join, record_host_answer
from sasaeai.planning.models import BackToBack
from sasaeai.search.actions import add_group
from tests.architecture.test_routes import routes
from tests.conftest import DeskClients
from tests.minutes.conftest import approve, hold
from tests.notices.scanned import DOT, file_of, slip
from tests.rollout.know_how import know_how_of_ono
from tests.rollout.pattern_world import formed_in_ono
from tests.rollout.stage_things import VERBS, roll_out
from tests.world import TODAY, World, with_time


@pytest.fixture
def ids(world: World) -> dict[str, Any]:
    """By the name in an address, the id of something that belongs to 大野 alone."""
    arai = world.viewer("arai")
    meeting = hold(world)
    item = meeting.items.order_by("position")[0]
    issue = issues.open_issue(district=world.ono, title="雪捨て場が遠い", actor=arai)
    tie = issues.connect_issue(issue=issue, item=item, actor=arai)
    action = issues.add_action(
        issue=issue, what="寄せ場の地図", who="白旗野町会", due_on=None, actor=arai
    )
    news = PassedOn.objects.get(item=item)
    recognition = Recognition.objects.create(
        municipality=world.city,
        body=world.bodies["steering"],
        counts_for=world.bodies["ono"],
        since=date(2026, 4, 1),
        decided_at="役員会",
    )
    made = approve(world, minutes.compose_minutes(meeting=meeting, actor=arai))
    minutes.draft_public_version(minutes=made, actor=arai)
    tenure = world.posts["chokai"].tenures.get()
    feed = make_feed(of=world.bodies["ono"], actor=arai)
    friend = LineFriend.objects.create(
        municipality=world.city, person=tenure.person, line_user_id="U1"
    )
    _draw(world)
    return {
        "meeting_id": meeting.id,
        "item_id": item.id,
        "expected_id": meeting.expected.order_by("number")[0].id,
        "presence_id": meeting.presences.all()[0].id,
        "remark_id": item.remarks.all()[0].id,
        "body_id": world.bodies["ono"].id,
        "district_id": world.ono.id,
        "member_id": world.bodies["ono"].members.all()[0].id,
        "recognition_id": recognition.id,
        "issue_id": issue.id,
        "consideration_id": tie.id,
        "action_id": action.id,
        "passed_on_id": news.id,
        "put_id": issues.put_forward(
            issue=issue, to_body=world.bodies["steering"], role="opinion", actor=arai
        ).id,
        "escalation_id": issues.escalate_issue(
            issue=issue, asked="道路維持課", question="空き地はありますか。", actor=arai
        ).id,
        "organization_id": world.organizations["白旗野町会"].id,
        "post_id": world.posts["chokai"].id,
        "tenure_id": tenure.id,
        "person_id": tenure.person_id,
        "venue_id": world.venue.id,
        "feed_id": feed.id,
        "friend_id": friend.id,
        **_asked_date(world),
        "notice_id": _change(world, meeting).id,
        "kind": "due_reminder",
        "trouble_id": _trouble(world).id,
        **_told_back(world, issue),
        "synonyms_id": add_group(words="雪かき\n雪掃き", actor=world.viewer("ichikawa")).id,
        **_scanned_slip(world, meeting),
        **_directory(world, issue),
        **know_how_of_ono(world),
        **roll_out(world),
        **_asked_hosts(world),
        **formed_in_ono(world),
        "diary_id": world.posts["arai"].id,
        "activity_id": write_activity(
            post=world.posts["arai"],
            details=ActivityDetails(on=TODAY, kind="visit", summary="会館を訪ねた"),
            actor=arai,
        ).id,
        "ext": "pdf",
    }


def _asked_hosts(world: World) -> dict[str, Any]:
    """Two bodies of 大野 of which it is asked whether they may be one, and two held back to back."""
    arai, council = world.viewer("arai"), world.organizations["大野地区社会福祉協議会"]
    similar, plenary = (
        Body.objects.create(
            municipality=world.city, district=world.ono, kind="other", name=f"見本の会{number}"
        )
        for number in (1, 2)
    )
    for body in (similar, plenary):
        BodyHost.objects.create(municipality=world.city, body=body, organization=council)
    asked = {"body": similar, "counts_for": plenary, "way": "merge", "since": TODAY}
    proposal = propose_join(**asked, actor=arai)
    said = {"agrees": False, "said_by": "会長", "note": "まだ早い", "answered_on": TODAY}
    answer = record_host_answer(proposal=proposal, organization=council, **said, actor=arai)
    tie = BackToBack.objects.create(
        municipality=world.city, first=plenary, second=similar, since=TODAY
    )
    return {
        "join_id": proposal.id,
        "host_id": council.id,
        "host_answer_id": answer.id,
        "tie_id": tie.id,
        "other_id": similar.id,
    }


def _directory(world: World, issue: Issue) -> dict[str, Any]:
    """A service for 大野 that is not in the printed list, asked about, corrected, introduced."""
    arai = world.viewer("arai")
    service = directory.add_service(
        details=directory.ServiceDetails(
            kind="snow", name="雪かき隊", operator_name="見本の会", is_public=False
        ),
        districts=[world.ono],
        actor=arai,
    )
    table = directory.put_in_table(
        content="名称,住所\n見本館,見本1\n".encode(),
        file_name="x.csv",
        kind="",
        is_public=False,
        actor=arai,
    )
    correction = Correction.objects.create(
        municipality=world.city, service=service, values={"fee": "無料"}, from_name="見本の会"
    )
    introduction = introduce_service(service=service, issue=issue, actor=arai)
    return {
        "service_id": service.id,
        "check_id": directory.ask_operators(operators=operators(arai), answer_by=None, actor=arai)[
            0
        ].id,
        "correction_id": correction.id,
        "import_id": table.id,
        "introduction_id": introduction.id,
    }


def _scanned_slip(world: World, meeting: Meeting) -> dict[str, Any]:
    """A scanned page of the meeting's, with handwriting."""
    readings = (slip(None, needs_review=True, crops={"needs": DOT}),)
    notices.take_in_scans(**file_of(*readings), meeting=meeting, actor=world.viewer("arai"))
    return {"scan_id": SlipScan.objects.get().id, "field": "needs"}


def _asked_date(world: World) -> dict[str, Any]:
    """A date poll of 大野 with one day and one person."""
    poll = meetings.ask_dates(
        body=world.bodies["ono"],
        question=meetings.Question(minutes=60, closes_on=date(2026, 11, 30)),
        starts=[with_time(date(2026, 12, 24), 13)],
        posts=[world.posts["minji"]],
        actor=world.viewer("arai"),
    )
    return {
        "poll_id": poll.id,
        "slot_id": poll.slots.get().id,
        "voter_id": poll.voters.get().id,
    }


def _change(world: World, meeting: Meeting) -> Notice:
    """A notice that the meeting was moved, as it stands once people were told."""
    facts = {"when": "令和8年11月20日(金)", "venue": "会館", "snow": ""}
    notice = Notice.objects.create(
        municipality=world.city,
        meeting=meeting,
        kind=NoticeKind.CHANGE,
        issued_on=TODAY,
        subject="日時の変更について",
        greeting="",
        purpose="変更いたします。",
        sender_organization="大野地区社会福祉協議会",
        contact_name="大野地区社会福祉協議会",
        reply_due_on=TODAY,
        approved_at=clock.now(),
        approved_facts={"way": "move", "reason": "", "before": facts, "after": facts},
    )
    first = meeting.expected.order_by("number")[0]
    Delivery.objects.create(
        municipality=world.city, notice=notice, expected=first, channel=Channel.PHONE
    )
    return notice


def _told_back(world: World, issue: Issue) -> dict[str, Any]:
    """A drafted answer, a drafted reminder, and the name of a paper."""
    arai = world.viewer("arai")
    answer = issues.draft_answer(trouble=_trouble(world), text="当番を組みました", actor=arai)
    due = issues.add_action(
        issue=issue, what="旗を立てる", who="白旗野町会", due_on=TODAY, actor=arai
    )
    reminder = issues.write_reminder(
        action=due, text="期限が近づきました", channel=Channel.PHONE, actor=arai
    )
    return {"answer_id": answer.id, "reminder_id": reminder.id, "paper": "letter"}


def _trouble(world: World) -> Trouble:
    return issues.raise_trouble(
        district=world.ono,
        text="雪捨て場が遠い",
        raised_by="白旗野町会",
        via="phone",
        raised_on=TODAY,
        actor=world.viewer("arai"),
    )


def _draw(world: World) -> None:
    """A drawing of 大野."""
    out = io.BytesIO()
    Image.new("RGB", (300, 300), "white").save(out, "PNG")
    issues.put_in_drawing(district=world.ono, picture=out.getvalue(), actor=world.viewer("arai"))


def addresses(ids: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The name of every address of the desk about one thing, and the address."""
    for route in routes(get_resolver().url_patterns):
        if route.name.startswith("desk:") and route.converters:
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
    assert missing <= {"desk:circular_paper"}


def test_another_district_is_a_closed_door_at_every_address(
    desk: DeskClients, ids: dict[str, Any], written: int
) -> None:
    let_in = {name: code for name, code in answers(desk.shiraishi, ids).items() if code != 404}
    # A hall and the words of the search are everybody's: who keeps them is said.
    # So are the stages of the roll-out, and the districts themselves.
    whole_city = ("venue_", "synonyms_", "rollout_stage_", "districts_")
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
    # Districts are made, split and merged by the city.
    own |= {"districts_rename", "districts_split", "districts_undo"}
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
