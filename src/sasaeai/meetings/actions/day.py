"""Who was there on the day: presence of those called, walk-ins, companions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.actions.locked import locked_for_preparing
from sasaeai.meetings.enums import PresenceStatus
from sasaeai.meetings.models import Expected, Meeting, Presence
from sasaeai.meetings.queries.day import PersonLine, people_of_day

MAX_COMPANIONS = 99

_MARK_FIELDS = ("status", "person_name", "post_title", "companions")
_FIELDS = ("status", "organization_name", "post_title", "person_name", "group", "companions")


@dataclass(frozen=True, slots=True)
class Foreseen:
    """How somebody is going to be there, as the replies say; a value without tables.

    person_name, post_title: of the substitute, empty for anyone else. companions: 0…99 people.
    """

    status: PresenceStatus
    person_name: str = ""
    post_title: str = ""
    companions: int = 0


def mark_presence(
    *,
    expected: Expected,
    status: PresenceStatus,
    actor: Viewer,
    person_name: str = "",
    post_title: str = "",
    companions: int | None = None,
) -> Presence:
    """Say how somebody who was called is there, or change it. The last tap counts.

    person_name and post_title are those of a substitute and asked for there only: one of the two
    must be known. companions: None keeps what was recorded.
    """
    marked = PresenceStatus(status)
    if marked == PresenceStatus.SUBSTITUTE and not (person_name or post_title):
        raise InvalidInput(
            _("代理で来た方の氏名か役職を入力してください。"),
            {"person_name": _("代理で来た方の氏名か役職を入力してください。")},
        )
    _check_companions(companions)
    with transaction.atomic():
        # Two tablets tap the same row: the second waits here and then changes the first one's.
        locked_for_preparing(expected.meeting, actor)
        if Expected.objects.get(pk=expected.pk).removed_at is not None:
            raise NotNow(_("この方の声かけは取り消されています。声かけを元に戻すと付けられます。"))
        return _write_mark(
            expected, Foreseen(marked, person_name, post_title, companions or 0), companions, actor
        )


def _write_mark(
    expected: Expected, mark: Foreseen, companions: int | None, actor: Viewer
) -> Presence:
    presence = _current_mark(expected)
    values = _values((presence and presence.expected) or expected, mark)
    if presence is None:
        presence = _create(expected.meeting, {"expected": expected, **values})
        audit.record(
            actor=actor, verb="mark", obj=presence, after=audit.snapshot(presence, _MARK_FIELDS)
        )
        return presence
    if companions is None:
        values.pop("companions")
    return _change(presence, values, verb="mark", actor=actor)


def _current_mark(expected: Expected) -> Presence | None:
    """The mark of the person called; several calls of one person share one, counted once."""
    same = Q(expected=expected)
    if expected.person_id is not None:
        same |= Q(expected__person_id=expected.person_id)
    return (
        Presence.objects.current()
        .filter(same, municipality_id=expected.municipality_id, meeting_id=expected.meeting_id)
        .select_related("expected")
        .order_by("created_at")
        .first()
    )


def _values(expected: Expected, mark: Foreseen) -> dict[str, Any]:
    """What a presence of somebody who was called says; the name is the substitute's, if one came."""
    substitute = mark.status == PresenceStatus.SUBSTITUTE
    return {
        "status": mark.status,
        "organization_name": expected.organization_name,
        "group": expected.group,
        "person_name": mark.person_name if substitute else expected.person_name,
        "post_title": mark.post_title if substitute else expected.post_title,
        "companions": mark.companions,
    }


def mark_rest(
    *, meeting: Meeting, answers: Mapping[UUID, Foreseen], actor: Viewer
) -> list[Presence]:
    """Mark everybody who has no mark yet as their reply said; whoever did not reply is absent.

    answers: by the id of any call of the person. Marks that exist stay as they are. Returns the new
    ones, which `unmark_presences` takes back as a whole.
    """
    with transaction.atomic():
        locked_for_preparing(meeting, actor)
        marked = [
            _create(
                meeting,
                {"expected": line.expected, **_values(line.expected, _foreseen(line, answers))},
            )
            for line in people_of_day(meeting)
            if line.presence is None and line.expected is not None
        ]
        if marked:
            audit.record(
                actor=actor,
                verb="mark rest",
                obj=meeting,
                after={str(presence.expected_id): presence.status for presence in marked},
            )
    return marked


def _foreseen(line: PersonLine, answers: Mapping[UUID, Foreseen]) -> Foreseen:
    calls = (line.expected, *line.also)
    told = (answers[call.id] for call in calls if call is not None and call.id in answers)
    return next(told, Foreseen(PresenceStatus.ABSENT))


