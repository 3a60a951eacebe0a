"""What was examined before is found by the host and page that its source led to, like what is examined from now on."""

from django.db import migrations

from buttobi.outbound import pace
from buttobi.outbound.errors import Forbidden
from buttobi.trackbacks import keys

AT_ONCE = 500


def tell(apps, schema_editor):
    Received = apps.get_model("trackbacks", "Received")
    some = []
    for row in Received.objects.exclude(final_url="").only("final_url", "target_id").iterator(chunk_size=AT_ONCE):
        row.page_pair = keys.of_page_pair(row.final_url, row.target_id)
        try:
            row.final_pace = pace.domain_of(row.final_url)
        except Forbidden:
            row.final_pace = ""
        some.append(row)
        if len(some) == AT_ONCE:
            Received.objects.bulk_update(some, ["final_pace", "page_pair"])
            some = []
    Received.objects.bulk_update(some, ["final_pace", "page_pair"])


class Migration(migrations.Migration):
    dependencies = [("trackbacks", "0002_themes_and_ranking")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
