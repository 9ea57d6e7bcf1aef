"""Two editors on one text: the second is told, and both texts are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from sasaeai.kernel.errors import StaleEdit
from sasaeai.kernel.models import VersionedModel


def check_version(row: VersionedModel, base_version: int, *, yours: Mapping[str, Any]) -> None:
    """Raise StaleEdit when `row` was saved by somebody since `base_version`.

    yours: the values about to be written, by field name; only fields that differ are shown.
    """
    if row.version == base_version:
        return
    theirs = {name: getattr(row, name) for name in yours}
    differing = [name for name in yours if theirs[name] != yours[name]]
    raise StaleEdit(
        _(
            "ほかの人が先に保存しました。下に両方の文を並べています。"
            "必要なところを写してから、もう一度保存してください。"
        ),
        theirs={name: theirs[name] for name in differing},
        yours={name: yours[name] for name in differing},
        version=row.version,
    )
