"""Where districts stand: stages are data, milestones come from meetings, nothing is lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sasaeai.audit.models import Entry
from sasaeai.kernel import clock
from sasaeai.kernel.errors import InvalidInput, NotAllowed, NotNow, StaleEdit
from sasaeai.meetings.models import Recognition
from sasaeai.people.models import District
from sasaeai.rollout.actions import opinions, stage_records, stages
from sasaeai.rollout.actions.stage_records import StageRecord, skip_stage, write_stage_record
from sasaeai.rollout.enums import StageState
from sasaeai.rollout.models import DistrictStage, Stage, StageOpinion
from sasaeai.rollout.queries.stages import (
    board_of,
    district_standing,
    stages_of,
    stuck_standings,
)
from tests.world import TODAY, World


@pytest.fixture
def five(world: World) -> dict[str, Stage]:
    """The stages of the source, by code."""
    return {stage.code: stage for stage in stages.ensure_stages(actor=world.viewer("ichikawa"))}


def hold(world: World, body: str, *days: date) -> None:
    for number, day in enumerate(days, start=1):
        world.add_meeting(body, day, state="held", held_at=clock.now(), number=number)


def write(world: World, stage: Stage, district: District | None = None, **values: object):
    base = values.pop("base_version", 0)
    return write_stage_record(
        district=district or world.ono,
        stage=stage,
        record=StageRecord(**values),  # type: ignore[arg-type]
        base_version=base,  # type: ignore[arg-type]
        actor=world.viewer(str(values.pop("by", "arai"))),
    )


def states(world: World, district: District | None = None) -> dict[str, str]:
    standing = district_standing(district or world.ono, viewer=world.viewer("ichikawa"))
    return {cell.stage.code: str(cell.state) for cell in standing.cells}


# ── The stages themselves ────────────────────────────────────────────────────────────────────────


def test_the_five_stages_of_the_source_are_made_once(world: World, five: dict[str, Stage]) -> None:
    names = [stage.name for stage in stages_of(world.viewer("arai"))]
    assert names == [
        "役員打合せ",
        "市・市社協による説明会",
        "地区での話し合い",
        "第1回開催",
        "定例化",
    ]
    assert stages.ensure_stages(actor=world.viewer("arai")) == []
    assert Stage.objects.count() == 5


def test_stages_that_a_city_took_out_are_not_made_again(
    world: World, five: dict[str, Stage]
) -> None:
    city = world.viewer("ichikawa")
    stages.remove_stage(stage=five["officers"], actor=city)
    assert stages.ensure_stages(actor=city) == []
    assert [stage.code for stage in stages_of(city)] == ["briefing", "talks", "first", "regular"]
    stages.restore_stage(stage=five["officers"], actor=city)
    assert stages_of(city)[0].code == "officers"


def test_only_the_city_changes_the_stages_themselves(world: World, five: dict[str, Stage]) -> None:
    values = stages.StageValues("役員との話し合い")
    for name in ("arai", "ohashi"):
        with pytest.raises(NotAllowed, match="市・市社協の担当者"):
            stages.edit_stage(
                stage=five["officers"], values=values, base_version=1, actor=world.viewer(name)
            )
    city = world.viewer("ichikawa")
    stages.edit_stage(stage=five["officers"], values=values, base_version=1, actor=city)
    assert stages_of(city)[0].name == "役員との話し合い"
    with pytest.raises(StaleEdit) as newer:
        stages.edit_stage(
            stage=five["officers"],
            values=stages.StageValues("役員会"),
            base_version=1,
            actor=city,
        )
    assert (newer.value.theirs["name"], newer.value.yours["name"]) == ("役員との話し合い", "役員会")


def test_a_stage_is_added_behind_and_moved_forward(world: World, five: dict[str, Stage]) -> None:
    city = world.viewer("ichikawa")
    added = stages.add_stage(values=stages.StageValues("名簿をそろえる"), actor=city)
    for _step in range(9):
        stages.move_stage(stage=added, step=-1, actor=city)
    assert [stage.name for stage in stages_of(city)][:2] == ["名簿をそろえる", "役員打合せ"]
    stages.move_stage(stage=added, step=1, actor=city)
    assert [stage.name for stage in stages_of(city)][:2] == ["役員打合せ", "名簿をそろえる"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "あ" * 61}, "name"),
        ({"stuck_days": 0}, "stuck_days"),
        ({"milestone": "never"}, "milestone"),
        ({"papers": ("poster",)}, "papers"),
    ],
)
def test_a_stage_that_makes_no_sense_is_refused(
    world: World, values: dict[str, object], field: str
) -> None:
    given = stages.StageValues(**({"name": "話し合い"} | values))  # type: ignore[arg-type]
    with pytest.raises(InvalidInput) as refused:
        stages.add_stage(values=given, actor=world.viewer("ichikawa"))
    assert set(refused.value.fields) == {field}


def test_the_last_stage_stays(world: World, five: dict[str, Stage]) -> None:
    city = world.viewer("ichikawa")
    for code in ("officers", "briefing", "talks", "first"):
        stages.remove_stage(stage=five[code], actor=city)
    with pytest.raises(NotNow, match="最後の一つ"):
        stages.remove_stage(stage=five["regular"], actor=city)


# ── What the meetings show ───────────────────────────────────────────────────────────────────────


def test_the_first_meeting_and_regular_ones_are_seen_from_the_meetings(
    world: World, five: dict[str, Stage]
) -> None:
    hold(world, "ono", date(2026, 5, 20))
    assert states(world)["first"] == StageState.DONE
    assert states(world)["regular"] == StageState.STUCK  # since May
    hold(world, "steering", date(2026, 6, 1), date(2026, 7, 1))  # prepares, is none of them
    assert states(world)["regular"] != StageState.DONE
    world.add_meeting("ono", date(2026, 8, 20), state="held", held_at=clock.now(), number=2)
    world.add_meeting("ono", date(2026, 11, 20), state="held", held_at=clock.now(), number=3)
    assert states(world)["regular"] == StageState.DONE


def test_three_meetings_in_two_years_are_not_regular(world: World, five: dict[str, Stage]) -> None:
    hold(world, "ono", date(2025, 11, 20))
    world.add_meeting("ono", date(2026, 5, 20), state="held", held_at=clock.now(), number=1)
    world.add_meeting("ono", date(2026, 9, 20), state="held", held_at=clock.now(), number=2)
    assert states(world)["regular"] == StageState.NOW


def test_recognized_meetings_count_once_and_only_while_recognized(
    world: World, five: dict[str, Stage]
) -> None:
    days = (date(2026, 5, 20), date(2026, 8, 20), date(2026, 11, 20))
    hold(world, "network", *days)
    assert states(world, world.shinjo)["regular"] == StageState.DONE
    # A second decision for the same days counts no gathering twice.
    recognition = Recognition.objects.get()
    Recognition.objects.create(
        municipality=world.city,
        body=recognition.body,
        counts_for=recognition.counts_for,
        since=date(2026, 4, 1),
        decided_at="役員会",
    )
    standing = district_standing(world.shinjo, viewer=world.viewer("arai"))
    assert [cell.on for cell in standing.cells][3:] == [days[0], days[2]]
    Recognition.objects.update(until=date(2026, 8, 31))
    assert states(world, world.shinjo)["regular"] == StageState.NOW
    Recognition.objects.update(removed_at=clock.now())
    assert states(world, world.shinjo)["first"] == StageState.LATER


def test_what_the_meetings_show_is_never_typed(world: World, five: dict[str, Stage]) -> None:
    for code in ("first", "regular"):
        with pytest.raises(NotNow, match="会議の記録から"):
            write(world, five[code], done_on=TODAY)
        with pytest.raises(NotNow, match="会議の記録から"):
            skip_stage(district=world.ono, stage=five[code], reason="x", actor=world.viewer("arai"))
    write(world, five["first"], planned_on=date(2026, 12, 22))
    assert states(world)["first"] == StageState.PLANNED


# ── Who writes, and in which order ───────────────────────────────────────────────────────────────


def test_the_city_and_who_runs_the_district_write_and_nobody_else(
    world: World, five: dict[str, Stage]
) -> None:
    for base, name in enumerate(("ichikawa", "arai", "ohashi")):
        write_stage_record(
            district=world.ono,
            stage=five["officers"],
            record=StageRecord(done_on=date(2026, 11, 1), note=name),
            base_version=base,
            actor=world.viewer(name),
        )
    with pytest.raises(NotAllowed, match="大野地区"):
        write_stage_record(
            district=world.ono,
            stage=five["officers"],
            record=StageRecord(),
            base_version=3,
            actor=world.viewer("shiraishi"),
        )
    assert DistrictStage.objects.get().note == "ohashi"
    assert Entry.objects.filter(object_type="rollout.districtstage").count() == 3


def test_days_to_come_and_ends_before_beginnings_are_refused(
    world: World, five: dict[str, Stage]
) -> None:
    with pytest.raises(InvalidInput, match="予定日") as refused:
        write(world, five["officers"], done_on=TODAY + timedelta(days=1))
    assert set(refused.value.fields) == {"done_on"}
    with pytest.raises(InvalidInput, match="始めた日（令和8年11月5日）より前"):
        write(
            world,
            five["officers"],
            started_on=date(2026, 11, 5),
            done_on=date(2026, 11, 4),
        )
    assert not DistrictStage.objects.exists()


def test_a_stage_out_of_order_is_asked_about_and_kept_with_its_reason(
    world: World, five: dict[str, Stage]
) -> None:
    with pytest.raises(InvalidInput, match="「役員打合せ」が、まだ済みになっていません") as asked:
        write(world, five["briefing"], done_on=date(2026, 11, 1))
    assert set(asked.value.fields) == {"order_reason"}
    reason = "役員会と説明会を同じ日に開いたため"
    write(world, five["briefing"], done_on=date(2026, 11, 1), order_reason=reason)
    assert DistrictStage.objects.get().order_reason == reason
    with pytest.raises(InvalidInput, match="後の段階「市・市社協による説明会」"):
        write(world, five["officers"], done_on=date(2026, 11, 2))
    write(world, five["officers"], done_on=date(2026, 11, 1))
    with pytest.raises(InvalidInput, match="前の段階「役員打合せ」が済んだ日（令和8年11月1日）"):
        write(world, five["talks"], done_on=date(2026, 10, 1))


def test_a_stage_left_out_lets_the_next_one_pass(world: World, five: dict[str, Stage]) -> None:
    arai = world.viewer("arai")
    with pytest.raises(InvalidInput, match="省くわけ"):
        skip_stage(district=world.ono, stage=five["officers"], reason=" ", actor=arai)
    skip_stage(district=world.ono, stage=five["officers"], reason="説明も済ませた", actor=arai)
    assert states(world)["officers"] == StageState.SKIPPED
    write(world, five["briefing"], done_on=date(2026, 11, 1))
    with pytest.raises(NotNow, match="省くのをやめる"):
        write(world, five["officers"], done_on=date(2026, 10, 1), base_version=1)
    stage_records.unskip_stage(district=world.ono, stage=five["officers"], actor=arai)
    write(world, five["officers"], done_on=date(2026, 10, 1), base_version=2)
    with pytest.raises(NotNow, match="済んだ段階は省けません"):
        skip_stage(district=world.ono, stage=five["officers"], reason="x", actor=arai)


def test_a_newer_record_is_not_overwritten_and_both_texts_are_shown(
    world: World, five: dict[str, Stage]
) -> None:
    write(world, five["officers"], note="会長と話した")
    with pytest.raises(StaleEdit) as newer:
        write(world, five["officers"], note="副会長と話した")
    assert newer.value.theirs == {"note": "会長と話した"}
    assert newer.value.yours == {"note": "副会長と話した"}
    assert DistrictStage.objects.get().note == "会長と話した"


def test_opinions_are_answered_taken_out_and_put_back(world: World, five: dict[str, Stage]) -> None:
    arai = world.viewer("arai")
    said = opinions.add_opinion(
        district=world.ono,
        stage=five["briefing"],
        said_by="町会",
        text="同じような会議が多い",
        actor=arai,
    )
    words = {"said_by": "町会", "text": said.text}
    opinions.edit_opinion(
        opinion=said, response="一つとみなす", base_version=1, actor=arai, **words
    )
    with pytest.raises(StaleEdit) as newer:
        opinions.edit_opinion(opinion=said, response="考える", base_version=1, actor=arai, **words)
    assert newer.value.theirs == {"response": "一つとみなす"}
    opinions.remove_opinion(opinion=said, actor=arai)
    assert not StageOpinion.objects.current().exists()
    opinions.restore_opinion(opinion=said, actor=arai)
    assert StageOpinion.objects.current().get().response == "一つとみなす"
    with pytest.raises(NotAllowed):
        opinions.remove_opinion(opinion=said, actor=world.viewer("shiraishi"))


# ── Stuck, and the board ─────────────────────────────────────────────────────────────────────────


def test_a_district_is_stuck_after_the_days_of_its_stage_and_not_before(
    world: World, five: dict[str, Stage]
) -> None:
    last = TODAY - timedelta(days=90)  # a briefing is waited for that long
    write(world, five["officers"], done_on=last)
    assert states(world)["briefing"] == StageState.LATER
    Stage.objects.filter(code="briefing").update(stuck_days=89)
    standing = district_standing(world.ono, viewer=world.viewer("arai"))
    assert (standing.is_stuck, standing.since, standing.waited) == (True, last, 90)
    assert standing.present is not None
    assert standing.present.word == "止まっています 90日"
    write(world, five["briefing"], planned_on=TODAY + timedelta(days=3))
    assert states(world)["briefing"] == StageState.PLANNED


def test_a_district_that_nobody_began_with_is_not_stuck(
    world: World, five: dict[str, Stage]
) -> None:
    assert set(states(world).values()) == {StageState.LATER}
    assert stuck_standings(world.viewer("ichikawa"), [world.ono, world.shinjo]) == []


def test_a_planned_day_that_went_by_asks_what_became_of_it(
    world: World, five: dict[str, Stage]
) -> None:
    write(world, five["officers"], planned_on=TODAY - timedelta(days=2))
    present = district_standing(world.ono, viewer=world.viewer("arai")).present
    assert present is not None
    assert present.state == StageState.NOW
    assert "予定日を過ぎました" in present.note


def test_the_board_begins_with_whoever_waits_longest_and_counts_everybody(
    world: World, five: dict[str, Stage]
) -> None:
    write(world, five["officers"], done_on=TODAY - timedelta(days=200))
    write(world, five["officers"], world.shinjo, done_on=TODAY - timedelta(days=300))
    third = District.objects.create(municipality=world.city, name="荒川地区（見本）")
    District.objects.create(
        municipality=world.city, name="もうない地区", until=TODAY - timedelta(days=1)
    )
    board = board_of(world.viewer("ichikawa"))
    assert [one.district for one in board.standings] == [world.shinjo, world.ono, third]
    assert (board.districts, board.stuck, board.finished) == (3, 2, 0)
    totals = {total.stage.code: total for total in board.totals}
    assert (totals["officers"].done, totals["briefing"].stuck) == (2, 2)
    assert totals["officers"].present == 1
    stuck = board_of(world.viewer("ichikawa"), stuck_only=True)
    assert [one.district for one in stuck.standings] == [world.shinjo, world.ono]
    assert stuck.districts == 3
    at = board_of(world.viewer("ichikawa"), stage_id=str(five["officers"].id))
    assert [one.district for one in at.standings] == [third]
    assert [one.district for one in board_of(world.viewer("ohashi")).standings] == [world.ono]


def test_a_board_of_any_size_costs_four_queries(
    world: World, five: dict[str, Stage], django_assert_num_queries
) -> None:
    for number in range(40):
        District.objects.create(municipality=world.city, name=f"第{number}地区")
    hold(world, "ono", date(2026, 5, 20))
    city = world.viewer("ichikawa")
    with django_assert_num_queries(4):
        assert len(board_of(city).standings) == 42
