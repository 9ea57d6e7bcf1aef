"""What leaves the room: chosen item by item, approved by a second person, withdrawn with a trace."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from sasaeai.audit.models import Entry
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow, StaleEdit
from sasaeai.meetings.actions import reopen_meeting
from sasaeai.meetings.actions.sealing import seal_meeting
from sasaeai.meetings.enums import Regime
from sasaeai.meetings.models import AgendaItem, Meeting
from sasaeai.minutes import actions
from sasaeai.minutes.access import can_approve_public
from sasaeai.minutes.actions import SectionEdit
from sasaeai.minutes.enums import Disclosure, PublicState
from sasaeai.minutes.models import Minutes, PublicSection, PublicVersion
from sasaeai.minutes.queries import records
from sasaeai.minutes.queries.public import published_sections
from tests.minutes.conftest import approve, hold, publish
from tests.world import World


def edit(world: World, public: PublicVersion, who: str = "arai", **changes: Any) -> PublicVersion:
    values = {"base_version": public.version, "lead": public.lead, "sections": {}} | changes
    return actions.edit_public_version(public=public, actor=world.viewer(who), **values)


def test_a_public_version_waits_for_approved_minutes(world: World, minutes: Minutes) -> None:
    with pytest.raises(NotNow, match="会議録がまだ確定していません"):
        actions.draft_public_version(minutes=minutes, actor=world.viewer("arai"))


def test_public_items_are_proposed_as_they_stand_and_private_ones_stay_inside(
    public: PublicVersion,
) -> None:
    snow, private = public.sections.all()
    assert (snow.disclosure, snow.title) == (Disclosure.FULL, "雪かきの助け合い")
    assert "寄せ場が足りない（町会）" in snow.text
    assert (private.disclosure, private.text) == (Disclosure.OMIT, "")
    assert [row.title for row in published_sections(public)] == ["雪かきの助け合い"]


def test_the_lead_says_when_where_and_how_many(public: PublicVersion) -> None:
    assert public.lead == (
        "令和8年11月10日(火)に、大野市民センターで第2回大野地区地域支え合い会議を開きました。"
        "2人が参加しました。"
    )


def test_of_a_meeting_among_members_only_decisions_are_proposed_and_none_as_it_stands(
    world: World,
) -> None:
    meeting = hold(world, regime=Regime.MEMBERS_ONLY)
    arai = world.viewer("arai")
    minutes = approve(world, actions.compose_minutes(meeting=meeting, actor=arai))
    public = actions.draft_public_version(minutes=minutes, actor=arai)
    snow = public.sections.first()
    assert snow is not None
    assert snow.disclosure == Disclosure.SUMMARY
    assert snow.text.startswith("結果：決まった")
    assert "寄せ場が足りない" not in snow.text
    original = records.newest_revision(minutes).sections[0]["text"]
    with pytest.raises(InvalidInput) as caught:
        edit(world, public, sections={str(snow.item_id): SectionEdit(Disclosure.FULL, original)})
    assert "関係者だけの会議" in caught.value.fields[f"disclosure_{snow.item_id}"]


def narrow(public: PublicVersion) -> None:
    """The day is opened again, the regime becomes narrower, and the day is closed as it was."""
    Meeting.objects.filter(pk=public.minutes.meeting_id).update(regime=Regime.MEMBERS_ONLY)


def test_a_discussion_does_not_go_out_after_the_regime_became_narrower(
    world: World, public: PublicVersion
) -> None:
    arai, item = world.viewer("arai"), public.sections.get(position=1).item_id
    submitted = actions.submit_public_version(
        public=public, base_version=public.version, actor=arai
    )
    narrow(public)
    with pytest.raises(NotNow, match="関係者だけの会議"):
        actions.approve_public_version(
            public=submitted, base_version=submitted.version, actor=world.viewer("ohashi")
        )
    back = actions.return_public_version(public=submitted, actor=arai)
    with pytest.raises(InvalidInput) as caught:
        actions.submit_public_version(public=back, base_version=back.version, actor=arai)
    assert "関係者だけの会議" in caught.value.fields[f"disclosure_{item}"]


def test_a_narrower_regime_proposes_decisions_anew(world: World, published: PublicVersion) -> None:
    arai = world.viewer("arai")
    actions.withdraw_public_version(public=published, reason="直すため", actor=arai)
    narrow(published)
    again = actions.draft_public_version(minutes=published.minutes, actor=arai)
    snow = again.sections.get(position=1)
    assert snow.disclosure == Disclosure.SUMMARY
    assert "寄せ場が足りない" not in snow.text


def test_other_words_for_a_section_published_as_it_stands_count_as_rewritten(
    world: World, public: PublicVersion
) -> None:
    item = str(public.sections.get(position=1).item_id)
    edit(world, public, sections={item: SectionEdit(Disclosure.FULL, "短く書いた")})
    row = public.sections.get(position=1)
    assert (row.disclosure, row.text) == (Disclosure.SUMMARY, "短く書いた")


def test_a_rewritten_section_needs_words(world: World, public: PublicVersion) -> None:
    item = str(public.sections.get(position=1).item_id)
    with pytest.raises(InvalidInput) as caught:
        edit(world, public, sections={item: SectionEdit(Disclosure.SUMMARY, "")})
    assert "公開しない" in caught.value.fields[f"text_{item}"]


def test_the_database_keeps_no_text_of_an_omitted_section(public: PublicVersion) -> None:
    row = public.sections.get(position=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicSection.objects.filter(pk=row.pk).update(text="漏れた")


def test_the_second_of_two_editors_sees_both_texts(world: World, public: PublicVersion) -> None:
    item = str(public.sections.get(position=1).item_id)
    edit(world, public, who="ohashi", sections={item: SectionEdit(Disclosure.SUMMARY, "大橋")})
    with pytest.raises(StaleEdit) as caught:
        edit(world, public, sections={item: SectionEdit(Disclosure.SUMMARY, "新井")})
    assert caught.value.theirs == {f"text_{item}": "大橋"}
    assert caught.value.yours == {f"text_{item}": "新井"}


# ── The second person ────────────────────────────────────────────────────────────────────────────


def test_the_writer_cannot_approve_and_learns_who_could(
    world: World, public: PublicVersion
) -> None:
    submitted = actions.submit_public_version(
        public=public, base_version=public.version, actor=world.viewer("arai")
    )
    with pytest.raises(NotAllowed) as caught:
        actions.approve_public_version(
            public=submitted, base_version=submitted.version, actor=world.viewer("arai")
        )
    for who in ("大野地区の地区社協の役員", "地域支え合い推進員", "市・市社協"):
        assert who in caught.value.message
    submitted.minutes.meeting.refresh_from_db()
    assert submitted.minutes.meeting.sealed_at is None


def test_whoever_changed_a_word_cannot_approve_it_either(
    world: World, public: PublicVersion
) -> None:
    changed = edit(world, public, who="ohashi", lead="みんなで話しました。")
    submitted = actions.submit_public_version(
        public=changed, base_version=changed.version, actor=world.viewer("arai")
    )
    for who in ("arai", "ohashi"):
        assert not can_approve_public(world.viewer(who), submitted)
    done = actions.approve_public_version(
        public=submitted, base_version=submitted.version, actor=world.viewer("ichikawa")
    )
    assert done.approved_by_name.startswith("市川 試三")


def test_the_database_refuses_approval_by_the_writer(public: PublicVersion) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicVersion.objects.filter(pk=public.pk).update(
            state=PublicState.APPROVED, approved_by_id=F("written_by_id"), approved_at=clock.now()
        )


def test_the_database_refuses_an_approved_version_without_approver(public: PublicVersion) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicVersion.objects.filter(pk=public.pk).update(state=PublicState.APPROVED)


def test_a_stranger_and_the_programme_itself_cannot_approve(
    world: World, public: PublicVersion
) -> None:
    submitted = actions.submit_public_version(
        public=public, base_version=public.version, actor=world.viewer("arai")
    )
    for viewer in (world.viewer("shiraishi"), world.system):
        with pytest.raises(NotAllowed):
            actions.approve_public_version(
                public=submitted, base_version=submitted.version, actor=viewer
            )


def test_the_programme_itself_writes_no_public_version(world: World, approved: Minutes) -> None:
    with pytest.raises(NotAllowed):
        actions.draft_public_version(minutes=approved, actor=world.system)


@pytest.mark.parametrize("who", ["shiraishi", "ichikawa"])
def test_readers_and_strangers_do_not_write_public_versions(
    world: World, approved: Minutes, public: PublicVersion, who: str
) -> None:
    with pytest.raises(NotAllowed):
        actions.draft_public_version(minutes=approved, actor=world.viewer(who))
    with pytest.raises(NotAllowed):
        edit(world, public, who=who, lead="書きかえ")
    with pytest.raises(NotAllowed):
        actions.submit_public_version(
            public=public, base_version=public.version, actor=world.viewer(who)
        )


def test_a_draft_is_not_approved_before_its_writer_asks(
    world: World, public: PublicVersion
) -> None:
    with pytest.raises(NotNow, match="承認を頼む"):
        actions.approve_public_version(
            public=public, base_version=public.version, actor=world.viewer("ohashi")
        )


def test_nothing_to_publish_is_not_submitted(world: World, public: PublicVersion) -> None:
    items = {str(row.item_id): SectionEdit(Disclosure.OMIT, "") for row in public.sections.all()}
    emptied = edit(world, public, lead="", sections=items)
    with pytest.raises(NotNow, match="1つもありません"):
        actions.submit_public_version(
            public=emptied, base_version=emptied.version, actor=world.viewer("arai")
        )


def test_what_was_not_read_is_not_approved(world: World, public: PublicVersion) -> None:
    seen = public.version
    edit(world, public, lead="あとから直した。")
    with pytest.raises(NotNow, match="もう一度読んで"):
        actions.submit_public_version(public=public, base_version=seen, actor=world.viewer("arai"))


def test_waiting_for_approval_the_text_rests(world: World, public: PublicVersion) -> None:
    submitted = actions.submit_public_version(
        public=public, base_version=public.version, actor=world.viewer("arai")
    )
    with pytest.raises(NotNow, match="作成中にもどす"):
        edit(world, submitted, lead="直す")
    back = actions.return_public_version(public=submitted, actor=world.viewer("arai"))
    assert edit(world, back, lead="直す").lead == "直す"


def test_who_sends_it_back_says_what_to_mend(world: World, public: PublicVersion) -> None:
    submitted = actions.submit_public_version(
        public=public, base_version=public.version, actor=world.viewer("arai")
    )
    with pytest.raises(InvalidInput):
        actions.return_public_version(public=submitted, actor=world.viewer("ichikawa"))
    back = actions.return_public_version(
        public=submitted, note="場所の名前を省いてください", actor=world.viewer("ichikawa")
    )
    assert (back.state, back.returned_note) == (PublicState.DRAFT, "場所の名前を省いてください")


# ── Sealed, withdrawn, made anew ─────────────────────────────────────────────────────────────────


def test_an_approved_public_version_seals_the_record(
    world: World, published: PublicVersion
) -> None:
    minutes = published.minutes
    minutes.meeting.refresh_from_db()
    assert minutes.meeting.sealed_at is not None
    arai = world.viewer("arai")
    for attempt in (
        lambda: actions.unapprove_minutes(minutes=minutes, actor=arai),
        lambda: actions.take_up_day(minutes=minutes, base_revision=1, take=[], actor=arai),
        lambda: actions.draft_public_version(minutes=minutes, actor=arai),
        lambda: edit(world, published, lead="直す"),
    ):
        with pytest.raises(NotNow, match="取り下げ"):
            attempt()


def test_withdrawing_needs_a_reason_leaves_a_trace_and_opens_the_record(
    world: World, published: PublicVersion
) -> None:
    with pytest.raises(InvalidInput):
        actions.withdraw_public_version(public=published, reason="", actor=world.viewer("ohashi"))
    actions.withdraw_public_version(
        public=published, reason="人数が違っていた", actor=world.viewer("ohashi")
    )
    record = records.get_visible_record(
        published.minutes.meeting_id, viewer=world.viewer("ichikawa")
    )
    assert record.public is None
    (trace,) = record.withdrawn
    assert trace.withdrawn_reason == "人数が違っていた"
    assert trace.withdrawn_by_name.startswith("大橋 試一")
    assert trace.approved_by_name.startswith("大橋 試一")
    assert record.meeting.sealed_at is None
    assert Entry.objects.filter(object_id=published.id, verb="withdraw").exists()
    actions.unapprove_minutes(minutes=published.minutes, actor=world.viewer("arai"))


def test_after_withdrawing_a_new_version_begins_with_the_same_choices(
    world: World, public: PublicVersion
) -> None:
    item = str(public.sections.get(position=1).item_id)
    changed = edit(world, public, sections={item: SectionEdit(Disclosure.SUMMARY, "書きかえた文")})
    done = publish(world, changed)
    arai = world.viewer("arai")
    actions.withdraw_public_version(public=done, reason="直すため", actor=arai)
    again = actions.draft_public_version(minutes=done.minutes, actor=arai)
    assert again.id != done.id
    assert again.sections.get(position=1).text == "書きかえた文"


def test_words_taken_over_are_not_approved_by_who_wrote_them(
    world: World, published: PublicVersion
) -> None:
    ohashi = world.viewer("ohashi")
    actions.withdraw_public_version(public=published, reason="直すため", actor=ohashi)
    again = actions.draft_public_version(minutes=published.minutes, actor=ohashi)
    submitted = actions.submit_public_version(
        public=again, base_version=again.version, actor=ohashi
    )
    for who in ("arai", "ohashi"):
        assert not can_approve_public(world.viewer(who), submitted)
    assert can_approve_public(world.viewer("ichikawa"), submitted)


def test_a_reopened_day_is_not_sealed(world: World, public: PublicVersion) -> None:
    """Two people at once: one reopens the day's record, the other lets it out."""
    meeting = public.minutes.meeting
    reopen_meeting(meeting=meeting, actor=world.viewer("arai"))
    with pytest.raises(NotNow, match="先に「当日」のページで"):
        seal_meeting(meeting=meeting, actor=world.viewer("ohashi"))


