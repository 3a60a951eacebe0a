"""An entry remembers the form it came from, so that a form sent twice makes one entry."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("entries", "0001_first_rooms"),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="submission",
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=~models.Q(submission=""), fields=("author", "submission"), name="one_entry_per_submission"
            ),
        ),
    ]
