"""Who may read and who may keep the directory of services."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sasaeai.directory.models import Correction, Service, ServiceCheck, ServiceCoverage
from sasaeai.kernel.errors import NotAllowed
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.models import District


def visible_services(viewer: Viewer, *, removed: bool = False) -> QuerySet[Service]:
    """Services the viewer may read: what stands in the printed list is everybody's in the town, what
    does not is read where the service serves. removed: those taken out of the directory instead.
    """
    found = Service.objects.filter(
        municipality_id=viewer.municipality_id, removed_at__isnull=not removed
    )
    if viewer.sees_city:
        return found
    return found.filter(Q(is_public=True) | ~Exists(_coverage()) | Exists(_coverage(viewer.sees)))


def visible_corrections(viewer: Viewer) -> QuerySet[Correction]:
    """Corrections of the services the viewer keeps, and proposed services of nobody yet."""
    found = Correction.objects.filter(
        municipality_id=viewer.municipality_id, removed_at__isnull=True
    )
    if viewer.is_system or viewer.sees_city:
        return found
    kept = kept_services(viewer).filter(pk=OuterRef("service_id"))
    return found.filter(Exists(kept) | Q(service__isnull=True)) if viewer.runs else found.none()


def visible_checks(viewer: Viewer) -> QuerySet[ServiceCheck]:
    """Yearly checks that ask about a service the viewer keeps; for the city all."""
    found = ServiceCheck.objects.filter(municipality_id=viewer.municipality_id)
    if viewer.is_system or viewer.sees_city:
        return found
    kept = kept_services(viewer)
    registered = kept.filter(organization=OuterRef("organization_id"))
    named = kept.filter(organization=None, operator_name=OuterRef("operator_name"))
    return found.filter(Exists(registered) | (Q(organization__isnull=True) & Exists(named)))


def kept_services(viewer: Viewer) -> QuerySet[Service]:
    """Services whose entry the viewer keeps: those for a district the viewer runs, and city-wide ones."""
    found = Service.objects.filter(municipality_id=viewer.municipality_id, removed_at__isnull=True)
    if viewer.is_system:
        return found
    if not viewer.runs:
        return found.none()
    return found.filter(~Exists(_coverage()) | Exists(_coverage(viewer.runs)))


def check_can_keep_directory(viewer: Viewer) -> None:
    """Raise unless the viewer keeps the directory of at least one district."""
    if not can_keep_directory(viewer):
        raise NotAllowed(_keepers())


def can_keep_directory(viewer: Viewer) -> bool:
    """Whether `check_can_keep_directory` would let the viewer pass."""
    return viewer.is_system or bool(viewer.runs)


def check_can_keep_service(viewer: Viewer, service: Service) -> None:
    """Raise unless the viewer runs a district that the service serves, or any for a city-wide one."""
    if not can_keep_service(viewer, service):
        raise NotAllowed(_keepers())


def can_keep_service(viewer: Viewer, service: Service) -> bool:
    """Whether `check_can_keep_service` would let the viewer pass. One query."""
    if service.municipality_id != viewer.municipality_id:
        return False
    if viewer.is_system or not viewer.runs:
        return viewer.is_system
    served = set(
        ServiceCoverage.objects.filter(
            municipality_id=viewer.municipality_id, service=service
        ).values_list("district_id", flat=True)
    )
    return not served or bool(served & viewer.runs)


def check_can_keep_check(viewer: Viewer, check: ServiceCheck) -> None:
    """Raise unless the viewer keeps a service that the yearly check asks about."""
    check_can_keep_directory(viewer)
    if not visible_checks(viewer).filter(pk=check.pk).exists():
        raise NotAllowed(_keepers())


def check_can_serve(viewer: Viewer, districts: Collection[District]) -> None:
    """Raise unless the viewer may say of a service that it serves these districts (none: the city)."""
    check_can_keep_directory(viewer)
    own = [one for one in districts if viewer.may_run(one.id)]
    if any(one.municipality_id != viewer.municipality_id for one in districts) or (
        districts and not own
    ):
        raise NotAllowed(
            _("対象の地区に、担当している地区を少なくとも1つ選んでください。")
            + _("ほかの地区だけの相談先は、その地区の地区社協の役員か、担当の推進員が加えます。")
        )


def _coverage(districts: Collection[object] | None = None) -> QuerySet[ServiceCoverage]:
    rows = ServiceCoverage.objects.filter(
        municipality_id=OuterRef("municipality_id"), service=OuterRef("pk")
    )
    return rows if districts is None else rows.filter(district_id__in=districts)


def _keepers() -> str:
    return _(
        "相談先は、その地区の地区社協の役員か、担当の地域支え合い推進員が直します。"
        "直したいところは、その方に伝えてください。"
    )
