"""Makes some of the demo public: its halls, and one sample meeting that everybody may come to."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

from sasaeai.cli.demo.places import ONO
from sasaeai.cli.demo.register import Register
from sasaeai.cli.demo.write_history import set_origin
from sasaeai.cli.demo.year import working_day
from sasaeai.meetings import actions as meetings
from sasaeai.meetings.enums import BodyKind, Regime
from sasaeai.people import actions as people
from sasaeai.people.actions import VenueDetails

BRIEFING_IN_DAYS = 75
"""Well before its letter is due: nothing of it waits on the day of the demo."""
NOTE = "（見本）地域の支え合いについての説明会です。どなたでもどうぞ。申し込みはいりません。"


def write_open(register: Register) -> None:
    """The halls that the source names, without places that it does not tell, and a briefing."""
    actor = register.system(register.today)
    for hall in register.venues.values():
        hall.refresh_from_db()
        details = VenueDetails(**{name: getattr(hall, name) for name in VenueDetails.__slots__})
        people.edit_venue(
            venue=hall,
            details=replace(details, is_public=True),
            base_version=hall.version,
            actor=actor,
        )
        hall.refresh_from_db()
    body = meetings.create_body(
        district=register.districts[ONO],
        details=meetings.BodyDetails(
            name="大野地区 支え合いの説明会（見本）", kind=BodyKind.BRIEFING, usual_minutes=90
        ),
        hosts=[register.organizations["ono_shakyo"]],
        actor=actor,
    )
    meeting = meetings.prepare_meeting(
        body=body,
        plan=meetings.Plan(
            on=working_day(register.today + timedelta(days=BRIEFING_IN_DAYS)),
            start=time(10, 0),
            end=time(11, 30),
            venue=register.venues["ono_hall"],
            regime=Regime.OPEN,
            is_public_event=True,
            public_note=NOTE,
        ),
        actor=actor,
    )
    set_origin(meeting, actor, is_sample=True)
