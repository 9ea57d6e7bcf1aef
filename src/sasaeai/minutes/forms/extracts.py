"""The form of an extract of the minutes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sasaeai.kernel.fields import BaseForm, CleanCharField, LongTextField
from sasaeai.minutes.queries.gist import SectionText


class ExtractForm(BaseForm):
    """Which item goes to whom, and what for."""

    item = forms.ChoiceField(label=_("渡す議題"), widget=forms.RadioSelect)
    called = forms.MultipleChoiceField(
        label=_("渡す相手（この会議に呼んだ人）"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = LongTextField(
        label=_("ほかの相手"),
        required=False,
        limit=1000,
        help_text=_("一行に一つ書きます。例：青森市 道路維持課"),
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    purpose = CleanCharField(
        label=_("使い道"),
        max_length=200,
        help_text=_("渡した紙にも載ります。例：除雪の受け持ちを決めるため"),
    )
    is_looked_through = forms.BooleanField(
        label=_("個人が分かるかもしれない言葉を確かめ、このまま渡す"), required=False
    )

    def __init__(
        self,
        *args: Any,
        sections: Sequence[SectionText],
        called: Sequence[str],
        traced: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._traced = set(traced)
        self.fields["item"].choices = [(one.item, one.title) for one in sections]  # type: ignore[attr-defined]
        self.fields["called"].choices = [(name, name) for name in called]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An item with traces of a person is given only after somebody looked at them (L-02)."""
        values = super().clean() or self.cleaned_data
        looked = values.pop("is_looked_through", False)
        if values.get("item") in self._traced and not looked:
            self.add_error(
                "is_looked_through",
                _("下の言葉を確かめて、印を付けてください。直すときは、先に会議録を直します。"),
            )
        return values

    @property
    def receivers(self) -> list[str]:
        """Everybody chosen and everybody written, as the action takes them."""
        return [*self.cleaned_data["called"], *self.cleaned_data["others"].splitlines()]
