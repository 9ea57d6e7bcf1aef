"""How a district agreed to hold its meetings (進め方の取り決め), or what is known to propose it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.utils.translation import gettext as _

from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import BodyKind
from sasaeai.meetings.models import Body, BodyHost, Recognition
from sasaeai.meetings.queries.bodies import still_meets
from sasaeai.people.models import District, Organization, OrganizationKind, Venue
from sasaeai.rollout.models import AgreedKind, Agreement

USUAL_TIMES_A_YEAR = 3


@dataclass(frozen=True, slots=True)
class AgreedWay:
    """How a district meets. kinds: of organisations that are called; runs: who runs the meetings.

    version: 0 while nothing is written down and all of it is a proposal from what is known.
    """

    kinds: tuple[OrganizationKind, ...] = ()
    range_note: str = ""
    yearly_target: int = USUAL_TIMES_A_YEAR
    months: str = ""
    usual_start: time | None = None
    venue: Venue | None = None
    runs: Organization | None = None
    runs_note: str = ""
    way: str = ""
    agreed_at: str = ""
    agreed_on: date | None = None
    version: int = 0

    @property
    def is_written(self) -> bool:
        return self.version > 0

    @property
    def is_agreed(self) -> bool:
        """Written down, and decided somewhere on a day: what a pattern takes as its defaults."""
        return self.is_written and bool(self.agreed_at) and self.agreed_on is not None


def agreement_of(district: District, *, viewer: Viewer) -> AgreedWay | None:
    """What is written down, None before anything is. At most two queries."""
    row = (
        Agreement.objects.filter(municipality_id=viewer.municipality_id, district=district)
        .select_related("venue", "runs")
        .first()
    )
    if row is None:
        return None
    kinds = AgreedKind.objects.filter(municipality_id=row.municipality_id, agreement=row)
    ordered = kinds.select_related("kind").order_by("kind__position", "kind__name")
    return AgreedWay(
        kinds=tuple(one.kind for one in ordered),
        range_note=row.range_note,
        yearly_target=row.yearly_target,
        months=row.months,
        usual_start=row.usual_start,
        venue=row.venue,
        runs=row.runs,
        runs_note=row.runs_note,
        way=row.way,
        agreed_at=row.agreed_at,
        agreed_on=row.agreed_on,
        version=row.version,
    )


def proposed_agreement(district: District, *, viewer: Viewer) -> AgreedWay:
    """What a district would write, taken from its body, hosts, members and みなし.

    A district without a body is proposed the kinds its register holds, its own council and hall.
    """
    municipality = viewer.municipality_id
    bodies = list(
        Body.objects.filter(still_meets(viewer.on), municipality_id=municipality, district=district)
        .select_related("usual_venue")
        .order_by("position", "created_at")
    )
    body = next((one for one in bodies if one.kind == BodyKind.SUPPORT), None)
    recognition = _recognition_for(body) if body else None
    return AgreedWay(
        kinds=tuple(_kinds(district, body, municipality)),
        yearly_target=(body.yearly_target if body else 0) or USUAL_TIMES_A_YEAR,
        usual_start=body.usual_start if body else None,
        venue=(body.usual_venue if body else None) or only_hall(district),
        runs=_host(district, body, municipality),
        way=_way(bodies, recognition),
        agreed_at=recognition.decided_at if recognition else "",
        agreed_on=recognition.decided_on if recognition else None,
    )


def agreed_defaults(district: District, *, viewer: Viewer) -> AgreedWay | None:
    """What a pattern takes over: the agreement once it was decided, else None."""
    found = agreement_of(district, viewer=viewer)
    return found if found is not None and found.is_agreed else None


def only_hall(district: District) -> Venue | None:
    """The hall of a district that has just one: nobody needs to choose it."""
    halls = Venue.objects.filter(
        municipality_id=district.municipality_id, district=district, removed_at=None
    )[:2]
    return halls[0] if len(halls) == 1 else None


def _recognition_for(body: Body) -> Recognition | None:
    return (
        Recognition.objects.current()
        .filter(municipality_id=body.municipality_id, counts_for=body)
        .select_related("body")
        .order_by("-since")
        .first()
    )


def _way(bodies: list[Body], recognition: Recognition | None) -> str:
    if recognition is not None:
        return _("%(name)sの会議を、地域支え合い会議とみなす") % {
            "name": recognition.body.name[:60]
        }
    if any(one.kind == BodyKind.STEERING for one in bodies):
        return _("幹事会で検討してから、全体の会議を開く")
    return ""


def _kinds(district: District, body: Body | None, municipality: UUID) -> list[OrganizationKind]:
    kinds = OrganizationKind.objects.filter(municipality_id=municipality)
    if body is not None:
        called = kinds.filter(
            organizations__posts__body_memberships__body=body,
            organizations__posts__body_memberships__removed_at__isnull=True,
        ).distinct()
        if found := list(called):
            return found
    return list(
        kinds.filter(
            organizations__served__district=district, organizations__ended_on__isnull=True
        ).distinct()
    )


def _host(district: District, body: Body | None, municipality: UUID) -> Organization | None:
    """Who hosts the body; before there is one, the district's own council (地区社協)."""
    if body is not None:
        hosts = BodyHost.objects.filter(municipality_id=municipality, body=body)
        host = hosts.select_related("organization").order_by("position").first()
        if host is not None:
            return host.organization
    return (
        Organization.objects.filter(
            municipality_id=municipality,
            kind__code="chiku_shakyo",
            served__district=district,
            ended_on__isnull=True,
        )
        .order_by("kana", "name")
        .first()
    )


def kinds_to_choose(viewer: Viewer) -> list[OrganizationKind]:
    """Every kind of organisation of the municipality, in its order."""
    kinds = OrganizationKind.objects.filter(municipality_id=viewer.municipality_id)
    return list(kinds.order_by("position", "name"))


def council_of(district: District) -> Organization | None:
    """The city's council of social welfare (市社協) that serves a district. One query."""
    return (
        Organization.objects.filter(
            municipality_id=district.municipality_id,
            kind__code="shi_shakyo",
            served__district=district,
            ended_on__isnull=True,
        )
        .order_by("kana", "name")
        .first()
    )
