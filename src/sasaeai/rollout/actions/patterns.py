"""Patterns themselves: those of the source, a city's changes, a district's own on its way out."""

from __future__ import annotations

import uuid
from dataclasses import asdict

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.access import check_can_run_district
from sasaeai.people.models import District, Municipality
from sasaeai.rollout.access import (
    check_can_approve_pattern,
    check_can_decide_pattern,
    check_can_write_pattern,
)
from sasaeai.rollout.actions.pattern_rows import PATTERNS
from sasaeai.rollout.actions.pattern_writing import check_shape, write_shape
from sasaeai.rollout.enums import SharedState
from sasaeai.rollout.models import Pattern, PatternUse
from sasaeai.rollout.queries.own_practice import own_practice
from sasaeai.rollout.queries.pattern_shape import PatternShape, shape_of

NOTE_LIMIT = 200
_TEXTS = ("name", "summary", "suits", "notice_lead")
_APPROVED = ("approved_by_id", "approved_by_name", "approved_at")


def ensure_patterns(*, actor: Viewer) -> list[Pattern]:
    """Give the actor's municipality the three patterns of the source where it has none at all.

    Whoever needs them first may do it: it fills in what every city begins with. Patterns that the
    city changed stay as they are. Returns the new ones, [] when there were some.
    """
    with transaction.atomic():
        # The municipality is the lock: two people who need them at once meet here.
        Municipality.objects.select_for_update().get(pk=actor.municipality_id)
        if Pattern.objects.filter(municipality_id=actor.municipality_id).exists():
            return []
        made = []
        for position, row in enumerate(PATTERNS, start=1):
            pattern = Pattern.objects.create(
                municipality_id=actor.municipality_id,
                code=row.code,
                source_note=row.source_note,
                state=SharedState.APPROVED,
                position=position,
                **{name: getattr(row.shape, name) for name in _TEXTS},
            )
            write_shape(pattern, row.shape)
            audit.record(actor=actor, verb="seed", obj=pattern, after={"code": row.code})
            made.append(pattern)
    return made


def edit_pattern(
    *, pattern: Pattern, shape: PatternShape, base_version: int, actor: Viewer
) -> Pattern:
    """Change what a pattern says. Refuses a newer text by somebody else (StaleEdit).

    A district's own becomes a draft again, and whoever changed it can no longer approve it. Who
    used it before keeps what was made then.
    """
    check_can_write_pattern(actor, pattern)
    check_shape(shape)
    with transaction.atomic():
        row = _locked(pattern)
        if row.state == SharedState.OFFERED:
            raise NotNow(_("承認待ちの型は直せません。先に「下書きにもどす」を押してください。"))
        before = shape_of(row)
        texts = {name: getattr(shape, name) for name in _TEXTS}
        check_version(row, base_version, yours=texts)
        for name, value in texts.items():
            setattr(row, name, value)
        fields = [*_TEXTS]
        if row.home_id is not None:
            row.state, row.returned_note = SharedState.DRAFT, ""
            fields += ["state", "returned_note", *_write_down_writer(row, actor)]
        write_shape(row, shape)
        _save(row, *fields)
        audit.record(actor=actor, verb="edit", obj=row, before=_told(before), after=_told(shape))
    return row


def save_as_pattern(*, district: District, name: str, summary: str, actor: Viewer) -> Pattern:
    """Keep a district's own practice as a draft of a pattern, from its bodies as they are today.

    Hosts and members go in as kinds of organisation, never as names. NotNow without a body.
    """
    check_can_run_district(actor, district)
    practice = own_practice(district, name=name, summary=summary, viewer=actor)
    if practice is None:
        raise NotNow(
            _("この地区には、まだ会議体がありません。会議体を作ると、そのやり方を型にできます。")
        )
    check_shape(practice)
    with transaction.atomic():
        Municipality.objects.select_for_update().get(pk=actor.municipality_id)
        patterns = Pattern.objects.filter(municipality_id=actor.municipality_id)
        use = PatternUse.objects.filter(
            municipality_id=actor.municipality_id, district=district, removed_at__isnull=True
        ).first()
        pattern = Pattern.objects.create(
            municipality_id=actor.municipality_id,
            code=f"own-{uuid.uuid4().hex[:12]}",
            home=district,
            based_on=use.pattern if use else None,
            state=SharedState.DRAFT,
            position=(patterns.aggregate(last=Max("position"))["last"] or 0) + 1,
            written_by_id=actor.account_id,
            written_by_name=actor.name,
            writers=[str(actor.account_id)] if actor.account_id else [],
            **{column: getattr(practice, column) for column in _TEXTS},
        )
        write_shape(pattern, practice)
        audit.record(actor=actor, verb="draft", obj=pattern, after=_told(practice))
    return pattern


