"""Nobody but those called to a support council knows of it, on any page, paper, list or figure."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from sasaeai.issues.actions.search_entry import reindex_issues
from sasaeai.meetings.actions.search_entry import reindex_meetings
from sasaeai.meetings.models import Meeting
from sasaeai.people.enums import StaffRole
from tests.architecture.test_routes import routes
from tests.conftest import DeskClients
from tests.meetings.council import SECRET, found_council, plant
from tests.pages.things import things_of_ono
from tests.paper.reading import page_texts
from tests.world import World

PART = SECRET[:-1]  # what is asked for is repeated on the page; what is found holds the whole word
ASKED = {
    "desk:search": f"?q={PART}",
    "desk:register": f"?q={PART}",
    "desk:meetings": "?tab=past",
}
# Keys of forms; and the version of a row, which the printing of a paper counts up.
_KEYS = "once|csrfmiddlewaretoken|base_version"
ON_THE_WAY = re.compile(rf'(name="(?:{_KEYS})" value="|nonce="|once=)[^"&]*')


def test_a_coordinator_who_is_not_called_sees_every_page_as_it_was(
    world: World, desk: DeskClients
) -> None:
    found_council(world)
    ids = things_of_ono(world)
    # A letter that is opened is noted as printed: it is before both looks.
    desk.arai.get(reverse("desk:answer_paper", args=[ids["answer_id"], "letter", "pdf"]))
    before = dict(pages(desk.arai, ids))
    _plant_two(world)
    after = dict(pages(desk.arai, ids))
    assert len(before) > 150
    changed = [name for name in before if before[name] != after[name]]
    assert changed == [], [_first_change(before[name], after[name]) for name in changed]


@pytest.mark.one_database
@pytest.mark.parametrize("who", ["officer", "ichikawa", "shiraishi", "nobody"])
def test_the_word_is_nowhere(world: World, desk: DeskClients, who: str) -> None:
    found_council(world)
    ids = things_of_ono(world)
    _plant_two(world)
    if who == "officer":
        council = world.organizations["大野地区社会福祉協議会"]
        post = world.add_post(council, "副会長", "未呼 試一", role=StaffRole.OFFICER)
        world.add_account("officer", post)
    client = Client() if who == "nobody" else getattr(desk, who)
    told = [name for name, text in pages(client, ids) if SECRET in text]
    assert told == []


@pytest.mark.one_database
def test_no_address_of_the_council_opens_for_who_is_not_called(
    world: World, desk: DeskClients
) -> None:
    found_council(world)
    ids = things_of_ono(world)
    meeting, _held = _plant_two(world)
    own = {
        "meeting_id": meeting.id,
        "item_id": meeting.items.get().id,
        "expected_id": meeting.expected.order_by("number")[0].id,
        "presence_id": meeting.presences.get().id,
        "remark_id": meeting.items.get().remarks.get().id,
        "handout_id": meeting.handouts.get().id,
        "copy_id": meeting.handouts.get().numbered.get().id,
    }
    closed, notice = {403, 404}, {302, 404}
    for client, let_in in ((desk.arai, {404}), (desk.ichikawa, closed), (desk.ohashi, notice)):
        for route in routes(get_resolver().url_patterns):
            if not (route.name.startswith("desk:") and set(route.converters) & set(own)):
                continue
            values = {name: {**ids, **own}[name] for name in route.converters}
            address = reverse(route.name, kwargs=values)
            if route.name == "desk:meeting_secrecy" and client == desk.ohashi:
                continue
            answer = client.get(address)
            leads_up = address.startswith(answer.get("Location", "-"))
            assert leads_up or answer.status_code in let_in, route.name
            if answer.status_code == 302 and not leads_up:
                assert "/secrecy/" in answer["Location"]


@pytest.mark.one_database
def test_who_is_called_finds_the_notice_in_place_of_the_content(
    world: World, desk: DeskClients
) -> None:
    found_council(world)
    meeting, _held = _plant_two(world)
    listed = desk.ohashi.get(reverse("desk:meetings"))
    assert str(meeting.id) in listed.content.decode()
    agenda = reverse("desk:meeting_agenda", args=[meeting.id])
    notice = desk.ohashi.get(agenda, follow=True)
    assert "社会福祉法第106条の6" in notice.content.decode()
    assert SECRET not in notice.content.decode()
    told = [name for name, text in pages(desk.ohashi, things_of_ono(world)) if SECRET in text]
    assert told == []


@pytest.mark.one_database
def test_the_next_meeting_of_the_body_takes_nothing_up(world: World, desk: DeskClients) -> None:
    found_council(world)
    meeting = world.add_meeting()
    _plant_two(world)
    for step in ("plan", "agenda", "call", "notice", "replies", "day", "record"):
        page = desk.arai.get(reverse(f"desk:meeting_{step}", args=[meeting.id]))
        assert SECRET not in page.content.decode(), step
    for name in ("agenda_sheet", "meeting_memo", "attendance_list"):
        paper = desk.arai.get(reverse(f"desk:{name}", args=[meeting.id, "pdf"]))
        assert SECRET not in _text(paper), name
    Meeting.objects.filter(pk=meeting.pk).update(state="held", held_at=meeting.created_at, number=9)
    record = desk.arai.get(reverse("desk:meeting_record", args=[meeting.id]))
    assert SECRET not in record.content.decode()


def _plant_two(world: World) -> tuple[Meeting, Meeting]:
    """One that is prepared and one that was held, with all that an index would know of them."""
    planned = plant(world, date(2026, 12, 18), held=False)
    held = plant(world, date(2026, 10, 13), held=True)
    for reindex in (reindex_meetings, reindex_issues):
        list(reindex(world.city.id))
    return planned, held


def pages(client: Client, ids: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every address that can be read, with what it answers as text."""
    for route in routes(get_resolver().url_patterns):
        if not all(name in ids for name in route.converters):
            continue
        if route.name.startswith(("account_", "mfa_")) or "logout" in route.name:
            continue
        address = reverse(route.name, kwargs={name: ids[name] for name in route.converters})
        for query in {"", ASKED.get(route.name, "")}:
            answer = client.get(address + query)
            if answer.status_code == 200:
                yield f"{route.name}{query}", _text(answer)


def _first_change(one: str, other: str) -> str:
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    return f"{one[at - 80 : at + 80]!r} became {other[at - 80 : at + 80]!r}"


def _text(answer: HttpResponse) -> str:
    content = b"".join(answer) if answer.streaming else answer.content
    if content.startswith(b"%PDF"):
        return "".join(page_texts(content))
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            return "".join(
                file.read(name).decode(errors="ignore")
                for name in sorted(file.namelist())
                if not name.startswith("docProps")
            )
    return ON_THE_WAY.sub("", content.decode(errors="ignore"))
