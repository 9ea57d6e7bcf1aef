"""What can be found by its words, and which words mean the same."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sasaeai.kernel.models import (
    IdentifiedModel,
    RemovableModel,
    RemovableQuerySet,
    VersionedModel,
)
from sasaeai.search.enums import Audience


class SearchEntry(models.Model):
    """Text of another room, as it is found (さがす索引). Written with what it describes, by its room.

    kind, object_id: whose text it is, in the words of its room ("issue", "remark" …).
    group_id: what it stands in, such as its meeting; those entries change their day together.
    district_id: None when it concerns the whole city. title, text: what is shown.
    terms: normal forms, letters and letters in twos, parted by spaces; both databases index it.
    fiscal_year, audience, district and kind stand among the terms too (search.access).
    The number begins with the day, unlike other ids: SQLite's word index refers to it, and the
    newest entries come out of it first, without the others being looked at.
    """

    id = models.BigIntegerField("番号", primary_key=True)
    municipality_id = models.UUIDField("市町村")
    kind = models.CharField("種類", max_length=20)
    object_id = models.UUIDField("対象")
    group_id = models.UUIDField("まとまり", null=True, blank=True)
    district_id = models.UUIDField("地区", null=True, blank=True)
    audience = models.CharField("見つけてよい人", max_length=10, choices=Audience.choices)
    fiscal_year = models.PositiveSmallIntegerField("年度")
    day = models.DateField("日")
    title = models.CharField("見出し", max_length=200)
    text = models.TextField("本文", blank=True)
    terms = models.TextField("さがす語")

    class Meta:
        verbose_name = "さがす索引"
        indexes = [models.Index(fields=["municipality_id", "group_id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "kind", "object_id"], name="search_entry_once"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values), name="search_audience_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SynonymGroup(VersionedModel, RemovableModel, IdentifiedModel):
    """Words that are looked for as one (同じ意味のことば), a word a line."""

    municipality_id = models.UUIDField("市町村")
    words = models.TextField("ことば", max_length=500)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        verbose_name = "同じ意味のことば"
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["municipality_id", "removed_at"])]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="search_synonyms_have_words"),
        ]

    def __str__(self) -> str:
        return "・".join(self.words.splitlines())

    @property
    def members(self) -> tuple[str, ...]:
        return tuple(self.words.splitlines())
