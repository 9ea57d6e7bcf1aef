"""Abstract bases of every table."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.lookups import Exact

from sasaeai.kernel import clock

TENANT = "municipality"


class _WithinTenant(models.ForeignKey):
    """Joins by the municipality too: `ON a.item_id = b.id AND a.municipality_id = b.municipality_id`.

    Every index begins with the municipality. A join by the id alone cannot use one, so that the
    database reads the whole table; and no query can reach rows of another town by a join.
    Rows are never removed by cascade, and no index stands on the foreign key alone
    (docs/adr/0004-one-database-many-municipalities.md).
    """

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **options: Any) -> None:
        super().__init__(to, on_delete=on_delete, **options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Migrations know it as what it is to the database: a plain foreign key."""
        name, _path, args, options = super().deconstruct()
        plain = "OneToOneField" if isinstance(self, models.OneToOneField) else "ForeignKey"
        return name, f"django.db.models.{plain}", args, options

    def get_extra_restriction(self, alias: str | None, related_alias: str) -> Exact | None:
        """alias: the table linked to, None where the join is left out; related_alias: this one."""
        try:
            own = self.model._meta.get_field(TENANT)
            other = self.remote_field.model._meta.get_field(TENANT)
        except FieldDoesNotExist:
            return None
        if alias is None:
            return None
        return Exact(other.get_col(alias), own.get_col(related_alias))


class Link(_WithinTenant):
    """A foreign key to a row of the same municipality."""

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **options: Any) -> None:
        super().__init__(to, on_delete=on_delete, **{"db_index": False, **options})


class SoleLink(_WithinTenant, models.OneToOneField):
    """A link that at most one row has (一つの会議に一つの会議録)."""


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
