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
from sasaeai.audit.models import Entry
from sasaeai.kernel.display import long_date
from sasaeai.kernel.errors import InvalidInput, NotFound, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import (
    check_can_assign_coordinators,
    check_can_change_districts,
    check_is_system,
)
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
    """Let a coordinator's term cover a district from a day; the same again changes nothing.

    Raises InvalidInput for another role, a term that ends before, one that covers the district
    already, and a district that has ended by then.
    """
    check_can_assign_coordinators(actor)
    _check_same_city(tenure.person, actor)
    if district.municipality_id != actor.municipality_id:
        raise NotFound(_("この地区は見つかりません。"))
    if tenure.post.role != StaffRole.COORDINATOR:
        sentence = _("担当地区は、地域支え合い推進員の任期につけます。")
        raise InvalidInput(sentence, {"tenure": sentence})
    with transaction.atomic():
        District.objects.select_for_update().get(pk=district.pk)
        _check_assignment(tenure, district, since)
        assignment, created = DistrictAssignment.objects.get_or_create(
            municipality_id=actor.municipality_id, tenure=tenure, district=district, since=since
        )
        if created:
            audit.record(
                actor=actor, verb="assign", obj=assignment, after={"district": district.name}
            )
    return assignment


def end_assignment(
    *, assignment: DistrictAssignment, until: date, actor: Viewer
) -> DistrictAssignment:
    """Let a coordinator cover a district no longer after a day; the line stays as history."""
    if until < assignment.since:
        sentence = _("終わりの日は、始まりの日（%(since)s）以後にしてください。") % {
            "since": long_date(assignment.since)
        }
        raise InvalidInput(sentence, {"until": sentence})
    return _set_until(assignment, until, "end", actor)


def continue_assignment(*, assignment: DistrictAssignment, actor: Viewer) -> DistrictAssignment:
    """Take the end of an assignment back. Refused while another of the same two follows it."""
    others = DistrictAssignment.objects.filter(
        municipality_id=assignment.municipality_id,
        tenure=assignment.tenure_id,
        district=assignment.district_id,
        since__gt=assignment.since,
    )
    if others.exists():
        raise NotNow(_("この担当は、そのあとの日から登録し直されています。"))
    return _set_until(assignment, None, "continue", actor)


def _set_until(
    assignment: DistrictAssignment, until: date | None, verb: str, actor: Viewer
) -> DistrictAssignment:
    check_can_assign_coordinators(actor)
    _check_same_city(assignment.tenure.person, actor)
    with transaction.atomic():
        row = DistrictAssignment.objects.select_for_update().get(pk=assignment.pk)
        if row.until == until:
            return row
        before = audit.snapshot(row, ["until"])
        row.until = until
        row.save(update_fields=["until"])
        after = audit.snapshot(row, ["until"])
        audit.record(actor=actor, verb=verb, obj=row, before=before, after=after)
    return row


def _check_assignment(tenure: Tenure, district: District, since: date) -> None:
    sentence = ""
    if district.until is not None and district.until < since:
        sentence = _("%(district)sは%(day)sまでの地区です。それより前の日にしてください。") % {
            "district": district.name,
            "day": long_date(district.until),
        }
    if tenure.until is not None and tenure.until < since:
        sentence = _("この人の任期は%(day)sまでです。それより前の日にしてください。") % {
            "day": long_date(tenure.until)
        }
    covering = DistrictAssignment.objects.filter(
        Q(until__isnull=True) | Q(until__gte=since),
        municipality_id=district.municipality_id,
        tenure=tenure,
        district=district,
    )
    if covering.exclude(since=since, until__isnull=True).exists():
        sentence = _(
            "この推進員は、その日にはもうこの地区の担当です。"
            "日を変えるときは、先にいまの担当を終えてください。"
        )
    if sentence:
        raise InvalidInput(sentence, {"since": sentence})


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

    What they cover now stays: they go on reading its records and finish its minutes. Who covers a
    district already, where it was there before, goes on as it is.
    """
    check_can_change_districts(actor)
    running = DistrictAssignment.objects.filter(
        Q(until__isnull=True) | Q(until__gte=since), municipality_id=actor.municipality_id
    )
    there = set(running.filter(district__in=news).values_list("tenure_id", "district_id"))
    made: dict[tuple[UUID, UUID], DistrictAssignment] = {}
    for row in running.filter(district__in=olds):
        for new in news:
            if (row.tenure_id, new.pk) in there:
                continue
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
            after = _days(each) | {"from": sorted(str(old.pk) for old in olds)}
            audit.record(actor=actor, verb="create", obj=each, after=after)
    return list(made.values())


def uncarry_assignments(
    *, olds: Sequence[District], news: Sequence[District], actor: Viewer
) -> list[DistrictAssignment]:
    """Take back what `carry_assignments` wrote: a change of districts is undone.

    Returns those that stay, because somebody gave them other days since.
    """
    check_can_change_districts(actor)
    city = {"municipality_id": actor.municipality_id}
    covering = DistrictAssignment.objects.filter(**city, district__in=olds)
    rows = DistrictAssignment.objects.filter(
        **city, district__in=news, tenure__in=covering.values("tenure_id")
    ).select_related("tenure__post__organization", "district")
    written = _carried_days([row.pk for row in rows], olds, actor)
    kept = []
    with transaction.atomic():
        for row in rows:
            if row.pk not in written:
                continue
            if written[row.pk].items() <= _days(row).items():
                audit.record(actor=actor, verb="undo change", obj=row)
                row.delete()
            else:
                kept.append(row)
    return kept


def _days(row: DistrictAssignment) -> dict[str, str]:
    return {
        "since": row.since.isoformat(),
        "until": row.until.isoformat() if row.until else "",
    }


def _carried_days(
    ids: Sequence[UUID], olds: Sequence[District], actor: Viewer
) -> dict[UUID, dict[str, str]]:
    """The days of assignments as a change of some districts wrote them, by assignment."""
    entries = Entry.objects.filter(
        municipality_id=actor.municipality_id,
        object_type=DistrictAssignment._meta.label_lower,
        object_id__in=ids,
        verb="create",
    )
    names = sorted(str(old.pk) for old in olds)
    return {
        entry.object_id: {key: entry.after[key] for key in ("since", "until") if key in entry.after}
        for entry in entries
        if entry.object_id and entry.after.get("from", names) == names
    }
