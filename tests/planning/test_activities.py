"""A coordinator's diary: whose it is, what it takes, what is put back; words of a 年度."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sasaeai.audit.models import Entry
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotFound, NotNow, StaleEdit
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.people.models import Tenure
from sasaeai.planning.actions.activities import (
    ActivityDetails,
    edit_activity,
    remove_activity,
    restore_activity,
    write_activity,
)
from sasaeai.planning.actions.year_notes import write_year_note
from sasaeai.planning.models import Activity, YearNote
from sasaeai.planning.queries.activities import (
    activities_of,
    diaries,
    get_visible_activity,
    own_diary,
)
from sasaeai.planning.queries.year_notes import words_of
from tests.people.test_districts import ON, split
from tests.world import TODAY, World

VISIT = ActivityDetails(on=TODAY, kind="visit", summary="会館の鍵の受け渡しを確かめた", minutes=45)
YEAR = FiscalYear(2026)


def write(world: World, details: ActivityDetails = VISIT) -> Activity:
    return write_activity(post=world.posts["arai"], details=details, actor=world.viewer("arai"))


def test_an_entry_names_districts_and_counterparts_and_leaves_a_trace(world: World) -> None:
    chokai = world.organizations["白旗野町会"]
    row = write(world, replace(VISIT, districts=(world.ono, world.shinjo), organizations=(chokai,)))
    found = get_visible_activity(row.pk, viewer=world.viewer("arai"))
    assert {tie.district for tie in found.districts.all()} == {world.ono, world.shinjo}
    assert [tie.organization for tie in found.organizations.all()] == [chokai]
    assert found.person_name == "新井 試子"
    entry = Entry.objects.get(object_id=row.pk)
    assert entry.verb == "create"
    assert set(entry.after["districts"]) == {str(world.ono.pk), str(world.shinjo.pk)}


def test_the_diary_is_the_coordinators_and_the_city_reads_it(world: World) -> None:
    row = write(world)
    for name in ("ohashi", "shiraishi"):
        assert diaries(world.viewer(name)) == []
        with pytest.raises(NotFound):
            get_visible_activity(row.pk, viewer=world.viewer(name))
    city = world.viewer("ichikawa")
    assert diaries(city) == [world.posts["arai"]]
    assert get_visible_activity(row.pk, viewer=city) == row
    for name in ("ohashi", "ichikawa"):
        with pytest.raises(NotAllowed, match="本人が書きます"):
            write_activity(post=world.posts["arai"], details=VISIT, actor=world.viewer(name))
        with pytest.raises(NotAllowed):
            remove_activity(activity=row, actor=world.viewer(name))


def test_the_next_holder_of_the_post_goes_on_with_it_and_the_last_one_cannot(
    world: World,
) -> None:
    row, arai = write(world), world.viewer("arai")
    term = world.posts["arai"].tenures.get()
    term.until = TODAY - timedelta(days=1)
    term.save()
    Tenure.objects.create(
        municipality=world.city,
        person=world.posts["ohashi"].tenures.get().person,
        post=world.posts["arai"],
        since=TODAY,
    )
    assert own_diary(world.viewer("ohashi")) == world.posts["arai"]
    assert get_visible_activity(row.pk, viewer=world.viewer("ohashi")).person_name == "新井 試子"
    with pytest.raises(NotAllowed):
        remove_activity(activity=row, actor=arai)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"kind": "party"}, "kind"),
        ({"summary": ""}, "summary"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 1441}, "minutes"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(world: World, wrong: dict, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        write(world, replace(VISIT, **wrong))
    assert set(refused.value.fields) == {field}
    assert not Activity.objects.exists()


def test_who_serves_what_a_district_became_does_not_edit_its_diary(world: World) -> None:
    """The officers of the new districts do not hold the post; the coordinator goes on."""
    row = write(world, replace(VISIT, districts=(world.ono,)))
    split(world)
    on = ON + timedelta(days=1)
    changed = {"activity": row, "details": replace(VISIT, on=TODAY), "base_version": 1}
    for name in ("ohashi", "shiraishi", "ichikawa"):
        with pytest.raises(NotAllowed):
            edit_activity(**changed, actor=world.viewer(name, on))
    assert edit_activity(**changed, actor=world.viewer("arai", on)).version == 2


def test_two_editors_keep_both_texts(world: World) -> None:
    row, actor = write(world), world.viewer("arai")
    edit_activity(
        activity=row, details=replace(VISIT, summary="鍵を預かった"), base_version=1, actor=actor
    )
    with pytest.raises(StaleEdit) as conflict:
        edit_activity(
            activity=row, details=replace(VISIT, summary="鍵を返した"), base_version=1, actor=actor
        )
    assert conflict.value.theirs == {"summary": "鍵を預かった"}
    assert conflict.value.yours == {"summary": "鍵を返した"}


def test_an_edit_takes_away_districts_that_are_no_longer_meant(world: World) -> None:
    row = write(world, replace(VISIT, districts=(world.ono, world.shinjo)))
    edit_activity(
        activity=row,
        details=replace(VISIT, districts=(world.shinjo,)),
        base_version=1,
        actor=world.viewer("arai"),
    )
    assert [tie.district for tie in row.districts.all()] == [world.shinjo]


def test_removed_is_put_back_and_not_edited_meanwhile(world: World) -> None:
    row, actor = write(world), world.viewer("arai")
    post = world.posts["arai"]
    remove_activity(activity=row, actor=actor)
    assert not activities_of(post, TODAY, TODAY).exists()
    with pytest.raises(NotNow, match="元に戻して"):
        edit_activity(activity=row, details=VISIT, base_version=2, actor=actor)
    restore_activity(activity=row, actor=actor)
    assert activities_of(post, TODAY, TODAY).get() == row


# ── Words of a 年度 ──────────────────────────────────────────────────────────────────────────────


def say(
    world: World, name: str, *, district: object, base_version: int = 0, **words: str
) -> YearNote:
    texts = {"achieved": "", "remaining": "", "next_plan": ""} | words
    return write_year_note(
        district=district,  # type: ignore[arg-type]
        fiscal_year=YEAR,
        base_version=base_version,
        actor=world.viewer(name),
        **texts,
    )


def test_a_district_writes_of_itself_and_the_city_of_the_whole(world: World) -> None:
    say(world, "ohashi", district=world.ono, achieved="寄せ場ができた")
    say(world, "ichikawa", district=None, next_plan="全地区で開く")
    for name, district in (("shiraishi", world.ono), ("ichikawa", world.ono), ("arai", None)):
        with pytest.raises(NotAllowed):
            say(world, name, district=district, achieved="x")
    ono = words_of(world.viewer("arai"), YEAR, district=world.ono)
    assert (ono.achieved, ono.version) == ("寄せ場ができた", 1)
    assert words_of(world.viewer("shiraishi"), YEAR, district=world.ono).achieved == ""
    assert words_of(world.viewer("arai"), YEAR, district=None).next_plan == ""
    assert words_of(world.viewer("ichikawa"), YEAR, district=None).next_plan == "全地区で開く"


def test_two_first_texts_of_a_year_meet_and_both_are_kept(world: World) -> None:
    say(world, "ohashi", district=world.ono, achieved="寄せ場ができた")
    with pytest.raises(StaleEdit) as conflict:
        say(world, "arai", district=world.ono, achieved="見守りが始まった")
    assert conflict.value.theirs["achieved"] == "寄せ場ができた"
    assert conflict.value.yours["achieved"] == "見守りが始まった"
    say(world, "arai", district=world.ono, base_version=1, achieved="寄せ場と見守り")
    assert YearNote.objects.get().achieved == "寄せ場と見守り"
    assert Entry.objects.filter(verb="write").count() == 2


def test_a_text_that_is_too_long_says_by_how_much(world: World) -> None:
    with pytest.raises(InvalidInput) as refused:
        say(world, "ohashi", district=world.ono, achieved="あ" * 3_001)
    assert "1文字減らして" in refused.value.fields["achieved"]


def test_another_year_is_another_text(world: World) -> None:
    say(world, "ohashi", district=world.ono, achieved="ことし")
    before = words_of(world.viewer("ohashi"), FiscalYear.of(date(2025, 5, 1)), district=world.ono)
    assert before.version == 0
