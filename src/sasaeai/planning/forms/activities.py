"""The form of a diary's entry: filled in as far as the last entry and the day tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sasaeai.issues.forms.personal import OpenWordsForm
from sasaeai.issues.models import Issue
from sasaeai.kernel.fields import CleanCharField, JapaneseDateField, LongTextField, VersionedForm
from sasaeai.people.models import District, Organization
from sasaeai.planning.actions.activities import ActivityDetails
from sasaeai.planning.actions.year_notes import WORDS_LIMIT
from sasaeai.planning.enums import ActivityKind
from sasaeai.planning.models import Activity
from sasaeai.planning.queries.year_notes import YearWords

NO_NAMES = _("住民の氏名・番地・病名は書きません。")
_MINUTES = (15, 30, 60, 90, 120)


class ActivityForm(OpenWordsForm):
    """A new entry. Organisations are typed by name, several with 「、」 between them."""

    watched = ("summary", "next_step")

    on = JapaneseDateField(label=_("日"))
    kind = forms.ChoiceField(
        label=_("活動の種類"), choices=ActivityKind.choices, widget=forms.RadioSelect
    )
    summary = CleanCharField(label=_("何をしたか"), max_length=300, help_text=NO_NAMES)
    minutes = CleanCharField(label=_("かかった時間（分）"), max_length=10, required=False)
    districts = forms.MultipleChoiceField(
        label=_("どの地区のことか"), required=False, widget=forms.CheckboxSelectMultiple
    )
    organizations = CleanCharField(
        label=_("相手の団体"),
        max_length=600,
        required=False,
        help_text=_("名簿にある団体の名前を書きます。いくつもあるときは「、」で区切ります。"),
    )
    issue = forms.ChoiceField(label=_("関わる課題"), required=False)
    next_step = CleanCharField(label=_("次にすること"), max_length=200, required=False)

    def __init__(
        self,
        *args: Any,
        choices: tuple[Sequence[District], Sequence[Organization], Sequence[Issue]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        districts, organizations, issues = choices
        self._districts = {str(one.pk): one for one in districts}
        self._organizations = {one.name: one for one in organizations}
        self._issues = {str(one.pk): one for one in issues}
        fields: dict[str, Any] = self.fields
        fields["districts"].choices = [(key, one.name) for key, one in self._districts.items()]
        fields["issue"].choices = [
            ("", _("なし")),
            *((key, one.title) for key, one in self._issues.items()),
        ]
        fields["organizations"].widget.attrs["list"] = "diary-organizations"
        fields["minutes"].widget.attrs |= {
            "inputmode": "numeric", "list": "diary-minutes", "size": "6"
        }  # fmt: skip
        if not self._issues:
            del fields["issue"]

    @property
    def names(self) -> list[str]:
        """Names of organisations, for completion."""
        return list(self._organizations)

    @property
    def usual_minutes(self) -> tuple[int, ...]:
        return _MINUTES

    def clean_minutes(self) -> int | None:
        """A number of minutes, also in full width."""
        typed = self.cleaned_data["minutes"].strip().removesuffix("分")
        if not typed:
            return None
        if not typed.isdecimal() or len(typed) > 4:
            raise forms.ValidationError(_("時間は、分の数字で書いてください。例：45"))
        return int(typed)

    def clean_organizations(self) -> tuple[Organization, ...]:
        """Organisations of the register by their exact names."""
        typed = self.cleaned_data["organizations"].replace(",", "、").replace("，", "、")
        names = list(dict.fromkeys(name.strip() for name in typed.split("、") if name.strip()))
        strange = [name for name in names if name not in self._organizations]
        if strange:
            raise forms.ValidationError(
                _(
                    "「%(name)s」は名簿にありません。名簿の名前のとおりに書くか、"
                    "「何をしたか」の中に書いてください。"
                ),
                params={"name": strange[0]},
            )
        return tuple(self._organizations[name] for name in names)

    def details(self) -> ActivityDetails:
        """What was typed, for the action."""
        values = self.cleaned_data
        return ActivityDetails(
            on=values["on"],
            kind=values["kind"],
            summary=values["summary"],
            minutes=values["minutes"],
            next_step=values["next_step"],
            issue=self._issues.get(values.get("issue", "")),
            districts=tuple(self._districts[key] for key in values["districts"]),
            organizations=values["organizations"],
        )


class EditActivityForm(VersionedForm, ActivityForm):
    """An entry to be put right."""

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, version=activity.version, initial=initial_of(activity), **kwargs)


def initial_of(activity: Activity) -> dict[str, Any]:
    """What an entry says, as the form shows it."""
    return {
        "on": activity.on,
        "kind": activity.kind,
        "summary": activity.summary,
        "minutes": "" if activity.minutes is None else str(activity.minutes),
        "districts": [str(tie.district_id) for tie in activity.districts.all()],
        "organizations": "、".join(tie.organization.name for tie in activity.organizations.all()),
        "issue": str(activity.issue_id or ""),
        "next_step": activity.next_step,
    }


class YearWordsForm(VersionedForm, OpenWordsForm):
    """What a report says of a 年度 in words."""

    watched = ("achieved", "remaining", "next_plan")

    achieved = LongTextField(label=_("成果"), limit=WORDS_LIMIT, required=False)
    remaining = LongTextField(label=_("課題として残ったこと"), limit=WORDS_LIMIT, required=False)
    next_plan = LongTextField(label=_("次の年度の方針"), limit=WORDS_LIMIT, required=False)

    def __init__(self, *args: Any, words: YearWords, **kwargs: Any) -> None:
        names = ("achieved", "remaining", "next_plan")
        initial = {name: getattr(words, name) for name in names}
        super().__init__(*args, version=words.version, initial=initial, **kwargs)
