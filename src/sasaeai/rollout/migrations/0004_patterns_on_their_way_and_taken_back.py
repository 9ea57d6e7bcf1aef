"""A pattern on its way to other districts, and what a use of one changed, for taking it back."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0002_public_events"),
        ("people", "0002_district_life_and_public_halls"),
        ("rollout", "0003_stage_order_reason"),
    ]

    operations = [
        migrations.AddField(
            model_name="pattern",
            name="approved_by_id",
            field=models.UUIDField(blank=True, null=True, verbose_name="承認した利用者"),
        ),
        migrations.AddField(
            model_name="pattern",
            name="returned_note",
            field=models.CharField(blank=True, max_length=200, verbose_name="差し戻しのことば"),
        ),
        migrations.AddField(
            model_name="pattern",
            name="withdrawn_reason",
            field=models.CharField(blank=True, max_length=200, verbose_name="取り下げの理由"),
        ),
        migrations.AddField(
            model_name="pattern",
            name="writers",
            field=models.JSONField(blank=True, default=list, verbose_name="文を書いた利用者"),
        ),
        migrations.AddField(
            model_name="patternusebody",
            name="added",
            field=models.JSONField(blank=True, default=list, verbose_name="加えた参集者"),
        ),
        migrations.AddField(
            model_name="patternusebody",
            name="before",
            field=models.JSONField(blank=True, default=dict, verbose_name="もとのすがた"),
        ),
        migrations.AddField(
            model_name="patternusebody",
            name="recognition",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="formed_by",
                to="meetings.recognition",
                verbose_name="みなし",
            ),
        ),
        migrations.AddConstraint(
            model_name="pattern",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "approved"), _negated=True),
                    ("home__isnull", True),
                    ("approved_at__isnull", False),
                    _connector="OR",
                ),
                name="rollout_pattern_approved_by_somebody",
            ),
        ),
    ]
