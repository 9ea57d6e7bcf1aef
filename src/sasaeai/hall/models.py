"""What devices carry into the hall, and the entries they bring back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sasaeai.audit.models import AppendOnlyQuerySet
from sasaeai.hall.enums import CardKind, CardState
from sasaeai.kernel import clock
from sasaeai.kernel.models import Link, VersionedModel
from sasaeai.meetings.models import Meeting
from sasaeai.people.models import TenantModel


class Carry(TenantModel):
    """One meeting on one device (持ち出し), from the day it was carried out until it came back.

    key: 32 random bytes that the device's store is locked with. The device is given it again only
    while whoever carried the meeting is signed in with a current term (L-27).
    expires_at: after it the device drops what it has. wipe_asked_at: at its next contact the device
    is told to drop everything; wiped_at: it said that it did. returned_at: everything came back and
    the device holds nothing any more.
    """

    meeting = Link(Meeting, related_name="carries", verbose_name="会議")
    account_id = models.UUIDField("持ち出した利用者")
    account_name = models.CharField("持ち出した人", max_length=200)
    device_name = models.CharField("端末の名前", max_length=80)
    key = models.BinaryField("端末の鍵", max_length=32, editable=False)
    expires_at = models.DateTimeField("置いておける期限")
    last_contact_at = models.DateTimeField("最後に連絡があった日時", default=clock.now)
    wipe_asked_at = models.DateTimeField("消すよう頼んだ日時", null=True, blank=True)
    wipe_asked_by = models.CharField("消すよう頼んだ人", max_length=200, blank=True)
    wiped_at = models.DateTimeField("端末が消した日時", null=True, blank=True)
    returned_at = models.DateTimeField("片付けた日時", null=True, blank=True)

    class Meta:
        verbose_name = "持ち出し"
        ordering = ["created_at"]
        indexes = [
            models.Index(fields=["municipality", "meeting", "created_at"]),
            models.Index(fields=["municipality", "account_id", "created_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(wipe_asked_at__isnull=True) | ~Q(wipe_asked_by=""),
                name="hall_wipe_asked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.device_name}"


class Entry(TenantModel):
    """One version of one card (記録カードの版): written once, never changed.

    id: minted by the device, so that a repeated one is seen. created_at: when it arrived.
    card: what it is a version of.
    follows: ids, as text, of the versions its writer saw; causes order entries, clocks do not.
    body: by kind, see hall.core.bodies. number: 1… within the meeting, as they arrived.
    carry: empty for what was written at the desk. written_at: by the clock of the device, for
    readers only.
    """

    meeting = Link(Meeting, related_name="entries", verbose_name="会議")
    number = models.PositiveIntegerField("届いた順")
    card = models.UUIDField("カード")
    kind = models.CharField("種類", max_length=10, choices=CardKind.choices)
    follows = models.JSONField("もとの版", default=list)
    body = models.JSONField("内容", default=dict)
    carry = Link(Carry, null=True, blank=True, related_name="entries", verbose_name="持ち出し")
    author_id = models.UUIDField("書いた利用者", null=True)
    author_name = models.CharField("書いた人", max_length=200)
    written_at = models.DateTimeField("端末で書いた日時")

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = "記録カードの版"
        ordering = ["number"]
        indexes = [models.Index(fields=["municipality", "meeting", "card"])]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "meeting", "number"], name="hall_entry_number"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=CardKind.values), name="hall_entry_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


class Card(VersionedModel, TenantModel):
    """Where a card stands in the record (記録カード). Its id is the card's own.

    object_id: the row its text stands in, None while there is none. applied: the entry whose body
    stands there.
    """

    meeting = Link(Meeting, related_name="cards", verbose_name="会議")
    kind = models.CharField("種類", max_length=10, choices=CardKind.choices)
    object_id = models.UUIDField("記録の行", null=True, blank=True)
    applied = Link(Entry, null=True, blank=True, related_name="+", verbose_name="入っている版")
    state = models.CharField("状態", max_length=10, choices=CardState.choices)
    reason = models.CharField("入れられない理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "記録カード"
        indexes = [models.Index(fields=["municipality", "meeting", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "meeting", "kind", "object_id"],
                condition=Q(object_id__isnull=False),
                name="hall_card_of_row_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CardState.values), name="hall_card_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=CardState.WAITING) | ~Q(reason=""),
                name="hall_card_waits_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.id}"
