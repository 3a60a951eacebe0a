"""Sending in every kind: links found in the text, what was told how, and whether it is on their page."""

from django.db import migrations, models

KINDS = [("webmention", "Webmention"), ("trackback", "TrackBack"), ("pingback", "Pingback")]


def _add(name, field, **options):
    return migrations.AddField(model_name="sent", name=name, field=field, **options)


def _kind_of_before(apps, schema_editor):
    """Until now there was one kind."""
    sent = apps.get_model("trackbacks", "Sent")
    sent.objects.exclude(endpoint="").update(protocol="trackback")


class Migration(migrations.Migration):
    dependencies = [("trackbacks", "0004_policies")]

    operations = [
        _add("from_text", models.BooleanField(default=False)),
        _add(
            "protocol",
            models.CharField(blank=True, choices=KINDS, default="", max_length=10),
            preserve_default=False,
        ),
        _add("again", models.BooleanField(default=False)),
        _add("status_url", models.CharField(blank=True, default="", max_length=2048), preserve_default=False),
        _add("look_at", models.DateTimeField(null=True)),
        _add("looks", models.PositiveSmallIntegerField(default=0)),
        _add("looked_at", models.DateTimeField(null=True)),
        _add("seen_since", models.DateTimeField(null=True)),
        _add("lost_since", models.DateTimeField(null=True)),
        migrations.AddIndex(model_name="sent", index=models.Index(fields=["look_at"], name="sent_to_look")),
        migrations.RunPython(_kind_of_before, migrations.RunPython.noop),
    ]
