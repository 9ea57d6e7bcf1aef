"""The register says who hears by LINE, and takes it out; strangers learn nothing of it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.urls import reverse

from sasaeai.kernel import clock
from sasaeai.notices.models import LineFriend
from tests.conftest import DeskClients
from tests.world import World


@pytest.fixture
def friend(world: World) -> LineFriend:
    person = world.posts["chokai"].tenures.get().person
    return LineFriend.objects.create(municipality=world.city, person=person, line_user_id="U1")


def page(client: Any, friend: LineFriend) -> str:
    return client.get(reverse("desk:person", args=[friend.person_id])).content.decode()


def sent(client: Any, name: str, friend: LineFriend) -> Any:
    address = reverse(f"desk:{name}", args=[friend.id])
    return client.post(address, {"once": str(uuid.uuid4())}, follow=True)


def test_the_keeper_sees_it_takes_it_out_and_brings_it_back(
    desk: DeskClients, friend: LineFriend
) -> None:
    assert "LINEで受け取る（令和8年11月23日(月)に本人が登録）" in page(desk.ohashi, friend)
    assert "U1" not in page(desk.ohashi, friend)
    after = sent(desk.ohashi, "line_unlink", friend).content.decode()
    assert "LINEの登録を外しました。" in after
    assert "本人が登録" not in after
    back = sent(desk.ohashi, "line_restore", friend).content.decode()
    assert "本人が登録" in back


def test_a_talk_that_was_shut_out_is_said(desk: DeskClients, friend: LineFriend) -> None:
    friend.blocked_at = clock.now()
    friend.save()
    assert "本人がLINEをブロックしました" in page(desk.ohashi, friend)


def test_a_reader_sees_nothing_of_it_and_changes_nothing(
    desk: DeskClients, friend: LineFriend
) -> None:
    assert "本人が登録" not in page(desk.ichikawa, friend)
    assert sent(desk.ichikawa, "line_unlink", friend).status_code == 403
    assert sent(desk.shiraishi, "line_unlink", friend).status_code == 404
    friend.refresh_from_db()
    assert friend.removed_at is None


def test_an_organisation_has_its_own(desk: DeskClients, world: World) -> None:
    organization = world.organizations["白旗野町会"]
    LineFriend.objects.create(municipality=world.city, organization=organization, line_user_id="U2")
    address = reverse("desk:organization", args=[organization.id])
    assert "本人が登録" in desk.ohashi.get(address).content.decode()
