"""The form of an agenda item."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sasaeai.kernel.fields import CleanCharField, LongTextField, VersionedForm
from sasaeai.kernel.open_words import OpenWordsForm
from sasaeai.meetings.enums import ItemKind
from sasaeai.meetings.models import AgendaItem, Topic
from sasaeai.meetings.queries.agenda import topics_of


class TopicChoiceField(forms.ModelChoiceField):
    """A topic with the example that the municipality gives for it."""

    def label_from_instance(self, obj: Topic) -> str:
        return f"{obj.name}（{obj.example}）" if obj.example else obj.name


class NewItemForm(OpenWordsForm):
    """The few words with which an item is put on the agenda."""

    watched = ("title",)

    title = CleanCharField(label=pgettext_lazy("one", "議題"), max_length=120)
    kind = forms.ChoiceField(label=_("種類"), choices=ItemKind.choices, initial=ItemKind.DISCUSS)
    topic = TopicChoiceField(
        label=_("話題"),
        queryset=Topic.objects.none(),
        required=False,
        empty_label=_("決めない"),
        help_text=_("選ぶと、声をかける団体を提案します。"),
        error_messages={"invalid_choice": _("話題を一覧から選んでください。")},
    )
    minutes = forms.IntegerField(
        label=_("時間（分）"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "4"}),
        error_messages={"invalid": _("時間は数字で入力してください。例：20")},
    )
    presenter = CleanCharField(label=_("説明する人"), max_length=100, required=False)
    is_public = forms.BooleanField(
        label=_("公開してよい（回覧などに載せられる）"), required=False, initial=True
    )

    def __init__(self, *args: Any, municipality_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = topics_of(municipality_id)  # type: ignore[attr-defined]


class ItemForm(VersionedForm, NewItemForm):
    """An item with everything that can be said of it beforehand."""

    watched = ("title", "summary")
    summary = LongTextField(
        label=_("説明"),
        required=False,
        help_text=_("話し合いの前に読んでおくとよいこと。住民の氏名や住所は書きません。"),
    )
    field_order = (
        "title", "kind", "topic", "summary", "minutes", "presenter", "is_public", "base_version",
    )  # fmt: skip


def item_values(item: AgendaItem) -> dict[str, Any]:
    """What `ItemForm` shows of an item."""
    names = ("title", "kind", "topic", "minutes", "presenter", "is_public", "summary")
    return {name: getattr(item, name) for name in names}
