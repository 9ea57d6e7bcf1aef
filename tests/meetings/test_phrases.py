"""定型文: what a municipality begins with, and keeping the list."""

from __future__ import annotations

import pytest

from sasaeai.audit.models import Entry
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotFound, NotNow
from sasaeai.kernel.personal import find_personal
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.actions import phrases as actions
from sasaeai.meetings.enums import PhraseKind
from sasaeai.meetings.models import Phrase
from sasaeai.meetings.queries.phrases import STANDARD, get_visible_phrase, phrases_of
from sasaeai.people.models import Municipality
from tests.world import TODAY, World


def test_who_has_none_is_offered_a_dozen_of_each_kind(world: World):
    offered = phrases_of(world.city)
    assert {kind: len(texts) for kind, texts in offered.items()} == {"remark": 12, "decision": 12}
    assert not any(find_personal(text) for texts in offered.values() for text in texts)


def test_the_first_change_keeps_the_others(world: World):
    actions.add_phrase(kind="decision", text="三月にもう一度集まる。", actor=world.viewer("ohashi"))
    offered = phrases_of(world.city)
    assert offered["decision"] == [*STANDARD[PhraseKind.DECISION], "三月にもう一度集まる。"]
    assert offered["remark"] == list(STANDARD[PhraseKind.REMARK])


def test_a_removed_one_is_gone_until_it_is_put_back_in_its_place(world: World):
    arai = world.viewer("arai")
    actions.seed_phrases(actor=arai)
    third = Phrase.objects.filter(kind="remark").order_by("position")[2]
    actions.remove_phrase(phrase=third, actor=arai)
    assert third.text not in phrases_of(world.city)["remark"]
    actions.restore_phrase(phrase=third, actor=arai)
    assert phrases_of(world.city)["remark"][2] == third.text
    verbs = Entry.objects.filter(object_id=third.id).values_list("verb", flat=True)
    assert {"remove", "restore"} <= set(verbs)


def test_typing_a_removed_one_again_puts_it_back(world: World):
    arai = world.viewer("arai")
    actions.seed_phrases(actor=arai)
    first = Phrase.objects.filter(kind="remark").order_by("position")[0]
    actions.remove_phrase(phrase=first, actor=arai)
    actions.add_phrase(kind="remark", text=first.text, actor=arai)
    assert phrases_of(world.city)["remark"].count(first.text) == 1


def test_neighbours_change_places_and_the_ends_stay(world: World):
    arai = world.viewer("arai")
    actions.seed_phrases(actor=arai)
    first, second = Phrase.objects.filter(kind="decision").order_by("position")[:2]
    actions.move_phrase(phrase=second, up=True, actor=arai)
    assert phrases_of(world.city)["decision"][:2] == [second.text, first.text]
    actions.move_phrase(phrase=second, up=True, actor=arai)
    assert phrases_of(world.city)["decision"][0] == second.text


def test_another_town_has_its_own(world: World):
    actions.add_phrase(kind="remark", text="雪が多い。", actor=world.viewer("arai"))
    town = Municipality.objects.create(lg_code="022021", name="弘前市")
    assert "雪が多い。" not in phrases_of(town)["remark"]
    stranger = Viewer.system(municipality_id=town.id, on=TODAY)
    with pytest.raises(NotFound):
        get_visible_phrase(Phrase.objects.get(text="雪が多い。").id, viewer=stranger)


def test_who_runs_no_meetings_only_reads(world: World):
    with pytest.raises(NotAllowed, match="地区社協の役員か、担当の地域支え合い推進員"):
        actions.add_phrase(kind="remark", text="雪が多い。", actor=world.viewer("ichikawa"))


def test_an_empty_one_and_one_too_many_are_refused_with_what_to_do(world: World):
    arai = world.viewer("arai")
    with pytest.raises(InvalidInput, match="定型文を入力"):
        actions.add_phrase(kind="remark", text=" ", actor=arai)
    actions.seed_phrases(actor=arai)
    Phrase.objects.bulk_create(
        Phrase(municipality=world.city, kind="remark", text=f"文{n}", position=100 + n)
        for n in range(actions.MOST_PHRASES - 12)
    )
    with pytest.raises(NotNow, match="使わないものを外すと"):
        actions.add_phrase(kind="remark", text="もう一つ", actor=arai)
