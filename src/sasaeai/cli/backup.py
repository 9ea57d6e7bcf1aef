"""Copy the embedded database while people work. A PostgreSQL database has tools of its own.

動かしたまま、データベースの控えを取ります。
"""

from __future__ import annotations

import argparse
import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection

from sasaeai.cli.refusal import Refusal
from sasaeai.cli.statistics import refresh_statistics
from sasaeai.kernel import clock

NAME = "backup"
HELP = "copy the database while people work (データベースの控えを取る)"
KEPT = 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to put the copy and how many to keep."""
    parser.add_argument("--to", type=Path, help="folder of the copies (var/backup)")
    parser.add_argument("--keep", type=int, default=KEPT, help=f"how many copies stay ({KEPT})")


def run(arguments: argparse.Namespace) -> int:
    """Write one checked copy, then drop the oldest beyond `--keep`."""
    if connection.vendor != "sqlite":
        raise Refusal(
            "this database is PostgreSQL: use pg_dump or pgBackRest (docs/howto/operation.ja.md).\n"
            "PostgreSQLのデータベースは、pg_dump などで控えを取ってください。"
        )
    if arguments.keep < 1:
        raise Refusal("--keep must be 1 or more.\n--keep は1以上にしてください。")
    folder = arguments.to or settings.VAR_DIR / "backup"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        copy = copy_database(Path(settings.DATABASES["default"]["NAME"]), folder)
    except (OSError, sqlite3.Error) as error:
        raise Refusal(
            f"the copy was not made: {error}\n控えを取れませんでした。空き容量と権限を確かめてください。"
        ) from error
    refresh_statistics()  # a site that is never restarted has a backup every night
    for old in sorted(folder.glob("sasaeai-*.sqlite3"))[: -arguments.keep]:
        old.unlink()
    print(f"Copied to {copy} (控えを取りました)")
    return 0


def copy_database(source: Path, folder: Path) -> Path:
    """A consistent copy of the database at `source`, checked before it gets its name.

    Raises OSError or sqlite3.Error; a copy that is not whole never carries a final name.
    """
    stamp = clock.to_tokyo(clock.now()).strftime("%Y%m%d-%H%M%S")
    part, copy = folder / f"part-{stamp}", folder / f"sasaeai-{stamp}.sqlite3"
    try:
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(part)) as target:
            live.backup(target)
            (verdict,) = target.execute("PRAGMA integrity_check").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)
        part.chmod(0o600)
        return part.rename(copy)
    finally:
        part.unlink(missing_ok=True)
