"""When a scanned slip is sure enough to be entered without a person, and why it is not.

A slip waits in doubt: an answer entered wrongly sets one chair too few and nobody notices, while a
slip that waits costs one key.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from sasaeai.kernel.viewer import Viewer
from sasaeai.kernel.wareki import short_date
from sasaeai.meetings.access import can_run
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.notices.channels.slips import SlipReading
from sasaeai.notices.enums import Answer
from sasaeai.notices.models import Delivery, Reply, SlipScan
from sasaeai.notices.queries.facts import common_facts
from sasaeai.notices.queries.scans import call_of_code
from sasaeai.notices.queries.told import ever_printed

NEEDS = {"wheelchair": "車いす", "writing": "筆談", "ride": "送迎"}
"""Boxes of the slip for 配慮してほしいこと, as a reply writes them."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whose slip it is and whether its answer may be entered at once.

    reason: of a slip that waits, why; of a sure one, what is still left to read on it.
    standing: the reply that says the same already, so that its details are kept.
    """

    is_sure: bool
    reason: str
    expected: Expected | None = None
    meeting: Meeting | None = None
    standing: Reply | None = None


def judge(reading: SlipReading, *, actor: Viewer, meeting: Meeting | None) -> Verdict:
    """Whether a reading may be entered. meeting: whose page it was put on, None for a mailbox."""
    if reading.code is None:
        return Verdict(False, reading.reason or _("読めませんでした。"), meeting=meeting)  # noqa: FBT003
    expected = call_of_code(reading.code, municipality_id=actor.municipality_id)
    if expected is None:
        reason = _("知らない返信票です（返信コード %(code)s）。") % {"code": reading.code}
        return Verdict(False, reason, meeting=meeting)  # noqa: FBT003
    standing = _standing(expected)
    closed = _closed(expected, actor)
    reason = (
        closed
        or _contradiction(expected, standing, reading)
        or _moved(expected)
        or _unclear(reading)
    )
    # A slip of a meeting that is over stays where somebody looks: on the page it was put on.
    is_elsewhere = bool(closed) and meeting is not None and can_run(actor, expected.meeting)
    return Verdict(
        is_sure=not reason,
        reason=reason or left_to_read(reading),
        expected=expected,
        meeting=meeting if is_elsewhere else expected.meeting,
        standing=standing,
    )


def left_to_read(reading: SlipReading) -> str:
    """What a person still has to read on a slip whose answer is sure; empty for nothing."""
    if reading.crops:
        return _("手書きがあります。")
    if any(reading.checks.get(name, False) is None for name in NEEDS):
        return _("配慮の欄の印が、はっきりしません。")
    return ""


def needs_of(reading: SlipReading) -> list[str]:
    """The needs whose boxes are surely marked."""
    return [word for name, word in NEEDS.items() if reading.checks.get(name)]


def _closed(expected: Expected, actor: Viewer) -> str:
    """Why nothing more can be entered for this call; empty while it can."""
    meeting = expected.meeting
    reason = ""
    if not can_run(actor, meeting):
        reason = _("ほかの地区の方が読み込んだ返信票です。")
    elif meeting.state == MeetingState.CANCELLED:
        reason = _("中止になった会議の返信票です（%(name)s、%(day)s）。")
    elif meeting.held_on == actor.on - timedelta(days=1):
        reason = _("昨日の会議の返信票です（%(name)s）。")
    elif not meeting.is_planned or meeting.sealed_at or meeting.held_on < actor.on:
        reason = _("終わった会議の返信票です（%(name)s、%(day)s）。")
    elif expected.removed_at is not None:
        reason = _("声かけを取り消した方の返信票です。")
    return reason % {"day": short_date(meeting.held_on), "name": meeting.body.name}


def _contradiction(expected: Expected, standing: Reply | None, reading: SlipReading) -> str:
    """What is known already and would be written over; empty for nothing."""
    if standing is not None and standing.answer != reading.answer:
        return _("この返信番号の方からは、もう返信があります（%(answer)s・%(via)s）。") % {
            "answer": standing.get_answer_display(),
            "via": standing.get_via_display(),
        }
    calls = Q(expected=expected)
    if expected.person_id is not None:
        calls |= Q(expected__person_id=expected.person_id)
    earlier = SlipScan.objects.filter(
        calls, municipality_id=expected.municipality_id, meeting_id=expected.meeting_id
    )
    if earlier.exists():
        return _("この方の返信票は、もう1枚届いています。")
    return ""


def _moved(expected: Expected) -> str:
    """Whether the slip may have been printed for another day than the meeting's present one.

    The code stays the same when a meeting moves, so only the paper tells which day was meant; a
    sheet that left by the FAX gateway was never printed here.
    """
    now = common_facts(expected.meeting, (), ())["when"]
    rows = Delivery.objects.filter(municipality_id=expected.municipality_id, expected=expected)
    for copy in rows:
        if ever_printed(copy) - {now}:
            return _(
                "日時が変わる前に印刷した返信票かもしれません。紙に書いてある日時を見てください。"
            )
    return ""


def _unclear(reading: SlipReading) -> str:
    if not reading.needs_review and reading.answer in Answer.values:
        return ""
    marked = [str(answer.label) for answer in Answer if reading.checks.get(answer)]
    if len(marked) > 1:
        return _("返事の○が%(count)dつあります（%(answers)s）。") % {
            "count": len(marked),
            "answers": "・".join(marked),
        }
    return reading.reason or _("返事がはっきり読めませんでした。")


def _standing(expected: Expected) -> Reply | None:
    """The reply that holds for the meeting's present start."""
    reply = (
        Reply.objects.current()
        .filter(municipality_id=expected.municipality_id, expected=expected)
        .first()
    )
    if reply is None or reply.for_starts_at in (None, expected.meeting.starts_at):
        return reply
    return None
