"""What was examined before is found by the host and page that its source led to; what leads to us has a reason."""

from django.db import migrations, models
from django.utils import timezone

from buttobi.outbound import pace
from buttobi.outbound.errors import Forbidden
from buttobi.sections import addresses
from buttobi.trackbacks import keys

AT_ONCE = 500


def tell(apps, schema_editor):
    Received = apps.get_model("trackbacks", "Received")
    some = []
    led = Received.objects.exclude(final_url="").only("final_url", "target_id", "due_at")
    for row in led.iterator(chunk_size=AT_ONCE):
        if addresses.is_ours(row.final_url):
            # Whoever let it in: another look takes it off.
            row.due_at = timezone.now()
        row.page_pair = keys.of_page_pair(row.final_url, row.target_id)
        try:
            row.final_pace = pace.domain_of(row.final_url)
        except Forbidden:
            row.final_pace = ""
        some.append(row)
        if len(some) == AT_ONCE:
            Received.objects.bulk_update(some, ["due_at", "final_pace", "page_pair"])
            some = []
    Received.objects.bulk_update(some, ["due_at", "final_pace", "page_pair"])


class Migration(migrations.Migration):
    dependencies = [("trackbacks", "0002_themes_and_ranking")]

    operations = [
        migrations.RunPython(tell, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="received",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
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
                    ("marked_adult", "its page is marked as adult"),
                    ("leads_here", "its address leads to a page of this service"),
                    ("other_section", "its blog and this one are in different sections since one of them moved"),
                ],
                max_length=30,
            ),
        ),
    ]
