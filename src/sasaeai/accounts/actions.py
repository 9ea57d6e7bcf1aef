"""Keeping logins. What a login may do follows the posts of its person, never the login itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from sasaeai.accounts.models import Account, DistrictAssignment
from sasaeai.audit import actions as audit
from sasaeai.kernel.errors import InvalidInput, NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import check_can_change_districts, check_is_system
from sasaeai.people.enums import StaffRole
from sasaeai.people.models import District, Person, Tenure

#: Letters and figures that nobody mistakes for one another on paper.
_PLAIN_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def create_account(*, person: Person, login_id: str, actor: Viewer) -> tuple[Account, str]:
    """Give a person of the register a login; returns it with its first password, shown only once.

    Raises InvalidInput when the person has one already or the number is taken.
    """
    check_is_system(actor)
    _check_same_city(person, actor)
    name = login_id.strip()
    if not name or len(name) > Account._meta.get_field("login_id").max_length:
        sentence = _("利用者番号を40文字までで入力してください。")
        raise InvalidInput(sentence, {"login_id": sentence})
    with transaction.atomic():
        _check_free(person, name)
        password = "-".join(get_random_string(4, _PLAIN_LETTERS) for _part in range(4))
        account = Account.objects.create_user(login_id=name, password=password, person=person)
        audit.record(actor=actor, verb="create", obj=account, after={"person": person.pk})
    return account, password


def set_password(*, account: Account, password: str, actor: Viewer) -> Account:
    """Give a login a new password: its own person may, and the system."""
    if actor.account_id != account.id:
        check_is_system(actor)
        _check_same_city(account.person, actor)
    try:
        validate_password(password, account)
    except ValidationError as error:
        sentence = " ".join(error.messages)
        raise InvalidInput(sentence, {"password": sentence}) from error
    with transaction.atomic():
        account.set_password(password)
        account.save(update_fields=["password"])
        audit.record(actor=actor, verb="set password", obj=account)
    return account


def deactivate_account(*, account: Account, actor: Viewer) -> Account:
    """Close a login, whatever posts its person has."""
    return _set_active(account, active=False, actor=actor)


def reactivate_account(*, account: Account, actor: Viewer) -> Account:
    """Open a closed login again."""
    return _set_active(account, active=True, actor=actor)


def assign_district(
    *, tenure: Tenure, district: District, since: date, actor: Viewer
) -> DistrictAssignment:
    """Let a coordinator's term cover a district from a day. Raises InvalidInput for another role."""
    check_is_system(actor)
    _check_same_city(tenure.person, actor)
    if district.municipality_id != actor.municipality_id:
        raise NotFound(_("この地区は見つかりません。"))
    if tenure.post.role != StaffRole.COORDINATOR:
        sentence = _("担当地区は、地域支え合い推進員の任期につけます。")
        raise InvalidInput(sentence, {"tenure": sentence})
    with transaction.atomic():
        assignment, created = DistrictAssignment.objects.get_or_create(
            municipality_id=actor.municipality_id, tenure=tenure, district=district, since=since
        )
        if created:
            audit.record(
                actor=actor, verb="assign", obj=assignment, after={"district": district.name}
            )
    return assignment


def _set_active(account: Account, *, active: bool, actor: Viewer) -> Account:
    check_is_system(actor)
    _check_same_city(account.person, actor)
    with transaction.atomic():
        row = Account.objects.select_for_update().get(pk=account.pk)
        if row.is_active == active:
            return row
        row.is_active = active
        row.save(update_fields=["is_active"])
        audit.record(actor=actor, verb="reactivate" if active else "deactivate", obj=row)
    return row


def _check_same_city(person: Person, actor: Viewer) -> None:
    if person.municipality_id != actor.municipality_id:
        raise NotFound(_("この人は見つかりません。"))


def _check_free(person: Person, login_id: str) -> None:
    if Account.objects.filter(person=person).exists():
        sentence = _("%(name)sさんには利用者番号がすでにあります。") % {"name": person.name}
        raise InvalidInput(sentence, {"person": sentence})
    if Account.objects.filter(login_id=login_id).exists():
        sentence = _("利用者番号「%(login)s」は使われています。別の番号にしてください。") % {
            "login": login_id
        }
        raise InvalidInput(sentence, {"login_id": sentence})


def carry_assignments(
    *, olds: Sequence[District], news: Sequence[District], since: date, actor: Viewer
) -> list[DistrictAssignment]:
    """Let the coordinators of split or merged districts cover the new ones from a day on.

    What they cover now stays: they go on reading its records and finish its minutes.
    """
    check_can_change_districts(actor)
    rows = DistrictAssignment.objects.filter(
        Q(until__isnull=True) | Q(until__gte=since),
        municipality_id=actor.municipality_id,
        district__in=olds,
    )
    made: dict[tuple[UUID, UUID], DistrictAssignment] = {}
    for row in rows:
        for new in news:
            made.setdefault(
                (row.tenure_id, new.pk),
                DistrictAssignment(
                    municipality_id=actor.municipality_id,
                    tenure_id=row.tenure_id,
                    district=new,
                    since=max(since, row.since),
                    until=row.until,
                ),
            )
    with transaction.atomic():
        for each in made.values():
            each.save(force_insert=True)
            audit.record(actor=actor, verb="create", obj=each, after={"since": each.since})
    return list(made.values())


def uncarry_assignments(
    *, olds: Sequence[District], news: Sequence[District], actor: Viewer
) -> None:
    """Take back what `carry_assignments` wrote: a change of districts is undone."""
    check_can_change_districts(actor)
    city = {"municipality_id": actor.municipality_id}
    carried = DistrictAssignment.objects.filter(**city, district__in=olds)
    with transaction.atomic():
        rows = DistrictAssignment.objects.filter(
            **city, district__in=news, tenure__in=carried.values("tenure_id")
        )
        for row in rows:
            audit.record(actor=actor, verb="undo change", obj=row)
        rows.delete()
