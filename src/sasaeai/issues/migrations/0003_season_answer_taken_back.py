"""What an answer of the season needs so that it can be taken back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("issues", "0002_from_trouble_to_answer"),
    ]

    operations = [
        migrations.AddField(
            model_name="seasonanswer",
            name="was_closed_on",
            field=models.DateField(blank=True, null=True, verbose_name="前に終結した日"),
        ),
        migrations.AddField(
            model_name="seasonanswer",
            name="was_closed_reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="前の終結の理由"),
        ),
    ]
