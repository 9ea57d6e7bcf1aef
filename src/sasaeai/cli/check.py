"""See whether this installation is fit to serve: settings, database, folders, fonts.

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
from sasaeai.paper.pdf import FONT_DIR

NAME = "check"
HELP = "see whether this installation is fit to serve (動かせるかを確かめる)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(arguments: argparse.Namespace) -> int:
    """Go through every check, say each result; 1 when any of them failed."""
    failed = 0
    for name, look in CHECKS.items():
        try:
            print(f"ok      {name}: {look()}")
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


CHECKS: dict[str, Callable[[], str]] = {
    "settings": _settings,
    "database": _database,
    "folder": _folder,
    "fonts": _fonts,
}
