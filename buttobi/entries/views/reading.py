"""A blog as its readers see it: front page, tags, months, what an entry's page is made of, and how to trackback it."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.templatetags.static import static

from buttobi.blogs.models import Blog
from buttobi.entries.models import Entry, EntryQuerySet, Tag
from buttobi.entries.views import reading_cards, reading_days, reading_doors, reading_trackbacks, reading_words
from buttobi.entries.views.reading_page import blog_page, one_page, page_number, show
from buttobi.entries.views.reading_place import find_entry
from buttobi.sections import addresses
from buttobi.sections.section import Section
from buttobi.trackbacks.models import Received, Target

ENTRIES = 10


@blog_page
def front(request: HttpRequest, blog: Blog) -> HttpResponse:
    """The newest entries, ten a page."""
    return _list(request, blog, "entries/public/front.html", entries_of(blog), address=blog.address)


@blog_page
def tag(request: HttpRequest, blog: Blog, tag: str) -> HttpResponse:
    """The entries filed under one word."""
    found = get_object_or_404(Tag, blog=blog, name=tag)
    entries = entries_of(blog).filter(tags=found)
    return _list(request, blog, "entries/public/tag.html", entries, address=_tag_address(blog, tag), tag=tag)


@blog_page
def month(request: HttpRequest, blog: Blog, year: int, month: int) -> HttpResponse:
    """The entries of one month of the blog's own calendar."""
    bounds = reading_days.bounds_of_month(year, month, blog.zone)
    if bounds is None:
        raise Http404
    begins, ends = bounds
    entries = entries_of(blog).filter(published_at__gte=begins, published_at__lt=ends)
    address = _month_address(blog, begins)
    return _list(request, blog, "entries/public/month.html", entries, address=address, month=reading_days.month(begins))


@blog_page
def archive(request: HttpRequest, blog: Blog) -> HttpResponse:
    """Every month that has entries, newest first, and every tag."""
    begins = TruncMonth("published_at", tzinfo=blog.zone)
    counted = entries_of(blog).order_by().annotate(begins=begins).values_list("begins").annotate(Count("pk"))
    months = [
        {"name": reading_days.month(begins), "url": _month_address(blog, begins), "entries": number}
        for begins, number in sorted(counted, reverse=True)
    ]
    public = Q(entries__state=Entry.State.PUBLISHED, entries__audience=Entry.Audience.EVERYONE)
    tags = Tag.objects.filter(public, blog=blog).annotate(number=Count("entries"))
    filed = [{"name": tag.name, "url": _tag_address(blog, tag.name), "entries": tag.number} for tag in tags]
    address = f"{blog.address}archive/"
    return show(request, blog, "entries/public/archive.html", address=address, months=months, tags=filed)


def entry_page(
    request: HttpRequest, entry: Entry, with_it: Mapping[str, object], template: str = "entries/public/entry.html"
) -> HttpResponse:
    """The page of an entry that may be read, and what is shown with it."""
    doors = reading_doors.of_entry(entry)
    response = show(request, entry.blog, template, **(_about(entry, doors) | dict(with_it)))
    reading_doors.announce(doors, response)
    if entry.audience == Entry.Audience.LINK:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def beside(request: HttpRequest, entry: Entry) -> dict[str, object]:
    """What stands with an entry that is no theme: its tags, who answered it, and its neighbours in its blog."""
    found: dict[str, object] = {"tags": tags_of(entry)}
    if entry.audience == Entry.Audience.EVERYONE and entry.target is not None:
        page = reading_trackbacks.page_of(entry.target, page_number(request, "trackbacks"))
        found |= {
            "page": page,
            "items": [reading_trackbacks.item(received, target=entry.target) for received in page],
            "waiting": Received.objects.filter(target=entry.target, state=Received.State.HELD).count(),
            "previous": _neighbour(entry, "-"),
            "next": _neighbour(entry, ""),
        }
    return found


def tags_of(entry: Entry) -> list[dict[str, str]]:
    """The words under which an entry is filed in its blog."""
    return [{"name": tag.name, "url": _tag_address(entry.blog, tag.name)} for tag in entry.tags.all()]


@blog_page
def make_trackback(request: HttpRequest, blog: Blog, slug: str) -> HttpResponse:
    """The Trackback URL of an entry, what to do with it, and a button that opens New Submission with it filled in."""
    entry = find_entry(request, blog, slug, tail="trackback/")
    if entry.target is None or entry.audience != Entry.Audience.EVERYONE:
        raise Http404
    context = _about(entry, reading_doors.of_entry(entry)) | {"address": entry.target.make_trackback_url}
    return show(request, blog, "entries/public/make_trackback.html", **context)


def entries_of(blog: Blog) -> EntryQuerySet:
    """What readers find in a blog's lists, newest first, with what a card needs."""
    return Entry.objects.public().filter(blog=blog).select_related("target__blog__policy", "blog")


def _list(
    request: HttpRequest, blog: Blog, template: str, entries: EntryQuerySet, *, address: str, **context: object
) -> HttpResponse:
    page = one_page(entries, page_number(request), rows=ENTRIES)
    if page.number > 1:
        address = f"{address}?page={page.number}"
    elif not page.object_list and context:
        # A word or a month without entries is no page; a blog without entries is one.
        raise Http404
    shown = list(page)
    context |= {"page": page, "cards": reading_cards.of_entries(shown), "rdf": reading_cards.blocks(shown)}
    return show(request, blog, template, address=address, card_image=card_image(blog.section), **context)


def _about(entry: Entry, doors: reading_doors.Doors) -> dict[str, object]:
    """What the entry's page and its Make Trackback page both say."""
    at = entry.published_at or entry.created_at
    return {
        "entry": entry,
        "words": reading_words.of_entry(entry),
        "address": entry.address,
        "at": reading_days.stamp(at),
        "day": reading_days.day(at),
        "target": entry.target,
        "doors": doors,
        "rdf": reading_cards.block_of(entry),
        "write_here": write_here(entry.target) if entry.target and doors.takes_url else "",
        "card_image": card_image(entry.blog.section),
    }


def write_here(target: Target) -> str:
    """New Submission with a Trackback URL filled in. Opening it sends nothing."""
    return write_on(target.trackback_url)


def write_on(trackback_url: str, *, blog: str = "") -> str:
    """The same for a Trackback URL, in one blog or in one that its writer chooses."""
    chosen = f"blog={quote(blog)}&" if blog else ""
    return addresses.desk(f"/-/new/?{chosen}trackback={quote(trackback_url, safe='')}")


def card_image(section: str) -> str:
    """The picture that other sites show beside a link to a page of a section."""
    name = "img/card-adult.png" if section == Section.ADULT else "img/card.png"
    return f"{addresses.root(addresses.host(section))}{static(name)}"


def _neighbour(entry: Entry, direction: str) -> dict[str, str] | None:
    """The entry published just before (`-`) or after this one in its blog."""
    at = entry.published_at
    if at is None:
        return None
    if direction:
        older = Q(published_at__lt=at) | Q(published_at=at, pk__lt=entry.pk)
        found = entries_of(entry.blog).filter(older).first()
    else:
        newer = Q(published_at__gt=at) | Q(published_at=at, pk__gt=entry.pk)
        found = entries_of(entry.blog).filter(newer).reverse().first()
    return {"url": found.address, "title": reading_words.of_entry(found).title} if found else None


def _tag_address(blog: Blog, tag: str) -> str:
    return f"{blog.address}tags/{quote(tag, safe='')}/"


def _month_address(blog: Blog, begins: datetime) -> str:
    return f"{blog.address}{begins.year}/{begins.month:02}/"
