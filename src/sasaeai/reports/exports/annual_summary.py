"""The sheet for a district's general meeting (総会資料): A4, big type, to be read out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils import translation

from sasaeai.issues.enums import IssueStatus
from sasaeai.kernel.wareki import short_date, wareki
from sasaeai.paper import word
from sasaeai.paper.files import DOCX, PDF, XLSX, Paper, make_paper
from sasaeai.paper.pdf import render_pdf
from sasaeai.paper.sheet import Sheet, book_bytes
from sasaeai.reports.exports.annual import PUBLIC_NOTE, plan_of
from sasaeai.reports.queries.annual_summary import DistrictSummary, GatheringLine, IssueLine

FORMATS = ("pdf", "docx", "xlsx")
_TEMPLATE = Path(__file__).with_name("annual_summary.typ")
_MOST_ITEMS = 3
_GATHERING_HEADS = ("日", "会議・話し合ったこと", "会場", "参加")
_ISSUE_HEADS = ("課題", "どうなったか")


@dataclass(frozen=True, slots=True)
class SummaryPaper:
    """What is printed. lead: the year in three sentences; told: what went back to the raisers."""

    title: str
    place: str
    year: str
    printed: str
    lead: tuple[str, ...]
    gatherings: tuple[tuple[str, str, str, str], ...]
    issues: tuple[tuple[str, str], ...]
    more: str
    told: str
    plan: tuple[tuple[str, str], ...]
    words: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def summary_paper(found: DistrictSummary, *, ext: str, on: date) -> Paper:
    """The sheet as "pdf", "docx" or "xlsx"."""
    with translation.override("ja"):
        paper = paper_of(found, on)
    if ext == "xlsx":
        content_type, content = XLSX, _xlsx(paper)
    elif ext == "docx":
        content_type, content = DOCX, _docx(paper)
    else:
        content_type, content = PDF, render_pdf(_TEMPLATE, paper, dated=on)
    return make_paper(
        "年間のまとめ",
        found.district.name,
        paper.year,
        "公表用" if found.sheet.is_public else "",
        content_type=content_type,
        content=content,
    )


def paper_of(found: DistrictSummary, on: date) -> SummaryPaper:
    """The words of the sheet."""
    sheet, report = found.sheet, found.sheet.report
    words = report.words
    notes = [PUBLIC_NOTE] if sheet.is_public else []
    if report.fiscal_year.end > on:
        notes.append(f"年度の途中です。{wareki(on)}までに記録したものを載せています。")
    if any(line.is_recognized for line in found.gatherings):
        notes.append("◎は、ほかの会議を地域支え合い会議の一つとみなしたものです。")
    return SummaryPaper(
        title="地域支え合い会議　一年のまとめ",
        place=found.district.name,
        year=report.year_name,
        printed=wareki(on),
        lead=_lead(found),
        gatherings=tuple(_gathering(line) for line in found.gatherings),
        issues=tuple(_issue(line, is_public=sheet.is_public) for line in found.issues),
        more=f"このほかに{found.more}件の課題があります。" if found.more else "",
        told=_told(found),
        plan=plan_of(report),
        words=tuple(
            pair
            for pair in (
                ("よかったこと", words.achieved),
                ("これからの課題", words.remaining),
                ("次の年度の方針", words.next_plan),
            )
            if pair[1]
        ),
        notes=tuple(notes),
    )


def _lead(found: DistrictSummary) -> tuple[str, ...]:
    sheet, people = found.sheet, found.sheet.report.total.people
    if not people.gatherings:
        return (f"{sheet.report.year_name}は、まだ会議を開いていません。",)
    persons = f"（実人数{sheet.persons.words}人）" if people.persons else ""
    return (
        f"会議を{people.gatherings}回開き、延べ{sheet.people.words}人{persons}が参加しました。",
        (
            f"課題は、前の年度から続くもの{sheet.issue('before').words}件、"
            f"新しいもの{sheet.issue('new').words}件で、"
            f"そのうち{sheet.issue('resolved').words}件が終わりました。"
        ),
    )


def _told(found: DistrictSummary) -> str:
    troubles = found.sheet.report.troubles
    if not troubles.raised:
        return "この年度に届いた困りごとはありませんでした。"
    raised, told = found.sheet.trouble("raised").words, found.sheet.trouble("told").words
    return f"届いた困りごと{raised}件のうち、{told}件に返答を伝えました。"


def _gathering(line: GatheringLine) -> tuple[str, str, str, str]:
    number = f"　第{line.number}回" if line.number else ""
    name = f"{'◎' if line.is_recognized else ''}{line.name}{number}"
    items = "、".join(line.items[:_MOST_ITEMS]) + (
        "　ほか" if len(line.items) > _MOST_ITEMS else ""
    )
    people = "不明" if line.people is None else f"{line.people.words}人"
    return (
        short_date(line.on),
        "\n".join(part for part in (name, items) if part),
        line.venue,
        people,
    )


def _issue(line: IssueLine, *, is_public: bool) -> tuple[str, str]:
    became = {
        IssueStatus.OPEN: "話し合いを続けています。",
        IssueStatus.ACTING: "取り組んでいます。",
        IssueStatus.WAITING: "市などの返答を待っています。",
        IssueStatus.CLOSED: f"終わりました。{line.became}",
    }[line.status]
    if line.raised and not is_public:
        became += f"\n寄せた方への返答：{line.raised}件のうち{line.told}件"
    return line.title, became


def _docx(paper: SummaryPaper) -> bytes:
    document = word.new_document(title=f"{paper.title} {paper.place}", size=14)
    word.add_line(document, paper.title, style="Title", align=word.CENTER)
    word.add_line(document, f"{paper.place}　{paper.year}", align=word.CENTER, size=16, bold=True)
    for line in paper.lead:
        word.add_line(document, line)
    if paper.gatherings:
        word.add_line(document, "集まった日", style="Heading 1")
        word.add_table(
            document, paper.gatherings, widths_mm=(30, 82, 36, 22), header=_GATHERING_HEADS
        )
    if paper.issues:
        word.add_line(document, "課題と、どうなったか", style="Heading 1")
        word.add_table(document, paper.issues, widths_mm=(70, 100), header=_ISSUE_HEADS)
    if paper.more:
        word.add_line(document, paper.more)
    word.add_line(document, "寄せた方への返答", style="Heading 1")
    word.add_line(document, paper.told)
    for heading, text in paper.words:
        word.add_line(document, heading, style="Heading 1")
        word.add_line(document, text)
    if paper.plan:
        word.add_line(document, "次の年度の計画（年に開くつもりの回数）", style="Heading 1")
        word.add_table(document, paper.plan, widths_mm=(130, 40))
    for note in paper.notes:
        word.add_line(document, note, size=11)
    return word.document_bytes(document)


def _xlsx(paper: SummaryPaper) -> bytes:
    above = (f"{paper.title}　{paper.place}　{paper.year}", *paper.lead, paper.told, *paper.notes)
    return book_bytes(
        [
            Sheet("集まった日", above, _GATHERING_HEADS, (18, 60, 26, 10), paper.gatherings),
            Sheet("課題", ("課題と、どうなったか",), _ISSUE_HEADS, (46, 60), paper.issues),
            Sheet(
                "次の年度",
                ("次の年度",),
                ("項目", "内容"),
                (40, 70),
                (*paper.words, *paper.plan),
            ),
        ]
    )
