"""The form of a phrase that is said again and again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sasaeai.kernel.fields import CleanCharField
from sasaeai.kernel.open_words import OpenWordsForm
from sasaeai.meetings.enums import PhraseKind


class PhraseForm(OpenWordsForm):
    """A phrase to be added. It is read by the whole city, so it names no resident."""

    watched = ("text",)
    kind = forms.ChoiceField(
        label=_("使いどころ"), choices=PhraseKind.choices, widget=forms.RadioSelect
    )
    text = CleanCharField(
        label=_("定型文"),
        max_length=200,
        help_text=_("市内のどの地区の会議でも使える文にします。例：町会の回覧で住民に知らせる。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"kind": PhraseKind.REMARK})
        super().__init__(*args, **kwargs)
