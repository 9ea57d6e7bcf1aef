"""The site as it is served: memory of gunicorn's processes, and page times over HTTP. Linux only.

    python -m bench.memory

Memory is PSS, the share of each process with what the processes have in common counted once.
"""

from __future__ import annotations

import argparse
import http.client
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bench.stage import empty_database

if TYPE_CHECKING:  # the real import waits until Django is set up
    from bench.city import City

HOST = "127.0.0.1"
AIM_MEGABYTES = 150
PROCESSES = 5
"""The server, its two workers, the keeper and the worker for the background."""
START_SECONDS = 30
VISITS = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve a synthetic city, visit it, and print what the processes hold."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.memory",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--districts", type=int, default=4, help="districts of the city (4)")
    parser.add_argument("--years", type=int, default=2, help="years of meetings (2)")
    chosen = parser.parse_args(arguments)
    if not Path("/proc/self/smaps_rollup").exists():
        print("bench.memory: reads /proc/PID/smaps_rollup, which only Linux has.", file=sys.stderr)
        return 1
    with empty_database():
        from bench.city import build_city  # noqa: PLC0415

        city = build_city(districts=chosen.districts, years=chosen.years)
        with _served() as (master, port):
            _watch(master, port, city)
    return 0


def _watch(master: int, port: int, city: City) -> None:
    cookie = _session_cookie()
    _wait_until_settled(master)
    _print_memory("at rest", master)
    pages = {"きょう": "/", "当日": f"/meetings/{city.under_way}/day/"}
    for name, path in pages.items():
        times = [_get(port, path, cookie) for _visit in range(VISITS)]
        print(f"{name} over HTTP: median {statistics.median(times):.1f} ms of {VISITS} visits")
    _print_memory(f"after {VISITS * len(pages)} pages", master)
    seconds = _get(port, f"/meetings/{city.preparing}/papers/notice.pdf", cookie) / 1000
    print(f"36 letters over HTTP: {seconds:.1f} s")
    _print_memory("after 36 letters", master)


@contextmanager
def _served() -> Iterator[tuple[int, int]]:
    """`sasaeai serve` with its own number of workers, on a free port. Yields its pid and the port."""
    with closing(socket.socket()) as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "sasaeai", "serve", "--port", str(port)]
    server = subprocess.Popen(command)
    try:
        _wait_until_it_answers(port)
        yield server.pid, port
    finally:
        server.terminate()
        server.wait()


def _wait_until_it_answers(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            _get(port, "/accounts/login/", "")
        except ConnectionError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


def _wait_until_settled(master: int) -> None:
    """Each process loads the site at its own pace; wait until all have, background work too."""
    before, until = 0.0, time.monotonic() + START_SECONDS
    while time.monotonic() < until and len(_held(master)) < PROCESSES:
        time.sleep(0.2)
    while abs((now := sum(_held(master).values())) - before) > 1:
        before = now
        time.sleep(1.5)


def _get(port: int, path: str, cookie: str) -> float:
    """Fetch a page; milliseconds until its last byte. RuntimeError unless it is a page."""
    began = time.perf_counter()
    with closing(http.client.HTTPConnection(HOST, port, timeout=START_SECONDS)) as connection:
        connection.request("GET", path, headers={"Cookie": cookie})
        response = connection.getresponse()
        response.read()
    if response.status != http.client.OK:
        message = f"{path} answered {response.status}"
        raise RuntimeError(message)
    return (time.perf_counter() - began) * 1000


def _session_cookie() -> str:
    """A signed-in coordinator's cookie, put into the database the server reads."""
    from bench.city import COORDINATOR  # noqa: PLC0415
    from bench.measure import sign_in  # noqa: PLC0415

    return "; ".join(
        f"{key}={morsel.value}" for key, morsel in sign_in(COORDINATOR).cookies.items()
    )


def _print_memory(when: str, master: int) -> None:
    held = _held(master)
    each = " + ".join(f"{megabytes:.0f}" for megabytes in held.values())
    total = sum(held.values())
    print(f"{when}: {total:.0f} MB in {len(held)} processes ({each}); aim at rest {AIM_MEGABYTES}")


def _held(master: int) -> dict[int, float]:
    """PSS in MB of the server, its workers and what does the background work beside it, by pid."""
    return {pid: _proportional_megabytes(pid) for pid in (master, *_below(master))}


def _below(pid: int) -> list[int]:
    """Children, and theirs. Threads start processes of their own, so each is looked at."""
    found: list[int] = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, listed.read_text(encoding="ascii").split()):
            found += [child, *_below(child)]
    return found


def _proportional_megabytes(pid: int) -> float:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    return int(found[1]) * 1024 / 1e6 if found else 0.0


if __name__ == "__main__":
    sys.exit(main())
