"""The page of the day, put together: people, items with what was said, what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from sasaeai.desk.gate import DeskRequest
from sasaeai.desk.hall.block import hall_block
from sasaeai.desk.meetings.frame import meeting_page
from sasaeai.issues import queries as issues
from sasaeai.issues.enums import PassedOnState
from sasaeai.issues.forms import OpenActionForm, PassOnForm, RaiseIssueForm
from sasaeai.issues.models import Action, Consideration, Introduction, Issue, PassedOn
from sasaeai.issues.queries.introductions import introductions_of_meeting
from sasaeai.kernel.open_words import OpenWordsForm
from sasaeai.meetings import queries
from sasaeai.meetings.access import can_run
from sasaeai.meetings.actions import Foreseen
from sasaeai.meetings.enums import PhraseKind, PresenceStatus
from sasaeai.meetings.forms.day import (
    AdHocItemForm,
    DayNoteForm,
    OutcomeForm,
    RemarkForm,
    WalkInForm,
)
from sasaeai.meetings.models import AgendaItem, Body, Meeting, Remark
from sasaeai.meetings.queries import ClosingCheck, PersonLine, PresenceCounts
from sasaeai.meetings.queries.item_times import time_words
from sasaeai.meetings.queries.phrases import phrases_of
from sasaeai.meetings.queries.pledges import PledgeState, states_at_door
from sasaeai.notices.enums import Answer
from sasaeai.notices.queries import reply_board

TAPPED = (
    PresenceStatus.PRESENT,
    PresenceStatus.LATE,
    PresenceStatus.EXCUSED,
    PresenceStatus.ABSENT,
)
"""What one tap says; a substitute has a name and so a page of its own."""

_FORESEEN = {
    Answer.ATTEND: PresenceStatus.PRESENT,
    Answer.SUBSTITUTE: PresenceStatus.SUBSTITUTE,
    Answer.ABSENT: PresenceStatus.EXCUSED,
}


@dataclass(frozen=True, slots=True)
class ItemForms:
    """The forms of the item that is being written, in one <form>: what is filled is saved."""

    remark: RemarkForm
    outcome: OutcomeForm
    action: OpenActionForm
    pass_on: PassOnForm
    raise_issue: RaiseIssueForm

    @property
    def is_bound(self) -> bool:
        return bool(self.remark.is_bound)

    @property
    def findings(self) -> bool:
        """Whether somebody might be recognised in what was typed."""
        return any(form.findings for form in self._of_words)

    @property
    def coarser(self) -> list[tuple[str, str]]:
        """(label, the whole text said more coarsely) of every field with a finding."""
        return [line for form in self._of_words for line in form.coarser]

    @property
    def keep_name(self) -> str:
        """One button answers for the whole item; see `answered_together`."""
        return self.remark.keep_name

    @property
    def coarser_name(self) -> str:
        return self.remark.coarser_name

    @property
    def _of_words(self) -> tuple[OpenWordsForm, ...]:
        return (self.remark, self.outcome, self.action)

    @property
    def wrong(self) -> Any:
        """The form whose mistakes are read first: a conflict with somebody else, else the first."""
        forms = (self.outcome, self.remark, self.action, self.pass_on, self.raise_issue)
        wrong = [form for form in forms if form.is_bound and form.errors]
        return next((form for form in wrong if hasattr(form, "conflict")), next(iter(wrong), None))


@dataclass(frozen=True, slots=True)
class ItemCard:
    """One item with everything that hangs on it; forms are there for the open one only."""

    item: AgendaItem
    number: int | None
    remarks: Sequence[Remark]
    actions: Sequence[Action]
    news: Sequence[PassedOn]
    considerations: Sequence[Consideration]
    introductions: Sequence[Introduction]
    forms: ItemForms | None = None

    @property
    def time(self) -> str:
        """How long it was to take, and how long it took."""
        return time_words(self.item)


@dataclass(frozen=True, slots=True)
class Status:
    """One status button of a row."""

    value: str
    label: str
    is_pressed: bool


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the people list. answer: what the reply said, as a word. pledge: where asked for."""

    line: PersonLine
    answer: str
    buttons: tuple[Status, ...]
    pledge: PledgeState | None = None


@dataclass(slots=True)
class Bound:
    """Forms that came back with mistakes and are shown again with everything that was typed."""

    item_forms: ItemForms | None = None
    item_id: UUID | None = None
    walk_in: WalkInForm | None = None
    note: DayNoteForm | None = None
    ad_hoc: AdHocItemForm | None = None


