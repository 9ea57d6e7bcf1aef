"""What devices wrote in a meeting that became a support council (支援会議) is for those called only."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from sasaeai.hall import queries
from sasaeai.hall.models import Card
from sasaeai.kernel.errors import NotFound
from sasaeai.meetings import actions
from sasaeai.meetings.actions import NewRemark
from sasaeai.meetings.actions.regimes import acknowledge_secrecy
from sasaeai.meetings.enums import RemarkKind
from sasaeai.meetings.models import Meeting
from sasaeai.search.models import SearchEntry
from tests.meetings.council import found_council, plant
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(world: World) -> Meeting:
    found_council(world)
    return plant(world, date(2027, 1, 13), held=False, called="ohashi")


def test_what_is_written_there_together_is_not_found_by_search(
    world: World, council: Meeting
) -> None:
    ohashi = world.viewer("ohashi")
    acknowledge_secrecy(meeting=council, actor=ohashi)
    item = council.items.get()
    said = [NewRemark(item, RemarkKind.OPINION, text) for text in ("ひとつめ", "ふたつめ")]
    actions.add_remarks(meeting=council, remarks=said, actor=ohashi)
    assert not SearchEntry.objects.filter(group_id=council.id).exists()


def test_texts_of_a_card_are_read_only_after_the_secrecy_was_acknowledged(
    world: World, council: Meeting
) -> None:
    card = Card.objects.create(
        id=uuid.uuid4(),
        municipality=world.city,
        meeting=council,
        kind="remark",
        state="waiting",
        reason="見本",
    )
    ohashi = world.viewer("ohashi")
    with pytest.raises(NotFound):
        queries.get_visible_card(card.id, viewer=ohashi)
    acknowledge_secrecy(meeting=council, actor=ohashi)
    assert queries.get_visible_card(card.id, viewer=ohashi) == card
