"""Which text the person who pressed a button had read."""

from __future__ import annotations

from sasaeai.desk.gate import DeskRequest
from sasaeai.kernel.errors import InvalidInput
from sasaeai.kernel.fields import VersionedForm


def seen_version(request: DeskRequest) -> int:
    """The version that a one-button form carries. Raises InvalidInput with a sentence."""
    form = VersionedForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(str(form.errors["base_version"][0]))
    return int(form.cleaned_data["base_version"])
