"""Keeping entries of the directory and asking operators once a year."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sasaeai.audit.models import Entry
from sasaeai.directory import actions, queries
from sasaeai.directory.actions import ServiceAnswer, ServiceDetails
from sasaeai.directory.enums import CorrectionState
from sasaeai.directory.models import Correction, Service, ServiceCheck
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotFound, NotNow, StaleEdit
from sasaeai.kernel.viewer import Viewer
from tests.world import TODAY, World

NEXT_YEAR = date(2027, 11, 23)


def add(world: World, name: str = "大野見守り隊", *districts: Any, **values: Any) -> Service:
    details = ServiceDetails(
        **{"kind": "watching", "name": name, "operator_name": "大野見守りの会", **values}
    )
    return actions.add_service(details=details, districts=districts, actor=world.viewer("arai"))


def ask(world: World) -> ServiceCheck:
    viewer = world.viewer("arai")
    rows = actions.ask_operators(
        operators=queries.operators(viewer), answer_by=date(2026, 12, 14), actor=viewer
    )
    return rows[0]


def bearer(world: World) -> Viewer:
    return Viewer(municipality_id=world.city.id, name="答える人", on=TODAY)


def answer(world: World, check: ServiceCheck, *answers: ServiceAnswer) -> ServiceCheck:
    return actions.answer_check(
        check=check,
        answers=answers,
        answered_by="大野見守りの会 会長",
        contact="",
        actor=bearer(world),
    )


def test_what_was_checked_is_trusted_for_a_year(world: World) -> None:
    service = add(world, verified_on=TODAY)
    assert service.verify_by == NEXT_YEAR
    viewer = world.viewer("ohashi")
    actions.verify_service(service=service, actor=viewer)
    service.refresh_from_db()
    assert (service.verified_on, service.verified_by_name) == (TODAY, viewer.name)


def test_an_entry_checked_too_long_ago_stands_first_and_is_marked(world: World) -> None:
    viewer = world.viewer("arai")
    add(world, "あたらしい隊", kana="あたらしいたい", verified_on=TODAY)
    add(world, "ふるい隊", kana="ふるいたい", verified_on=date(2025, 11, 23))
    rows = list(queries.list_services(viewer, shown=queries.ServiceFilter()))
    assert [(row.name, row.is_due) for row in rows] == [("ふるい隊", True), ("あたらしい隊", False)]
    assert queries.count_due(viewer) == 1


@pytest.mark.parametrize("typed", ["見守り", "ミマモリ", "017-700", "大野見守りの会"])
def test_a_service_is_found_by_its_words(world: World, typed: str) -> None:
    add(world, kana="おおのみまもりたい", tel="017-700-0001")
    shown = queries.ServiceFilter(query=typed)
    assert queries.list_services(world.viewer("arai"), shown=shown).count() == 1


def test_a_service_of_a_district_serves_it_and_a_city_wide_one_every_district(world: World) -> None:
    add(world, "大野の隊", world.ono)
    add(world, "市の窓口")
    for district, names in ((world.ono, {"大野の隊", "市の窓口"}), (world.shinjo, {"市の窓口"})):
        shown = queries.ServiceFilter(district=district)
        found = queries.list_services(world.viewer("arai"), shown=shown)
        assert {row.name for row in found} == names


def test_what_is_not_in_the_list_is_read_only_where_it_serves(world: World) -> None:
    hidden = add(world, "大野の隊", world.ono, is_public=False)
    assert queries.get_visible_service(hidden.id, viewer=world.viewer("ohashi"))
    with pytest.raises(NotFound):
        queries.get_visible_service(hidden.id, viewer=world.viewer("shiraishi"))


def test_who_may_keep_an_entry(world: World) -> None:
    service = add(world, "大野の隊", world.ono)
    for name in ("shiraishi", "ichikawa"):
        with pytest.raises(NotAllowed):
            actions.verify_service(service=service, actor=world.viewer(name))
    with pytest.raises(NotAllowed):
        actions.add_service(
            details=ServiceDetails(kind="snow", name="よその隊"),
            districts=[world.shinjo],
            actor=world.viewer("ohashi"),
        )


def test_a_district_of_somebody_else_stays_when_an_entry_is_put_right(world: World) -> None:
    service = add(world, "二つの地区の隊", world.ono, world.shinjo)
    actions.edit_service(
        service=service,
        details=ServiceDetails(kind="watching", name="二つの地区の見守り隊"),
        districts=[world.ono],
        base_version=1,
        actor=world.viewer("ohashi"),
    )
    assert {one.name for one in queries.covered_districts(service)} == {"大野地区", "新城地区"}
    with pytest.raises(StaleEdit):
        actions.edit_service(
            service=service,
            details=ServiceDetails(kind="watching", name="三つめの名"),
            districts=[],
            base_version=1,
            actor=world.viewer("arai"),
        )


@pytest.mark.parametrize(
    ("values", "field"),
    [({"name": " "}, "name"), ({"kind": "nonsense"}, "kind"), ({"fee": "円" * 201}, "fee")],
)
def test_an_entry_that_cannot_be_kept_says_which_field(
    world: World, values: dict[str, str], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        add(world, **{"name": "隊", **values})
    assert field in refused.value.fields


def test_ended_and_removed_can_be_taken_back(world: World) -> None:
    service, viewer = add(world), world.viewer("arai")
    actions.end_service(service=service, actor=viewer)
    assert not queries.offered_in(None, municipality_id=world.city.id, on=TODAY).exists()
    actions.resume_service(service=service, actor=viewer)
    actions.remove_service(service=service, actor=viewer)
    assert not queries.list_services(viewer, shown=queries.ServiceFilter()).exists()
    actions.restore_service(service=service, actor=viewer)
    assert queries.offered_in(None, municipality_id=world.city.id, on=TODAY).count() == 1


# ── The yearly check ─────────────────────────────────────────────────────────────────────────────


def test_an_operator_is_asked_once_for_all_its_services(world: World) -> None:
    add(world, "見守り隊")
    add(world, "茶話会", kind="gathering")
    check = ask(world)
    assert {service.name for service in queries.services_asked(check)} == {"見守り隊", "茶話会"}
    assert ask(world).pk == check.pk
    assert ServiceCheck.objects.count() == 1


def test_unchanged_is_right_at_once_and_the_rest_waits_for_staff(world: World) -> None:
    same, changed = add(world, "見守り隊"), add(world, "茶話会", kind="gathering", hours="月曜")
    answer(
        world,
        ask(world),
        ServiceAnswer(same, "same"),
        ServiceAnswer(changed, "changed", {"hours": "火曜"}),
    )
    same.refresh_from_db()
    changed.refresh_from_db()
    assert (same.verified_on, same.verify_by) == (TODAY, NEXT_YEAR)
    assert same.verified_by_name == "大野見守りの会 会長"
    assert (changed.hours, changed.verified_on) == ("月曜", None)
    assert queries.count_waiting(world.viewer("arai")) == 1


def test_an_answer_given_again_takes_the_place_of_the_one_before(world: World) -> None:
    service = add(world, hours="月曜")
    check = ask(world)
    answer(world, check, ServiceAnswer(service, "changed", {"hours": "火曜"}))
    answer(world, check, ServiceAnswer(service, "changed", {"hours": "水曜"}))
    waiting = Correction.objects.get(removed_at=None)
    assert waiting.values == {"hours": "水曜"}


def test_a_correction_is_taken_up_and_taken_back(world: World) -> None:
    service, viewer = add(world, hours="月曜"), world.viewer("arai")
    answer(world, ask(world), ServiceAnswer(service, "changed", {"hours": "火曜"}))
    correction = actions.accept_correction(correction=Correction.objects.get(), actor=viewer)
    service.refresh_from_db()
    assert (service.hours, service.verified_on) == ("火曜", TODAY)
    actions.reopen_correction(correction=correction, actor=viewer)
    service.refresh_from_db()
    assert (service.hours, service.verified_on) == ("月曜", None)
    assert Correction.objects.get().state == CorrectionState.WAITING


def test_taking_a_correction_back_overwrites_no_later_words(world: World) -> None:
    service, viewer = add(world, hours="月曜"), world.viewer("arai")
    answer(world, ask(world), ServiceAnswer(service, "changed", {"hours": "火曜"}))
    correction = actions.accept_correction(correction=Correction.objects.get(), actor=viewer)
    Service.objects.update(hours="木曜")
    with pytest.raises(NotNow):
        actions.reopen_correction(correction=correction, actor=viewer)
    assert Service.objects.get().hours == "木曜"


def test_an_end_is_decided_by_staff(world: World) -> None:
    service, viewer = add(world), world.viewer("arai")
    answer(world, ask(world), ServiceAnswer(service, "ended"))
    assert Service.objects.get().ended_on is None
    correction = actions.accept_correction(correction=Correction.objects.get(), actor=viewer)
    assert Service.objects.get().ended_on == TODAY
    actions.reopen_correction(correction=correction, actor=viewer)
    assert Service.objects.get().ended_on is None


def test_a_declined_correction_has_a_reason_and_changes_nothing(world: World) -> None:
    service, viewer = add(world, hours="月曜"), world.viewer("arai")
    answer(world, ask(world), ServiceAnswer(service, "changed", {"hours": "火曜"}))
    row = Correction.objects.get()
    with pytest.raises(InvalidInput):
        actions.decline_correction(correction=row, reason=" ", actor=viewer)
    actions.decline_correction(correction=row, reason="電話で確かめたら月曜でした", actor=viewer)
    assert Service.objects.get().hours == "月曜"
    with pytest.raises(NotNow):
        actions.accept_correction(correction=row, actor=viewer)


@pytest.mark.parametrize(
    "said",
    [("changed", {}), ("changed", {"hours": "あ" * 301}), ("nonsense", {})],
)
def test_an_answer_that_says_nothing_usable_is_refused(
    world: World, said: tuple[str, dict[str, str]]
) -> None:
    service = add(world)
    with pytest.raises(InvalidInput):
        answer(world, ask(world), ServiceAnswer(service, *said))


def test_nobody_answers_for_the_service_of_another_operator(world: World) -> None:
    add(world)
    other = add(world, "よその会", operator_name="よその会")
    check = ServiceCheck.objects.get(pk=ask(world).pk)
    mine = queries.services_asked(check)
    stranger = other if other not in mine else Service.objects.exclude(pk=other.pk).get()
    with pytest.raises(InvalidInput):
        answer(world, check, ServiceAnswer(stranger, "ended"))


def test_a_check_taken_back_answers_no_more(world: World) -> None:
    service = add(world)
    check = ask(world)
    actions.withdraw_check(check=check, actor=world.viewer("arai"))
    check.refresh_from_db()
    with pytest.raises(NotNow):
        answer(world, check, ServiceAnswer(service, "same"))
    actions.restore_check(check=check, actor=world.viewer("arai"))
    check.refresh_from_db()
    answer(world, check, ServiceAnswer(service, "same"))
    with pytest.raises(NotNow):
        actions.withdraw_check(check=check, actor=world.viewer("arai"))


def test_every_write_leaves_an_audit_row(world: World) -> None:
    service = add(world)
    answer(world, ask(world), ServiceAnswer(service, "same"))
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"create", "ask", "answer", "propose", "verify"} <= verbs


def test_the_number_of_operators_asks_for_no_more_queries(
    world: World, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        add(world, f"隊{number}", operator_name=f"会{number}")
    viewer = world.viewer("arai")
    with django_assert_max_num_queries(3):
        assert len(queries.operators(viewer)) == 40
