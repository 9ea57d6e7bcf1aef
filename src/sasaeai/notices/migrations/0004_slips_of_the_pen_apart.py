"""Codes that are only mistyped are counted apart from guesses."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_pictures_of_slips_go")]

    operations = [
        migrations.AddField(
            model_name="wrongcode",
            name="is_mistyped",
            field=models.BooleanField(default=False, verbose_name="書き間違い"),
        ),
    ]
