"""Two meetings that could be one (会議を減らす): what is proposed, what each host says."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sasaeai.kernel.models import Link, RemovableModel, RemovableQuerySet, VersionedModel
from sasaeai.meetings.models import Body, Recognition
from sasaeai.people.models import Organization, TenantModel
from sasaeai.planning.enums import JoinState, JoinWay


class JoinProposal(VersionedModel, RemovableModel, TenantModel):
    """A proposal that meetings of `body` count for `counts_for`, or follow it on the same day.

    It takes effect only when a host of each has agreed. advice: the word the figures gave when it
    was made; facts: the sentences shown then, so that a later reader sees what was decided upon.
    """

    body = Link(Body, related_name="join_proposals", verbose_name="会議体")
    counts_for = Link(Body, related_name="join_offers", verbose_name="一つにする相手")
    advice = models.CharField("おすすめ", max_length=20, choices=JoinWay.choices)
    way = models.CharField("進め方", max_length=20, choices=JoinWay.choices)
    facts = models.JSONField("そのときの数字", default=list)
    condition = models.CharField("条件", max_length=300, blank=True)
    since = models.DateField("いつから")
    state = models.CharField(
        "状態", max_length=10, choices=JoinState.choices, default=JoinState.ASKED
    )
    asked_on = models.DateField("たずねた日")
    asked_by_name = models.CharField("たずねた人", max_length=200)
    settled_on = models.DateField("決まった日", null=True, blank=True)
    declined_reason = models.CharField("見送りの理由", max_length=300, blank=True)
    recognition = Link(
        Recognition, null=True, blank=True, related_name="from_proposals", verbose_name="みなし"
    )

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "会議を減らす提案"
        ordering = ["-asked_on"]
        indexes = [models.Index(fields=["municipality", "counts_for", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "body", "counts_for"],
                condition=Q(removed_at__isnull=True, state=JoinState.ASKED),
                name="planning_join_asked_once",
            ),
            models.CheckConstraint(
                condition=~Q(body=F("counts_for")), name="planning_join_of_another"
            ),
            models.CheckConstraint(
                condition=~Q(state=JoinState.DECLINED) | ~Q(declined_reason=""),
                name="planning_join_declined_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} → {self.counts_for}"


class HostAnswer(RemovableModel, TenantModel):
    """What a host says to a proposal, and how that was heard (電話で、会長が…)."""

    proposal = Link(JoinProposal, related_name="answers", verbose_name="提案")
    organization = Link(Organization, related_name="join_answers", verbose_name="主催団体")
    agrees = models.BooleanField("賛成")
    said_by = models.CharField("答えた人(役職)", max_length=120)
    answered_on = models.DateField("答えた日")
    note = models.CharField("ひとこと", max_length=300, blank=True)
    keyed_by_name = models.CharField("記録した人", max_length=200)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "主催団体の答え"
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "proposal", "organization"],
                condition=Q(removed_at__isnull=True),
                name="planning_host_answers_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.agrees}"


class BackToBack(RemovableModel, TenantModel):
    """Two bodies that meet on one day, one after the other (続けて開催).

    One that ended stays as it was; when it begins again, that is another row.
    """

    first = Link(Body, related_name="followed_by", verbose_name="先に開く会議体")
    second = Link(Body, related_name="follows", verbose_name="続けて開く会議体")
    since = models.DateField("いつから")
    until = models.DateField("いつまで", null=True, blank=True)
    proposal = Link(JoinProposal, null=True, blank=True, related_name="pairs", verbose_name="提案")

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "続けて開催"
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "first", "second"],
                condition=Q(removed_at__isnull=True, until__isnull=True),
                name="planning_pair_once",
            ),
            models.CheckConstraint(condition=~Q(first=F("second")), name="planning_pair_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.first} → {self.second}"
