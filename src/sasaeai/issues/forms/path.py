"""Forms of an issue: its words, its moves, its end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sasaeai.directory.enums import Season
from sasaeai.issues.enums import IssueStatus
from sasaeai.issues.forms.personal import OpenWordsForm
from sasaeai.issues.models import Issue
from sasaeai.kernel.fields import CleanCharField, LongTextField, VersionedForm
from sasaeai.meetings.models import Topic
from sasaeai.people.models import District, Organization

MOST_HOUSEHOLDS = 1_000_000

WORDS = ("title", "topic", "area", "troubled", "description", "households", "season")
PARTS = ("residents_part", "agencies_part", "city_part")


class IssueForm(OpenWordsForm):
    """A community issue in the few words that everybody in the district recognises."""

    watched = (
        "title",
        "description",
        "area",
        "troubled",
        "text",
        "residents_part",
        "agencies_part",
        "city_part",
    )

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
    description = LongTextField(
        label=_("どんなことが起きているか"),
        required=False,
        help_text=_("いつ・どこで・何に困っているか。住民の氏名・番地・病名は書きません。"),
    )
    households = forms.IntegerField(
        label=_("困っている世帯（およそ）"),
        required=False,
        min_value=0,
        max_value=MOST_HOUSEHOLDS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "8"}),
        help_text=_("分かる範囲で、およその数を書きます。例：20"),
        error_messages={
            "invalid": _("世帯の数は、数字だけで入力してください。例：20"),
            "min_value": _("世帯の数は、0以上で入力してください。"),
            "max_value": _("世帯の数が大きすぎます。確かめてください。"),
        },
    )
    season = forms.ChoiceField(
        label=_("季節"), choices=Season.choices, initial=Season.ALL_YEAR, required=False
    )
    residents_part = LongTextField(label=_("住民ができること"), required=False, limit=2_000)
    agencies_part = LongTextField(label=_("支援機関ができること"), required=False, limit=2_000)
    city_part = LongTextField(label=_("市・市社協ができること"), required=False, limit=2_000)
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

    def clean_season(self) -> str:
        """What nobody chose is as it was, at first all the year."""
        return self.cleaned_data["season"] or self.initial.get("season") or Season.ALL_YEAR


class NewIssueForm(IssueForm):
    """An issue that came up outside a meeting."""

    district = forms.ChoiceField(label=_("地区"))
    text = CleanCharField(
        label=_("きっかけ"),
        max_length=500,
        required=False,
        help_text=_("どこから聞いた話か。例：町会の役員会で出た"),
    )
    field_order = ("district", "title", "topic", "area", "troubled", "text", *PARTS, "owner")

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
        names = (*WORDS, *PARTS, "owner")
        kwargs.setdefault("initial", {name: getattr(issue, name) for name in names})
        super().__init__(*args, version=issue.version, district=issue.district, **kwargs)


class MoveIssueForm(OpenWordsForm):
    """A step on the path of an issue: what happened, and where it stands now."""

    watched = ("text",)

    status = forms.ChoiceField(label=_("いまの状態"), widget=forms.RadioSelect)
    text = LongTextField(label=_("経過"), limit=500, help_text=_("いつ、何があったかを書きます。"))

    def __init__(self, *args: Any, statuses: Sequence[IssueStatus], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [  # type: ignore[attr-defined]
            (status.value, status.label) for status in statuses
        ]


class CloseIssueForm(OpenWordsForm):
    """Why an issue comes to its end."""

    watched = ("reason",)

    reason = CleanCharField(
        label=_("終結の理由"),
        max_length=200,
        help_text=_("困りごとを寄せた方への答えにもなります。例：町会と協力して当番ができた"),
    )


class ReopenIssueForm(OpenWordsForm):
    """Why a closed issue is taken up again."""

    watched = ("reason",)

    reason = CleanCharField(label=_("もう一度取り上げる理由"), max_length=500)
