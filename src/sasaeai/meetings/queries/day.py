"""What the day of a meeting shows: who is there, what was said, what is missing before closing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import is_told_of, of_same_sort, readable_meetings
from sasaeai.meetings.enums import COUNTED, OPEN_OUTCOMES, MeetingState
from sasaeai.meetings.models import AgendaItem, Expected, Meeting, Presence, Remark
from sasaeai.meetings.queries.attendance import with_attendance


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody called to the meeting, or a walk-in (expected is None), with the mark of the day.

    also: further calls of the same person, who holds several posts and is there once.
    """

    expected: Expected | None
    presence: Presence | None
    also: tuple[Expected, ...] = ()

    @property
    def is_marked(self) -> bool:
        return self.presence is not None


@dataclass(frozen=True, slots=True)
class PresenceCounts:
    """People of one meeting: called, marked, counted as being there (companions included)."""

    called: int
    unmarked: int
    present: int
    walk_ins: int
    companions: int

    @property
    def total(self) -> int:
        """Head-count of the room."""
        return self.present + self.companions


@dataclass(frozen=True, slots=True)
class ClosingCheck:
    """What stands in the way of closing the record, and what is worth a look before it.

    reason: why it cannot be closed now, empty when only `items` are missing or nothing is.
    items: agenda items without an outcome. warnings: sentences that do not stop it.
    """

    reason: str
    items: tuple[AgendaItem, ...]
    warnings: tuple[str, ...]

    @property
    def may_close(self) -> bool:
        return not self.reason and not self.items


def get_visible_presence(presence_id: UUID, *, viewer: Viewer) -> Presence:
    """A mark or walk-in of a meeting the viewer may read; NotFound for strangers."""
    presence = (
        Presence.objects.filter(
            municipality_id=viewer.municipality_id,
            id=presence_id,
            meeting__in=readable_meetings(viewer),
        )
        .select_related(
            "meeting__body__district", "meeting__municipality", "meeting__venue", "expected"
        )
        .first()
    )
    if presence is None:
        raise NotFound(_("この出欠は見つかりません。"))
    return presence


def get_visible_remark(remark_id: UUID, *, viewer: Viewer) -> Remark:
    """A remark of a meeting the viewer may read; NotFound for strangers."""
    remark = (
        Remark.objects.filter(
            municipality_id=viewer.municipality_id,
            id=remark_id,
            item__meeting__in=readable_meetings(viewer),
        )
        .select_related(
            "item__meeting__body__district", "item__meeting__municipality", "item__meeting__venue"
        )
        .first()
    )
    if remark is None:
        raise NotFound(_("この発言は見つかりません。"))
    return remark


def people_of_day(meeting: Meeting) -> list[PersonLine]:
    """Everybody called, in the order of the reply numbers, then the walk-ins. Two queries.

    A person who was called for several posts is one line. Somebody whose call was withdrawn but
    who was marked before stays, because the mark counts.
    """
    presences = list(_current_presences(meeting).select_related("expected"))
    marks = {presence.expected_id: presence for presence in presences if presence.expected_id}
    lines, known = [], set()
    for first, *also in _calls_by_person(meeting):
        known |= {first.id, *(call.id for call in also)}
        marked = (marks[call.id] for call in (first, *also) if call.id in marks)
        lines.append(PersonLine(first, next(marked, None), tuple(also)))
    lines += [
        PersonLine(presence.expected, presence)
        for presence in presences
        if presence.expected_id not in known
    ]
    return lines


def _calls_by_person(meeting: Meeting) -> list[list[Expected]]:
    groups: dict[UUID, list[Expected]] = defaultdict(list)
    for call in Expected.objects.current().filter(**_of(meeting)).order_by("number"):
        groups[call.person_id or call.id].append(call)
    return list(groups.values())


def count_people(lines: Iterable[PersonLine]) -> PresenceCounts:
    """The figures of a people list that is already at hand."""
    rows = list(lines)
    counted = [line.presence for line in rows if line.presence and line.presence.status in COUNTED]
    return PresenceCounts(
        called=sum(line.expected is not None for line in rows),
        unmarked=sum(line.presence is None for line in rows),
        present=len(counted),
        walk_ins=sum(line.expected is None for line in rows),
        companions=sum(presence.companions for presence in counted),
    )


def head_count(meeting: Meeting) -> int:
    """How many people were in the room: counted presences and their companions.

    Without any name recorded it is the number that was reported, or 0.
    """
    rows = with_attendance(Meeting.objects.filter(pk=meeting.pk)).values_list("attendance")
    return int(rows.get()[0] or 0)


