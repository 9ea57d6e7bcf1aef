"""記録と共有 in the browser's eyes: the way through, and who may go it."""

from __future__ import annotations

import io
import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from sasaeai.meetings.models import AgendaItem, Meeting
from sasaeai.minutes.models import Circular, Minutes, PublicVersion, Revision
from tests.conftest import DeskClients
from tests.minutes.conftest import circular_values, hold
from tests.world import World


def url(name: str, meeting: Meeting, *args: Any) -> str:
    return reverse(f"desk:{name}", args=[meeting.id, *args])


def once() -> str:
    return str(uuid.uuid4())


def words(response: Any) -> str:
    """The words of a page as a reader sees them."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)


def post(client: Client, name: str, meeting: Meeting, **values: Any) -> Any:
    return client.post(url(name, meeting), {"once": once()} | values)


@pytest.fixture
def held(world: World) -> Meeting:
    return hold(world)


def edit_values(meeting: Meeting, base: int = 1, **changes: Any) -> dict[str, Any]:
    items = AgendaItem.objects.filter(meeting=meeting)
    values: dict[str, Any] = {
        "base_version": base,
        "opening": "出席：2人",
        "closing": "",
        "note": "",
    }
    values |= {f"section_{item.id}": f"{item.title}の記録" for item in items}
    return values | changes


APPROVAL = {
    "base_version": 1,
    "confirmed_by": "大野地区社会福祉協議会 会長",
    "confirmed_on": "2026-11-20",
    "confirmed_how": "paper",
}


def public_values(meeting: Meeting, **changes: Any) -> dict[str, Any]:
    public = PublicVersion.objects.get(minutes__meeting=meeting)
    values: dict[str, Any] = {"base_version": public.version, "lead": public.lead}
    for row in public.sections.all():
        values |= {f"disclosure_{row.item_id}": row.disclosure, f"text_{row.item_id}": row.text}
    return values | changes


def circular_form(**changes: Any) -> dict[str, Any]:
    values = {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in circular_values().items()
    }
    return {"base_version": 0} | values | changes


def publish(desk: DeskClients, meeting: Meeting) -> None:
    """All steps up to an approved public version, as people would press them."""
    post(desk.arai, "minutes_compose", meeting)
    post(desk.arai, "minutes_approve", meeting, **APPROVAL)
    post(desk.arai, "public_draft", meeting)
    post(desk.arai, "public_version", meeting, submit="1", **public_values(meeting))
    version = PublicVersion.objects.get(minutes__meeting=meeting).version
    post(desk.ohashi, "public_approve", meeting, base_version=version)


# ── The way through ──────────────────────────────────────────────────────────────────────────────


def test_each_page_leads_straight_to_the_next_thing_until_the_circular_is_printed(
    desk: DeskClients, held: Meeting
) -> None:
    arai = desk.arai
    page = words(arai.get(url("meeting_record", held)))
    assert "会議録を作る" in page

    made = post(arai, "minutes_compose", held)
    assert made["Location"] == url("minutes_edit", held)
    page = arai.get(made["Location"])
    assert "寄せ場が足りない（町会）" in page.content.decode()

    saved = post(arai, "minutes_edit", held, **edit_values(held))
    assert saved["Location"] == url("meeting_record", held)
    page = words(arai.get(saved["Location"]))
    assert "第2版として保存しました" in page
    assert "読んで確定する" in page

    approved = post(arai, "minutes_approve", held, **(APPROVAL | {"base_version": 2}))
    assert approved.status_code == 302
    assert "公開版を作る" in words(arai.get(approved["Location"]))

    drafted = post(arai, "public_draft", held)
    assert drafted["Location"] == url("public_version", held)
    assert "保存して承認を頼む" in words(arai.get(drafted["Location"]))
    asked = post(arai, "public_version", held, submit="1", **public_values(held))
    assert asked.status_code == 302
    page = words(arai.get(url("meeting_record", held)))
    assert "承認を待っています" in page
    assert "読んで承認する" not in page

    assert "読んで承認する" in words(desk.ohashi.get(url("meeting_record", held)))
    version = PublicVersion.objects.get(minutes__meeting=held).version
    done = post(desk.ohashi, "public_approve", held, base_version=version)
    assert "回覧を作る" in words(desk.ohashi.get(done["Location"]))

    page = arai.get(url("circular_edit", held))
    assert "雪かきの助け合いの記録" in page.content.decode()
    form = page.context["form"]
    values = circular_form(body=form["body"].value(), lead=form["lead"].value())
    assert post(arai, "circular_edit", held, **values).status_code == 302
    printed = post(arai, "circular_print", held)
    assert printed["Location"] == url("circular_paper", held, "pdf")
    assert arai.get(printed["Location"])["Content-Type"] == "application/pdf"
    assert "これで終わりです" in words(arai.get(url("meeting_record", held)))


def test_before_the_day_is_closed_the_page_says_what_to_do(world: World, desk: DeskClients) -> None:
    meeting = world.add_meeting()
    page = words(desk.arai.get(url("meeting_record", meeting)))
    assert "「当日」の画面で記録を締めると" in page
    refused = post(desk.arai, "minutes_compose", meeting)
    assert refused.status_code == 302
    assert "まだ締められていません" in words(desk.arai.get(url("meeting_record", meeting)))
    assert not Minutes.objects.exists()


@pytest.mark.parametrize("who", ["arai", "ohashi", "ichikawa"])
def test_everyday_page_has_one_primary_button_at_most(
    desk: DeskClients, held: Meeting, who: str
) -> None:
    client = getattr(desk, who)
    publish(desk, held)
    html = client.get(url("meeting_record", held)).content.decode()
    assert html.count("button-primary") <= 1
    assert html.count("<h1") == 1


# ── Who may ──────────────────────────────────────────────────────────────────────────────────────

PAGES = [
    "meeting_record",
    "minutes_edit",
    "minutes_day",
    "minutes_history",
    "minutes_approve",
    "public_version",
    "public_withdraw",
    "circular_edit",
]
BUTTONS = [
    "minutes_compose",
    "minutes_restore",
    "minutes_unapprove",
    "public_draft",
    "public_return",
    "public_approve",
    "circular_print",
    "circular_unprint",
]


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_finds_none_of_the_pages(desk: DeskClients, held: Meeting, name: str) -> None:
    publish(desk, held)
    assert desk.shiraishi.get(url(name, held)).status_code == 404


@pytest.mark.parametrize("name", BUTTONS)
def test_a_stranger_presses_no_button(desk: DeskClients, held: Meeting, name: str) -> None:
    publish(desk, held)
    before = PublicVersion.objects.values().get(minutes__meeting=held)
    values = {"base_version": before["version"], "number": 1, "note": "n"}
    assert post(desk.shiraishi, name, held, **values).status_code == 404
    assert PublicVersion.objects.values().get(minutes__meeting=held) == before


def test_a_stranger_gets_no_paper(desk: DeskClients, held: Meeting) -> None:
    publish(desk, held)
    for name in ("minutes_paper", "circular_paper"):
        assert desk.shiraishi.get(url(name, held, "pdf")).status_code == 404


@pytest.mark.parametrize(
    "name", ["minutes_edit", "minutes_day", "minutes_approve", "circular_edit"]
)
def test_the_city_reads_but_is_told_who_writes(desk: DeskClients, held: Meeting, name: str) -> None:
    publish(desk, held)
    for readable in ("meeting_record", "minutes_history", "public_version"):
        assert desk.ichikawa.get(url(readable, held)).status_code == 200
    refused = desk.ichikawa.get(url(name, held))
    assert refused.status_code == 403
    assert "地域支え合い推進員" in words(refused)


def test_the_city_may_be_the_second_person(desk: DeskClients, held: Meeting) -> None:
    post(desk.arai, "minutes_compose", held)
    post(desk.arai, "minutes_approve", held, **APPROVAL)
    post(desk.arai, "public_draft", held)
    post(desk.arai, "public_version", held, submit="1", **public_values(held))
    page = desk.ichikawa.get(url("public_version", held))
    assert "この公開版を承認する" in words(page)
    version = page.context["public"].version
    assert post(desk.ichikawa, "public_approve", held, base_version=version).status_code == 302
    held.refresh_from_db()
    assert held.sealed_at is not None


def test_the_writer_who_tries_to_approve_reads_who_could(desk: DeskClients, held: Meeting) -> None:
    post(desk.arai, "minutes_compose", held)
    post(desk.arai, "minutes_approve", held, **APPROVAL)
    post(desk.arai, "public_draft", held)
    post(desk.arai, "public_version", held, submit="1", **public_values(held))
    version = PublicVersion.objects.get(minutes__meeting=held).version
    refused = post(desk.arai, "public_approve", held, base_version=version)
    assert refused.status_code == 403
    assert "書いた人とは別の人" in words(refused)
    assert "市・市社協の担当者" in words(refused)
    assert "承認はほかの人がします" in words(desk.arai.get(url("public_version", held)))


def test_signed_out_people_are_asked_to_sign_in(held: Meeting) -> None:
    response = Client().get(url("meeting_record", held))
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


# ── Bad input: nothing lost, nothing doubled ─────────────────────────────────────────────────────


def test_the_same_submission_twice_makes_one_revision(desk: DeskClients, held: Meeting) -> None:
    post(desk.arai, "minutes_compose", held)
    values = {"once": once()} | edit_values(held)
    first = desk.arai.post(url("minutes_edit", held), values)
    again = desk.arai.post(url("minutes_edit", held), values)
    assert first["Location"] == again["Location"]
    assert Revision.objects.count() == 2


def test_two_editors_see_both_texts_and_the_second_can_save_again(
    desk: DeskClients, held: Meeting
) -> None:
    post(desk.arai, "minutes_compose", held)
    item = AgendaItem.objects.filter(meeting=held).first()
    assert item is not None
    name = f"section_{item.id}"
    post(desk.ohashi, "minutes_edit", held, **edit_values(held, **{name: "大橋さんの文"}))
    page = post(desk.arai, "minutes_edit", held, **edit_values(held, **{name: "新井の文"}))
    assert page.status_code == 200
    assert "大橋さんの文" in words(page)
    assert "新井の文" in words(page)
    assert Revision.objects.count() == 2
    html = page.content.decode()
    base = re.search(r'name="base_version" value="(\d+)"', html)
    assert base is not None
    saved = post(
        desk.arai, "minutes_edit", held, **edit_values(held, int(base[1]), **{name: "両方の文"})
    )
    assert saved.status_code == 302
    assert Revision.objects.get(number=3).sections[0]["text"] == "両方の文"


def test_a_text_too_long_by_one_stays_in_the_form_with_the_number(
    desk: DeskClients, held: Meeting
) -> None:
    post(desk.arai, "minutes_compose", held)
    item = AgendaItem.objects.filter(meeting=held).first()
    assert item is not None
    long = "雪" * 10_001
    page = post(
        desk.arai, "minutes_edit", held, **edit_values(held, **{f"section_{item.id}": long})
    )
    assert page.status_code == 200
    assert "1文字減らして" in words(page)
    assert long in page.content.decode()
    assert Revision.objects.count() == 1
    fits = edit_values(held, **{f"section_{item.id}": long[1:]})
    assert post(desk.arai, "minutes_edit", held, **fits).status_code == 302


def test_hostile_text_is_shown_as_text_everywhere(desk: DeskClients, held: Meeting) -> None:
    post(desk.arai, "minutes_compose", held)
    item = AgendaItem.objects.filter(meeting=held).first()
    assert item is not None
    hostile = '<script>alert("x")</script> =1+1 {{ x }}'
    values = edit_values(held, opening=hostile, note=hostile, **{f"section_{item.id}": hostile})
    assert post(desk.arai, "minutes_edit", held, **values).status_code == 302
    for name in ("meeting_record", "minutes_edit", "minutes_history", "minutes_approve"):
        html = desk.arai.get(url(name, held)).content.decode()
        assert "<script>alert" not in html
    paper = desk.arai.get(url("minutes_paper", held, "pdf")).content
    printed = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    assert "<script>" in printed.replace("\u200b", "")  # the paper lets long words break


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"confirmed_on": "2026-02-30"}, "2月"),
        ({"confirmed_on": "2026-11-09"}, "会議の日より前"),
        ({"confirmed_by": ""}, "確認した人"),
        ({"confirmed_how": "x"}, "確認の方法"),
        ({"base_version": "x"}, "もう一度画面を開いて"),
    ],
)
def test_an_approval_with_a_mistake_says_what_to_do(
    desk: DeskClients, held: Meeting, changes: dict[str, Any], sentence: str
) -> None:
    post(desk.arai, "minutes_compose", held)
    page = post(desk.arai, "minutes_approve", held, **(APPROVAL | changes))
    assert page.status_code == 200
    assert sentence in words(page)
    assert Minutes.objects.get(meeting=held).is_approved is False


def test_approval_and_its_taking_back_undo_each_other(desk: DeskClients, held: Meeting) -> None:
    post(desk.arai, "minutes_compose", held)
    post(desk.arai, "minutes_approve", held, **APPROVAL)
    back = post(desk.arai, "minutes_unapprove", held)
    html = desk.arai.get(back["Location"]).content.decode()
    assert "確定を取り消しました" in html
    undo = dict(re.findall(r'name="(base_version|confirmed_\w+)" value="([^"]*)"', html))
    assert undo["confirmed_on"] == "2026-11-20"
    assert post(desk.arai, "minutes_approve", held, **undo).status_code == 302
    assert Minutes.objects.get(meeting=held).is_approved


def test_saving_can_be_taken_back_with_one_button(desk: DeskClients, held: Meeting) -> None:
    post(desk.arai, "minutes_compose", held)
    first = Revision.objects.get()
    saved = post(desk.arai, "minutes_edit", held, **edit_values(held))
    assert url("minutes_restore", held) in desk.arai.get(saved["Location"]).content.decode()
    post(desk.arai, "minutes_restore", held, number=1, base_version=2)
    assert Revision.objects.get(number=3).opening == first.opening


def test_a_missing_revision_number_is_a_sentence_and_a_missing_page_404(
    desk: DeskClients, held: Meeting
) -> None:
    post(desk.arai, "minutes_compose", held)
    for number in ("", "x", "９９", "999999999999"):
        response = post(desk.arai, "minutes_restore", held, number=number, base_version=1)
        assert response.status_code in {302, 404}
    assert Revision.objects.count() == 1
    assert desk.arai.get(url("minutes_history", held) + "?revision=99").status_code == 404
    assert desk.arai.get(url("minutes_history", held) + "?revision=x").status_code == 200


# ── The circular and the papers ──────────────────────────────────────────────────────────────────


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


# ── Queries ──────────────────────────────────────────────────────────────────────────────────────


def queries(client: Client, page: str) -> int:

    client.get(page)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(page).status_code == 200
    return len(seen)


@pytest.mark.parametrize(
    "name", ["meeting_record", "minutes_edit", "minutes_history", "public_version"]
)
def test_thirty_items_need_no_more_queries_than_two(
    world: World, desk: DeskClients, held: Meeting, name: str
) -> None:
    publish(desk, held)
    few = queries(desk.arai, url(name, held))
    bigger = hold(world, "steering")
    for n in range(28):
        world.add_item(bigger, f"議題{n}", outcome="shared")
    publish(desk, bigger)
    assert queries(desk.arai, url(name, bigger)) == few
    assert few <= 15
