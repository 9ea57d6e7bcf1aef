"""The page of a check sheet: no account, but a code."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from sasaeai.directory import actions, queries
from sasaeai.directory.models import Correction, Service, ServiceCheck
from tests.conftest import DeskClients, ReadingClient
from tests.world import TODAY, World


@pytest.fixture
def check(world: World) -> ServiceCheck:
    viewer = world.viewer("arai")
    for name in ("大野見守り隊", "大野茶話会"):
        details = actions.ServiceDetails(
            kind="watching", name=name, operator_name="見本の会", hours="月曜", tel="017-700-0001"
        )
        actions.add_service(details=details, districts=[world.ono], actor=viewer)
    rows = actions.ask_operators(operators=queries.operators(viewer), answer_by=None, actor=viewer)
    return rows[0]


def address(check: ServiceCheck) -> str:
    return f"/s/{check.code.replace('-', '')}/"


def typed(check: ServiceCheck, *, hours: str = "火曜と木曜") -> dict[str, str]:
    same, changed = (service.id.hex for service in queries.services_asked(check))
    return {
        "once": str(uuid.uuid4()),
        f"{same}-answer": "same",
        f"{changed}-answer": "changed",
        f"{changed}-hours": hours,
        f"{changed}-tel": "017-700-0001",
        "answered_by": "見本の会 会長",
    }


def test_an_operator_answers_without_an_account(world: World, check: ServiceCheck) -> None:
    client = ReadingClient()
    page = client.get(address(check)).content.decode()
    assert "大野見守り隊" in page
    assert "月曜" in page
    done = client.post(address(check), typed(check))
    assert done.status_code == 302
    assert "お答えを受け取りました" in client.get(address(check)).content.decode()
    same, changed = queries.services_asked(check)
    assert same.verified_on == TODAY
    assert (changed.hours, changed.verified_on) == ("月曜", None)
    assert Correction.objects.get(service=changed).values == {"hours": "火曜と木曜"}


def test_what_was_answered_can_be_changed(check: ServiceCheck) -> None:
    client = ReadingClient()
    client.post(address(check), typed(check))
    page = client.get(f"{address(check)}?change=1").content.decode()
    assert "火曜と木曜" in page
    client.post(address(check), typed(check, hours="金曜"))
    assert Correction.objects.get(answer="changed", removed_at=None).values == {"hours": "金曜"}


def test_nothing_typed_is_lost_when_an_answer_is_missing(check: ServiceCheck) -> None:
    said = {name: text for name, text in typed(check).items() if text != "same"}
    page = ReadingClient().post(address(check), said).content.decode()
    assert "3つのうちのどれか1つを選んでください" in page
    assert "火曜と木曜" in page
    assert not Correction.objects.exists()


def test_wrong_codes_are_counted_and_all_alike(db: None, check: ServiceCheck) -> None:
    client = Client()
    wrong = [client.get(f"/s/{code}/").status_code for code in ["K7M4QX9PA", "nonsense"] * 5]
    assert set(wrong) == {404}
    for number in range(60):
        client.get(f"/s/x{number}/")
    assert client.get(address(check)).status_code == 429


def test_the_code_of_a_sheet_may_be_typed_on_the_front_page(check: ServiceCheck) -> None:
    answer = Client().get("/r/", {"code": check.code.lower()})
    assert answer["Location"] == address(check)


def test_a_check_taken_back_says_that_it_is_closed(world: World, check: ServiceCheck) -> None:
    actions.withdraw_check(check=check, actor=world.viewer("arai"))
    page = ReadingClient().get(address(check)).content.decode()
    assert "受付は終わりました" in page
    ReadingClient().post(address(check), typed(check))
    assert not Correction.objects.exists()


def test_an_answer_on_paper_is_keyed_at_the_desk(desk: DeskClients, check: ServiceCheck) -> None:
    page = f"/directory/checks/{check.id}/"
    assert check.code in desk.arai.get(page).content.decode()
    assert desk.arai.post(page, typed(check)).status_code == 302
    assert Correction.objects.count() == 2
    assert Service.objects.filter(verified_on=TODAY).count() == 1


def test_an_operator_proposes_what_is_not_listed_and_staff_enters_it(
    desk: DeskClients, world: World, check: ServiceCheck
) -> None:
    new = {"new_name": "大野買い物便", "new_description": "月曜 017-700-0003"}
    refused = ReadingClient().post(address(check), typed(check) | new | {"new_name": ""})
    assert "名称も入力してください" in refused.content.decode()
    for name in ("大野買い物の便", "大野買い物便", "大野買い物便"):
        ReadingClient().post(address(check), typed(check) | new | {"new_name": name})
    assert "大野買い物便" in ReadingClient().get(address(check)).content.decode()
    proposed = Correction.objects.get(service=None, removed_at=None)
    assert Service.objects.count() == 2
    page = f"/directory/corrections/{proposed.id}/"
    assert f"{page}add/" in desk.arai.get("/directory/corrections/").content.decode()
    form = desk.arai.get(f"{page}add/").content.decode()
    assert "大野買い物便" in form
    assert "017-700-0003" in form
    said = {"once": str(uuid.uuid4()), "kind": "meals", "season": "all_year"}
    made = desk.arai.post(f"{page}add/", said | {"name": "大野買い物便", "is_public": "on"})
    service = Service.objects.get(name="大野買い物便")
    assert made["Location"] == f"/directory/services/{service.id}/"
    proposed.refresh_from_db()
    assert proposed.state == "accepted"
    again = {**said, "once": str(uuid.uuid4()), "name": "大野買い物便"}
    assert "もう" in desk.arai.post(f"{page}add/", again).content.decode()
    assert Service.objects.filter(name="大野買い物便").count() == 1


def test_a_proposal_is_declined_with_a_reason_and_that_is_taken_back(
    desk: DeskClients, check: ServiceCheck
) -> None:
    ReadingClient().post(address(check), typed(check) | {"new_name": "大野買い物便"})
    proposed = Correction.objects.get(service=None)
    page = f"/directory/corrections/{proposed.id}/"
    assert desk.ichikawa.post(page, {"reason": "遠い"}).status_code == 403
    desk.arai.post(page, {"once": str(uuid.uuid4()), "reason": "まだ始まっていない"})
    assert Correction.objects.get(pk=proposed.pk).state == "declined"
    desk.arai.post(f"{page}reopen/", {"once": str(uuid.uuid4())})
    assert Correction.objects.get(pk=proposed.pk).state == "waiting"
