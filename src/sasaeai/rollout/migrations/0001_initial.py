"""Tables of the roll-out."""

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
            name="Agreement",
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
                    "range_note",
                    models.CharField(blank=True, max_length=300, verbose_name="参集範囲について"),
                ),
                (
                    "yearly_target",
                    models.PositiveSmallIntegerField(default=3, verbose_name="年に何回"),
                ),
                ("months", models.CharField(blank=True, max_length=120, verbose_name="開催時期")),
                ("usual_start", models.TimeField(blank=True, null=True, verbose_name="始める時刻")),
                (
                    "runs_note",
                    models.CharField(blank=True, max_length=300, verbose_name="役割分担"),
                ),
                ("way", models.CharField(blank=True, max_length=120, verbose_name="進め方")),
                (
                    "agreed_at",
                    models.CharField(blank=True, max_length=120, verbose_name="決めた場"),
                ),
                ("agreed_on", models.DateField(blank=True, null=True, verbose_name="決めた日")),
                (
                    "district",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreement",
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
                (
                    "runs",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreed_to_run",
                        to="people.organization",
                        verbose_name="運営する団体",
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreed_for",
                        to="people.venue",
                        verbose_name="会場",
                    ),
                ),
            ],
            options={
                "verbose_name": "進め方の取り決め",
            },
        ),
        migrations.CreateModel(
            name="Pattern",
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
                ("code", models.CharField(max_length=40, verbose_name="記号")),
                ("name", models.CharField(max_length=60, verbose_name="型の名前")),
                ("summary", models.CharField(max_length=300, verbose_name="どんな型か")),
                (
                    "suits",
                    models.CharField(blank=True, max_length=300, verbose_name="向いている地区"),
                ),
                ("source_note", models.CharField(blank=True, max_length=200, verbose_name="出典")),
                (
                    "notice_lead",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="案内状のはじめの文(案)"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "下書き"),
                            ("offered", "承認待ち"),
                            ("approved", "公開"),
                            ("withdrawn", "取り下げ"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="公開の状態",
                    ),
                ),
                (
                    "written_by_id",
                    models.UUIDField(blank=True, null=True, verbose_name="書いた利用者"),
                ),
                (
                    "written_by_name",
                    models.CharField(blank=True, max_length=200, verbose_name="書いた人"),
                ),
                (
                    "approved_by_name",
                    models.CharField(blank=True, max_length=200, verbose_name="承認した人"),
                ),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="承認した日時"),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="並び")),
                (
                    "based_on",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="derived",
                        to="rollout.pattern",
                        verbose_name="もとにした型",
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_patterns",
                        to="people.district",
                        verbose_name="もとの地区",
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
                "verbose_name": "立ち上げの型",
                "ordering": ["position", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "code"), name="rollout_pattern_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "offered", "approved", "withdrawn"])
                        ),
                        name="rollout_pattern_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Lesson",
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
                ("title", models.CharField(max_length=120, verbose_name="題")),
                ("situation", models.TextField(max_length=2000, verbose_name="困っていたこと")),
                ("tried", models.TextField(max_length=2000, verbose_name="やってみたこと")),
                (
                    "took",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="かかったもの(人手・日数・費用)"
                    ),
                ),
                (
                    "became",
                    models.TextField(blank=True, max_length=2000, verbose_name="どうなったか"),
                ),
                (
                    "ask",
                    models.CharField(
                        blank=True, max_length=160, verbose_name="たずねる先(団体・役職)"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "下書き"),
                            ("offered", "承認待ち"),
                            ("approved", "公開"),
                            ("withdrawn", "取り下げ"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="公開の状態",
                    ),
                ),
                (
                    "written_by_id",
                    models.UUIDField(blank=True, null=True, verbose_name="書いた利用者"),
                ),
                ("written_by_name", models.CharField(max_length=200, verbose_name="書いた人")),
                ("writers", models.JSONField(default=list, verbose_name="文を書いた利用者")),
                (
                    "returned_note",
                    models.CharField(blank=True, max_length=200, verbose_name="差し戻しのことば"),
                ),
                (
                    "approved_by_id",
                    models.UUIDField(blank=True, null=True, verbose_name="承認した利用者"),
                ),
                (
                    "approved_by_name",
                    models.CharField(blank=True, max_length=200, verbose_name="承認した人"),
                ),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="承認した日時"),
                ),
                (
                    "withdrawn_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="取り下げの理由"),
                ),
                ("is_sample", models.BooleanField(default=False, verbose_name="見本のデータ")),
                (
                    "district",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lessons",
                        to="people.district",
                        verbose_name="地区",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lessons",
                        to="issues.issue",
                        verbose_name="課題",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lessons",
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
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lessons",
                        to="meetings.topic",
                        verbose_name="話題",
                    ),
                ),
                (
                    "pattern",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lessons",
                        to="rollout.pattern",
                        verbose_name="型",
                    ),
                ),
            ],
            options={
                "verbose_name": "取組事例",
                "ordering": ["-created_at"],
                "indexes": [
                    models.Index(
                        fields=["municipality", "state", "topic"],
                        name="rollout_les_municip_fe437e_idx",
                    ),
                    models.Index(
                        fields=["municipality", "district", "state"],
                        name="rollout_les_municip_489d33_idx",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "offered", "approved", "withdrawn"])
                        ),
                        name="rollout_lesson_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            ("approved_at__isnull", False),
                            _connector="OR",
                        ),
                        name="rollout_lesson_approved_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PatternBody",
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
                ("key", models.CharField(max_length=20, verbose_name="記号")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("support", "地域支え合い会議"),
                            ("network", "地域支援ネットワーク会議"),
                            ("steering", "幹事会"),
                            ("briefing", "説明会"),
                            ("other", "その他の会議"),
                        ],
                        max_length=20,
                        verbose_name="種類",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                ("purpose", models.CharField(blank=True, max_length=300, verbose_name="趣旨")),
                (
                    "existing",
                    models.BooleanField(default=False, verbose_name="いまある会議体を使う"),
                ),
                (
                    "yearly_target",
                    models.PositiveSmallIntegerField(default=3, verbose_name="年間の開催目標(回)"),
                ),
                ("usual_start", models.TimeField(blank=True, null=True, verbose_name="開始時刻")),
                (
                    "usual_minutes",
                    models.PositiveSmallIntegerField(default=60, verbose_name="長さ(分)"),
                ),
                (
                    "regime",
                    models.CharField(
                        choices=[("open", "公開できる会議"), ("members_only", "関係者だけの会議")],
                        default="open",
                        max_length=20,
                        verbose_name="個人情報の取扱い",
                    ),
                ),
                (
                    "prepares",
                    models.CharField(blank=True, max_length=20, verbose_name="準備する会議体"),
                ),
                (
                    "counts_for",
                    models.CharField(blank=True, max_length=20, verbose_name="みなす会議体"),
                ),
                (
                    "first_after_days",
                    models.SmallIntegerField(default=0, verbose_name="第1回から何日後に開くか"),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="並び")),
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
                    "pattern",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bodies",
                        to="rollout.pattern",
                        verbose_name="型",
                    ),
                ),
            ],
            options={
                "verbose_name": "型の会議体",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "pattern", "key"), name="rollout_pattern_body_key"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["support", "network", "steering", "briefing", "other"])
                        ),
                        name="rollout_pattern_body_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PatternItem",
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
                ("title", models.CharField(max_length=200, verbose_name="議題")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("discuss", "協議"),
                            ("report", "報告"),
                            ("inform", "情報提供"),
                            ("exchange", "情報交換"),
                        ],
                        max_length=20,
                        verbose_name="種類",
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=10, verbose_name="時間(分)")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="並び")),
                (
                    "body",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="rollout.patternbody",
                        verbose_name="型の会議体",
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
                "verbose_name": "型の議題",
                "ordering": ["position"],
                "indexes": [
                    models.Index(
                        fields=["municipality", "body", "position"],
                        name="rollout_pat_municip_b793dc_idx",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PatternKind",
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
                    "part",
                    models.CharField(
                        choices=[("host", "主催"), ("member", "参集者"), ("link", "連絡役")],
                        max_length=10,
                        verbose_name="立場",
                    ),
                ),
                ("titles", models.CharField(blank=True, max_length=200, verbose_name="役職")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="並び")),
                (
                    "body",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kinds",
                        to="rollout.patternbody",
                        verbose_name="型の会議体",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="in_patterns",
                        to="people.organizationkind",
                        verbose_name="団体の種類",
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
                "verbose_name": "型の団体",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "body", "kind", "part"),
                        name="rollout_pattern_kind_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PatternStep",
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
                ("days_before", models.SmallIntegerField(verbose_name="第1回の何日前")),
                ("what", models.CharField(max_length=120, verbose_name="すること")),
                ("who", models.CharField(blank=True, max_length=120, verbose_name="だれが")),
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
                    "pattern",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="rollout.pattern",
                        verbose_name="型",
                    ),
                ),
            ],
            options={
                "verbose_name": "型の手順",
                "ordering": ["-days_before"],
                "indexes": [
                    models.Index(
                        fields=["municipality", "pattern", "days_before"],
                        name="rollout_pat_municip_f745e5_idx",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PatternUse",
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
                ("first_on", models.DateField(verbose_name="第1回の日")),
                (
                    "changed",
                    models.TextField(blank=True, max_length=2000, verbose_name="変えたところ"),
                ),
                (
                    "reason",
                    models.TextField(blank=True, max_length=2000, verbose_name="変えた理由"),
                ),
                ("used_by_name", models.CharField(max_length=200, verbose_name="選んだ人")),
                (
                    "district",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pattern_uses",
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
                (
                    "pattern",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="rollout.pattern",
                        verbose_name="型",
                    ),
                ),
            ],
            options={
                "verbose_name": "型の利用",
                "ordering": ["created_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("municipality", "district"),
                        name="rollout_one_pattern_a_district",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PatternUseBody",
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
                ("key", models.CharField(max_length=20, verbose_name="記号")),
                ("made", models.BooleanField(default=True, verbose_name="新しく作った")),
                (
                    "body",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="formed_by",
                        to="meetings.body",
                        verbose_name="会議体",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="formed_by",
                        to="meetings.meeting",
                        verbose_name="最初の会議",
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
                    "use",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bodies",
                        to="rollout.patternuse",
                        verbose_name="型の利用",
                    ),
                ),
            ],
            options={
                "verbose_name": "型から作った会議体",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "use", "key"), name="rollout_use_body_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlannedStep",
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
                ("what", models.CharField(max_length=120, verbose_name="すること")),
                ("who", models.CharField(blank=True, max_length=120, verbose_name="だれが")),
                ("due_on", models.DateField(verbose_name="いつまで")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="済んだ日")),
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
                    "use",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="rollout.patternuse",
                        verbose_name="型の利用",
                    ),
                ),
            ],
            options={
                "verbose_name": "立ち上げの手順",
                "ordering": ["due_on", "created_at"],
                "indexes": [
                    models.Index(
                        fields=["municipality", "use", "due_on"],
                        name="rollout_pla_municip_8d6370_idx",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Stage",
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
                ("code", models.CharField(max_length=40, verbose_name="記号")),
                ("name", models.CharField(max_length=60, verbose_name="段階")),
                (
                    "next_step",
                    models.CharField(blank=True, max_length=200, verbose_name="次にすること"),
                ),
                (
                    "milestone",
                    models.CharField(
                        choices=[
                            ("told", "担当者が記録する"),
                            ("first_held", "第1回の会議を開いたとき"),
                            ("regular", "年度内に3回開いたとき"),
                        ],
                        default="told",
                        max_length=20,
                        verbose_name="済みになるとき",
                    ),
                ),
                (
                    "stuck_days",
                    models.PositiveSmallIntegerField(
                        default=90, verbose_name="止まっていると見る日数"
                    ),
                ),
                ("papers", models.JSONField(blank=True, default=list, verbose_name="使う紙")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="並び")),
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
                "verbose_name": "展開の段階",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "code"), name="rollout_stage_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("milestone__in", ["told", "first_held", "regular"])),
                        name="rollout_stage_milestone_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DistrictStage",
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
                ("planned_on", models.DateField(blank=True, null=True, verbose_name="予定日")),
                ("started_on", models.DateField(blank=True, null=True, verbose_name="始めた日")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="済んだ日")),
                (
                    "skipped_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="省いた理由"),
                ),
                (
                    "people",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="だれと(団体・役職)"
                    ),
                ),
                (
                    "head_count",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="参加者数(人)"
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=10000, verbose_name="話したこと")),
                (
                    "district",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stages",
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
                (
                    "venue",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stages",
                        to="people.venue",
                        verbose_name="会場",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="districts",
                        to="rollout.stage",
                        verbose_name="段階",
                    ),
                ),
            ],
            options={
                "verbose_name": "地区の段階",
                "ordering": ["stage__position"],
                "indexes": [
                    models.Index(
                        fields=["municipality", "stage", "done_on"],
                        name="rollout_dis_municip_0fcf89_idx",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "district", "stage"),
                        name="rollout_district_stage_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_on__isnull", True),
                            ("started_on__isnull", True),
                            ("done_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="rollout_stage_done_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StageOpinion",
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
                    "said_by",
                    models.CharField(blank=True, max_length=120, verbose_name="だれの意見(団体)"),
                ),
                ("text", models.CharField(max_length=600, verbose_name="意見")),
                (
                    "response",
                    models.CharField(blank=True, max_length=600, verbose_name="応えたこと"),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="並び")),
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
                    "record",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="rollout.districtstage",
                        verbose_name="段階の記録",
                    ),
                ),
            ],
            options={
                "verbose_name": "地区から出た意見",
                "ordering": ["position", "created_at"],
                "indexes": [
                    models.Index(
                        fields=["municipality", "record", "position"],
                        name="rollout_sta_municip_173bc9_idx",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreedKind",
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
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreed_in",
                        to="people.organizationkind",
                        verbose_name="団体の種類",
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
                    "agreement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kinds",
                        to="rollout.agreement",
                        verbose_name="取り決め",
                    ),
                ),
            ],
            options={
                "verbose_name": "参集範囲",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "agreement", "kind"),
                        name="rollout_agreed_kind_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LessonUse",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("trying", "取り組み中"),
                            ("worked", "うまくいった"),
                            ("partly", "一部うまくいった"),
                            ("failed", "合わなかった"),
                        ],
                        default="trying",
                        max_length=10,
                        verbose_name="結果",
                    ),
                ),
                (
                    "became",
                    models.TextField(blank=True, max_length=2000, verbose_name="どうなったか"),
                ),
                ("used_on", models.DateField(verbose_name="取り入れた日")),
                ("used_by_name", models.CharField(max_length=200, verbose_name="取り入れた人")),
                (
                    "told_on",
                    models.DateField(blank=True, null=True, verbose_name="もとの地区に伝えた日"),
                ),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lesson_uses",
                        to="issues.action",
                        verbose_name="取組",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lesson_uses",
                        to="people.district",
                        verbose_name="取り入れる地区",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lesson_uses",
                        to="issues.issue",
                        verbose_name="課題",
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="rollout.lesson",
                        verbose_name="取組事例",
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
                "verbose_name": "取組事例の取り入れ",
                "ordering": ["-used_on"],
                "indexes": [
                    models.Index(
                        fields=["municipality", "lesson", "used_on"],
                        name="rollout_les_municip_130828_idx",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("municipality", "lesson", "district", "issue"),
                        name="rollout_lesson_use_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("issue__isnull", True), ("removed_at__isnull", True)),
                        fields=("municipality", "lesson", "district"),
                        name="rollout_lesson_use_without_issue_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["trying", "worked", "partly", "failed"])),
                        name="rollout_use_state_known",
                    ),
                ],
            },
        ),
    ]
