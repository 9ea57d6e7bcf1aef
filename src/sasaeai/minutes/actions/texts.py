"""Writing the minutes: each save is a new revision, and none is ever changed.

Notes that the programme itself leaves in the history are part of the record, so Japanese.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.kernel.errors import InvalidInput, NotNow, StaleEdit
from sasaeai.kernel.fields import LONG_TEXT_LIMIT, too_long
from sasaeai.kernel.text import char_count
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Meeting
from sasaeai.minutes.access import check_can_write, check_held, check_is_draft
from sasaeai.minutes.models import Minutes, Revision
from sasaeai.minutes.queries.gist import (
    RecordText,
    SectionText,
    compose_record,
    sections_as_json,
)
from sasaeai.minutes.queries.history import get_revision
from sasaeai.minutes.queries.records import newest_revision, section_field, text_of

NOTE_LIMIT = 200


def compose_minutes(*, meeting: Meeting, actor: Viewer) -> Minutes:
    """Make the minutes from what was recorded. Made already, they are returned untouched.

    Raises NotNow while the day's record is open.
    """
    check_can_write(actor, meeting)
    with transaction.atomic():
        check_held(Meeting.objects.select_for_update().get(pk=meeting.pk))
        made = Minutes.objects.filter(
            municipality_id=meeting.municipality_id, meeting=meeting
        ).first()
        if made is not None:
            made.meeting = meeting
            return made
        minutes = Minutes.objects.create(municipality_id=meeting.municipality_id, meeting=meeting)
        audit.record(actor=actor, verb="compose", obj=minutes)
        text = compose_record(meeting)
        _append(minutes, None, text, text, note="当日の記録から作成", actor=actor)
    return minutes


def save_revision(
    *,
    minutes: Minutes,
    base_revision: int,
    opening: str,
    sections: Mapping[str, str],
    closing: str,
    note: str = "",
    actor: Viewer,
) -> Revision:
    """Save a corrected text as the next revision; the newest one when nothing changed.

    sections: item id (text) to text; a section not named keeps its text.
    Raises StaleEdit with both texts when `base_revision` is not the newest, InvalidInput for a
    text that is too long or for an item that is not in the minutes.
    """
    check_can_write(actor, minutes.meeting)
    with transaction.atomic():
        newest = _lock_newest(minutes)
        base = newest if newest.number == base_revision else get_revision(minutes, base_revision)
        text = _with_texts(text_of(base), opening, sections, closing)
        if base is not newest:
            _check_same(text_of(newest), text, newest.number)
            return newest
        _check_lengths(text, text_of(base), note)
        if text == text_of(newest):
            return newest
        return _append(minutes, newest, text, _day(newest), note=note, actor=actor)


def restore_revision(
    *, minutes: Minutes, number: int, base_revision: int, actor: Viewer
) -> Revision:
    """Go back to an older text, as a new revision; everything written since stays in the history."""
    check_can_write(actor, minutes.meeting)
    with transaction.atomic():
        newest = _lock_newest(minutes)
        check_newest(minutes, base_revision)
        older = get_revision(minutes, number)
        if text_of(older) == text_of(newest):
            return newest
        note = f"第{number}版にもどした"
        return _append(minutes, newest, text_of(older), _day(older), note=note, actor=actor)


def take_up_day(
    *, minutes: Minutes, base_revision: int, take: Collection[str], actor: Viewer
) -> Revision:
    """Bring newer records of the day into the minutes, part by part.

    take: "opening", "closing" or item ids whose text follows the day's record; an item that has
    left the agenda leaves the minutes. Parts that are not taken keep their corrected text, and
    count as looked through.
    """
    check_can_write(actor, minutes.meeting)
    check_held(minutes.meeting)
    with transaction.atomic():
        newest = _lock_newest(minutes)
        check_newest(minutes, base_revision)
        day = compose_record(minutes.meeting)
        text = _taken(text_of(newest), day, take)
        if text == text_of(newest) and day == _day(newest):
            return newest
        note = "当日の記録の直しを取り入れた" if take else "当日の記録の直しを確かめた"
        return _append(minutes, newest, text, day, note=note, actor=actor)


def _append(
    minutes: Minutes,
    base: Revision | None,
    text: RecordText,
    day: RecordText,
    *,
    note: str,
    actor: Viewer,
) -> Revision:
    revision = Revision.objects.create(
        municipality_id=minutes.municipality_id,
        minutes=minutes,
        number=base.number + 1 if base else 1,
        based_on=base,
        opening=text.opening,
        sections=sections_as_json(text.sections),
        closing=text.closing,
        day=day.as_json(),
        written_by_id=actor.account_id,
        written_by_name=actor.name,
        note=note,
    )
    audit.record(actor=actor, verb="revise", obj=minutes, after={"revision": revision.number})
    return revision


def _lock_newest(minutes: Minutes) -> Revision:
    """The newest revision, with the minutes locked so that the next number is ours."""
    row = Minutes.objects.select_for_update().get(pk=minutes.pk)
    row.meeting = Meeting.objects.get(pk=minutes.meeting_id)
    check_is_draft(row)
    return newest_revision(minutes)


def _day(revision: Revision) -> RecordText:
    return RecordText.from_json(revision.day)


def _with_texts(
    base: RecordText, opening: str, sections: Mapping[str, str], closing: str
) -> RecordText:
    unknown = set(sections) - {section.item for section in base.sections}
    if unknown:
        raise InvalidInput(
            _("この会議録にない議題が含まれています。ページを開き直してから保存してください。")
        )
    return RecordText(
        opening=opening,
        sections=tuple(
            replace(section, text=sections.get(section.item, section.text))
            for section in base.sections
        ),
        closing=closing,
    )


def _taken(text: RecordText, day: RecordText, take: Collection[str]) -> RecordText:
    """The text with the taken parts as the day has them, in the order of the day's agenda."""
    sections: list[SectionText] = []
    for section in day.sections:
        own = text.section(section.item)
        if section.item in take:
            sections.append(section)
        elif own is not None:
            sections.append(own)
    there = {section.item for section in day.sections}
    sections += [s for s in text.sections if s.item not in there and s.item not in take]
    return RecordText(
        opening=day.opening if "opening" in take else text.opening,
        sections=tuple(sections),
        closing=day.closing if "closing" in take else text.closing,
    )


