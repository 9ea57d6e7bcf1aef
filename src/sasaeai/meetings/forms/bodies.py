"""The forms of a body and of its recognition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sasaeai.kernel.fields import (
    BaseForm,
    CleanCharField,
    JapaneseDateField,
    JapaneseTimeField,
    VersionedForm,
)
from sasaeai.meetings.actions.bodies import BodyDetails
from sasaeai.meetings.enums import BodyKind
from sasaeai.meetings.forms.plan import regime_choices
from sasaeai.meetings.models import Body
from sasaeai.meetings.queries.bodies import venues_for
from sasaeai.people.models import District, Organization, Post, Venue

_INTEGER = {"invalid": _("数字で入力してください。例：4")}


class BodyForm(BaseForm):
    """A body: its name, its hosts, its rhythm, its usual hour and hall."""

    name = CleanCharField(label=_("会議体の名称"), max_length=80)
    kind = forms.ChoiceField(label=_("種類"), choices=BodyKind.choices)
    hosts = forms.MultipleChoiceField(
        label=_("主催する団体"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("団体を一覧から選んでください。")},
    )
    purpose = CleanCharField(label=_("趣旨"), max_length=300, required=False)
    yearly_target = forms.IntegerField(
        label=_("年間の開催目標（回）"),
        initial=4,
        help_text=_("次の日取りの提案に使います。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "4"}),
        error_messages=_INTEGER,
    )
    usual_start = JapaneseTimeField(label=_("いつもの開始時刻"), required=False)
    usual_minutes = forms.IntegerField(
        label=_("いつもの長さ（分）"),
        initial=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "4"}),
        error_messages=_INTEGER,
    )
    usual_venue = forms.ModelChoiceField(
        label=_("いつもの会場"),
        queryset=Venue.objects.none(),
        required=False,
        empty_label=_("決めない"),
    )
    usual_regime = forms.ChoiceField(label=_("いつもの個人情報の取扱い"), widget=forms.RadioSelect)
    prepares = forms.ModelChoiceField(
        label=_("準備する本会議"),
        queryset=Body.objects.none(),
        required=False,
        empty_label=_("幹事会ではない"),
        help_text=_("幹事会のときに選びます。幹事会の議題が本会議へ提案されます。"),
    )
    ended_on = JapaneseDateField(
        label=_("終わった日"), required=False, help_text=_("もう開かない会議体のときに入れます。")
    )

    def __init__(
        self,
        *args: Any,
        district: District,
        organizations: Sequence[Organization],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["usual_regime"].choices = regime_choices(  # type: ignore[attr-defined]
            district.municipality,
            standing=self.get_initial_for_field(self.fields["usual_regime"], "usual_regime"),
        )
        self._organizations = {str(each.id): each for each in organizations}
        choices = [(key, each.name) for key, each in self._organizations.items()]
        self.fields["hosts"].choices = choices  # type: ignore[attr-defined]
        self.fields["usual_venue"].queryset = venues_for(district)  # type: ignore[attr-defined]
        self.fields["prepares"].queryset = Body.objects.filter(  # type: ignore[attr-defined]
            municipality_id=district.municipality_id, district=district, prepares__isnull=True
        )

    def details(self) -> BodyDetails:
        """What was typed, as the actions take it."""
        return BodyDetails(**{name: self.cleaned_data[name] for name in BodyDetails.__slots__})

    def chosen_hosts(self) -> list[Organization]:
        """The ticked organisations, in register order."""
        return [self._organizations[key] for key in self.cleaned_data["hosts"]]


class EditBodyForm(VersionedForm, BodyForm):
    """A body that exists."""


class RecognitionForm(BaseForm):
    """Which body's meetings count here, since when, decided where, and who carries the news."""

    body = forms.ModelChoiceField(
        label=_("みなす会議体"),
        queryset=Body.objects.none(),
        empty_label=_("選んでください"),
        error_messages={"invalid_choice": _("会議体を一覧から選んでください。")},
    )
    since = JapaneseDateField(label=_("いつから"))
    decided_at = CleanCharField(
        label=_("決めた場"), max_length=120, help_text=_("例：地区社協の役員会、地区での説明会")
    )
    decided_on = JapaneseDateField(label=_("決めた日"), required=False)
    condition = CleanCharField(
        label=_("条件"),
        max_length=300,
        required=False,
        help_text=_("例：推進員が両方の会議に出て、情報を伝えること。"),
    )
    links = forms.MultipleChoiceField(
        label=_("連絡役の推進員"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("両方の会議に出て、情報を伝える人です。"),
    )

    def __init__(
        self, *args: Any, bodies: Sequence[Body], posts: Sequence[Post], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._posts = {str(post.id): post for post in posts}
        self.fields["body"].queryset = Body.objects.filter(  # type: ignore[attr-defined]
            pk__in=[body.id for body in bodies]
        )
        choices = [(key, str(post)) for key, post in self._posts.items()]
        self.fields["links"].choices = choices  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What was typed, as `recognize_body` takes it."""
        chosen = [self._posts[key] for key in self.cleaned_data["links"]]
        return {**self.cleaned_data, "links": chosen}


class EndRecognitionForm(BaseForm):
    """The last day on which meetings still count."""

    until = JapaneseDateField(label=_("いつまで"), help_text=_("この日の会議までみなします。"))


def body_values(body: Body, hosts: Sequence[Organization]) -> dict[str, Any]:
    """What `EditBodyForm` shows of a body."""
    values: dict[str, Any] = {name: getattr(body, name) for name in BodyDetails.__slots__}
    return {**values, "hosts": [str(host.id) for host in hosts]}
