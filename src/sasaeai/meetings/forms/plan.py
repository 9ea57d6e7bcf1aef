"""The form of a plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sasaeai.kernel.fields import (
    BaseForm,
    CleanCharField,
    JapaneseDateField,
    JapaneseTimeField,
    VersionedForm,
)
from sasaeai.meetings.actions.plan import Plan
from sasaeai.meetings.models import Body, Meeting
from sasaeai.meetings.queries.bodies import venues_for
from sasaeai.meetings.queries.meetings import PlanDefaults
from sasaeai.meetings.queries.regimes import regimes_of
from sasaeai.people.models import Municipality, Venue


def regime_choices(city: Municipality, *, standing: str = "") -> list[tuple[str, str]]:
    """Each regime that the city can choose, with the sentence that says what it allows."""
    return [
        (regime.value, f"{regime.label} — {regime.sentence}")
        for regime in regimes_of(city, standing=standing)
    ]


class PlanForm(BaseForm):
    """When, where, under which regime a meeting takes place."""

    on = JapaneseDateField(label=_("開催日"))
    start = JapaneseTimeField(label=_("開始"))
    end = JapaneseTimeField(label=_("終了"))
    venue = forms.ModelChoiceField(
        label=pgettext_lazy("one", "会場"),
        queryset=Venue.objects.none(),
        empty_label=_("選んでください"),
        error_messages={"invalid_choice": _("会場を一覧から選んでください。")},
    )
    theme = CleanCharField(
        label=_("テーマ"),
        max_length=120,
        required=False,
        help_text=_("案内状と次第に載ります。決まっていなければ空欄でかまいません。"),
    )
    snow_on = JapaneseDateField(
        label=_("雪のときの予備日"),
        required=False,
        help_text=_("大雪で開けないときに、同じ時刻・同じ会場で開く日です。"),
    )
    reply_due_on = JapaneseDateField(
        label=_("返信期限"), required=False, help_text=_("返信票に印刷します。")
    )
    regime = forms.ChoiceField(label=_("個人情報の取扱い"), widget=forms.RadioSelect)
    is_public_event = forms.BooleanField(
        label=_("だれでも参加できる"),
        required=False,
        help_text=_(
            "説明会など、住民に広く来てほしいときに選びます。公開ページとオープンデータに、"
            "会議の名前・日時・予備日・会場・主催の団体と、下の説明だけが載ります。"
            "議題・テーマと、声をかけた人の名前は載りません。"
        ),
    )
    public_note = CleanCharField(
        label=_("一般の方への説明"),
        max_length=300,
        required=False,
        help_text=_(
            "「だれでも参加できる」ときに公開します。"
            "例：地域の支え合いについての説明会です。申し込みはいりません。"
        ),
    )

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["venue"].queryset = venues_for(body.district)  # type: ignore[attr-defined]
        self.fields["regime"].choices = regime_choices(  # type: ignore[attr-defined]
            body.municipality, standing=self.get_initial_for_field(self.fields["regime"], "regime")
        )

    def plan(self) -> Plan:
        """What was typed, as the action takes it."""
        return Plan(**{name: self.cleaned_data[name] for name in Plan.__slots__})


class EditPlanForm(VersionedForm, PlanForm):
    """The plan of a meeting that exists.

    regime_meant: shown when a more open regime was chosen (`check_regime_change`).
    """

    regime_meant = forms.BooleanField(
        label=_("変わることを読み、取扱いをゆるめてよいことを確かめました"), required=False
    )

    @property
    def asks_again(self) -> bool:
        """Whether the second look is asked for, or was given."""
        return "regime_meant" in self.errors or bool(self.data.get("regime_meant"))


def default_values(defaults: PlanDefaults) -> dict[str, Any]:
    """What an empty `PlanForm` arrives filled with."""
    names = ("on", "start", "end", "venue", "regime", "snow_on", "reply_due_on")
    return {name: getattr(defaults, name) for name in names}


def plan_values(meeting: Meeting) -> dict[str, Any]:
    """What `EditPlanForm` shows of a meeting."""
    return {name: getattr(meeting, name) for name in Plan.__slots__}
