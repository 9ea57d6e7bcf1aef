"""The forms of who covers a district."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sasaeai.kernel.fields import BaseForm, JapaneseDateField
from sasaeai.people.models import Tenure

_CHOOSE = {
    "required": _("推進員を選んでください。"),
    "invalid_choice": _("一覧から選んでください。"),
}


class AssignForm(BaseForm):
    """Which coordinator covers a district, and from when."""

    tenure = forms.ChoiceField(label=_("推進員"), error_messages=_CHOOSE)
    since = JapaneseDateField(label=_("いつから"))

    def __init__(self, *args: Any, terms: Sequence[Tenure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._terms = {str(term.pk): term for term in terms}
        choices = [(key, f"{term.person.name}（{term.post}）") for key, term in self._terms.items()]
        field = self.fields["tenure"]
        field.choices = [("", _("選んでください")), *choices]  # type: ignore[attr-defined]

    def clean_tenure(self) -> Tenure:
        """The term that was chosen."""
        return self._terms[self.cleaned_data["tenure"]]


class EndAssignmentForm(BaseForm):
    """Until when a coordinator covers a district."""

    until = JapaneseDateField(label=_("担当の最後の日"))
