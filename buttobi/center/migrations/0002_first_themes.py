"""Entries of the Trackback Centers become themes: open since they were published, and the first ones with tags."""

from django.db import migrations
from django.db.models import F

# The tags of the themes with which a Center opens, by their addresses.
TAGS = {
    ("nature", "自然"): ("animals-pets", "rain", "plants"),
    ("daily life", "暮らし"): ("breakfast", "work", "made-by-hand", "alone"),
    ("places", "場所"): ("walks", "trains"),
    ("culture", "文化"): ("books", "films", "music", "desire-in-words"),
    ("words", "ことば"): ("words", "beginnings"),
    ("love", "恋"): ("first-dates", "long-love", "breaking-up", "talking-about-it"),
    ("nights", "夜"): ("bars", "after-midnight", "hotels"),
    ("body", "体"): ("body", "clothes", "growing-older"),
}


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


def file_under_tags(apps, schema_editor):
    Entry = apps.get_model("entries", "Entry")
    Tag = apps.get_model("entries", "Tag")
    first = Entry.objects.filter(blog__official=True, tags=None).exclude(state="deleted")
    for names, slugs in TAGS.items():
        for entry in first.filter(slug__in=slugs):
            entry.tags.set([Tag.objects.get_or_create(blog_id=entry.blog_id, name=name)[0] for name in names])


class Migration(migrations.Migration):
    dependencies = [
        ("center", "0001_themes"),
        ("entries", "0002_themes"),
        ("trackbacks", "0002_themes_and_ranking"),
    ]

    operations = [
        migrations.RunPython(make_themes, migrations.RunPython.noop),
        migrations.RunPython(file_under_tags, migrations.RunPython.noop),
    ]
