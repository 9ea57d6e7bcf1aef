"""The board of districts and stages: who is how far, who is stuck since when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import is_told_of
from sasaeai.meetings.enums import BodyKind, MeetingState
from sasaeai.meetings.models import Meeting
from sasaeai.people.access import visible_districts
from sasaeai.people.models import District, Municipality
from sasaeai.rollout.access import visible_stage_records
from sasaeai.rollout.enums import StagePaper, StageState
from sasaeai.rollout.models import DistrictStage, Stage, StageOpinion
from sasaeai.rollout.queries.milestones import Gathered, gathered_by_district
from sasaeai.rollout.queries.standing import Cell, Standing, standing_of

PAGE_SIZE = 30


class BoardOrder(StrEnum):
    """In which order the districts stand."""

    STUCK = "stuck"
    DISTRICT = "district"
    STAGE = "stage"


@dataclass(frozen=True, slots=True)
class StageTotal:
    """Of all districts: how many have done a stage, left it out, are at it, are stuck at it."""

    stage: Stage
    done: int
    skipped: int
    present: int
    stuck: int


@dataclass(frozen=True, slots=True)
class Board:
    """Districts and stages. standings: those asked for, in the order asked for; the totals count
    every district, whatever was asked.
    """

    stages: tuple[Stage, ...]
    standings: tuple[Standing, ...]
    totals: tuple[StageTotal, ...]
    districts: int
    stuck: int
    finished: int


def get_visible_district(district_id: UUID, *, viewer: Viewer) -> District:
    """A district, also one that has ended. NotFound for strangers."""
    districts = visible_districts(viewer).select_related("municipality")
    if (district := districts.filter(pk=district_id).first()) is None:
        raise NotFound(_("この地区は見つかりません。"))
    return district


def stages_of(viewer: Viewer, *, removed: bool = False) -> list[Stage]:
    """The stages of the viewer's municipality in their order, or those taken out. One query."""
    stages = Stage.objects.filter(
        municipality_id=viewer.municipality_id, removed_at__isnull=not removed
    )
    return list(stages.order_by("position", "created_at"))


def get_stage(stage_id: UUID, *, viewer: Viewer) -> Stage:
    """A stage of the viewer's municipality, also one taken out; NotFound elsewhere."""
    stages = Stage.objects.filter(municipality_id=viewer.municipality_id, pk=stage_id)
    if (stage := stages.first()) is None:
        raise NotFound(_("この段階は見つかりません。"))
    return stage


def districts_on_board(viewer: Viewer) -> QuerySet[District]:
    """Districts the viewer reads that exist on the viewer's day."""
    return visible_districts(viewer).filter(
        Q(since__isnull=True) | Q(since__lte=viewer.on),
        Q(until__isnull=True) | Q(until__gte=viewer.on),
    )


def board_of(
    viewer: Viewer,
    *,
    stage_id: str = "",
    stuck_only: bool = False,
    order: str = BoardOrder.STUCK,
) -> Board:
    """Every district the viewer reads among the stages. Four queries, whatever their number.

    stage_id: only districts that are at this stage; what it does not name narrows nothing.
    """
    stages = stages_of(viewer)
    everybody = standings_of(viewer, list(districts_on_board(viewer)), stages)
    shown = [
        standing
        for standing in everybody
        if (not stuck_only or standing.is_stuck) and _is_at(standing, stage_id, stages)
    ]
    return Board(
        stages=tuple(stages),
        standings=tuple(_ordered(shown, order)),
        totals=tuple(_totals(stages, everybody)),
        districts=len(everybody),
        stuck=sum(standing.is_stuck for standing in everybody),
        finished=sum(standing.present is None for standing in everybody) if stages else 0,
    )


def board_page(board: Board, number: str | int | None) -> Page[Standing]:
    """One page of the districts; a number that does not exist gives the nearest page."""
    return Paginator(board.standings, PAGE_SIZE).get_page(number)


def standings_of(
    viewer: Viewer, districts: Sequence[District], stages: Sequence[Stage]
) -> list[Standing]:
    """Where districts stand, in the order given, without the notes. Two queries."""
    records = visible_stage_records(viewer).defer("note", "people")
    return _standings(viewer, districts, stages, records)


def _standings(
    viewer: Viewer,
    districts: Sequence[District],
    stages: Sequence[Stage],
    written: QuerySet[DistrictStage],
) -> list[Standing]:
    if not stages or not districts:
        return [Standing(district, (), None, None) for district in districts]
    ids = [district.id for district in districts]
    meetings = gathered_by_district(viewer.municipality_id, ids, on=viewer.on)
    records: dict[UUID, dict[UUID, DistrictStage]] = defaultdict(dict)
    for record in written.filter(district_id__in=ids):
        records[record.district_id][record.stage_id] = record
    return [
        standing_of(
            district,
            stages,
            records[district.id],
            meetings.get(district.id, Gathered()),
            on=viewer.on,
        )
        for district in districts
    ]


