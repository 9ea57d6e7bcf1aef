"""Terms of office: one ends, another begins; the triple of person, post and start never changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel.display import long_date
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import check_can_give_role, check_can_keep_organization
from sasaeai.people.models import Person, Post, Tenure

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Appointment:
    """A term that began, and the one that ended for it (None: the post was vacant).

    ended_before: until when the ended term would have run; None when it was open.
    """

    tenure: Tenure
    ended: Tenure | None
    ended_before: date | None


def appoint(
    *, person: Person, post: Post, since: date, actor: Viewer, until: date | None = None
) -> Appointment:
    """Give a post to a person from a day, both ends included.

    The term that runs on that day ends the day before by itself. Refuses a term that would run
    into another one (InvalidInput on `since` or `until`).
    """
    _check_may_change(post, actor)
    if person.municipality_id != post.municipality_id:
        sentence = _("人を名簿から選んでください。")
        raise InvalidInput(sentence, {"person": sentence})
    _check_days(post, since, until)
    with transaction.atomic():
        Post.objects.select_for_update().get(pk=post.pk)
        running = _running_to_end(post, person, since)
        _check_room_until(post, since, until)
        ended_before = running.until if running else None
        if running is not None:
            _set_until(running, since - _DAY, verb="end", actor=actor)
        tenure = Tenure.objects.create(
            municipality_id=post.municipality_id, person=person, post=post, since=since, until=until
        )
        after = audit.snapshot(tenure, ["person", "post", "since", "until"])
        audit.record(actor=actor, verb="appoint", obj=tenure, after=after)
    return Appointment(tenure, running, ended_before)


def undo_appointment(
    *,
    tenure: Tenure,
    actor: Viewer,
    ended: Tenure | None = None,
    ended_before: date | None = None,
) -> Post:
    """Take back a term that was entered by mistake; `ended` runs on as it did before.

    Refuses when something already stands on the term (NotNow): it is ended instead.
    """
    post = tenure.post
    _check_may_change(post, actor)
    with transaction.atomic():
        row = Tenure.objects.select_for_update().get(pk=tenure.pk)
        before = audit.snapshot(row, ["person", "post", "since", "until"])
        audit.record(actor=actor, verb="undo appoint", obj=row, before=before)
        try:
            row.delete()
        except ProtectedError as error:
            raise NotNow(
                _("この任期には担当地区などが登録されています。「任期を終える」を使ってください。")
            ) from error
        if ended is not None and ended.post_id == post.id and ended.until == tenure.since - _DAY:
            _check_room_until(post, ended.since, ended_before)
            _set_until(ended, ended_before, verb="reopen", actor=actor)
    return post


def end_tenure(*, tenure: Tenure, until: date, actor: Viewer) -> Tenure:
    """Let a term end with a day, today's or another; also mends an end that was typed wrongly."""
    return _change_end(tenure, until, verb="end", actor=actor)


def reopen_tenure(*, tenure: Tenure, actor: Viewer, until: date | None = None) -> Tenure:
    """Take back the end of a term: it runs on, or until the day it had before."""
    return _change_end(tenure, until, verb="reopen", actor=actor)


def _change_end(tenure: Tenure, until: date | None, *, verb: str, actor: Viewer) -> Tenure:
    _check_may_change(tenure.post, actor)
    _check_days(tenure.post, tenure.since, until)
    with transaction.atomic():
        Post.objects.select_for_update().get(pk=tenure.post_id)
        row = Tenure.objects.select_related("post__organization", "person").get(pk=tenure.pk)
        _check_room_until(row.post, row.since, until)
        _set_until(row, until, verb=verb, actor=actor)
    return row


def _set_until(row: Tenure, until: date | None, *, verb: str, actor: Viewer) -> None:
    before = audit.snapshot(row, ["until"])
    row.until = until
    row.save(update_fields=["until"])
    after = audit.snapshot(row, ["until"])
    audit.record(actor=actor, verb=verb, obj=row, before=before, after=after)


def _check_may_change(post: Post, actor: Viewer) -> None:
    check_can_keep_organization(actor, post.organization)
    check_can_give_role(actor, post.organization, post.role)


def _check_days(post: Post, since: date, until: date | None) -> None:
    fields = {}
    if until is not None and until < since:
        fields["until"] = _("任期の終わりは、就任した日（%(since)s）以後の日にしてください。") % {
            "since": long_date(since)
        }
    if post.ended_on is not None and (until is None or until >= post.ended_on):
        fields["until"] = _(
            "この役職は%(day)sに廃止されています。任期の終わりを、その前の日までにしてください。"
        ) % {"day": long_date(post.ended_on)}
    if fields:
        raise InvalidInput(next(iter(fields.values())), fields)


def _running_to_end(post: Post, person: Person, since: date) -> Tenure | None:
    """The term that a new one from `since` replaces."""
    terms = Tenure.objects.filter(municipality_id=post.municipality_id, post=post)
    running = terms.on(since).select_related("person", "post__organization").first()
    if running is None:
        return None
    words = {"name": running.person.name, "day": long_date(running.since)}
    if running.person_id == person.id:
        sentence = _(
            "%(name)sさんは%(day)sからこの役職に就いています。"
            "任期をのばすときは、いまの任期の終わりの日を直してください。"
        )
        raise InvalidInput(sentence % words, {"since": sentence % words})
    if running.since == since:
        sentence = _(
            "同じ%(day)sから%(name)sさんの任期があります。"
            "まちがいなら、先にその任期を取り消してください。"
        )
        raise InvalidInput(sentence % words, {"since": sentence % words})
    return running


def _check_room_until(post: Post, since: date, until: date | None) -> None:
    """Refuse a term from `since` that would run into the next one of the post."""
    later = Tenure.objects.filter(
        Q() if until is None else Q(since__lte=until),
        municipality_id=post.municipality_id,
        post=post,
        since__gt=since,
    )
    following = later.select_related("person").order_by("since").first()
    if following is None:
        return
    sentence = _(
        "この役職には%(day)sから%(name)sさんの任期があります。"
        "任期の終わりを%(last)sまでの日にしてください。"
    ) % {
        "day": long_date(following.since),
        "name": following.person.name,
        "last": long_date(following.since - _DAY),
    }
    raise InvalidInput(sentence, {"until": sentence})
