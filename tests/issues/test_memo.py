"""情報共有メモ: what one meeting hands to its sister bodies, on one page."""

from __future__ import annotations

from sasaeai.issues import actions
from sasaeai.issues.exports.memo import memo_of, memo_paper
from sasaeai.meetings.enums import Outcome
from tests.world import TODAY


def test_it_says_what_goes_where_and_what_is_left_open(world):
    arai = world.viewer("arai")
    meeting = world.add_meeting("network", on=TODAY)
    told = world.add_item(meeting, "センターの活動を知らせる", outcome=Outcome.DECIDED)
    world.add_item(meeting, "坂が滑る", outcome=Outcome.CARRIED_OVER, outcome_text="次回に案を出す")
    actions.pass_on(item=told, to_body=world.bodies["shinjo"], note="回覧で知らせたい", actor=arai)
    memo = memo_of(meeting, printed_on=TODAY)
    (line,) = memo.passed_on
    assert (line.title, line.note) == ("センターの活動を知らせる", "回覧で知らせたい")
    assert line.to == "新城地区地域支え合い会議（申し送り中）"
    assert [(one.title, one.note) for one in memo.left_open] == [("坂が滑る", "次回に案を出す")]
    for ext, kind in (("pdf", b"%PDF"), ("docx", b"PK")):
        assert memo_paper(meeting, ext=ext, printed_on=TODAY).content.startswith(kind)


def test_a_meeting_that_hands_nothing_on_says_so(world):
    meeting = world.add_meeting("ono", on=TODAY)
    assert memo_paper(meeting, ext="pdf", printed_on=TODAY).content.startswith(b"%PDF")
    assert memo_of(meeting, printed_on=TODAY).passed_on == ()
