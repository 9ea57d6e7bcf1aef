"""Scanned slips: the sure ones are entered, every other one waits with its reason; none is lost."""

from __future__ import annotations

from datetime import date

import pytest

from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotAllowed
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.notices import actions, queries
from sasaeai.notices.actions import Intake, ReplyDetails
from sasaeai.notices.enums import DeliveryStatus, ScanState
from sasaeai.notices.models import Delivery, Notice, Reply, SlipScan
from sasaeai.notices.queries import scans
from sasaeai.notices.queries.facts import common_facts
from sasaeai.people.models import Municipality
from tests.notices.scanned import DOT, file_of, give_codes, meeting_of_three, slip
from tests.world import TODAY, World


@pytest.fixture
def meeting(world: World) -> Meeting:
    return meeting_of_three(world)


@pytest.fixture
def codes(meeting: Meeting) -> dict[int, str]:
    return give_codes(meeting)


def take_in(world: World, meeting: Meeting | None, *readings, who: str = "arai", **file) -> Intake:
    actor = world.system if who == "system" else world.viewer(who)
    return actions.take_in_scans(**file_of(*readings, **file), meeting=meeting, actor=actor)


def standing(meeting: Meeting) -> dict[int, tuple[str, str]]:
    rows = Reply.objects.current().filter(expected__meeting=meeting)
    return {row.expected.number: (row.answer, row.via) for row in rows}


def test_sure_slips_are_entered_with_their_paper_beside_them(world, meeting, codes):
    checks = slip(codes[2]).checks | {"wheelchair": True, "ride": True}
    taken = take_in(
        world, meeting, slip(codes[1], "absent"), slip(codes[2], checks=checks), slip(None)
    )
    assert taken == Intake(taken=3, entered=2, waiting=1)
    assert standing(meeting) == {1: ("absent", "fax"), 2: ("attend", "fax")}
    scan = SlipScan.objects.get(page=2)
    assert scan.reply.needs == "車いす、送迎"
    assert (scan.state, scan.reason, bytes(scan.picture)) == (ScanState.ENTERED, "", DOT)
    assert scan.reading["checks"]["wheelchair"] is True
    assert SlipScan.objects.get(page=3).meeting == meeting


def test_the_same_file_again_changes_nothing(world, meeting, codes):
    pages = (slip(codes[1]), slip(codes[2], "absent"), slip(None))
    take_in(world, meeting, *pages)
    Reply.objects.filter(expected__number=1).update(removed_at=clock.now())
    again = take_in(world, meeting, *pages, name="別の名前.pdf")
    assert again == Intake(repeated=3)
    assert SlipScan.objects.count() == 3
    assert standing(meeting) == {2: ("absent", "fax")}


def test_reading_that_was_broken_off_goes_on_where_it_stopped(world, meeting, codes):
    pages = (slip(codes[1]), slip(codes[2]), slip(codes[3]))
    first = take_in(world, meeting, *pages[:1], content=b"file")
    rest = take_in(world, meeting, *pages, content=b"file")
    assert (first.taken, rest.taken, rest.repeated) == (1, 2, 1)
    assert len(standing(meeting)) == 3


def test_a_long_file_is_begun_and_the_rest_left_for_later(world, meeting, codes):
    file = file_of(slip(codes[1]), slip(codes[2]), slip(codes[3]), slip(None))
    arai = world.viewer("arai")
    begun = actions.take_in_scans(**file, meeting=meeting, actor=arai, most_pages=3)
    assert (begun.taken, begun.has_more) == (3, True)
    whole = actions.take_in_scans(**file, meeting=meeting, actor=arai)
    assert (whole.taken, whole.repeated, whole.has_more) == (1, 3, False)


def waits(meeting: Meeting, reason: str) -> SlipScan:
    scan = SlipScan.objects.order_by("-created_at").first()
    assert scan.state == ScanState.WAITING
    assert reason in scan.reason
    assert scan.reply is None
    return scan


def test_two_marks_are_for_a_person(world, meeting, codes):
    checks = slip(codes[2]).checks | {"absent": True}
    take_in(
        world, meeting, slip(codes[2], None, checks=checks | {"attend": True}, needs_review=True)
    )
    waits(meeting, "○が2つあります（出席・欠席）")
    assert standing(meeting) == {}


