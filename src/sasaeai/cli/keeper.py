"""Keeps a worker for the background running beside the server (one PC, no service manager).

gunicorn reads this file as its settings and calls `when_ready`. Keeper and worker are forked from
the process that has read the whole site, as the server's own workers are: what nobody writes to is
held once for all of them. The keeper begins the worker again when that dies; both end with the
server.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

PAUSES = (1, 5, 15, 60)
"""Seconds before the worker is begun again, after it died so many times."""
WELL_FOR = 300
"""Seconds after which an earlier death no longer counts."""
KEEPER, WORKER = "sasaeai-keeper", "sasaeai-work"
"""How the two are named in lists of processes (at most 15 letters)."""
_GUNICORNS = (
    signal.SIGHUP,
    signal.SIGQUIT,
    signal.SIGINT,
    signal.SIGTERM,
    signal.SIGTTIN,
    signal.SIGTTOU,
    signal.SIGUSR1,
    signal.SIGUSR2,
    signal.SIGWINCH,
    signal.SIGCHLD,
)
"""Signals that gunicorn takes for itself before it forks anybody."""

_stop = threading.Event()


def when_ready(server: Any) -> None:
    """Begin the keeper; the server is gunicorn's, has read the site and serves nobody yet."""
    parent = os.getpid()

    def keep() -> int:
        for listener in server.LISTENERS:  # the port is free as soon as the server is gone
            listener.close()
        return keep_worker(parent)

    sys.stdout.flush()
    sys.stderr.flush()
    _forked(KEEPER, keep)


def keep_worker(parent: int) -> int:
    """Until the server is gone. Never 3 or 4: gunicorn takes those of its children for its own."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _asked_to_stop)
    deaths = 0
    while not _is_over(parent):
        lived = _watch(_forked(WORKER, _work), parent)
        deaths = 0 if lived > WELL_FOR else deaths + 1
        _stop.wait(PAUSES[min(deaths, len(PAUSES)) - 1] if deaths else 0)
    return 0


def _work() -> int:
    # The command line knows this module; and the keeper itself needs nothing of it.
    from sasaeai.cli.main import main  # noqa: PLC0415

    return main(["work", "--follow"])


def _forked(name: str, do: Callable[[], int]) -> int:
    """A child that does one thing and ends; returns its id. Signals reach it as a new program."""
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        child = os.fork()
        if child == 0:
            _become(name, do, blocked)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
    return child


def _become(name: str, do: Callable[[], int], mask: set[signal.Signals]) -> None:
    """Never returns: what the parent still had to do is not the child's."""
    code = 1
    try:
        for number in _GUNICORNS:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        with contextlib.suppress(OSError):  # only Linux has it
            Path("/proc/self/comm").write_text(name, encoding="ascii")
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        code = do()
    except BaseException:  # nothing may climb into the server's own code
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _watch(worker: int, parent: int) -> float:
    """Until the worker ends by itself or the server is gone; returns the seconds it lived."""
    lived = 0
    while os.waitpid(worker, os.WNOHANG) == (0, 0):
        if _is_over(parent):
            os.kill(worker, signal.SIGTERM)
            os.waitpid(worker, 0)
            break
        _stop.wait(1)
        lived += 1
    return lived


def _is_over(parent: int) -> bool:
    return _stop.is_set() or os.getppid() != parent


def _asked_to_stop(_number: int, _frame: FrameType | None) -> None:
    _stop.set()
