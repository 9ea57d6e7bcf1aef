"""Forming a district's meetings by a pattern: all of it written at once, and nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel.display import long_date
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings import actions as meetings
from sasaeai.meetings.models import Body, Recognition
from sasaeai.people.access import check_can_run_district
from sasaeai.people.models import District
from sasaeai.rollout.access import check_pattern_is_out
from sasaeai.rollout.actions.first_meeting import stale_said, write_first_meeting
from sasaeai.rollout.actions.pattern_steps import write_steps
from sasaeai.rollout.actions.taking_back import bring_back, kept_of
from sasaeai.rollout.models import Pattern, PatternUse, PatternUseBody
from sasaeai.rollout.queries.formation import BodyPlan, Formation, formation_of
from sasaeai.rollout.queries.formation_choice import (
    BodyChoice,
    Difference,
    FormationChoice,
    differences,
)
from sasaeai.rollout.queries.formation_seen import version_seen
from sasaeai.rollout.queries.pattern_uses import last_use

TEXT_LIMIT = 2_000


def form_district(
    *,
    district: District,
    pattern: Pattern,
    choice: FormationChoice,
    base_version: int,
    actor: Viewer,
) -> PatternUse:
    """Write down a district's meetings as it chose them: bodies, hosts, members, みなし, the first
    meetings with agenda, calls and letter, and the time plan.

    Where the district uses a pattern already, only what differs is changed. base_version: that of
    the use the page was made from, 0 for none. What leaves the pattern wants a reason.
    """
    check_can_run_district(actor, district)
    check_pattern_is_out(pattern, district)
    with transaction.atomic():
        District.objects.select_for_update().get(pk=district.pk)
        use = _use_to_write(district, base_version, actor)
        formation = formation_of(pattern, district, viewer=actor)
        changes = differences(formation, choice)
        _check(formation, choice, changes)
        use = _write_use(use, formation, choice, changes, actor)
        made = _write_bodies(use, formation, choice, actor)
        _recognize(formation, choice, made, actor)
        for plan in formation.bodies:
            if plan.key in made:
                with _naming(plan.key):
                    write_first_meeting(
                        row=made[plan.key],
                        plan=plan,
                        chosen=_chosen(choice, plan.key),
                        formation=formation,
                        choice=choice,
                        actor=actor,
                    )
        write_steps(use, choice.steps, actor=actor)
        audit.record(actor=actor, verb="form", obj=use, after=_story(use, made, choice))
    return use


def _use_to_write(district: District, base_version: int, actor: Viewer) -> PatternUse | None:
    """The use that stands, or the one taken back, which comes back first; None for a first one."""
    use = last_use(district)
    standing = use is not None and use.removed_at is None
    if (use.version if use and standing else 0) != base_version:
        raise NotNow(
            _(
                "この地区の立ち上げは、ほかの人がさきほど書き込みました。"
                "ページを開き直すと、いまのすがたが出ます。"
            )
        )
    if use is not None and not standing:
        use = bring_back(use, actor=actor)
    return use


def _check(formation: Formation, choice: FormationChoice, changes: list[Difference]) -> None:
    fields = {}
    if not choice.reason.strip() and any(change.needs_reason for change in changes):
        fields["reason"] = _(
            "型から変えたところがあります。変えた理由をひとこと入力してください。変えたところ：%(what)s"
        ) % {"what": "".join(change.sentence for change in changes if change.needs_reason)}
    main = next(body for body in choice.bodies if body.key == formation.main.key)
    if not main.wanted:
        fields[f"{main.key}-wanted"] = _(
            "この会議体は型の中心なので外せません。ほかの型を選ぶか、名称や回数を直してください。"
        )
    plans = {plan.key: plan for plan in formation.bodies}
    for body in choice.bodies:
        if body.wanted and body.on not in (None, plans[body.key].on) and body.on <= formation.today:
            fields[f"{body.key}-on"] = _("最初の会議の日は、あした以後の日にしてください。")
        if body.wanted and body.on is not None and body.usual_venue is None:
            fields[f"{body.key}-usual_venue"] = _("会場を選んでください。")
        if body.wanted and body.on is not None and body.usual_start is None:
            fields[f"{body.key}-usual_start"] = _("開始の時刻を入力してください。")
    if fields:
        raise InvalidInput(next(iter(fields.values())), fields)


def _write_use(
    use: PatternUse | None,
    formation: Formation,
    choice: FormationChoice,
    changes: list[Difference],
    actor: Viewer,
) -> PatternUse:
    main = next(body for body in choice.bodies if body.key == formation.main.key)
    values = {
        "pattern": formation.pattern,
        "first_on": main.on or formation.first_on,
        "changed": "".join(f"{change.sentence}\n" for change in changes)[:TEXT_LIMIT].strip(),
        "reason": choice.reason.strip()[:TEXT_LIMIT],
        "used_by_name": actor.name,
    }
    if use is None:
        return PatternUse.objects.create(
            municipality_id=formation.district.municipality_id,
            district=formation.district,
            version=1,
            **values,
        )
    for name, value in values.items():
        setattr(use, name, value)
    use.version += 1
    use.save(update_fields=[*values, "version"])
    return use


# ── Bodies ───────────────────────────────────────────────────────────────────────────────────────


def _write_bodies(
    use: PatternUse, formation: Formation, choice: FormationChoice, actor: Viewer
) -> dict[str, PatternUseBody]:
    """The rows of a use, by key; a body that prepares another comes after it."""
    made: dict[str, PatternUseBody] = {}
    for plan in sorted(formation.bodies, key=lambda each: bool(each.shape.prepares)):
        chosen = _chosen(choice, plan.key)
        if not chosen.wanted:
            continue
        with _naming(plan.key):
            made[plan.key] = _write_body(use, plan, chosen, made, actor)
    return made


def _write_body(
    use: PatternUse,
    plan: BodyPlan,
    chosen: BodyChoice,
    made: dict[str, PatternUseBody],
    actor: Viewer,
) -> PatternUseBody:
    tenant = {"municipality_id": use.municipality_id}
    row = PatternUseBody.objects.filter(**tenant, use=use, key=plan.key).first()
    found = chosen.found or (row.body if row else None)
    if row is None:
        body = found or _made(use, plan, chosen, made, actor)
        row = PatternUseBody(**tenant, use=use, key=plan.key, body=body, made=found is None)
    elif found is not None and row.body_id != found.id:
        row.body, row.made, row.before, row.added = found, False, {}, []
    if found is None or _may_change(plan, found, actor):
        if found is not None:
            row.before = row.before or ({} if row.made else kept_of(found))
            _change(row.body, plan, chosen, made, actor)
        added, gone = _write_members(row.body, plan, chosen, actor)
        earlier = row.before.get("taken_off", [])
        if not row.made:
            left = [*earlier, *(each for each in gone if each not in row.added)]
            kept = [each for each in left if each not in added]
            row.before = {**row.before, "then": kept_of(row.body), "taken_off": kept}
        on = [each for each in row.added if each not in gone]
        row.added = [*on, *(each for each in added if each not in earlier)]
    row.save()
    return row


def _may_change(plan: BodyPlan, found: Body, actor: Viewer) -> bool:
    """A body that the pattern only uses is left as it is, and one of others always."""
    return not plan.shape.existing and actor.may_run(found.district_id)


def _made(
    use: PatternUse,
    plan: BodyPlan,
    chosen: BodyChoice,
    made: dict[str, PatternUseBody],
    actor: Viewer,
) -> Body:
    return meetings.create_body(
        district=use.district,
        details=_details(plan, chosen, made),
        hosts=chosen.hosts,
        actor=actor,
    )


def _details(
    plan: BodyPlan, chosen: BodyChoice, made: dict[str, PatternUseBody]
) -> meetings.BodyDetails:
    prepared = made.get(plan.shape.prepares)
    return meetings.BodyDetails(
        name=chosen.name,
        kind=plan.shape.kind,
        purpose=chosen.purpose,
        yearly_target=chosen.yearly_target,
        usual_start=chosen.usual_start,
        usual_minutes=chosen.usual_minutes,
        usual_venue=chosen.usual_venue,
        usual_regime=chosen.regime,
        prepares=prepared.body if prepared else None,
    )


def _change(
    body: Body,
    plan: BodyPlan,
    chosen: BodyChoice,
    made: dict[str, PatternUseBody],
    actor: Viewer,
) -> None:
    """Change a body that stands, where the choice differs from it."""
    details = _details(plan, chosen, made)
    if details.prepares is None and body.prepares is not None:
        details = replace(details, prepares=body.prepares)
    hosts = tuple(host.organization for host in body.hosts.select_related("organization"))
    if details == _details_of(body) and hosts == chosen.hosts:
        return
    with stale_said(body):
        meetings.edit_body(
            body=body,
            details=details,
            hosts=chosen.hosts,
            base_version=version_seen(body, chosen.seen.body),
            actor=actor,
        )
    body.refresh_from_db()


def _details_of(body: Body) -> meetings.BodyDetails:
    """A body as it stands, as the actions take it."""
    return meetings.BodyDetails(
        **{name: getattr(body, name) for name in meetings.BodyDetails.__slots__}
    )


def _write_members(
    body: Body, plan: BodyPlan, chosen: BodyChoice, actor: Viewer
) -> tuple[list[str], list[str]]:
    """Make the chosen posts usual members and take off those that were unticked.

    Who became a member since the page was opened stays one, and who was taken off stays off.
    Returns the posts that were put on and those that were taken off, by id.
    """
    wanted = {post.id for post in chosen.posts}
    members = body.members.filter(removed_at__isnull=True).select_related("body__district")
    standing = {member.post_id: member for member in members}
    added: list[str] = []
    gone: list[str] = []
    for post in chosen.posts:
        if post.id not in standing and str(post.id) not in chosen.seen.members:
            meetings.add_member(body=body, post=post, actor=actor)
            added.append(str(post.id))
    offered = {choice.post.id for kind in plan.kinds for choice in kind.posts}
    unticked = {post for post in offered - wanted if str(post) in chosen.seen.ticked}
    for post_id, member in standing.items():
        if post_id in unticked:
            meetings.remove_member(member=member, actor=actor)
            gone.append(str(post_id))
    return added, gone


# ── Recognition ──────────────────────────────────────────────────────────────────────────────────


def _recognize(
    formation: Formation,
    choice: FormationChoice,
    made: dict[str, PatternUseBody],
    actor: Viewer,
) -> None:
    """Let one body's meetings count for the other where the pattern says so; once."""
    for plan in formation.bodies:
        row, main = made.get(plan.key), made.get(plan.shape.counts_for)
        if row is None or main is None:
            continue
        there = Recognition.objects.current().filter(
            municipality_id=row.municipality_id, body=row.body, counts_for=main.body
        )
        running = next((each for each in there if each.runs_on(actor.on)), None)
        if running is None:
            row.recognition = meetings.recognize_body(
                body=row.body,
                counts_for=main.body,
                since=actor.on,
                decided_at=choice.decided_at,
                decided_on=choice.decided_on,
                condition=choice.condition,
                links=choice.coordinators,
                actor=actor,
            )
            row.save(update_fields=["recognition"])
            continue
        carried = set(running.links.filter(removed_at=None).values_list("post_id", flat=True))
        for post in choice.coordinators:
            if post.id not in carried:
                meetings.link_post(recognition=running, post=post, actor=actor)


