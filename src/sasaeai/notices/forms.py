"""Forms of the notice and of a reply: they translate and fill in; rules stay in actions."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sasaeai.kernel.fields import (
    BaseForm,
    CleanCharField,
    JapaneseDateField,
    JapaneseTimeField,
    LongTextField,
    PhoneField,
    VersionedForm,
)
from sasaeai.meetings.models import Meeting
from sasaeai.meetings.queries.bodies import venues_for
from sasaeai.notices.actions import ReplyDetails
from sasaeai.notices.enums import Answer, ChangeWay, NoticeKind, ReplyVia
from sasaeai.notices.models import Reply
from sasaeai.notices.queries import NoticeTexts, wording
from sasaeai.notices.queries.changes import ChangeDraft, NewPlace, Wish
from sasaeai.notices.queries.reminders import Reminder
from sasaeai.people.models import Venue


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


class SlipForm(VersionedForm):
    """What a person reads on a scanned slip; the answer is the button that is pressed."""

    who = CleanCharField(
        label=_("返信番号か返信コード"),
        max_length=40,
        help_text=_("紙に印刷してある番号です。例：12、K7M-4QX-9PA"),
    )
    substitute_title = CleanCharField(label=_("代理の方の役職"), max_length=60, required=False)
    substitute_name = CleanCharField(label=_("代理の方の氏名"), max_length=60, required=False)
    companions = forms.IntegerField(
        label=_("同行者の人数"),
        required=False,
        error_messages={"invalid": _("人数を数字で入力してください。")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "3"}),
    )
    needs = CleanCharField(label=_("配慮してほしいこと"), max_length=200, required=False)
    trouble = LongTextField(
        label=_("当日話し合いたい困りごと"),
        required=False,
        help_text=_("住民の方のお名前や番地は書き写さないでください。"),
    )

    def __init__(
        self, data: Any = None, *, who: str, reply: Reply | None, needs: str, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"who": who, "companions": 0, "needs": needs}
        if reply is not None:
            kept = ("substitute_title", "substitute_name", "companions", "trouble")
            initial |= {name: getattr(reply, name) for name in kept}
        version = reply.version if reply else 0
        super().__init__(data, initial=initial, version=version, **kwargs)
        self.fields["trouble"].widget.attrs["rows"] = "3"

    def details(self, *, received_on: date) -> ReplyDetails:
        """What stands beside the answer; the form must be valid."""
        value = self.cleaned_data
        return ReplyDetails(
            received_on=received_on,
            substitute_name=value["substitute_name"],
            substitute_title=value["substitute_title"],
            companions=value["companions"] or 0,
            needs=value["needs"],
            trouble=value["trouble"],
        )


class WishForm(BaseForm):
    """What shall become of a meeting, and why. Day and hall are asked for another day alone."""

    reason = CleanCharField(
        label=_("わけ"),
        max_length=200,
        required=False,
        help_text=_("案内した方に伝える言葉になります。例：大雪が見こまれるため"),
    )
    on = JapaneseDateField(label=_("新しい開催日"))
    start = JapaneseTimeField(label=_("開始"))
    end = JapaneseTimeField(label=_("終了"))
    venue = forms.ModelChoiceField(
        label=pgettext_lazy("one", "会場"),
        queryset=Venue.objects.none(),
        empty_label=_("選んでください"),
        error_messages={"invalid_choice": _("会場を一覧から選んでください。")},
    )

    PLACE = ("on", "start", "end", "venue")

    def __init__(self, data: Any = None, *, way: ChangeWay, meeting: Meeting) -> None:
        self.way = way
        initial: dict[str, Any] = {name: getattr(meeting, name) for name in self.PLACE}
        if way == ChangeWay.SNOW:
            initial["reason"] = wording.SNOWED_OUT
        super().__init__(data, initial=initial)
        if way in {ChangeWay.SNOW, ChangeWay.CANCEL}:
            self.fields["reason"].required = True
        if way == ChangeWay.MOVE:
            self.fields["venue"].queryset = venues_for(meeting.body.district)  # type: ignore[attr-defined]
        else:
            for name in self.PLACE:
                del self.fields[name]
        self.order_fields([*self.PLACE, "reason"])

    def wish(self) -> Wish:
        """What was typed; the form must be valid, or not sent and complete without typing."""
        value = self.cleaned_data if self.is_bound else self.initial
        place = (
            NewPlace(**{name: value[name] for name in self.PLACE})
            if self.way == ChangeWay.MOVE
            else None
        )
        return Wish(way=self.way, reason=value.get("reason", ""), place=place)


class ChangeTextForm(BaseForm):
    """The words of a notice of change; arrives filled from the draft."""

    subject = CleanCharField(label=_("件名"), max_length=120)
    purpose = LongTextField(
        label=_("お知らせの文"), limit=1000, help_text=_("新しい日時と会場は、表になって入ります。")
    )
    note = LongTextField(label=_("お願い・ご案内"), limit=1000, required=False)
    reply_due_on = JapaneseDateField(label=_("あらためて返信をいただく期限"))
    base_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, draft: ChangeDraft) -> None:
        names = ("subject", "purpose", "note", "reply_due_on")
        initial = {name: getattr(draft.texts, name) for name in names}
        super().__init__(data, initial={**initial, "base_version": draft.meeting.version})
        self._draft = draft
        if not draft.asks_reply:
            del self.fields["reply_due_on"]
        self.fields["purpose"].widget.attrs["rows"] = "6"
        self.fields["note"].widget.attrs["rows"] = "3"

    def texts(self) -> NoticeTexts:
        """The texts of the draft with what was typed; the form must be valid."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "base_version"}
        return dataclasses.replace(self._draft.texts, **typed)


