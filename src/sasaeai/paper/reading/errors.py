"""Why a file could not be read: a Japanese sentence that says what to do."""

from __future__ import annotations

from importlib.util import find_spec

from django.utils.translation import gettext as _

from sasaeai.kernel.errors import DomainError

_NEEDED = ("cv2", "numpy", "pypdfium2", "PIL", "zxingcpp")


class UnreadableFile(DomainError):
    """A file is no picture of pages, is broken, or is larger than anybody's scan."""


class MissingExtra(DomainError):
    """The libraries that read pictures are not installed (the optional extra `fax`)."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "スキャンした返信票を読み取る部品が、まだ入っていません。"
                "設置を担当する方に「pip install 'sasaeai[fax]'」を頼んでください。"
                "それまでは、返信を1件ずつ入力できます。"
            )
        )


def check_extra() -> None:
    """MissingExtra unless every library that reading needs is installed."""
    if any(find_spec(name) is None for name in _NEEDED):
        raise MissingExtra
