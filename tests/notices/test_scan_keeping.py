"""Pictures of slips hold handwriting: they go 90 days after the meeting, what was read stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sasaeai.audit.models import Entry
from sasaeai.kernel import clock
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Meeting
from sasaeai.notices import actions, queries
from sasaeai.notices.actions.scan_keeping import erase_old_pictures
from sasaeai.notices.models import SlipCrop, SlipScan
from sasaeai.notices.queries import scans
from tests.notices.scanned import DOT, file_of, give_codes, meeting_of_three, slip
from tests.world import World


@pytest.fixture
def meeting(world: World) -> Meeting:
    return meeting_of_three(world)


@pytest.fixture
def scan(world: World, meeting: Meeting) -> SlipScan:
    """Read surely, but for the handwriting."""
    codes = give_codes(meeting)
    reading = slip(codes[2], "absent", crops={"needs": DOT})
    actions.take_in_scans(**file_of(reading), meeting=meeting, actor=world.viewer("arai"))
    return SlipScan.objects.get()


def test_ninety_days_after_the_meeting_the_handwriting_goes_and_the_reply_stays(
    meeting: Meeting, scan: SlipScan
) -> None:
    reading = scan.reading
    assert erase_old_pictures(now=meeting.starts_at + timedelta(days=89)) == 0
    scan.refresh_from_db()
    assert bytes(scan.picture) == DOT
    assert erase_old_pictures(now=meeting.starts_at + timedelta(days=91)) == 1
    scan.refresh_from_db()
    assert bytes(scan.picture) == b""
    assert not SlipCrop.objects.exists()
    assert scan.reading == reading
    assert queries.reply_board(meeting).counts.absent == 1


def test_a_meeting_that_was_called_off_is_no_exception(meeting: Meeting, scan: SlipScan) -> None:
    Meeting.objects.update(state=MeetingState.CANCELLED)
    assert erase_old_pictures(now=meeting.starts_at + timedelta(days=91)) == 1


def test_one_row_of_the_audit_says_how_many(meeting: Meeting, scan: SlipScan) -> None:
    later = meeting.starts_at + timedelta(days=91)
    erase_old_pictures(now=later)
    erase_old_pictures(now=later)
    row = Entry.objects.get(verb="erase")
    assert row.after["slip_pictures"] == 1
    assert row.actor_name == "システム"


def test_a_page_of_nobody_goes_so_long_after_it_came_and_waits_no_longer(
    world: World, meeting: Meeting
) -> None:
    reading = slip(None, None, needs_review=True, reason="返信コードが読めません。")
    actions.take_in_scans(**file_of(reading), actor=world.viewer("arai"))
    SlipScan.objects.update(meeting=None)
    assert scans.scan_counts(meeting).to_look_at == 1
    assert erase_old_pictures(now=clock.now() + timedelta(days=91)) == 1
    assert bytes(SlipScan.objects.get().picture) == b""
    assert scans.scan_counts(meeting).to_look_at == 0


def test_a_city_says_how_long(meeting: Meeting, scan: SlipScan, settings: Any) -> None:
    settings.SCAN_KEEP_DAYS = 30
    assert erase_old_pictures(now=meeting.starts_at + timedelta(days=31)) == 1
