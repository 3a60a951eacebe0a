"""What of its blog's policy is otherwise under one entry."""

from django.db import migrations, models

CULTURES = [
    ("mention", "a link is needed"),
    ("ordinary", "without a link, the owner decides"),
    ("related", "no link is needed"),
]
SHOWINGS = [("examined", "shown after examination"), ("looked", "shown after the owner looked")]


def _add(name, field, **options):
    return migrations.AddField(model_name="entry", name=name, field=field, **options)


class Migration(migrations.Migration):
    dependencies = [("entries", "0002_a_form_sent_twice")]

    operations = [
        _add("takes", models.JSONField(default=None, null=True)),
        _add(
            "culture",
            models.CharField(blank=True, choices=CULTURES, default="", max_length=10),
            preserve_default=False,
        ),
        _add(
            "showing",
            models.CharField(blank=True, choices=SHOWINGS, default="", max_length=10),
            preserve_default=False,
        ),
        _add("closes_after_days", models.PositiveSmallIntegerField(null=True)),
    ]
