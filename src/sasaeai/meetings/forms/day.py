"""The forms of the day: who is there, what was said, what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sasaeai.kernel.fields import BaseForm, CleanCharField, LongTextField, VersionedForm
from sasaeai.kernel.open_words import OpenWordsForm
from sasaeai.meetings.enums import ItemKind, Outcome, PresenceStatus, RemarkKind
from sasaeai.meetings.models import AgendaItem, Meeting, Presence, Remark

NO_GROUP = ("", _("区分なし"))


class GroupField(forms.ChoiceField):
    """The side that spoke, of the sides that are in the room; never a person's name."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("発言した側"))
        super().__init__(required=False, **kwargs)

    def offer(self, groups: Sequence[str]) -> None:
        self.choices = [*((group, group) for group in groups), NO_GROUP]


class WithPhraseForm(OpenWordsForm):
    """A text to which a phrase that is said again and again can be added (定型文).

    It is chosen and saved with the rest, so no script is needed; script puts it in at once.
    """

    phrase_for: ClassVar[str] = ""
    phrase = forms.ChoiceField(label=_("定型文を足す"), required=False)

    def __init__(self, *args: Any, phrases: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not phrases:
            del self.fields["phrase"]
            return
        field = self.fields["phrase"]
        field.choices = [  # type: ignore[attr-defined]
            ("", _("選ばない")),
            *((phrase, phrase) for phrase in phrases),
        ]
        field.widget.attrs["data-phrase-for"] = self[self.phrase_for].auto_id

    def clean(self) -> dict[str, Any]:
        """Put the phrase behind what was typed, before anybody looks for persons in it."""
        phrase = self.cleaned_data.pop("phrase", "")
        if phrase and self.phrase_for in self.cleaned_data:
            self.cleaned_data[self.phrase_for] += phrase
        return super().clean()


def count_field(label: Any) -> forms.IntegerField:
    """A number of people; empty is 0 or unknown, as the action says."""
    return forms.IntegerField(
        label=label,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "4"}),
        error_messages={"invalid": _("人数は数字で入力してください。例：2")},
    )


class RemarkForm(WithPhraseForm):
    """A gist to be added. Left empty it says nothing, and nothing is added."""

    watched = ("text",)
    phrase_for = "text"

    group = GroupField()
    kind = forms.ChoiceField(
        label=_("種類"),
        choices=RemarkKind.choices,
        initial=RemarkKind.OPINION,
        widget=forms.RadioSelect,
        required=False,
    )
    text = LongTextField(
        label=_("発言の要旨"),
        required=False,
        help_text=_(
            "だれの発言かではなく、どの立場からかを書きます。住民の氏名や住所は書きません。"
        ),
    )

    def __init__(self, *args: Any, groups: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].offer(groups)  # type: ignore[attr-defined]
        self.fields["text"].widget.attrs["rows"] = "3"

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or RemarkKind.OPINION

    @property
    def is_filled(self) -> bool:
        """Whether something was said, or something is wrong with what was typed."""
        return not self.is_valid() or bool(self.cleaned_data["text"])


class EditRemarkForm(VersionedForm, OpenWordsForm):
    """A gist to be corrected."""

    watched = ("text",)

    group = GroupField()
    kind = forms.ChoiceField(label=_("種類"), choices=RemarkKind.choices, widget=forms.RadioSelect)
    text = LongTextField(label=_("発言の要旨"))

    def __init__(self, *args: Any, remark: Remark, groups: Sequence[str], **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial", {"group": remark.group, "kind": remark.kind, "text": remark.text}
        )
        super().__init__(*args, version=remark.version, **kwargs)
        known = groups if not remark.group or remark.group in groups else [remark.group, *groups]
        self.fields["group"].offer(known)  # type: ignore[attr-defined]


