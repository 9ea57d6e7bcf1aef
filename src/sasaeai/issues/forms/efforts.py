"""The form of what one 町会 does against disasters: a choice a question, or one line of keys."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sasaeai.issues.enums import EffortLevel
from sasaeai.issues.queries.efforts import NOT_ANSWERED, QUESTIONS, SIGNS, EffortRow
from sasaeai.kernel.fields import CleanCharField, VersionedForm

_LEVELS = {sign: level for level, sign in SIGNS.items()} | {
    "1": EffortLevel.YES,
    "2": EffortLevel.PARTLY,
    "3": EffortLevel.NO,
    "〇": EffortLevel.YES,
    "◯": EffortLevel.YES,
    "x": EffortLevel.NO,
    "X": EffortLevel.NO,
}
_NOTHING = {NOT_ANSWERED, "-", "－", "ー", "0"}
_UNANSWERED = ("", gettext_lazy("答えなし"))


class EffortForm(VersionedForm):
    """`keys` wins over the choices: ○△×— or 1 2 3 0, a sign a question, in their order."""

    keys = CleanCharField(
        label=gettext_lazy("数字でまとめて入れる"),
        max_length=40,
        required=False,
        help_text=gettext_lazy(
            "上から順に、している＝1、一部している＝2、していない＝3、答えなし＝0 を続けて入力します。"
            "例：1123301111"
        ),
    )
    note = CleanCharField(label=gettext_lazy("ひとこと"), max_length=300, required=False)

    def __init__(self, *args: Any, row: EffortRow, **kwargs: Any) -> None:
        effort = row.effort
        initial = {cell.question.code: cell.level for cell in row.cells}
        initial["note"] = effort.note if effort else ""
        kwargs.setdefault("initial", initial)
        super().__init__(*args, version=effort.version if effort else 0, **kwargs)
        for question in QUESTIONS:
            self.fields[question.code] = forms.ChoiceField(
                label=question.text,
                choices=[*EffortLevel.choices, _UNANSWERED],
                required=False,
                widget=forms.RadioSelect,
            )
        self.order_fields(["keys", *(question.code for question in QUESTIONS), "note"])

    @property
    def questions(self) -> list[forms.BoundField]:
        """The choices, in the order of the paper."""
        return [self[question.code] for question in QUESTIONS]

    def clean_keys(self) -> str:
        """As many signs as there are questions, each of them known."""
        typed = "".join(self.cleaned_data["keys"].split()).translate(_HALF)
        if not typed:
            return ""
        if len(typed) != len(QUESTIONS):
            raise forms.ValidationError(
                _("質問は%(wanted)s個です。いま%(typed)s個なので、数を合わせてください。")
                % {"wanted": len(QUESTIONS), "typed": len(typed)}
            )
        strange = [sign for sign in typed if sign not in _LEVELS and sign not in _NOTHING]
        if strange:
            raise forms.ValidationError(
                _("「%(sign)s」は使えません。1・2・3・0か、○・△・×・—で入力してください。")
                % {"sign": strange[0]}
            )
        return typed

    def points(self) -> dict[str, str]:
        """The answers by question, "" for none."""
        typed = self.cleaned_data.get("keys", "")
        if typed:
            levels = (str(_LEVELS.get(sign, "")) for sign in typed)
            return {question.code: level for question, level in zip(QUESTIONS, levels, strict=True)}
        return {question.code: self.cleaned_data[question.code] for question in QUESTIONS}


_HALF = str.maketrans("０１２３", "0123")
