"""Districts of a city: made, renamed, split and merged (地区の分割・統合).

Nothing moves from an ended district: it keeps its meetings and whoever served it goes on reading
them. What goes on is begun anew in the new districts: which organisations serve them, whose halls
they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max, ProtectedError, Q
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel.display import long_date
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.text import clean_line
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import check_can_change_districts
from sasaeai.people.models import District, DistrictChange, OrganizationDistrict, Venue
from sasaeai.people.queries.districts import ChangeGroup, change_group, hall_before

YEARS_BACK, YEARS_AHEAD = 5, 5
"""How far from today a change may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDistrict:
    """A district that begins by a split or merger."""

    name: str
    kana: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoesOn:
    """What of the old goes on where: ids to places in the list of the new districts.

    organizations: each to the districts it serves; one that is not named serves none of them.
    halls: each to its district; one that is not named stays with the old one.
    """

    organizations: Mapping[UUID, Sequence[int]] = field(default_factory=dict)
    halls: Mapping[UUID, int] = field(default_factory=dict)


def create_district(*, name: str, kana: str = "", actor: Viewer) -> District:
    """Enter a district that stands by itself, last in the order."""
    check_can_change_districts(actor)
    with transaction.atomic():
        return _create(NewDistrict(name=name, kana=kana), None, actor)


def rename_district(
    *, district: District, name: str, kana: str, base_name: str, actor: Viewer
) -> District:
    """Give a district its new name. base_name: the name its text began from; NotNow for another."""
    check_can_change_districts(actor)
    with transaction.atomic():
        row = District.objects.select_for_update().get(
            municipality_id=actor.municipality_id, pk=district.pk
        )
        if row.name != base_name:
            raise NotNow(
                _("ほかの人が名前を「%(name)s」に直しました。ページを開き直してください。")
                % {"name": row.name}
            )
        before = audit.snapshot(row, ["name", "kana"])
        row.name, row.kana = _free_name(name, actor, but=row), clean_line(kana)
        row.save(update_fields=["name", "kana"])
        after = audit.snapshot(row, ["name", "kana"])
        audit.record(actor=actor, verb="rename", obj=row, before=before, after=after)
    return row


def split_district(
    *,
    old: District,
    into: Sequence[NewDistrict],
    on: date,
    decided_at: str = "",
    goes_on: GoesOn | None = None,
    actor: Viewer,
) -> list[District]:
    """Let a district go on as two or more from a day on; its own last day is the day before."""
    if len(into) < 2:
        sentence = _("分けたあとの地区の名前を、二つ以上入力してください。")
        raise InvalidInput(sentence, {"names": sentence})
    return _change([old], into, on, decided_at, goes_on, actor)


def merge_districts(
    *,
    olds: Sequence[District],
    into: NewDistrict,
    on: date,
    decided_at: str = "",
    goes_on: GoesOn | None = None,
    actor: Viewer,
) -> District:
    """Let districts go on as one from a day on; their own last day is the day before."""
    if len({old.pk for old in olds}) < 2:
        sentence = _("合わせる地区を、二つ以上選んでください。")
        raise InvalidInput(sentence, {"olds": sentence})
    return _change(olds, [into], on, decided_at, goes_on, actor)[0]


def undo_change(*, district: District, actor: Viewer) -> ChangeGroup:
    """Take a split or merger back while nothing happened in the new districts.

    district: one of the old or new ones. Raises NotNow when something of a new one would be lost.
    """
    check_can_change_districts(actor)
    with transaction.atomic():
        group = change_group(district)
        if group is None:
            raise NotNow(_("この地区には、元に戻す分割・統合がありません。"))
        list(District.objects.select_for_update().filter(pk__in=[one.pk for one in group.olds]))
        for new in group.news:
            _unmake(new, group, actor)
        for old in group.olds:
            before = audit.snapshot(old, ["until"])
            old.until = None
            old.save(update_fields=["until"])
            audit.record(actor=actor, verb="undo change", obj=old, before=before)
    return group


# ── Pieces ───────────────────────────────────────────────────────────────────────────────────────


def _change(
    olds: Sequence[District],
    into: Sequence[NewDistrict],
    on: date,
    decided_at: str,
    goes_on: GoesOn | None,
    actor: Viewer,
) -> list[District]:
    check_can_change_districts(actor)
    _check_day(on, actor)
    _check_names(olds, into)
    with transaction.atomic():
        rows = list(
            District.objects.select_for_update().filter(
                municipality_id=actor.municipality_id, pk__in=[old.pk for old in olds]
            )
        )
        for row in rows:
            _end(row, on, actor)
        news = [_create(new, on, actor) for new in into]
        for old in rows:
            for new in news:
                change = DistrictChange.objects.create(
                    municipality_id=actor.municipality_id,
                    old=old,
                    new=new,
                    on=on,
                    decided_at=clean_line(decided_at)[:120],
                )
                audit.record(actor=actor, verb="create", obj=change, after={"on": on.isoformat()})
        wanted = goes_on or _everything(rows, len(news))
        _carry_organizations(rows, news, wanted, first_day(on, actor), actor)
        _move_halls(rows, news, wanted, actor)
    return news


def first_day(on: date, actor: Viewer) -> date:
    """From when the new districts' people keep them: at once, so that what comes is prepared."""
    return min(on, actor.on)


def _everything(olds: list[District], count: int) -> GoesOn:
    rows = OrganizationDistrict.objects.filter(
        municipality_id=olds[0].municipality_id, district__in=olds
    )
    ids = rows.values_list("organization_id", flat=True)
    return GoesOn(organizations={each: range(count) for each in ids})


