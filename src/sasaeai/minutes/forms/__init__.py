"""Forms of the minutes room."""

from sasaeai.minutes.forms.circular_copies import CircularCopiesForm, ReadingsForm
from sasaeai.minutes.forms.circulars import CircularForm
from sasaeai.minutes.forms.public import PublicVersionForm, ReturnForm, WithdrawForm
from sasaeai.minutes.forms.texts import ApprovalForm, DayForm, RevisionForm

__all__ = [
    "ApprovalForm",
    "CircularCopiesForm",
    "CircularForm",
    "DayForm",
    "PublicVersionForm",
    "ReadingsForm",
    "ReturnForm",
    "RevisionForm",
    "WithdrawForm",
]
