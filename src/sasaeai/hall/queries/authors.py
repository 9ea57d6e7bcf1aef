"""Who wrote last at the desk, and when: from the history of the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sasaeai.audit.models import Entry as AuditEntry
from sasaeai.hall.core import bodies
from sasaeai.hall.queries.record import Standing
from sasaeai.meetings.models import Meeting

AT_ONCE = 200
_TABLES = {
    bodies.PRESENCE: "meetings.presence",
    bodies.REMARK: "meetings.remark",
    bodies.OUTCOME: "meetings.agendaitem",
    bodies.PROMISE: "issues.action",
    bodies.ITEM: "meetings.agendaitem",
    bodies.CLOCK: "meetings.agendaitem",
    bodies.TROUBLE: "issues.trouble",
    bodies.NOTE: "meetings.meeting",
}
_VERBS = {bodies.OUTCOME: "outcome", bodies.CLOCK: "time"}


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote an entry and when. name is empty when the history does not know."""

    account_id: UUID | None
    name: str
    at: datetime


def last_authors(meeting: Meeting, rows: Sequence[Standing]) -> dict[tuple[str, UUID], Author]:
    """Who last wrote each of the rows, by kind and row. One query per 200 rows of a table."""
    kinds: dict[str, dict[UUID, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        kinds[_TABLES[row.kind]][row.object_id].add(row.kind)
    found: dict[tuple[str, UUID], Author] = {}
    for table, objects in kinds.items():
        ids = list(objects)
        for start in range(0, len(ids), AT_ONCE):
            written = AuditEntry.objects.filter(
                municipality_id=meeting.municipality_id,
                object_type=table,
                object_id__in=ids[start : start + AT_ONCE],
            ).order_by("at")
            for each in written.values_list("object_id", "verb", "actor_id", "actor_name", "at"):
                object_id, verb, *who = each
                for kind in objects[object_id]:
                    if _VERBS.get(kind, verb) == verb:
                        found[(kind, object_id)] = Author(*who)
    return found
