"""What a form's templates need to know beyond what Django tells them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm, BoundField, CheckboxInput
from django.forms.widgets import ChoiceWidget
from django.utils.translation import gettext as _

VERSION_FIELD = "base_version"
"""Hidden field of a form on a text that two people may edit (kernel.errors.StaleEdit)."""


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One mistake: where to go (an element's id, empty for the whole form) and what to do."""

    target: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ConflictPair:
    """One field that two people wrote: its label and both texts."""

    label: str
    theirs: str
    yours: str


def kind_of(field: BoundField) -> str:
    """Which markup a field needs: hidden, checkbox, choices, group (several inputs) or single."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    if isinstance(widget, CheckboxInput):
        return "checkbox"
    if isinstance(widget, ChoiceWidget) and widget.use_fieldset:
        return "choices"
    return "group" if widget.use_fieldset else "single"


def error_lines(form: BaseForm) -> list[ErrorLine]:
    """All mistakes of a form in the order of its fields, those of the whole form first.

    Our own forms say it themselves (kernel.fields.BaseForm); those of libraries are read here.
    """
    if hasattr(form, "error_summary"):
        return [ErrorLine(*line) for line in form.error_summary()]
    lines = [ErrorLine("", str(sentence)) for sentence in form.non_field_errors()]
    for field in form:
        target = "" if field.is_hidden else field.id_for_label
        lines += [
            ErrorLine(target, f"{field.label}{_('：')}{sentence}") for sentence in field.errors
        ]
    return lines


def conflict_pairs(form: BaseForm) -> list[ConflictPair]:
    """Both texts of each field that somebody else saved meanwhile; empty without a conflict."""
    conflict = getattr(form, "conflict", None)
    if conflict is None:
        return []
    return [
        ConflictPair(
            label=str(form[name].label) if name in form.fields else name,
            theirs=_shown(form, name, theirs),
            yours=_shown(form, name, conflict.yours.get(name)),
        )
        for name, theirs in conflict.theirs.items()
    ]


def keep_mine(form: BaseForm) -> None:
    """After a conflict was shown, let the next save stand on the newer version.

    The form keeps what was typed; only its hidden version moves on, however it is rendered.
    """
    conflict = getattr(form, "conflict", None)
    if conflict is None or VERSION_FIELD not in form.fields:
        return
    data = form.data.copy()
    data[form.add_prefix(VERSION_FIELD)] = str(conflict.version)
    form.data = data


def _shown(form: BaseForm, name: str, value: Any) -> str:
    """A value as the field's reader knows it: the words of a choice, not its code."""
    if value in (None, ""):
        return _("（空欄）")
    if isinstance(value, bool):
        return _("はい") if value else _("いいえ")
    choices = getattr(form.fields.get(name), "choices", None)
    if choices is not None:
        words = {str(code): str(word) for code, word in choices}
        return words.get(str(value), str(value))
    return str(value)
