"""Proposing whom to call. A meeting is a flexible set of people chosen by its topics."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from sasaeai.kernel.display import short_date
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import is_told_of
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import BodyMember, Expected, Meeting
from sasaeai.meetings.queries.call import (
    CallRow,
    call_row,
    expected_of,
    posts_called,
    vacancy_warning,
)
from sasaeai.meetings.queries.holders import Terms, terms_for
from sasaeai.people.models import Organization, OrganizationDistrict, Post, Tenure

POST, ORGANIZATION, GUEST = "post", "organization", "guest"


@dataclass(frozen=True, slots=True)
class CallProposal:
    """One person, vacant post, organisation or guest that might be called.

    kind: "post" | "organization" | "guest"; source_id: the row of that kind (a guest: the
    Expected row of last time). reasons: sentences. other_posts: further posts that the same
    person holds. ticked: proposed for this meeting, not only remembered from the last one.
    group: the side a guest spoke for (発言の区分); posts and organisations have their own.
    """

    kind: str
    source_id: UUID
    organization_name: str
    post_title: str
    person_name: str
    reasons: tuple[str, ...]
    other_posts: tuple[str, ...]
    warnings: tuple[str, ...]
    ticked: bool
    group: str

    @property
    def key(self) -> str:
        """The value of its tick box."""
        return f"{self.kind}:{self.source_id}"


@dataclass(slots=True)
class _Candidate:
    """A proposal while reasons for it are gathered."""

    kind: str
    source_id: UUID
    names: tuple[str, str, str]
    person_id: UUID | None = None
    reasons: list[str] = field(default_factory=list)
    other_posts: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    ticked: bool = False
    group: str = ""

    def add(self, reason: str, *, ticked: bool) -> None:
        if reason not in self.reasons:
            self.reasons.append(reason)
        self.ticked = self.ticked or ticked

    def proposal(self) -> CallProposal:
        organization, title, person = self.names
        return CallProposal(
            kind=self.kind,
            source_id=self.source_id,
            organization_name=organization,
            post_title=title,
            person_name=person,
            reasons=tuple(self.reasons),
            other_posts=tuple(self.other_posts),
            warnings=tuple(self.warnings),
            ticked=self.ticked,
            group=self.group,
        )


@dataclass(frozen=True, slots=True)
class CallSheet:
    """The page of a call: who is called, and who else is proposed."""

    rows: tuple[CallRow, ...]
    proposals: tuple[CallProposal, ...]

    @property
    def ticked(self) -> int:
        """How many are proposed for this meeting."""
        return sum(proposal.ticked for proposal in self.proposals)


def call_sheet(meeting: Meeting, *, viewer: Viewer) -> CallSheet:
    """Who is called; and usual members, what the topics propose, those called last time.

    Whoever is called already, by this or another post, is not proposed; a person with several
    posts comes once. Seven queries, however many rows. `meeting` carries its body.
    """
    called = expected_of(meeting)
    gathered = _Gathered(meeting, called)
    if meeting.is_planned:
        gathered.add_members_and_topic_calls()
        gathered.add_last_time()
    terms = terms_for(
        {*gathered.post_ids(), *posts_called(called)},
        meeting.held_on,
        today=viewer.on,
        municipality_id=meeting.municipality_id,
    )
    return CallSheet(
        rows=tuple(call_row(expected, terms, meeting.held_on) for expected in called),
        proposals=tuple(gathered.proposals(terms)),
    )


class _Gathered:
    """Candidates of one meeting in the order they were found, each with all its reasons."""

    def __init__(self, meeting: Meeting, called: list[Expected]) -> None:
        self._meeting = meeting
        self._city = meeting.municipality_id
        self._day = meeting.held_on
        self._called = called
        self._posts: dict[UUID, tuple[Post, list[tuple[str, bool]]]] = {}
        self._others: dict[UUID, _Candidate] = {}
        self._served: list[tuple[Organization, list[Post], str]] = []

    def add_members_and_topic_calls(self) -> None:
        """Posts usually called to the body; organisations that the agenda's topics propose."""
        served = self._topic_calls()
        members, by_organization = self._posts_of({each.id for each, _reason in served})
        for post in members:
            self._add_post(post, _("いつもの参集者です。"), ticked=True)
        for organization, reason in served:
            posts = by_organization.get(organization.id, [])
            self._served.append((organization, posts, reason))

    def add_last_time(self) -> None:
        """Those called to the body's last meeting: remembered, not ticked."""
        earlier = (
            Meeting.objects.filter(
                is_told_of(),
                municipality_id=self._city,
                body_id=self._meeting.body_id,
                starts_at__lt=self._meeting.starts_at,
            )
            .exclude(state=MeetingState.CANCELLED)
            .exclude(pk=self._meeting.pk)
            .order_by("-starts_at")
        )
        calls = (
            Expected.objects.current()
            .filter(municipality_id=self._city, meeting=Subquery(earlier.values("pk")[:1]))
            .select_related("meeting", "post__organization__kind", "organization__kind")
        )
        for expected in calls:
            reason = _("前回（%(day)s）に声をかけました。") % {
                "day": short_date(expected.meeting.held_on)
            }
            if expected.post is not None:
                self._add_post(expected.post, reason, ticked=False)
            else:
                self._add_without_post(expected, reason)

    def post_ids(self) -> set[UUID]:
        """Every post whose holder matters."""
        return {*self._posts, *(post.id for _o, posts, _r in self._served for post in posts)}

    def proposals(self, terms: Terms) -> list[CallProposal]:
        """All candidates, persons merged, people called already left out."""
        for organization, posts, reason in self._served:
            self._add_organization(organization, posts, terms, reason)
        called_posts = set(posts_called(self._called))
        called_people = {expected.person_id for expected in self._called if expected.person_id}
        found: list[_Candidate] = []
        by_person: dict[UUID, _Candidate] = {}
        for post, reasons in self._posts.values():
            term = terms.on_the_day.get(post.id)
            if post.id in called_posts or (term and term.person_id in called_people):
                continue
            if term is not None and (known := by_person.get(term.person_id)) is not None:
                known.other_posts.append(str(post))
                candidate = known
            else:
                candidate = _of_post(post, term, terms.today.get(post.id), self._day)
                found.append(candidate)
                if term is not None:
                    by_person[term.person_id] = candidate
            for reason, ticked in reasons:
                candidate.add(reason, ticked=ticked)
        ordered = sorted(found, key=lambda candidate: not candidate.ticked)
        return [candidate.proposal() for candidate in [*ordered, *self._others.values()]]

    # ── Gathering ────────────────────────────────────────────────────────────────────────────

    def _add_post(self, post: Post, reason: str, *, ticked: bool) -> None:
        if _is_over(post.ended_on, self._day) or _is_over(post.organization.ended_on, self._day):
            return
        self._posts.setdefault(post.id, (post, []))[1].append((reason, ticked))

    def _add_organization(
        self,
        organization: Organization,
        posts: list[Post],
        terms: Terms,
        reason: str,
    ) -> None:
        known = [post for post, _reasons in self._posts.values()]
        there = [post for post in known if post.organization_id == organization.id]
        if there:
            self._add_post(there[0], reason, ticked=True)
        elif posts:
            post = next((post for post in posts if post.id in terms.on_the_day), posts[0])
            self._add_post(post, reason, ticked=True)
        elif organization.id not in {expected.organization_id for expected in self._called}:
            names = (organization.name, "", "")
            candidate = _Candidate(ORGANIZATION, organization.id, names)
            candidate.warnings.append(_("役職の登録がないので、団体あてになります。"))
            self._others.setdefault(organization.id, candidate).add(reason, ticked=True)

    def _add_without_post(self, expected: Expected, reason: str) -> None:
        """A guest or an organisation of last time."""
        same = {(c.organization_name, c.post_title, c.person_name) for c in self._called}
        names = (expected.organization_name, expected.post_title, expected.person_name)
        if names in same:
            return
        if expected.organization is not None and not expected.person_name:
            if _is_over(expected.organization.ended_on, self._day):
                return
            candidate = _Candidate(ORGANIZATION, expected.organization.id, names)
        else:
            candidate = _Candidate(GUEST, expected.id, names, group=expected.group)
        self._others.setdefault(candidate.source_id, candidate).add(reason, ticked=False)

    def _topic_calls(self) -> list[tuple[Organization, str]]:
        """Organisations that serve the district on the day, of the kinds that the topics of the
        agenda propose, with the reason; in register order, once for each item.
        """
        by_kind = "organization__kind__topic_calls"
        serving = (
            OrganizationDistrict.objects.filter(
                Q(since__isnull=True) | Q(since__lte=self._day),
                Q(until__isnull=True) | Q(until__gte=self._day),
                municipality_id=self._city,
                district_id=self._meeting.body.district_id,
                **{
                    f"{by_kind}__topic__items__meeting": self._meeting,
                    f"{by_kind}__topic__items__removed_at__isnull": True,
                },
            )
            .annotate(
                item_title=F(f"{by_kind}__topic__items__title"),
                item_place=F(f"{by_kind}__topic__items__position"),
                why=F(f"{by_kind}__reason"),
            )
            .select_related("organization__kind")
            .order_by(
                "organization__kind__position",
                "organization__kana",
                "organization__name",
                "item_place",
            )
        )
        found = [
            (
                row.organization,
                _("議題「%(item)s」：%(why)s") % {"item": row.item_title, "why": row.why},
            )
            for row in serving
            if not _is_over(row.organization.ended_on, self._day)
        ]
        return list(dict.fromkeys(found))

    def _posts_of(self, organizations: set[UUID]) -> tuple[list[Post], dict[UUID, list[Post]]]:
        """The usual members' posts in order, and the posts of some organisations. One query."""
        members = BodyMember.objects.current().filter(
            municipality_id=self._city, body_id=self._meeting.body_id
        )
        place = members.filter(post_id=OuterRef("pk")).values("position")[:1]
        posts = list(
            Post.objects.filter(
                Q(pk__in=members.values("post_id")) | Q(organization_id__in=organizations),
                municipality_id=self._city,
            )
            .annotate(member_place=Subquery(place))
            .select_related("organization__kind")
            .order_by("position", "created_at")
        )
        usual = [post for post in posts if post.member_place is not None]
        by_organization: dict[UUID, list[Post]] = {}
        for post in posts:
            if not _is_over(post.ended_on, self._day):
                by_organization.setdefault(post.organization_id, []).append(post)
        return sorted(usual, key=lambda post: post.member_place), by_organization


def _of_post(post: Post, term: Tenure | None, present: Tenure | None, day: date) -> _Candidate:
    """A candidate for a post: whoever holds it on the day of the meeting."""
    name = term.person.name if term else ""
    candidate = _Candidate(POST, post.id, (post.organization.name, post.title, name))
    if term is None:
        candidate.warnings.append(vacancy_warning(present, day))
    return candidate


def _is_over(ended_on: date | None, day: date) -> bool:
    return ended_on is not None and ended_on <= day
