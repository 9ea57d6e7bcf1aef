"""Closed regimes, papers given out, phrases, the head of the minutes."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import sasaeai.kernel.clock


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0003_public_event_is_open"),
        ("people", "0003_pledges_and_closed_councils"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="body",
            name="meetings_body_regime_known",
        ),
        migrations.RemoveConstraint(
            model_name="meeting",
            name="meetings_regime_known",
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="took_seconds",
            field=models.PositiveIntegerField(
                blank=True, null=True, verbose_name="かかった時間(秒)"
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="chair",
            field=models.CharField(blank=True, max_length=120, verbose_name="進行"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="observers",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="傍聴者(人)"
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="recorder",
            field=models.CharField(blank=True, max_length=120, verbose_name="記録した人"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="secretariat",
            field=models.CharField(blank=True, max_length=120, verbose_name="事務局"),
        ),
        migrations.AlterField(
            model_name="body",
            name="usual_regime",
            field=models.CharField(
                choices=[
                    ("open", "公開できる会議"),
                    ("members_only", "関係者だけの会議"),
                    ("care_meeting", "地域ケア個別会議"),
                    ("support_council", "支援会議"),
                    ("consent", "本人同意のある会議"),
                ],
                default="open",
                max_length=20,
                verbose_name="いつもの個人情報の取扱い",
            ),
        ),
        migrations.AlterField(
            model_name="meeting",
            name="regime",
            field=models.CharField(
                choices=[
                    ("open", "公開できる会議"),
                    ("members_only", "関係者だけの会議"),
                    ("care_meeting", "地域ケア個別会議"),
                    ("support_council", "支援会議"),
                    ("consent", "本人同意のある会議"),
                ],
                max_length=20,
                verbose_name="個人情報の取扱い",
            ),
        ),
        migrations.AddConstraint(
            model_name="body",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "usual_regime__in",
                        ["open", "members_only", "care_meeting", "support_council", "consent"],
                    )
                ),
                name="meetings_body_regime_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "regime__in",
                        ["open", "members_only", "care_meeting", "support_council", "consent"],
                    )
                ),
                name="meetings_regime_known",
            ),
        ),
        migrations.CreateModel(
            name="Acknowledgement",
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
                ("words", models.TextField(max_length=4000, verbose_name="示した文")),
                (
                    "given_at",
                    models.DateTimeField(
                        default=sasaeai.kernel.clock.now, verbose_name="承知した日時"
                    ),
                ),
                ("on_paper", models.BooleanField(default=False, verbose_name="紙で確認した")),
                ("recorded_by_id", models.UUIDField(null=True, verbose_name="記録した利用者")),
                ("recorded_by_name", models.CharField(max_length=200, verbose_name="記録した人")),
                (
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgements",
                        to="meetings.meeting",
                        verbose_name="会議",
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
                    "tenure",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgements",
                        to="people.tenure",
                        verbose_name="任期",
                    ),
                ),
            ],
            options={
                "verbose_name": "守秘の確認",
                "ordering": ["given_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "meeting", "tenure"),
                        name="meetings_acknowledgement_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Handout",
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
                (
                    "removed_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="取り消した日時"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="資料番号")),
                ("title", models.CharField(max_length=120, verbose_name="資料の名前")),
                (
                    "copies",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="部数"),
                ),
                (
                    "is_collected",
                    models.BooleanField(default=False, verbose_name="会議のあとで回収する"),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handouts",
                        to="meetings.agendaitem",
                        verbose_name="議題",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handouts",
                        to="meetings.meeting",
                        verbose_name="会議",
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
            ],
            options={
                "verbose_name": "配布資料",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("municipality", "meeting", "number"),
                        name="meetings_handout_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_collected", False), ("copies__gt", 0), _connector="OR"
                        ),
                        name="meetings_handout_collected_is_counted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandoutCopy",
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
                ("number", models.PositiveSmallIntegerField(verbose_name="通し番号")),
                (
                    "holder",
                    models.CharField(blank=True, max_length=200, verbose_name="渡した人の名前"),
                ),
                (
                    "returned_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="回収した日時"),
                ),
                (
                    "reason",
                    models.CharField(blank=True, max_length=200, verbose_name="回収しない理由"),
                ),
                (
                    "expected",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="meetings.expected",
                        verbose_name="渡した人",
                    ),
                ),
                (
                    "handout",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="numbered",
                        to="meetings.handout",
                        verbose_name="配布資料",
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
            ],
            options={
                "verbose_name": "資料の控え",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "handout", "number"), name="meetings_copy_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("returned_at__isnull", True), ("reason", ""), _connector="OR"
                        ),
                        name="meetings_copy_back_or_not",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Phrase",
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
                (
                    "kind",
                    models.CharField(
                        choices=[("remark", "意見・応答"), ("decision", "決まったこと")],
                        max_length=10,
                        verbose_name="使いどころ",
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="文")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="並び")),
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
                "verbose_name": "定型文",
                "ordering": ["kind", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("municipality", "kind", "text"),
                        name="meetings_phrase_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["remark", "decision"])),
                        name="meetings_phrase_kind_known",
                    ),
                ],
            },
        ),
    ]
