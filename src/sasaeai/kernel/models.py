"""Abstract bases of every table."""

from __future__ import annotations

import functools
import uuid

from django.db import models

from sasaeai.kernel import clock

# A foreign key without an index of its own: every index begins with the municipality
# (docs/adr/0004-one-database-many-municipalities.md), and rows are never removed by cascade.
Link = functools.partial(models.ForeignKey, on_delete=models.PROTECT, db_index=False)


class IdentifiedModel(models.Model):
    """An unguessable id, which a client may mint itself so that a repeated insert is seen."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField("作成日時", default=clock.now, editable=False)

    class Meta:
        abstract = True


class VersionedModel(models.Model):
    """Counts saves, so that an edit can name the version it began from (StaleEdit)."""

    version = models.PositiveIntegerField("版", default=1)

    class Meta:
        abstract = True


class RemovableQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Queryset words of rows that are taken out but can be put back."""

    def current(self) -> RemovableQuerySet:
        return self.filter(removed_at__isnull=True)


class RemovableModel(models.Model):
    """Taken out by a person, kept by the database: removal can always be undone."""

    removed_at = models.DateTimeField("取り消した日時", null=True, blank=True, editable=False)

    class Meta:
        abstract = True
