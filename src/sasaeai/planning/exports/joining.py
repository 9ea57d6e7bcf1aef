"""会議を一つにするご相談: one page to bring to both hosts, with boxes to tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils import translation

from sasaeai.kernel.wareki import wareki
from sasaeai.paper.files import PDF, Paper, make_paper
from sasaeai.paper.pdf import render_pdf
from sasaeai.planning.enums import JoinWay
from sasaeai.planning.models import JoinProposal
from sasaeai.planning.queries.joins import HostLine

_TEMPLATE = Path(__file__).with_name("joining.typ")
_HEADS = {"people": "人", "topics": "話題", "rhythm": "間隔", "room": "会場"}
_KEPT = ("saved", "cost")


@dataclass(frozen=True, slots=True)
class JoiningPaper:
    """What is printed. facts: heading and sentence; meaning: what it would mean, in sentences."""

    body: str
    counts_for: str
    district: str
    question: str
    facts: tuple[tuple[str, str], ...]
    meaning: tuple[str, ...]
    hosts: tuple[str, ...]
    asked_by: str
    asked_on: date


def joining_paper(proposal: JoinProposal, hosts: Sequence[HostLine]) -> Paper:
    """The page as PDF. The figures are those that were kept when it was proposed."""
    with translation.override("ja"):
        sheet = _sheet(proposal, hosts)
        return make_paper(
            "会議を減らすご相談",
            sheet.district,
            sheet.body,
            content_type=PDF,
            content=joining_pdf(sheet),
        )


def joining_pdf(sheet: JoiningPaper) -> bytes:
    """A4 upright, one page: the facts, what it would mean, and an answer of each host."""
    data = {
        "title": "会議を減らすご相談",
        "body": sheet.body,
        "counts_for": sheet.counts_for,
        "district": sheet.district,
        "question": sheet.question,
        "facts": sheet.facts,
        "meaning": sheet.meaning,
        "hosts": sheet.hosts,
        "asked_by": sheet.asked_by,
        "asked_on": wareki(sheet.asked_on),
    }
    return render_pdf(_TEMPLATE, data, dated=sheet.asked_on)


def _sheet(proposal: JoinProposal, hosts: Sequence[HostLine]) -> JoiningPaper:
    facts = {fact["key"]: fact["text"] for fact in proposal.facts}
    return JoiningPaper(
        body=proposal.body.name,
        counts_for=proposal.counts_for.name,
        district=proposal.counts_for.district.name,
        question=_question(proposal),
        facts=tuple((head, facts[key]) for key, head in _HEADS.items() if key in facts),
        meaning=(
            *_meaning(proposal),
            *(facts[key] for key in _KEPT if key in facts),
            *([f"条件：{proposal.condition}"] if proposal.condition else []),
        ),
        hosts=tuple(line.organization.name for line in hosts if not line.has_ended),
        asked_by=proposal.asked_by_name,
        asked_on=proposal.asked_on,
    )


def _question(proposal: JoinProposal) -> str:
    names = {"body": proposal.body.name, "other": proposal.counts_for.name}
    since = wareki(proposal.since)
    if proposal.way == JoinWay.BACK_TO_BACK:
        return f"{since}から、「{names['other']}」のすぐあとに、同じ会場で「{names['body']}」を開くこと"
    return f"{since}から、「{names['body']}」を「{names['other']}」の一つとして数えること（みなし）"


def _meaning(proposal: JoinProposal) -> list[str]:
    if proposal.way == JoinWay.BACK_TO_BACK:
        return [
            "二つの会議はそれぞれ続きます。主催も議題も、いままでのとおりです。",
            "同じ日に続けて開くので、両方に出る人は会場へ一度行けばすみます。",
        ]
    return [
        "会議はそれぞれの主催で続きます。どちらかがなくなるのではありません。",
        "一度の集まりを両方の会議として数えるので、同じ話のために二度集まらずにすみます。",
        "推進員が両方に出て、話し合ったことを伝えます。記録は一つ、人数は一度だけ数えます。",
    ]
