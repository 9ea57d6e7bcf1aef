"""Answers by wire and on paper: nobody twice, nobody forgotten, nothing said that must not be."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader

from sasaeai.issues import actions as issues
from sasaeai.issues import queries as issue_queries
from sasaeai.issues.actions.leaving import note_bounced
from sasaeai.issues.enums import AnswerState
from sasaeai.issues.models import Answer, Trouble
from sasaeai.jobs.models import Job
from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotAllowed, NotNow
from sasaeai.meetings.enums import Regime
from sasaeai.notices.actions.answers import (
    send_answers,
    take_back_text,
    take_up_waiting_texts,
)
from sasaeai.notices.channels import fax_gateway, line, mail
from sasaeai.notices.channels.outgoing import Copy, SendFailed, Sent
from sasaeai.notices.enums import Failure
from sasaeai.notices.exports.answer_letter import (
    answer_letter,
    answer_letters_docx,
    answer_letters_pdf,
    answer_number,
)
from sasaeai.notices.models import LineFriend
from sasaeai.notices.queries import texts
from sasaeai.notices.tasks.answers import send_texts
from sasaeai.people.enums import Channel
from tests.world import TODAY, World


class Way:
    """A way out that keeps what it was handed; `fails` answers for the n-th copy."""

    def __init__(self) -> None:
        self.copies: list[Copy] = []
        self.fails: dict[int, Exception] = {}
        self.tried = 0

    def send(self, copy: Copy) -> Sent:
        self.tried += 1
        if self.tried in self.fails:
            raise self.fails[self.tried]
        self.copies.append(copy)
        return Sent(str(copy.key))

    def close(self) -> None:
        pass


@pytest.fixture
def out(monkeypatch: pytest.MonkeyPatch) -> Way:
    way = Way()
    for module in (mail, fax_gateway, line):
        monkeypatch.setattr(module, "is_set_up", lambda: True)
        monkeypatch.setattr(module, "open_channel", lambda: way)
    return way


def answered(world: World, number: int = 1, **trouble: Any) -> Answer:
    raised = issues.raise_trouble(
        district=world.ono,
        text=f"ごみ集積所が雪で埋まる（{number}）",
        raised_by=f"第{number}町会 会長",
        via="phone",
        raised_on=TODAY,
        organization=world.organizations["白旗野町会"],
        actor=world.viewer("arai"),
    )
    wish = {"answer_channel": Channel.EMAIL, "answer_to": f"reader{number}@example.jp"}
    Trouble.objects.filter(pk=raised.pk).update(**(wish | trouble))
    raised.refresh_from_db()
    return issues.draft_answer(
        trouble=raised,
        text="当番を決めました。\n髙﨑会長が受け付けます。",
        actor=world.viewer("arai"),
    )


def ready(answers: list[Answer]) -> list[Answer]:
    return texts.with_links(answers)


def send(world: World, *answers: Answer) -> Job:
    return carry_out(send_answers(answers=ready(list(answers)), actor=world.viewer("arai")))


def carry_out(job: Job) -> Job:
    send_texts.func(str(job.id))
    job.refresh_from_db()
    return job


def take_up() -> list[Job]:
    return [carry_out(job) for job in take_up_waiting_texts(now=clock.now())]


def states() -> list[str]:
    return list(Answer.objects.order_by("created_at").values_list("state", flat=True))


def test_a_mail_is_told_on_the_day_it_leaves_and_counts_for_the_end_of_the_issue(world, out):
    answer = answered(world)
    issue = issues.open_issue_of(
        trouble=answer.trouble, title="雪の寄せ場", actor=world.viewer("arai")
    )
    job = send(world, answer)
    assert "1通を送りました" in job.message
    sent = Answer.objects.get()
    assert (sent.state, sent.told_on) == (AnswerState.TOLD, TODAY)
    assert sent.told_by_name.startswith("新井 試子")
    assert sent.address_used["email"] == "reader1@example.jp"
    assert out.copies[0].address == "reader1@example.jp"
    assert "当番を決めました" in out.copies[0].text
    assert "ごみ集積所" not in out.copies[0].text  # a mail is passed on with one tap
    assert not issue_queries.untold_raisers(issue)


def test_a_second_press_sends_nobody_twice(world, out):
    answer = answered(world)
    send(world, answer)
    with pytest.raises(NotNow):
        send(world, answer)
    take_up()
    assert len(out.copies) == 1


def test_a_run_that_died_in_the_middle_sends_the_rest_and_asks_about_the_one(world, out):
    rows = [answered(world, number) for number in (1, 2, 3)]
    job = send_answers(answers=ready(rows), actor=world.viewer("arai"))
    out.fails = {2: SystemExit()}  # the process ends while the second is on its way
    with pytest.raises(SystemExit):
        send_texts.func(str(job.id))
    assert states() == [AnswerState.TOLD, AnswerState.SENDING, AnswerState.QUEUED]
    carry_out(job)
    assert states() == [AnswerState.TOLD, AnswerState.FAILED, AnswerState.TOLD]
    assert "届いたかどうか" in Answer.objects.get(state=AnswerState.FAILED).status_note
    assert [copy.address for copy in out.copies] == ["reader1@example.jp", "reader3@example.jp"]
    take_up()
    assert len(out.copies) == 2  # nobody may know but a person


def test_after_a_break_a_text_by_line_goes_again_with_the_same_key(world, out):
    answer = answered(world, answer_channel=Channel.LINE, answer_to="")
    LineFriend.objects.create(
        municipality=world.city,
        organization=world.organizations["白旗野町会"],
        line_user_id="U77",
    )
    job = send_answers(answers=ready([answer]), actor=world.viewer("arai"))
    key = Answer.objects.get().sending_key
    Answer.objects.update(state=AnswerState.SENDING)
    carry_out(job)
    assert states() == [AnswerState.TOLD]
    assert [(copy.address, copy.key) for copy in out.copies] == [("U77", key)]


def test_what_cannot_arrive_says_why_and_can_be_sent_again_after_mending(world, out):
    answer = answered(world)
    out.fails = {1: SendFailed(Failure.ADDRESS, "このアドレスには届きません。")}
    job = send(world, answer)
    assert "送れなかったものが1通" in job.message
    kept = Answer.objects.get()
    assert (kept.state, kept.status_note) == (AnswerState.FAILED, "このアドレスには届きません。")
    first = kept.sending_key
    send(world, kept)
    kept.refresh_from_db()
    assert kept.state == AnswerState.TOLD
    assert kept.sending_key != first  # sent anew on purpose


def test_a_server_that_is_away_is_tried_again_and_a_wrong_set_up_is_not(world, out):
    answer = answered(world)
    out.fails = {1: SendFailed(Failure.RETRY, "あとで。", stops_run=True)}
    send(world, answer)
    assert states() == [AnswerState.QUEUED]
    Answer.objects.update(status_at=clock.now() - texts.WAITS[1])
    take_up()
    assert states() == [AnswerState.TOLD]
    rows = [answered(world, number) for number in (2, 3)]
    out.fails = {3: SendFailed(Failure.OURS, "設定が違います。")}
    job = send(world, *rows)
    assert job.state == "failed"
    assert states()[1:] == [AnswerState.FAILED, AnswerState.FAILED]


def test_what_waits_can_be_taken_back_and_does_not_leave(world, out):
    answer = answered(world)
    job = send_answers(answers=ready([answer]), actor=world.viewer("arai"))
    with pytest.raises(NotNow):
        issues.edit_answer(
            answer=answer, text="x", channel="email", base_version=1, actor=world.viewer("arai")
        )
    take_back_text(row=ready([answer])[0], actor=world.viewer("arai"))
    carry_out(job)
    assert states() == [AnswerState.DRAFTED]
    assert not out.copies


def test_a_trouble_is_not_taken_back_while_its_answer_is_on_the_way(world, out):
    answer = answered(world)
    job = send_answers(answers=ready([answer]), actor=world.viewer("arai"))
    with pytest.raises(NotNow, match="送信をやめる"):
        issues.withdraw_trouble(trouble=answer.trouble, actor=world.viewer("arai"))
    # A slip that is emptied takes its trouble along whatever waits: then the answer stays, too.
    Trouble.objects.update(removed_at=clock.now())
    carry_out(job)
    assert not out.copies
    Trouble.objects.update(removed_at=None)
    take_up()
    assert len(out.copies) == 1


def test_only_who_runs_the_district_sends_and_all_or_none(world, out):
    good = answered(world)
    bad = answered(world, 2, answer_channel=Channel.PHONE, answer_to="017-000-0000")
    for name in ("shiraishi", "ichikawa"):
        with pytest.raises(NotAllowed):
            send_answers(answers=ready([good]), actor=world.viewer(name))
    with pytest.raises(NotNow) as refusal:
        send_answers(answers=ready([good, bad]), actor=world.viewer("arai"))
    assert "電話" in refusal.value.message
    assert set(states()) == {AnswerState.DRAFTED}


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.LINE, Channel.FAX])
def test_what_came_from_a_closed_meeting_does_not_go_by_wire(world, out, settings, channel):
    settings.FAX_GATEWAY = "{number}@fax.example.jp"
    meeting = world.add_meeting(regime=Regime.MEMBERS_ONLY)
    answer = answered(world, meeting=meeting, answer_channel=channel, answer_to="017-000-0009")
    with pytest.raises(NotNow) as refusal:
        send_answers(answers=ready([answer]), actor=world.viewer("arai"))
    assert "郵送・手渡し・電話" in refusal.value.message
    assert not out.copies


def test_a_mail_that_came_back_is_told_no_longer_and_owed_again(world, out):
    answer = answered(world)
    issue = issues.open_issue_of(
        trouble=answer.trouble, title="雪の寄せ場", actor=world.viewer("arai")
    )
    send(world, answer)
    (row,) = texts.texts_by_key([Answer.objects.get().sending_key])
    for known in (True, False):
        assert note_bounced(row=row, sentence="戻ってきました", actor=world.system) is known
    back = Answer.objects.get()
    assert (back.state, back.told_on, back.ask_on) == (AnswerState.FAILED, None, None)
    assert issue_queries.untold_raisers(issue) == [answer.trouble]


# ── Papers ───────────────────────────────────────────────────────────────────────────────────────


def letter_of(world: World, answer: Answer, **more: Any) -> Any:
    row = ready([answer])[0]
    address = texts.addresses_of([row], on=TODAY)[row.pk]
    return answer_letter(row, address, texts.window_of(world.ono, on=TODAY), on=TODAY, **more)


def read(pdf: bytes) -> tuple[int, str]:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return len(pages), "".join(page.extract_text() for page in pages).replace("\n", "")


def test_the_letter_tells_the_answer_the_window_and_asks_whether_it_helped(world):
    answer = answered(world, answer_channel=Channel.POST, answer_to="")
    count, text = read(answer_letters_pdf([letter_of(world, answer)]))
    assert count == 1
    for words in (
        "お寄せいただいた困りごとについて",
        "ごみ集積所が雪で埋まる",
        "髙﨑会長が受け付けます",
        "令和8年11月23日",
        "新井 試子",
        "017-000-0000",
        "役に立った",
        "少し役に立った",
        "役に立たなかった",
        answer_number(answer.pk),
    ):
        assert words in text, words


def test_a_long_answer_has_its_card_on_a_second_sheet_and_a_fax_its_cover(world):
    answer = answered(world)
    Answer.objects.filter(pk=answer.pk).update(text="雪かきの当番を相談しました。" * 71)
    assert read(answer_letters_pdf([letter_of(world, answer)]))[0] == 2
    count, text = read(answer_letters_pdf([letter_of(world, answered(world, 2), fax=True)]))
    assert count == 2
    assert "FAX 送信票" in text
    assert "2 枚" in text


def test_the_letter_for_word_says_the_same(world):
    answer = answered(world, answer_channel=Channel.POST)
    document = Document(io.BytesIO(answer_letters_docx([letter_of(world, answer)])))
    words = "".join(paragraph.text for paragraph in document.paragraphs)
    cells = "".join(cell.text for table in document.tables for cell in table._cells)
    assert "髙﨑会長が受け付けます" in words
    assert "役に立たなかった" in cells


def test_the_number_on_the_card_finds_the_answer(world):
    answer = answered(world)
    number = answer_number(answer.pk)
    viewer = world.viewer("arai")
    assert issue_queries.answers_by_number(number, viewer=viewer) == [answer]
    assert issue_queries.answers_by_number(number.lower().replace("-", " "), viewer=viewer)
    assert issue_queries.answers_by_number("ＺＺ", viewer=viewer) == []
    assert issue_queries.answers_by_number(number, viewer=world.viewer("shiraishi")) == []
