"""Makes typed text fit for print without changing what a person would read."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

from sasaeai.kernel.text import mend_radicals

# Signs that no printer shows: control characters, lone surrogates, non-characters, and invisible
# marks that turn the reading direction round. Variation selectors stay: they belong to a name.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\ud800-\udfff\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")


def printable_text(text: str) -> str:
    """`text` with CJK radicals mended, one kind of line end and nothing that cannot be shown.

    PDF files often hand out radicals (⺠) in place of characters (民); no print font has them all.
    """
    one_kind = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return mend_radicals(_UNPRINTABLE.sub("", one_kind))


def printable(value: Any) -> Any:
    """`value` with every string in it made printable, ready for JSON.

    Dataclasses become dicts, tuples and lists become lists; numbers, booleans and None stay.
    Raises TypeError for anything else: dates are written out by the paper that knows how.
    """
    if isinstance(value, str):
        return printable_text(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: printable(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [printable(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no printed form here")
