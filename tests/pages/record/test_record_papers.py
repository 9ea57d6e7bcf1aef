"""Circular and papers of 記録と共有: what they say, and what they must not."""

from __future__ import annotations

import io
import re

from docx import Document
from pypdf import PdfReader

from sasaeai.audit.models import Entry
from sasaeai.meetings.models import AgendaItem, Meeting
from sasaeai.minutes.models import Circular, PublicVersion, Revision
from tests.conftest import DeskClients
from tests.pages.record.steps import (
    APPROVAL,
    circular_form,
    edit_values,
    post,
    public_values,
    publish,
    url,
    words,
)
from tests.world import World


def test_no_circular_page_before_the_public_version_is_approved(
    desk: DeskClients, held: Meeting
) -> None:
    post(desk.arai, "minutes_compose", held)
    for response in (
        desk.arai.get(url("circular_edit", held)),
        post(desk.arai, "circular_edit", held, **circular_form()),
    ):
        assert response.status_code == 302
        assert "承認された公開版から" in words(desk.arai.get(response["Location"]))
    assert not Circular.objects.exists()


def test_a_circular_that_needs_two_pages_is_not_saved_and_nothing_typed_is_lost(
    desk: DeskClients, held: Meeting
) -> None:
    publish(desk, held)
    body = "\n".join(f"{n}つめの長いお知らせの文です。よくお読みください。" for n in range(90))
    page = post(desk.arai, "circular_edit", held, **circular_form(body=body, is_checked="on"))
    assert page.status_code == 200
    assert "1枚に収まりません" in words(page)
    assert body.splitlines()[-1] in page.content.decode()
    assert not Circular.objects.exists()


def test_words_beyond_the_public_version_ask_for_a_tick(desk: DeskClients, held: Meeting) -> None:
    publish(desk, held)
    values = circular_form(body="だれも承認していない文です。")
    page = post(desk.arai, "circular_edit", held, **values)
    assert page.status_code == 200
    assert "承認された公開版にない文があります" in words(page)
    assert 'name="is_checked"' in page.content.decode()
    assert post(desk.arai, "circular_edit", held, is_checked="on", **values).status_code == 302


def test_the_circular_paper_says_what_was_saved_and_nothing_private(
    desk: DeskClients, held: Meeting
) -> None:
    publish(desk, held)
    post(desk.arai, "circular_edit", held, **circular_form())
    paper = desk.ichikawa.get(url("circular_paper", held, "pdf"))
    reader = PdfReader(io.BytesIO(paper.content))
    printed = re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))
    assert len(reader.pages) == 1
    assert "寄せ場の地図を作る" in printed
    assert "大野地区社会福祉協議会" in printed
    assert "内輪" not in printed
    word = Document(io.BytesIO(desk.arai.get(url("circular_paper", held, "docx")).content))
    assert any("寄せ場の地図を作る" in line.text for line in word.paragraphs)


def test_the_minutes_paper_is_marked_as_draft_until_approved(
    desk: DeskClients, held: Meeting
) -> None:
    post(desk.arai, "minutes_compose", held)

    def printed() -> str:
        paper = desk.arai.get(url("minutes_paper", held, "pdf"))
        assert paper["Content-Type"] == "application/pdf"
        pages = PdfReader(io.BytesIO(paper.content)).pages
        return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))

    draft = printed()
    assert "（案）" in draft
    for part in (
        "寄せ場が足りない（町会）",
        "寄せ場の地図を作る",
        "12月20日(日)",
        "令和9年2月ごろ",
    ):
        assert part in draft
    assert "地区社協1人（大野地区社会福祉協議会会長）" in draft
    post(desk.arai, "minutes_approve", held, **APPROVAL)
    final = printed()
    assert "（案）" not in final
    assert "令和8年11月20日(金)" in final
    word = desk.arai.get(url("minutes_paper", held, "docx"))
    assert "attachment" in word["Content-Disposition"]
    assert desk.arai.get(url("minutes_paper", held, "exe")).status_code == 404


