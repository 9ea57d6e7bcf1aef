"""Confirming scanned slips: two people, one paper; what was wrong is taken back."""

from __future__ import annotations

import pytest

from sasaeai.kernel.errors import NotNow
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.notices import actions
from sasaeai.notices.enums import ScanState
from sasaeai.notices.models import Reply, SlipScan
from sasaeai.notices.queries import scans
from tests.notices.scanned import file_of, give_codes, meeting_of_three, slip
from tests.world import World


@pytest.fixture
def meeting(world: World) -> Meeting:
    return meeting_of_three(world)


@pytest.fixture
def codes(meeting: Meeting) -> dict[int, str]:
    return give_codes(meeting)


def take_in(world: World, meeting: Meeting, *readings) -> None:
    actor = world.viewer("arai")
    actions.take_in_scans(**file_of(*readings), meeting=meeting, actor=actor)


def standing(meeting: Meeting) -> dict[int, tuple[str, str]]:
    rows = Reply.objects.current().filter(expected__meeting=meeting)
    return {row.expected.number: (row.answer, row.via) for row in rows}


@pytest.fixture
def waiting(world: World, meeting: Meeting, codes: dict[int, str]) -> SlipScan:
    take_in(world, meeting, slip(codes[2], "attend", needs_review=True, reason="薄い"))
    return SlipScan.objects.get()


def confirm(world: World, scan: SlipScan, answer: str, who: str = "arai", number: int = 2) -> Reply:
    return actions.confirm_scan(
        scan=scan,
        expected=Expected.objects.get(meeting__body=world.bodies["ono"], number=number),
        answer=answer,
        actor=world.viewer(who),
    )


def test_two_people_who_confirm_one_slip_do_not_write_over_each_other(world, meeting, waiting):
    first = confirm(world, waiting, "attend", who="ohashi")
    assert confirm(world, waiting, "attend") == first
    with pytest.raises(NotNow, match=r"大橋 試一.*先に確かめました"):
        confirm(world, waiting, "absent")
    with pytest.raises(NotNow, match="先に確かめました"):
        actions.set_scan_aside(scan=waiting, meeting=meeting, actor=world.viewer("arai"))
    assert standing(meeting) == {2: ("attend", "fax")}


def test_the_person_may_know_better_whose_slip_it_is(world, meeting, waiting):
    confirm(world, waiting, "absent", number=3)
    waiting.refresh_from_db()
    assert (waiting.expected.number, waiting.judged_by_name[:2]) == (3, "新井")
    assert standing(meeting) == {3: ("absent", "fax")}


def test_a_confirmed_slip_goes_back_with_its_reason_and_its_reply(world, meeting, waiting):
    call = Expected.objects.get(meeting=meeting, number=2)
    arai = world.viewer("arai")
    actions.record_reply(expected=call, answer="absent", via="phone", actor=arai)
    confirm(world, waiting, "attend")
    back = actions.put_scan_back(scan=waiting, meeting=meeting, actor=arai)
    assert (back.state, back.reason) == (ScanState.WAITING, "薄い")
    assert standing(meeting) == {2: ("absent", "phone")}
    confirm(world, waiting, "attend")
    assert standing(meeting) == {2: ("attend", "fax")}


def test_going_back_leaves_a_reply_alone_that_the_slip_only_repeated(world, meeting, codes):
    call = Expected.objects.get(meeting=meeting, number=2)
    arai = world.viewer("arai")
    actions.record_reply(expected=call, answer="attend", via="phone", actor=arai)
    take_in(world, meeting, slip(codes[2]))
    actions.put_scan_back(scan=SlipScan.objects.get(), meeting=meeting, actor=arai)
    assert standing(meeting) == {2: ("attend", "phone")}


def test_a_page_that_is_no_slip_is_set_aside_and_comes_back(world, meeting, waiting):
    arai = world.viewer("arai")
    actions.set_scan_aside(scan=waiting, meeting=meeting, actor=arai)
    assert scans.scan_counts(meeting).to_look_at == 0
    actions.set_scan_aside(scan=waiting, meeting=meeting, actor=arai)
    actions.put_scan_back(scan=waiting, meeting=meeting, actor=arai)
    assert scans.scans_to_look_at(meeting).get().reason == "薄い"


def test_what_the_reply_refuses_is_refused_and_the_slip_still_waits(world, meeting, waiting):
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.CANCELLED)
    with pytest.raises(NotNow, match="中止"):
        confirm(world, waiting, "attend")
    assert SlipScan.objects.get().state == ScanState.WAITING
