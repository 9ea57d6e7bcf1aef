"""The form of what goes on where when districts are split or merged; it arrives filled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sasaeai.kernel.display import long_date
from sasaeai.kernel.fields import BaseForm
from sasaeai.meetings.actions.district_changes import DistrictChoices
from sasaeai.meetings.queries.district_changes import ChangeProposal
from sasaeai.people.actions import GoesOn

_WRONG = {"invalid_choice": _("地区を一覧から選んでください。")}


class DistrictChoicesForm(BaseForm):
    """Organisations, halls and bodies, each with the new districts to choose from."""

    def __init__(
        self, *args: Any, proposal: ChangeProposal, names: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.proposal = proposal
        places = [(str(place), name) for place, name in enumerate(names)]
        for each in proposal.organizations:
            self._add_many("org", each.organization.id, each.organization.name, places, each.places)
        for one in proposal.halls:
            self.fields[f"hall_{one.hall.id}"] = forms.ChoiceField(
                label=one.hall.name,
                choices=[("", _("もとの地区のままにする")), *places],
                initial="" if one.place is None else str(one.place),
                required=False,
                error_messages=_WRONG,
            )
        for body in proposal.bodies:
            label = body.body.name
            if body.body.ended_on:
                label = _("%(body)s（%(day)sまで）") % {
                    "body": label,
                    "day": long_date(body.body.ended_on),
                }
            self._add_many("body", body.body.id, label, places, body.places)

    def organizations(self) -> Iterator[forms.BoundField]:
        return self._bound("org")

    def halls(self) -> Iterator[forms.BoundField]:
        return self._bound("hall")

    def bodies(self) -> Iterator[forms.BoundField]:
        return self._bound("body")

    def choices(self) -> DistrictChoices:
        """What was chosen, as the action takes it."""
        halls = self._chosen("hall")
        return DistrictChoices(
            goes_on=GoesOn(
                organizations={each: _places(typed) for each, typed in self._chosen("org").items()},
                halls={each: int(typed) for each, typed in halls.items() if typed},
            ),
            bodies={each: _places(typed) for each, typed in self._chosen("body").items()},
        )

    def _add_many(
        self,
        kind: str,
        of: UUID,
        label: str,
        places: list[tuple[str, str]],
        proposed: Sequence[int],
    ) -> None:
        self.fields[f"{kind}_{of}"] = forms.MultipleChoiceField(
            label=label,
            choices=places,
            initial=[str(place) for place in proposed],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages=_WRONG,
        )

    def _bound(self, kind: str) -> Iterator[forms.BoundField]:
        return (self[name] for name in self.fields if name.startswith(f"{kind}_"))

    def _chosen(self, kind: str) -> dict[UUID, Any]:
        return {
            UUID(name.partition("_")[2]): typed
            for name, typed in self.cleaned_data.items()
            if name.startswith(f"{kind}_")
        }


def _places(typed: list[str]) -> tuple[int, ...]:
    return tuple(int(place) for place in typed)
