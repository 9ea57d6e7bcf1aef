"""The papers of the stages: 趣旨説明資料, 説明会次第, 意見シート, 進め方の案.

The purpose is told with the facts of 青森市「地域支え合い会議について」資料① (its 5W1H and examples), in
our own words and without the name of any district but the reader's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import translation

from sasaeai.issues.exports.sender import Sender, sender_of
from sasaeai.kernel.wareki import long_date, time_text, wareki
from sasaeai.paper.files import DOCX, PDF, Paper, make_paper
from sasaeai.paper.pdf import render_pdf
from sasaeai.paper.word import CENTER, RIGHT, add_line, add_table, document_bytes, new_document
from sasaeai.people.models import District
from sasaeai.rollout.enums import StagePaper
from sasaeai.rollout.models import DistrictStage
from sasaeai.rollout.queries.agreements import AgreedWay, council_of

_HERE = Path(__file__).parent
TOPIC = "地域支え合い会議"
FIVE_W_ONE_H = (
    (
        "なぜ",
        (
            "住民が力を合わせて地域の困りごとを解決する力を強め、相談を受ける機関とつながって、"
            "困っている人に気づき、いっしょに解決をめざすためです。"
        ),
    ),
    ("何を", "地域の福祉に関わる人が集まり、地域の課題と、皆で知っておきたいことを分け合います。"),
    (
        "だれが",
        (
            "地区社会福祉協議会、町（内）会、地区民児協、地域包括支援センター、地域支え合い推進員、"
            "地域子育て支援センター、相談支援事業所、社会福祉法人、行政などです。"
            "話題によって集まる人が変わります。"
        ),
    ),
    ("どこで", "地域の集会所などで開きます。"),
    ("いつ", "年に3〜4回です。困りごとの話がないときも集まり、情報を交換します。"),
    (
        "どうやって",
        "地区社会福祉協議会が中心になって進め、地域支え合い推進員が手伝います。",
    ),
)
EXAMPLES = (
    "困りごとを、どこに相談できるか",
    "住民を地域ぐるみで支えるときの、個人情報の取扱い",
    "災害のとき、それぞれの地域でどう備えているか",
    "ごみ出しや雪の始末など、くらしの環境",
    "担い手が足りない中で、町会の活動をどう続けるか",
)
LESS = (
    "同じねらいの会議がすでにあれば、それを地域支え合い会議の一つとみなして始められます。"
    "集まる回数は増えません。"
)
OPENNESS = "住民のお名前や病気のことは、会議では話しません。"
PROGRAMME = (
    ("開会のあいさつ", ""),
    ("地域支え合い会議の趣旨", "資料：趣旨説明資料"),
    ("質問と意見", "用紙：意見シート。その場で話しても、書いて出してもかまいません"),
    ("これからの進め方", "集まる範囲、開く時期、会場、だれが運営するか"),
    ("閉会のあいさつ", ""),
)
QUESTIONS = (
    "会議の趣旨について、よいと思うこと・気になること",
    "いまある会議で、似ているもの・負担になっていること",
    "どんな団体に声をかけるとよいか",
    "いつ・どこで・だれが進めるとよいか",
)
STANCE = "お名前は書かなくてかまいません。住民の氏名や病気のことは書かないでください。"


@dataclass(frozen=True, slots=True)
class StageSheet:
    """What the papers are filled with. when: 「令和8年12月1日(火)」, "" when no day is planned."""

    district: str
    printed: str
    contact: tuple[str, ...]
    when: str
    venue: str
    way: tuple[tuple[str, str], ...]
    is_agreed: bool


def stage_paper(
    sheet: str,
    *,
    ext: str,
    district: District,
    record: DistrictStage | None,
    way: AgreedWay,
    on: date,
) -> Paper:
    """One paper of a stage (`StagePaper`) as "pdf" or "docx". record: of the stage it is for."""
    kind = StagePaper(sheet)
    with translation.override("ja"):
        data = _sheet(district, record, way, on)
        name = str(kind.label)
        if ext == "docx":
            content, content_type = _WORD[kind](data), DOCX
        else:
            content, content_type = _pdf(kind, data, on), PDF
    return make_paper(
        name, district.name, f"{on:%Y%m%d}", content_type=content_type, content=content
    )


def _sheet(
    district: District, record: DistrictStage | None, way: AgreedWay, on: date
) -> StageSheet:
    day = (record.planned_on or record.started_on or record.done_on) if record else None
    return StageSheet(
        district=district.name,
        printed=wareki(on),
        contact=tuple(_contact(district).lines()),
        when=long_date(day) if day else "",
        venue=record.venue.name if record and record.venue else "",
        way=tuple(way_lines(way)),
        is_agreed=way.is_agreed,
    )


def _contact(district: District) -> Sender:
    """The city's council of social welfare that serves the district, else the district's host."""
    council = council_of(district)
    if council is None:
        return sender_of(district)
    return Sender(council.name, council.postal_code, council.address, council.tel, council.fax)


def way_lines(way: AgreedWay) -> list[tuple[str, str]]:
    """The agreement as label and words; what is not decided is left to be written in ("")."""
    times = f"年{way.yearly_target}回" + (f"（{way.months}）" if way.months else "")
    agreed = "　".join(
        part for part in (way.agreed_at, wareki(way.agreed_on) if way.agreed_on else "") if part
    )
    return [
        ("参集範囲", _joined("、".join(kind.name for kind in way.kinds), way.range_note)),
        ("開催時期", times),
        ("始める時刻", time_text(way.usual_start) if way.usual_start else ""),
        ("会場", way.venue.name if way.venue else ""),
        ("運営する団体", _joined(way.runs.name if way.runs else "", way.runs_note)),
        ("進め方", way.way),
        ("決めた場・日", agreed),
    ]


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


# ── PDF ──────────────────────────────────────────────────────────────────────────────────────────


def _pdf(kind: StagePaper, data: StageSheet, on: date) -> bytes:
    words: dict[str, Any] = asdict(data) | {
        "topic": TOPIC,
        "title": _title(kind, data),
        "rows": FIVE_W_ONE_H,
        "examples": EXAMPLES,
        "notes": (LESS, OPENNESS),
        "programme": PROGRAMME,
        "questions": QUESTIONS,
        "stance": STANCE,
        "state": _state(data),
    }
    return render_pdf(_HERE / f"stages_{kind.value}.typ", words, dated=on)


def _title(kind: StagePaper, data: StageSheet) -> str:
    return {
        StagePaper.PURPOSE: f"{TOPIC}について",
        StagePaper.PROGRAMME: f"{TOPIC} 説明会 次第",
        StagePaper.OPINIONS: "意見シート",
        StagePaper.PLAN: f"{TOPIC}の進め方" + ("" if data.is_agreed else "（案）"),
    }[kind]


def _state(data: StageSheet) -> str:
    if data.is_agreed:
        return "地区で決めた進め方です。"
    return "話し合いのための案です。空いているところは、話し合って書き入れます。"


# ── Word ─────────────────────────────────────────────────────────────────────────────────────────


def _begun(kind: StagePaper, data: StageSheet) -> Any:
    document = new_document(title=_title(kind, data), size=14, page_numbers=False)
    add_line(document, data.printed, align=RIGHT, size=11)
    add_line(document, _title(kind, data), align=CENTER, size=20, bold=True)
    add_line(document, data.district, align=CENTER, size=16)
    return document


def _ended(document: Any, data: StageSheet) -> bytes:
    if data.contact:
        add_line(document, "問い合わせ", bold=True)
        for line in data.contact:
            add_line(document, line)
    return document_bytes(document)


def _purpose_docx(data: StageSheet) -> bytes:
    document = _begun(StagePaper.PURPOSE, data)
    add_table(document, FIVE_W_ONE_H, widths_mm=(30, 140), head_column=True)
    add_line(document, "話し合うことの例", bold=True)
    for example in EXAMPLES:
        add_line(document, f"・{example}")
    add_line(document, LESS)
    add_line(document, OPENNESS)
    return _ended(document, data)


def _programme_docx(data: StageSheet) -> bytes:
    document = _begun(StagePaper.PROGRAMME, data)
    add_line(document, f"日時　{data.when or '令和　　年　　月　　日'}　　　時　　　分から")
    add_line(document, f"会場　{data.venue}")
    for number, (what, note) in enumerate(PROGRAMME, start=1):
        add_line(document, f"{number}　{what}", bold=True)
        if note:
            add_line(document, note, indent_mm=10)
    return _ended(document, data)


def _opinions_docx(data: StageSheet) -> bytes:
    document = _begun(StagePaper.OPINIONS, data)
    add_line(document, "団体・役職：")
    add_line(document, STANCE, size=12)
    for number, question in enumerate(QUESTIONS, start=1):
        add_line(document, f"{number}　{question}", bold=True)
        add_table(document, [("",)], widths_mm=(170,), row_height_mm=32)
    return _ended(document, data)


def _plan_docx(data: StageSheet) -> bytes:
    document = _begun(StagePaper.PLAN, data)
    add_line(document, _state(data))
    add_table(document, data.way, widths_mm=(40, 130), head_column=True, row_height_mm=14)
    return _ended(document, data)


_WORD: dict[StagePaper, Callable[[StageSheet], bytes]] = {
    StagePaper.PURPOSE: _purpose_docx,
    StagePaper.PROGRAMME: _programme_docx,
    StagePaper.OPINIONS: _opinions_docx,
    StagePaper.PLAN: _plan_docx,
}
