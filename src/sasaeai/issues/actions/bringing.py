"""A trouble that the bearer of a reply code brings by himself (困りごとを届ける), without an account."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.issues.actions.search_entry import index_trouble
from sasaeai.issues.actions.slip_troubles import raiser_of_call
from sasaeai.issues.actions.troubles import FIELDS, check_answer_way, check_trouble_words
from sasaeai.issues.enums import TroubleVia
from sasaeai.issues.models import Trouble
from sasaeai.kernel.errors import NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import MeetingState, Regime
from sasaeai.meetings.models import Expected

A_DAY = 5
"""So many one code brings a day: more is a machine, or somebody better helped by telephone."""
STAYS_OPEN = timedelta(days=180)
"""How long after its meeting a code still takes troubles."""


def why_not_bring(call: Expected, *, actor: Viewer) -> str:
    """Why a code takes no trouble (any more), in a sentence; "" where it does."""
    if call.removed_at is not None:
        return _("このご案内は取り消されたので、ここからは届けられません。")
    if Regime(call.meeting.regime).is_for_called_only:
        return _("この会議のことは、会議の中だけで話します。困りごとは、お電話でお知らせください。")
    if call.meeting.state == MeetingState.CANCELLED:
        return _("この会議は中止になったので、ここからは届けられません。")
    if call.meeting.held_on + STAYS_OPEN < actor.on:
        return _("この返信コードは古くなりました。新しいご案内のコードを使ってください。")
    return ""


def bring_trouble(
    *,
    call: Expected,
    text: str,
    actor: Viewer,
    answer_channel: str = "",
    answer_to: str = "",
) -> Trouble:
    """Write down what the bearer of a call brings; it stands among the new troubles of the district.

    actor: `notices.queries.open_call.bearer_of`; whoever knows the code may bring one. NotNow for a
    call that was withdrawn, whose meeting was cancelled or is long past, and past five a day.
    """
    check_trouble_words(text, raiser_of_call(call))
    check_answer_way(answer_channel)
    with transaction.atomic():
        locked = Expected.objects.select_for_update(of=("self",)).select_related("meeting__body")
        row = locked.get(pk=call.pk)
        if reason := why_not_bring(row, actor=actor):
            raise NotNow(reason)
        _check_not_too_many(row, actor)
        trouble = Trouble.objects.create(
            municipality_id=row.municipality_id,
            district_id=row.meeting.body.district_id,
            meeting_id=row.meeting_id,
            organization_id=row.organization_id,
            post_id=row.post_id,
            raised_by=raiser_of_call(row),
            raised_on=actor.on,
            via=TroubleVia.FORM,
            text=text,
            answer_channel=answer_channel,
            answer_to=answer_to,
            written_by_name=actor.name[:200],
        )
        index_trouble(trouble)
        audit.record(actor=actor, verb="bring", obj=trouble, after=audit.snapshot(trouble, FIELDS))
    return trouble


def _check_not_too_many(call: Expected, actor: Viewer) -> None:
    today = Trouble.objects.filter(
        municipality_id=call.municipality_id,
        meeting_id=call.meeting_id,
        organization_id=call.organization_id,
        post_id=call.post_id,
        via=TroubleVia.FORM,
        raised_on=actor.on,
    )
    if today.count() >= A_DAY:
        raise NotNow(
            _("きょうは、もう%(n)d件届いています。続きは、あしたか、お電話でお知らせください。")
            % {"n": A_DAY}
        )
