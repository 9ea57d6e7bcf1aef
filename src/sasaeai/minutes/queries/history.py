"""Who changed what in the minutes, and when."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotFound
from sasaeai.minutes.models import Minutes, Revision
from sasaeai.minutes.queries.gist import RecordText
from sasaeai.minutes.queries.records import text_of


class LineKind(StrEnum):
    """What happened to a line between two revisions."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class LineChange:
    """One line of a comparison."""

    kind: LineKind
    text: str


@dataclass(frozen=True, slots=True)
class PartChange:
    """A part of the minutes that differs: its heading and its lines, old and new together."""

    title: str
    lines: tuple[LineChange, ...]


def revisions_of(minutes: Minutes) -> list[Revision]:
    """All revisions, newest first, without their texts. One query."""
    return list(
        Revision.objects.filter(municipality_id=minutes.municipality_id, minutes=minutes)
        .defer("opening", "sections", "closing", "day")
        .order_by("-number")
    )


def get_revision(minutes: Minutes, number: int) -> Revision:
    """One revision with the one it began from. Raises NotFound."""
    revision = (
        Revision.objects.filter(
            municipality_id=minutes.municipality_id, minutes=minutes, number=number
        )
        .select_related("based_on")
        .first()
    )
    if revision is None:
        raise NotFound(_("この版の会議録は見つかりません。"))
    return revision


def changes_of(revision: Revision) -> tuple[PartChange, ...]:
    """What a revision changed against the one it began from; the first one adds everything."""
    before = text_of(revision.based_on) if revision.based_on else RecordText("", (), "")
    after = text_of(revision)
    old, new = _parts(before), _parts(after)
    changed = []
    for key in [*new, *(key for key in old if key not in new)]:
        title, new_text = new.get(key, (old.get(key, ("", ""))[0], ""))
        _title, old_text = old.get(key, (title, ""))
        if (lines := compare_lines(old_text, new_text)) and old_text != new_text:
            changed.append(PartChange(title, lines))
    return tuple(changed)


def _parts(text: RecordText) -> dict[str, tuple[str, str]]:
    """Key to heading and text, in reading order."""
    return {
        "opening": (_("出席した人・欠席した人"), text.opening),
        **{section.item: (section.title, section.text) for section in text.sections},
        "closing": (_("次回の予定・そのほか"), text.closing),
    }


def compare_lines(old: str, new: str) -> tuple[LineChange, ...]:
    """Old and new text line by line; within a change what went comes before what came."""
    before, after = old.splitlines(), new.splitlines()
    lines: list[LineChange] = []
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    for verb, i1, i2, j1, j2 in matcher.get_opcodes():
        if verb == "equal":
            lines += [LineChange(LineKind.SAME, line) for line in before[i1:i2]]
            continue
        lines += [LineChange(LineKind.REMOVED, line) for line in before[i1:i2]]
        lines += [LineChange(LineKind.ADDED, line) for line in after[j1:j2]]
    return tuple(lines)
