"""The forms of fewer meetings and of the aim of a 年度."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sasaeai.kernel.fields import BaseForm, CleanCharField, JapaneseDateField, VersionedForm
from sasaeai.planning.enums import JoinWay

_NUMBER = forms.TextInput(attrs={"inputmode": "numeric", "size": "4"})
_INTEGER = {"invalid": _("数字で入力してください。例：3")}

YES, NO = "yes", "no"


class ProposalForm(BaseForm):
    """How two meetings would become fewer, from when, on what condition."""

    way = forms.ChoiceField(
        label=_("進め方"),
        widget=forms.RadioSelect,
        choices=[
            (
                JoinWay.MERGE.value,
                _("一つにする（みなし）：一度の集まりを、もう一方の会議としても数えます。"),
            ),
            (
                JoinWay.BACK_TO_BACK.value,
                _("続けて開く：同じ日、同じ会場で、一方のすぐあとにもう一方を開きます。"),
            ),
        ],
    )
    since = JapaneseDateField(label=_("いつから"))
    condition = CleanCharField(
        label=_("条件"),
        max_length=300,
        required=False,
        help_text=_("例：推進員が両方の会議に出て、情報を伝えること。"),
    )


class HostAnswerForm(BaseForm):
    """What a host said."""

    agrees = forms.ChoiceField(
        label=_("答え"),
        widget=forms.RadioSelect,
        choices=[(YES, _("賛成")), (NO, _("反対（見送り）"))],
    )
    said_by = CleanCharField(
        label=_("答えた人（役職）"), max_length=120, help_text=_("例：会長（役員会で相談のうえ）")
    )
    answered_on = JapaneseDateField(label=_("答えた日"))
    note = CleanCharField(
        label=_("ひとこと"),
        max_length=300,
        required=False,
        help_text=_("反対のときは、そのわけを入れてください。"),
    )

    def values(self) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        return {**self.cleaned_data, "agrees": self.cleaned_data["agrees"] == YES}


class EndPairForm(BaseForm):
    """The last day on which two bodies are held back to back."""

    until = JapaneseDateField(label=_("いつまで"), help_text=_("この日の会議まで続けて開きます。"))


class TargetForm(VersionedForm):
    """The aim of a 年度."""

    districts = forms.IntegerField(
        label=_("開催する地区の数"), widget=_NUMBER, error_messages=_INTEGER
    )
    meetings_each = forms.IntegerField(
        label=_("1地区の回数"), widget=_NUMBER, error_messages=_INTEGER
    )
    note = CleanCharField(label=_("めざすこと"), max_length=300, required=False)
