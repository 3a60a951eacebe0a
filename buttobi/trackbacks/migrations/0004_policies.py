"""What a blog takes, and what one of its pages takes otherwise."""

import django.db.models.deletion
from django.db import migrations, models

CULTURES = [
    ("mention", "a link is needed"),
    ("ordinary", "without a link, the owner decides"),
    ("related", "no link is needed"),
]
SHOWINGS = [("examined", "shown after examination"), ("looked", "shown after the owner looked")]


def _rules(**before):
    return [
        ("takes", models.JSONField(default=None, null=True)),
        ("culture", models.CharField(blank=True, choices=CULTURES, max_length=10, **before)),
        ("showing", models.CharField(blank=True, choices=SHOWINGS, max_length=10, **before)),
        ("closes_after_days", models.PositiveSmallIntegerField(null=True)),
    ]


class Migration(migrations.Migration):
    dependencies = [("blogs", "0001_first_rooms"), ("trackbacks", "0003_examination")]

    operations = [
        *[
            migrations.AddField(model_name="target", name=name, field=field, preserve_default=name == "takes")
            for name, field in _rules(default="")
        ],
        migrations.CreateModel(
            name="BlogPolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                *_rules(),
                ("closed", models.BooleanField(default=False)),
                (
                    "blog",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="policy", to="blogs.blog"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
    ]
