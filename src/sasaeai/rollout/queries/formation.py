"""A pattern laid over a district: everything filled in, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from sasaeai.accounts.models import DistrictAssignment
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Body, Meeting
from sasaeai.meetings.queries.bodies import venues_for
from sasaeai.people.enums import StaffRole
from sasaeai.people.models import District, Organization, OrganizationKind, Post, Venue
from sasaeai.rollout.models import Pattern, PatternUse
from sasaeai.rollout.queries import formation_days as days
from sasaeai.rollout.queries.agreements import AgreedWay, agreed_defaults
from sasaeai.rollout.queries.formation_seen import Seen, named
from sasaeai.rollout.queries.pattern_shape import (
    DISTRICT,
    BodyShape,
    ItemShape,
    PatternShape,
    kinds_by_code,
    shape_of,
)
from sasaeai.rollout.queries.pattern_uses import Standing, standing_of_use
from sasaeai.rollout.queries.patterns import plain_name
from sasaeai.rollout.queries.roster import Gap, KindChoice, Roster, roster_of

DEFAULT_START = time(13, 30)
"""Both briefings of the source were in the afternoon; that of 新城 began at 13:30."""


@dataclass(frozen=True, slots=True)
class BodyPlan:
    """A body as a pattern proposes it to a district, or as it stands there already.

    found: the district's own body of the kind; may_change: the viewer runs it and the pattern does
    not merely use it. on: day of its first meeting, None when none is prepared; meeting: the one
    that is prepared already. year: the days of a year at its rhythm, `on` first. agenda: titles that
    stand on the agenda of its meeting; members: posts that are usual members.
    """

    shape: BodyShape
    found: Body | None
    candidates: tuple[Body, ...]
    may_change: bool
    name: str
    purpose: str
    yearly_target: int
    usual_start: time
    usual_minutes: int
    usual_venue: Venue | None
    regime: str
    hosts: tuple[Organization, ...]
    host_choices: tuple[Organization, ...]
    host_gaps: tuple[Gap, ...]
    kinds: tuple[KindChoice, ...]
    items: tuple[ItemShape, ...]
    on: date | None
    meeting: Meeting | None
    reasons: tuple[str, ...] = ()
    year: tuple[date, ...] = ()
    agenda: tuple[str, ...] = ()
    members: tuple[UUID, ...] = ()

    @property
    def key(self) -> str:
        return self.shape.key

    @property
    def is_held(self) -> bool:
        """Its first meeting has been held: nothing of it is prepared any more."""
        return self.meeting is not None and self.meeting.is_held

    @property
    def is_used_as_found(self) -> bool:
        """It meets already and the pattern only uses it: nothing of it is changed."""
        return self.found is not None and not self.may_change

    @property
    def wanted_posts(self) -> tuple[Post, ...]:
        """Posts that are ticked: proposed, or members already."""
        return tuple(each.post for kind in self.kinds for each in kind.posts if each.wanted)

    @property
    def seen(self) -> Seen:
        """What a page made from this shows."""
        return Seen(
            body=named(self.found),
            meeting=named(self.meeting),
            items=self.agenda,
            members=tuple(str(post) for post in self.members),
            ticked=tuple(str(post.id) for post in self.wanted_posts),
        )

    @property
    def in_pattern(self) -> tuple[KindChoice, ...]:
        return tuple(kind for kind in self.kinds if kind.in_pattern)

    @property
    def others(self) -> tuple[KindChoice, ...]:
        return tuple(kind for kind in self.kinds if not kind.in_pattern)


@dataclass(frozen=True, slots=True)
class StepPlan:
    """A step of the time plan. note: why not the day counted; done_on: when it was ticked off."""

    what: str
    who: str
    days_before: int
    due_on: date
    note: str = ""
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Formation:
    """All that choosing a pattern proposes to a district; what stands of it already is in it."""

    district: District
    pattern: Pattern
    shape: PatternShape
    use: PatternUse | None
    bodies: tuple[BodyPlan, ...]
    steps: tuple[StepPlan, ...]
    coordinators: tuple[Post, ...]
    linked: frozenset[UUID]
    venues: tuple[Venue, ...]
    agreed: AgreedWay | None
    notice_lead: str
    first_on: date
    today: date

    @property
    def main(self) -> BodyPlan:
        """The body whose first meeting the plan is counted from."""
        return next(body for body in self.bodies if body.key == self.shape.main.key)

    @property
    def is_applied(self) -> bool:
        """This pattern is the one that the district uses."""
        use = self.use
        return use is not None and use.removed_at is None and use.pattern_id == self.pattern.id

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What the register lacks, each once."""
        found: dict[str, Gap] = {}
        for body in self.bodies:
            if body.is_used_as_found:
                continue
            for gap in (*body.host_gaps, *(gap for kind in body.in_pattern for gap in kind.gaps)):
                found.setdefault(gap.sentence, gap)
        return tuple(found.values())