# ── Refusals ─────────────────────────────────────────────────────────────────────────────────────


def _fields(text: RecordText) -> dict[str, str]:
    return {
        "opening": text.opening,
        **{section_field(section.item): section.text for section in text.sections},
        "closing": text.closing,
    }


def _check_same(theirs: RecordText, yours: RecordText, number: int) -> None:
    """Raise StaleEdit with both texts unless they say the same."""
    newer, typed = _fields(theirs), _fields(yours)
    differing = [name for name in typed if newer.get(name, "") != typed[name]]
    if not differing:
        return
    raise StaleEdit(
        _(
            "ほかの人が先に保存しました（第%(n)s版）。下に両方の文を並べています。"
            "必要なところを写してから、もう一度保存してください。"
        )
        % {"n": number},
        theirs={name: newer.get(name, "") for name in differing},
        yours={name: typed[name] for name in differing},
        version=number,
    )


def _check_lengths(text: RecordText, base: RecordText, note: str) -> None:
    """A part may hold 10,000 characters, or as many as the day's records made it."""
    had = {name: char_count(value) for name, value in _fields(base).items()}
    problems = {}
    for name, value in _fields(text).items():
        limit = max(LONG_TEXT_LIMIT, had.get(name, 0))
        if (count := char_count(value)) > limit:
            problems[name] = too_long(count, limit)
    if len(note) > NOTE_LIMIT:
        problems["note"] = too_long(len(note), NOTE_LIMIT)
    if problems:
        raise InvalidInput(_("長すぎる文があります。"), problems)


def check_newest(minutes: Minutes, base_revision: int) -> Revision:
    """The newest revision, or NotNow when the reader saw an older one."""
    newest = newest_revision(minutes)
    if newest.number != base_revision:
        raise NotNow(
            _("会議録がそのあと直されています（第%(n)s版）。もう一度読んでから進めてください。")
            % {"n": newest.number}
        )
    return newest
