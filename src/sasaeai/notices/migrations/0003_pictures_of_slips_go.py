"""Pictures of scanned slips are taken away some time after the meeting."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_way_chosen_for_one_copy")]

    operations = [
        migrations.AddField(
            model_name="slipscan",
            name="erased_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="画像を消した日時"),
        ),
    ]
