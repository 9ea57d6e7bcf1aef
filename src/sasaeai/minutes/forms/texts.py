"""Forms on the text of the minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from sasaeai.kernel.fields import (
    LONG_TEXT_LIMIT,
    CleanCharField,
    JapaneseDateField,
    LongTextField,
    VersionedForm,
)
from sasaeai.kernel.open_words import OpenWordsForm
from sasaeai.kernel.text import char_count
from sasaeai.minutes.enums import ConfirmationMethod
from sasaeai.minutes.models import Revision
from sasaeai.minutes.queries.gist import DayChange
from sasaeai.minutes.queries.records import section_field, text_of


def _limit(words: str) -> int:
    """A text that the day's records made longer than usual may stay as long as it is."""
    return max(LONG_TEXT_LIMIT, char_count(words))


def _rows(words: str, *, least: int) -> str:
    """Lines of a text area that shows the whole text, within reason."""
    return str(min(24, max(least, len(words.splitlines()) + 1 + len(words) // 40)))


class RevisionForm(VersionedForm, OpenWordsForm):
    """The whole text of the minutes, part by part; base_version is the revision's number.

    What the parts say about residents is asked about (L-02); who was there is named by post.
    """

    opening = LongTextField(
        label=_("出席した人・欠席した人"),
        required=False,
        help_text=_("当日の出欠から作りました。ちがうところがあれば直してください。"),
    )

    def __init__(self, *args: Any, revision: Revision, **kwargs: Any) -> None:
        text = text_of(revision)
        initial = {"opening": text.opening, "closing": text.closing}
        initial |= {section_field(s.item): s.text for s in text.sections}
        super().__init__(
            *args,
            version=revision.number,
            initial=initial | (kwargs.pop("initial", None) or {}),
            **kwargs,
        )
        self.fields["opening"].widget.attrs["rows"] = _rows(text.opening, least=4)
        self._items = [section.item for section in text.sections]
        self.watched_fields = (*map(section_field, self._items), "closing", "note")
        for section in text.sections:
            self.fields[section_field(section.item)] = LongTextField(
                label=section.title,
                required=False,
                limit=_limit(section.text),
                widget=forms.Textarea(attrs={"rows": _rows(section.text, least=6)}),
            )
        self.fields["closing"] = LongTextField(
            label=_("次回の予定・そのほか"),
            required=False,
            widget=forms.Textarea(attrs={"rows": "3"}),
        )
        self.fields["note"] = CleanCharField(
            label=_("どこを直したか"),
            required=False,
            help_text=_("書いておくと、あとで履歴を見る人に分かります。"),
        )

    @property
    def section_fields(self) -> list[BoundField]:
        """The texts of the items, in order."""
        return [self[section_field(item)] for item in self._items]

    @property
    def section_texts(self) -> dict[str, str]:
        """Item id to text, as `save_revision` takes them."""
        return {item: self.cleaned_data[section_field(item)] for item in self._items}


class ApprovalForm(VersionedForm):
    """Who looked at the minutes, when and how."""

    confirmed_by = CleanCharField(
        label=_("確認した人"),
        max_length=120,
        help_text=_("会議に出ていた人です。例：大野地区社会福祉協議会 会長"),
    )
    confirmed_on = JapaneseDateField(label=_("確認した日"))
    confirmed_how = forms.ChoiceField(
        label=_("確認の方法"), choices=ConfirmationMethod.choices, widget=forms.RadioSelect
    )

    def __init__(
        self, *args: Any, revision: Revision, confirmed_by: str, on: date, **kwargs: Any
    ) -> None:
        initial = {
            "confirmed_by": confirmed_by,
            "confirmed_on": on,
            "confirmed_how": ConfirmationMethod.PAPER,
        }
        super().__init__(*args, version=revision.number, initial=initial, **kwargs)


class DayForm(VersionedForm):
    """Which newer records of the day go into the minutes; all are ticked."""

    take = forms.MultipleChoiceField(
        label=_("会議録に取り入れるところ"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, revision: Revision, changes: Sequence[DayChange], **kwargs: Any
    ) -> None:
        super().__init__(*args, version=revision.number, **kwargs)
        self.changes = changes
        self.fields["take"].choices = [(c.key, c.title) for c in changes]  # type: ignore[attr-defined]
        self.initial["take"] = [change.key for change in changes]
