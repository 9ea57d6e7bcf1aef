"""Proposing whom to call. A meeting is a flexible set of people chosen by its topics."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from sasaeai.kernel.viewer import Viewer
from sasaeai.kernel.wareki import short_date
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import AgendaItem, BodyMember, Expected, Meeting, TopicCall
from sasaeai.meetings.queries.call import vacancy_warning
from sasaeai.meetings.queries.holders import holders_on
from sasaeai.people.models import Organization, OrganizationDistrict, Post, Tenure

POST, ORGANIZATION, GUEST = "post", "organization", "guest"


@dataclass(frozen=True, slots=True)
class CallProposal:
    """One person, vacant post, organisation or guest that might be called.

    kind: "post" | "organization" | "guest"; source_id: the row of that kind (a guest: the
    Expected row of last time). reasons: sentences. other_posts: further posts that the same
    person holds. ticked: proposed for this meeting, not only remembered from the last one.
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
        )


def call_proposals(meeting: Meeting, *, viewer: Viewer) -> list[CallProposal]:
    """Usual members, kinds of organisation that the topics propose, those called last time.

    Whoever is called already, by this or another post, is left out; a person with several posts
    comes once. The number of queries does not grow with the rows.
    """
    gathered = _Gathered(meeting, viewer)
    gathered.add_members()
    gathered.add_topic_calls()
    gathered.add_last_time()
    return gathered.proposals()


