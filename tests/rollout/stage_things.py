"""What 大野 has of stages, for tests that ask at every address."""

from __future__ import annotations

from typing import Any

from sasaeai.rollout.actions.opinions import add_opinion
from sasaeai.rollout.actions.stages import ensure_stages
from sasaeai.rollout.queries.stages import stages_of
from tests.world import World

VERBS = ("edit", "move", "remove", "restore", "skip", "unskip")
"""What the city may do to stages and their records; none of them belongs to the setting here."""


def roll_out(world: World) -> dict[str, Any]:
    """A stage of the city, an opinion of 大野 at it, and the name of a paper."""
    arai = world.viewer("arai")
    ensure_stages(actor=arai)
    stage = stages_of(arai)[0]
    said = add_opinion(district=world.ono, stage=stage, text="会議が多い", actor=arai)
    return {"stage_id": stage.id, "opinion_id": said.id, "sheet": "purpose"}
