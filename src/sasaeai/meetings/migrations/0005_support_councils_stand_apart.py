"""A support council takes nobody's number or hour: a gap or a refusal would tell of it (L-03)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0004_handouts_phrases_and_regimes"),
        ("people", "0004_kinds_bound_by_law"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="meeting",
            name="meetings_number_once",
        ),
        migrations.RemoveConstraint(
            model_name="meeting",
            name="meetings_start_once",
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("regime", "support_council"), _negated=True),
                fields=("municipality", "body", "fiscal_year", "number"),
                name="meetings_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("regime", "support_council")),
                fields=("municipality", "body", "fiscal_year", "number"),
                name="meetings_council_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("state", "cancelled"), _negated=True),
                    models.Q(("regime", "support_council"), _negated=True),
                ),
                fields=("municipality", "body", "starts_at"),
                name="meetings_start_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("state", "cancelled"), _negated=True), ("regime", "support_council")
                ),
                fields=("municipality", "body", "starts_at"),
                name="meetings_council_start_once",
            ),
        ),
    ]
