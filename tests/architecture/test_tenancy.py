"""Every row belongs to one municipality, and every index begins with it.

Measured: everyday queries stay flat over 131 times more rows only when the municipality leads each
index and the single-column foreign-key indexes are gone
(docs/adr/0004-one-database-many-municipalities.md).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django.db.models import F
from django.test.utils import isolate_apps

from tests.architecture.house import rows

pytestmark = pytest.mark.one_database

# Tables without a municipality, each with its reason.
NOT_OF_ONE_MUNICIPALITY = {
    "people.Municipality": "it is the municipality",
    "accounts.Account": "a login has its municipality through its person",
    "notices.WrongCode": "tried at the door, before any municipality is known",
}
# Single-column indexes that must stay, each with its reason.
SINGLE_COLUMN = {
    "people.Municipality.lg_code": "the national code is unique in the country",
    "accounts.Account.login_id": "asked for at the door, before any municipality is known",
    "accounts.Account.person": "one login a person",
    "minutes.Minutes.meeting": "one to one: found by the unguessable id of its meeting",
    "minutes.Circular.public_version": "one to one: found by the unguessable id of its text",
    "rollout.Agreement.district": "one to one: found by the unguessable id of its district",
    "meetings.Expected.reply_code": "typed from a slip, before any municipality is known",
    "meetings.DateVoter.code": "typed from a slip, before any municipality is known",
    "directory.ServiceCheck.code": "typed from a sheet, before any municipality is known",
    "meetings.CalendarFeed.token": "asked for by a calendar, before any municipality is known",
}
LEADING = ("municipality", "municipality_id")


def our_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in rows()
    ]


def columns(index: models.Index | models.UniqueConstraint) -> list[str]:
    """Return the names an index is made of; an expression gives its own text."""
    named = [name.lstrip("-") for name in index.fields]
    return named or [e.name if isinstance(e, F) else str(e) for e in index.expressions]


def tenancy_faults(model: type[models.Model]) -> Iterator[str]:
    """Yield what is wrong with one table, as ``app.Model.field or index: fault``."""
    meta = model._meta
    if meta.label in NOT_OF_ONE_MUNICIPALITY:
        leading_needed = False
    else:
        leading_needed = True
        if not any(field.attname == "municipality_id" for field in meta.concrete_fields):
            yield f"{meta.label}: has no municipality"
    for field in meta.local_concrete_fields:
        if not field.primary_key and (field.unique or field.db_index):
            yield f"{meta.label}.{field.name}: single-column index"
    uniques = [c for c in meta.constraints if isinstance(c, models.UniqueConstraint)]
    for index in (*meta.indexes, *uniques):
        if leading_needed and columns(index)[0] not in LEADING:
            yield f"{meta.label}.{index.name}: does not begin with the municipality"


def test_every_table_and_index_begins_with_the_municipality() -> None:
    faults = [fault for model in our_models() for fault in tenancy_faults(model)]
    allowed = {f"{name}: single-column index" for name in SINGLE_COLUMN}
    assert [fault for fault in faults if fault not in allowed] == []
    # A reason that is no longer needed goes away.
    assert allowed - set(faults) == set()
    assert set(NOT_OF_ONE_MUNICIPALITY) <= {model._meta.label for model in our_models()}


@isolate_apps("sasaeai.people")
def test_the_faults_are_seen() -> None:
    class Town(models.Model):
        class Meta:
            app_label = "people"

    class Good(models.Model):
        municipality = models.ForeignKey(Town, on_delete=models.PROTECT, db_index=False)
        name = models.CharField(max_length=5)

        class Meta:
            app_label = "people"
            indexes = [models.Index(fields=["municipality", "name"], name="good")]
            constraints = [
                models.UniqueConstraint(F("municipality"), F("name"), name="good_once"),
                models.CheckConstraint(condition=~models.Q(name=""), name="named"),
            ]

    class Bad(models.Model):
        municipality = models.ForeignKey(Town, on_delete=models.PROTECT)
        name = models.CharField(max_length=5, unique=True)

        class Meta:
            app_label = "people"
            indexes = [models.Index(fields=["-name", "municipality"], name="backwards")]
            constraints = [models.UniqueConstraint(fields=["name"], name="name_once")]

    assert list(tenancy_faults(Good)) == []
    assert list(tenancy_faults(Town)) == ["people.Town: has no municipality"]
    assert list(tenancy_faults(Bad)) == [
        "people.Bad.municipality: single-column index",
        "people.Bad.name: single-column index",
        "people.Bad.backwards: does not begin with the municipality",
        "people.Bad.name_once: does not begin with the municipality",
    ]
