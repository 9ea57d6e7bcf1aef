"""A district begins and ends; halls that are listed as open data."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import sasaeai.kernel.clock


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DistrictChange",
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
                ("on", models.DateField(verbose_name="いつから")),
                (
                    "decided_at",
                    models.CharField(blank=True, max_length=120, verbose_name="決めた場"),
                ),
            ],
            options={
                "verbose_name": "地区の分割・統合",
                "ordering": ["on"],
            },
        ),
        migrations.AddField(
            model_name="district",
            name="since",
            field=models.DateField(blank=True, null=True, verbose_name="できた日"),
        ),
        migrations.AddField(
            model_name="district",
            name="until",
            field=models.DateField(blank=True, null=True, verbose_name="なくなる日"),
        ),
        migrations.AddField(
            model_name="venue",
            name="is_public",
            field=models.BooleanField(default=False, verbose_name="オープンデータに載せる"),
        ),
        migrations.AddField(
            model_name="venue",
            name="latitude",
            field=models.DecimalField(
                blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="緯度"
            ),
        ),
        migrations.AddField(
            model_name="venue",
            name="longitude",
            field=models.DecimalField(
                blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="経度"
            ),
        ),
        migrations.AddConstraint(
            model_name="district",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True),
                    ("since__isnull", True),
                    ("until__gte", models.F("since")),
                    _connector="OR",
                ),
                name="people_district_ends_after_start",
            ),
        ),
        migrations.AddField(
            model_name="districtchange",
            name="municipality",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.municipality",
                verbose_name="市町村",
            ),
        ),
        migrations.AddField(
            model_name="districtchange",
            name="new",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="came_from",
                to="people.district",
                verbose_name="新しい地区",
            ),
        ),
        migrations.AddField(
            model_name="districtchange",
            name="old",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="became",
                to="people.district",
                verbose_name="もとの地区",
            ),
        ),
        migrations.AddConstraint(
            model_name="districtchange",
            constraint=models.UniqueConstraint(
                fields=("municipality", "old", "new"), name="people_district_change_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="districtchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("old", models.F("new")), _negated=True),
                name="people_district_change_of_another",
            ),
        ),
    ]
