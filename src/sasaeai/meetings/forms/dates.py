"""Forms of a date poll: what is asked, one more day, and what somebody answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sasaeai.kernel import clock
from sasaeai.kernel.display import long_date, tokyo_time
from sasaeai.kernel.fields import (
    BaseForm,
    CleanCharField,
    JapaneseDateField,
    JapaneseTimeField,
    PhoneField,
    VersionedForm,
)
from sasaeai.meetings.actions.dates import Question
from sasaeai.meetings.enums import DateAnswer, DateVia
from sasaeai.meetings.models import Body, DatePoll, DateSlot
from sasaeai.meetings.queries.bodies import venues_for
from sasaeai.meetings.queries.date_proposals import PollDefaults
from sasaeai.meetings.queries.dates import SLOT_FIELD, field_of
from sasaeai.people.models import Venue

_QUESTION_FIELDS = (
    "purpose",
    "minutes",
    "venue",
    "closes_on",
    "contact_name",
    "contact_tel",
    "contact_fax",
)
KEY_PEOPLE = 4
"""How many are ticked beforehand: those without whom a meeting does not work."""


def slot_words(starts_at: datetime) -> str:
    """「12月22日(火) 13時30分」 with the era's year, as the boxes say it."""
    return f"{long_date(starts_at)} {tokyo_time(starts_at)}"


class QuestionFields(BaseForm):
    """What a poll asks beside its days."""

    purpose = CleanCharField(
        label=_("何の会議か"),
        max_length=120,
        required=False,
        help_text=_("例：雪かきの相談。空欄でもかまいません。"),
    )
    minutes = forms.IntegerField(
        label=_("会議の長さ（分）"),
        error_messages={"invalid": _("長さを分の数字で入力してください。例：60")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "4", "autocomplete": "off"}),
    )
    venue = forms.ModelChoiceField(
        label=pgettext_lazy("one", "会場"),
        queryset=Venue.objects.none(),
        required=False,
        empty_label=_("決めていません"),
        error_messages={"invalid_choice": _("会場を一覧から選んでください。")},
    )
    closes_on = JapaneseDateField(label=_("返事の期限"))
    contact_name = CleanCharField(label=_("連絡先の担当"), max_length=120, required=False)
    contact_tel = PhoneField(label=_("連絡先の電話"), max_length=20, required=False)
    contact_fax = PhoneField(label=_("返信先のFAX"), max_length=20, required=False)

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["venue"].queryset = venues_for(body.district)  # type: ignore[attr-defined]

    def question(self) -> Question:
        """What was typed, as the actions take it; the form must be valid."""
        return Question(**{name: self.cleaned_data[name] for name in _QUESTION_FIELDS})


class SlotForm(BaseForm):
    """One more day to ask for."""

    on = JapaneseDateField(label=_("日にち"))
    start = JapaneseTimeField(label=_("開始"))

    def starts_at(self) -> datetime | None:
        """The start that was typed, None for none; the form must be valid."""
        day, start = self.cleaned_data.get("on"), self.cleaned_data.get("start")
        return clock.at(day, start) if day and start else None


