"""Make the demo: database, model districts, papers of a sample meeting; then serve it.

見本を用意して動かします。データはこのフォルダーの var/ の中だけに置きます。
A second run keeps what was typed. --reset throws the demo's own data away and starts over.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
from contextlib import closing
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.db import connection

from sasaeai.cli.migrate import bring_up_to_date
from sasaeai.cli.refusal import Refusal
from sasaeai.cli.serve import HOST, PORT, check_port_is_free, port_number, start_server
from sasaeai.cli.statistics import refresh_statistics

NAME = "demo"
HELP = "make the demo and serve it (見本を用意して動かす)"

MARK = "made-by-the-demo"
"""File in var/demo that says which database the demo made: only that one may be thrown away."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Port, and what to leave out."""
    parser.add_argument("--port", type=port_number, default=PORT, help=f"port ({PORT})")
    parser.add_argument(
        "--no-serve", action="store_true", help="do everything but serve (サイトは動かさない)"
    )
    parser.add_argument(
        "--reset", action="store_true", help="throw the demo's data away first (はじめから)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Prepare what is missing, say where everything is, serve unless told otherwise."""
    if not arguments.no_serve:
        check_port_is_free(HOST, arguments.port)
    if arguments.reset:
        reset()
    papers = prepare()
    _say(arguments, papers)
    if not arguments.no_serve:
        os.environ.setdefault("SASAEAI_SITE_URL", f"http://{HOST}:{arguments.port}")
        start_server(HOST, arguments.port)
    return 0


def prepare() -> list[Path]:
    """Bring the database up to date, load the demo when it is empty, print what is missing.

    Returns the papers. Refusal when the database holds somebody else's data.
    """
    bring_up_to_date()
    # Read here: they need the tables, which exist only after Django was set up (cli.main).
    load = import_module("sasaeai.cli.demo.load")
    papers = import_module("sasaeai.cli.demo.papers")
    if load.is_empty():
        print("Loading the model districts … 見本のデータを入れています")
        _write_mark()
        load.load_demo()
        refresh_statistics()
        return papers.print_papers(demo_folder())
    if not load.has_demo():
        raise Refusal(
            "this database holds other data, so the demo was not loaded into it.\n"
            "Choose another folder with SASAEAI_VAR, or another SASAEAI_DATABASE_URL.\n"
            "このデータベースにはほかのデータが入っているため、見本は入れませんでした。"
        )
    return papers.papers_in(demo_folder()) or papers.print_papers(demo_folder())


def reset() -> None:
    """Throw away the database that the demo made, and its papers. Anything else is refused."""
    database = _embedded_database()
    if not _made_by_demo(database) and _holds_data(database):
        raise Refusal(
            f"{database} was not made by the demo, so it is not thrown away.\n"
            "Move it elsewhere yourself if it is no longer needed.\n"
            "このデータベースは見本が作ったものではないので、消しませんでした。"
        )
    connection.close()
    for path in (database, Path(f"{database}-wal"), Path(f"{database}-shm")):
        path.unlink(missing_ok=True)
    shutil.rmtree(demo_folder(), ignore_errors=True)
    print("The demo's data were thrown away. 見本のデータを消しました。")


def demo_folder() -> Path:
    """Where the papers of the demo go."""
    return Path(settings.VAR_DIR) / "demo"


def _embedded_database() -> Path:
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        raise Refusal(
            "--reset works with the embedded database only; SASAEAI_DATABASE_URL names another.\n"
            "--reset は、組み込みのデータベースだけで使えます。"
        )
    return Path(database["NAME"]).resolve()


def _made_by_demo(database: Path) -> bool:
    mark = demo_folder() / MARK
    return mark.is_file() and mark.read_text(encoding="utf-8").strip() == str(database)


def _holds_data(database: Path) -> bool:
    """Whether somebody's municipality is in there. A file that cannot be read might hold anything."""
    if not database.exists() or database.stat().st_size == 0:
        return False
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as found:
        try:
            return found.execute("SELECT count(*) FROM people_municipality").fetchone()[0] > 0
        except sqlite3.OperationalError as error:
            return "no such table" not in str(error)
        except sqlite3.DatabaseError:
            return True


def _write_mark() -> None:
    demo_folder().mkdir(parents=True, exist_ok=True)
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        text = f"{Path(database['NAME']).resolve()}\n"
        (demo_folder() / MARK).write_text(text, encoding="utf-8")


def _say(arguments: argparse.Namespace, papers: list[Path]) -> None:
    people = import_module("sasaeai.cli.demo.people")
    print(f"\nPapers of a sample meeting (見本の紙): {demo_folder()}")
    for paper in papers:
        print(f"  {paper.name}")
    print("\nDemo logins (利用者番号 / パスワード)")
    for row in people.LOGINS:
        print(f"  {row.login_id:<8} / {people.PASSWORD}   {row.english} ({row.japanese})")
    if not arguments.no_serve:
        print(f"\nOpen http://{HOST}:{arguments.port}/  (Ctrl+C stops / Ctrl+C で止まります)")
