"""What those who were there want put right: kept as it came, taken or declined, printed to ask."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from sasaeai.audit.models import Entry
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotFound, NotNow
from sasaeai.minutes.actions import corrections as actions
from sasaeai.minutes.enums import CorrectionState
from sasaeai.minutes.exports.confirmation_slip import slip_docx, slip_pdf
from sasaeai.minutes.exports.slip_rows import confirmation_slip
from sasaeai.minutes.models import Correction, Minutes, Revision
from sasaeai.minutes.queries.corrections import corrections_of, waiting_corrections
from sasaeai.minutes.queries.records import get_visible_record, newest_revision, text_of
from tests.minutes.conftest import approve
from tests.paper.reading import package_text, page_texts
from tests.world import TODAY, World

CAME = {
    "said_by": "白旗野町会 会長",
    "came_how": "paper",
    "came_on": date(2026, 11, 20),
    "text": "「寄せ場が足りない」ではなく「寄せ場が遠い」と言いました。",
}


def snow(minutes: Minutes) -> str:
    return text_of(newest_revision(minutes)).sections[0].item


def record(world: World, minutes: Minutes, by: str = "arai", **values: object) -> Correction:
    given = {"revision_number": 1, "part": snow(minutes)} | CAME | values
    return actions.record_correction(minutes=minutes, actor=world.viewer(by), **given)


def take(world: World, wish: Correction, words: str | None, base: int = 1) -> Correction:
    text = text_of(newest_revision(wish.minutes))
    sections = {section.item: section.text for section in text.sections}
    if words is not None:
        sections[text.sections[0].item] = words
    return actions.take_in_correction(
        correction=wish,
        base_revision=base,
        opening=text.opening,
        sections=sections,
        closing=text.closing,
        actor=world.viewer("arai"),
    )


def test_a_wish_waits_beside_the_words_that_were_seen(world: World, minutes: Minutes):
    record(world, minutes)
    (line,) = corrections_of(minutes, newest_revision(minutes))
    assert line.is_waiting
    assert line.title == "雪かきの助け合い"
    assert "寄せ場が足りない" in line.seen
    assert line.now == ""


def test_taking_it_in_saves_a_revision_that_answers_it(world: World, minutes: Minutes):
    wish = take(world, record(world, minutes), "○ 寄せ場が遠い（町会）")
    assert wish.state == CorrectionState.TAKEN
    assert wish.taken_in == newest_revision(minutes)
    assert wish.taken_in.number == 2
    assert "白旗野町会 会長" in wish.taken_in.note
    (line,) = corrections_of(minutes, newest_revision(minutes))
    assert "寄せ場が足りない" in line.seen
    assert line.now == "○ 寄せ場が遠い（町会）"


def test_a_text_that_says_nothing_new_answers_nobody(world: World, minutes: Minutes):
    with pytest.raises(NotNow, match="文が変わっていません"):
        take(world, record(world, minutes), None)
    assert waiting_corrections(minutes) == 1
    assert Revision.objects.count() == 1


def test_declining_needs_the_reason_and_can_be_taken_back(world: World, minutes: Minutes):
    wish, arai = record(world, minutes), world.viewer("arai")
    with pytest.raises(InvalidInput, match="直さない理由"):
        actions.decline_correction(correction=wish, answer=" ", base_version=1, actor=arai)
    wish = actions.decline_correction(
        correction=wish, answer="録音はなく、市の控えとも合うため", base_version=1, actor=arai
    )
    assert wish.state == CorrectionState.DECLINED
    with pytest.raises(NotNow, match="もう一度考える"):
        take(world, wish, "別の文")
    wish = actions.reopen_correction(correction=wish, actor=arai)
    assert (wish.state, wish.answer) == (CorrectionState.WAITING, "")


def test_settled_minutes_take_no_wish_until_they_are_a_draft_again(world: World, minutes: Minutes):
    wish = record(world, minutes)
    approve(world, minutes)
    for attempt in (
        lambda: record(world, minutes),
        lambda: take(world, wish, "別の文"),
        lambda: actions.reopen_correction(correction=wish, actor=world.viewer("arai")),
    ):
        with pytest.raises(NotNow, match="確定を取り消す"):
            attempt()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"came_on": date(2026, 11, 9)}, "会議の日より前"),
        ({"came_on": date(2026, 11, 24)}, "これからの日"),
        ({"said_by": " "}, "役職で入力"),
        ({"text": ""}, "届いたとおりに"),
        ({"text": "あ" * 2001}, "2000文字まで"),
        ({"part": "nowhere"}, "一覧から"),
        ({"came_how": "dream"}, "届き方"),
    ],
)
def test_what_is_wrong_is_said(world: World, minutes: Minutes, wrong, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        record(world, minutes, **wrong)


def test_only_who_runs_the_district_records(world: World, minutes: Minutes):
    for name in ("shiraishi", "ichikawa"):
        with pytest.raises(NotAllowed):
            record(world, minutes, by=name)
    with pytest.raises(NotFound):
        record(world, minutes, revision_number=9)


def test_the_page_takes_a_wish_and_the_approval_warns(desk, world: World, minutes: Minutes):
    meeting = minutes.meeting
    page = reverse("desk:minutes_corrections", args=[meeting.id])
    values = {name: str(value) for name, value in CAME.items()} | {
        "part": snow(minutes),
        "revision_number": "1",
    }
    shown = desk.ohashi.post(page, values, follow=True).content.decode()
    assert "寄せ場が遠い" in shown
    assert "寄せ場が足りない" in shown
    approval = desk.ohashi.get(reverse("desk:minutes_approve", args=[meeting.id])).content.decode()
    assert "訂正の申し出が1件、まだ返事を待っています" in approval
    record_page = desk.arai.get(reverse("desk:meeting_record", args=[meeting.id])).content.decode()
    assert "訂正の申し出が1件、返事を待っています" in record_page
    wish = Correction.objects.get()
    for name in ("minutes_correction_take", "minutes_correction_decline"):
        url = reverse(f"desk:{name}", args=[wish.id])
        assert CAME["said_by"] in desk.arai.get(url).content.decode()
        assert desk.shiraishi.get(url).status_code == 404
        assert desk.ichikawa.get(url).status_code == 403
    decline = reverse("desk:minutes_correction_decline", args=[wish.id])
    desk.arai.post(decline, {"answer": "控えと合うため", "base_version": "1"})
    assert "直さない理由：控えと合うため" in desk.arai.get(page).content.decode()
    desk.arai.post(reverse("desk:minutes_correction_reopen", args=[wish.id]))
    wish.refresh_from_db()
    assert wish.state == CorrectionState.WAITING


def test_a_resident_in_a_wish_is_asked_about(desk, minutes: Minutes):
    page = reverse("desk:minutes_corrections", args=[minutes.meeting_id])
    values = {name: str(value) for name, value in CAME.items()} | {
        "text": "山田さんの家の前のことです。",
        "revision_number": "1",
    }
    assert "「山田さん」は個人のお名前" in desk.arai.post(page, values).content.decode()
    assert not Correction.objects.exists()


def test_the_slip_goes_to_each_post_that_was_there_and_names_nobody(world: World, minutes: Minutes):
    held = get_visible_record(minutes.meeting_id, viewer=world.viewer("arai"))
    slip = confirmation_slip(held, answer_by=date(2026, 12, 7), printed_on=TODAY)
    assert len(slip.people) == 2  # one of the three stayed away
    for text in ("".join(page_texts(slip_pdf(slip))), package_text(slip_docx(slip))):
        text = text.replace(" ", "")
        assert text.count("切り取り線") == 2
        assert "白旗野町会会長" in text
        assert "令和8年12月7日" in text
        assert "017-000-0000" in text
        assert "大橋" not in text
        assert "髙﨑" not in text


def test_printing_the_slips_leaves_a_trace(desk, minutes: Minutes):
    url = reverse("desk:confirmation_slips", args=[minutes.meeting_id, "pdf"])
    answer = desk.arai.get(url)
    assert answer.content[:5] == b"%PDF-"
    assert Entry.objects.filter(verb="export", object_id=minutes.id).count() == 1
    assert desk.ichikawa.get(url).status_code == 403
    assert desk.shiraishi.get(url).status_code == 404


def test_the_day_to_answer_by_is_chosen_on_the_page(desk, minutes: Minutes):
    page = reverse("desk:minutes_corrections", args=[minutes.meeting_id])
    shown = desk.arai.get(page).content.decode()
    url = reverse("desk:confirmation_slips", args=[minutes.meeting_id, "pdf"])
    assert f'action="{url}"' in shown
    typed = re.findall(r'name="(by[^"]*)"', shown)
    parts = dict(zip(typed, ("令和", "9", "1", "15"), strict=True))
    printed = "".join(page_texts(desk.arai.get(url, parts).content)).replace(" ", "")
    assert "令和9年1月15日" in printed
    over = desk.arai.get(url, parts | {typed[1]: "8"}, follow=True).content.decode()
    assert "返事の期限は、きょうかそれより後の日にしてください。" in over


def test_an_unchanged_text_takes_up_no_wish_about_an_older_one(world: World, minutes: Minutes):
    first, second = record(world, minutes), record(world, minutes)
    take(world, first, "寄せ場が遠い")
    with pytest.raises(NotNow, match="会議録の文が変わっていません"):
        take(world, second, None, base=2)
    second.refresh_from_db()
    assert second.state == CorrectionState.WAITING
