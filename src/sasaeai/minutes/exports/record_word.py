"""Minutes as DOCX."""

from __future__ import annotations

from docx.document import Document as WordDocument

from sasaeai.minutes.exports.record import (
    MinutesItem,
    MinutesPaper,
    RemarkLine,
    RemarkMark,
    item_details,
)
from sasaeai.paper.word import (
    CENTER,
    RIGHT,
    TEXT_WIDTH_MM,
    add_line,
    add_table,
    document_bytes,
    new_document,
)

_LABEL_MM = 28
_TASK_WIDTHS_MM = (84, 52, 34)


def minutes_docx(paper: MinutesPaper) -> bytes:
    """The minutes for further work in Word; a draft says so in its title."""
    document = new_document(title=paper.title)
    add_line(document, f"{paper.notice}　第{paper.version}版".strip("　"), align=RIGHT, size=11)
    mark = "（案）" if paper.draft else ""
    title = f"{paper.meeting.session}\n{paper.meeting.body} 会議録{mark}"
    add_line(document, title, align=CENTER, style="Title")
    head_widths = (_LABEL_MM, TEXT_WIDTH_MM - _LABEL_MM)
    add_table(document, paper.head, widths_mm=head_widths, head_column=True)
    for item in paper.items:
        _add_item(document, item)
    if paper.exchange:
        add_line(document, "情報交換", style="Heading 1")
        for remark in paper.exchange:
            _add_remark(document, remark)
    _add_end(document, paper)
    return document_bytes(document)


def _add_item(document: WordDocument, item: MinutesItem) -> None:
    add_line(document, f"{item.number}　{item.title}", style="Heading 1")
    if details := item_details(item):
        add_line(document, details, size=11, indent_mm=4)
    if item.summary:
        add_line(document, item.summary, indent_mm=4)
    for remark in item.remarks:
        _add_remark(document, remark)
    if item.outcome:
        add_line(document, f"まとめ　{item.outcome}", bold=True)


def _add_remark(document: WordDocument, remark: RemarkLine) -> None:
    indent = 10 if remark.mark is RemarkMark.RESPONSE else 4
    add_line(document, f"{remark.mark.value} {remark.words}", indent_mm=indent)


def _add_end(document: WordDocument, paper: MinutesPaper) -> None:
    add_line(document, "これから取り組むこと", style="Heading 1")
    if paper.tasks:
        rows = [(task.what, task.who, task.by_when) for task in paper.tasks]
        header = ("すること", "だれが", "いつまでに")
        add_table(document, rows, widths_mm=_TASK_WIDTHS_MM, header=header)
    else:
        add_line(document, "新しく決まった取り組みはありません。")
    add_line(document, "次回の予定", style="Heading 1")
    add_line(document, paper.next_meeting or "未定")
    labels, words = zip(*paper.approval_words, strict=True)
    add_table(document, [words], widths_mm=(TEXT_WIDTH_MM / 4,) * 4, header=labels)
