"""A copy remembers the way chosen for it; letters that are out say how they left."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def name_how_letters_left(apps: Any, schema_editor: Any) -> None:
    """「発送済み」 meant paper of any kind: posted, handed over or faxed from the sheet."""
    copies = apps.get_model("notices", "Delivery").objects.using(schema_editor.connection.alias)
    letters = copies.filter(printed_at__isnull=False)
    letters.filter(channel__in=["email", "line", "phone"]).update(channel="post")
    letters.filter(status="sent", channel="post").update(status="posted")
    letters.filter(status="sent", channel="hand").update(status="handed")


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="chosen_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="方法を選んだ日時"),
        ),
        migrations.RunPython(name_how_letters_left, migrations.RunPython.noop),
    ]