@dataclass(frozen=True, slots=True)
class DayContext:
    """What the template of the day shows."""

    people: tuple[PersonRow, ...]
    counts: PresenceCounts
    cards: tuple[ItemCard, ...]
    check: ClosingCheck
    may_write: bool
    writing: UUID | None
    walk_in: WalkInForm
    note: DayNoteForm
    ad_hoc: AdHocItemForm

    @property
    def all_marked(self) -> bool:
        return not self.counts.unmarked


def day_page(request: DeskRequest, meeting: Meeting, bound: Bound | None = None) -> HttpResponse:
    """The page of the day, with `bound` forms in place of fresh ones."""
    context = day_context(request, meeting, bound or Bound())
    hall = hall_block(meeting, viewer=request.viewer)
    return meeting_page(
        request, meeting, "day", "desk/day/day.html", {"day": context, "hall": hall}
    )


def day_url(
    meeting: Meeting, *, item: AgendaItem | None = None, anchor: str = "", to_write: bool = False
) -> str:
    """The page of the day, open at an item or at a place of the page.

    to_write: the cursor waits in the field for the next remark.
    """
    url = reverse("desk:meeting_day", args=[meeting.id])
    if item is not None:
        # A browser puts the cursor into a field that the address points at.
        place = f"id_{_prefix(item)}-remark-text" if to_write else f"item-{item.id}"
        return f"{url}?item={item.id}#{place}"
    return f"{url}#{anchor}" if anchor else url


def foreseen(meeting: Meeting) -> dict[UUID, Foreseen]:
    """How people are going to be there, as their replies say, by the id of the call."""
    told = {}
    for row in reply_board(meeting).rows:
        if row.reply is not None and row.answer:
            told[row.expected.id] = Foreseen(
                status=_FORESEEN[Answer(row.reply.answer)],
                person_name=row.reply.substitute_name,
                post_title=row.reply.substitute_title,
                companions=row.reply.companions,
            )
    return told


def day_context(request: DeskRequest, meeting: Meeting, bound: Bound) -> DayContext:
    """Everything the page shows, from a number of queries that does not grow with its rows."""
    lines = queries.people_of_day(meeting)
    counts = queries.count_people(lines)
    items = queries.items_of(meeting)
    may_write = can_run(request.viewer, meeting) and meeting.is_planned
    groups = queries.groups_of_day(lines)
    names = names_in_the_room(lines)
    writing = bound.item_id or _asked_item(request, items) if may_write else None
    cards = _cards(meeting, items)
    if may_write and writing is not None:
        cards = _open_card(cards, writing, meeting, groups, names, bound.item_forms)
    return DayContext(
        people=_rows(meeting, lines, may_write=may_write),
        counts=counts,
        cards=cards,
        check=queries.closing_check(meeting, viewer=request.viewer, items=items, people=counts),
        may_write=may_write,
        writing=writing,
        walk_in=bound.walk_in or WalkInForm(prefix="walk-in"),
        note=bound.note
        or DayNoteForm(meeting=meeting, is_counted=counts.present > 0, prefix="note"),
        ad_hoc=bound.ad_hoc or AdHocItemForm(prefix="ad-hoc"),
    )


def make_item_forms(
    item: AgendaItem,
    *,
    groups: Sequence[str],
    names: Sequence[str],
    bodies: Sequence[Body],
    open_issues: Sequence[Issue],
    news: Sequence[PassedOn],
    open_words: Mapping[str, Any] | None = None,
    data: Any = None,
) -> ItemForms:
    """The forms of one item, bound to `data` or fresh; prefixes keep their ids apart.

    open_words: who is not to be named in what stands open (`meetings.queries.open_words`).
    """
    prefix = _prefix(item)
    words = dict(open_words or {})
    phrases = phrases_of(item.municipality_id)
    passed = {
        "to_bodies": [str(one.to_body_id) for one in news],
        "note": next((one.note for one in news), ""),
    }
    return ItemForms(
        remark=RemarkForm(
            data,
            groups=groups,
            phrases=phrases[PhraseKind.REMARK],
            prefix=f"{prefix}-remark",
            **words,
        ),
        outcome=OutcomeForm(
            data,
            item=item,
            phrases=phrases[PhraseKind.DECISION],
            prefix=f"{prefix}-outcome",
            **words,
        ),
        action=OpenActionForm(data, names=names, prefix=f"{prefix}-action", **words),
        pass_on=PassOnForm(data, bodies=bodies, prefix=f"{prefix}-news", initial=passed),
        raise_issue=RaiseIssueForm(data, issues=open_issues, prefix=f"{prefix}-issue"),
    )


