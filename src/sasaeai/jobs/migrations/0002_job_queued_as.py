"""Which row of the queue carries a job: work whose worker died is found by it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="job",
            name="queued_as",
            field=models.UUIDField(blank=True, null=True, verbose_name="待ち行列での番号"),
        )
    ]
