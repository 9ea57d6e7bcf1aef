"""Forms whose words stand open: what may tell one person from all others is pointed out first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sasaeai.kernel.fields import BaseForm
from sasaeai.kernel.known_names import known_names_of
from sasaeai.kernel.personal import Finding, PersonalKind, coarser_text, find_personal


class OpenWordsForm(BaseForm):
    """Asks once before words are kept in which a person may be recognised (L-02).

    watched: the fields that are read. allowed: kinds of traces that belong there. known_names:
    persons of the register (a `KnownNames` knows how they are read, and places, too). is_open:
    False for what is written in a closed room, where persons are
    what is talked about. Nothing is refused: the page shows each coarser wording and offers to
    take it (`say_coarser`) or to keep the words as they are (`keep_anyway`), so that nobody has to
    type a sentence twice. What stood there already was decided about when it was written.
    """

    watched: ClassVar[tuple[str, ...]] = ()
    allowed: ClassVar[frozenset[PersonalKind]] = frozenset()
    keep_anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)
    say_coarser = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        known_names: Iterable[str] = (),
        is_open: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._is_open = is_open
        #: `watched`, unless a form learns its fields only when it is made.
        self.watched_fields = self.watched
        self._known_names = known_names_of(known_names)
        self.findings: list[Finding] = []
        #: (label of the field, the whole text said more coarsely), for each field with a finding.
        self.coarser: list[tuple[str, str]] = []

    @property
    def keep_name(self) -> str:
        """The name of the button that keeps the words as they are."""
        return self.add_prefix("keep_anyway")

    @property
    def coarser_name(self) -> str:
        """The name of the button that takes the coarser words."""
        return self.add_prefix("say_coarser")

    def clean(self) -> dict[str, Any]:
        """Leave the two buttons out of what the action is given."""
        values = super().clean() or self.cleaned_data
        if not self._is_open:
            values.pop("keep_anyway", None)
            values.pop("say_coarser", None)
            return values
        keeps = values.pop("keep_anyway", False)
        if values.pop("say_coarser", False):
            self._say_coarser(values)
        if not keeps:
            self._warn(values)
        return values

    def _say_coarser(self, values: dict[str, Any]) -> None:
        """Put the coarser words in the place of those typed, as far as they fit the field."""
        for name in self.watched_fields:
            text = values.get(name) or ""
            if not isinstance(text, str) or text == self.initial.get(name):
                continue
            coarser = coarser_text(text, self._found(name, text))
            try:
                self.fields[name].run_validators(coarser)
            except forms.ValidationError:
                continue  # too long now: the warning stands, and the person shortens it
            values[name] = coarser

    def _found(self, name: str, text: str) -> list[Finding]:
        """The traces that this writing adds to what the field showed."""
        stood = Counter(one.found for one in self._traces(str(self.initial.get(name) or "")))
        added = []
        for one in self._traces(text):
            if stood[one.found]:
                stood[one.found] -= 1
            else:
                added.append(one)
        return added

    def _traces(self, text: str) -> list[Finding]:
        found = find_personal(text, self._known_names)
        return [one for one in found if one.kind not in self.allowed]

    def _warn(self, values: dict[str, Any]) -> None:
        for name in self.watched_fields:
            text = values.get(name) or ""
            if not isinstance(text, str) or text == self.initial.get(name):
                continue
            found = self._found(name, text)
            if not found:
                continue
            self.findings += found
            self.coarser.append((str(self.fields[name].label), coarser_text(text, found)))
            for one in dict.fromkeys(finding.sentence for finding in found):
                self.add_error(name, one)
        if self.findings:
            sentence = _(
                "個人が分かるかもしれない言葉があります。言いかえるか、このままにするかを、"
                "下のボタンで選んでください。書いた文は消えていません。"
            )
            self.add_error(None, sentence)
