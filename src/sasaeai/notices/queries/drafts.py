"""The notice as it arrives filled: nothing has to be typed before somebody looks at it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from sasaeai.accounts.models import DistrictAssignment
from sasaeai.kernel.display import short_date
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import is_told_of, of_same_sort
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import BodyHost, Meeting
from sasaeai.meetings.queries import rhythm
from sasaeai.notices.enums import NoticeKind
from sasaeai.notices.models import Notice
from sasaeai.notices.queries import wording
from sasaeai.people.enums import StaffRole
from sasaeai.people.models import Organization, Tenure


@dataclass(frozen=True, slots=True)
class NoticeTexts:
    """Every word of a notice that a person may change; field names are those of `Notice`."""

    issued_on: date
    subject: str
    greeting: str
    purpose: str
    sender_organization: str
    contact_name: str
    reply_due_on: date
    doc_no: str = ""
    note: str = ""
    sender_title: str = ""
    sender_name: str = ""
    contact_tel: str = ""
    contact_fax: str = ""


TEXT_FIELDS = tuple(field.name for field in dataclasses.fields(NoticeTexts))


@dataclass(frozen=True, slots=True)
class NoticeDraft:
    """Proposed texts, and in `reasons` why they are so, a sentence each."""

    texts: NoticeTexts
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls together: an organisation and the head it has on a day (empty: post vacant)."""

    organization: str
    title: str = ""
    name: str = ""


def texts_of(notice: Notice) -> NoticeTexts:
    """The texts of a notice as they stand."""
    return NoticeTexts(**{name: getattr(notice, name) for name in TEXT_FIELDS})


def expected_number(meeting: Meeting) -> int:
    """Which meeting of the 年度 this will be. The number itself is taken when it is held."""
    if meeting.number is not None:
        return meeting.number
    year = Meeting.objects.filter(
        of_same_sort(meeting.regime),
        municipality_id=meeting.municipality_id,
        body_id=meeting.body_id,
        fiscal_year=meeting.fiscal_year,
    )
    earlier = Q(state=MeetingState.PLANNED, starts_at__lt=meeting.starts_at) & ~Q(pk=meeting.pk)
    found = year.aggregate(last=Max("number"), before=Count("pk", filter=earlier))
    return int(found["last"] or 0) + int(found["before"]) + 1


def notice_draft(meeting: Meeting, *, viewer: Viewer) -> NoticeDraft:
    """The notice of a meeting filled in for a look: from the plan, the register and last time."""
    day = viewer.on
    last = _last_notice(meeting)
    callers = callers_of(meeting, on=day)
    sender = callers[0] if callers else Caller("")
    contact, contact_reason = _contact(meeting, viewer)
    session = f"{FiscalYear(meeting.fiscal_year).label} 第{expected_number(meeting)}回"
    texts = NoticeTexts(
        issued_on=day,
        subject=f"{session} {meeting.body.name}の開催について（ご案内）",
        greeting=wording.opening(day),
        purpose=_purpose(meeting, last),
        note=last.note if last else wording.PERSONAL_NOTE,
        sender_organization=sender.organization,
        sender_title=sender.title,
        sender_name=sender.name,
        contact_name=contact.contact_name or (last.contact_name if last else ""),
        contact_tel=contact.tel or (last.contact_tel if last else ""),
        contact_fax=contact.fax or (last.contact_fax if last else ""),
        reply_due_on=_reply_due(meeting, day),
    )
    return NoticeDraft(texts, tuple(_reasons(last, sender, contact_reason)))


def callers_of(meeting: Meeting, *, on: date) -> tuple[Caller, ...]:
    """The hosts of the meeting's body, the leading one first, each with its head on a day."""
    hosts = BodyHost.objects.filter(
        municipality_id=meeting.municipality_id, body_id=meeting.body_id
    )
    organizations = [host.organization for host in hosts.select_related("organization")]
    heads = heads_of(organizations, on)
    return tuple(_caller(organization, heads) for organization in organizations)


def _caller(organization: Organization, heads: dict[object, Tenure]) -> Caller:
    head = heads.get(organization.id)
    if head is None:
        return Caller(organization.name)
    return Caller(organization.name, head.post.title, head.person.name)


