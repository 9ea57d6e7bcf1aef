"""How far a new site is: what the first visit leads through (地区 → 団体 → 会議体 → 会議)."""

from __future__ import annotations

from dataclasses import dataclass

from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import visible_bodies, visible_meetings
from sasaeai.people.access import visible_districts, visible_organizations
from sasaeai.people.models import District


@dataclass(frozen=True, slots=True)
class Start:
    """What the viewer's districts have so far: counts of rows."""

    districts: tuple[District, ...]
    organizations: int
    bodies: int
    meetings: int

    @property
    def is_under_way(self) -> bool:
        """Whether there has been a meeting, planned or held: nobody needs to be led any more."""
        return self.meetings > 0


def start_of(viewer: Viewer) -> Start:
    """How far the viewer's districts are. Four queries; asked only while きょう is empty."""
    return Start(
        districts=tuple(visible_districts(viewer)),
        organizations=visible_organizations(viewer).count(),
        bodies=visible_bodies(viewer).count(),
        meetings=visible_meetings(viewer).count(),
    )
