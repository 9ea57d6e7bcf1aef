"""A stage says why its dates are out of order; an opinion keeps both texts of two writers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("rollout", "0002_lesson_season_and_withdrawal"),
    ]

    operations = [
        migrations.AddField(
            model_name="districtstage",
            name="order_reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="順番が違うわけ"),
        ),
        migrations.AddField(
            model_name="stageopinion",
            name="version",
            field=models.PositiveIntegerField(default=1, verbose_name="版"),
        ),
    ]
