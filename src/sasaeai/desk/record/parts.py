"""The six parts of 記録と共有, from the day's record to the circular."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sasaeai.minutes.enums import PublicState
from sasaeai.minutes.queries.records import Record


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the way: its name, done, now or later, and the template of its inside."""

    key: str
    name: str
    state: str

    @property
    def template(self) -> str:
        return f"desk/record/parts/{self.key}.html"

    @property
    def is_now(self) -> bool:
        return self.state == "now"

    @property
    def word(self) -> str:
        """Its state in a word."""
        return {"done": _("済み"), "now": _("いま"), "later": _("これから")}[self.state]


def parts_of(record: Record) -> tuple[Part, ...]:
    """The parts in order; the first not done is due now, none before the day is closed."""
    names = {
        "compose": _("会議録を作る"),
        "edit": _("読んで直す"),
        "approve": _("会議録を確定する"),
        "public": _("公開版を作る"),
        "second": _("別の人が承認する"),
        "circular": _("回覧を作って印刷する"),
    }
    done = _done(record)
    waits = record.minutes is None and not record.meeting.is_held
    current = "" if waits else next((key for key in names if not done[key]), "")
    return tuple(
        Part(key, name, "done" if done[key] else "now" if key == current else "later")
        for key, name in names.items()
    )


def _done(record: Record) -> dict[str, bool]:
    """Reading and correcting is done with the approval: until then it may go on."""
    made = record.minutes is not None
    approved = record.minutes is not None and record.minutes.is_approved
    state = record.public.state if record.public is not None else ""
    asked = state == PublicState.SUBMITTED and not record.is_public_behind
    return {
        "compose": made,
        "edit": approved or (record.newest is not None and record.newest.number > 1),
        "approve": approved,
        "public": approved and (asked or state == PublicState.APPROVED),
        "second": state == PublicState.APPROVED,
        "circular": record.circular is not None and record.circular.printed_at is not None,
    }
