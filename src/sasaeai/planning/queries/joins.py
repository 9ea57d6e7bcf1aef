"""One proposal to hold fewer meetings: its hosts, what each said, what came of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from sasaeai.accounts.models import DistrictAssignment
from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import is_told_of
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Body, BodyHost, Meeting
from sasaeai.people.enums import StaffRole
from sasaeai.people.models import Organization, Post, Venue
from sasaeai.planning.access import visible_pairs, visible_proposals
from sasaeai.planning.models import BackToBack, HostAnswer, JoinProposal

BREAK_MINUTES = 10
"""Minutes between two meetings held back to back, for changing seats."""


@dataclass(frozen=True, slots=True)
class HostLine:
    """A host of one or both bodies. has_ended: it works no more and cannot be asked."""

    organization: Organization
    bodies: tuple[Body, ...]
    answer: HostAnswer | None
    has_ended: bool


@dataclass(frozen=True, slots=True)
class DayAfter:
    """When a body would follow another on the same day. Times are those of Japan."""

    first: Meeting
    on: date
    start: time
    end: time
    venue: Venue

    @property
    def values(self) -> dict[str, object]:
        """What the form of the next meeting arrives filled with; its other days are the first one's."""
        return {
            "on": self.on,
            "start": self.start,
            "end": self.end,
            "venue": self.venue,
            "snow_on": self.first.snow_on,
            "reply_due_on": self.first.reply_due_on,
        }


def get_visible_proposal(
    proposal_id: UUID, *, viewer: Viewer, removed: bool = False
) -> JoinProposal:
    """A proposal with both bodies; `removed` also finds one taken back. NotFound for strangers."""
    found = visible_proposals(viewer).filter(pk=proposal_id)
    if not removed:
        found = found.filter(removed_at__isnull=True)
    proposal = found.select_related(
        "body__district", "counts_for__district", "recognition", "municipality"
    ).first()
    if proposal is None:
        raise NotFound(_("この提案は見つかりません。"))
    return proposal


def get_visible_host_answer(answer_id: UUID, *, viewer: Viewer) -> HostAnswer:
    """What a host said, also where it was taken back. NotFound for strangers."""
    answer = (
        HostAnswer.objects.filter(
            municipality_id=viewer.municipality_id,
            pk=answer_id,
            proposal__in=visible_proposals(viewer).filter(removed_at__isnull=True),
        )
        .select_related(
            "organization", "proposal__body__district", "proposal__counts_for__district"
        )
        .first()
    )
    if answer is None:
        raise NotFound(_("この答えは見つかりません。"))
    return answer


def hosts_asked(proposal: JoinProposal, *, on: date) -> list[HostLine]:
    """Every host of the two bodies once, those of the larger one first. Two queries."""
    hosts = (
        BodyHost.objects.filter(
            municipality_id=proposal.municipality_id,
            body_id__in=[proposal.counts_for_id, proposal.body_id],
        )
        .select_related("organization", "body")
        .order_by("position")
    )
    answers = {
        answer.organization_id: answer
        for answer in HostAnswer.objects.current().filter(
            municipality_id=proposal.municipality_id, proposal=proposal
        )
    }
    bodies: dict[Organization, list[Body]] = defaultdict(list)
    for host in sorted(hosts, key=lambda host: host.body_id != proposal.counts_for_id):
        bodies[host.organization].append(host.body)
    return [
        HostLine(
            organization,
            tuple(of),
            answers.get(organization.id),
            organization.ended_on is not None and organization.ended_on < on,
        )
        for organization, of in bodies.items()
    ]


def coordinators_of(body: Body, *, on: date) -> list[Post]:
    """Posts of the coordinators who look after a body's district on a day. One query."""
    assigned = (
        DistrictAssignment.objects.filter(
            Q(until__isnull=True) | Q(until__gte=on),
            Q(tenure__until__isnull=True) | Q(tenure__until__gte=on),
            municipality_id=body.municipality_id,
            district_id=body.district_id,
            since__lte=on,
            tenure__since__lte=on,
            tenure__post__role=StaffRole.COORDINATOR,
        )
        .select_related("tenure__post__organization")
        .order_by("tenure__post__position", "created_at")
    )
    return list(dict.fromkeys(row.tenure.post for row in assigned))


def get_visible_pair(pair_id: UUID, *, viewer: Viewer) -> BackToBack:
    """Two bodies held back to back. NotFound for strangers."""
    pairs = visible_pairs(viewer).select_related("first__district", "second__district")
    if (pair := pairs.filter(pk=pair_id).first()) is None:
        raise NotFound(_("この「続けて開催」は見つかりません。"))
    return pair


def day_after(body: Body, *, viewer: Viewer) -> DayAfter | None:
    """When the next meeting of `body` follows the one it is paired with; None without one.

    The first meeting that is planned and has none of `body` on its day. Two queries.
    """
    pair = (
        BackToBack.objects.current()
        .filter(
            Q(until__isnull=True) | Q(until__gte=viewer.on), municipality_id=body.municipality_id
        )
        .filter(second=body)
        .order_by("-since")
        .first()
    )
    if pair is None:
        return None
    planned = (
        Meeting.objects.filter(
            is_told_of(),
            municipality_id=body.municipality_id,
            body_id__in=[pair.first_id, pair.second_id],
            starts_at__gte=clock.at(max(viewer.on, pair.since), time(0)),
        )
        .exclude(state=MeetingState.CANCELLED)
        .select_related("venue", "body")
        .order_by("starts_at")
    )
    meetings = list(planned)
    taken = {meeting.held_on for meeting in meetings if meeting.body_id == body.id}
    for first in meetings:
        if first.body_id == pair.first_id and first.held_on not in taken:
            return _right_after(first, body, pair)
    return None


def _right_after(first: Meeting, body: Body, pair: BackToBack) -> DayAfter | None:
    ends = clock.to_tokyo(first.ends_at)
    start = ends + timedelta(minutes=BREAK_MINUTES)
    end = start + timedelta(minutes=body.usual_minutes)
    if end.date() != first.held_on or (pair.until is not None and pair.until < first.held_on):
        return None
    return DayAfter(first, first.held_on, _plain(start), _plain(end), first.venue)


def _plain(moment: datetime) -> time:
    return moment.time().replace(second=0, microsecond=0)
