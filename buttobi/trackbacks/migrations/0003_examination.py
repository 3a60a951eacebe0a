"""What the examination of a trackback needs and finds; what waited unverified is examined now."""

from urllib.parse import urlsplit

import django.utils.timezone
from django.db import migrations, models
from django.db.models import F

import buttobi.trackbacks.models.received

REASONS = [
    ("", ""),
    ("no_link", "its page has no link to this entry"),
    ("unreadable", "its page cannot be read from here"),
    ("link_gone", "the link to this entry is gone from its page"),
    ("page_gone", "its page is gone"),
    ("waits_for_owner", "links to this entry; waits until you looked"),
    ("owner_showed", "you showed it"),
    ("text_changed", "its text changed since you showed it"),
    ("in_anothers_name", "names a blog here as its source, but did not come from its author"),
    ("owner", "you refused it"),
    ("site_blocked", "you blocked this site"),
]
LINKS = [
    ("", "not examined yet"),
    ("links", "links to this entry"),
    ("none", "related (no link)"),
    ("gone", "link gone"),
    ("missing", "page not found"),
]


def _host(url):
    try:
        return urlsplit(url).netloc.lower()[:260]
    except ValueError:
        return ""


def begin(apps, schema_editor):
    """Every row gets the address of its status page; what waited for nobody's look is due."""
    received = apps.get_model("trackbacks", "Received")
    received.objects.update(heard_at=F("received_at"))
    for row in received.objects.only("pk", "source_url", "source").iterator():
        row.status_token = buttobi.trackbacks.models.received.new_status_token()
        row.pace = "" if row.source_id else _host(row.source_url)
        row.save(update_fields=["status_token", "pace"])
    now = django.utils.timezone.now()
    received.objects.filter(state="held", reason="not_verified").update(state="arrived", reason="", due_at=now)


def _add(name, field, **options):
    return migrations.AddField(model_name="received", name=name, field=field, **options)


def _index(*fields, name):
    return migrations.AddIndex(model_name="received", index=models.Index(fields=[*fields], name=name))


class Migration(migrations.Migration):
    dependencies = [("trackbacks", "0002_sending_in_rounds")]

    operations = [
        _add("heard_at", models.DateTimeField(default=django.utils.timezone.now)),
        _add("status_token", models.CharField(max_length=40, null=True)),
        _add("due_at", models.DateTimeField(null=True)),
        _add("lease", models.CharField(blank=True, default="", max_length=32), preserve_default=False),
        _add("leased_until", models.DateTimeField(null=True)),
        _add("tries", models.PositiveSmallIntegerField(default=0)),
        _add("looks", models.PositiveSmallIntegerField(default=0)),
        _add("pace", models.CharField(blank=True, default="", max_length=260), preserve_default=False),
        _add("link", models.CharField(blank=True, choices=LINKS, default="", max_length=10), preserve_default=False),
        _add("link_since", models.DateTimeField(null=True)),
        _add("missing_since", models.DateTimeField(null=True)),
        _add("checked_at", models.DateTimeField(null=True)),
        _add("final_url", models.CharField(blank=True, default="", max_length=2048), preserve_default=False),
        _add("http_status", models.PositiveSmallIntegerField(null=True)),
        _add("problem", models.CharField(blank=True, default="", max_length=200), preserve_default=False),
        _add("sentence", models.CharField(blank=True, default="", max_length=500), preserve_default=False),
        _add("author", models.CharField(blank=True, default="", max_length=255), preserve_default=False),
        migrations.AddField(model_name="target", name="links", field=models.JSONField(null=True)),
        migrations.AlterField(
            model_name="received",
            name="reason",
            field=models.CharField(blank=True, choices=REASONS, max_length=30),
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="received",
            name="status_token",
            field=models.CharField(
                default=buttobi.trackbacks.models.received.new_status_token, max_length=40, unique=True
            ),
        ),
        _index("due_at", name="received_due"),
        _index("source_key", name="received_of_source"),
        _index("pace", "due_at", name="received_by_pace"),
    ]
