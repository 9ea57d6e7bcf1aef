"""E-mail by SMTP (RFC 5321), one recipient a message.

What a refusal means follows the reply codes: 4xx may go later, 5xx to the recipient is a wrong
address, 5xx before there is a recipient is our own set-up. Once the text itself was handed over
and the line broke, nobody knows: that is UNSURE, never sent again by itself.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sasaeai.kernel import clock
from sasaeai.notices.channels.outgoing import Copy, SendFailed, Sent
from sasaeai.notices.enums import Failure

RESENDS_SAFELY = False
"""A mail handed over twice arrives twice, whatever its Message-ID."""

SECURITIES = ("starttls", "ssl", "none")
_OURS_CODES = frozenset({530, 534, 535, 538})
_SERVER_GONE = 421
_SET_UP_FAULTS = {
    ssl.SSLError: gettext_lazy("メールサーバーの証明書を確かめられません"),
    smtplib.SMTPAuthenticationError: gettext_lazy("メールサーバーの利用者名かパスワードが違います"),
    smtplib.SMTPNotSupportedError: gettext_lazy("メールサーバーが、設定した方式に対応していません"),
    socket.gaierror: gettext_lazy("メールサーバーの名前が見つかりません"),
}


def is_set_up() -> bool:
    """Whether a site may send mail: a server and an address to send from."""
    return bool(settings.MAIL_HOST and settings.MAIL_FROM)


def open_channel() -> MailChannel:
    """The way out by e-mail; it connects with the first copy."""
    return MailChannel()


def try_out() -> None:
    """Connect and sign in without sending. Raises SendFailed with what is wrong."""
    channel = open_channel()
    channel.connect()
    channel.close()


def message_id(copy: Copy) -> str:
    """Always the same for one copy, so that a bounce finds it and a second arrival is seen."""
    return f"<{copy.key}@{_domain()}>"


class MailChannel:
    """One connection to the mail server, kept for a run and opened again when the server ends it."""

    def __init__(self) -> None:
        self._server: smtplib.SMTP | None = None

    def send(self, copy: Copy) -> Sent:
        """Hand one mail over. Raises SendFailed."""
        message = _message(copy, _recipient(copy.address))
        self._begin(copy)
        self._name_recipient(copy.address)
        self._hand_over(message.as_bytes(policy=SMTP))
        return Sent(str(copy.key))

    def connect(self) -> None:
        """Connect now rather than with the first copy. Raises SendFailed."""
        self._connected()

    def close(self) -> None:
        """End the connection politely; a broken one is just dropped."""
        server, self._server = self._server, None
        if server is None:
            return
        try:
            server.quit()
        except (smtplib.SMTPException, OSError):
            server.close()

    def _begin(self, copy: Copy) -> None:
        """MAIL FROM. A server that ended the old connection gets a new one, once."""
        sender = _return_path(copy)
        try:
            code, answer = self._connected().mail(sender)
            if code == _SERVER_GONE:
                raise smtplib.SMTPServerDisconnected
        except (smtplib.SMTPException, OSError):
            self._drop()
            code, answer = self._asked(lambda: self._connected().mail(sender))
        if code >= 500:
            self.close()
            raise _ours(_("差出人のアドレスが、メールサーバーに断られました"), code, answer)
        if code >= 400:
            self.close()
            raise _later(code, answer, stops_run=True)

    def _name_recipient(self, address: str) -> None:
        code, answer = self._asked(lambda: self._connected().rcpt(address))
        if code < 400:
            return
        self._asked(lambda: self._connected().rset())
        if code in _OURS_CODES or b"relay" in answer.lower():
            self.close()
            raise _ours(_("メールサーバーが、この差出人からの送信を認めていません"), code, answer)
        if code >= 500:
            raise SendFailed(
                Failure.ADDRESS,
                _("このメールアドレスには届きません（%(code)s）。アドレスを確かめてください。")
                % {"code": _said(code, answer)},
            )
        raise _later(code, answer)

    def _hand_over(self, content: bytes) -> None:
        try:
            code, answer = self._connected().data(content)
        except smtplib.SMTPDataError as error:
            code, answer = error.smtp_code, _bytes(error.smtp_error)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise SendFailed(
                Failure.UNSURE,
                _("送っている途中で通信が切れました。届いたかどうか、相手の方に確かめてください。"),
            ) from error
        if code >= 500:
            self.close()
            raise _ours(_("メールの内容が、メールサーバーに断られました"), code, answer)
        if code >= 400:
            # Refused at the word DATA, the server still waits for a text: begin anew with the next.
            self._asked(lambda: self._connected().rset())
            raise _later(code, answer)

    def _asked(self, ask: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
        """One command; a line that breaks before the text left is tried again later."""
        try:
            return ask()
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise _unreachable() from error

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            self._server = _connect()
        return self._server

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None


def _connect() -> smtplib.SMTP:
    """A greeted, secured and signed-in connection. Raises SendFailed."""
    kind = settings.MAIL_SECURITY
    if kind not in SECURITIES:
        raise SendFailed(
            Failure.OURS, _("メールの設定 SASAEAI_MAIL_SECURITY の値が正しくありません。")
        )
    context = ssl.create_default_context()
    try:
        server = _greeted(kind, context)
        if kind == "starttls":
            server.starttls(context=context)
        if settings.MAIL_USER:
            server.login(settings.MAIL_USER, settings.MAIL_PASSWORD)
    except (smtplib.SMTPException, OSError) as error:
        raise _explained(error) from error
    return server


def _explained(error: Exception) -> SendFailed:
    """Why no connection came about: what the set-up got wrong, or a server that is away for now."""
    if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
        return _unreachable()
    found = next((what for kind, what in _SET_UP_FAULTS.items() if isinstance(error, kind)), None)
    return _unreachable() if found is None else _wrong(str(found))


def _greeted(kind: str, context: ssl.SSLContext) -> smtplib.SMTP:
    place = (settings.MAIL_HOST, settings.MAIL_PORT)
    if kind == "ssl":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            *place, timeout=settings.MAIL_TIMEOUT, context=context, local_hostname=_domain()
        )
    else:
        server = smtplib.SMTP(*place, timeout=settings.MAIL_TIMEOUT, local_hostname=_domain())
    server.ehlo_or_helo_if_needed()
    return server


def _recipient(address: str) -> Address:
    """The address as a header holds it. Raises SendFailed (ADDRESS) for one that is none."""
    try:
        if not address.isascii() or address.count("@") != 1:
            raise ValueError(address)
        return Address(addr_spec=address)
    except (ValueError, LookupError, AttributeError, HeaderParseError) as error:
        raise SendFailed(
            Failure.ADDRESS,
            _("メールアドレスの形が正しくありません。名簿のアドレスを直してください。"),
        ) from error


def _message(copy: Copy, recipient: Address) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = settings.MAIL_FROM
    message["To"] = recipient
    if settings.MAIL_REPLY_TO:
        message["Reply-To"] = settings.MAIL_REPLY_TO
    message["Subject"] = " ".join(copy.subject.split())
    message["Date"] = format_datetime(clock.to_tokyo(clock.now()))
    message["Message-ID"] = message_id(copy)
    message.set_content(copy.text, charset="utf-8", cte="base64")
    for file in copy.attachments:
        kind, _slash, subtype = file.content_type.partition("/")
        message.add_attachment(file.content, maintype=kind, subtype=subtype, filename=file.name)
    if copy.ics is not None:
        message.add_attachment(copy.ics, maintype="text", subtype="calendar", filename="kaigi.ics")
    return message


def _domain() -> str:
    return settings.MAIL_FROM.rpartition("@")[2].strip("> ") or "localhost"


def _return_path(copy: Copy) -> str:
    """Where bounces go: SASAEAI_MAIL_RETURN, with the key of the copy where it says {key}."""
    plain = settings.MAIL_FROM.rpartition("<")[2].strip("> ")
    return (settings.MAIL_RETURN or plain).replace("{key}", copy.key.hex)


def _wrong(what: str) -> SendFailed:
    return SendFailed(
        Failure.OURS,
        _("%(what)s。設定を確かめてから、もう一度送ってください。") % {"what": what},
    )


def _ours(what: str, code: int, answer: bytes) -> SendFailed:
    return _wrong(f"{what}（{_said(code, answer)}）")


def _later(code: int, answer: bytes, *, stops_run: bool = False) -> SendFailed:
    return SendFailed(
        Failure.RETRY,
        _("メールサーバーが今は受け取れません（%(code)s）。時間をおいて、もう一度送ります。")
        % {"code": _said(code, answer)},
        stops_run=stops_run,
    )


def _unreachable() -> SendFailed:
    return SendFailed(
        Failure.RETRY,
        _("メールサーバーにつながりません。時間をおいて、もう一度送ります。"),
        stops_run=True,
    )


def _said(code: int, answer: bytes) -> str:
    return f"{code} {_bytes(answer).decode('ascii', 'replace')}"[:80].strip()


def _bytes(answer: bytes | str) -> bytes:
    return answer if isinstance(answer, bytes) else answer.encode()