def formation_of(pattern: Pattern, district: District, *, viewer: Viewer) -> Formation:
    """What a pattern proposes to a district. Its number of queries does not grow with the rows."""
    shape = shape_of(pattern)
    there = standing_of_use(district, viewer=viewer)
    agreed = agreed_defaults(district, viewer=viewer)
    first, reasons = _first_day(shape, there, agreed, viewer)
    venues = tuple(venues_for(district))
    own = [venue for venue in venues if venue.district_id == district.id]
    laying = _Laying(
        shape=shape,
        district=district,
        there=there,
        agreed=agreed,
        roster=roster_of(district, on=viewer.on),
        kinds=kinds_by_code(viewer),
        viewer=viewer,
        first=first,
        reasons=reasons,
        hall=own[0] if len(own) == 1 else None,
    )
    coordinators, linked = _coordinators(district, viewer)
    return Formation(
        district=district,
        pattern=pattern,
        shape=shape,
        use=there.use,
        bodies=tuple(laying.plan(body) for body in shape.bodies),
        steps=_steps(shape, there, first, viewer.on),
        coordinators=coordinators,
        linked=linked,
        venues=venues,
        agreed=agreed,
        notice_lead=shape.notice_lead.replace(DISTRICT, district.name),
        first_on=first,
        today=viewer.on,
    )


@dataclass(frozen=True, slots=True)
class _Laying:
    """What a body's plan is made from. hall: the only one of the district, None of several."""

    shape: PatternShape
    district: District
    there: Standing
    agreed: AgreedWay | None
    roster: Roster
    kinds: Mapping[str, OrganizationKind]
    viewer: Viewer
    first: date
    reasons: tuple[str, ...]
    hall: Venue | None

    def plan(self, body: BodyShape) -> BodyPlan:
        """The plan of one body: as it stands where it does, else as the pattern and the agreement
        propose it.
        """
        found = self.there.body_of(body)
        is_main = body.key == self.shape.main.key
        agreed = self.agreed if is_main else None
        meeting = self.there.meeting_of(found, body.key)
        on, reasons = self._day(body, meeting, is_main=is_main)
        standing = self.there.items_of(meeting)
        target = found.yearly_target if found else (agreed or body).yearly_target
        months = days.months_in(agreed.months) if agreed else ()
        return BodyPlan(
            shape=body,
            found=found,
            candidates=self.there.candidates(body),
            may_change=found is None
            or (not body.existing and self.viewer.may_run(found.district_id)),
            name=found.name if found else plain_name(body.name, self.district.name),
            purpose=found.purpose if found else plain_name(body.purpose, self.district.name),
            yearly_target=target,
            usual_start=(found.usual_start if found else None)
            or (agreed.usual_start if agreed else None)
            or body.usual_start
            or DEFAULT_START,
            usual_minutes=found.usual_minutes if found else body.usual_minutes,
            usual_venue=self._venue(found),
            regime=found.usual_regime if found else body.regime,
            hosts=self._hosts(body, found),
            host_choices=self._host_choices(body, found),
            host_gaps=() if found else self._gaps(body.hosts),
            kinds=self._kinds(body, found, is_main=is_main),
            items=standing or _items(body, self.district),
            on=on,
            meeting=meeting,
            reasons=reasons,
            year=days.days_of_year(on, times=target, months=months) if on else (),
            agenda=tuple(item.title for item in standing),
            members=tuple(self.there.members_of(found)),
        )

    def _day(
        self, body: BodyShape, meeting: Meeting | None, *, is_main: bool
    ) -> tuple[date | None, tuple[str, ...]]:
        if meeting is not None:
            return meeting.held_on, ()
        if body.existing:
            return None, ()
        if is_main:
            return self.first, self.reasons
        planned = days.day_of(self.first, after_days=body.first_after_days, today=self.viewer.on)
        return planned.day, (planned.note,) if planned.note else ()

    def _venue(self, found: Body | None) -> Venue | None:
        if found is not None and found.usual_venue is not None:
            return found.usual_venue
        agreed = self.agreed.venue if self.agreed else None
        return agreed or self.hall

    def _hosts(self, body: BodyShape, found: Body | None) -> tuple[Organization, ...]:
        if found is not None:
            return self.there.hosts_of(found)
        runs = self.agreed.runs if self.agreed and not body.existing else None
        return (runs,) if runs else tuple(self.roster.of_kinds(body.hosts))

    def _host_choices(self, body: BodyShape, found: Body | None) -> tuple[Organization, ...]:
        """Those of the pattern's kinds and the agreed one; the rest is chosen on the body's page."""
        wanted = dict.fromkeys((*self._hosts(body, found), *self.roster.of_kinds(body.hosts)))
        return tuple(wanted)

    def _gaps(self, codes: Iterable[str]) -> tuple[Gap, ...]:
        return tuple(
            gap
            for code in codes
            if code in self.kinds
            for gap in self.roster.gaps(self.kinds[code])
        )

    def _kinds(
        self, body: BodyShape, found: Body | None, *, is_main: bool
    ) -> tuple[KindChoice, ...]:
        """Every kind of the register: those of the pattern and the agreement first, ticked."""
        agreed = {kind.code for kind in self.agreed.kinds} if self.agreed and is_main else set()
        standing = self.there.members_of(found)
        named = list(dict.fromkeys((*body.members, *agreed)))
        rest = [code for code in self.kinds if code not in named]
        choices = (
            self._kind(body, code, standing, agreed, in_pattern=code in named)
            for code in (*named, *rest)
            if code in self.kinds
        )
        return tuple(choice for choice in choices if choice.posts or choice.in_pattern)

    def _kind(
        self,
        body: BodyShape,
        code: str,
        standing: Mapping[UUID, Post],
        agreed: set[str],
        *,
        in_pattern: bool,
    ) -> KindChoice:
        kind = self.kinds[code]
        fresh = not (self.there.is_formed and standing)  # what was chosen since then stands
        wanted = in_pattern and fresh and (not agreed or code in agreed)
        offered: dict[UUID, Post] = {
            post.id: post
            for organization in self.roster.organizations.get(code, [])
            for post in self.roster.called(organization, body.titles_of(code))
        }
        members = {
            post.id: post for post in standing.values() if post.organization.kind_id == kind.id
        }
        posts = tuple(
            self.roster.choice(post, wanted=wanted or post.id in members)
            for post in (offered | members).values()
        )
        gaps = self.roster.gaps(kind) if in_pattern else ()
        return KindChoice(kind, posts, in_pattern, gaps)


