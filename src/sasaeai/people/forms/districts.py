"""The forms of a district: its name, and what a split or merger begins with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sasaeai.kernel.fields import BaseForm, CleanCharField, JapaneseDateField, KanaField
from sasaeai.people.actions import NewDistrict
from sasaeai.people.models import District

MOST_NEW = 4
"""Into how many districts one is split at once; more are split again."""


class DistrictForm(BaseForm):
    """What a district is called."""

    name = CleanCharField(label=_("地区の名前"), max_length=60, help_text=_("例：大野地区"))
    kana = KanaField(label=_("ふりがな"), max_length=100, required=False)


class RenameForm(DistrictForm):
    """A new name for a district. base_name: the one it had when the page was opened."""

    base_name = forms.CharField(widget=forms.HiddenInput)


class ChangeForm(BaseForm):
    """When a split or merger begins, and where it was decided."""

    on = JapaneseDateField(
        label=_("新しい地区になる日"),
        help_text=_("もとの地区は、この日の前の日で終わります。例：令和9年4月1日"),
    )
    decided_at = CleanCharField(
        label=_("決めた場"), max_length=120, required=False, help_text=_("例：地区社協連絡会")
    )


class SplitForm(ChangeForm):
    """Into which districts one is split: at least two names."""

    field_order = [f"{name}_{n}" for n in range(1, MOST_NEW + 1) for name in ("name", "kana")]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, MOST_NEW + 1):
            words = {"number": n}
            self.fields[f"name_{n}"] = CleanCharField(
                label=_("新しい地区 %(number)d") % words, max_length=60, required=n <= 2
            )
            self.fields[f"kana_{n}"] = KanaField(
                label=_("新しい地区 %(number)d のふりがな") % words, max_length=100, required=False
            )
        self.order_fields(self.field_order)

    def into(self) -> list[NewDistrict]:
        """The new districts that were named."""
        typed = self.cleaned_data
        return [
            NewDistrict(name=typed[f"name_{n}"], kana=typed[f"kana_{n}"])
            for n in range(1, MOST_NEW + 1)
            if typed[f"name_{n}"]
        ]


class MergeForm(ChangeForm):
    """Which districts become one: a new one with a name, or one that is there (編入)."""

    field_order = ["olds", "join", "name", "kana"]
    olds = forms.ModelMultipleChoiceField(
        label=_("合わせる地区"),
        queryset=District.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("合わせる地区を、二つ以上選んでください。"),
            "invalid_choice": _("地区を一覧から選んでください。"),
        },
    )
    join = forms.ModelChoiceField(
        label=_("編入先の地区"),
        queryset=District.objects.none(),
        required=False,
        empty_label=_("編入ではなく、新しい地区を作る"),
        help_text=_(
            "選ぶと、上で選んだ地区がこの地区に入ります。この地区の名前と会議体は、そのまま続きます。"
        ),
        error_messages={"invalid_choice": _("地区を一覧から選んでください。")},
    )
    name = CleanCharField(
        label=_("新しい地区の名前"),
        max_length=60,
        required=False,
        help_text=_("新しい地区を作るときに入力してください。"),
    )
    kana = KanaField(label=_("ふりがな"), max_length=100, required=False)

    def __init__(self, *args: Any, districts: QuerySet[District], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("olds", "join"):
            self.fields[name].queryset = districts  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A name and at least two districts, or one that is there and others that go into it."""
        typed = super().clean() or {}
        join, olds = typed.get("join"), list(typed.get("olds") or [])
        if join is None:
            if not typed.get("name") and "name" not in self.errors:
                self.add_error("name", _("新しい地区の名前を入力してください。"))
            if len(olds) == 1:
                self.add_error("olds", _("合わせる地区を、二つ以上選んでください。"))
        else:
            if typed.get("name"):
                self.add_error("name", _("編入するときは、新しい名前は入れないでください。"))
            if join in olds:
                self.add_error("join", _("編入先には、合わせる地区とは別の地区を選んでください。"))
        return typed | {"olds": olds}

    def into(self) -> list[NewDistrict]:
        """The one new district; none where they go into one that is there."""
        if self.cleaned_data["join"]:
            return []
        return [NewDistrict(name=self.cleaned_data["name"], kana=self.cleaned_data["kana"])]