class _Gathered:
    """Candidates of one meeting in the order they were found, each with all its reasons."""

    def __init__(self, meeting: Meeting, viewer: Viewer) -> None:
        self._meeting = meeting
        self._viewer = viewer
        self._city = meeting.municipality_id
        self._posts: dict[UUID, tuple[Post, list[tuple[str, bool]]]] = {}
        self._others: dict[UUID, _Candidate] = {}
        self._called = list(
            Expected.objects.current().filter(municipality_id=self._city, meeting=meeting)
        )

    def add_members(self) -> None:
        """Posts that are usually called to the body."""
        members = (
            BodyMember.objects.current()
            .filter(municipality_id=self._city, body_id=self._meeting.body_id)
            .select_related("post__organization__kind")
        )
        for member in members:
            self._add_post(member.post, _("いつもの参集者です。"), ticked=True)

    def add_topic_calls(self) -> None:
        """Organisations of the district of the kinds that the agenda's topics propose."""
        calls = self._topic_calls()
        if not calls:
            return
        served = self._serving({kind for kind, _reason in calls})
        posts = self._posts_of([organization.id for organization in served])
        held = holders_on(
            [post.id for found in posts.values() for post in found],
            self._meeting.held_on,
            municipality_id=self._city,
        )
        for organization in served:
            reasons = [reason for kind, reason in calls if kind == organization.kind_id]
            for reason in reasons:
                self._add_organization(organization, posts.get(organization.id, []), held, reason)

    def add_last_time(self) -> None:
        """Those called to the body's last meeting: remembered, not ticked."""
        last = (
            Meeting.objects.filter(
                municipality_id=self._city,
                body_id=self._meeting.body_id,
                starts_at__lt=self._meeting.starts_at,
            )
            .exclude(state=MeetingState.CANCELLED)
            .exclude(pk=self._meeting.pk)
            .order_by("-starts_at")
            .first()
        )
        if last is None:
            return
        reason = _("前回（%(day)s）に声をかけました。") % {"day": short_date(last.held_on)}
        calls = Expected.objects.current().filter(municipality_id=self._city, meeting=last)
        for expected in calls.select_related("post__organization__kind", "organization__kind"):
            if expected.post is not None:
                self._add_post(expected.post, reason, ticked=False)
            else:
                self._add_without_post(expected, reason)

    def proposals(self) -> list[CallProposal]:
        """All candidates, persons merged, people called already left out."""
        ids, day = list(self._posts), self._meeting.held_on
        on_the_day = holders_on(ids, day, municipality_id=self._city)
        today = holders_on(ids, self._viewer.on, municipality_id=self._city)
        called_posts = {expected.post_id for expected in self._called}
        called_people = {expected.person_id for expected in self._called if expected.person_id}
        found: list[_Candidate] = []
        by_person: dict[UUID, _Candidate] = {}
        for post_id, (post, reasons) in self._posts.items():
            term = on_the_day.get(post_id)
            if post_id in called_posts or (term and term.person_id in called_people):
                continue
            if term is not None and (known := by_person.get(term.person_id)) is not None:
                known.other_posts.append(str(post))
                candidate = known
            else:
                candidate = _of_post(post, term, today.get(post_id), day)
                found.append(candidate)
                if term is not None:
                    by_person[term.person_id] = candidate
            for reason, ticked in reasons:
                candidate.add(reason, ticked=ticked)
        return [candidate.proposal() for candidate in [*found, *self._others.values()]]

    # ── Gathering ────────────────────────────────────────────────────────────────────────────

    def _add_post(self, post: Post, reason: str, *, ticked: bool) -> None:
        if _is_over(post.ended_on, self._meeting.held_on) or _is_over(
            post.organization.ended_on, self._meeting.held_on
        ):
            return
        self._posts.setdefault(post.id, (post, []))[1].append((reason, ticked))

    def _add_organization(
        self,
        organization: Organization,
        posts: list[Post],
        held: dict[UUID, Tenure],
        reason: str,
    ) -> None:
        known = [post for post, _reasons in self._posts.values()]
        there = [post for post in known if post.organization_id == organization.id]
        if there:
            self._add_post(there[0], reason, ticked=True)
        elif posts:
            post = next((post for post in posts if post.id in held), posts[0])
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
            if _is_over(expected.organization.ended_on, self._meeting.held_on):
                return
            candidate = _Candidate(ORGANIZATION, expected.organization.id, names)
        else:
            candidate = _Candidate(GUEST, expected.id, names)
        self._others.setdefault(candidate.source_id, candidate).add(reason, ticked=False)

    def _topic_calls(self) -> list[tuple[UUID, str]]:
        """(kind of organisation, reason) of each item's topic, in the order of the agenda."""
        items = (
            AgendaItem.objects.current()
            .filter(municipality_id=self._city, meeting=self._meeting, topic__isnull=False)
            .order_by("position")
        )
        titles = [(item.topic_id, item.title) for item in items]
        if not titles:
            return []
        calls = TopicCall.objects.filter(
            municipality_id=self._city, topic_id__in=[topic for topic, _title in titles]
        ).order_by("kind__position")
        return [
            (call.kind_id, _("議題「%(item)s」：%(why)s") % {"item": title, "why": call.reason})
            for topic, title in titles
            for call in calls
            if call.topic_id == topic
        ]

    def _serving(self, kinds: set[UUID]) -> list[Organization]:
        """Organisations of these kinds that serve the district on the day, in register order."""
        day = self._meeting.held_on
        serving = OrganizationDistrict.objects.filter(
            Q(since__isnull=True) | Q(since__lte=day),
            Q(until__isnull=True) | Q(until__gte=day),
            municipality_id=self._city,
            district_id=self._meeting.body.district_id,
            organization__kind__in=kinds,
        ).select_related("organization__kind")
        rows = serving.order_by(
            "organization__kind__position", "organization__kana", "organization__name"
        )
        found = {row.organization_id: row.organization for row in rows}
        return [each for each in found.values() if not _is_over(each.ended_on, day)]

    def _posts_of(self, organizations: list[UUID]) -> dict[UUID, list[Post]]:
        posts: dict[UUID, list[Post]] = {}
        rows = Post.objects.filter(
            municipality_id=self._city, organization_id__in=organizations
        ).select_related("organization__kind")
        for post in rows.order_by("organization_id", "position", "created_at"):
            if not _is_over(post.ended_on, self._meeting.held_on):
                posts.setdefault(post.organization_id, []).append(post)
        return posts


def _of_post(post: Post, term: Tenure | None, present: Tenure | None, day: date) -> _Candidate:
    """A candidate for a post: whoever holds it on the day of the meeting."""
    name = term.person.name if term else ""
    candidate = _Candidate(POST, post.id, (post.organization.name, post.title, name))
    if term is None:
        candidate.warnings.append(vacancy_warning(present, day))
    return candidate


def _is_over(ended_on: date | None, day: date) -> bool:
    return ended_on is not None and ended_on <= day


def ticked_count(proposals: Iterable[CallProposal]) -> int:
    """How many are proposed for this meeting."""
    return sum(proposal.ticked for proposal in proposals)
