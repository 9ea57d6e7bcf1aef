"""Forms of the search room."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from sasaeai.kernel.fields import BaseForm, LongTextField, VersionedForm
from sasaeai.search.models import SynonymGroup


class SynonymsForm(BaseForm):
    """Words that mean the same, a word a line."""

    words = LongTextField(
        label=_("同じ意味のことば"),
        limit=500,
        help_text=_("1行に1つずつ、2つ以上入力してください。例：除雪、雪かき、雪片付け"),
    )


class EditSynonymsForm(VersionedForm, SynonymsForm):
    """A group to be put right."""

    def __init__(self, *args: Any, group: SynonymGroup, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"words": group.words})
        super().__init__(*args, version=group.version, **kwargs)
