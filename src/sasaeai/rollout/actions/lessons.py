"""A lesson on its way to the other districts: written, offered, approved by a second person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.directory.enums import Season
from sasaeai.issues.models import Issue
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotNow
from sasaeai.kernel.versions import check_version
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Meeting, Topic
from sasaeai.people.access import check_can_run_district
from sasaeai.people.models import District
from sasaeai.rollout.access import (
    check_can_approve_lesson,
    check_can_decide_lesson,
    check_can_write_lesson,
)
from sasaeai.rollout.actions.search_entry import index_lesson
from sasaeai.rollout.enums import SharedState
from sasaeai.rollout.models import Lesson, Pattern
from sasaeai.rollout.queries.lessons import marks_of

NOTE_LIMIT = 200
"""Characters of a word that sends a lesson back or takes it away, as its columns hold."""

_WORDS = ("title", "topic", "season", "situation", "tried", "took", "became", "ask")
_APPROVED = ("approved_by_id", "approved_by_name", "approved_at")
_WITHDRAWN = ("withdrawn_reason", "withdrawn_by_name", "withdrawn_at")


class LessonWords(TypedDict, total=False):
    """What a lesson says. season: a value of Season; title, situation and tried are never empty."""

    title: str
    topic: Topic | None
    season: str
    situation: str
    tried: str
    took: str
    became: str
    ask: str


def draft_lesson(
    *,
    district: District,
    actor: Viewer,
    issue: Issue | None = None,
    meeting: Meeting | None = None,
    pattern: Pattern | None = None,
    is_sample: bool = False,
    **words: Unpack[LessonWords],
) -> Lesson:
    """Write down what a district learned. Where it came from must be of the same district."""
    check_can_run_district(actor, district)
    _check_words(words)
    _check_source(district, issue, meeting, pattern)
    with transaction.atomic():
        lesson = Lesson.objects.create(
            municipality_id=district.municipality_id,
            district=district,
            issue=issue,
            meeting=meeting,
            pattern=pattern,
            is_sample=is_sample,
            written_by_id=actor.account_id,
            written_by_name=actor.name,
            writers=[str(actor.account_id)] if actor.account_id else [],
            **words,
        )
        index_lesson(lesson)
        audit.record(actor=actor, verb="draft", obj=lesson, after=audit.snapshot(lesson, _WORDS))
    return lesson


def edit_lesson(
    *, lesson: Lesson, base_version: int, actor: Viewer, **words: Unpack[LessonWords]
) -> Lesson:
    """Change its words; who does so can no longer approve it. Refuses a newer text (StaleEdit).

    One that was withdrawn becomes a draft again; the trace of the withdrawal stays.
    """
    check_can_write_lesson(actor, lesson)
    _check_words(words)
    with transaction.atomic():
        row = _locked(lesson)
        _check_is_editable(row)
        check_version(row, base_version, yours=words)
        before = audit.snapshot(row, (*_WORDS, "state"))
        for name, value in words.items():
            setattr(row, name, value)
        row.state, row.returned_note = SharedState.DRAFT, ""
        if actor.account_id is not None and str(actor.account_id) not in row.writers:
            row.writers = [*row.writers, str(actor.account_id)]
        _save(row, *words, "state", "returned_note", "writers")
        audit.record(
            actor=actor,
            verb="edit",
            obj=row,
            before=before,
            after=audit.snapshot(row, (*_WORDS, "state")),
        )
    return row


def offer_lesson(*, lesson: Lesson, base_version: int, actor: Viewer) -> Lesson:
    """Ask a second person to read it and approve it."""
    check_can_write_lesson(actor, lesson)
    with transaction.atomic():
        row = _locked(lesson)
        if row.state != SharedState.DRAFT:
            raise NotNow(_("承認を頼めるのは、下書きの事例だけです。"))
        _check_seen(row, base_version)
        return _moved(row, SharedState.OFFERED, "offer", actor)


def return_lesson(*, lesson: Lesson, note: str = "", actor: Viewer) -> Lesson:
    """Give it back for correction, with a word on what; a writer takes it back without one."""
    check_can_decide_lesson(actor, lesson)
    with transaction.atomic():
        row = _locked(lesson)
        if row.state != SharedState.OFFERED:
            raise NotNow(_("この事例は承認待ちではありません。"))
        if not note and str(actor.account_id) not in row.writers:
            sentence = _("直してほしいところを書いてください。")
            raise InvalidInput(sentence, {"note": sentence})
        _check_short(note, "note")
        row.returned_note = note
        return _moved(row, SharedState.DRAFT, "return", actor, "returned_note")


def approve_lesson(
    *, lesson: Lesson, base_version: int, actor: Viewer, read_again: bool = False
) -> Lesson:
    """Let its text leave the district: by a second person, of the text that person has read.

    read_again: that person says so (読み直して確かめました); needed while words stand in it by which
    somebody may be recognised (L-02).
    """
    with transaction.atomic():
        row = _locked(lesson)
        check_can_approve_lesson(actor, row)
        if row.state == SharedState.APPROVED:
            raise NotNow(_("この事例は、もう公開されています。"))
        if row.state != SharedState.OFFERED:
            raise NotNow(
                _("まだ下書きです。書いた人が「承認を頼む」を押すと、承認できるようになります。")
            )
        _check_seen(row, base_version)
        if not read_again and marks_of(row):
            sentence = _(
                "個人が分かるかもしれない言葉が残っています。読み直して、"
                "だれのことか分からないと確かめたら「読み直して確かめました」に印を付けてください。"
            )
            raise InvalidInput(sentence, {"read_again": sentence})
        row.approved_by_id, row.approved_by_name = actor.account_id, actor.name
        row.approved_at = clock.now()
        return _moved(row, SharedState.APPROVED, "approve", actor, *_APPROVED)


def withdraw_lesson(*, lesson: Lesson, reason: str, actor: Viewer) -> Lesson:
    """Take back what was let out, with a reason; who took it up keeps what they wrote of it."""
    check_can_decide_lesson(actor, lesson)
    if not reason:
        sentence = _("取り下げる理由を書いてください。")
        raise InvalidInput(sentence, {"reason": sentence})
    _check_short(reason, "reason")
    with transaction.atomic():
        row = _locked(lesson)
        if row.state != SharedState.APPROVED:
            raise NotNow(_("取り下げられるのは、公開されている事例だけです。"))
        row.withdrawn_reason, row.withdrawn_by_name = reason, actor.name
        row.withdrawn_at = clock.now()
        return _moved(row, SharedState.WITHDRAWN, "withdraw", actor, *_WITHDRAWN)


def remove_lesson(*, lesson: Lesson, actor: Viewer) -> Lesson:
    """Take out one that was written by mistake; `restore_lesson` puts it back."""
    return _set_removed(lesson, removed=True, actor=actor)


def restore_lesson(*, lesson: Lesson, actor: Viewer) -> Lesson:
    """Put back what `remove_lesson` took out."""
    return _set_removed(lesson, removed=False, actor=actor)


# ── Pieces ───────────────────────────────────────────────────────────────────────────────────────


def _set_removed(lesson: Lesson, *, removed: bool, actor: Viewer) -> Lesson:
    check_can_write_lesson(actor, lesson)
    with transaction.atomic():
        row = _locked(lesson)
        if (row.removed_at is not None) == removed:
            return row
        if removed and row.state in (SharedState.OFFERED, SharedState.APPROVED):
            raise NotNow(
                _(
                    "承認待ちや公開中の事例は取り消せません。先に「下書きにもどす」か"
                    "「取り下げる」を押してください。"
                )
            )
        row.removed_at = clock.now() if removed else None
        _save(row, "removed_at")
        audit.record(actor=actor, verb="remove" if removed else "restore", obj=row)
    return row


def _moved(row: Lesson, state: SharedState, verb: str, actor: Viewer, *fields: str) -> Lesson:
    names = ["state", *fields]
    before = audit.snapshot(row, ["state"])
    row.state = state
    _save(row, *names)
    audit.record(actor=actor, verb=verb, obj=row, before=before, after=audit.snapshot(row, names))
    return row


def _save(row: Lesson, *fields: str) -> None:
    row.version += 1
    row.save(update_fields=[*fields, "version"])
    index_lesson(row)


def _locked(lesson: Lesson) -> Lesson:
    rows = Lesson.objects.select_for_update(of=("self",))
    return rows.select_related("district", "topic").get(pk=lesson.pk)


def _check_source(
    district: District, issue: Issue | None, meeting: Meeting | None, pattern: Pattern | None
) -> None:
    """Raise when it points to what is not the district's own; a pattern may be out for all."""
    wrong = {}
    if issue is not None and issue.district_id != district.id:
        wrong["issue"] = _("ほかの地区の課題からは、取組事例を作れません。")
    if meeting is not None and meeting.body.district_id != district.id:
        wrong["meeting"] = _("ほかの地区の会議からは、取組事例を作れません。")
    elsewhere = pattern is not None and pattern.home_id not in (None, district.id)
    if pattern is not None and elsewhere and pattern.state != SharedState.APPROVED:
        wrong["pattern"] = _("ほかの地区の型からは、取組事例を作れません。")
    if wrong:
        raise InvalidInput("".join(wrong.values()), wrong)


