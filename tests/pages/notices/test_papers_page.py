"""The page of labels, cards and telephone lists, as owner, reader and stranger meet it."""

from __future__ import annotations

import io
import uuid
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from sasaeai.audit.models import Entry
from sasaeai.kernel import clock
from sasaeai.meetings.models import Meeting
from sasaeai.meetings.queries import get_visible_meeting
from sasaeai.notices import actions
from sasaeai.notices.enums import ChangeWay, DeliveryStatus
from sasaeai.notices.models import Delivery, Notice
from sasaeai.notices.queries.changes import Wish, change_draft
from sasaeai.people.models import Organization
from tests.conftest import DeskClients
from tests.paper.reading import page_texts
from tests.world import World


@pytest.fixture
def meeting(world: World) -> Meeting:
    Organization.objects.update(postal_code="030-0852", address="青森市見本77番地1")
    meeting = world.add_meeting()
    world.add_item(meeting)
    for key in ("ohashi", "chokai", "minji"):
        world.add_expected(meeting, world.posts[key])
    return meeting


@pytest.fixture
def approved(world: World, meeting: Meeting) -> Notice:
    arai = world.viewer("arai")
    return actions.approve_notice(
        notice=actions.draft_notice(meeting=meeting, actor=arai), actor=arai
    )


def page(meeting: Meeting) -> str:
    return f"/meetings/{meeting.id}/papers/"


def press(client: Any, meeting: Meeting, make: str, **values: Any) -> Any:
    """Fill the form as the page offers it, change it, press one button, follow to the file."""
    form = {"who": "all", "order": "number", "kind": "12", "start": "1"}
    data = {**form, "make": make, "once": str(uuid.uuid4()), **values}
    return client.post(page(meeting), data, follow=True)


def file_of(response: Any) -> bytes:
    assert response.status_code == 200
    assert (
        "inline" in response["Content-Disposition"]
        or "attachment" in (response["Content-Disposition"])
    )
    return bytes(response.content)


def test_page_is_for_those_who_run_the_meeting(desk: DeskClients, meeting: Meeting) -> None:
    assert desk.arai.get(page(meeting)).status_code == 200
    assert desk.ohashi.get(page(meeting)).status_code == 200
    assert desk.ichikawa.get(page(meeting)).status_code == 403
    assert desk.shiraishi.get(page(meeting)).status_code == 404


@pytest.mark.parametrize("paper", ["labels.pdf", "labels.xlsx", "postcards.pdf", "phone-list.pdf"])
def test_files_with_names_are_for_those_who_run_the_meeting(
    desk: DeskClients, approved: Notice, paper: str
) -> None:
    address = page(approved.meeting) + paper
    assert desk.arai.get(address).status_code == 200
    assert desk.ichikawa.get(address).status_code == 403
    assert desk.shiraishi.get(address).status_code == 404


def test_labels_are_printed_before_the_notice_is_looked_at(
    desk: DeskClients, meeting: Meeting
) -> None:
    [text] = page_texts(file_of(press(desk.arai, meeting, "labels")))
    assert "髙﨑見本様" in text
    trace = Entry.objects.filter(verb="export").latest("at")
    assert trace.after["purpose"] == "labels"
    assert trace.after["rows"] == 3


def test_only_the_chosen_get_a_label(desk: DeskClients, meeting: Meeting) -> None:
    one = meeting.expected.get(person_name="髙﨑 見本")
    [text] = page_texts(
        file_of(press(desk.arai, meeting, "labels", who="chosen", to=[str(one.id)]))
    )
    assert text.count("様") == 1
    assert "髙﨑見本様" in text


def test_choosing_nobody_is_answered_on_the_page_and_keeps_what_was_typed(
    desk: DeskClients, meeting: Meeting
) -> None:
    answer = press(desk.arai, meeting, "labels", who="chosen", start="5")
    assert "1件以上選んでください" in answer.content.decode()
    assert 'value="5"' in answer.content.decode()


def test_people_ticked_in_the_list_are_not_left_out_in_silence(
    desk: DeskClients, meeting: Meeting
) -> None:
    one = meeting.expected.get(person_name="髙﨑 見本")
    answer = press(desk.arai, meeting, "labels", who="post", to=[str(one.id)]).content.decode()
    assert "一覧で選んだ方がいます" in answer
    assert f'value="{one.id}" id="to-{one.number}" checked' in answer


def test_a_label_beyond_the_sheet_is_refused_with_what_to_type(
    desk: DeskClients, meeting: Meeting
) -> None:
    answer = press(desk.arai, meeting, "labels", kind="10", start="11").content.decode()
    assert "このシートのラベルは10枚です" in answer


def test_the_kind_of_labels_is_remembered(desk: DeskClients, meeting: Meeting) -> None:
    press(desk.arai, meeting, "labels", kind="24")
    assert '<option value="24" selected' in desk.arai.get(page(meeting)).content.decode()


def test_addresses_for_mail_merge_hold_one_row_a_label(desk: DeskClients, meeting: Meeting) -> None:
    book = openpyxl.load_workbook(io.BytesIO(file_of(press(desk.arai, meeting, "list"))))
    rows = list(book.active.iter_rows(values_only=True))
    assert len(rows) == 4


