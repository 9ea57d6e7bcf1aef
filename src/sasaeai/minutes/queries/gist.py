"""The minutes as composed from what was recorded on the day: gist, by group, ○ and ⇒."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import translation

from sasaeai.issues.models import Action, PassedOn
from sasaeai.kernel.wareki import short_date
from sasaeai.meetings.enums import COUNTED, Outcome, PresenceStatus, RemarkKind
from sasaeai.meetings.models import AgendaItem, Meeting, Presence, Remark

OUTCOME_MARK = "結果："
ACTION_MARK = "取組："
PASSED_ON_MARK = "申し送り："
AWAY_MARK = "欠席："


@dataclass(frozen=True, slots=True)
class SectionText:
    """The record of one agenda item. item: its id as text."""

    item: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class RecordText:
    """A whole text of minutes: before the items, item by item, after them."""

    opening: str
    sections: tuple[SectionText, ...]
    closing: str

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> RecordText:
        """From the shape that `as_json` gives."""
        return cls(
            opening=value.get("opening", ""),
            sections=sections_from_json(value.get("sections", [])),
            closing=value.get("closing", ""),
        )

    def as_json(self) -> dict[str, Any]:
        """The shape that the database keeps."""
        return {
            "opening": self.opening,
            "sections": sections_as_json(self.sections),
            "closing": self.closing,
        }

    def section(self, item: str) -> SectionText | None:
        return next((section for section in self.sections if section.item == item), None)


def sections_from_json(value: Iterable[dict[str, str]]) -> tuple[SectionText, ...]:
    """Sections as a revision keeps them."""
    return tuple(SectionText(row["item"], row["title"], row["text"]) for row in value)


def sections_as_json(sections: Iterable[SectionText]) -> list[dict[str, str]]:
    """Sections in the shape that a revision keeps."""
    return [{"item": s.item, "title": s.title, "text": s.text} for s in sections]


def compose_record(meeting: Meeting) -> RecordText:
    """The text that the day's rows make: nothing is added that was not recorded.

    Always in Japanese, whatever language the page is shown in: the text is a record.
    Six queries, however many items there are.
    """
    with translation.override("ja"):
        return _composed(meeting)


def _composed(meeting: Meeting) -> RecordText:
    items = list(AgendaItem.objects.current().filter(meeting=meeting))
    prefetch_related_objects(items, "remarks", "actions", "passed_on__to_body")
    return RecordText(
        opening=_attendance(meeting),
        sections=tuple(SectionText(str(i.id), i.title, _gist(i)) for i in items),
        closing=meeting.next_note,
    )


def _gist(item: AgendaItem) -> str:
    lines = [_remark_line(row) for row in _current(item.remarks.all())]
    if item.outcome:
        lines.append(_outcome_line(item))
    lines += [action_line(row) for row in _current(item.actions.all())]
    lines += [_passed_on_line(row) for row in _current(item.passed_on.all())]
    return "\n".join(lines)


def _current(rows: Iterable[Any]) -> list[Any]:
    return [row for row in rows if row.removed_at is None]


def _remark_line(remark: Remark) -> str:
    group = f"（{remark.group}）" if remark.group else ""
    return f"{RemarkKind(remark.kind).mark} {remark.text}{group}"


def _outcome_line(item: AgendaItem) -> str:
    label = str(Outcome(item.outcome).label)
    return (
        f"{OUTCOME_MARK}{label}。{item.outcome_text}"
        if item.outcome_text
        else (f"{OUTCOME_MARK}{label}")
    )


def action_line(action: Action) -> str:
    """「取組：白旗野町会が、寄せ場の地図を作る（12月20日(日)まで）」."""
    due = f"（{short_date(action.due_on)}まで）" if action.due_on else ""
    return f"{ACTION_MARK}{action.who}が、{action.what}{due}"


def _passed_on_line(news: PassedOn) -> str:
    note = f"。{news.note}" if news.note else ""
    return f"{PASSED_ON_MARK}{news.to_body.name}へ伝える{note}"


# ── Who was there ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who was in the room and who stayed away, named by organisation and post.

    present: people who count, companions included, or the number that a report gave.
    groups: (name, who came) in the order in which people were called; away: who did not come.
    """

    present: int
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    substitutes: int
    late: int
    companions: int
    away: tuple[str, ...]
    excused: int


