"""What was examined before is found by the host that its source led to, like what is examined from now on."""

from django.db import migrations
from django.db.models import F

from buttobi.outbound import pace
from buttobi.outbound.errors import Forbidden

AT_ONCE = 500


def tell(apps, schema_editor):
    Received = apps.get_model("trackbacks", "Received")
    led_on = Received.objects.exclude(final_url="").exclude(final_url=F("source_url")).only("final_url")
    some = []
    for row in led_on.iterator(chunk_size=AT_ONCE):
        try:
            row.final_pace = pace.domain_of(row.final_url)
        except Forbidden:
            continue
        some.append(row)
        if len(some) == AT_ONCE:
            Received.objects.bulk_update(some, ["final_pace"])
            some = []
    Received.objects.bulk_update(some, ["final_pace"])


class Migration(migrations.Migration):
    dependencies = [("trackbacks", "0002_themes_and_ranking")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