def stuck_standings(viewer: Viewer, districts: Sequence[District]) -> list[Standing]:
    """Those of some districts that are stuck, the longest first.

    One query where the city keeps no stages, three where it does.
    """
    found = standings_of(viewer, districts, stages_of(viewer)) if districts else []
    return _ordered([standing for standing in found if standing.is_stuck], BoardOrder.STUCK)


def districts_on_the_way(viewer: Viewer, district_ids: Collection[UUID]) -> list[District]:
    """Of the given districts those that were begun with and have no meeting of their own yet."""
    own = {"municipality_id": OuterRef("municipality_id")}
    meetings = Meeting.objects.filter(
        is_told_of(), **own, body__district_id=OuterRef("pk"), body__kind=BodyKind.SUPPORT
    ).exclude(state=MeetingState.CANCELLED)
    written = DistrictStage.objects.filter(**own, district_id=OuterRef("pk"))
    districts = districts_on_board(viewer).filter(pk__in=district_ids)
    return list(districts.filter(Exists(written), ~Exists(meetings)))


# ── One district ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class StageDetails:
    """One stage of a district with all that was written down of it."""

    cell: Cell
    record: DistrictStage | None
    opinions: tuple[StageOpinion, ...]

    @property
    def papers(self) -> list[tuple[str, str]]:
        """Code and name of each paper that the stage needs."""
        return [
            (code, label) for code, label in StagePaper.choices if code in self.cell.stage.papers
        ]


def district_standing(district: District, *, viewer: Viewer) -> Standing:
    """Where one district stands, with all that is written. Three queries."""
    written = visible_stage_records(viewer).select_related("venue")
    return _standings(viewer, [district], stages_of(viewer), written)[0]


def details_of(standing: Standing, *, viewer: Viewer) -> list[StageDetails]:
    """The stages of a district (`district_standing`) with what was said at them. One query."""
    said = StageOpinion.objects.current().filter(
        municipality_id=viewer.municipality_id, record__district=standing.district
    )
    opinions: dict[UUID, list[StageOpinion]] = defaultdict(list)
    for opinion in said.order_by("position", "created_at"):
        opinions[opinion.record_id].append(opinion)
    return [
        StageDetails(
            cell, cell.record, tuple(opinions[cell.record.id]) if cell.record is not None else ()
        )
        for cell in standing.cells
    ]


def get_record(district: District, stage: Stage, *, viewer: Viewer) -> DistrictStage | None:
    """What is written of a district at a stage, None before anything is."""
    return (
        visible_stage_records(viewer)
        .filter(district=district, stage=stage)
        .select_related("venue", "stage", "district")
        .first()
    )


def get_visible_opinion(opinion_id: UUID, *, viewer: Viewer) -> StageOpinion:
    """An opinion of a district the viewer reads, also one taken out; NotFound for strangers."""
    opinions = StageOpinion.objects.filter(
        municipality_id=viewer.municipality_id,
        pk=opinion_id,
        record__in=visible_stage_records(viewer).values("pk"),
    )
    opinion = opinions.select_related("record__district", "record__stage").first()
    if opinion is None:
        raise NotFound(_("この意見は見つかりません。"))
    return opinion


# ── Order and totals ─────────────────────────────────────────────────────────────────────────────


def _is_at(standing: Standing, stage_id: str, stages: Sequence[Stage]) -> bool:
    if stage_id not in {str(stage.id) for stage in stages}:
        return True
    return standing.present is not None and str(standing.present.stage.id) == stage_id


def _ordered(standings: list[Standing], order: str) -> list[Standing]:
    """Districts come in their own order, which is kept among equals."""
    if order == BoardOrder.DISTRICT:
        return standings
    if order == BoardOrder.STAGE:
        return sorted(standings, key=lambda one: one.settled)
    return sorted(standings, key=lambda one: (-one.waited, one.present is None))


def _totals(stages: Sequence[Stage], standings: Sequence[Standing]) -> Iterable[StageTotal]:
    for place, stage in enumerate(stages):
        cells = [standing.cells[place] for standing in standings]
        yield StageTotal(
            stage=stage,
            done=sum(cell.state == StageState.DONE for cell in cells),
            skipped=sum(cell.state == StageState.SKIPPED for cell in cells),
            present=sum(cell.is_present for cell in cells),
            stuck=sum(cell.state == StageState.STUCK for cell in cells),
        )


def city_name(viewer: Viewer) -> str:
    """The name of the viewer's municipality, as papers bear it."""
    return Municipality.objects.get(pk=viewer.municipality_id).name
