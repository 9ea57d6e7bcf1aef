"""An answer or a reminder as it leaves by wire: words for mail and LINE, a sheet for the FAX."""

from __future__ import annotations

from datetime import date

from sasaeai.issues.models import ActionReminder, Answer
from sasaeai.kernel.wareki import long_date, wareki
from sasaeai.notices.channels.outgoing import Attachment, Copy
from sasaeai.notices.exports.action_card import promise_card, reminder_sheet_pdf
from sasaeai.notices.exports.answer_letter import SUBJECT, answer_letter, answer_letters_pdf
from sasaeai.notices.queries.addresses import AddressUsed
from sasaeai.notices.queries.texts import Text, Window, district_of, window_of
from sasaeai.people.enums import Channel

REMINDER_SUBJECT = "取組のお知らせ"


def copy_of_text(row: Text, *, on: date) -> Copy:
    """What goes out for a waiting text. Raises PaperError for a sheet that cannot be printed."""
    if row.sending_key is None:
        raise ValueError("a text without a key does not wait to be sent")
    address = AddressUsed(**row.address_used)
    window = window_of(district_of(row), on=on)
    by_fax = row.channel == Channel.FAX
    return Copy(
        delivery_id=row.pk,
        key=row.sending_key,
        address=address.by(row.channel),
        subject=SUBJECT if isinstance(row, Answer) else REMINDER_SUBJECT,
        text=message_of_text(row, address, window),
        attachments=(_sheet(row, address, window, on),) if by_fax else (),
    )


def message_of_text(row: Text, address: AddressUsed, window: Window) -> str:
    """The words of a mail or of a talk in LINE; the trouble itself is not repeated in them."""
    blocks = [_reader(address), _opening(row), row.text.strip(), _closing(row), _contact(window)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _opening(row: Text) -> str:
    if isinstance(row, Answer):
        return (
            f"{wareki(row.trouble.raised_on)}にお寄せいただいた困りごとについて、お返事いたします。"
        )
    return ""


def _closing(row: Text) -> str:
    if isinstance(row, ActionReminder):
        return f"■ すること：{row.action.what}\n■ 期限：{long_date(row.due_on)}"
    return "ひと月ほどたちましたら、お役に立ったかどうかをおうかがいします。"


def _reader(to: AddressUsed) -> str:
    person = " ".join(part for part in (to.title, to.name) if part)
    if not person:
        return f"{to.organization} 御中"
    return "\n".join(part for part in (to.organization, f"{person} 様") if part)


def _contact(window: Window) -> str:
    lines = [f"連絡先：{window.contact}"] if window.contact else []
    lines += [f"電話 {window.tel}"] if window.tel else []
    lines += [f"FAX {window.fax}"] if window.fax else []
    return "\n".join(lines)


def _sheet(row: Text, address: AddressUsed, window: Window, on: date) -> Attachment:
    if isinstance(row, Answer):
        content = answer_letters_pdf([answer_letter(row, address, window, on=on)])
    else:
        content = reminder_sheet_pdf([(promise_card(row.action, window), row.text)], on=on)
    return Attachment("oshirase.pdf", "application/pdf", content)
