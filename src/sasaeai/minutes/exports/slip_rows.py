"""From rows to the confirmation slip of the minutes."""

from __future__ import annotations

from datetime import date

from django.utils import translation

from sasaeai.meetings.enums import Regime
from sasaeai.meetings.models import Meeting
from sasaeai.meetings.queries import hosts_of
from sasaeai.minutes.exports.confirmation_slip import ConfirmationSlip
from sasaeai.minutes.exports.rows import meeting_heading
from sasaeai.minutes.queries.corrections import posts_present
from sasaeai.minutes.queries.records import Record, get_minutes, text_of


def confirmation_slip(record: Record, *, answer_by: date, printed_on: date) -> ConfirmationSlip:
    """The newest text for everybody who was there. Raises NotFound without minutes."""
    _minutes, newest = get_minutes(record)
    text = text_of(newest)
    with translation.override("ja"):
        return ConfirmationSlip(
            meeting=meeting_heading(record.meeting),
            version=newest.number,
            opening=text.opening,
            sections=text.sections,
            closing=text.closing,
            answer_by=answer_by,
            send_to=send_to(record.meeting),
            people=tuple(posts_present(record.meeting)),
            notice=""
            if Regime(record.meeting.regime).is_for_everybody
            else "取扱注意（関係者限り）",
            printed_on=printed_on,
        )


def send_to(meeting: Meeting) -> tuple[str, ...]:
    """Who takes answers: the leading host with its address and numbers."""
    host = next((one.organization for one in hosts_of(meeting.body)), None)
    if host is None:
        return (meeting.secretariat or meeting.body.name,)
    address = f"〒{host.postal_code} {host.address}" if host.postal_code else host.address
    numbers = "　".join(
        f"{label} {number}" for label, number in (("電話", host.tel), ("FAX", host.fax)) if number
    )
    return tuple(line for line in (host.name, address, numbers) if line)
