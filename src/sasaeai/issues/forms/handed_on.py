"""Forms of what goes from body to body, to the city, and into another issue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sasaeai.issues.enums import ConsiderationRole
from sasaeai.issues.forms.personal import OpenWordsForm
from sasaeai.issues.models import Escalation, Issue
from sasaeai.kernel.fields import (
    CleanCharField,
    JapaneseDateField,
    LongTextField,
    VersionedForm,
)
from sasaeai.meetings.models import Body
from sasaeai.people.models import Organization


class PutForwardForm(OpenWordsForm):
    """Before which body an issue is put, and what that meeting is asked for."""

    watched = ("note",)

    to_body = forms.ChoiceField(label=_("どの会議に付議するか"), widget=forms.RadioSelect)
    role = forms.ChoiceField(
        label=_("何をしてもらうか"), choices=ConsiderationRole.choices, widget=forms.RadioSelect
    )
    note = CleanCharField(
        label=_("伝えること"),
        max_length=500,
        required=False,
        help_text=_("議題の説明になります。例：幹事会では、空き地を借りる案になりました。"),
    )

    def __init__(self, *args: Any, bodies: Sequence[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._bodies = {str(body.id): body for body in bodies}
        self.fields["to_body"].choices = [  # type: ignore[attr-defined]
            (key, body.name) for key, body in self._bodies.items()
        ]
        if len(self._bodies) == 1:
            self.initial["to_body"] = next(iter(self._bodies))

    def chosen_body(self) -> Body:
        """The body that was picked."""
        return self._bodies[self.cleaned_data["to_body"]]


class EscalateForm(OpenWordsForm):
    """Whom of the city an issue is asked, what, and by when the answer is hoped for."""

    watched = ("question",)

    to_body = forms.ChoiceField(label=_("市の会議体"), required=False)
    asked = CleanCharField(
        label=_("たずねる先の部署"),
        max_length=200,
        required=False,
        help_text=_("例：都市整備部 道路維持課"),
    )
    question = LongTextField(label=_("たずねること"), limit=2_000)
    answer_by = JapaneseDateField(label=_("返答の期限"), required=False)

    def __init__(
        self,
        *args: Any,
        bodies: Sequence[Body],
        offices: Sequence[Organization],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._bodies = {str(body.id): body for body in bodies}
        self._offices = {office.name: office for office in offices}
        self.names = tuple(self._offices)
        self.fields["to_body"].choices = [  # type: ignore[attr-defined]
            ("", _("会議体ではなく、部署にたずねる")),
            *((key, body.name) for key, body in self._bodies.items()),
        ]
        if self.names:
            self.fields["asked"].widget.attrs["list"] = "office-names"
        if self.has_bodies:
            self.fields["asked"].help_text = _(
                "例：都市整備部 道路維持課。会議体にたずねるときは空けておけます。"
            )
        else:
            self.fields["asked"].required = True

    @property
    def has_bodies(self) -> bool:
        return bool(self._bodies)

    def values(self) -> dict[str, Any]:
        """What `escalate_issue` is given: a name of the register stands for its row."""
        typed = self.cleaned_data
        return {
            "to_body": self._bodies.get(typed["to_body"]),
            "asked": typed["asked"],
            "to_organization": self._offices.get(typed["asked"]),
            "question": typed["question"],
            "answer_by": typed["answer_by"],
        }


class AnswerEscalationForm(VersionedForm, OpenWordsForm):
    """What the city answered, who answered, and when."""

    watched = ("answer",)

    answer = LongTextField(label=_("返答"))
    answered_by = CleanCharField(
        label=_("返答した部署・役職"), max_length=200, help_text=_("例：道路維持課 主査")
    )
    answered_on = JapaneseDateField(label=_("返答の日"))

    def __init__(self, *args: Any, escalation: Escalation, today: date, **kwargs: Any) -> None:
        item = escalation.item
        initial = {
            "answer": escalation.answer or (item.outcome_text if item is not None else ""),
            "answered_by": escalation.answered_by or escalation.asked,
            "answered_on": escalation.answered_on or today,
        }
        super().__init__(*args, version=escalation.version, initial=initial, **kwargs)


class MergeIssueForm(OpenWordsForm):
    """The issue in which another one goes on, and why both are the same."""

    watched = ("reason",)

    into = forms.ChoiceField(label=_("まとめる先の課題"), widget=forms.RadioSelect)
    reason = CleanCharField(
        label=_("同じだと分かったわけ"),
        max_length=200,
        help_text=_("例：どちらも同じ集積所の話だった"),
    )

    def __init__(self, *args: Any, issues: Sequence[Issue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._issues = {str(issue.id): issue for issue in issues}
        self.fields["into"].choices = [  # type: ignore[attr-defined]
            (key, issue.title) for key, issue in self._issues.items()
        ]

    @property
    def has_issues(self) -> bool:
        return bool(self._issues)

    def chosen(self) -> Issue:
        """The issue that was picked."""
        return self._issues[self.cleaned_data["into"]]
