"""Organisations, persons and halls: who keeps them, and how they are written and found."""

from __future__ import annotations

from datetime import date

import pytest

from sasaeai.audit.models import Entry
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleEdit
from sasaeai.people import actions, queries
from sasaeai.people.access import can_keep_person, visible_persons
from sasaeai.people.actions import OrganizationDetails, PersonDetails, VenueDetails
from sasaeai.people.models import Organization, OrganizationKind, Person, Venue
from sasaeai.people.queries import RegisterFilter
from tests.world import TODAY, World


def details(world: World, name: str = "ひばり町会", **more) -> OrganizationDetails:
    return OrganizationDetails(kind=world.kinds["chokai"], name=name, **more)


def found(world: World, query: str, who: str = "arai", **more) -> list[str]:
    shown = RegisterFilter(query=query, **more)
    return [each.name for each in queries.list_organizations(world.viewer(who), shown=shown)]


def test_an_officer_enters_an_organisation_of_the_own_district(world):
    made = actions.add_organization(
        details=details(world, postal_code="０３８００００", tel="017(000)1234 内線5"),
        districts=[world.ono],
        actor=world.viewer("ohashi"),
    )
    assert (made.postal_code, made.tel) == ("038-0000", "017-000-1234 内線5")
    assert queries.served_districts(made, on=TODAY) == [world.ono]
    assert Entry.objects.get(object_id=made.id).verb == "create"


def test_nobody_enters_one_for_a_strange_district(world):
    for who in ("shiraishi", "ichikawa"):
        with pytest.raises(NotAllowed):
            actions.add_organization(
                details=details(world), districts=[world.ono], actor=world.viewer(who)
            )
    assert not Organization.objects.filter(name="ひばり町会").exists()


def test_codes_that_are_none_are_named_by_field(world):
    with pytest.raises(InvalidInput) as refused:
        actions.add_organization(
            details=details(world, name="", postal_code="12", tel="123-4567", email="だれか"),
            districts=[world.ono],
            actor=world.viewer("arai"),
        )
    assert set(refused.value.fields) == {"name", "postal_code", "tel", "email"}
    assert "7けた" in refused.value.fields["postal_code"]


def test_the_same_organisation_is_not_entered_twice(world):
    with pytest.raises(InvalidInput, match="すでにあります"):
        actions.add_organization(
            details=details(world, name="白旗野町会"),
            districts=[world.ono],
            actor=world.viewer("arai"),
        )
    # Another district may have a 町会 of that name.
    actions.add_organization(
        details=details(world, name="白旗野町会"),
        districts=[world.shinjo],
        actor=world.viewer("arai"),
    )


def test_an_edit_keeps_districts_of_others_and_the_history(world):
    office = world.organizations["青森市 福祉部"]
    actions.edit_organization(
        organization=office,
        details=OrganizationDetails(kind=office.kind, name="青森市 福祉部"),
        districts=[],
        base_version=1,
        actor=world.viewer("ohashi"),
    )
    assert queries.served_districts(office, on=TODAY) == [world.shinjo]
    assert set(queries.served_districts(office, on=date(2026, 11, 22))) == {
        world.ono,
        world.shinjo,
    }


def test_an_organisation_keeps_at_least_one_district(world):
    chokai = world.organizations["白旗野町会"]
    with pytest.raises(InvalidInput, match="一つ以上"):
        actions.edit_organization(
            organization=chokai,
            details=details(world, name="白旗野町会"),
            districts=[],
            base_version=1,
            actor=world.viewer("ohashi"),
        )


def test_of_two_editors_the_second_sees_both_texts(world):
    chokai = world.organizations["白旗野町会"]
    change = {"organization": chokai, "districts": [world.ono], "base_version": 1}
    actions.edit_organization(
        details=details(world, name="白旗野町会", tel="017-000-1111"),
        actor=world.viewer("ohashi"),
        **change,
    )
    with pytest.raises(StaleEdit) as stale:
        actions.edit_organization(
            details=details(world, name="白旗野町会", tel="017-000-2222"),
            actor=world.viewer("arai"),
            **change,
        )
    assert stale.value.theirs["tel"] == "017-000-1111"


def test_names_are_stored_exactly_as_written_and_found_in_any_writing(world):
    name = "渡\U000e0100邉 髙﨑⺠子"
    person = actions.add_person(
        details=PersonDetails(name=name, kana="わたなべ たみこ"), actor=world.viewer("arai")
    )
    assert Person.objects.get(pk=person.pk).name == "渡\U000e0100邉 髙﨑民子"
    for query in ("渡辺", "ワタナベ", "高崎民子", "ﾜﾀﾅﾍﾞ　ﾀﾐｺ", "渡邊 髙﨑", "邉"):
        hits = queries.search_persons(query, viewer=world.viewer("arai"))
        assert [hit.id for hit in hits.rows] == [person.id], query


