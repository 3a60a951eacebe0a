"""Whether the pages that an entry links to are told so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("entries", "0003_rules_of_an_entry")]

    operations = [
        migrations.AddField(model_name="entry", name="tells_links", field=models.BooleanField(default=True)),
    ]