class AskDatesForm(QuestionFields, SlotForm):
    """Days to tick, people to tick, and a day of one's own."""

    slots = forms.MultipleChoiceField(
        label=_("候補日"), required=False, widget=forms.CheckboxSelectMultiple
    )
    posts = forms.MultipleChoiceField(
        label=_("きく人"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, body: Body, defaults: PollDefaults) -> None:
        initial = {name: getattr(defaults, name, "") for name in _QUESTION_FIELDS}
        key_people = [str(each.post.id) for each in defaults.people if each.is_key]
        initial |= {
            "slots": [slot.starts_at.isoformat() for slot in defaults.slots],
            "posts": key_people[:KEY_PEOPLE],
            "start": defaults.start,
        }
        super().__init__(data, body=body, initial=initial)
        self._keys = set(key_people)
        self.fields["on"].required = False
        self.fields["on"].label = _("ほかの候補日")
        self.fields["start"].required = False
        self.fields["start"].label = _("ほかの候補日の開始")
        self.fields["slots"].choices = [  # type: ignore[attr-defined]
            (slot.starts_at.isoformat(), _with_note(slot_words(slot.starts_at), slot.note))
            for slot in defaults.slots
        ]
        self.fields["posts"].choices = [  # type: ignore[attr-defined]
            (str(each.post.id), _with_note(f"{each.post} {each.name}", each.reason))
            for each in defaults.people
        ]

    def key_people(self) -> list[forms.boundfield.BoundWidget]:
        """The boxes of those without whom a meeting does not work."""
        return [each for each in self["posts"].subwidgets if self._is_key(each)]

    def other_people(self) -> list[forms.boundfield.BoundWidget]:
        """The boxes of everybody else, which a page may fold away."""
        return [each for each in self["posts"].subwidgets if not self._is_key(each)]

    def chose_others(self) -> bool:
        """Whether somebody else is ticked, so that nothing chosen is hidden."""
        return bool(set(self["posts"].value() or []) - self._keys)

    def _is_key(self, box: forms.boundfield.BoundWidget) -> bool:
        return str(box.data["value"]) in self._keys

    def starts(self) -> list[datetime]:
        """Ticked starts and the typed one; the form must be valid."""
        ticked = [datetime.fromisoformat(text) for text in self.cleaned_data["slots"]]
        own = self.starts_at()
        return [*ticked, own] if own else ticked


class EditPollForm(VersionedForm, QuestionFields):
    """The question of a poll that is under way."""


class MarksForm(VersionedForm):
    """○△× for each day. Fields `slot_<id>`; a day may be left open.

    An answer to a day that is asked for no longer is said, not dropped in silence.
    """

    note = CleanCharField(label=_("ひとこと"), max_length=200, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        slots: Sequence[DateSlot],
        answers: Mapping[UUID, str],
        note: str,
        version: int,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        initial = {field_of(slot_id): answer for slot_id, answer in answers.items()} | {
            **(initial or {}),
            "note": note,
        }
        super().__init__(data, initial=initial, version=version)
        self.days = tuple(slots)
        for slot in slots:
            self.fields[field_of(slot.id)] = forms.ChoiceField(
                label=slot_words(slot.starts_at),
                required=False,
                choices=self.choices(),
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": _("○・△・×のどれかを選んでください。")},
            )

    def clean(self) -> dict[str, Any]:
        """Refuses answers to days that this form does not have; sent again it goes through."""
        values = super().clean() or self.cleaned_data
        sent = (name for name in self.data if name.startswith(SLOT_FIELD) and self.data[name])
        if any(name not in self.fields for name in sent):
            self.add_error(
                None,
                _("候補日が変わりました。下の候補日を確かめてから、もう一度送ってください。"),
            )
        return values

    def choices(self) -> list[tuple[str, Any]]:
        """What may be said to a day."""
        return list(DateAnswer.choices)

    def day_fields(self) -> list[forms.BoundField]:
        """The days in order, for templates."""
        return [self[field_of(slot.id)] for slot in self.days]

    def answers(self) -> dict[UUID, str]:
        """By slot id what was chosen; open days are left out. The form must be valid."""
        found = {slot.id: self.cleaned_data[field_of(slot.id)] for slot in self.days}
        return {slot_id: answer for slot_id, answer in found.items() if answer}


class KeyMarksForm(MarksForm):
    """The same, keyed for somebody else: how it came, and an answer can be emptied."""

    via = forms.ChoiceField(label=_("届き方"), choices=DateVia.choices)

    def choices(self) -> list[tuple[str, Any]]:
        """What may be said to a day, or nothing yet."""
        return [*DateAnswer.choices, ("", _now("まだ"))]

    def answers(self) -> dict[UUID, str]:
        """By slot id what was chosen, "" for none. The form must be valid."""
        return {slot.id: self.cleaned_data[field_of(slot.id)] for slot in self.days}


def poll_values(poll: DatePoll) -> dict[str, Any]:
    """What `EditPollForm` shows of a poll."""
    return {name: getattr(poll, name) for name in _QUESTION_FIELDS}


def _with_note(words: str, note: str) -> str:
    return f"{words}{_now('（')}{note}{_now('）')}" if note else words
