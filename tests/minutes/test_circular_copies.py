"""Copies of a circular, readings put right, and what may still go round after a change."""

from __future__ import annotations

from typing import Any

import pytest

from sasaeai.audit.models import Entry
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow, StaleEdit
from sasaeai.meetings.models import Meeting
from sasaeai.minutes import actions
from sasaeai.minutes.exports.circular_copies import copies_paper
from sasaeai.minutes.models import Circular, PublicVersion
from sasaeai.minutes.queries import circulars, records
from sasaeai.minutes.queries.circulars import CopyLine
from sasaeai.people.models import Organization
from tests.minutes.conftest import approve, circular_values, hold, publish
from tests.world import World


def save(world: World, public: PublicVersion, base: int = 0, **changes: Any) -> Circular:
    values: Any = {"base_version": base} | circular_values(**changes)
    return actions.save_circular(public=public, actor=world.viewer("arai"), **values)


@pytest.fixture
def circular(world: World, published: PublicVersion) -> Circular:
    return save(world, published)


@pytest.fixture
def chokai(world: World) -> Organization:
    return world.posts["chokai"].organization


def set_copies(world: World, circular: Circular, *lines: CopyLine, who: str = "arai") -> Circular:
    return actions.set_circular_copies(
        circular=circular, base_version=circular.version, lines=lines, actor=world.viewer(who)
    )


def meeting_of(circular: Circular) -> Meeting:
    return circular.public_version.minutes.meeting


def test_each_association_of_the_district_has_a_line(
    circular: Circular, chokai: Organization
) -> None:
    assert [line.name for line in circulars.propose_copies(circular, meeting_of(circular))] == [
        chokai.name
    ]


def test_copies_are_kept_in_order_and_as_many_as_groups_where_nobody_said(
    world: World, circular: Circular, chokai: Organization
) -> None:
    saved = set_copies(
        world,
        circular,
        CopyLine(chokai.id, "別の名前", 12, None),
        CopyLine(None, "集会所の掲示板", None, 1),
        CopyLine(None, "", None, None),
    )
    rows = circulars.copies_of(saved)
    assert [(row.name, row.groups, row.copies) for row in rows] == [
        (chokai.name, 12, 12),
        ("集会所の掲示板", None, 1),
    ]
    paper = copies_paper(saved, rows)
    assert paper.total == "配る部数：13部（2か所）"
    assert Entry.objects.filter(object_id=saved.id, verb="copies").exists()


