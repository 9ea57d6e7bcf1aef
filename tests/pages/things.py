"""One thing of each kind that belongs to 大野 alone, for whoever asks for its address."""

from __future__ import annotations

import io
import uuid
from datetime import date
from typing import Any

from PIL import Image

from sasaeai.directory import actions as directory
from sasaeai.directory.models import Correction
from sasaeai.directory.queries import operators
from sasaeai.issues import actions as issues
from sasaeai.issues.actions.introductions import introduce_service
from sasaeai.issues.models import Issue, PassedOn, Trouble
from sasaeai.kernel import clock
from sasaeai.meetings import actions as meetings
from sasaeai.meetings.actions import make_feed
from sasaeai.meetings.actions.handouts import add_handout, give_copy
from sasaeai.meetings.actions.phrases import add_phrase
from sasaeai.meetings.models import Acknowledgement, Body, BodyHost, Meeting, Recognition
from sasaeai.minutes import actions as minutes
from sasaeai.minutes.actions.corrections import record_correction
from sasaeai.minutes.models import Extract
from sasaeai.notices import actions as notices
from sasaeai.notices.enums import NoticeKind
from sasaeai.notices.models import Delivery, LineFriend, Notice, SlipScan
from sasaeai.people.actions.pledges import record_pledge
from sasaeai.people.enums import Channel
from sasaeai.planning.actions.activities import ActivityDetails, write_activity
from sasaeai.planning.actions.joining import propose_join, record_host_answer
from sasaeai.planning.models import BackToBack
from sasaeai.search.actions import add_group
from tests.hall.device import carry_for
from tests.minutes.conftest import approve, hold
from tests.notices.scanned import DOT, file_of, slip
from tests.rollout.know_how import know_how_of_ono
from tests.rollout.pattern_world import formed_in_ono
from tests.rollout.stage_things import roll_out
from tests.world import TODAY, World, with_time


def things_of_ono(world: World) -> dict[str, Any]:
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
    composed = minutes.compose_minutes(meeting=meeting, actor=arai)
    wish = record_correction(
        minutes=composed,
        revision_number=1,
        said_by="白旗野町会 会長",
        came_how="phone",
        came_on=TODAY,
        text="12世帯でした。",
        actor=arai,
    )
    extract = Extract.objects.create(
        municipality=world.city,
        minutes=composed,
        revision=composed.revisions.get(),
        item=item.id,
        title=item.title,
        receivers="道路維持課",
        purpose="除雪",
    )
    made = approve(world, composed)
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
        "extract_id": extract.id,
        "minutes_correction_id": wish.id,
        "phrase_id": add_phrase(kind="remark", text="見本の定型文。", actor=arai).id,
        "remark_id": item.remarks.all()[0].id,
        "body_id": world.bodies["ono"].id,
        "district_id": world.ono.id,
        "assignment_id": world.ono.assignments.all()[0].id,
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
        **_papers(world, meeting),
        **_carried(world),
        "ext": "pdf",
    }


def _carried(world: World) -> dict[str, Any]:
    """A device that has a meeting of 大野, and a card it brought back."""
    device = carry_for(world, "ohashi", world.add_meeting(on=date(2026, 11, 20)))
    card = uuid.uuid4()
    device.write("trouble", card, {"text": "雪捨て場が遠い。", "raised_by": ""})
    device.send()
    return {"carry_id": device.carry.id, "card_id": card}


def _papers(world: World, meeting: Meeting) -> dict[str, Any]:
    """A paper of the meeting with a copy that is out, a pledge, and a kind of organisation."""
    arai = world.viewer("arai")
    handout = add_handout(
        meeting=meeting, title="寄せ場の地図", copies=2, is_collected=True, actor=arai
    )
    copy = handout.numbered.order_by("number")[0]
    give_copy(copy=copy, holder="白旗野町会 会長", actor=arai)
    term = world.posts["chokai"].tenures.get()
    return {
        "handout_id": handout.id,
        "copy_id": copy.id,
        "pledge_id": record_pledge(tenure=term, signed_on=TODAY, actor=arai).id,
        "acknowledgement_id": Acknowledgement.objects.create(
            municipality=world.city, meeting=meeting, tenure=term, words="見本", on_paper=True
        ).id,
        "kind_id": world.kinds["chokai"].id,
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
