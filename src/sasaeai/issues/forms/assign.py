"""Forms of who does what by when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from sasaeai.issues.forms.personal import OpenWordsForm
from sasaeai.issues.models import Action
from sasaeai.kernel.fields import BaseForm, CleanCharField, JapaneseDateField, VersionedForm


class ActionForm(BaseForm):
    """Who does what by when. Left empty it says nothing, and nothing is added."""

    what = CleanCharField(label=_("何を"), max_length=300, required=False)
    who = CleanCharField(
        label=_("だれが"),
        max_length=160,
        required=False,
        help_text=_("団体と役職を書きます。例：白旗野町会 会長"),
    )
    due_on = JapaneseDateField(label=_("いつまでに"), required=False)

    def __init__(self, *args: Any, names: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = tuple(names)
        if self.names:
            self.fields["who"].widget.attrs["list"] = f"{self.prefix or 'action'}-names"

    @property
    def is_filled(self) -> bool:
        """Whether a promise was typed, or something is wrong with what was typed."""
        if not self.is_valid():
            return True
        return any(self.cleaned_data[name] for name in ("what", "who", "due_on"))


class OpenActionForm(OpenWordsForm, ActionForm):
    """A promise that stands open on the page of an issue."""

    watched = ("what",)


class EditActionForm(VersionedForm, OpenWordsForm):
    """A promise to be corrected."""

    watched = ("what",)

    what = CleanCharField(label=_("何を"), max_length=300)
    who = CleanCharField(label=_("だれが"), max_length=160)
    due_on = JapaneseDateField(label=_("いつまでに"), required=False)

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        initial = {"what": action.what, "who": action.who, "due_on": action.due_on}
        kwargs.setdefault("initial", initial)
        super().__init__(*args, version=action.version, **kwargs)


class FinishActionForm(VersionedForm, OpenWordsForm):
    """That it was done, and what came of it."""

    watched = ("result",)

    done_on = JapaneseDateField(label=_("終わった日"))
    result = CleanCharField(
        label=_("結果"),
        max_length=300,
        required=False,
        help_text=_("次の会議の次第に「前回からの引きつぎ」として載ります。"),
    )
