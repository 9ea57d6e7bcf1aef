"""Forms of the drawing of a district and of a spot on it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sasaeai.issues.actions.places import Corners
from sasaeai.issues.models import DistrictDrawing
from sasaeai.kernel.fields import BaseForm, VersionedForm

_CORNERS = ("north", "south", "west", "east")


def _degrees(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=8,
        decimal_places=5,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages=dict.fromkeys(
            ("invalid", "max_digits", "max_decimal_places", "max_whole_digits"),
            gettext_lazy("度を数字で入力してください。例：40.82345（小数は5けたまで）"),
        ),
    )


class DrawingForm(VersionedForm):
    """A picture, and the four corners where the site has map tiles of its own."""

    picture = forms.FileField(
        label=gettext_lazy("略図の絵"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=gettext_lazy(
            "PNG・JPEG・WEBP、5MBまで。表札や氏名が読める写真は使わないでください。"
        ),
    )
    without_picture = forms.BooleanField(
        label=gettext_lazy("絵をやめて、町会の名前だけの用紙にする"), required=False
    )
    north = _degrees(gettext_lazy("北端（緯度）"))
    south = _degrees(gettext_lazy("南端（緯度）"))
    west = _degrees(gettext_lazy("西端（経度）"))
    east = _degrees(gettext_lazy("東端（経度）"))

    def __init__(
        self, *args: Any, drawing: DistrictDrawing | None, has_tiles: bool, **kwargs: Any
    ) -> None:
        initial = {name: getattr(drawing, name) for name in _CORNERS} if drawing else {}
        kwargs.setdefault("initial", initial)
        super().__init__(*args, version=drawing.version if drawing else 0, **kwargs)
        self.has_tiles = has_tiles
        self._kept = initial

    def clean(self) -> dict[str, Any]:
        """All four corners or none."""
        values = super().clean() or {}
        given = [name for name in _CORNERS if values.get(name) is not None]
        if given and len(given) < len(_CORNERS):
            self.add_error("north", _("四隅は、4つとも入力するか、4つとも空にしてください。"))
        return values

    def corners(self) -> Corners | None:
        """The typed corners; a site without tiles keeps what there is."""
        values = self.cleaned_data if self.has_tiles else self._kept
        if values.get("north") is None:
            return None
        return Corners(**{name: values[name] for name in _CORNERS})


class SpotForm(BaseForm):
    """Where an issue lies, in hundredths of the drawing, for those who do not point."""

    left = forms.IntegerField(
        label=gettext_lazy("左から何％"),
        min_value=0,
        max_value=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": "4"}),
    )
    top = forms.IntegerField(
        label=gettext_lazy("上から何％"),
        min_value=0,
        max_value=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": "4"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            sentence = gettext_lazy("0から100までの数を入力してください。")
            field.error_messages |= dict.fromkeys(("invalid", "min_value", "max_value"), sentence)
            for validator in field.validators:
                validator.message = sentence
