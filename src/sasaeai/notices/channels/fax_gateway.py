"""FAX through a mail-to-FAX service: a mail to an address made of the number, with the PDF.

Such services take the number from the address and print what is attached. Text of the mail would
become a page of its own and the subject may be shown on their web pages, so neither says anything.
"""

from __future__ import annotations

import dataclasses

from django.conf import settings
from django.utils.translation import gettext as _

from sasaeai.kernel.text import fold
from sasaeai.notices.channels import mail
from sasaeai.notices.channels.outgoing import Copy, SendFailed, Sent
from sasaeai.notices.enums import Failure

RESENDS_SAFELY = False
_SUBJECT = "FAX"


def is_set_up() -> bool:
    """Whether the site knows a service: an address pattern with {number}, and mail itself."""
    pattern = settings.FAX_GATEWAY
    return "{number}" in pattern and "@" in pattern and mail.is_set_up()


def open_channel() -> FaxChannel:
    """The way out by FAX; it connects with the first copy."""
    return FaxChannel()


def gateway_address(number: str) -> str:
    """「017-000-0000」 as the address of the service. Raises SendFailed (ADDRESS) for no number."""
    digits = "".join(sign for sign in fold(number) if sign.isdecimal() and sign.isascii())
    if not 9 <= len(digits) <= 15:
        raise SendFailed(
            Failure.ADDRESS, _("FAX番号の形が正しくありません。名簿の番号を直してください。")
        )
    return settings.FAX_GATEWAY.replace("{number}", digits)


class FaxChannel:
    """Mails to the service over one connection."""

    def __init__(self) -> None:
        self._mail = mail.open_channel()

    def send(self, copy: Copy) -> Sent:
        """Hand the sheet over to the service. Raises SendFailed."""
        if not copy.attachments:
            raise ValueError("a FAX needs its sheet")
        return self._mail.send(
            dataclasses.replace(
                copy,
                address=gateway_address(copy.address),
                subject=_SUBJECT,
                text="",
                ics=None,
                reply_url=None,
            )
        )

    def close(self) -> None:
        """End the connection."""
        self._mail.close()
