"""The worker beside the server: begun with it, begun again when it dies, gone when it is gone."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from sasaeai.cli import keeper
from sasaeai.cli.check import CHECKS, NotSetUp
from sasaeai.cli.refusal import Refusal
from sasaeai.cli.ticking import DUTIES, MINUTE, Duty, Ticker
from sasaeai.jobs.actions import WorkerLock

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def environment(var: Path, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SASAEAI_", "DJANGO_"))}
    return kept | {"SASAEAI_VAR": str(var), "PYTHONPATH": str(ROOT / "src")} | more


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


def processes(name: str, var: Path) -> list[int]:
    """Ids of the processes of this name that work in `var`."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            found_name = (folder / "comm").read_text().strip()
            if found_name == name and str(var).encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except OSError:  # gone meanwhile
            continue
    return found


def wait_until(true: Callable[[], object], seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return
        time.sleep(0.3)
    pytest.fail(f"waited {seconds} s in vain")


@pytest.fixture
def var(tmp_path: Path) -> Path:
    result = sasaeai(tmp_path, "migrate")
    assert result.returncode == 0, result.stderr
    return tmp_path


@pytest.fixture
def served(var: Path) -> Iterator[subprocess.Popen[bytes]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    server = subprocess.Popen(
        [sys.executable, "-m", "sasaeai", "serve", "--port", port, "--workers", "1"],
        env=environment(var),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield server
    finally:
        if server.poll() is None:
            server.terminate()
            server.wait(timeout=30)


@pytest.mark.one_database
def test_serve_keeps_a_worker_and_takes_it_along(
    var: Path, served: subprocess.Popen[bytes]
) -> None:
    def workers() -> list[int]:
        return processes(keeper.WORKER, var)

    wait_until(workers)
    (first,) = workers()
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: workers() and workers() != [first])
    for pid in (*workers(), *processes(keeper.KEEPER, var)):  # the port is the server's alone
        opened = [str(one.readlink()) for one in Path(f"/proc/{pid}/fd").iterdir()]
        assert not [one for one in opened if one.startswith("socket:")]
    served.kill()  # not even a chance to say goodbye
    wait_until(lambda: not workers() and not processes(keeper.KEEPER, var))


@pytest.mark.one_database
def test_a_tick_while_a_worker_works_is_not_needed(var: Path) -> None:
    assert sasaeai(var, "tick").returncode == 0
    worker = subprocess.Popen(
        [sys.executable, "-m", "sasaeai", "work"],
        env=environment(var),
        stdin=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: sasaeai(var, "tick").returncode == 1)
    finally:
        worker.terminate()
    assert worker.wait(timeout=30) == 0
    assert sasaeai(var, "tick").returncode == 0


@pytest.mark.one_database
def test_work_on_tables_of_another_version_is_refused(tmp_path: Path) -> None:
    result = sasaeai(tmp_path, "work", "--once")
    assert result.returncode == 1
    assert "sasaeai migrate" in result.stderr


def test_a_lock_is_free_again_when_its_holder_let_go(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connection.settings_dict, "NAME", tmp_path / "site")
    first, second = WorkerLock(), WorkerLock()
    assert first.take()
    assert first.is_held()
    assert not second.take()
    first.release()
    assert second.take()
    second.release()
    assert not second.is_held()


def test_a_duty_that_fails_keeps_nobody_from_theirs() -> None:
    seen: list[datetime] = []

    def breaks(_now: datetime) -> None:
        raise ValueError("broken")

    ticker = Ticker((Duty("broken", MINUTE, breaks), Duty("whole", MINUTE, seen.append)))
    assert ticker.tick(NOW) == ("broken",)
    assert ticker.tick(NOW + timedelta(seconds=30)) == ()
    assert ticker.tick(NOW + timedelta(seconds=60)) == ("broken",)
    assert seen == [NOW, NOW + timedelta(seconds=60)]


def test_a_clock_that_is_put_back_keeps_no_duty_waiting() -> None:
    seen: list[datetime] = []
    ticker = Ticker((Duty("whole", MINUTE, seen.append),))
    ticker.tick(NOW)
    ticker.tick(NOW - timedelta(days=1))
    assert seen == [NOW, NOW - timedelta(days=1)]


def test_every_duty_can_be_seen_to(db: None) -> None:
    assert Ticker(DUTIES).tick(NOW) == ()


def test_the_check_says_what_is_not_set_up_and_shows_no_password(settings: Any) -> None:
    for name in ("mail", "fax", "returned mail", "fax mailbox"):
        with pytest.raises(NotSetUp, match="SASAEAI_"):
            CHECKS[name]()
    settings.MAIL_HOST, settings.MAIL_PORT, settings.MAIL_FROM = "127.0.0.1", 9, "a@example.jp"
    settings.MAIL_USER, settings.MAIL_PASSWORD = "tsudoi", "himitsu"
    settings.MAILBOX, settings.MAILBOX_PASSWORD = "imap://a:himitsu@127.0.0.1:9/INBOX", "himitsu"
    for name in ("mail", "returned mail"):
        with pytest.raises(Refusal) as refusal:
            CHECKS[name]()
        assert "himitsu" not in str(refusal.value)
