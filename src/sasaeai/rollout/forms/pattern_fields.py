"""Fields of the patterns' forms: a day on one line, items and steps one a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sasaeai.kernel import wareki
from sasaeai.kernel.fields import JapaneseDateField, LongTextField
from sasaeai.meetings.enums import ItemKind
from sasaeai.rollout.queries.formation_seen import Seen
from sasaeai.rollout.queries.pattern_shape import ItemShape, StepShape

_ITEM = re.compile(r"^(?P<title>.*?)(?:\s*[｜|]\s*(?P<minutes>\d{1,3})\s*分?)?$")
_STEP = re.compile(
    r"^(?P<days>[-−ー]?\s*\d{1,3})\s*[｜|]\s*(?P<what>[^｜|]+)(?:[｜|](?P<who>.*))?$"
)


class OneLineDateField(JapaneseDateField):
    """A day in one input, written 令和8年12月22日 or 2026-12-22: for a list of many days."""

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        """Wide enough for 令和10年12月22日."""
        return {"size": "15", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        """A day is shown in full; what was typed is shown as typed."""
        return wareki.wareki(value) if isinstance(value, date) else value


class SeenField(forms.CharField):
    """What the page showed of a body (`Seen`), carried along unseen."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> Seen:
        """What was shown; a page that lost it is opened anew."""
        try:
            return Seen.from_text(str(super().clean(value)))
        except (TypeError, ValueError) as fault:
            raise ValidationError(
                _("このページの情報が足りません。もう一度ページを開いてから保存してください。")
            ) from fault


class ItemsField(LongTextField):
    """First agenda, 「議題｜10分」 a line. known: by title the kind an item had (`ItemKind`)."""

    known: Mapping[str, str]

    def __init__(self, *, known: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        self.known = known or {}
        super().__init__(limit=2_000, required=False, **kwargs)

    def clean(self, value: Any) -> tuple[ItemShape, ...]:
        """The items, each title once."""
        items: dict[str, ItemShape] = {}
        for line in super().clean(value).splitlines():
            if not (typed := line.strip()):
                continue
            found = _ITEM.match(typed)
            title = (found["title"] if found else typed).strip()
            minutes = int(found["minutes"]) if found and found["minutes"] else 0
            kind = self.known.get(title, ItemKind.DISCUSS)
            items.setdefault(title, ItemShape(title, kind, minutes))
        return tuple(items.values())


class StepsField(LongTextField):
    """Steps of a pattern, 「30｜案内を出す｜地区社協」 a line; days before, with − for after."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(limit=4_000, required=False, **kwargs)

    def clean(self, value: Any) -> tuple[StepShape, ...]:
        """The steps, the earliest first."""
        steps = []
        for number, line in enumerate(super().clean(value).splitlines(), start=1):
            if not line.strip():
                continue
            found = _STEP.match(unicodedata.normalize("NFKC", line).strip().replace("|", "｜"))
            if found is None:
                raise ValidationError(
                    _(
                        "%(number)d行目を「日数｜すること｜だれが」の形にしてください。"
                        "例：30｜案内を出す｜地区社協"
                    )
                    % {"number": number}
                )
            after = found["days"].strip()[0] in "-−ー"
            days = int(re.sub(r"\D", "", found["days"]))
            steps.append(
                StepShape(
                    -days if after else days, found["what"].strip(), (found["who"] or "").strip()
                )
            )
        return tuple(sorted(steps, key=lambda step: -step.days_before))


def items_text(items: Iterable[ItemShape]) -> str:
    """Items as `ItemsField` takes them."""
    return "\n".join(
        f"{item.title}｜{item.minutes}分" if item.minutes else item.title for item in items
    )


def steps_text(steps: Iterable[StepShape]) -> str:
    """Steps as `StepsField` takes them."""
    return "\n".join(f"{step.days_before}｜{step.what}｜{step.who}" for step in steps)
