"""The city says which coordinator covers a district; what was stays to be read."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from sasaeai.accounts.actions import assign_district
from sasaeai.accounts.models import DistrictAssignment
from sasaeai.kernel.errors import InvalidInput
from sasaeai.people.models import District
from tests.conftest import DeskClients
from tests.world import TODAY, World


@pytest.fixture
def district(world: World) -> District:
    return District.objects.create(municipality=world.city, name="油川地区")


def page(district: District) -> str:
    return reverse("desk:districts_coordinators", args=[district.id])


def assign(client: Client, world: World, district: District, since: str) -> str:
    term = world.posts["arai"].tenures.get()
    sent = {"tenure": str(term.id), "since": since, "once": str(uuid4())}
    return client.post(page(district), sent, follow=True).content.decode()


def test_a_coordinator_covers_a_district_from_the_day_that_was_chosen(
    world: World, desk: DeskClients, district: District
) -> None:
    assert "まだいません" in desk.ichikawa.get(page(district)).content.decode()
    said = assign(desk.ichikawa, world, district, "令和8年12月1日")
    assert "新井 試子さんを油川地区の担当にしました。" in said
    assert "これから" in said
    assert district.id not in world.viewer("arai").runs
    assert district.id in world.viewer("arai", date(2026, 12, 1)).runs


def test_an_assignment_ends_its_history_stays_and_the_end_is_taken_back(
    world: World, desk: DeskClients
) -> None:
    row = DistrictAssignment.objects.get(district=world.ono)
    end = reverse("desk:districts_assignment_end", args=[row.id])
    before = desk.ichikawa.post(end, {"until": "令和1年5月1日", "once": str(uuid4())})
    assert "以後にしてください" in before.content.decode()
    desk.ichikawa.post(end, {"until": "令和8年11月22日", "once": str(uuid4())})
    assert world.ono.id not in world.viewer("arai").runs
    html = desk.ichikawa.get(page(world.ono)).content.decode()
    assert "前の担当" in html
    assert "令和8年11月22日(日)まで" in html
    undo = reverse("desk:districts_assignment_continue", args=[row.id])
    desk.ichikawa.post(undo, {"once": str(uuid4())})
    assert world.ono.id in world.viewer("arai").runs
    assert DistrictAssignment.objects.filter(district=world.ono).count() == 1


def test_the_same_is_not_assigned_twice_and_not_beyond_the_end(
    world: World, desk: DeskClients, district: District
) -> None:
    assign(desk.ichikawa, world, district, "令和8年11月1日")
    assert "もうこの地区の担当" in assign(desk.ichikawa, world, district, "令和8年12月1日")
    assert DistrictAssignment.objects.filter(district=district).count() == 1
    ended = District.objects.create(
        municipality=world.city, name="見本地区", until=date(2026, 3, 31)
    )
    assert "令和8年3月31日(火)までの地区" in assign(desk.ichikawa, world, ended, "令和8年11月1日")
    with pytest.raises(InvalidInput, match="推進員の任期"):
        assign_district(
            tenure=world.posts["ohashi"].tenures.get(),
            district=district,
            since=TODAY,
            actor=world.viewer("ichikawa"),
        )


@pytest.mark.parametrize("who", ["arai", "ohashi", "shiraishi"])
def test_nobody_assigns_but_the_city(
    world: World, desk: DeskClients, district: District, who: str
) -> None:
    client = getattr(desk, who)
    assert client.get(page(district)).status_code == 403
    term = world.posts["arai"].tenures.get()
    sent = {"tenure": str(term.id), "since": "2026-11-01", "once": str(uuid4())}
    assert client.post(page(district), sent).status_code == 403
    row = DistrictAssignment.objects.get(district=world.ono)
    end = reverse("desk:districts_assignment_end", args=[row.id])
    assert client.post(end, {"until": "2026-11-22"}).status_code == 403
    row.refresh_from_db()
    assert row.until is None


def test_the_list_of_districts_leads_there(world: World, desk: DeskClients) -> None:
    html = desk.ichikawa.get(reverse("desk:districts_list")).content.decode()
    assert page(world.ono) in html
    assert (
        page(world.ono) in desk.ichikawa.get(f"/rollout/districts/{world.ono.id}/").content.decode()
    )
