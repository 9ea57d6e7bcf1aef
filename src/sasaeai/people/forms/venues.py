"""The form of a hall."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sasaeai.kernel.fields import BaseForm, CleanCharField, KanaField, PhoneField, VersionedForm
from sasaeai.people.actions import VenueDetails
from sasaeai.people.models import District, Venue

MOST_SEATS = 100_000


class VenueForm(BaseForm):
    """A hall: where it is, how many it holds, what to know before going there."""

    name = CleanCharField(label=_("会場名"), max_length=80)
    kana = KanaField(label=_("ふりがな"), max_length=120, required=False)
    district = forms.ModelChoiceField(
        label=_("地区"),
        queryset=District.objects.none(),
        required=False,
        empty_label=_("市全体で使う会場"),
    )
    address = CleanCharField(label=_("所在地"), max_length=200, required=False)
    tel = PhoneField(label=_("電話"), required=False)
    capacity = forms.IntegerField(
        label=_("定員（人）"),
        required=False,
        min_value=1,
        max_value=MOST_SEATS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "6"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("1以上の数字で入力してください。例：40")
        ),
    )
    access = CleanCharField(
        label=pgettext_lazy("venue", "案内"),
        max_length=200,
        required=False,
        help_text=_("案内状に印刷します。例：2階・駐車場あり・上履きをお持ちください"),
    )
    closed_days = CleanCharField(
        label=_("休館日"),
        max_length=100,
        required=False,
        help_text=_("例：毎月第3月曜日、年末年始"),
    )
    has_wifi = forms.BooleanField(label=_("Wi-Fiが使える"), required=False)

    def __init__(self, *args: Any, districts: QuerySet[District], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = districts  # type: ignore[attr-defined]

    def details(self) -> VenueDetails:
        """What was typed, as the actions take it."""
        return VenueDetails(**{name: self.cleaned_data[name] for name in VenueDetails.__slots__})


class EditVenueForm(VersionedForm, VenueForm):
    """A hall that exists."""


def venue_values(venue: Venue) -> dict[str, Any]:
    """What `EditVenueForm` shows of a hall."""
    return {name: getattr(venue, name) for name in VenueDetails.__slots__}
