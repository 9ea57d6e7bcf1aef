"""The board of districts and stages, one district on it, and the papers."""

from __future__ import annotations

import io
from datetime import date, timedelta

import docx
import openpyxl
import pypdf
import pytest
from django.http import HttpResponse
from django.urls import reverse

from sasaeai.kernel import clock
from sasaeai.people.models import District
from sasaeai.rollout.actions import opinions, stages
from sasaeai.rollout.actions.stage_records import StageRecord, write_stage_record
from sasaeai.rollout.models import Agreement, DistrictStage, Stage, StageOpinion
from sasaeai.rollout.queries.agreements import agreed_defaults
from tests.conftest import DeskClients
from tests.world import TODAY, World

BOARD = "/rollout/"


@pytest.fixture
def five(world: World) -> dict[str, Stage]:
    return {stage.code: stage for stage in stages.ensure_stages(actor=world.viewer("ichikawa"))}


def url(name: str, *more: object) -> str:
    return reverse(f"desk:rollout_{name}", args=more)


def done(world: World, stage: Stage, on: date, district: District | None = None) -> None:
    write_stage_record(
        district=district or world.ono,
        stage=stage,
        record=StageRecord(done_on=on),
        base_version=0,
        actor=world.viewer("ichikawa"),
    )


def typed(**values: object) -> dict[str, object]:
    blank = dict.fromkeys(("planned_on", "started_on", "done_on", "people", "note"), "")
    return blank | {"venue": "", "head_count": "", "order_reason": "", "base_version": "0"} | values


def text(answer: HttpResponse) -> str:
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


def test_a_city_without_stages_is_offered_the_five_of_the_source(
    world: World, desk: DeskClients
) -> None:
    assert "五つの段階を用意する" in desk.arai.get(BOARD).content.decode()
    desk.arai.post(url("stages_begin"))
    html = desk.ichikawa.get(BOARD).content.decode()
    for name in ("役員打合せ", "市・市社協による説明会", "地区での話し合い", "第1回開催", "定例化"):
        assert name in html
    assert "五つの段階を用意する" not in html


def test_the_board_shows_each_state_in_words_and_who_waits_longest_first(
    world: World, desk: DeskClients, five: dict[str, Stage]
) -> None:
    done(world, five["officers"], TODAY - timedelta(days=200))
    for view in ("table", "list", "map"):
        html = desk.ichikawa.get(BOARD, {"view": view}).content.decode()
        assert "止まっています 200日" in html
        assert html.index("大野地区") < html.index("新城地区")
        assert "説明会の日と会場を決め" in html  # what is to be done next
    only = desk.ichikawa.get(BOARD, {"stuck": "1"}).content.decode()
    assert url("district", world.ono.id) in only
    assert url("district", world.shinjo.id) not in only
    nobody = desk.ichikawa.get(BOARD, {"stage": five["regular"].id})
    assert "この条件に合う地区はありません" in nobody.content.decode()


def test_who_has_one_district_is_led_to_it_and_a_stranger_finds_nothing(
    world: World, desk: DeskClients, five: dict[str, Stage]
) -> None:
    assert desk.ohashi.get(BOARD)["Location"] == url("district", world.ono.id)
    assert desk.ohashi.get(url("district", world.ono.id)).status_code == 200
    assert desk.shiraishi.get(url("district", world.ono.id)).status_code == 404
    record = url("record", world.ono.id, five["officers"].id)
    assert desk.shiraishi.get(record).status_code == 404
    assert desk.arai.get(url("stages")).status_code == 403
    assert desk.ichikawa.get(url("stages")).status_code == 200


def test_a_stage_is_written_on_its_page_and_the_message_takes_it_back(
    world: World, desk: DeskClients, five: dict[str, Stage]
) -> None:
    page = url("record", world.ono.id, five["briefing"].id)
    form = typed(
        done_on="平成30年11月7日",
        venue=world.venue.id,
        head_count="27",
        people="大野地区社協、町会",
        note="趣旨を説明した。\n質問が出た。",
        order_reason="役員打合せの日が資料に無いため",
    )
    asked = desk.ichikawa.post(page, form | {"order_reason": ""})
    assert asked.status_code == 200
    assert "まだ済みになっていません" in asked.content.decode()
    assert "趣旨を説明した。" in asked.content.decode()  # nothing typed is lost
    html = desk.ichikawa.post(page, form, follow=True).content.decode()
    assert "27人" in html
    assert "元に戻す" in html
    row = DistrictStage.objects.get()
    assert (row.done_on, row.version) == (date(2018, 11, 7), 1)
    desk.ohashi.post(page, typed(base_version="1"))
    row.refresh_from_db()
    assert (row.done_on, row.note, row.venue_id) == (None, "", None)


