"""The forms of a person and of terms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sasaeai.kernel.fields import (
    BaseForm,
    CleanCharField,
    JapaneseDateField,
    KanaField,
    LongTextField,
    PhoneField,
    PostalCodeField,
    VersionedForm,
)
from sasaeai.people.actions import PersonDetails
from sasaeai.people.enums import Channel
from sasaeai.people.forms.organizations import EmailAddressField
from sasaeai.people.models import Person

NEW_PERSON = "new"


class PersonFields(BaseForm):
    """A person: the name as its bearer writes it, and how to reach the person."""

    name = CleanCharField(
        label=_("氏名"),
        max_length=60,
        help_text=_("ご本人が書くとおりの字で入力してください。例：髙﨑 見本"),
    )
    kana = KanaField(label=_("ふりがな"), max_length=100, required=False)
    postal_code = PostalCodeField(label=_("郵便番号"), required=False)
    address = CleanCharField(
        label=_("住所"),
        max_length=200,
        required=False,
        help_text=_("空欄のときは、案内状は団体の所在地に届きます。"),
    )
    tel = PhoneField(label=_("電話"), required=False)
    fax = PhoneField(label=_("FAX"), required=False)
    email = EmailAddressField(label=_("メール"), required=False)
    channel = forms.ChoiceField(label=_("連絡方法"), choices=Channel.choices, initial=Channel.POST)
    needs = CleanCharField(
        label=_("配慮すること"),
        max_length=200,
        required=False,
        help_text=_("会議に来るときに必要なことだけを入力してください。例：車いす、筆談、大きな字"),
    )
    note = LongTextField(label=_("メモ"), required=False, limit=2000)

    def details(self) -> PersonDetails:
        """What was typed, as the actions take it."""
        known = PersonDetails.__slots__
        return PersonDetails(
            **{name: value for name, value in self.cleaned_data.items() if name in known}
        )


class EditPersonForm(VersionedForm, PersonFields):
    """A person who exists."""


class AppointForm(PersonFields):
    """Who takes a post and from when: somebody of the register, or a new person.

    candidates: persons found in the register; without any, the form asks for a new person.
    """

    person = forms.ChoiceField(label=_("就く人"), widget=forms.RadioSelect, required=False)
    since = JapaneseDateField(label=_("就任日"))
    until = JapaneseDateField(
        label=_("任期の終わり"),
        required=False,
        help_text=_("決まっていなければ空欄のままにしてください。"),
    )
    is_another = forms.BooleanField(
        label=_("別の人として登録する"),
        required=False,
        help_text=_("同じ名前の人がすでに名簿にいるときだけ使います。"),
    )
    field_order = ("person", "since", "until", "name", "is_another", "kana")

    def __init__(self, *args: Any, candidates: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._candidates = {str(person.id): person for person in candidates}
        del self.fields["note"]
        if self._candidates:
            self.fields["person"].choices = [  # type: ignore[attr-defined]
                *((key, _described(person)) for key, person in self._candidates.items()),
                (NEW_PERSON, _("新しい人（下に入力します）")),
            ]
            self.fields["person"].required = True
            self.fields["name"].required = False
        else:
            del self.fields["person"]

    def clean(self) -> dict[str, Any]:
        """A new person needs a name."""
        values = super().clean() or self.cleaned_data
        if values.get("person") == NEW_PERSON and values.get("name") == "":
            self.add_error("name", _("新しい人の氏名を入力してください。"))
        return values

    def chosen(self) -> Person | None:
        """The person of the register that was chosen; None for a new one."""
        return self._candidates.get(self.cleaned_data.get("person", ""))


class EndTermForm(BaseForm):
    """The last day of a term."""

    until = JapaneseDateField(
        label=_("任期の終わり"), help_text=_("この日まで就いていたことになります。")
    )


class UndoAppointmentForm(forms.Form):
    """What 「元に戻す」 carries after an appointment: the term that had ended for it, and its end."""

    ended = forms.UUIDField(required=False)
    ended_before = forms.DateField(required=False)


def person_values(person: Person) -> dict[str, Any]:
    """What `EditPersonForm` shows of a person."""
    return {name: getattr(person, name) for name in PersonDetails.__slots__}


def _described(person: Person) -> str:
    """「髙﨑 見本（白旗野町会 会長）」: which of two people of one name."""
    posts = "、".join(str(term.post) for term in getattr(person, "posts_now", ()))
    return f"{person.name}（{posts or person.kana}）" if posts or person.kana else person.name
