"""Forms of what raisers are told, and of the question whether it helped."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sasaeai.issues.enums import Reminding
from sasaeai.issues.forms.personal import WHOM_TO_CALL, OpenWordsForm
from sasaeai.issues.models import Answer
from sasaeai.kernel.fields import (
    BaseForm,
    CleanCharField,
    JapaneseDateField,
    LongTextField,
    VersionedForm,
)
from sasaeai.people.enums import Channel

WORDS_LIMIT = 1_000


class AnswerWords(OpenWordsForm):
    """What the raiser is told, and by which way."""

    watched = ("text",)
    allowed = WHOM_TO_CALL

    text = LongTextField(
        label=_("お伝えすること"),
        limit=WORDS_LIMIT,
        help_text=_(
            "どうなったか、これからどうするかを書きます。ほかの方の氏名や番地は書きません。"
        ),
    )
    channel = forms.ChoiceField(label=_("届け方"), choices=Channel.choices)


class NewAnswerForm(AnswerWords):
    """An answer that arrives filled in with what came of the issue."""

    def __init__(self, *args: Any, proposed: str = "", channel: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"text": proposed, "channel": channel})
        super().__init__(*args, **kwargs)


class SameAnswerForm(OpenWordsForm):
    """One answer to everybody who is owed one; each goes by their own way."""

    watched = ("text",)
    allowed = WHOM_TO_CALL

    text = LongTextField(label=_("お伝えすること"), limit=WORDS_LIMIT)


class EditAnswerForm(VersionedForm, AnswerWords):
    """A draft to be put right."""

    def __init__(self, *args: Any, answer: Answer, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"text": answer.text, "channel": answer.channel})
        super().__init__(*args, version=answer.version, **kwargs)


class TellForm(BaseForm):
    """That somebody told it: when, and what was said."""

    told_on = JapaneseDateField(label=_("伝えた日"))
    note = CleanCharField(
        label=_("伝えたときのこと"),
        max_length=300,
        required=False,
        help_text=_("例：会長に電話で伝えた。喜んでいた。"),
    )

    def __init__(self, *args: Any, today: date | None = None, **kwargs: Any) -> None:
        if today is not None:
            kwargs.setdefault("initial", {"told_on": today})
        super().__init__(*args, **kwargs)


class ExcuseForm(BaseForm):
    """Why there is no way to tell the raiser."""

    reason = CleanCharField(
        label=_("伝えようがないわけ"),
        max_length=300,
        help_text=_("例：団体が解散し、連絡先が分からない。伝えたのと同じに数えます。"),
    )


class HelpedForm(BaseForm):
    """What the raiser said a month later."""

    helped = forms.CharField(
        required=False, error_messages={"required": _("役に立ったかを選んでください。")}
    )
    note = CleanCharField(label=_("ひとこと"), max_length=300, required=False)


class ReminderForm(BaseForm):
    """A reminder to whoever promised something."""

    text = LongTextField(label=_("お知らせの文"), limit=WORDS_LIMIT)
    channel = forms.ChoiceField(label=_("届け方"), choices=Channel.choices)


class RemindingForm(BaseForm):
    """Whether whoever promised it is reminded by itself."""

    reminding = forms.ChoiceField(label=_("知らせ方"), choices=Reminding.choices)
