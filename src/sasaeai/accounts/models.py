"""Who may sign in. Rights come from the posts a person holds today, never from the account."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from sasaeai.kernel.models import IdentifiedModel, Link
from sasaeai.people.models import District, Person, TenantModel, Tenure


class AccountManager(BaseUserManager["Account"]):
    """Accounts with person and municipality, which every page names; makes new ones."""

    def get_queryset(self) -> models.QuerySet[Account]:
        return super().get_queryset().select_related("person__municipality")

    def create_user(self, login_id: str, password: str | None = None, **fields: Any) -> Account:
        account = self.model(login_id=login_id, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser, IdentifiedModel):
    """A login (利用者): an id printed on the start card, not an e-mail address."""

    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, related_name="account", verbose_name="人"
    )
    login_id = models.CharField("利用者番号", max_length=40, unique=True)
    is_active = models.BooleanField("使える", default=True)

    objects = AccountManager()

    USERNAME_FIELD = "login_id"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = "利用者"

    def __str__(self) -> str:
        return self.login_id


class DistrictAssignment(TenantModel):
    """A coordinator's term covers a district from a day to a day (推進員の担当地区)."""

    tenure = Link(Tenure, related_name="assignments", verbose_name="任期")
    district = Link(District, related_name="assignments", verbose_name="地区")
    since = models.DateField("いつから")
    until = models.DateField("いつまで", null=True, blank=True)

    class Meta:
        verbose_name = "推進員の担当地区"
        indexes = [models.Index(fields=["municipality", "district"])]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "tenure", "district", "since"],
                name="accounts_assignment_once",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="accounts_assignment_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tenure} {self.district}"
