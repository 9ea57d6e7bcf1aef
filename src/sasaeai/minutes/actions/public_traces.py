"""Words that look like a person's trace: looked at and left, or looked at again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel.errors import NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.minutes.access import check_can_write
from sasaeai.minutes.actions.public_rows import (
    add_writer,
    check_is_editable,
    check_seen,
    locked_public,
    save_public,
)
from sasaeai.minutes.models import PublicVersion
from sasaeai.minutes.queries.public import sections_of
from sasaeai.minutes.queries.public_traces import Trace, marked_parts


def let_trace_stand(
    *, public: PublicVersion, base_version: int, key: str, actor: Viewer
) -> PublicVersion:
    """Note that somebody looked at a trace and leaves it: it may be no person, or known to all.

    key: `Trace.key`. The same words in the same part are left too. Raises NotNow when the text no
    longer holds them.
    """
    return _settle(public, base_version, key, actor, is_let_stand=True)


def look_at_trace_again(
    *, public: PublicVersion, base_version: int, key: str, actor: Viewer
) -> PublicVersion:
    """Take the note back: approval cannot be asked for until it is decided anew."""
    return _settle(public, base_version, key, actor, is_let_stand=False)


def _settle(
    public: PublicVersion, base_version: int, key: str, actor: Viewer, *, is_let_stand: bool
) -> PublicVersion:
    check_can_write(actor, public.minutes.meeting)
    with transaction.atomic():
        row = locked_public(public)
        check_is_editable(row)
        check_seen(row, base_version)
        trace = _trace_by(row, key)
        if trace.is_let_stand == is_let_stand:
            return row
        before = audit.snapshot(row, ["let_stand"])
        others = [
            each for each in row.let_stand
            if (each["part"], each["found"]) != (trace.part, trace.found)
        ]  # fmt: skip
        left = {"part": trace.part, "found": trace.found, "by": actor.name}
        row.let_stand = [*others, left] if is_let_stand else others
        add_writer(row, actor)
        save_public(row, "let_stand", "writers")
        audit.record(
            actor=actor,
            verb="let stand" if is_let_stand else "look again",
            obj=row,
            before=before,
            after=audit.snapshot(row, ["let_stand"]),
        )
    return row


def _trace_by(row: PublicVersion, key: str) -> Trace:
    for part in marked_parts(row, sections_of(row)):
        for trace in part.traces:
            if trace.key == key:
                return trace
    raise NotNow(_("その言葉は、もうこの文にありません。いまの文を見て、もう一度選んでください。"))
