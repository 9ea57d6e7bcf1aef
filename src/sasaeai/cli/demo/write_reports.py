"""Writes the coordinator's diary and the words of a year in the demo; all of it is 見本."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sasaeai.cli.demo.register import Register
from sasaeai.kernel.fiscal_year import FiscalYear
from sasaeai.planning.actions.activities import ActivityDetails, write_activity
from sasaeai.planning.actions.year_notes import write_year_note
from sasaeai.planning.enums import ActivityKind

COORDINATOR = "suishin"


@dataclass(frozen=True, slots=True)
class DiaryRow:
    """An entry so many days ago; districts and organizations by their keys."""

    days_ago: int
    kind: ActivityKind
    summary: str
    minutes: int | None = None
    districts: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    next_step: str = ""


DIARY = (
    DiaryRow(
        1,
        ActivityKind.VISIT,
        "（見本）会場の下見。入口の段差と、車いすの方の通り道を確かめた。",
        50,
        ("ono",),
        ("ono_shakyo",),
        "段差のない入口の地図を案内状に入れる",
    ),
    DiaryRow(
        3,
        ActivityKind.CALL,
        "（見本）次の会議の日どりについて、地区社協の会長と打ち合わせた。",
        15,
        ("shinjo",),
        ("shinjo_shakyo",),
    ),
    DiaryRow(
        6,
        ActivityKind.SURVEY,
        "（見本）地区の集いの場を回り、曜日と時間を聞いた。",
        120,
        ("ono", "shinjo"),
        ("ono_volunteer",),
        "相談先の一覧を直す",
    ),
    DiaryRow(
        9, ActivityKind.TRAINING, "（見本）推進員の連絡会で、みなし開催の進め方を聞いた。", 90
    ),
    DiaryRow(12, ActivityKind.OFFICE, "（見本）会議の資料を印刷した。", 40, ("ono",)),
    DiaryRow(
        35,
        ActivityKind.VISIT,
        "（見本）民児協の定例会で、次の会議の議題を案内した。",
        30,
        ("ono",),
    ),
)


def write_reports(register: Register) -> None:
    """A diary of the last weeks, and what 大野 and the city say of this year and the last."""
    _write_diary(register)
    _write_words(register)


def _write_diary(register: Register) -> None:
    actor = register.viewer(COORDINATOR, register.today)
    for row in DIARY:
        write_activity(
            post=register.posts["coordinator"],
            details=ActivityDetails(
                on=register.today - timedelta(days=row.days_ago),
                kind=row.kind,
                summary=row.summary,
                minutes=row.minutes,
                next_step=row.next_step,
                districts=tuple(register.districts[key] for key in row.districts),
                organizations=tuple(register.organizations[key] for key in row.organizations),
            ),
            actor=actor,
        )


def _write_words(register: Register) -> None:
    present = FiscalYear.of(register.today)
    write_year_note(
        district=register.districts["ono"],
        fiscal_year=present,
        achieved="（見本）通学路の街灯が取り替えられ、寄せた方に伝えることができた。",
        remaining="（見本）雪の寄せ場は、町会どうしで話し合いを続けている。",
        next_plan="（見本）冬の前に一度、雪のことだけを話し合う会議を開く。",
        base_version=0,
        actor=register.viewer(COORDINATOR, register.today),
    )
    write_year_note(
        district=None,
        fiscal_year=present,
        achieved="（見本）二つのモデル地区で、会議を定例にすることができた。",
        remaining="（見本）似た会議がまだ残っている地区がある。",
        next_plan="（見本）役員との打合せを、順に次の地区へ広げる。",
        base_version=0,
        actor=register.viewer("shakyo", register.today),
    )
