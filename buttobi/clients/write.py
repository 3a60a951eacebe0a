"""A struct from a blog editor is laid into an entry, judged by the same form as what is typed in New Submission."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NoReturn

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from buttobi.accounts.models import Account
from buttobi.blogs.models import Blog
from buttobi.clients import faults, find, posts, values
from buttobi.entries import keep
from buttobi.entries.forms import EntryForm
from buttobi.entries.models import Entry
from buttobi.entries.tags import MOST, split_tags
from buttobi.entries.unpublish import unpublish
from buttobi.entries.update import update
from buttobi.entries.write import Written, begin, save_draft, submit
from linkback.xmlrpc import Fault, Value

Struct = Mapping[str, Value]
TIME = "%Y-%m-%dT%H:%M:%S"
# Years whose days every zone of the world can tell.
EARLIEST, LATEST = 1000, 9000


def new(*, account: Account, blog: Blog, struct: Struct, publish: bool) -> Entry:
    """A new entry, public, scheduled or a draft. Raises Fault, and then there is none."""
    typed = _typed(struct, keep.values_of(Entry(blog=blog)), blog=blog)
    written = _judged(typed, blog=blog, entry=None, publish=publish)
    with transaction.atomic():
        entry = begin(blog=blog, author=account)
        return _lay(entry, written, publish=publish)


def edit(*, entry: Entry, struct: Struct, publish: bool) -> None:
    """Changes what the struct names and leaves the rest. A public entry that comes as a draft is unpublished."""
    typed = _typed(struct, posts.standing_values(entry), blog=entry.blog)
    _submit(entry, typed, publish=publish)


def publish_as_it_stands(*, entry: Entry) -> None:
    """Publishes a draft, or what was taken back; what is public or has its date stays as it is."""
    if entry.state in (Entry.State.DRAFT, Entry.State.UNPUBLISHED):
        _submit(entry, _typed({}, posts.standing_values(entry), blog=entry.blog), publish=True)


def file_under(*, entry: Entry, tag_ids: list[int]) -> None:
    """Gives an entry exactly these tags of its blog; whatever else stands in it stays as it is."""
    tags = find.tags_of(entry.blog, tag_ids)
    if len(tags) > MOST:
        raise Fault(faults.NOT_POSSIBLE, gettext("At most %(most)s tags.") % {"most": MOST})
    names = ", ".join(tag.name for tag in tags)
    typed = keep.kept(entry)
    with transaction.atomic():
        entry.tags.set(tags)
        if typed is not None:
            keep.keep(entry=entry, values=typed | {"tags": names})
        update(entry=entry)


def _submit(entry: Entry, typed: keep.Values, *, publish: bool) -> None:
    written = _judged(typed, blog=entry.blog, entry=entry, publish=publish)
    # What its author changed on the screen and did not submit yet is not this program's to throw away.
    unsubmitted = keep.kept(entry) if entry.state != Entry.State.DRAFT else None
    with transaction.atomic():
        entry = _lay(entry, written, publish=publish)
        if unsubmitted is not None:
            keep.keep(entry=entry, values=unsubmitted)


def _lay(entry: Entry, written: Written, *, publish: bool) -> Entry:
    # Seen under a lock: the clock may have published it, and its author deleted it, since it was found.
    found = Entry.objects.kept().select_for_update(of=("self",)).select_related("blog", "target").filter(pk=entry.pk)
    entry = found.first() or _gone()
    if publish:
        return submit(entry=entry, written=written)
    unpublish(entry=entry)
    save_draft(entry=entry, written=written)
    return entry


def _gone() -> NoReturn:
    raise faults.fault(faults.NOT_THERE, faults.NO_ENTRY)


def _judged(typed: keep.Values, *, blog: Blog, entry: Entry | None, publish: bool) -> Written:
    """What the form of New Submission finds right; a fault with all its sentences otherwise."""
    form = EntryForm(typed, blog=blog, entry=entry, submitting=publish)
    if form.is_valid():
        return form.written()
    sentences = [str(sentence) for field in form.errors.values() for sentence in field]
    raise Fault(faults.NOT_POSSIBLE, " ".join(dict.fromkeys(sentences)))


def _typed(struct: Struct, standing: keep.Values, *, blog: Blog) -> keep.Values:
    """What stands in the form once the members of a struct are typed into it."""
    typed = standing | {"scheduled_for": _date(struct, standing["scheduled_for"], blog=blog)}
    if "title" in struct:
        typed["title"] = values.words(struct["title"])
    typed["body"] = _body(struct, standing["body"])
    typed["tags"] = ", ".join(_tags(struct, standing["tags"]))
    if "mt_tb_ping_urls" in struct:
        typed["trackback_urls"] = "\n".join(values.several(struct["mt_tb_ping_urls"])).strip()
    if "mt_allow_pings" in struct:
        typed["accepts_trackbacks"] = "on" if values.is_yes(struct["mt_allow_pings"]) else ""
    return typed


def _body(struct: Struct, standing: str) -> str:
    body = values.words(struct["description"]) if "description" in struct else standing
    more = values.words(struct.get("mt_text_more", ""))
    return f"{body}\n\n{more}" if more.strip() else body


def _tags(struct: Struct, standing: str) -> list[str]:
    """Categories and keywords are both tags. Whoever names no categories keeps those that there are."""
    named = ",".join(values.several(struct["categories"])) if "categories" in struct else standing
    more = [values.several(struct[name]) for name in ("mt_keywords", "mt_tags", "tags") if name in struct]
    return split_tags(",".join([named, *(word for words in more for word in words)]))


def _date(struct: Struct, standing: str, *, blog: Blog) -> str:
    """The date to come, in the time of the blog; nothing for one that has passed, which means at once."""
    for name, zone in (("date_created_gmt", UTC), ("dateCreated", blog.zone)):
        value = struct.get(name)
        if value is None or value == "":
            continue
        if not isinstance(value, datetime):
            raise faults.wrong_kind()
        if not EARLIEST < value.year < LATEST:
            raise faults.fault(faults.NOT_POSSIBLE, faults.NO_SUCH_DATE)
        at = value if value.tzinfo is not None else value.replace(tzinfo=zone)
        return at.astimezone(blog.zone).strftime(TIME) if at > timezone.now() else ""
    return standing if standing > timezone.now().astimezone(blog.zone).strftime(TIME) else ""
