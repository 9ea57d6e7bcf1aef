"""Nothing that tells one person from all others leaves unnoticed; nothing is altered by itself."""

from __future__ import annotations

import pytest

from sasaeai.audit.models import Entry
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow
from sasaeai.meetings.enums import Regime
from sasaeai.minutes import actions
from sasaeai.minutes.actions import SectionEdit
from sasaeai.minutes.enums import Disclosure, PublicState
from sasaeai.minutes.models import Minutes, PublicVersion
from sasaeai.minutes.queries.public import sections_of
from sasaeai.minutes.queries.public_traces import (
    MarkedPublic,
    Names,
    marked,
    marked_public,
    traces_in,
    with_coarser,
)
from sasaeai.people.models import Organization, Person
from tests.minutes.conftest import approve, hold, publish
from tests.world import World


def write(world: World, public: PublicVersion, text: str, who: str = "arai") -> PublicVersion:
    """The first item in these words, rewritten."""
    public.refresh_from_db()
    item = str(public.sections.get(position=1).item_id)
    return actions.edit_public_version(
        public=public,
        base_version=public.version,
        lead=public.lead,
        sections={item: SectionEdit(Disclosure.SUMMARY, text)},
        actor=world.viewer(who),
    )


def submit(world: World, public: PublicVersion) -> PublicVersion:
    return actions.submit_public_version(
        public=public, base_version=public.version, actor=world.viewer("arai")
    )


def keys(public: PublicVersion, found: str) -> list[str]:
    shown = marked_public(public)
    return [t.key for t in (*shown.open, *shown.let_stand) if t.found == found]


def let_stand(world: World, public: PublicVersion, found: str) -> PublicVersion:
    return actions.let_trace_stand(
        public=public,
        base_version=public.version,
        key=keys(public, found)[0],
        actor=world.viewer("arai"),
    )


@pytest.fixture
def named(world: World, public: PublicVersion) -> PublicVersion:
    """A draft that names somebody twice."""
    return write(world, public, "山田さんの家の前に雪がたまる。山田さんに聞く。")


def test_approval_is_not_asked_for_while_a_trace_is_undecided(
    world: World, named: PublicVersion
) -> None:
    with pytest.raises(InvalidInput) as caught:
        submit(world, named)
    item = named.sections.get(position=1).item_id
    assert "山田さん" in caught.value.message
    assert "お名前" in caught.value.fields[f"text_{item}"]
    named.refresh_from_db()
    assert named.state == PublicState.DRAFT
    assert "山田さん" in named.sections.get(position=1).text


def test_with_coarser_words_approval_can_be_asked_for(world: World, named: PublicVersion) -> None:
    assert submit(world, write(world, named, "ある方の家の前に雪がたまる。")).state == (
        PublicState.SUBMITTED
    )


def test_what_was_looked_at_and_left_is_told_to_the_second_person(
    world: World, named: PublicVersion
) -> None:
    left = let_stand(world, named, "山田さん")
    submitted = submit(world, left)
    shown = marked_public(submitted)
    assert shown.open == ()
    assert [(t.found, t.let_stand_by.startswith("新井")) for t in shown.let_stand] == [
        ("山田さん", True)
    ] * 2
    assert Entry.objects.filter(object_id=named.id, verb="let stand").count() == 1
    done = actions.approve_public_version(
        public=submitted, base_version=submitted.version, actor=world.viewer("ohashi")
    )
    assert done.state == PublicState.APPROVED


def test_what_was_left_in_one_item_is_asked_anew_in_another(
    world: World, named: PublicVersion
) -> None:
    left = let_stand(world, named, "山田さん")
    changed = actions.edit_public_version(
        public=left,
        base_version=left.version,
        lead="山田さんも来ました。",
        sections={},
        actor=world.viewer("arai"),
    )
    with pytest.raises(InvalidInput) as caught:
        submit(world, changed)
    assert set(caught.value.fields) == {"lead"}


def test_leaving_can_be_taken_back(world: World, named: PublicVersion) -> None:
    left = let_stand(world, named, "山田さん")
    again = actions.look_at_trace_again(
        public=left,
        base_version=left.version,
        key=keys(left, "山田さん")[0],
        actor=world.viewer("arai"),
    )
    assert again.let_stand == []
    with pytest.raises(InvalidInput):
        submit(world, again)


def test_who_let_it_stand_does_not_approve_it(world: World, named: PublicVersion) -> None:
    left = actions.let_trace_stand(
        public=named,
        base_version=named.version,
        key=keys(named, "山田さん")[0],
        actor=world.viewer("ohashi"),
    )
    submitted = submit(world, left)
    with pytest.raises(NotAllowed):
        actions.approve_public_version(
            public=submitted, base_version=submitted.version, actor=world.viewer("ohashi")
        )


@pytest.mark.parametrize("who", ["shiraishi", "ichikawa"])
def test_readers_and_strangers_settle_nothing(world: World, named: PublicVersion, who: str) -> None:
    with pytest.raises(NotAllowed):
        actions.let_trace_stand(
            public=named,
            base_version=named.version,
            key=keys(named, "山田さん")[0],
            actor=world.viewer(who),
        )


def test_words_that_are_gone_are_not_let_stand(world: World, named: PublicVersion) -> None:
    key = keys(named, "山田さん")[0]
    changed = write(world, named, "何もありません。")
    with pytest.raises(NotNow, match="もうこの文にありません"):
        actions.let_trace_stand(
            public=changed, base_version=changed.version, key=key, actor=world.viewer("arai")
        )


