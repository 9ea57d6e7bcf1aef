"""Giving one item of the minutes to chosen receivers (会議録の抜き書き)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import Regime
from sasaeai.meetings.models import Meeting
from sasaeai.minutes.access import check_can_write
from sasaeai.minutes.models import Extract, Minutes
from sasaeai.minutes.queries.extracts import called_to, heading_of, sender_of
from sasaeai.minutes.queries.records import newest_revision, text_of

MOST_RECEIVERS = 30
_LONGEST_NAME = 120
_LONGEST_PURPOSE = 200


def make_extract(
    *,
    minutes: Minutes,
    item: str,
    receivers: Sequence[str],
    purpose: str,
    actor: Viewer,
) -> Extract:
    """Keep what is given, to whom and what for (L-10, L-11), as the newest text says it.

    item: id as text. Raises NotAllowed in a closed meeting for receivers who were not called to
    it: the words stay with those who heard them (L-07 in spirit); in a support council also for
    those who did not acknowledge the secrecy (L-04).
    """
    check_can_write(actor, minutes.meeting)
    names = list(dict.fromkeys(name.strip() for name in receivers if name.strip()))
    _check(names, purpose)
    _check_may_receive(minutes.meeting, names, actor)
    with transaction.atomic():
        row = Minutes.objects.select_for_update().get(pk=minutes.pk)
        newest = newest_revision(row)
        section = text_of(newest).section(item)
        if section is None:
            raise NotFound(_("この議題は会議録にありません。"))
        extract = Extract.objects.create(
            municipality_id=row.municipality_id,
            minutes=row,
            revision=newest,
            item=section.item,
            title=section.title,
            text=section.text,
            receivers="\n".join(names),
            purpose=purpose.strip(),
            heading=heading_of(minutes.meeting),
            sender=sender_of(minutes.meeting),
            was_draft=not row.is_approved,
            made_by_id=actor.account_id,
            made_by_name=actor.name,
        )
        audit.record_export(
            actor=actor,
            obj=extract,
            purpose=extract.purpose,
            what={"receivers": names, "revision": newest.number},
        )
    return extract


def _check(names: list[str], purpose: str) -> None:
    problems = {}
    if not names:
        problems["called"] = _("渡す相手を、一人以上選ぶか書いてください。")
    elif len(names) > MOST_RECEIVERS or any(len(name) > _LONGEST_NAME for name in names):
        problems["others"] = _(
            "渡す相手は%(most)s人まで、それぞれ%(long)s文字までで書いてください。"
        ) % {"most": MOST_RECEIVERS, "long": _LONGEST_NAME}
    if not purpose.strip() or len(purpose) > _LONGEST_PURPOSE:
        problems["purpose"] = _("使い道を%(long)s文字までで入力してください。") % {
            "long": _LONGEST_PURPOSE
        }
    if problems:
        raise InvalidInput(next(iter(problems.values())), problems)


def _check_may_receive(meeting: Meeting, names: list[str], actor: Viewer) -> None:
    regime = Regime(meeting.regime)
    if regime.may_leave_the_room:
        return
    called = set(called_to(meeting, viewer=actor))
    others = [name for name in names if name not in called]
    if others:
        sentence = (
            _(
                "この会議の記録は、呼ばれて守秘を承知した人だけに渡せます。"
                "%(names)sを外すと、抜き書きを作れます。"
            )
            if regime.needs_acknowledgement
            else _(
                "この会議の記録は、呼ばれた人だけに渡せます。%(names)sを外すと、抜き書きを作れます。"
            )
        )
        raise NotAllowed(sentence % {"names": "、".join(others)})
