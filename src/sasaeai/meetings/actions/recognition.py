"""Recognition (みなし): another body's meetings count here, by a decision that is written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.display import long_date
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Body, Recognition, RecognitionLink
from sasaeai.meetings.queries.bodies import serves_district
from sasaeai.people.access import check_can_run_district
from sasaeai.people.enums import StaffRole
from sasaeai.people.models import Post

_COLUMNS = ["body", "counts_for", "since", "until", "decided_at", "decided_on", "condition"]


def recognize_body(
    *,
    body: Body,
    counts_for: Body,
    since: date,
    decided_at: str,
    decided_on: date | None = None,
    condition: str = "",
    links: Sequence[Post] = (),
    actor: Viewer,
) -> Recognition:
    """Let meetings of `body` count as meetings of `counts_for` too, from `since` on.

    decided_at: where it was decided. links: coordinators who attend both and carry the news.
    Whoever runs `counts_for` may do it. Refused while one for the same body runs, when either has
    ended by then, when it would go in a circle, and for a body of another district unless one of
    its hosts serves the district of `counts_for` (areas of services overlap).
    """
    check_can_run_district(actor, counts_for.district)
    _check_recognition(body, counts_for, decided_at, links)
    _check_bodies(body, counts_for, since)
    with transaction.atomic():
        Body.objects.select_for_update().get(pk=counts_for.pk)
        _check_no_circle(body, counts_for, since, None)
        if (running := _overlapping(body, counts_for, since, None)) is not None:
            sentence = _(
                "この会議体は%(since)sからすでにみなしになっています。"
                "条件を変えるときは、先にそのみなしを終えてください。"
            ) % {"since": long_date(running.since)}
            raise InvalidInput(sentence, {"body": sentence})
        recognition = Recognition.objects.create(
            municipality_id=counts_for.municipality_id,
            body=body,
            counts_for=counts_for,
            since=since,
            decided_at=decided_at,
            decided_on=decided_on,
            condition=condition,
        )
        for post in dict.fromkeys(links):
            _link(recognition, post)
        audit.record(
            actor=actor,
            verb="recognize",
            obj=recognition,
            after=audit.snapshot(recognition, _COLUMNS) | {"links": [str(post) for post in links]},
        )
    return recognition


def end_recognition(*, recognition: Recognition, until: date, actor: Viewer) -> Recognition:
    """End a recognition on a day, which still counts. Meetings counted before stay counted.

    Refused when another one has begun by that day.
    """
    if until < recognition.since:
        sentence = _("終わりの日は、始まりの日（%(since)s）以後にしてください。") % {
            "since": long_date(recognition.since)
        }
        raise InvalidInput(sentence, {"until": sentence})
    return _change(recognition, "end", actor, until=until)


def continue_recognition(*, recognition: Recognition, actor: Viewer) -> Recognition:
    """Take the end of a recognition back. Refused when another one has begun since."""
    return _change(recognition, "continue", actor, until=None)


def remove_recognition(*, recognition: Recognition, actor: Viewer) -> Recognition:
    """Take out a recognition that was written down by mistake."""
    return _change(recognition, "remove", actor, removed_at=clock.now())


def restore_recognition(*, recognition: Recognition, actor: Viewer) -> Recognition:
    """Put a removed recognition back. Refused while another one runs at the same time."""
    return _change(recognition, "restore", actor, removed_at=None)


def link_post(*, recognition: Recognition, post: Post, actor: Viewer) -> RecognitionLink:
    """Name a coordinator who attends both bodies and carries the news."""
    check_can_run_district(actor, recognition.counts_for.district)
    _check_links(recognition.counts_for, [post])
    with transaction.atomic():
        link = _link(recognition, post)
        audit.record(actor=actor, verb="link", obj=recognition, after={"post": str(post)})
    return link


def unlink_post(*, link: RecognitionLink, actor: Viewer) -> RecognitionLink:
    """Take a coordinator off a recognition; `link_post` puts them back."""
    check_can_run_district(actor, link.recognition.counts_for.district)
    with transaction.atomic():
        row = RecognitionLink.objects.select_for_update().get(pk=link.pk)
        row.removed_at = row.removed_at or clock.now()
        row.save(update_fields=["removed_at"])
        audit.record(
            actor=actor, verb="unlink", obj=link.recognition, before={"post": str(link.post)}
        )
    return row


def _change(recognition: Recognition, verb: str, actor: Viewer, **values: object) -> Recognition:
    check_can_run_district(actor, recognition.counts_for.district)
    with transaction.atomic():
        Body.objects.select_for_update().get(pk=recognition.counts_for_id)
        row = Recognition.objects.select_related("body", "counts_for").get(pk=recognition.pk)
        before = audit.snapshot(row, list(values))
        for name, value in values.items():
            setattr(row, name, value)
        _check_alone(row)
        if row.removed_at is None:
            _check_no_circle(row.body, row.counts_for, row.since, row.until)
        row.save(update_fields=list(values))
        audit.record(
            actor=actor, verb=verb, obj=row, before=before, after=audit.snapshot(row, list(values))
        )
    return row


def _link(recognition: Recognition, post: Post) -> RecognitionLink:
    link, created = RecognitionLink.objects.get_or_create(
        municipality_id=recognition.municipality_id, recognition=recognition, post=post
    )
    if not created and link.removed_at is not None:
        link.removed_at = None
        link.save(update_fields=["removed_at"])
    return link


def _check_alone(recognition: Recognition) -> None:
    """Raise NotNow when another recognition of the same two bodies counts on one of its days."""
    if recognition.removed_at is not None:
        return
    other = _overlapping(
        recognition.body,
        recognition.counts_for,
        recognition.since,
        recognition.until,
        but=recognition,
    )
    if other is not None:
        raise NotNow(
            _(
                "この会議体には、%(since)sからのみなしが別にあります。"
                "日が重ならないように、先にそちらを直してください。"
            )
            % {"since": long_date(other.since)}
        )


def _overlapping(
    body: Body,
    counts_for: Body,
    since: date,
    until: date | None,
    *,
    but: Recognition | None = None,
) -> Recognition | None:
    """Another recognition of the same two bodies that has a day between `since` and `until`."""
    others = (
        Recognition.objects.current()
        .filter(municipality_id=counts_for.municipality_id, body=body, counts_for=counts_for)
        .exclude(pk=but.pk if but else None)
        .exclude(until__lt=since)
    )
    return (others if until is None else others.filter(since__lte=until)).first()


def _check_recognition(
    body: Body, counts_for: Body, decided_at: str, links: Sequence[Post]
) -> None:
    fields = {}
    if body == counts_for:
        fields["body"] = _("ほかの会議体を選んでください。")
    elif body.municipality_id != counts_for.municipality_id:
        fields["body"] = _("会議体を一覧から選んでください。")
    if not decided_at.strip():
        fields["decided_at"] = _("どこで決めたかを入力してください。例：地区社協の役員会")
    if fields:
        raise InvalidInput(next(iter(fields.values())), fields)
    _check_links(counts_for, links)


def _check_bodies(body: Body, counts_for: Body, since: date) -> None:
    """Raise when one of the two has ended by `since`, or nobody of `body` serves the district."""
    for each in (body, counts_for):
        if each.ended_on is not None and each.ended_on < since:
            sentence = _(
                "「%(body)s」は%(day)sで終わりになっています。"
                "みなすときは、会議体のページで「終わった日」を消すか、それより前の日にしてください。"
            ) % {"body": each.name, "day": long_date(each.ended_on)}
            raise InvalidInput(sentence, {"body": sentence})
    if not serves_district(body, counts_for.district, on=since):
        sentence = _(
            "「%(body)s」を主催する団体は、%(district)sを担当していません。"
            "みなすときは、先に名簿で、その団体の担当地区に%(district)sを加えてください。"
        ) % {"body": body.name, "district": counts_for.district.name}
        raise InvalidInput(sentence, {"body": sentence})


def _check_no_circle(body: Body, counts_for: Body, since: date, until: date | None) -> None:
    """Raise when meetings of `counts_for` already count for `body`, straight or over others."""
    running = Recognition.objects.current().filter(municipality_id=body.municipality_id)
    running = running.exclude(until__lt=since)
    if until is not None:
        running = running.filter(since__lte=until)
    onward: dict[UUID, set[UUID]] = {}
    for source, target in running.values_list("body_id", "counts_for_id"):
        onward.setdefault(source, set()).add(target)
    reached, waiting = set(), {counts_for.id}
    while waiting:
        reached |= waiting
        waiting = set().union(*(onward.get(each, set()) for each in waiting)) - reached
    if body.id in reached:
        sentence = _(
            "反対に「%(counts_for)s」の会議が、もう「%(body)s」の会議とみなされています。"
            "向きを変えるときは、先にそのみなしを終えてください。"
        ) % {"counts_for": counts_for.name, "body": body.name}
        raise InvalidInput(sentence, {"body": sentence})


def _check_links(counts_for: Body, links: Sequence[Post]) -> None:
    for post in links:
        ours = post.municipality_id == counts_for.municipality_id
        if not ours or post.role != StaffRole.COORDINATOR:
            sentence = _("連絡役は、地域支え合い推進員の役職から選んでください。")
            raise InvalidInput(sentence, {"links": sentence})
