"""Forms of patterns themselves: what one says, a district's own, its way to other districts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sasaeai.kernel.fields import (
    BaseForm,
    CleanCharField,
    JapaneseTimeField,
    LongTextField,
    VersionedForm,
)
from sasaeai.people.models import OrganizationKind
from sasaeai.rollout.forms.pattern_fields import ItemsField, StepsField, items_text, steps_text
from sasaeai.rollout.forms.stages import INTEGER, number_input
from sasaeai.rollout.queries.pattern_shape import BodyShape, PatternShape

_BODY = (
    "name",
    "purpose",
    "hosts",
    "members",
    "yearly_target",
    "usual_start",
    "usual_minutes",
    "first_after_days",
    "items",
)


class PatternForm(VersionedForm):
    """All that a pattern says. Fields of a body are named 「key-field」."""

    name = CleanCharField(label=_("型の名前"), max_length=60)
    summary = LongTextField(label=_("どんな型か"), limit=300)
    suits = LongTextField(label=_("向いている地区"), limit=300, required=False)
    notice_lead = LongTextField(
        label=_("案内状のはじめの文（案）"),
        limit=1_000,
        required=False,
        help_text=_("{district}に地区の名前、{body}に会議体の名称が入ります。"),
    )
    steps = StepsField(
        label=_("手順"),
        help_text=_(
            "1行に一つ、「日数｜すること｜だれが」。日数は第1回の何日前か（あとなら「-14」のように）。"
        ),
    )

    def __init__(
        self,
        *args: Any,
        shape: PatternShape,
        kinds: Mapping[str, OrganizationKind],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._shape = shape
        for name in ("name", "summary", "suits", "notice_lead"):
            self.fields[name].initial = getattr(shape, name)
        self.fields["steps"].initial = steps_text(shape.steps)
        choices = [(code, kind.name) for code, kind in kinds.items()]
        for body in shape.bodies:
            for name, field in _body_fields(body, choices):
                self.fields[f"{body.key}-{name}"] = field

    def shape(self) -> PatternShape:
        """What was typed, as `edit_pattern` takes it."""
        data = self.cleaned_data
        return PatternShape(
            name=data["name"],
            summary=data["summary"],
            suits=data["suits"],
            notice_lead=data["notice_lead"],
            steps=data["steps"],
            bodies=tuple(self._body(body) for body in self._shape.bodies),
        )

    def sections(self) -> list[tuple[BodyShape, list[forms.BoundField]]]:
        """Each body with its fields."""
        return [
            (body, [self[f"{body.key}-{name}"] for name in _BODY]) for body in self._shape.bodies
        ]

    def _body(self, body: BodyShape) -> BodyShape:
        values = {name: self.cleaned_data[f"{body.key}-{name}"] for name in _BODY}
        values |= {name: tuple(values[name]) for name in ("hosts", "members")}
        kept = tuple((code, words) for code, words in body.titles if code in values["members"])
        return replace(body, **values, titles=kept)


class SaveAsForm(BaseForm):
    """A name and one sentence for a district's own practice."""

    name = CleanCharField(label=_("型の名前"), max_length=60)
    summary = LongTextField(
        label=_("どんな型か"),
        limit=300,
        help_text=_("ほかの地区の人が読んで分かるように、一文か二文で書きます。"),
    )


class ReturnPatternForm(BaseForm):
    """A word on what is to be put right."""

    note = CleanCharField(label=_("直してほしいところ"), max_length=200)


class WithdrawPatternForm(BaseForm):
    """Why a pattern is taken back."""

    reason = CleanCharField(label=_("取り下げる理由"), max_length=200)


def _body_fields(body: BodyShape, kinds: list[tuple[str, str]]) -> list[tuple[str, forms.Field]]:
    def ticked(label: Any, codes: tuple[str, ...], *, required: bool) -> forms.Field:
        return forms.MultipleChoiceField(
            label=label,
            choices=kinds,
            initial=list(codes),
            required=required,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": _("一覧から選んでください。")},
        )

    def number(label: Any, value: int, **kwargs: Any) -> forms.Field:
        return forms.IntegerField(
            label=label, initial=value, widget=number_input(4), error_messages=INTEGER, **kwargs
        )

    return [
        ("name", CleanCharField(label=_("会議体の名称"), max_length=80, initial=body.name)),
        (
            "purpose",
            CleanCharField(label=_("趣旨"), max_length=300, required=False, initial=body.purpose),
        ),
        ("hosts", ticked(_("主催する団体の種類"), body.hosts, required=True)),
        ("members", ticked(_("参集者（団体の種類）"), body.members, required=False)),
        ("yearly_target", number(_("年に何回"), body.yearly_target)),
        (
            "usual_start",
            JapaneseTimeField(
                label=_("いつもの開始時刻"), required=False, initial=body.usual_start
            ),
        ),
        ("usual_minutes", number(_("いつもの長さ（分）"), body.usual_minutes)),
        (
            "first_after_days",
            number(
                _("第1回から何日後に開くか"),
                body.first_after_days,
                help_text=_("前に開くときは「-28」のように入れます。"),
            ),
        ),
        (
            "items",
            ItemsField(
                label=_("最初の議題"),
                known={item.title: item.kind for item in body.items},
                initial=items_text(body.items),
                help_text=_("1行に一つ。「議題｜10分」のように時間も書けます。"),
            ),
        ),
    ]
