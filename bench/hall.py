"""A day's record coming back from the hall: entries taken in and brought into the record.

    python -m bench.hall                          100, 500 and 2,000 entries of one meeting, on SQLite
    python -m bench.hall --entries 500
    bin/with-postgres .venv/bin/python -m bench.hall

Entries as a busy meeting makes them: six of ten are new remarks, two correct an earlier one, one is a
mark of presence, one a promise. Sent 200 at a time, as a device does; the answer is counted too.
`last` is one more sending of ten entries when all the others are there.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bench.stage import empty_database, is_postgres

if TYPE_CHECKING:  # the real import waits until Django is set up
    from sasaeai.hall.models import Carry
    from sasaeai.kernel.viewer import Viewer

SIZES = [100, 500, 2000]
AT_ONCE, LAST, ITEMS = 200, 10, 10
Words = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print one line a size."""
    chosen = _parser().parse_args(arguments)
    with empty_database():
        engine = "PostgreSQL" if is_postgres() else "SQLite"
        print(f"\n## {engine}; load average {os.getloadavg()[0]:.1f}\n")
        print("| entries | s | cpu s | queries an entry | last ms | last queries |")
        print("| --- | --- | --- | --- | --- | --- |")
        world = _world()
        for size in chosen.entries:
            print(_line(world, size), flush=True)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.hall",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--entries", type=_sizes, default=SIZES, help="sizes (100,500,2000)")
    return parser


def _sizes(text: str) -> list[int]:
    return sorted({int(part) for part in text.split(",")})


def _world() -> Any:
    from tests.world import make_world  # noqa: PLC0415

    return make_world()


def _line(world: Any, size: int) -> str:
    carry, viewer, items = _carried(world, size)
    entries = _entries(size + LAST, items)
    batches = [entries[start : start + AT_ONCE] for start in range(0, size, AT_ONCE)]
    batches[-1] = batches[-1][: size - AT_ONCE * (len(batches) - 1)]
    wall = cpu = queries = 0.0
    for batch in batches:
        took = _sent(carry, viewer, batch)
        wall, cpu, queries = wall + took[0], cpu + took[1], queries + took[2]
    last = _sent(carry, viewer, entries[size:])
    return (
        f"| {size:,} | {wall:.2f} | {cpu:.2f} | {queries / size:.1f} "
        f"| {last[0] * 1000:.0f} | {last[2]} |"
    )


def _carried(world: Any, size: int) -> tuple[Carry, Viewer, list[uuid.UUID]]:
    """A meeting of its own for each size, on a device."""
    from sasaeai.accounts.queries import viewer_for  # noqa: PLC0415
    from sasaeai.hall import actions  # noqa: PLC0415
    from sasaeai.hall.core.entries import card_of  # noqa: PLC0415
    from sasaeai.hall.queries import get_carry, package  # noqa: PLC0415
    from sasaeai.kernel import clock  # noqa: PLC0415
    from sasaeai.meetings.actions import add_item  # noqa: PLC0415
    from sasaeai.meetings.enums import MeetingState  # noqa: PLC0415
    from sasaeai.meetings.models import Meeting  # noqa: PLC0415

    Meeting.objects.filter(state=MeetingState.PLANNED).update(state=MeetingState.CANCELLED)
    viewer = viewer_for(world.accounts["arai"], on=clock.today())
    meeting = world.add_meeting(on=clock.today(), theme=f"{size}")
    items = [
        add_item(meeting=meeting, title=f"議題{number}", actor=viewer) for number in range(ITEMS)
    ]
    made = actions.carry_out(meeting=meeting, device_name="タブレット", actor=viewer)
    carry = get_carry(made.id, viewer=viewer)
    actions.take_up_desk(meeting=carry.meeting, actor=viewer)
    package(carry.meeting)
    return carry, viewer, [card_of(item.id, "item") for item in items]


def _entries(count: int, items: list[uuid.UUID]) -> list[Words]:
    made: list[Words] = []
    remarks: list[Words] = []
    for number in range(count):
        about = str(items[number % len(items)])
        turn = number % 10
        said = f"{number}番目の意見。屋根の雪を下ろせない家が増え、町会だけでは手が回らない。"
        remark = {"item": about, "kind": "opinion", "group": "町会", "text": said}
        if turn < 6:
            remarks.append(_entry("remark", remark))
            made.append(remarks[-1])
        elif turn < 8:
            old = remarks.pop(-3)
            body = {**old["body"], "text": f"{old['body']['text']}直した。"}
            made.append(_entry("remark", body, card=old["card"], follows=[old["id"]]))
        elif turn == 8:
            guest = {"status": "present", "person_name": f"架空 {number}"}
            made.append(_entry("presence", guest))
        else:
            made.append(
                _entry("promise", {"item": about, "who": "町会", "what": "見回る", "due_on": None})
            )
    return made


def _entry(kind: str, body: Words, *, card: str = "", follows: Sequence[str] = ()) -> Words:
    return {
        "id": str(uuid.uuid4()),
        "card": card or str(uuid.uuid4()),
        "kind": kind,
        "follows": list(follows),
        "body": body,
        "at": "2026-11-23T10:00:00+09:00",
    }


def _sent(carry: Carry, viewer: Viewer, batch: list[Words]) -> tuple[float, float, int]:
    """Send one batch as a device does. Seconds, seconds of this process, statements."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from sasaeai.hall import actions  # noqa: PLC0415
    from sasaeai.hall.queries import get_carry  # noqa: PLC0415
    from sasaeai.hall.queries.package import last_number, sync_words  # noqa: PLC0415

    with CaptureQueriesContext(connection) as statements:
        wall, cpu = time.perf_counter(), time.process_time()
        found = get_carry(carry.id, viewer=viewer)
        have = last_number(found.meeting)
        taken = actions.take_in(carry=found, entries=batch, actor=viewer)
        words = sync_words(found, have=have)
        took = time.perf_counter() - wall, time.process_time() - cpu
    if len(taken.taken) != len(batch) or words["cards"]:
        raise RuntimeError(f"not everything stands in the record: {taken.refused} {words['cards']}")
    return (*took, len(statements))


if __name__ == "__main__":
    sys.exit(main())
