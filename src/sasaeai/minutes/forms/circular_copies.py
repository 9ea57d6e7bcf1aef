"""Forms around a circular: copies of each association, readings of each word."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sasaeai.kernel.errors import InvalidInput
from sasaeai.kernel.fields import CleanCharField, VersionedForm
from sasaeai.kernel.furigana import ReadWord
from sasaeai.kernel.text import is_kana, to_hiragana
from sasaeai.minutes.models import Circular
from sasaeai.minutes.queries.circulars import FREE_LINES, CopyLine

T = TypeVar("T")

_LINE = re.compile(r"(?:name|groups|copies)_")
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
    """Groups and copies of each association, and some free lines.

    Fields are named by the association itself (`copies_<id>`), or by the name of the place as it
    was kept: the register may have another row when the form comes back.
    """

    def __init__(
        self, *args: Any, circular: Circular, lines: Sequence[CopyLine], **kwargs: Any
    ) -> None:
        super().__init__(*args, version=circular.version, **kwargs)
        self._lines = {_key(line): line for line in lines}
        self._lines |= {f"free{n}": CopyLine(None, "") for n in range(1, FREE_LINES + 1)}
        for key, line in self._lines.items():
            said = line.name or _("ほかの配り先")
            if line.organization is None:
                self.fields[f"name_{key}"] = CleanCharField(
                    label=_("配り先"), required=False, max_length=120, initial=line.name
                )
            for name, label, value in (
                ("groups", _("%(name)sの班の数") % {"name": said}, line.groups),
                ("copies", _("%(name)sの部数") % {"name": said}, line.copies),
            ):
                self.fields[f"{name}_{key}"] = _number(label)
                self.initial[f"{name}_{key}"] = value

    def clean(self) -> dict[str, Any]:
        """Numbers for an association that is listed no more are not dropped in silence."""
        typed = (name for name, value in self.data.items() if value and _LINE.match(name))
        if any(name not in self.fields for name in typed):
            raise ValidationError(
                _("町会の一覧が変わったので、まだ保存していません。表を確かめて保存してください。")
            )
        return super().clean() or self.cleaned_data

    @property
    def rows(self) -> list[CopyFields]:
        """The fields of each line."""
        return [
            CopyFields(
                line.name,
                self[f"name_{key}"] if line.organization is None else None,
                self[f"groups_{key}"],
                self[f"copies_{key}"],
            )
            for key, line in self._lines.items()
        ]

    @property
    def lines(self) -> list[CopyLine]:
        """What was typed, as `set_circular_copies` takes it."""
        values = self.cleaned_data
        return [
            CopyLine(
                line.organization,
                line.name if line.organization else values[f"name_{key}"],
                values[f"groups_{key}"],
                values[f"copies_{key}"],
            )
            for key, line in self._lines.items()
        ]

    def naming(self, action: Callable[..., T]) -> Callable[..., T]:
        """The action with the fields of its refusals, told by position, named as here."""

        def act(**arguments: Any) -> T:
            try:
                return action(**arguments)
            except InvalidInput as error:
                named = {self._named(name): each for name, each in error.fields.items()}
                raise InvalidInput(error.message, named) from error

        return act

    def _named(self, field: str) -> str:
        name, _sign, position = field.rpartition("_")
        return f"{name}_{list(self._lines)[int(position)]}"


def _key(line: CopyLine) -> str:
    if line.organization:
        return line.organization.hex
    return f"own{hashlib.sha256(line.name.encode()).hexdigest()[:16]}"


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
