"""The index stays in step with what is written, counts honestly, and is as quick as it is large."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sasaeai.kernel.viewer import Viewer
from sasaeai.search.actions import Entry, put, put_many, remove, shift
from sasaeai.search.enums import Audience
from sasaeai.search.models import SearchEntry
from sasaeai.search.queries import MOST, search

TOWN = uuid.UUID(int=1)
MEETING = uuid.UUID(int=7)
SEER = Viewer(municipality_id=TOWN, name="", on=date(2026, 11, 23), sees_city=True)

pytestmark = pytest.mark.django_db


def entry(text: str, number: int = 1, **values) -> Entry:
    given = {
        "municipality_id": TOWN,
        "kind": "remark",
        "object_id": uuid.UUID(int=100 + number),
        "title": "",
        "text": text,
        "day": date(2026, 6, 1),
        "audience": Audience.READERS,
    }
    return Entry(**given | values)


def total(query: str, viewer: Viewer = SEER, **asked) -> int:
    return search(query, viewer=viewer, **asked).total


def test_a_second_writing_replaces_the_first_whatever_its_day():
    put(entry("雪かき"))
    put(entry("草刈り", day=date(2027, 6, 1)))
    assert SearchEntry.objects.count() == 1
    assert total("雪かき") == 0
    assert total("草刈り") == 1
    remove(municipality_id=TOWN, kind="remark", object_ids=[uuid.UUID(int=101)])
    assert total("草刈り") == 0


def test_what_stands_in_a_meeting_moves_with_it():
    put(entry("雪かき", group_id=MEETING, district_id=uuid.UUID(int=3)))
    put(entry("雪かき", 2, kind="trouble", group_id=MEETING, district_id=uuid.UUID(int=3)))
    shift(
        municipality_id=TOWN,
        group_id=MEETING,
        kinds=["remark"],
        day=date(2027, 4, 2),
        fiscal_year=2027,
        audience=Audience.RUNNERS,
    )
    assert total("雪かき") == 0
    runner = Viewer(TOWN, "", SEER.on, runs=frozenset({uuid.UUID(int=3)}))
    found = search("雪かき", viewer=runner)
    assert [(hit.kind, hit.day) for hit in found.hits] == [
        ("remark", date(2027, 4, 2)),
        ("trouble", date(2026, 6, 1)),
    ]
    assert total("雪かき", runner, fiscal_year=2027) == 1


def test_the_newest_come_first_and_too_many_are_said_to_be_too_many():
    first = date(2020, 4, 1)
    put_many(
        entry("雪かき", number, day=first + timedelta(days=number)) for number in range(MOST + 20)
    )
    found = search("雪かき", viewer=SEER)
    assert found.is_cut
    assert found.total == MOST
    assert found.hits[0].day == first + timedelta(days=MOST + 19)
    # The old ones are not lost: a year brings them.
    old = search("雪かき", viewer=SEER, fiscal_year=2020)
    assert not old.is_cut
    assert old.total == 365


def test_the_terms_that_say_for_whom_something_is_open_nothing():
    """Whoever types such a term finds what they may find anyway."""
    theirs = uuid.UUID(int=9)
    put(entry("雪かき", district_id=theirs))
    stranger = Viewer(TOWN, "", SEER.on, sees=frozenset({uuid.UUID(int=3)}))
    for typed in (f"readers{theirs.hex}", f"in{theirs.hex}", "kindremark", "雪かき"):
        assert total(typed, stranger) == 0
    nobody = Viewer(uuid.UUID(int=2), "", SEER.on, sees_city=True, is_system=True)
    assert total("雪かき", nobody) == 0


def test_a_question_is_three_statements_however_many_there_are():
    put_many(entry(f"雪かき {number}", number) for number in range(300))
    with CaptureQueriesContext(connection) as asked:
        search("雪かき ごみ", viewer=SEER)
        search("雪かき", viewer=SEER, page=4)
    assert len(asked) <= 6
