"""The yearly check: whom to ask, what was asked, what came back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sasaeai.directory.access import (
    can_keep_directory,
    kept_services,
    visible_checks,
    visible_corrections,
    visible_services,
)
from sasaeai.directory.enums import CorrectionState
from sasaeai.directory.models import Correction, Service, ServiceCheck
from sasaeai.directory.queries.listing import due_to_check
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.reply_code import ReplyCodeError, parse_reply_code
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.enums import StaffRole
from sasaeai.people.models import Organization, Tenure

OPEN_FOR = timedelta(days=365)
"""A code answers so long after it was sent out; the next year has a new one."""
_NO_CODE = "-"


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs services. key: stable for a form; organization None where the register has none.

    due: how many of its services should be checked; asked: the open check, when one went out.
    """

    key: str
    name: str
    organization: Organization | None
    services: int
    due: int
    asked: ServiceCheck | None


@dataclass(frozen=True, slots=True)
class SheetOfCheck:
    """A yearly check and the services it asks about, as they stand now."""

    check: ServiceCheck
    services: tuple[Service, ...]

    @property
    def name(self) -> str:
        return operator_of(self.check)

    @property
    def code(self) -> str:
        """As addresses carry it: without hyphens."""
        return self.check.code.replace("-", "")


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks operators and where their answers go back to; each may be empty."""

    name: str = ""
    tel: str = ""
    fax: str = ""


def asker(viewer: Viewer) -> Asker:
    """The office that the viewer holds a post of today. One query."""
    terms = Tenure.objects.filter(municipality_id=viewer.municipality_id).on(viewer.on)
    term = (
        terms.filter(person=viewer.person_id)
        .exclude(post__role=StaffRole.NONE)
        .select_related("post__organization")
        .order_by("since", "id")
        .first()
    )
    if term is None:
        return Asker()
    office = term.post.organization
    return Asker(office.name, office.tel, office.fax)


def operator_of(row: ServiceCheck | Service) -> str:
    """The name of who runs a service or is asked: of the register, else as it was typed."""
    return row.organization.name if row.organization else row.operator_name


def operators(viewer: Viewer) -> list[Operator]:
    """Who runs services that the viewer keeps, those with most to check first. Two queries."""
    kept = (
        kept_services(viewer)
        .filter(ended_on__isnull=True)
        .exclude(organization=None, operator_name="")
        .select_related("organization")
    )
    due = set(kept.filter(due_to_check(viewer.on)).values_list("pk", flat=True))
    groups: dict[str, list[Service]] = defaultdict(list)
    for service in kept:
        groups[_key(service)].append(service)
    asked = _open_checks(viewer)
    rows = [
        Operator(
            key=key,
            name=operator_of(of[0]),
            organization=of[0].organization,
            services=len(of),
            due=sum(service.pk in due for service in of),
            asked=asked.get(key),
        )
        for key, of in groups.items()
    ]
    return sorted(rows, key=lambda row: (row.asked is not None, -row.due, row.name))


def _key(row: Service | ServiceCheck) -> str:
    return str(row.organization_id) if row.organization_id else f"n:{row.operator_name}"


def _open_checks(viewer: Viewer) -> dict[str, ServiceCheck]:
    """Checks that went out and wait for their answer, by operator."""
    rows = visible_checks(viewer).filter(
        removed_at__isnull=True, answered_on__isnull=True, asked_on__gte=viewer.on - OPEN_FOR
    )
    return {_key(row): row for row in rows}


def open_check_of(operator_key: str, *, viewer: Viewer) -> ServiceCheck | None:
    """The check of an operator that waits for its answer."""
    return _open_checks(viewer).get(operator_key)


def list_checks(viewer: Viewer) -> QuerySet[ServiceCheck]:
    """Checks that went out, those without an answer first."""
    found = visible_checks(viewer).filter(removed_at__isnull=True).select_related("organization")
    return found.order_by("answered_on", "-asked_on", "created_at", "id")


def get_visible_check(check_id: UUID, *, viewer: Viewer, withdrawn: bool = False) -> SheetOfCheck:
    """A check with its services; NotFound for strangers. withdrawn: one that was taken back."""
    found = visible_checks(viewer).filter(pk=check_id, removed_at__isnull=not withdrawn)
    check = found.select_related("organization").first()
    if check is None:
        raise NotFound(_("この確認票は見つかりません。"))
    read = visible_services(viewer).values("pk")
    return SheetOfCheck(check, services_asked(check, among=read))


def unanswered_checks(viewer: Viewer) -> list[SheetOfCheck]:
    """Everybody who was asked and can still answer, with their services. Two queries."""
    checks = list(
        list_checks(viewer).filter(answered_on__isnull=True, asked_on__gte=viewer.on - OPEN_FOR)
    )
    found = visible_services(viewer).filter(ended_on__isnull=True)
    of: dict[str, list[Service]] = defaultdict(list)
    for service in found.select_related("organization").order_by("kind", "kana", "name", "id"):
        of[_key(service)].append(service)
    return [SheetOfCheck(check, tuple(of[_key(check)])) for check in checks]


def services_asked(
    check: ServiceCheck, *, among: QuerySet[Service, Any] | None = None
) -> tuple[Service, ...]:
    """The services of the operator that a check asks about, those that ended left out.

    among: only these, for who does not read all of them; the operator itself does.
    """
    found = Service.objects.current().filter(
        municipality_id=check.municipality_id, ended_on__isnull=True
    )
    if among is not None:
        found = found.filter(pk__in=among)
    if check.organization_id:
        found = found.filter(organization=check.organization_id)
    else:
        found = found.filter(organization=None, operator_name=check.operator_name)
    return tuple(found.select_related("organization").order_by("kind", "kana", "name", "id"))


def find_check(code: str) -> ServiceCheck:
    """The check that a code belongs to, also one taken back. NotFound alike for every wrong text."""
    try:
        wanted = parse_reply_code(code)
    except ReplyCodeError:
        wanted = _NO_CODE
    check = (
        ServiceCheck.objects.filter(code=wanted)
        .select_related("organization", "municipality")
        .first()
    )
    if check is None:
        raise NotFound(
            _(
                "この返信コードでは見つかりませんでした。"
                "確認票に印刷された9文字を、もう一度見て入力してください。"
            )
        )
    return check


def check_link(check: ServiceCheck) -> str:
    """Where the bearer of the code of a check answers."""
    return f"{settings.SITE_URL.rstrip('/')}/s/{check.code.replace('-', '')}/"


def is_open(check: ServiceCheck, *, on: date) -> bool:
    """Whether an answer by code is still taken."""
    return check.removed_at is None and on <= check.asked_on + OPEN_FOR


def answers_of(check: ServiceCheck) -> dict[UUID, Correction]:
    """By service, what was answered to a check last."""
    rows = Correction.objects.current().filter(
        municipality_id=check.municipality_id, check_sheet=check, service__isnull=False
    )
    return {row.service_id: row for row in rows.order_by("created_at")}


def proposal_of(check: ServiceCheck) -> Correction | None:
    """The service to be added that was proposed with a check last."""
    rows = Correction.objects.current().filter(
        municipality_id=check.municipality_id, check_sheet=check, service__isnull=True
    )
    return rows.order_by("created_at").last()


def list_corrections(viewer: Viewer, *, waiting: bool = True) -> QuerySet[Correction]:
    """Corrections that wait for a decision, the oldest first; or those decided, the latest first."""
    found = visible_corrections(viewer).select_related("service__organization", "check_sheet")
    if waiting:
        return found.filter(state=CorrectionState.WAITING).order_by("created_at", "id")
    return found.exclude(state=CorrectionState.WAITING).order_by("-decided_on", "-created_at", "id")


def get_visible_correction(correction_id: UUID, *, viewer: Viewer) -> Correction:
    """A correction with its service; NotFound for strangers."""
    found = visible_corrections(viewer).filter(pk=correction_id)
    correction = found.select_related("service__organization", "check_sheet").first()
    if correction is None:
        raise NotFound(_("この訂正の申し出は見つかりません。"))
    return correction


def count_waiting(viewer: Viewer) -> int:
    """How many corrections wait for a decision of the viewer."""
    return visible_corrections(viewer).filter(state=CorrectionState.WAITING).count()


def corrections_to_decide(viewer: Viewer) -> QuerySet[Correction]:
    """Corrections that wait and on which the viewer may decide, the oldest first."""
    if not can_keep_directory(viewer):
        return Correction.objects.none()
    kept = kept_services(viewer).filter(pk=OuterRef("service_id"))
    found = visible_corrections(viewer).filter(state=CorrectionState.WAITING)
    return found.filter(Exists(kept) | Q(service__isnull=True)).order_by("created_at", "id")


def services_to_check(viewer: Viewer) -> QuerySet[Service]:
    """Services the viewer keeps that should be checked and about which nobody was asked yet."""
    due = kept_services(viewer).filter(due_to_check(viewer.on), ended_on__isnull=True)
    asked = ServiceCheck.objects.filter(
        municipality_id=OuterRef("municipality_id"),
        removed_at__isnull=True,
        answered_on__isnull=True,
        asked_on__gte=viewer.on - OPEN_FOR,
    )
    registered = asked.filter(organization=OuterRef("organization_id"))
    named = asked.filter(organization__isnull=True, operator_name=OuterRef("operator_name"))
    return due.exclude(Exists(registered) | (Q(organization__isnull=True) & Exists(named)))
