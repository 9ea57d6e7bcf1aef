"""Minutes that everybody may read: approved public versions of open meetings, and their traces.

The record of a meeting among its members goes round on paper where it was approved for that; it is
not put before the whole world here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sasaeai.kernel import clock
from sasaeai.kernel.furigana import Readings
from sasaeai.kernel.plain_japanese import is_plain
from sasaeai.meetings.enums import Regime
from sasaeai.meetings.queries.public_events import public_name
from sasaeai.minutes.enums import PublicState
from sasaeai.minutes.models import PublicVersion
from sasaeai.minutes.queries.circulars import circular_of, printed_days
from sasaeai.minutes.queries.public import published_sections
from sasaeai.people.queries.places import kana_around


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicMinutes:
    """One text that is in force. number: n-th of its 年度; approved_at: aware."""

    id: UUID
    name: str
    number: int | None
    district_id: UUID
    district: str
    held_on: date
    approved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicSectionText:
    """One item of a public text."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierText:
    """A text of the same meeting that was taken back: its days, and those of its circulars."""

    withdrawn_on: date
    sheets: tuple[date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicText:
    """A text that is or was in force. Of a withdrawn one nothing but its name and days is told.

    instead: the id of the text that is in force for the same meeting today, if another is.
    replaced_on: when that one was approved. earlier: texts of the same meeting that were taken back
    before, the latest first. sheets: when circulars with this text were printed, for those that may
    still go round. readings: how its words are read; None unless asked for.
    """

    about: PublicMinutes
    withdrawn_on: date | None
    instead: UUID | None
    lead: str
    sections: tuple[PublicSectionText, ...]
    replaced_on: date | None = None
    earlier: tuple[EarlierText, ...] = ()
    sheets: tuple[date, ...] = ()
    readings: Readings | None = None

    @property
    def is_plain(self) -> bool:
        """Whether the text may be called やさしい日本語."""
        words = (self.lead, *(f"{each.title}\n{each.text}" for each in self.sections))
        return is_plain("\n".join(words))


def public_minutes(
    municipality_id: UUID, *, district_id: UUID | None = None
) -> list[PublicMinutes]:
    """The texts in force, the latest meeting first. One query."""
    found = PublicVersion.objects.filter(
        municipality_id=municipality_id,
        state=PublicState.APPROVED,
        minutes__meeting__regime=Regime.OPEN,
    )
    if district_id is not None:
        found = found.filter(minutes__meeting__body__district_id=district_id)
    found = found.select_related("minutes__meeting__body__district")
    return [_about(public) for public in found.order_by("-minutes__meeting__starts_at", "id")]


def public_text(
    municipality_id: UUID, text_id: UUID, *, has_furigana: bool = False
) -> PublicText | None:
    """A text in force with its words, or the trace of a withdrawn one; None for all else.

    Drafts, texts of other municipalities and ids that never were answer alike. Three queries, one
    more for the readings.
    """
    public = (
        PublicVersion.objects.filter(
            municipality_id=municipality_id,
            pk=text_id,
            state__in=[PublicState.APPROVED, PublicState.WITHDRAWN],
            approved_at__isnull=False,
            minutes__meeting__regime=Regime.OPEN,
        )
        .select_related("minutes__meeting__body__district", "circular")
        .first()
    )
    if public is None:
        return None
    others = _others(public)
    if public.state == PublicState.APPROVED:
        return _in_force(public, others, has_furigana=has_furigana)
    instead = next((one for one in others if one.state == PublicState.APPROVED), None)
    return PublicText(
        about=_about(public),
        withdrawn_on=_day(public.withdrawn_at),
        instead=instead.id if instead else None,
        replaced_on=_day(instead.approved_at) if instead else None,
        sheets=tuple(printed_days(circular_of(public))),
        lead="",
        sections=(),
    )


def _in_force(
    public: PublicVersion, others: list[PublicVersion], *, has_furigana: bool
) -> PublicText:
    circular = circular_of(public)
    district = public.minutes.meeting.body.district
    corrections = circular.readings if circular else {}
    return PublicText(
        about=_about(public),
        withdrawn_on=None,
        instead=None,
        lead=public.lead,
        sections=tuple(
            PublicSectionText(title=section.title, text=section.text)
            for section in published_sections(public)
        ),
        earlier=tuple(
            EarlierText(
                withdrawn_on=_day(one.withdrawn_at), sheets=tuple(printed_days(circular_of(one)))
            )
            for one in others
            if one.state == PublicState.WITHDRAWN
        ),
        readings=Readings(kana_around(district), corrections) if has_furigana else None,
    )


def _others(public: PublicVersion) -> list[PublicVersion]:
    """Other texts of the same meeting that are or were in force, the latest first."""
    return list(
        PublicVersion.objects.filter(
            municipality_id=public.municipality_id,
            minutes_id=public.minutes_id,
            state__in=[PublicState.APPROVED, PublicState.WITHDRAWN],
            approved_at__isnull=False,
        )
        .exclude(pk=public.pk)
        .select_related("circular")
        .order_by("-approved_at")
    )


def _day(moment: datetime) -> date:
    return clock.to_tokyo(moment).date()


def _about(public: PublicVersion) -> PublicMinutes:
    meeting = public.minutes.meeting
    return PublicMinutes(
        id=public.id,
        name=public_name(meeting),
        number=meeting.number,
        district_id=meeting.body.district_id,
        district=meeting.body.district.name,
        held_on=meeting.held_on,
        approved_at=public.approved_at,
    )
