"""What must not happen to the directory: by the wrong person, the wrong file, or a later hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from sasaeai.directory import actions, queries
from sasaeai.directory.actions import ServiceAnswer, ServiceDetails
from sasaeai.directory.exports import services_csv
from sasaeai.directory.models import Correction, Service, ServiceCheck
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.models import Municipality, Organization
from sasaeai.search.queries import search
from tests.directory.test_entries import add, answer, ask
from tests.directory.test_tables import carry, put
from tests.world import TODAY, World

FACILITIES = "NO,名称,住所,電話番号\r\n1,見本福祉館,見本一丁目,017-700-0001\r\n"


def by(world: World, name: str, *districts: Any, **values: Any) -> Service:
    return add(world, f"{name}の隊", *districts, operator_name=f"{name}の会", **values)


# ── Who ──────────────────────────────────────────────────────────────────────────────────────────


def test_only_who_keeps_a_service_of_the_operator_handles_its_check(world: World) -> None:
    service = by(world, "大野", world.ono)
    check = ask(world)
    stranger = world.viewer("shiraishi")
    for forbidden in (actions.withdraw_check, actions.restore_check):
        with pytest.raises(NotAllowed):
            forbidden(check=check, actor=stranger)
    with pytest.raises(NotAllowed):
        actions.key_check(
            check=check,
            answers=[ServiceAnswer(service, "ended")],
            answered_by="だれか",
            contact="",
            actor=stranger,
        )
    assert not Correction.objects.exists()


def test_a_sheet_shows_the_desk_no_hidden_service_of_another_district(world: World) -> None:
    add(world, "新城の隊", world.shinjo)
    add(world, "大野の隊", world.ono, is_public=False)
    check = ask(world)
    seen = queries.get_visible_check(check.id, viewer=world.viewer("shiraishi"))
    assert [service.name for service in seen.services] == ["新城の隊"]
    printed = queries.unanswered_checks(world.viewer("shiraishi"))
    assert [service.name for service in printed[0].services] == ["新城の隊"]
    # The operator itself is asked about both.
    assert len(queries.services_asked(check)) == 2


def test_a_file_of_another_town_is_not_carried_out(world: World) -> None:
    table = put(world, FACILITIES.encode())
    elsewhere = Municipality.objects.create(lg_code="022021", name="弘前市（見本）")
    stranger = Viewer.system(municipality_id=elsewhere.id, on=TODAY)
    for forbidden in (actions.plan_import, actions.carry_out_import):
        with pytest.raises(NotAllowed):
            forbidden(table=table, actor=stranger)
    assert not Service.objects.exists()


def test_a_hidden_service_of_several_districts_is_found_where_it_serves(world: World) -> None:
    hidden = ServiceDetails(kind="snow", name="融雪剤の倉庫", is_public=False)
    system = world.system
    service = actions.add_service(details=hidden, districts=[world.ono, world.shinjo], actor=system)
    for name in ("ohashi", "shiraishi", "ichikawa"):
        assert search("融雪剤", viewer=world.viewer(name)).total == 1
    neither = Viewer(municipality_id=world.city.id, name="", on=TODAY)
    assert search("融雪剤", viewer=neither).total == 0
    actions.edit_service(
        service=service, details=hidden, districts=[world.ono], base_version=1, actor=system
    )
    assert search("融雪剤", viewer=world.viewer("shiraishi")).total == 0


# ── Days ─────────────────────────────────────────────────────────────────────────────────────────


def edit(world: World, service: Service, **values: Any) -> Service:
    details = ServiceDetails(**{"kind": service.kind, "name": service.name, **values})
    return actions.edit_service(
        service=service,
        details=details,
        districts=[],
        base_version=Service.objects.get(pk=service.pk).version,
        actor=world.viewer("arai"),
    )


def test_who_writes_a_new_day_of_checking_needs_not_reckon_the_next(world: World) -> None:
    service = add(world, verified_on=date(2025, 10, 1))
    edited = edit(world, service, verified_on=TODAY, verify_by=service.verify_by)
    assert edited.verify_by == date(2027, 11, 23)
    assert queries.count_due(world.viewer("arai")) == 0
    chosen = edit(world, service, verified_on=date(2026, 11, 1), verify_by=date(2027, 3, 1))
    assert chosen.verify_by == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"verified_on": TODAY + timedelta(days=1)}, "verified_on"),
        ({"verified_on": TODAY, "verify_by": date(2026, 1, 1)}, "verify_by"),
    ],
)
def test_impossible_days_are_refused_at_their_field(
    world: World, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        add(world, **values)
    assert field in refused.value.fields


# ── A later hand ─────────────────────────────────────────────────────────────────────────────────


def test_taking_a_correction_back_overwrites_no_later_check(world: World) -> None:
    service, viewer = add(world, hours="月曜"), world.viewer("arai")
    answer(world, ask(world), ServiceAnswer(service, "changed", {"hours": "火曜"}))
    correction = actions.accept_correction(correction=Correction.objects.get(), actor=viewer)
    actions.verify_service(service=service, actor=world.viewer("ohashi"))
    with pytest.raises(NotNow):
        actions.reopen_correction(correction=correction, actor=viewer)
    assert Service.objects.get().verified_by_name == world.viewer("ohashi").name


def test_an_answer_that_was_replaced_is_no_longer_decided_on(world: World) -> None:
    service, viewer = add(world, hours="月曜"), world.viewer("arai")
    check = ask(world)
    answer(world, check, ServiceAnswer(service, "changed", {"hours": "火曜"}))
    read = Correction.objects.get()
    answer(world, check, ServiceAnswer(service, "changed", {"hours": "水曜"}))
    with pytest.raises(NotNow):
        actions.accept_correction(correction=read, actor=viewer)
    assert Service.objects.get().hours == "月曜"


def test_every_sheet_that_can_still_be_answered_is_printed_and_no_other(world: World) -> None:
    viewer = world.viewer("arai")
    for number in range(210):
        ServiceCheck.objects.create(
            municipality=world.city,
            operator_name=f"会{number}",
            code=f"A{number:03}",
            asked_on=TODAY - timedelta(days=366 if number < 5 else 365),
            asked_by_name="見本",
        )
    Service.objects.bulk_create(
        Service(municipality=world.city, kind="snow", name="隊", operator_name=f"会{number}")
        for number in range(210)
    )
    assert len(queries.unanswered_checks(viewer)) == 205
    asked = [one for one in queries.operators(viewer) if one.asked is not None]
    assert len(asked) == 205


# ── Files ────────────────────────────────────────────────────────────────────────────────────────


def test_another_list_that_counts_from_one_too_overwrites_nothing(world: World) -> None:
    carry(world, FACILITIES.encode())
    toilets = FACILITIES.replace("見本福祉館", "駅前公衆便所").replace("見本一丁目", "見本駅前")
    assert carry(world, toilets.encode())["refused"] == 1
    assert Service.objects.get().name == "見本福祉館"
    renamed = FACILITIES.replace("見本福祉館", "見本ふくし館")
    assert carry(world, renamed.encode())["changed"] == 1
    moved = renamed.replace("見本一丁目", "見本二丁目")
    assert carry(world, moved.encode())["changed"] == 1


@pytest.mark.parametrize("rows", [20_001, 100_000])
def test_too_many_rows_are_refused_before_anything_is_kept(world: World, rows: int) -> None:
    text = "名称,住所\r\n" + "".join(f"館{n},所{n}\r\n" for n in range(rows + 10))
    with pytest.raises(InvalidInput) as refused:
        put(world, text.encode("cp932"))
    assert "2万行まで" in refused.value.fields["file"]


def test_a_renamed_pdf_is_no_table(world: World) -> None:
    with pytest.raises(InvalidInput):
        put(world, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" * 40)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\n="])
def test_no_cell_of_the_csv_is_a_formula(world: World, sign: str) -> None:
    add(world, "隊", description=f"{sign}HYPERLINK(1)")
    assert f"'{sign}HYPERLINK(1)" in services_csv(Service.objects.all()).decode("utf-8-sig")


# ── Who runs it ──────────────────────────────────────────────────────────────────────────────────


def test_a_renamed_organisation_is_listed_and_found_by_its_name_of_today(world: World) -> None:
    run_by = world.organizations["白旗野町会"]
    add(world, "回覧の手伝い", organization=run_by)
    Organization.objects.filter(pk=run_by.pk).update(name="白旗町内会")
    shown = queries.ServiceFilter(query="白旗町内会")
    (found,) = queries.list_services(world.viewer("arai"), shown=shown)
    assert queries.operator_of(found) == "白旗町内会"


def test_who_runs_a_service_is_chosen_among_the_active_and_never_lost(world: World) -> None:
    run_by = world.organizations["白旗野町会"]
    service = add(world, "回覧の手伝い", organization=run_by)
    stranger = world.viewer("shiraishi")
    assert run_by not in queries.operators_to_choose(stranger)
    assert run_by in queries.operators_to_choose(stranger, service=service)
    Organization.objects.filter(pk=run_by.pk).update(ended_on=date(2026, 3, 31))
    assert run_by not in queries.operators_to_choose(world.viewer("arai"))


# ── Told on きょう ────────────────────────────────────────────────────────────────────────────────


def test_what_waits_in_the_directory_is_counted_for_who_keeps_it(world: World) -> None:
    service = by(world, "大野", world.ono, hours="月曜")
    keeper, stranger = world.viewer("ohashi"), world.viewer("shiraishi")
    assert list(queries.services_to_check(keeper)) == [service]
    assert not queries.services_to_check(stranger).exists()
    answer(world, ask(world), ServiceAnswer(service, "changed", {"hours": "火曜"}))
    assert queries.corrections_to_decide(keeper).count() == 1
    for name in ("shiraishi", "ichikawa"):
        assert not queries.corrections_to_decide(world.viewer(name)).exists()


def test_who_was_asked_is_waited_for(world: World) -> None:
    by(world, "大野", world.ono)
    ask(world)
    assert not queries.services_to_check(world.viewer("ohashi")).exists()
