"""会議録の抜き書き: one item as a sheet for those it is given to, with whom and what for on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sasaeai.kernel import clock
from sasaeai.kernel.wareki import long_date
from sasaeai.minutes.models import Extract
from sasaeai.minutes.queries.extracts import heading_of, sender_of
from sasaeai.paper.pdf import render_pdf
from sasaeai.paper.word import CENTER, RIGHT, add_line, document_bytes, new_document

_TEMPLATE = Path(__file__).with_name("extract.typ")
NOTE = "この抜き書きは、上の使い道のために、宛名の方だけにお渡ししています。ほかの人に渡さないでください。"


@dataclass(frozen=True, slots=True)
class ExtractSheet:
    """What is given. draft: the minutes were not settled when it was made."""

    heading: str
    title: str
    text: str
    receivers: tuple[str, ...]
    purpose: str
    made_on: date
    version: int
    draft: bool
    sender: str

    @property
    def words(self) -> dict[str, object]:
        """What the template prints."""
        return {
            "title": f"{self.heading} 会議録の抜き書き",
            "meeting": self.heading,
            "item": self.title,
            "text": self.text or "（記録はありません）",
            "receivers": self.receivers,
            "purpose": self.purpose,
            "made_on": long_date(self.made_on),
            "version": f"会議録{'（案）' if self.draft else ''} 第{self.version}版から",
            "sender": self.sender,
            "note": NOTE,
        }


def extract_sheet(extract: Extract) -> ExtractSheet:
    """From the row that was kept, and from nothing that may have changed since."""
    meeting = extract.minutes.meeting
    return ExtractSheet(
        heading=extract.heading or heading_of(meeting),
        title=extract.title,
        text=extract.text,
        receivers=tuple(extract.receivers.splitlines()),
        purpose=extract.purpose,
        made_on=clock.to_tokyo(extract.created_at).date(),
        version=extract.revision.number,
        draft=extract.was_draft,
        sender=extract.sender or sender_of(meeting),
    )


def extract_pdf(sheet: ExtractSheet) -> bytes:
    """The sheet as PDF."""
    return render_pdf(_TEMPLATE, sheet.words, dated=sheet.made_on)


def extract_docx(sheet: ExtractSheet) -> bytes:
    """The sheet as DOCX."""
    words = sheet.words
    document = new_document(title=str(words["title"]))
    add_line(document, str(words["made_on"]), align=RIGHT)
    for receiver in sheet.receivers:
        add_line(document, f"{receiver}　様")
    add_line(document, sheet.sender, align=RIGHT)
    add_line(document, "会議録の抜き書き", align=CENTER, style="Title")
    add_line(document, str(words["meeting"]))
    add_line(document, f"使い道　{sheet.purpose}")
    add_line(document, sheet.title, style="Heading 1")
    add_line(document, str(words["text"]))
    add_line(document, str(words["version"]), align=RIGHT, size=11)
    add_line(document, NOTE, size=11)
    return document_bytes(document)
