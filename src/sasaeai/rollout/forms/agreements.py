"""The form of what a district agreed; it arrives filled with what is known already."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sasaeai.issues.forms.personal import OpenWordsForm
from sasaeai.kernel.fields import (
    CleanCharField,
    JapaneseDateField,
    JapaneseTimeField,
    VersionedForm,
)
from sasaeai.meetings.queries.bodies import host_choices, venues_for
from sasaeai.people.models import District, Organization, OrganizationKind, Venue
from sasaeai.rollout.actions.agreements import AgreementValues
from sasaeai.rollout.forms.stages import TickedField, number_input
from sasaeai.rollout.queries.agreements import AgreedWay

_INTEGER = {"invalid": _("数字で入力してください。例：3")}


class AgreementForm(VersionedForm, OpenWordsForm):
    """Who is called, when, where, by whom it is run, and where that was decided."""

    watched: ClassVar[tuple[str, ...]] = ("range_note", "runs_note", "way")

    kinds = TickedField(label=_("参集範囲（声をかける団体の種類）"), required=False)
    range_note = CleanCharField(
        label=_("参集範囲について"),
        max_length=300,
        required=False,
        help_text=_("例：話題によって、医療機関と金融機関にも声をかける"),
    )
    yearly_target = forms.IntegerField(
        label=_("年に何回"), widget=number_input(3), error_messages=_INTEGER
    )
    months = CleanCharField(
        label=_("開催時期"), max_length=120, required=False, help_text=_("例：6月・10月・2月")
    )
    usual_start = JapaneseTimeField(label=_("始める時刻"), required=False)
    venue = forms.ModelChoiceField(
        label=_("会場"),
        queryset=Venue.objects.none(),
        required=False,
        empty_label=_("決まっていない"),
    )
    runs = forms.ModelChoiceField(
        label=_("運営する団体"),
        queryset=Organization.objects.none(),
        required=False,
        empty_label=_("決まっていない"),
    )
    runs_note = CleanCharField(
        label=_("役割分担"),
        max_length=300,
        required=False,
        help_text=_("例：会場は地区社協、案内と記録は推進員"),
    )
    way = CleanCharField(
        label=_("進め方"),
        max_length=120,
        required=False,
        help_text=_("例：幹事会で検討してから、全体の会議を開く"),
    )
    agreed_at = CleanCharField(
        label=_("決めた場"), max_length=120, required=False, help_text=_("例：地区社協の役員会")
    )
    agreed_on = JapaneseDateField(
        label=_("決めた日"),
        required=False,
        help_text=_("まだ決まっていないときは空のままにします。案として残ります。"),
    )

    def __init__(
        self,
        *args: Any,
        district: District,
        kinds: list[OrganizationKind],
        known: AgreedWay,
        **kwargs: Any,
    ) -> None:
        initial = {name: getattr(known, name) for name in AgreementValues.__slots__}
        initial["kinds"] = [str(kind.pk) for kind in known.kinds]
        kwargs.setdefault("initial", initial)
        super().__init__(*args, version=known.version, **kwargs)
        self._kinds = {str(kind.pk): kind for kind in kinds}
        self.fields["kinds"].choices = [  # type: ignore[attr-defined]
            (key, kind.name) for key, kind in self._kinds.items()
        ]
        self.fields["venue"].queryset = venues_for(district)  # type: ignore[attr-defined]
        hosts = [one.pk for one in host_choices(district)]
        if known.runs is not None:
            hosts.append(known.runs.pk)
        self.fields["runs"].queryset = Organization.objects.filter(  # type: ignore[attr-defined]
            municipality_id=district.municipality_id, pk__in=hosts
        )

    def values(self) -> AgreementValues:
        """What was typed, as the action takes it."""
        given = self.cleaned_data
        return AgreementValues(**{name: given[name] for name in AgreementValues.__slots__})

    def chosen_kinds(self) -> list[OrganizationKind]:
        """The ticked kinds, in the order of the city."""
        return [self._kinds[key] for key in self.cleaned_data["kinds"]]
