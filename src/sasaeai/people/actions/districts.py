"""Districts of a city: made, renamed, split and merged (地区の分割・統合).

Nothing moves from an ended district: it keeps its meetings and whoever served it goes on reading
them. What goes on is begun anew in the new districts: which organisations serve them, whose halls
they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel.display import long_date
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.text import clean_line
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import check_can_change_districts
from sasaeai.people.actions.carrying import (
    GoesOn,
    carry_organizations,
    move_halls,
    return_halls,
    take_back_organizations,
)
from sasaeai.people.models import District, DistrictChange, OrganizationDistrict
from sasaeai.people.queries.districts import ChangeGroup, change_group

YEARS_BACK, YEARS_AHEAD = 5, 5
"""How far from today a change may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDistrict:
    """A district that begins by a split or merger."""

    name: str
    kana: str = ""


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


def join_district(
    *,
    olds: Sequence[District],
    into: District,
    on: date,
    decided_at: str = "",
    goes_on: GoesOn | None = None,
    actor: Viewer,
) -> District:
    """Let districts go on in one that is there already, from a day on (編入)."""
    if into.pk in {old.pk for old in olds} or not olds:
        sentence = _("編入する地区と、編入先の地区を、それぞれ選んでください。")
        raise InvalidInput(sentence, {"olds": sentence})
    if into.until is not None or (into.since is not None and into.since >= on):
        sentence = _(
            "編入先には、%(day)sの前からあって、終わりの決まっていない地区を選んでください。"
        )
        sentence %= {"day": long_date(on)}
        raise InvalidInput(sentence, {"join": sentence})
    check_can_change_districts(actor)
    _check_day(on, actor)
    with transaction.atomic():
        rows = _ended(olds, on, actor)
        news = [District.objects.get(municipality_id=actor.municipality_id, pk=into.pk)]
        _carry(rows, news, on, decided_at, goes_on, actor)
    return news[0]


def undo_change(*, district: District, actor: Viewer) -> ChangeGroup:
    """Take a split or merger back while nothing happened in the new districts.

    district: one of the old or new ones. Raises NotNow when something of a new one would be lost;
    in a district that was there before, what somebody edited stays and is named (`kept`).
    """
    check_can_change_districts(actor)
    with transaction.atomic():
        group = change_group(district)
        if group is None:
            raise NotNow(_("この地区には、元に戻す分割・統合がありません。"))
        list(District.objects.select_for_update().filter(pk__in=[one.pk for one in group.olds]))
        kept: list[str] = []
        for new in group.news:
            kept += _unmake(new, group, actor)
        for old in group.olds:
            before = audit.snapshot(old, ["until"])
            old.until = None
            old.save(update_fields=["until"])
            audit.record(actor=actor, verb="undo change", obj=old, before=before)
    return replace(group, kept=tuple(kept))


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
        rows = _ended(olds, on, actor)
        news = [_create(new, on, actor) for new in into]
        _carry(rows, news, on, decided_at, goes_on, actor)
    return news


def _ended(olds: Sequence[District], on: date, actor: Viewer) -> list[District]:
    rows = list(
        District.objects.select_for_update().filter(
            municipality_id=actor.municipality_id, pk__in=[old.pk for old in olds]
        )
    )
    for row in rows:
        _end(row, on, actor)
    return rows


def _carry(
    olds: list[District],
    news: list[District],
    on: date,
    decided_at: str,
    goes_on: GoesOn | None,
    actor: Viewer,
) -> None:
    for old in olds:
        for new in news:
            change = DistrictChange.objects.create(
                municipality_id=actor.municipality_id,
                old=old,
                new=new,
                on=on,
                decided_at=clean_line(decided_at)[:120],
            )
            audit.record(actor=actor, verb="create", obj=change, after={"on": on.isoformat()})
    wanted = goes_on or _everything(olds, len(news))
    carry_organizations(olds, news, wanted, first_day(on, actor), actor)
    move_halls(olds, news, wanted, actor)


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


def _unmake(new: District, group: ChangeGroup, actor: Viewer) -> list[str]:
    """Take back what the change itself wrote for a district, and the district that it made.

    Returns the names whose lines stay. NotNow when a district that it made holds more than that.
    """
    return_halls(new, group, actor)
    kept = take_back_organizations(new, group, actor)
    DistrictChange.objects.filter(
        municipality_id=actor.municipality_id, new=new, old__in=group.olds
    ).delete()
    audit.record(actor=actor, verb="undo change", obj=new)
    if group.is_joined:
        return kept
    check_nothing_kept(new, kept)
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
    return []


def check_nothing_kept(new: District, kept: Sequence[str]) -> None:
    """Raise when a district would go with lines that somebody edited."""
    if kept:
        raise NotNow(
            _(
                "%(district)sを担当する期間が、そのあと直されているので、元に戻せません（%(names)s）。"
                "先に、その担当から%(district)sを外してください。"
            )
            % {"district": new.name, "names": "、".join(kept)}
        )