def unmark_presences(
    *, meeting: Meeting, presence_ids: Collection[UUID], actor: Viewer
) -> list[Presence]:
    """Take marks back, so that the rows are unmarked again. Returns what was taken back."""
    with transaction.atomic():
        locked_for_preparing(meeting, actor)
        rows = list(
            Presence.objects.current().filter(
                municipality_id=meeting.municipality_id, meeting=meeting, id__in=presence_ids
            )
        )
        for presence in rows:
            _set_removed(presence, removed=True)
        if rows:
            audit.record(
                actor=actor,
                verb="unmark",
                obj=meeting,
                before={str(presence.id): presence.status for presence in rows},
            )
    return rows


def add_walk_in(
    *,
    meeting: Meeting,
    actor: Viewer,
    person_name: str = "",
    organization_name: str = "",
    post_title: str = "",
    group: str = "",
    companions: int = 0,
) -> Presence:
    """Record somebody who came without being called (当日参加)."""
    _check_named(person_name, organization_name)
    _check_companions(companions)
    with transaction.atomic():
        locked_for_preparing(meeting, actor)
        presence = _create(
            meeting,
            {
                "status": PresenceStatus.PRESENT,
                "organization_name": organization_name,
                "post_title": post_title,
                "person_name": person_name,
                "group": group,
                "companions": companions,
            },
        )
        audit.record(
            actor=actor, verb="walk in", obj=presence, after=audit.snapshot(presence, _FIELDS)
        )
    return presence


def edit_presence(
    *,
    presence: Presence,
    base_version: int,
    actor: Viewer,
    status: PresenceStatus,
    organization_name: str,
    post_title: str,
    person_name: str,
    group: str,
    companions: int,
) -> Presence:
    """Correct what was recorded about somebody who was there."""
    _check_named(person_name, organization_name)
    _check_companions(companions)
    values = {
        "status": PresenceStatus(status),
        "organization_name": organization_name,
        "post_title": post_title,
        "person_name": person_name,
        "group": group,
        "companions": companions,
    }
    with transaction.atomic():
        locked = _locked(presence, actor)
        check_version(locked, base_version, yours=values)
        return _change(locked, values, verb="edit", actor=actor)


def remove_presence(*, presence: Presence, actor: Viewer) -> Presence:
    """Take a mark or a walk-in out of the record; `restore_presence` puts it back."""
    with transaction.atomic():
        locked = _locked(presence, actor)
        if locked.removed_at is None:
            _set_removed(locked, removed=True)
            audit.record(
                actor=actor,
                verb="remove",
                obj=locked,
                before=audit.snapshot(locked, _FIELDS),
            )
    return locked


def restore_presence(*, presence: Presence, actor: Viewer) -> Presence:
    """Put back what `remove_presence` took out, unless the row was marked anew meanwhile."""
    with transaction.atomic():
        locked = _locked(presence, actor)
        if locked.removed_at is None:
            return locked
        again = Presence.objects.current().filter(
            municipality_id=locked.municipality_id, expected_id=locked.expected_id
        )
        if locked.expected_id is not None and again.exists():
            raise NotNow(
                _(
                    "この方の出欠はもう付け直されています。変えるときは、名前の行のボタンを押してください。"
                )
            )
        _set_removed(locked, removed=False)
        audit.record(actor=actor, verb="restore", obj=locked, after=audit.snapshot(locked, _FIELDS))
    return locked


def _check_named(person_name: str, organization_name: str) -> None:
    if not (person_name or organization_name):
        sentence = _("氏名か団体名のどちらかを入力してください。")
        raise InvalidInput(sentence, {"person_name": sentence})


def _check_companions(companions: int | None) -> None:
    if companions is not None and not 0 <= companions <= MAX_COMPANIONS:
        sentence = _("同行者は0人から%(most)s人までで入力してください。") % {"most": MAX_COMPANIONS}
        raise InvalidInput(sentence, {"companions": sentence})


def _create(meeting: Meeting, values: Mapping[str, Any]) -> Presence:
    return Presence.objects.create(
        municipality_id=meeting.municipality_id, meeting=meeting, **values
    )


def _locked(presence: Presence, actor: Viewer) -> Presence:
    """The row as it stands now; its meeting is the lock."""
    locked_for_preparing(presence.meeting, actor)
    return Presence.objects.select_related("meeting").get(pk=presence.pk)


def _change(presence: Presence, values: Mapping[str, Any], *, verb: str, actor: Viewer) -> Presence:
    changed = [name for name, value in values.items() if getattr(presence, name) != value]
    if not changed:
        return presence
    before = audit.snapshot(presence, changed)
    for name in changed:
        setattr(presence, name, values[name])
    presence.version += 1
    presence.save(update_fields=[*changed, "version"])
    audit.record(
        actor=actor,
        verb=verb,
        obj=presence,
        before=before,
        after=audit.snapshot(presence, changed),
    )
    return presence


def _set_removed(presence: Presence, *, removed: bool) -> None:
    presence.removed_at = clock.now() if removed else None
    presence.version += 1
    presence.save(update_fields=["removed_at", "version"])