# ── Inside ───────────────────────────────────────────────────────────────────────────────────────


def _chosen(choice: FormationChoice, key: str) -> BodyChoice:
    return next(body for body in choice.bodies if body.key == key)


@contextmanager
def _naming(key: str) -> Iterator[None]:
    """Name the fields of a refusal as the form of a pattern does: 「key-field」."""
    try:
        yield
    except InvalidInput as refusal:
        renamed = {"venue": "usual_venue", "start": "usual_start", "end": "usual_minutes"}
        fields = {
            f"{key}-{renamed.get(name, name)}": sentence
            for name, sentence in refusal.fields.items()
        }
        raise InvalidInput(refusal.message, fields) from refusal


def _story(
    use: PatternUse, made: dict[str, PatternUseBody], choice: FormationChoice
) -> dict[str, object]:
    """The whole of it in one audit row; the parts have rows of their own beside it."""
    return {
        "pattern": str(use.pattern),
        "first_on": use.first_on,
        "bodies": [
            f"{row.body}{'（新しく作成）' if row.made else ''}"
            + (f" {long_date(row.meeting.held_on)}" if row.meeting else "")
            for row in made.values()
        ],
        "steps": [f"{step.due_on} {step.what}" for step in choice.steps],
        "changed": use.changed,
        "reason": use.reason,
    }
