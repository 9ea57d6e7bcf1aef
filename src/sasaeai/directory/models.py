"""Services people can be led to, how fresh what is written about them is, and corrections."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sasaeai.directory.enums import (
    CheckAnswer,
    CorrectionState,
    Season,
    ServiceKind,
    SheetKind,
)
from sasaeai.kernel.models import Link, RemovableModel, RemovableQuerySet, VersionedModel
from sasaeai.people.models import District, Organization, TenantModel


class Service(VersionedModel, RemovableModel, TenantModel):
    """A service or place that helps with a kind of trouble (相談先・社会資源).

    operator_name: who runs it as printed; organization when the register knows it. hours, fee,
    how_to_apply: plain text as people say it. source, source_key: which file it came from and its
    number there, so that the same file twice changes nothing. verify_by: until when what stands here
    may be trusted (verified_on plus a year unless said otherwise). Without `coverage` it serves the
    whole city. source_values: what the file said the last time, so that a column that was put right
    by hand is not overwritten by a file that says nothing new.
    """

    kind = models.CharField("種類", max_length=20, choices=ServiceKind.choices)
    name = models.CharField("名称", max_length=120)
    kana = models.CharField("ふりがな", max_length=120, blank=True)
    organization = Link(
        Organization, null=True, blank=True, related_name="services", verbose_name="団体"
    )
    operator_name = models.CharField("運営", max_length=120, blank=True)
    for_whom = models.CharField("だれのため", max_length=300, blank=True)
    description = models.TextField("内容", blank=True, max_length=4_000)
    how_to_apply = models.CharField("申し込み方", max_length=300, blank=True)
    fee = models.CharField("費用", max_length=200, blank=True)
    hours = models.CharField("曜日・時間", max_length=300, blank=True)
    place = models.CharField("場所", max_length=200, blank=True)
    tel = models.CharField("電話", max_length=40, blank=True)
    fax = models.CharField("FAX", max_length=40, blank=True)
    email = models.CharField("メール", max_length=254, blank=True)
    url = models.CharField("ウェブページ", max_length=300, blank=True)
    area = models.CharField("対象の範囲(町会など)", max_length=200, blank=True)
    season = models.CharField(
        "季節", max_length=10, choices=Season.choices, default=Season.ALL_YEAR
    )
    capacity = models.CharField("定員・空き", max_length=120, blank=True)
    latitude = models.DecimalField("緯度", max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("経度", max_digits=9, decimal_places=6, null=True, blank=True)
    source = models.CharField("出どころ", max_length=120, blank=True)
    source_key = models.CharField("出どころでの番号", max_length=80, blank=True)
    source_values = models.JSONField("出どころでの値", default=dict, blank=True)
    is_public = models.BooleanField("一覧に載せる", default=True)
    verified_on = models.DateField("確かめた日", null=True, blank=True)
    verified_by_name = models.CharField("確かめた人", max_length=200, blank=True)
    verify_by = models.DateField("次に確かめる日", null=True, blank=True)
    ended_on = models.DateField("やめた日", null=True, blank=True)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "相談先"
        ordering = ["kind", "kana", "name"]
        indexes = [
            models.Index(fields=["municipality", "kind", "kana"]),
            models.Index(fields=["municipality", "verify_by"]),
            models.Index(fields=["municipality", "organization"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "source", "source_key"],
                condition=~Q(source_key="") & Q(removed_at__isnull=True),
                name="directory_service_once_a_source",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="directory_service_has_name"),
            models.CheckConstraint(
                condition=Q(kind__in=ServiceKind.values), name="directory_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(season__in=Season.values), name="directory_season_known"
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__range=(20, 46), longitude__range=(122, 154)),
                name="directory_spot_in_japan",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceCoverage(TenantModel):
    """A district that a service serves (対象の地区)."""

    service = Link(Service, related_name="coverage", verbose_name="相談先")
    district = Link(District, related_name="service_coverage", verbose_name="地区")

    class Meta:
        verbose_name = "対象の地区"
        indexes = [models.Index(fields=["municipality", "district"])]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "service", "district"], name="directory_coverage_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.district}"


class ServiceCheck(RemovableModel, TenantModel):
    """The yearly question to who runs services whether all is still right (確認票).

    code: unguessable reply code of the link and the sheet. organization or operator_name: whose
    services are asked about. contact_…: where the answer goes back to, as it stood on that day.
    """

    organization = Link(
        Organization, null=True, blank=True, related_name="service_checks", verbose_name="団体"
    )
    operator_name = models.CharField("運営", max_length=120, blank=True)
    code = models.CharField("返信コード", max_length=12, unique=True)
    asked_on = models.DateField("たずねた日")
    answer_by = models.DateField("返事の期限", null=True, blank=True)
    asked_by_name = models.CharField("たずねた人", max_length=200)
    contact_name = models.CharField("連絡先", max_length=200, blank=True)
    contact_tel = models.CharField("連絡先の電話", max_length=40, blank=True)
    contact_fax = models.CharField("連絡先のFAX", max_length=40, blank=True)
    answered_on = models.DateField("返事の日", null=True, blank=True)
    answered_by = models.CharField("答えた人", max_length=200, blank=True)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "確認票"
        ordering = ["asked_on", "created_at"]
        indexes = [models.Index(fields=["municipality", "asked_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(organization__isnull=False) | ~Q(operator_name=""),
                name="directory_check_asks_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.operator_name


class Correction(RemovableModel, TenantModel):
    """What somebody outside says about a service (訂正の申し出); a member of staff decides.

    values: column name to the new text, only what changes; values_before: what stood there when it
    was taken up, so that this can be undone. service None: a service to be added.
    """

    service = Link(
        Service, null=True, blank=True, related_name="corrections", verbose_name="相談先"
    )
    check_sheet = Link(
        ServiceCheck, null=True, blank=True, related_name="corrections", verbose_name="確認票"
    )
    answer = models.CharField(
        "答え", max_length=10, choices=CheckAnswer.choices, default=CheckAnswer.CHANGED
    )
    values = models.JSONField("直すところ", default=dict, blank=True)
    values_before = models.JSONField("直す前", default=dict, blank=True)
    note = models.CharField("ひとこと", max_length=500, blank=True)
    from_name = models.CharField("申し出た人", max_length=200, blank=True)
    from_contact = models.CharField("申し出た人の連絡先", max_length=200, blank=True)
    state = models.CharField(
        "状態",
        max_length=10,
        choices=CorrectionState.choices,
        default=CorrectionState.WAITING,
    )
    decided_on = models.DateField("決めた日", null=True, blank=True)
    decided_by_name = models.CharField("決めた人", max_length=200, blank=True)
    decided_reason = models.CharField("わけ", max_length=200, blank=True)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "訂正の申し出"
        ordering = ["created_at"]
        indexes = [
            models.Index(fields=["municipality", "state", "created_at"]),
            models.Index(fields=["municipality", "service"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=CorrectionState.values),
                name="directory_correction_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state=CorrectionState.WAITING, decided_on__isnull=True)
                | (~Q(state=CorrectionState.WAITING) & Q(decided_on__isnull=False)),
                name="directory_correction_decided_has_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service or self.values.get('name', '')}"


class ServiceImport(TenantModel):
    """A table of services that was put in: looked at first, then carried out once (取り込み).

    content: the file as it came, kept until it was carried out. rows: how many of each RowState the
    carrying out met.
    """

    kind = models.CharField("表の種類", max_length=10, choices=SheetKind.choices)
    file_name = models.CharField("ファイル名", max_length=200)
    content = models.BinaryField("中身", default=bytes)
    is_public = models.BooleanField("一覧に載せる", default=False)
    put_in_on = models.DateField("入れた日")
    put_in_by_name = models.CharField("入れた人", max_length=200)
    put_in_by = models.UUIDField("入れた人のアカウント", null=True, blank=True)
    done_at = models.DateTimeField("取り込んだ日時", null=True, blank=True)
    rows = models.JSONField("行数", default=dict, blank=True)

    class Meta:
        verbose_name = "相談先の取り込み"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["municipality", "created_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=SheetKind.values), name="directory_import_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
