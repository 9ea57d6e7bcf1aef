"""Minutes that everybody may read: approved public versions of open meetings, and their traces.

The record of a meeting among its members goes round on paper where it was approved for that; it is
not put before the whole world here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sasaeai.kernel import clock
from sasaeai.meetings.enums import Regime
from sasaeai.meetings.queries.public_events import public_name
from sasaeai.minutes.enums import PublicState
from sasaeai.minutes.models import PublicVersion
from sasaeai.minutes.queries.public import published_sections


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
class PublicText:
    """A text that is or was in force. Of a withdrawn one nothing but its name and days is told.

    instead: the id of the text that is in force for the same meeting today, if another is.
    """

    about: PublicMinutes
    withdrawn_on: date | None
    instead: UUID | None
    lead: str
    sections: tuple[PublicSectionText, ...]


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


def public_text(municipality_id: UUID, text_id: UUID) -> PublicText | None:
    """A text in force with its words, or the trace of a withdrawn one; None for all else.

    Drafts, texts of other municipalities and ids that never were answer alike. Two queries.
    """
    public = (
        PublicVersion.objects.filter(
            municipality_id=municipality_id,
            pk=text_id,
            state__in=[PublicState.APPROVED, PublicState.WITHDRAWN],
            approved_at__isnull=False,
            minutes__meeting__regime=Regime.OPEN,
        )
        .select_related("minutes__meeting__body__district")
        .first()
    )
    if public is None:
        return None
    if public.state == PublicState.APPROVED:
        return PublicText(
            about=_about(public),
            withdrawn_on=None,
            instead=None,
            lead=public.lead,
            sections=tuple(
                PublicSectionText(title=section.title, text=section.text)
                for section in published_sections(public)
            ),
        )
    return PublicText(
        about=_about(public),
        withdrawn_on=clock.to_tokyo(public.withdrawn_at).date(),
        instead=_in_force(public),
        lead="",
        sections=(),
    )


def _in_force(public: PublicVersion) -> UUID | None:
    texts = PublicVersion.objects.filter(
        municipality_id=public.municipality_id,
        minutes_id=public.minutes_id,
        state=PublicState.APPROVED,
    )
    return texts.values_list("id", flat=True).first()


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
