"""A district is split or merged: bodies end with it and begin anew, nobody is locked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from sasaeai.accounts.actions import carry_assignments, uncarry_assignments
from sasaeai.audit import actions as audit
from sasaeai.audit.models import Entry
from sasaeai.kernel.display import long_date, short_date
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import is_told_of
from sasaeai.meetings.actions.district_recognitions import (
    carry_recognitions,
    end_recognitions,
    take_back_recognitions,
    take_up_recognitions,
)
from sasaeai.meetings.models import Body, BodyHost, BodyMember, Meeting
from sasaeai.meetings.queries.district_changes import going_bodies, meetings_in_the_way
from sasaeai.people.access import check_can_change_districts
from sasaeai.people.actions import (
    GoesOn,
    NewDistrict,
    check_nothing_kept,
    join_district,
    merge_districts,
    split_district,
    undo_change,
)
from sasaeai.people.actions.districts import first_day
from sasaeai.people.models import District
from sasaeai.people.queries.districts import ChangeGroup, change_group

SHOWN = 3
_COPIED = (
    "kind", "purpose", "yearly_target", "usual_start", "usual_minutes", "usual_venue",
    "usual_regime", "position",
)  # fmt: skip
_ENDED = "end with district"


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictChoices:
    """What goes on where (`GoesOn`), and of which bodies the new districts get one like it.

    bodies: ids of bodies to places in the list of the new districts.
    """

    goes_on: GoesOn
    bodies: Mapping[UUID, Sequence[int]] = field(default_factory=dict)


def change_districts(
    *,
    olds: Sequence[District],
    into: Sequence[NewDistrict],
    on: date,
    decided_at: str = "",
    choices: DistrictChoices,
    join: District | None = None,
    actor: Viewer,
) -> list[District]:
    """Split one district or merge several from a day on, with all that goes on.

    join: a district that is there already and takes the old ones up (編入); `into` is empty then.
    Refused while one of them has a meeting on that day or later: NotNow for what is planned,
    InvalidInput on "on" for what was held, with the first day that would do.
    """
    check_can_change_districts(actor)
    with transaction.atomic():
        _check_meetings(olds, on)
        goes_on = choices.goes_on
        words = {"on": on, "decided_at": decided_at, "goes_on": goes_on, "actor": actor}
        if join is not None:
            news = [join_district(olds=olds, into=join, **words)]
        elif len(into) == 1:
            news = [merge_districts(olds=olds, into=into[0], **words)]
        else:
            news = _split(olds, into, words)
        since = first_day(on, actor)
        carry_assignments(olds=olds, news=news, since=since, actor=actor)
        bodies = going_bodies(olds, on)
        made = _copy_bodies(bodies, news, choices.bodies, actor)
        carry_recognitions(bodies, news, made, on, actor)
        last_day = on - timedelta(days=1)
        end_recognitions([body for body in bodies if _ends_by(body, last_day)], last_day, actor)
        for body in bodies:
            _end_body(body, last_day, actor)
    return news


def undo_district_change(*, district: District, actor: Viewer) -> ChangeGroup:
    """Take a split or merger back while nothing happened in the new districts.

    Bodies that began by it and were never used go with them; those that ended by it go on. What
    somebody edited since in a district that was there before stays, and is named (`kept`).
    """
    check_can_change_districts(actor)
    with transaction.atomic():
        group = change_group(district)
        if group is None:
            raise NotNow(_("この地区には、元に戻す分割・統合がありません。"))
        _check_unused(group)
        _unmake_bodies(group, actor)
        kept = _uncarried(group, actor)
        undone = undo_change(district=district, actor=actor)
        bodies = list(
            Body.objects.filter(municipality_id=actor.municipality_id, district__in=group.olds)
        )
        last_day = group.on - timedelta(days=1)
        take_up_recognitions(bodies, last_day, actor)
        for body in bodies:
            _take_up_body(body, last_day, actor)
    return replace(undone, kept=(*undone.kept, *kept))


# ── Pieces ───────────────────────────────────────────────────────────────────────────────────────


def _uncarried(group: ChangeGroup, actor: Viewer) -> list[str]:
    """Take the coordinators' assignments back; the names of those that stay."""
    rows = uncarry_assignments(olds=group.olds, news=group.news, actor=actor)
    if not group.is_joined:
        for new in group.news:
            check_nothing_kept(new, [str(row.tenure.post) for row in rows if row.district == new])
    return [str(row.tenure.post) for row in rows]


def _ends_by(body: Body, last_day: date) -> bool:
    """A body that had no earlier end of its own."""
    return body.ended_on is None or body.ended_on > last_day


def _split(
    olds: Sequence[District], into: Sequence[NewDistrict], words: dict[str, object]
) -> list[District]:
    if len(olds) != 1:
        sentence = _("分ける地区は一つです。合わせてから分けるときは、二回に分けてください。")
        raise InvalidInput(sentence, {"olds": sentence})
    return split_district(old=olds[0], into=into, **words)  # type: ignore[arg-type]


def _check_meetings(olds: Sequence[District], on: date) -> None:
    there = meetings_in_the_way(olds, on)
    if not there:
        return
    held = [meeting for meeting in there if meeting.is_held]
    if held:
        sentence = _(
            "%(day)sよりあとに開いた会議があります（%(meetings)s）。"
            "会議はもとの地区の記録に残るので、%(first)sよりあとの日にしてください。"
        ) % {
            "day": long_date(on),
            "meetings": _listed(held),
            "first": long_date(held[-1].held_on),
        }
        raise InvalidInput(sentence, {"on": sentence})
    raise NotNow(
        _(
            "%(day)sよりあとに予定している会議があります（%(meetings)s）。"
            "先に、会議の計画のページで日付を早めるか、中止にしてください。"
        )
        % {"day": long_date(on), "meetings": _listed(there)}
    )


