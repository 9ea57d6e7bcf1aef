"""The search box finds what people mean, in whatever writing, and nothing can break it."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from sasaeai.kernel.viewer import Viewer
from sasaeai.search.actions import Entry, put_many
from sasaeai.search.enums import Audience
from sasaeai.search.queries import search
from tests.search.queries import CORPUS, HARMLESS, QUERIES

TOWN = uuid.UUID(int=1)
SEER = Viewer(municipality_id=TOWN, name="", on=date(2026, 11, 23), sees_city=True)
NAMES = {uuid.uuid5(TOWN, name): name for name in CORPUS}

pytestmark = pytest.mark.django_db


@pytest.fixture
def corpus() -> None:
    put_many(
        Entry(
            municipality_id=TOWN,
            kind="remark",
            object_id=key,
            title="",
            text=CORPUS[name],
            day=date(2026, 6, 1),
            audience=Audience.READERS,
        )
        for key, name in NAMES.items()
    )


def found(query: str) -> set[str]:
    first = search(query, viewer=SEER)
    hits = [
        hit for page in range(first.pages) for hit in search(query, viewer=SEER, page=page + 1).hits
    ]
    assert len(hits) == first.total
    return {NAMES[hit.object_id] for hit in hits}


def test_people_find_what_they_mean(corpus):
    missed, wrong = {}, {}
    for query, wanted, unwanted in QUERIES:
        names = found(query)
        if wanted - names:
            missed[query] = wanted - names
        if unwanted & names:
            wrong[query] = unwanted & names
    assert len(QUERIES) >= 60
    assert (missed, wrong) == ({}, {})


def test_what_is_found_is_mostly_what_was_meant(corpus):
    """Few of the sentences shown are about something else, or nobody reads the list."""
    right = shown = 0
    for query, wanted, _unwanted in QUERIES:
        names = found(query)
        right += len(wanted & names)
        shown += len(names)
    assert right / shown > 0.85


@pytest.mark.parametrize("query", HARMLESS, ids=range(len(HARMLESS)))
def test_nothing_that_is_typed_breaks_it(corpus, query):
    results = search(query, viewer=SEER)
    assert results.total <= len(CORPUS)


def test_the_words_that_were_found_are_marked_whatever_they_are_written_like(corpus):
    def marks(query: str) -> set[str]:
        return {
            piece.text
            for hit in search(query, viewer=SEER).hits
            for piece in (*hit.title, *hit.text)
            if piece.marked
        }

    assert marks("雪かき") == {"除雪", "雪片付け", "雪かき"}
    assert {"ごみ", "ゴミ", "塵芥"} <= marks("ｺﾞﾐ")
    assert "⺠生委員" not in marks("民生委員")  # mended when it is written
    assert {"民生委員", "民児協"} <= marks("民生委員")
    assert marks("高崎町") == {"髙﨑町"}
    assert marks("ＰＴＡ") == {"ＰＴＡ"}


def test_each_word_of_the_box_is_marked_in_its_own_writing(corpus):
    put_many(
        [
            Entry(
                municipality_id=TOWN,
                kind="item",
                object_id=uuid.UUID(int=5),
                title="雪掻きと一人暮らし",
                text="独り暮らしの方の雪かき",
                day=date(2026, 7, 1),
                audience=Audience.READERS,
            )
        ]
    )
    (hit,) = [each for each in search("雪かき 独り暮らし", viewer=SEER).hits if each.kind == "item"]
    assert {piece.text for piece in hit.title if piece.marked} == {"雪掻き", "一人暮らし"}
    assert {piece.text for piece in hit.text if piece.marked} == {"独り暮らし", "雪かき"}
