"""Wishes to put the minutes right, with the words they are about."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import COUNTED
from sasaeai.meetings.models import Meeting
from sasaeai.minutes.access import visible_minutes
from sasaeai.minutes.enums import CorrectionState
from sasaeai.minutes.models import Correction, Minutes, Revision
from sasaeai.minutes.queries.gist import RecordText, presences_of, who_of
from sasaeai.minutes.queries.records import text_of


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """A wish beside the words it is about.

    title: of the part, empty for the whole. seen: what its sender read; now: what the newest text
    says there, empty when it is the same.
    """

    correction: Correction
    title: str
    seen: str
    now: str

    @property
    def is_waiting(self) -> bool:
        return self.correction.state == CorrectionState.WAITING


def parts_of(revision: Revision) -> list[tuple[str, str]]:
    """Key and title of each part of a text, in order: "opening", items by id, "closing"."""
    sections = text_of(revision).sections
    return [
        ("opening", _("出席した人・欠席した人")),
        *((section.item, section.title) for section in sections),
        ("closing", _("次回の予定・そのほか")),
    ]


def corrections_of(minutes: Minutes, newest: Revision) -> list[CorrectionLine]:
    """All wishes, those that wait first. One query."""
    rows = Correction.objects.filter(
        municipality_id=minutes.municipality_id, minutes=minutes
    ).select_related("revision", "taken_in")
    lines = [_line(row, newest) for row in rows.order_by("created_at")]
    return sorted(lines, key=lambda line: not line.is_waiting)


def waiting_corrections(minutes: Minutes) -> int:
    """How many wishes nobody has looked at yet. One query."""
    return Correction.objects.filter(
        municipality_id=minutes.municipality_id,
        minutes=minutes,
        state=CorrectionState.WAITING,
    ).count()


def get_visible_correction(correction_id: UUID, *, viewer: Viewer) -> Correction:
    """A wish about minutes the viewer may read; NotFound for strangers."""
    correction = (
        Correction.objects.filter(
            municipality_id=viewer.municipality_id,
            minutes__in=visible_minutes(viewer),
            id=correction_id,
        )
        .select_related("revision", "minutes__meeting__body__district")
        .select_related("minutes__meeting__venue", "minutes__meeting__municipality")
        .first()
    )
    if correction is None:
        raise NotFound(_("この訂正の申し出は見つかりません。"))
    return correction


def posts_present(meeting: Meeting) -> list[str]:
    """Organisation and post of everybody who was there, once each; a guest's name where no post."""
    there = (who_of(row) for row in presences_of(meeting) if row.status in COUNTED)
    return list(dict.fromkeys(there))


def part_text(text: RecordText, part: str) -> str:
    """The words of one part; of the whole, all of them."""
    if part == "opening":
        return text.opening
    if part == "closing":
        return text.closing
    section = text.section(part)
    if section is not None:
        return section.text
    return "" if part else whole_text(text)


def whole_text(text: RecordText) -> str:
    """All parts of a text under their titles."""
    sections = [f"■ {section.title}\n{section.text}" for section in text.sections]
    return "\n\n".join(filter(None, (text.opening, *sections, text.closing)))


def _line(row: Correction, newest: Revision) -> CorrectionLine:
    seen = part_text(text_of(row.revision), row.part) if row.part else ""
    now = part_text(text_of(newest), row.part) if row.part else ""
    return CorrectionLine(
        correction=row,
        title=dict(parts_of(row.revision)).get(row.part, ""),
        seen=seen,
        now=now if now != seen else "",
    )