def _check_words(words: Mapping[str, Any]) -> None:
    wrong = {}
    if not words.get("title"):
        wrong["title"] = _("取組事例の題を入力してください。")
    if not words.get("situation"):
        wrong["situation"] = _("困っていたことを入力してください。")
    if not words.get("tried"):
        wrong["tried"] = _("やってみたことを入力してください。")
    if words.get("season", Season.ALL_YEAR) not in Season.values:
        wrong["season"] = _("季節を選んでください。")
    if wrong:
        raise InvalidInput("".join(wrong.values()), wrong)


def _check_is_editable(row: Lesson) -> None:
    if row.removed_at is not None:
        raise NotNow(_("この事例は取り消されています。先に元に戻してください。"))
    if row.state == SharedState.OFFERED:
        raise NotNow(
            _("この事例は承認待ちです。直すには、先に「下書きにもどす」を押してください。")
        )
    if row.state == SharedState.APPROVED:
        raise NotNow(_("この事例は公開されています。直すには、先に取り下げてください。"))


def _check_seen(row: Lesson, base_version: int) -> None:
    if row.removed_at is not None:
        raise NotNow(_("この事例は取り消されています。先に元に戻してください。"))
    if row.version != base_version:
        raise NotNow(_("事例の文がそのあと直されています。もう一度読んでから進めてください。"))


def _check_short(value: str, name: str) -> None:
    if len(value) > NOTE_LIMIT:
        sentence = _("%(limit)s文字までです。短くしてください。") % {"limit": NOTE_LIMIT}
        raise InvalidInput(sentence, {name: sentence})
