"""Words that are looked for as one: what a municipality adds, changes and takes out."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput
from sasaeai.kernel.text import clean_line, clean_lines, fold
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.search.access import check_can_edit_synonyms
from sasaeai.search.models import SynonymGroup
from sasaeai.search.queries.default_groups import GROUPS

MOST_WORDS = 12
MOST_LETTERS = 30
MOST_GROUPS = 500


def add_group(*, words: str, actor: Viewer) -> SynonymGroup:
    """Let words, one a line, be found by each other from now on."""
    check_can_edit_synonyms(actor)
    kept = _checked(words)
    with transaction.atomic():
        _write_defaults(actor)
        rows = SynonymGroup.objects.current().filter(municipality_id=actor.municipality_id)
        if rows.count() >= MOST_GROUPS:
            raise InvalidInput(
                _("同じ意味のことばは%(most)d組までです。使わない組を外してから足してください。")
                % {"most": MOST_GROUPS}
            )
        group = SynonymGroup.objects.create(municipality_id=actor.municipality_id, words=kept)
        audit.record(actor=actor, verb="create", obj=group, after={"words": kept})
    return group


def edit_group(
    *, group: SynonymGroup, words: str, base_version: int, actor: Viewer
) -> SynonymGroup:
    """Change the words of a group. Refuses a newer text by somebody else (StaleEdit)."""
    check_can_edit_synonyms(actor)
    kept = _checked(words)
    with transaction.atomic():
        row = _locked(group)
        check_version(row, base_version, yours={"words": kept})
        before = audit.snapshot(row, ["words"])
        row.words = kept
        row.version += 1
        row.save(update_fields=["words", "version"])
        audit.record(actor=actor, verb="edit", obj=row, before=before, after={"words": kept})
    return row


def remove_group(*, group: SynonymGroup, actor: Viewer) -> SynonymGroup:
    """Let the words of a group be different words again; `restore_group` takes it back."""
    return _set_removed(group, removed=True, actor=actor)


def restore_group(*, group: SynonymGroup, actor: Viewer) -> SynonymGroup:
    """Put back what `remove_group` took out."""
    return _set_removed(group, removed=False, actor=actor)


def keep_defaults(*, actor: Viewer) -> None:
    """Give a municipality that has no groups yet the usual ones, so that it can change them."""
    check_can_edit_synonyms(actor)
    with transaction.atomic():
        _write_defaults(actor)


def _write_defaults(actor: Viewer) -> None:
    if SynonymGroup.objects.filter(municipality_id=actor.municipality_id).exists():
        return
    SynonymGroup.objects.bulk_create(
        SynonymGroup(municipality_id=actor.municipality_id, words="\n".join(group))
        for group in GROUPS
    )


def _set_removed(group: SynonymGroup, *, removed: bool, actor: Viewer) -> SynonymGroup:
    check_can_edit_synonyms(actor)
    with transaction.atomic():
        row = _locked(group)
        if (row.removed_at is not None) == removed:
            return row
        row.removed_at = clock.now() if removed else None
        row.version += 1
        row.save(update_fields=["removed_at", "version"])
        audit.record(actor=actor, verb="remove" if removed else "restore", obj=row)
    return row


def _locked(group: SynonymGroup) -> SynonymGroup:
    return SynonymGroup.objects.select_for_update().get(pk=group.pk)


def _checked(words: str) -> str:
    """The words of a group, each once; two at least, or there is nothing to look for as one."""
    kept = {
        fold(word): word for line in clean_lines(words).split("\n") if (word := clean_line(line))
    }
    sentence = ""
    if len(kept) < 2:
        sentence = _("同じ意味のことばを、1行に1つずつ、2つ以上入力してください。")
    elif len(kept) > MOST_WORDS:
        sentence = _("1組は%(most)d語までです。意味の近いことばだけにしてください。") % {
            "most": MOST_WORDS
        }
    elif any(len(word) > MOST_LETTERS for word in kept.values()):
        sentence = _("1語は%(most)d文字までです。文ではなく、ことばを入力してください。") % {
            "most": MOST_LETTERS
        }
    elif not all(any(letter.isalnum() for letter in word) for word in kept.values()):
        sentence = _("記号だけの行があります。ことばを入力してください。")
    if sentence:
        raise InvalidInput(sentence, {"words": sentence})
    return "\n".join(kept.values())
