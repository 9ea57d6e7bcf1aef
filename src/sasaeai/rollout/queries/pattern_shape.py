"""What a pattern says, as one value: for the page, for editing, for writing it down at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any
from uuid import UUID

from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import BodyKind, Regime
from sasaeai.people.models import OrganizationKind
from sasaeai.rollout.enums import PatternPart
from sasaeai.rollout.models import Pattern, PatternBody, PatternItem, PatternKind, PatternStep

DISTRICT = "{district}"
"""Stands in names and letters for the name of the district that uses the pattern."""


@dataclass(frozen=True, slots=True)
class ItemShape:
    """An item of a first agenda. kind: `ItemKind`; minutes: 0 for no time of its own."""

    title: str
    kind: str
    minutes: int = 10


@dataclass(frozen=True, slots=True)
class StepShape:
    """What is done how many days before the first meeting (negative: after it), and by whom."""

    days_before: int
    what: str
    who: str = ""

    @property
    def days_after(self) -> int:
        """Days after the first meeting, of a step that comes after it."""
        return -self.days_before


@dataclass(frozen=True, slots=True)
class BodyShape:
    """A body of a pattern; see `PatternBody`. hosts, members, links: codes of kinds.

    titles: posts called of a kind, one a line, where it is not the first post; (code, titles).
    """

    key: str
    kind: str
    name: str
    purpose: str = ""
    hosts: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    titles: tuple[tuple[str, str], ...] = ()
    items: tuple[ItemShape, ...] = ()
    existing: bool = False
    yearly_target: int = 3
    usual_start: time | None = None
    usual_minutes: int = 60
    regime: str = Regime.OPEN
    prepares: str = ""
    counts_for: str = ""
    first_after_days: int = 0

    @property
    def kind_word(self) -> str:
        return str(BodyKind(self.kind).label)

    def titles_of(self, code: str) -> tuple[str, ...]:
        """Titles of posts called of a kind; () for the first post of each organisation."""
        return tuple(dict(self.titles).get(code, "").splitlines())


@dataclass(frozen=True, slots=True)
class PatternShape:
    """All that a pattern says, without where it came from and whether it is approved."""

    name: str
    summary: str
    suits: str = ""
    notice_lead: str = ""
    bodies: tuple[BodyShape, ...] = ()
    steps: tuple[StepShape, ...] = ()

    @property
    def main(self) -> BodyShape:
        """The body whose first meeting is the 第1回 that days are counted from."""
        own = [body for body in self.bodies if not body.existing]
        plain = [body for body in own if not body.prepares]
        return (plain or own or list(self.bodies))[0]

    @property
    def yearly(self) -> int:
        """Meetings a year that count as those of the main body, by its target."""
        return self.main.yearly_target if self.bodies else 0


BODY_COLUMNS = (
    "key",
    "kind",
    "name",
    "purpose",
    "existing",
    "yearly_target",
    "usual_start",
    "usual_minutes",
    "regime",
    "prepares",
    "counts_for",
    "first_after_days",
)
"""Columns of `PatternBody` that a `BodyShape` carries under the same name."""


_MOST_KEPT = 500
_kept: dict[tuple[UUID, int], PatternShape] = {}
"""Shapes read before. Their parts are only written together with a new version of the pattern."""


def shape_of(pattern: Pattern) -> PatternShape:
    """What one pattern says. Four queries at the first look."""
    return shapes_of([pattern])[pattern.id]


def shapes_of(patterns: Sequence[Pattern]) -> dict[UUID, PatternShape]:
    """What patterns say, by pattern. Four queries, however many there are; none for those that this
    process has read at the same version.
    """
    found = {
        pattern.id: shape
        for pattern in patterns
        if (shape := _kept.get((pattern.id, pattern.version))) is not None
    }
    if new := [pattern for pattern in patterns if pattern.id not in found]:
        read = _read_shapes(new)
        if len(_kept) + len(read) > _MOST_KEPT:
            _kept.clear()
        _kept.update({(pattern.id, pattern.version): read[pattern.id] for pattern in new})
        found |= read
    return found


def _read_shapes(patterns: Sequence[Pattern]) -> dict[UUID, PatternShape]:
    ids = [pattern.id for pattern in patterns]
    municipality = patterns[0].municipality_id
    rows = PatternBody.objects.filter(municipality_id=municipality, pattern_id__in=ids)
    bodies = _by(rows.order_by("position"), "pattern_id")
    kinds = PatternKind.objects.filter(municipality_id=municipality, body__pattern_id__in=ids)
    by_kind = _by(kinds.select_related("kind").order_by("position", "kind__position"), "body_id")
    items = PatternItem.objects.filter(municipality_id=municipality, body__pattern_id__in=ids)
    by_item = _by(items.order_by("position"), "body_id")
    steps = PatternStep.objects.filter(municipality_id=municipality, pattern_id__in=ids)
    by_step = _by(steps.order_by("-days_before", "created_at"), "pattern_id")
    return {
        pattern.id: PatternShape(
            name=pattern.name,
            summary=pattern.summary,
            suits=pattern.suits,
            notice_lead=pattern.notice_lead,
            bodies=tuple(
                _body(row, by_kind[row.id], by_item[row.id]) for row in bodies[pattern.id]
            ),
            steps=tuple(
                StepShape(row.days_before, row.what, row.who) for row in by_step[pattern.id]
            ),
        )
        for pattern in patterns
    }


def kinds_by_code(viewer: Viewer) -> dict[str, OrganizationKind]:
    """Kinds of organisation of the viewer's municipality, in their order. One query."""
    kinds = OrganizationKind.objects.filter(municipality_id=viewer.municipality_id)
    return {kind.code: kind for kind in kinds.order_by("position", "name")}


def _body(
    row: PatternBody, kinds: Iterable[PatternKind], items: Iterable[PatternItem]
) -> BodyShape:
    kinds = list(kinds)

    def codes(part: PatternPart) -> tuple[str, ...]:
        return tuple(each.kind.code for each in kinds if each.part == part)

    return BodyShape(
        **{name: getattr(row, name) for name in BODY_COLUMNS},
        hosts=codes(PatternPart.HOST),
        members=codes(PatternPart.MEMBER),
        links=codes(PatternPart.LINK),
        titles=tuple(
            (each.kind.code, each.titles)
            for each in kinds
            if each.part == PatternPart.MEMBER and each.titles
        ),
        items=tuple(ItemShape(each.title, each.kind, each.minutes) for each in items),
    )


def _by(rows: Iterable[Any], column: str) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return found
