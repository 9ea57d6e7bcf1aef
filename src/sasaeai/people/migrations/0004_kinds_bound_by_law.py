"""Kinds of organisation whose people a law binds to secrecy are marked as such (L-06)."""

from __future__ import annotations

from typing import Any

from django.db import migrations

BOUND = ["minjikyo", "hokatsu", "gyosei", "sodan", "iryo"]


def mark(apps: Any, schema_editor: Any) -> None:
    """民生委員法15条, 介護保険法115条の46, 地方公務員法34条, 運営基準, 刑法134条."""
    kinds = apps.get_model("people", "OrganizationKind").objects
    kinds.using(schema_editor.connection.alias).filter(code__in=BOUND).update(is_bound=True)


class Migration(migrations.Migration):
    dependencies = [("people", "0003_pledges_and_closed_councils")]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
