"""Naming a service to somebody (相談先の紹介): at an agenda item, for an issue, to a raiser."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.directory.access import visible_services
from sasaeai.directory.models import Service
from sasaeai.issues.access import check_can_handle_trouble, check_can_work_on, check_current
from sasaeai.issues.models import Introduction, Issue, Trouble
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotFound, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import check_can_run, check_not_sealed, check_stays_in_room
from sasaeai.meetings.models import AgendaItem

NOTE_LIMIT = 200


def introduce_service(
    *,
    service: Service,
    actor: Viewer,
    trouble: Trouble | None = None,
    issue: Issue | None = None,
    item: AgendaItem | None = None,
    note: str = "",
) -> Introduction:
    """Name a service for exactly one of a trouble, an issue or an item; twice is once.

    note: what was said with it (200 characters). A service that ended is not introduced.
    """
    _check_one(trouble, issue, item)
    _check_may(actor, trouble, issue, item)
    if len(note) > NOTE_LIMIT:
        sentence = _("%(limit)s文字までです。短くしてください。") % {"limit": NOTE_LIMIT}
        raise InvalidInput(sentence, {"note": sentence})
    with transaction.atomic():
        row = visible_services(actor).select_for_update(of=("self",)).filter(pk=service.pk).first()
        if row is None:
            raise NotFound(_("この相談先は見つかりません。"))
        if row.ended_on is not None and row.ended_on <= actor.on:
            raise NotNow(_("この相談先はやめています。続いているときは、先に元に戻してください。"))
        of = {"trouble": trouble, "issue": issue, "item": item}
        there = Introduction.objects.current().filter(
            municipality_id=actor.municipality_id, service=row, **of
        )
        if (earlier := there.first()) is not None:
            return earlier
        made = Introduction.objects.create(
            municipality_id=actor.municipality_id,
            service=row,
            note=note,
            introduced_on=actor.on,
            by_name=actor.name[:200],
            **of,
        )
        after = {name: str(one.pk) for name, one in of.items() if one is not None}
        audit.record(actor=actor, verb="introduce", obj=made, after=after)
    return made


def take_back_introduction(*, introduction: Introduction, actor: Viewer) -> Introduction:
    """Say that a service was not introduced after all; `restore_introduction` takes that back."""
    return _set_removed(introduction, removed=True, actor=actor)


def restore_introduction(*, introduction: Introduction, actor: Viewer) -> Introduction:
    """Put an introduction back; where it was introduced anew meanwhile, that stands."""
    return _set_removed(introduction, removed=False, actor=actor)


def _set_removed(introduction: Introduction, *, removed: bool, actor: Viewer) -> Introduction:
    _check_may(actor, introduction.trouble, introduction.issue, introduction.item)
    with transaction.atomic():
        # The service is the lock, as for introducing it: the same one is never there twice.
        Service.objects.select_for_update().get(pk=introduction.service_id)
        row = Introduction.objects.select_for_update(of=("self",)).get(pk=introduction.pk)
        if (row.removed_at is not None) == removed:
            return row
        if not removed:
            newer = Introduction.objects.current().filter(
                municipality_id=row.municipality_id,
                service_id=row.service_id,
                trouble_id=row.trouble_id,
                issue_id=row.issue_id,
                item_id=row.item_id,
            )
            if (there := newer.first()) is not None:
                return there
        row.removed_at = clock.now() if removed else None
        row.save(update_fields=["removed_at"])
        audit.record(actor=actor, verb="remove" if removed else "restore", obj=row)
    return row


def _check_one(trouble: Trouble | None, issue: Issue | None, item: AgendaItem | None) -> None:
    if sum(one is not None for one in (trouble, issue, item)) != 1:
        message = "a service is introduced for exactly one of trouble, issue and item"
        raise ValueError(message)


def _check_may(
    actor: Viewer, trouble: Trouble | None, issue: Issue | None, item: AgendaItem | None
) -> None:
    if trouble is not None:
        check_can_handle_trouble(actor, trouble)
        if trouble.removed_at is not None:
            raise NotNow(_("この困りごとは取り消されています。先に元に戻してください。"))
    if issue is not None:
        check_can_work_on(actor, issue)
        check_current(issue)
    if item is not None:
        check_can_run(actor, item.meeting)
        check_stays_in_room(item.meeting)
        check_not_sealed(item.meeting)
