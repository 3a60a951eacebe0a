"""The trackback list of an entry, as a program reads it: what every visitor sees, and nobody's network address."""

from buttobi.clients import faults, values
from buttobi.entries.models import Entry
from buttobi.sections.section import Section
from buttobi.trackbacks.models import Received
from linkback.xmlrpc import Value

MOST = 500


def public_entry(entry_id: Value) -> Entry:
    """An entry that everyone can read. This host knows nothing of the Adult section for callers without a name."""
    public = Entry.objects.public().filter(blog__section=Section.GENERAL).select_related("blog", "target")
    entry = public.filter(pk=values.row_id(entry_id)).first()
    if entry is None:
        raise faults.fault(faults.NOT_THERE, faults.NO_ENTRY)
    return entry


def shown(entry: Entry) -> Value:
    """The rows that readers see, oldest first; a page of ours is asked for its title now."""
    if entry.target is None:
        return []
    rows = Received.objects.shown().filter(target=entry.target).select_related("source__blog")[:MOST]
    return [
        {
            "pingTitle": (row.source.title if row.source else row.title) or row.source_url,
            "pingURL": row.source.address if row.source else row.source_url,
            "pingIP": "",
        }
        for row in rows
    ]
