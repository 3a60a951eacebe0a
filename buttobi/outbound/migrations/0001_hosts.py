"""Hosts and their pace."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="HostPace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("domain", models.CharField(max_length=260, unique=True)),
                ("asked", models.JSONField(default=list)),
                ("turns", models.PositiveBigIntegerField(default=0)),
                ("busy_until", models.DateTimeField(null=True)),
                ("closed_until", models.DateTimeField(null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("failing_since", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["used_at"], name="hosts_by_use")]},
        ),
    ]
