"""The database refuses a meeting among its members that everybody may come to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0002_public_events"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_public_event", False), ("regime", "open"), _connector="OR"),
                name="meetings_public_event_is_open",
            ),
        ),
    ]
