"""A notice as plain words, for e-mail and LINE; only what the channel may carry (L-01)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sasaeai.kernel.reply_code import ReplyCodeError, parse_reply_code
from sasaeai.kernel.wareki import long_date
from sasaeai.notices.enums import NoticeKind
from sasaeai.notices.models import Notice
from sasaeai.notices.queries import NoticeBoard, Recipient, wording
from sasaeai.notices.queries.allowed import AllowedContent, may_say
from sasaeai.notices.queries.named_items import unnamed_titles, without
from sasaeai.notices.queries.reply_page import reply_url
from sasaeai.people.enums import Channel

_PLAIN = {
    NoticeKind.INVITATION: ("{body}のご案内", "{body}を、次のとおり開きます。"),
    NoticeKind.CHANGE: (
        "{body}の変更について",
        "先にご案内した{body}は、次のとおりになりました。",
    ),
    NoticeKind.CANCELLATION: (
        "{body}の中止について",
        "先にご案内した次の{body}は、中止になりました。",
    ),
    NoticeKind.DUE_REMINDER: (
        "{body}のご返信のお願い",
        "先にご案内した{body}について、ご返信をお待ちしています。",
    ),
    NoticeKind.EVE_REMINDER: ("{body}が近づきました", "{body}が近づきましたので、お知らせします。"),
}
"""Subject and first sentence where the notice's own words may not go out."""


_HOW = {
    Channel.EMAIL: "このメールへの返信か、お電話で",
    Channel.LINE: "このトークに「出席」か「欠席」と送るか、お電話で",
}
"""How one answers while there is no reply page."""


@dataclass(frozen=True, slots=True)
class Message:
    """Subject and text of one copy."""

    subject: str
    text: str


def message_of(board: NoticeBoard, recipient: Recipient) -> Message:
    """What one reader gets by the recipient's channel. `board.notice` is the notice."""
    notice = board.notice
    if notice is None:
        raise ValueError("no notice to send")
    allowed = may_say(board.meeting, recipient.channel)
    subject, first = (
        line.format(body=board.meeting.body.name) for line in _PLAIN[NoticeKind(notice.kind)]
    )
    if allowed.own_words:
        subject = notice.subject
    blocks = [
        _reader(recipient),
        _opening(notice, recipient, first, allowed),
        "\n".join(_particulars(board, notice, recipient, allowed)),
        notice.note.strip() if allowed.own_words else "",
        "\n".join(_answering(notice, recipient)),
        "\n".join(_contact(notice)),
    ]
    return Message(subject, "\n\n".join(block for block in blocks if block) + "\n")


def _reader(recipient: Recipient) -> str:
    to = recipient.address
    person = " ".join(part for part in (to.title, to.name) if part)
    if not person:
        return f"{to.organization} 御中"
    return "\n".join(part for part in (to.organization, f"{person} 様") if part)


def _opening(notice: Notice, recipient: Recipient, first: str, allowed: AllowedContent) -> str:
    if not allowed.own_words:
        return first
    # A talk in LINE is read on a small screen: it begins with the matter itself.
    greeting = "" if recipient.channel == Channel.LINE else notice.greeting
    return "\n\n".join(part.strip() for part in (greeting, notice.purpose) if part.strip())


def _particulars(
    board: NoticeBoard, notice: Notice, recipient: Recipient, allowed: AllowedContent
) -> Iterator[str]:
    meeting, facts = board.meeting, board.facts
    seen = notice.approved_facts or {}
    before = seen.get("before", {}) if notice.kind == NoticeKind.CHANGE else {}
    for label, key in (("日時", "when"), ("会場", "venue")):
        yield f"■ {label}：{facts[key]}"
        if before.get(key, facts[key]) != facts[key]:
            yield f"　（変更前：{before[key]}）"
        if key == "venue" and meeting.venue.address:
            yield f"　{meeting.venue.address}"
    if notice.kind == NoticeKind.CANCELLATION:
        return
    agenda = without(recipient.agenda, unnamed_titles(meeting, recipient.channel))
    if allowed.agenda and agenda:
        yield "■ 議題"
        yield from (f"　({number}) {title}" for number, title in enumerate(agenda, start=1))
    if facts["snow"]:
        yield f"■ 雪天のとき：{facts['snow']}"


def _answering(notice: Notice, recipient: Recipient) -> Iterator[str]:
    if notice.kind == NoticeKind.CANCELLATION:
        yield "ご返信はいりません。"
        return
    url = reply_url(recipient.expected.reply_code)
    if notice.kind == NoticeKind.EVE_REMINDER:
        yield "ご都合が変わったときは、下の連絡先へお知らせください。"
    elif not notice.approved_facts.get("asks_reply", True):
        yield wording.REPLIES_HOLD
    else:
        how = "下のページか、お電話で" if url else _HOW.get(recipient.channel, "お電話で")
        yield f"出欠は、{long_date(notice.reply_due_on)}までに、{how}お知らせください。"
    if url:
        yield f"返信ページ：{url}"
    yield f"返信コード：{_printed_code(recipient.expected.reply_code)}"


def _contact(notice: Notice) -> Iterator[str]:
    yield f"連絡先：{notice.contact_name}"
    if notice.contact_tel:
        yield f"電話 {notice.contact_tel}"
    if notice.contact_fax:
        yield f"FAX {notice.contact_fax}"


def _printed_code(code: str) -> str:
    try:
        return parse_reply_code(code)
    except ReplyCodeError:
        return code
