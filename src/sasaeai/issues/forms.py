"""Forms of issues, of who does what by when, and of news between bodies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sasaeai.issues.enums import IssueStatus, TroubleVia
from sasaeai.issues.models import Action, Issue, Trouble
from sasaeai.kernel.fields import (
    BaseForm,
    CleanCharField,
    JapaneseDateField,
    LongTextField,
    VersionedForm,
)
from sasaeai.meetings.models import Body, Topic
from sasaeai.people.models import District, Organization

NEW_ISSUE = "new"
"""Choice of `RaiseIssueForm` that takes the item up as an issue of its own."""


class ActionForm(BaseForm):
    """Who does what by when. Left empty it says nothing, and nothing is added."""

    what = CleanCharField(label=_("何を"), max_length=300, required=False)
    who = CleanCharField(
        label=_("だれが"),
        max_length=160,
        required=False,
        help_text=_("団体と役職を書きます。例：白旗野町会 会長"),
    )
    due_on = JapaneseDateField(label=_("いつまでに"), required=False)

    def __init__(self, *args: Any, names: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = tuple(names)
        if self.names:
            self.fields["who"].widget.attrs["list"] = f"{self.prefix or 'action'}-names"

    @property
    def is_filled(self) -> bool:
        """Whether a promise was typed, or something is wrong with what was typed."""
        if not self.is_valid():
            return True
        return any(self.cleaned_data[name] for name in ("what", "who", "due_on"))


class EditActionForm(VersionedForm):
    """A promise to be corrected."""

    what = CleanCharField(label=_("何を"), max_length=300)
    who = CleanCharField(label=_("だれが"), max_length=160)
    due_on = JapaneseDateField(label=_("いつまでに"), required=False)

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        initial = {"what": action.what, "who": action.who, "due_on": action.due_on}
        kwargs.setdefault("initial", initial)
        super().__init__(*args, version=action.version, **kwargs)


class FinishActionForm(BaseForm):
    """That it was done, and what came of it."""

    done_on = JapaneseDateField(label=_("終わった日"))
    result = CleanCharField(
        label=_("結果"),
        max_length=300,
        required=False,
        help_text=_("次の会議の次第に「前回からの引きつぎ」として載ります。"),
    )


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


class IssueForm(BaseForm):
    """A community issue in the few words that everybody in the district recognises."""

    title = CleanCharField(
        label=pgettext_lazy("one", "課題"),
        max_length=120,
        help_text=_("例：冬のあいだ、ごみ集積所まで歩けない"),
    )
    topic = forms.ModelChoiceField(
        label=_("話題"),
        queryset=Topic.objects.none(),
        required=False,
        empty_label=_("決めない"),
        error_messages={"invalid_choice": _("話題を一覧から選んでください。")},
    )
    area = CleanCharField(
        label=_("場所（おおまかに）"),
        max_length=100,
        required=False,
        help_text=_("町会や通りの名前までにします。番地は書きません。"),
    )
    troubled = CleanCharField(
        label=_("困っている人（どんな人か）"),
        max_length=120,
        required=False,
        help_text=_("例：一人で暮らす高齢の方。氏名は書きません。"),
    )
    owner = forms.ModelChoiceField(
        label=_("受け持つ団体"),
        queryset=Organization.objects.none(),
        required=False,
        empty_label=_("まだ決まっていない"),
        error_messages={"invalid_choice": _("団体を一覧から選んでください。")},
    )

    def __init__(self, *args: Any, district: District | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if district is not None:
            self.fields["topic"].queryset = Topic.objects.filter(  # type: ignore[attr-defined]
                municipality_id=district.municipality_id
            )
            self.fields["owner"].queryset = Organization.objects.filter(  # type: ignore[attr-defined]
                municipality_id=district.municipality_id, served__district=district
            ).distinct()


class NewIssueForm(IssueForm):
    """An issue that came up outside a meeting."""

    district = forms.ChoiceField(label=_("地区"))
    text = CleanCharField(
        label=_("きっかけ"),
        max_length=500,
        required=False,
        help_text=_("どこから聞いた話か。例：町会の役員会で出た"),
    )
    field_order = ("district", "title", "topic", "area", "troubled", "text", "owner")

    def __init__(self, *args: Any, districts: Sequence[District], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._districts = {str(district.id): district for district in districts}
        self.fields["district"].choices = [  # type: ignore[attr-defined]
            (key, district.name) for key, district in self._districts.items()
        ]
        if len(self._districts) == 1:
            self.fields["district"].widget = forms.HiddenInput()

    def chosen_district(self) -> District:
        """The district that was picked."""
        return self._districts[self.cleaned_data["district"]]


class EditIssueForm(VersionedForm, IssueForm):
    """An issue to be corrected."""

    def __init__(self, *args: Any, issue: Issue, **kwargs: Any) -> None:
        names = ("title", "topic", "area", "troubled", "owner")
        kwargs.setdefault("initial", {name: getattr(issue, name) for name in names})
        super().__init__(*args, version=issue.version, district=issue.district, **kwargs)


class MoveIssueForm(BaseForm):
    """A step on the path of an issue: what happened, and where it stands now."""

    status = forms.ChoiceField(label=_("いまの状態"), widget=forms.RadioSelect)
    text = LongTextField(label=_("経過"), limit=500, help_text=_("いつ、何があったかを書きます。"))

    def __init__(self, *args: Any, statuses: Sequence[IssueStatus], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [  # type: ignore[attr-defined]
            (status.value, status.label) for status in statuses
        ]


class CloseIssueForm(BaseForm):
    """Why an issue comes to its end."""

    reason = CleanCharField(
        label=_("終結の理由"),
        max_length=200,
        help_text=_("困りごとを寄せた方への答えにもなります。例：町会と協力して当番ができた"),
    )


class ReopenIssueForm(BaseForm):
    """Why a closed issue is taken up again."""

    reason = CleanCharField(label=_("もう一度取り上げる理由"), max_length=500)


NO_NAMES = _("住民の氏名・番地・病名は書きません。どんな人が、どこで、何に困っているかを書きます。")
"""The rule that stands beside every field for a trouble (L-02)."""


class TroubleWords(BaseForm):
    """What was raised and by whom."""

    text = LongTextField(label=_("困りごと"), help_text=NO_NAMES)
    raised_by = CleanCharField(
        label=_("だれから"),
        max_length=200,
        help_text=_("団体と役職を書きます。例：白旗野町会 会長"),
    )


class NewTroubleForm(TroubleWords):
    """A trouble that came by telephone, at the counter or in a meeting."""

    district = forms.ChoiceField(label=_("地区"))
    via = forms.ChoiceField(label=_("届き方"))
    raised_on = JapaneseDateField(label=_("届いた日"))
    field_order = ("district", "text", "raised_by", "via", "raised_on")

    def __init__(
        self, data: Any = None, *, districts: Sequence[District], today: date, **kwargs: Any
    ) -> None:
        super().__init__(data, initial={"raised_on": today, "via": TroubleVia.PHONE}, **kwargs)
        self._districts = {str(district.id): district for district in districts}
        self.fields["district"].choices = [  # type: ignore[attr-defined]
            (key, district.name) for key, district in self._districts.items()
        ]
        self.fields["via"].choices = [  # type: ignore[attr-defined]
            choice for choice in TroubleVia.choices if choice[0] != TroubleVia.WEB
        ]
        if len(self._districts) == 1:
            self.fields["district"].widget = forms.HiddenInput()
            self.initial["district"] = next(iter(self._districts))

    def chosen_district(self) -> District:
        """The district that was picked."""
        return self._districts[self.cleaned_data["district"]]


class EditTroubleForm(VersionedForm, TroubleWords):
    """The words of a trouble to be put right."""

    def __init__(self, *args: Any, trouble: Trouble, **kwargs: Any) -> None:
        initial = {"text": trouble.text, "raised_by": trouble.raised_by}
        super().__init__(*args, version=trouble.version, initial=initial, **kwargs)


class SettleTroubleForm(BaseForm):
    """Why a trouble does not become an issue."""

    reason = CleanCharField(
        label=_("課題にしないわけ"),
        max_length=200,
        help_text=_("困りごとを寄せた方への答えにもなります。例：市の除雪の窓口につないだ"),
    )


class JoinIssueForm(BaseForm):
    """The open issue that a trouble is part of."""

    issue = forms.ChoiceField(label=_("いまある課題"))

    def __init__(self, *args: Any, issues: Sequence[Issue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._issues = {str(issue.id): issue for issue in issues}
        self.fields["issue"].choices = [  # type: ignore[attr-defined]
            (key, issue.title) for key, issue in self._issues.items()
        ]

    @property
    def has_issues(self) -> bool:
        return bool(self._issues)

    def chosen(self) -> Issue:
        """The issue that was picked."""
        return self._issues[self.cleaned_data["issue"]]
