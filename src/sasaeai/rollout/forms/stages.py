"""The forms of stages: what happened at one, what was said, how a city names them."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sasaeai.issues.forms.personal import OpenWordsForm
from sasaeai.kernel.fields import (
    BaseForm,
    CleanCharField,
    JapaneseDateField,
    LongTextField,
    VersionedForm,
)
from sasaeai.meetings.queries.bodies import venues_for
from sasaeai.people.models import District, Venue
from sasaeai.rollout.actions.stage_records import StageRecord
from sasaeai.rollout.actions.stages import StageValues
from sasaeai.rollout.enums import Milestone, StagePaper
from sasaeai.rollout.models import DistrictStage, Stage, StageOpinion

INTEGER = {
    "invalid": _("数字で入力してください。例：23"),
    "min_value": _("0以上の数で入力してください。"),
}
_DAYS = {"invalid": _("数字で入力してください。例：90")}
_SHOWN_BY_MEETINGS = ("started_on", "done_on", "order_reason")


def number_input(size: int) -> forms.TextInput:
    """A short box with a keypad of digits on a phone."""
    return forms.TextInput(attrs={"inputmode": "numeric", "size": str(size), "autocomplete": "off"})


class TickedField(forms.MultipleChoiceField):
    """Ticked choices; several codes joined by commas are taken too (a hidden value of an undo)."""

    widget = forms.CheckboxSelectMultiple

    def to_python(self, value: Any) -> list[str]:
        """The codes one by one."""
        return [code for text in super().to_python(value) for code in text.split(",") if code]


class StageRecordForm(VersionedForm, OpenWordsForm):
    """What happened at a stage. Days that the meetings show by themselves are not asked for."""

    watched: ClassVar[tuple[str, ...]] = ("people", "note", "order_reason")

    planned_on = JapaneseDateField(label=_("予定日"), required=False)
    started_on = JapaneseDateField(label=_("始めた日"), required=False)
    done_on = JapaneseDateField(
        label=_("済んだ日"), required=False, help_text=_("一日で終わったときも、その日を入れます。")
    )
    venue = forms.ModelChoiceField(
        label=_("会場"),
        queryset=Venue.objects.none(),
        required=False,
        empty_label=_("決まっていない"),
        error_messages={"invalid_choice": _("会場を一覧から選んでください。")},
    )
    people = LongTextField(
        label=_("だれと（団体・役職）"),
        limit=2_000,
        required=False,
        help_text=_("例：地区社協 会長・副会長、民児協 会長、地域包括支援センター"),
    )
    head_count = forms.IntegerField(
        label=_("参加者数（人）"),
        required=False,
        min_value=0,
        widget=number_input(5),
        error_messages=INTEGER,
    )
    note = LongTextField(
        label=_("話したこと"),
        required=False,
        help_text=_("住民の氏名や病気のことは書きません。"),
    )
    order_reason = CleanCharField(
        label=_("順番が違うわけ"),
        max_length=200,
        required=False,
        help_text=_("前の段階より先に済んだときだけ書きます。ふだんは空のままにします。"),
    )

    def __init__(
        self,
        *args: Any,
        district: District,
        stage: Stage,
        record: DistrictStage | None,
        **kwargs: Any,
    ) -> None:
        if record is not None:
            kwargs.setdefault(
                "initial", {name: getattr(record, name) for name in StageRecord.__slots__}
            )
        super().__init__(*args, version=record.version if record else 0, **kwargs)
        self.fields["venue"].queryset = venues_for(district)  # type: ignore[attr-defined]
        if stage.milestone != Milestone.TOLD:
            for name in _SHOWN_BY_MEETINGS:
                del self.fields[name]

    def record(self) -> StageRecord:
        """What was typed, as the action takes it."""
        values = self.cleaned_data
        return StageRecord(
            **{name: values[name] for name in StageRecord.__slots__ if name in values}
        )


class SkipForm(OpenWordsForm):
    """Why a district goes on without a stage."""

    watched: ClassVar[tuple[str, ...]] = ("reason",)

    reason = CleanCharField(
        label=_("省くわけ"),
        max_length=200,
        help_text=_("例：役員会の場で説明も済ませたため"),
        error_messages={
            "required": _("省くわけを入力してください。例：役員会の場で説明も済ませたため")
        },
    )


class OpinionForm(OpenWordsForm):
    """What a group said (○), and what was answered (⇒)."""

    watched: ClassVar[tuple[str, ...]] = ("said_by", "text", "response")

    said_by = CleanCharField(
        label=_("だれの意見か（団体）"),
        max_length=120,
        required=False,
        help_text=_("例：町会。個人の名前は書きません。"),
    )
    text = LongTextField(label=_("○ 意見"), limit=600)
    response = LongTextField(
        label=_("⇒ 応えたこと"),
        limit=600,
        required=False,
        help_text=_("あとから書き足すこともできます。"),
    )


class EditOpinionForm(VersionedForm, OpinionForm):
    """An opinion that is there."""

    def __init__(self, *args: Any, opinion: StageOpinion, **kwargs: Any) -> None:
        names = ("said_by", "text", "response")
        kwargs.setdefault("initial", {name: getattr(opinion, name) for name in names})
        super().__init__(*args, version=opinion.version, **kwargs)


class StageForm(BaseForm):
    """A stage as the city names it."""

    name = CleanCharField(label=_("段階の名前"), max_length=60, help_text=_("例：地区での話し合い"))
    next_step = CleanCharField(
        label=_("次にすること"),
        max_length=200,
        required=False,
        help_text=_("この段階にいる地区に、次にすることとして示します。"),
    )
    milestone = forms.ChoiceField(
        label=_("いつ済みになるか"),
        choices=Milestone.choices,
        initial=Milestone.TOLD,
        widget=forms.RadioSelect,
    )
    stuck_days = forms.IntegerField(
        label=_("何日動きがないと、止まっていると見るか"),
        initial=90,
        widget=number_input(5),
        error_messages=_DAYS,
    )
    papers = TickedField(label=_("この段階で使う紙"), choices=StagePaper.choices, required=False)

    def values(self) -> StageValues:
        """What was typed, as the actions take it."""
        given = {name: self.cleaned_data[name] for name in StageValues.__slots__}
        return StageValues(**given | {"papers": tuple(given["papers"])})


class EditStageForm(VersionedForm, StageForm):
    """A stage that is there."""

    def __init__(self, *args: Any, stage: Stage, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {name: getattr(stage, name) for name in StageValues.__slots__})
        super().__init__(*args, version=stage.version, **kwargs)
