"""Tables of planning: targets and notes of a 年度, fewer meetings, coordinators' days."""

from sasaeai.planning.models.activities import (
    Activity,
    ActivityDistrict,
    ActivityOrganization,
)
from sasaeai.planning.models.fewer import BackToBack, HostAnswer, JoinProposal
from sasaeai.planning.models.years import YearNote, YearTarget

__all__ = [
    "Activity",
    "ActivityDistrict",
    "ActivityOrganization",
    "BackToBack",
    "HostAnswer",
    "JoinProposal",
    "YearNote",
    "YearTarget",
]
