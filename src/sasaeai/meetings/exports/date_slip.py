"""Sheet that asks for a date (日程のおたずね): one A4 page for each person asked.

○△× go into boxes beside each day, as 日程調整表 are customarily drawn up; the lower part says by
when and where to send the sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotNow
from sasaeai.kernel.wareki import long_date, time_text, wareki
from sasaeai.meetings.models import DatePoll
from sasaeai.meetings.queries import PollTable
from sasaeai.paper.files import PDF, Paper, make_paper
from sasaeai.paper.pdf import render_pdf
from sasaeai.paper.qr import qr_svg

_TEMPLATE = Path(__file__).with_name("date_slip.typ")


@dataclass(frozen=True, slots=True)
class DateSlip:
    """One sheet. days: 「令和8年12月22日(火) 13時30分から」; link: "" where none can be followed.

    name: exactly as its bearer writes it; empty for a vacant post.
    """

    body: str
    organization: str
    title: str
    name: str
    code: str
    days: tuple[str, ...]
    due: str
    minutes: int
    purpose: str = ""
    venue: str = ""
    contact: str = ""
    tel: str = ""
    fax: str = ""
    link: str = ""
    issued: str = ""

    @property
    def addressee(self) -> str:
        """「白旗野町会　会長　髙﨑 見本　様」."""
        known = [part for part in (self.organization, self.title, self.name) if part]
        return "　".join([*known, "様" if self.title or self.name else "御中"])


def date_slips_pdf(slips: tuple[DateSlip, ...], *, dated: date) -> bytes:
    """All sheets in one PDF, a page each. Raises MissingGlyph, TooLongForOnePage."""
    return render_pdf(_TEMPLATE, {"slips": [_words(slip) for slip in slips]}, dated=dated)


def date_slips_paper(
    poll: DatePoll, table: PollTable, *, links: Mapping[UUID, str], printed_on: date
) -> Paper:
    """The sheets for everybody a poll asks. links: by voter, the address of the answer page."""
    if not table.voters:
        raise NotNow(_("印刷する用紙がありません。先に、日程をきく人を加えてください。"))
    slips = tuple(
        DateSlip(
            body=poll.body.name,
            organization=row.voter.organization_name,
            title=row.voter.post_title,
            name=row.voter.person_name,
            code=row.voter.code,
            days=tuple(_day(column.slot.starts_at) for column in table.slots),
            due=long_date(poll.closes_on),
            minutes=poll.minutes,
            purpose=poll.purpose,
            venue=poll.venue.name if poll.venue else "",
            contact=poll.contact_name,
            tel=poll.contact_tel,
            fax=poll.contact_fax,
            link=links.get(row.voter.id, ""),
            issued=wareki(printed_on),
        )
        for row in table.voters
    )
    return make_paper(
        "日程のおたずね",
        poll.body.name,
        f"{printed_on:%Y%m%d}",
        content_type=PDF,
        content=date_slips_pdf(slips, dated=printed_on),
    )


def _day(starts_at: Any) -> str:
    start = clock.to_tokyo(starts_at)
    return f"{long_date(start.date())}　{time_text(start.time())}から"


def _words(slip: DateSlip) -> dict[str, Any]:
    facts = [
        ("会議", slip.body),
        ("内容", slip.purpose),
        ("長さ", f"およそ{slip.minutes}分"),
        ("会場", slip.venue),
    ]
    return {
        "title": f"{slip.body} 日程のおたずね",
        "issued": slip.issued,
        "addressee": slip.addressee,
        "contact": slip.contact,
        "facts": [[label, value] for label, value in facts if value],
        "days": slip.days,
        "due": slip.due,
        "code": slip.code,
        "tel": slip.tel,
        "fax": slip.fax,
        "qr": qr_svg(slip.link) if slip.link else "",
        "link": slip.link,
    }
