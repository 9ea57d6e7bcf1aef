"""Forms of news between bodies, and of the issue that an item deals with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sasaeai.issues.models import Issue
from sasaeai.kernel.fields import BaseForm, CleanCharField
from sasaeai.meetings.models import Body

NEW_ISSUE = "new"
"""Choice of `RaiseIssueForm` that takes the item up as an issue of its own."""


class PassOnForm(BaseForm):
    """To which sister bodies news of an item goes, and what they should hear."""

    to_bodies = forms.MultipleChoiceField(
        label=_("申し送り"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = CleanCharField(label=_("伝えること"), max_length=500, required=False)

    def __init__(self, *args: Any, bodies: Sequence[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = tuple(bodies)
        self._bodies = {str(body.id): body for body in bodies}
        self.fields["to_bodies"].choices = [  # type: ignore[attr-defined]
            (key, _("%(body)sへ伝える") % {"body": body.name}) for key, body in self._bodies.items()
        ]

    def clean(self) -> dict[str, Any]:
        """News without an address would be lost in silence."""
        values = super().clean() or {}
        was_ticked = bool(self.initial.get("to_bodies"))
        if values.get("note") and not values.get("to_bodies") and not was_ticked:
            self.add_error("to_bodies", _("どの会議に伝えるかを選んでください。"))
        return values

    def chosen(self) -> list[Body]:
        """The ticked bodies."""
        return [self._bodies[key] for key in self.cleaned_data["to_bodies"]]


class RaiseIssueForm(BaseForm):
    """Which issue an agenda item deals with: a new one of its own, or one that is open."""

    issue = forms.ChoiceField(label=_("地域の課題"), required=False)

    def __init__(self, *args: Any, issues: Sequence[Issue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._issues = {str(issue.id): issue for issue in issues}
        self.fields["issue"].choices = [  # type: ignore[attr-defined]
            (NEW_ISSUE, _("この議題を新しい課題にする")),
            *((key, issue.title) for key, issue in self._issues.items()),
        ]

    def chosen(self) -> Issue | None:
        """The open issue that was picked; None for a new one."""
        return self._issues.get(self.cleaned_data["issue"])
