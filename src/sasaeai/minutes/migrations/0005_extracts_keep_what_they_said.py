"""Extracts keep their heading, their sender, and whether the minutes were a draft."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("minutes", "0004_what_was_put_before_and_settled"),
    ]

    operations = [
        migrations.AddField(
            model_name="extract",
            name="heading",
            field=models.CharField(blank=True, max_length=500, verbose_name="会議"),
        ),
        migrations.AddField(
            model_name="extract",
            name="sender",
            field=models.CharField(blank=True, max_length=200, verbose_name="渡した側"),
        ),
        migrations.AddField(
            model_name="extract",
            name="was_draft",
            field=models.BooleanField(default=True, verbose_name="案のとき"),
        ),
    ]
