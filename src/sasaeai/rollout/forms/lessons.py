"""Forms of know-how: its words, a word on them, taking it up, what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sasaeai.directory.enums import Season
from sasaeai.issues.forms.personal import OpenWordsForm
from sasaeai.issues.models import Issue
from sasaeai.kernel.fields import (
    BaseForm,
    CleanCharField,
    JapaneseDateField,
    LongTextField,
    VersionedForm,
)
from sasaeai.meetings.models import Topic
from sasaeai.people.models import District
from sasaeai.rollout.actions.lesson_uses import Proposal
from sasaeai.rollout.enums import LessonUseState
from sasaeai.rollout.models import Lesson, LessonUse

WORDS = ("title", "topic", "season", "situation", "tried", "took", "became", "ask")
WATCHED = ("title", "situation", "tried", "took", "became", "ask")
_TOPIC_ERROR = {"invalid_choice": _("話題を一覧から選んでください。")}


class LessonForm(OpenWordsForm):
    """What was tried, what it took, what became of it, whom to ask."""

    watched = WATCHED

    title = CleanCharField(
        label=_("題"), max_length=120, help_text=_("例：二つの会議を一つにまとめた")
    )
    topic = forms.ModelChoiceField(
        label=_("話題"),
        queryset=Topic.objects.none(),
        required=False,
        empty_label=_("決めない"),
        error_messages=_TOPIC_ERROR,
    )
    season = forms.ChoiceField(
        label=_("季節"), choices=Season.choices, initial=Season.ALL_YEAR, required=False
    )
    situation = LongTextField(
        label=_("困っていたこと"),
        limit=2_000,
        help_text=_(
            "どんな人が、どんなことに困っていたか。住民の氏名・番地・病名は書きません。"
            "ほかの地区の人が読みます。"
        ),
    )
    tried = LongTextField(
        label=_("やってみたこと"),
        limit=2_000,
        help_text=_("だれが（団体・役職）、何をしたか。順に書くと、ほかの地区がまねできます。"),
    )
    took = LongTextField(
        label=_("かかったもの（人手・日数・費用）"),
        limit=1_000,
        required=False,
        help_text=_("例：町会から当番6人、準備に2か月、旗の代金3,000円"),
    )
    became = LongTextField(
        label=_("どうなったか"),
        limit=2_000,
        required=False,
        help_text=_("うまくいかなかったことも、ほかの地区の役に立ちます。"),
    )
    ask = CleanCharField(
        label=_("たずねる先（団体・役職）"),
        max_length=160,
        required=False,
        help_text=_("例：新城地区社会福祉協議会 事務局。個人の氏名や自宅の電話番号は書きません。"),
    )

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = Topic.objects.filter(  # type: ignore[attr-defined]
            municipality_id=district.municipality_id
        )

    def clean_season(self) -> str:
        """What nobody chose is all the year."""
        return self.cleaned_data["season"] or Season.ALL_YEAR


class NewLessonForm(LessonForm):
    """A lesson to be begun, with everything already known filled in.

    What is filled in was written for the district alone: it is read anew for traces of persons.
    """

    def __init__(self, *args: Any, words: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in words.items():
            self.fields[name].initial = value


class EditLessonForm(VersionedForm, LessonForm):
    """A lesson to be put right."""

    def __init__(self, *args: Any, lesson: Lesson, **kwargs: Any) -> None:
        initial = {name: getattr(lesson, name) for name in WORDS} | {"topic": lesson.topic_id}
        kwargs.setdefault("initial", initial)
        super().__init__(*args, version=lesson.version, district=lesson.district, **kwargs)


class OfferLessonForm(VersionedForm):
    """That a second person may read it."""


class ApproveLessonForm(VersionedForm):
    """That it was read, and read again where words stand in it that point to a person."""

    read_again = forms.BooleanField(label=_("読み直して確かめました"), required=False)


class ReturnLessonForm(BaseForm):
    """What is to be put right; a writer who takes it back needs no word."""

    note = CleanCharField(label=_("直してほしいところ"), max_length=200, required=False)


class WithdrawLessonForm(BaseForm):
    """Why it is taken back."""

    reason = CleanCharField(
        label=_("取り下げる理由"),
        max_length=200,
        help_text=_("自分の地区の記録に残ります。"),
    )


class AdoptLessonForm(OpenWordsForm):
    """Which district takes a lesson up, for which issue, and who does what by when, if wished."""

    watched = ("what",)

    district = forms.ChoiceField(label=_("取り入れる地区"))
    issue = forms.ChoiceField(label=_("どの課題に"), required=False)
    with_action = forms.BooleanField(
        label=_("取組（だれが・何を・いつまでに）も決める"), required=False
    )
    what = CleanCharField(label=_("何を"), max_length=300, required=False)
    who = CleanCharField(
        label=_("だれが"),
        max_length=160,
        required=False,
        help_text=_("団体と役職を書きます。例：白旗野町会 会長"),
    )
    due_on = JapaneseDateField(label=_("いつまでに"), required=False)

    def __init__(
        self,
        *args: Any,
        districts: Sequence[District],
        issues: Sequence[Issue],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._districts = {str(one.id): one for one in districts}
        self._issues = {str(one.id): one for one in issues}
        self.fields["district"].choices = [  # type: ignore[attr-defined]
            (key, one.name) for key, one in self._districts.items()
        ]
        self.fields["issue"].choices = [  # type: ignore[attr-defined]
            ("", _("課題を決めずに取り入れる")),
            *((key, one.title) for key, one in self._issues.items()),
        ]
        if len(self._districts) == 1:
            self.fields["district"].widget = forms.HiddenInput()

    def chosen(self) -> dict[str, Any]:
        """The district, the issue and the action wished, as the action takes them."""
        values = self.cleaned_data
        wishes = values["with_action"]
        return {
            "district": self._districts[values["district"]],
            "issue": self._issues.get(values["issue"]),
            "proposal": Proposal(values["what"], values["who"], values["due_on"])
            if wishes
            else None,
        }


class ReportUseForm(VersionedForm, OpenWordsForm):
    """What became of a lesson that was taken up."""

    watched = ("became",)

    state = forms.ChoiceField(
        label=_("結果"), choices=LessonUseState.choices, widget=forms.RadioSelect
    )
    became = LongTextField(
        label=_("どうなったか"),
        limit=2_000,
        required=False,
        help_text=_(
            "もとの地区に伝わり、この事例を読むほかの地区の人にも見えます。"
            "住民の氏名・番地・病名は書きません。"
        ),
    )

    def __init__(self, *args: Any, use: LessonUse, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"state": use.state, "became": use.became})
        super().__init__(*args, version=use.version, **kwargs)