class OutcomeForm(VersionedForm, WithPhraseForm):
    """What became of an item. Carries what it showed, so that an untouched form writes nothing."""

    watched = ("outcome_text",)
    phrase_for = "outcome_text"

    outcome = forms.ChoiceField(
        label=_("結果"),
        choices=[("", _("まだ決まっていない")), *Outcome.choices],
        required=False,
        show_hidden_initial=True,
    )
    outcome_text = LongTextField(
        label=_("決まったこと"),
        required=False,
        show_hidden_initial=True,
        help_text=_("次に何をするか、どこへつなぐか、何を回覧するかを、短く書きます。"),
    )

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"outcome": item.outcome, "outcome_text": item.outcome_text})
        super().__init__(*args, version=item.version, **kwargs)
        self.fields["outcome_text"].widget.attrs["rows"] = "2"

    @property
    def is_touched(self) -> bool:
        """Whether this person changed something since the page was opened."""
        return bool({"outcome", "outcome_text", "phrase"} & set(self.changed_data))


class WalkInForm(BaseForm):
    """Somebody who came without being called."""

    organization_name = CleanCharField(label=_("団体名"), max_length=120, required=False)
    post_title = CleanCharField(label=_("役職"), max_length=60, required=False)
    person_name = CleanCharField(label=_("氏名"), max_length=60, required=False)
    group = CleanCharField(
        label=_("発言の区分"),
        max_length=60,
        required=False,
        help_text=_("会議録で発言した側を示す呼び名です。例：町会"),
    )
    companions = count_field(_("同行者（人）"))

    def clean_companions(self) -> int:
        return self.cleaned_data["companions"] or 0


class SubstituteForm(BaseForm):
    """Who came instead of the person who was called."""

    person_name = CleanCharField(label=_("代理の方の氏名"), max_length=60, required=False)
    post_title = CleanCharField(label=_("代理の方の役職"), max_length=60, required=False)
    companions = count_field(_("同行者（人）"))

    def clean_companions(self) -> int:
        return self.cleaned_data["companions"] or 0


class PresenceForm(VersionedForm, WalkInForm):
    """Everything that was recorded about somebody who was there."""

    status = forms.ChoiceField(
        label=_("当日の出欠"), choices=PresenceStatus.choices, widget=forms.RadioSelect
    )
    field_order = (
        "status", "organization_name", "post_title", "person_name", "group", "companions",
        "base_version",
    )  # fmt: skip

    def __init__(self, *args: Any, presence: Presence, **kwargs: Any) -> None:
        names = (
            "status",
            "organization_name",
            "post_title",
            "person_name",
            "group",
            "companions",
        )
        kwargs.setdefault("initial", {name: getattr(presence, name) for name in names})
        super().__init__(*args, version=presence.version, **kwargs)


class AdHocItemForm(OpenWordsForm):
    """A matter that came up in the room."""

    watched = ("title",)

    title = CleanCharField(label=pgettext_lazy("one", "議題"), max_length=120)
    kind = forms.ChoiceField(label=_("種類"), choices=ItemKind.choices, initial=ItemKind.DISCUSS)


class DayNoteForm(VersionedForm, OpenWordsForm):
    """What was said about the next meeting, and a head-count without names."""

    watched = ("next_note",)

    next_note = CleanCharField(
        label=_("次回について"),
        max_length=200,
        required=False,
        help_text=_("例：2月ごろ、雪の様子を見て決める"),
    )
    reported_count = count_field(_("参加者の人数"))

    def __init__(
        self, *args: Any, meeting: Meeting, is_counted: bool = False, **kwargs: Any
    ) -> None:
        kwargs.setdefault(
            "initial",
            {"next_note": meeting.next_note, "reported_count": meeting.reported_count},
        )
        super().__init__(*args, version=meeting.version, **kwargs)
        count = self.fields["reported_count"]
        if is_counted:
            # People are marked one by one; the number stays what it was and is not asked.
            count.widget = forms.HiddenInput()
        else:
            count.help_text = _("一人ずつの出欠を付けないときだけ、人数を入力します。")