def test_two_who_write_at_once_see_both_texts(
    world: World, desk: DeskClients, five: dict[str, Stage]
) -> None:
    page = url("record", world.ono.id, five["officers"].id)
    desk.arai.post(page, typed(note="会長と話した"))
    html = desk.ichikawa.post(page, typed(note="副会長と話した")).content.decode()
    assert "会長と話した" in html
    assert "副会長と話した" in html
    assert DistrictStage.objects.get().note == "会長と話した"


def test_words_that_may_tell_a_person_are_asked_about_first(
    world: World, desk: DeskClients, five: dict[str, Stage]
) -> None:
    page = url("opinion_new", world.ono.id, five["officers"].id)
    words = {"said_by": "町会", "text": "見本 民子さんが困っている", "response": ""}
    html = desk.arai.post(page, words).content.decode()
    assert "このまま保存する" in html
    assert not StageOpinion.objects.exists()
    desk.arai.post(page, words | {"keep_anyway": "on"})
    assert StageOpinion.objects.get().said_by == "町会"


def test_opinions_stand_with_their_answers_and_can_be_taken_out(
    world: World, desk: DeskClients, five: dict[str, Stage]
) -> None:
    said = opinions.add_opinion(
        district=world.ono,
        stage=five["briefing"],
        said_by="町会",
        text="同じような会議が多い",
        actor=world.viewer("arai"),
    )
    words = {"said_by": "町会", "text": said.text, "response": "一つとみなす", "base_version": "1"}
    html = desk.ohashi.post(url("opinion", said.id), words, follow=True).content.decode()
    assert "○ 同じような会議が多い（町会）" in html
    assert "⇒ 一つとみなす" in html
    page = desk.ohashi.post(url("opinion_remove", said.id), follow=True).content.decode()
    assert "○ 同じような会議が多い" not in page
    page = desk.ohashi.post(url("opinion_restore", said.id), follow=True).content.decode()
    assert "○ 同じような会議が多い" in page
    assert desk.shiraishi.get(url("opinion", said.id)).status_code == 404


def test_a_stage_is_left_out_with_its_reason_and_taken_up_again(
    world: World, desk: DeskClients, five: dict[str, Stage]
) -> None:
    place = (world.ono.id, five["officers"].id)
    html = desk.ohashi.post(url("skip", *place), {"reason": ""}).content.decode()
    assert "省くわけを入力してください" in html
    html = desk.ohashi.post(
        url("skip", *place), {"reason": "説明会で話したため"}, follow=True
    ).content.decode()
    assert "説明会で話したため" in html
    assert "省くのをやめる" in html
    desk.ohashi.post(url("unskip", *place))
    assert DistrictStage.objects.get().skipped_reason == ""


def test_the_agreement_is_proposed_from_what_is_known_and_offered_once_agreed(
    world: World, desk: DeskClients, five: dict[str, Stage]
) -> None:
    page = url("agreement", world.ono.id)
    form = desk.ohashi.get(page).context["form"]
    assert form.initial["yearly_target"] == 4
    assert form.initial["venue"] == world.venue
    assert form.initial["runs"] == world.organizations["大野地区社会福祉協議会"]
    kinds = [str(world.kinds[code].pk) for code in ("chiku_shakyo", "chokai", "minjikyo")]
    assert form.initial["kinds"] == kinds
    assert "幹事会で検討" in form.initial["way"]
    values = {
        "kinds": kinds[:2],
        "yearly_target": "3",
        "months": "6月・10月・2月",
        "usual_start": "13:30",
        "venue": world.venue.id,
        "runs": form.initial["runs"].pk,
        "agreed_on": "2026-11-20",
        "base_version": "0",
    }
    html = desk.ohashi.post(page, values).content.decode()
    assert "どこで決めたかも入力してください" in html
    assert agreed_defaults(world.ono, viewer=world.viewer("arai")) is None
    desk.ohashi.post(page, values | {"agreed_at": "地区社協の役員会"})
    agreed = agreed_defaults(world.ono, viewer=world.viewer("arai"))
    assert agreed is not None
    assert [kind.code for kind in agreed.kinds] == ["chiku_shakyo", "chokai"]
    assert (agreed.yearly_target, agreed.months) == (3, "6月・10月・2月")
    stale = desk.arai.post(page, values | {"agreed_at": "説明会", "kinds": kinds})
    html = stale.content.decode()
    assert "地区社協の役員会" in html  # theirs and ours side by side
    assert Agreement.objects.get().agreed_at == "地区社協の役員会"
    assert desk.shiraishi.post(page, values).status_code == 404


def test_recognized_meetings_are_the_way_that_is_proposed(
    world: World, desk: DeskClients, five: dict[str, Stage]
) -> None:
    html = desk.shiraishi.get(url("district", world.shinjo.id)).content.decode()
    assert "新城地区地域支援ネットワーク会議の会議を、地域支え合い会議とみなす" in html
    assert "新城地区での説明会" in html


