import uuid

import django.db.models.deletion
from django.db import migrations, models

import sasaeai.kernel.clock


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0001_services"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="correction",
            name="values_before",
            field=models.JSONField(blank=True, default=dict, verbose_name="直す前"),
        ),
        migrations.AddField(
            model_name="service",
            name="source_values",
            field=models.JSONField(blank=True, default=dict, verbose_name="出どころでの値"),
        ),
        migrations.CreateModel(
            name="ServiceImport",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("care", "介護サービス事業所一覧"),
                            ("children", "子育て施設一覧"),
                            ("medical", "医療機関一覧"),
                            ("facility", "公共施設一覧"),
                        ],
                        max_length=10,
                        verbose_name="表の種類",
                    ),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="ファイル名")),
                ("content", models.BinaryField(default=bytes, verbose_name="中身")),
                ("is_public", models.BooleanField(default=False, verbose_name="一覧に載せる")),
                ("put_in_on", models.DateField(verbose_name="入れた日")),
                ("put_in_by_name", models.CharField(max_length=200, verbose_name="入れた人")),
                (
                    "put_in_by",
                    models.UUIDField(blank=True, null=True, verbose_name="入れた人のアカウント"),
                ),
                (
                    "done_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="取り込んだ日時"),
                ),
                ("rows", models.JSONField(blank=True, default=dict, verbose_name="行数")),
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
            ],
            options={
                "verbose_name": "相談先の取り込み",
                "ordering": ["-created_at"],
                "indexes": [
                    models.Index(
                        fields=["municipality", "created_at"], name="directory_s_municip_6db9b3_idx"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["care", "children", "medical", "facility"])
                        ),
                        name="directory_import_kind_known",
                    )
                ],
            },
        ),
    ]
