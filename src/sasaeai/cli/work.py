"""Do the work that waits: sending, reading scans, reminders. `sasaeai serve` starts it on one PC.

送信・読み取り・催促など、裏の仕事をします。1台のパソコンでは「sasaeai serve」が自動で動かします。
One worker at a time: a second one waits until the first is gone.
"""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import sys
import threading
import time
from importlib import import_module
from types import FrameType
from typing import Any

from django.db import close_old_connections

from sasaeai.cli.migrate import missing_migrations
from sasaeai.cli.refusal import Refusal
from sasaeai.kernel import clock

NAME = "work"
HELP = "do the work that waits (裏の仕事をする)"
PAUSE = 1.0
"""Seconds between two looks at the queue."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How long to go on."""
    parser.add_argument(
        "--once", action="store_true", help="do what waits now, then stop (たまった分だけ)"
    )
    parser.add_argument("--follow", action="store_true", help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """Work until stopped; 1 when the right to work was lost."""
    if not arguments.follow:  # else the server has looked, and this is the server's own program
        check_database()
    lock = import_module("sasaeai.jobs.actions").WorkerLock()
    worker = Worker(lock, follow=arguments.follow)
    worker.listen()
    try:
        if not worker.wait_for_turn():
            return 0
        return worker.work(once=arguments.once)
    finally:
        lock.release()


def check_database() -> None:
    """Refuse to work on tables of another version."""
    if missing := missing_migrations():
        raise Refusal(
            f"the database lacks {missing} changes of this version. Run: sasaeai migrate\n"
            "データベースがこの版に合っていません。先に sasaeai migrate を実行してください。"
        )


class Worker:
    """One process that works. follow: it ends when the process that started it is gone."""

    def __init__(self, lock: Any, *, follow: bool) -> None:
        self._lock = lock
        self._parent = os.getppid() if follow else None
        self._stop = threading.Event()

    def listen(self) -> None:
        """Stop when asked, after the piece of work at hand."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._asked_to_stop)

    def wait_for_turn(self) -> bool:
        """Until no other worker works. False when asked to stop meanwhile."""
        told = False
        while not self._is_over():
            if self._lock.take():
                return True
            if not told:
                print("sasaeai: another worker is working; waiting.", file=sys.stderr, flush=True)
                told = True
            self._stop.wait(PAUSE)
        return False

    def work(self, *, once: bool) -> int:
        """Take up what broke off, then look at queue and duties again and again."""
        import_module("sasaeai.jobs.actions").take_up_abandoned()
        ticker = import_module("sasaeai.cli.ticking").Ticker()
        look_again = 0.0
        while not self._is_over():
            close_old_connections()
            if time.monotonic() >= look_again:
                if not self._lock.is_held():
                    return 1
                ticker.tick(clock.now())
                look_again = time.monotonic() + 60
            if do_one():
                continue
            if once:
                break
            self._stop.wait(PAUSE)
        return 0

    def _is_over(self) -> bool:
        left = self._parent is not None and os.getppid() != self._parent
        return left or self._stop.is_set()

    def _asked_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stop.set()


def do_one() -> bool:
    """Do one piece of work; False when nothing waits."""
    queue = import_module("django_tasks_db.models").DBTaskResult.objects
    if not queue.ready().exists():
        return False
    hand = import_module("django_tasks_db.management.commands.db_worker").Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=secrets.token_hex(8),
    )
    hand.run()
    return True
