"""Scanned slips: which wait for a person, whose they are, and the pictures of them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sasaeai.kernel.errors import InvalidInput, NotFound
from sasaeai.kernel.reply_code import ReplyCodeError, parse_reply_code
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import can_run
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.notices.access import check_can_take_letters
from sasaeai.notices.enums import ScanState
from sasaeai.notices.models import SlipCrop, SlipScan
from sasaeai.notices.queries.replies import ReplyBoard, row_named

_TO_READ = Q(state=ScanState.ENTERED, judged_at__isnull=True) & ~Q(reason="")
_TO_LOOK_AT = Q(state=ScanState.WAITING) | _TO_READ
LISTED = 60
"""Scans that the page of a meeting lists, the newest first."""


@dataclass(frozen=True, slots=True)
class ScanCounts:
    """Scanned slips of a meeting, and those of which nobody knows yet whose they are.

    waiting: nothing entered yet; to_read: answer entered, handwriting not; set_aside: no slips.
    """

    waiting: int
    to_read: int
    entered: int
    set_aside: int

    @property
    def to_look_at(self) -> int:
        """How many want a person."""
        return self.waiting + self.to_read

    @property
    def total(self) -> int:
        return self.waiting + self.entered + self.set_aside


@dataclass(frozen=True, slots=True)
class ScanPlace:
    """Where one scan stands among those that want a person.

    left: how many, this one included; following: the next after it, None when it is the only one.
    """

    left: int
    following: UUID | None


def call_of_code(code: str, *, municipality_id: UUID) -> Expected | None:
    """The call that a reply code was made for, withdrawn ones too; None for a foreign code."""
    return (
        Expected.objects.filter(municipality_id=municipality_id, reply_code=code)
        .select_related("meeting__body__district", "meeting__venue", "person", "organization")
        .first()
    )


def call_named(board: ReplyBoard, typed: str, *, viewer: Viewer) -> Expected:
    """The call that a number of this meeting, or the reply code of any meeting, means.

    Raises InvalidInput with what to do.
    """
    try:
        return row_named(board, typed).expected
    except InvalidInput:
        call = _call_of_typed_code(typed, viewer)
        if call is None or not can_run(viewer, call.meeting):
            raise
        return call


def get_visible_scan(scan_id: UUID, *, meeting: Meeting, viewer: Viewer) -> SlipScan:
    """A scan on the page of a meeting, without its picture; `meeting` came through a visible query.

    Raises NotAllowed for readers (handwriting says more than an answer), NotFound for others.
    """
    check_can_take_letters(viewer, meeting)
    scan = _of(meeting).filter(pk=scan_id).select_related("reply").first()
    if scan is None:
        raise NotFound(_("この返信票の画像は見つかりません。"))
    return scan


def has_picture(scan: SlipScan) -> bool:
    """Whether the page could be drawn."""
    rows = SlipScan.objects.filter(municipality_id=scan.municipality_id, pk=scan.pk)
    return rows.exclude(picture=b"").exists()


def picture_of(scan: SlipScan) -> bytes:
    """The page as PNG. Raises NotFound when the page could not be drawn."""
    rows = SlipScan.objects.filter(municipality_id=scan.municipality_id, pk=scan.pk)
    picture = bytes(rows.values_list("picture", flat=True).get())
    if not picture:
        raise NotFound(_("この返信票の画像は見つかりません。"))
    return picture


def crop_of(scan: SlipScan, field: str) -> bytes:
    """The handwriting of one field as PNG. Raises NotFound when there is none."""
    crop = SlipCrop.objects.filter(
        municipality_id=scan.municipality_id, scan=scan, field=field
    ).first()
    if crop is None:
        raise NotFound(_("この欄の画像は見つかりません。"))
    return bytes(crop.picture)


def crop_fields(scan: SlipScan) -> frozenset[str]:
    """The fields of which there is handwriting to read."""
    rows = SlipCrop.objects.filter(municipality_id=scan.municipality_id, scan=scan)
    return frozenset(rows.values_list("field", flat=True))


def scans_to_look_at(meeting: Meeting) -> QuerySet[SlipScan]:
    """Scans that want a person, the oldest first, with those of which nobody knows whose they are.

    A page without a readable code may be anybody's: whoever runs a meeting is shown it.
    """
    return _of(meeting).filter(_TO_LOOK_AT).order_by("created_at", "page", "id")


def scan_place(meeting: Meeting, scan: SlipScan | None = None) -> ScanPlace:
    """Where `scan` stands in the queue; without one, the head of the queue is what follows."""
    ids = list(scans_to_look_at(meeting).values_list("id", flat=True))
    at = ids.index(scan.id) if scan is not None and scan.id in ids else -1
    others = [*ids[at + 1 :], *ids[: max(at, 0)]]
    return ScanPlace(left=len(ids), following=others[0] if others else None)


def scan_counts(meeting: Meeting) -> ScanCounts:
    """How many scans stand where."""
    states = list(_of(meeting).values_list("state", "judged_at", "reason"))
    return ScanCounts(
        waiting=sum(state == ScanState.WAITING for state, _at, _why in states),
        to_read=sum(
            state == ScanState.ENTERED and at is None and why != "" for state, at, why in states
        ),
        entered=sum(state == ScanState.ENTERED for state, _at, _why in states),
        set_aside=sum(state == ScanState.SET_ASIDE for state, _at, _why in states),
    )


def listed_scans(meeting: Meeting) -> list[SlipScan]:
    """The newest scans of a meeting with the call and the reply of each, without pictures."""
    rows = _of(meeting).select_related("expected", "reply")
    return list(rows.order_by("-created_at", "-page", "id")[:LISTED])


def scan_of_reply(expected_ids: list[UUID], *, meeting: Meeting) -> SlipScan | None:
    """The newest slip of a person's calls, for looking up what the paper says."""
    rows = _of(meeting).filter(expected_id__in=expected_ids).exclude(state=ScanState.SET_ASIDE)
    return rows.order_by("-created_at", "id").first()


def with_handwriting(board: ReplyBoard, meeting: Meeting) -> ReplyBoard:
    """The board with, on each row, a slip whose handwriting nobody has typed yet."""
    found: dict[Any, UUID] = dict(
        _of(meeting).filter(_TO_READ, meeting=meeting).values_list("expected_id", "id")
    )
    if not found:
        return board
    rows = tuple(
        dataclasses.replace(
            row,
            scan_id=next(
                (found[call.id] for call in (row.expected, *row.also) if call.id in found), None
            ),
        )
        for row in board.rows
    )
    return dataclasses.replace(board, rows=rows)


def _call_of_typed_code(typed: str, viewer: Viewer) -> Expected | None:
    try:
        code = parse_reply_code(typed)
    except ReplyCodeError:
        return None
    return call_of_code(code, municipality_id=viewer.municipality_id)


def _of(meeting: Meeting) -> QuerySet[SlipScan]:
    """Scans of a meeting and those of no meeting, without the pictures (100 KB each)."""
    return SlipScan.objects.filter(
        Q(meeting_id=meeting.id) | Q(meeting_id__isnull=True),
        municipality_id=meeting.municipality_id,
    ).defer("picture")