def _items(body: BodyShape, district: District) -> tuple[ItemShape, ...]:
    return tuple(replace(item, title=plain_name(item.title, district.name)) for item in body.items)


def _first_day(
    shape: PatternShape, there: Standing, agreed: AgreedWay | None, viewer: Viewer
) -> tuple[date, tuple[str, ...]]:
    """The day that the plan is counted from: the meeting that stands, else a proposal."""
    main = there.body_of(shape.main)
    meeting = there.meeting_of(main, shape.main.key)
    if meeting is not None:
        return meeting.held_on, ()
    earliest = min((body.first_after_days for body in shape.bodies if not body.existing), default=0)
    lead = there.city.notice_lead_days + max(-earliest, 0)
    months = days.months_in(agreed.months) if agreed else ()
    proposed = days.first_day(viewer.on + timedelta(days=lead), months)
    return proposed.day, proposed.reasons


def _steps(shape: PatternShape, there: Standing, first: date, today: date) -> tuple[StepPlan, ...]:
    """Steps of the pattern; one that stands keeps its day, and further ones of the district stay."""
    kept = dict(there.steps)
    plans = []
    for step in shape.steps:
        planned = days.step_day(step, first=first, today=today)
        row = kept.pop(step.what, None)
        plans.append(
            StepPlan(step.what, step.who, step.days_before, planned.day, planned.note)
            if row is None
            else StepPlan(row.what, row.who, step.days_before, row.due_on, done_on=row.done_on)
        )
    plans += [
        StepPlan(row.what, row.who, (first - row.due_on).days, row.due_on, done_on=row.done_on)
        for row in kept.values()
    ]
    return tuple(plans)


def _coordinators(district: District, viewer: Viewer) -> tuple[tuple[Post, ...], frozenset[UUID]]:
    """Posts of the city's coordinators, and those of them who look after the district today."""
    assigned = DistrictAssignment.objects.filter(
        Q(until__isnull=True) | Q(until__gte=viewer.on),
        Q(tenure__until__isnull=True) | Q(tenure__until__gte=viewer.on),
        municipality_id=viewer.municipality_id,
        district=district,
        since__lte=viewer.on,
        tenure__post=OuterRef("pk"),
    )
    posts = Post.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=viewer.on),
        municipality_id=viewer.municipality_id,
        role=StaffRole.COORDINATOR,
    ).annotate(covers=Exists(assigned))
    found = posts.select_related("organization").order_by("organization__kana", "position", "title")
    rows = tuple(found)
    return rows, frozenset(post.id for post in rows if post.covers)