def test_a_name_that_is_there_is_asked_about_first(world):
    arai = world.viewer("arai")
    with pytest.raises(InvalidInput, match="すでに名簿にいます"):
        actions.add_person(details=PersonDetails(name="髙﨑 見本"), actor=arai)
    twin = actions.add_person(details=PersonDetails(name="髙﨑 見本"), is_another=True, actor=arai)
    assert Person.objects.filter(name=twin.name).count() == 2


def test_a_way_to_be_reached_needs_its_number(world):
    with pytest.raises(InvalidInput) as refused:
        actions.add_person(
            details=PersonDetails(name="電送 見本", channel="fax"), actor=world.viewer("arai")
        )
    assert set(refused.value.fields) == {"fax"}


def test_persons_are_seen_by_their_districts_and_kept_by_who_runs_them(world):
    chair = world.posts["chokai"].tenures.get().person
    seen = {who: chair in visible_persons(world.viewer(who)) for who in world.accounts}
    assert seen == {"arai": True, "ohashi": True, "shiraishi": False, "ichikawa": True}
    kept = {who: can_keep_person(world.viewer(who), chair) for who in world.accounts}
    assert kept == {"arai": True, "ohashi": True, "shiraishi": False, "ichikawa": False}
    with pytest.raises(NotFound):
        queries.get_visible_person(chair.id, viewer=world.viewer("shiraishi"))
    with pytest.raises(NotAllowed):
        actions.edit_person(
            person=chair,
            details=PersonDetails(name="別名"),
            base_version=1,
            actor=world.viewer("ichikawa"),
        )


def test_the_register_is_found_by_organisation_post_and_holder(world):
    assert found(world, "しろはたの") == []
    assert found(world, "白旗野") == ["白旗野町会"]
    assert found(world, "高崎") == ["白旗野町会"]
    assert found(world, "タカサキ 町会") == ["白旗野町会"]
    assert found(world, "センター長") == ["新城地域包括支援センター（見本）"]
    assert found(world, "白旗野", who="shiraishi") == []
    assert found(world, "100%") == []


def test_vacancies_and_ending_terms_are_counted_and_listed(world):
    arai = world.viewer("arai")
    counts = queries.register_counts(arai)
    assert (counts.vacant, counts.ending) == (1, 0)
    term = world.posts["minji"].tenures.get()
    actions.end_tenure(tenure=term, until=date(2027, 1, 31), actor=arai)
    assert queries.register_counts(arai).ending == 1
    assert found(world, "", only="ending") == ["大野地区民生委員児童委員協議会"]
    assert found(world, "", only="vacant") == ["白旗野町会"]
    successor = actions.add_person(details=PersonDetails(name="後任 見本"), actor=arai)
    actions.appoint(person=successor, post=world.posts["minji"], since=date(2027, 2, 1), actor=arai)
    assert queries.register_counts(arai).ending == 0


def test_two_posts_of_one_person_are_named(world):
    arai = world.viewer("arai")
    chair = world.posts["chokai"].tenures.get().person
    actions.appoint(person=chair, post=world.posts["minji"], since=TODAY, actor=arai)
    line = queries.organization_posts(world.posts["minji"].organization, viewer=arai)[0]
    assert line.also == ("白旗野町会 会長",)


def test_halls_are_kept_by_their_district(world):
    with pytest.raises(NotAllowed, match="大野地区の会場"):
        actions.remove_venue(venue=world.venue, actor=world.viewer("shiraishi"))
    ohashi = world.viewer("ohashi")
    with pytest.raises(InvalidInput, match="すでに会場の一覧"):
        actions.add_venue(
            details=VenueDetails(name="大野市民センター", district=world.ono), actor=ohashi
        )
    actions.remove_venue(venue=world.venue, actor=ohashi)
    assert queries.list_venues(ohashi) == []
    with pytest.raises(InvalidInput, match="元に戻して"):
        actions.add_venue(
            details=VenueDetails(name="大野市民センター", district=world.ono), actor=ohashi
        )
    actions.restore_venue(venue=world.venue, actor=ohashi)
    assert Venue.objects.get().removed_at is None


def test_kinds_are_seeded_once_and_names_that_were_changed_stay(world):
    OrganizationKind.objects.filter(code="chokai").update(name="自治会")
    actions.seed_kinds(actor=world.system)
    kinds = actions.seed_kinds(actor=world.system)
    assert kinds["chokai"].name == "自治会"
    assert OrganizationKind.objects.count() == len(actions.seed_kinds(actor=world.system))
    with pytest.raises(NotAllowed):
        actions.seed_kinds(actor=world.viewer("arai"))


def test_lists_ask_as_often_for_thirty_as_for_three(world, django_assert_num_queries):
    arai = world.viewer("arai")
    shown = RegisterFilter()

    def lines() -> int:
        page = queries.organizations_page(queries.list_organizations(arai, shown=shown), 1)
        return len(queries.register_lines(list(page.object_list), viewer=arai))

    with django_assert_num_queries(6):
        few = lines()
    for number in range(25):
        organization = world.add_organization("chokai", f"第{number}町会", world.ono)
        world.add_post(organization, "会長", f"番号 {number}")
    with django_assert_num_queries(6):
        assert lines() > few
