"""What stands of a pattern in a district: its bodies, first meetings, steps; what is due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import is_told_of
from sasaeai.meetings.enums import BodyKind, MeetingState
from sasaeai.meetings.models import AgendaItem, Body, BodyMember, Meeting
from sasaeai.meetings.queries.bodies import bodies_for_district, still_meets
from sasaeai.notices.models import Delivery, Notice
from sasaeai.people.models import District, Municipality, Organization, Post
from sasaeai.rollout.access import visible_pattern_uses
from sasaeai.rollout.models import PatternUse, PatternUseBody, PlannedStep
from sasaeai.rollout.queries.pattern_shape import BodyShape, ItemShape


@dataclass(frozen=True, slots=True)
class Standing:
    """What a district has already. use: the one that runs, else the last that was taken back."""

    city: Municipality
    district: District
    use: PatternUse | None
    bodies: tuple[Body, ...]
    used: Mapping[str, PatternUseBody]
    meetings: Mapping[UUID, Meeting]
    members: Mapping[UUID, Mapping[UUID, Post]] = field(default_factory=dict)
    items: Mapping[UUID, tuple[ItemShape, ...]] = field(default_factory=dict)
    steps: Mapping[str, PlannedStep] = field(default_factory=dict)

    @property
    def is_formed(self) -> bool:
        """A pattern is in use: what the district has since chosen stands, nothing is ticked anew."""
        return self.use is not None and self.use.removed_at is None

    def body_of(self, shape: BodyShape) -> Body | None:
        """The body that stands for one of a pattern: the one of the use, else of the same kind."""
        used = self.used.get(shape.key)
        if used is not None and used.body.kind == shape.kind:
            return used.body
        return next(iter(self.candidates(shape)), None)

    def candidates(self, shape: BodyShape) -> tuple[Body, ...]:
        """Bodies that could stand for one of a pattern; those of other districts only to be used."""
        return tuple(
            body
            for body in self.bodies
            if body.kind == shape.kind and (shape.existing or body.district_id == self.district.id)
        )

    def meeting_of(self, body: Body | None, key: str) -> Meeting | None:
        """The first meeting: that of the use, else one that is being prepared."""
        used = self.used.get(key)
        if used is not None and used.meeting is not None and used.body == body:
            return used.meeting
        return self.meetings.get(body.id) if body else None

    def hosts_of(self, body: Body) -> tuple[Organization, ...]:
        return tuple(host.organization for host in body.hosts.all())

    def members_of(self, body: Body | None) -> Mapping[UUID, Post]:
        return self.members.get(body.id, {}) if body else {}

    def items_of(self, meeting: Meeting | None) -> tuple[ItemShape, ...]:
        return self.items.get(meeting.id, ()) if meeting else ()


def standing_of_use(district: District, *, viewer: Viewer) -> Standing:
    """What a district has already. Eight queries at most, its municipality not counted."""
    use = last_use(district)
    used = {row.key: row for row in use_bodies(use)} if use else {}
    bodies = {body.id: body for body in bodies_for_district(district, viewer=viewer)}
    for row in used.values():
        row.body = bodies.setdefault(row.body_id, row.body)
    ids = set(bodies)
    planned = Meeting.objects.filter(
        is_told_of(),
        municipality_id=district.municipality_id,
        body_id__in=ids,
        state=MeetingState.PLANNED,
    )
    # The earliest comes last, so that it is the one kept.
    meetings = {meeting.body_id: meeting for meeting in planned.order_by("-starts_at")}
    shown = {meeting.id for meeting in meetings.values()}
    shown |= {row.meeting_id for row in used.values() if row.meeting_id}
    return Standing(
        city=district.municipality,
        district=district,
        use=use,
        bodies=tuple(bodies.values()),
        used=used,
        meetings=meetings,
        members=_members(ids, district),
        items=_agenda_items(shown, district),
        steps={step.what: step for step in steps_of(use)} if use else {},
    )


def current_use(district: District) -> PatternUse | None:
    """The pattern that a district uses, None when none or taken back."""
    use = last_use(district)
    return use if use is not None and use.removed_at is None else None


def last_use(district: District) -> PatternUse | None:
    """The use that runs, else the one taken back last."""
    uses = PatternUse.objects.filter(municipality_id=district.municipality_id, district=district)
    return (
        uses.select_related("pattern", "district")
        .order_by(F("removed_at").desc(nulls_first=True))
        .first()
    )


def meets_already(district: District, *, on: date) -> bool:
    """Whether a district has a body that still meets on a day."""
    bodies = Body.objects.filter(municipality_id=district.municipality_id, district=district)
    return bodies.filter(still_meets(on), kind=BodyKind.SUPPORT).exists()


def get_visible_use(use_id: UUID, *, viewer: Viewer) -> PatternUse:
    """A use of a pattern, also one taken back. NotFound for strangers."""
    uses = visible_pattern_uses(viewer).select_related("district", "pattern")
    if (use := uses.filter(pk=use_id).first()) is None:
        raise NotFound(_("この型の利用は見つかりません。"))
    return use


def get_visible_step(step_id: UUID, *, viewer: Viewer) -> PlannedStep:
    """A step of a plan in use. NotFound for strangers."""
    steps = PlannedStep.objects.filter(
        municipality_id=viewer.municipality_id,
        use__in=visible_pattern_uses(viewer).filter(removed_at__isnull=True),
    )
    if (step := steps.select_related("use__district").filter(pk=step_id).first()) is None:
        raise NotFound(_("この手順は見つかりません。"))
    return step


def use_bodies(use: PatternUse) -> list[PatternUseBody]:
    """What a use made or found, in the order of its making."""
    rows = PatternUseBody.objects.filter(municipality_id=use.municipality_id, use=use)
    return list(
        rows.select_related(
            "body__district", "body__usual_venue", "meeting__venue", "recognition"
        ).order_by("created_at", "key")
    )


def steps_of(use: PatternUse) -> list[PlannedStep]:
    """The time plan, early to late."""
    steps = PlannedStep.objects.filter(municipality_id=use.municipality_id, use=use)
    return list(steps.order_by("due_on", "created_at"))


def steps_due(
    viewer: Viewer, district_ids: Collection[UUID], *, until: date
) -> QuerySet[PlannedStep]:
    """Steps not ticked off that are due by a day, in districts' plans in use."""
    return (
        PlannedStep.objects.filter(
            municipality_id=viewer.municipality_id,
            use__district_id__in=district_ids,
            use__removed_at__isnull=True,
            done_on__isnull=True,
            due_on__lte=until,
        )
        .select_related("use__district", "use__pattern")
        .order_by("due_on", "created_at")
    )


