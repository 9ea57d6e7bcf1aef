"""Forms of troubles, issues, who does what by when, and what goes from body to body."""

from sasaeai.issues.forms.assign import (
    ActionForm,
    EditActionForm,
    FinishActionForm,
    OpenActionForm,
)
from sasaeai.issues.forms.handed_on import (
    AnswerEscalationForm,
    EscalateForm,
    MergeIssueForm,
    PutForwardForm,
)
from sasaeai.issues.forms.news import NEW_ISSUE, PassOnForm, RaiseIssueForm
from sasaeai.issues.forms.path import (
    CloseIssueForm,
    EditIssueForm,
    IssueForm,
    MoveIssueForm,
    NewIssueForm,
    ReopenIssueForm,
)
from sasaeai.issues.forms.personal import OpenWordsForm
from sasaeai.issues.forms.troubles import (
    NO_NAMES,
    AnswerTroubleForm,
    BringTroubleForm,
    EditTroubleForm,
    JoinIssueForm,
    NewTroubleForm,
    ReferTroubleForm,
    SettleTroubleForm,
    TroubleWords,
)

__all__ = [
    "NEW_ISSUE",
    "NO_NAMES",
    "ActionForm",
    "AnswerEscalationForm",
    "AnswerTroubleForm",
    "BringTroubleForm",
    "CloseIssueForm",
    "EditActionForm",
    "EditIssueForm",
    "EditTroubleForm",
    "EscalateForm",
    "FinishActionForm",
    "IssueForm",
    "JoinIssueForm",
    "MergeIssueForm",
    "MoveIssueForm",
    "NewIssueForm",
    "NewTroubleForm",
    "OpenActionForm",
    "OpenWordsForm",
    "PassOnForm",
    "PutForwardForm",
    "RaiseIssueForm",
    "ReferTroubleForm",
    "ReopenIssueForm",
    "SettleTroubleForm",
    "TroubleWords",
]
