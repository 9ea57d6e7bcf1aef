"""寄せた方への返答, as the coordinator, the officer, the city and a stranger meet them."""

from __future__ import annotations

import io
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from sasaeai.audit.models import Entry
from sasaeai.issues import actions
from sasaeai.issues.models import Answer, Issue, Trouble
from sasaeai.notices.channels import mail
from sasaeai.notices.exports.answer_letter import answer_number
from sasaeai.people.enums import Channel
from tests.conftest import DeskClients
from tests.world import TODAY, World


def raised(world: World, number: int = 1, **more: Any) -> Trouble:
    trouble = actions.raise_trouble(
        district=world.ono,
        text=f"ごみ集積所が<b>雪</b>で埋まる {number}",
        raised_by="白旗野町会 会長",
        via="phone",
        raised_on=TODAY - timedelta(days=40),
        organization=world.organizations["白旗野町会"],
        actor=world.viewer("arai"),
    )
    if more:
        Trouble.objects.filter(pk=trouble.pk).update(**more)
    return trouble


@pytest.fixture
def trouble(world: World) -> Trouble:
    return raised(world)


@pytest.fixture
def issue(world: World, trouble: Trouble) -> Issue:
    return actions.open_issue_of(trouble=trouble, title="雪の寄せ場", actor=world.viewer("arai"))


def text_of(response: Any) -> str:
    return response.content.decode()


def url(name: str, *args: Any) -> str:
    return reverse(f"desk:{name}", args=args)


def drafted(world: World, trouble: Trouble, channel: str = "phone") -> Answer:
    return actions.draft_answer(
        trouble=trouble, text="当番を決めました", channel=channel, actor=world.viewer("arai")
    )


def told(world: World, trouble: Trouble, days_ago: int = 31) -> Answer:
    return actions.tell_answer(
        answer=drafted(world, trouble),
        told_on=TODAY - timedelta(days=days_ago),
        actor=world.viewer("arai"),
    )


def test_from_the_refused_end_to_the_answer_and_the_end(desk: DeskClients, issue: Issue) -> None:
    page = desk.ohashi.post(url("issue_close", issue.id), {"close-reason": "当番ができた"})
    assert "まだ返答していません" in text_of(page)
    assert 'value="当番ができた"' in text_of(page)  # nothing typed is lost
    trouble = issue.troubles.get()
    form = text_of(desk.ohashi.get(url("answer_new", trouble.id)))
    assert "地域の課題「雪の寄せ場」として取り上げ" in form
    sent = {"text": "当番を組みました。", "channel": "phone", "once": str(uuid.uuid4())}
    for _ in range(2):
        desk.ohashi.post(url("answer_new", trouble.id), sent)
    answer = Answer.objects.get()
    desk.ohashi.post(url("answer_tell", answer.id), {"tell-told_on": "2026-11-23"})
    answer.refresh_from_db()
    assert answer.told_on == TODAY
    closed = desk.ohashi.post(url("issue_close", issue.id), {"close-reason": "当番ができた"})
    assert closed.status_code == 302
    assert "当番を組みました" in text_of(desk.ohashi.get(url("issue", issue.id)))


def test_the_city_reads_and_a_stranger_finds_nothing(
    world: World, desk: DeskClients, trouble: Trouble
) -> None:
    answer = drafted(world, trouble)
    assert "当番を決めました" in text_of(desk.ichikawa.get(url("answer", answer.id)))
    assert "伝えました" not in text_of(desk.ichikawa.get(url("answer", answer.id)))
    posts = [url(f"answer_{name}", answer.id) for name in ("tell", "edit", "withdraw", "send")]
    posts += [url("answer_new", trouble.id), url("answer_excuse", trouble.id)]
    for address in posts:
        assert desk.ichikawa.post(address, {"helped": "yes"}).status_code == 403
        assert desk.shiraishi.post(address, {"helped": "yes"}).status_code == 404
    assert desk.shiraishi.get(url("answer", answer.id)).status_code == 404
    assert desk.shiraishi.get(url("answer_paper", answer.id, "letter", "pdf")).status_code == 404
    assert "ごみ集積所" not in text_of(desk.shiraishi.get(url("answers") + "?show=all"))
    assert Answer.objects.get().state == "drafted"


def test_mistakes_come_back_with_what_was_typed(desk: DeskClients, trouble: Trouble) -> None:
    page = text_of(desk.arai.post(url("answer_new", trouble.id), {"text": "", "channel": "smoke"}))
    assert "入力してください" in page
    long = {"excuse-reason": "あ" * 301}
    assert "300" in text_of(desk.arai.post(url("answer_excuse", trouble.id), long))
    assert not Answer.objects.exists()


def test_a_day_that_cannot_be_is_said_at_its_field(
    world: World, desk: DeskClients, trouble: Trouble
) -> None:
    answer = drafted(world, trouble)
    page = desk.arai.post(
        url("answer_tell", answer.id), {"tell-told_on": "2026-11-24", "tell-note": "電話で"}
    )
    assert "きょうか、それより前の日" in text_of(page)
    assert 'value="電話で"' in text_of(page)


