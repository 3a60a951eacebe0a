"""A theme's page knows its title in both languages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trackbacks", "0005_every_kind_sent")]

    operations = [
        migrations.AddField(
            model_name="target",
            name="second_title",
            field=models.CharField(blank=True, default="", max_length=255),
            preserve_default=False,
        ),
    ]
