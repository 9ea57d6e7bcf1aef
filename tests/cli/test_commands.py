"""The command line as a person at a terminal meets it: real processes, a folder of their own."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from sasaeai.cli.demo.people import LOGINS, PASSWORD

pytestmark = pytest.mark.one_database

ROOT = Path(__file__).resolve().parents[2]


def environment(var: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SASAEAI_", "DJANGO_"))}
    return kept | {"SASAEAI_VAR": str(var), "PYTHONPATH": str(ROOT / "src")}


def sasaeai(var: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sasaeai", *words],
        env=environment(var),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A demo made once for this module: its folder and what it printed."""
    var = tmp_path_factory.mktemp("demo") / "var"
    result = sasaeai(var, "demo", "--no-serve")
    assert result.returncode == 0, result.stderr
    return var, result.stdout


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        yield busy.getsockname()[1]


def write_note(var: Path, note: str) -> None:
    with sqlite3.connect(var / "sasaeai.sqlite3") as database:
        database.execute("UPDATE people_organization SET note = ?", (note,))


def notes(var: Path) -> set[str]:
    with sqlite3.connect(var / "sasaeai.sqlite3") as database:
        return {row[0] for row in database.execute("SELECT note FROM people_organization")}


# ── demo ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_demo_leaves_the_database_with_figures_of_its_tables(
    first_run: tuple[Path, str],
) -> None:
    var, _output = first_run
    with sqlite3.connect(var / "sasaeai.sqlite3") as database:
        counted = {name for (name,) in database.execute("SELECT tbl FROM sqlite_stat1")}
    assert {"meetings_meeting", "meetings_expected", "people_tenure"} <= counted


def test_the_demo_says_where_the_papers_are_and_how_to_sign_in(first_run: tuple[Path, str]) -> None:
    var, output = first_run
    assert str(var / "demo") in output
    for row in LOGINS:
        assert row.login_id in output
    assert PASSWORD in output
    assert "http://" not in output  # nothing is served, so no address is given


@pytest.mark.parametrize("start", ["案内状", "次第", "会議録", "回覧"])
def test_the_demo_prints_every_paper_of_a_meeting(first_run: tuple[Path, str], start: str) -> None:
    papers = {path.suffix: path for path in (first_run[0] / "demo").glob(f"{start}*")}
    assert papers[".pdf"].read_bytes().startswith(b"%PDF-")
    assert papers[".docx"].read_bytes().startswith(b"PK")


def test_the_demo_prints_the_list_to_sign_also_for_excel(first_run: tuple[Path, str]) -> None:
    endings = {path.suffix for path in (first_run[0] / "demo").glob("出席者名簿*")}
    assert endings == {".pdf", ".xlsx"}


def test_a_second_run_keeps_what_was_typed_and_a_reset_starts_over(
    first_run: tuple[Path, str],
) -> None:
    var, _output = first_run
    write_note(var, "手で書いたメモ")
    (var / "kept.txt").write_text("not the demo's")
    second = sasaeai(var, "demo", "--no-serve")
    assert second.returncode == 0, second.stderr
    assert "Loading" not in second.stdout
    assert notes(var) == {"手で書いたメモ"}

    again = sasaeai(var, "demo", "--no-serve", "--reset")
    assert again.returncode == 0, again.stderr
    assert notes(var) == {""}
    assert list((var / "demo").glob("*.pdf"))
    assert (var / "kept.txt").exists()


def other_citys_data(var: Path) -> Path:
    """A database that holds somebody's municipality."""
    assert sasaeai(var, "migrate").returncode == 0
    database = var / "sasaeai.sqlite3"
    with sqlite3.connect(database) as connection:
        connection.execute(
            "INSERT INTO people_municipality (id, created_at, lg_code, name, snow_from_month,"
            " snow_to_month, snow_reserve_days, notice_lead_days, reply_lead_days,"
            " minutes_due_days, overdue_days, field_days, support_council_rule)"
            " VALUES ('0' , '2026-01-01', '022021', '弘前市', 12, 3, 7, 30, 10, 14, 135, 7, '')"
        )
    return database


