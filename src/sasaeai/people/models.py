"""Who is who: municipalities, districts, organisations, posts, persons, terms, halls."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from sasaeai.kernel import text
from sasaeai.kernel.models import (
    IdentifiedModel,
    Link,
    RemovableModel,
    RemovableQuerySet,
    VersionedModel,
)
from sasaeai.people.enums import Channel, PledgeHow, StaffRole


class Municipality(IdentifiedModel):
    """A city, town or village (市町村) and its settings; the tenant of every other row.

    field_days: days after a meeting for which a device may keep what it carried.
    support_council_rule, support_council_since: by which rule (要綱) and since when the city has
    the closed council of 社会福祉法106条の6; both empty where it has none (L-03).
    """

    lg_code = models.CharField("全国地方公共団体コード", max_length=6, unique=True)
    name = models.CharField("名称", max_length=60)
    snow_from_month = models.PositiveSmallIntegerField("雪の季節の始まり(月)", default=12)
    snow_to_month = models.PositiveSmallIntegerField("雪の季節の終わり(月)", default=3)
    snow_reserve_days = models.PositiveSmallIntegerField("予備日までの日数", default=7)
    notice_lead_days = models.PositiveSmallIntegerField("案内を出す日(何日前)", default=30)
    reply_lead_days = models.PositiveSmallIntegerField("返信期限(何日前)", default=10)
    minutes_due_days = models.PositiveSmallIntegerField("会議録の期限(何日後)", default=14)
    overdue_days = models.PositiveSmallIntegerField("開催が遅れていると見る日数", default=135)
    field_days = models.PositiveSmallIntegerField("端末に置ける日数(会議のあと)", default=7)
    support_council_rule = models.CharField("支援会議の要綱", max_length=120, blank=True)
    support_council_since = models.DateField("支援会議を置いた日", null=True, blank=True)

    class Meta:
        verbose_name = "市町村"
        constraints = [
            models.CheckConstraint(
                condition=Q(support_council_rule="", support_council_since__isnull=True)
                | (~Q(support_council_rule="") & Q(support_council_since__isnull=False)),
                name="people_support_council_by_rule",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TenantModel(IdentifiedModel):
    """A row that belongs to one municipality; every index of it begins with that."""

    municipality = Link(Municipality, related_name="+", verbose_name="市町村")

    class Meta:
        abstract = True


class District(TenantModel):
    """A welfare district (地区). Districts of different services overlap and never nest.

    since, until: its first and last day where it was formed or ended by a split or merger; both
    included, None for always.
    """

    name = models.CharField("地区名", max_length=60)
    kana = models.CharField("ふりがな", max_length=100, blank=True)
    position = models.PositiveIntegerField("並び", default=0)
    since = models.DateField("できた日", null=True, blank=True)
    until = models.DateField("なくなる日", null=True, blank=True)

    class Meta:
        verbose_name = "地区"
        ordering = ["position", "kana", "name"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="people_district_name"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="people_district_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DistrictChange(TenantModel):
    """A district goes on in another from a day on (地区の分割・統合): one row for each pair."""

    old = Link(District, related_name="became", verbose_name="もとの地区")
    new = Link(District, related_name="came_from", verbose_name="新しい地区")
    on = models.DateField("いつから")
    decided_at = models.CharField("決めた場", max_length=120, blank=True)

    class Meta:
        verbose_name = "地区の分割・統合"
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "old", "new"], name="people_district_change_once"
            ),
            models.CheckConstraint(
                condition=~Q(old=F("new")), name="people_district_change_of_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class OrganizationKind(TenantModel):
    """A kind of organisation (団体の種類), extensible by each municipality.

    is_bound: a law binds its people to secrecy (民生委員法15条, 地方公務員法34条 …); of all others a
    pledge is asked before a meeting among its members (L-06).
    """

    code = models.CharField("記号", max_length=40)
    name = models.CharField("名称", max_length=60)
    group = models.CharField(
        "発言の区分", max_length=60, blank=True, help_text="会議録で発言者を示すときの呼び名"
    )
    is_bound = models.BooleanField("法律に守秘義務がある", default=False)
    position = models.PositiveIntegerField("並び", default=0)

    class Meta:
        verbose_name = "団体の種類"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "code"], name="people_kind_code"),
        ]

    def __str__(self) -> str:
        return self.name


class Organization(VersionedModel, TenantModel):
    """An organisation or office (団体・機関) that posts belong to."""

    kind = Link(OrganizationKind, related_name="organizations", verbose_name="種類")
    name = models.CharField("団体名", max_length=120)
    kana = models.CharField("ふりがな", max_length=200, blank=True)
    postal_code = models.CharField("郵便番号", max_length=8, blank=True)
    address = models.CharField("所在地", max_length=200, blank=True)
    tel = models.CharField("電話", max_length=20, blank=True)
    fax = models.CharField("FAX", max_length=20, blank=True)
    email = models.EmailField("メール", blank=True)
    note = models.TextField("メモ", blank=True)
    search_key = models.CharField(max_length=400, blank=True, editable=False)
    ended_on = models.DateField("活動を終えた日", null=True, blank=True)
    districts = models.ManyToManyField(
        District, through="OrganizationDistrict", related_name="organizations"
    )

    class Meta:
        verbose_name = "団体"
        ordering = ["kind__position", "kana", "name"]
        indexes = [models.Index(fields=["municipality", "kind", "kana"])]

    def __str__(self) -> str:
        return self.name

    def make_search_key(self) -> str:
        return text.fold(f"{self.name} {self.kana}")[:400]


class OrganizationDistrict(TenantModel):
    """An organisation serves a district from a day to a day (担当地区)."""

    organization = Link(Organization, related_name="served", verbose_name="団体")
    district = Link(District, related_name="served_by", verbose_name="地区")
    since = models.DateField("いつから", null=True, blank=True)
    until = models.DateField("いつまで", null=True, blank=True)

    class Meta:
        verbose_name = "担当地区"
        indexes = [models.Index(fields=["municipality", "district", "organization"])]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "organization", "district", "since"],
                name="people_served_once",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="people_served_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}（{self.district}）"


class Post(VersionedModel, TenantModel):
    """A title in an organisation (役職). Meetings call posts; a post is held by whoever has the term."""

    organization = Link(Organization, related_name="posts", verbose_name="団体")
    title = models.CharField("役職", max_length=60)
    role = models.CharField(
        "このシステムでの役割", max_length=20, choices=StaffRole.choices, default=StaffRole.NONE
    )
    channel = models.CharField(
        "連絡方法", max_length=10, choices=Channel.choices, blank=True, default=""
    )
    position = models.PositiveIntegerField("並び", default=0)
    ended_on = models.DateField("廃止した日", null=True, blank=True)

    class Meta:
        verbose_name = "役職"
        ordering = ["organization__kind__position", "organization__kana", "position"]
        indexes = [models.Index(fields=["municipality", "organization", "position"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=StaffRole.values), name="people_post_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.title}"


class Person(VersionedModel, TenantModel):
    """A person (人), named exactly as the person writes the name; needs no account or e-mail."""

    name = models.CharField("氏名", max_length=60)
    kana = models.CharField("ふりがな", max_length=100, blank=True)
    postal_code = models.CharField("郵便番号", max_length=8, blank=True)
    address = models.CharField("住所", max_length=200, blank=True)
    tel = models.CharField("電話", max_length=20, blank=True)
    fax = models.CharField("FAX", max_length=20, blank=True)
    email = models.EmailField("メール", blank=True)
    channel = models.CharField(
        "連絡方法", max_length=10, choices=Channel.choices, default=Channel.POST
    )
    needs = models.CharField("配慮すること", max_length=200, blank=True)
    note = models.TextField("メモ", blank=True)
    search_key = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = "人"
        ordering = ["kana", "name"]
        indexes = [models.Index(fields=["municipality", "kana"])]

    def __str__(self) -> str:
        return self.name

    def make_search_key(self) -> str:
        return text.fold(f"{self.name} {self.kana}")[:300]


class TenureQuerySet(models.QuerySet["Tenure"]):
    """Queryset words of terms."""

    def on(self, day: date) -> TenureQuerySet:
        """Terms that run on `day` (both ends included)."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class Tenure(TenantModel):
    """A term of office (任期): person, post and start never change; one ends, another begins."""

    person = Link(Person, related_name="tenures", verbose_name="人")
    post = Link(Post, related_name="tenures", verbose_name="役職")
    since = models.DateField("就任日")
    until = models.DateField("任期の終わり", null=True, blank=True)

    objects = TenureQuerySet.as_manager()

    class Meta:
        verbose_name = "任期"
        ordering = ["-since"]
        indexes = [
            models.Index(fields=["municipality", "post", "since"]),
            models.Index(fields=["municipality", "person", "since"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "person", "post", "since"], name="people_tenure_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="people_tenure_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.person}"


class Pledge(RemovableModel, TenantModel):
    """A pledge of secrecy (誓約書), given once a term by who no law binds (L-06).

    It outlives the term: what was heard stays secret afterwards (L-05).
    """

    tenure = Link(Tenure, related_name="pledges", verbose_name="任期")
    signed_on = models.DateField("署名した日")
    how = models.CharField("受け取り方", max_length=10, choices=PledgeHow.choices)
    recorded_by_id = models.UUIDField("記録した利用者", null=True)
    recorded_by_name = models.CharField("記録した人", max_length=200)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "誓約書"
        ordering = ["-signed_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "tenure"],
                condition=Q(removed_at__isnull=True),
                name="people_pledge_once",
            ),
            models.CheckConstraint(
                condition=Q(how__in=PledgeHow.values), name="people_pledge_how_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tenure} {self.signed_on}"


class Venue(VersionedModel, RemovableModel, TenantModel):
    """A hall where meetings are held (会場)."""

    name = models.CharField("会場名", max_length=80)
    kana = models.CharField("ふりがな", max_length=120, blank=True)
    district = Link(District, null=True, blank=True, related_name="venues", verbose_name="地区")
    address = models.CharField("所在地", max_length=200, blank=True)
    tel = models.CharField("電話", max_length=20, blank=True)
    capacity = models.PositiveIntegerField("定員(人)", null=True, blank=True)
    access = models.CharField("案内(階・駐車場・上履きなど)", max_length=200, blank=True)
    closed_days = models.CharField("休館日", max_length=100, blank=True)
    has_wifi = models.BooleanField("Wi-Fiが使える", default=False)
    is_public = models.BooleanField("オープンデータに載せる", default=False)
    latitude = models.DecimalField("緯度", max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("経度", max_digits=9, decimal_places=6, null=True, blank=True)

    class Meta:
        verbose_name = "会場"
        ordering = ["kana", "name"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="people_venue_name"),
        ]

    def __str__(self) -> str:
        return self.name
