"""Keeps `sasaeai work` running beside the server that started it (one PC, no service manager).

Run as a small process of its own: it begins the worker again when that dies, and both end with the
server. It imports nothing but the standard library, so that it costs next to no memory.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from types import FrameType

PAUSES = (1, 5, 15, 60)
"""Seconds before the worker is begun again, after it died so many times."""
WELL_FOR = 300
"""Seconds after which an earlier death no longer counts."""

_stop = threading.Event()


def start_keeper() -> None:
    """Begin it, as a child of the process that is about to become the server."""
    subprocess.Popen(
        [sys.executable, "-m", "sasaeai.cli.keeper"],
        stdin=subprocess.DEVNULL,
    )


def main() -> int:
    """Until the server is gone. Never 3 or 4: gunicorn takes those of any child for its own."""
    parent = os.getppid()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _asked_to_stop)
    deaths = 0
    while not _is_over(parent):
        worker = subprocess.Popen([sys.executable, "-m", "sasaeai", "work", "--follow"])
        lived = _watch(worker, parent)
        deaths = 0 if lived > WELL_FOR else deaths + 1
        _stop.wait(PAUSES[min(deaths, len(PAUSES)) - 1] if deaths else 0)
    return 0


def _watch(worker: subprocess.Popen[bytes], parent: int) -> float:
    """Until the worker ends by itself or the server is gone; returns the seconds it lived."""
    lived = 0
    while worker.poll() is None:
        if _is_over(parent):
            worker.terminate()
            worker.wait()
            break
        _stop.wait(1)
        lived += 1
    return lived


def _is_over(parent: int) -> bool:
    return _stop.is_set() or os.getppid() != parent


def _asked_to_stop(_number: int, _frame: FrameType | None) -> None:
    _stop.set()


if __name__ == "__main__":
    sys.exit(main())
