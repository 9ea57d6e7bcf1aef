"""Two bodies held back to back may end that and begin again: each time is a row of its own."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("planning", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="backtoback", name="planning_pair_once"),
        migrations.AddConstraint(
            model_name="backtoback",
            constraint=models.UniqueConstraint(
                fields=["municipality", "first", "second"],
                condition=models.Q(removed_at__isnull=True, until__isnull=True),
                name="planning_pair_once",
            ),
        ),
    ]
