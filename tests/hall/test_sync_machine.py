"""Three devices and the desk, in any order, repeated, with lost answers and crashes: all words stay."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from sasaeai.hall import actions, queries
from sasaeai.hall.core.entries import card_of
from sasaeai.hall.enums import CardState
from sasaeai.hall.models import Card, Entry
from sasaeai.kernel.errors import DomainError
from sasaeai.meetings import actions as meetings
from sasaeai.meetings.models import AgendaItem, Meeting, Remark
from tests.hall.device import Device, carry_for, remark
from tests.world import TODAY, World

pytestmark = [pytest.mark.django_db]

DEVICES = st.integers(0, 2)
WORDS = st.sampled_from(["雪", "ごみ", "見守り", "足"])
CARDS = [uuid.UUID(int=100 + each, version=4) for each in range(3)]


class Hall(RuleBasedStateMachine):
    """The record of one meeting with one item, written on three devices and at the desk."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.count = 0

    def teardown(self) -> None:
        try:
            self.settle()
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        self.meeting = self.world.add_meeting(on=TODAY)
        self.actor = self.world.viewer("arai")
        self.item = meetings.add_item(meeting=self.meeting, title="議題", actor=self.actor)
        self.about = card_of(self.item.id, "item")
        names = ("arai", "ohashi", "arai")
        self.devices = [carry_for(self.world, name, self.meeting) for name in names]
        for device in self.devices:
            device.begin()
        self.drafts: list[dict[uuid.UUID, str]] = [{}, {}, {}]
        self.written: dict[str, dict[str, Any]] = {}
        self.at_desk: set[str] = set()

    def new_text(self, word: str) -> str:
        """Words are unlike each other, so that each can be found again."""
        self.count += 1
        return f"{word}{self.count}"

    # ── On a device ──────────────────────────────────────────────────────────────────────────

    @rule(which=DEVICES, card=st.sampled_from(CARDS), word=WORDS)
    def type_a_remark(self, which: int, card: uuid.UUID, word: str) -> None:
        self.drafts[which][card] = self.new_text(word)

    @rule(which=DEVICES)
    def leave_the_field(self, which: int) -> None:
        for card, text in self.drafts[which].items():
            self.save(which, "remark", card, remark(self.about, text))
        self.drafts[which].clear()

    @rule(which=DEVICES, card=st.sampled_from(CARDS))
    def remove_a_remark(self, which: int, card: uuid.UUID) -> None:
        self.save(which, "remark", card, remark(self.about, "", removed=True))

    @rule(which=DEVICES, word=WORDS, fresh=st.booleans())
    def say_the_outcome(self, which: int, word: str, fresh: bool) -> None:
        text = self.new_text(word) if fresh else word
        body = {"item": str(self.about), "outcome": "decided", "text": text}
        self.save(which, "outcome", card_of(self.about, "outcome"), body)

    def save(self, which: int, kind: str, card: uuid.UUID, body: dict[str, Any]) -> None:
        made = self.devices[which].write(kind, card, body)
        self.written[made["id"]] = made

    @rule(which=DEVICES, order=st.randoms(), part=st.integers(1, 5), lost=st.booleans())
    def send(self, which: int, order: Any, part: int, lost: bool) -> None:
        device = self.devices[which]
        going = list(device.unsent)
        order.shuffle(going)
        device.send(*going[:part], answer_lost=lost)

    @rule(which=DEVICES)
    def send_all_again(self, which: int) -> None:
        device = self.devices[which]
        own = [each for each in device.entries if each in self.written]
        device.send(*own[-50:])

    @rule(which=DEVICES)
    def crash(self, which: int) -> None:
        """What lay in the store is there again: entries, what is not sent, drafts."""
        old = self.devices[which]
        self.devices[which] = Device(
            old.carry, old.viewer, dict(old.entries), list(old.unsent), have=old.have
        )

    @rule(which=DEVICES)
    def open_again(self, which: int) -> None:
        self.devices[which].renew()

    # ── At the desk ──────────────────────────────────────────────────────────────────────────

    @rule(word=WORDS)
    def desk_edits(self, word: str) -> None:
        row = Remark.objects.current().filter(item=self.item).order_by("created_at").first()
        text = self.new_text(word)
        if row is None:
            self.try_at_desk(
                meetings.add_remark, item=self.item, kind="opinion", text=text, said=text
            )
        else:
            self.try_at_desk(
                meetings.edit_remark,
                remark=row,
                kind="response",
                group="",
                text=text,
                base_version=row.version,
                said=text,
                over=row.text,
            )

    @rule()
    def desk_removes(self) -> None:
        row = Remark.objects.current().filter(item=self.item).order_by("created_at").last()
        if row is not None:
            self.try_at_desk(meetings.remove_remark, remark=row, over=row.text)

    @rule()
    def desk_takes_the_item_away_or_puts_it_back(self) -> None:
        item = AgendaItem.objects.get(pk=self.item.pk)
        do = meetings.restore_item if item.removed_at else meetings.remove_item
        self.try_at_desk(do, item=item)

    @rule()
    def desk_closes_or_reopens(self) -> None:
        meeting = Meeting.objects.get(pk=self.meeting.pk)
        do = meetings.reopen_meeting if meeting.is_held else meetings.close_meeting
        self.try_at_desk(do, meeting=meeting)

    def try_at_desk(self, do: Any, said: str = "", over: str = "", **what: Any) -> None:
        try:
            with transaction.atomic():
                do(actor=self.actor, **what)
        except DomainError:
            return
        self.at_desk.discard(over)  # its writer saw that text and wrote over it
        if said:
            self.at_desk.add(said)

    @precondition(lambda self: queries.open_counts(self.meeting).conflicts)
    @rule(keep=st.sampled_from(["this", "that", "both"]))
    def desk_chooses(self, keep: str) -> None:
        actions.take_up_desk(meeting=self.meeting, actor=self.actor)
        for one in queries.open_cards(self.meeting):
            if not one.is_conflict:
                continue
            place = {"this": 0, "that": 1}.get(keep)
            chosen: Any = one.texts[place].entry.id if place is not None else "both"
            if chosen == "both" and not one.has_both:
                continue
            actions.resolve(
                card=one.card,
                keep=chosen,
                seen=[uuid.UUID(each) for each in one.seen.split(",")],
                actor=self.actor,
            )

    # ── What holds ───────────────────────────────────────────────────────────────────────────

    @invariant()
    def every_entry_has_one_number(self) -> None:
        numbers = list(Entry.objects.filter(meeting=self.meeting).values_list("number", flat=True))
        assert sorted(numbers) == list(range(1, len(numbers) + 1))

    def settle(self) -> None:
        """Everything is sent, nothing stands in the way, and everybody is told."""
        if not hasattr(self, "meeting"):
            return
        meeting = Meeting.objects.get(pk=self.meeting.pk)
        if meeting.is_held:
            meetings.reopen_meeting(meeting=meeting, actor=self.actor)
        meetings.restore_item(item=self.item, actor=self.actor)
        for which, device in enumerate(self.devices):
            self.leave_the_field(which)
            while device.unsent:
                device.send()
        for device in self.devices:
            device.send()
        self.all_words_are_there()
        self.the_record_says_what_its_cards_say()
        self.all_agree()

    def all_words_are_there(self) -> None:
        there = {str(one.id): one for one in Entry.objects.filter(meeting=self.meeting)}
        followed = {each for one in there.values() for each in one.follows}
        shown = {
            str(text.entry.id)
            for card in Card.objects.filter(meeting=self.meeting)
            for one in queries.look_at(self.meeting, [card])
            for text in one.texts
        }
        said = {there[each].body.get("text") for each in shown}
        for each, made in self.written.items():
            assert there[each].body["text"] == made["body"]["text"]
            known = each in followed or each in shown
            assert known or there[each].body["text"] in said
        entries = {one.body.get("text") for one in there.values()}
        assert self.at_desk <= entries

    def the_record_says_what_its_cards_say(self) -> None:
        cards = Card.objects.filter(meeting=self.meeting, kind="remark")
        stands = []
        for card in cards.select_related("applied"):
            assert card.state != CardState.WAITING, card.reason
            body = card.applied.body
            if not body["removed"] and body["text"]:
                stands.append(body["text"])
        rows = Remark.objects.current().filter(item=self.item)
        assert sorted(stands) == sorted(rows.values_list("text", flat=True))
        assert len(set(stands)) == len(stands)  # nothing doubled

    def all_agree(self) -> None:
        fresh = carry_for(self.world, "arai", Meeting.objects.get(pk=self.meeting.pk))
        fresh.begin()
        for card in Card.objects.filter(meeting=self.meeting):
            expected = {one["id"] for one in fresh.heads(card.id)}
            for device in self.devices:
                assert {one["id"] for one in device.heads(card.id)} == expected


def test_three_devices_and_the_desk_lose_no_word(world: World) -> None:
    run(
        type("HallOfWorld", (Hall,), {"world": world}),
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