def test_the_next_circular_begins_with_the_numbers_of_this_one(
    world: World, circular: Circular, chokai: Organization
) -> None:
    set_copies(world, circular, CopyLine(chokai.id, "", 12, 13), CopyLine(None, "掲示板", None, 2))
    later = hold(world, "steering")
    arai = world.viewer("arai")
    minutes = approve(world, actions.compose_minutes(meeting=later, actor=arai))
    public = publish(world, actions.draft_public_version(minutes=minutes, actor=arai))
    lines = circulars.propose_copies(save(world, public), later)
    assert [(line.name, line.groups, line.copies) for line in lines] == [
        (chokai.name, 12, 13),
        ("掲示板", None, 2),
    ]


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (CopyLine(None, "掲示板", None, 1000), "copies_0"),
        (CopyLine(None, "掲示板", -1, 2), "groups_0"),
        (CopyLine(None, "", None, 2), "name_0"),
        (CopyLine(None, "あ" * 121, None, 2), "name_0"),
    ],
)
def test_numbers_that_cannot_be_and_places_without_name_are_refused(
    world: World, circular: Circular, line: CopyLine, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        set_copies(world, circular, line)
    assert set(caught.value.fields) == {field}


def test_one_place_stands_once(world: World, circular: Circular) -> None:
    twice = (CopyLine(None, "掲示板", None, 1), CopyLine(None, "掲示板", None, 2))
    with pytest.raises(InvalidInput, match="部数を確かめて"):
        set_copies(world, circular, *twice)


@pytest.mark.parametrize("who", ["shiraishi", "ichikawa"])
def test_readers_and_strangers_set_nothing(world: World, circular: Circular, who: str) -> None:
    with pytest.raises(NotAllowed):
        set_copies(world, circular, CopyLine(None, "掲示板", None, 1), who=who)
    with pytest.raises(NotAllowed):
        actions.set_circular_readings(
            circular=circular, base_version=1, readings={"方": "かた"}, actor=world.viewer(who)
        )


def test_of_a_withdrawn_version_nothing_is_set(world: World, circular: Circular) -> None:
    actions.withdraw_public_version(
        public=circular.public_version, reason="直すため", actor=world.viewer("ohashi")
    )
    with pytest.raises(NotNow, match="取り下げ"):
        set_copies(world, circular, CopyLine(None, "掲示板", None, 1))


def test_an_older_page_overwrites_nothing(world: World, circular: Circular) -> None:
    set_copies(world, circular, CopyLine(None, "掲示板", None, 1))
    with pytest.raises(StaleEdit):
        set_copies(world, circular, CopyLine(None, "掲示板", None, 2))


# ── Readings ─────────────────────────────────────────────────────────────────────────────────────


def read(world: World, circular: Circular, **readings: str) -> Circular:
    return actions.set_circular_readings(
        circular=circular,
        base_version=circular.version,
        readings=readings,
        actor=world.viewer("arai"),
    )


def test_readings_are_kept_as_hiragana_and_the_next_circular_has_them(
    world: World, circular: Circular
) -> None:
    assert read(world, circular, 方="カタ", 新城="").readings == {"方": "かた", "新城": ""}
    assert circulars.earlier_readings(meeting_of(circular)) == {"方": "かた", "新城": ""}


def test_what_is_no_kana_is_refused(world: World, circular: Circular) -> None:
    with pytest.raises(InvalidInput, match="ひらがなで"):
        read(world, circular, 方="方向")


def test_a_printed_sheet_with_other_kana_is_an_earlier_one(
    world: World, published: PublicVersion
) -> None:
    arai = world.viewer("arai")
    plain = actions.mark_circular_printed(circular=save(world, published), actor=arai)
    assert read(world, plain, 方="かた").printed_at is not None
    plain.refresh_from_db()
    with_kana = save(world, published, base=plain.version, has_furigana=True)
    printed = actions.mark_circular_printed(circular=with_kana, actor=arai)
    changed = read(world, printed, 方="ほう")
    assert changed.printed_at is None
    assert changed.printed_before is not None


# ── What may still go round ──────────────────────────────────────────────────────────────────────


def test_printed_sheets_of_a_withdrawn_version_are_named_with_their_places(
    world: World, circular: Circular
) -> None:
    arai = world.viewer("arai")
    counted = set_copies(world, circular, CopyLine(None, "掲示板", None, 1))
    actions.mark_circular_printed(circular=counted, actor=arai)
    public = circular.public_version
    actions.withdraw_public_version(public=public, reason="直すため", actor=world.viewer("ohashi"))
    again = publish(
        world, actions.draft_public_version(minutes=public.minutes, actor=world.viewer("arai"))
    )
    record = records.get_visible_record(meeting_of(circular).id, viewer=arai)
    (trace,) = circulars.withdrawn_traces(record.withdrawn, record.public)
    assert len(trace.printed) == 1
    assert trace.places == ("掲示板",)
    assert trace.replaced_on is not None
    assert record.public == again


def test_a_sheet_that_was_changed_after_printing_is_remembered(
    world: World, circular: Circular
) -> None:
    arai = world.viewer("arai")
    actions.mark_circular_printed(circular=circular, actor=arai)
    changed = save(world, circular.public_version, base=circular.version, title="直した題")
    assert changed.printed_at is None
    assert len(circulars.printed_days(changed)) == 1
    undone = actions.unmark_circular_printed(
        circular=actions.mark_circular_printed(circular=changed, actor=arai), actor=arai
    )
    assert len(circulars.printed_days(undone)) == 1


@pytest.mark.parametrize("boxes", [-1, 25])
def test_more_boxes_than_fit_are_refused(
    world: World, published: PublicVersion, boxes: int
) -> None:
    with pytest.raises(InvalidInput) as caught:
        save(world, published, stamp_boxes=boxes)
    assert "0から24まで" in caught.value.fields["stamp_boxes"]
