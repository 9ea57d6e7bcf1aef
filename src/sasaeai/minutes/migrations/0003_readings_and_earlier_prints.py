"""Readings that were put right on a circular, and when its earlier wording was printed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("minutes", "0002_corrections_extracts_and_copies"),
        ("people", "0003_pledges_and_closed_councils"),
    ]

    operations = [
        migrations.AddField(
            model_name="circular",
            name="printed_before",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="直す前の回覧を印刷した日時"
            ),
        ),
        migrations.AddField(
            model_name="circular",
            name="readings",
            field=models.JSONField(blank=True, default=dict, verbose_name="よみの直し"),
        ),
        migrations.AddConstraint(
            model_name="circular",
            constraint=models.CheckConstraint(
                condition=models.Q(("stamp_boxes__lte", 24)),
                name="minutes_circular_stamp_boxes_fit",
            ),
        ),
    ]
