"""Files of municipal standard open data as offices really send them, put into the directory."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from sasaeai.accounts.models import DistrictAssignment
from sasaeai.audit.models import Entry
from sasaeai.directory import actions
from sasaeai.directory.channels.open_data import read_sheet
from sasaeai.directory.enums import RowState, SheetKind
from sasaeai.directory.models import Service, ServiceImport
from sasaeai.directory.tasks import carry_out_table, import_later
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow
from tests.world import World

OLD_CARE = (
    "都道府県コード又は市区町村コード,NO,都道府県名,市区町村名,介護サービス事業所名称,"
    "介護サービス事業所名称_カナ,実施サービス,住所,方書,緯度,経度,電話番号,内線番号,FAX番号,"
    "法人番号,法人の名称,事業所番号,利用可能曜日,利用可能曜日特記事項,定員,URL,備考\r\n"
    "022012,0001,青森県,青森市,デイサービス見本,デイサービスミホン,通所介護,青森市（見本）1-2-3,2階,"
    "40.812345,140.712345,017-700-0001,12,017-700-0002,,社会福祉法人見本会,0270100001,"
    "月火水木金,祝日は休み,25,https://example.jp/day,\r\n"
)
NEW_CARE = (
    "全国地方公共団体コード,ID,地方公共団体名,名称,名称_カナ,実施サービス,"
    "所在地_全国地方公共団体コード,町字ID,所在地_連結表記,所在地_都道府県,所在地_市区町村,"
    "所在地_町字,所在地_番地以下,建物名等(方書),緯度,経度,電話番号,内線番号,FAX番号,"
    "法人番号,法人の名称,事業所番号,定員,URL,備考\r\n"
    "022012,0001,青森県青森市,デイサービス見本,デイサービスミホン,通所介護,022012,0001001,"
    "青森県青森市（見本）1-2-3,青森県,青森市,見本,1-2-3,2階,40.812345,140.712345,"
    "017-700-0001,,017-700-0002,,社会福祉法人見本会,0270100001,25,,\r\n"
)
MEDICAL = (
    "都道府県コード又は市区町村コード,NO,都道府県名,市区町村名,名称,名称_カナ,医療機関の種類,住所,"
    "方書,緯度,経度,電話番号,開設者氏名,管理者氏名,診療曜日,診療開始時間,診療終了時間,"
    "診療日時特記事項,診療科目,病床数\r\n"
    "022012,7,青森県,青森市,見本内科,ミホンナイカ,無床診療所,青森市（見本）4,,40.8,140.7,"
    "017-700-0007,見本 太一,見本 太一,月火水金,9:00,17:30,土曜は12時まで,内科,\r\n"
)
CHILDREN = (
    "全国地方公共団体コード,ID,名称,名称_カナ,種別,所在地_連結表記,所在地_市区町村,電話番号,"
    "収容定員,受入年齢,一時預かりの有無\r\n"
    "022012,K-1,見本こども園,ミホンコドモエン,認定こども園,青森県青森市（見本）5,青森市,"
    "017-700-0008,90,0歳から,有\r\n"
)
FACILITY = (
    "都道府県コード又は市区町村コード,NO,名称,名称_カナ,POIコード,住所,緯度,経度,電話番号,説明\r\n"
    "022012,3,見本福祉館,ミホンフクシカン,1302,青森市（見本）6,40.8,140.7,017-700-0009,和室あり\r\n"
)


def put(world: World, content: bytes, name: str = "list.csv", kind: str = "") -> ServiceImport:
    return actions.put_in_table(
        content=content, file_name=name, kind=kind, is_public=False, actor=world.viewer("arai")
    )


def carry(world: World, content: bytes, name: str = "list.csv") -> dict[str, int]:
    table = put(world, content, name)
    return actions.carry_out_import(table=table, actor=world.viewer("arai")).rows


def read(text: str, encoding: str = "utf-8-sig"):
    return read_sheet(text.encode(encoding), "list.csv", town="青森市", lg_code="022012")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le"])
def test_every_encoding_of_an_office_gives_the_same_service(encoding: str) -> None:
    (row,) = read(OLD_CARE, encoding).rows
    assert (row.name, row.values["kana"]) == ("デイサービス見本", "でいさーびすみほん")
    assert row.values["tel"] == "017-700-0001 内線12"
    assert row.values["place"] == "青森市（見本）1-2-3 2階"
    assert row.values["hours"] == "月火水木金 祝日は休み"
    assert row.values["operator_name"] == "社会福祉法人見本会"
    assert row.values["latitude"] == Decimal("40.812345")
    assert row.notes == ()


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        (OLD_CARE, SheetKind.CARE, {"kind": "care", "capacity": "25"}),
        (NEW_CARE, SheetKind.CARE, {"kind": "care", "place": "青森県青森市（見本）1-2-3 2階"}),
        (MEDICAL, SheetKind.MEDICAL, {"kind": "care", "description": "内科"}),
        (CHILDREN, SheetKind.CHILDREN, {"kind": "children", "for_whom": "0歳から"}),
        (FACILITY, SheetKind.FACILITY, {"kind": "place", "description": "和室あり"}),
    ],
)
def test_the_four_tables_are_told_apart_in_old_and_new_spelling(
    text: str, kind: SheetKind, said: dict[str, str]
) -> None:
    sheet = read(text)
    assert sheet.kind == kind
    assert sheet.rows[0].refusal == ""
    assert said.items() <= sheet.rows[0].values.items()


def test_the_name_of_a_doctor_is_read_nowhere() -> None:
    (row,) = read(MEDICAL).rows
    assert "太一" not in str(row)
    assert row.values["hours"] == "月火水金 9:00から17:30 土曜は12時まで"


def test_lost_zeros_are_put_back_where_only_one_number_can_be_meant() -> None:
    text = (
        "名称,住所,事業所番号,電話番号,FAX番号\n"
        "一号,見本1,270100001,177000001,17-700-0002\n"
        "二号,見本2,0270100002,9012345678,1.77E+08\n"
        "三号,見本3,0270100003,700-0003,017-700-0003\n"
    )
    first, second, third = read(text).rows
    assert (first.values["tel"], first.values["fax"]) == ("0177000001", "017-700-0002")
    assert first.key.startswith("0270100001:")
    assert len(first.notes) == 3
    assert (second.values["tel"], second.values["fax"]) == ("09012345678", "")
    assert "壊れている" in "".join(second.notes)
    assert third.values["tel"] == "700-0003"
    assert "そのまま" in "".join(third.notes)


def test_swapped_coordinates_are_put_right_and_foreign_ones_left_out() -> None:
    text = (
        "名称,住所,緯度,経度\n"
        "一号,見本1,140.712345,40.812345\n二号,見本2,0,0\n三号,見本3,北緯40度,東経140度\n"
    )
    first, second, third = read(text).rows
    assert first.values["latitude"] == Decimal("40.812345")
    assert first.values["longitude"] == Decimal("140.712345")
    assert "入れかえ" in first.notes[0]
    assert second.values["latitude"] is None
    assert "日本の外" in second.notes[0]
    assert third.values["longitude"] is None


def test_rows_that_cannot_be_services_are_refused_with_their_number() -> None:
    text = (
        "\n公共施設一覧,,,\n名称,住所,市区町村名,NO,,\n"
        "見本館,見本1,青森市,1,,\n,見本2,青森市,2,,\nよその館,よそ,弘前市,3,,\n見本館2,見本3,青森市,1,,\n"
    )
    rows = read(text).rows
    assert [row.number for row in rows] == [4, 5, 6, 7]
    assert [bool(row.refusal) for row in rows] == [False, True, True, True]
    assert "名称がありません" in rows[1].refusal
    assert "弘前市" in rows[2].refusal
    assert "4行目と同じ" in rows[3].refusal


@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "utf-16"])
def test_half_a_file_gives_its_whole_rows_and_says_where_it_breaks_off(encoding: str) -> None:
    lines = "".join(f"見本館{n},青森市見本{n},017-700-{n:04}\r\n" for n in range(1, 41))
    whole = ("名称,住所,電話番号\r\n" + lines).encode(encoding)
    without_mark = "utf-16-le" if encoding == "utf-16" else encoding
    half = whole[: whole.index("市見本21,".encode(without_mark)) + 3]
    sheet = read_sheet(half, "list.csv", town="青森市", lg_code="022012")
    assert sheet.is_cut
    assert sheet.rows[-1].refusal.startswith("ファイルがここで途切れています")
    assert sheet.rows[0].values["tel"] == "017-700-0001"
    assert len(sheet.rows) == 21
    assert all(not row.refusal for row in sheet.rows[:-1])


def test_a_cut_within_the_last_cell_is_pointed_at() -> None:
    sheet = read("名称,住所,電話番号\r\n見本館,見本1,017-700-0001\r\n見本館2,見本2,017-7")
    assert [len(row.notes) for row in sheet.rows] == [0, 2]


def test_an_open_quote_at_the_end_is_half_a_file() -> None:
    sheet = read('名称,住所\r\n見本館,見本1\r\n"見本館2,見本')
    assert sheet.is_cut
    assert [bool(row.refusal) for row in sheet.rows] == [False, True]


def test_hostile_cells_stay_text(world: World) -> None:
    book = openpyxl.Workbook()
    book.active.append(["名称", "住所", "電話番号", "備考"])
    book.active.append(["=cmd|' /C calc'!A0", "見本1", 177000001.0, "=1+1"])
    out = io.BytesIO()
    book.save(out)
    counts = carry(world, out.getvalue(), "list.xlsx")
    assert counts["new"] == 1
    service = Service.objects.get()
    assert service.name == "=cmd|' /C calc'!A0"
    assert service.description == "=1+1"
    assert service.tel == "0177000001"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "空のファイル"),
        (b"\xd0\xcf\x11\xe0rest", "古いExcel"),
        (b"PK\x03\x04broken", "Excelのファイルとして開けません"),
        (b"\xff\xff\xfe\x80" * 50, "文字が読めません"),
        ("甲,乙\n1,2\n".encode(), "知っている見出しがありません"),
        ("名称,生年月日,住所\n見本,1950-01-01,見本\n".encode(), "人の名簿"),
    ],
)
def test_a_file_that_is_no_table_of_services_is_refused_with_what_helps(
    world: World, content: bytes, sentence: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        put(world, content)
    assert sentence in refused.value.fields["file"]
    assert not ServiceImport.objects.exists()


def test_the_same_file_twice_changes_nothing(world: World) -> None:
    content = OLD_CARE.encode("cp932")
    assert carry(world, content) == {"new": 1, "changed": 0, "same": 0, "refused": 0}
    before = Service.objects.values().get()
    assert carry(world, content) == {"new": 0, "changed": 0, "same": 1, "refused": 0}
    assert Service.objects.values().get() == before


def test_the_same_office_in_the_new_edition_is_the_same_service(world: World) -> None:
    carry(world, OLD_CARE.encode("cp932"))
    table = put(world, NEW_CARE.encode("utf-8-sig"))
    (row,) = actions.plan_import(table=table, actor=world.viewer("arai")).rows
    assert row.state == RowState.CHANGED
    assert {change.name for change in row.changes} >= {"場所", "電話"}


def test_what_was_put_right_by_hand_outlives_the_same_file(world: World) -> None:
    content = OLD_CARE.encode("cp932")
    carry(world, content)
    Service.objects.update(hours="月曜から金曜 9時から16時")
    table = put(world, content)
    (row,) = actions.plan_import(table=table, actor=world.viewer("arai")).rows
    assert (row.state, row.kept) == (RowState.SAME, 1)
    actions.carry_out_import(table=table, actor=world.viewer("arai"))
    assert Service.objects.get().hours == "月曜から金曜 9時から16時"
    # A newer file that says something new about the telephone changes that alone.
    carry(world, OLD_CARE.replace("017-700-0001", "017-700-0099").encode("cp932"))
    service = Service.objects.get()
    assert service.tel.startswith("017-700-0099")
    assert service.hours == "月曜から金曜 9時から16時"


def test_a_table_is_looked_at_before_it_is_carried_out_and_carried_out_once(world: World) -> None:
    table = put(world, OLD_CARE.encode("cp932"))
    plan = actions.plan_import(table=table, actor=world.viewer("arai"))
    assert plan.counts["new"] == 1
    assert not Service.objects.exists()
    actions.carry_out_import(table=table, actor=world.viewer("arai"))
    assert Entry.objects.filter(verb="import").count() == 2
    with pytest.raises(NotNow):
        actions.carry_out_import(table=table, actor=world.viewer("arai"))


def test_an_entry_taken_out_does_not_come_back_with_the_file(world: World) -> None:
    content = OLD_CARE.encode("cp932")
    carry(world, content)
    actions.remove_service(service=Service.objects.get(), actor=world.viewer("arai"))
    assert carry(world, content)["refused"] == 1
    assert not Service.objects.filter(removed_at=None).exists()


def test_who_only_reads_puts_nothing_in(world: World) -> None:
    with pytest.raises(NotAllowed):
        actions.put_in_table(
            content=OLD_CARE.encode(),
            file_name="list.csv",
            kind="",
            is_public=False,
            actor=world.viewer("ichikawa"),
        )


def test_a_long_table_goes_on_in_the_background_and_tells_how_far(world: World) -> None:
    rows = "".join(f"見本館{n},青森市見本{n},017-700-{n:04}\r\n" for n in range(250))
    table = put(world, ("名称,住所,電話番号\r\n" + rows).encode("cp932"))
    job = import_later(table=table, rows=250, actor=world.viewer("arai"), result_path="/directory/")
    carry_out_table.call(str(job.id))
    job.refresh_from_db()
    assert (job.done, job.total, job.state) == (250, 250, "done")
    assert job.message == "新しく250件入れ、0件直しました。"
    # A worker that died just before the end begins again and enters nothing twice.
    ServiceImport.objects.update(done_at=None, content=table.content)
    carry_out_table.call(str(job.id))
    assert Service.objects.count() == 250
    assert ServiceImport.objects.get().rows["same"] == 250


def test_what_a_person_may_no_longer_do_the_background_does_not_do(world: World) -> None:
    table = put(world, OLD_CARE.encode("cp932"))
    job = import_later(table=table, rows=1, actor=world.viewer("arai"), result_path="/directory/")
    DistrictAssignment.objects.update(until=date(2026, 11, 22))
    world.posts["arai"].tenures.update(until=date(2026, 11, 22))
    carry_out_table.call(str(job.id))
    job.refresh_from_db()
    assert job.state == "failed"
    assert not Service.objects.exists()