def _check_day(on: date, actor: Viewer) -> None:
    if not actor.on.year - YEARS_BACK <= on.year <= actor.on.year + YEARS_AHEAD:
        sentence = _("変わる日が、きょうから離れすぎています。年を確かめてください。")
        raise InvalidInput(sentence, {"on": sentence})


def _check_names(olds: Sequence[District], into: Sequence[NewDistrict]) -> None:
    names = [clean_line(new.name) for new in into]
    same = {old.name for old in olds} & set(names)
    if same:
        sentence = _(
            "「%(name)s」は、いまの地区の名前です。自分自身に分けたり合わせたりはできません。"
            "新しい地区には、別の名前を入力してください。"
        ) % {"name": min(same)}
        raise InvalidInput(sentence, {"names": sentence})
    if len(set(names)) < len(names):
        sentence = _("新しい地区の名前は、それぞれ別の名前にしてください。")
        raise InvalidInput(sentence, {"names": sentence})


def _end(row: District, on: date, actor: Viewer) -> None:
    if row.until is not None:
        raise NotNow(
            _("%(district)sは、%(day)sまでの地区になっています。もう分けたり合わせたりできません。")
            % {"district": row.name, "day": long_date(row.until)}
        )
    if row.since is not None and on <= row.since:
        sentence = _("%(district)sは%(day)sにできる地区です。それよりあとの日にしてください。") % {
            "district": row.name,
            "day": long_date(row.since),
        }
        raise InvalidInput(sentence, {"on": sentence})
    row.until = on - timedelta(days=1)
    row.save(update_fields=["until"])
    audit.record(actor=actor, verb="end", obj=row, after={"until": row.until.isoformat()})


def _create(new: NewDistrict, since: date | None, actor: Viewer) -> District:
    districts = District.objects.filter(municipality_id=actor.municipality_id)
    district = District.objects.create(
        municipality_id=actor.municipality_id,
        name=_free_name(new.name, actor),
        kana=clean_line(new.kana)[:100],
        position=(districts.aggregate(last=Max("position"))["last"] or 0) + 1,
        since=since,
    )
    audit.record(
        actor=actor, verb="create", obj=district, after=audit.snapshot(district, ["name", "since"])
    )
    return district


def _free_name(name: str, actor: Viewer, but: District | None = None) -> str:
    cleaned = clean_line(name)
    fault = ""
    if not 0 < len(cleaned) <= District._meta.get_field("name").max_length:
        fault = _("地区の名前を60文字までで入力してください。")
    twins = District.objects.filter(municipality_id=actor.municipality_id, name=cleaned)
    if twins.exclude(pk=but.pk if but else None).exists():
        fault = _(
            "「%(name)s」という地区は、もうあります（なくなった地区の名前も使えません）。"
            "別の名前を入力してください。"
        ) % {"name": cleaned}
    if fault:
        raise InvalidInput(fault, {"name": fault, "names": fault})
    return cleaned


def _carry_organizations(
    olds: list[District], news: list[District], wanted: GoesOn, since: date, actor: Viewer
) -> None:
    """Let organisations of the old serve the new districts too; their old lines stay."""
    lines = OrganizationDistrict.objects.filter(
        Q(until__isnull=True) | Q(until__gte=since),
        municipality_id=actor.municipality_id,
        district__in=olds,
    )
    made: dict[tuple[UUID, int], OrganizationDistrict] = {}
    for line in lines:
        for place in wanted.organizations.get(line.organization_id, ()):
            begins = since if line.since is None else max(since, line.since)
            made.setdefault(
                (line.organization_id, place),
                OrganizationDistrict(
                    municipality_id=actor.municipality_id,
                    organization_id=line.organization_id,
                    district=news[place],
                    since=begins,
                    until=line.until,
                ),
            )
    OrganizationDistrict.objects.bulk_create(made.values())
    for place, new in enumerate(news):
        ids = sorted(str(organization) for organization, at in made if at == place)
        audit.record(actor=actor, verb="carry on", obj=new, after={"organizations": ids})


def _move_halls(olds: list[District], news: list[District], wanted: GoesOn, actor: Viewer) -> None:
    halls = Venue.objects.select_for_update().filter(
        municipality_id=actor.municipality_id, district__in=olds, pk__in=wanted.halls
    )
    for hall in halls:
        before = audit.snapshot(hall, ["district"])
        hall.district = news[wanted.halls[hall.pk]]
        hall.version += 1
        hall.save(update_fields=["district", "version"])
        after = audit.snapshot(hall, ["district"])
        audit.record(actor=actor, verb="change district", obj=hall, before=before, after=after)


def _unmake(new: District, group: ChangeGroup, actor: Viewer) -> None:
    """Take a new district away with what the change itself wrote; NotNow when there is more."""
    city = {"municipality_id": actor.municipality_id}
    for hall in Venue.objects.filter(**city, district=new):
        came_from = hall_before(hall)
        if came_from in {old.pk for old in group.olds}:
            before = audit.snapshot(hall, ["district"])
            hall.district_id = came_from
            hall.version += 1
            hall.save(update_fields=["district", "version"])
            audit.record(actor=actor, verb="undo change", obj=hall, before=before)
    carried = OrganizationDistrict.objects.filter(**city, district__in=group.olds)
    OrganizationDistrict.objects.filter(
        **city, district=new, organization__in=carried.values("organization_id")
    ).delete()
    DistrictChange.objects.filter(**city, new=new).delete()
    audit.record(actor=actor, verb="undo change", obj=new)
    try:
        new.delete()
    except ProtectedError as error:
        raise NotNow(
            _(
                "%(district)sにはもう記録があるので、元に戻せません。"
                "名前を直すときは「名前を直す」を使ってください。"
            )
            % {"district": new.name}
        ) from error
