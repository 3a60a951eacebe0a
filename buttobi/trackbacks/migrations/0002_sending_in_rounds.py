"""What sending needs to know: the host of an address, when a round began, and how many POSTs are in doubt."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trackbacks", "0001_first_rooms")]

    operations = [
        migrations.AddField(
            model_name="sent", name="host", field=models.CharField(blank=True, default="", max_length=253),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="sent", name="doubts", field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="sent", name="owed_since", field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddIndex(
            model_name="sent", index=models.Index(fields=["host", "leased_until"], name="sent_in_work"),
        ),
    ]
