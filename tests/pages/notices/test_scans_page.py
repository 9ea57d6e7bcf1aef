"""Putting scanned slips in, and the page that confirms them one key a slip."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sasaeai.jobs.models import Job
from sasaeai.kernel import clock
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.notices import actions
from sasaeai.notices.actions.scan_keeping import erase_old_pictures
from sasaeai.notices.channels.slips import SlipReading
from sasaeai.notices.models import Reply, SlipScan
from sasaeai.notices.tasks.intake import take_in_uploads
from tests.notices.scanned import DOT, file_of, give_codes, meeting_of_three, slip
from tests.world import World


@pytest.fixture
def meeting(world: World) -> Meeting:
    return meeting_of_three(world)


@pytest.fixture
def codes(meeting: Meeting) -> dict[int, str]:
    return give_codes(meeting)


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[SlipReading]:
    """What the reader finds in every file; a test fills it."""
    found: list[SlipReading] = []

    def read(content: bytes, name: str) -> Iterator[SlipReading]:
        yield from found

    monkeypatch.setattr("sasaeai.notices.actions.scans.read_slips", read)
    monkeypatch.setattr("sasaeai.notices.tasks.intake.read_slips", read)
    return found


@pytest.fixture(autouse=True)
def own_disk(settings, tmp_path) -> None:
    settings.VAR_DIR = tmp_path


def page(meeting: Meeting, *rest: object) -> str:
    return "/".join(["", "meetings", str(meeting.id), "scans", *map(str, rest), ""])


def once(**values: object) -> dict[str, object]:
    return {"once": str(uuid.uuid4()), **values}


def put_in(client, meeting: Meeting, *names: str):
    files = [SimpleUploadedFile(name, f"%PDF {name}".encode()) for name in names]
    return client.post(page(meeting), once(files=files), follow=True).content.decode()


def typed(number: object = 2, **values: object) -> dict[str, object]:
    return once(**({"base_version": "0", "who": str(number), "answer": "attend"} | values))


@pytest.fixture
def waiting(world: World, meeting: Meeting, codes: dict[int, str]) -> SlipScan:
    return wait_for(
        world, meeting, slip(codes[2], "absent", needs_review=True, reason="薄い字です。")
    )


def wait_for(world: World, meeting: Meeting, *readings: SlipReading) -> SlipScan:
    actor = world.viewer("arai")
    actions.take_in_scans(**file_of(*readings), meeting=meeting, actor=actor)
    return SlipScan.objects.order_by("-created_at").first()


def test_sure_slips_are_in_the_list_and_the_others_wait(desk, meeting, codes, pages):
    pages += [slip(codes[1]), slip(codes[2], "absent"), slip(None, None, needs_review=True)]
    html = put_in(desk.arai, meeting, "今日のFAX.pdf")
    assert (
        "今日のFAX.pdf：3枚を読みました。2枚の返事を入れました。1枚は、目で確かめてください。"
        in html
    )
    assert "目で確かめる紙が、1枚あります" in html
    assert Reply.objects.current().count() == 2


def test_the_same_upload_again_says_so_and_changes_nothing(desk, meeting, codes, pages):
    pages += [slip(codes[1])]
    put_in(desk.arai, meeting, "fax.pdf")
    html = put_in(desk.arai, meeting, "fax.pdf")
    assert "1枚は、前に読んだ紙と同じです。" in html
    assert (SlipScan.objects.count(), Reply.objects.count()) == (1, 1)


def test_what_one_file_lacks_does_not_undo_the_others(desk, meeting, codes, pages):
    pages += [slip(codes[1])]
    files = [SimpleUploadedFile("空.pdf", b""), SimpleUploadedFile("fax.pdf", b"%PDF 1")]
    pages_of_empty = desk.arai.post(page(meeting), once(files=files), follow=True)
    assert "fax.pdf：1枚を読みました。" in pages_of_empty.content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("空.pdf", b""),
        ("手紙.pdf", "これはただの文です。".encode()),
        ("壊れた.tif", b"II*\x00\xff\xff\xff\xff"),
        (
            "爆弾.png",
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x0f\xff\xff\x00\x0f\xff\xff\x01\x00",
        ),
        ("<b>x</b>.pdf", b"no"),
    ],
)
def test_a_file_that_is_no_scan_is_named_in_a_sentence(desk, meeting, name, content):
    answer = desk.arai.post(
        page(meeting), once(files=[SimpleUploadedFile(name, content)]), follow=True
    )
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "「" in html.split("messages")[1]
    assert "<b>x</b>" not in html
    assert not SlipScan.objects.exists()


def test_no_file_and_too_many_files_are_asked_for_again(desk, meeting):
    assert (
        "ファイルを選んでから"
        in desk.arai.post(page(meeting), once(), follow=True).content.decode()
    )
    html = put_in(desk.arai, meeting, *(f"{n}.pdf" for n in range(31)))
    assert "30個まで" in html


def test_a_file_over_the_limit_is_not_even_read(desk, meeting, monkeypatch):
    monkeypatch.setattr("sasaeai.desk.notices.scans.MAX_BYTES", 3)
    assert "大きすぎます" in put_in(desk.arai, meeting, "大.pdf")


def test_a_long_file_goes_on_while_the_page_is_closed(desk, meeting, codes, pages):
    pages += [slip(codes[1]), slip(codes[2]), slip(None), slip(codes[3], "absent")]
    html = put_in(desk.arai, meeting, "長い.pdf")
    assert "続きは裏で読み取ります" in html
    assert "<progress" in html
    job = Job.objects.get()
    take_in_uploads.func(str(job.id))
    html = desk.arai.get(page(meeting)).content.decode()
    assert "1枚を読みました。1枚の返事を入れました。" in html
    assert "3枚は、前に読んだ紙と同じです。" in html
    reply = Reply.objects.current().get(expected__number=3)
    assert (reply.answer, reply.keyed_by_name[:2]) == ("absent", "新井")


def test_many_small_files_hold_nobody_up(desk, meeting, codes, pages):
    pages += [slip(codes[1]), slip(codes[2])]
    html = put_in(desk.arai, meeting, "一.pdf", "二.pdf", "三.pdf")
    assert "一.pdf：2枚を読みました。" in html
    assert "「二.pdf」の続きは裏で読み取ります" in html
    assert "「三.pdf」の続きは裏で読み取ります" in html
    assert SlipScan.objects.count() == 3
    take_in_uploads.func(str(Job.objects.get().id))
    assert SlipScan.objects.count() == 6


def test_one_key_confirms_and_leads_to_the_next(world, desk, meeting, codes):
    first = wait_for(world, meeting, slip(codes[1], "absent", needs_review=True, reason="薄い"))
    second = wait_for(world, meeting, slip(None, None, needs_review=True, reason="読めません"))
    html = desk.arai.get(page(meeting, first.id)).content.decode()
    assert "あと2枚" in html
    assert "「欠席」で入れる" in html
    assert page(meeting, first.id, "picture") in html
    answer = desk.arai.post(page(meeting, first.id), typed(1, answer="absent"))
    assert answer["Location"] == page(meeting, second.id)
    html = desk.arai.get(answer["Location"]).content.decode()
    assert "1番 大野地区社会福祉協議会 大橋 試一：欠席にしました。" in html
    assert "元に戻す" in html
    assert Reply.objects.get().via == "fax"


def test_a_slip_whose_code_is_unreadable_is_found_by_number_or_code(world, desk, meeting, codes):
    for number, who in ((2, "２"), (3, codes[3].lower())):
        found = wait_for(world, meeting, slip(None, None, page=number, reason=f"{number}"))
        desk.arai.post(page(meeting, found.id), typed(who))
    assert {r.expected.number for r in Reply.objects.all()} == {2, 3}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"who": "99"}, "99番の方は"),
        ({"who": ""}, "「返信番号か返信コード」を入力してください"),
        ({"answer": ""}, "どれかを選んで"),
        ({"answer": "たぶん"}, "どれかを選んで"),
        ({"companions": "百"}, "人数を数字で"),
        ({"trouble": "あ" * 10_001}, "1文字減らして"),
    ],
)
def test_a_slip_of_the_finger_keeps_what_was_typed(desk, meeting, waiting, values, sentence):
    filled = typed(2, needs="筆談の用意") | values
    html = desk.arai.post(page(meeting, waiting.id), filled).content.decode()
    assert sentence in html
    assert "筆談の用意" in html
    assert not Reply.objects.exists()


def test_handwriting_stands_beside_its_field(world, desk, meeting, codes):
    found = wait_for(world, meeting, slip(codes[2], "substitute", crops={"substitute": DOT}))
    html = desk.arai.get(f"/meetings/{meeting.id}/replies/").content.decode()
    assert "手書きがあります" in html
    html = desk.arai.get(page(meeting, found.id)).content.decode()
    assert "返事「代理出席」は、もう入れてあります。" in html
    assert page(meeting, found.id, "crops", "substitute") in html
    values = typed(2, answer="substitute", substitute_name="代 見本") | {"base_version": "1"}
    desk.arai.post(page(meeting, found.id), values)
    assert Reply.objects.current().get().substitute_name == "代 見本"
    assert (
        "手書きがあります" not in desk.arai.get(f"/meetings/{meeting.id}/replies/").content.decode()
    )


def test_somebody_elses_reply_is_not_written_over_by_a_wrong_number(desk, meeting, waiting, world):
    other = Expected.objects.get(meeting=meeting, number=3)
    actions.record_reply(expected=other, answer="absent", actor=world.viewer("arai"))
    html = desk.arai.post(page(meeting, waiting.id), typed(3)).content.decode()
    assert "3番の方からは、もう返信があります（欠席）" in html
    assert Reply.objects.current().get().answer == "absent"


def test_two_people_on_one_slip_are_told_of_each_other(desk, meeting, waiting):
    desk.ohashi.post(page(meeting, waiting.id), typed(2, answer="absent"))
    html = desk.arai.get(page(meeting, waiting.id)).content.decode()
    assert "大橋 試一（大野地区社会福祉協議会）さんが確かめて、欠席で入れました。" in html
    html = desk.arai.post(page(meeting, waiting.id), typed(2)).content.decode()
    assert "先に確かめました" in html or "ほかの人" in html
    assert Reply.objects.current().get().answer == "absent"


def test_no_slip_is_set_aside_and_comes_back(desk, meeting, waiting):
    html = desk.arai.post(page(meeting, waiting.id, "aside"), once(), follow=True).content.decode()
    assert "返信票ではない紙として外しました" in html
    assert page(meeting, waiting.id, "back") in html
    html = desk.arai.post(page(meeting, waiting.id, "back"), once(), follow=True).content.decode()
    assert "薄い字です。" in html
    assert SlipScan.objects.get().state == "waiting"


def test_undo_takes_the_reply_and_brings_the_slip_back(desk, meeting, waiting):
    desk.arai.post(page(meeting, waiting.id), typed(2))
    desk.arai.post(page(meeting, waiting.id, "back"), once())
    assert not Reply.objects.current().exists()
    assert "あと1枚" in desk.arai.get(page(meeting, waiting.id)).content.decode()


def test_pictures_are_for_those_who_run_the_meeting_and_kept_by_no_browser(desk, meeting, waiting):
    answer = desk.ohashi.get(page(meeting, waiting.id, "picture"))
    assert (answer.content, answer["Content-Type"]) == (DOT, "image/png")
    assert "no-store" in answer["Cache-Control"]
    assert desk.ohashi.get(page(meeting, waiting.id, "crops", "needs")).status_code == 404


def test_the_city_reads_no_slips_and_a_stranger_finds_nothing(world, desk, meeting, codes):
    found = wait_for(world, meeting, slip(codes[2], crops={"needs": DOT}))
    inner = ("", "picture", "crops/needs")
    for address in [page(meeting)] + [
        f"{page(meeting, found.id)}{part}/".replace("//", "/") for part in inner
    ]:
        assert desk.ichikawa.get(address).status_code == 403
        assert desk.shiraishi.get(address).status_code == 404
    for part in ("", "aside/", "back/"):
        address = f"{page(meeting, found.id)}{part}"
        assert desk.ichikawa.post(address, typed(2)).status_code == 403
        assert desk.shiraishi.post(address, typed(2)).status_code == 404
    shinjo = world.add_meeting("shinjo")
    assert desk.shiraishi.get(page(shinjo, found.id)).status_code == 404


def test_after_the_meeting_the_papers_can_still_be_seen_and_put_aside(desk, meeting, waiting):
    Meeting.objects.filter(pk=meeting.pk).update(
        state=MeetingState.HELD, held_at=clock.now(), number=1
    )
    assert 'type="file"' not in desk.arai.get(page(meeting)).content.decode()
    assert "data-slip" not in desk.arai.get(page(meeting, waiting.id)).content.decode()
    desk.arai.post(page(meeting, waiting.id, "aside"), once())
    assert SlipScan.objects.get().state == "set_aside"


def test_once_the_picture_is_gone_the_page_says_why_and_keeps_the_answer(desk, meeting, waiting):
    desk.arai.post(page(meeting, waiting.id), typed(2))
    erase_old_pictures(now=meeting.starts_at + timedelta(days=91))
    html = desk.arai.get(page(meeting, waiting.id)).content.decode()
    assert "画像は、会議から90日たったので消しました。" in html
    assert "新井" in html
    assert "出席で入れました" in html
    assert desk.arai.get(page(meeting, waiting.id, "picture")).status_code == 404


def test_the_pages_ask_as_often_for_forty_slips_as_for_one(
    world, desk, meeting, codes, django_assert_max_num_queries
):
    for number in range(40):
        world.add_expected(meeting, organization_name=f"見本の会{number}")
    all_codes = give_codes(meeting)
    found = wait_for(
        world,
        meeting,
        *(slip(all_codes[n], needs_review=True, reason="薄い") for n in range(1, 41)),
    )
    desk.arai.get(page(meeting))
    with django_assert_max_num_queries(14):
        assert "あと40枚" not in desk.arai.get(page(meeting)).content.decode()
    with django_assert_max_num_queries(15):
        assert "あと40枚" in desk.arai.get(page(meeting, found.id)).content.decode()