def test_a_letter_that_cannot_be_printed_is_named_in_a_sentence(
    desk: DeskClients, held: Meeting
) -> None:
    post(desk.arai, "minutes_compose", held)
    post(desk.arai, "minutes_edit", held, **edit_values(held, opening="出席：🐻"))
    refused = desk.arai.get(url("minutes_paper", held, "pdf"))
    assert refused.status_code == 302
    assert "印刷用の文字にありません" in words(desk.arai.get(refused["Location"]))


def test_withdrawing_shows_what_goes_and_leaves_the_reason(
    desk: DeskClients, held: Meeting
) -> None:
    publish(desk, held)
    post(desk.arai, "circular_edit", held, **circular_form())
    post(desk.arai, "circular_print", held)
    assert "配った先に、訂正を知らせて" in words(desk.arai.get(url("public_withdraw", held)))
    refused = post(desk.arai, "public_withdraw", held, reason="")
    assert "取り下げる理由を書いて" in words(refused)
    done = post(desk.arai, "public_withdraw", held, reason="人数が違っていた")
    page = words(desk.ichikawa.get(done["Location"]))
    assert "人数が違っていた" in page
    assert "取り下げた公開版（1件）" in page
    assert desk.arai.get(url("circular_paper", held, "pdf")).status_code == 404


def test_a_late_wish_is_told_what_would_make_it_possible(desk: DeskClients, held: Meeting) -> None:
    publish(desk, held)
    page = desk.arai.get(url("minutes_corrections", held))
    assert "先に公開版を取り下げてください。" in words(page)
    assert url("public_withdraw", held) in page.content.decode()
    assert "「確定を取り消す」を押してください。" not in words(page)


def test_sent_back_with_a_word_the_writer_reads_it(desk: DeskClients, held: Meeting) -> None:
    post(desk.arai, "minutes_compose", held)
    post(desk.arai, "minutes_approve", held, **APPROVAL)
    post(desk.arai, "public_draft", held)
    post(desk.arai, "public_version", held, submit="1", **public_values(held))
    empty = post(desk.ohashi, "public_return", held, note="")
    assert empty.status_code == 200
    assert "直してほしいところを書いて" in words(empty)
    post(desk.ohashi, "public_return", held, note="場所の名前を省いてください")
    assert "場所の名前を省いてください" in words(desk.arai.get(url("public_version", held)))


def test_an_item_that_is_omitted_leaves_nothing_outside(desk: DeskClients, held: Meeting) -> None:
    post(desk.arai, "minutes_compose", held)
    post(desk.arai, "minutes_approve", held, **APPROVAL)
    post(desk.arai, "public_draft", held)
    values = public_values(held)
    snow = AgendaItem.objects.filter(meeting=held).first()
    assert snow is not None
    values |= {f"disclosure_{snow.id}": "omit", f"text_{snow.id}": "消したはずの文"}
    assert post(desk.arai, "public_version", held, **values).status_code == 302
    public = PublicVersion.objects.get(minutes__meeting=held)
    assert set(public.sections.values_list("text", flat=True)) == {""}


def test_newer_records_of_the_day_are_shown_side_by_side(
    world: World, desk: DeskClients, held: Meeting
) -> None:
    post(desk.arai, "minutes_compose", held)
    late = world.add_item(held, "ごみ集積所", outcome="shared")
    assert "当日の記録が1か所変わっています" in words(desk.arai.get(url("minutes_edit", held)))
    page = words(desk.arai.get(url("minutes_day", held)))
    assert "ごみ集積所" in page
    taken = post(desk.arai, "minutes_day", held, base_version=1, take=[str(late.id)])
    assert taken["Location"] == url("minutes_edit", held)
    assert Revision.objects.get(number=2).sections[-1]["title"] == "ごみ集積所"


def test_no_browser_keeps_the_minutes_and_a_trace_says_what_for(
    desk: DeskClients, held: Meeting
) -> None:
    post(desk.arai, "minutes_compose", held)
    paper = desk.ichikawa.get(url("minutes_paper", held, "docx"))
    assert "no-store" in paper["Cache-Control"]
    assert Entry.objects.get(verb="export").after["purpose"] == "minutes"