def test_every_step_has_its_way_back(world: World, desk: DeskClients, trouble: Trouble) -> None:
    answer = drafted(world, trouble)
    for name, state, removed in (
        ("withdraw", "drafted", True),
        ("restore", "drafted", False),
        ("tell", "told", False),
        ("untell", "drafted", False),
    ):
        desk.arai.post(url(f"answer_{name}", answer.id), {"tell-told_on": "2026-11-23"})
        answer.refresh_from_db()
        assert (answer.state, answer.removed_at is not None) == (state, removed)
    desk.arai.post(url("answer_excuse", trouble.id), {"excuse-reason": "解散した"})
    page = text_of(desk.arai.get(url("trouble", trouble.id)))
    assert "伝えようがない" in page
    excuse = Answer.objects.get(state="excused")
    desk.arai.post(url("answer_untell", excuse.id))
    excuse.refresh_from_db()
    assert excuse.removed_at is not None


def test_the_same_answer_goes_to_everybody_by_their_own_way(
    world: World, desk: DeskClients, issue: Issue
) -> None:
    other = raised(world, 2, answer_channel=Channel.POST, answer_to="青森市（見本）9-9")
    actions.take_trouble(trouble=other, issue=issue, actor=world.viewer("arai"))
    desk.arai.post(url("answers_same", issue.id), {"text": "雪の寄せ場を決めました。"})
    ways = {answer.channel for answer in Answer.objects.all()}
    assert ways == {"phone", "post"}
    letters = desk.arai.get(url("answers_letters", issue.id, "pdf"))
    assert len(PdfReader(io.BytesIO(letters.content)).pages) == 1  # the other is told by telephone
    assert Answer.objects.get(channel="post").printed_at is not None
    assert desk.arai.get(url("answers_letters", issue.id, "docx")).status_code == 200


@pytest.mark.parametrize(
    ("paper", "ext", "words"),
    [
        ("letter", "pdf", "お役に立ちましたか"),
        ("fax", "pdf", "FAX 送信票"),
        ("call", "pdf", "電話で伝える方"),
        ("letter", "docx", ""),
    ],
)
def test_each_way_has_its_paper_and_leaves_a_trace(
    world: World, desk: DeskClients, trouble: Trouble, paper: str, ext: str, words: str
) -> None:
    answer = drafted(world, trouble)
    response = desk.ohashi.get(url("answer_paper", answer.id, paper, ext))
    assert response.status_code == 200
    if ext == "pdf":
        pages = PdfReader(io.BytesIO(response.content)).pages
        assert words in "".join(page.extract_text() for page in pages)
    assert Entry.objects.filter(verb="export", object_id=answer.id).exists()
    assert desk.ohashi.get(url("answer_paper", answer.id, "poster", "pdf")).status_code == 404


def test_a_mail_is_queued_by_the_button_and_can_be_taken_back(
    world: World, desk: DeskClients, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = drafted(world, raised(world), channel="email")
    page = text_of(desk.arai.get(url("answer", answer.id)))
    assert "設定がまだ" in page
    monkeypatch.setattr(mail, "is_set_up", lambda: True)
    assert "メールアドレスがありません" in text_of(desk.arai.get(url("answer", answer.id)))
    Trouble.objects.update(answer_channel="email", answer_to="kaicho@example.jp")
    assert "メールで送る" in text_of(desk.arai.get(url("answer", answer.id)))
    desk.arai.post(url("answer_send", answer.id))
    answer.refresh_from_db()
    assert (answer.state, answer.address_used["email"]) == ("queued", "kaicho@example.jp")
    desk.arai.post(url("answer_unsend", answer.id))
    answer.refresh_from_db()
    assert answer.state == "drafted"


def test_a_month_later_the_answer_is_keyed_in_one_press(
    world: World, desk: DeskClients, issue: Issue
) -> None:
    trouble = issue.troubles.get()
    answer = told(world, trouble)
    page = text_of(desk.ohashi.get(url("asking")))
    assert answer_number(answer.pk) in page
    assert "017-000-0000" in page
    sheet = desk.ohashi.get(url("asking_sheet"))
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(sheet.content)).pages)
    assert "お役に立ちましたか" in words
    assert "017-000-0000" in words
    done = desk.ohashi.post(url("answer_helped", answer.id), {"helped": "no", "note": "まだ埋まる"})
    assert done["Location"].startswith(url("answer", answer.id))
    assert "まだ困っているようです" in text_of(desk.ohashi.get(done["Location"]))
    assert "白旗野町会" not in text_of(desk.ohashi.get(url("asking")))
    desk.ohashi.post(url("answer_unhelped", answer.id))
    assert "白旗野町会" in text_of(desk.ohashi.get(url("asking")))


