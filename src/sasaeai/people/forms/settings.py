"""The form of the rule by which a city has a support council."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sasaeai.kernel.fields import BaseForm, CleanCharField, JapaneseDateField


class CouncilRuleForm(BaseForm):
    """Rule (要綱) and first day; both empty where the city has no support council."""

    rule = CleanCharField(
        label=_("要綱の名前"),
        max_length=120,
        required=False,
        help_text=_("例：○○市支援会議設置要綱。支援会議を置いていないときは、空のままにします。"),
    )
    since = JapaneseDateField(label=_("支援会議を置いた日"), required=False)
