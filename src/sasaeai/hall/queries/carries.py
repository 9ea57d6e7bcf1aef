"""Devices that carry meetings: of one meeting, and the one that talks."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from sasaeai.hall.access import goes_onto_devices
from sasaeai.hall.models import Carry
from sasaeai.kernel import clock
from sasaeai.kernel.errors import NotFound
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.models import Meeting


@dataclass(frozen=True, slots=True)
class Device:
    """One device that carries a meeting, as pages show it.

    holds: it may still have something. is_silent: nothing came from it since the meeting.
    """

    carry: Carry
    entries: int
    is_silent: bool

    @property
    def holds(self) -> bool:
        return self.carry.returned_at is None and self.carry.wiped_at is None

    @property
    def is_to_wipe(self) -> bool:
        return self.holds and self.carry.wipe_asked_at is not None


def get_carry(carry_id: UUID, *, viewer: Viewer) -> Carry:
    """A carry of the viewer's town, whoever carries it: what may be said is decided by access."""
    carry = (
        Carry.objects.filter(municipality_id=viewer.municipality_id, pk=carry_id)
        .select_related("meeting__body__district", "meeting__municipality", "meeting__venue")
        .first()
    )
    if carry is None:
        raise NotFound(
            _("この持ち出しは見つかりません。端末のこの会議は、もう一度入れ直してください。")
        )
    return carry


def is_own_carry(carry_id: UUID, account_id: UUID) -> bool:
    """Whether an account carried it out, be its term over or not: its device is to be told."""
    return Carry.objects.filter(pk=carry_id, account_id=account_id).exists()


def devices_of(meeting: Meeting) -> list[Device]:
    """Every device that carries or carried a meeting, the first first. One query."""
    carries = Carry.objects.filter(municipality_id=meeting.municipality_id, meeting=meeting)
    return [
        Device(carry, carry.written, _is_silent(carry, meeting))
        for carry in carries.annotate(written=Count("entries")).order_by("created_at")
    ]


def _is_silent(carry: Carry, meeting: Meeting) -> bool:
    """Whether a device that holds the meeting has not spoken since it began, or since it ended."""
    if carry.returned_at is not None or carry.wiped_at is not None:
        return False
    now = clock.now()
    since = meeting.ends_at if meeting.ends_at <= now else meeting.starts_at
    return since <= now and carry.last_contact_at < since


def why_to_drop(carry: Carry) -> str:
    """Why the device is to drop everything, as its holder reads it; "" while it may stay."""
    if not goes_onto_devices(carry.meeting):
        return _("この会議は、端末に入れられない会議になりました。")
    if carry.wiped_at is not None or carry.returned_at is not None:
        return _("この会議は、この端末からもう消したことになっています。")
    if carry.wipe_asked_at is not None:
        return _("事務局が、この会議を端末から消すように頼んでいます。")
    return ""


def is_expired(carry: Carry) -> bool:
    """Whether the device may no longer keep the meeting."""
    return carry.expires_at <= clock.now()
