"""The few questions of the reply page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sasaeai.kernel.errors import StaleEdit
from sasaeai.kernel.fields import CleanCharField, LongTextField, VersionedForm
from sasaeai.notices.actions import ReplyDetails
from sasaeai.notices.enums import Answer
from sasaeai.notices.models import Reply

NEEDS = {
    "車いす": _("車いすで行きます"),
    "筆談": _("筆談をお願いします"),
    "送迎": _("送り迎えがいります"),
}
"""What is ticked rather than written; by the word that stands on the reply list."""
_BETWEEN = "、"
_TROUBLE_LIMIT = 2_000


class OwnReplyForm(VersionedForm):
    """出席・欠席・代理, and what the hosts should know before the day."""

    answer = forms.ChoiceField(
        label=_("会議に出席しますか"),
        choices=[
            (Answer.ATTEND, _("出席します")),
            (Answer.ABSENT, _("欠席します")),
            (Answer.SUBSTITUTE, _("代わりの人が出席します")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("出席・欠席・代わりの人のどれか1つを選んでください。")},
    )
    substitute_title = CleanCharField(
        label=_("代わりの人の役職"), max_length=60, required=False, help_text=_("例：副会長")
    )
    substitute_name = CleanCharField(
        label=_("代わりの人の名前"),
        max_length=60,
        required=False,
        help_text=_("決まっていないときは、書かないままで送れます。"),
    )
    companions = forms.IntegerField(
        label=_("いっしょに来る人の数"),
        required=False,
        help_text=_("付き添いの人などの人数です。いないときは0です。"),
        error_messages={"invalid": _("人数を数字で入力してください。")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "3", "autocomplete": "off"}),
    )
    needs_ticked = forms.MultipleChoiceField(
        label=_("手伝ってほしいこと"),
        required=False,
        choices=list(NEEDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    needs = CleanCharField(label=_("そのほかに手伝ってほしいこと"), max_length=180, required=False)
    trouble = LongTextField(
        label=_("会議で話したい困りごと"),
        limit=_TROUBLE_LIMIT,
        required=False,
        help_text=_(
            "地域で困っていることがあれば書いてください。住んでいる人の名前や番地は書かないでください。"
        ),
    )

    def __init__(self, data: Any = None, *, reply: Reply | None, is_earlier: bool) -> None:
        """is_earlier: the reply was for another day, so that whether to come is asked anew."""
        version = reply.version if reply else 0
        super().__init__(data, initial=_shown(reply, is_earlier=is_earlier), version=version)

    def details(self, *, received_on: date) -> ReplyDetails:
        """What stands beside the answer; the form must be valid."""
        value = self.cleaned_data
        words = [*value["needs_ticked"], value["needs"]]
        return ReplyDetails(
            received_on=received_on,
            substitute_name=value["substitute_name"],
            substitute_title=value["substitute_title"],
            companions=value["companions"] or 0,
            needs=_BETWEEN.join(word for word in words if word),
            trouble=value["trouble"],
        )

    def keep_visible_conflict(self) -> bool:
        """Of somebody's newer reply keep what this page asks for; whether anything is left."""
        if self.conflict is None:
            return False
        theirs = {name: text for name, text in self.conflict.theirs.items() if name in self.fields}
        self.conflict = StaleEdit(
            self.conflict.message,
            theirs=theirs,
            yours={name: self.conflict.yours[name] for name in theirs},
            version=self.conflict.version,
        )
        return bool(theirs)


def _shown(reply: Reply | None, *, is_earlier: bool) -> dict[str, Any]:
    if reply is None:
        return {"companions": 0}
    words = [word for word in reply.needs.split(_BETWEEN) if word]
    return {
        "answer": "" if is_earlier else reply.answer,
        "substitute_title": reply.substitute_title,
        "substitute_name": reply.substitute_name,
        "companions": reply.companions,
        "needs_ticked": [word for word in words if word in NEEDS],
        "needs": _BETWEEN.join(word for word in words if word not in NEEDS),
        "trouble": reply.trouble,
    }
