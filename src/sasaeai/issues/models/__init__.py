"""Tables of issues: troubles, their path, who does what, what raisers are told."""

from sasaeai.issues.models.handed_on import Escalation, PassedOn, PutForward
from sasaeai.issues.models.issues import Consideration, Issue, IssueEntry
from sasaeai.issues.models.seasons import DisasterEffort, DistrictDrawing, SeasonAnswer
from sasaeai.issues.models.troubles import Answer, Introduction, Trouble
from sasaeai.issues.models.who_does_what import Action, ActionReminder

__all__ = [
    "Action",
    "ActionReminder",
    "Answer",
    "Consideration",
    "DisasterEffort",
    "DistrictDrawing",
    "Escalation",
    "Introduction",
    "Issue",
    "IssueEntry",
    "PassedOn",
    "PutForward",
    "SeasonAnswer",
    "Trouble",
]
