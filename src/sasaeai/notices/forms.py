"""Forms of the notice and of a reply: they translate and fill in; rules stay in actions."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sasaeai.kernel.fields import (
    CleanCharField,
    JapaneseDateField,
    LongTextField,
    PhoneField,
    VersionedForm,
)
from sasaeai.notices.actions import ReplyDetails
from sasaeai.notices.enums import Answer, ReplyVia
from sasaeai.notices.models import Reply
from sasaeai.notices.queries import NoticeTexts


class NoticeForm(VersionedForm):
    """The words of a notice; arrives filled from the draft or from the notice there is."""

    subject = CleanCharField(label=_("件名"), max_length=120)
    greeting = LongTextField(
        label=_("時候のあいさつ"), limit=300, help_text=_("「拝啓」は自動で入ります。")
    )
    purpose = LongTextField(
        label=_("案内の文"), limit=1000, help_text=_("「敬具」は自動で入ります。")
    )
    note = LongTextField(
        label=_("お願い・ご案内"),
        limit=1000,
        required=False,
        help_text=_("「代理出席もできます」の一文は自動で入ります。"),
    )
    reply_due_on = JapaneseDateField(label=_("返信期限"))
    issued_on = JapaneseDateField(label=_("発行日"))
    doc_no = CleanCharField(label=_("文書番号"), max_length=40, required=False)
    sender_organization = CleanCharField(label=_("差出人の団体"), max_length=120)
    sender_title = CleanCharField(label=_("差出人の役職"), max_length=60, required=False)
    sender_name = CleanCharField(label=_("差出人の氏名"), max_length=60, required=False)
    contact_name = CleanCharField(label=_("連絡先の担当"), max_length=120)
    contact_tel = PhoneField(label=_("連絡先の電話"), max_length=20, required=False)
    contact_fax = PhoneField(label=_("返信先のFAX"), max_length=20, required=False)

    def __init__(
        self, data: Any = None, *, texts: NoticeTexts, version: int, **kwargs: Any
    ) -> None:
        super().__init__(data, initial=dataclasses.asdict(texts), version=version, **kwargs)
        for name in ("greeting", "purpose", "note"):
            self.fields[name].widget.attrs["rows"] = "4"

    def texts(self) -> NoticeTexts:
        """The texts as typed; the form must be valid."""
        names = [field.name for field in dataclasses.fields(NoticeTexts)]
        return NoticeTexts(**{name: self.cleaned_data[name] for name in names})


class ReplyForm(VersionedForm):
    """Everything that stands on one reply slip."""

    answer = forms.ChoiceField(label=_("返信"), choices=Answer.choices, widget=forms.RadioSelect)
    via = forms.ChoiceField(label=_("届き方"), choices=ReplyVia.choices)
    received_on = JapaneseDateField(label=_("届いた日"))
    substitute_title = CleanCharField(label=_("代理の方の役職"), max_length=60, required=False)
    substitute_name = CleanCharField(label=_("代理の方の氏名"), max_length=60, required=False)
    companions = forms.IntegerField(
        label=_("同行者の人数"),
        required=False,
        error_messages={"invalid": _("人数を数字で入力してください。")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "3"}),
    )
    needs = CleanCharField(
        label=_("配慮してほしいこと"),
        max_length=200,
        required=False,
        help_text=_("車いす、筆談、送迎など"),
    )
    trouble = LongTextField(
        label=_("当日話し合いたい困りごと"),
        required=False,
        help_text=_("返信票の文を写してください。住民の方のお名前や番地は書き写さないでください。"),
    )

    def __init__(
        self, data: Any = None, *, reply: Reply | None, today: date, via: str, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"via": via, "received_on": today, "companions": 0}
        if reply is not None:
            initial = {
                name: getattr(reply, name) for name in self.base_fields if name[:5] != "base_"
            }
        version = reply.version if reply else 0
        super().__init__(data, initial=initial, version=version, **kwargs)

    def details(self) -> ReplyDetails:
        """What stands beside the answer; the form must be valid."""
        value = self.cleaned_data
        return ReplyDetails(
            received_on=value["received_on"],
            substitute_name=value["substitute_name"],
            substitute_title=value["substitute_title"],
            companions=value["companions"] or 0,
            needs=value["needs"],
            trouble=value["trouble"],
        )
