"""Sending by wire: copies a second through the whole run, and the memory it takes.

    python -m bench.sending                    30 and 300 copies, by e-mail and by FAX gateway
    python -m bench.sending --copies 30

Each run is a process of its own with a database of its own and a mail server on loopback in
another process. A copy is claimed, made (a FAX is a printed sheet), handed over and written down,
each step in its own transaction, so most of the time is the database's.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import socket
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bench.stage import empty_database

CHANNELS = ("email", "fax")
RUNS = (30, 300)


@dataclass(frozen=True, slots=True)
class Run:
    """One run. Seconds until all had left; memory in MB, at its highest."""

    copies: int
    channel: str
    sent: int
    seconds: float
    cpu: float
    peak: float


class _Sink:
    """Takes every mail and forgets it."""

    async def handle_DATA(self, *_talk: Any) -> str:  # noqa: N802  named by aiosmtpd
        return "250 OK"


def main(arguments: Sequence[str] | None = None) -> int:
    """Send and print what it cost."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.sending",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--copies", type=int, nargs="+", default=RUNS, help="copies a run")
    chosen = parser.parse_args(arguments)
    port = _free_port()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(port,), daemon=True)
    server.start()
    _wait_for(port)
    print("| copies      | sent | s     | cpu s | copies/s | peak MB |")
    print("| ----------- | ---- | ----- | ----- | -------- | ------- |")
    try:
        for channel in CHANNELS:
            for copies in chosen.copies:
                with multiprocessing.get_context("spawn").Pool(1) as pool:
                    _show(pool.apply(send, (copies, channel, port)))
    finally:
        server.terminate()
        server.join()
    return 0


def serve(port: int) -> None:
    """A mail server until it is ended."""
    from aiosmtpd.controller import Controller  # noqa: PLC0415  needed in this process only

    Controller(_Sink(), hostname="127.0.0.1", port=port).start()
    while True:
        time.sleep(60)


def send(copies: int, channel: str, port: int) -> Run:
    """Queue `copies` copies of one notice and send them."""
    with empty_database():
        # Rooms can be imported only once Django is set up.
        from django.conf import settings  # noqa: PLC0415

        from sasaeai.notices import actions  # noqa: PLC0415
        from sasaeai.notices.models import Delivery  # noqa: PLC0415
        from sasaeai.notices.tasks.sending import send_notice  # noqa: PLC0415

        settings.MAIL_HOST, settings.MAIL_PORT, settings.MAIL_SECURITY = "127.0.0.1", port, "none"
        settings.MAIL_FROM = "tsudoi@example.jp"
        settings.FAX_GATEWAY = "{number}@fax.example.jp" if channel == "fax" else ""
        notice, actor = _notice(copies, channel)
        job = actions.queue_sending(notice=notice, actor=actor)
        began, cpu = time.perf_counter(), time.process_time()
        send_notice.func(str(job.id))
        seconds, used = time.perf_counter() - began, time.process_time() - cpu
        sent = Delivery.objects.filter(notice=notice, status="sent").count()
        return Run(copies, channel, sent, seconds, used, _megabytes())


def _notice(copies: int, channel: str) -> tuple[Any, Any]:
    """A looked-over notice of a meeting to which so many people are called."""
    from sasaeai.kernel import clock  # noqa: PLC0415
    from sasaeai.notices import actions  # noqa: PLC0415
    from sasaeai.people.models import Person  # noqa: PLC0415
    from tests.world import make_world  # noqa: PLC0415

    world = make_world()
    meeting = world.add_meeting(on=clock.today() + timedelta(days=30))
    world.add_item(meeting)
    for number in range(1, copies + 1):
        person = Person.objects.create(
            municipality=world.city,
            name=f"架空 {number}郎",
            channel=channel,
            email=f"reader{number}@example.jp",
            fax=f"017-000-{number:04}",
        )
        world.add_expected(meeting, person=person, person_name=person.name)
    actor = world.viewer("arai", on=clock.today())
    notice = actions.draft_notice(meeting=meeting, actor=actor)
    return actions.approve_notice(notice=notice, actor=actor), actor


def _show(run: Run) -> None:
    print(
        f"| {run.copies:5} {run.channel:5} | {run.sent:4} | {run.seconds:5.2f} | {run.cpu:5.2f} "
        f"| {run.sent / run.seconds:8.1f} | {run.peak:7.0f} |",
        flush=True,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    for _attempt in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return


def _megabytes() -> float:
    """The most memory this process has held so far."""
    unit = 1e6 if sys.platform == "darwin" else 1e3  # bytes there, kB on Linux
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    sys.exit(main())
