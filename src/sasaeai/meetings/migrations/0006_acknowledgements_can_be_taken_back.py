"""What was noted of the secrecy from paper by mistake can be taken back, and noted again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0005_support_councils_stand_apart"),
        ("people", "0004_kinds_bound_by_law"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="acknowledgement",
            name="meetings_acknowledgement_once",
        ),
        migrations.AddField(
            model_name="acknowledgement",
            name="removed_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="取り消した日時"
            ),
        ),
        migrations.AddConstraint(
            model_name="acknowledgement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at__isnull", True)),
                fields=("municipality", "meeting", "tenure"),
                name="meetings_acknowledgement_once",
            ),
        ),
    ]