def why_not_taken_back(use: PatternUse) -> str:
    """Why a use may not be taken back any more, a sentence; empty while it may."""
    rows = use_bodies(use)
    meetings = [row.meeting for row in rows if row.before.get("meeting_made") and row.meeting]
    if any(meeting.is_held for meeting in meetings):
        return _(
            "この型で準備した会議をもう開いているので、取り消せません。会議体は地区のページで直せます。"
        )
    sent = Delivery.objects.filter(
        municipality_id=use.municipality_id, notice__meeting__in=meetings
    )
    printed = Notice.objects.filter(
        municipality_id=use.municipality_id, meeting__in=meetings, printed_at__isnull=False
    )
    if sent.exclude(sent_at=None, printed_at=None).exists() or printed.exists():
        return _(
            "案内をもう印刷または発送しているので、取り消せません。"
            "会議をやめるときは、会議のページで中止にしてください。"
        )
    made = [row.body_id for row in rows if row.made]
    others = Meeting.objects.filter(municipality_id=use.municipality_id, body_id__in=made)
    if others.exclude(pk__in=[meeting.pk for meeting in meetings]).exists():
        return _(
            "この型で作った会議体で、ほかの会議の準備が始まっているので、取り消せません。"
            "会議体をやめるときは、会議体のページで「終わった日」を入れてください。"
        )
    return ""


def _members(ids: Collection[UUID], district: District) -> dict[UUID, dict[UUID, Post]]:
    found: dict[UUID, dict[UUID, Post]] = defaultdict(dict)
    rows = BodyMember.objects.current().filter(
        municipality_id=district.municipality_id, body_id__in=ids
    )
    for row in rows.select_related("post__organization__kind").order_by("position"):
        found[row.body_id][row.post_id] = row.post
    return found


def _agenda_items(
    meetings: Collection[UUID], district: District
) -> dict[UUID, tuple[ItemShape, ...]]:
    if not meetings:
        return {}
    found: dict[UUID, tuple[ItemShape, ...]] = defaultdict(tuple)
    rows = AgendaItem.objects.current().filter(
        municipality_id=district.municipality_id, meeting_id__in=meetings
    )
    for row in rows.order_by("position"):
        item = ItemShape(row.title, row.kind, row.minutes or 0)
        found[row.meeting_id] = (*found[row.meeting_id], item)
    return found
