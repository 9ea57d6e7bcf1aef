"""Make the demo: database, model districts, papers of a sample meeting; then serve it.

見本を用意して動かします。データはこのフォルダーの var/ の中だけに置きます。
A second run keeps what was typed. --reset throws the demo's own data away and starts over.
--city makes a synthetic city of 38 districts with three years behind it instead (見本市).
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import time
from contextlib import closing
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.db import connection

from sasaeai.cli.migrate import bring_up_to_date
from sasaeai.cli.refusal import Refusal
from sasaeai.cli.serve import HOST, PORT, check_port_is_free, port_number, start_server
from sasaeai.cli.statistics import refresh_statistics

_OTHER_DATA = (
    "this database holds other data, so the demo was not loaded into it.\n"
    "Choose another folder with SASAEAI_VAR, or another SASAEAI_DATABASE_URL.\n"
    "このデータベースにはほかのデータが入っているため、見本は入れませんでした。"
)
_HALF_A_CITY = (
    "a synthetic city in this database was not finished; --reset throws it away.\n"
    "作りかけの見本市があります。--reset をつけて、はじめから作り直してください。"
)

NAME = "demo"
HELP = "make the demo and serve it (見本を用意して動かす)"

MARK = "made-by-the-demo"
"""File in var/demo that says which database the demo made: only that one may be thrown away."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Port, what to leave out, and how large a city."""
    parser.add_argument("--port", type=port_number, default=PORT, help=f"port ({PORT})")
    parser.add_argument(
        "--no-serve", action="store_true", help="do everything but serve (サイトは動かさない)"
    )
    parser.add_argument(
        "--reset", action="store_true", help="throw the demo's data away first (はじめから)"
    )
    city = parser.add_argument_group("a synthetic city instead (見本市)")
    city.add_argument("--city", action="store_true", help="38 districts, three years (見本市)")
    city.add_argument("--cities", type=_count, default=1, help="so many of them, 1 to 1,741")
    city.add_argument("--districts", type=_count, default=38, help="districts of each (38)")
    city.add_argument("--years", type=_count, default=3, help="full years behind each (3)")
    city.add_argument("--seed", type=int, help="another seed makes other cities")


def run(arguments: argparse.Namespace) -> int:
    """Prepare what is missing, say where everything is, serve unless told otherwise."""
    if not arguments.no_serve:
        check_port_is_free(HOST, arguments.port)
    if arguments.reset:
        reset()
    if arguments.city or arguments.cities > 1:
        prepare_cities(arguments)
        _say_logins("sasaeai.cli.demo.city.register")
    else:
        _say_papers(prepare())
        _say_logins("sasaeai.cli.demo.people")
    if not arguments.no_serve:
        print(f"\nOpen http://{HOST}:{arguments.port}/  (Ctrl+C stops / Ctrl+C で止まります)")
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
        raise Refusal(_OTHER_DATA)
    return papers.papers_in(demo_folder()) or papers.print_papers(demo_folder())


def prepare_cities(arguments: argparse.Namespace) -> None:
    """Bring the database up to date and add the synthetic cities that are not there yet.

    Refusal when the database holds somebody else's data, or a city that was not finished.
    """
    bring_up_to_date()
    build = import_module("sasaeai.cli.demo.city.build")
    there = build.cities_found()
    if there is None:
        raise Refusal(_OTHER_DATA)
    if not there.all_whole:
        raise Refusal(_HALF_A_CITY)
    if there.count >= arguments.cities:
        return
    print("Making the synthetic city … 見本市のデータを作っています")
    _write_mark()
    scale = import_module("sasaeai.cli.demo.city.scale").Scale(arguments.districts, arguments.years)
    seed = build.SEED if arguments.seed is None else arguments.seed
    for number in range(there.count + 1, arguments.cities + 1):
        began = time.monotonic()
        say = print if arguments.cities == 1 else None
        rows = build.build_city(scale=scale, seed=seed, city=number, say=say)
        print(f"{number}/{arguments.cities}: {rows:,} rows, {time.monotonic() - began:.0f} s")
    refresh_statistics()


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


def _say_papers(papers: list[Path]) -> None:
    print(f"\nPapers of a sample meeting (見本の紙): {demo_folder()}")
    for paper in papers:
        print(f"  {paper.name}")


def _say_logins(module: str) -> None:
    print("\nDemo logins (利用者番号 / パスワード)")
    password = import_module("sasaeai.cli.demo.people").PASSWORD
    for row in import_module(module).LOGINS:
        print(f"  {row.login_id:<8} / {password}   {row.english} ({row.japanese})")


def _count(text: str) -> int:
    """A whole number from 1 on, at most as many municipalities as the country has."""
    number = int(text)
    if not 1 <= number <= 1_741:
        raise argparse.ArgumentTypeError("1 to 1,741")
    return number
