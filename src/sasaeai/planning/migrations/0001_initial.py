"""Tables of planning."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import sasaeai.kernel.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("issues", "0005_drawing_measures"),
        ("meetings", "0002_public_events"),
        ("people", "0002_district_life_and_public_halls"),
    ]

    operations = [
        migrations.CreateModel(
            name="Activity",
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
                ("person_name", models.CharField(max_length=60, verbose_name="推進員")),
                ("on", models.DateField(verbose_name="日")),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="かかった時間(分)"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("meeting", "会議出席"),
                            ("visit", "訪問"),
                            ("call", "電話・連絡"),
                            ("survey", "資源調査"),
                            ("training", "研修"),
                            ("office", "事務"),
                        ],
                        max_length=10,
                        verbose_name="活動の種類",
                    ),
                ),
                ("summary", models.CharField(max_length=300, verbose_name="内容")),
                (
                    "next_step",
                    models.CharField(blank=True, max_length=200, verbose_name="次にすること"),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="issues.issue",
                        verbose_name="課題",
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
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="people.post",
                        verbose_name="推進員の役職",
                    ),
                ),
            ],
            options={
                "verbose_name": "活動",
                "ordering": ["on", "created_at"],
                "indexes": [
                    models.Index(
                        fields=["municipality", "post", "on"], name="planning_ac_municip_86e9a4_idx"
                    ),
                    models.Index(
                        fields=["municipality", "on"], name="planning_ac_municip_d41abf_idx"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["meeting", "visit", "call", "survey", "training", "office"],
                            )
                        ),
                        name="planning_activity_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ActivityDistrict",
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
                    "activity",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="districts",
                        to="planning.activity",
                        verbose_name="活動",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="people.district",
                        verbose_name="地区",
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
                "verbose_name": "活動の地区",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "activity", "district"),
                        name="planning_activity_district_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ActivityOrganization",
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
                    "activity",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organizations",
                        to="planning.activity",
                        verbose_name="活動",
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="people.organization",
                        verbose_name="団体",
                    ),
                ),
            ],
            options={
                "verbose_name": "活動の相手先",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "activity", "organization"),
                        name="planning_activity_organization_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="JoinProposal",
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
                (
                    "advice",
                    models.CharField(
                        choices=[
                            ("strongly", "統合（みなし）を強くおすすめ"),
                            ("merge", "統合（みなし）をおすすめ"),
                            ("back_to_back", "続けて開催"),
                            ("separate", "別々のまま"),
                        ],
                        max_length=20,
                        verbose_name="おすすめ",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("strongly", "統合（みなし）を強くおすすめ"),
                            ("merge", "統合（みなし）をおすすめ"),
                            ("back_to_back", "続けて開催"),
                            ("separate", "別々のまま"),
                        ],
                        max_length=20,
                        verbose_name="進め方",
                    ),
                ),
                ("facts", models.JSONField(default=list, verbose_name="そのときの数字")),
                ("condition", models.CharField(blank=True, max_length=300, verbose_name="条件")),
                ("since", models.DateField(verbose_name="いつから")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "主催団体に確かめ中"),
                            ("accepted", "決まった"),
                            ("declined", "見送り"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="状態",
                    ),
                ),
                ("asked_on", models.DateField(verbose_name="たずねた日")),
                ("asked_by_name", models.CharField(max_length=200, verbose_name="たずねた人")),
                ("settled_on", models.DateField(blank=True, null=True, verbose_name="決まった日")),
                (
                    "declined_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="見送りの理由"),
                ),
                (
                    "body",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="join_proposals",
                        to="meetings.body",
                        verbose_name="会議体",
                    ),
                ),
                (
                    "counts_for",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="join_offers",
                        to="meetings.body",
                        verbose_name="一つにする相手",
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
                    "recognition",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="from_proposals",
                        to="meetings.recognition",
                        verbose_name="みなし",
                    ),
                ),
            ],
            options={
                "verbose_name": "会議を減らす提案",
                "ordering": ["-asked_on"],
                "indexes": [
                    models.Index(
                        fields=["municipality", "counts_for", "state"],
                        name="planning_jo_municip_1a97a1_idx",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True), ("state", "asked")),
                        fields=("municipality", "body", "counts_for"),
                        name="planning_join_asked_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("body", models.F("counts_for")), _negated=True),
                        name="planning_join_of_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("declined_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="planning_join_declined_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HostAnswer",
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
                ("agrees", models.BooleanField(verbose_name="賛成")),
                ("said_by", models.CharField(max_length=120, verbose_name="答えた人(役職)")),
                ("answered_on", models.DateField(verbose_name="答えた日")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="ひとこと")),
                ("keyed_by_name", models.CharField(max_length=200, verbose_name="記録した人")),
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="join_answers",
                        to="people.organization",
                        verbose_name="主催団体",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="planning.joinproposal",
                        verbose_name="提案",
                    ),
                ),
            ],
            options={
                "verbose_name": "主催団体の答え",
                "ordering": ["created_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("municipality", "proposal", "organization"),
                        name="planning_host_answers_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BackToBack",
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
                ("since", models.DateField(verbose_name="いつから")),
                ("until", models.DateField(blank=True, null=True, verbose_name="いつまで")),
                (
                    "first",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="meetings.body",
                        verbose_name="先に開く会議体",
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
                    "second",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follows",
                        to="meetings.body",
                        verbose_name="続けて開く会議体",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pairs",
                        to="planning.joinproposal",
                        verbose_name="提案",
                    ),
                ),
            ],
            options={
                "verbose_name": "続けて開催",
                "ordering": ["since"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("municipality", "first", "second"),
                        name="planning_pair_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first", models.F("second")), _negated=True),
                        name="planning_pair_of_two",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="YearNote",
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
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("achieved", models.TextField(blank=True, max_length=3000, verbose_name="成果")),
                ("remaining", models.TextField(blank=True, max_length=3000, verbose_name="課題")),
                (
                    "next_plan",
                    models.TextField(blank=True, max_length=3000, verbose_name="次年度の方針"),
                ),
                (
                    "written_by_name",
                    models.CharField(blank=True, max_length=200, verbose_name="書いた人"),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="year_notes",
                        to="people.district",
                        verbose_name="地区",
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
                "verbose_name": "年度のことば",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("district__isnull", False)),
                        fields=("municipality", "district", "fiscal_year"),
                        name="planning_district_note_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("district__isnull", True)),
                        fields=("municipality", "fiscal_year"),
                        name="planning_city_note_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="YearTarget",
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
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "districts",
                    models.PositiveSmallIntegerField(default=0, verbose_name="開催する地区の数"),
                ),
                (
                    "meetings_each",
                    models.PositiveSmallIntegerField(default=3, verbose_name="1地区の回数"),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="めざすこと")),
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
                "verbose_name": "年度の目標",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "fiscal_year"), name="planning_target_once"
                    )
                ],
            },
        ),
    ]
