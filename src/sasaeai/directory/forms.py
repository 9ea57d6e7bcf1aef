"""Forms of the directory: an entry, the yearly check, what came back, a table to be put in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.validators import EmailValidator, URLValidator
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sasaeai.directory.actions import ServiceAnswer, ServiceDetails
from sasaeai.directory.channels.table import MAX_BYTES
from sasaeai.directory.enums import CheckAnswer, Season, ServiceKind, SheetKind
from sasaeai.directory.models import Correction, Service, ServiceCheck
from sasaeai.directory.queries import Operator, proposal_of
from sasaeai.kernel.fields import (
    BaseForm,
    CleanCharField,
    JapaneseDateField,
    KanaField,
    LongTextField,
    PhoneField,
    VersionedForm,
)
from sasaeai.people.models import District, Organization

ASKED = ("tel", "hours", "place", "how_to_apply", "fee", "for_whom", "capacity", "description")
"""Columns that an operator is asked to put right, the ones that change most first."""


class ServiceForm(BaseForm):
    """A service as people are told of it."""

    kind = forms.ChoiceField(label=_("どんな困りごとのとき"), choices=ServiceKind.choices)
    name = CleanCharField(label=_("名称"), max_length=120)
    kana = KanaField(label=_("ふりがな"), max_length=120, required=False)
    organization = forms.ModelChoiceField(
        label=_("運営する団体"),
        queryset=Organization.objects.none(),
        required=False,
        empty_label=_("名簿にない団体"),
    )
    operator_name = CleanCharField(
        label=_("名簿にないときの運営の名前"), max_length=120, required=False
    )
    for_whom = CleanCharField(
        label=_("だれのため"), max_length=300, required=False, help_text=_("例：65歳以上の方")
    )
    description = LongTextField(label=_("内容"), required=False, limit=2_000)
    how_to_apply = CleanCharField(label=_("申し込み方"), max_length=300, required=False)
    fee = CleanCharField(
        label=_("費用"), max_length=200, required=False, help_text=_("例：1回200円、無料")
    )
    hours = CleanCharField(label=_("曜日・時間"), max_length=300, required=False)
    place = CleanCharField(label=_("場所"), max_length=200, required=False)
    tel = PhoneField(
        label=_("電話"), max_length=40, required=False, help_text=_("例：017-000-0000")
    )
    fax = PhoneField(label=_("FAX"), max_length=40, required=False)
    email = CleanCharField(label=_("メール"), max_length=254, required=False)
    url = CleanCharField(label=_("ウェブページ"), max_length=300, required=False)
    districts = forms.ModelMultipleChoiceField(
        label=_("対象の地区"),
        queryset=District.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("どれも選ばないと、市全体が対象になります。"),
        error_messages={"invalid_choice": _("地区を一覧から選んでください。")},
    )
    area = CleanCharField(label=_("町会など、もっと細かい範囲"), max_length=200, required=False)
    season = forms.ChoiceField(label=_("季節"), choices=Season.choices, initial=Season.ALL_YEAR)
    capacity = CleanCharField(label=_("定員・空き"), max_length=120, required=False)
    is_public = forms.BooleanField(
        label=_("配る一覧に載せる"),
        required=False,
        initial=True,
        help_text=_("外すと、配る一覧には載せず、このシステムの中だけで使います。"),
    )
    verified_on = JapaneseDateField(label=_("確かめた日"), required=False)
    verify_by = JapaneseDateField(
        label=_("次に確かめる日"),
        required=False,
        help_text=_("空けておくと、確かめた日の1年後になります。"),
    )

    def __init__(
        self,
        *args: Any,
        organizations: QuerySet[Organization],
        districts: QuerySet[District],
        checker: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.checker = checker
        self.fields["organization"].queryset = organizations  # type: ignore[attr-defined]
        self.fields["districts"].queryset = districts  # type: ignore[attr-defined]
        mistake = gettext("メールアドレスを確かめてください。例：tanto@example.jp")
        self.fields["email"].validators.append(EmailValidator(message=mistake))
        wrong = gettext("ウェブページは https:// から入力してください。")
        self.fields["url"].validators.append(URLValidator(["http", "https"], message=wrong))

    def details(self, before: Service | None = None) -> ServiceDetails:
        """What was typed. Who checked it stays, unless the day it was checked is another."""
        values = {
            name: value
            for name, value in self.cleaned_data.items()
            if name in ServiceDetails.__slots__
        }
        by = self.checker if values["verified_on"] else ""
        if before is not None and before.verified_on == values["verified_on"]:
            by = before.verified_by_name
        spot = {"latitude": before.latitude, "longitude": before.longitude} if before else {}
        return ServiceDetails(**values, verified_by_name=by, **spot)

    def chosen_districts(self) -> list[District]:
        """The ticked districts; none is the whole city."""
        return list(self.cleaned_data["districts"])


class EditServiceForm(VersionedForm, ServiceForm):
    """An entry that exists."""


def service_values(service: Service, districts: Sequence[District]) -> dict[str, Any]:
    """What the form of an entry shows at first."""
    names = [name for name in ServiceForm.base_fields if name not in {"districts", "organization"}]
    values = {name: getattr(service, name) for name in names}
    return values | {
        "organization": service.organization_id,
        "districts": [district.pk for district in districts],
        "operator_name": "" if service.organization_id else service.operator_name,
    }


# ── The yearly check ─────────────────────────────────────────────────────────────────────────────


class AskForm(BaseForm):
    """Whom to ask whether everything is still right, and until when."""

    operators = forms.MultipleChoiceField(
        label=_("確かめる相手"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("確かめる相手を選んでください。"),
            "invalid_choice": _("一覧が新しくなりました。もう一度選んでください。"),
        },
    )
    answer_by = JapaneseDateField(label=_("返事の期限"), required=False)

    def __init__(self, *args: Any, operators: Sequence[Operator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._operators = {one.key: one for one in operators}
        self.fields["operators"].choices = [  # type: ignore[attr-defined]
            (one.key, self._told(one)) for one in operators
        ]

    def chosen(self) -> list[Operator]:
        """The ticked operators."""
        return [self._operators[key] for key in self.cleaned_data["operators"]]

    @staticmethod
    def _told(one: Operator) -> str:
        return gettext("%(name)s（%(services)d件、うち確かめる時期 %(due)d件）") % {
            "name": one.name,
            "services": one.services,
            "due": one.due,
        }


class AnswerForm(BaseForm):
    """What an operator says about one service: 変わりない, 直す, やめた."""

    answer = forms.ChoiceField(
        label=_("いまの様子"),
        choices=CheckAnswer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("3つのうちのどれか1つを選んでください。")},
    )
    note = CleanCharField(label=_("ひとこと"), max_length=500, required=False)

    def __init__(self, data: Any = None, *, service: Service, before: Correction | None) -> None:
        self.service = service
        shown = {name: getattr(service, name) for name in ASKED}
        if before is not None:
            shown |= {"answer": before.answer, "note": before.note, **before.values}
        super().__init__(data, initial=shown, prefix=service.id.hex)
        for name in ASKED:
            column = Service._meta.get_field(name)
            label = str(column.verbose_name)
            self.fields[name] = (
                LongTextField(label=label, required=False, limit=2_000)
                if name == "description"
                else CleanCharField(label=label, max_length=column.max_length, required=False)
            )

    @property
    def columns(self) -> Iterator[forms.BoundField]:
        """The fields of what may have changed."""
        return (self[name] for name in ASKED)

    @property
    def stands(self) -> list[tuple[str, str]]:
        """Label and text of what people are told today, as far as it is known."""
        told = ((str(self.fields[name].label), getattr(self.service, name)) for name in ASKED)
        return [(label, text) for label, text in told if text]

    def answered(self) -> ServiceAnswer:
        """As the actions take it: only columns that differ from what stands there."""
        values = self.cleaned_data
        changed = {
            name: values[name] for name in ASKED if values[name] != getattr(self.service, name)
        }
        is_changed = values["answer"] == CheckAnswer.CHANGED
        return ServiceAnswer(
            service=self.service,
            answer=values["answer"],
            values=changed if is_changed else {},
            note=values["note"],
        )


class AnswererForm(BaseForm):
    """Who answers the yearly check: organisation and post."""

    answered_by = CleanCharField(
        label=_("答えた方の団体名と役職"),
        max_length=200,
        help_text=_("例：大野見守り隊 会長"),
        error_messages={"required": _("答えた方の団体名と役職を入力してください。")},
    )
    contact = CleanCharField(
        label=_("お聞きしたいときの連絡先"),
        max_length=200,
        required=False,
        help_text=_("電話番号やメールアドレスです。一覧には載せません。"),
    )
    new_name = CleanCharField(label=_("新しく載せたい相談先の名称"), max_length=120, required=False)
    new_description = LongTextField(
        label=_("その内容（だれのため・いつ・どこ・電話など）"), required=False, limit=2_000
    )

    def clean(self) -> dict[str, Any]:
        """A service that is to be added has a name."""
        values = super().clean() or self.cleaned_data
        if values.get("new_description") and not values.get("new_name"):
            self.add_error("new_name", gettext("新しく載せたい相談先の名称も入力してください。"))
        return values

    def proposed(self) -> dict[str, str]:
        """As the actions take it."""
        values = self.cleaned_data
        return {"name": values["new_name"], "description": values["new_description"]}


def answerer_form(data: Any, check: ServiceCheck, *, by: str) -> AnswererForm:
    """The form of who answers a check, with what was proposed before."""
    before = proposal_of(check)
    told = before.values if before is not None else {}
    initial = {f"new_{name}": text for name, text in told.items()}
    return AnswererForm(data, initial=initial | {"answered_by": by})


class DeclineForm(BaseForm):
    """Why a correction is not taken up."""

    reason = CleanCharField(label=_("取り入れないわけ"), max_length=200)


# ── Tables ───────────────────────────────────────────────────────────────────────────────────────


class TableForm(BaseForm):
    """A table of municipal open data."""

    file = forms.FileField(
        label=_("表のファイル"),
        help_text=_("CSVかExcel（.xlsx）です。10MBまで。"),
        error_messages={
            "required": _("ファイルを選んでください。"),
            "empty": _("空のファイルです。もう一度受け取ってください。"),
        },
    )
    kind = forms.ChoiceField(label=_("表の種類"), required=False)
    is_public = forms.BooleanField(
        label=_("新しく入る相談先を、配る一覧に載せる"),
        required=False,
        help_text=_("件数が多いときは外したまま取り込み、載せたいものだけあとから選べます。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", _("見出しから見分ける")),
            *SheetKind.choices,
        ]
        self.fields["file"].widget.attrs["accept"] = ".csv,.tsv,.txt,.xlsx"

    def content(self) -> tuple[bytes, str]:
        """The file and its name; nothing beyond the limit is read."""
        file = self.cleaned_data["file"]
        return file.read(MAX_BYTES + 1), file.name