def attendance_of(meeting: Meeting, rows: Sequence[Presence]) -> Attendance:
    """Who came, from the rows of the day; each person counts once."""
    statuses = Counter(row.status for row in rows)
    there = [row for row in rows if row.status in COUNTED]
    groups: dict[str, list[str]] = defaultdict(list)
    for row in there:
        groups[row.group or "その他"].append(who_of(row))
    companions = sum(row.companions for row in there)
    return Attendance(
        present=len(there) + companions or meeting.reported_count or 0,
        groups=tuple((name, tuple(people)) for name, people in groups.items()),
        substitutes=statuses[PresenceStatus.SUBSTITUTE],
        late=statuses[PresenceStatus.LATE],
        companions=companions,
        away=tuple(who_of(row) for row in rows if row.status not in COUNTED),
        excused=statuses[PresenceStatus.EXCUSED],
    )


def who_of(row: Presence) -> str:
    """「白旗野町会 会長」; a guest without an organisation by name."""
    post = " ".join(part for part in (row.organization_name, row.post_title) if part)
    return post or row.person_name


def presences_of(meeting: Meeting) -> list[Presence]:
    """The rows of the day, in the order in which people were called, walk-ins last."""
    rows = Presence.objects.current().filter(meeting=meeting).select_related("expected")
    last = 100_000
    return sorted(rows, key=lambda row: row.expected.number if row.expected else last)


def _attendance(meeting: Meeting) -> str:
    seen = attendance_of(meeting, presences_of(meeting))
    lines = [f"出席：{seen.present}人"] if seen.present else []
    lines += [f"・{name} {len(who)}人（{'、'.join(who)}）" for name, who in seen.groups]
    notes = [
        f"{word} {number}人"
        for word, number in (
            ("代理", seen.substitutes),
            ("遅れて参加", seen.late),
            ("同行", seen.companions),
        )
        if number
    ]
    if notes:
        lines.append(f"出席のうち、{'、'.join(notes)}")
    if seen.away:
        told = f"、うち連絡あり {seen.excused}人" if seen.excused else ""
        lines.append(f"{AWAY_MARK}{len(seen.away)}人（{'、'.join(seen.away)}{told}）")
    return "\n".join(lines)


# ── Changes of the day since a text was looked through ───────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class DayChange:
    """A part of the minutes whose record of the day has changed since the text was looked through.

    key: "opening", "closing" or an item's id. now: what the minutes say; day: what the day's
    record says now; is_gone: the item is no longer on the agenda.
    """

    key: str
    title: str
    now: str
    day: str
    is_gone: bool = False


def changes_of_day(
    text: RecordText, looked_through: RecordText, day: RecordText
) -> tuple[DayChange, ...]:
    """Where the day's record differs from the one the text was made with, and from the text."""
    changes = []
    if day.opening not in (looked_through.opening, text.opening):
        changes.append(DayChange("opening", "出席した人・欠席した人", text.opening, day.opening))
    for section in day.sections:
        seen, own = looked_through.section(section.item), text.section(section.item)
        is_seen = seen is not None and (seen.title, seen.text) == (section.title, section.text)
        if not is_seen and own != section:
            changes.append(
                DayChange(section.item, section.title, own.text if own else "", section.text)
            )
    still_there = {section.item for section in day.sections}
    changes += [
        DayChange(own.item, own.title, own.text, "", is_gone=True)
        for own in text.sections
        if own.item not in still_there and looked_through.section(own.item) is not None
    ]
    if day.closing not in (looked_through.closing, text.closing):
        changes.append(DayChange("closing", "次回の予定・そのほか", text.closing, day.closing))
    return tuple(changes)
