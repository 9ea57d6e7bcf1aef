"""Writes a pair of meetings of 大野 that could be one, and the city's aim. All of it is invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sasaeai.cli.demo.history import ItemRow
from sasaeai.cli.demo.register import Register
from sasaeai.cli.demo.write_history import set_origin, write_item
from sasaeai.cli.demo.year import past_working_day
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.meetings import actions as meetings
from sasaeai.meetings.actions import closing
from sasaeai.meetings.enums import BodyKind, ItemKind, Outcome, Regime
from sasaeai.planning.actions.targets import set_target
from sasaeai.reports.queries.city import districts_of_year

CITY = "shi"
BODY = "watch"
NOTE = "見本のデータ（人数だけの記録）"
START, MINUTES = time(10, 0), 60
MEMBERS = (
    "hokatsu_head", "hokatsu_nurse", "ono_chair", "keyaki", "sakura", "hibari", "minji_chair",
    "ono_bohan", "ono_clinic", "ono_bosai", "minji_vice", "coordinator",
)  # fmt: skip
"""Twelve posts; the chair of けやき町会 holds three of them: ten people are called."""


@dataclass(frozen=True, slots=True)
class MetRow:
    """A meeting held some days ago, of which only a head-count is known."""

    days_ago: int
    people: int
    items: tuple[ItemRow, ...]


MET = (
    MetRow(
        130,
        9,
        (
            ItemRow("見守りで知ったことの扱い", ItemKind.DISCUSS, Outcome.SHARED, topic="privacy"),
            ItemRow("夏のごみ出しの手伝い", ItemKind.DISCUSS, Outcome.SHARED, topic="environment"),
        ),
    ),
    MetRow(
        48,
        10,
        (
            ItemRow("困ったときの連絡先", ItemKind.INFORM, Outcome.SHARED, topic="consultation"),
            ItemRow("玄関先の雪かき", ItemKind.DISCUSS, Outcome.SHARED, topic="environment"),
        ),
    ),
)


def write_fewer(register: Register) -> None:
    """The 包括's meeting beside the support meeting of 大野, and the aim of this 年度."""
    actor = register.system(register.today)
    register.bodies[BODY] = meetings.create_body(
        district=register.districts["ono"],
        details=meetings.BodyDetails(
            name="大野地区見守り連絡会（見本）",
            kind=BodyKind.OTHER,
            purpose="高齢の方の見守りについて知らせ合う。（見本）",
            usual_start=START,
            usual_minutes=MINUTES,
            usual_venue=register.venues["ono_hall"],
        ),
        hosts=[register.organizations["ono_hokatsu"]],
        actor=actor,
    )
    for member in MEMBERS:
        meetings.add_member(body=register.bodies[BODY], post=register.posts[member], actor=actor)
    for row in MET:
        _write_met(register, row)
    city, year = register.viewer(CITY, register.today), FiscalYear.of(register.today)
    set_target(
        fiscal_year=year,
        districts=len(districts_of_year(city, year)),
        meetings_each=3,
        note="どの地区でも、年3回は顔を合わせる。（見本）",
        base_version=0,
        actor=city,
    )


def _write_met(register: Register, row: MetRow) -> None:
    on = past_working_day(register.today - timedelta(days=row.days_ago))
    actor = register.system(on)
    meeting = meetings.prepare_meeting(
        body=register.bodies[BODY],
        plan=meetings.Plan(
            on=on,
            start=START,
            end=(datetime.combine(on, START) + timedelta(minutes=MINUTES)).time(),
            venue=register.venues["ono_hall"],
            regime=Regime.OPEN,
        ),
        actor=actor,
    )
    meetings.call_posts(
        meeting=meeting,
        posts=[register.posts[member] for member in MEMBERS],
        reasons={register.posts[member].id: "いつもの参集者" for member in MEMBERS},
        actor=actor,
    )
    for item in row.items:
        write_item(register, meeting, item, actor)
    meeting = closing.note_day(
        meeting=meeting,
        next_note="",
        reported_count=row.people,
        base_version=meeting.version,
        actor=actor,
    )
    set_origin(meeting, actor, source_note=NOTE, is_sample=True)
    closing.close_meeting(meeting=meeting, actor=actor)