def test_corrected_minutes_ask_for_an_up_to_date_public_version(
    world: World, public: PublicVersion
) -> None:
    arai, minutes = world.viewer("arai"), public.minutes
    item = str(public.sections.get(position=1).item_id)
    actions.unapprove_minutes(minutes=minutes, actor=arai)
    actions.save_revision(
        minutes=minutes, base_revision=1, opening="", sections={item: "新しい文"}, closing="",
        actor=arai,
    )  # fmt: skip
    approve(world, minutes)
    with pytest.raises(NotNow, match="会議録に合わせ直す"):
        actions.submit_public_version(public=public, base_version=public.version, actor=arai)
    renewed = actions.draft_public_version(minutes=minutes, actor=arai)
    assert renewed.id == public.id
    assert renewed.sections.get(position=1).text == "新しい文"


def test_asking_twice_makes_one_draft(world: World, approved: Minutes) -> None:
    arai = world.viewer("arai")
    first = actions.draft_public_version(minutes=approved, actor=arai)
    assert actions.draft_public_version(minutes=approved, actor=arai).id == first.id
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicVersion.objects.create(
            municipality=world.city,
            minutes=approved,
            revision=first.revision,
            written_by_id=first.written_by_id,
            written_by_name="もう一人",
        )


def test_long_and_hostile_texts_are_refused_or_kept_as_typed(
    world: World, public: PublicVersion
) -> None:
    item = str(AgendaItem.objects.filter(meeting=public.minutes.meeting).first().id)  # type: ignore[union-attr]
    hostile = "<script>alert(1)</script>\n=1+1"
    changed = edit(world, public, sections={item: SectionEdit(Disclosure.SUMMARY, hostile)})
    assert changed.sections.get(position=1).text == hostile
    with pytest.raises(InvalidInput) as caught:
        edit(
            world,
            changed,
            lead="あ" * 2001,
            sections={item: SectionEdit(Disclosure.SUMMARY, "い" * 10_001)},
        )
    assert set(caught.value.fields) == {"lead", f"text_{item}"}