def test_an_unsure_reading_waits_with_the_readers_reason(world, meeting, codes):
    take_in(
        world, meeting, slip(codes[2], "attend", needs_review=True, reason="薄くて読めません。")
    )
    assert waits(meeting, "薄くて読めません").expected.number == 2
    assert standing(meeting) == {}


def test_a_page_without_a_code_waits_on_the_page_it_was_put_on(world, meeting):
    take_in(world, meeting, slip(None, None, needs_review=True, reason=""))
    assert waits(meeting, "読めませんでした").meeting == meeting


def test_a_slip_of_nobody_here_is_unknown(world, meeting):
    take_in(world, meeting, slip("E6H-W34-Q5R"))
    assert waits(meeting, "知らない返信票です").expected is None


def test_a_slip_of_another_municipality_is_as_unknown_as_any(world, meeting, codes):
    town = Municipality.objects.create(lg_code="022021", name="弘前市（見本）")
    actor = Viewer.system(municipality_id=town.id, on=TODAY)
    taken = actions.take_in_scans(**file_of(slip(codes[2])), actor=actor)
    assert (taken.entered, taken.waiting) == (0, 1)
    assert waits(meeting, "知らない返信票です").municipality == town
    assert standing(meeting) == {}


def test_the_slip_of_yesterdays_meeting_waits_where_somebody_looks(world, meeting, codes):
    yesterday = meeting_of_three(world, on=date(2026, 11, 22))
    old = give_codes(yesterday)
    take_in(world, meeting, slip(old[2]))
    scan = waits(meeting, "昨日の会議の返信票です（大野地区地域支え合い会議）")
    assert (scan.meeting, scan.expected.meeting) == (meeting, yesterday)
    assert standing(yesterday) == {}


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"state": MeetingState.CANCELLED}, "中止になった会議"),
        ({"state": MeetingState.HELD, "held_at": clock.now(), "number": 1}, "終わった会議"),
        ({"sealed_at": clock.now()}, "終わった会議"),
    ],
)
def test_a_slip_that_comes_too_late_says_which_meeting_it_was(world, meeting, fields, reason):
    other = meeting_of_three(world, on=date(2026, 12, 1))
    late = give_codes(other)
    Meeting.objects.filter(pk=other.pk).update(**fields)
    take_in(world, meeting, slip(late[2]))
    waits(meeting, reason)
    assert standing(other) == {}


def test_the_slip_brought_along_on_the_day_itself_is_entered(world):
    today = meeting_of_three(world, on=TODAY)
    take_in(world, today, slip(give_codes(today)[2]))
    assert standing(today) == {2: ("attend", "fax")}


def test_a_slip_of_another_open_meeting_goes_there(world, meeting, codes):
    other = meeting_of_three(world, on=date(2027, 1, 12))
    take_in(world, meeting, slip(give_codes(other)[3], "absent"))
    assert standing(other) == {3: ("absent", "fax")}
    assert SlipScan.objects.get().meeting == other


def test_a_slip_of_a_district_one_does_not_run_waits_for_those_who_do(world, meeting, codes):
    shinjo = world.add_meeting("shinjo")
    world.add_expected(shinjo, world.posts["hokatsu"])
    code = give_codes(shinjo)[1]
    take_in(world, meeting, slip(code), who="ohashi")
    assert waits(shinjo, "ほかの地区の方").meeting == shinjo
    assert not list(scans.scans_to_look_at(meeting))
    assert len(scans.scans_to_look_at(shinjo)) == 1


def test_a_withdrawn_call_waits(world, meeting, codes):
    Expected.objects.filter(number=2).update(removed_at=clock.now())
    take_in(world, meeting, slip(codes[2]))
    waits(meeting, "声かけを取り消した")


def test_what_was_said_on_the_phone_is_not_written_over(world, meeting, codes):
    call = Expected.objects.get(meeting=meeting, number=2)
    actions.record_reply(expected=call, answer="attend", via="phone", actor=world.viewer("arai"))
    take_in(world, meeting, slip(codes[2], "absent"))
    waits(meeting, "もう返信があります（出席・電話）")
    assert standing(meeting) == {2: ("attend", "phone")}


