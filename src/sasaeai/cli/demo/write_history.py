"""Writes bodies, and the three meetings of 平成30年度, through the rooms' actions."""

from __future__ import annotations

from sasaeai.audit import actions as audit
from sasaeai.cli.demo.history import (
    BRIEFING_IN_SHINJO,
    BRIEFINGS,
    MEETINGS,
    RECOGNITION_CONDITION,
    RECOGNITION_DECIDED_AT,
    SOURCE,
    BodyRow,
    ItemRow,
    PastMeeting,
)
from sasaeai.cli.demo.register import Register
from sasaeai.cli.demo.year import BODIES
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings import actions as meetings
from sasaeai.meetings.actions import closing, remarks
from sasaeai.meetings.enums import Regime
from sasaeai.meetings.models import AgendaItem, Meeting


def write_bodies(register: Register) -> None:
    """The two districts' bodies, their usual members, and the recognition in 新城."""
    actor = register.system(register.today)
    for key, row in {**BODIES, **BRIEFINGS}.items():
        register.bodies[key] = meetings.create_body(
            district=register.districts[row.district],
            details=_details(register, row),
            hosts=[register.organizations[host] for host in row.hosts],
            actor=actor,
        )
        for member in row.members:
            meetings.add_member(body=register.bodies[key], post=register.posts[member], actor=actor)
    meetings.recognize_body(
        body=register.bodies["network"],
        counts_for=register.bodies["shinjo"],
        since=BRIEFING_IN_SHINJO,
        decided_at=RECOGNITION_DECIDED_AT,
        decided_on=BRIEFING_IN_SHINJO,
        condition=RECOGNITION_CONDITION,
        links=[register.posts["coordinator"], register.posts["coordinator_2"]],
        actor=actor,
    )


def _details(register: Register, row: BodyRow) -> meetings.BodyDetails:
    return meetings.BodyDetails(
        name=row.name,
        kind=row.kind,
        purpose=row.purpose,
        yearly_target=row.yearly_target,
        usual_start=row.start,
        usual_venue=register.venues[row.venue] if row.venue else None,
        prepares=register.bodies[row.prepares] if row.prepares else None,
        ended_on=row.ended_on,
    )


def write_history(register: Register) -> None:
    """The meetings of the source. Their record is the source, so nothing is left to be made."""
    for row in MEETINGS:
        _write_past(register, row)


def _write_past(register: Register, row: PastMeeting) -> None:
    actor = register.system(row.on)
    meeting = meetings.prepare_meeting(
        body=register.bodies[row.body],
        plan=meetings.Plan(
            on=row.on,
            start=row.start,
            end=row.end,
            venue=register.venues[row.venue],
            regime=Regime.OPEN,
        ),
        actor=actor,
    )
    for organization, group in row.called:
        meetings.call_guest(
            meeting=meeting, organization_name=organization, group=group, actor=actor
        )
    for item in row.items:
        write_item(register, meeting, item, actor)
    meeting = closing.note_day(
        meeting=meeting,
        next_note="",
        reported_count=row.people,
        base_version=meeting.version,
        actor=actor,
    )
    set_origin(meeting, actor, source_note="、".join(filter(None, (SOURCE, row.note))))
    closing.close_meeting(meeting=meeting, actor=actor)


def write_item(register: Register, meeting: Meeting, row: ItemRow, actor: Viewer) -> AgendaItem:
    """An item with what was said about it and what became of it."""
    item = meetings.add_item(
        meeting=meeting,
        title=row.title,
        kind=row.kind,
        topic=register.topics[row.topic] if row.topic else None,
        actor=actor,
    )
    for kind, group, text in row.remarks:
        remarks.add_remark(item=item, kind=kind, text=text, group=group, actor=actor)
    return remarks.set_outcome(
        item=item,
        outcome=row.outcome,
        text=row.outcome_text,
        base_version=item.version,
        actor=actor,
    )


def set_origin(
    meeting: Meeting, actor: Viewer, *, source_note: str = "", is_sample: bool = False
) -> None:
    """Say where a meeting comes from: a report, or invented for the demo. No page offers that."""
    before = audit.snapshot(meeting, ["source_note", "is_sample"])
    meeting.source_note, meeting.is_sample = source_note, is_sample
    meeting.save(update_fields=["source_note", "is_sample"])
    audit.record(
        actor=actor,
        verb="mark origin",
        obj=meeting,
        before=before,
        after=audit.snapshot(meeting, ["source_note", "is_sample"]),
    )
