"""The command line: reads the words, prepares Django, calls one command."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import django

from sasaeai.cli import (
    backup,
    begin,
    check,
    demo_site,
    migrate,
    reindex,
    replies,
    serve,
    tick,
    work,
)
from sasaeai.cli.refusal import Refusal

COMMANDS = (demo_site, begin, serve, work, tick, replies, migrate, reindex, backup, check)
"""They import no tables at the top, so that asking for help needs and touches nothing."""

DESCRIPTION = """Sasaeai (支え合い) runs community mutual-support meetings.
地域支え合い会議を、案内から答えまで進めます。"""

EPILOG = """Where it keeps its data: the folder var/ of the checkout, or SASAEAI_VAR.
Another database: SASAEAI_DATABASE_URL=postgresql://… or sqlite:///…"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0 when it was done, 1 when it was refused, 2 for unknown words."""
    chosen = _parser().parse_args(arguments)
    _prepare()
    try:
        return int(chosen.run(chosen))
    except Refusal as refusal:
        print(f"sasaeai: {refusal}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sasaeai",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        words = commands.add_parser(
            command.NAME,
            help=command.HELP,
            description=command.__doc__,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_arguments(words)
        words.set_defaults(run=command.run)
    return parser


def _prepare() -> None:
    """Settings and folders, then Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sasaeai.config.settings")
    os.environ.setdefault("SASAEAI_VAR", str(default_var()))
    django.setup()


def default_var() -> Path:
    """`var` of the checkout that this package runs from; of the working folder when installed."""
    checkout = Path(__file__).resolve().parents[3]
    root = checkout if (checkout / "pyproject.toml").is_file() else Path.cwd()
    return root / "var"