def test_cards_are_written_down_as_printed_and_can_be_taken_back(
    desk: DeskClients, approved: Notice
) -> None:
    pdf = file_of(press(desk.arai, approved.meeting, "postcards", who="post"))
    printed = Delivery.objects.filter(notice=approved, status=DeliveryStatus.PRINTED)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 2 * printed.count() > 0
    desk.arai.post(
        f"/meetings/{approved.meeting_id}/notices/{approved.id}/copies/unprint/",
        {"at": printed[0].printed_at.isoformat(), "once": str(uuid.uuid4())},
    )
    assert not printed.all().exists()


def test_cards_wait_until_somebody_looked(desk: DeskClients, meeting: Meeting) -> None:
    assert "往復はがきを印刷する前に" in press(desk.arai, meeting, "postcards").content.decode()
    answer = desk.arai.get(f"{page(meeting)}postcards.pdf", follow=True)
    assert "まだ印刷できません" in answer.content.decode()


def test_cards_that_cannot_be_made_are_not_called_printed(
    desk: DeskClients, approved: Notice
) -> None:
    Organization.objects.exclude(name="白旗野町会").update(address="")
    answer = press(desk.arai, approved.meeting, "postcards").content.decode()
    assert "往復はがきを作れません" in answer
    assert not Delivery.objects.filter(status=DeliveryStatus.PRINTED).exists()


def test_phone_list_of_the_silent_leaves_a_trace(
    world: World, desk: DeskClients, meeting: Meeting
) -> None:
    answered = meeting.expected.get(person_name="髙﨑 見本")
    actions.record_reply(expected=answered, answer="attend", actor=world.viewer("arai"))
    text = "".join(
        page_texts(file_of(desk.arai.get(f"/meetings/{meeting.id}/papers/phone-list.pdf")))
    )
    assert "返信がまだの方" in text
    assert "13時30分からの大野地区地域支え合い会議の" in text
    assert "髙﨑" not in text
    assert Entry.objects.filter(verb="export").latest("at").after == {
        "purpose": "phone_list",
        "rows": 2,
    }


def test_phone_list_of_everybody_names_who_comes_first(
    world: World, desk: DeskClients, meeting: Meeting
) -> None:
    answered = meeting.expected.get(person_name="髙﨑 見本")
    actions.record_reply(expected=answered, answer="attend", actor=world.viewer("arai"))
    text = "".join(
        page_texts(file_of(desk.arai.get(f"/meetings/{meeting.id}/papers/phone-list.pdf?for=news")))
    )
    assert text.index("出席・代理出席の方") < text.index("髙﨑")
    assert text.index("髙﨑") < text.index("返信がまだの方（来られるかもしれません）")


def test_after_a_change_the_list_says_what_changed_to_those_who_must_hear_now(
    world: World, desk: DeskClients, approved: Notice
) -> None:
    arai, meeting = world.viewer("arai"), approved.meeting
    actions.mark_printed(notice=approved, actor=arai)
    actions.mark_sent(notice=approved, actor=arai)
    fresh = get_visible_meeting(meeting.pk, viewer=arai)
    off = Wish(way=ChangeWay.CANCEL, reason="大雪のため")
    carried = actions.carry_out_change(
        meeting=fresh,
        wish=off,
        texts=change_draft(fresh, off, viewer=arai).texts,
        base_version=fresh.version,
        actor=arai,
    )
    Delivery.objects.filter(notice=carried.notice).update(channel="phone", chosen_at=clock.now())
    text = "".join(page_texts(file_of(desk.arai.get(f"{page(meeting)}phone-list.pdf?for=news"))))
    assert "大雪のため、中止になりました" in text
    assert "髙﨑見本" in text
    assert "かける前に書いてください" not in text
    Delivery.objects.filter(notice=carried.notice).update(status=DeliveryStatus.DELIVERED)
    text = "".join(page_texts(file_of(desk.arai.get(f"{page(meeting)}phone-list.pdf?for=news"))))
    assert "0件" in text


def test_page_says_what_to_do_while_nobody_is_called(world: World, desk: DeskClients) -> None:
    answer = desk.arai.get(page(world.add_meeting())).content.decode()
    assert "声かけした方がまだいません" in answer
    assert desk.arai.get(f"{page(Meeting.objects.get())}phone-list.pdf").status_code == 200


def test_page_asks_the_same_questions_for_forty_people(
    world: World, desk: DeskClients, meeting: Meeting, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        world.add_expected(meeting, organization_name=f"見本団体{number}")
    with django_assert_max_num_queries(32):
        desk.arai.get(page(meeting))


@pytest.mark.parametrize("ext", ["exe", "docx"])
def test_another_kind_of_file_is_not_there(desk: DeskClients, meeting: Meeting, ext: str) -> None:
    assert desk.arai.get(f"{page(meeting)}labels.{ext}").status_code == 404
    assert desk.arai.get(f"{page(meeting)}phone-list.{ext}").status_code == 404