PAPER_READERS = [
    ("post", _("送り方が郵送の方")),
    ("paper", _("送り方が郵送と手渡しの方")),
    ("all", _("声かけした全員")),
    ("chosen", _("下の一覧で選んだ方だけ")),
]


class PapersForm(BaseForm):
    """For whom labels or cards are printed, and on which sheet."""

    who = forms.ChoiceField(
        label=_("だれの分を印刷しますか"), choices=PAPER_READERS, widget=forms.RadioSelect
    )
    order = forms.ChoiceField(
        label=_("並び"),
        choices=[("number", _("返信番号の順")), ("postal", _("郵便番号の順"))],
        help_text=_("案内状と同じ並びにすると、上から順に封筒へ入れられます。"),
    )
    kind = forms.ChoiceField(
        label=_("ラベルの種類"), help_text=_("ラベルの袋に書いてある面数と大きさで選びます。")
    )
    start = forms.IntegerField(
        label=_("何枚目のラベルから"),
        min_value=1,
        error_messages={
            "invalid": _("何枚目からかを、数字で入力してください。"),
            "min_value": _("1枚目から数えた数字を入力してください。"),
        },
        help_text=_("左上から右へ数えます。新しいシートは1です。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "3"}),
    )
    frames = forms.BooleanField(
        label=_("郵便番号の枠と切手の位置も印刷する"),
        required=False,
        help_text=_("無地のはがき用紙のときに選びます。郵便局の往復はがきには、いりません。"),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        labels: Mapping[str, tuple[str, int]],
        kind: str,
        counts: Mapping[str, int],
    ) -> None:
        """labels: by key, the name of a kind of sheet and how many labels it has; counts: by choice
        of readers how many they are.
        """
        initial = {"who": "post", "order": "number", "kind": kind, "start": 1}
        super().__init__(data, initial=initial)
        self.labels = labels
        self.fields["who"].choices = [
            (key, gettext("%(who)s（%(count)d人）") % {"who": name, "count": counts[key]})
            if key in counts
            else (key, name)
            for key, name in PAPER_READERS
        ]
        self.fields["kind"].choices = [(key, name) for key, (name, _count) in labels.items()]

    def clean_who(self) -> str:
        """Somebody ticked in the list would be left out in silence otherwise."""
        who = str(self.cleaned_data["who"])
        if who != "chosen" and "to" in self.data:
            raise forms.ValidationError(
                _(
                    "一覧で選んだ方がいます。「下の一覧で選んだ方だけ」を選ぶか、"
                    "一覧の印を外してください。"
                )
            )
        return who

    def clean_start(self) -> int:
        start = int(self.cleaned_data["start"])
        _name, count = self.labels.get(self.cleaned_data.get("kind", ""), ("", start))
        if start > count:
            raise forms.ValidationError(
                _("このシートのラベルは%(count)d枚です。1から%(count)dまでの数字にしてください。"),
                params={"count": count},
            )
        return start


class ReminderForm(VersionedForm):
    """The words of a reminder, and how long before its day it goes out."""

    subject = CleanCharField(label=_("件名"), max_length=120)
    purpose = LongTextField(label=_("お知らせの文"), limit=1000)
    days_before = forms.IntegerField(
        label=_("何日前に送るか"),
        error_messages={"invalid": _("日数を数字で入力してください。")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "3"}),
    )

    def __init__(self, data: Any = None, *, reminder: Reminder) -> None:
        initial = {
            "subject": reminder.subject,
            "purpose": reminder.words,
            "days_before": reminder.days_before,
        }
        version = reminder.notice.version if reminder.notice else 0
        super().__init__(data, initial=initial, version=version)
        is_due = reminder.kind == NoticeKind.DUE_REMINDER
        self.fields["days_before"].help_text = (
            _("返信期限の何日前か。朝9時に送ります。")
            if is_due
            else _("会議の何日前か。朝9時に送ります。")
        )
        self.fields["purpose"].widget.attrs["rows"] = "5"
