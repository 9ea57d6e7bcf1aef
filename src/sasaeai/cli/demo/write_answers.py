"""Writes who was answered in the demo: told and due to be asked, owed, drafted, excused."""

from __future__ import annotations

from datetime import timedelta

from sasaeai.cli.demo.register import Register
from sasaeai.cli.demo.year import working_day
from sasaeai.issues import actions as issues
from sasaeai.issues.enums import TroubleVia
from sasaeai.issues.models import Issue, Trouble
from sasaeai.kernel.viewer import Viewer
from sasaeai.people.enums import Channel

COORDINATOR = "suishin"
SNOW = "冬の雪かきの助け合い"


def write_answers(register: Register) -> None:
    """Troubles of 大野 on every stage of the way to an answer and back to whoever raised them."""
    actor = register.viewer(COORDINATOR, register.today)
    _lead_snow(register, actor)
    _tell_of_lamp(register, actor)
    _owe(register, actor)


def _lead_snow(register: Register, actor: Viewer) -> None:
    """The issue of 雪かき: raised by a 町会, heard in summer, now asked of the city as well."""
    snow = Issue.objects.get(district=register.districts["ono"], title=SNOW)
    raised = _raise(
        register, "keyaki", "雪かきを頼める人がいない家が、年ごとに増えている。", 112, actor
    )
    issues.take_trouble(trouble=raised, issue=snow, actor=actor)
    issues.escalate_issue(
        issue=snow,
        asked="都市整備部 道路維持課",
        question="町会が雪を寄せてよい市の空き地を、12月のうちに知らせていただけますか。",
        answer_by=working_day(register.today + timedelta(days=14)),
        actor=actor,
    )


def _tell_of_lamp(register: Register, actor: Viewer) -> None:
    """The street lamp: its raiser was told forty days ago and is due to be asked."""
    told_on = register.today - timedelta(days=40)
    raised = _raise(
        register, "ono_pta_el", "通学路の街灯が切れていて、夕方は足もとが見えない。", 104, actor
    )
    answer = issues.answer_trouble(
        trouble=raised,
        text="街灯は取り替えられました。防犯団体が見回って、明るくなったことを確かめています。",
        channel=Channel.PHONE,
        actor=actor,
    )
    issues.tell_answer(
        answer=answer, told_on=told_on, note="会長に電話で伝えた。安心したとのこと。", actor=actor
    )


def _owe(register: Register, actor: Viewer) -> None:
    """One that was handed on and is owed a word, one whose letter is drafted."""
    referred = _raise(
        register, "ono_volunteer", "集いの帰りに使えるバスの時刻を、大きな字で知りたい。", 12, actor
    )
    issues.refer_trouble(
        trouble=referred,
        referred_to="市の交通の窓口（大きな字の時刻表を用意しています）",
        actor=actor,
    )
    drafted = _raise(
        register, "ono_shogai", "会場の入口の段差で、車いすの方が入りにくい。", 20, actor
    )
    issues.answer_trouble(
        trouble=drafted,
        text="次の会議から、段差のない会場を使うことにいたしました。当日は、受付の者がご案内します。",
        channel=Channel.POST,
        actor=actor,
    )


def _raise(
    register: Register, organization: str, text: str, days_ago: int, actor: Viewer
) -> Trouble:
    office = register.organizations[organization]
    return issues.raise_trouble(
        district=register.districts["ono"],
        text=text,
        raised_by=f"{office.name} 会長"
        if organization != "ono_volunteer"
        else f"{office.name} 代表",
        via=TroubleVia.PHONE,
        raised_on=register.today - timedelta(days=days_ago),
        organization=office,
        actor=actor,
    )
