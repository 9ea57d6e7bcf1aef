"""The forms of a guest and of whom to call only for some items."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sasaeai.kernel.fields import BaseForm, CleanCharField
from sasaeai.meetings.enums import PartKind
from sasaeai.meetings.models import AgendaItem, Expected


class GuestForm(BaseForm):
    """Somebody who is not in the register."""

    organization_name = CleanCharField(label=_("団体名"), max_length=120, required=False)
    post_title = CleanCharField(label=_("役職"), max_length=60, required=False)
    person_name = CleanCharField(label=_("氏名"), max_length=60, required=False)
    group = CleanCharField(
        label=_("発言の区分"),
        max_length=60,
        required=False,
        help_text=_("会議録で発言した側を示す呼び名です。例：学校"),
    )
    reason = CleanCharField(label=_("声をかける理由"), max_length=200, required=False)
    part = forms.ChoiceField(label=_("立場"), choices=PartKind.choices, initial=PartKind.MEMBER)


class OnlyItemsForm(BaseForm):
    """For which items somebody comes; none ticked means the whole meeting."""

    items = forms.MultipleChoiceField(
        label=_("この議題のときだけ来てもらう"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("どれも選ばなければ、会議の全部に来てもらいます。"),
        error_messages={"invalid_choice": _("この会議の議題から選んでください。")},
    )

    def __init__(
        self, *args: Any, items: Sequence[AgendaItem], expected: Expected, **kwargs: Any
    ) -> None:
        kwargs.setdefault(
            "initial", {"items": [str(link.item_id) for link in expected.for_items.all()]}
        )
        super().__init__(*args, **kwargs)
        self._items = {str(item.id): item for item in items}
        choices = [(key, item.title) for key, item in self._items.items()]
        self.fields["items"].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> list[AgendaItem]:
        """The ticked items."""
        return [self._items[key] for key in self.cleaned_data["items"]]
