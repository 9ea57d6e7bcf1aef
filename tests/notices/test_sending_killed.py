"""Nobody twice, nobody forgotten: a real worker is really killed while a real server counts.

The worker dies at a chosen command of the third mail; another one is started and finishes. A mail
of which nobody can know is never sent again by itself: a person is asked.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from tests.notices.killed_site import READERS
from tests.notices.mail_server import Post, smtp_server

ROOT = Path(__file__).resolve().parents[2]
EVERYBODY = {f"reader{number}@example.jp": 1 for number in range(1, READERS + 1)}
POINTS = ("MAIL", "RCPT", "TAKEN")
"""Between two mails, before the text, and when the server has it but has not said so."""
ORDER = "import django; django.setup(); from tests.notices import killed_site as site; "


@dataclass
class Site:
    """A database file (or PostgreSQL database) with its mail server."""

    var: Path
    port: int
    address: str = ""

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("SASAEAI_", "DJANGO_"))}
        own = {
            "DJANGO_SETTINGS_MODULE": "sasaeai.config.settings",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "SASAEAI_VAR": str(self.var),
            "SASAEAI_MAIL_HOST": "127.0.0.1",
            "SASAEAI_MAIL_PORT": str(self.port),
            "SASAEAI_MAIL_SECURITY": "none",
            "SASAEAI_MAIL_FROM": "tsudoi@example.jp",
        }
        return kept | own | ({"SASAEAI_DATABASE_URL": self.address} if self.address else {})

    def ask(self, order: str) -> dict[str, str]:
        """Carry an order of killed_site out; returns by reader where the copy stands."""
        result = subprocess.run(
            [sys.executable, "-c", f"{ORDER} site.main({order!r})"],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)

    def begin_work(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "sasaeai", "work", "--once"],
            env=self.environment,
            stdin=subprocess.DEVNULL,
        )

    def work(self) -> None:
        assert self.begin_work().wait(timeout=120) == 0


class Killer:
    """Kills the worker at the n-th time that the server hears a command."""

    def __init__(self, command: str, nth: int) -> None:
        self._command, self._left = command, nth
        self.worker: subprocess.Popen[bytes] | None = None
        self.is_armed = threading.Event()

    def __call__(self, command: str, _address: str) -> str | None:
        if command == self._command and self.worker is not None:
            self._left -= 1
            if self._left == 0:
                os.kill(self.worker.pid, signal.SIGKILL)
                self.worker.wait(timeout=20)
        return None


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Any:
    """Makes a fresh site each time it is called; the tables are made once."""
    yield from _prepared("prepare", tmp_path_factory, django_db_blocker)


@pytest.fixture(scope="module")
def prepared_answers(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Any:
    """The same with answers that wait in place of a notice."""
    yield from _prepared("answers", tmp_path_factory, django_db_blocker)


def _prepared(
    order: str, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[Any]:
    first = tmp_path_factory.mktemp(order)
    made: list[str] = []
    with django_db_blocker.unblock():
        on_server = connection.vendor == "postgresql"
        base = f"killed_{uuid4().hex[:8]}"
        if on_server:
            _on_server(f"CREATE DATABASE {base}")
            made.append(base)
        Site(first, 9, _address(base) if on_server else "").ask(order)

        def fresh(folder: Path, port: int) -> Site:
            if not on_server:
                shutil.copytree(first, folder, dirs_exist_ok=True)
                return Site(folder, port)
            name = f"killed_{uuid4().hex[:8]}"
            _on_server(f"CREATE DATABASE {name} TEMPLATE {base}")
            made.append(name)
            return Site(folder, port, _address(name))

        yield fresh
        for name in made:
            _on_server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _on_server(statement: str) -> None:
    place = connection.settings_dict
    with connection.Database.connect(
        host=place["HOST"], user=place["USER"], dbname="postgres", autocommit=True
    ) as session:
        session.execute(statement)


def _address(name: str) -> str:
    place = connection.settings_dict
    return f"postgres://{place['USER']}@{place['HOST'].replace('/', '%2F')}/{name}"


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_worker_sends_nobody_twice_and_forgets_nobody(
    prepared: Any, tmp_path: Path, point: str
) -> None:
    post = Post(on_step=(killer := Killer(point, nth=3)))
    with smtp_server(post) as port:
        site = prepared(tmp_path, port)
        killer.worker = site.begin_work()
        assert killer.worker.wait(timeout=120) == -signal.SIGKILL
        assert len(post.mails) == (3 if point == "TAKEN" else 2)

        site.work()
        state = site.ask("state")
        unsure = [reader for reader, stands in state.items() if stands == "unsure"]
        assert unsure == ["reader3@example.jp"]
        assert set(state.values()) == {"sent", "unsure"}
        assert max(post.counts.values()) == 1
        assert set(EVERYBODY) - set(post.counts) <= set(unsure)

        if point != "TAKEN":  # the person asked: it had not arrived
            site.ask("again")
            site.work()
            assert dict(post.counts) == EVERYBODY
            assert set(site.ask("state").values()) == {"sent"}


def test_a_worker_killed_over_the_third_answer_tells_nobody_twice_and_forgets_nobody(
    prepared_answers: Any, tmp_path: Path
) -> None:
    post = Post(on_step=(killer := Killer("TAKEN", nth=3)))
    with smtp_server(post) as port:
        site = prepared_answers(tmp_path, port)
        killer.worker = site.begin_work()
        assert killer.worker.wait(timeout=120) == -signal.SIGKILL
        assert len(post.mails) == 3
        site.work()
        site.work()  # nothing is told again by itself
        state = site.ask("state")
        assert [reader for reader, stands in state.items() if stands == "unsure"] == [
            "reader3@example.jp"
        ]
        assert set(state.values()) == {"sent", "unsure"}
        assert dict(post.counts) == EVERYBODY
        site.ask("again")  # the person asked: it had not arrived
        site.work()
        assert set(site.ask("state").values()) == {"sent"}


def test_a_worker_killed_again_and_again_reaches_everybody_but_the_unsure(
    prepared: Any, tmp_path: Path
) -> None:
    post = Post()
    with smtp_server(post) as port:
        site = prepared(tmp_path, port)
        for point in POINTS:
            post.on_step = killer = Killer(point, nth=1)
            killer.worker = site.begin_work()
            assert killer.worker.wait(timeout=120) == -signal.SIGKILL
        post.on_step = lambda _command, _address: None
        site.work()
        site.work()  # nothing is sent again by itself, however often a worker starts
        state = list(site.ask("state").values())
        assert (state.count("unsure"), state.count("sent")) == (3, READERS - 3)
        assert max(post.counts.values()) == 1
        site.ask("again")
        site.work()
        assert set(site.ask("state").values()) == {"sent"}
        assert set(post.counts) == set(EVERYBODY)


def test_two_workers_do_not_work_at_the_same_time(prepared: Any, tmp_path: Path) -> None:
    with smtp_server(post := Post()) as port:
        site = prepared(tmp_path, port)
        both = [site.begin_work(), site.begin_work()]
        assert [worker.wait(timeout=120) for worker in both] == [0, 0]
        assert dict(post.counts) == EVERYBODY
