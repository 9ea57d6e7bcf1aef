"""A pattern may name each regime."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("rollout", "0004_patterns_on_their_way_and_taken_back"),
    ]

    operations = [
        migrations.AlterField(
            model_name="patternbody",
            name="regime",
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
                verbose_name="個人情報の取扱い",
            ),
        ),
    ]
