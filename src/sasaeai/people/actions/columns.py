"""What may stand in the columns of the register, checked before a row is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from sasaeai.kernel import codes, text
from sasaeai.kernel.errors import InvalidInput

_CODES: dict[str, Callable[[str], object]] = {
    "postal_code": codes.PostalCode.parse,
    "tel": codes.PhoneNumber.parse,
    "fax": codes.PhoneNumber.parse,
}


def fill_columns(row: models.Model, values: Mapping[str, Any]) -> None:
    """Put values into a row: lines without what cannot be printed, codes in their stored form.

    Names stay as typed. Raises InvalidInput with a sentence for each field that cannot be used.
    """
    faults: dict[str, str] = {}
    for name, value in values.items():
        try:
            setattr(row, name, _stored(row, name, value))
        except codes.CodeTextError as error:
            faults[name] = str(error)
    try:
        row.clean_fields(exclude={field.name for field in row._meta.fields} - set(values))
    except ValidationError as error:
        for name, sentences in error.message_dict.items():
            faults.setdefault(name, sentences[0])
    if faults:
        raise InvalidInput(_("入力したところを確かめてください。"), faults)


def _stored(row: models.Model, name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if isinstance(row._meta.get_field(name), models.TextField):
        return text.clean_lines(value)
    line = text.clean_line(value)
    return str(_CODES[name](line)) if line and name in _CODES else line