def test_a_slip_that_says_the_same_keeps_what_was_typed(world, meeting, codes):
    call = Expected.objects.get(meeting=meeting, number=2)
    details = ReplyDetails(received_on=date(2026, 11, 20), needs="車いす", trouble="雪捨て場")
    actions.record_reply(
        expected=call, answer="attend", via="phone", details=details, actor=world.viewer("arai")
    )
    checks = slip(None).checks | {"attend": True, "wheelchair": True, "writing": True}
    take_in(world, meeting, slip(codes[2], checks=checks))
    reply = Reply.objects.current().get()
    assert (reply.needs, reply.trouble, reply.via) == ("車いす、筆談", "雪捨て場", "phone")


def test_the_second_slip_of_one_person_waits(world, meeting, codes):
    take_in(world, meeting, slip(codes[2]), content=b"first")
    take_in(world, meeting, slip(codes[2]), content=b"second")
    waits(meeting, "もう1枚届いています")
    take_in(world, meeting, slip(codes[2], "absent"), content=b"third")
    waits(meeting, "もう返信があります（出席・FAX）")
    assert standing(meeting) == {2: ("attend", "fax")}


@pytest.mark.parametrize(
    ("channel", "printed_at"), [("post", clock.now()), ("fax", None)], ids=["printed", "by wire"]
)
def test_a_slip_made_for_another_day_is_looked_at(world, meeting, codes, channel, printed_at):
    notice = Notice.objects.create(
        municipality=world.city, meeting=meeting, issued_on=TODAY, subject="ご案内",
        greeting="", purpose="", sender_organization="", contact_name="",
        reply_due_on=date(2026, 12, 10),
    )  # fmt: skip
    Delivery.objects.create(
        municipality=world.city,
        notice=notice,
        expected=Expected.objects.get(meeting=meeting, number=2),
        channel=channel,
        status=DeliveryStatus.SENT,
        printed_at=printed_at,
        printed_facts=common_facts(meeting, (), ()),
    )
    take_in(world, meeting, slip(codes[2]), content=b"before")
    assert standing(meeting) == {2: ("attend", "fax")}
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=clock.at(date(2026, 12, 15), meeting.start)
    )
    Delivery.objects.update(expected=Expected.objects.get(meeting=meeting, number=3))
    take_in(world, meeting, slip(codes[3]), content=b"after")
    waits(meeting, "日時が変わる前に印刷した")


def test_the_slip_of_the_first_letter_waits_although_a_second_one_was_posted(world, meeting, codes):
    """Posted, moved in the plan, printed and posted anew: the slip may be of either letter."""
    arai = world.viewer("arai")
    notice = actions.draft_notice(meeting=meeting, actor=arai)
    for day in (meeting.held_on, date(2026, 12, 15)):
        Meeting.objects.filter(pk=meeting.pk).update(starts_at=clock.at(day, meeting.start))
        notice.meeting = Meeting.objects.select_related("body__district", "venue").get(
            pk=meeting.pk
        )
        actions.approve_notice(notice=notice, actor=arai)
        actions.mark_printed(notice=notice, actor=arai)
        actions.mark_sent(notice=notice, actor=arai)
    take_in(world, meeting, slip(codes[2]))
    waits(meeting, "日時が変わる前に印刷した")
    assert standing(meeting) == {}


def test_an_answer_to_an_earlier_day_does_not_stand_in_the_way(world, meeting, codes):
    call = Expected.objects.get(meeting=meeting, number=2)
    reply = actions.record_reply(expected=call, answer="absent", actor=world.viewer("arai"))
    Reply.objects.filter(pk=reply.pk).update(
        for_starts_at=clock.at(date(2026, 12, 1), meeting.start)
    )
    take_in(world, meeting, slip(codes[2]))
    assert queries.reply_board(meeting).counts.attend == 1


