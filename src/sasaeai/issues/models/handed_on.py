"""What goes from one body to another: news, an issue put forward, a question to the city."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sasaeai.issues.enums import ConsiderationRole, PassedOnState
from sasaeai.issues.models.issues import Issue
from sasaeai.kernel.models import Link, RemovableModel, RemovableQuerySet, VersionedModel
from sasaeai.meetings.models import AgendaItem, Body, Meeting
from sasaeai.people.models import Organization, TenantModel


class PassedOn(RemovableModel, TenantModel):
    """News from one body's item to the agenda of a sister body (申し送り)."""

    item = Link(AgendaItem, related_name="passed_on", verbose_name="もとの議題")
    to_body = Link(Body, related_name="received", verbose_name="申し送り先")
    note = models.CharField("伝えること", max_length=500, blank=True)
    state = models.CharField(
        "状態",
        max_length=10,
        choices=PassedOnState.choices,
        default=PassedOnState.PROPOSED,
    )
    taken_as = Link(
        AgendaItem, null=True, blank=True, related_name="taken_from", verbose_name="なった議題"
    )

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "申し送り"
        ordering = ["created_at"]
        indexes = [models.Index(fields=["municipality", "to_body", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "item", "to_body"],
                condition=Q(removed_at__isnull=True),
                name="issues_passed_on_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=PassedOnState.values), name="issues_passed_on_state_known"
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=PassedOnState.TAKEN, taken_as__isnull=False)
                    | (~Q(state=PassedOnState.TAKEN) & Q(taken_as__isnull=True))
                ),
                name="issues_passed_on_taken_as_item",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} → {self.to_body}"


class PutForward(RemovableModel, TenantModel):
    """An issue put before the next meeting of a body (付議), which need not be fixed yet.

    taken_as: the agenda item it became; an item taken out sets it free again. role: what that
    meeting is asked for.
    """

    issue = Link(Issue, related_name="put_forward", verbose_name="課題")
    to_body = Link(Body, related_name="put_before", verbose_name="付議先")
    role = models.CharField("審議の役割", max_length=20, choices=ConsiderationRole.choices)
    note = models.CharField("伝えること", max_length=500, blank=True)
    by_name = models.CharField("付議した人", max_length=200)
    taken_as = Link(
        AgendaItem, null=True, blank=True, related_name="put_forward", verbose_name="なった議題"
    )

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "付議"
        ordering = ["created_at"]
        indexes = [
            models.Index(fields=["municipality", "to_body"]),
            models.Index(fields=["municipality", "issue"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "issue", "to_body"],
                condition=Q(removed_at__isnull=True, taken_as__isnull=True),
                name="issues_put_forward_once",
            ),
            models.CheckConstraint(
                condition=Q(role__in=ConsiderationRole.values),
                name="issues_put_forward_role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue} → {self.to_body}"


class Escalation(VersionedModel, RemovableModel, TenantModel):
    """A question to the city's body or a department (市への付議・照会), and the answer that came back.

    asked: who is asked, as text. item: the agenda item of the city's body that deals with it.
    """

    issue = Link(Issue, related_name="escalations", verbose_name="課題")
    asked = models.CharField("たずねる先", max_length=200)
    to_body = Link(
        Body, null=True, blank=True, related_name="escalations", verbose_name="市の会議体"
    )
    to_organization = Link(
        Organization, null=True, blank=True, related_name="escalations", verbose_name="部署"
    )
    question = models.TextField("たずねること", max_length=2_000)
    meeting = Link(
        Meeting, null=True, blank=True, related_name="escalations", verbose_name="決めた会議"
    )
    asked_on = models.DateField("たずねた日")
    answer_by = models.DateField("返答の期限", null=True, blank=True)
    by_name = models.CharField("たずねた人", max_length=200)
    item = Link(
        AgendaItem, null=True, blank=True, related_name="escalations", verbose_name="市の議題"
    )
    answer = models.TextField("返答", blank=True, max_length=10_000)
    answered_on = models.DateField("返答の日", null=True, blank=True)
    answered_by = models.CharField("返答した人", max_length=200, blank=True)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "市への照会"
        ordering = ["asked_on", "created_at"]
        indexes = [
            models.Index(fields=["municipality", "issue"]),
            models.Index(fields=["municipality", "to_body", "answered_on"]),
            models.Index(fields=["municipality", "to_organization", "answered_on"]),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(question=""), name="issues_escalation_asks"),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, answer="")
                | (Q(answered_on__isnull=False) & ~Q(answer="")),
                name="issues_escalation_answer_has_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue} → {self.asked}"
