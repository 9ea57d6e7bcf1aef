"""Forms of the hall room."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sasaeai.kernel.fields import BaseForm


class SealedFileForm(BaseForm):
    """The file that a device saved because it could not send."""

    file = forms.FileField(
        label=_("封をしたファイル"),
        help_text=_("会場のページで保存した、名前の終わりが「.sasaeai」のファイルです。"),
        error_messages={
            "required": _("ファイルを選んでください。"),
            "empty": _("ファイルが空です。端末でもう一度保存して、選び直してください。"),
        },
    )
