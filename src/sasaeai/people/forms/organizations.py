"""The forms of an organisation and of its posts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import EmailValidator
from django.db.models import QuerySet
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
from sasaeai.people.actions import OrganizationDetails, PostDetails
from sasaeai.people.enums import Channel, StaffRole
from sasaeai.people.models import District, Organization, OrganizationKind, Post


class EmailAddressField(CleanCharField):
    """An e-mail address."""

    widget = forms.EmailInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=254, **kwargs)
        mistake = _("メールアドレスを確かめてください。例：tanto@example.jp")
        self.validators.append(EmailValidator(message=mistake))


class OrganizationForm(BaseForm):
    """An organisation: its name, where it is, which of the viewer's districts it serves."""

    kind = forms.ModelChoiceField(
        label=_("種類"), queryset=OrganizationKind.objects.none(), empty_label=_("選んでください")
    )
    name = CleanCharField(
        label=_("団体名"), max_length=120, help_text=_("正式な名前を、そのまま入力してください。")
    )
    kana = KanaField(label=_("ふりがな"), max_length=200, required=False)
    districts = forms.ModelMultipleChoiceField(
        label=_("担当する地区"),
        queryset=District.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("地区を一覧から選んでください。")},
    )
    postal_code = PostalCodeField(
        label=_("郵便番号"), required=False, help_text=_("案内状の宛先になります。例：030-0000")
    )
    address = CleanCharField(label=_("所在地"), max_length=200, required=False)
    tel = PhoneField(label=_("電話"), required=False, help_text=_("例：017-000-0000"))
    fax = PhoneField(label=_("FAX"), required=False)
    email = EmailAddressField(label=_("メール"), required=False)
    note = LongTextField(label=_("メモ"), required=False, limit=2000)

    def __init__(
        self,
        *args: Any,
        kinds: QuerySet[OrganizationKind],
        districts: QuerySet[District],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = kinds  # type: ignore[attr-defined]
        self.fields["districts"].queryset = districts  # type: ignore[attr-defined]

    def details(self) -> OrganizationDetails:
        """What was typed, as the actions take it."""
        known = OrganizationDetails.__slots__
        return OrganizationDetails(
            **{name: value for name, value in self.cleaned_data.items() if name in known}
        )

    def chosen_districts(self) -> list[District]:
        """The ticked districts."""
        return list(self.cleaned_data["districts"])


class EditOrganizationForm(VersionedForm, OrganizationForm):
    """An organisation that exists."""

    ended_on = JapaneseDateField(
        label=_("活動を終えた日"),
        required=False,
        help_text=_("もう活動していない団体のときに入れます。これまでの記録には残ります。"),
    )


class PostForm(BaseForm):
    """A post of an organisation."""

    title = CleanCharField(label=_("役職"), max_length=60, help_text=_("例：会長、事務局長"))
    role = forms.ChoiceField(
        label=_("このシステムでの役割"),
        widget=forms.RadioSelect,
        choices=[(role.value, role.label) for role in (StaffRole.NONE, StaffRole.OFFICER)],
        initial=StaffRole.NONE,
        help_text=_(
            "「地区社協の役員」を選ぶと、就いている間、この団体が担当する地区の会議を進められます。"
        ),
    )

    channel = forms.ChoiceField(
        label=_("この役職への連絡方法"),
        choices=[("", _("その人の希望どおり")), *Channel.choices],
        required=False,
        help_text=_("団体の事務所のFAXに送るなど、人が替わっても同じ方法で届けるときに選びます。"),
    )

    def __init__(self, *args: Any, may_give_role: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_give_role:
            del self.fields["role"]

    def details(self) -> PostDetails:
        """What was typed, as the actions take it."""
        known = PostDetails.__slots__
        return PostDetails(
            **{name: value for name, value in self.cleaned_data.items() if name in known}
        )


class EditPostForm(VersionedForm, PostForm):
    """A post that exists."""

    ended_on = JapaneseDateField(
        label=_("廃止した日"),
        required=False,
        help_text=_("なくなった役職のときに入れます。この日から使われなくなります。"),
    )


def organization_values(
    organization: Organization, districts: Sequence[District]
) -> dict[str, Any]:
    """What `EditOrganizationForm` shows of an organisation."""
    values = {name: getattr(organization, name) for name in OrganizationDetails.__slots__}
    return {**values, "districts": [district.pk for district in districts]}


def post_values(post: Post) -> dict[str, Any]:
    """What `EditPostForm` shows of a post."""
    return {name: getattr(post, name) for name in PostDetails.__slots__}
