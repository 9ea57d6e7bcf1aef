"""From a login to a viewer: the rights that today's posts give."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext, gettext_noop

from sasaeai.accounts.models import Account, DistrictAssignment
from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotAllowed, NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import visible_districts
from sasaeai.people.enums import StaffRole
from sasaeai.people.models import District, OrganizationDistrict, Tenure

NO_TERM = gettext_noop(
    "いま任期のある役職がないため、このシステムは使えません。"
    "新しい役職に就いたときは、担当の地域支え合い推進員か市社協に登録を頼んでください。"
)


def viewer_for(account: Any, *, on: date | None = None) -> Viewer:
    """The viewer of a signed-in account on a day (today).

    Raises NotAllowed when no term runs: access ends with the term (L-05).
    """
    day = on or clock.today()
    if not isinstance(account, Account):
        raise NotAllowed(gettext(NO_TERM))
    person = account.person
    tenures = list(
        Tenure.objects.filter(municipality_id=person.municipality_id, person=person)
        .on(day)
        .exclude(post__role=StaffRole.NONE)
        .filter(Q(post__ended_on__isnull=True) | Q(post__ended_on__gt=day))
        .select_related("post__organization")
    )
    if not tenures or not account.is_active:
        raise NotAllowed(gettext(NO_TERM))
    runs = _officer_districts(tenures, day) | _assigned_districts(tenures, day)
    roles = {StaffRole(tenure.post.role) for tenure in tenures}
    city = bool(roles & {StaffRole.CITY, StaffRole.CITY_COUNCIL})
    return Viewer(
        municipality_id=person.municipality_id,
        name=f"{person.name}（{tenures[0].post.organization.name}）",
        on=day,
        account_id=account.id,
        person_id=person.id,
        place=next(iter(runs.values()))
        if len(runs) == 1 and not city
        else person.municipality.name,
        runs=frozenset(runs),
        sees=frozenset(runs),
        sees_city=city,
        is_coordinator=StaffRole.COORDINATOR in roles,
        town=person.municipality.name,
    )


def _officer_districts(tenures: list[Tenure], day: date) -> dict[UUID, str]:
    """Districts that the officers' councils serve on `day`, with their names."""
    councils = [t.post.organization_id for t in tenures if t.post.role == StaffRole.OFFICER]
    if not councils:
        return {}
    rows = OrganizationDistrict.objects.filter(
        Q(since__isnull=True) | Q(since__lte=day),
        Q(until__isnull=True) | Q(until__gte=day),
        municipality_id=tenures[0].municipality_id,
        organization_id__in=councils,
    )
    return dict(rows.values_list("district_id", "district__name"))


def _assigned_districts(tenures: list[Tenure], day: date) -> dict[UUID, str]:
    """Districts assigned to the coordinators' terms on `day`, with their names."""
    terms = [t.id for t in tenures if t.post.role == StaffRole.COORDINATOR]
    if not terms:
        return {}
    rows = DistrictAssignment.objects.filter(
        Q(until__isnull=True) | Q(until__gte=day),
        municipality_id=tenures[0].municipality_id,
        tenure_id__in=terms,
        since__lte=day,
    )
    return dict(rows.values_list("district_id", "district__name"))


# ── Coordinators' districts ──────────────────────────────────────────────────────────────────────


def assignments_of(district: District) -> list[DistrictAssignment]:
    """Every coordinator who covers, covered or will cover a district; the latest first."""
    rows = DistrictAssignment.objects.filter(
        municipality_id=district.municipality_id, district=district
    )
    return list(
        rows.select_related("tenure__person", "tenure__post__organization").order_by(
            F("until").desc(nulls_first=True), "-since", "pk"
        )
    )


def coordinator_terms(viewer: Viewer) -> list[Tenure]:
    """Terms of coordinators that have not ended, of posts that still exist, by office."""
    terms = Tenure.objects.filter(
        Q(until__isnull=True) | Q(until__gte=viewer.on),
        Q(post__ended_on__isnull=True) | Q(post__ended_on__gt=viewer.on),
        municipality_id=viewer.municipality_id,
        post__role=StaffRole.COORDINATOR,
    )
    return list(
        terms.select_related("person", "post__organization").order_by(
            "post__organization__kana", "post__position", "post__title", "since"
        )
    )


def get_visible_assignment(assignment_id: UUID, *, viewer: Viewer) -> DistrictAssignment:
    """An assignment of a district the viewer may read. NotFound for strangers."""
    rows = DistrictAssignment.objects.filter(
        municipality_id=viewer.municipality_id, district__in=visible_districts(viewer)
    )
    found = rows.select_related("tenure__person", "tenure__post", "district").filter(
        pk=assignment_id
    )
    if (row := found.first()) is None:
        raise NotFound(gettext("この担当は見つかりません。"))
    return row
