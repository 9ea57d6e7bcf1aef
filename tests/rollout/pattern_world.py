"""A district that begins: its register is in, a pattern is laid over it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sasaeai.accounts.models import DistrictAssignment
from sasaeai.people.models import District, OrganizationDistrict
from sasaeai.rollout.actions.forming import form_district
from sasaeai.rollout.actions.patterns import ensure_patterns, save_as_pattern
from sasaeai.rollout.models import (
    Pattern,
    PatternUse,
    PlannedStep,
)
from sasaeai.rollout.queries.formation import Formation, formation_of
from sasaeai.rollout.queries.formation_choice import FormationChoice, as_proposed
from tests.world import World


def add_district(world: World, name: str) -> District:
    district = District.objects.create(municipality=world.city, name=name, kana="あぶらかわちく")
    council = world.add_organization("chiku_shakyo", f"{name}社会福祉協議会（見本）", district)
    world.posts["officer"] = world.add_post(council, "会長", "油川 試四")
    for number in range(3):
        chokai = world.add_organization("chokai", f"{name}第{number + 1}町会（見本）", district)
        world.add_post(chokai, "会長", f"町会 見本{number}")
    minji = world.add_organization("minjikyo", f"{name}民児協（見本）", district)
    world.add_post(minji, "会長", "民児 見本")
    for name_of in ("社会福祉法人青森市社会福祉協議会", "新城地域包括支援センター（見本）"):
        OrganizationDistrict.objects.create(
            municipality=world.city, organization=world.organizations[name_of], district=district
        )
    DistrictAssignment.objects.create(
        municipality=world.city,
        tenure=world.posts["arai"].tenures.get(),
        district=district,
        since=date(2025, 4, 1),
    )
    return district


def pattern(world: World, code: str) -> Pattern:
    ensure_patterns(actor=world.system)
    return Pattern.objects.get(code=code)


def proposal(world: World, district: District, code: str) -> Formation:
    return formation_of(pattern(world, code), district, viewer=world.viewer("arai"))


def choose(world: World, formation: Formation, **values: object) -> FormationChoice:
    """Everything as proposed, in the hall there is, for reasons that are said."""
    choice = as_proposed(formation)
    bodies = tuple(replace(body, usual_venue=world.venue) for body in choice.bodies)
    given = {"bodies": bodies, "decided_at": "地区社協の役員会", "reason": "名簿に合わせた"}
    return replace(choice, **(given | values))


def form(world: World, district: District, code: str, **values: object) -> PatternUse:
    formation = proposal(world, district, code)
    return form_district(
        district=district,
        pattern=formation.pattern,
        choice=choose(world, formation, **values),
        base_version=formation.use.version if formation.is_applied and formation.use else 0,
        actor=world.viewer("arai"),
    )


def formed_in_ono(world: World) -> dict[str, Any]:
    """A pattern of 大野's own, not out yet, and the plan that 大野 made by it."""
    own = save_as_pattern(
        district=world.ono, name="大野のやり方", summary="幹事会から", actor=world.viewer("arai")
    )
    use = PatternUse.objects.create(
        municipality=world.city,
        district=world.ono,
        pattern=own,
        first_on=date(2027, 1, 20),
        used_by_name="新井 試子",
        version=1,
    )
    step = PlannedStep.objects.create(
        municipality=world.city, use=use, what="案内を出す", due_on=date(2026, 12, 20)
    )
    return {"pattern_id": own.id, "use_id": use.id, "step_id": step.id}
