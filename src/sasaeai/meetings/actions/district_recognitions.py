"""みなし when a district is split or merged: decided once, it goes on with the bodies it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.audit.models import Entry
from sasaeai.kernel.errors import NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Body, Recognition, RecognitionLink
from sasaeai.meetings.queries.bodies import serves_district
from sasaeai.people.models import District

_CARRIED, _ENDED = "carry on", "end with district"
_KEPT = ("since", "until", "decided_at", "decided_on", "condition")

Copies = Mapping[tuple[UUID, int], Body]
"""Bodies that began anew: by the body they are like and the place of their district."""


def carry_recognitions(
    bodies: Sequence[Body], news: Sequence[District], made: Copies, on: date, actor: Viewer
) -> list[Recognition]:
    """Let what counted for the bodies that end go on for those that began like them, from a day on.

    Both sides are followed: another body that counted, and another one counted for. Of bodies that
    become one, the one of the same kind stands for the others. Where nothing stands for a side in a
    district, or no host of what counts serves it, nothing goes on there.
    """
    running = list(_running(bodies, on).select_related("body", "counts_for__district"))
    ending = {body.pk for body in bodies}
    kinds = _only_of_kind(news, ending)
    carried: dict[tuple[UUID, UUID], Recognition] = {}
    for old in running:
        for place in range(len(news)):
            body, counts_for = (
                made.get((side.pk, place)) or kinds.get((news[place].pk, side.kind))
                if side.pk in ending
                else side
                for side in (old.body, old.counts_for)
            )
            if body is None or counts_for is None or body.pk == counts_for.pk:
                continue
            if (body.pk, counts_for.pk) in carried:
                continue
            if serves_district(body, counts_for.district, on=on):
                carried[body.pk, counts_for.pk] = _like(old, body, counts_for, on, actor)
    return list(carried.values())


def end_recognitions(bodies: Sequence[Body], last_day: date, actor: Viewer) -> None:
    """End what counted for bodies that end, or was counted by them, with their last day."""
    for row in _running(bodies, last_day).filter(since__lte=last_day):
        before = audit.snapshot(row, ["until"])
        row.until = last_day
        row.save(update_fields=["until"])
        after = audit.snapshot(row, ["until"])
        audit.record(actor=actor, verb=_ENDED, obj=row, before=before, after=after)


def take_back_recognitions(copies: Sequence[Body], actor: Viewer) -> None:
    """Take away what `carry_recognitions` wrote for some bodies; NotNow where it was changed since."""
    rows = Recognition.objects.filter(
        Q(body__in=copies) | Q(counts_for__in=copies), municipality_id=actor.municipality_id
    )
    written = {
        entry.object_id: entry.after
        for entry in _entries(_CARRIED, actor).filter(object_id__in=rows.values("pk"))
    }
    there = list(rows)
    for row in there:
        if written.get(row.pk) != _told(row):
            raise NotNow(_("新しい地区の会議体のみなしがもう直されているので、元に戻せません。"))
    for row in there:
        audit.record(actor=actor, verb="undo change", obj=row)
    ids = [row.pk for row in there]
    city = {"municipality_id": actor.municipality_id}
    RecognitionLink.objects.filter(**city, recognition__in=ids).delete()
    Recognition.objects.filter(**city, pk__in=ids).delete()


def take_up_recognitions(bodies: Sequence[Body], last_day: date, actor: Viewer) -> None:
    """Let what `end_recognitions` ended go on; an end that somebody gave since stays."""
    rows = Recognition.objects.filter(
        Q(body__in=bodies) | Q(counts_for__in=bodies),
        municipality_id=actor.municipality_id,
        until=last_day,
    )
    for row in rows:
        entry = _entries(_ENDED, actor).filter(object_id=row.pk).order_by("-at").first()
        if entry is None:
            continue
        before = audit.snapshot(row, ["until"])
        earlier = entry.before.get("until")
        row.until = date.fromisoformat(earlier) if earlier else None
        row.save(update_fields=["until"])
        audit.record(actor=actor, verb="undo change", obj=row, before=before)


def _running(bodies: Sequence[Body], on: date) -> QuerySet[Recognition]:
    """Recognitions of some bodies, on either side, that have a day after a day or on it."""
    return Recognition.objects.current().filter(
        Q(body__in=bodies) | Q(counts_for__in=bodies),
        Q(until__isnull=True) | Q(until__gte=on),
        municipality_id=bodies[0].municipality_id if bodies else None,
    )


def _only_of_kind(news: Sequence[District], ending: set[UUID]) -> dict[tuple[UUID, str], Body]:
    """Bodies of the new districts by district and kind, where there is just one of the kind."""
    found: dict[tuple[UUID, str], list[Body]] = defaultdict(list)
    bodies = Body.objects.filter(
        municipality_id=news[0].municipality_id, district__in=news, ended_on__isnull=True
    )
    for body in bodies.exclude(pk__in=ending).select_related("district"):
        found[body.district_id, body.kind].append(body)
    return {key: only[0] for key, only in found.items() if len(only) == 1}


def _like(old: Recognition, body: Body, counts_for: Body, on: date, actor: Viewer) -> Recognition:
    values = {name: getattr(old, name) for name in _KEPT} | {"since": max(on, old.since)}
    row = Recognition.objects.create(
        municipality_id=old.municipality_id, body=body, counts_for=counts_for, **values
    )
    RecognitionLink.objects.bulk_create(
        RecognitionLink(municipality_id=old.municipality_id, recognition=row, post_id=post)
        for post in old.links.filter(removed_at__isnull=True).values_list("post_id", flat=True)
    )
    audit.record(actor=actor, verb=_CARRIED, obj=row, after=_told(row))
    return row


def _told(row: Recognition) -> dict[str, object]:
    days = [day.isoformat() if day else "" for day in (row.since, row.until)]
    return {"days": days, "removed": row.removed_at is not None, "condition": row.condition}


def _entries(verb: str, actor: Viewer) -> QuerySet[Entry]:
    return Entry.objects.filter(
        municipality_id=actor.municipality_id,
        object_type=Recognition._meta.label_lower,
        verb=verb,
    )
