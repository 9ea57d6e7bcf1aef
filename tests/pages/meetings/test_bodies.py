"""The pages of bodies and districts: who sees them, みなし, members."""

from __future__ import annotations

from datetime import date

from django.test import Client
from django.urls import reverse

from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import BodyMember, Recognition
from tests.conftest import DeskClients
from tests.world import World


def page(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(f"desk:{name}", args=args), query)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def test_bodies_and_districts_are_for_those_who_see_them(world: World, desk: DeskClients) -> None:
    ono = world.bodies["ono"]
    for client in (desk.arai, desk.ohashi, desk.ichikawa):
        assert "大橋 試一" in page(client, "body", ono.id)
        assert "大野地区社会福祉協議会" in page(client, "district", world.ono.id)
    for name, key in (("body", ono.id), ("district", world.ono.id), ("meeting_prepare", ono.id)):
        assert desk.shiraishi.get(reverse(f"desk:{name}", args=[key])).status_code == 404
    for name in ("meeting_prepare", "body_edit", "body_members", "recognition_new"):
        assert desk.ichikawa.get(reverse(f"desk:{name}", args=[ono.id])).status_code == 403


def test_a_recognised_meeting_is_listed_marked_and_counted_once(
    world: World, desk: DeskClients
) -> None:
    held = {"state": MeetingState.HELD, "held_at": "2026-06-30T00:00Z"}
    world.add_meeting("network", date(2026, 6, 10), number=1, reported_count=20, **held)
    world.add_meeting("shinjo", date(2026, 7, 10), number=1, reported_count=23, **held)
    text = page(desk.shiraishi, "body", world.bodies["shinjo"].id)
    assert "開いたのは2回、参加者はのべ43人です" in text
    assert "うち1回は、ほかの会議をこの会議とみなして数えたもの" in text
    assert "新城地区での説明会" in text
    assert "社会福祉法人青森市社会福祉協議会 地域支え合い推進員" in text
    assert "2回、のべ43人" in page(desk.shiraishi, "district", world.shinjo.id)


def test_a_body_is_recognised_ended_and_taken_back(world: World, desk: DeskClients) -> None:
    shinjo, network = world.bodies["shinjo"], world.bodies["network"]
    Recognition.objects.update(until=date(2026, 3, 31))  # the other way round, over by then
    url = reverse("desk:recognition_new", args=[network.id])
    data = {
        "body": str(shinjo.id),
        "since": "2026/04/01",
        "decided_at": "役員会",
        "links": [str(world.posts["arai"].id)],
    }
    assert (
        "「決めた場」を入力" in desk.shiraishi.post(url, data | {"decided_at": ""}).content.decode()
    )
    desk.shiraishi.post(url, data)
    made = Recognition.objects.get(counts_for=network)
    assert made.links.get().post == world.posts["arai"]
    again = desk.shiraishi.post(url, data).content.decode()
    assert "すでにみなしになっています" in again
    end = reverse("desk:recognition_end", args=[made.id])
    assert (
        "以後にしてください" in desk.shiraishi.post(end, {"until": "2026/03/31"}).content.decode()
    )
    desk.shiraishi.post(end, {"until": "2026/11/30"})
    made.refresh_from_db()
    assert made.until == date(2026, 11, 30)
    desk.shiraishi.post(reverse("desk:recognition_continue", args=[made.id]))
    desk.shiraishi.post(reverse("desk:recognition_remove", args=[made.id]))
    assert not Recognition.objects.current().filter(counts_for=network).exists()
    desk.shiraishi.post(reverse("desk:recognition_restore", args=[made.id]))
    assert Recognition.objects.current().get(counts_for=network).until is None
    assert desk.ohashi.post(end, {"until": "2026/11/30"}).status_code == 404


def test_usual_members_come_and_go(world: World, desk: DeskClients) -> None:
    ono = world.bodies["ono"]
    url = reverse("desk:body_members", args=[ono.id])
    desk.ohashi.post(url, {"post": world.posts["vacant"].id})
    member = BodyMember.objects.get(post=world.posts["vacant"])
    assert "（空席）" in page(desk.ohashi, "body", ono.id)
    remove = reverse("desk:body_member_remove", args=[member.id])
    assert desk.shiraishi.post(remove).status_code == 404
    desk.ohashi.post(remove)
    member.refresh_from_db()
    assert member.removed_at is not None
    desk.ohashi.post(url, {"post": world.posts["vacant"].id})
    assert BodyMember.objects.current().filter(pk=member.pk).exists()


def test_a_body_is_made_and_changed(world: World, desk: DeskClients) -> None:
    council = world.organizations["大野地区社会福祉協議会"]
    data = {
        "name": "大野の居場所づくり会議",
        "kind": "other",
        "hosts": [str(council.id)],
        "yearly_target": "4",
        "usual_start": "10時",
        "usual_minutes": "90",
        "usual_regime": "open",
    }
    url = reverse("desk:body_new", args=[world.ono.id])
    assert "主催する団体" in desk.ohashi.post(url, data | {"hosts": []}).content.decode()
    answer = desk.ohashi.post(url, data, follow=True)
    assert "10時から90分" in answer.content.decode()
    made = world.ono.bodies.get(name="大野の居場所づくり会議")
    edit = reverse("desk:body_edit", args=[made.id])
    changed = data | {"base_version": "1", "ended_on": "令和8年11月30日"}
    assert desk.ohashi.post(edit, changed).status_code == 302
    made.refresh_from_db()
    assert made.ended_on == date(2026, 11, 30)
    assert desk.shiraishi.post(url, data).status_code == 404
