"""Handing in a sealed file: what a device could not send, taken in at the desk.

The file is sealed with the key of its carry, which the server keeps; whoever finds it reads nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction
from django.utils.translation import gettext as _

from sasaeai.audit import actions as audit
from sasaeai.hall.actions.taking_in import TakenIn, sent_list, take_in_all
from sasaeai.hall.models import Carry
from sasaeai.kernel.display import long_date
from sasaeai.kernel.errors import InvalidInput
from sasaeai.kernel.viewer import Viewer
from sasaeai.meetings.access import check_can_run
from sasaeai.meetings.models import Meeting

MAGIC = b"SASAEAI1"
MOST_BYTES = 20 * 1024 * 1024
MOST_ENTRIES = 5_000
"""More than anybody writes at one meeting; reckoning them holds the lock of the meeting."""
_ID, _IV, _TAG = 16, 12, 16


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What a sealed file brought. written_by, device_name: who wrote it and on which device."""

    taken: TakenIn
    written_by: str
    device_name: str

    @property
    def is_known(self) -> bool:
        """Whether everything had been taken in before."""
        return self.taken.fresh == 0 and not self.taken.refused


def take_in_sealed_file(*, meeting: Meeting, content: bytes, actor: Viewer) -> HandedIn:
    """Take in what a sealed file holds. Who wrote it stays its author; who hands it in is noted.

    InvalidInput (`file`) names what is wrong with a file. The same file twice changes nothing.
    """
    check_can_run(actor, meeting)
    carry = _carry_of(content, meeting, actor)
    entries = _opened(content, carry)
    if len(entries) > MOST_ENTRIES:
        raise _wrong(_too_many())
    with transaction.atomic():
        taken = take_in_all(carry=carry, entries=entries, actor=actor)
        audit.record(
            actor=actor,
            verb="hand in",
            obj=carry,
            after={"entries": len(taken.taken), "new": taken.fresh, "refused": len(taken.refused)},
        )
    return HandedIn(taken, carry.account_name, carry.device_name)


def seal(carry: Carry, entries: list[object], iv: bytes) -> bytes:
    """The sealed file of entries, as a device makes it. iv: 12 random bytes."""
    words = json.dumps({"entries": entries}, ensure_ascii=False).encode()
    return MAGIC + carry.id.bytes + iv + AESGCM(bytes(carry.key)).encrypt(iv, words, None)


def _carry_of(content: bytes, meeting: Meeting, actor: Viewer) -> Carry:
    if len(content) > MOST_BYTES:
        raise _wrong(
            _("ファイルが大きすぎます。会場のページで保存したファイルか、確かめてください。")
        )
    if not content.startswith(MAGIC):
        raise _wrong(
            _(
                "これは「封をしたファイル」ではありません。会場のページで保存したファイルを選んでください。"
            )
        )
    if len(content) < len(MAGIC) + _ID + _IV + _TAG:
        raise _wrong(_damaged())
    carry_id = UUID(bytes=content[len(MAGIC) : len(MAGIC) + _ID])
    carry = Carry.objects.filter(pk=carry_id).select_related("meeting__body__district").first()
    if carry is None:
        raise _wrong(
            _(
                "このファイルを作った端末の記録がありません。ファイルが壊れているか、"
                "ほかのシステムのものです。端末でもう一度保存してください。"
            )
        )
    if carry.municipality_id != actor.municipality_id:
        raise _wrong(
            _("ほかの市町村で持ち出された会議のファイルです。その市町村で入れてください。")
        )
    if carry.meeting_id != meeting.id:
        check_can_run(actor, carry.meeting)
        raise _wrong(
            _("これは%(day)sの「%(body)s」のファイルです。その会議のページから入れてください。")
            % {"day": long_date(carry.meeting.held_on), "body": carry.meeting.body.name}
        )
    return carry


def _opened(content: bytes, carry: Carry) -> list[object]:
    start = len(MAGIC) + _ID
    iv, sealed = content[start : start + _IV], content[start + _IV :]
    try:
        words = json.loads(AESGCM(bytes(carry.key)).decrypt(iv, sealed, None))
    except (InvalidTag, ValueError, RecursionError) as error:
        raise _wrong(_damaged()) from error
    if not isinstance(words, dict):
        raise _wrong(_damaged())
    return sent_list(words)


def _too_many() -> str:
    return _(
        "一つのファイルから入れられるのは%(most)s件までです。端末で保存し直したファイルを選んでください。"
    ) % {"most": f"{MOST_ENTRIES:,}"}


def _damaged() -> str:
    return _(
        "ファイルが途中で切れているか、壊れています。端末でもう一度保存して、選び直してください。"
    )


def _wrong(sentence: str) -> InvalidInput:
    return InvalidInput(sentence, {"file": sentence})
