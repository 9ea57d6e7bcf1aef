"""Answering for oneself, without an account: the code on the slip is the key."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sasaeai.kernel import clock
from sasaeai.kernel.viewer import Viewer
from sasaeai.notices.access import check_bearer_may_reply
from sasaeai.notices.actions.replies import ReplyDetails, enter_reply
from sasaeai.notices.enums import ReplyVia
from sasaeai.notices.models import Reply
from sasaeai.notices.queries.open_call import bearer_of, find_call


def reply_by_code(
    *,
    code: str,
    answer: str,
    details: ReplyDetails,
    base_version: int,
    seen_start: datetime | None = None,
    actor: Viewer | None = None,
    via: str = ReplyVia.WEB,
) -> Reply:
    """Write down what the bearer of a code answered; it stands for every call of that person.

    actor: `queries.open_call.bearer_of`, which is made from the code when left out; it has no
    rights at the desk. seen_start: the start that the bearer had in view, where that is known.
    NotFound for a wrong code. NotNow once the call, the meeting or the time allows no answer, and
    when the meeting moved since it was seen: nobody answers for a day they never read of.
    StaleEdit when somebody answered since base_version (0: from no reply).
    """
    with transaction.atomic():
        expected = find_call(code)
        now = clock.now()
        check_bearer_may_reply(expected, now)
        today = clock.to_tokyo(now).date()
        return enter_reply(
            expected=expected,
            answer=answer,
            actor=actor or bearer_of(expected, on=today),
            via=via,
            details=details,
            base_version=base_version,
            seen_start=seen_start,
        )
