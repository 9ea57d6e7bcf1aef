"""A district that meets already is written down as one that formed its meetings by a pattern."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel.errors import NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import is_told_of
from sasaeai.meetings.enums import MeetingState
from sasaeai.meetings.models import Body, Meeting
from sasaeai.people.access import check_can_run_district
from sasaeai.people.models import District
from sasaeai.rollout.access import check_pattern_is_out
from sasaeai.rollout.models import Pattern, PatternUse, PatternUseBody
from sasaeai.rollout.queries.pattern_shape import shape_of
from sasaeai.rollout.queries.pattern_uses import current_use, standing_of_use


def note_pattern(*, district: District, pattern: Pattern, actor: Viewer) -> PatternUse:
    """Say that a district's bodies, as they are, came about by a pattern. Nothing is made or
    changed: no body, no meeting, no step.

    Refused where the pattern is not out, where the body in its centre is missing, or where the
    district uses a pattern already.
    """
    check_can_run_district(actor, district)
    check_pattern_is_out(pattern, district)
    with transaction.atomic():
        District.objects.select_for_update().get(pk=district.pk)
        other = current_use(district)
        if other is not None:
            raise NotNow(
                _("この地区は、もう「%(pattern)s」を使っています。") % {"pattern": other.pattern}
            )
        shape, there = shape_of(pattern), standing_of_use(district, viewer=actor)
        found = {body.key: there.body_of(body) for body in shape.bodies}
        main = found[shape.main.key]
        if main is None or (main.ended_on is not None and main.ended_on <= actor.on):
            raise NotNow(
                _(
                    "この型の中心になる会議体が、この地区にまだありません。"
                    "「この型で準備する」を押すと、そこから作れます。"
                )
            )
        counting = {shape.main.key, *(body.key for body in shape.bodies if body.counts_for)}
        bodies = {key: body for key, body in found.items() if body is not None}
        use = PatternUse.objects.create(
            municipality_id=district.municipality_id,
            district=district,
            pattern=pattern,
            first_on=_first_on([bodies[key] for key in counting & bodies.keys()], actor),
            used_by_name=actor.name,
            version=1,
        )
        PatternUseBody.objects.bulk_create(
            PatternUseBody(
                municipality_id=district.municipality_id, use=use, key=key, body=body, made=False
            )
            for key, body in bodies.items()
        )
        audit.record(
            actor=actor,
            verb="note pattern",
            obj=use,
            after={"pattern": str(pattern), "bodies": [str(body) for body in bodies.values()]},
        )
    return use


def _first_on(bodies: Sequence[Body], actor: Viewer) -> date:
    """The day of the first meeting of any of the bodies; today when there is none yet."""
    meetings = Meeting.objects.filter(
        is_told_of(), municipality_id=actor.municipality_id, body__in=bodies
    )
    first = meetings.exclude(state=MeetingState.CANCELLED).order_by("starts_at").first()
    return first.held_on if first else actor.on
