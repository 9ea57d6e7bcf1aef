"""Pledges of secrecy, kinds bound by law, and the rule of a closed council."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import sasaeai.kernel.clock


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_district_life_and_public_halls"),
    ]

    operations = [
        migrations.AddField(
            model_name="municipality",
            name="field_days",
            field=models.PositiveSmallIntegerField(
                default=7, verbose_name="端末に置ける日数(会議のあと)"
            ),
        ),
        migrations.AddField(
            model_name="municipality",
            name="support_council_rule",
            field=models.CharField(blank=True, max_length=120, verbose_name="支援会議の要綱"),
        ),
        migrations.AddField(
            model_name="municipality",
            name="support_council_since",
            field=models.DateField(blank=True, null=True, verbose_name="支援会議を置いた日"),
        ),
        migrations.AddField(
            model_name="organizationkind",
            name="is_bound",
            field=models.BooleanField(default=False, verbose_name="法律に守秘義務がある"),
        ),
        migrations.AddConstraint(
            model_name="municipality",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("support_council_rule", ""), ("support_council_since__isnull", True)),
                    models.Q(
                        models.Q(("support_council_rule", ""), _negated=True),
                        ("support_council_since__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="people_support_council_by_rule",
            ),
        ),
        migrations.CreateModel(
            name="Pledge",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=sasaeai.kernel.clock.now, editable=False, verbose_name="作成日時"
                    ),
                ),
                (
                    "removed_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="取り消した日時"
                    ),
                ),
                ("signed_on", models.DateField(verbose_name="署名した日")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("paper", "署名した紙を受け取った"),
                            ("screen", "画面で読んで承知した"),
                        ],
                        max_length=10,
                        verbose_name="受け取り方",
                    ),
                ),
                ("recorded_by_id", models.UUIDField(null=True, verbose_name="記録した利用者")),
                ("recorded_by_name", models.CharField(max_length=200, verbose_name="記録した人")),
                (
                    "municipality",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.municipality",
                        verbose_name="市町村",
                    ),
                ),
                (
                    "tenure",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pledges",
                        to="people.tenure",
                        verbose_name="任期",
                    ),
                ),
            ],
            options={
                "verbose_name": "誓約書",
                "ordering": ["-signed_on"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("municipality", "tenure"),
                        name="people_pledge_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("how__in", ["paper", "screen"])),
                        name="people_pledge_how_known",
                    ),
                ],
            },
        ),
    ]
