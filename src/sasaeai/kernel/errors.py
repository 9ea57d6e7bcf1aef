"""What the domain says when it does not do a thing: always a sentence a person can act on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class DomainError(Exception):
    """Something was not done. `message` is Japanese and says what would make it possible."""

    def __init__(self, message: str) -> None:
        super().__init__(str(message))
        self.message = message


class NotAllowed(DomainError):
    """This person may not do it; the message names who could."""


class NotNow(DomainError):
    """The state of the thing does not allow it; the message names the step that would."""


class NotFound(DomainError):
    """There is no such thing for this viewer. Strangers get no more than that."""


class InvalidInput(DomainError):
    """One or more values cannot be used. `fields` maps a field name to its sentence."""

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})


class StaleEdit(DomainError):
    """Somebody saved a newer text meanwhile. Both texts are kept: `theirs` and `yours`.

    `theirs` and `yours` map field names to texts; `version` is the newer version to save against.
    """

    def __init__(
        self, message: str, *, theirs: Mapping[str, Any], yours: Mapping[str, Any], version: int
    ) -> None:
        super().__init__(message)
        self.theirs = dict(theirs)
        self.yours = dict(yours)
        self.version = version