def _listed(meetings: list[Meeting]) -> str:
    shown = "、".join(f"{short_date(each.held_on)} {each.body.name}" for each in meetings[:SHOWN])
    more = len(meetings) - SHOWN
    return shown + (_("ほか%(count)d件") % {"count": more} if more > 0 else "")


def _copy_bodies(
    bodies: list[Body],
    news: list[District],
    wanted: Mapping[UUID, Sequence[int]],
    actor: Viewer,
) -> dict[tuple[UUID, int], Body]:
    made: dict[tuple[UUID, int], Body] = {}
    for body in bodies:
        for place in wanted.get(body.pk, ()):
            made[body.pk, place] = _copied(body, news[place], actor)
    for body in bodies:
        for place in wanted.get(body.pk, ()):
            plenary = made.get((body.prepares_id, place)) if body.prepares_id else None
            if plenary is not None:
                copy = made[body.pk, place]
                copy.prepares = plenary
                copy.save(update_fields=["prepares"])
    return made


def _copied(body: Body, new: District, actor: Viewer) -> Body:
    name = body.name.replace(body.district.name, new.name)
    copy = Body.objects.create(
        municipality_id=actor.municipality_id,
        district=new,
        name=name[: Body._meta.get_field("name").max_length],
        **{column: getattr(body, column) for column in _COPIED},
    )
    for host in body.hosts.all():
        BodyHost.objects.create(
            municipality_id=actor.municipality_id,
            body=copy,
            organization_id=host.organization_id,
            position=host.position,
        )
    for member in body.members.filter(removed_at__isnull=True):
        BodyMember.objects.create(
            municipality_id=actor.municipality_id,
            body=copy,
            post_id=member.post_id,
            position=member.position,
        )
    audit.record(actor=actor, verb="create", obj=copy, after={"like": body.pk})
    return copy


def _end_body(body: Body, last_day: date, actor: Viewer) -> None:
    before = audit.snapshot(body, ["ended_on"])
    body.ended_on = last_day
    body.version += 1
    body.save(update_fields=["ended_on", "version"])
    after = audit.snapshot(body, ["ended_on"])
    audit.record(actor=actor, verb=_ENDED, obj=body, before=before, after=after)


def _take_up_body(body: Body, last_day: date, actor: Viewer) -> None:
    entry = (
        Entry.objects.filter(
            municipality_id=body.municipality_id,
            object_type=Body._meta.label_lower,
            object_id=body.pk,
            verb=_ENDED,
        )
        .order_by("-at")
        .first()
    )
    if entry is None or body.ended_on != last_day:
        return
    before = audit.snapshot(body, ["ended_on"])
    earlier = entry.before.get("ended_on")
    body.ended_on = date.fromisoformat(earlier) if earlier else None
    body.version += 1
    body.save(update_fields=["ended_on", "version"])
    audit.record(actor=actor, verb="undo change", obj=body, before=before)


def _check_unused(group: ChangeGroup) -> None:
    city = {"municipality_id": group.olds[0].municipality_id}
    bodies = Body.objects.filter(**city, district__in=group.news)
    if group.is_joined:  # its own bodies have nothing to do with the change
        bodies = bodies.filter(pk__in=_copies(group))
    used = Meeting.objects.filter(is_told_of(), **city, body__in=bodies)
    first = used.select_related("body").order_by("starts_at").first()
    if first is not None:
        raise NotNow(
            _("新しい地区で会議の準備が始まっているので（%(day)s %(body)s）、元に戻せません。")
            % {"day": short_date(first.held_on), "body": first.body.name}
        )
    if bodies.filter(version__gt=_new_version()).exists():
        raise NotNow(_("新しい地区の会議体がもう直されているので、元に戻せません。"))


def _new_version() -> int:
    return int(Body._meta.get_field("version").default)


def _copies(group: ChangeGroup) -> list[UUID]:
    """The bodies that began by the change, like one of the old districts."""
    city = {"municipality_id": group.olds[0].municipality_id}
    olds = Body.objects.filter(**city, district__in=group.olds).values_list("pk", flat=True)
    entries = Entry.objects.filter(
        **city,
        object_type=Body._meta.label_lower,
        object_id__in=Body.objects.filter(**city, district__in=group.news).values("pk"),
        verb="create",
        after__has_key="like",
    )
    like = {str(pk) for pk in olds}
    return [
        entry.object_id for entry in entries if entry.object_id and str(entry.after["like"]) in like
    ]


def _unmake_bodies(group: ChangeGroup, actor: Viewer) -> None:
    """Take away bodies that began by the change; other bodies stop the undo by themselves."""
    copies = list(Body.objects.filter(pk__in=_copies(group)))
    take_back_recognitions(copies, actor)
    for body in copies:
        audit.record(actor=actor, verb="undo change", obj=body)
    ids = [body.pk for body in copies]
    city = {"municipality_id": actor.municipality_id}
    BodyMember.objects.filter(**city, body__in=ids).delete()
    BodyHost.objects.filter(**city, body__in=ids).delete()
    Body.objects.filter(**city, pk__in=ids).update(prepares=None)
    try:
        Body.objects.filter(**city, pk__in=ids).delete()
    except ProtectedError as error:
        raise NotNow(_("新しい地区の会議体がもう使われているので、元に戻せません。")) from error