# ── On its way to other districts ────────────────────────────────────────────────────────────────


def offer_pattern(*, pattern: Pattern, base_version: int, actor: Viewer) -> Pattern:
    """Ask a second person to read it and approve it."""
    check_can_write_pattern(actor, pattern)
    with transaction.atomic():
        row = _locked(pattern)
        _check_is_own(row)
        if row.state != SharedState.DRAFT:
            raise NotNow(_("承認を頼めるのは、下書きの型だけです。"))
        _check_seen(row, base_version)
        return _moved(row, SharedState.OFFERED, "offer", actor)


def return_pattern(*, pattern: Pattern, note: str = "", actor: Viewer) -> Pattern:
    """Give it back for correction, with a word on what; a writer takes it back without one."""
    check_can_decide_pattern(actor, pattern)
    with transaction.atomic():
        row = _locked(pattern)
        if row.state != SharedState.OFFERED:
            raise NotNow(_("この型は承認待ちではありません。"))
        if not note and str(actor.account_id) not in row.writers:
            sentence = _("直してほしいところを書いてください。")
            raise InvalidInput(sentence, {"note": sentence})
        _check_short(note, "note")
        row.returned_note = note
        return _moved(row, SharedState.DRAFT, "return", actor, "returned_note")


def approve_pattern(*, pattern: Pattern, base_version: int, actor: Viewer) -> Pattern:
    """Let it out to other districts: by a second person, of the text that person has read."""
    with transaction.atomic():
        row = _locked(pattern)
        _check_is_own(row)
        check_can_approve_pattern(actor, row)
        if row.state != SharedState.OFFERED:
            raise NotNow(
                _("承認待ちではありません。書いた人が「承認を頼む」を押すと、承認できます。")
            )
        _check_seen(row, base_version)
        row.approved_by_id, row.approved_by_name = actor.account_id, actor.name
        row.approved_at = clock.now()
        return _moved(row, SharedState.APPROVED, "approve", actor, *_APPROVED)


def withdraw_pattern(*, pattern: Pattern, reason: str, actor: Viewer) -> Pattern:
    """Take it back from other districts, with a reason; what was formed by it stays."""
    check_can_decide_pattern(actor, pattern)
    if not reason.strip():
        sentence = _("取り下げる理由を書いてください。")
        raise InvalidInput(sentence, {"reason": sentence})
    _check_short(reason, "reason")
    with transaction.atomic():
        row = _locked(pattern)
        _check_is_own(row)
        if row.state != SharedState.APPROVED:
            raise NotNow(_("取り下げられるのは、公開されている型だけです。"))
        row.withdrawn_reason = reason.strip()
        return _moved(row, SharedState.WITHDRAWN, "withdraw", actor, "withdrawn_reason")


# ── Inside ───────────────────────────────────────────────────────────────────────────────────────


def _moved(row: Pattern, state: SharedState, verb: str, actor: Viewer, *fields: str) -> Pattern:
    names = ["state", *fields]
    before = audit.snapshot(row, ["state"])
    row.state = state
    _save(row, *names)
    audit.record(actor=actor, verb=verb, obj=row, before=before, after=audit.snapshot(row, names))
    return row


def _save(row: Pattern, *fields: str) -> None:
    row.version += 1
    row.save(update_fields=[*fields, "version"])


def _locked(pattern: Pattern) -> Pattern:
    rows = Pattern.objects.select_for_update(of=("self",))
    return rows.select_related("home").get(pk=pattern.pk)


def _write_down_writer(row: Pattern, actor: Viewer) -> list[str]:
    if actor.account_id is None or str(actor.account_id) in row.writers:
        return []
    row.writers = [*row.writers, str(actor.account_id)]
    return ["writers"]


def _check_is_own(row: Pattern) -> None:
    if row.home_id is None:
        raise NotNow(_("この型は市全体のものです。承認や取り下げはいりません。"))


def _check_seen(row: Pattern, base_version: int) -> None:
    if row.version != base_version:
        raise NotNow(_("型がそのあと直されています。もう一度読んでから、押してください。"))


def _check_short(value: str, name: str) -> None:
    if len(value) > NOTE_LIMIT:
        sentence = _("%(limit)d文字までで入力してください。") % {"limit": NOTE_LIMIT}
        raise InvalidInput(sentence, {name: sentence})


def _told(shape: PatternShape) -> dict[str, object]:
    """A shape for the audit row: texts, numbers and lists."""
    return {name: _listed(value) for name, value in asdict(shape).items()}


def _listed(value: object) -> object:
    return [str(each) for each in value] if isinstance(value, tuple | list) else value
