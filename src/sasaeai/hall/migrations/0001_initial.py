"""What devices carry into the hall, and the entries they bring back."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import sasaeai.kernel.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("meetings", "0004_handouts_phrases_and_regimes"),
        ("people", "0003_pledges_and_closed_councils"),
    ]

    operations = [
        migrations.CreateModel(
            name="Carry",
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
                ("account_id", models.UUIDField(verbose_name="持ち出した利用者")),
                ("account_name", models.CharField(max_length=200, verbose_name="持ち出した人")),
                ("device_name", models.CharField(max_length=80, verbose_name="端末の名前")),
                ("key", models.BinaryField(max_length=32, verbose_name="端末の鍵")),
                ("expires_at", models.DateTimeField(verbose_name="置いておける期限")),
                (
                    "last_contact_at",
                    models.DateTimeField(
                        default=sasaeai.kernel.clock.now, verbose_name="最後に連絡があった日時"
                    ),
                ),
                (
                    "wipe_asked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="消すよう頼んだ日時"),
                ),
                (
                    "wipe_asked_by",
                    models.CharField(blank=True, max_length=200, verbose_name="消すよう頼んだ人"),
                ),
                (
                    "wiped_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="端末が消した日時"),
                ),
                (
                    "returned_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="片付けた日時"),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carries",
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
                "verbose_name": "持ち出し",
                "ordering": ["created_at"],
                "indexes": [
                    models.Index(
                        fields=["municipality", "meeting", "created_at"],
                        name="hall_carry_municip_2bfcaa_idx",
                    ),
                    models.Index(
                        fields=["municipality", "account_id", "created_at"],
                        name="hall_carry_municip_4ffbbe_idx",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("wipe_asked_at__isnull", True),
                            models.Q(("wipe_asked_by", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="hall_wipe_asked_by_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
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
                ("number", models.PositiveIntegerField(verbose_name="届いた順")),
                ("card", models.UUIDField(verbose_name="カード")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("presence", "出欠"),
                            ("remark", "発言"),
                            ("outcome", "結果"),
                            ("promise", "取組"),
                            ("item", "議題"),
                            ("clock", "かかった時間"),
                            ("trouble", "困りごと"),
                            ("note", "次回について"),
                        ],
                        max_length=10,
                        verbose_name="種類",
                    ),
                ),
                ("follows", models.JSONField(default=list, verbose_name="もとの版")),
                ("body", models.JSONField(default=dict, verbose_name="内容")),
                ("author_id", models.UUIDField(null=True, verbose_name="書いた利用者")),
                ("author_name", models.CharField(max_length=200, verbose_name="書いた人")),
                ("written_at", models.DateTimeField(verbose_name="端末で書いた日時")),
                (
                    "carry",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="hall.carry",
                        verbose_name="持ち出し",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
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
                "verbose_name": "記録カードの版",
                "ordering": ["number"],
                "indexes": [
                    models.Index(
                        fields=["municipality", "meeting", "card"],
                        name="hall_entry_municip_196f12_idx",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "meeting", "number"), name="hall_entry_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "presence",
                                    "remark",
                                    "outcome",
                                    "promise",
                                    "item",
                                    "clock",
                                    "trouble",
                                    "note",
                                ],
                            )
                        ),
                        name="hall_entry_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Card",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("presence", "出欠"),
                            ("remark", "発言"),
                            ("outcome", "結果"),
                            ("promise", "取組"),
                            ("item", "議題"),
                            ("clock", "かかった時間"),
                            ("trouble", "困りごと"),
                            ("note", "次回について"),
                        ],
                        max_length=10,
                        verbose_name="種類",
                    ),
                ),
                ("object_id", models.UUIDField(blank=True, null=True, verbose_name="記録の行")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("applied", "記録に入った"),
                            ("conflict", "二つの文がある"),
                            ("waiting", "まだ記録に入れられない"),
                        ],
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, max_length=300, verbose_name="入れられない理由"),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cards",
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
                    "applied",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="hall.entry",
                        verbose_name="入っている版",
                    ),
                ),
            ],
            options={
                "verbose_name": "記録カード",
                "indexes": [
                    models.Index(
                        fields=["municipality", "meeting", "state"],
                        name="hall_card_municip_0a11b1_idx",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("object_id__isnull", False)),
                        fields=("municipality", "meeting", "kind", "object_id"),
                        name="hall_card_of_row_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["applied", "conflict", "waiting"])),
                        name="hall_card_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "waiting"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="hall_card_waits_for_a_reason",
                    ),
                ],
            },
        ),
    ]
