"""Forms on wishes to put the minutes right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sasaeai.kernel.fields import CleanCharField, JapaneseDateField, LongTextField, VersionedForm
from sasaeai.kernel.open_words import OpenWordsForm
from sasaeai.minutes.actions.corrections import ANSWER_LIMIT, TEXT_LIMIT
from sasaeai.minutes.enums import ConfirmationMethod
from sasaeai.minutes.models import Revision
from sasaeai.minutes.queries.corrections import parts_of

ANSWER_DAYS = 14
"""Until when those who were there answer, unless told: two weeks from printing."""


class CorrectionForm(OpenWordsForm):
    """What came, from whom and how; the text is asked about like every other (L-02)."""

    watched = ("text",)
    part = forms.ChoiceField(label=_("直すところ"), required=False)
    text = LongTextField(
        label=_("直してほしいこと"),
        limit=TEXT_LIMIT,
        help_text=_("届いたとおりに書きます。例：「10世帯」ではなく「12世帯」"),
    )
    said_by = CleanCharField(
        label=_("申し出た人"),
        max_length=120,
        help_text=_("お名前ではなく役職で書きます。例：白旗野町会 会長"),
    )
    came_how = forms.ChoiceField(
        label=_("確認の方法"), choices=ConfirmationMethod.choices, widget=forms.RadioSelect
    )
    came_on = JapaneseDateField(label=_("届いた日"))
    revision_number = forms.TypedChoiceField(label=_("見た版"), coerce=int)

    def __init__(
        self, *args: Any, newest: Revision, people: Sequence[str], on: date, **kwargs: Any
    ) -> None:
        kwargs.setdefault(
            "initial",
            {
                "came_how": ConfirmationMethod.PAPER,
                "came_on": on,
                "revision_number": newest.number,
            },
        )
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["part"].choices = [("", _("全体について")), *parts_of(newest)]  # type: ignore[attr-defined]
        self.fields["revision_number"].choices = [  # type: ignore[attr-defined]
            (number, _("第%(n)s版") % {"n": number}) for number in range(newest.number, 0, -1)
        ]
        if people:
            self.fields["said_by"].widget.attrs["list"] = "people-present"


class SlipForm(forms.Form):
    """By when those who were there send their slip back; two weeks from printing unless typed."""

    by = JapaneseDateField(label=_("返事の期限"))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"by": on + timedelta(days=ANSWER_DAYS)}, **kwargs)
        self.on = on

    def clean_by(self) -> date:
        """The day, which is not over."""
        by: date = self.cleaned_data["by"]
        if by < self.on:
            raise ValidationError(_("返事の期限は、きょうかそれより後の日にしてください。"))
        return by


class DeclineForm(VersionedForm, OpenWordsForm):
    """Why the text stays as it is."""

    watched = ("answer",)
    answer = CleanCharField(
        label=_("直さない理由"),
        max_length=ANSWER_LIMIT,
        help_text=_("申し出た人に伝える言葉になります。"),
    )
