"""Writes how far the demo's districts are on their way to regular meetings."""

from __future__ import annotations

from datetime import timedelta

from sasaeai.accounts import actions as accounts
from sasaeai.cli.demo.register import Register
from sasaeai.cli.demo.stages_rows import (
    MODELS,
    NOT_TOLD,
    SAMPLE_NOTE,
    SAMPLES,
    ModelRow,
    SampleRow,
)
from sasaeai.cli.demo.write_roster import write_roster
from sasaeai.people import actions as people
from sasaeai.people.models import District
from sasaeai.rollout.actions.agreements import AgreementValues, write_agreement
from sasaeai.rollout.actions.opinions import add_opinion
from sasaeai.rollout.actions.stage_records import StageRecord, skip_stage, write_stage_record
from sasaeai.rollout.actions.stages import ensure_stages
from sasaeai.rollout.models import Stage


def write_stages(register: Register) -> None:
    """The five stages, the two districts of the source among them, and invented ones beside."""
    actor = register.system(register.today)
    stages = {stage.code: stage for stage in ensure_stages(actor=actor)}
    for model in MODELS:
        _write_model(register, model, stages)
    for sample in SAMPLES:
        _write_sample(register, sample, stages)


def _write_model(register: Register, row: ModelRow, stages: dict[str, Stage]) -> None:
    actor = register.system(register.today)
    district = register.districts[row.district]
    skip_stage(district=district, stage=stages["officers"], reason=NOT_TOLD, actor=actor)
    day = row.briefing_on
    _write(
        register,
        district,
        stages["briefing"],
        StageRecord(
            started_on=day,
            done_on=day,
            venue=register.venues[row.venue],
            people=row.people,
            head_count=row.head_count,
        ),
    )
    for said_by, text, response in row.opinions:
        add_opinion(
            district=district,
            stage=stages["briefing"],
            said_by=said_by,
            text=text,
            response=response,
            actor=actor,
        )
    _write(register, district, stages["talks"], StageRecord(done_on=day, note=row.talks))
    kinds = people.seed_kinds(actor=actor)
    write_agreement(
        district=district,
        values=AgreementValues(
            range_note=row.range_note,
            way=row.way,
            runs=register.organizations[row.council],
            agreed_at=row.agreed_at,
            agreed_on=day,
        ),
        kinds=[kinds[code] for code in row.kinds],
        base_version=0,
        actor=actor,
    )


def _write_sample(register: Register, row: SampleRow, stages: dict[str, Stage]) -> None:
    actor = register.system(register.today)
    district = people.add_district(name=row.name, kana=row.kana, actor=actor)
    for code, ago in row.done:
        day = register.today - timedelta(days=ago)
        _write(register, district, stages[code], StageRecord(done_on=day, note=SAMPLE_NOTE))
    if row.started:
        code, ago = row.started
        day = register.today - timedelta(days=ago)
        _write(register, district, stages[code], StageRecord(started_on=day, note=SAMPLE_NOTE))
    if row.planned:
        code, ahead = row.planned
        day = register.today + timedelta(days=ahead)
        _write(register, district, stages[code], StageRecord(planned_on=day, note=SAMPLE_NOTE))
    if row.roster:
        write_roster(register, district)
    if row.coordinator:
        accounts.assign_district(
            tenure=register.posts[row.coordinator].tenures.get(),
            district=district,
            since=register.terms_since,
            actor=actor,
        )


def _write(register: Register, district: District, stage: Stage, record: StageRecord) -> None:
    write_stage_record(
        district=district,
        stage=stage,
        record=record,
        base_version=0,
        actor=register.system(register.today),
    )