def test_somebody_elses_data_are_neither_thrown_away_nor_mixed_with_the_demo(
    tmp_path: Path,
) -> None:
    database = other_citys_data(tmp_path)
    reset = sasaeai(tmp_path, "demo", "--no-serve", "--reset")
    assert reset.returncode == 1
    assert "was not made by the demo" in reset.stderr
    demo = sasaeai(tmp_path, "demo", "--no-serve")
    assert demo.returncode == 1
    assert "ほかのデータ" in demo.stderr
    with sqlite3.connect(database) as connection:
        assert connection.execute("SELECT name FROM people_municipality").fetchall() == [
            ("弘前市",)
        ]
    assert not (tmp_path / "demo").exists()


def test_a_file_that_is_no_database_is_not_thrown_away(tmp_path: Path) -> None:
    (tmp_path / "sasaeai.sqlite3").write_text("大切なメモ" * 100, encoding="utf-8")
    result = sasaeai(tmp_path, "demo", "--no-serve", "--reset")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert (tmp_path / "sasaeai.sqlite3").read_text(encoding="utf-8").startswith("大切なメモ")


def test_a_taken_port_is_said_at_once_and_nothing_is_made(tmp_path: Path, taken_port: int) -> None:
    result = sasaeai(tmp_path / "var", "demo", "--port", str(taken_port))
    assert result.returncode == 1
    assert str(taken_port) in result.stderr
    assert "--port" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "var" / "sasaeai.sqlite3").exists()


def test_the_demo_serves_the_sign_in_page(first_run: tuple[Path, str]) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "sasaeai", "demo", "--port", str(port)],
        env=environment(first_run[0]),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    )
    try:
        page = wait_for(f"http://127.0.0.1:{port}/")
    finally:
        server.terminate()
        server.wait(timeout=20)
    assert "ログイン" in page


def wait_for(url: str) -> str:
    for _attempt in range(120):
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310  our own
                return answer.read().decode()
        except OSError:  # not listening yet, or still starting
            time.sleep(0.5)
    pytest.fail(f"nothing answered at {url}")


# ── the others ───────────────────────────────────────────────────────────────────────────────────


def test_check_is_content_with_a_demo(first_run: tuple[Path, str]) -> None:
    result = sasaeai(first_run[0], "check")
    assert result.returncode == 0, result.stdout
    assert "FAILED" not in result.stdout


def test_without_a_database_check_and_serve_name_the_command_that_makes_one(tmp_path: Path) -> None:
    check = sasaeai(tmp_path, "check")
    assert check.returncode == 1
    assert "sasaeai migrate" in check.stdout
    serve = sasaeai(tmp_path, "serve", "--port", "9")
    assert serve.returncode == 1
    assert "sasaeai migrate" in serve.stderr


def test_migrate_may_be_repeated(tmp_path: Path) -> None:
    assert "changes applied" in sasaeai(tmp_path, "migrate").stdout
    assert "already up to date" in sasaeai(tmp_path, "migrate").stdout


@pytest.mark.parametrize(
    "words", [(), ("dance",), ("demo", "--port", "99999"), ("demo", "--port", "八千")]
)
def test_words_that_mean_nothing_are_a_usage_error(tmp_path: Path, words: tuple[str, ...]) -> None:
    result = sasaeai(tmp_path, *words)
    assert result.returncode == 2
    assert "usage: sasaeai" in result.stderr


def test_help_names_every_command_in_both_languages(tmp_path: Path) -> None:
    output = sasaeai(tmp_path, "--help").stdout
    for word in ("demo", "serve", "migrate", "check", "見本を用意して動かす"):
        assert word in output
    assert not (tmp_path / "sasaeai.sqlite3").exists()
