"""Forms on what leaves the room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from sasaeai.kernel import clock
from sasaeai.kernel.fields import (
    LONG_TEXT_LIMIT,
    BaseForm,
    CleanCharField,
    LongTextField,
    VersionedForm,
)
from sasaeai.kernel.plain_japanese import Hint, plain_hints
from sasaeai.kernel.text import char_count
from sasaeai.minutes.actions import SectionEdit
from sasaeai.minutes.enums import Disclosure
from sasaeai.minutes.models import PublicSection, PublicVersion
from sasaeai.minutes.queries.public import decided_lines, may_publish_in_full
from sasaeai.minutes.queries.public_traces import (
    LEAD,
    Names,
    PartTraces,
    title_part,
    traces_in,
    with_coarser,
)


@dataclass(frozen=True, slots=True)
class SectionFields:
    """The two fields of one item, with what the minutes say about it."""

    title: str
    original: str
    disclosure: BoundField
    text: BoundField
    traces: PartTraces
    title_traces: PartTraces

    hints: tuple[Hint, ...] = ()


class PublicVersionForm(VersionedForm):
    """Item by item: as it stands, rewritten, or not at all; and in which words.

    A button named `coarser` carries the key of a trace, whose words are then said more coarsely in
    the text that was typed. reworded: what became what by it.
    """

    lead = LongTextField(
        label=_("はじめの文"),
        required=False,
        limit=2000,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )

    def __init__(
        self,
        *args: Any,
        public: PublicVersion,
        sections: Sequence[PublicSection],
        originals: dict[str, str],
        names: Names,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, version=public.version, **kwargs)
        self._names = names
        self._let_stand = public.let_stand
        self.reworded: tuple[str, str] | None = None
        self.initial["lead"] = public.lead
        self._originals = originals
        self._in_full = may_publish_in_full(public.minutes.meeting)
        self._rows = list(sections)
        choices = [
            choice for choice in Disclosure.choices if choice[0] != Disclosure.FULL or self._in_full
        ]
        for row in self._rows:
            self._add_fields(row, choices)

    def _add_fields(self, row: PublicSection, choices: list[tuple[str, Any]]) -> None:
        item = str(row.item_id)
        original = self._originals.get(item, "")
        shown = row.text or self._offered(original)
        self.fields[f"disclosure_{item}"] = forms.ChoiceField(
            label=_("公開のしかた"),
            choices=choices,
            widget=forms.RadioSelect,
            initial=row.disclosure,
        )
        self.fields[f"text_{item}"] = LongTextField(
            label=_("公開する文"),
            required=False,
            limit=max(LONG_TEXT_LIMIT, char_count(original)),
            initial=shown,
            help_text=_("「公開しない」を選ぶと、この文は使いません。"),
            widget=forms.Textarea(attrs={"rows": str(min(16, 3 + len(shown.splitlines())))}),
        )

    def _offered(self, original: str) -> str:
        """Words ready for an item that stays inside so far, should somebody let it out."""
        return original if self._in_full else "\n".join(decided_lines(original))

    @property
    def section_fields(self) -> list[SectionFields]:
        """The fields of each item, in order."""
        return [self._section_fields(row) for row in self._rows]

    def _section_fields(self, row: PublicSection) -> SectionFields:
        item = str(row.item_id)
        disclosure = self[f"disclosure_{item}"]
        is_in = disclosure.value() == Disclosure.OMIT
        return SectionFields(
            title=row.title,
            original=self._originals.get(item, ""),
            disclosure=disclosure,
            text=self[f"text_{item}"],
            traces=self._traces(item, "" if is_in else self._typed(f"text_{item}")),
            title_traces=self._traces(title_part(item), "" if is_in else row.title),
            hints=() if is_in else self._hints(f"text_{item}"),
        )

    def _hints(self, name: str) -> tuple[Hint, ...]:
        return tuple(plain_hints(self._typed(name), names=self._names.staying, on=clock.today()))

    @property
    def lead_hints(self) -> tuple[Hint, ...]:
        """What of the lead could be said more plainly."""
        return self._hints("lead")

    @property
    def lead_traces(self) -> PartTraces:
        """The lead as it would leave the room, marked."""
        return self._traces(LEAD, self._typed("lead"))

    def _typed(self, name: str) -> str:
        """The words as the form shows them now, as they would be stored."""
        return str(self.fields[name].to_python(self[name].value()))  # type: ignore[attr-defined]

    def _traces(self, part: str, text: str) -> PartTraces:
        return PartTraces(part, "", text, traces_in(part, text, self._names, self._let_stand))

    def clean(self) -> dict[str, Any]:
        """Put coarser words where a button asked for them."""
        values = super().clean() or self.cleaned_data
        key = self.data.get("coarser", "").partition("@")[0]
        if key and not self._reword(key, values):
            self.add_error(
                None,
                _("その言葉は、もうこの文にありません。いまの文を見て、もう一度選んでください。"),
            )
        return values

    def _reword(self, key: str, values: dict[str, Any]) -> bool:
        parts = {LEAD: "lead"} | {str(row.item_id): f"text_{row.item_id}" for row in self._rows}
        for part, name in parts.items():
            text = values.get(name, "")
            for trace in traces_in(part, text, self._names):
                if trace.key == key:
                    values[name] = with_coarser(text, trace)
                    self.reworded = (trace.found, trace.finding.coarser)
                    return True
        return False

    @property
    def section_edits(self) -> dict[str, SectionEdit]:
        """Item id to choice, as `edit_public_version` takes them."""
        return {
            str(row.item_id): SectionEdit(
                disclosure=self.cleaned_data[f"disclosure_{row.item_id}"],
                text=self.cleaned_data[f"text_{row.item_id}"],
            )
            for row in self._rows
        }


class ReturnForm(BaseForm):
    """Sends a public version back with a word on what to mend."""

    note = CleanCharField(label=_("直してほしいところ"), required=False)


class WithdrawForm(BaseForm):
    """Takes a public version back, with the reason that everybody will see."""

    reason = CleanCharField(
        label=_("取り下げる理由"),
        required=False,
        help_text=_("この理由は、記録にいつまでも残ります。"),
    )
