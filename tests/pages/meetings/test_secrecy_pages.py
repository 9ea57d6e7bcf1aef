"""The pages of secrecy: the notice, pledges, the city's rule, and papers that come back."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from sasaeai.audit.models import Entry
from sasaeai.meetings.actions.handouts import add_handout, give_to_present
from sasaeai.meetings.enums import Regime
from sasaeai.meetings.models import Acknowledgement, Handout, HandoutCopy, Meeting
from sasaeai.people.models import Municipality, Pledge
from tests.conftest import DeskClients
from tests.meetings.council import found_council
from tests.world import World


def prepare_council(world: World, desk: DeskClients) -> Meeting:
    """By the page, as a coordinator does it."""
    found_council(world)
    answer = desk.arai.post(
        reverse("desk:meeting_prepare", args=[world.bodies["ono"].id]),
        {
            "on": "令和9年1月13日",
            "start": "13:30",
            "end": "14:30",
            "venue": str(world.venue.id),  # type: ignore[union-attr]
            "regime": "support_council",
        },
    )
    assert answer.status_code == 302
    return Meeting.objects.get(regime="support_council")


def test_the_maker_reads_the_notice_and_goes_on_to_the_agenda(
    world: World, desk: DeskClients
) -> None:
    meeting = prepare_council(world, desk)
    agenda = reverse("desk:meeting_agenda", args=[meeting.id])
    notice = desk.arai.get(agenda, follow=True)
    assert "読んで承知しました" in notice.content.decode()
    here = reverse("desk:meeting_secrecy", args=[meeting.id])
    answer = desk.arai.post(here, {"next": agenda})
    assert answer["Location"] == agenda
    assert desk.arai.get(agenda).status_code == 200
    given = Acknowledgement.objects.get()
    assert given.words
    assert not given.on_paper
    listed = desk.arai.get(here).content.decode()
    assert "新井 試子" in listed


def test_the_notice_leads_to_no_other_site(world: World, desk: DeskClients) -> None:
    meeting = prepare_council(world, desk)
    here = reverse("desk:meeting_secrecy", args=[meeting.id])
    answer = desk.arai.post(here, {"next": "https://example.com/"})
    assert answer["Location"].startswith("/meetings/")


def test_the_host_notes_a_signed_notice(world: World, desk: DeskClients) -> None:
    meeting = prepare_council(world, desk)
    desk.arai.post(reverse("desk:meeting_secrecy", args=[meeting.id]))
    call = world.add_expected(meeting, world.posts["chokai"])
    desk.arai.post(reverse("desk:call_acknowledged", args=[call.id]))
    assert Acknowledgement.objects.get(on_paper=True).tenure.post == world.posts["chokai"]


def test_a_signed_notice_noted_by_mistake_is_taken_back(world: World, desk: DeskClients) -> None:
    meeting = prepare_council(world, desk)
    here = reverse("desk:meeting_secrecy", args=[meeting.id])
    desk.arai.post(here)
    call = world.add_expected(meeting, world.posts["chokai"])
    noted = reverse("desk:call_acknowledged", args=[call.id])
    desk.arai.post(noted)
    own, given = Acknowledgement.objects.order_by("on_paper")
    remove, restore = (
        reverse(f"desk:acknowledgement_{verb}", args=[given.id]) for verb in ("remove", "restore")
    )
    assert remove in desk.arai.get(here).content.decode()
    desk.arai.post(remove)
    page = desk.arai.get(here).content.decode()
    assert noted in page
    assert restore in page  # the way back, with the sentence that says what was done
    desk.arai.post(restore)
    assert noted not in desk.arai.get(here).content.decode()
    desk.arai.post(remove)
    desk.arai.post(noted)
    desk.arai.post(restore)
    assert Acknowledgement.objects.current().filter(tenure=given.tenure).count() == 1
    verbs = Entry.objects.filter(object_id=given.id).order_by("at").values_list("verb", flat=True)
    assert list(verbs) == ["acknowledge", "remove", "restore", "remove"]
    desk.arai.post(reverse("desk:acknowledgement_remove", args=[own.id]))
    own.refresh_from_db()
    assert own.removed_at is None  # what was read on the screen is the person's own word


def test_the_choice_is_absent_until_the_city_recorded_the_rule(
    world: World, desk: DeskClients
) -> None:
    page = reverse("desk:meeting_prepare", args=[world.bodies["ono"].id])
    assert 'value="support_council"' not in desk.arai.get(page).content.decode()
    rule = reverse("desk:city_secrecy")
    assert desk.arai.get(rule).status_code == 403
    desk.ichikawa.post(rule, {"rule": "支援会議設置要綱", "since": "令和8年4月1日"})
    assert Municipality.objects.get().support_council_since == date(2026, 4, 1)
    assert 'value="support_council"' in desk.arai.get(page).content.decode()


def test_the_city_says_which_kinds_a_law_binds(world: World, desk: DeskClients) -> None:
    kind = world.kinds["iryo"]
    desk.ichikawa.post(reverse("desk:kind_bound", args=[kind.id]), {"bound": "yes"})
    kind.refresh_from_db()
    assert kind.is_bound


def test_opening_the_regime_is_asked_twice(world: World, desk: DeskClients) -> None:
    meeting = world.add_meeting(regime=Regime.MEMBERS_ONLY)
    world.add_item(meeting)
    page = reverse("desk:meeting_plan", args=[meeting.id])
    values = {
        "on": "2026-12-22",
        "start": "13:30",
        "end": "14:30",
        "venue": str(world.venue.id),  # type: ignore[union-attr]
        "regime": "open",
        "base_version": "1",
    }
    asked = desk.arai.post(page, values).content.decode()
    assert "取扱いをゆるめると" in asked
    assert 'name="regime_meant"' in asked
    assert desk.arai.post(page, values | {"regime_meant": "on"}).status_code == 302


# ── Pledges ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def inner(world: World) -> Meeting:
    meeting = world.add_meeting(regime=Regime.MEMBERS_ONLY)
    world.add_expected(meeting, world.posts["chokai"])
    return meeting


def test_the_letter_warns_of_missing_pledges_and_refuses_nothing(
    world: World, desk: DeskClients, inner: Meeting
) -> None:
    page = desk.arai.get(reverse("desk:meeting_notice", args=[inner.id])).content.decode()
    assert "誓約書がまだの方が1人います" in page
    assert reverse("desk:meeting_pledges", args=[inner.id]) in page
    assert "内容を確かめました" in page


def test_a_pledge_is_noted_with_a_way_back(world: World, desk: DeskClients, inner: Meeting) -> None:
    page = reverse("desk:meeting_pledges", args=[inner.id])
    call = inner.expected.get()
    assert (
        'name="signed_on" id="signed-1" value="令和8年11月23日"'
        in desk.arai.get(page).content.decode()
    )
    noted = reverse("desk:call_pledged", args=[call.id])
    desk.arai.post(noted, {"signed_on": "あした"})
    assert not Pledge.objects.exists()
    desk.arai.post(noted, {"signed_on": "令和8年11月20日"})
    pledge = Pledge.objects.get()
    assert pledge.signed_on == date(2026, 11, 20)
    assert "誓約 済" in desk.arai.get(page).content.decode()
    undo = reverse("desk:pledge_remove", args=[pledge.id])
    assert desk.arai.post(undo, {"meeting": str(inner.id)})["Location"] == page
    desk.arai.post(reverse("desk:pledge_restore", args=[pledge.id]), {"meeting": str(inner.id)})
    pledge.refresh_from_db()
    assert pledge.removed_at is None
    for ext, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        paper = desk.arai.get(reverse("desk:meeting_pledge_papers", args=[inner.id, ext]))
        assert paper.content.startswith(start)
    assert (
        desk.ichikawa.get(reverse("desk:meeting_pledge_papers", args=[inner.id, "pdf"])).status_code
        == 403
    )


# ── Papers that come back ────────────────────────────────────────────────────────────────────────


@pytest.fixture
def out(world: World) -> HandoutCopy:
    """A copy that is still with somebody after a care meeting of yesterday."""
    meeting = world.add_meeting(on=date(2026, 11, 22), regime=Regime.CARE_MEETING)
    world.add_expected(meeting, world.posts["chokai"])
    arai = world.viewer("arai")
    handout = add_handout(meeting=meeting, title="支援の経過", actor=arai)
    return give_to_present(handout=handout, actor=arai)[0]


def test_a_number_that_is_out_stands_on_every_page_of_the_meeting(
    world: World, desk: DeskClients, out: HandoutCopy
) -> None:
    meeting = out.handout.meeting
    for name in ("plan", "agenda", "call", "day"):
        page = desk.arai.get(reverse(f"desk:meeting_{name}", args=[meeting.id])).content.decode()
        assert "回収していない資料が1部あります" in page
    today = desk.arai.get(reverse("desk:today")).content.decode()
    check = reverse("desk:meeting_handout_check", args=[meeting.id])
    assert check in today
    # The page that lists the numbers says it once, in its own words.
    listed = desk.arai.get(check).content.decode()
    assert "まだ1部が返っていません。" in listed
    assert "回収していない資料が" not in listed
    assert desk.arai.post(reverse("desk:handout_copy_return", args=[out.id]))["Location"] == check
    assert "回収していない資料が" not in desk.arai.get(check).content.decode()


def test_papers_are_listed_changed_and_taken_off(world: World, desk: DeskClients) -> None:
    meeting = world.add_meeting()
    world.add_item(meeting)
    page = reverse("desk:meeting_handouts", args=[meeting.id])
    desk.arai.post(reverse("desk:handouts_from_agenda", args=[meeting.id]))
    desk.arai.post(page, {"title": "地図", "copies": "3", "is_collected": "on"})
    first, second = Handout.objects.order_by("number")
    assert (first.title, second.numbered.count()) == ("雪かきの助け合い", 3)
    one = reverse("desk:handout", args=[second.id])
    desk.arai.post(one, {"title": "大きい地図", "copies": "2", "base_version": "1"})
    second.refresh_from_db()
    assert (second.title, second.is_collected) == ("大きい地図", False)
    desk.arai.post(reverse("desk:handout_remove", args=[second.id]))
    assert "大きい地図" not in desk.arai.get(page).content.decode().replace("「大きい地図」", "")
    desk.arai.post(reverse("desk:handout_restore", args=[second.id]))
    assert "大きい地図" in desk.arai.get(page).content.decode()


def test_a_copy_is_settled_with_a_reason_on_its_page(
    world: World, desk: DeskClients, out: HandoutCopy
) -> None:
    page = reverse("desk:handout_copy", args=[out.id])
    assert (
        "入力してください"
        in desk.arai.post(page, {"reason": "", "base_version": "2"}).content.decode()
    )
    desk.arai.post(page, {"reason": "その場で裁断した", "base_version": "2"})
    out.refresh_from_db()
    assert out.reason == "その場で裁断した"
    desk.arai.post(reverse("desk:handout_copy_reopen", args=[out.id]))
    stale = desk.arai.post(page, {"holder": "白旗野町会 副会長", "base_version": "2"})
    assert "ほかの人が先に保存しました" in stale.content.decode()
    desk.arai.post(page, {"holder": "白旗野町会 副会長", "base_version": "4"})
    out.refresh_from_db()
    assert (out.reason, out.holder) == ("", "白旗野町会 副会長")


def test_forty_people_cost_no_more_questions_than_one(
    world: World, desk: DeskClients, django_assert_max_num_queries: object
) -> None:
    meeting = world.add_meeting(on=date(2026, 11, 22), regime=Regime.CONSENT)
    for number in range(40):
        world.add_expected(meeting, organization_name=f"見本の会{number}")
    arai = world.viewer("arai")
    handout = add_handout(meeting=meeting, title="支援の経過", actor=arai)
    give_to_present(handout=handout, actor=arai)
    for name in ("meeting_handouts", "meeting_handout_check", "meeting_pledges"):
        desk.arai.get(reverse(f"desk:{name}", args=[meeting.id]))
        with django_assert_max_num_queries(15):  # type: ignore[operator]
            desk.arai.get(reverse(f"desk:{name}", args=[meeting.id]))
