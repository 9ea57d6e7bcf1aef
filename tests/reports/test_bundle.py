"""All papers of a meeting as one PDF and as a ZIP."""

from __future__ import annotations

import io
import zipfile

from django.urls import reverse

from sasaeai.audit.models import Entry
from sasaeai.meetings.models import Handout, Meeting
from sasaeai.minutes.actions import compose_minutes
from sasaeai.notices.actions import approve_notice, draft_notice
from sasaeai.reports.exports.bundle import meeting_bundle
from tests.minutes.conftest import approve, hold
from tests.paper.reading import page_texts
from tests.world import World


def pages(world: World, meeting: Meeting, *, with_names: bool = False) -> list[str]:
    paper = meeting_bundle(meeting, ext="pdf", with_names=with_names, viewer=world.viewer("arai"))
    return page_texts(paper.content)


def test_the_cover_lists_what_there_is_and_where_it_begins(world: World):
    meeting = hold(world)
    Handout.objects.create(municipality=world.city, meeting=meeting, number=1, title="雪の寄せ場")
    minutes = compose_minutes(meeting=meeting, actor=world.viewer("arai"))
    cover, *rest = found = pages(world, meeting)
    for title in ("次第", "会議録（案）", "会議録確認票", "情報共有メモ", "資料1雪の寄せ場"):
        assert title in cover
    assert "出席者名簿" in cover  # in the sentence that says it is left out
    assert "次第" in rest[0]
    assert all(f"通し{n}/{len(found)}" in text for n, text in enumerate(found, start=1))
    approve(world, minutes)
    settled = pages(world, meeting)
    assert "会議録（案）" not in "".join(settled)
    assert "会議録確認票" not in settled[0]


def test_the_letter_comes_first_and_names_nobody_it_goes_to(world: World):
    meeting = world.add_meeting()
    world.add_item(meeting)
    called = world.add_expected(meeting, world.posts["chokai"])
    arai = world.viewer("arai")
    notice = draft_notice(meeting=meeting, actor=arai)
    assert "案内状" not in pages(world, meeting)[0]  # nobody looked it over yet
    approve_notice(notice=notice, actor=arai)
    cover, letter, *_sheets = pages(world, meeting)
    assert cover.index("案内状（見本）") < cover.index("次第")
    assert "見本" in letter
    assert called.person_name.split()[0] not in letter
    assert called.reply_code not in letter.replace("-", "")


def test_persons_are_in_it_only_when_asked_for(world: World):
    meeting = hold(world)
    assert "髙﨑" not in "".join(pages(world, meeting))
    assert "大橋試一" in "".join(pages(world, meeting, with_names=True))


def test_a_meeting_with_nothing_yet_is_its_agenda(world: World):
    cover, sheet = pages(world, world.add_meeting())
    assert "次第" in cover
    assert "情報交換" in sheet


def test_the_zip_opens_on_windows_with_japanese_names(world: World):
    meeting = hold(world)
    compose_minutes(meeting=meeting, actor=world.viewer("arai"))
    paper = meeting_bundle(meeting, ext="zip", with_names=True, viewer=world.viewer("arai"))
    assert paper.name.endswith(".zip")
    with zipfile.ZipFile(io.BytesIO(paper.content)) as package:
        names = package.namelist()
        assert package.testzip() is None
        assert all(info.flag_bits & 0x800 for info in package.infolist())  # UTF-8
    assert len(names) == len(set(names))
    assert any(name.startswith("03_会議録（案）") and name.endswith(".docx") for name in names)
    assert any("出席者名簿" in name and name.endswith(".xlsx") for name in names)


def test_the_page_gives_it_and_says_whether_names_went_out(desk, world: World):
    meeting = hold(world)
    url = reverse("desk:paper_bundle", args=[meeting.id, "pdf"])
    assert desk.arai.get(url).content[:5] == b"%PDF-"
    desk.arai.get(url + "?names=1")
    told = Entry.objects.filter(verb="export", object_id=meeting.id).order_by("at")
    assert ["名簿を含む" in str(entry.after) for entry in told] == [False, True]
    assert [entry.after["purpose"] for entry in told] == ["papers", "papers with attendance list"]
    minutes = compose_minutes(meeting=meeting, actor=world.viewer("arai"))
    desk.arai.get(url)
    assert Entry.objects.get(verb="export", object_id=minutes.id).after["purpose"] == "minutes"
    assert desk.shiraishi.get(url).status_code == 404
    assert desk.ichikawa.get(url).status_code == 403
    assert desk.arai.get(url.replace(".pdf", ".exe")).status_code == 404