def test_a_text_that_somebody_changed_meanwhile_is_read_again_first(
    world: World, named: PublicVersion
) -> None:
    key, seen = keys(named, "山田さん")[0], named.version
    write(world, named, "山田さんと佐藤さん。", who="ohashi")
    with pytest.raises(NotNow, match="もう一度読んで"):
        actions.let_trace_stand(
            public=named, base_version=seen, key=key, actor=world.viewer("arai")
        )


def test_a_name_that_became_known_while_it_waited_stops_the_approval(
    world: World, public: PublicVersion
) -> None:
    submitted = submit(world, write(world, public, "まずはミホン屋ヒナへ知らせる。"))
    person = Person.objects.get(pk=world.posts["minji"].tenures.get().person_id)
    Person.objects.filter(pk=person.pk).update(name="ミホン屋 ヒナ")
    with pytest.raises(NotNow, match="差し戻す"):
        actions.approve_public_version(
            public=submitted, base_version=submitted.version, actor=world.viewer("ohashi")
        )


def test_people_of_the_register_and_of_the_meeting_are_known_by_name(
    world: World, public: PublicVersion
) -> None:
    meeting = public.minutes.meeting
    meeting.presences.filter(person_name="").update(person_name="客野 見本")
    guest = meeting.presences.exclude(person_name="").first()
    assert guest is not None
    held = world.posts["ohashi"].tenures.get().person.name
    changed = write(world, public, f"{held}と{guest.person_name.replace(' ', '')}が話した。")
    assert len(marked_public(changed).open) == 2


def test_names_of_halls_bodies_and_districts_stay(world: World, public: PublicVersion) -> None:
    Organization.objects.filter(pk=world.posts["chokai"].organization_id).update(
        name="工藤さんの家"
    )
    text = "工藤さんの家と大野市民センターと大野地区社会福祉協議会で話した。"
    assert marked_public(write(world, public, text)).open == ()
    assert [t.found for t in marked_public(write(world, public, "工藤さんに聞く。")).open] == [
        "工藤さん"
    ]


def test_what_stays_inside_is_not_asked_about(world: World, public: PublicVersion) -> None:
    private = public.sections.get(position=2)
    assert private.disclosure == Disclosure.OMIT
    type(private).objects.filter(pk=private.pk).update(title="佐藤さんのこと")
    assert marked_public(public).open == ()
    assert submit(world, public).state == PublicState.SUBMITTED


def test_the_title_of_an_item_is_looked_at_too(world: World, public: PublicVersion) -> None:
    public.sections.filter(position=1).update(title="田中さんの家のごみ")
    (trace,) = marked_public(public).open
    assert (trace.found, trace.may_change) == ("田中さん", False)
    with pytest.raises(InvalidInput) as caught:
        submit(world, public)
    item = public.sections.get(position=1).item_id
    assert set(caught.value.fields) == {f"disclosure_{item}"}
    assert submit(world, let_stand(world, public, "田中さん")).state == PublicState.SUBMITTED


def test_many_traces_are_all_told() -> None:
    text = "、".join(f"017-777-{n:04}" for n in range(55))
    traces = traces_in("lead", text, Names())
    assert len(traces) == 55
    assert len({trace.key for trace in traces}) == 55
    assert all(text[t.finding.start : t.finding.end] == t.found for t in traces)


def test_one_trace_is_said_more_coarsely_and_the_rest_stays() -> None:
    text = "山田さん(82)と山田さんの娘さん。"
    traces = traces_in("lead", text, Names())
    last = [trace for trace in traces if trace.found == "山田さん"][-1]
    changed = with_coarser(text, last)
    assert changed.startswith("山田さん(82)と")
    assert "山田" not in changed.removeprefix("山田さん(82)と")
    assert "".join(segment.text for segment in marked(text, traces)) == text


def test_after_withdrawing_what_was_left_is_still_marked(
    world: World, named: PublicVersion
) -> None:
    done = publish(world, let_stand(world, named, "山田さん"))
    arai = world.viewer("arai")
    actions.withdraw_public_version(public=done, reason="直すため", actor=arai)
    again = actions.draft_public_version(minutes=done.minutes, actor=arai)
    shown: MarkedPublic = marked_public(again)
    assert (shown.open, len(shown.let_stand)) == ((), 2)


@pytest.mark.parametrize("regime", [Regime.CARE_MEETING, Regime.SUPPORT_COUNCIL, Regime.CONSENT])
def test_nothing_of_a_closed_meeting_leaves_the_room(world: World, regime: Regime) -> None:
    minutes = approved_of(world, regime)
    with pytest.raises(NotNow, match="外に出せません"):
        actions.draft_public_version(minutes=minutes, actor=world.viewer("arai"))
    assert not PublicVersion.objects.exists()


def approved_of(world: World, regime: Regime) -> Minutes:
    """Approved minutes of a meeting whose regime became a closed one."""
    meeting = hold(world)
    minutes = approve(world, actions.compose_minutes(meeting=meeting, actor=world.viewer("arai")))
    type(meeting).objects.filter(pk=meeting.pk).update(regime=regime)
    return minutes


def test_sections_keep_their_order_when_marked(public: PublicVersion) -> None:
    shown = [section.row.id for section in marked_public(public).sections]
    assert shown == [row.id for row in sections_of(public)]
