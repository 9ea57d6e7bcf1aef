"""Keeping the phrases that are offered where a record is written (定型文)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.enums import PhraseKind
from sasaeai.meetings.models import Phrase
from sasaeai.meetings.queries.phrases import STANDARD
from sasaeai.people.models import Municipality

MOST_PHRASES = 60
"""Of one kind: a list that is longer than this is slower than writing."""
_FIELDS = ["kind", "text", "position"]


def check_can_keep_phrases(viewer: Viewer) -> None:
    """Raise unless the viewer runs meetings somewhere: the phrases are the municipality's."""
    if not (viewer.is_system or viewer.runs):
        raise NotAllowed(_("定型文は、地区社協の役員か、担当の地域支え合い推進員が直せます。"))


def seed_phrases(*, actor: Viewer) -> list[Phrase]:
    """Give the actor's municipality the standard phrases, unless it has any. Returns the new ones.

    The first who changes a list does this without noticing: until then the standard ones are read.
    """
    check_can_keep_phrases(actor)
    with transaction.atomic():
        _lock(actor)
        if Phrase.objects.filter(municipality_id=actor.municipality_id).exists():
            return []
        phrases = Phrase.objects.bulk_create(
            Phrase(municipality_id=actor.municipality_id, kind=kind, text=text, position=position)
            for kind, texts in STANDARD.items()
            for position, text in enumerate(texts, start=1)
        )
        audit.record(actor=actor, verb="seed", obj=phrases[0], after={"phrases": len(phrases)})
    return phrases


def add_phrase(*, kind: str, text: str, actor: Viewer) -> Phrase:
    """Put a phrase at the end of its list; one that was removed returns to its place."""
    check_can_keep_phrases(actor)
    if kind not in PhraseKind.values:
        raise InvalidInput(_("定型文の使いどころを選んでください。"))
    if not text.strip():
        sentence = _("定型文を入力してください。")
        raise InvalidInput(sentence, {"text": sentence})
    with transaction.atomic():
        seed_phrases(actor=actor)
        rows = _rows(actor, kind)
        twin = next((row for row in rows if row.text == text), None)
        if twin is not None:
            return restore_phrase(phrase=twin, actor=actor)
        if sum(row.removed_at is None for row in rows) >= MOST_PHRASES:
            raise NotNow(
                _("定型文は一種類%(most)s件までです。使わないものを外すと加えられます。")
                % {"most": MOST_PHRASES}
            )
        phrase = Phrase.objects.create(
            municipality_id=actor.municipality_id,
            kind=kind,
            text=text,
            position=max((row.position for row in rows), default=0) + 1,
        )
        audit.record(actor=actor, verb="create", obj=phrase, after=audit.snapshot(phrase, _FIELDS))
    return phrase


def remove_phrase(*, phrase: Phrase, actor: Viewer) -> Phrase:
    """Take a phrase out of its list; records that use its words keep them."""
    return _set_removed(phrase, removed=True, actor=actor)


def restore_phrase(*, phrase: Phrase, actor: Viewer) -> Phrase:
    """Put a phrase back in its place."""
    return _set_removed(phrase, removed=False, actor=actor)


def move_phrase(*, phrase: Phrase, up: bool, actor: Viewer) -> Phrase:
    """Let a phrase change places with its neighbour; at the end of the list it stays."""
    check_can_keep_phrases(actor)
    with transaction.atomic():
        _lock(actor)
        rows = [row for row in _rows(actor, phrase.kind) if row.removed_at is None]
        order = [row.id for row in rows]
        if phrase.id not in order:
            raise NotNow(_("この定型文は外してあります。先に元に戻してください。"))
        here = order.index(phrase.id)
        there = here - 1 if up else here + 1
        if not 0 <= there < len(rows):
            return rows[here]
        rows[here], rows[there] = rows[there], rows[here]
        for position, row in enumerate(rows, start=1):
            row.position = position
        Phrase.objects.bulk_update(rows, ["position"])
        audit.record(
            actor=actor,
            verb="move",
            obj=rows[there],
            before={"place": here + 1},
            after={"place": there + 1},
        )
    return rows[there]


def _set_removed(phrase: Phrase, *, removed: bool, actor: Viewer) -> Phrase:
    check_can_keep_phrases(actor)
    with transaction.atomic():
        _lock(actor)
        row = Phrase.objects.get(pk=phrase.pk, municipality_id=actor.municipality_id)
        if (row.removed_at is not None) == removed:
            return row
        if not removed:
            _check_not_there(row)
        row.removed_at = clock.now() if removed else None
        row.save(update_fields=["removed_at"])
        audit.record(actor=actor, verb="remove" if removed else "restore", obj=row)
    return row


def _check_not_there(row: Phrase) -> None:
    twins = Phrase.objects.current().filter(
        municipality_id=row.municipality_id, kind=row.kind, text=row.text
    )
    if twins.exists():
        raise NotNow(_("同じ定型文がもう一覧にあります。"))


def _rows(actor: Viewer, kind: str) -> list[Phrase]:
    rows = Phrase.objects.filter(municipality_id=actor.municipality_id, kind=kind)
    return list(rows.order_by("position", "created_at"))


def _lock(actor: Viewer) -> None:
    """Two people who change the list at once: the second waits."""
    Municipality.objects.select_for_update().get(pk=actor.municipality_id)
