"""The forms of a paper given out, of who has a copy, and of a copy that will not come back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sasaeai.kernel.fields import BaseForm, CleanCharField, VersionedForm
from sasaeai.meetings.models import AgendaItem, Handout

_COPIES = {
    "invalid": _("部数は数字で入力してください。例：12"),
    "min_value": _("部数は1部からです。"),
}


class HandoutForm(BaseForm):
    """A paper: its name, for which item, how many copies, whether it comes back."""

    title = CleanCharField(label=_("資料の名前"), max_length=120)
    item = forms.ChoiceField(label=_("議題"), required=False)
    copies = forms.IntegerField(
        label=_("部数"),
        required=False,
        min_value=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
        error_messages=_COPIES,
    )
    is_collected = forms.BooleanField(
        label=_("会議のあとで回収する"),
        required=False,
        help_text=_("1から順に番号を付け、だれに渡したか、返ってきたかを記録します。"),
    )

    def __init__(self, *args: Any, items: Sequence[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._items = {str(item.id): item for item in items}
        self.fields["item"].choices = [  # type: ignore[attr-defined]
            ("", _("議題によらない資料")),
            *((key, item.title) for key, item in self._items.items()),
        ]

    def values(self) -> dict[str, Any]:
        """What was typed, as the actions take it."""
        data = self.cleaned_data
        return {
            "title": data["title"],
            "item": self._items.get(data["item"]),
            "copies": data["copies"],
            "is_collected": data["is_collected"],
        }


class EditHandoutForm(VersionedForm, HandoutForm):
    """A paper that is on the list."""


class HolderForm(VersionedForm):
    """Who has a numbered copy."""

    holder = CleanCharField(
        label=_("渡した人"),
        max_length=200,
        required=False,
        help_text=_("だれにも渡さなかったときは、空にします。"),
    )


class SettleForm(VersionedForm):
    """Why a copy will not come back."""

    reason = CleanCharField(
        label=_("回収しない理由"),
        max_length=200,
        help_text=_("例：その場で裁断した。例：承諾を得て持ち帰った。"),
    )


def handout_values(handout: Handout) -> dict[str, Any]:
    """What `EditHandoutForm` shows of a paper."""
    return {
        "title": handout.title,
        "item": str(handout.item_id or ""),
        "copies": handout.copies,
        "is_collected": handout.is_collected,
    }
