"""Which text was put before the next meeting, and the item whose closing settled it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0005_support_councils_stand_apart"),
        ("minutes", "0003_readings_and_earlier_prints"),
    ]

    operations = [
        migrations.AddField(
            model_name="minutes",
            name="put_revision",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="put",
                to="minutes.revision",
                verbose_name="確認する版",
            ),
        ),
        migrations.AddField(
            model_name="minutes",
            name="settled_at",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="settled",
                to="meetings.agendaitem",
                verbose_name="確定した議題",
            ),
        ),
    ]
