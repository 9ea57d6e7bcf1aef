"""Form widgets for what Japanese forms ask in their own way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sasaeai.kernel import calendar, wareki

WESTERN = "W"
ERA_CHOICES = (
    ("R", _("令和")),
    ("H", _("平成")),
    ("S", _("昭和")),
    (WESTERN, _("西暦")),
)
_OFFERED = {"R", "H", "S"}
_PARTS = ("era", "year", "month", "day")


class SplitDateWidget(forms.MultiWidget):
    """元号 · 年 · 月 · 日 as four inputs named `<name>_era`, `_year`, `_month`, `_day`.

    A whole date pasted into the year, or posted under the bare name, is taken too.
    """

    template_name = "kernel/forms/date.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {
                "era": forms.Select(attrs={"aria-label": _("元号")}, choices=ERA_CHOICES),
                # Wide enough to show a pasted date; numbers are four digits at most.
                "year": _number_input(size=6),
                "month": _number_input(size=2),
                "day": _number_input(size=2),
            },
            attrs,
        )

    def decompress(self, value: date | str | None) -> list[str]:
        """A date as the four texts; an empty form offers 令和."""
        if isinstance(value, str):
            return ["R", value, "", ""]
        if value is None:
            return ["R", "", "", ""]
        era, year = wareki.era_of(value), wareki.era_year(value)
        if era is None or era.letter not in _OFFERED:
            return [WESTERN, str(value.year), str(value.month), str(value.day)]
        return [era.letter, "元" if year == 1 else str(year), str(value.month), str(value.day)]

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Mapping[str, Any], name: str
    ) -> list[str]:
        """The four texts as sent."""
        if name in data and f"{name}_year" not in data:
            return ["", data[name], "", ""]
        return super().value_from_datadict(data, files, name)

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: Mapping[str, Any], name: str
    ) -> bool:
        """Whether neither the parts nor a whole date were sent."""
        return name not in data and super().value_omitted_from_data(data, files, name)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Adds telling ids and the note of the day, where the value is a day already."""
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        for part, subwidget in zip(_PARTS, widget["subwidgets"], strict=True):
            if "id" in subwidget["attrs"]:
                subwidget["attrs"]["id"] = f"{widget['attrs']['id']}_{part}"
        widget["day_note"] = calendar.day_note(value) if isinstance(value, date) else ""
        return context

    def focus_id(self, auto_id: str) -> str:
        """The input an error summary leads to."""
        return f"{auto_id}_year"


def _number_input(*, size: int) -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": str(size)})
