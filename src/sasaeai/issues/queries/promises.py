"""Who promised something by the register, and who is to be reminded of it now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from sasaeai.issues.access import visible_actions
from sasaeai.issues.enums import AnswerState, ReminderKind, Reminding
from sasaeai.issues.models import Action, ActionReminder
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.text import fold
from sasaeai.kernel.viewer import Viewer
from sasaeai.kernel.wareki import long_date
from sasaeai.people.models import District, Organization, Post

REMIND_AHEAD = timedelta(days=7)
"""How long before its day a promise is called to mind."""

LINKS = ("district", "issue", "organization", "post__organization", "item__meeting__body")
_STANDS = (AnswerState.QUEUED, AnswerState.SENDING, AnswerState.TOLD)


@dataclass(frozen=True, slots=True)
class Promiser:
    """The rows of the register that a name on paper means; None where it means none of them."""

    organization: Organization | None = None
    post: Post | None = None


def promiser_named(district: District, who: str) -> Promiser:
    """「白旗野町会 会長」 or 「白旗野町会」 in the register of a district, also one that has ended.

    Spaces and widths do not matter. Two queries.
    """
    wanted = _key(who)
    if not wanted:
        return Promiser()
    serving = Organization.objects.filter(
        municipality_id=district.municipality_id, served__district=district
    ).distinct()
    offices = [office for office in serving if wanted.startswith(_key(office.name))]
    # The longest name that fits: 「大野町会」 before 「大野」.
    for office in sorted(offices, key=lambda one: (-len(one.name), one.ended_on is not None)):
        rest = wanted.removeprefix(_key(office.name))
        if not rest:
            return Promiser(office)
        posts = Post.objects.filter(municipality_id=office.municipality_id, organization=office)
        for post in sorted(posts, key=lambda one: one.ended_on is not None):
            if rest == _key(post.title):
                return Promiser(office, post)
    return Promiser()


def promiser_names(district: District, *, on: date) -> list[str]:
    """「白旗野町会 会長」 …: the names to choose from for 「だれが」. One query."""
    posts = Post.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=on),
        Q(organization__ended_on=None) | Q(organization__ended_on__gt=on),
        municipality_id=district.municipality_id,
        organization__served__district=district,
    )
    rows = posts.select_related("organization").order_by(
        "organization__kind__position", "organization__kana", "position"
    )
    return list(dict.fromkeys(f"{row.organization.name} {row.title}" for row in rows))


def to_remind(viewer: Viewer, *, district_ids: Collection[UUID] | None = None) -> QuerySet[Action]:
    """Promises due within a week or overdue of which nobody was reminded; the oldest first.

    `reminder_kind` stands on each row. district_ids: None for all that the viewer may read.
    """
    if district_ids is None:
        return to_remind_of(visible_actions(viewer), on=viewer.on)
    # One list of districts, not two: by two lists SQLite leaves the index.
    within = set(district_ids) if viewer.sees_city else set(district_ids) & set(viewer.sees)
    rows = Action.objects.current().filter(
        municipality_id=viewer.municipality_id, district_id__in=within
    )
    return to_remind_of(rows, on=viewer.on)


def to_remind_of(rows: QuerySet[Action], *, on: date) -> QuerySet[Action]:
    """The same among other actions."""
    overdue = When(due_on__lt=on, then=Value(ReminderKind.OVERDUE.value))
    rows = rows.filter(done_on=None, due_on__lte=on + REMIND_AHEAD).exclude(reminding=Reminding.OFF)
    rows = rows.annotate(
        reminder_kind=Case(
            overdue, default=Value(ReminderKind.SOON.value), output_field=CharField()
        )
    )
    told = ActionReminder.objects.current().filter(
        municipality_id=OuterRef("municipality_id"),
        action_id=OuterRef("pk"),
        kind=OuterRef("reminder_kind"),
        due_on=OuterRef("due_on"),
        state__in=_STANDS,
    )
    return (
        rows.exclude(Exists(told))
        .select_related(*LINKS)
        .order_by(F("due_on").asc(nulls_last=True), "created_at", "id")
    )


def cards_of(
    viewer: Viewer,
    *,
    action: UUID | None = None,
    issue: UUID | None = None,
    meeting: UUID | None = None,
) -> QuerySet[Action]:
    """What is printed as cards: promises that are not done, of one thing or of all. One query."""
    rows = visible_actions(viewer).filter(done_on=None)
    if action is not None:
        rows = visible_actions(viewer).filter(pk=action)
    if issue is not None:
        rows = rows.filter(issue_id=issue)
    if meeting is not None:
        rows = rows.filter(item__meeting_id=meeting, item__removed_at=None)
    return rows.select_related(*LINKS).order_by(
        "district__position", F("due_on").asc(nulls_last=True), "created_at", "id"
    )


def reminder_words(action: Action, *, on: date) -> str:
    """What a reminder says unless somebody writes it over. Japanese: it goes on papers."""
    due = long_date(action.due_on) if action.due_on else ""
    if action.due_on is not None and action.due_on < on:
        return (
            f"お引き受けいただいた「{action.what}」の期限（{due}）を過ぎました。"
            "その後のようすを、下の連絡先へお聞かせください。"
            "むずかしいときは、日を延ばす相談もできます。"
        )
    return (
        f"お引き受けいただいた「{action.what}」の期限（{due}）が近づきましたので、お知らせします。"
        "終わったとき、むずかしいときは、下の連絡先へお知らせください。"
    )


def reminders_of(action: Action) -> list[ActionReminder]:
    """Reminders of a promise, the latest first."""
    rows = ActionReminder.objects.current().filter(
        municipality_id=action.municipality_id, action=action
    )
    return list(rows.order_by("-created_at"))


def get_visible_reminder(reminder_id: UUID, *, viewer: Viewer) -> ActionReminder:
    """A reminder with its action; NotFound for strangers."""
    reminder = (
        ActionReminder.objects.current()
        .filter(
            municipality_id=viewer.municipality_id,
            pk=reminder_id,
            action__in=visible_actions(viewer),
        )
        .select_related("action", *(f"action__{link}" for link in LINKS))
        .first()
    )
    if reminder is None:
        raise NotFound(_("このお知らせは見つかりません。"))
    return reminder


def _key(words: str) -> str:
    return "".join(fold(words).split())
