"""The letter that calls people together, what became of each copy, and what they replied."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sasaeai.kernel.models import (
    Link,
    RemovableModel,
    RemovableQuerySet,
    SoleLink,
    VersionedModel,
)
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.notices.enums import Answer, DeliveryStatus, ReplyVia
from sasaeai.people.enums import Channel
from sasaeai.people.models import TenantModel


class Notice(VersionedModel, TenantModel):
    """The invitation of a meeting (案内状): one text, looked at by a person before it is printed.

    approved_facts: day, hall, agenda … (queries.facts) as they were when somebody looked; once
    they differ, a new look is due. printed_at: when the first copy still standing was printed.
    """

    meeting = SoleLink(Meeting, related_name="notice", verbose_name="会議")
    issued_on = models.DateField("発行日")
    doc_no = models.CharField("文書番号", max_length=40, blank=True)
    subject = models.CharField("件名", max_length=120)
    greeting = models.TextField("時候のあいさつ", max_length=300)
    purpose = models.TextField("案内の文", max_length=1000)
    note = models.TextField("お願い・ご案内", max_length=1000, blank=True)
    sender_organization = models.CharField("差出人(団体)", max_length=120)
    sender_title = models.CharField("差出人(役職)", max_length=60, blank=True)
    sender_name = models.CharField("差出人(氏名)", max_length=60, blank=True)
    contact_name = models.CharField("連絡先(担当)", max_length=120)
    contact_tel = models.CharField("連絡先(電話)", max_length=20, blank=True)
    contact_fax = models.CharField("返信先(FAX)", max_length=20, blank=True)
    reply_due_on = models.DateField("返信期限")
    approved_at = models.DateTimeField("内容を確かめた日時", null=True, blank=True)
    approved_facts = models.JSONField("確かめた内容", default=dict, blank=True)
    printed_at = models.DateTimeField("印刷した日時", null=True, blank=True)

    class Meta:
        verbose_name = "案内"
        indexes = [models.Index(fields=["municipality", "meeting"])]

    def __str__(self) -> str:
        return self.subject


class Delivery(TenantModel):
    """One copy to one recipient by one channel, with the address as it was used (送付).

    printed_facts: what the printed copy says, so that a change shows who needs a new one.
    earlier_copy: status, address and facts before the last print, for taking that print back.
    """

    notice = Link(Notice, related_name="deliveries", verbose_name="案内")
    expected = Link(Expected, related_name="deliveries", verbose_name="声かけ先")
    channel = models.CharField("連絡方法", max_length=10, choices=Channel.choices)
    status = models.CharField(
        "状態", max_length=10, choices=DeliveryStatus.choices, default=DeliveryStatus.DRAFTED
    )
    address_used = models.JSONField("使ったあて先", default=dict)
    printed_facts = models.JSONField("印刷した内容", default=dict, blank=True)
    earlier_copy = models.JSONField("前に印刷した内容", default=dict, blank=True)
    printed_at = models.DateTimeField("印刷した日時", null=True, blank=True)
    sent_at = models.DateTimeField("発送した日時", null=True, blank=True)

    class Meta:
        verbose_name = "送付"
        indexes = [models.Index(fields=["municipality", "notice", "status"])]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "notice", "expected", "channel"],
                name="notices_delivery_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=DeliveryStatus.values), name="notices_delivery_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expected} {self.get_status_display()}"


class Reply(VersionedModel, RemovableModel, TenantModel):
    """What somebody replied (出欠の返信), how it came and who keyed it."""

    expected = Link(Expected, related_name="replies", verbose_name="声かけ先")
    answer = models.CharField("返信", max_length=10, choices=Answer.choices)
    via = models.CharField(
        "届き方", max_length=10, choices=ReplyVia.choices, default=ReplyVia.PAPER
    )
    substitute_name = models.CharField("代理の方の氏名", max_length=60, blank=True)
    substitute_title = models.CharField("代理の方の役職", max_length=60, blank=True)
    companions = models.PositiveSmallIntegerField("同行者(人)", default=0)
    needs = models.CharField("配慮してほしいこと", max_length=200, blank=True)
    trouble = models.TextField("話したい困りごと", max_length=10_000, blank=True)
    received_on = models.DateField("届いた日")
    keyed_by_name = models.CharField("入力した人", max_length=200)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "返信"
        indexes = [models.Index(fields=["municipality", "expected"])]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "expected"],
                condition=Q(removed_at__isnull=True),
                name="notices_reply_once",
            ),
            models.CheckConstraint(
                condition=Q(answer__in=Answer.values), name="notices_reply_answer_known"
            ),
            models.CheckConstraint(
                condition=Q(via__in=ReplyVia.values), name="notices_reply_via_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expected} {self.get_answer_display()}"
