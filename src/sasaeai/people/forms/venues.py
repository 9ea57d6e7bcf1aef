"""The form of a hall."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sasaeai.kernel.fields import BaseForm, CleanCharField, KanaField, PhoneField, VersionedForm
from sasaeai.people.actions import VenueDetails, is_swapped
from sasaeai.people.models import District, Venue

MOST_SEATS = 100_000


class DegreesField(forms.DecimalField):
    """Degrees as a map gives them, in any width of digits."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "size": "12"})

    def __init__(self, **kwargs: Any) -> None:
        sentence = _("数字で入力してください。例：40.824589")
        names = ("invalid", "max_digits", "max_decimal_places", "max_whole_digits")
        super().__init__(required=False, error_messages=dict.fromkeys(names, sentence), **kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        degrees = super().to_python(unicodedata.normalize("NFKC", str(value or "")).strip())
        # A map gives more places than a hall has metres.
        return None if degrees is None else round(degrees, 6)


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
    is_public = forms.BooleanField(
        label=_("オープンデータに載せる"),
        required=False,
        help_text=_(
            "会場名・所在地・電話・定員・案内・休館日・位置が、公開ページとオープンデータに載ります。"
            "公共の施設だけにしてください。個人の家や店は選びません。"
        ),
    )
    latitude = DegreesField(label=_("緯度"), help_text=_("例：40.824589　地図で調べた値です。"))
    longitude = DegreesField(label=_("経度"), help_text=_("例：140.740000"))

    #: Whether the typed degrees would be a place in Japan the other way round.
    is_swapped = False

    def __init__(self, *args: Any, districts: QuerySet[District], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = districts  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Take degrees the other way round where the button for that was pressed."""
        values = super().clean() or self.cleaned_data
        degrees = values.get("longitude"), values.get("latitude")
        self.is_swapped = is_swapped(*reversed(degrees))
        if self.is_swapped and "swap" in self.data:
            values["latitude"], values["longitude"] = degrees
        return values

    def details(self) -> VenueDetails:
        """What was typed, as the actions take it."""
        return VenueDetails(**{name: self.cleaned_data[name] for name in VenueDetails.__slots__})


class EditVenueForm(VersionedForm, VenueForm):
    """A hall that exists."""


def venue_values(venue: Venue) -> dict[str, Any]:
    """What `EditVenueForm` shows of a hall."""
    return {name: getattr(venue, name) for name in VenueDetails.__slots__}
