"""What the month report finds in the trail of writes."""

from __future__ import annotations

import pytest

from sasaeai.audit import actions as audit
from sasaeai.meetings.enums import Regime
from sasaeai.notices.enums import Answer
from sasaeai.notices.models import Reply
from sasaeai.reports.queries.monthly_traces import traces_of
from tests.world import TODAY, World


@pytest.mark.parametrize(("regime", "told"), [(Regime.OPEN, 2), (Regime.SUPPORT_COUNCIL, 0)])
def test_nobody_reads_of_a_support_council_in_the_month_report(
    world: World, regime: str, told: int
) -> None:
    arai, meeting = world.viewer("arai"), world.add_meeting(regime=regime)
    reply = Reply.objects.create(
        municipality=world.city,
        expected=world.add_expected(meeting, world.posts["chokai"]),
        answer=Answer.ATTEND,
        received_on=TODAY,
        keyed_by_name="見本",
    )
    for row, verb in ((meeting, "create"), (reply, "reply")):
        audit.record(actor=arai, verb=verb, obj=row)
    day = audit.Entry.objects.get(object_id=reply.id).at.date()
    traces = traces_of(world.city.id, [arai.account_id], day, day)
    assert len(traces) == told
