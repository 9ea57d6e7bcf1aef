"""One item of the minutes for chosen receivers: kept with purpose, refused outside a closed room."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sasaeai.audit.models import Entry
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotFound
from sasaeai.meetings.enums import Regime
from sasaeai.meetings.models import Acknowledgement, BodyHost, Meeting
from sasaeai.minutes.actions import compose_minutes
from sasaeai.minutes.actions.extracts import make_extract
from sasaeai.minutes.exports.extract import extract_docx, extract_pdf, extract_sheet
from sasaeai.minutes.models import Extract, Minutes
from sasaeai.minutes.queries.extracts import called_to
from sasaeai.minutes.queries.records import newest_revision, text_of
from tests.minutes.conftest import approve
from tests.paper.reading import package_text, page_texts
from tests.world import World


def snow(minutes: Minutes) -> str:
    return text_of(newest_revision(minutes)).sections[0].item


def give(world: World, minutes: Minutes, by: str = "arai", **values: object) -> Extract:
    given = {
        "item": snow(minutes),
        "receivers": ["道路維持課", " 白旗野町会 会長 ", "道路維持課"],
        "purpose": "除雪の受け持ちを決めるため",
    } | values
    return make_extract(minutes=minutes, actor=world.viewer(by), **given)


def test_it_is_kept_as_it_was_given_and_leaves_a_trace(world: World, minutes: Minutes):
    extract = give(world, minutes)
    assert extract.receivers == "道路維持課\n白旗野町会 会長"
    assert "寄せ場が足りない" in extract.text
    assert "内輪の話" not in extract.text
    entry = Entry.objects.get(verb="export", object_id=extract.id)
    assert entry.after["purpose"] == "除雪の受け持ちを決めるため"


def test_the_sheet_names_receivers_purpose_and_day(world: World, minutes: Minutes):
    sheet = extract_sheet(give(world, minutes))
    for words in ("".join(page_texts(extract_pdf(sheet))), package_text(extract_docx(sheet))):
        plain = words.replace(" ", "")
        assert "道路維持課" in plain
        assert "除雪の受け持ちを決めるため" in plain
        assert "令和8年11月23日" in plain
        assert "会議録（案）第1版から" in plain
        assert "寄せ場が足りない" in plain


def test_words_of_a_closed_room_stay_with_those_who_were_called(world: World, minutes: Minutes):
    Meeting.objects.update(regime=Regime.CARE_MEETING)
    minutes.meeting.refresh_from_db()
    with pytest.raises(NotAllowed, match="道路維持課を外すと"):
        give(world, minutes)
    called = called_to(minutes.meeting, viewer=world.viewer("arai"))
    assert give(world, minutes, receivers=called[:1]).receivers == called[0]


def test_printed_again_it_says_what_it_said(world: World, minutes: Minutes):
    extract = give(world, minutes)
    approve(world, minutes)
    Meeting.objects.update(secretariat="別の事務局", number=7)
    BodyHost.objects.all().delete()
    again = extract_sheet(Extract.objects.select_related("minutes__meeting").get(pk=extract.pk))
    assert again.words["version"] == "会議録（案） 第1版から"
    assert "第2回 大野地区地域支え合い会議（令和8年11月10日" in again.heading
    assert again.sender == "大野地区社会福祉協議会"


def test_words_of_a_council_go_only_to_who_acknowledged(world: World, minutes: Minutes):
    Meeting.objects.update(regime=Regime.SUPPORT_COUNCIL)
    minutes.meeting.refresh_from_db()
    arai, chokai = world.viewer("arai"), world.posts["chokai"]
    assert called_to(minutes.meeting, viewer=arai) == []
    Acknowledgement.objects.create(
        municipality=world.city,
        meeting=minutes.meeting,
        tenure=chokai.tenures.get(),
        given_at=clock.now(),
        words="守秘の説明",
    )
    names = [f"{chokai.organization.name} {chokai.title}"]
    assert called_to(minutes.meeting, viewer=arai) == names


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"receivers": [" "]}, "一人以上"),
        ({"receivers": [str(n) for n in range(31)]}, "30人まで"),
        ({"purpose": " "}, "使い道"),
    ],
)
def test_without_receivers_or_purpose_nothing_is_given(world, minutes, wrong, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        give(world, minutes, **wrong)
    assert not Extract.objects.exists()


def test_strangers_and_items_of_elsewhere_are_refused(world: World, minutes: Minutes):
    with pytest.raises(NotAllowed):
        give(world, minutes, by="shiraishi")
    with pytest.raises(NotFound):
        give(world, minutes, item="nowhere")


def test_the_page_makes_one_and_lists_it(desk, world: World, minutes: Minutes):
    url = reverse("desk:minutes_extracts", args=[minutes.meeting_id])
    values = {"item": snow(minutes), "others": "道路維持課", "purpose": "除雪のため"}
    page = desk.arai.post(url, values, follow=True).content.decode()
    assert "道路維持課" in page
    extract = Extract.objects.get()
    paper = reverse("desk:extract_paper", args=[extract.id, "pdf"])
    assert desk.arai.get(paper).content[:5] == b"%PDF-"
    for address in (url, paper):
        assert desk.shiraishi.get(address).status_code == 404
        assert desk.ichikawa.get(address).status_code == 403


def test_a_text_with_a_trace_is_given_only_after_a_look(desk, world: World, held: Meeting):
    held.items.order_by("position")[0].remarks.update(text="山田さんの家の前が困る")
    minutes = compose_minutes(meeting=held, actor=world.viewer("arai"))
    url = reverse("desk:minutes_extracts", args=[held.id])
    values = {"item": snow(minutes), "others": "道路維持課", "purpose": "除雪のため"}
    page = desk.arai.post(url, values).content.decode()
    assert "「山田さん」は個人のお名前" in page
    assert not Extract.objects.exists()
    desk.arai.post(url, values | {"is_looked_through": "on"})
    assert Extract.objects.count() == 1