def test_handwriting_does_not_hold_a_sure_answer_back(world, meeting, codes):
    take_in(world, meeting, slip(codes[2], "substitute", crops={"substitute": DOT, "trouble": DOT}))
    assert standing(meeting) == {2: ("substitute", "fax")}
    counts = scans.scan_counts(meeting)
    assert (counts.waiting, counts.to_read, counts.to_look_at) == (0, 1, 1)
    scan = scans.scans_to_look_at(meeting).get()
    assert scan.reason == "手書きがあります。"
    assert scans.crop_fields(scan) == {"substitute", "trouble"}
    board = scans.with_handwriting(queries.reply_board(meeting), meeting)
    assert [row.scan_id for row in board.rows] == [None, scan.id, None]
    details = ReplyDetails(received_on=TODAY, substitute_name="代 見本", trouble="雪捨て場が遠い")
    reply = actions.confirm_scan(
        scan=scan,
        expected=scan.expected,
        answer="substitute",
        details=details,
        actor=world.viewer("arai"),
    )
    assert (reply.substitute_name, reply.trouble) == ("代 見本", "雪捨て場が遠い")
    assert scans.scan_counts(meeting).to_look_at == 0


def test_an_unsure_box_of_the_needs_is_left_to_read(world, meeting, codes):
    checks = slip(codes[2]).checks | {"ride": None}
    take_in(world, meeting, slip(codes[2], checks=checks))
    assert standing(meeting) == {2: ("attend", "fax")}
    assert "はっきりしません" in scans.scans_to_look_at(meeting).get().reason


@pytest.mark.parametrize("name", ["shiraishi", "ichikawa"])
def test_others_put_no_scans_on_this_meeting(world, meeting, codes, name):
    with pytest.raises(NotAllowed, match="大野地区"):
        take_in(world, meeting, slip(codes[2]), who=name)


def test_the_city_office_reads_no_slips_for_the_districts(world, codes):
    with pytest.raises(NotAllowed, match="読み取り"):
        take_in(world, None, slip(codes[2]), who="ichikawa")


def test_a_mailbox_of_the_whole_city_sorts_by_code(world, meeting, codes):
    shinjo = world.add_meeting("shinjo")
    world.add_expected(shinjo, world.posts["hokatsu"])
    other = give_codes(shinjo)
    taken = take_in(world, None, slip(codes[1]), slip(other[1]), slip(None), who="system")
    assert taken == Intake(taken=3, entered=2, waiting=1)
    assert (len(standing(meeting)), len(standing(shinjo))) == (1, 1)
    assert [len(scans.scans_to_look_at(m)) for m in (meeting, shinjo)] == [1, 1]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\fax\\返信 票.tif", "返信 票.tif"),
        ("a\u202egnp.exe\x00", "a gnp.exe"),
        ("", "書類"),
        ("長" * 300 + ".pdf", "長" * 60),
    ],
)
def test_a_file_name_is_only_a_name(world, meeting, codes, name, kept):
    take_in(world, meeting, slip(codes[2]), name=name)
    assert SlipScan.objects.get().file_name == kept


@pytest.mark.parametrize("content", [b"", b"just words", b"%PDF-1.7 broken"])
def test_a_file_that_is_no_scan_says_so_and_keeps_nothing(world, meeting, content):
    taken = actions.take_in_scans(
        content=content,
        file_name="返信.pdf",
        source="upload",
        meeting=meeting,
        actor=world.viewer("arai"),
    )
    assert (taken.taken, taken.unreadable) == (0, 1)
    assert taken.refusal.endswith("。")
    assert not SlipScan.objects.exists()


def test_a_file_that_came_by_itself_is_told_of_once(world, meeting):
    for _again in range(2):
        actions.keep_unreadable(
            content=b"x",
            file_name="fax.pdf",
            reason="開けません。",
            source="mail",
            actor=world.system,
        )
    assert scans.scans_to_look_at(meeting).get().reason == "開けません。"


def test_the_queue_is_read_without_its_pictures(world, meeting, codes, django_assert_num_queries):
    take_in(world, meeting, *(slip(None, page=n) for n in range(1, 41)))
    with django_assert_num_queries(1):
        assert scans.scan_place(meeting).left == 40
    with django_assert_num_queries(1):
        listed = scans.listed_scans(meeting)
        assert {scan.state for scan in listed} == {"waiting"}
    assert "picture" in listed[0].get_deferred_fields()
