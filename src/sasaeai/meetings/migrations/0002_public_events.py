"""Meetings that everybody may come to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="is_public_event",
            field=models.BooleanField(default=False, verbose_name="だれでも参加できる"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="public_note",
            field=models.CharField(blank=True, max_length=300, verbose_name="一般の方への説明"),
        ),
    ]
