"""Entries of the Trackback Centers become themes: open since they were published."""

from django.db import migrations
from django.db.models import F


def make_themes(apps, schema_editor):
    Entry = apps.get_model("entries", "Entry")
    Target = apps.get_model("trackbacks", "Target")
    Theme = apps.get_model("center", "Theme")
    themes = Entry.objects.filter(blog__official=True).exclude(state="deleted")
    themes.filter(opens_at=None).update(opens_at=F("published_at"))
    for entry in themes.filter(theme=None):
        Theme.objects.create(entry=entry, on_shelf=entry.slug != "practice")
        if entry.target_id is not None:
            Target.objects.filter(pk=entry.target_id).update(opens_at=entry.opens_at)


class Migration(migrations.Migration):
    dependencies = [
        ("center", "0001_themes"),
        ("entries", "0002_themes"),
        ("trackbacks", "0002_themes_and_ranking"),
    ]

    operations = [migrations.RunPython(make_themes, migrations.RunPython.noop)]
