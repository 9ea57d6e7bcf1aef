"""Asking a few key people for a date: the poll, its slots, whom it asks."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.reply_code import new_reply_code
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Body, DatePoll, DateSlot, DateVoter, Expected
from sasaeai.meetings.queries.date_proposals import MOST_PEOPLE, MOST_SLOTS
from sasaeai.meetings.queries.holders import holders_on
from sasaeai.people.access import check_can_run_district
from sasaeai.people.models import Post, Venue

_RANDOM = secrets.SystemRandom()
LONGEST_MINUTES = 8 * 60
_COLUMNS = (
    "purpose",
    "minutes",
    "venue",
    "closes_on",
    "contact_name",
    "contact_tel",
    "contact_fax",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a poll asks beside its days. minutes: length of the meeting."""

    minutes: int
    closes_on: date
    venue: Venue | None = None
    purpose: str = ""
    contact_name: str = ""
    contact_tel: str = ""
    contact_fax: str = ""


def ask_dates(
    *,
    body: Body,
    question: Question,
    starts: Sequence[datetime],
    posts: Sequence[Post],
    actor: Viewer,
) -> DatePoll:
    """Ask the holders of `posts` which of up to eight starts would suit; each gets a code."""
    check_can_run_district(actor, body.district)
    _check_question(body, question, today=actor.on)
    wanted = sorted(set(starts))
    _check_count(wanted)
    _check_coming(wanted)
    if not posts:
        raise InvalidInput(
            _("日程をきく人を、1人以上選んでください。"),
            {"posts": _("日程をきく人を、1人以上選んでください。")},
        )
    _check_people(len(posts))
    with transaction.atomic():
        poll = DatePoll(municipality_id=body.municipality_id, body=body)
        _write(poll, question)
        poll.save(force_insert=True)
        DateSlot.objects.bulk_create(
            DateSlot(municipality_id=body.municipality_id, poll=poll, starts_at=start)
            for start in wanted
        )
        for post in posts:
            _ask(poll, post, actor)
        after = audit.snapshot(poll, _COLUMNS)
        audit.record(actor=actor, verb="ask dates", obj=poll, after=after | {"slots": wanted})
    return poll


def edit_poll(*, poll: DatePoll, question: Question, base_version: int, actor: Viewer) -> DatePoll:
    """Change purpose, length, hall, closing day or contact. Refuses a newer text (StaleEdit)."""
    with transaction.atomic():
        row = locked_poll(poll, actor)
        check_version(row, base_version, yours=_values(question))
        _check_question(row.body, question, today=actor.on)
        before = audit.snapshot(row, _COLUMNS)
        _write(row, question)
        row.version += 1
        row.save(update_fields=[*_COLUMNS, "version"])
        after = audit.snapshot(row, _COLUMNS)
        audit.record(actor=actor, verb="edit", obj=row, before=before, after=after)
    return row


def remove_poll(*, poll: DatePoll, actor: Viewer) -> DatePoll:
    """Stop asking. Days and answers stay; `restore_poll` takes it back."""
    return _set_poll_removed(poll, removed=True, actor=actor)


def restore_poll(*, poll: DatePoll, actor: Viewer) -> DatePoll:
    """Ask again, with every answer there was."""
    return _set_poll_removed(poll, removed=False, actor=actor)


def add_slot(*, poll: DatePoll, starts_at: datetime, actor: Viewer) -> DateSlot:
    """Ask for one more start. One that was taken out comes back with its answers."""
    with transaction.atomic():
        row = locked_poll(poll, actor)
        same = DateSlot.objects.filter(
            municipality_id=row.municipality_id, poll=row, starts_at=starts_at
        )
        slot = same.filter(removed_at__isnull=True).first() or same.order_by("-removed_at").first()
        if slot is not None and slot.removed_at is None:
            raise _wrong("on", _("この日時は、もう候補に入っています。"))
        # Days that passed while the poll went on stand in nobody's way.
        _check_count([start for start in _starts_of(row) if start > clock.now()] + [starts_at])
        if slot is None:
            _check_coming([starts_at])
            slot = DateSlot(municipality_id=row.municipality_id, poll=row, starts_at=starts_at)
        slot.removed_at = None
        slot.save()
        audit.record(actor=actor, verb="add", obj=slot)
    return slot


def remove_slot(*, slot: DateSlot, actor: Viewer) -> DateSlot:
    """Take a start out of the question; answers to it are kept and come back with it."""
    with transaction.atomic():
        row = locked_poll(slot.poll, actor)
        if slot.removed_at is None and len(_starts_of(row)) == 1:
            raise NotNow(
                _(
                    "候補日が1つだけなので外せません。先にほかの候補日を加えるか、取りやめてください。"
                )
            )
        _set_removed(slot, removed=True, actor=actor)
    return slot


def restore_slot(*, slot: DateSlot, actor: Viewer) -> DateSlot:
    """Put a start back, with the answers it had."""
    if slot.removed_at is None:
        return slot
    return add_slot(poll=slot.poll, starts_at=slot.starts_at, actor=actor)


def ask_person(*, poll: DatePoll, post: Post, actor: Viewer) -> DateVoter:
    """Ask the holder of one more post. Who was taken off comes back with code and answers."""
    with transaction.atomic():
        row = locked_poll(poll, actor)
        asked = DateVoter.objects.current().filter(municipality_id=row.municipality_id, poll=row)
        _check_people(asked.count() + 1)
        voter = _ask(row, post, actor)
        audit.record(actor=actor, verb="ask", obj=voter)
    return voter


