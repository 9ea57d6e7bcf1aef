"""Two bodies held back to back end that and begin again: each time stays to be read."""

from __future__ import annotations

from datetime import date

import pytest

from sasaeai.kernel.errors import NotNow
from sasaeai.meetings.models import Body
from sasaeai.planning.actions.joining import (
    continue_pair,
    end_pair,
    remove_host_answer,
    restore_host_answer,
)
from sasaeai.planning.enums import JoinWay
from sasaeai.planning.models import BackToBack, JoinProposal
from tests.planning.test_joining import COUNCIL, HOKATSU, answer, propose, similar
from tests.world import World

__all__ = ["similar"]


def tied(world: World, since: date) -> JoinProposal:
    proposal = propose(world, JoinWay.BACK_TO_BACK, since=since)
    answer(world, proposal, COUNCIL)
    answer(world, proposal, HOKATSU)
    return proposal


def test_a_pair_that_ended_stays_in_the_past_when_it_begins_again(
    world: World, similar: Body
) -> None:
    tied(world, date(2026, 6, 1))
    first = BackToBack.objects.get()
    end_pair(pair=first, until=date(2026, 10, 31), actor=world.viewer("arai"))
    tied(world, date(2026, 12, 1))
    days = BackToBack.objects.current().order_by("since").values_list("since", "until")
    assert list(days) == [(date(2026, 6, 1), date(2026, 10, 31)), (date(2026, 12, 1), None)]
    with pytest.raises(NotNow, match="もう続けて開く"):
        continue_pair(pair=first, actor=world.viewer("arai"))


def test_an_answer_put_back_does_not_start_a_pair_anew_that_had_ended(
    world: World, similar: Body
) -> None:
    proposal = tied(world, date(2026, 6, 1))
    end_pair(pair=BackToBack.objects.get(), until=date(2026, 10, 31), actor=world.viewer("arai"))
    last = proposal.answers.order_by("created_at").last()
    assert last is not None
    remove_host_answer(answer=last, actor=world.viewer("arai"))
    restore_host_answer(answer=last, actor=world.viewer("arai"))
    pair = BackToBack.objects.current().get()
    assert (pair.since, pair.until) == (date(2026, 6, 1), date(2026, 10, 31))