def test_the_city_names_moves_and_takes_out_stages(
    world: World, desk: DeskClients, five: dict[str, Stage]
) -> None:
    values = {"name": "事前の打合せ", "next_step": "", "milestone": "told", "stuck_days": "30"}
    edit = url("stage_edit", five["officers"].id)
    html = desk.ichikawa.post(edit, values | {"base_version": "1"}, follow=True).content.decode()
    assert "事前の打合せ" in html
    desk.ichikawa.post(url("stage_move", five["officers"].id), {"step": "1"})
    html = desk.ichikawa.get(BOARD).content.decode()
    assert html.index("市・市社協による説明会</th>") < html.index("事前の打合せ</th>")
    desk.ichikawa.post(url("stage_remove", five["officers"].id))
    assert "事前の打合せ</th>" not in desk.ichikawa.get(BOARD).content.decode()
    desk.ichikawa.post(url("stage_restore", five["officers"].id))
    # What an undo sends: all papers in one hidden value.
    undo = values | {"name": "役員打合せ", "papers": "purpose,opinions", "base_version": "4"}
    desk.ichikawa.post(edit, undo)
    five["officers"].refresh_from_db()
    assert (five["officers"].name, five["officers"].papers) == (
        "役員打合せ",
        ["purpose", "opinions"],
    )


def test_the_papers_of_a_stage_fit_their_page_and_name_the_district(
    world: World, desk: DeskClients, five: dict[str, Stage]
) -> None:
    long = District.objects.create(municipality=world.city, name="髙﨑・旧浪岡町北中野地区（見本）")
    found = {
        "purpose": ("年に3〜4回", "災害のとき"),
        "programme": ("質問と意見", "閉会"),
        "opinions": ("似ているもの", "団体・役職"),
        "plan": ("参集範囲", "年3回"),
    }
    for sheet, words in found.items():
        for district in (world.ono, long):
            answer = desk.ichikawa.get(url("sheet", district.id, sheet, "pdf"))
            assert len(pypdf.PdfReader(io.BytesIO(answer.content)).pages) == 1
            assert district.name in text(answer)
            if district is long or sheet != "plan":
                assert all(word in text(answer) for word in words)
        word = desk.ichikawa.get(url("sheet", world.ono.id, sheet, "docx"))
        document = docx.Document(io.BytesIO(word.content))
        assert any("大野地区" in line.text for line in document.paragraphs)
    assert "017-000-0000" in text(desk.ichikawa.get(url("sheet", world.ono.id, "purpose", "pdf")))
    assert desk.ichikawa.get(url("sheet", world.ono.id, "poster", "pdf")).status_code == 404
    assert desk.shiraishi.get(url("sheet", world.ono.id, "plan", "pdf")).status_code == 404


def test_the_programme_bears_the_day_and_the_hall_that_are_planned(
    world: World, desk: DeskClients, five: dict[str, Stage]
) -> None:
    record = StageRecord(planned_on=date(2026, 12, 1), venue=world.venue)
    write_stage_record(
        district=world.ono,
        stage=five["briefing"],
        record=record,
        base_version=0,
        actor=world.viewer("arai"),
    )
    page = url("sheet", world.ono.id, "programme", "pdf")
    words = text(desk.arai.get(page, {"stage": five["briefing"].id}))
    assert "令和8年12月1日(火)" in words
    assert "大野市民センター" in words


def test_the_board_is_printed_sideways_and_written_for_excel(
    world: World, desk: DeskClients, five: dict[str, Stage]
) -> None:
    done(world, five["officers"], TODAY - timedelta(days=200))
    for size, width in (("a4", 842), ("a3", 1191)):
        answer = desk.ichikawa.get(url("board_pdf"), {"size": size})
        page = pypdf.PdfReader(io.BytesIO(answer.content)).pages[0]
        assert round(page.mediabox.width) == width
        assert "止まっています 200日" in page.extract_text().replace("\n", "")
    xlsx = desk.ichikawa.get(url("board_xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.content)).active
    rows = {row[0]: row[1:] for row in sheet.iter_rows(values_only=True)}
    assert rows["大野地区"][5] == 200
    assert rows["大野地区"][0].startswith("● 済")
    own = text(desk.ohashi.get(url("board_pdf")))
    assert "新城地区" not in own


def test_forty_districts_cost_no_more_queries_and_come_thirty_a_page(
    world: World, desk: DeskClients, five: dict[str, Stage], django_assert_max_num_queries
) -> None:
    for number in range(40):
        district = District.objects.create(municipality=world.city, name=f"第{number}地区")
        done(world, five["officers"], TODAY - timedelta(days=number), district)
    world.add_meeting("ono", date(2026, 5, 20), state="held", held_at=clock.now(), number=1)
    desk.ichikawa.get(BOARD)
    with django_assert_max_num_queries(12):
        html = desk.ichikawa.get(BOARD).content.decode()
    assert html.count('class="present"') == 30
    with django_assert_max_num_queries(15):
        desk.ichikawa.get(url("district", world.ono.id))
