"""Answers and reminders of promises on their way: to whom, what is due, from which window."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from sasaeai.accounts.models import DistrictAssignment
from sasaeai.issues.enums import AnswerState
from sasaeai.issues.models import Action, ActionReminder, Answer, Trouble
from sasaeai.issues.queries.reach import Reach, reach_named, reach_raisers
from sasaeai.jobs.enums import OPEN
from sasaeai.jobs.models import Job
from sasaeai.meetings.enums import BodyKind, Regime
from sasaeai.meetings.models import BodyHost
from sasaeai.notices.models import LineFriend
from sasaeai.notices.queries.addresses import AddressUsed
from sasaeai.notices.queries.allowed import may_say
from sasaeai.notices.queries.drafts import heads_of
from sasaeai.notices.queries.sending import MOST_TRIES, WAITS
from sasaeai.people.enums import Channel
from sasaeai.people.models import District, Municipality, Tenure

Text = Answer | ActionReminder

_RAISER_LINKS = (
    "district",
    "issue",
    "meeting",
    "organization",
    "post__organization",
    "expected__organization",
    "expected__post__organization",
    "expected__person",
)
_ACTION_LINKS = ("district", "issue", "organization", "post__organization", "item__meeting")


@dataclass(frozen=True, slots=True)
class Window:
    """Who writes from a district, and where one asks: the host of its meetings, its coordinator."""

    organization: str = ""
    title: str = ""
    name: str = ""
    contact: str = ""
    tel: str = ""
    fax: str = ""


def topic_of(district_id: UUID) -> str:
    """Topic of the job that sends the answers and reminders of a district."""
    return f"texts:{district_id}"


def window_of(district: District, *, on: date) -> Window:
    """The window that papers of a district name. Three queries."""
    hosts = (
        BodyHost.objects.filter(
            Q(body__ended_on__isnull=True) | Q(body__ended_on__gt=on),
            municipality_id=district.municipality_id,
            body__district=district,
        )
        .select_related("organization", "body")
        .order_by("body__created_at", "position")
    )
    ordered = sorted(hosts, key=lambda host: host.body.kind != BodyKind.SUPPORT)
    office = ordered[0].organization if ordered else None
    head = heads_of([office], on).get(office.pk) if office is not None else None
    term = _coordinator(district, on)
    desk = term.post.organization if term is not None else office
    who = [desk.name if desk is not None else ""]
    if term is not None:
        who += [term.post.title, term.person.name]
    return Window(
        organization=office.name if office is not None else (desk.name if desk else ""),
        title=head.post.title if head is not None else "",
        name=head.person.name if head is not None else "",
        contact="　".join(part for part in who if part),
        tel=desk.tel if desk is not None else "",
        fax=desk.fax if desk is not None else "",
    )


def district_of(row: Text) -> District:
    """The district in which a text is looked after."""
    return row.trouble.district if isinstance(row, Answer) else row.action.district


def with_links(answers: Iterable[Answer]) -> list[Answer]:
    """The answers, each with all that its address and its paper look at. One query."""
    ids = [answer.pk for answer in answers]
    rows = Answer.objects.filter(pk__in=ids).select_related(
        "trouble", *(f"trouble__{link}" for link in _RAISER_LINKS)
    )
    places = {pk: place for place, pk in enumerate(ids)}
    return sorted(rows, key=lambda row: places[row.pk])


def addresses_of(rows: Iterable[Text], *, on: date) -> dict[UUID, AddressUsed]:
    """By text, where it goes by the register of a day, LINE too. At most four queries."""
    listed = list(rows)
    answers = [row for row in listed if isinstance(row, Answer)]
    others = [row for row in listed if isinstance(row, ActionReminder)]
    raised = reach_raisers([answer.trouble for answer in answers], on=on)
    found: dict[UUID, Reach] = {answer.pk: raised[answer.trouble_id] for answer in answers}
    promised = reach_named([row.action for row in others], on=on)
    found |= {row.pk: reach for row, reach in zip(others, promised, strict=True)}
    known = _line_ids(listed, found.values())
    return {pk: _address(reach, known) for pk, reach in found.items()}


def addresses_of_actions(actions: Iterable[Action], *, on: date) -> dict[UUID, AddressUsed]:
    """By action, where whoever promised it is reached."""
    listed = list(actions)
    reached = reach_named(listed, on=on)
    known = _line_ids(listed, reached)
    return {
        action.pk: _address(reach, known) for action, reach in zip(listed, reached, strict=True)
    }


def must_not_say(row: Text | Action | Trouble, channel: str) -> str:
    """Why a text must not go by a channel (L-01), in a sentence; empty when it may.

    What came from a meeting behind closed doors, or from an item that is not public, goes by
    letter, by hand or by voice.
    """
    source = row.trouble if isinstance(row, Answer) else row
    source = source.action if isinstance(source, ActionReminder) else source
    if isinstance(source, Trouble):
        meeting, is_public = source.meeting, True
    else:
        meeting = source.item.meeting if source.item is not None else None
        is_public = source.item.is_public if source.item is not None else True
    if meeting is None:
        return ""
    allowed = may_say(meeting, channel)
    if allowed.own_words and (is_public or allowed.private_items):
        return ""
    why = (
        _("関係者だけの会議で出たことなので")
        if not Regime(meeting.regime).is_for_everybody
        else _("公開しない議題で決まったことなので")
    )
    return _("%(why)s、%(channel)sでは送れません。郵送・手渡し・電話のどれかを選んでください。") % {
        "why": why,
        "channel": Channel(channel).label,
    }


def due_texts(district_id: UUID, municipality_id: UUID, *, now: datetime) -> list[Text]:
    """What waits to be sent in a district and may be tried now."""
    return [row for row in _under_way(municipality_id, district_id) if _is_due(row, now)]


def interrupted_texts(district_id: UUID, municipality_id: UUID) -> list[Text]:
    """What a run was sending when it broke off. Only while no run of the district goes on."""
    rows = _under_way(municipality_id, district_id)
    return [row for row in rows if row.state == AnswerState.SENDING]


def districts_to_take_up(*, now: datetime) -> list[tuple[UUID, UUID]]:
    """(municipality, district) with texts to send now, or broken off, and no open job."""
    due: dict[UUID, UUID] = {}
    for row in _all_under_way():
        if row.state == AnswerState.SENDING or _is_due(row, now):
            due[district_of(row).pk] = row.municipality_id
    topics = {topic_of(district_id): district_id for district_id in due}
    busy = set(
        Job.objects.filter(
            municipality_id__in=set(due.values()), topic__in=topics, state__in=OPEN
        ).values_list("topic", flat=True)
    )
    return [(due[pk], pk) for topic, pk in topics.items() if topic not in busy]


def texts_by_key(keys: Collection[UUID]) -> list[Text]:
    """Mails of any municipality by the key that stands in their Message-ID."""
    scope = {
        "municipality_id__in": Municipality.objects.values("id"),
        "sending_key__in": list(keys),
        "channel__in": (Channel.EMAIL, Channel.FAX),
    }
    return [*Answer.objects.filter(**scope), *ActionReminder.objects.filter(**scope)]


def _is_due(row: Text, now: datetime) -> bool:
    if row.state != AnswerState.QUEUED or not _has_reason(row):
        return False
    since = row.status_at or row.created_at
    return since + WAITS[min(row.attempts, MOST_TRIES - 1)] <= now


def _has_reason(row: Text) -> bool:
    """Whether what it speaks of still stands: nobody is reminded of what was done or taken out."""
    if isinstance(row, Answer):
        return row.trouble.removed_at is None
    return row.action.removed_at is None and row.action.done_on is None


def _under_way(municipality_id: UUID, district_id: UUID) -> list[Text]:
    states = (AnswerState.QUEUED, AnswerState.SENDING)
    answers = Answer.objects.current().filter(
        municipality_id=municipality_id, trouble__district_id=district_id, state__in=states
    )
    others = ActionReminder.objects.current().filter(
        municipality_id=municipality_id, action__district_id=district_id, state__in=states
    )
    links = ("trouble", *(f"trouble__{link}" for link in _RAISER_LINKS))
    action_links = ("action", *(f"action__{link}" for link in _ACTION_LINKS))
    return [
        *answers.select_related(*links).order_by("created_at"),
        *others.select_related(*action_links).order_by("created_at"),
    ]


def _all_under_way() -> list[Text]:
    towns = Municipality.objects.values("id")
    scope = {
        "municipality_id__in": towns,
        "state__in": (AnswerState.QUEUED, AnswerState.SENDING),
    }
    return [
        *Answer.objects.current().filter(**scope).select_related("trouble__district"),
        *ActionReminder.objects.current().filter(**scope).select_related("action__district"),
    ]


def _coordinator(district: District, on: date) -> Tenure | None:
    rows = DistrictAssignment.objects.filter(
        Q(until__isnull=True) | Q(until__gte=on),
        Q(tenure__until__isnull=True) | Q(tenure__until__gte=on),
        municipality_id=district.municipality_id,
        district=district,
        since__lte=on,
        tenure__since__lte=on,
    ).select_related("tenure__person", "tenure__post__organization")
    first = rows.order_by("since").first()
    return first.tenure if first is not None else None


def _line_ids(rows: Iterable[Text | Action], reached: Iterable[Reach]) -> dict[UUID, str]:
    """By person or organisation, how LINE knows them; who blocked the account counts as unknown."""
    listed, found = list(rows), list(reached)
    if not listed:
        return {}
    persons = {reach.person_id for reach in found if reach.person_id}
    offices = {reach.organization_id for reach in found if reach.organization_id}
    friends = LineFriend.objects.current().filter(
        Q(person_id__in=persons) | Q(person__isnull=True, organization_id__in=offices),
        municipality_id=listed[0].municipality_id,
        blocked_at__isnull=True,
    )
    known: dict[UUID, str] = {}
    for friend in friends.order_by("created_at"):
        key = friend.person_id or friend.organization_id
        if key is not None:
            known.setdefault(key, friend.line_user_id)
    return known


def _address(reach: Reach, known: Mapping[UUID, str]) -> AddressUsed:
    line = known.get(reach.person_id) if reach.person_id else None
    line = line or (known.get(reach.organization_id) if reach.organization_id else None)
    return AddressUsed(**reach.as_json(), line=line or "")
