"""Corrections asked for, extracts given, copies of a circular."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import sasaeai.kernel.clock


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0004_handouts_phrases_and_regimes"),
        ("minutes", "0001_initial"),
        ("people", "0003_pledges_and_closed_councils"),
    ]

    operations = [
        migrations.AddField(
            model_name="circular",
            name="has_furigana",
            field=models.BooleanField(default=False, verbose_name="ふりがなを付ける"),
        ),
        migrations.AddField(
            model_name="circular",
            name="stamp_boxes",
            field=models.PositiveSmallIntegerField(default=12, verbose_name="回覧印の欄"),
        ),
        migrations.AddField(
            model_name="minutes",
            name="put_before",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="confirms",
                to="meetings.agendaitem",
                verbose_name="確認する議題",
            ),
        ),
        migrations.AddField(
            model_name="publicversion",
            name="let_stand",
            field=models.JSONField(default=list, verbose_name="見て残したことば"),
        ),
        migrations.CreateModel(
            name="CircularCopy",
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
                ("name", models.CharField(max_length=120, verbose_name="配り先")),
                (
                    "groups",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="班の数"),
                ),
                ("copies", models.PositiveSmallIntegerField(verbose_name="部数")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="並び")),
                (
                    "circular",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="minutes.circular",
                        verbose_name="回覧",
                    ),
                ),
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
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="circular_copies",
                        to="people.organization",
                        verbose_name="団体",
                    ),
                ),
            ],
            options={
                "verbose_name": "回覧の部数",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "circular", "name"),
                        name="minutes_circular_copy_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
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
                ("version", models.PositiveIntegerField(default=1, verbose_name="版")),
                ("part", models.CharField(blank=True, max_length=40, verbose_name="直すところ")),
                ("said_by", models.CharField(max_length=120, verbose_name="申し出た人")),
                (
                    "came_how",
                    models.CharField(
                        choices=[
                            ("paper", "紙で見てもらった"),
                            ("phone", "電話で読み合わせた"),
                            ("in_person", "会って見てもらった"),
                            ("next_meeting", "次の会議で確認した"),
                            ("email", "メールで見てもらった"),
                        ],
                        max_length=20,
                        verbose_name="届き方",
                    ),
                ),
                ("came_on", models.DateField(verbose_name="届いた日")),
                ("text", models.TextField(max_length=2000, verbose_name="直してほしいこと")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "まだ見ていない"),
                            ("taken", "取り入れた"),
                            ("declined", "直さない"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                (
                    "answer",
                    models.CharField(blank=True, max_length=300, verbose_name="直さない理由"),
                ),
                ("recorded_by_name", models.CharField(max_length=200, verbose_name="記録した人")),
                (
                    "minutes",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="minutes.minutes",
                        verbose_name="会議録",
                    ),
                ),
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
                    "revision",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="minutes.revision",
                        verbose_name="見た版",
                    ),
                ),
                (
                    "taken_in",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="took",
                        to="minutes.revision",
                        verbose_name="取り入れた版",
                    ),
                ),
            ],
            options={
                "verbose_name": "訂正の申し出",
                "ordering": ["created_at"],
                "indexes": [
                    models.Index(
                        fields=["municipality", "minutes", "state"],
                        name="minutes_cor_municip_84d918_idx",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""), ("state", "waiting"), ("taken_in__isnull", True)
                            ),
                            models.Q(
                                ("answer", ""), ("state", "taken"), ("taken_in__isnull", False)
                            ),
                            models.Q(
                                ("state", "declined"),
                                ("taken_in__isnull", True),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="minutes_correction_settled_with_cause",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Extract",
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
                ("item", models.UUIDField(verbose_name="議題")),
                ("title", models.CharField(max_length=120, verbose_name="見出し")),
                ("text", models.TextField(max_length=12000, verbose_name="渡した文")),
                ("receivers", models.TextField(max_length=2000, verbose_name="渡した相手")),
                ("purpose", models.CharField(max_length=200, verbose_name="使い道")),
                ("made_by_id", models.UUIDField(null=True, verbose_name="作った利用者")),
                ("made_by_name", models.CharField(max_length=200, verbose_name="作った人")),
                (
                    "minutes",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extracts",
                        to="minutes.minutes",
                        verbose_name="会議録",
                    ),
                ),
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
                    "revision",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extracts",
                        to="minutes.revision",
                        verbose_name="もとの版",
                    ),
                ),
            ],
            options={
                "verbose_name": "会議録の抜き書き",
                "ordering": ["created_at"],
                "indexes": [
                    models.Index(
                        fields=["municipality", "minutes", "created_at"],
                        name="minutes_ext_municip_526d6f_idx",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("purpose", ""), _negated=True),
                            models.Q(("receivers", ""), _negated=True),
                        ),
                        name="minutes_extract_has_purpose",
                    )
                ],
            },
        ),
    ]
