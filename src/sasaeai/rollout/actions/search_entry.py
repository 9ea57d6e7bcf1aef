"""What of know-how is found by its words: by everybody once it is out, before that at home."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from sasaeai.kernel import clock
from sasaeai.rollout.enums import SharedState
from sasaeai.rollout.models import Lesson
from sasaeai.search.actions import Entry, put, put_many, remove, remove_all
from sasaeai.search.enums import Audience

LESSON = "lesson"
KINDS = (LESSON,)
"""Kinds of entries of this room."""

_AT_ONCE = 200


def index_lesson(lesson: Lesson) -> None:
    """Part of a write: let a lesson be found as it stands now, or no longer."""
    if lesson.removed_at is None:
        put(_lesson(lesson))
    else:
        remove(municipality_id=lesson.municipality_id, kind=LESSON, object_ids=[lesson.pk])


def reindex_lessons(municipality_id: UUID) -> Iterator[int]:
    """Fill the index of this room anew; yields how many entries were written so far."""
    remove_all(municipality_id=municipality_id, kinds=KINDS)
    done = 0
    rows = Lesson.objects.current().filter(municipality_id=municipality_id)
    waiting: list[Entry] = []
    for lesson in rows.select_related("district", "topic").iterator(chunk_size=_AT_ONCE):
        waiting.append(_lesson(lesson))
        if len(waiting) == _AT_ONCE:
            done += put_many(waiting)
            waiting = []
            yield done
    yield done + put_many(waiting)


def _lesson(lesson: Lesson) -> Entry:
    is_out = lesson.state == SharedState.APPROVED
    texts = (lesson.situation, lesson.tried, lesson.took, lesson.became, lesson.ask)
    return Entry(
        municipality_id=lesson.municipality_id,
        kind=LESSON,
        object_id=lesson.pk,
        district_id=lesson.district_id,
        audience=Audience.EVERYBODY if is_out else Audience.READERS,
        day=clock.to_tokyo((is_out and lesson.approved_at) or lesson.created_at).date(),
        title=lesson.title,
        text="\n".join(text for text in texts if text),
        also="\n".join(str(each) for each in (lesson.district, lesson.topic) if each is not None),
    )
