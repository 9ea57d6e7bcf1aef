"""A lesson knows its season, and keeps who took it back and when."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("issues", "0005_drawing_measures"),
        ("meetings", "0002_public_events"),
        ("people", "0002_district_life_and_public_halls"),
        ("rollout", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="lesson",
            name="season",
            field=models.CharField(
                choices=[("all_year", "通年"), ("winter", "冬"), ("summer", "夏")],
                default="all_year",
                max_length=10,
                verbose_name="季節",
            ),
        ),
        migrations.AddField(
            model_name="lesson",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="取り下げた日時"),
        ),
        migrations.AddField(
            model_name="lesson",
            name="withdrawn_by_name",
            field=models.CharField(blank=True, max_length=200, verbose_name="取り下げた人"),
        ),
        migrations.AddConstraint(
            model_name="lesson",
            constraint=models.CheckConstraint(
                condition=models.Q(("season__in", ["all_year", "winter", "summer"])),
                name="rollout_lesson_season_known",
            ),
        ),
    ]
