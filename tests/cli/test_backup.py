"""The copy that is taken while people work."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_database

ROOT = Path(__file__).resolve().parents[2]


def _sasaeai(var: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PYTHONPATH": str(ROOT / "src"),
        "SASAEAI_VAR": str(var),
        "PATH": "/usr/bin:/bin",
    }
    return subprocess.run(
        [sys.executable, "-m", "sasaeai", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_copy_holds_what_was_written_and_old_copies_go(tmp_path: Path) -> None:
    var = tmp_path / "var"
    assert _sasaeai(var, "migrate").returncode == 0
    with sqlite3.connect(var / "sasaeai.sqlite3") as live:
        live.execute(
            "insert into people_municipality (id, created_at, lg_code, name, snow_from_month,"
            " snow_to_month, snow_reserve_days, notice_lead_days, reply_lead_days,"
            " minutes_due_days, overdue_days, field_days, support_council_rule)"
            " values ('a', '2026-11-23', '022012', '青森市', 12, 3, 7, 30, 10, 14, 135, 7, '')"
        )
    for stamp in ("20200101-000000", "20200102-000000"):
        (var / "backup").mkdir(exist_ok=True)
        (var / "backup" / f"sasaeai-{stamp}.sqlite3").touch()

    done = _sasaeai(var, "backup", "--keep", "2")

    assert done.returncode == 0, done.stderr
    copies = sorted((var / "backup").iterdir())
    assert copies[0].name == "sasaeai-20200102-000000.sqlite3"
    assert len(copies) == 2
    with sqlite3.connect(copies[-1]) as copy:
        assert copy.execute("select name from people_municipality").fetchall() == [("青森市",)]
    assert copies[-1].stat().st_mode & 0o077 == 0
    with sqlite3.connect(var / "sasaeai.sqlite3") as live:
        counted = {name for (name,) in live.execute("select tbl from sqlite_stat1")}
    assert "people_municipality" in counted


def test_a_copy_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    var = tmp_path / "var"
    _sasaeai(var, "migrate")
    (tmp_path / "file").touch()
    refused = _sasaeai(var, "backup", "--to", str(tmp_path / "file"))
    assert refused.returncode == 1
    assert "控えを取れませんでした" in refused.stderr
