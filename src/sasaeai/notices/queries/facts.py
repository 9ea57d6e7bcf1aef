"""What a letter says, as short texts by name, so that a change after the look is seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from sasaeai.kernel import clock
from sasaeai.kernel.wareki import long_date, time_range
from sasaeai.meetings.models import AgendaItem, Meeting
from sasaeai.notices.models import Notice
from sasaeai.notices.queries import wording
from sasaeai.notices.queries.drafts import Caller

FACT_NAMES = {
    "when": gettext_lazy("日時"),
    "venue": gettext_lazy("会場"),
    "snow": gettext_lazy("雪天のとき"),
    "agenda": gettext_lazy("議題"),
    "hosts": gettext_lazy("主催"),
    "wording": gettext_lazy("案内の文"),
    "contact": gettext_lazy("連絡先"),
    "due": gettext_lazy("返信期限"),
    "addressee": gettext_lazy("あて先"),
}

CHANGED = ("when", "venue", "snow")
"""Facts that a change of plan touches."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs from what was looked at or printed, in the reader's words."""

    name: str
    before: str
    after: str


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    """What differs between two sets of facts, in the order of the letter."""
    return tuple(
        Change(str(name), before.get(key, ""), after.get(key, ""))
        for key, name in FACT_NAMES.items()
        if before.get(key, "") != after.get(key, "")
    )


def common_facts(
    meeting: Meeting, hosts: Sequence[Caller], items: Sequence[AgendaItem]
) -> dict[str, str]:
    """What every letter of a meeting says; `meeting` carries its venue."""
    start, end = clock.to_tokyo(meeting.starts_at), clock.to_tokyo(meeting.ends_at)
    return {
        "when": f"{long_date(start.date())} {time_range(start.time(), end.time())}",
        "venue": meeting.venue.name,
        "snow": wording.snow_sentence(meeting),
        "agenda": "、".join(item.title for item in items),
        "hosts": "、".join(host.organization for host in hosts),
    }


def wording_facts(notice: Notice | None) -> dict[str, str]:
    """What the notice's own words add; nothing while there is no notice."""
    if notice is None:
        return {}
    body = (notice.subject, notice.greeting, notice.purpose, notice.note)
    sender = (notice.sender_organization, notice.sender_title, notice.sender_name)
    contact = (notice.contact_name, notice.contact_tel, notice.contact_fax)
    return {
        "wording": " ".join(part for part in (*body, *sender) if part),
        "contact": " ".join(part for part in contact if part),
        "due": long_date(notice.reply_due_on),
    }