def test_what_did_not_help_takes_the_closed_issue_up_again(
    world: World, desk: DeskClients, issue: Issue
) -> None:
    answer = told(world, issue.troubles.get())
    actions.close_issue(issue=issue, reason="当番ができた", actor=world.viewer("arai"))
    desk.arai.post(url("answer_helped", answer.id), {"helped": "partly", "note": "半分だけ"})
    page = text_of(desk.arai.get(url("answer", answer.id)))
    reason = re.search(r'name="reopen-reason"[^>]*value="([^"]+)"', page)
    assert reason is not None
    assert "半分だけ" in reason[1]
    desk.arai.post(url("issue_reopen", issue.id), {"reopen-reason": reason[1]})
    issue.refresh_from_db()
    assert issue.status == "open"


def test_after_the_end_the_page_proposes_to_tell_those_who_heard_earlier(
    world: World, desk: DeskClients, trouble: Trouble, issue: Issue
) -> None:
    told(world, trouble)
    assert "まだ伝えていない方が" not in text_of(desk.ohashi.get(url("issue", issue.id)))
    desk.ohashi.post(url("issue_close", issue.id), {"close-reason": "当番ができた"})
    assert "まだ伝えていない方が1人" in text_of(desk.ohashi.get(url("issue", issue.id)))
    assert "まだ伝えていない方が" not in text_of(desk.ichikawa.get(url("issue", issue.id)))
    same = url("answers_same", issue.id)
    page = text_of(desk.ohashi.get(same))
    assert "白旗野町会 会長" in page
    assert "当番ができた" in page  # the words to begin with say how it ended
    desk.ohashi.post(same, {"text": "当番ができました"})
    assert Answer.objects.filter(text="当番ができました", state="drafted").count() == 1
    assert "まだ伝えていない方が" not in text_of(desk.ohashi.get(url("issue", issue.id)))


def test_another_resident_in_an_answer_is_pointed_out_the_number_to_call_is_not(
    desk: DeskClients, world: World, issue: Issue, trouble: Trouble
) -> None:
    typed = {"text": "受付は017-700-0000です。", "channel": "phone"}
    named = typed | {"text": "試山さんの家の前は片づきました。"}
    for address in (url("answer_new", trouble.id), url("answers_same", issue.id)):
        assert "ある方の家の前" in text_of(desk.ohashi.post(address, named))
        assert not Answer.objects.exists()
    at_once = text_of(
        desk.ohashi.post(url("trouble_answer", raised(world).id), {"answer-text": named["text"]})
    )
    assert "ある方の家の前" in at_once
    assert not Answer.objects.exists()
    desk.ohashi.post(url("answer_new", trouble.id), typed)
    answer = Answer.objects.get()
    assert answer.text == typed["text"]
    changed = named | {"base_version": answer.version}
    assert "ある方の家の前" in text_of(desk.ohashi.post(url("answer_edit", answer.id), changed))
    desk.ohashi.post(url("answer_edit", answer.id), changed | {"keep_anyway": "on"})
    assert Answer.objects.get().text == named["text"]


def test_a_card_that_came_back_is_found_by_its_number(
    world: World, desk: DeskClients, trouble: Trouble
) -> None:
    answer = told(world, trouble, days_ago=3)
    number = answer_number(answer.pk)
    page = text_of(desk.arai.get(url("asking"), {"number": number}))
    assert "当番を決めました" in page
    assert "見つかりません" in text_of(desk.arai.get(url("asking"), {"number": "ABC"}))
    assert "見つかりません" in text_of(desk.shiraishi.get(url("asking"), {"number": number}))


@pytest.mark.parametrize("name", ["answers", "asking"])
def test_the_lists_take_the_same_queries_for_three_and_forty(
    world: World, desk: DeskClients, django_assert_max_num_queries: Any, name: str
) -> None:
    assert desk.arai.get(url(name)).status_code == 200  # empty is a good state
    for number in range(40):
        told(world, raised(world, number))
    with django_assert_max_num_queries(15):
        page = desk.arai.get(url(name), {"show": "told"})
    assert "40" in text_of(page)


def test_the_page_of_an_issue_with_forty_raisers_stays_small_in_queries(
    world: World, desk: DeskClients, issue: Issue, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        actions.take_trouble(trouble=raised(world, number), issue=issue, actor=world.viewer("arai"))
    desk.arai.get(url("issues"))  # signed in by now
    with django_assert_max_num_queries(15):
        assert desk.arai.get(url("issue", issue.id)).status_code == 200


def test_whoever_has_no_number_is_said_to_have_none_and_where_to_write_it(
    world: World, desk: DeskClients
) -> None:
    unknown = raised(world, raised_by="ことしできた会", organization=None)
    html = text_of(desk.ohashi.get(url("answer", drafted(world, unknown).id)))
    assert "電話の届け先が分かりません。" in html
    actions.edit_trouble(
        trouble=unknown,
        text=unknown.text,
        raised_by=unknown.raised_by,
        answer_channel="phone",
        answer_to="017-000-0123",
        base_version=unknown.version,
        actor=world.viewer("arai"),
    )
    html = text_of(desk.ohashi.get(url("answer", unknown.answers.get().id)))
    assert "届け先が分かりません" not in html
    assert 'href="tel:0170000123"' in html
