"""What leaves the room in the demo: copies of a circular, its kana, a text that was replaced."""

from __future__ import annotations

from datetime import timedelta

from sasaeai.cli.demo.places import ONO, SHINJO
from sasaeai.cli.demo.register import Register
from sasaeai.cli.demo.write_year import COORDINATOR, SECOND_PERSON
from sasaeai.kernel.viewer import Viewer
from sasaeai.minutes import actions as minutes
from sasaeai.minutes.enums import PublicState
from sasaeai.minutes.models import Circular, PublicVersion
from sasaeai.minutes.queries.circulars import CopyLine, propose_copies
from sasaeai.minutes.queries.public import propose_circular

GROUPS = (8, 12, 6, 15)
"""Groups of the associations, in turn; made up."""
REASON = "（見本）参加した人の数を書きまちがえていたため"


def write_leaving(register: Register) -> None:
    """In 大野 the last circular with kana and copies; in 新城 a public version taken back and renewed."""
    if (public := _latest(register, ONO)) is not None:
        _finish_circular(register, public)
    if (public := _latest(register, SHINJO)) is not None:
        _replace(register, public)


def _latest(register: Register, district: str) -> PublicVersion | None:
    return (
        PublicVersion.objects.filter(
            municipality=register.city,
            state=PublicState.APPROVED,
            circular__isnull=False,
            minutes__meeting__body__district=register.districts[district],
        )
        .select_related("minutes__meeting__body__district", "minutes__meeting__venue", "circular")
        .order_by("-minutes__meeting__starts_at")
        .first()
    )


def _finish_circular(register: Register, public: PublicVersion) -> None:
    on = public.minutes.meeting.held_on + timedelta(days=8)
    writer = register.viewer(COORDINATOR, on)
    circular = _save(public, public.circular, writer)
    circular = minutes.set_circular_readings(
        circular=circular, base_version=circular.version, readings={"方": "かた"}, actor=writer
    )
    lines = [
        CopyLine(line.organization, line.name, GROUPS[n % len(GROUPS)])
        for n, line in enumerate(propose_copies(circular, public.minutes.meeting))
    ]
    board = CopyLine(None, "集会所の掲示板（見本）", None, 1)
    circular = minutes.set_circular_copies(
        circular=circular, base_version=circular.version, lines=[*lines, board], actor=writer
    )
    minutes.mark_circular_printed(circular=circular, actor=writer)


def _save(public: PublicVersion, before: Circular | None, writer: Viewer) -> Circular:
    """The circular as proposed, short enough for kana; what was made before is changed."""
    draft = propose_circular(public.minutes.meeting, public)
    return minutes.save_circular(
        public=public,
        base_version=before.version if before else 0,
        issued_on=before.issued_on if before else writer.on,
        title=draft.title,
        lead=draft.lead,
        body=draft.body[:300],
        issuer=draft.issuer,
        contact=draft.contact,
        return_to=draft.return_to,
        stamp_boxes=15,
        has_furigana=True,
        is_checked=True,
        actor=writer,
    )


def _replace(register: Register, public: PublicVersion) -> None:
    on = public.minutes.meeting.held_on + timedelta(days=14)
    writer, second = register.viewer(COORDINATOR, on), register.viewer(SECOND_PERSON, on)
    minutes.withdraw_public_version(public=public, reason=REASON, actor=second)
    new = minutes.draft_public_version(minutes=public.minutes, actor=writer)
    new = minutes.submit_public_version(public=new, base_version=new.version, actor=writer)
    new = minutes.approve_public_version(public=new, base_version=new.version, actor=second)
    minutes.mark_circular_printed(circular=_save(new, None, writer), actor=writer)
