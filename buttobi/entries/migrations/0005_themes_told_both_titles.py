"""The pages of themes that are public already learn their second titles."""

from django.db import migrations


def _tell(apps, schema_editor):
    entries = apps.get_model("entries", "Entry").objects.exclude(second_title="").exclude(target=None)
    targets = apps.get_model("trackbacks", "Target").objects
    for target, title in entries.values_list("target_id", "second_title"):
        targets.filter(pk=target).update(second_title=title)


class Migration(migrations.Migration):
    dependencies = [("entries", "0004_links_are_told"), ("trackbacks", "0006_titles_in_both_languages")]

    operations = [migrations.RunPython(_tell, migrations.RunPython.noop)]
