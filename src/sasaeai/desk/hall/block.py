"""The short block 「会場の端末」 of the pages of a meeting."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sasaeai.hall import queries
from sasaeai.hall.access import goes_onto_devices
from sasaeai.hall.queries import Counts, Device
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import can_run
from sasaeai.meetings.models import Meeting


@dataclass(frozen=True, slots=True)
class HallBlock:
    """Which devices carry the meeting and how many cards wait. Empty blocks are not shown.

    personal: words from devices that may tell who a resident is.
    """

    devices: tuple[Device, ...]
    counts: Counts
    may_run: bool
    may_carry: bool
    personal: tuple[str, ...] = ()

    @property
    def is_shown(self) -> bool:
        return bool(self.devices or self.counts.any or self.may_carry)

    @property
    def holding(self) -> int:
        """How many devices may still have something."""
        return sum(device.holds for device in self.devices)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is worth a look before the record is closed; nothing of it stops the closing."""
        found = []
        if self.counts.conflicts:
            found.append(
                _("会場の端末から届いた文で、どちらを残すか決めていないものが%(n)s件あります。")
                % {"n": self.counts.conflicts}
            )
        if self.counts.waiting:
            found.append(
                _("会場の端末から届いて、まだ記録に入っていないものが%(n)s件あります。")
                % {"n": self.counts.waiting}
            )
        found += [
            _(
                "端末「%(name)s」から、会議のあとの連絡がまだありません。書いたものが残っているかもしれません。"
            )
            % {"name": device.carry.device_name}
            for device in self.devices
            if device.is_silent
        ]
        if self.personal:
            found.append(
                _(
                    "会場の端末から届いた文に、個人が分かるかもしれない言葉があります："
                    "%(words)s。記録を開いて、言いかえるか、そのままでよいか確かめてください。"
                )
                % {"words": "".join(f"「{word}」" for word in self.personal)}
            )
        return tuple(found)


def hall_block(meeting: Meeting, *, viewer: Viewer) -> HallBlock:
    """What the block shows of a meeting. At most five queries; one where no device ever carried it."""
    may_run = can_run(viewer, meeting)
    devices = tuple(queries.devices_of(meeting))
    return HallBlock(
        devices=devices,
        counts=queries.open_counts(meeting) if devices else Counts(0, 0),
        may_run=may_run,
        may_carry=may_run
        and viewer.account_id is not None
        and meeting.is_planned
        and goes_onto_devices(meeting),
        personal=queries.personal_words(meeting) if devices and may_run else (),
    )
