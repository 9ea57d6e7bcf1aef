"""The pages of the directory at the desk."""

from __future__ import annotations

import io
import json
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from sasaeai.directory import actions, queries
from sasaeai.directory.models import Correction, Service, ServiceCheck, ServiceImport
from sasaeai.issues import actions as issues
from sasaeai.issues.models import Introduction
from tests.conftest import DeskClients
from tests.directory.test_tables import OLD_CARE
from tests.world import TODAY, World


def once(**values: Any) -> dict[str, Any]:
    return {"once": str(uuid.uuid4()), **values}


def add(world: World, name: str = "大野見守り隊", **values: Any) -> Service:
    details = actions.ServiceDetails(
        **{"kind": "watching", "name": name, "operator_name": "見本の会", **values}
    )
    districts = [world.ono]
    return actions.add_service(details=details, districts=districts, actor=world.viewer("arai"))


def text_of(response: Any) -> str:
    return response.content.decode()


def test_a_service_is_entered_with_its_defaults(desk: DeskClients, world: World) -> None:
    page = text_of(desk.arai.get("/directory/services/new/"))
    assert "この相談先を加える" in page
    made = desk.arai.post(
        "/directory/services/new/",
        once(
            kind="snow", name="雪かき隊", season="winter", is_public="on", tel="0177000001",
            districts=[str(world.ono.id)], verified_on_era="R", verified_on_year="8",
            verified_on_month="11", verified_on_day="23",
        ),
    )  # fmt: skip
    service = Service.objects.get()
    assert made["Location"] == f"/directory/services/{service.id}/"
    assert (service.tel, str(service.verify_by)) == ("0177000001", "2027-11-23")
    assert "元に戻す" in text_of(desk.arai.get(made["Location"]))


def test_a_form_with_mistakes_keeps_what_was_typed(desk: DeskClients) -> None:
    page = text_of(
        desk.arai.post(
            "/directory/services/new/", once(kind="snow", name="", tel="abc", fee="100円")
        )
    )
    assert "電話番号は数字とハイフン" in page
    assert "100円" in page
    assert not Service.objects.exists()


def test_checked_today_in_one_press_and_back(desk: DeskClients, world: World) -> None:
    service = add(world)
    desk.arai.post(f"/directory/services/{service.id}/verify/", once())
    assert Service.objects.get().verified_on == TODAY
    desk.arai.post(f"/directory/services/{service.id}/unverify/", once())
    assert Service.objects.get().verified_on is None