def heads_of(organizations: list[Organization], on: date) -> dict[object, Tenure]:
    """By organisation, the term of its first officer on a day, else of its first post."""
    if not organizations:
        return {}
    terms = (
        Tenure.objects.filter(
            municipality_id=organizations[0].municipality_id, post__organization__in=organizations
        )
        .on(on)
        .filter(Q(post__ended_on__isnull=True) | Q(post__ended_on__gt=on))
        .select_related("post", "person")
    )
    heads: dict[object, Tenure] = {}
    for term in sorted(terms, key=lambda t: (t.post.role != StaffRole.OFFICER, t.post.position)):
        heads.setdefault(term.post.organization_id, term)
    return heads


@dataclass(frozen=True, slots=True)
class _Contact:
    contact_name: str = ""
    tel: str = ""
    fax: str = ""


def _contact(meeting: Meeting, viewer: Viewer) -> tuple[_Contact, str]:
    """Where readers ask and reply: the district's coordinator, else the leading host."""
    term = _coordinator(meeting, viewer)
    if term is not None:
        office, person = term.post.organization, term.person
        name = f"{office.name}　{term.post.title}　{person.name}"
        found = _Contact(name[:120], office.tel or person.tel, office.fax or person.fax)
        return found, _("連絡先は、この地区を担当する地域支え合い推進員です。")
    host = (
        BodyHost.objects.filter(municipality_id=meeting.municipality_id, body_id=meeting.body_id)
        .select_related("organization")
        .first()
    )
    if host is None:
        return _Contact(), _("主催団体が決まっていないため、連絡先は空欄です。")
    office = host.organization
    return (
        _Contact(office.name, office.tel, office.fax),
        _("担当の地域支え合い推進員がいないため、連絡先は主催の団体です。"),
    )


def _coordinator(meeting: Meeting, viewer: Viewer) -> Tenure | None:
    """The term that covers the district today; of several the one of the person who writes."""
    day = viewer.on
    rows = DistrictAssignment.objects.filter(
        Q(until__isnull=True) | Q(until__gte=day),
        Q(tenure__until__isnull=True) | Q(tenure__until__gte=day),
        municipality_id=meeting.municipality_id,
        district_id=meeting.body.district_id,
        since__lte=day,
        tenure__since__lte=day,
    ).select_related("tenure__person", "tenure__post__organization")
    terms = [row.tenure for row in rows.order_by("since")]
    own = [term for term in terms if term.person_id == viewer.person_id]
    return next(iter(own or terms), None)


def _last_notice(meeting: Meeting) -> Notice | None:
    """The latest notice of the same body that somebody looked at; its edits are used again."""
    return (
        Notice.objects.filter(
            is_told_of("meeting__"),
            municipality_id=meeting.municipality_id,
            meeting__body_id=meeting.body_id,
            meeting__starts_at__lt=meeting.starts_at,
            kind=NoticeKind.INVITATION,
            approved_at__isnull=False,
        )
        .exclude(meeting_id=meeting.id)
        .select_related("meeting")
        .order_by("-meeting__starts_at")
        .first()
    )


def _purpose(meeting: Meeting, last: Notice | None) -> str:
    """Last time's paragraph with this time's theme; the customary one where nobody edited it."""
    custom = wording.request(meeting.body, meeting.theme)
    if last is None or last.purpose == wording.request(meeting.body, last.meeting.theme):
        return custom
    old, new = wording.theme_sentence(last.meeting.theme), wording.theme_sentence(meeting.theme)
    return last.purpose.replace(old, new) if old else last.purpose


def _reply_due(meeting: Meeting, day: date) -> date:
    """The plan's due day, else the municipality's custom; never before the letter is issued."""
    custom = rhythm.reply_due_day(
        meeting.held_on, lead_days=meeting.municipality.reply_lead_days, today=day
    )
    return min(max(meeting.reply_due_on or custom or day, day), max(meeting.held_on, day))


def _reasons(last: Notice | None, sender: Caller, contact_reason: str) -> list[str]:
    reasons = []
    if last is not None:
        reasons.append(
            _("案内の文とお願いは、前回（%(day)s）の案内から写しました。")
            % {"day": short_date(last.meeting.held_on)}
        )
    if sender.organization and not sender.name:
        reasons.append(_("主催団体の代表がいま空席のため、差出人は団体名だけです。"))
    return [*reasons, contact_reason]
