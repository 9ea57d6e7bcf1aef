"""The form of a circular."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sasaeai.kernel import clock
from sasaeai.kernel.fields import (
    CleanCharField,
    JapaneseDateField,
    LongTextField,
    VersionedForm,
)
from sasaeai.kernel.plain_japanese import Hint, plain_hints
from sasaeai.minutes.models import Circular
from sasaeai.minutes.queries.public import CircularDraft
from sasaeai.minutes.queries.public_traces import Names, Trace, traces_in


class CircularForm(VersionedForm):
    """All that stands on the sheet; arrives filled from the public version."""

    title = CleanCharField(label=_("表題"), max_length=120)
    issued_on = JapaneseDateField(label=_("発行日"))
    issuer = CleanCharField(label=_("発行者"), max_length=160)
    lead = LongTextField(
        label=_("はじめの文"),
        required=False,
        limit=600,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    body = LongTextField(
        label=_("本文"),
        limit=3000,
        help_text=_(
            "「■」で始まる行は見出しになります。空いた行で段落が分かれます。"
            "A4用紙1枚に収まる長さにしてください。"
        ),
        widget=forms.Textarea(attrs={"rows": "14"}),
    )
    is_checked = forms.BooleanField(
        label=_("承認された公開版にない文も、公開してよいことを確かめました"), required=False
    )
    contact = CleanCharField(label=_("問い合わせ先"), max_length=200)
    return_to = CleanCharField(label=_("戻し先"), max_length=120, required=False)
    return_by = JapaneseDateField(label=_("戻す期限"), required=False)
    stamp_boxes = forms.IntegerField(
        label=_("回覧印の欄の数"),
        min_value=0,
        max_value=24,
        help_text=_("0から24まで。回す家の数くらいにします。0にすると、欄を付けません。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "4"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("0から24までの数を入力してください。")
        ),
    )
    has_furigana = forms.BooleanField(
        label=_("漢字にふりがなを付ける"),
        required=False,
        help_text=_("行の間が広くなるので、文を短くします。よみは、印刷の前に確かめられます。"),
    )

    def __init__(
        self,
        *args: Any,
        circular: Circular | None,
        draft: CircularDraft,
        names: Names,
        **kwargs: Any,
    ) -> None:
        self._names = names
        initial = asdict(draft)
        if circular is not None:
            initial = {name: getattr(circular, name) for name in initial}
        version = circular.version if circular is not None else 0
        super().__init__(*args, version=version, initial=initial, **kwargs)

    @property
    def hints(self) -> list[Hint]:
        """What of the sheet could be said more plainly."""
        return plain_hints(self._words, names=self._names.staying, on=clock.today())

    @property
    def traces(self) -> tuple[Trace, ...]:
        """What may tell one person from all others, whether or not it stood in the public version."""
        return traces_in("circular", self._words, self._names)

    @property
    def _words(self) -> str:
        return "\n".join(str(self[name].value() or "") for name in ("title", "lead", "body"))

    @property
    def asks_to_check(self) -> bool:
        """Whether words that nobody approved were found, or were already looked at."""
        return bool(self["is_checked"].errors) or bool(self["is_checked"].value())
