"""A trouble that waits is called undecided: whoever opens it has seen it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("issues", "0005_drawing_measures"),
    ]

    operations = [
        migrations.AlterField(
            model_name="trouble",
            name="state",
            field=models.CharField(
                choices=[
                    ("new", "まだ決めていない"),
                    ("taken", "課題にした"),
                    ("settled", "課題にしない"),
                    ("answered", "すぐに答えた"),
                    ("referred", "ほかへつないだ"),
                ],
                default="new",
                max_length=10,
                verbose_name="状態",
            ),
        ),
    ]