def groups_of_day(lines: Iterable[PersonLine]) -> list[str]:
    """The sides that may speak, each once: the groups of those called and of the walk-ins."""
    groups = (
        line.presence.group if line.presence is not None else line.expected.group
        for line in lines
        if line.presence is not None or line.expected is not None
    )
    return list(dict.fromkeys(group for group in groups if group))


def remarks_of_day(meeting: Meeting) -> dict[UUID, list[Remark]]:
    """What was said, by item, in order. One query."""
    rows = (
        Remark.objects.current()
        .filter(municipality_id=meeting.municipality_id, item__meeting=meeting)
        .order_by("position", "created_at")
    )
    by_item: dict[UUID, list[Remark]] = defaultdict(list)
    for remark in rows:
        by_item[remark.item_id].append(remark)
    return by_item


def left_open(meeting: Meeting) -> list[AgendaItem]:
    """Items of earlier meetings of the body that are open, and that no other meeting took up since.

    For 「前回からの引きつぎ」 of the 次第: what this agenda itself continues belongs there too.
    """
    continued = (
        AgendaItem.objects.current()
        .filter(
            municipality_id=meeting.municipality_id,
            came_from=OuterRef("pk"),
            meeting__body_id=meeting.body_id,
        )
        .exclude(meeting=meeting)
        .exclude(meeting__state=MeetingState.CANCELLED)
    )
    return list(
        AgendaItem.objects.current()
        .filter(
            is_told_of("meeting__"),
            municipality_id=meeting.municipality_id,
            meeting__body_id=meeting.body_id,
            meeting__state=MeetingState.HELD,
            meeting__starts_at__lt=meeting.starts_at,
            outcome__in=OPEN_OUTCOMES,
        )
        .exclude(Exists(continued))
        .select_related("meeting")
        .order_by("meeting__starts_at", "position")
    )


def earlier_open_meeting(meeting: Meeting) -> Meeting | None:
    """A meeting of the same body and 年度 before this one that is neither closed nor cancelled."""
    return (
        Meeting.objects.filter(
            of_same_sort(meeting.regime),
            municipality_id=meeting.municipality_id,
            body_id=meeting.body_id,
            fiscal_year=meeting.fiscal_year,
            state=MeetingState.PLANNED,
            starts_at__lt=meeting.starts_at,
        )
        .exclude(pk=meeting.pk)
        .order_by("starts_at")
        .first()
    )


def closing_check(
    meeting: Meeting, *, viewer: Viewer, items: Sequence[AgendaItem], people: PresenceCounts
) -> ClosingCheck:
    """What is missing before the record can be closed, from rows that are already at hand."""
    warnings = []
    if people.present == 0 and meeting.reported_count is None:
        warnings.append(_("出席した人がまだ一人も記録されていません。"))
    elif people.unmarked:
        warnings.append(_("出欠をまだ付けていない人が%(n)s人います。") % {"n": people.unmarked})
    return ClosingCheck(
        reason=_not_yet(meeting, viewer),
        items=tuple(item for item in items if not item.outcome),
        warnings=tuple(warnings),
    )


def _not_yet(meeting: Meeting, viewer: Viewer) -> str:
    if meeting.held_on > viewer.on:
        return not_begun(meeting)
    earlier = earlier_open_meeting(meeting)
    return earlier_first(earlier) if earlier is not None else ""


def not_begun(meeting: Meeting) -> str:
    """The sentence for a meeting whose day has not come."""
    day = meeting.held_on
    return _(
        "この会議はまだ始まっていません。%(month)s月%(day)s日の当日から、記録を締められます。"
    ) % {"month": day.month, "day": day.day}


def earlier_first(earlier: Meeting) -> str:
    """The sentence for a meeting that would take the number of an earlier one."""
    day = earlier.held_on
    return _(
        "%(month)s月%(day)s日の会議が、まだ締めても中止にしてもいません。"
        "「第何回」を順に付けるため、先にそちらを締めるか、中止にしてください。"
    ) % {"month": day.month, "day": day.day}


def _current_presences(meeting: Meeting) -> QuerySet[Presence]:
    return (
        Presence.objects.current()
        .filter(**_of(meeting))
        .order_by(F("expected__number").asc(nulls_last=True), "created_at")
    )


def _of(meeting: Meeting) -> dict[str, object]:
    return {"municipality_id": meeting.municipality_id, "meeting": meeting}
