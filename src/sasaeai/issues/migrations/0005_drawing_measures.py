"""How large the drawing of a district is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("issues", "0004_answers_leave_by_wire"),
    ]

    operations = [
        migrations.AddField(
            model_name="districtdrawing",
            name="width",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="横の点の数"),
        ),
        migrations.AddField(
            model_name="districtdrawing",
            name="height",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="縦の点の数"),
        ),
    ]
