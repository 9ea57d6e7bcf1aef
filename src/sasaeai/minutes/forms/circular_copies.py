"""Forms around a circular: copies of each association, readings of each word."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sasaeai.kernel.fields import CleanCharField, VersionedForm
from sasaeai.kernel.furigana import ReadWord
from sasaeai.kernel.text import is_kana, to_hiragana
from sasaeai.minutes.models import Circular
from sasaeai.minutes.queries.circulars import FREE_LINES, CopyLine

_NOT_A_NUMBER = {"invalid": gettext_lazy("数を入力してください。例：12")}


def _number(label: str) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "size": "4", "autocomplete": "off"})
    return forms.IntegerField(
        label=label, required=False, widget=widget, error_messages=_NOT_A_NUMBER
    )


@dataclass(frozen=True, slots=True)
class CopyFields:
    """The fields of one place; `place` is None where the register gives the name."""

    name: str
    place: BoundField | None
    groups: BoundField
    copies: BoundField


class CircularCopiesForm(VersionedForm):
    """Groups and copies of each association, and some free lines."""

    def __init__(
        self, *args: Any, circular: Circular, lines: Sequence[CopyLine], **kwargs: Any
    ) -> None:
        super().__init__(*args, version=circular.version, **kwargs)
        self._lines = [*lines, *(CopyLine(None, "") for _ in range(FREE_LINES))]
        for number, line in enumerate(self._lines):
            said = line.name or _("ほかの配り先")
            if line.organization is None:
                self.fields[f"name_{number}"] = CleanCharField(
                    label=_("配り先"), required=False, max_length=120, initial=line.name
                )
            for name, label, value in (
                ("groups", _("%(name)sの班の数") % {"name": said}, line.groups),
                ("copies", _("%(name)sの部数") % {"name": said}, line.copies),
            ):
                self.fields[f"{name}_{number}"] = _number(label)
                self.initial[f"{name}_{number}"] = value

    @property
    def rows(self) -> list[CopyFields]:
        """The fields of each line."""
        return [
            CopyFields(
                line.name,
                self[f"name_{n}"] if line.organization is None else None,
                self[f"groups_{n}"],
                self[f"copies_{n}"],
            )
            for n, line in enumerate(self._lines)
        ]

    @property
    def lines(self) -> list[CopyLine]:
        """What was typed, as `set_circular_copies` takes it."""
        values = self.cleaned_data
        return [
            CopyLine(
                line.organization,
                line.name if line.organization else values[f"name_{n}"],
                values[f"groups_{n}"],
                values[f"copies_{n}"],
            )
            for n, line in enumerate(self._lines)
        ]


@dataclass(frozen=True, slots=True)
class WordFields:
    """A word, how it is read now, and the field to put it right."""

    word: ReadWord
    kana: BoundField


class ReadingsForm(VersionedForm):
    """The kana of each word of a circular, to be looked through before it is printed."""

    def __init__(
        self, *args: Any, circular: Circular, words: Sequence[ReadWord], **kwargs: Any
    ) -> None:
        super().__init__(*args, version=circular.version, **kwargs)
        self._words = {self._name(word.text): word for word in words}
        for name, word in self._words.items():
            self.fields[name] = CleanCharField(
                label=_("「%(word)s」のよみ") % {"word": word.text},
                required=False,
                max_length=120,
                initial=word.reading,
                validators=[_check_kana],
            )

    @staticmethod
    def _name(word: str) -> str:
        """By the word itself: its place in the text may be another when the form comes back."""
        return f"kana_{hashlib.sha256(word.encode()).hexdigest()[:16]}"

    @property
    def rows(self) -> list[WordFields]:
        """Words in the order of the sheet, those that nobody can read first."""
        rows = [WordFields(word, self[name]) for name, word in self._words.items()]
        return sorted(rows, key=lambda row: row.word.is_known)

    @property
    def readings(self) -> dict[str, str]:
        """Words whose kana were changed."""
        return {
            word.text: to_hiragana(self.cleaned_data[name])
            for name, word in self._words.items()
            if to_hiragana(self.cleaned_data[name]) != word.reading
        }


def _check_kana(value: str) -> None:
    if value and not is_kana(value):
        raise ValidationError(_("ひらがなで入力してください。いらないときは空のままにします。"))
