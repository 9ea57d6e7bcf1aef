"""The letter that calls people together, what became of each copy, and what they replied."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sasaeai.kernel.models import (
    Link,
    RemovableModel,
    RemovableQuerySet,
    VersionedModel,
)
from sasaeai.meetings.models import Expected, Meeting
from sasaeai.notices.enums import (
    ONE_A_MEETING,
    Answer,
    DeliveryStatus,
    Failure,
    NoticeKind,
    ReplyVia,
    ScanSource,
    ScanState,
)
from sasaeai.people.enums import Channel
from sasaeai.people.models import Organization, Person, TenantModel


class Notice(VersionedModel, TenantModel):
    """A text about a meeting (案内・お知らせ), looked at by a person before any copy leaves.

    A meeting has one invitation (案内状) and may have notices of change and reminders.
    days_before: of a reminder, how long before its day (reply due day or meeting) it goes out.
    approved_facts: day, hall, agenda … (queries.facts) as they were when somebody looked; once
    they differ, a new look is due. printed_at: when the first copy still standing was printed.
    """

    meeting = Link(Meeting, related_name="notices", verbose_name="会議")
    kind = models.CharField(
        "種類", max_length=14, choices=NoticeKind.choices, default=NoticeKind.INVITATION
    )
    days_before = models.PositiveSmallIntegerField("何日前に送るか", null=True, blank=True)
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
        indexes = [models.Index(fields=["municipality", "meeting", "kind"])]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "meeting", "kind"],
                condition=Q(kind__in=ONE_A_MEETING),
                name="notices_notice_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=NoticeKind.values), name="notices_notice_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Delivery(TenantModel):
    """One copy to one recipient by one channel, with the address as it was used (送付).

    chosen_at: when somebody chose this channel for this notice alone; otherwise the register's.
    printed_facts: what the copy that left says, so that a change shows who needs a new one.
    earlier_copy: everything before the last step, that of the step before within; for taking back.
    status_at, status_note, failure: when the status was reached, what was said, what would help.
    message_id: how the other side names what was sent (Message-ID, LINE's id); attempts: tries.
    """

    notice = Link(Notice, related_name="deliveries", verbose_name="案内")
    expected = Link(Expected, related_name="deliveries", verbose_name="声かけ先")
    channel = models.CharField("連絡方法", max_length=10, choices=Channel.choices)
    chosen_at = models.DateTimeField("方法を選んだ日時", null=True, blank=True)
    status = models.CharField(
        "状態", max_length=10, choices=DeliveryStatus.choices, default=DeliveryStatus.DRAFTED
    )
    address_used = models.JSONField("使ったあて先", default=dict)
    printed_facts = models.JSONField("印刷した内容", default=dict, blank=True)
    earlier_copy = models.JSONField("前に印刷した内容", default=dict, blank=True)
    printed_at = models.DateTimeField("印刷した日時", null=True, blank=True)
    sent_at = models.DateTimeField("発送した日時", null=True, blank=True)
    status_at = models.DateTimeField("状態が変わった日時", null=True, blank=True)
    status_note = models.CharField("状態のメモ", max_length=300, blank=True)
    failure = models.CharField("わけ", max_length=10, choices=Failure.choices, blank=True)
    message_id = models.CharField("送信の番号", max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField("送ろうとした回数", default=0)

    class Meta:
        verbose_name = "送付"
        indexes = [
            models.Index(fields=["municipality", "notice", "status"]),
            models.Index(fields=["municipality", "message_id"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "notice", "expected", "channel"],
                name="notices_delivery_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=DeliveryStatus.values), name="notices_delivery_status_known"
            ),
            models.CheckConstraint(
                condition=Q(failure__in=["", *Failure.values]),
                name="notices_delivery_failure_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expected} {self.get_status_display()}"


class Reply(VersionedModel, RemovableModel, TenantModel):
    """What somebody replied (出欠の返信), how it came and who keyed it.

    for_starts_at: the start that the answer was given for. Once the meeting moves, the answer is
    one to the earlier day, and the person is asked again.
    """

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
    for_starts_at = models.DateTimeField("どの日時への返信か", null=True, blank=True)
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


class SlipScan(TenantModel):
    """One page of a FAX or scan with a reply slip (読み取った返信票), kept beside its reading.

    digest: SHA-256 of the file in hex; the same page of the same file is taken in once.
    picture: the page as PNG. reading: what was judged and how surely (paper.reading), as JSON.
    expected and meeting are empty while nobody knows whose slip it is. erased_at: when the picture
    and the handwriting cut out of it were taken away because their time was over.
    """

    meeting = Link(Meeting, null=True, blank=True, related_name="slip_scans", verbose_name="会議")
    expected = Link(
        Expected, null=True, blank=True, related_name="slip_scans", verbose_name="声かけ先"
    )
    source = models.CharField("どこから", max_length=10, choices=ScanSource.choices)
    file_name = models.CharField("ファイル名", max_length=200)
    page = models.PositiveSmallIntegerField("ページ", default=1)
    digest = models.CharField("ファイルの指紋", max_length=64)
    picture = models.BinaryField("画像")
    erased_at = models.DateTimeField("画像を消した日時", null=True, blank=True)
    reading = models.JSONField("読み取り", default=dict)
    reason = models.CharField("確かめるわけ", max_length=300, blank=True)
    state = models.CharField(
        "状態", max_length=10, choices=ScanState.choices, default=ScanState.WAITING
    )
    reply = Link(Reply, null=True, blank=True, related_name="slip_scans", verbose_name="返信")
    judged_by_name = models.CharField("確かめた人", max_length=200, blank=True)
    judged_at = models.DateTimeField("確かめた日時", null=True, blank=True)

    class Meta:
        verbose_name = "読み取った返信票"
        indexes = [
            models.Index(fields=["municipality", "meeting", "state"]),
            models.Index(fields=["municipality", "state", "created_at"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "digest", "page"], name="notices_scan_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ScanState.values), name="notices_scan_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} {self.page}"


class SlipCrop(TenantModel):
    """Handwriting cut out of a scanned slip, for a person to read (手書きの切り抜き)."""

    scan = Link(SlipScan, related_name="crops", verbose_name="読み取った返信票")
    field = models.CharField("欄", max_length=20)
    picture = models.BinaryField("画像")

    class Meta:
        verbose_name = "手書きの切り抜き"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "scan", "field"], name="notices_crop_once"
            )
        ]

    def __str__(self) -> str:
        return self.field


class LineFriend(RemovableModel, TenantModel):
    """Somebody who wants to hear by LINE (LINEの登録): a person, or an organisation without one."""

    person = Link(Person, null=True, blank=True, related_name="line_friends", verbose_name="人")
    organization = Link(
        Organization, null=True, blank=True, related_name="line_friends", verbose_name="団体"
    )
    line_user_id = models.CharField("LINEの番号", max_length=64)
    blocked_at = models.DateTimeField("ブロックされた日時", null=True, blank=True)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "LINEの登録"
        indexes = [
            models.Index(fields=["municipality", "person"]),
            models.Index(fields=["municipality", "organization"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "line_user_id"],
                condition=Q(removed_at__isnull=True),
                name="notices_line_user_once",
            ),
            models.CheckConstraint(
                condition=~Q(person__isnull=True, organization__isnull=True),
                name="notices_line_is_of_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.organization}"


class WrongCode(models.Model):
    """A reply code that does not exist was tried: who guesses too often has to wait.

    source: keyed hash of where the request came from; no address is kept. is_mistyped: the text can
    be no code at all, by its letters or its check letter.
    """

    source = models.CharField("どこから", max_length=64)
    tried_at = models.DateTimeField("日時")
    is_mistyped = models.BooleanField("書き間違い", default=False)

    class Meta:
        verbose_name = "違う返信コード"
        indexes = [models.Index(fields=["source", "tried_at"])]

    def __str__(self) -> str:
        return f"{self.tried_at:%Y-%m-%d %H:%M}"
