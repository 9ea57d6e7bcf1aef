"""Papers given out in the room, and who has seen what binds them to secrecy; and ready phrases."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sasaeai.kernel import clock
from sasaeai.kernel.models import Link, RemovableModel, RemovableQuerySet, VersionedModel
from sasaeai.meetings.enums import PhraseKind
from sasaeai.meetings.models.agenda import AgendaItem
from sasaeai.meetings.models.meetings import Meeting
from sasaeai.meetings.models.people import Expected
from sasaeai.people.models import TenantModel, Tenure


class Handout(VersionedModel, RemovableModel, TenantModel):
    """A paper given out at a meeting (配布資料). number: as printed on it (資料1).

    copies: how many were made; numbered 1…copies where is_collected asks for them back (会議後回収).
    """

    meeting = Link(Meeting, related_name="handouts", verbose_name="会議")
    item = Link(AgendaItem, null=True, blank=True, related_name="handouts", verbose_name="議題")
    number = models.PositiveSmallIntegerField("資料番号")
    title = models.CharField("資料の名前", max_length=120)
    copies = models.PositiveSmallIntegerField("部数", null=True, blank=True)
    is_collected = models.BooleanField("会議のあとで回収する", default=False)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "配布資料"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "meeting", "number"],
                condition=Q(removed_at__isnull=True),
                name="meetings_handout_number",
            ),
            models.CheckConstraint(
                condition=Q(is_collected=False) | Q(copies__gt=0),
                name="meetings_handout_collected_is_counted",
            ),
        ]

    def __str__(self) -> str:
        return f"資料{self.number} {self.title}"


class HandoutCopy(VersionedModel, TenantModel):
    """One numbered copy of a paper that comes back (資料の通し番号): who had it, when it was back.

    reason: why it will not come back (persons who took it home by leave, a copy that was shredded).
    """

    handout = Link(Handout, related_name="numbered", verbose_name="配布資料")
    number = models.PositiveSmallIntegerField("通し番号")
    expected = Link(Expected, null=True, blank=True, related_name="copies", verbose_name="渡した人")
    holder = models.CharField("渡した人の名前", max_length=200, blank=True)
    returned_at = models.DateTimeField("回収した日時", null=True, blank=True)
    reason = models.CharField("回収しない理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "資料の控え"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "handout", "number"], name="meetings_copy_number"
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True) | Q(reason=""),
                name="meetings_copy_back_or_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handout} No.{self.number}"


class Acknowledgement(RemovableModel, TenantModel):
    """Somebody read what binds them to secrecy and understood (守秘の確認), for one meeting (L-04).

    It stays when the term is over (L-05); only what was noted from paper by mistake is taken back.
    words: the text that was shown.
    """

    meeting = Link(Meeting, related_name="acknowledgements", verbose_name="会議")
    tenure = Link(Tenure, related_name="acknowledgements", verbose_name="任期")
    words = models.TextField("示した文", max_length=4000)
    given_at = models.DateTimeField("承知した日時", default=clock.now)
    on_paper = models.BooleanField("紙で確認した", default=False)
    recorded_by_id = models.UUIDField("記録した利用者", null=True)
    recorded_by_name = models.CharField("記録した人", max_length=200)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "守秘の確認"
        ordering = ["given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "meeting", "tenure"],
                condition=Q(removed_at__isnull=True),
                name="meetings_acknowledgement_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.tenure}"


class Phrase(RemovableModel, TenantModel):
    """A phrase that is said again and again (定型文), offered where the record is written."""

    kind = models.CharField("使いどころ", max_length=10, choices=PhraseKind.choices)
    text = models.CharField("文", max_length=200)
    position = models.PositiveIntegerField("並び", default=0)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "定型文"
        ordering = ["kind", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "text"],
                condition=Q(removed_at__isnull=True),
                name="meetings_phrase_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PhraseKind.values), name="meetings_phrase_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.text
