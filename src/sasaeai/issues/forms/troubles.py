"""Forms of troubles as they came, and of what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sasaeai.issues.enums import TroubleVia
from sasaeai.issues.forms.personal import WHOM_TO_CALL, OpenWordsForm
from sasaeai.issues.models import Issue, Trouble
from sasaeai.kernel.fields import (
    BaseForm,
    CleanCharField,
    JapaneseDateField,
    LongTextField,
    VersionedForm,
)
from sasaeai.people.enums import Channel
from sasaeai.people.models import District

NO_NAMES = _("住民の氏名・番地・病名は書きません。どんな人が、どこで、何に困っているかを書きます。")
"""The rule that stands beside every field for a trouble (L-02)."""


class TroubleWords(OpenWordsForm):
    """What was raised and by whom."""

    watched = ("text", "raised_by")

    text = LongTextField(label=_("困りごと"), help_text=NO_NAMES)
    raised_by = CleanCharField(
        label=_("だれから"),
        max_length=200,
        help_text=_("団体と役職を書きます。例：白旗野町会 会長"),
    )
    answer_channel = forms.ChoiceField(
        label=_("答えの届け方"),
        choices=(("", _("名簿のとおりでよい")), *Channel.choices),
        required=False,
    )
    answer_to = CleanCharField(
        label=_("答えの届け先"),
        max_length=200,
        required=False,
        help_text=_("名簿と違うときだけ、電話やFAXの番号、宛先を書きます。"),
    )

    def __init__(self, *args: Any, names: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = tuple(names)
        if self.names:
            self.fields["raised_by"].widget.attrs["list"] = "raiser-names"


class NewTroubleForm(TroubleWords):
    """A trouble that came by telephone, at the counter or in a meeting."""

    district = forms.ChoiceField(label=_("地区"))
    via = forms.ChoiceField(label=_("届き方"))
    raised_on = JapaneseDateField(label=_("届いた日"))
    field_order = (
        "district",
        "text",
        "raised_by",
        "via",
        "raised_on",
        "answer_channel",
        "answer_to",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        districts: Sequence[District],
        today: date,
        district: str = "",
        **kwargs: Any,
    ) -> None:
        initial = {"raised_on": today, "via": TroubleVia.PHONE, "district": district}
        super().__init__(data, initial=initial, **kwargs)
        self._districts = {str(district.id): district for district in districts}
        # Of several districts none is the likely one: a trouble must not land in the first by chance.
        self.fields["district"].choices = [  # type: ignore[attr-defined]
            ("", _("地区を選んでください")),
            *((key, one.name) for key, one in self._districts.items()),
        ]
        self.fields["via"].choices = [  # type: ignore[attr-defined]
            choice for choice in TroubleVia.choices if choice[0] != TroubleVia.WEB
        ]
        if len(self._districts) == 1:
            self.fields["district"].widget = forms.HiddenInput()
            self.initial["district"] = next(iter(self._districts))

    def chosen_district(self) -> District:
        """The district that was picked."""
        return self._districts[self.cleaned_data["district"]]


class EditTroubleForm(VersionedForm, TroubleWords):
    """The words of a trouble to be put right."""

    def __init__(self, *args: Any, trouble: Trouble, **kwargs: Any) -> None:
        names = ("text", "raised_by", "answer_channel", "answer_to")
        initial = {name: getattr(trouble, name) for name in names}
        super().__init__(*args, version=trouble.version, initial=initial, **kwargs)


class SettleTroubleForm(OpenWordsForm):
    """Why a trouble does not become an issue."""

    watched = ("reason",)

    reason = CleanCharField(
        label=_("課題にしないわけ"),
        max_length=200,
        help_text=_("困りごとを寄せた方への答えにもなります。例：市の除雪の窓口につないだ"),
    )


class BringTroubleForm(OpenWordsForm):
    """A trouble that somebody with a reply code brings: what, and how to hear the answer."""

    watched = ("text",)

    text = LongTextField(
        label=_("どんなことに困っていますか"),
        limit=2_000,
        help_text=_(
            "どのあたりで（町会・通りまで）、いつごろから、どんな人が困っているかも書いてください。"
            "個人のお名前・番地・病名は書かないでください。"
        ),
    )
    answer_channel = forms.ChoiceField(
        label=_("答えの届け方"),
        choices=(("", _("会議の案内と同じでよい")), *Channel.choices),
        required=False,
    )
    answer_to = CleanCharField(
        label=_("答えの届け先"),
        max_length=200,
        required=False,
        help_text=_("ふだんと違うときだけ、電話やFAXの番号などを書きます。"),
    )


class AnswerTroubleForm(OpenWordsForm):
    """What the raiser is told at once: a draft, which leaves from the page of answers."""

    watched = ("text",)
    allowed = WHOM_TO_CALL

    text = LongTextField(
        label=_("答え"),
        limit=1_000,
        help_text=_("寄せた方への返答の下書きになります。送る前に、もう一度見られます。"),
    )


class ReferTroubleForm(OpenWordsForm):
    """To whom a trouble was handed on."""

    watched = ("referred_to",)

    referred_to = CleanCharField(
        label=_("つないだ先"),
        max_length=200,
        help_text=_("例：新城地域包括支援センター。電話で伝えたことなどは、返答に書けます。"),
    )


class JoinIssueForm(BaseForm):
    """The open issue that a trouble is part of."""

    issue = forms.ChoiceField(label=_("いまある課題"))

    def __init__(self, *args: Any, issues: Sequence[Issue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._issues = {str(issue.id): issue for issue in issues}
        self.fields["issue"].choices = [  # type: ignore[attr-defined]
            (key, issue.title) for key, issue in self._issues.items()
        ]

    @property
    def has_issues(self) -> bool:
        return bool(self._issues)

    def chosen(self) -> Issue:
        """The issue that was picked."""
        return self._issues[self.cleaned_data["issue"]]
