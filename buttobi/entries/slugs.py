"""The address of an entry below its blog: from a Latin title, else from the date; each one once."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from buttobi.blogs.models import Blog
from buttobi.entries.models import Entry
from buttobi.sections.addresses import SERVICE_SEGMENTS
from buttobi.trackbacks.models import FormerPath, Target

FROM_TITLE = 60
LONGEST = 80
# First path segments below a blog that are not entries.
RESERVED = SERVICE_SEGMENTS | {"archive", "feed.atom", "page", "tags", "trackback"}
YEAR = re.compile(r"\d{4}")

NOT_PLAIN = gettext_noop("Please use letters from a to z, digits and hyphens.")
KEPT_FREE = _("This address is used by the service itself. Please choose another.")
TAKEN = _("Another entry of this blog has or had this address. Please choose another.")

# What can be read aloud without mistakes; 16 of them are 79 bits, beyond guessing.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_SECRET = re.compile(rf"(.+)-[{_LETTERS}]{{16}}")
_NUMBERS = range(2, 100)


def from_title(title: str) -> str:
    """The words of a Latin title joined by hyphens; nothing when other scripts carry its sense."""
    title = unicodedata.normalize("NFKC", title)
    if any(letter.isalpha() and not unicodedata.name(letter, "").startswith("LATIN") for letter in title):
        return ""
    slug = slugify(title)
    if len(slug) > FROM_TITLE:
        cut = slug[: FROM_TITLE + 1].rpartition("-")[0]
        slug = cut or slug[:FROM_TITLE]
    return slug.strip("-_")


def from_wish(written: str) -> str:
    """An address as somebody typed it, in its plain form; ValueError when it has none."""
    folded = unicodedata.normalize("NFKC", written).strip().strip("/").lower()
    if not re.fullmatch(r"[a-z0-9 _-]+", folded) or not slugify(folded):
        raise ValueError(NOT_PLAIN)
    return slugify(folded).strip("-_")


def is_reserved(slug: str) -> bool:
    return slug in RESERVED or YEAR.fullmatch(slug) is not None


def is_taken(slug: str, *, blog: Blog, by: Entry | None = None) -> bool:
    """Whether another entry of the blog has this address, or had it: former addresses redirect for ever."""
    path = f"{slug}/"
    entries = Entry.objects.filter(blog=blog, slug=slug)
    pages = Target.objects.filter(blog=blog, path=path)
    former = FormerPath.objects.filter(blog=blog, path=path)
    if by is not None:
        entries = entries.exclude(pk=by.pk)
        if by.target_id is not None:
            pages, former = pages.exclude(pk=by.target_id), former.exclude(target=by.target_id)
    return entries.exists() or pages.exists() or former.exists()


def is_unguessable(slug: str) -> bool:
    return _SECRET.fullmatch(slug) is not None


def settle(*, entry: Entry, wish: str = "", at: datetime, secret: bool = False) -> None:
    """Gives an entry the address it wishes, has, or gets from title and date; when that is taken, the next one.

    Of two entries that reach for one address at the same moment, each gets its own.
    """
    wish = wish or entry.slug or from_title(entry.title) or at.astimezone(entry.blog.zone).date().isoformat()
    if secret and (not is_unguessable(wish) or _was_public(wish, entry)):
        wish = f"{_said_by(wish)}-{_random()}"
    if wish == entry.slug:
        return
    for slug in _candidates(wish):
        if not is_reserved(slug) and not is_taken(slug, blog=entry.blog, by=entry) and _take(entry, slug):
            return


def _was_public(slug: str, entry: Entry) -> bool:
    """Whether lists and feeds have told this address: a page moves only while it is for everyone."""
    if entry.target_id is None:
        return False
    path = f"{slug}/"
    pages = Target.objects.filter(pk=entry.target_id, path=path)
    return pages.exists() or FormerPath.objects.filter(target=entry.target_id, path=path).exists()


def _said_by(slug: str) -> str:
    """What of an address has a meaning."""
    found = _SECRET.fullmatch(slug)
    return found[1] if found else slug


def _candidates(wish: str) -> Iterator[str]:
    yield wish
    for number in _NUMBERS:
        yield f"{wish}-{number}"
    while True:
        yield f"{wish}-{_random()}"


def _take(entry: Entry, slug: str) -> bool:
    try:
        with transaction.atomic():
            Entry.objects.filter(pk=entry.pk).update(slug=slug)
    except IntegrityError:
        return False
    entry.slug = slug
    return True


def _random() -> str:
    return get_random_string(16, _LETTERS)
