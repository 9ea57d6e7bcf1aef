"""The form of the head of the minutes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sasaeai.kernel.fields import CleanCharField, VersionedForm
from sasaeai.meetings.models import Meeting
from sasaeai.minutes.queries.head import Head


class HeadForm(VersionedForm):
    """Who was the office, who led and who wrote; arrives filled from the last meeting."""

    secretariat = CleanCharField(label=_("事務局"), max_length=120, required=False)
    chair = CleanCharField(
        label=_("進行"),
        max_length=120,
        required=False,
        help_text=_("役職で書きます。例：大野地区社会福祉協議会 会長"),
    )
    recorder = CleanCharField(label=_("記録した人"), max_length=120, required=False)
    observers = forms.IntegerField(
        label=_("傍聴者（人）"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "4"}),
        help_text=_("いなかったときは0、数えていないときは空欄にします。"),
        error_messages={"invalid": _("人数は数字で入力してください。例：2")},
    )

    def __init__(self, *args: Any, meeting: Meeting, head: Head, **kwargs: Any) -> None:
        initial = {
            "secretariat": head.secretariat,
            "chair": head.chair,
            "recorder": head.recorder,
            "observers": head.observers,
        }
        super().__init__(*args, version=meeting.version, initial=initial, **kwargs)