def test_the_list_marks_what_is_stale_and_is_flat(
    desk: DeskClients, world: World, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        add(world, f"見本の隊{number:02}")
    desk.arai.get("/directory/")
    with django_assert_max_num_queries(15):
        page = text_of(desk.arai.get("/directory/"))
    assert "確かめる時期" in page
    assert "40件" in page.replace("<strong>", "").replace("</strong>", "").replace(" ", "")
    assert "見本の隊39" in text_of(desk.arai.get("/directory/?q=見本&only=x&kind=x&page=99"))
    assert "あてはまる相談先はありません" in text_of(desk.arai.get("/directory/?q=どこにもない"))


def test_who_only_reads_sees_no_button(desk: DeskClients, world: World) -> None:
    service = add(world)
    page = text_of(desk.ichikawa.get(f"/directory/services/{service.id}/"))
    assert "きょう確かめた" not in page
    refused = desk.ichikawa.post(f"/directory/services/{service.id}/end/", once())
    assert refused.status_code == 403


def test_the_yearly_check_from_asking_to_taking_up(desk: DeskClients, world: World) -> None:
    service = add(world, hours="月曜")
    page = text_of(desk.arai.get("/directory/checks/"))
    assert "見本の会" in page
    desk.arai.post("/directory/checks/", once(operators=["n:見本の会"]))
    check = ServiceCheck.objects.get()
    desk.arai.post(
        f"/directory/checks/{check.id}/",
        once(
            **{
                f"{service.id.hex}-answer": "changed",
                f"{service.id.hex}-hours": "火曜",
                "answered_by": "見本の会 会長",
            }
        ),
    )
    page = text_of(desk.arai.get("/directory/corrections/"))
    assert page.index("月曜") < page.index("火曜")
    correction = Correction.objects.get()
    desk.arai.post(f"/directory/corrections/{correction.id}/accept/", once())
    assert Service.objects.get().hours == "火曜"
    assert "火曜" in text_of(desk.arai.get("/directory/corrections/?state=decided"))
    desk.arai.post(f"/directory/corrections/{correction.id}/reopen/", once())
    desk.arai.post(f"/directory/corrections/{correction.id}/", once(reason="確かめたら月曜"))
    assert Service.objects.get().hours == "月曜"


def test_a_table_is_looked_at_and_carried_out(desk: DeskClients) -> None:
    file = SimpleUploadedFile("care.csv", OLD_CARE.encode("cp932"))
    put = desk.arai.post("/directory/tables/", once(file=file, kind=""))
    page = text_of(desk.arai.get(put["Location"]))
    assert "デイサービス見本" in page
    assert not Service.objects.exists()
    desk.arai.post(f"{put['Location']}carry-out/", once())
    assert Service.objects.count() == 1
    assert "新しく1件入れ、0件直しました。" in text_of(desk.arai.get(put["Location"]))


def test_a_file_that_is_no_table_is_said_on_the_form(desk: DeskClients) -> None:
    file = SimpleUploadedFile("x.csv", "甲,乙\n1,2\n".encode())
    page = text_of(desk.arai.post("/directory/tables/", once(file=file, kind="")))
    assert "知っている見出しがありません" in page
    assert not ServiceImport.objects.exists()


def test_a_table_put_in_by_somebody_is_their_own_until_it_is_done(desk: DeskClients) -> None:
    file = SimpleUploadedFile("care.csv", OLD_CARE.encode("cp932"))
    put = desk.arai.post("/directory/tables/", once(file=file, kind=""))
    assert desk.shiraishi.get(put["Location"]).status_code == 404


@pytest.mark.parametrize("ext", ["pdf", "docx", "xlsx"])
def test_the_list_of_a_district_prints_what_is_public_and_current(
    desk: DeskClients, world: World, ext: str
) -> None:
    add(world, "載る隊", verified_on=TODAY, tel="017-700-0001")
    add(world, "載らない隊", is_public=False)
    ended = add(world, "やめた隊")
    actions.end_service(service=ended, actor=world.viewer("arai"))
    response = desk.arai.get(f"/directory/papers/list.{ext}?district={world.ono.id}")
    assert response.status_code == 200
    if ext == "docx":
        document = Document(io.BytesIO(response.content))
        words = "\n".join(line.text for line in document.paragraphs)
        assert "大野地区 相談先一覧" in words
        assert "載る隊" in words
        assert "載らない隊" not in words
        assert "やめた隊" not in words
    assert desk.arai.get("/directory/papers/list.exe").status_code == 404


@pytest.mark.parametrize("ext", ["pdf", "docx"])
def test_check_sheets_print_for_one_and_for_all(desk: DeskClients, world: World, ext: str) -> None:
    assert desk.arai.get(f"/directory/checks/sheets.{ext}").status_code == 302
    add(world)
    desk.arai.post("/directory/checks/", once(operators=["n:見本の会"]))
    check = ServiceCheck.objects.get()
    for address in (f"checks/sheets.{ext}", f"checks/{check.id}/sheet.{ext}"):
        assert desk.arai.get(f"/directory/{address}").status_code == 200


def test_a_check_sheet_has_room_for_what_is_not_listed_yet(desk: DeskClients, world: World) -> None:
    add(world)
    desk.arai.post("/directory/checks/", once(operators=["n:見本の会"]))
    document = Document(io.BytesIO(desk.arai.get("/directory/checks/sheets.docx").content))
    assert "ほかにも載せたい相談先" in "".join(line.text for line in document.paragraphs)


def test_csv_keeps_formulas_harmless(desk: DeskClients, world: World) -> None:
    add(world, "=HYPERLINK(1)")
    content = desk.arai.get("/directory/papers/services.csv?district=all").content
    assert content.startswith(b"\xef\xbb\xbf")
    assert "'=HYPERLINK(1)" in content.decode("utf-8-sig")


# ── Introductions ────────────────────────────────────────────────────────────────────────────────


def test_a_service_is_introduced_for_an_issue_a_trouble_and_an_item(
    desk: DeskClients, world: World
) -> None:
    service, viewer = add(world), world.viewer("arai")
    issue = issues.open_issue(district=world.ono, title="見守りが足りない", actor=viewer)
    trouble = issues.raise_trouble(
        district=world.ono, text="一人暮らしが心配", raised_by="白旗野町会", via="phone",
        raised_on=TODAY, actor=viewer,
    )  # fmt: skip
    item = world.add_item(world.add_meeting())
    pages = [
        (f"/issues/{issue.id}/introduce/", f"/issues/{issue.id}/"),
        (f"/troubles/{trouble.id}/introduce/", f"/troubles/{trouble.id}/"),
        (f"/items/{item.id}/introduce/", f"/meetings/{item.meeting_id}/day/"),
    ]
    for address, page in pages:
        assert "大野見守り隊" in text_of(desk.arai.get(address))
        desk.arai.post(address, once(service=str(service.id)))
        desk.arai.post(address, once(service=str(service.id)))
        assert "大野見守り隊" in text_of(desk.arai.get(page))
    assert Introduction.objects.count() == 3
    page = text_of(desk.arai.get(f"/directory/services/{service.id}/"))
    assert "紹介した回数：3回" in page
    one = Introduction.objects.get(issue=issue)
    desk.arai.post(f"/introductions/{one.id}/take-back/", once())
    assert "紹介した回数：2回" in text_of(desk.arai.get(f"/directory/services/{service.id}/"))
    desk.arai.post(f"/introductions/{one.id}/restore/", once())
    assert Introduction.objects.filter(removed_at=None).count() == 3


def test_a_service_that_ended_is_not_introduced(desk: DeskClients, world: World) -> None:
    service, viewer = add(world), world.viewer("arai")
    actions.end_service(service=service, actor=viewer)
    issue = issues.open_issue(district=world.ono, title="見守りが足りない", actor=viewer)
    desk.arai.post(f"/issues/{issue.id}/introduce/", once(service=str(service.id)))
    desk.arai.post(f"/issues/{issue.id}/introduce/", once(service="nonsense"))
    assert not Introduction.objects.exists()


# ── HSDS 3.0 ─────────────────────────────────────────────────────────────────────────────────────

#: From the published schema (Open Referral, HSDS 3.0): what each object must have, and may have.
REQUIRED = {
    "service": {"id", "name", "status"},
    "organization": {"id", "name", "description"},
    "location": {"id", "location_type"},
    "service_at_location": {"id"},
    "phone": {"id", "number"},
    "schedule": {"id"},
    "service_area": {"id"},
}
KNOWN = {
    "service": {
        "id", "organization_id", "program_id", "name", "alternate_name", "description", "url",
        "additional_urls", "email", "status", "interpretation_services", "application_process",
        "fees_description", "accreditations", "eligibility_description", "minimum_age",
        "maximum_age", "assured_date", "assurer_email", "alert", "last_modified", "phones",
        "schedules", "service_areas", "service_at_locations", "languages", "organization",
        "funding", "cost_options", "program", "required_documents", "contacts", "capacities",
        "attributes", "metadata",
    },
    "organization": {
        "id", "name", "alternate_name", "description", "email", "website", "additional_websites",
        "year_incorporated", "legal_status", "logo", "uri", "parent_organization_id", "funding",
        "contacts", "phones", "locations", "programs", "organization_identifiers", "attributes",
        "metadata",
    },
    "location": {
        "id", "location_type", "url", "organization_id", "name", "alternate_name", "description",
        "transportation", "latitude", "longitude", "external_identifier",
        "external_identifier_type", "languages", "addresses", "contacts", "accessibility",
        "phones", "schedules", "attributes", "metadata",
    },
    "service_at_location": {
        "id", "service_id", "location_id", "description", "service_areas", "contacts", "phones",
        "schedules", "location", "attributes", "metadata",
    },
    "phone": {
        "id", "location_id", "service_id", "organization_id", "contact_id",
        "service_at_location_id", "number", "extension", "type", "description", "languages",
        "attributes", "metadata",
    },
    "schedule": {
        "id", "service_id", "location_id", "service_at_location_id", "valid_from", "valid_to",
        "dtstart", "timezone", "until", "count", "wkst", "freq", "interval", "byday", "byweekno",
        "bymonthday", "byyearday", "description", "opens_at", "closes_at", "schedule_link",
        "attending_type", "notes", "attributes", "metadata",
    },
    "service_area": {
        "id", "service_id", "service_at_location_id", "name", "description", "extent",
        "extent_type", "uri", "attributes", "metadata",
    },
}  # fmt: skip
PAGE = {
    "total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty",
    "contents",
}  # fmt: skip


def check_object(kind: str, told: dict[str, Any]) -> None:
    assert REQUIRED[kind] <= set(told) <= KNOWN[kind], kind
    assert all(str(uuid.UUID(told[name])) for name in told if name == "id" or name.endswith("_id"))


def test_the_hsds_file_holds_what_its_schema_asks_for_and_nothing_else(
    desk: DeskClients, world: World
) -> None:
    add(
        world, tel="017-700-0001 内線12", fax="017-700-0002", hours="月曜", place="大野市民センター",
        description="声をかけます", fee="無料", verified_on=TODAY, url="https://example.jp/",
    )  # fmt: skip
    add(world, "電話だけの隊", organization=world.organizations["白旗野町会"], tel="#7119")
    page = json.loads(desk.arai.get("/directory/papers/services.json?district=all").content)
    assert set(page) == PAGE
    assert page["total_items"] == len(page["contents"]) == 2
    for service in page["contents"]:
        check_object("service", service)
        check_object("organization", service["organization"])
        for kind, name in (
            ("phone", "phones"),
            ("schedule", "schedules"),
            ("service_area", "service_areas"),
            ("service_at_location", "service_at_locations"),
        ):
            for one in service[name]:
                check_object(kind, one)
                if "location" in one:
                    check_object("location", one["location"])
                    assert one["location"]["location_type"] == "physical"
        assert service["status"] == "active"
    full = next(one for one in page["contents"] if one["name"] == "大野見守り隊")
    assert full["phones"][0] | {"id": ""} == {
        "id": "", "service_id": full["id"], "number": "017-700-0001", "extension": 12,
        "type": "voice",
    }  # fmt: skip
    assert full["assured_date"] == "2026-11-23"
    again = json.loads(desk.arai.get("/directory/papers/services.json?district=all").content)
    assert again == page


def test_what_is_not_public_leaves_in_no_file(desk: DeskClients, world: World) -> None:
    add(world, "載らない隊", is_public=False)
    for name in ("services.json", "services.csv"):
        answer = desk.arai.get(f"/directory/papers/{name}?district=all")
        assert "載らない隊" not in text_of(answer)
    assert queries.list_services(
        world.viewer("arai"), shown=queries.ServiceFilter(only="hidden")
    ).exists()


def test_hundreds_of_operators_are_asked_a_hundred_at_a_time(
    desk: DeskClients, world: World
) -> None:
    for number in range(103):
        add(world, f"隊{number}", operator_name=f"会{number:03}")
    page = text_of(desk.arai.get("/directory/checks/"))
    assert page.count('name="operators"') == 100
    assert "ほかの3団体" in page