def remove_voter(*, voter: DateVoter, actor: Viewer) -> DateVoter:
    """Ask somebody no longer; their answers are kept and come back with them."""
    with transaction.atomic():
        locked_poll(voter.poll, actor)
        _set_removed(voter, removed=True, actor=actor)
    return voter


def restore_voter(*, voter: DateVoter, actor: Viewer) -> DateVoter:
    """Ask somebody again who was taken off."""
    with transaction.atomic():
        locked_poll(voter.poll, actor)
        _set_removed(voter, removed=False, actor=actor)
    return voter


def locked_poll(poll: DatePoll, actor: Viewer) -> DatePoll:
    """The row of an undecided poll under a lock, for who runs its district. NotNow afterwards."""
    check_can_run_district(actor, poll.body.district)
    row = DatePoll.objects.select_for_update().get(pk=poll.pk)
    row.body = poll.body
    if row.removed_at is not None:
        raise NotNow(_("この日程調整は取りやめています。続けるには、先に元に戻してください。"))
    if row.meeting_id is not None:
        raise NotNow(_("日にちはもう決まっています。変えるには、先に決定を取り消してください。"))
    return row


def _set_poll_removed(poll: DatePoll, *, removed: bool, actor: Viewer) -> DatePoll:
    check_can_run_district(actor, poll.body.district)
    with transaction.atomic():
        row = DatePoll.objects.select_for_update().get(pk=poll.pk)
        if row.meeting_id is not None:
            raise NotNow(
                _("日にちはもう決まっています。取りやめるには、先に決定を取り消してください。")
            )
        _set_removed(row, removed=removed, actor=actor)
    return row


def _set_removed(row: DatePoll | DateSlot | DateVoter, *, removed: bool, actor: Viewer) -> None:
    if (row.removed_at is not None) == removed:
        return
    row.removed_at = clock.now() if removed else None
    row.save(update_fields=["removed_at"])
    audit.record(actor=actor, verb="remove" if removed else "restore", obj=row)


def _ask(poll: DatePoll, post: Post, actor: Viewer) -> DateVoter:
    """The voter of a post's holder; each person and each vacant post is asked once."""
    term = holders_on([post.id], actor.on, municipality_id=poll.municipality_id).get(post.id)
    person = term.person if term else None
    vacant = {"organization": post.organization, "post_title": post.title, "person": None}
    same = DateVoter.objects.filter(municipality_id=poll.municipality_id, poll=poll).filter(
        **({"person": person} if person else vacant)
    )
    voter = same.first()
    if voter is None:
        voter = DateVoter(
            municipality_id=poll.municipality_id,
            poll=poll,
            organization=post.organization,
            person=person,
            organization_name=post.organization.name,
            post_title=post.title,
            person_name=person.name if person else "",
            code=_fresh_code(),
        )
    voter.removed_at = None
    voter.save()
    return voter


def _fresh_code() -> str:
    """A code that neither a call nor a voter has. The unique keys have the last word."""
    while True:
        code = new_reply_code(_RANDOM)
        known = Expected.objects.filter(reply_code=code), DateVoter.objects.filter(code=code)
        if not any(rows.exists() for rows in known):
            return code


def _starts_of(poll: DatePoll) -> list[datetime]:
    slots = DateSlot.objects.current().filter(municipality_id=poll.municipality_id, poll=poll)
    return list(slots.values_list("starts_at", flat=True))


def _check_count(starts: Sequence[datetime]) -> None:
    if not starts:
        raise _wrong("slots", _("候補日を、1つ以上選んでください。"))
    if len(starts) > MOST_SLOTS:
        raise _wrong(
            "slots",
            _("候補日は%(most)dつまでです。いま%(count)dつあります。")
            % {"most": MOST_SLOTS, "count": len(starts)},
        )


def _check_coming(starts: Sequence[datetime]) -> None:
    if min(starts) <= clock.now():
        raise _wrong("on", _("候補日は、これから先の日時にしてください。"))


def _check_people(count: int) -> None:
    if count > MOST_PEOPLE:
        raise _wrong(
            "posts",
            _("日程をきく人は%(most)d人までです。会議に欠かせない人にしぼってください。")
            % {"most": MOST_PEOPLE},
        )


def _check_question(body: Body, question: Question, *, today: date) -> None:
    if not 1 <= question.minutes <= LONGEST_MINUTES:
        raise _wrong(
            "minutes",
            _("会議の長さは、1分から%(most)d分までで入力してください。")
            % {"most": LONGEST_MINUTES},
        )
    if question.closes_on < today:
        raise _wrong("closes_on", _("返事の期限は、きょうか、これから先の日にしてください。"))
    venue = question.venue
    if venue is not None and venue.municipality_id != body.municipality_id:
        raise _wrong("venue", _("会場を一覧から選んでください。"))


def _wrong(field: str, sentence: str) -> InvalidInput:
    return InvalidInput(sentence, {field: sentence})


def _values(question: Question) -> dict[str, object]:
    return {name: getattr(question, name) for name in _COLUMNS}


def _write(poll: DatePoll, question: Question) -> None:
    for name, value in _values(question).items():
        setattr(poll, name, value)
