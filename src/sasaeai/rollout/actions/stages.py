"""The stages themselves: the five of the source to begin with, then as the city names them."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.models import Municipality
from sasaeai.rollout.access import check_can_keep_stages
from sasaeai.rollout.enums import Milestone, StagePaper
from sasaeai.rollout.models import Stage

NAME_LIMIT, STEP_LIMIT = 60, 200
MOST_STAGES = 12
MOST_DAYS = 1_500
_FIELDS = ("name", "next_step", "milestone", "stuck_days", "papers")


@dataclass(frozen=True, slots=True)
class StageValues:
    """What a city says of a stage. papers: codes of `StagePaper`; stuck_days: 1 to 1,500."""

    name: str
    next_step: str = ""
    milestone: str = Milestone.TOLD
    stuck_days: int = 90
    papers: tuple[str, ...] = ()


# Source: 青森市「地域支え合い会議について」資料① last page, 「今後の展開」 ① to ④, and the yearly rhythm
# of its 5W1H. The days are ours: the source gives none.
SEEDS = {
    "officers": StageValues(
        "役員打合せ",
        "地区社協の役員と日取りを決め、会議の趣旨・集まる範囲・時期・場所を話し合う",
        Milestone.TOLD,
        60,
        (StagePaper.PURPOSE,),
    ),
    "briefing": StageValues(
        "市・市社協による説明会",
        "説明会の日と会場を決め、地区の団体に声をかける",
        Milestone.TOLD,
        90,
        (StagePaper.PURPOSE, StagePaper.PROGRAMME, StagePaper.OPINIONS),
    ),
    "talks": StageValues(
        "地区での話し合い",
        "会議の進め方（だれが集まり、いつ、どこで、だれが運営するか）を地区で決める",
        Milestone.TOLD,
        90,
        (StagePaper.PLAN, StagePaper.OPINIONS),
    ),
    "first": StageValues(
        "第1回開催",
        "第1回の日を決め、案内を出す",
        Milestone.FIRST_HELD,
        120,
        (StagePaper.PLAN,),
    ),
    "regular": StageValues(
        "定例化",
        "次の会議の日を決める（年3〜4回）",
        Milestone.REGULAR,
        180,
    ),
}


def ensure_stages(*, actor: Viewer) -> list[Stage]:
    """Give the actor's municipality the five stages of the source where it has none at all.

    Whoever needs them first may do it: it only fills in what every city begins with. Stages that
    the city changed or took out stay as they are. Returns the new ones, [] when there were some.
    """
    with transaction.atomic():
        # The municipality is the lock: two people who need them at once meet here.
        Municipality.objects.select_for_update().get(pk=actor.municipality_id)
        if Stage.objects.filter(municipality_id=actor.municipality_id).exists():
            return []
        made = []
        for position, (code, values) in enumerate(SEEDS.items(), start=1):
            stage = Stage(municipality_id=actor.municipality_id, code=code, position=position)
            made.append(_filled(stage, values))
            stage.save()
            audit.record(actor=actor, verb="seed", obj=stage, after={"code": code})
    return made


def add_stage(*, values: StageValues, actor: Viewer) -> Stage:
    """Add a stage behind the others. InvalidInput names the fields of `StageValues`."""
    check_can_keep_stages(actor)
    _check(values)
    with transaction.atomic():
        Municipality.objects.select_for_update().get(pk=actor.municipality_id)
        stages = Stage.objects.filter(municipality_id=actor.municipality_id)
        if stages.filter(removed_at=None).count() >= MOST_STAGES:
            raise NotNow(
                _("段階は%(n)d個までです。使わない段階を先に外してください。") % {"n": MOST_STAGES}
            )
        last = stages.order_by("-position").values_list("position", flat=True).first() or 0
        stage = Stage(
            municipality_id=actor.municipality_id,
            code=f"own-{uuid.uuid4().hex[:12]}",
            position=last + 1,
        )
        _filled(stage, values).save()
        audit.record(actor=actor, verb="create", obj=stage, after=audit.snapshot(stage, _FIELDS))
    return stage


def edit_stage(*, stage: Stage, values: StageValues, base_version: int, actor: Viewer) -> Stage:
    """Say otherwise what a stage is. Refuses a newer text by somebody else (StaleEdit)."""
    check_can_keep_stages(actor)
    _check(values)
    yours = asdict(values) | {"papers": list(values.papers)}
    with transaction.atomic():
        row = _locked(stage, actor)
        check_version(row, base_version, yours=yours)
        before = audit.snapshot(row, _FIELDS)
        _filled(row, values)
        row.version += 1
        row.save(update_fields=[*_FIELDS, "version"])
        after = audit.snapshot(row, _FIELDS)
        audit.record(actor=actor, verb="edit", obj=row, before=before, after=after)
    return row


def move_stage(*, stage: Stage, step: int, actor: Viewer) -> Stage:
    """Put a stage one place earlier (step -1) or later (1) among those in use.

    At the end of the line nothing changes.
    """
    check_can_keep_stages(actor)
    if step not in {-1, 1}:
        raise InvalidInput(_("前へ動かすか、後へ動かすかを選んでください。"))
    with transaction.atomic():
        row = _locked(stage, actor)
        stages = list(
            Stage.objects.current()
            .filter(municipality_id=actor.municipality_id)
            .order_by("position", "created_at")
        )
        place = next((n for n, one in enumerate(stages) if one.pk == row.pk), None)
        if place is None:
            raise NotNow(_("この段階は外してあります。先に元に戻してください。"))
        other = place + step
        if not 0 <= other < len(stages):
            return row
        stages[place], stages[other] = stages[other], stages[place]
        for position, one in enumerate(stages, start=1):
            if one.position != position:
                one.position = position
                one.save(update_fields=["position"])
        audit.record(
            actor=actor,
            verb="move",
            obj=row,
            before={"place": place + 1},
            after={"place": other + 1},
        )
    return row


def remove_stage(*, stage: Stage, actor: Viewer) -> Stage:
    """Take a stage out of the board; what was written of it is kept for `restore_stage`."""
    check_can_keep_stages(actor)
    with transaction.atomic():
        row = _locked(stage, actor)
        if row.removed_at is not None:
            return row
        left = Stage.objects.current().filter(municipality_id=actor.municipality_id)
        if left.count() == 1:
            raise NotNow(_("最後の一つは外せません。先に別の段階を加えてください。"))
        return _set_removed(row, actor, verb="remove")


def restore_stage(*, stage: Stage, actor: Viewer) -> Stage:
    """Put back what `remove_stage` took out, where it stood."""
    check_can_keep_stages(actor)
    with transaction.atomic():
        row = _locked(stage, actor)
        return row if row.removed_at is None else _set_removed(row, actor, verb="restore")


def _set_removed(row: Stage, actor: Viewer, *, verb: str) -> Stage:
    before = audit.snapshot(row, ["removed_at"])
    row.removed_at = clock.now() if verb == "remove" else None
    row.version += 1
    row.save(update_fields=["removed_at", "version"])
    after = audit.snapshot(row, ["removed_at"])
    audit.record(actor=actor, verb=verb, obj=row, before=before, after=after)
    return row


def _locked(stage: Stage, actor: Viewer) -> Stage:
    """The stage as it stands now. The municipality is the lock of their order."""
    Municipality.objects.select_for_update().get(pk=actor.municipality_id)
    return Stage.objects.get(pk=stage.pk, municipality_id=actor.municipality_id)


def _filled(stage: Stage, values: StageValues) -> Stage:
    stage.name = values.name
    stage.next_step = values.next_step
    stage.milestone = values.milestone
    stage.stuck_days = values.stuck_days
    stage.papers = [str(code) for code in values.papers]
    return stage


def _check(values: StageValues) -> None:
    wrong: dict[str, str] = {}
    if not values.name.strip():
        wrong["name"] = _("段階の名前を入力してください。例：地区での話し合い")
    _check_length(wrong, "name", values.name, NAME_LIMIT)
    _check_length(wrong, "next_step", values.next_step, STEP_LIMIT)
    if not 1 <= values.stuck_days <= MOST_DAYS:
        wrong["stuck_days"] = _("1日から%(n)d日の間で入力してください。") % {"n": MOST_DAYS}
    if values.milestone not in Milestone.values:
        wrong["milestone"] = _("いつ済みになるかを選んでください。")
    if not _known(values.papers):
        wrong["papers"] = _("紙を一覧から選んでください。")
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), wrong)


def _known(papers: Collection[str]) -> bool:
    return set(StagePaper.values).issuperset(str(code) for code in papers)


def _check_length(wrong: dict[str, str], name: str, text: str, limit: int) -> None:
    if len(text) > limit:
        wrong[name] = _("%(limit)s文字までです。短くしてください。") % {"limit": limit}
