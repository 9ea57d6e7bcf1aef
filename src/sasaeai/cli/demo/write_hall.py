"""Two devices that were tried out before a meeting of the sample: a choice to make, a card that waits.

Everything written here is plainly marked 見本.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from sasaeai.cli.demo.register import Register
from sasaeai.hall import actions, queries
from sasaeai.hall.core.entries import card_of
from sasaeai.hall.models import Carry
from sasaeai.kernel import clock
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings import actions as meetings
from sasaeai.meetings.models import Meeting

ITEM = "（見本）会場の端末を試してみる"
DEVICES = (("suishin", "推進員のタブレット（見本）"), ("ono", "地区社協のタブレット（見本）"))
TEXTS = (
    "（見本）屋根の雪を下ろせない家が増えている。",
    "（見本）屋根の雪を下ろせず、困っている家が三軒ある町会もある。",
)
PROMISE = "（見本）雪の寄せ場の地図を配る"
"""Nobody is named for it, so it cannot be written yet."""


def write_hall(register: Register) -> None:
    """The briefing of the sample, carried by two people who wrote the same remark differently."""
    meeting = Meeting.objects.select_related("body__district", "municipality", "venue").get(
        municipality_id=register.city.pk, is_public_event=True, is_sample=True
    )
    actor = register.viewer(DEVICES[0][0], register.today)
    item = meetings.add_item(meeting=meeting, title=ITEM, minutes=10, actor=actor)
    about = card_of(item.id, "item")
    carried = [_carry(register, meeting, *device) for device in DEVICES]
    remark = uuid4()
    for (carry, viewer), text in zip(carried, TEXTS, strict=True):
        body = {"item": str(about), "kind": "opinion", "group": "町会", "text": text}
        _write(carry, viewer, "remark", remark, body)
    _write(*carried[0], "promise", uuid4(), {"item": str(about), "who": "", "what": PROMISE})


def _carry(register: Register, meeting: Meeting, login: str, name: str) -> tuple[Carry, Viewer]:
    viewer = register.viewer(login, register.today)
    made = actions.carry_out(meeting=meeting, device_name=name, actor=viewer)
    return queries.get_carry(made.id, viewer=viewer), viewer


def _write(carry: Carry, viewer: Viewer, kind: str, card: UUID, body: dict[str, Any]) -> None:
    entry = {
        "id": str(uuid4()),
        "card": str(card),
        "kind": kind,
        "follows": [],
        "body": body,
        "at": clock.now().isoformat(),
    }
    actions.take_in(carry=carry, entries=[entry], actor=viewer)