def answered_together(item: AgendaItem, data: QueryDict) -> QueryDict:
    """What was sent, with the answer about persons in it given for every form of the item.

    There is one pair of buttons (言いかえて・このまま保存する), however many fields it is about.
    """
    answered = data.copy()
    prefix = _prefix(item)
    for answer in ("keep_anyway", "say_coarser"):
        if data.get(f"{prefix}-remark-{answer}"):
            answered.update({f"{prefix}-{form}-{answer}": "on" for form in ("outcome", "action")})
    return answered


def names_in_the_room(lines: Sequence[PersonLine]) -> tuple[str, ...]:
    """「白旗野町会 会長」 of everybody on the list, for choosing who takes something on."""
    rows = [line.presence or line.expected for line in lines]
    names = (f"{row.organization_name} {row.post_title}".strip() for row in rows if row)
    return tuple(dict.fromkeys(name for name in names if name))


def _asked_item(request: DeskRequest, items: Sequence[AgendaItem]) -> UUID | None:
    """The item the address names, else the first one that has no outcome yet."""
    asked = request.GET.get("item", "")
    for item in items:
        if str(item.id) == asked:
            return item.id
    return next((item.id for item in items if not item.outcome), None)


def _cards(meeting: Meeting, items: Sequence[AgendaItem]) -> tuple[ItemCard, ...]:
    remarks = queries.remarks_of_day(meeting)
    actions = issues.actions_of_meeting(meeting)
    news = issues.news_from(meeting)
    introduced = introductions_of_meeting(meeting)
    ties = issues.issues_of_meeting(meeting)
    return tuple(
        ItemCard(
            item=numbered.item,
            number=numbered.number,
            remarks=remarks.get(numbered.item.id, ()),
            actions=actions.get(numbered.item.id, ()),
            news=news.get(numbered.item.id, ()),
            considerations=ties.get(numbered.item.id, ()),
            introductions=introduced.get(numbered.item.id, ()),
        )
        for numbered in queries.numbering(items)
    )


def _open_card(
    cards: Sequence[ItemCard],
    writing: UUID,
    meeting: Meeting,
    groups: Sequence[str],
    names: Sequence[str],
    bound: ItemForms | None,
) -> tuple[ItemCard, ...]:
    """The cards with the forms of the one that is being written."""

    def opened(card: ItemCard) -> ItemCard:
        if card.item.id != writing:
            return card
        forms = bound or make_item_forms(
            card.item,
            groups=groups,
            names=names,
            bodies=issues.sister_bodies(meeting.body, on=meeting.held_on),
            open_issues=issues.open_issues_of(meeting.body.district),
            news=card.news,
        )
        return replace(card, forms=forms)

    return tuple(opened(card) for card in cards)


def _prefix(item: AgendaItem) -> str:
    """What the names and ids of an item's fields begin with."""
    return f"i{item.id.hex[:8]}"


def _rows(
    meeting: Meeting, lines: Sequence[PersonLine], *, may_write: bool
) -> tuple[PersonRow, ...]:
    told = foreseen(meeting) if may_write and any(not line.is_marked for line in lines) else {}
    bound = states_at_door(meeting)
    return tuple(_row(line, told, bound) for line in lines)


def _row(
    line: PersonLine, told: dict[UUID, Foreseen], bound: Mapping[UUID, PledgeState]
) -> PersonRow:
    now = line.presence.status if line.presence else ""
    said = told.get(line.expected.id) if line.expected else None
    buttons = tuple(
        Status(status.value, str(status.label), is_pressed=status == now) for status in TAPPED
    )
    # One person with several posts pledges for each term: what is missing comes first.
    states = [bound[call.id] for call in (line.expected, *line.also) if call and call.id in bound]
    pledge = PledgeState.MISSING if PledgeState.MISSING in states else next(iter(states), None)
    return PersonRow(line, _answer_word(said), buttons, pledge)


def _answer_word(said: Foreseen | None) -> str:
    if said is None:
        return ""
    return {
        PresenceStatus.PRESENT: _("返信は出席"),
        PresenceStatus.SUBSTITUTE: _("返信は代理"),
        PresenceStatus.EXCUSED: _("返信は欠席"),
    }[said.status]


def waiting_news(news: Sequence[PassedOn]) -> list[PassedOn]:
    """News that no agenda has taken yet and that can therefore be taken back."""
    return [one for one in news if one.state != PassedOnState.TAKEN]
