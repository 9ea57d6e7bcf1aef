"""See whether this installation is fit to serve: settings, database, folders, fonts, ways out.

この設置で動かせるかどうかを確かめます。
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from sasaeai.cli.migrate import missing_migrations
from sasaeai.cli.refusal import Refusal
from sasaeai.notices.channels import fax_gateway, line, mail, mailbox
from sasaeai.notices.channels.outgoing import SendFailed
from sasaeai.paper.pdf import FONT_DIR

NAME = "check"
HELP = "see whether this installation is fit to serve (動かせるかを確かめる)"


class NotSetUp(Exception):
    """Something that a site may go without; the text names what would set it up."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(arguments: argparse.Namespace) -> int:
    """Go through every check, say each result; 1 when any of them failed."""
    failed = 0
    for name, look in CHECKS.items():
        try:
            print(f"ok      {name}: {look()}")
        except NotSetUp as absent:
            print(f"--      {name}: not set up (設定なし); {absent}")
        except Refusal as refusal:
            failed += 1
            print(f"FAILED  {name}: {refusal}")
    return 1 if failed else 0


def _settings() -> str:
    try:
        call_command("check", fail_level="WARNING", verbosity=0)
    except CommandError as error:
        raise Refusal(str(error)) from error
    return settings.SITE_URL


def _database() -> str:
    if missing := missing_migrations():
        raise Refusal(f"{missing} changes are missing. Run: sasaeai migrate")
    return connection.vendor


def _folder() -> str:
    folder = settings.VAR_DIR
    if not os.access(folder, os.W_OK):
        raise Refusal(f"{folder} cannot be written to")
    return str(folder)


def _fonts() -> str:
    fonts = [path.name for path in FONT_DIR.iterdir() if path.suffix in {".ttf", ".otf"}]
    if not fonts:
        raise Refusal(f"no fonts in {FONT_DIR}: papers cannot be printed")
    return f"{len(fonts)} fonts"


def _mail() -> str:
    if not mail.is_set_up():
        raise NotSetUp("SASAEAI_MAIL_HOST, SASAEAI_MAIL_FROM")
    try:
        mail.try_out()
    except SendFailed as failed:
        raise Refusal(failed.sentence) from failed
    return f"{settings.MAIL_HOST}:{settings.MAIL_PORT}, from {settings.MAIL_FROM}"


def _fax() -> str:
    if not settings.FAX_GATEWAY:
        raise NotSetUp("SASAEAI_FAX_GATEWAY")
    if not fax_gateway.is_set_up():
        raise Refusal("SASAEAI_FAX_GATEWAY needs {number} and @, and mail has to be set up")
    return settings.FAX_GATEWAY


def _returned_mail() -> str:
    return _mailbox("SASAEAI_MAILBOX", settings.MAILBOX, settings.MAILBOX_PASSWORD)


def _fax_mailbox() -> str:
    return _mailbox("SASAEAI_FAX_MAILBOX", settings.FAX_MAILBOX, settings.FAX_MAILBOX_PASSWORD)


def _mailbox(variable: str, address: str, password: str) -> str:
    if not mailbox.is_set_up(address):
        raise NotSetUp(variable)
    try:
        with mailbox.open_mailbox(address, password):
            return mailbox.shown(address)
    except mailbox.MailboxClosed as closed:
        raise Refusal(str(closed)) from closed


def _line() -> str:
    if not line.is_set_up():
        raise NotSetUp("SASAEAI_LINE_TOKEN, SASAEAI_LINE_SECRET, and the extra line")
    return settings.LINE_ID or "SASAEAI_LINE_ID is empty: no button to add the account"


CHECKS: dict[str, Callable[[], str]] = {
    "settings": _settings,
    "database": _database,
    "folder": _folder,
    "fonts": _fonts,
    "mail": _mail,
    "fax": _fax,
    "returned mail": _returned_mail,
    "fax mailbox": _fax_mailbox,
    "line": _line,
}
